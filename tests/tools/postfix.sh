#!/bin/sh
# postfix.sh start DIR PORT | stop DIR: a private postfix on 127.0.0.1:PORT, run from the unpacked packages in build/debian, that takes
# mail for test domains into one Maildir, DIR/mail/all (Delivered-To tells the recipient), and knows no other server. Needs root,
# as postfix's master does; touches nothing outside DIR.
set -eu
cmd=$1
[ -n "${2:-}" ] || exit 64
mkdir -p "$2"
dir=$(cd "$2" && pwd)
deb=$(cd "$(dirname "$0")/../.." && pwd)/build/debian
lib=$deb/usr/lib
LD_LIBRARY_PATH=$lib/postfix:$lib/$(uname -m)-linux-gnu:$deb/lib/$(uname -m)-linux-gnu
export LD_LIBRARY_PATH
if [ "$cmd" = stop ]; then
    [ -s "$dir/queue/pid/master.pid" ] && kill "$(tr -d ' ' <"$dir/queue/pid/master.pid")"
    exit 0
fi
port=$3
mkdir -p "$dir/etc" "$dir/data" "$dir/queue" "$dir/mail"
for q in active bounce corrupt defer deferred flush hold incoming maildrop pid private public saved trace; do mkdir -p "$dir/queue/$q"; done
chown -R nobody "$dir/data" "$dir/queue" "$dir/mail"
chown root "$dir/queue" "$dir/queue/pid"
chmod 755 "$dir" "$dir/queue"
chmod 700 "$dir"/queue/private
cat >"$dir/etc/main.cf" <<CF
compatibility_level = 3.6
mail_owner = nobody
default_privs = daemon
setgid_group = mail
queue_directory = $dir/queue
data_directory = $dir/data
command_directory = $deb/usr/sbin
daemon_directory = $lib/postfix/sbin
shlib_directory = $lib/postfix
import_environment = LD_LIBRARY_PATH=$LD_LIBRARY_PATH MAIL_CONFIG=$dir/etc
myhostname = mx.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
virtual_mailbox_domains = static:all
virtual_mailbox_maps = static:all/
virtual_mailbox_base = $dir/mail
virtual_uid_maps = static:65534
virtual_gid_maps = static:65534
virtual_minimum_uid = 100
virtual_transport = virtual
alias_maps =
alias_database =
local_recipient_maps =
maillog_file = $dir/log
maillog_file_prefixes = $dir
smtpd_recipient_restrictions = permit_mynetworks, reject
smtpd_client_connection_rate_limit = 0
smtpd_client_connection_count_limit = 0
default_process_limit = 30
CF
cat >"$dir/etc/master.cf" <<CF
127.0.0.1:$port inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
proxywrite unix - - n - 1 proxymap
smtp unix - - n - - error
relay unix - - n - - error
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
CF
MAIL_CONFIG=$dir/etc "$lib/postfix/sbin/master" -c "$dir/etc" -w >"$dir/start.log" 2>&1 || { cat "$dir/start.log"; exit 69; }
