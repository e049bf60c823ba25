#!/bin/sh
# dovecot.sh start DIR PORT | stop DIR: a private dovecot that takes LMTP on 127.0.0.1:PORT and on the socket DIR/lmtp, run from the
# unpacked package in build/dovecot, and puts mail for anybody into one Maildir, DIR/mail. Needs root; touches nothing outside DIR.
set -eu
cmd=$1
[ -n "${2:-}" ] || exit 64
mkdir -p "$2"
dir=$(cd "$2" && pwd)
deb=$(cd "$(dirname "$0")/../.." && pwd)/build/dovecot
lib=$deb/usr/lib/dovecot
LD_LIBRARY_PATH=$lib:$deb/usr/lib/$(uname -m)-linux-gnu:$deb/lib/$(uname -m)-linux-gnu
export LD_LIBRARY_PATH
if [ "$cmd" = stop ]; then
    [ ! -s "$dir/run/master.pid" ] || kill "$(cat "$dir/run/master.pid")"
    exit 0
fi
port=$3
mkdir -p "$dir/mail" "$dir/run" "$dir/state"
chmod 755 "$dir"
chown nobody "$dir/mail"
cat >"$dir/conf" <<CONF
base_dir = $dir/run
state_dir = $dir/state
libexec_dir = $lib
mail_plugin_dir = $lib/modules
log_path = $dir/log
import_environment = LD_LIBRARY_PATH=$LD_LIBRARY_PATH
default_internal_user = nobody
default_internal_group = nogroup
default_login_user = daemon
protocols = lmtp
ssl = no
postmaster_address = postmaster@mx.example
hostname = mx.example
first_valid_uid = 1
mail_location = maildir:$dir/mail
mail_fsync = never
lmtp_save_to_detail_mailbox = no
service lmtp {
  process_limit = 20
  inet_listener lmtp {
    address = 127.0.0.1
    port = $port
  }
  unix_listener $dir/lmtp {
    mode = 0666
  }
}
service anvil {
  chroot =
}
service stats {
  chroot =
}
passdb {
  driver = static
  args = nopassword=y
}
userdb {
  driver = static
  args = uid=nobody gid=nogroup home=$dir/mail allow_all_users=yes
}
CONF
# The folder of its modules is compiled in; a path of the same length leads there from where dovecot's processes stand.
ln -sfn "$lib/modules" "$dir/run/modules"
grep -rlF /usr/lib/dovecot/modules "$lib" "$deb/usr/bin" | while read -r f; do
    LC_ALL=C sed 's|/usr/lib/dovecot/modules|././././././././/modules|g' "$f" >"$f.new"
    chmod --reference="$f" "$f.new" && mv "$f.new" "$f"
done
# dovecot would start doveconf where only an installation puts it; doveconf starts dovecot as well.
"$deb/usr/bin/doveconf" -c "$dir/conf" -f service=master -m master -e "$deb/usr/sbin/dovecot" -c "$dir/conf" >"$dir/start.log" 2>&1 || { cat "$dir/start.log" "$dir/log" 2>/dev/null; exit 69; }
