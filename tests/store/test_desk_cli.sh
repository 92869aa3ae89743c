#!/bin/sh
# The desk from the command line: resumed, read while written, two writers at once, versions of a page.
cd "$(dirname "$0")/../.." || exit 1
S=${STEMMA:-build/debug/stemma}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
passed=0 failed=0
check() { what=$1; shift; if "$@" >/dev/null 2>"$T/why"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "desk: $what"; head -c 300 "$T/why"; fi; }
export STEMMA_DESK=$T/desk.db

check "no desk yet is a failure that says what to do" sh -c "'$S' stories 2>&1 | grep -q 'stemma add'"
check "add" "$S" add examples
n=$(ls examples/*.html | wc -l)
check "all documents" sh -c "[ \$('$S' documents --json | wc -l) = $n ]"
check "add says what it did" sh -c "'$S' add examples 2>&1 | grep -q '0 added, $n there already, 0 skipped'"
"$S" show --json all > "$T/a" 2>/dev/null
"$S" read --json examples > "$T/b" 2>/dev/null
check "the desk's account is read's account" cmp "$T/a" "$T/b"
check "stories" sh -c "[ \$('$S' stories --json | wc -l) -ge 1 ]"
check "stories by size" sh -c "'$S' stories --by largest --json | head -1 | grep -q '\"documents\"'"
id=$("$S" stories --by largest --json | head -n 1 | sed 's/.*"id":"\([^"]*\)".*/\1/')
check "show a story" sh -c "'$S' show '$id' | grep -q Reports"
check "show by the beginning of its id" "$S" show "$(echo "$id" | cut -c1-8)"
check "no such story is a failure" sh -c "! '$S' show s-none 2>/dev/null"
check "search finds a passage with its place" sh -c "'$S' search grain ships | grep -q 'courier-lock.html:'"
check "search as JSON has spans" sh -c "'$S' search --json grain ships | head -1 | grep -q '\"span\":\\['"
check "search without words is wrong" sh -c "! '$S' search '\"\"' 2>/dev/null"
check "forget" "$S" forget courier-lock
check "it is off the list" sh -c "! '$S' documents --json | grep -q '\"courier-lock\"'"
check "forgetting what is not there fails" sh -c "! '$S' forget courier-lock 2>/dev/null"
check "the stories are made out anew" "$S" stories

# added in two goes, in either order: the same account
for order in 1 2; do
    STEMMA_DESK=$T/o$order.db; export STEMMA_DESK
    if [ $order = 1 ]; then set -- examples/c*.html examples/[!c]*.html; else set -- $(ls -r examples/*.html); fi
    for f in "$@"; do "$S" add -q "$f"; done
    "$S" show --json all | sed 's/"file":"[^"]*"//g' > "$T/o$order.json" 2>/dev/null
done
check "one by one, in any order" cmp "$T/o1.json" "$T/o2.json"

# two writers and a reader at once; nothing is lost
STEMMA_DESK=$T/two.db; export STEMMA_DESK
awk 'BEGIN { for (i = 0; i < 150; i++) printf "{\"id\":\"a%d\",\"text\":\"The mayor of Orren opened bridge number %d on Monday, the council said in a long statement.\"}\n", i, i }' > "$T/a.jsonl"
awk 'BEGIN { for (i = 0; i < 150; i++) printf "{\"id\":\"b%d\",\"text\":\"The harbour of Kessmar closed lock number %d on Friday, the port authority told the press.\"}\n", i, i }' > "$T/b.jsonl"
"$S" add -q examples/courier-lock.html
"$S" add -q "$T/a.jsonl" & one=$!
"$S" add -q "$T/b.jsonl" & two=$!
check "reading while others write" "$S" search grain
check "showing while others write" "$S" documents
wait $one; r1=$?; wait $two; r2=$?
check "both writers end well" [ "$r1$r2" = 00 ]
check "nothing is lost" sh -c "[ \$('$S' documents --json | wc -l) = 301 ]"

# captures of one address are versions of one report; the newest counts, whatever the order
for order in 1 2; do
    STEMMA_DESK=$T/v$order.db; export STEMMA_DESK
    printf '%s\n' '{"id":"v1","url":"https://orren.example/bridge","published":"2024-03-01T10:00:00","text":"The bridge at Orren will open on Monday, the council said in a statement."}' > "$T/v1.jsonl"
    printf '%s\n' '{"id":"v2","url":"https://orren.example/bridge","published":"2024-03-02T10:00:00","text":"The bridge at Orren will open on Friday, the council said in a statement."}' > "$T/v2.jsonl"
    if [ $order = 1 ]; then "$S" add -q "$T/v1.jsonl"; "$S" add -q "$T/v2.jsonl"; else "$S" add -q "$T/v2.jsonl"; "$S" add -q "$T/v1.jsonl"; fi
    check "one report, two versions" sh -c "'$S' documents --json | grep -q '\"versions\":2'"
    check "only the newest is shown" sh -c "[ \$('$S' documents --json | wc -l) = 1 ] && '$S' documents --json | grep -q '\"id\":\"v2\"'"
done
check "forgetting takes all versions" sh -c "'$S' forget v2 && [ \$('$S' documents --json | wc -l) = 0 ]"

# a desk that the first version made is brought up by whoever opens it: all is there, and says the same
STEMMA_DESK=$T/old.db; export STEMMA_DESK
gzip -dc tests/store/desk-v1.db.gz > "$T/old.db"
check "an older desk is read" sh -c "[ \$('$S' documents --json | wc -l) = 3 ]"
check "its versions are there" sh -c "'$S' documents --json | grep bridge-2 | grep -q '\"versions\":2'"
check "its stories have their ids" sh -c "'$S' stories --json | grep -q '\"id\":\"s-2835d3c7' && [ \$('$S' stories --json | wc -l) = 2 ]"
check "it is searched" sh -c "'$S' search lock gate | grep -q tidewater-warning"
check "it is added to" sh -c "'$S' add examples 2>&1 | grep -q 'added, 2 there already'"
check "and accounted for" sh -c "'$S' show --json all | grep -q '\"id\":\"courier-lock\"'"
check "and forgotten from" sh -c "'$S' forget bridge-2 && ! grep -q 'open on' '$T/old.db'"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
