#include "base/date.h"
#include "base/schedule.h"
#include <setjmp.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

static struct arena a;

static int end(void **state)
{
    arena_end(&a);
    return 0;
}

static const char ny[] = "America/New_York";

/* want: RFC 3339; "day" precision is marked by a date alone; NULL: not a date. Times without a zone are New York's. */
static const struct {
    const char *text, *want;
} dates[] = {
    /* RFC 3339 and ISO 8601 */
    {"2025-07-31T05:07:00-04:00", "2025-07-31T05:07:00-04:00"},
    {"2025-07-31T05:07:00Z", "2025-07-31T05:07:00Z"},
    {"2025-07-31t05:07:00z", "2025-07-31T05:07:00Z"},
    {"2025-07-31T05:07:00.123456Z", "2025-07-31T05:07:00Z"},
    {"2025-07-31T05:07:00,5+02:00", "2025-07-31T05:07:00+02:00"},
    {"2025-07-31T05:07:00+0530", "2025-07-31T05:07:00+05:30"},
    {"2025-07-31T05:07:00+09", "2025-07-31T05:07:00+09:00"},
    {"2025-07-31T05:07Z", "2025-07-31T05:07:00Z"},
    {"2025-07-31 05:07:00 +0200", "2025-07-31T05:07:00+02:00"},
    {"2025-07-31 05:07", "2025-07-31T05:07:00-04:00"},
    {"2025-01-31 05:07", "2025-01-31T05:07:00-05:00"},
    {"2025-07-31T24:00:00Z", "2025-08-01T00:00:00Z"},
    {"2025-07-31T23:59:60Z", "2025-08-01T00:00:00Z"},
    {"2025-07-31T05:07:00\xE2\x88\x92"
     "04:00",
     "2025-07-31T05:07:00-04:00"},
    {"  2025-07-31  ", "2025-07-31"},
    {"20250731", "2025-07-31"},
    {"20250731T050700Z", "2025-07-31T05:07:00Z"},
    {"20250731T0507Z", "2025-07-31T05:07:00Z"},
    {"20250731050700", "2025-07-31T05:07:00-04:00"},
    {"2025-W31-4", "2025-07-31"},
    {"2025W314", "2025-07-31"},
    {"2025-W01", "2024-12-30"},
    {"2026-W53-7", "2027-01-03"},
    {"2025-212", "2025-07-31"},
    {"2025-212T10:00:00Z", "2025-07-31T10:00:00Z"},
    {"2024-366", "2024-12-31"},
    {"2025-366", NULL},
    {"2025-07", "2025-07-01"},
    {"2025/07/31", "2025-07-31"},
    {"2025/07/31 14:30:00", "2025-07-31T14:30:00-04:00"},
    {"2025-31-07", "2025-07-31"},
    {"2024-02-29", "2024-02-29"},
    {"2025-02-29", NULL},
    {"0000-00-00", NULL},
    {"0001-01-01T00:00:00Z", NULL},
    /* RFC 822 and 5322 */
    {"Thu, 31 Jul 2025 05:07:00 -0400", "2025-07-31T05:07:00-04:00"},
    {"Thu, 31 Jul 2025 05:07:00 EDT", "2025-07-31T05:07:00-04:00"},
    {"Thu, 31 Jul 2025 05:07 GMT", "2025-07-31T05:07:00Z"},
    {"Thu, 31 Jul 2025 05:07:00 GMT+2", "2025-07-31T05:07:00+02:00"},
    {"Thu, 31 Jul 2025 05:07:00 UTC+05:30", "2025-07-31T05:07:00+05:30"},
    {"Thu, 31 Jul 2025 05:07:00 -0400 (EDT)", "2025-07-31T05:07:00-04:00"},
    {"Thu, 31 Jul 2025 05:07:00 A", "2025-07-31T05:07:00Z"},
    {"31 Jul 25 05:07 PST", "2025-07-31T05:07:00-08:00"},
    {"31 Jul 99 05:07 PST", "1999-07-31T05:07:00-08:00"},
    {"Thu, 5 Jan 104 19:48:21 GMT", "2004-01-05T19:48:21Z"},
    {"31-Jul-2025 05:07:00 KST", "2025-07-31T05:07:00+09:00"},
    {"31-JUL-25", "2025-07-31"},
    {"Thursday, 31 July 2025 05:07:00 JST", "2025-07-31T05:07:00+09:00"},
    {"Wed, 22 Febuary 2023 10:00:00 +0000", "2023-02-22T10:00:00Z"},
    {"Mon, 01 Septembre 2025 10:00:00 CEST", "2025-09-01T10:00:00+02:00"},
    {"Thu,31 Jul 2025 05:07:00 +0000", "2025-07-31T05:07:00Z"},
    {"Thu, 31 Jul 2025 25:61:00 GMT", "2025-07-31"},
    {"Sun, 30 Feb 2025 10:00:00 GMT", NULL},
    {"Thu Jul 31 05:07:00 2025", "2025-07-31T05:07:00-04:00"},
    {"Thu Jul 31 05:07:00 EDT 2025", "2025-07-31T05:07:00-04:00"},
    {"Thu Jul 31 2025 05:07:00 GMT+0200 (Central European Summer Time)", "2025-07-31T05:07:00+02:00"},
    /* prose */
    {"July 31, 2025 5:07 AM", "2025-07-31T05:07:00-04:00"},
    {"July 31, 2025 12:07 AM", "2025-07-31T00:07:00-04:00"},
    {"July 31, 2025 12:07 PM", "2025-07-31T12:07:00-04:00"},
    {"July 31, 2025 at 5:07 p.m. ET", "2025-07-31T17:07:00-04:00"},
    {"Jan. 31, 2025 at 5:07 p.m. EST", "2025-01-31T17:07:00-05:00"},
    {"Published Jan 31, 2025, 5:07 PM Pacific Time", "2025-01-31T17:07:00-08:00"},
    {"5:07 PM, July 31, 2025", "2025-07-31T17:07:00-04:00"},
    {"Jul 31st, 2025 5pm", "2025-07-31T17:00:00-04:00"},
    {"31st of July, 2025", "2025-07-31"},
    {"Updated 7/31/2025", "2025-07-31"},
    {"Published on July 31, 2025", "2025-07-31"},
    {"By Jane Doe | Jul 31, 2025 | 3 min read", "2025-07-31"},
    {"July 30-31, 2025", "2025-07-30"},
    {"2025 July 31", "2025-07-31"},
    {"7/4/2025", "2025-07-04"},
    {"7/4/25", "2025-07-04"},
    {"13/4/2025", "2025-04-13"},
    {"4.7.2025", "2025-07-04"},
    {"31.7.2025", "2025-07-31"},
    {"2025. 7. 31.", "2025-07-31"},
    /* other languages */
    {"31. Juli 2025", "2025-07-31"},
    {"Mi., 31. Dez. 2025 – 23:59 Uhr", "2025-12-31T23:59:00-05:00"},
    {"Stand: 31.07.2025, 14.30 Uhr", "2025-07-31T14:30:00-04:00"},
    {"3. März 2025", "2025-03-03"},
    {"1er août 2025 à 14h30", "2025-08-01T14:30:00-04:00"},
    {"5 février 2025", "2025-02-05"},
    {"12 juin 2025", "2025-06-12"},
    {"12 juillet 2025", "2025-07-12"},
    {"31. července 2025", "2025-07-31"},
    {"30. června 2025", "2025-06-30"},
    {"31. heinäkuuta 2025", "2025-07-31"},
    {"31. heinäkuuta 2025 klo 14.05", "2025-07-31T14:05:00-04:00"},
    {"31. juli 2025 kl. 14.05", "2025-07-31T14:05:00-04:00"},
    {"31. júla 2025", "2025-07-31"},
    {"2025. július 31.", "2025-07-31"},
    {"31 iulie 2025", "2025-07-31"},
    {"31. srpnja 2025", "2025-07-31"},
    {"31. srpna 2025", "2025-08-31"},
    {"31 юли 2025", "2025-07-31"},
    {"31 ביולי 2025", "2025-07-31"},
    {"31 जुलाई 2025", "2025-07-31"},
    {"30 listopada 2025", "2025-11-30"},
    {"31 de julio de 2025", "2025-07-31"},
    {"1 ene. 2025", "2025-01-01"},
    {"31 luglio 2025", "2025-07-31"},
    {"1 giugno 2025", "2025-06-01"},
    {"31 de março de 2025 às 10h", "2025-03-31T10:00:00-04:00"},
    {"31 de dezembro de 2025", "2025-12-31"},
    {"31 maart 2025", "2025-03-31"},
    {"2 mei 2025", "2025-05-02"},
    {"31 июля 2025 г., 14:30", "2025-07-31T14:30:00-04:00"},
    {"9 мая 2025", "2025-05-09"},
    {"31 Ιουλίου 2025", "2025-07-31"},
    {"8 Ιουνίου 2025", "2025-06-08"},
    {"2025년 7월 31일 오후 5시 7분", "2025-07-31T17:07:00-04:00"},
    {"2025년 7월 31일 17:07 KST", "2025-07-31T17:07:00+09:00"},
    {"2025. 7. 31. 오전 5:07", "2025-07-31T05:07:00-04:00"},
    {"입력 2025.07.31 17:07", "2025-07-31T17:07:00-04:00"},
    {"2025年7月31日 17時07分", "2025-07-31T17:07:00-04:00"},
    {"2025年7月31日星期四下午5:07", "2025-07-31T17:07:00-04:00"},
    {"2025年7月31日", "2025-07-31"},
    {"令和7年7月31日", "2025-07-31"},
    {"２０２５年７月３１日", "2025-07-31"},
    {"٣١ يوليو ٢٠٢٥", "2025-07-31"},
    /* numbers */
    {"1753938420", "2025-07-31T05:07:00Z"},
    {"1753938420000", "2025-07-31T05:07:00Z"},
    /* not dates */
    {"", NULL},
    {"today", NULL},
    {"5 minutes ago", NULL},
    {"2 days ago", NULL},
    {"Sunday", NULL},
    {"July 31", NULL},
    {"2025", NULL},
    {"12:30", NULL},
    {"The mayor said 5 of 2025 houses", NULL},
    {"1.2.3", NULL},
    {"\xFF\xFE\xFF\xFE", NULL},
};

