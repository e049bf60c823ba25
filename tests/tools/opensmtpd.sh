#!/bin/sh
# opensmtpd.sh start DIR PORT NEXT | stop DIR: a private OpenSMTPD on 127.0.0.1:PORT, run from the unpacked package in build/opensmtpd, that
# queues mail for anybody and relays it to 127.0.0.1:NEXT. Its users, queue and socket have fixed names, so it gets a root folder of its
# own, DIR/root, with copies of what it needs. Needs root; touches nothing outside DIR.
set -eu
cmd=$1
[ -n "${2:-}" ] || exit 64
mkdir -p "$2"
dir=$(cd "$2" && pwd)
deb=$(cd "$(dirname "$0")/../.." && pwd)/build/opensmtpd
arch=$(uname -m)-linux-gnu
if [ "$cmd" = stop ]; then
    [ ! -s "$dir/pid" ] || kill "$(cat "$dir/pid")"
    exit 0
fi
root=$dir/root
mkdir -p "$root/usr/sbin" "$root/usr/libexec/opensmtpd" "$root/lib" "$root/lib64" "$root/etc/ssl/certs" "$root/dev" "$root/var/run" "$root/run" \
    "$root/var/lib/opensmtpd/empty" "$root/var/spool/smtpd" "$root/tmp"
cp "$deb/usr/sbin/smtpd" "$root/usr/sbin/"
LD_LIBRARY_PATH=$deb/usr/lib/$arch:$deb/lib/$arch ldd "$deb/usr/sbin/smtpd" | sed -n 's|.*[[:space:]]\(/[^ ]*\) (.*|\1|p' | while read -r lib; do
    case $lib in */ld-linux*) cp -L "$lib" "$root$lib" 2>/dev/null || { mkdir -p "$root$(dirname "$lib")" && cp -L "$lib" "$root$lib"; } ;; *) cp -L "$lib" "$root/lib/" ;; esac
done
printf 'root:x:0:0::/:/bin/sh\nnobody:x:65534:65534::/:/bin/sh\nopensmtpd:x:501:501::/var/lib/opensmtpd/empty:/bin/false\nopensmtpq:x:502:502::/:/bin/false\n' >"$root/etc/passwd"
printf 'root:x:0:\nnogroup:x:65534:\nopensmtpd:x:501:\nopensmtpq:x:502:\n' >"$root/etc/group"
echo '127.0.0.1 localhost' >"$root/etc/hosts"
echo 'nameserver 127.0.0.1' >"$root/etc/resolv.conf"
echo mx.example >"$root/etc/mailname"
[ -e "$root/dev/null" ] || mknod -m 666 "$root/dev/null" c 1 3
chmod 755 "$dir" "$root" "$root/var/lib/opensmtpd/empty"
chmod 711 "$root/var/spool/smtpd"
cat >"$root/etc/smtpd.conf" <<CONF
smtp max-message-size 30M
queue ttl 1h
mta limit conn-delay-host 0
mta limit conn-delay-source 0
mta limit conn-delay-connector 0
mta limit conn-delay-relay 0
mta limit conn-delay-domain 0
mta limit session-transaction-delay 0
mta limit session-mail-max 100000
listen on 127.0.0.1 port $3 hostname mx.example
action "out" relay host "smtp://127.0.0.1:$4" helo mx.example
match from any for any action "out"
CONF
chmod 600 "$root/etc/smtpd.conf"
LD_LIBRARY_PATH=/lib chroot "$root" /usr/sbin/smtpd -d -f /etc/smtpd.conf >"$dir/log" 2>&1 &
echo $! >"$dir/pid"
