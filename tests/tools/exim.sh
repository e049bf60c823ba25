#!/bin/sh
# exim.sh start DIR PORT [WITHOUT] | stop DIR: a private exim on 127.0.0.1:PORT, run from the unpacked package in build/exim, that puts mail
# for anybody into one Maildir, DIR/mail. Mail is taken only after STARTTLS and AUTH as news with the password "secret"; the
# certificate is DIR/ca.pem, for localhost. WITHOUT: chunking, or both, are not offered. Needs root; touches nothing outside DIR.
set -eu
cmd=$1
[ -n "${2:-}" ] || exit 64
mkdir -p "$2"
dir=$(cd "$2" && pwd)
deb=$(cd "$(dirname "$0")/../.." && pwd)/build/exim
LD_LIBRARY_PATH=$deb/usr/lib/$(uname -m)-linux-gnu:$deb/lib/$(uname -m)-linux-gnu
export LD_LIBRARY_PATH
if [ "$cmd" = stop ]; then
    [ ! -s "$dir/pid" ] || kill "$(cat "$dir/pid")"
    exit 0
fi
port=$3
chunking="chunking_advertise_hosts = *" pipelining="pipelining_advertise_hosts = *"
case ${4:-} in
chunking) chunking="chunking_advertise_hosts =" ;;
both) chunking="chunking_advertise_hosts =" pipelining="pipelining_advertise_hosts =" ;;
esac
mkdir -p "$dir/spool" "$dir/mail" "$dir/log"
chown -R nobody "$dir/spool" "$dir/mail" "$dir/log"
chmod 755 "$dir"
openssl req -x509 -newkey rsa:2048 -nodes -days 2 -subj /CN=localhost -addext subjectAltName=DNS:localhost -keyout "$dir/key.pem" \
    -out "$dir/ca.pem" 2>/dev/null
chown nobody "$dir/key.pem"
cat >"$dir/conf" <<CONF
exim_user = nobody
exim_group = nogroup
never_users =
exim_path = $dir/exim4
deliver_drop_privilege = true
primary_hostname = mx.example
spool_directory = $dir/spool
log_file_path = $dir/log/%s
pid_file_path = $dir/pid
local_interfaces = 127.0.0.1
daemon_smtp_ports = $port
daemon_startup_retries = 0
hosts_treat_as_local =
host_lookup =
rfc1413_hosts =
smtp_accept_max = 40
smtp_accept_max_per_connection = 0
smtp_accept_queue_per_connection = 0
split_spool_directory = true
acl_smtp_rcpt = take
tls_advertise_hosts = *
tls_certificate = $dir/ca.pem
tls_privatekey = $dir/key.pem
auth_advertise_hosts = \${if eq{\$tls_in_cipher}{}{}{*}}
$chunking
$pipelining
begin acl
take:
  deny !authenticated = *
  accept
begin routers
all:
  driver = accept
  transport = box
begin transports
box:
  driver = appendfile
  directory = $dir/mail
  maildir_format
  envelope_to_add
begin authenticators
plain:
  driver = plaintext
  public_name = PLAIN
  server_prompts = :
  server_condition = \${if and{{eq{\$auth2}{news}}{eq{\$auth3}{secret}}}}
  server_set_id = \$auth2
CONF
# The package looks for a user of its own, which only its installation makes: the same as nobody, for this process alone.
keep="keep_environment = LD_LIBRARY_PATH : LD_PRELOAD : NSS_WRAPPER_PASSWD : NSS_WRAPPER_GROUP"
printf '%s\n' "$keep" | cat - "$dir/conf" >"$dir/conf.new" && mv "$dir/conf.new" "$dir/conf"
{ cat /etc/passwd; echo "Debian-exim:x:65534:65534::/:/usr/sbin/nologin"; } >"$dir/passwd"
{ cat /etc/group; echo "Debian-exim:x:65534:"; } >"$dir/group"
export NSS_WRAPPER_PASSWD="$dir/passwd" NSS_WRAPPER_GROUP="$dir/group" LD_PRELOAD=libnss_wrapper.so
install -m 755 "$deb/usr/sbin/exim4" "$dir/exim4" # setuid root it would lose its environment each time it starts itself anew
"$dir/exim4" -C "$dir/conf" -bd -q30s >"$dir/start.log" 2>&1 || { cat "$dir/start.log" "$dir/log/"* 2>/dev/null; exit 69; }
