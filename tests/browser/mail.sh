#!/bin/sh
# The mails in a browser: the sample edition and hard ones, in every family, on a desk and on phones, in light and in dark, as they
# are, without their style blocks and without their images. look.mjs measures; this makes the editions.
# KEEP=DIR keeps the mails and some pictures of them there.
OUT=${OUT:-$(cd "$(dirname "$0")/../.." && pwd)/build/plain}
. "$(dirname "$0")/../lib.sh"
NOW=2026-11-22T06:00:00Z
deps=$ROOT/build/browser
mails=${KEEP:-$TMP/mails}
mkdir -p "$mails" "$deps"

# Without the packages nothing can be measured. A machine that is offline may skip that; the one that guards the branch may not.
packages="playwright-core axe-core vnu-jar" # vnu: the Nu HTML checker
missing=
for p in $packages; do [ -d "$deps/node_modules/$p" ] || missing=yes; done
if [ -n "$missing" ]; then
    # shellcheck disable=SC2086
    timeout 300 npm install --prefix "$deps" --no-audit --no-fund --fetch-retries 5 $packages >"$TMP/npm" 2>&1 </dev/null
    r=$?
    if [ $r -ne 0 ]; then
        reason=$(grep -m 1 'npm error' "$TMP/npm" | tr -d '#')
        if [ "${CI:-}" = true ]; then
            ok 1 "npm installs $packages"
            sed 's/^/# /' "$TMP/npm"
        else
            skip "the mails in a browser" "npm could not install $packages: ${reason:-exit $r}"
        fi
        finish
        exit
    fi
fi

room() { # room NAME [LANG]: an empty newsroom in $room whose stories all belong to one topic, and its one reader
    room=$TMP/$1
    "$BULLETIN" -q --now $NOW init "$room" || ok 1 "a newsroom for $1"
    rm -f "$room"/articles/* "$room"/subscribers/*
    cat >"$room/bulletin.yaml" <<Y
title: ${3:-The Quay Post}
url: https://post.example.org
address: ${4:-4 Rope Walk, Springfield}
lang: ${2:-en}
timezone: UTC
sources:
  - { outlet: ${3:-The Quay Post}, folder: articles }
topics:
  town:
    title: ${5:-Town}
    categories: [Town]
digests:
  morning:
    title: ${6:-Morning}
    schedule: "0 7 * * *"
    window: 7d
    topics: [town]
    stories: { max: 40, per_topic: 40 }
    list: one
    from: "Post <post@example.org>"
    unsubscribe: { mail: "leave@example.org", url: "https://post.example.org/u/{token}" }
    subject: "{{lead.headline}}"
    template: brief
Y
    printf 'email,name,status,topics\nada@example.org,Ada,active,\n' >"$room/subscribers/one.csv"
}
story() { # story FILE TITLE [FRONT-LINE...]: its text comes from standard input
    file=$room/articles/$1.md
    {
        printf -- "---\ntitle: '%s'\ndate: 2026-11-21T10:30:00Z\ncategories: [Town]\nurl: https://post.example.org/%s\n" "$2" "$1"
        shift 2
        for line in "$@"; do printf '%s\n' "$line"; done
        # two short texts of one town look like one event: each is its own story unless it says otherwise
        case "$*" in *cluster:*) ;; *) echo "cluster: never" ;; esac
        printf -- '---\n\n'
        cat
    } >"$file"
}
picture() { printf 'image: https://images.example.org/%s.jpg\nimage_alt: %s' "$1" "$2"; }
bullets='why:
  - The bridge carries every bus to the hospital, and the detour takes forty minutes.
  - A smaller sum than this closed the swimming hall for good.'
families="brief minimal cards"
mail() { # mail NAME: the room's mail in every family
    for family in $families; do
        sed -i "s/template: [a-z]*/template: $family/" "$room/bulletin.yaml"
        "$BULLETIN" -q --now $NOW -C "$room" preview morning --for ada@example.org -o "$mails/$family-$1.html" 2>"$TMP/err" >&2
        r=$?
        [ $r -eq 0 ] || { ok $r "$family, $1: a mail"; sed 's/^/# /' "$TMP/err"; }
    done
}

room=$TMP/sample
"$BULLETIN" -q --now $NOW init "$room"
ok $? "the sample newsroom"
mail sample
# with something to find: a headline that shouts
sed -i 's/^title: .*/title: "DRY DOCK TAKES ITS FIRST SHIP AFTER NINE YEARS {{and}} more"/' "$room/articles/drydock-reopens.md"
# and a picture that travels in the mail
mkdir -p "$room/articles/pictures"
printf 'iVBORw0KGgoAAAANSUhEUgAAAAQAAAADCAIAAAA7ljmRAAAAEElEQVR4nGOIqpgGRww4OQBGdhDhOeO17gAAAABJRU5ErkJggg==' | base64 -d >"$room/articles/pictures/dock.png"
sed -i '1s|^---$|---\nimage: https://news.example.org/pictures/dock.png\nimage_alt: A ship in the dock|' "$room/articles/drydock-reopens.md"
sed -i '0,/template: .*/s//template: cards\n    images: cid/' "$room/bulletin.yaml"
"$BULLETIN" -q --now $NOW -C "$room" preview morning -o "$mails/index" >/dev/null 2>&1
ok $? "the preview's folder"

