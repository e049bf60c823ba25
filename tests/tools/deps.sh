#!/bin/sh
# deps.sh [check|browser|fuzz|format ...]: installs the Debian packages that are missing, and says which before it does.
# Without arguments: what building needs. As root by itself, otherwise through sudo.
set -eu

packages="gcc binutils libc6-dev make pkg-config tzdata ca-certificates
libcurl4-gnutls-dev libetpan-dev libcmark-dev libxml2-dev libgumbo-dev libfyaml-dev libjansson-dev
libsqlite3-dev libgnutls28-dev libunistring-dev libidn2-dev libstemmer-dev"
for group in "$@"; do
    case $group in
    check) packages="$packages libcmocka-dev python3 procps openssl strace groff-base nghttp2-server" ;;
    browser)
        packages="$packages chromium fonts-dejavu-core"
        command -v npm >/dev/null || packages="$packages npm" # any npm will do, not only Debian's
        command -v java >/dev/null || packages="$packages default-jre-headless" # for the HTML checker
        ;;
    format) packages="$packages clang-format-14" ;;
    fuzz) packages="$packages clang libclang-rt-14-dev" ;;
    *) echo "deps.sh: unknown group $group" >&2; exit 64 ;;
    esac
done

missing=
for p in $packages; do
    [ "$(dpkg-query -W -f '${db:Status-Status}' "$p" 2>/dev/null)" = installed ] || missing="$missing $p"
done
[ -n "$missing" ] || exit 0

command -v apt-get >/dev/null || { echo "These Debian packages, or their likes, are needed:$missing" >&2; exit 69; }
echo "Installing with apt:$missing"
# libetpan-dev needs the GnuTLS flavour of libcurl, and the two flavours' -dev packages exclude one another.
case "$missing" in *libcurl4-gnutls-dev*)
    if [ "$(dpkg-query -W -f '${db:Status-Status}' libcurl4-openssl-dev 2>/dev/null)" = installed ]; then
        echo "Note: this replaces libcurl4-openssl-dev by libcurl4-gnutls-dev."
    fi ;;
esac
run=
[ "$(id -u)" = 0 ] || run=sudo
export DEBIAN_FRONTEND=noninteractive
log=$(mktemp)
# shellcheck disable=SC2086
if ! { $run apt-get -q -o Acquire::Retries=5 update && $run apt-get -q -o Acquire::Retries=5 install -y --no-install-recommends $missing; } >"$log" 2>&1; then
    tail -n 20 "$log" >&2
    rm -f "$log"
    echo "deps.sh: apt could not install them" >&2
    exit 69
fi
rm -f "$log"
