/* sample.h: an edition of ten stories for the tests of `render`, and the family that renders it. */
#ifndef TEST_RENDER_SAMPLE_H
#define TEST_RENDER_SAMPLE_H

#include "base/crypto.h"
#include "base/embedded.h"
#include "model/reader.h"
#include "render/render.h"
#include <string.h>

struct sample_story {
    const char *section, *kicker, *headline, *slug, *outlet, *byline, *date, *dek;
    int minutes;
    enum why_from from;
    const char *why[3];
    const char *also[6];
    const char *alt; /* set: it has a picture */
};

static const struct sample_story sample_stories[] = {
    {"City",
     "",
     "Council votes to rebuild the north breakwater before the winter storms",
     "breakwater-vote",
     "Harbor Ledger",
     "Ines Calloway",
     "2025-07-31T05:10:00-04:00",
     "The seven members agreed on a stone wall instead of concrete blocks. Work begins in September and closes the "
     "fish market's pier until spring.",
     4,
     WHY_PAGE,
     {"The old wall moved half a meter in the storm of last February.",
      "Forty-one boats lose their berths until April and will be paid for it.",
      "The stone comes from a quarry whose permit a neighboring town is contesting."},
     {"Quay Observer", "Open Wire"},
     "Waves breaking over a damaged stone wall at dusk"},
    {"City",
     "Schools",
     "Two schools share one kitchen, and the waiting list for lunch is gone",
     "school-kitchen",
     "Harbor Ledger",
     "Tom Akande",
     "2025-07-30",
     "Cooks now start at four in the morning and send the food over in heated "
     "boxes.",
     3,
     WHY_DERIVED,
     {"The saved rent pays for free fruit in both schools."},
     {0},
     NULL},
    {"City",
     "Transit",
     "Night buses return to the hill districts after three years",
     "night-buses",
     "Quay Observer",
     "R. Lindqvist",
     "2025-07-30",
     "Two lines run every forty minutes from midnight on, paid for by the hospital and the port.",
     2,
     WHY_EDITOR,
     {"Nurses on late shifts no longer need a car.", "If fewer than 300 people ride a night, the lines end in May."},
     {"Harbor Ledger"},
     "An empty bus at a stop under a street lamp"},
    {"Politics",
     "Elections",
     "Counties agree on one form for absentee ballots",
     "absentee-form",
     "Capitol Notes",
     "J. Marchetti",
     "2025-07-30",
     "The single page replaces eleven versions, four of which asked for a fax number.",
     3,
     WHY_EDITOR,
     {"One ballot in thirty was refused last year over a missing line.",
      "Clerks have until October to retrain their staff."},
     {0},
     NULL},
    {"Politics",
     "Courts",
     "Judge lets the ferry workers' case go on",
     "ferry-case",
     "Open Wire",
     "",
     "2025-07-29",
     "The company had argued that sleeping aboard is not work.",
     4,
     WHY_NONE,
     {0},
     {"Capitol Notes"},
     NULL},
    {"Business",
     "Money",
     "Savings bank lowers its fee for small accounts and closes two branches",
     "savings-bank",
     "Ledger of Trade",
     "A. Chen",
     "2025-07-30",
     "The change follows a year in which every third customer under thirty left for a rival without offices.",
     4,
     WHY_PAGE,
     {"Accounts under 500 dollars will cost nothing from October.",
      "The nearest branch for Mill Road is now six miles away."},
     {"Open Wire", "Quay Observer", "Capitol Notes", "Harbor Ledger", "Coin and Counter"},
     NULL},
    {"Business",
     "Work",
     "Shipyard hires back the welders it let go in spring",
     "shipyard-welders",
     "Ledger of Trade",
     "P. Osei",
     "2025-07-29",
     "An order for six pilot boats fills the yard until the summer after next.",
     3,
     WHY_DERIVED,
     {"The yard is the largest employer on the east bank."},
     {0},
     "A welder's mask lit by sparks"},
    {"Business",
     "Farms",
     "Early frost insurance sells out in nine days",
     "frost-insurance",
     "Field Post",
     "L. Novak",
     "2025-07-29",
     "Orchard owners bought all 400 policies after two springs of ruined blossom.",
     2,
     WHY_EDITOR,
     {"Apple prices follow the blossom, and cider makers buy ahead."},
     {0},
     NULL},
    {"Science",
     "Oceans",
     "Eelgrass planted by divers survives its first summer",
     "eelgrass",
     "Tide Review",
     "S. Ramos",
     "2025-07-30",
     "Nine of ten plots have grown, most of all where mussels were left alone.",
     5,
     WHY_DERIVED,
     {"Eelgrass slows waves before they reach the shore.", "The method costs a tenth of a concrete reef."},
     {"Open Wire"},
     "A diver holding a tray of green seedlings"},
    {"Science",
     "Health",
     "A cheap cough syrup passes its largest trial yet",
     "cough-syrup",
     "Clinic Letter",
     "K. Haddad",
     "2025-07-28",
     "The trial followed 1,900 adults; the effect was largest in people over sixty.",
     4,
     WHY_EDITOR,
     {"The syrup costs less than a dollar a dose.", "Doctors warn that the trial was paid for by its maker."},
     {0},
     NULL},
};
enum { SAMPLE_STORIES = sizeof sample_stories / sizeof *sample_stories };