static void parsing(void **state)
{
    for (size_t i = 0; i < sizeof dates / sizeof *dates; i++) {
        struct when w = {0};
        bool ok = date_parse(str_c(dates[i].text), ny, &w);
        if (ok != (dates[i].want != NULL))
            fail_msg("%s: %s", dates[i].text, ok ? date_rfc3339(&a, w).s : "not a date");
        if (!ok)
            continue;
        struct str got = date_rfc3339(&a, w);
        if (w.has == WHEN_DAY)
            got = str_sub(got, 0, 10);
        if (!str_eqc(got, dates[i].want))
            fail_msg("%s: got " STR_FMT ", want %s", dates[i].text, STR_ARG(got), dates[i].want);
    }
}

/* Seen from 2025-07-31T10:25:30-04:00. */
static const struct {
    const char *text, *want; /* NULL: not such words */
} agos[] = {
    {"2 hours ago", "2025-07-31T08:00:00-04:00"},
    {"about 2 hours ago", "2025-07-31T08:00:00-04:00"},
    {"2 hrs. ago", "2025-07-31T08:00:00-04:00"},
    {"2h ago", "2025-07-31T08:00:00-04:00"},
    {"an hour ago", "2025-07-31T09:00:00-04:00"},
    {"A minute ago", "2025-07-31T10:24:00-04:00"},
    {"5 mins ago", "2025-07-31T10:20:00-04:00"},
    {"5m ago", "2025-07-31T10:20:00-04:00"},
    {"42 seconds ago", "2025-07-31T10:24:00-04:00"},
    {"Just now", "2025-07-31T10:25:00-04:00"},
    {"(3 days ago)", "2025-07-28"},
    {"3d ago", "2025-07-28"},
    {"1 week ago", "2025-07-24"},
    {"2 weeks, 1 day ago", "2025-07-16"},
    {"1 hour and 20 minutes ago", "2025-07-31T09:05:00-04:00"},
    {"5 months ago", "2025-02-28"},
    {"3mo ago", "2025-04-28"},
    {"over 2 years ago", "2023-07-28"},
    {"1 year, 7 months ago", "2023-12-28"},
    {"yesterday", "2025-07-30"},
    {"Yesterday at 14:05", "2025-07-30T14:05:00-04:00"},
    {"Yesterday, 2:05 p.m. ET", "2025-07-30T14:05:00-04:00"},
    {"Yesterday 23:30 UTC", "2025-07-30T19:30:00-04:00"},
    {"today 9:15 am", "2025-07-31T09:15:00-04:00"},
    {"today at 18:00", "2025-07-31"}, /* still to come: the clocks disagree */
    {"day before yesterday", "2025-07-29"},
    {"vor 3 Stunden", "2025-07-31T07:00:00-04:00"},
    {"Vor einer Stunde", "2025-07-31T09:00:00-04:00"},
    {"vor etwa 20 Minuten", "2025-07-31T10:05:00-04:00"},
    {"vor 2 Tagen", "2025-07-29"},
    {"vor 1 Woche", "2025-07-24"},
    {"vor einem Monat", "2025-06-28"},
    {"gestern, 14.05 Uhr", "2025-07-30T14:05:00-04:00"},
    {"Gestern um 14:05", "2025-07-30T14:05:00-04:00"},
    {"vorgestern", "2025-07-29"},
    {"heute", "2025-07-31"},
    {"gerade eben", "2025-07-31T10:25:00-04:00"},
    {"il y a 2 heures", "2025-07-31T08:00:00-04:00"},
    {"Il y a une heure", "2025-07-31T09:00:00-04:00"},
    {"il y a 3 jours", "2025-07-28"},
    {"il y a 2 ans", "2023-07-28"},
    {"hier \xC3\xA0 14h05", "2025-07-30T14:05:00-04:00"},
    {"Aujourd'hui \xC3\xA0 09:05", "2025-07-31T09:05:00-04:00"},
    {"Aujourd\xE2\x80\x99hui", "2025-07-31"},
    {"avant-hier", "2025-07-29"},
    {"\xC3\xA0 l'instant", "2025-07-31T10:25:00-04:00"},
    {"hace 5 horas", "2025-07-31T05:00:00-04:00"},
    {"Hace un d\xC3\xAD\x61", "2025-07-30"},
    {"hace 3 a\xC3\xB1os", "2022-07-28"},
    {"5 horas atr\xC3\xA1s", "2025-07-31T05:00:00-04:00"},
    {"ayer a las 14:05", "2025-07-30T14:05:00-04:00"},
    {"2 ore fa", "2025-07-31T08:00:00-04:00"},
    {"un'ora fa", "2025-07-31T09:00:00-04:00"},
    {"3 giorni fa", "2025-07-28"},
    {"ieri alle 14:05", "2025-07-30T14:05:00-04:00"},
    {"l'altro ieri", "2025-07-29"},
    {"h\xC3\xA1 2 horas", "2025-07-31T08:00:00-04:00"},
    {"h\xC3\xA1 3 dias atr\xC3\xA1s", "2025-07-28"},
    {"3 dias atr\xC3\xA1s", "2025-07-28"},
    {"ontem \xC3\xA0s 14h05", "2025-07-30T14:05:00-04:00"},
    {"3 uur geleden", "2025-07-31T07:00:00-04:00"},
    {"een dag geleden", "2025-07-30"},
    {"gisteren om 14:05", "2025-07-30T14:05:00-04:00"},
    {"f\xC3\xB6r 3 timmar sedan", "2025-07-31T07:00:00-04:00"},
    {"ig\xC3\xA5r kl. 14.05", "2025-07-30T14:05:00-04:00"},
    {"for 3 timer siden", "2025-07-31T07:00:00-04:00"},
    {"2 dager siden", "2025-07-29"},
    {"i g\xC3\xA5r kl. 14:05", "2025-07-30T14:05:00-04:00"},
    {"3 godziny temu", "2025-07-31T07:00:00-04:00"},
    {"godzin\xC4\x99 temu", "2025-07-31T09:00:00-04:00"},
    {"wczoraj o 14:05", "2025-07-30T14:05:00-04:00"},
    {"3 часа назад", "2025-07-31T07:00:00-04:00"},
    {"час назад", "2025-07-31T09:00:00-04:00"},
    {"5 минут назад", "2025-07-31T10:20:00-04:00"},
    {"вчера в 14:05", "2025-07-30T14:05:00-04:00"},
    {"3 години тому", "2025-07-31T07:00:00-04:00"},
    {"2 дні тому", "2025-07-29"},
    {"учора о 14:05", "2025-07-30T14:05:00-04:00"},
    {"πριν από 3 ώρες", "2025-07-31T07:00:00-04:00"},
    {"Πριν 2 ημέρες", "2025-07-29"},
    {"χθες στις 14:05", "2025-07-30T14:05:00-04:00"},
    {"3 saat önce", "2025-07-31T07:00:00-04:00"},
    {"2 gün önce", "2025-07-29"},
    {"dün 14:05", "2025-07-30T14:05:00-04:00"},
    {"منذ 3 ساعات", "2025-07-31T07:00:00-04:00"},
    {"منذ ٣ ساعات", "2025-07-31T07:00:00-04:00"},
    {"منذ ساعة", "2025-07-31T09:00:00-04:00"},
    {"منذ ساعتين", "2025-07-31T08:00:00-04:00"},
    {"قبل يومين", "2025-07-29"},
    {"أمس", "2025-07-30"},
    {"3 ساعت پیش", "2025-07-31T07:00:00-04:00"},
    {"3 tuntia sitten", "2025-07-31T07:00:00-04:00"},
    {"eilen klo 14.05", "2025-07-30T14:05:00-04:00"},
    {"před 3 hodinami", "2025-07-31T07:00:00-04:00"},
    {"před hodinou", "2025-07-31T09:00:00-04:00"},
    {"pred 2 dňami", "2025-07-29"},
    {"včera v 14:05", "2025-07-30T14:05:00-04:00"},
    {"3 órája", "2025-07-31T07:00:00-04:00"},
    {"5 perce", "2025-07-31T10:20:00-04:00"},
    {"3 órával ezelőtt", "2025-07-31T07:00:00-04:00"},
    {"acum 3 ore", "2025-07-31T07:00:00-04:00"},
    {"acum o oră", "2025-07-31T09:00:00-04:00"},
    {"prije 3 sata", "2025-07-31T07:00:00-04:00"},
    {"пре 3 године", "2022-07-28"},
    {"преди 3 часа", "2025-07-31T07:00:00-04:00"},
    {"преди 2 дни", "2025-07-29"},
    {"3 jam yang lalu", "2025-07-31T07:00:00-04:00"},
    {"2 hari lalu", "2025-07-29"},
    {"kemarin pukul 14:05", "2025-07-30T14:05:00-04:00"},
    {"לפני 3 שעות", "2025-07-31T07:00:00-04:00"},
    {"לפני שעתיים", "2025-07-31T08:00:00-04:00"},
    {"אתמול", "2025-07-30"},
    {"3 घंटे पहले", "2025-07-31T07:00:00-04:00"},
    {"2 दिन पहले", "2025-07-29"},
    {"3 giờ trước", "2025-07-31T07:00:00-04:00"},
    {"3시간 전", "2025-07-31T07:00:00-04:00"},
    {"3시간전", "2025-07-31T07:00:00-04:00"},
    {"5분 전", "2025-07-31T10:20:00-04:00"},
    {"1일 전", "2025-07-30"},
    {"어제 오후 2:05", "2025-07-30T14:05:00-04:00"},
    {"3時間前", "2025-07-31T07:00:00-04:00"},
    {"5 分前", "2025-07-31T10:20:00-04:00"},
    {"2日前", "2025-07-29"},
    {"1か月前", "2025-06-28"},
    {"3小时前", "2025-07-31T07:00:00-04:00"},
    {"3 小時前", "2025-07-31T07:00:00-04:00"},
    {"5分钟前", "2025-07-31T10:20:00-04:00"},
    {"2天前", "2025-07-29"},
    {"昨天下午5:07", "2025-07-30T17:07:00-04:00"},
    {"昨天 14:05", "2025-07-30T14:05:00-04:00"},
    /* not such words */
    {"", NULL},
    {"2 hours", NULL},
    {"5 min", NULL},
    {"5 min read", NULL},
    {"ago", NULL},
    {"long ago", NULL},
    {"14:05", NULL},
    {"Two boats sank 3 hours ago", NULL},
    {"3 matches ago", NULL},
    {"Yesterday the council met", NULL},
    {"yesterday's news", NULL},
    {"3 hours ago in Springfield", NULL},
    {"12345 hours ago", NULL},
    {"9999 years ago", NULL},
    {"vor Gericht", NULL},
    {"vor 3 Richtern", NULL},
    {"il y a 2 ministres", NULL},
    {"2 3 hours ago", NULL},
    {"2 hours ago ago", NULL},
    {"July 31, 2025", NULL},
    {"hier spricht Jane", NULL},
    {"\xFF\xFE\xFF\xFE ago", NULL},
};

