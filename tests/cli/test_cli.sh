#!/bin/sh
# What a user of the command line relies on: help, exit codes, messages, skipped inputs, the same
# bytes whatever the threads and the order. Uses the debug program, or $STEMMA.
cd "$(dirname "$0")/../.." || exit 1
S=${STEMMA:-build/debug/stemma}
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
passed=0 failed=0
check() { # DESCRIPTION COMMAND...: the command must succeed
    what=$1; shift
    if "$@" >/dev/null 2>"$T/why"; then passed=$((passed + 1)); else failed=$((failed + 1)); echo "cli: $what"; head -c 300 "$T/why"; fi
}
status() { # WANTED ARGS...
    want=$1; shift
    "$S" "$@" >"$T/out" 2>"$T/err" </dev/null
    [ $? = "$want" ]
}
has() { grep -q -e "$1" "$2"; }

check "--version" status 0 --version
check "version is said" has '^stemma [0-9]' "$T/out"
check "--help" status 0 --help
check "every command in --help" sh -c "for c in read extract annotate reuse cluster; do grep -q \" \$c \" '$T/out' || exit 1; done"
for c in read extract annotate reuse cluster; do
    check "$c --help" status 0 $c --help
    check "$c --help has examples" has '^Examples:' "$T/out"
    check "$c without inputs is wrong usage" status 2 $c
done
check "no command is wrong usage" status 2
check "unknown command is wrong usage" status 2 frobnicate
check "unknown option is wrong usage" status 2 read --frobnicate x
check "an option of another command is wrong usage" status 2 reuse --view tree x
check "a bad choice is wrong usage" status 2 read --view pie x
check "the choices are told" has 'all|tree|sources' "$T/err"
check "a bad number is wrong usage" status 2 read --threads none x
check "a missing value is wrong usage" status 2 read --threads
check "manual page" status 0 help man
check "manual names each option" has 'max' "$T/out"
for sh in bash zsh fish; do check "completion for $sh" status 0 help $sh; done
"$S" help bash > "$T/complete"
check "bash takes its completion" bash -n "$T/complete"

# ---- inputs that give no report
mkdir "$T/in"
cp examples/*.html "$T/in/"
: > "$T/in/empty.html"
printf '\000\001\002\003\377\376%%PDF-1.4\000\000' > "$T/in/binary.txt"
printf '\037\213\010\000broken' > "$T/in/cut.html.gz"
head -c 700 examples/courier-lock.html > "$T/in/half.html"
awk 'BEGIN { for (i = 0; i < 200000; i++) printf "<div>"; }' > "$T/in/deep.html"
printf '{"id":"x","text":"Fine words here, and some more of them, said the mayor."}\nnot json\n' > "$T/in/lines.jsonl"
check "skipped inputs are no failure" status 0 read --json "$T/in"
cp "$T/out" "$T/account.json"
check "--strict gives 3" status 3 read --json --strict "$T/in"
for f in empty.html binary.txt cut.html.gz lines.jsonl; do
    check "$f has its row in skipped" sh -c "sed 's/.*\"skipped\":\\[//; s/\\],\"stories\".*//' '$T/account.json' | grep -q '$f'"
    check "$f has its line on stderr" has "$f" "$T/err"
done
check "the rest is read" has 'gazette-minister' "$T/account.json"
check "a file that is not there" status 0 read "$T/none.html"
check "is named" has 'none.html' "$T/err"
check "--quiet says nothing of skips" sh -c "[ -z \"\$('$S' read --quiet '$T/none.html' 2>&1 >/dev/null)\" ]"
check "an output that cannot be written is a failure" sh -c "! '$S' extract examples > /dev/full 2>/dev/null"
check "a closed pipe is none" sh -c "'$S' extract examples 2>'$T/err' | head -c 10 >/dev/null; [ ! -s '$T/err' ]"