static inline struct str sample_url(struct arena *a, const char *outlet, const char *slug)
{
    struct str host = str_fmt(a, "%s", outlet);
    for (char *p = (char *)host.s; *p; p++)
        *p = *p == ' ' ? '-' : (char)(*p >= 'A' && *p <= 'Z' ? *p + 32 : *p);
    return str_fmt(a, "https://%s.example/2025/07/%s?utm_source=digest&utm_medium=email", host.s, slug);
}

static inline struct article *sample_article(struct arena *a, const struct sample_story *s, const char *outlet)
{
    struct article *art = arena_new(a, struct article);
    art->outlet = str_c(outlet);
    art->url = sample_url(a, outlet, s->slug);
    art->id = short_id(a, art->url);
    art->title = str_c(s->headline);
    if (s->byline[0])
        vec_add(a, &art->authors, str_c(s->byline));
    date_parse(str_c(s->date), "UTC", &art->published);
    if (s->alt)
        art->image = (struct image){str_fmt(a, "https://pictures.example/%s.jpg", s->slug), str_c(s->alt), {0}};
    return art;
}

static inline struct story *sample_story(struct arena *a, const struct sample_story *s)
{
    struct story *st = arena_new(a, struct story);
    st->headline = str_c(s->headline);
    st->kicker = str_c(s->kicker[0] ? s->kicker : NULL);
    st->dek = str_c(s->dek);
    st->minutes = (size_t)s->minutes;
    st->why_from = s->from;
    for (size_t i = 0; i < 3 && s->why[i]; i++)
        vec_add(a, &st->why, str_c(s->why[i]));
    st->lead = sample_article(a, s, s->outlet);
    st->url = st->lead->url;
    st->id = st->lead->id;
    vec_add(a, &st->articles, st->lead);
    for (size_t i = 0; i < 6 && s->also[i]; i++)
        vec_add(a, &st->articles, sample_article(a, s, s->also[i]));
    return st;
}

static inline void sample_differ(struct arena *a, struct story *st, const char *about, const char *const (*claims)[2],
                                 size_t n)
{
    struct differ *d = vec_push(a, &st->differs);
    d->about = str_c(about);
    for (size_t i = 0; i < n; i++) {
        struct claim *c = vec_push(a, &d->claims);
        c->outlet = str_c(claims[i][0]);
        c->value = str_c(claims[i][1]);
    }
}

struct sample {
    struct edition ed;
    struct cohort all;
    struct mail_settings mail;
    struct recipient reader;
};

