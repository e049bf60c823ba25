#!/bin/sh
# run.sh: each fuzz driver under libFuzzer for RUNS executions, new inputs kept in build/fuzz/NAME. Stops at the first finding.
# Speed is coverage here. Inputs stay below MAX_LEN; comparisons are not traced unless CMP=1 (a third of the time, for magic words that
# the corpora have anyway); the entropic schedule costs more than our parsers do.
set -eu
: "${RUNS:=1000000}" "${ONLY:=}" "${MAX_LEN:=4096}" "${CMP:=}"
cover="-fsanitize-coverage=inline-8bit-counters,pc-table"
[ -z "$CMP" ] || cover="-fsanitize=fuzzer-no-link"
flags="-g -O2 -std=gnu17 -fsanitize=address,undefined $cover -fno-sanitize-recover=undefined -Isrc -Ibuild/plain/gen -D_GNU_SOURCE"
flags="$flags -DBULLETIN_VERSION=\"0\" $(pkg-config --cflags libcurl libetpan libcmark libxml-2.0 gumbo libfyaml jansson sqlite3 gnutls libidn2)"
libs="$(pkg-config --libs libcurl libetpan libcmark libxml-2.0 gumbo libfyaml jansson sqlite3 gnutls libidn2 | sed 's/-specs=[^ ]*//') -lunistring -lstemmer -lm"
make -s build/plain/gen/embedded.c
mkdir -p build/fuzz/obj
objects=
newest=$(ls -t src/*/*.h | head -n 1) # a header changes the layout of what its readers compile: all anew
for c in src/*/*.c build/plain/gen/embedded.c; do
    case $c in src/cli/*) continue ;; esac # drivers test stages; the command line has its own main
    o=build/fuzz/obj/$(printf '%s' "$c" | tr / -).o
    objects="$objects $o"
    # shellcheck disable=SC2086
    [ "$o" -nt "$c" ] && [ "$o" -nt "$newest" ] || clang $flags -c -o "$o" "$c"
done
for c in tests/fuzz/fuzz_*.c; do
    name=$(basename "$c" .c)
    [ -z "$ONLY" ] || [ "$ONLY" = "${name#fuzz_}" ] || continue
    mkdir -p "build/fuzz/${name#fuzz_}"
    # shellcheck disable=SC2086
    clang $flags -fsanitize=fuzzer,address,undefined -o "build/fuzz/$name" "$c" $objects $libs
    echo "== ${name#fuzz_}: $RUNS executions"
    "build/fuzz/$name" -runs="$RUNS" -max_len="$MAX_LEN" -entropic=0 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        "build/fuzz/${name#fuzz_}" "tests/fuzz/corpus/${name#fuzz_}" 2>"build/fuzz/$name.log" ||
        { tail -n 40 "build/fuzz/$name.log"; exit 1; }
    grep -E 'number_of_executed_units|average_exec_per_sec|slowest_unit' "build/fuzz/$name.log"
done