static void ago(void **state)
{
    for (size_t i = 0; i < sizeof agos / sizeof *agos; i++) {
        struct when w = {0};
        bool ok = date_ago(str_c(agos[i].text), 1753971930, ny, &w);
        struct str got = ok ? date_rfc3339(&a, w) : str_lit("not such words");
        if (ok && w.has == WHEN_DAY)
            got = str_sub(got, 0, 10);
        if (!str_eqc(got, agos[i].want ? agos[i].want : "not such words"))
            fail_msg("%s: got " STR_FMT ", want %s", agos[i].text, STR_ARG(got), agos[i].want);
    }
}

static void calendar(void **state)
{
    assert_true(date_days(1970, 1, 1) == 0);
    assert_true(date_days(2000, 3, 1) == 11017);
    assert_true(date_days(1969, 12, 31) == -1);
    int64_t day = date_days(1890, 1, 1);
    for (int y = 1890; y < 2110; y++)
        for (int m = 1; m <= 12; m++)
            for (int d = 1; d <= 28; d++) {
                struct civil c = date_civil(date_days(y, m, d) * 86400 + 3661, NULL);
                assert_true(c.year == y && c.month == m && c.day == d && c.hour == 1 && c.minute == 1 && c.second == 1);
            }
    for (int weekday = 3; day < date_days(1900, 1, 1); day++, weekday = (weekday + 1) % 7)
        assert_int_equal(date_civil(day * 86400, NULL).weekday, weekday);
    date_civil(INT64_MIN, ny);
    date_civil(INT64_MAX, ny);
}

