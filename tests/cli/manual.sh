#!/bin/sh
# The manual page and the README know every command, every option and every key of bulletin.yaml: the program's own tables are the list.
. "$(dirname "$0")/../lib.sh"
cd "$ROOT" || exit 1
man=src/cli/bulletin.1
about() { awk -v c="$1" '/^\.It/ { on = $0 ~ "Cm " c "( |$)" } on' $man; } # what the page says of a command
row() { sed -n '/^## Commands/,/^## /p' README.md | grep "^| \`$1[ \`]"; }

"$BULLETIN" --help >"$TMP/help"
commands=$(awk '/^  [a-z]/ { print $1 }' "$TMP/help")
[ "$(echo "$commands" | wc -l)" -gt 20 ]
ok $? "--help lists the commands"
for c in $commands; do
    "$BULLETIN" "$c" --help >"$TMP/one"
    missing=
    [ -n "$(about "$c")" ] || missing="$missing $man:$c"
    [ -n "$(row "$c")" ] || missing="$missing README.md:$c"
    for o in $(sed -n 's/^  --\([a-z-]*\).*/\1/p' "$TMP/one"); do
        about "$c" | grep -qE -- "Fl -$o( |\$)" || missing="$missing $man:--$o"
        row "$c" | grep -qE -- "--$o[^a-z-]" || missing="$missing README.md:--$o"
    done
    is "$missing" "" "$c and its options are in the manual page and in the README"
done
for o in C -now q v -json -help -version; do
    grep -qE "^\.It Fl $o( |\$)" $man || missing="$missing $o"
done
is "$missing" "" "the options of every command are in the manual page"

missing=
for k in $(grep -hoE '\{"[a-z_]+", KEY_' src/cli/config*.c | sed 's/{"//; s/".*//' | sort -u); do
    case $k in sources | topics | digests | relays | why) grep -q "^\*\*$k\*\*" README.md || missing="$missing $k" ;;
    password | key) ;; # are refused
    *) sed -n '/^### bulletin.yaml/,/^### Articles/p' README.md | grep -qE "\`$k\`|[{ ]$k: " || missing="$missing $k" ;;
    esac
done
is "$missing" "" "every key of bulletin.yaml is in the README"
missing=
for code in $(grep -oE '\bEX_[A-Z]+\b' -h src/*/*.c | sort -u | grep -v EX_NOHOST); do # the sender's own word; it leaves as 69
    number=$(printf '#include <sysexits.h>\n%s\n' "$code" | cc -E -P - 2>/dev/null | tail -n 1)
    case $number in [0-9]*) ;; *) continue ;; esac
    grep -qE "^\.It $number\$" $man && grep -qE "^\| $number \|" README.md && grep -qE "\b$number " "$TMP/help" || missing="$missing $code($number)"
done
is "$missing" "" "every exit code is in --help, the manual page and the README"
if command -v groff >/dev/null; then
    groff -mandoc -Tutf8 -ww -z $man 2>"$TMP/groff"
    is "$(cat "$TMP/groff")" "" "the manual page is set without a warning"
else
    skip "the manual page is set without a warning" "no groff here"
fi
finish
