#!/bin/sh
# fuzz/run.sh [SECONDS] [NAME...]: runs each fuzz target; new inputs go to build/fuzz/found/NAME.
set -u
cd "$(dirname "$0")/.."
seconds=${1:-300}
[ $# -gt 0 ] && shift
[ $# -gt 0 ] || set -- $(ls fuzz/fuzz_*.c | sed 's|.*/fuzz_\(.*\)\.c|\1|')
status=0
for name in "$@"; do
    mkdir -p "build/fuzz/found/$name" "fuzz/corpus/$name"
    if "build/fuzz/fuzz/fuzz_$name" -max_total_time="$seconds" -timeout=20 -rss_limit_mb=4096 -verbosity=0 \
        -print_final_stats=1 -artifact_prefix="build/fuzz/found/$name-" \
        "build/fuzz/found/$name" "fuzz/corpus/$name" 2>"build/fuzz/found/$name.log"; then
        echo "fuzz $name: $seconds s, $(sed -n 's/^stat::number_of_executed_units: *//p' "build/fuzz/found/$name.log") runs, no finding"
    else
        echo "fuzz $name: FOUND something, see build/fuzz/found/$name.log"
        status=1
    fi
done
exit $status
