#!/bin/sh
# embed.sh FILE...: C source on stdout that holds the files' bytes under their paths (src/base/embedded.h).
echo '#include "base/embedded.h"'
i=0
for f in "$@"; do
    echo "static const unsigned char f$i[] = {"
    od -An -v -tx1 "$f" | sed 's/ \(..\)/0x\1,/g'
    echo "0};"
    i=$((i + 1))
done
echo "const struct embedded embedded_files[] = {"
i=0
for f in "$@"; do
    echo "    {\"$f\", {(const char *)f$i, sizeof f$i - 1}},"
    i=$((i + 1))
done
echo "    {0}};"
