#!/bin/sh
# Servers that refuse, drop, stall, babble and lie. Who got mail is read from the catcher's log; who the ledger says got it must fit.
. "$(dirname "$0")/lib.sh"

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

# Breaks without a word come every so often, not by chance: three in a row over one letter rightly put it off.
for mode in "" CHUNKING CHUNKING,PIPELINING; do
    w=${mode:-none}
    case_of "450 at MAIL, without $w" 75 0 200 0 0 --without "$w" --fault 'reply=mail:1.0:451 4.3.0 later'
    case_of "550 at RCPT, without $w" 0 0 0 200 0 --without "$w" --fault 'reply=rcpt:1.0:550 5.1.1 nobody here'
    case_of "some of each, without $w" 75 162 18 20 0 --without "$w" --fault 'reply=rcpt:/10:550 5.1.1 nobody' --fault 'reply=text:/10:452 4.3.1 full'
    case_of "554 to every message, without $w" 69 0 0 0 200 --without "$w" --fault 'reply=text:1.0:554 5.7.1 no thanks'
    says "554 5.7.1 no thanks"
    case_of "550 at MAIL, without $w" 69 0 0 0 200 --without "$w" --fault 'reply=mail:1.0:550 5.7.1 not you'
    says "they stay queued"
    case_of "one odd refusal among many, without $w" 0 199 0 1 0 --without "$w" --fault 'reply=text:1:554 5.6.0 odd'
    case_of "421 now and then, without $w" 0 200 0 0 0 --without "$w" --fault 'reply=mail:/20:421 4.3.2 going down' --fault 'reply=rcpt:/49:421 4.3.2 down'
    case_of "421 after ten, without $w" 0 200 0 0 0 --without "$w" --after 10
    case_of "dropped at RCPT now and then, without $w" 0 200 0 0 0 --without "$w" --fault drop=rcpt:/33
    case_of "dropped before the answer, without $w" 0 200 0 0 0 --without "$w" --fault drop=text:/33
    is "$(copies)" 0 "nothing accepted there, nothing doubled"
    case_of "answers lost, without $w" 0 200 0 0 0 --without "$w" --fault lost=text:/33
    [ "$(copies)" -le "$(sed 's/.*"lost":\([0-9]*\).*/\1/' "$TMP/counts")" ] || [ -z "$mode" ]
    ok $? "only those came twice whose answer was lost"
    case_of "cut after 20000 bytes, without $w" 0 200 0 0 0 --without "$w" --drop-bytes 20000 -- --wait --retry 1
    case_of "always dropped at RCPT, without $w" 69 0 - 0 - --without "$w" --fault drop=rcpt:1.0
    says "takes no message"
    case_of "an extra reply, without $w" 0 200 0 0 0 --without "$w" --fault 'more=text:3:250 once more\r\n'
    case_of "garbage in the middle, without $w" 0 200 0 0 0 --without "$w" --fault 'say=rcpt:2:\0\xff what\r\n'
done

case_of "no answer to RCPT" 69 - 0 0 - --fault stall=rcpt:1.0 -- --timeout 1000
says "no answer in time"
case_of "no answer to a message" 69 0 0 0 200 --fault stall=text:1.0 -- --timeout 1000
case_of "a few stalls" 0 200 0 0 0 --fault stall=rcpt:2 -- --timeout 1000
case_of "no greeting" 69 0 0 0 200 --fault stall=connect:1.0 -- --timeout 1000
says "no answer in time"
case_of "endless greeting" 69 0 0 0 200 --fault endless=connect:1.0 -- --timeout 1000
case_of "endless reply" 69 0 0 0 200 --fault endless=mail:1.0 -- --timeout 1000
case_of "endless reply over one connection: no letter is to blame" 69 0 0 0 200 --fault endless=mail:1.0 -- --timeout 1000 --connections 1
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
URL=smtp://127.0.0.1:1 name="nobody listens"
fresh
runs 69 "$name" sender --recipients 10
says "cannot be reached"
finish
