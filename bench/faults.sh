#!/bin/sh
# bench/faults.sh: the desk with each write and each allocation failing once, ours and SQLite's, while reports are added,
# related, forgotten, and while an old desk is brought up; tests/store tries some of them. Takes minutes.
set -eu
cd "$(dirname "$0")/.."
[ -f build/debug/build.ninja ] || cmake --preset debug >/dev/null
cmake --build build/debug --target test_desk_faults -- --quiet >&2
exec build/debug/tests/test_desk_faults all
