#!/bin/sh
# unpack.sh ROOT PACKAGE...: Debian packages and the libraries they need, downloaded and unpacked below ROOT, never installed: a mail
# server for tests that no system service knows about. Prints nothing when all is there already.
set -eu
root=$1
shift
mkdir -p "$root/debs"
root=$(cd "$root" && pwd)
exec 9>"$root/lock" # several tests want the same packages, and some of them run at once
flock 9
for p in "$@"; do
    [ -e "$root/$p.done" ] && continue
    # the package and what it depends on, without what every Debian has
    need=$(apt-cache depends --recurse --no-recommends --no-suggests --no-conflicts --no-breaks --no-replaces --no-enhances "$p" 2>/dev/null |
        grep '^[a-z0-9]' | sort -u | while read -r d; do
            [ "$d" = "$p" ] || case $d in lib* | ssl-cert | postfix* | exim4* | opensmtpd* | dovecot*) ;; *) continue ;; esac
            s=$(dpkg-query -W -f '${db:Status-Status}' "$d" 2>/dev/null || true)
            [ "$s" = installed ] && [ "$d" != "$p" ] || echo "$d"
        done)
    for d in $need; do
        (cd "$root/debs" && ls "${d}"_*.deb >/dev/null 2>&1 || apt-get -q -o Acquire::Retries=5 download "$d" >/dev/null 2>&1) || continue
    done
    for d in $need; do
        for deb in "$root/debs/${d}"_*.deb; do
            [ -e "$deb" ] && dpkg -x "$deb" "$root"
        done
    done
    ! ls "$root/debs/${p}"_*.deb >/dev/null 2>&1 || touch "$root/$p.done" # else the next one tries again
done
