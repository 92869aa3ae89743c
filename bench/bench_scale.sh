#!/bin/sh
# Near-unique reports of families.py --scale (20,000 and 100,000; SCALE=1000000 adds a million, which takes ten minutes of a core to make),
# kept under build/scale.
set -eu
[ -d ../shared/data/reports/text ] || { echo "no ../shared here"; exit 0; }
most=${SCALE:-100000}
dir=build/scale/$most
if [ ! -f "$dir/done" ]; then
    python3 ../shared/score/families.py ../shared/data/reports "$dir" --scale "$most" >&2
    touch "$dir/done"
fi
sizes="20000 100000"
[ "$most" -gt 100000 ] && sizes="100000 $most"
cmake --build build/release --target bench_scale -- --quiet >&2
build/release/bench_scale "$dir/reports.jsonl" "$dir/gold.json" $sizes
