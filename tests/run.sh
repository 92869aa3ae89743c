#!/bin/sh
# Runs every test of the debug and asan builds, and the shell tests; one line each, then the sum.
# tests/run.sh [PATTERN]: only tests whose name holds PATTERN.
cd "$(dirname "$0")/.."
pattern=${1:-}
passed=0 failed=0
export LC_ALL=C

count() { # NAME OUTPUT STATUS: adds the "N passed, N failed" line of a test
    line=$(grep -E '^[0-9]+ passed, [0-9]+ failed$' "$2" | tail -n 1)
    p=${line%% passed*} f=${line##*, } f=${f%% failed*}
    if [ -z "$line" ]; then p=0 f=1; fi
    if [ "$3" != 0 ] && [ "$f" = 0 ]; then f=1; fi
    passed=$((passed + p)) failed=$((failed + f))
    if [ "$f" = 0 ]; then echo "ok      $1 ($p)"; else echo "FAILED  $1 ($f)"; cat "$2"; fi
}

tmp=$(mktemp -d)
trap 'rm -rf "$tmp"' EXIT
for variant in debug asan; do
    for t in build/$variant/tests/test_*; do
        [ -x "$t" ] || continue
        case "$variant/$t" in *"$pattern"*) ;; *) continue ;; esac
        "$t" >"$tmp/out" 2>&1; count "$variant ${t##*/}" "$tmp/out" $?
    done
    for t in build/$variant/fuzz/fuzz_*; do
        [ -x "$t" ] || continue
        case "$t" in *"$pattern"*) ;; *) continue ;; esac
        name=${t##*/fuzz_}
        "$t" "fuzz/corpus/$name" >"$tmp/out" 2>&1; count "$variant replay $name" "$tmp/out" $?
    done
done
for t in tests/*/test_*.sh; do
    [ -f "$t" ] || continue
    case "$t" in *"$pattern"*) ;; *) continue ;; esac
    sh "$t" >"$tmp/out" 2>&1; count "$t" "$tmp/out" $?
done
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
