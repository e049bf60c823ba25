/* hard.h: editions that break layouts: one story, forty, no pictures, no bullets, a word of eighty letters, Korean,
 * Arabic, three outlets that differ, everything missing. */
#ifndef TEST_RENDER_HARD_H
#define TEST_RENDER_HARD_H

#include "render/sample.h"

static const char *const hard_names[] = {"ten",      "one",    "forty",  "noimages", "allimages", "nobullets",
                                         "longword", "korean", "arabic", "threeway", "bare",      NULL};

#define EACH_STORY(s, st)                                                 \
    for (size_t i_ = 0; i_ < (s)->all.sections.n; i_++)                   \
        for (size_t k_ = 0; k_ < (s)->all.sections.v[i_].stories.n; k_++) \
            for (struct story *st = (s)->all.sections.v[i_].stories.v[k_]; st; st = NULL)

static inline void hard_cut(struct sample *s, size_t sections, size_t stories)
{
    s->all.sections.n = sections;
    for (size_t i = 0; i < sections; i++)
        if (s->all.sections.v[i].stories.n > stories)
            s->all.sections.v[i].stories.n = stories;
}

/* Ten stories as they are, ten more behind them, twenty as headlines only: what a byte budget makes of forty. */
static inline void hard_forty(struct arena *a, struct sample *s)
{
    struct sample more[3];
    for (size_t c = 0; c < 3; c++) {
        sample_make(a, &more[c]);
        EACH_STORY(&more[c], st)
        {
            st->headline = str_fmt(a, STR_FMT ", part %zu", STR_ARG(st->headline), c + 2);
            st->url = str_fmt(a, STR_FMT "&part=%zu", STR_ARG(st->url), c + 2);
            ((struct article *)st->lead)->url = st->url;
            if (c > 0)
                vec_add(a, &s->all.more, st);
        }
    }
    for (size_t i = 0; i < s->all.sections.n; i++)
        for (size_t k = 0; k < more[0].all.sections.v[i].stories.n; k++)
            vec_add(a, &s->all.sections.v[i].stories, more[0].all.sections.v[i].stories.v[k]);
}

static inline void hard_words(struct arena *a, struct sample *s, const char *headline, const char *dek,
                              const char *bullet, const char *outlet, const char *section)
{
    EACH_STORY(s, st)
    {
        struct article *art = (struct article *)st->lead;
        st->headline = str_fmt(a, "%s %zu", headline, 10 * i_ + k_ + 1);
        st->dek = str_c(dek);
        st->kicker = (struct str){0};
        art->outlet = str_fmt(a, "%s", outlet);
        for (size_t w = 0; w < st->why.n; w++)
            st->why.v[w] = str_c(bullet);
        s->all.sections.v[i_].title = str_fmt(a, "%s %zu", section, i_ + 1);
    }
}

static inline void hard_make(struct arena *a, const char *name, struct sample *s)
{
    static const char *const three[][2] = {
        {"Harbor Ledger", "July 30"},
        {"Quay Observer", "July 29"},
        {"Open Wire", "not before August, says the mayor's office in a letter to all members"}};
    sample_make(a, s);
    s->all.sections = s->ed.sections;
    struct story *lead = s->all.sections.v[0].stories.v[0];
    if (strcmp(name, "one") == 0)
        hard_cut(s, 1, 1);
    if (strcmp(name, "forty") == 0)
        hard_forty(a, s);
    if (strcmp(name, "threeway") == 0)
        sample_differ(a, lead, "When work begins", three, 3);
    if (strcmp(name, "noimages") == 0)
        EACH_STORY(s, st)((struct article *)st->lead)->image = (struct image){0};
    if (strcmp(name, "allimages") == 0)
        EACH_STORY(s, st)
    ((struct article *)st->lead)->image =
        (struct image){str_lit("https://pictures.example/2025/07/31/a-white-ferry-leaving.jpg"),
                       str_lit("A white ferry leaving a pier"),
                       {0}};
    if (strcmp(name, "nobullets") == 0)
        EACH_STORY(s, st) st->why = (struct strs){0};
    if (strcmp(name, "longword") == 0) {
        const char *word = "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerkbauunterbeamtengesellschaftsx";
        hard_words(a, s, word, word, word, word, word);
        s->ed.masthead.title = str_c(word);
    }
    if (strcmp(name, "korean") == 0) {
        hard_words(
            a, s, "북쪽 방파제를 겨울 폭풍 전에 다시 쌓기로 시의회가 의결",
            "의원 일곱 명이 콘크리트 대신 돌로 쌓는 데 뜻을 모았다. 공사는 9월에 시작해 봄까지 어시장 부두를 닫는다.",
            "지난 2월 폭풍에 낡은 벽이 반 미터나 밀려났다.", "항구일보", "도시");
        s->ed.masthead.title = str_lit("아침 브리핑");
        s->ed.masthead.lang = str_lit("ko");
        s->reader.name = str_lit("김민수");
        s->all.subject = str_lit("북쪽 방파제 의결, 밤 버스가 돌아오고 기침약은 효과가 있었다, 오늘의 소식");
    }
    if (strcmp(name, "arabic") == 0) {
        hard_words(a, s, "المجلس يصوت لإعادة بناء كاسر الأمواج الشمالي قبل عواصف الشتاء",
                   "اتفق الأعضاء السبعة على جدار من الحجر بدلا من الكتل الخرسانية. يبدأ العمل في سبتمبر.",
                   "تحرك الجدار القديم نصف متر في عاصفة فبراير الماضي.", "سجل الميناء", "المدينة");
        s->ed.masthead.title = str_lit("موجز الصباح");
        s->ed.masthead.lang = str_lit("ar");
        s->all.subject = str_lit("المجلس يصوت لإعادة بناء كاسر الأمواج، والحافلات الليلية تعود");
    }
    if (strcmp(name, "bare") == 0) {
        s->all.ctas.n = 0;
        s->ed.number = 0;
        s->ed.masthead.intro = (struct str){0};
        s->mail.view_url = s->mail.preferences_url = s->mail.unsubscribe_url = (struct str){0};
        s->reader.name = str_lit("");
        EACH_STORY(s, st)
        {
            struct article *art = (struct article *)st->lead;
            art->image = (struct image){0};
            art->authors.n = 0;
            art->published.has = WHEN_NONE;
            st->kicker = st->dek = (struct str){0};
            st->minutes = 0;
            st->why.n = st->differs.n = 0;
            st->articles.n = 1;
        }
    }
}

#endif
