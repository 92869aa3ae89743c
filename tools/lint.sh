#!/bin/sh
# The static analyser (clang's) over all of our C; nothing may be left to report.
set -eu
cd "$(dirname "$0")/.."
tmp=$(mktemp)
trap 'rm -f "$tmp"' EXIT
flags="-std=gnu17 -D_GNU_SOURCE -DSTM_BUILD -Iinclude -Isrc -Itests $(pkg-config --cflags uchardet) -DSTM_LIBUCHARDET=\"\" -DSTM_LIBMICROHTTPD=\"\""
ls src/*/*.c cli/*.c tools/*.c fuzz/*.c bench/*.c train/*.c | xargs -P 2 -n 1 \
    clang --analyze --analyzer-output text -Xclang -analyzer-checker=core,deadcode,unix,nullability,optin.portability \
    -Wall -Wextra -Wno-missing-field-initializers -Wno-unused-command-line-argument $flags 2>"$tmp" || true
rm -f ./*.plist
if grep -q 'warning:' "$tmp"; then
    cat "$tmp"
    echo "lint: $(grep -c 'warning:' "$tmp") findings"
    exit 1
fi
echo "lint: nothing to report"
