/* model.h: asking a model why stories matter, if the configuration names one.
 *
 *     model.c          what is asked, what is remembered, what becomes of the answers
 *     model_pace.c     the budget, and when to stop asking
 *     model_http.c     an OpenAI-compatible endpoint, over libcurl
 *     model_command.c  a program of the user's
 *
 * The address and the program are the operator's own, so loopback is allowed and the fetcher's guard does not apply;
 * redirects are not followed and proxies not used, so that article and key go nowhere else. */
#ifndef CLI_MODEL_H
#define CLI_MODEL_H

#include "cli/run.h"

enum { MODEL_ANSWER_MAX = 256 << 10 };

struct model_call {
    struct story *story;
    struct str key;      /* digest of who is asked and of the question */
    struct str question; /* bytes as they are sent */
    bool asked;
    struct strs sentences; /* of its answer */
    struct err err;        /* what went wrong */
};
VEC(model_calls, struct model_call);

struct model_pace {
    struct arena *a;
    const struct model_settings *m;
    struct str dir;    /* where a command runs */
    struct str secret; /* the endpoint's key; unknown: none */
    int64_t deadline_ms, calls, tokens;
    size_t in_a_row;    /* failures */
    const char *enough; /* why no more are asked; NULL: go on */
};
void model_pace_start(struct model_pace *p, struct arena *a, const struct model_settings *m, struct str dir);
bool model_may_ask(struct model_pace *p, struct model_call *c); /* then it counts as asked */
int64_t model_deadline(const struct model_pace *p); /* on the clock_mono_ms clock, of a call that starts now */
/* The answer's bytes; unknown when there are none, then c->err says why. hopeless: the next one would fail the same
 * way. */
void model_ended(struct model_pace *p, struct model_call *c, struct str answer, bool hopeless);

/* Ask as many as the pace allows, some at once. Whatever fails is in the call; -1: nothing could be started. */
int model_http(struct model_pace *p, struct model_call *v, size_t n, struct err *e);
int model_command(struct model_pace *p, struct model_call *v, size_t n, struct err *e);

/* Asks about the stories whose bullets would be derived; what holds takes their place. Without may_ask only what is
 * remembered is used. */
int model_bullets(struct newsroom *n, const struct sections *sections, bool may_ask, struct err *e);
/* What models ever said of the story's article, for the plan: whose words are these? */
int model_recall(struct newsroom *n, struct story *s, struct err *e);

#endif
