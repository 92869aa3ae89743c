#!/bin/sh
# Libraries that are opened when they are asked for: what does not ask does without them, and what asks
# says what is missing. Uses the debug program, or $STEMMA.
cd "$(dirname "$0")/../.." || exit 1
S=${STEMMA:-build/debug/stemma}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
passed=0 failed=0
check() { # DESCRIPTION COMMAND...: the command must succeed
    what=$1; shift
    if "$@" >/dev/null 2>"$T/why"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "libraries: $what"; head -c 300 "$T/why"; fi
}
mkdir "$T/in" "$T/none"
for library in libuchardet libmicrohttpd; do
    name=$(grep -ao "$library\.so[.0-9]*" "$S" | head -n 1)
    check "$library is opened by a name" test -n "$name"
    : > "$T/none/$name" # found first, and no library
done
cp examples/courier-lock.html "$T/in/plain.html"
printf 'Le maire a dit que la temp\351rature \351tait tr\350s \351lev\351e, ce qui fut confirm\351.\n' > "$T/in/latin.txt"

"$S" read --json "$T/in" > "$T/with" 2>/dev/null
check "with the library both are read" sh -c "grep -q '\"skipped\":\\[\\]' '$T/with'"
LD_LIBRARY_PATH=$T/none "$S" read --json "$T/in" > "$T/without" 2>"$T/err"
check "without it nothing else is lost" grep -q '"id":"plain"' "$T/without"
check "what cannot be guessed has its row" sh -c "sed 's/.*\"skipped\":\\[//; s/\\],\"stories\".*//' '$T/without' | grep -q latin.txt"
check "and its line says what is missing" grep -q 'latin.txt: .*libuchardet' "$T/err"
# --listen: or it would go on serving, were the library there
LD_LIBRARY_PATH=$T/none "$S" serve --desk "$T/desk" --listen nowhere >"$T/out" 2>"$T/err" </dev/null
check "serve without its library is a failure" test $? = 1
check "and says what is missing" grep -q 'libmicrohttpd.*not installed' "$T/err"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