# The ten stories of the unit tests: every block a mail can have.
mkdir "$TMP/ten"
for family in $families; do
    "$OUT/tools/render_sample" $family "$TMP/ten" >/dev/null && cp "$TMP/ten/$family-ten.html" "$mails/$family-ten-stories.html"
    ok $? "$family, ten stories: a mail"
done

room one
story bridge "The lower bridge closes on Monday for eleven weeks" "$(picture bridge "A grey bridge with a barrier across both lanes")" "$bullets" <<'T'
The lower bridge closes on Monday because two of its nine bearings have cracked. Engineers found the cracks with dye in October.

Buses go round by the weir. The council expects the work to take eleven weeks and to cost 640,000.
T
mail one-story

room many
i=0
while [ $i -lt 40 ]; do
    i=$((i + 1))
    set -- bakery school library tramline orchard harbour museum market stadium brewery
    shift $((i % 10))
    set -- "$1" "$(echo hires digs closes repairs | cut -d ' ' -f $((i / 10 % 4 + 1)))"
    story "many$i" "Ward $i: the $1 $2 more than in any year since 19$((50 + i))" "$(picture "many$i" "The $1 of ward $i from the street")" "$bullets" <<T
In ward $i the $1 has counted $((i * 37 + 11)) visitors, which its keeper calls a record. Nobody had planned for crowd number $i.

Whether the $1 $2 again next year depends on a vote in room $i of the town hall, on a sheet that has $((i + 60)) names.
T
done
mail forty-stories

room bare
for w in weir mill ferry; do
    story "$w" "The $w gets a keeper again after nine years" <<T
A keeper is to look after the $w from spring. Nine years ago the post was cut, and the $w has leaked ever since.

The town pays half of the wage; a club of neighbours pays the other half.
T
done
mail no-images

room plain
for w in lamp kiosk; do
    story "$w" "One $w" "$(picture "$w" "A $w at night")" <<T
One $w.
T
done
mail no-bullets

room long
word=$(printf 'Quayside%.0s' 1 2 3 4 5 6 7 8 9 10)
story long "$word is the name of the new office" "$(picture long "$word")" "why:
  - The word $word does not fit on the door.
  - https://post.example.org/$word$word" "author: $word" <<T
The office for $word opens in June.
T
story long2 "Also the harbour has $word" "outlet: $word" "$(picture long2 "$word")" <<T
Nothing else happened in $word on that day.
T
mail long-word

room korean ko '부두 신문' '서울시 중구 밧줄길 4' '우리 동네' '아침 소식'
story ko1 '아래쪽 다리가 월요일부터 열한 주 동안 닫힌다' 'lang: ko' "image: https://images.example.org/ko.jpg
image_alt: 양쪽 차로를 막은 회색 다리" 'why:
  - 병원으로 가는 모든 버스가 이 다리를 건너며, 돌아가면 사십 분이 걸린다.
  - 이보다 적은 돈 때문에 수영장이 문을 닫았다.' <<'T'
아홉 개의 받침 가운데 두 개에 금이 가서 아래쪽 다리가 월요일에 닫힌다. 기술자들은 시월에 그 금을 찾아냈다.

버스는 둑 쪽으로 돌아간다. 시는 공사가 열한 주 걸린다고 본다.
T
story ko2 '도서관이 일요일에도 문을 연다' 'lang: ko' "$(picture ko2 '불이 켜진 도서관')" <<'T'
봄부터 도서관은 일요일에도 문을 연다. 이웃들이 서명 이천 개를 모았다.
T
mail korean

room arabic ar 'صحيفة الرصيف' 'شارع الحبال 4' 'المدينة' 'نشرة الصباح'
story ar1 'الجسر السفلي يغلق يوم الاثنين أحد عشر أسبوعا' 'lang: ar' "image: https://images.example.org/ar.jpg
image_alt: جسر رمادي أمامه حاجز" 'why:
  - كل حافلات المستشفى تعبر هذا الجسر، والطريق البديل يستغرق أربعين دقيقة.
  - بسبب مبلغ أقل من هذا أغلق المسبح.' <<'T'
يغلق الجسر السفلي يوم الاثنين لأن اثنين من محامله التسعة تشققا. وجد المهندسون الشقوق في أكتوبر.

تسير الحافلات من طريق السد. ويتوقع المجلس أن تكلف الأعمال 640,000.
T
story ar2 'المكتبة تفتح أبوابها يوم الأحد' 'lang: ar' "$(picture ar2 'المكتبة ليلا')" <<'T'
ابتداء من الربيع تفتح المكتبة أبوابها يوم الأحد أيضا. جمع الجيران ألفي توقيع.
T
mail arabic

