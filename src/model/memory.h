/* memory.h: what a reader has been sent. Readers with the same past share one memory, so a million of them have some
 * hundred.
 *
 * As text, for the store: "12.0 13.4|3:2:-250": cohort 0 of edition 12 and cohort 4 of edition 13; call to action 3 was
 * shown twice and is a quarter of a turn ahead of its share. Mails ascend by edition, calls to action by id, so equal
 * memories are equal texts. */
#ifndef MODEL_MEMORY_H
#define MODEL_MEMORY_H

#include "base/str.h"

struct seen_mail {
    int64_t edition, cohort;
};
VEC(seen_mails, struct seen_mail);

struct seen_cta {
    int64_t cta, shown;
    int64_t credit; /* thousandths of a turn that it is owed among those of its kind */
};
VEC(seen_ctas, struct seen_cta);

struct memory {
    struct seen_mails mails;
    struct seen_ctas ctas;
};

/* The calls to action of one mail: shown, and in the running for the place that one of them got.
 * As text: "3+:500 5:500": 3 was shown, 5 could have been, each was to get half of the turns. */
struct cta_turn {
    int64_t cta;
    bool shown;
    int64_t share; /* thousandths; 1000 when it is shown although it was not its turn: the turns stay as they are */
};
VEC(cta_turns, struct cta_turn);

/* A damaged text gives what can be read of it: at worst somebody is told something twice. */
void memory_parse(struct arena *a, struct str text, struct memory *out);
struct str memory_text(struct arena *a, const struct memory *m);
void cta_turns_parse(struct arena *a, struct str text, struct cta_turns *out);
struct str cta_turns_text(struct arena *a, const struct cta_turns *turns);

/* The mail was delivered. Mails of editions before `oldest` are forgotten; a mail that is known already changes
 * nothing. */
void memory_add(struct arena *a, struct memory *m, int64_t edition, int64_t cohort, const struct cta_turns *turns,
                int64_t oldest);

#endif
