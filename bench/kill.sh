#!/bin/sh
# bench/kill.sh [KILLS] [REPORTS]: kills `stemma add` at random instants (200), while it adds 2,000 reports, and
# checks each time that the desk opens, is sound and holds whole documents only; in the end the account must be
# byte for byte that of a run that was not broken. Uses time, so it is no test; tests/store kills at each write.
set -eu
cd "$(dirname "$0")/.."
kills=${1:-200} reports=${2:-2000}
S=build/release/stemma
T=$(mktemp -d)
trap 'rm -rf "$T"' EXIT
gzip -dc ../shared/data/reports/text/part-*.jsonl.gz 2>/dev/null | head -n "$reports" > "$T/in.jsonl" || true
$S add -q -d "$T/whole.db" "$T/in.jsonl"
$S show -d "$T/whole.db" --json all > "$T/whole.json"
seed=1 n=0 rounds=0 bad=0
while [ $n -lt "$kills" ]; do
    $S add -q -d "$T/desk.db" "$T/in.jsonl" 2>/dev/null &
    pid=$!
    seed=$(( (seed * 1103515245 + 12345) % 2147483648 ))
    sleep "$(( seed / 65536 % 3 )).$(( seed / 65536 % 1000 + 1000 ))"
    if kill -9 $pid 2>/dev/null; then n=$((n + 1)); fi
    wait $pid 2>/dev/null || true
    if [ -f "$T/desk.db" ]; then
        python3 - "$T/desk.db" <<'PY' || bad=$((bad + 1))
import sqlite3, sys
db = sqlite3.connect(sys.argv[1])
assert db.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
tables = [r[0] for r in db.execute("SELECT name FROM sqlite_master")]
if "document" in tables:
    assert db.execute("SELECT count(*) FROM document WHERE length(page) = 0 OR length(marks) = 0").fetchone()[0] == 0
    rows = db.execute("SELECT count(*) FROM document").fetchone()[0]
    assert rows == db.execute("SELECT count(*) FROM body_index_docsize").fetchone()[0]
PY
    fi
    if [ -f "$T/desk.db" ] && [ "$($S documents -d "$T/desk.db" --json 2>/dev/null | wc -l)" = "$(wc -l < "$T/in.jsonl")" ]; then
        $S show -d "$T/desk.db" --json all | cmp - "$T/whole.json" || bad=$((bad + 1))
        rm -f "$T"/desk.db*
        rounds=$((rounds + 1))
    fi
done
$S add -q -d "$T/desk.db" "$T/in.jsonl"
$S show -d "$T/desk.db" --json all | cmp - "$T/whole.json" || bad=$((bad + 1))
echo "kill: $n kills in $((rounds + 1)) runs over $reports reports, $bad faults"
[ $bad = 0 ]
