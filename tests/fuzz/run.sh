#!/bin/sh
# run.sh: each fuzz driver under libFuzzer with ASan and UBSan for RUNS executions, new inputs kept in build/fuzz/NAME, what was executed in
# build/fuzz/log (driver, executions, seconds, longest input, outcome). ONLY="name name" takes some. Stops a driver at its first finding,
# goes on with the others, and exits 1 at the end.
# Speed is coverage here: freed memory is kept in quarantine for one MiB only, no stack is stored for an allocation (a finding is run again
# with both), leaks are looked for once at the end, over everything that was kept. Four rounds of five keep inputs below 512 bytes, the fifth
# below 4096. Comparisons are not traced unless CMP=1 (a third of the time, for magic words that the corpora have anyway).
set -eu
: "${RUNS:=1000000}" "${ONLY:=}" "${CMP:=}" "${ROUND:=200000}"
fast=quarantine_size_mb=1:malloc_context_size=0:allocator_release_to_os_interval_ms=-1:detect_leaks=0
cover="-fsanitize-coverage=inline-8bit-counters,pc-table"
[ -z "$CMP" ] || cover="-fsanitize=fuzzer-no-link"
packages="libcurl libetpan libcmark libxml-2.0 gumbo libfyaml jansson sqlite3 gnutls libidn2"
# shellcheck disable=SC2086
flags="-g -O2 -std=gnu17 -fsanitize=address,undefined $cover -fno-sanitize-recover=undefined -Isrc -Ibuild/plain/gen -D_GNU_SOURCE
    -DBULLETIN_VERSION=\"0\" $(pkg-config --cflags $packages)"
# shellcheck disable=SC2086
libs="$(pkg-config --libs $packages | sed 's/-specs=[^ ]*//; s/-ldb-[^ ]*//; s/-llockfile//; s/-lsasl2//') -lunistring -lstemmer -lm"
dir=build/fuzz

build() {
    make -s build/plain/gen/embedded.c build/plain/gen/base/late_names.h
    mkdir -p $dir/obj
    newest=$(ls -t src/*/*.h | head -n 1) # a header changes the layout of what its readers compile: all anew
    changed=
    for c in src/*/*.c build/plain/gen/embedded.c; do
        case $c in src/cli/main.c) continue ;; esac # a driver has its own
        o=$dir/obj/$(printf '%s' "$c" | tr / -).o
        [ "$o" -nt "$c" ] && [ "$o" -nt "$newest" ] && continue
        changed=yes
        # shellcheck disable=SC2086
        ${CLANG:-clang} $flags -c -o "$o" "$c"
    done
    [ -z "$changed" ] && [ -e $dir/all.a ] && return
    rm -f $dir/all.a
    ar rc $dir/all.a $dir/obj/*.o
}

link() { # link NAME
    [ "$dir/fuzz_$1" -nt $dir/all.a ] && [ "$dir/fuzz_$1" -nt "tests/fuzz/fuzz_$1.c" ] &&
        [ "$dir/fuzz_$1" -nt tests/fuzz/articles.h ] && return
    # shellcheck disable=SC2086
    ${CLANG:-clang} $flags -fsanitize=fuzzer,address,undefined -o "$dir/fuzz_$1" "tests/fuzz/fuzz_$1.c" $dir/all.a $libs
}

# round NAME EXECUTIONS LONGEST: one run, and its line in the log.
round() {
    from=$(date +%s)
    outcome=clean
    ASAN_OPTIONS=$fast "$dir/fuzz_$1" -runs="$2" -max_len="$3" -entropic=0 -timeout=10 -rss_limit_mb=2048 -print_final_stats=1 \
        -artifact_prefix="$dir/found-$1-" "$dir/$1" "tests/fuzz/corpus/$1" 2>"$dir/$1.log" || outcome=FINDING
    done=$(sed -n 's/^stat::number_of_executed_units: *//p' "$dir/$1.log")
    echo "$1 ${done:-0} $(($(date +%s) - from)) $3 $outcome" >>$dir/log
    [ $outcome = clean ] || { tail -n 40 "$dir/$1.log" && return 1; }
}

# leaks NAME: everything that was kept once more, and nothing may be left behind.
leaks() {
    ASAN_OPTIONS=detect_leaks=1 "$dir/fuzz_$1" -runs=0 -entropic=0 -timeout=10 -artifact_prefix="$dir/found-$1-" \
        "$dir/$1" "tests/fuzz/corpus/$1" 2>"$dir/$1.log" || { tail -n 40 "$dir/$1.log" && return 1; }
}

fuzz() { # fuzz NAME
    mkdir -p "$dir/$1"
    left=$RUNS
    n=1
    while [ "$left" -gt 0 ]; do
        now=$((left < ROUND ? left : ROUND))
        round "$1" "$now" $((n % 5 ? 512 : 4096)) || return 1
        left=$((left - now))
        n=$((n + 1))
    done
    leaks "$1"
}

build
bad=0
for c in tests/fuzz/fuzz_*.c; do
    name=$(basename "$c" .c)
    name=${name#fuzz_}
    case " ${ONLY:-$name} " in *" $name "*) ;; *) continue ;; esac
    link "$name"
    echo "== $name: $RUNS executions"
    fuzz "$name" || bad=1
    awk -v n="$name" '$1 == n { e += $2; s += $3 } END { printf "%d executions so far, %d a second\n", e, e / (s ? s : 1) }' $dir/log
done
exit $bad