static void zones(void **state)
{
    assert_true(zone_known(ny));
    assert_true(zone_known("UTC"));
    assert_true(zone_known("Asia/Kolkata"));
    static const char *const wrong[] = {
        "",         "America",        "Mars/Olympus", "../../etc/passwd", "/etc/localtime",
        "zone.tab", "America/../UTC", "US/Eastern\n"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++)
        assert_false(zone_known(wrong[i]));
    static const struct {
        const char *zone;
        int64_t t;
        int32_t offset;
    } cases[] = {
        {ny, 1753938420, -4 * 3600},
        {ny, 1738300000, -5 * 3600},
        {"Asia/Kolkata", 0, 19800},
        {"Asia/Seoul", 1753938420, 9 * 3600},
        {"Europe/Berlin", 1753938420, 7200},
        {"Australia/Sydney", 1736000000, 11 * 3600},
        {"Australia/Lord_Howe", 1753938420, 37800},
        {ny, 2540000000, -4 * 3600}, /* 2050-06-27: beyond the table, by the rule */
        {ny, 2556000000, -5 * 3600}, /* 2050-12-29 */
        {"Australia/Sydney", 2556000000, 11 * 3600},
        {"Asia/Seoul", 2556000000, 9 * 3600},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        if (when_at(cases[i].t, cases[i].zone).offset != cases[i].offset)
            fail_msg("%s at %lld: %d", cases[i].zone, (long long)cases[i].t, when_at(cases[i].t, cases[i].zone).offset);
}

static void local_times_at_the_edges(void **state)
{
    struct civil c = {.year = 2025, .month = 3, .day = 9, .hour = 2, .minute = 30};
    assert_string_equal(date_rfc3339(&a, when_at(date_unix(c, ny), ny)).s, "2025-03-09T03:30:00-04:00");
    c = (struct civil){.year = 2025, .month = 11, .day = 2, .hour = 1, .minute = 30};
    assert_string_equal(date_rfc3339(&a, when_at(date_unix(c, ny), ny)).s, "2025-11-02T01:30:00-04:00");
    for (int64_t t = 1735700400; t < 1767236400; t += 1807) { /* a year there and back */
        c = date_civil(t, ny);
        int64_t back = date_unix(c, ny);
        assert_true(back == t || back == t - 3600);
    }
}

static void formats(void **state)
{
    assert_string_equal(date_rfc5322(&a, 1753938420, ny).s, "Thu, 31 Jul 2025 01:07:00 -0400");
    assert_string_equal(date_rfc5322(&a, 1753938420, NULL).s, "Thu, 31 Jul 2025 05:07:00 +0000");
    assert_string_equal(date_rfc3339(&a, when_at(1753938420, "Asia/Kolkata")).s, "2025-07-31T10:37:00+05:30");
    assert_null(date_rfc3339(&a, (struct when){0}).s);
    struct when day = {.t = date_days(2025, 7, 31) * 86400, .has = WHEN_DAY};
    assert_string_equal(date_rfc3339(&a, day).s, "2025-07-31T00:00:00Z");
}

static void durations(void **state)
{
    static const struct {
        const char *text;
        int64_t seconds; /* -1: refused */
    } cases[] = {{"90s", 90},         {"15m", 900}, {"24h", 86400}, {"7d", 604800},  {"2w", 1209600},
                 {" 1d12h ", 129600}, {"0s", 0},    {"", -1},       {"24", -1},      {"h", -1},
                 {"-1h", -1},         {"1y", -1},   {"1.5h", -1},   {"999999w", -1}, {"99999999999999999999s", -1}};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        int64_t s = -1;
        assert_int_equal(duration_parse(str_c(cases[i].text), &s), cases[i].seconds >= 0);
        assert_true(s == cases[i].seconds);
    }
}

