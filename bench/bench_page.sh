#!/bin/sh
# HTML to report on one core, pages in memory, stage by stage, memchr over the same bytes first; without ../shared a page of its own making.
set -eu
cmake --build build/release --target bench_page -- --quiet >&2
none=yes
for set in wcxb-dev news; do
    [ -d "../shared/data/pages/$set/html" ] || continue
    none=
    echo "$set:"
    build/release/bench_page "../shared/data/pages/$set/html"
done
[ -z "$none" ] || build/release/bench_page
