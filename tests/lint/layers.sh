#!/bin/sh
# The house's rules, checked: a stage never includes another stage, a library is seen only where it may be, pure stages stay pure.
. "$(dirname "$0")/../lib.sh"
cd "$ROOT" || exit 1

allowed() { # allowed FOLDER "MORE": src/FOLDER includes only base, itself and those
    bad=$(grep -nE '^#include "' src/"$1"/*.[ch] 2>/dev/null | grep -vE "\"(base|$1${2:+|$2})/")
    [ -z "$bad" ]
    ok $? "src/$1 includes only base, itself${2:+, }$(echo "$2" | sed 's/|/, /g')"
    [ -z "$bad" ] || echo "$bad" | sed 's/^/# /'
}
allowed base ""
allowed model ""
for stage in ingest select why compose render; do allowed $stage model; done
allowed store model
allowed send "model|store"
[ -z "$(ls src/feedback/*.c 2>/dev/null)" ] || allowed feedback "model|store"

seen() { # seen HEADER FILE...: only these files include the library's header
    header=$1
    shift
    bad=$(grep -lE "^#include <$header" -r src | grep -vxE "$(echo "$*" | tr ' ' '|')")
    [ -z "$bad" ]
    ok $? "<$header> is seen only by $*"
    [ -z "$bad" ] || echo "# also by: $bad"
}
seen 'curl/' src/base/late_curl.c src/cli/model_http.c src/ingest/fetch.c 'src/send/connection.*.[ch]' src/base/url.c 'src/ingest/fetch_.*.[ch]'
seen 'libetpan/' src/base/late_etpan.c src/render/mime.c src/feedback/mailbox.c
seen cmark src/base/late_cmark.c src/ingest/markdown.c src/render/markdown.c
seen libxml src/base/late_xml2.c 'src/ingest/feed_xml.*.c' src/ingest/xml.c src/ingest/opml.c 'src/ingest/page.*.c'
seen gumbo src/base/late_gumbo.c 'src/ingest/page.*.[ch]' 'src/ingest/sanitize.*.c' src/render/css.c src/render/html.c 'src/ingest/html.*.[ch]' 'src/ingest/dom.*.[ch]' 'src/render/lint.*.c'
seen libfyaml src/base/yaml.c
seen jansson src/base/json.c
seen sqlite3 'src/store/sqlite.*.[ch]' src/store/vfs.c
seen gnutls src/base/crypto.c src/send/dkim.c src/send/trust.c
seen 'uni(case|norm|gbrk|width|lbrk|conv|str|types|name|ctype|wbrk)\.h' 'src/base/.*.c'
seen idn2 src/base/address.c
seen libstemmer src/base/late_stemmer.c src/base/stem.c

for stage in select why compose render; do
    bad=$(grep -nE '\b(fopen|open|socket|time|clock_gettime|clock_now|file_read|file_write|getenv|system|printf)\(' src/$stage/*.c | grep -v 'snprintf\|fmt(')
    [ -z "$bad" ]
    ok $? "src/$stage is pure: no file, clock, socket or printing"
    [ -z "$bad" ] || echo "$bad" | sed 's/^/# /'
done

long=$(find src -name '*.[ch]' -exec wc -l {} + | awk '$2 != "total" && $1 > 600 { print $2 ": " $1 }')
[ -z "$long" ]
ok $? "no file passes 600 lines"
[ -z "$long" ] || echo "$long" | sed 's/^/# /'
finish