static int64_t at(const char *text)
{
    struct when w;
    assert_true(date_parse(str_c(text), NULL, &w));
    return w.t;
}

static void schedules(void **state)
{
    static const struct {
        const char *cron, *zone, *now, *prev, *next;
    } cases[] = {
        {"0 7 * * 1-5", "America/New_York", "2025-07-31T12:00:00-04:00", "2025-07-31T07:00:00-04:00",
         "2025-08-01T07:00:00-04:00"},
        {"0 7 * * 1-5", "America/New_York", "2025-08-02T12:00:00-04:00", "2025-08-01T07:00:00-04:00",
         "2025-08-04T07:00:00-04:00"},
        {"0 7 * * 1-5", "America/New_York", "2025-07-31T07:00:00-04:00", "2025-07-31T07:00:00-04:00",
         "2025-08-01T07:00:00-04:00"},
        {"*/15 * * * *", "UTC", "2025-07-31T12:14:59Z", "2025-07-31T12:00:00Z", "2025-07-31T12:15:00Z"},
        {"@daily", "Asia/Seoul", "2025-07-31T00:30:00+09:00", "2025-07-31T00:00:00+09:00", "2025-08-01T00:00:00+09:00"},
        {"0 0 29 2 *", "UTC", "2025-01-01T00:00:00Z", "2024-02-29T00:00:00Z", "2028-02-29T00:00:00Z"},
        {"0 0 13 * 5", "UTC", "2025-07-31T00:00:00Z", "2025-07-25T00:00:00Z", "2025-08-01T00:00:00Z"}, /* either */
        {"0 0 * * 7", "UTC", "2025-07-31T00:00:00Z", "2025-07-27T00:00:00Z", "2025-08-03T00:00:00Z"},
        {"5 4 1 JAN,jul *", "UTC", "2025-07-31T00:00:00Z", "2025-07-01T04:05:00Z", "2026-01-01T04:05:00Z"},
        /* 02:30 does not exist on March 9: the first moment after the gap */
        {"30 2 * * *", "America/New_York", "2025-03-09T12:00:00-04:00", "2025-03-09T03:00:00-04:00",
         "2025-03-10T02:30:00-04:00"},
        /* 01:30 comes twice on November 2: once, the first time */
        {"30 1 * * *", "America/New_York", "2025-11-02T12:00:00-05:00", "2025-11-02T01:30:00-04:00",
         "2025-11-03T01:30:00-05:00"},
        {"30 1 * * *", "America/New_York", "2025-11-02T01:45:00-04:00", "2025-11-02T01:30:00-04:00",
         "2025-11-03T01:30:00-05:00"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct schedule s;
        struct err e = {0};
        if (schedule_parse(str_c(cases[i].cron), &s, &e) != 0)
            fail_msg("%s", e.msg);
        int64_t now = at(cases[i].now), prev = schedule_prev(&s, now, cases[i].zone),
                next = schedule_next(&s, now, cases[i].zone);
        if (prev != at(cases[i].prev) || next != at(cases[i].next))
            fail_msg("%s at %s: prev %s, next %s", cases[i].cron, cases[i].now,
                     date_rfc3339(&a, when_at(prev, cases[i].zone)).s,
                     date_rfc3339(&a, when_at(next, cases[i].zone)).s);
    }
}

static void wrong_schedules(void **state)
{
    static const char *const wrong[] = {"",           "* * * *",        "* * * * * *", "60 * * * *",   "* 24 * * *",
                                        "* * 0 * *",  "* * * 13 *",     "* * * * 8",   "5-1 * * * *",  "*/0 * * * *",
                                        "a * * * *",  "1- * * * *",     "0 0 31 2 *",  "1,,2 * * * *", "@often",
                                        "+5 * * * *", "0 0 30-31 feb *"};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        struct schedule s;
        struct err e = {0};
        if (schedule_parse(str_c(wrong[i]), &s, &e) != -1)
            fail_msg("%s was taken", wrong[i]);
        assert_int_equal(e.code, EX_CONFIG);
        assert_true(str_starts(str_c(e.msg), "schedule \""));
    }
}

