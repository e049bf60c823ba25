#!/bin/sh
# Servers that refuse at each command, for now and for good, and servers whose replies are odd, lawful or not.
. "$(dirname "$0")/lib.sh"

# every command, refused for now and for good
for mode in "" CHUNKING; do
    w=${mode:-none}
    case_of "RSET refused: lockstep, without $w" 0 200 0 0 0 --without "$w" --fault 'reply=rset:1.0:502 5.5.1 no such thing'
    case_of "552 at MAIL, without $w" 69 0 0 0 200 --without "$w" --fault 'reply=mail:1.0:552 5.2.3 too large for you'
    case_of "450 at RCPT, without $w" 75 0 200 0 0 --without "$w" --fault 'reply=rcpt:1.0:450 4.2.1 mailbox busy'
    case_of "452 to every message, without $w" 75 0 200 0 0 --without "$w" --fault 'reply=text:1.0:452 4.3.1 disk full'
    case_of "550 5.1.1 to one message, without $w" 0 199 0 1 0 --without "$w" --fault 'reply=text:1:550 5.1.1 unknown after all'
    case_of "421 to a message now and then, without $w" 0 200 0 0 0 --without "$w" --fault 'reply=text:/33:421 4.3.2 shutting down'
    case_of "an answer to QUIT that is none, without $w" 0 200 0 0 0 --without "$w" --fault 'reply=quit:1.0:500 5.5.1 what'
done
case_of "451 at DATA" 75 0 200 0 0 --without CHUNKING --fault 'reply=data:1.0:451 4.3.0 later'
case_of "554 at DATA" 69 0 0 0 200 --without CHUNKING --fault 'reply=data:1.0:554 5.7.1 no mail from you'
case_of "421 at DATA now and then" 0 200 0 0 0 --without CHUNKING --fault 'reply=data:/33:421 4.3.2 shutting down'
# about the connection, not about the letter: it goes on another, and nobody is put off
case_of "enough messages on this connection" 0 200 0 0 0 --fault 'reply=mail:/20:452 4.5.3 that was enough for one connection' -- --connections 1
case_of "250 at DATA" 69 - - 0 - --without CHUNKING --fault 'say=data:1.0:250 fine\r\n'
case_of "EHLO refused" 69 0 0 0 200 --fault 'reply=hello:1.0:451 4.3.0 later'
case_of "EHLO refused for good" 69 0 0 0 200 --fault 'reply=hello:1.0:550 5.7.1 not you'

# odd but lawful, and odd and unlawful
case_of "lines that end in LF" 0 200 0 0 0 --fault 'say=mail:1.0:250 ok\n' --fault 'say=rcpt:1.0:250 ok\n'
case_of "many lines" 0 200 0 0 0 --fault 'say=rcpt:1.0:250-one\r\n250-two\r\n250-three\n250 four\r\n'
case_of "a NUL in a reply" 0 200 0 0 0 --fault 'say=rcpt:1.0:250 o\0k\r\n'
case_of "codes without words" 0 200 0 0 0 --fault 'say=mail:1.0:250\r\n' --fault 'say=rcpt:1.0:250\r\n'
case_of "lines of one reply with two codes" 69 0 - 0 - --fault 'say=mail:1.0:250-yes\r\n550 no\r\n'
case_of "an extra reply to MAIL" 0 200 0 0 0 --fault 'more=mail:2:250 once more\r\n'
case_of "an acceptance before the text" 69 - - 0 - --fault 'more=mail:1.0:250 ok\r\n250 ok\r\n250 ok\r\n250 ok\r\n'
has "$TMP/err" "127.0.0.1:" "and the relay is named"

# longer than RFC 5321 4.5.3.1.5 allows
head -c 70000 /dev/zero | tr '\0' x >"$TMP/x"
case_of "a line of 900 octets" 0 200 0 0 0 --fault "say=rcpt:1.0:250 $(head -c 900 "$TMP/x")\r\n"
finish
