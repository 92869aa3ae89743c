#!/bin/sh
# What the program is made of, as a hash: tools/program_id.sh OUT FILE... writes OUT, a C file. Results that are kept are
# good for as long as this is the same.
set -eu
out=$1; shift
sum=$(cat "$@" | sha256sum | cut -c1-32)
printf '#include "base/base.h"\n\nslice program_id(void) { return S("%s"); }\n' "$sum" > "$out"
