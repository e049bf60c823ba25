#!/bin/sh
# Wrong words on the command line and wrong values in bulletin.yaml: each error names the place, the cause and a way out.
. "$(dirname "$0")/../lib.sh"
NOW=2025-07-31T11:05:00Z
room=$TMP/room
cd "$TMP" || exit 1
"$BULLETIN" -q --now $NOW init "$room"
cp "$room/bulletin.yaml" "$TMP/good"
b() { "$BULLETIN" --now $NOW -C "$room" "$@"; }
says() { # says CODE TEXT COMMAND...: what goes to standard error has the text
    code=$1 text=$2
    shift 2
    "$@" >"$TMP/out" 2>"$TMP/err" </dev/null
    r=$?
    [ $r -eq "$code" ] && grep -qF -- "$text" "$TMP/err"
    ok $? "$* says: $text (exit $code)"
    grep -qF -- "$text" "$TMP/err" && [ $r -eq "$code" ] || { echo "# exit $r"; head -n 3 "$TMP/err" | sed 's/^/#   /'; }
}
yaml() { # yaml SED-EXPRESSION TEXT [COMMAND...]: a changed bulletin.yaml is refused with the text
    sed "$1" "$TMP/good" >"$room/bulletin.yaml"
    text=$2
    shift 2
    [ $# -gt 0 ] || set -- status
    says 78 "$text" b "$@"
}

# ---- words
says 64 "did you mean 'send'?" "$BULLETIN" sned morning
says 64 "did you mean 'send'?" "$BULLETIN" help sned
says 64 "unknown option --jsn before the command" "$BULLETIN" --jsn status
says 64 "-C needs the name of a folder" "$BULLETIN" -C "" status
says 64 "a folder without a name" "$BULLETIN" init ""
says 73 "is there, but is no folder" "$BULLETIN" init "$TMP/good/x"
says 64 "x.html, x.txt or x.eml" b preview morning -o "$TMP/x.pdf"
says 64 "x.html, x.txt or x.eml" b preview morning --output=
says 64 "--for: address \"nobody\" has no @" b preview morning --for nobody
says 64 "there is no topic 'harbour' in $room/bulletin.yaml; did you mean 'harbor'?" b articles --topic harbour
says 64 "a file without a name" b backup ""
says 64 "usage: bulletin adopt" b adopt now
says 64 "a name is one line" b subscribers add x@example.org --name "A
B"
says 64 "usage: bulletin subscribers export" b subscribers export sample
b subscribers suppress x@example.org >"$TMP/out"
says 0 "x@example.org: warning: is suppressed (unsubscribed) and gets no mail" b subscribers add x@example.org
b subscribers remove x@example.org >"$TMP/out"

# ---- values, at the line and column where they stand
line() { grep -n "$1" "$TMP/good" | head -n 1 | cut -d : -f 1; }
yaml 's/^url:.*/url: "javascript:alert(1)"/' "bulletin.yaml:$(line '^url:'):6: 'url': 'javascript:alert(1)' is not an http or https address"
yaml 's/^timezone: *[^ ]*/timezone: Mars\/Base/' "bulletin.yaml:$(line '^timezone:'):11: timezone 'Mars/Base' is not known"
yaml 's/    from: .*/    from: newsroom/' "bulletin.yaml:$(line '    from:'):11: 'from': address \"newsroom\" has no @"
yaml 's/    list: .*/    list: ..\/x/' "bulletin.yaml:$(line '    list:'):11: 'list': '../x' is no name"
yaml 's/    template: .*/    template: ..\/x/' "bulletin.yaml:$(line '    template:'):15: 'template': '../x' is no name"
yaml 's/    window: .*/    window: 0s/' "bulletin.yaml:$(line '    window:'):13: 'window' must be longer than nothing"
yaml 's/    window: .*/    window: 7d\n    in_doubt: perhaps/' "bulletin.yaml:$(($(line '    window:') + 1)):15: 'in_doubt' must be resend or hold"
yaml 's/    window: .*/    window: 7d\n    lang: "en\\">"/' "is no language; write it as en or pt-BR"
yaml 's/    schedule: .*/    schedule: [7]/' "'schedule' must be text"
yaml 's/max: 12/max: 0/' "'max' and 'per_topic' must be at least 1"
yaml 's/max: 12/max: -3/' "'max' must be a whole number, 0 or more"
yaml 's/topics: \[defense, harbor/topics: [defense, harbour/' "bulletin.yaml:$(line 'topics: \[defense'):23: topic 'harbour' is not one of 'topics'; did you mean 'harbor'?"
yaml 's/url: "https:\/\/news.example.org\/u\/{token}"/url: "https:\/\/news.example.org\/u"/' "bulletin.yaml:$(line '    unsubscribe:')"
yaml 's/url: "maildir:outbox"/url: "maildir:outbox", connections: 0/' "'connections' must be at least 1"
yaml 's/url: "maildir:outbox"/url: "maildir:outbox", weight: 0/' "'weight' must be more than 0"

# ---- what only shows when the edition is made
yaml 's/    template: .*/    template: breif/' "there is no template family 'breif'" preview morning
yaml 's/    template: .*/    template: shared/' "there is no template family 'shared'" preview morning
yaml 's/    subject: .*/    subject: "{{nope}}"/' "bulletin.yaml:$(line '    subject:'): subject:1:1: there is no variable \"nope\"" preview morning
yaml 's/    window: .*/    window: 7d\n    style: { accent: red }/' "bulletin.yaml:$(($(line '    window:') + 1)): style: accent: \"red\" is not a colour" preview morning
sed 's/    ctas: .*/    ctas: [joyn]/' "$TMP/good" >"$room/bulletin.yaml"
says 0 "'ctas' names 'joyn', but there is no ctas/joyn.md" b preview morning -o "$TMP/x.eml"
cp "$TMP/good" "$room/bulletin.yaml"

# ---- the place first, then what it is
printf -- '---\ntitle: Not closed\n\nbody\n' >"$room/articles/open.md"
b articles >"$TMP/out" 2>"$TMP/err"
grep -q '^[^ ]*articles/open\.md:1:1: error: ' "$TMP/err"
ok $? "a bad article: file, line, then the severity"
b read "$TMP/nowhere.md" "$room/articles/open.md" >"$TMP/out" 2>"$TMP/err"
grep -q "^$TMP/nowhere.md: error: No such file" "$TMP/err"
ok $? "a file that is not there, among others: likewise"

rm "$room/articles/open.md"
printf -- '---\ntitle: Ferry late again\ndate: 2025-07-31\ntopics: [harbour]\ncta: nobody\n---\n\nThe ferry was late again on Thursday, the harbor office said.\n' >"$room/articles/ferry.md"
says 0 "articles/ferry.md: warning: topic 'harbour' is not one of 'topics'" b articles
has "$TMP/err" "'cta' asks for ctas/nobody.md, which is not there" "likewise a call to action"
b articles 2>"$TMP/err" >"$TMP/out"
is "$(cat "$TMP/err")" "" "told once"
printf -- '---\nheading: Join\nbutton: Join\nurl: https://example.org/\nfrom: 2025-08-01\nuntil: 2025-07-01\n---\nNow.\n' >"$room/ctas/never.md"
says 65 "ctas/never.md:6:8: error: \"until\" is before \"from\"" b compose morning --force
is "$(grep -c never.md "$TMP/err")" 1 "a bad call to action is told once"
rm "$room/ctas/never.md" "$room/articles/ferry.md"
says 66 "there is no list 'nobody'" b subscribers export --list nobody

# ---- standard output closed, or full
for c in status articles "subscribers export" "lint morning" help; do
    # shellcheck disable=SC2086
    b $c >/dev/full 2>"$TMP/err"
    code=$?
    [ "$c" = "lint morning" ] || is "$code" 74 "$c on a full disk"
done
# nothing that is opened takes the place of a closed stream: what is said would be written into it
b articles >"$TMP/said"
b articles --json >&- 2>&-
b send morning --yes -v >&- 2>&- <&-
is "$?" 74 "send with every stream closed goes through, and tells that its sums were not read"
is "$(find "$room/outbox/new" -type f | wc -l)" 11 "eleven mails"
b send morning --dry-run >"$TMP/out"
has "$TMP/out" "is sent already; nothing would be done" "the dry run of an edition that was sent says so"
b articles | cmp -s - "$TMP/said"
ok $? "the store is what it was"
grep -rlq 'audience 12 =' "$room/.bulletin" "$room/outbox" && r=1 || r=0
is $r 0 "nothing that was said stands in a file"
finish
