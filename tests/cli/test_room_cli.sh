#!/bin/sh
# The reading room, corrections and citations from the command line.
cd "$(dirname "$0")/../.." || exit 1
S=${STEMMA:-build/debug/stemma}
T=$(mktemp -d)
server=
trap '[ -n "$server" ] && kill "$server" 2>/dev/null; rm -rf "$T"' EXIT
passed=0 failed=0
check() { what=$1; shift; if "$@" >/dev/null 2>"$T/why"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "room: $what"; head -c 300 "$T/why"; fi; }
export STEMMA_DESK=$T/desk.db
printf '<head><!--stemma-head--></head><body><!--stemma-data--></body>' > "$T/page.html"
STEMMA_ROOM=$T/page.html; export STEMMA_ROOM

check "read --html" "$S" read --html "$T/a.html" examples
check "the data is in it" grep -q '"stemma":"room-1"' "$T/a.html"
check "and a policy" grep -q "connect-src 'none'" "$T/a.html"
check "no half page where it cannot be written" sh -c "! '$S' read --html '$T/no/a.html' examples 2>/dev/null && [ ! -e '$T/no' ]"
check "to standard output" sh -c "'$S' read --html - examples | cmp - '$T/a.html'"
printf 'no page' > "$T/bad.html"
check "another file is no page" sh -c "! STEMMA_ROOM='$T/bad.html' '$S' read --html '$T/b.html' examples 2>/dev/null && [ ! -e '$T/b.html' ]"
check "a page that is not there" sh -c "! STEMMA_ROOM='$T/none.html' '$S' read --html '$T/b.html' examples 2>/dev/null"

"$S" add -q examples
id=$("$S" stories --by largest --json | head -n 1 | sed 's/.*"id":"\([^"]*\)".*/\1/')
check "show --html" "$S" show --html "$T/s.html" "$id"
check "of the one story" grep -q "\"story\":\"$id\"" "$T/s.html"

# ---- corrections
check "none at first" sh -c "'$S' fix | grep -q Nothing"
check "a fix gives its id" sh -c "'$S' fix --story '$id' --note why note '{\"document\":\"courier-lock\",\"text\":\"call\"}' | grep -q '^f-'"
check "it is listed" sh -c "'$S' fix | grep -q 'note on the document courier-lock'"
check "with its reason" sh -c "'$S' fix | grep -q why"
check "a wrong kind is wrong usage" sh -c "'$S' fix frobnicate '{}' 2>/dev/null; [ \$? = 2 ]"
check "args that are no JSON are wrong usage" sh -c "'$S' fix note x 2>/dev/null; [ \$? = 2 ]"
check "an id that is not there is a failure" sh -c "'$S' fix --story '$id' claim-name '{\"claim\":\"c-x\",\"name\":\"y\"}' 2>/dev/null; [ \$? = 1 ]"
f=$("$S" fix story-part '{"documents":["newsmix-brief"]}')
check "parting is seen by stories" sh -c "[ \$('$S' stories --json | wc -l) = 3 ]"
check "undo by the beginning of its id" "$S" fix undo "$(echo "$f" | cut -c1-8)"
check "undone is seen too" sh -c "[ \$('$S' stories --json | wc -l) = 2 ]"
check "redo" sh -c "'$S' fix redo '$f' && [ \$('$S' stories --json | wc -l) = 3 ]"
check "undo of none is a failure" sh -c "! '$S' fix undo f-none 2>/dev/null"
"$S" fix export > "$T/fixes.jsonl"
check "applied elsewhere" sh -c "'$S' add -q --desk '$T/two.db' examples && '$S' fix --desk '$T/two.db' apply '$T/fixes.jsonl' 2>&1 | grep -q '2 applied, 0 there already, 0 not understood'"
"$S" show --json all > "$T/one.json"
"$S" show --desk "$T/two.db" --json all > "$T/two.json"
check "gives the same account" cmp "$T/one.json" "$T/two.json"
check "a file that holds none is a failure" sh -c "! '$S' fix apply examples/README.md 2>/dev/null"
check "show leaves the parted report out" sh -c "! '$S' show --json '$id' | grep -q '\"doc\":\"newsmix-brief\"'"
check "exports do too" sh -c "! '$S' export citations --story '$id' | grep -q newsmix-brief"

# ---- citations
"$S" export citations examples > "$T/c.jsonl"
check "every citation holds" "$S" cite "$T/c.jsonl"
check "from standard input" sh -c "head -n 3 '$T/c.jsonl' | '$S' cite - 2>&1 | grep -q '3 hold, 0 do not'"
check "other bytes do not" sh -c "head -n 1 '$T/c.jsonl' | sed 's/\"bytes\":\\[[0-9]*/\"bytes\":[1/' | '$S' cite -; [ \$? = 1 ]"
check "other words do not" sh -c "head -n 1 '$T/c.jsonl' | sed 's/\"words\":\"/&never /' | '$S' cite -; [ \$? = 1 ]"
check "bytes past the end do not" sh -c "head -n 1 '$T/c.jsonl' | sed 's/\"bytes\":\\[[0-9]*,[0-9]*/\"bytes\":[1,99999999/' | '$S' cite -; [ \$? = 1 ]"
head -n 1 "$T/c.jsonl" > "$T/c1.jsonl"
cite_file=$(sed 's/.*"file":"\([^"]*\)".*/\1/' "$T/c1.jsonl")
cp "$cite_file" "$T/elsewhere.html"
check "in a file of another name" "$S" cite --in "$T/elsewhere.html" "$T/c1.jsonl"
printf ' ' >> "$T/elsewhere.html"
check "not in one that has changed" sh -c "'$S' cite --in '$T/elsewhere.html' '$T/c1.jsonl' | grep -q 'has changed'"
check "as JSON" sh -c "'$S' cite --json '$T/c1.jsonl' | grep -q '\"holds\":true'"
check "lines that are none do not hold" sh -c "printf '{}\\nx\\n[1]\\n{\"cite\":\"stemma-cite/1\",\"file\":\"/dev/zero\",\"sha256\":\"00\",\"bytes\":[0,1],\"words\":\"x\"}\\n' | '$S' cite - 2>&1 | grep -q '0 hold, 4 do not'"

# ---- the server: starts, prints its address, ends on SIGINT
port=$((20000 + $$ % 20000))
"$S" serve --port $port > "$T/address" 2>"$T/err" &
server=$!
i=0
while [ ! -s "$T/address" ] && kill -0 $server 2>/dev/null && [ $i -lt 1000000 ]; do i=$((i + 1)); done
check "serve prints its address" grep -q "^http://127.0.0.1:$port/$" "$T/address"
check "a port that is taken is a failure that says so" sh -c "'$S' serve --port $port 2>&1 | grep -q 'try another --port'"
kill -INT $server
wait $server
check "and ends well on SIGINT" [ $? = 0 ]
server=
check "an address that is none is wrong usage" sh -c "'$S' serve --listen example 2>/dev/null; [ \$? = 2 ]"
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
