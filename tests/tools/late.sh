#!/bin/sh
# late.sh CC LIBRARY FLAGS [LIBRARY FLAGS ...]: C source on stdout, the name under which the linker would note LIBRARY down in a program that
# is linked with FLAGS: -lcurl is libcurl-gnutls.so.4 here and libcurl.so.4 there (src/base/late.h).
set -eu
cc=$1
shift
probe=$(mktemp)
trap 'rm -f "$probe"' EXIT
while [ $# -gt 0 ]; do
    # shellcheck disable=SC2086
    $cc -shared -nostdlib -o "$probe" -Wl,--no-as-needed $2 -x c /dev/null
    name=$(LC_ALL=C readelf -d "$probe" | sed -n "s/.*(NEEDED).*\[\(.*lib$1[-.].*\)\].*/\1/p" | head -n 1)
    [ -n "$name" ] || { echo "late.sh: -l$1 is no shared library" >&2; exit 1; }
    echo "#define LATE_$1 \"$name\""
    shift 2
done