# ---- the same bytes
check "1 and 2 threads: read" sh -c "'$S' read -t 1 --json '$T/in' 2>/dev/null >'$T/a'; '$S' read -t 2 --json '$T/in' 2>/dev/null >'$T/b'; cmp '$T/a' '$T/b'"
for c in extract annotate reuse cluster; do
    check "1 and 2 threads: $c" sh -c "'$S' $c -t 1 examples >'$T/a'; '$S' $c -t 2 examples >'$T/b'; [ -s '$T/a' ] || [ $c = reuse ]; cmp '$T/a' '$T/b'"
done
check "any order of inputs: read" sh -c "'$S' read --json examples/*.html >'$T/a'; '$S' read --json \$(ls -r examples/*.html) >'$T/b'; cmp '$T/a' '$T/b'"
check "any locale" sh -c "LC_ALL=C '$S' read examples >'$T/a'; LC_ALL=C.UTF-8 '$S' read examples >'$T/b'; cmp '$T/a' '$T/b'"

# ---- a row with a headline alone still tells which story it belongs to; it is no report to read
printf '{"id":"a","title":"Ferry Astrild runs aground off Varn island","text":"The ferry Astrild ran aground off Varn island on Tuesday."}\n{"id":"b","title":"Astrild ferry aground off Varn","text":""}\n{"id":"c","title":"Brakke shuts its swimming hall"}\n' > "$T/heads.jsonl"
check "cluster takes headlines" sh -c "'$S' cluster '$T/heads.jsonl' >'$T/out' 2>'$T/err' && [ \$(wc -l <'$T/out') = 3 ] && [ ! -s '$T/err' ] && [ \$(cut -d, -f2 '$T/out' | sort -u | wc -l) = 2 ]"
check "extract says that they hold no text" sh -c "'$S' extract '$T/heads.jsonl' 2>&1 >/dev/null | grep -c 'heads.jsonl: [23]: has' | grep -q 2"

# ---- site profiles: the same bytes whatever the threads and the order; a file that is none is refused
mkdir "$T/site"
for i in 1 2 3; do
    printf '{"url":"https://lamp.example/%s","title":"Report %s","text":"The harbour of Norrvik was closed for hour %s on Monday.\\n\\nOur reporters follow the harbour every day."}\n' $i $i $i > "$T/site/$i.jsonl"
done
check "sites" status 0 sites "$T/site"
check "a profile has the site" has '^site lamp.example 3$' "$T/out"
cp "$T/out" "$T/sites.txt"
check "any order, any threads: sites" sh -c "'$S' sites -t 2 '$T/site/3.jsonl' '$T/site/1.jsonl' '$T/site/2.jsonl' >'$T/b'; cmp '$T/sites.txt' '$T/b'"
check "--sites leaves the template out" sh -c "'$S' extract '$T/site' | grep -q 'Our reporters' && ! '$S' extract --format text --sites '$T/sites.txt' '$T/site' | grep -q 'Our reporters'"
check "a profile that is none is a failure" status 1 extract --sites "$T/site/1.jsonl" "$T/site"
check "and is told" has 'stemma sites' "$T/err"

# ---- two files of one name stay apart, whatever the order
mkdir "$T/p" "$T/q"
printf 'The mayor of Orren opened the bridge on Monday, said the council.\n' > "$T/p/note.txt"
printf 'The mayor of Orren closed the bridge on Friday, said the council.\n' > "$T/q/note.txt"
check "ids are unique" sh -c "'$S' extract '$T/p/note.txt' '$T/q/note.txt' | sed 's/^{\"id\":\"\\([^\"]*\\)\".*/\\1/' | sort | uniq -d | wc -l | grep -qx 0"
check "ids do not depend on the order" sh -c "'$S' read --json '$T/p/note.txt' '$T/q/note.txt' >'$T/a'; '$S' read --json '$T/q/note.txt' '$T/p/note.txt' >'$T/b'; cmp '$T/a' '$T/b'"

