#!/bin/sh
# The reading room's page: its pieces without a page, then all of it in Chromium. Runs where node, npm and Chromium are
# (./run test installs them where it can); elsewhere it says that it was skipped.
cd "$(dirname "$0")/../../ui" || exit 1
skip() { echo "skipped: $1"; echo "0 passed, 0 failed"; exit 0; }
command -v node >/dev/null && command -v npm >/dev/null || skip "no node here"
[ "$(node -p 'process.versions.node.split(".")[0]')" -ge 18 ] || skip "node is older than 18"
if [ ! -e node_modules/.package-lock.json ] || [ package-lock.json -nt node_modules/.package-lock.json ]; then
    npm ci --no-audit --no-fund --silent >/dev/null 2>&1 || skip "the packages of package-lock.json could not be fetched"
fi
tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
passed=0 failed=0
run() { # NAME COMMAND...: adds up "N passed, N failed"
    name=$1; shift
    "$@" >"$tmp/out" 2>&1; status=$?
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$tmp/out" | tail -n 1)
    p=${line%% passed*} f=${line##*, } f=${f%% failed*}
    if [ -z "$line" ]; then p=0 f=1; elif [ $status != 0 ] && [ "$f" = 0 ]; then f=1; fi
    passed=$((passed + p)) failed=$((failed + f))
    [ "$f" = 0 ] || { echo "$name:"; cat "$tmp/out"; }
}
if [ ! -e dist/room.html ] || [ -n "$(find src index.html vite.config.ts package.json -newer dist/room.html | head -n 1)" ]; then
    npm run --silent build >"$tmp/build" 2>&1 || { cat "$tmp/build"; echo "0 passed, 1 failed"; exit 1; }
fi
run unit node tests/unit.mjs
if command -v chromium >/dev/null || command -v chromium-browser >/dev/null || command -v google-chrome >/dev/null; then
    if [ -x ../build/debug/stemma ] || [ -x ../build/release/stemma ]; then run room node tests/room.mjs; else echo "skipped: no program built"; fi
else
    echo "skipped: no Chromium here"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
