#!/bin/sh
# bench/kill.sh [KILLS] [REPORTS] [made]: kills `stemma add` (and, a kill in four, `stemma stories`, which makes the stories
# out) at random instants (200), while it adds 2,000 reports, and checks each time that the desk opens, is sound and
# holds whole documents only: the rows that an unbroken run has. Each run goes on from what the killed one left. Whenever
# all reports are in, the account and the stories must be byte for byte those of the unbroken run, and the next desk is begun.
# `made`: short reports of our own making, which takes less time. Uses time, so it is no test; tests/store kills at each write.
set -eu
cd "$(dirname "$0")/.."
kills=${1:-200} reports=${2:-2000}
S=${STEMMA:-build/release/stemma}
T=$(mktemp -d "$([ -w /dev/shm ] && echo /dev/shm || echo "${TMPDIR:-/tmp}")/stemma-kill-XXXXXX") # a kill loses no page of memory
trap 'rm -rf "$T"' EXIT
if [ -d ../shared/data/reports/text ] && [ -z "${3:-}" ]; then
    gzip -dc ../shared/data/reports/text/part-*.jsonl.gz 2>/dev/null | head -n "$reports" > "$T/in.jsonl" || true
else
    python3 bench/make_reports.py "$reports" > "$T/in.jsonl"
fi
began=$(date +%s%N)
$S add -q -d "$T/whole.db" "$T/in.jsonl"
took=$(( ($(date +%s%N) - began) / 1000000 ))
$S show -d "$T/whole.db" --json all > "$T/whole.json"
$S stories -d "$T/whole.db" --json > "$T/whole.stories"
all=$($S documents -d "$T/whole.db" --json | wc -l)
# a desk is killed some twenty times before it is whole
most=$(( took / 12 + 100 ))
seed=1 n=0 rounds=0 bad=0 asked=0
whole() {
    $S add -q -d "$T/desk.db" "$T/in.jsonl"
    { $S show -d "$T/desk.db" --json all | cmp - "$T/whole.json" && $S stories -d "$T/desk.db" --json | cmp - "$T/whole.stories"; } || bad=$((bad + 1))
    rm -f "$T"/desk.db*
    rounds=$((rounds + 1))
}
while [ $n -lt "$kills" ]; do
    seed=$(( (seed * 1103515245 + 12345) % 2147483648 ))
    what=$(( seed / 65536 % 4 ))
    seed=$(( (seed * 1103515245 + 12345) % 2147483648 ))
    wait_ms=$(( seed / 65536 * most / 32768 ))
    if [ $what = 0 ] && [ -f "$T/desk.db" ]; then
        asked=$((asked + 1))
        $S stories -q -d "$T/desk.db" >/dev/null 2>&1 &
    else
        $S add -q -d "$T/desk.db" "$T/in.jsonl" 2>/dev/null &
    fi
    pid=$!
    sleep "$(( wait_ms / 1000 )).$(printf %03d $(( wait_ms % 1000 )))"
    if kill -9 $pid 2>/dev/null; then n=$((n + 1)); fi
    wait $pid 2>/dev/null || true
    [ -f "$T/desk.db" ] || continue
    there=$(python3 - "$T/desk.db" "$T/whole.db" <<'PY'
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master")]
rows = 0
if "document" in tables:
    one = lambda sql: db.execute(sql).fetchone()[0]
    db.execute("ATTACH ? AS whole", (sys.argv[2],))
    kept = "id, key, address, stamp, file, record, url, site_name, title, published, language, words, page, marks"
    assert one(f"SELECT count(*) FROM (SELECT {kept} FROM main.document EXCEPT SELECT {kept} FROM whole.document)") == 0
    assert one("SELECT count(*) FROM main.document") == one("SELECT count(*) FROM main.body_index_docsize")
    db.execute("INSERT INTO main.body_index(body_index) VALUES ('integrity-check')")
    assert one("SELECT count(*) FROM main.document WHERE newest") == one("SELECT count(*) FROM main.report WHERE state <> 2")
    assert one("SELECT count(*) FROM main.member WHERE doc NOT IN (SELECT doc FROM main.report)") == 0
    rows = one("SELECT count(*) FROM main.document WHERE newest")
print(rows)
PY
    ) || { bad=$((bad + 1)); there=0; }
    if [ "$there" = "$all" ]; then whole; fi
done
whole
echo "kill: $n kills ($asked of them while stories were made out) in $rounds runs over $reports reports, $bad faults"
[ $bad = 0 ]