# ---- for people
check "read examples" status 0 read examples
check "no colour into a file" sh -c "! grep -q '$(printf '\033')' '$T/out'"
check "--colour=always" status 0 read --colour=always examples
check "colours" sh -c "grep -q '$(printf '\033')' '$T/out'"
check "width is kept" sh -c "'$S' read --ascii -w 60 examples | sed 's/[^ -~]//g' | awk 'length(\$0) > 60 { exit 1 }'"
for v in all tree sources claims conflicts timeline; do check "--view $v" status 0 read --view $v examples; done
check "named sources in most reports come first" sh -c "'$S' read --view sources examples | sed -n '/^Sources that are named/,/^\$/p' | sed -n 's/.*  [0-9]* in \([0-9]*\) reports*\$/\1/p' | awk 'NR > 1 && \$1 > last { exit 1 } { last = \$1 } END { exit NR < 5 }'"
check "the account of two stories fits two screens each, and says where the rest is" sh -c "'$S' read examples >'$T/brief' && test \$(wc -l <'$T/brief') -le 200 && grep -q 'more (--view conflicts)' '$T/brief'"
for v in tree sources claims conflicts timeline; do check "--view $v --csv" status 0 read --csv --view $v examples; done
check "--view conflicts --json has conflicts alone" sh -c "'$S' read --json --view conflicts examples | grep -q '\"conflicts\":' && ! '$S' read --json --view conflicts examples | grep -q '\"documents\":'"
mkdir "$T/own" && cp examples/courier-lock.html "$T/own"
check "the file that the output goes to is not read" sh -c "timeout 60 '$S' extract '$T/own' >'$T/own/out.jsonl' 2>'$T/own.err' && grep -q 'where the output goes' '$T/own.err' && test \$(wc -l <'$T/own/out.jsonl') = 1"
check "annotate --conllu" status 0 annotate --conllu examples
check "each report begins once" sh -c "[ \$(grep -c '^# newdoc id = ' '$T/out') = \$(ls examples/*.html | wc -l) ]"
check "export quotes --csv" status 0 export quotes --csv examples
check "a quotation's row has its family's share" has 'Helga Sorn.*,0\.[0-9]*' "$T/out"
check "export quotes --jsonl" status 0 export quotes --jsonl examples
check "a quotation's row has its span" has '"speaker":"Helga Sorn".*"span":\[[0-9]*,[0-9]*\]' "$T/out"
for w in events derivation claims conflicts losses sources timeline proposals dot graphml svg prov schema ninjs gdelt polecat timeml citations; do
    check "export $w" status 0 export $w examples
done
check "what cannot be exported is wrong usage, desk or not" status 2 export --desk "$T/none.db" truths
check "and says so" has 'truths' "$T/err"
check "a desk for the trees" status 0 add --quiet --desk "$T/tree.db" examples
for f in dot:digraph 'graphml:<graphml' 'svg:<svg'; do
    check "tree --${f%%:*}" status 0 tree --desk "$T/tree.db" "--${f%%:*}"
    check "tree --${f%%:*} is that" has "${f#*:}" "$T/out"
done
printf 'The mayor \033[31mof Orren\033[0m opened the bridge on Monday, said the council of Orren.\n' > "$T/esc.txt"
check "a report cannot steer the terminal" sh -c "! '$S' read '$T/esc.txt' | grep -q '$(printf '\033')'"

# ---- FORMAT.md, where the validator is
if [ -f ../shared/score/validate.py ] && command -v python3 >/dev/null; then
    valid() { python3 ../shared/score/validate.py "$@" | tail -n 1 | grep -qx 'invalid 0'; }
    "$S" read --json examples >"$T/a" 2>/dev/null; check "the examples' account is valid" valid account "$T/a" examples
    for c in extract annotate; do "$S" $c examples >"$T/a" 2>/dev/null; check "$c is valid" valid rows "$T/a" examples; done
    "$S" read --json ../shared/seeds >"$T/a" 2>/dev/null; check "the seeds' account is valid" valid account "$T/a" ../shared/seeds/*.txt
    rm -f "$T/in/lines.jsonl" "$T/in/cut.html.gz"
    "$S" read --json "$T/in" >"$T/a" 2>/dev/null; check "bad inputs' account is valid" valid account "$T/a" "$T/in"
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