room differ
n_outlet=0
for outlet in 'The Quay Post' 'Weir Herald' 'Open Wire'; do
    n_outlet=$((n_outlet + 1))
    day=$((n_outlet + 11)) dead=$((n_outlet + 3))
    story "differ$n_outlet" "Grain barge sinks at the lower bridge, $dead sailors hurt" "outlet: $outlet" 'cluster: auto' "$(picture barge "A barge on its side")" "$bullets" <<T
A grain barge sank at the lower bridge in Springfield on November $day, 2026. The accident injured $dead sailors.

Mayor Ruth Ondo said the wreck will be lifted in December. The barge carried 900 tonnes of barley to the mill of Anders Kvist.
T
done
mail outlets-differ

room hostile
story hostile '--><script>alert(1)</script>' "image: https://images.example.org/h.jpg
image_alt: '\"><img src=x onerror=alert(2)>'" 'author: "<b onclick=alert(3)>Eve</b>"' "why:
  - '</td></table><script>alert(4)</script><style>*{display:none}</style>'
  - '<![endif]--><svg onload=alert(5)>'" <<'T'
A text with <script>alert(6)</script> and <img src="https://track.example.org/p.gif" onerror="alert(7)"> inside, and javascript:alert(8).

[A link](javascript:alert(9)) and <iframe src="https://track.example.org/f"></iframe> follow.
T
story hostile2 '</title><body onload=alert(10)>{{lead.headline}}' "outlet: '\"><script>alert(11)</script>'" <<'T'
Nothing but the headline.
T
mail hostile

# An edition that does not hold what its name says would prove nothing.
grep -q 'Sources differ' "$mails/brief-outlets-differ.html"
ok $? "the edition whose outlets differ says so"
grep -q 'dir="rtl"' "$mails/brief-arabic.html"
ok $? "the Arabic edition runs from right to left"
grep -q "$word" "$mails/brief-long-word.html"
ok $? "the long word is whole"
[ "$(grep -o '<h3' "$mails/cards-forty-stories.html" | wc -l)" -ge 10 ] && grep -q 'More headlines' "$mails/cards-forty-stories.html"
ok $? "forty stories: most in full, the rest as more headlines"
is "$(grep -o '<h3' "$mails/brief-one-story.html" | wc -l)" 1 "one story"

# What is obsolete is a warning, and mail needs it; what is wrong is an error.
jar=$(find "$deps/node_modules/vnu-jar" -name vnu.jar | head -n 1)
if command -v java >/dev/null; then
    printf '<!doctype html><html lang="en"><title>x</title><p><table><b></table></p>' >"$TMP/wrong.html"
    timeout 120 java -Xss4m -jar "$jar" --errors-only "$TMP/wrong.html" >/dev/null 2>&1
    is $? 1 "the HTML checker finds what is wrong"
    timeout 300 java -Xss4m -jar "$jar" --errors-only "$mails"/*.html "$mails/index/index.html" >"$TMP/vnu" 2>&1
    r=$?
    ok $r "the HTML checker finds no error in any mail, nor in the preview's page"
    [ $r -eq 0 ] || sed 's/^/# /' "$TMP/vnu" | head -n 20
else
    skip "the HTML checker" "there is no java"
fi

results() { # results COMMAND...: its lines "ok or bad, name, detail" as tests
    "$@" >"$TMP/results" 2>"$TMP/err" </dev/null
    r=$?
    ok $r "$what"
    [ $r -eq 0 ] || sed 's/^/# /' "$TMP/err"
    while IFS='	' read -r status name detail; do
        [ "$status" = ok ]
        ok $? "$name"
        [ -z "$detail" ] || echo "# $detail"
    done <"$TMP/results"
}

# Mails in the manner of what other programs make: does lint find there what axe and the HTML checker find?
others=${KEEP:-$TMP}/others
python3 "$ROOT/tests/browser/others.py" "$others" && python3 "$ROOT/tests/browser/phones.py" "$others"
ok $? "mails in the manner of other programs"
for file in "$others"/*.html; do "$BULLETIN" lint --json "$file"; done >"$TMP/findings" 2>"$TMP/err"
said=
if command -v java >/dev/null; then
    said=$TMP/said
    timeout 300 java -Xss4m -jar "$jar" --format json --errors-only "$others"/*.html 2>"$said" >/dev/null
fi
what="axe looks at mails in the manner of other programs"
results timeout -k 10 300 node "$ROOT/tests/browser/agree.mjs" "$deps" "$others" "$TMP/findings" $said

what="the browser looks at them all"
results timeout -k 10 1000 node "$ROOT/tests/browser/look.mjs" "$deps" "$mails" ${KEEP:+pictures}
finish
