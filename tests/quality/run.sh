#!/bin/sh
# run.sh DATA TOOLS: the scorers' table. DATA and TOOLS are folders of test material and scorers that are not part of this repository;
# a set that is absent is skipped by name. Each line names the set, then what its scorer printed.
set -u
data=${1:-} tools=${2:-}
here=$(cd "$(dirname "$0")" && pwd)
OUT=${OUT:-$(pwd)/build/plain}
export OUT
work=$(mktemp -d "${TMPDIR:-/tmp}/bulletin-quality.XXXXXX")
trap 'rm -rf "$work"' EXIT
[ -d "$data" ] && [ -d "$tools" ] || { echo "usage: make quality DATA=DIR TOOLS=DIR"; exit 64; }
data=$(cd "$data" && pwd) tools=$(cd "$tools" && pwd)

score() { # score SET ADAPTER SCORER [ARG...]: the adapter reads $data/SET and prints the scorer's format
    set_=$1 adapter=$2 scorer=$3
    shift 3
    echo
    echo "== $set_"
    if [ ! -d "$data/${set_%% *}" ] || [ ! -f "$tools/$scorer" ]; then
        echo "skipped: ${set_%% *} or $scorer is not there"
        return
    fi
    if sh "$here/$adapter" "$data/${set_%% *}" >"$work/answers"; then
        python3 "$tools/$scorer" "$@" "$work/answers"
    else
        echo "the adapter $adapter failed"
    fi
}
for part in "$here"/[0-9][0-9]-*.sh; do
    # shellcheck disable=SC1090
    [ -e "$part" ] && . "$part"
done
exit 0