static inline void sample_make(struct arena *a, struct sample *out)
{
    *out = (struct sample){0};
    struct edition *ed = &out->ed;
    ed->id = str_lit("morning-2025-07-31");
    ed->digest = str_lit("morning");
    ed->zone = str_lit("America/New_York");
    struct when w;
    date_parse(str_lit("2025-07-31T07:00:00-04:00"), "UTC", &w);
    ed->date = w.t;
    ed->number = 214;
    ed->scheduled = true;
    ed->subject = str_lit("Breakwater vote, night buses return, and a syrup that works");
    ed->preheader =
        str_lit("Why the stone matters more than the wall, what savers should expect, and eight more stories.");
    ed->masthead =
        (struct masthead){.title = str_lit("Morning Brief"),
                          .outlet = str_lit("Harbor Ledger"),
                          .url = str_lit("https://news.example.org"),
                          .address = str_lit("1 Wharf Street, Springfield, MA 01103"),
                          .intro = str_lit("The vote came late and two outlets disagree on its price; we show both."),
                          .lang = str_lit("en"),
                          .dir = str_lit("ltr")};
    for (size_t i = 0; i < SAMPLE_STORIES; i++) {
        const struct sample_story *s = &sample_stories[i];
        struct section *sec = ed->sections.n ? &ed->sections.v[ed->sections.n - 1] : NULL;
        if (!sec || !str_eqc(sec->title, s->section)) {
            sec = vec_push(a, &ed->sections);
            sec->title = sec->topic = str_c(s->section);
        }
        vec_add(a, &sec->stories, sample_story(a, s));
    }
    struct story *lead = ed->sections.v[0].stories.v[0];
    static const char *const cost[][2] = {{"Harbor Ledger", "41 million dollars"},
                                          {"Quay Observer", "47 million dollars"}};
    static const char *const day[][2] = {{"Harbor Ledger", "July 30"}, {"Open Wire", "July 29"}};
    sample_differ(a, lead, "Cost of the wall", cost, 2);
    sample_differ(a, lead, "Day of the vote", day, 2);
    vec_add(a, &ed->ctas,
            ((struct cta){.key = str_lit("join"),
                          .kind = CTA_BANNER,
                          .heading = str_lit("Reporting like this is paid for by readers"),
                          .text = str_lit("Members get the weekend long read and the archive."),
                          .button = str_lit("Support local reporting"),
                          .url = str_lit("https://news.example.org/join?c=banner&i=214")}));
    vec_add(a, &ed->ctas,
            ((struct cta){.key = str_lit("coffee"),
                          .kind = CTA_SPONSOR,
                          .sponsor = str_lit("Harbor Coffee"),
                          .text = str_lit("Free first bag on any subscription started before August 5."),
                          .button = str_lit("See the offer"),
                          .url = str_lit("https://coffee.example/offer?i=214")}));
    out->all = (struct cohort){.key = str_lit(""),
                               .label = str_lit("everyone"),
                               .sections = ed->sections,
                               .subject = ed->subject,
                               .preheader = ed->preheader,
                               .ctas = ed->ctas,
                               .readers = 1,
                               .stories = SAMPLE_STORIES};
    struct err e = {0};
    struct mail_settings *m = &out->mail;
    mailbox_parse(a, str_lit("Harbor Ledger <news@example.org>"), &m->from, &e);
    mailbox_parse(a, str_lit("desk@example.org"), &m->reply_to, &e);
    m->list_name = str_lit("daily");
    m->unsubscribe_mail = str_lit("leave@example.org");
    m->unsubscribe_url = str_lit("https://news.example.org/u/{token}");
    m->view_url = str_lit("https://news.example.org/v/{edition}/{token}");
    m->preferences_url = str_lit("https://news.example.org/p/{token}");
    m->keys.n = 1;
    m->keys.v[0].id = 1;
    memset(m->keys.v[0].secret, 7, 32);
    out->reader = (struct recipient){
        .address = str_lit("dana@example.net"), .key = str_lit("dana@example.net"), .name = str_lit("Dana")};
}

/* The shipped files of a family, as the program itself finds them. */
static inline int sample_family(struct arena *a, const char *name, struct family **out, struct err *e)
{
    struct template_files files = {0};
    struct str own = str_fmt(a, "templates/%s/", name);
    for (const struct embedded *f = embedded_files; f->path; f++) {
        const char *base = strrchr(f->path, '/') + 1;
        if (str_starts(str_c(f->path), own.s) || str_starts(str_c(f->path), "templates/shared/"))
            vec_add(a, &files, ((struct template_file){str_c(base), str_c(f->path), f->bytes}));
    }
    return render_family(a, str_c(name), &files, out, e);
}

static inline int sample_render(struct arena *a, const struct family *f, const struct sample *s, struct rendered *out,
                                struct err *e)
{
    struct mold m;
    if (render_mold(a, f, &s->ed, &s->all, &s->mail, &m, e))
        return -1;
    struct str *values = arena_array(a, struct str, m.fields.n);
    reader_values(a, &m, &s->mail, s->ed.id, &s->reader, values);
    return render_parts(a, mold_fill_str(a, &m, values), out, e);
}

#endif