static void the_clock_can_be_fixed(void **state)
{
    assert_true(clock_now() > 1700000000);
    clock_fix(42);
    assert_true(clock_now() == 42);
    int64_t before = clock_mono_ms();
    assert_true(clock_mono_ms() >= before);
}

/* Dates in the usual forms are read by their places, with a comma too much by the reader of all forms: they agree. */
static void usual_forms(void **state)
{
    static const char *const months[] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                         "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    static const char *const days[] = {"", "Mon, ", "Tue, ", "Wed, ", "Thu, ", "Fri, ", "Sat, ", "Sun, "};
    static const char *const zones[] = {"GMT", "UTC", "+0000", "-0400", "+0530", "-1200", "+1260", "+2500"};
    uint32_t state32 = 1;
    for (int round = 0; round < 20000; round++) {
        int v[8];
        for (int i = 0; i < 8; i++)
            v[i] = (int)((state32 = state32 * 1664525 + 1013904223) >> 16);
        int year = 1968 + v[0] % 140, month = v[1] % 12, day = v[2] % 33, hour = v[3] % 25, minute = v[4] % 61,
            second = v[5] % 61;
        const char *zone = zones[v[6] % 8];
        char usual[80], odd[80];
        if (round % 2) {
            char at[8] = "Z";
            if (zone[0] == '+' || zone[0] == '-')
                snprintf(at, sizeof at, "%.3s:%s", zone, zone + 3);
            snprintf(usual, sizeof usual, "%04d-%02d-%02dT%02d:%02d:%02d%s", year, month + 1, day, hour, minute, second,
                     at);
            snprintf(odd, sizeof odd, "%04d-%02d-%02d  %02d:%02d:%02d%s", year, month + 1, day, hour, minute, second,
                     at);
        } else {
            const char *name = days[v[7] % 8];
            snprintf(usual, sizeof usual, round % 4 ? "%s%d %s %d %02d:%02d:%02d %s" : "%s%02d %s %d %02d:%02d:%02d %s",
                     name, day, months[month], year, hour, minute, second, zone);
            snprintf(odd, sizeof odd, "%s%d  %s %d %02d:%02d:%02d %s", name, day, months[month], year, hour, minute,
                     second, zone);
        }
        struct when one = {0}, two = {0};
        bool is = date_parse(str_c(usual), NULL, &one), was = date_parse(str_c(odd), NULL, &two);
        if (is != was || one.t != two.t || one.offset != two.offset || one.has != two.has)
            fail_msg("%s: %d %lld %d; %s: %d %lld %d", usual, is, (long long)one.t, one.offset, odd, was,
                     (long long)two.t, two.offset);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_teardown(parsing, end),
        cmocka_unit_test(usual_forms),
        cmocka_unit_test(ago),
        cmocka_unit_test(calendar),
        cmocka_unit_test(zones),
        cmocka_unit_test_teardown(local_times_at_the_edges, end),
        cmocka_unit_test_teardown(formats, end),
        cmocka_unit_test(durations),
        cmocka_unit_test_teardown(schedules, end),
        cmocka_unit_test(wrong_schedules),
        cmocka_unit_test(the_clock_can_be_fixed),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
