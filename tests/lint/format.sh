#!/bin/sh
# Every source file and header is laid out as .clang-format says. Layout differs from version to version, so the one that CONTRIBUTING names
# is asked, and no other.
. "$(dirname "$0")/../lib.sh"
cd "$ROOT" || exit 1
if ! command -v clang-format-14 >/dev/null; then
    skip "sources are laid out by .clang-format" "clang-format-14 is not installed"
    finish
    exit
fi
for part in src tests; do
    bad=$(find $part -name '*.[ch]' | sort | xargs -n 16 -P 2 clang-format-14 --dry-run 2>&1 | sed -n 's/^\([^ :]*:[0-9]*\):.*code should be clang-formatted.*/\1/p')
    [ -z "$bad" ]
    ok $? "$part is laid out by .clang-format"
    [ -z "$bad" ] || echo "$bad" | awk -F: '!seen[$1]++' | head -n 20 | sed 's/^/# clang-format-14 -i /; s/:[0-9]*$//'
done
finish
