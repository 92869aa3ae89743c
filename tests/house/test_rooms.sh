#!/bin/sh
# A room includes only the rooms that the `rooms:` line of its public header names; the command line
# includes the public header alone; the public header compiles by itself, in C and in C++; no two
# source files have one name. Run from the root of the tree, or with a tree as first argument.
root=${1:-$(dirname "$0")/../..}
cd "$root" || exit 1
passed=0 failed=0
ok() { passed=$((passed + 1)); }
bad() { failed=$((failed + 1)); echo "rooms: $*"; }

for dir in src/*/; do
    room=$(basename "$dir")
    header=$dir$room.h
    if [ ! -f "$header" ]; then bad "$room has no $header"; continue; fi
    allowed=" $room stemma $(sed -n 's/^.*rooms: *\([a-z ]*\).*$/\1/p' "$header" | head -n 1) "
    for file in "$dir"*.c "$dir"*.h; do
        [ -f "$file" ] || continue
        sed -n 's/^ *# *include *"\([^"]*\)".*/\1/p' "$file" | while read -r inc; do
            case $inc in
                stemma.h) continue ;;
                */*) from=${inc%%/*} ;;
                *) if [ -f "$dir$inc" ]; then continue; fi; from="($inc)" ;;
            esac
            case $allowed in *" $from "*) ;; *) echo "$file includes $inc, but $header allows:$allowed" ;; esac
        done
    done > /tmp/rooms.$$
    if [ -s /tmp/rooms.$$ ]; then bad "$(cat /tmp/rooms.$$)"; else ok; fi
    # a room's line may only name rooms that do not name it: no rings
    for other in $allowed; do
        [ "$other" = "$room" ] && continue
        [ -f "src/$other/$other.h" ] || continue
        case " $(sed -n 's/^.*rooms: *\([a-z ]*\).*$/\1/p' "src/$other/$other.h" | head -n 1) " in
            *" $room "*) bad "$room and $other name each other" ;;
        esac
    done
done
rm -f /tmp/rooms.$$

if grep -n '^ *# *include *"' cli/*.c cli/*.h | grep -vE '"(cli|stemma)\.h"'; then bad "the command line uses more than stemma.h"; else ok; fi

# a function of its input: what it does hangs on no environment, and who calls it has the terminal
if grep -nE '\<(getenv|secure_getenv) *\(|\<(stderr|stdout)\>|\<(printf|puts|perror) *\(' src/*/*.c src/*/*.h >&2; then bad "a room reads the environment or prints by itself"; else ok; fi

dup=$(ls src/*/*.c src/*/*.h cli/*.c cli/*.h tests/*/*.c fuzz/*.c train/*.c bench/*.c 2>/dev/null | sed 's|.*/||' | sort | uniq -d)
if [ -n "$dup" ]; then bad "two files have one name: $dup"; else ok; fi

if echo '#include "stemma.h"
int main(void) { return 0; }' | cc -std=c17 -Wall -Wextra -Werror -pedantic -Iinclude -x c -fsyntax-only -; then ok; else bad "stemma.h does not compile alone"; fi
if command -v c++ >/dev/null; then
    if echo '#include "stemma.h"
int main() { stm_options o = STM_OPTIONS_INIT; return o.threads; }' | c++ -Wall -Werror -Iinclude -x c++ -fsyntax-only -; then ok; else bad "stemma.h does not compile as C++"; fi
fi
echo "$passed passed, $failed failed"
[ "$failed" = 0 ]
