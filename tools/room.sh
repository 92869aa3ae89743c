#!/bin/sh
# Builds the reading room's page: ui/ -> build/ui/room.html. tools/room.sh ROOT NODE NPM. Where that cannot be
# done the page is left empty, and says so: the program is then built without it.
set -eu
root=$1 node=$2 npm=$3
out=$root/build/ui
mkdir -p "$out"
without() {
    echo "stemma: the reading room is left out: $1 (to try again: rm build/ui/room.html)" >&2
    : > "$out/room.html"
    exit 0
}
case $node in ''|*NOTFOUND) without "node is not installed (Debian: apt-get install nodejs npm)" ;; esac
case $npm in ''|*NOTFOUND) without "npm is not installed (Debian: apt-get install npm)" ;; esac
cd "$root/ui"
# one at a time: variants share it
exec 9>"$out/lock"
command -v flock >/dev/null && flock 9
if [ ! -d node_modules ] || [ package-lock.json -nt "$out/installed" ]; then
    "$npm" ci --no-audit --no-fund --loglevel=error >"$out/log" 2>&1 || without "npm ci failed (no network?); see build/ui/log"
    touch "$out/installed"
fi
"$npm" run --loglevel=error build >"$out/log" 2>&1 || without "its build failed; see build/ui/log"
cp dist/room.html "$out/room.html"
