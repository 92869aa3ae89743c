#!/bin/sh
# What ./run does. Each command installs what it needs and builds what it needs.
set -eu

PACKAGES="gcc libc6-dev cmake ninja-build pkg-config python3 zlib1g-dev libzstd-dev libjansson-dev libuchardet-dev libutf8proc-dev libxxhash-dev nettle-dev libsqlite3-dev libbrotli-dev libmicrohttpd-dev zstd gzip"
FUZZ_PACKAGES="clang llvm libclang-rt-14-dev"

help() {
    cat <<'TEXT'
./run build [VARIANT]   builds build/VARIANT (release; debug asan tsan fuzz coverage)
./run demo              installs what is missing, builds, reads the examples
./run test              all tests: debug and sanitizers; ends with "N passed, N failed"
./run bench [peers]     documents, MB and words a second by stage; memory; start-up; peers beside us
./run score [ARGS]      the figures of ../shared/score over the release program
./run fuzz [SECONDS]    each fuzz target for so long (300)
./run lint              the static analyser
./run install [PREFIX]  installs the release build (/usr/local)
TEXT
}

# Installs Debian packages that are missing; as root, or with sudo.
need() {
    missing=""
    for p in "$@"; do
        [ "$(dpkg-query -W -f='${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing="$missing $p"
    done
    [ -z "$missing" ] && return 0
    sudo=""
    if [ "$(id -u)" != 0 ]; then
        command -v sudo >/dev/null || { echo "run: please install, as root: apt-get install$missing" >&2; exit 1; }
        sudo=sudo
    fi
    echo "run: installing$missing" >&2
    $sudo apt-get update -qq >&2
    $sudo env DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends $missing >/dev/null
}

# The same for what one can do without: tries, and goes on.
want() { (need "$@") || echo "run: going on without $*" >&2; }

# The reading room's page wants node and npm, its tests Chromium too, by whatever package they came.
want_node() {
    command -v node >/dev/null || want nodejs
    command -v npm >/dev/null || want npm
}
want_browser() { command -v chromium >/dev/null || want chromium fonts-liberation; }

build() {
    variant=${1:-release}
    need $PACKAGES
    [ "$variant" = fuzz ] && need $FUZZ_PACKAGES
    [ -f "build/$variant/build.ninja" ] || cmake --preset "$variant" >/dev/null
    if [ $# -gt 0 ]; then shift; fi
    cmake --build "build/$variant" ${1:+--target "$@"} -- --quiet >&2
}

command=${1:-help}
[ $# -gt 0 ] && shift
case $command in
    build) build "$@" ;;
    demo) want_node; build release; build/release/stemma read examples ;;
    test) want_node; want_browser; build debug all_tests; build asan all_tests; exec sh tests/run.sh "$@" ;;
    bench)
        build release
        if [ "${1:-}" = peers ]; then need python3-venv; exec sh bench/peers/run.sh; fi
        exec sh bench/run.sh "$@" ;;
    score)
        build release
        [ -d ../shared/score ] || { echo "run: no ../shared here, nothing to score against" >&2; exit 0; }
        if [ $# -eq 0 ]; then set -- --all; fi
        exec python3 ../shared/score/score --stemma build/release/stemma "$@" ;;
    fuzz) build fuzz; exec sh fuzz/run.sh "$@" ;;
    lint) need $PACKAGES clang; exec sh tools/lint.sh ;;
    install) build release; cmake --install build/release --prefix "${1:-/usr/local}" ;;
    help|-h|--help) help ;;
    *) help >&2; exit 2 ;;
esac
