#!/bin/sh
# Text that is no mail: bare CR and LF, dots, an end of message inside, NUL, lines without end. The catcher must see one message for
# each recipient, in canonical form, the same bytes by every way; and nothing of the text as a command.
. "$(dirname "$0")/lib.sh"
python3 - "$TMP/text" <<'P'
import sys
open(sys.argv[1], "wb").write(
    b".\r\n..\r\n.leading dot\r\nbare\rCR and\nbare LF\n\n.\nMAIL FROM:<evil@example.com>\nRCPT TO:<evil@example.com>\nDATA\n"
    b"\r\n.\r\nMAIL FROM:<evil@example.com>\r\nRCPT TO:<evil@example.com>\r\nDATA\r\nSubject: smuggled\r\n\r\nhello\r\n.\r\n"
    b"\n.\r\nRSET\r\n\r.\rQUIT\r\r\n.\r\r\nBDAT 4 LAST\r\n\0NUL\0 inside\r\nFrom here\r\n" + b"x" * 5000 + b"\r\n" + b"word " * 900 + b"\r\nno end of line")
P
for w in none CHUNKING CHUNKING,PIPELINING; do
    sink --without "$w" --dir "$TMP/eml-$w" --strict
    fresh
    runs 0 "nasty text, without $w" sender --recipients 40 --text "$TMP/text" --connections 2
    is "$(people) $(copies) $(breaches)" "40 0 0" "without $w: forty messages, each once, no breach of protocol"
    is "$(grep -c evil@example.com "$TMP/log")" 0 "without $w: nothing smuggled"
    sink_end
    cat "$TMP/eml-$w"/*.eml >"$TMP/all-$w"
done
fresh
runs 0 "into a maildir" "$SENDER" "$TMP/d" --relay maildir:box --recipients 40 --text "$TMP/text"
mkdir "$TMP/eml-maildir"
for f in "$TMP"/d/box/new/*; do cp "$f" "$TMP/eml-maildir/$(basename "$f").eml"; done
cat >"$TMP/check.py" <<'P'
import glob, hashlib, re, sys
first = None
for folder in sys.argv[1:]:
    all = [open(f, "rb").read() for f in glob.glob(folder + "/*.eml")]
    for m in all:
        assert b"\0" not in m and m.count(b"\r") == m.count(b"\n") == m.count(b"\r\n") and m.endswith(b"\r\n"), folder
        assert max(map(len, m.split(b"\r\n"))) <= 998, folder
        assert b"\r\nbare\r\nCR and\r\nbare LF\r\n\r\n.\r\nMAIL FROM" in m and b"\r\nSubject: smuggled\r\n\r\nhello\r\n.\r\n" in m, folder
        assert m.count(b"x") >= 5000 and b" NUL  inside" in m and b"no end of line" in m, folder
    same = sorted(hashlib.sha256(m).hexdigest() for m in all)
    assert len(same) == 40 and (first is None or same == first), folder
    first = same
P
runs 0 "canonical, nothing lost, and the same bytes by every way" python3 "$TMP/check.py" "$TMP/eml-none" "$TMP/eml-CHUNKING" "$TMP/eml-CHUNKING,PIPELINING" "$TMP/eml-maildir"
finish
