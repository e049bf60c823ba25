#!/bin/sh
# Servers that refuse, drop, stall, babble and lie. Who got mail is read from the catcher's log; who the ledger says got it must fit.
. "$(dirname "$0")/lib.sh"

# case NAME EXIT SENT DEFERRED FAILED LEFT SINK-OPTIONS... [-- SENDER-OPTIONS...]: LEFT is queued and in doubt; "-" is not looked at
case_of() {
    name=$1 want=$2 sent=$3 deferred=$4 bounced=$5 left=$6
    shift 6
    set_sink= set_sender=
    while [ $# -gt 0 ] && [ "$1" != -- ]; do
        set_sink="$set_sink
$1"
        shift
    done
    [ $# -gt 0 ] && shift
    while [ $# -gt 0 ]; do
        set_sender="$set_sender
$1"
        shift
    done
    fresh
    IFS='
'
    # shellcheck disable=SC2086
    sink $set_sink
    # shellcheck disable=SC2086
    runs "$want" "$name" timeout 60 "$SENDER" "$TMP/d" --relay "smtp://127.0.0.1:$PORT" --size 3000 --recipients 200 --connections 4 --timeout 1000 $set_sender
    unset IFS
    sink_end
    [ "$sent" = - ] || is "$(field sent)" "$sent" "$name: sent"
    [ "$deferred" = - ] || is "$(field deferred)" "$deferred" "$name: deferred"
    [ "$bounced" = - ] || is "$(field failed)" "$bounced" "$name: failed"
    [ "$left" = - ] || is "$(($(field queued) + $(field in_doubt)))" "$left" "$name: queued or in doubt"
    is "$(($(field sent) + $(field deferred) + $(field failed) + $(field queued) + $(field in_doubt) + $(field skipped) + $(field sending)))" 200 "$name: the sum closes"
    [ "$(people)" -ge "$(field sent)" ]
    ok $? "$name: nobody is called sent who has nothing"
    is "$(breaches)" 0 "$name: no breach of protocol"
}
says() { has "$TMP/err" "$1" "$name: says so"; }

case_of "calm, deep" 0 200 0 0 0
has "$TMP/log" '"via":"BDAT"' "CHUNKING is used"
case_of "calm, grouped" 0 200 0 0 0 --without CHUNKING
has "$TMP/log" '"via":"DATA"' "PIPELINING alone"
case_of "calm, lockstep" 0 200 0 0 0 --without PIPELINING,CHUNKING --strict
case_of "calm, HELO only" 0 200 0 0 0 --without EHLO --strict
case_of "no SIZE, no 8BITMIME, no enhanced codes" 0 200 0 0 0 --without SIZE,8BITMIME,ENHANCEDSTATUSCODES,DSN,SMTPUTF8
case_of "replies byte by byte" 0 200 0 0 0 --split
case_of "chunks read as commands: not deep" 0 200 0 0 0 --bdat-commands
has "$TMP/log" '"via":"DATA"' "DATA there"

for mode in "" CHUNKING CHUNKING,PIPELINING; do
    w=${mode:-none}
    case_of "450 at MAIL, without $w" 75 0 200 0 0 --without "$w" --fault 'reply=mail:1.0:451 4.3.0 later'
    case_of "550 at RCPT, without $w" 0 0 0 200 0 --without "$w" --fault 'reply=rcpt:1.0:550 5.1.1 nobody here'
    case_of "some of each, without $w" 75 - - - 0 --without "$w" --fault 'reply=rcpt:0.1:550 5.1.1 nobody' --fault 'reply=text:0.1:452 4.3.1 full'
    case_of "554 to every message, without $w" 69 0 0 0 200 --without "$w" --fault 'reply=text:1.0:554 5.7.1 no thanks'
    says "554 5.7.1 no thanks"
    case_of "550 at MAIL, without $w" 69 0 0 0 200 --without "$w" --fault 'reply=mail:1.0:550 5.7.1 not you'
    says "they stay queued"
    case_of "one odd refusal among many, without $w" 0 199 0 1 0 --without "$w" --fault 'reply=text:1:554 5.6.0 odd'
    case_of "421 now and then, without $w" 0 200 0 0 0 --without "$w" --fault 'reply=mail:0.05:421 4.3.2 going down' --fault 'reply=rcpt:0.02:421 4.3.2 down'
    case_of "421 after ten, without $w" 0 200 0 0 0 --without "$w" --after 10
    case_of "dropped at RCPT now and then, without $w" 0 200 0 0 0 --without "$w" --fault drop=rcpt:0.03
    case_of "dropped before the answer, without $w" 0 200 0 0 0 --without "$w" --fault drop=text:0.03
    is "$(copies)" 0 "nothing accepted there, nothing doubled"
    case_of "answers lost, without $w" 0 200 0 0 0 --without "$w" --fault lost=text:0.03
    [ "$(copies)" -le "$(sed 's/.*"lost":\([0-9]*\).*/\1/' "$TMP/counts")" ] || [ -z "$mode" ]
    ok $? "only those came twice whose answer was lost"
    case_of "cut after 20000 bytes, without $w" 0 200 0 0 0 --without "$w" --drop-bytes 20000 -- --wait --retry 1
    case_of "always dropped at RCPT, without $w" 69 0 - 0 - --without "$w" --fault drop=rcpt:1.0
    says "takes no message"
    case_of "an extra reply, without $w" 0 200 0 0 0 --without "$w" --fault 'more=text:3:250 once more\r\n'
    case_of "garbage in the middle, without $w" 0 200 0 0 0 --without "$w" --fault 'say=rcpt:2:\0\xff what\r\n'
done

case_of "no answer to RCPT" 69 - 0 0 - --fault stall=rcpt:1.0
says "no answer in time"
case_of "no answer to a message" 69 0 0 0 200 --fault stall=text:1.0
case_of "a few stalls" 0 200 0 0 0 --fault stall=rcpt:2
case_of "no greeting" 69 0 0 0 200 --fault stall=connect:1.0
says "no answer in time"
case_of "endless greeting" 69 0 0 0 200 --fault endless=connect:1.0
case_of "endless reply" 69 0 0 0 200 --fault endless=mail:1.0
case_of "554 greeting" 69 0 0 0 200 --fault 'reply=connect:1.0:554 5.7.1 not with you'
says "554 5.7.1 not with you"
case_of "an escape sequence in the greeting" 69 0 0 0 200 --fault 'reply=connect:1.0:554 \x1b[31mred'
says '\x1B[31mred'
case_of "codes that are none" 69 0 - 0 - --fault 'say=mail:1.0:2500 ok\r\n'
case_of "too large for the relay" 69 0 0 0 200 --size 1000
says "larger than the relay"
case_of "too many connections" 0 200 0 0 0 --max-conns 2
case_of "asked to slow down" 75 - - 0 0 --limit 50
case_of "greylisted, then accepted" 0 200 0 0 0 --greylist -- --wait --retry 1
case_of "attempts used up" 0 0 0 200 0 --fault 'reply=rcpt:1.0:450 4.2.0 busy' -- --wait --retry 1 --attempts 2
# every command, refused for now and for good
for mode in "" CHUNKING; do
    w=${mode:-none}
    case_of "RSET refused: lockstep, without $w" 0 200 0 0 0 --without "$w" --fault 'reply=rset:1.0:502 5.5.1 no such thing'
    case_of "552 at MAIL, without $w" 69 0 0 0 200 --without "$w" --fault 'reply=mail:1.0:552 5.2.3 too large for you'
    case_of "450 at RCPT, without $w" 75 0 200 0 0 --without "$w" --fault 'reply=rcpt:1.0:450 4.2.1 mailbox busy'
    case_of "452 to every message, without $w" 75 0 200 0 0 --without "$w" --fault 'reply=text:1.0:452 4.3.1 disk full'
    case_of "550 5.1.1 to one message, without $w" 0 199 0 1 0 --without "$w" --fault 'reply=text:1:550 5.1.1 unknown after all'
    case_of "421 to a message now and then, without $w" 0 200 0 0 0 --without "$w" --fault 'reply=text:0.03:421 4.3.2 shutting down'
    case_of "an answer to QUIT that is none, without $w" 0 200 0 0 0 --without "$w" --fault 'reply=quit:1.0:500 5.5.1 what'
done
case_of "451 at DATA" 75 0 200 0 0 --without CHUNKING --fault 'reply=data:1.0:451 4.3.0 later'
case_of "554 at DATA" 69 0 0 0 200 --without CHUNKING --fault 'reply=data:1.0:554 5.7.1 no mail from you'
case_of "421 at DATA now and then" 0 200 0 0 0 --without CHUNKING --fault 'reply=data:0.03:421 4.3.2 shutting down'
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

URL=smtp://127.0.0.1:1 name="nobody listens"
fresh
runs 69 "$name" sender --recipients 10
says "cannot be reached"
finish
