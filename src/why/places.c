/* Where an event took place: "in Springfield", "at Mercy Hospital". */
#include "why/countries.h"
#include "why/facts.h"
#include <string.h>

static const char kinds[] =
    " street avenue road boulevard lane hospital airport station university school college stadium park bridge square "
    "hotel county province district church mosque synagogue cathedral mall market prison port harbor harbour river "
    "lake island beach arena hall palace base plant factory courthouse library museum tower pier theater theatre "
    "refinery mine tunnel valley bay peninsula ";

static const char states[] =
    " alabama alaska arizona arkansas california colorado connecticut delaware florida georgia hawaii idaho illinois "
    "indiana iowa kansas kentucky louisiana maine maryland massachusetts michigan minnesota mississippi missouri "
    "montana nebraska nevada ohio oklahoma oregon pennsylvania tennessee texas utah vermont virginia wisconsin "
    "wyoming scotland wales england ontario quebec alberta europe asia africa ";

static bool place_word(const struct token *x)
{
    return x->w.capital && x->w.kind == WORD_LETTERS && !(x->flags & TERM_STOP) &&
           !word_in(" january february march april may june july august september october november december monday "
                    "tuesday wednesday "
                    "thursday friday saturday sunday ",
                    x->low);
}

void facts_places(struct reading *r)
{
    const struct tokens *t = r->t;
    for (size_t i = 0; i + 1 < t->n; i++) {
        bool departs = token_is(t, i, "from");
        if ((!departs && !token_in(t, i, " in at near outside ")) || t->v[i].quoted)
            continue;
        size_t from = i + 1 + token_is(t, i + 1, "the"), to = from, words;
        while (to < t->n && to < from + 5 && place_word(&t->v[to]) &&
               (to == from || t->v[to].gap == GAP_SPACE || t->v[to].gap == GAP_HYPHEN))
            to++;
        if (to == from)
            continue;
        size_t event = event_near(t, i, to - 1);
        if (event == STR_NONE || (event < i && i - event > 8) || speaks_of_other(t, from, to - 1))
            continue;
        const struct token *last = &t->v[to - 1];
        const char *country = country_at(t, from, &words), *class = event_class(t->v[event].low);
        if (departs && strcmp(class, "launch") != 0) /* what is launched leaves from where the launch was */
            continue;
        struct str kind = country                      ? str_lit("country")
                          : word_in(kinds, last->low)  ? last->low
                          : word_in(states, last->low) ? str_lit("state")
                                                       : str_lit("");
        struct fact *f = fact_add(r, FACT_PLACE, from, to - 1);
        f->key = str_fmt(r->a, "%s|" STR_FMT, class, STR_ARG(kind));
        f->what = DIFFER_PLACE;
        f->subject = str_c(class);
        f->main_event = event_in_title(r, class);
        f->tied = event_tied(t, event, i);
        if (country && words == to - from)
            f->value = str_c(country);
        i = to - 1;
    }
}
