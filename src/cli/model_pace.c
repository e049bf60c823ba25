#include "cli/model.h"
#include "why/why.h"

enum {
    FAILURES_IN_A_ROW = 3,
    BYTES_A_TOKEN = 3 /* a low guess, so that the budget holds where a server does not count */
};

void model_pace_start(struct model_pace *p, struct arena *a, const struct model_settings *m, struct str dir)
{
    *p = (struct model_pace){.a = a, .m = m, .dir = dir, .deadline_ms = clock_mono_ms() + m->budget.time * 1000};
}

static int64_t guess(const struct model_pace *p, const struct model_call *c)
{
    return (int64_t)c->question.n / BYTES_A_TOKEN + p->m->openai.max_tokens;
}

bool model_may_ask(struct model_pace *p, struct model_call *c)
{
    if (p->enough)
        return false;
    if (p->calls >= p->m->budget.calls)
        p->enough = "the budget of calls is used up";
    else if (clock_mono_ms() >= p->deadline_ms)
        p->enough = "the budget of time is used up";
    else if (p->m->budget.tokens && p->tokens + guess(p, c) > p->m->budget.tokens)
        p->enough = "the budget of tokens is used up";
    if (p->enough)
        return false;
    p->calls++;
    p->tokens += guess(p, c); /* until the answer says how many they were */
    c->asked = true;
    return true;
}

int64_t model_deadline(const struct model_pace *p)
{
    int64_t one = clock_mono_ms() + p->m->timeout * 1000;
    return one < p->deadline_ms ? one : p->deadline_ms;
}

void model_ended(struct model_pace *p, struct model_call *c, struct str answer, bool hopeless)
{
    int64_t tokens = guess(p, c), guessed = tokens;
    if (!c->err.code && p->m->command.n)
        why_answer(p->a, answer, &c->sentences, &c->err);
    else if (!c->err.code)
        why_answer_chat(p->a, answer, &c->sentences, &tokens, &c->err);
    p->tokens += tokens - guessed;
    p->in_a_row = c->err.code ? p->in_a_row + 1 : 0;
    if (hopeless)
        p->enough = "no more are asked after this error";
    else if (p->in_a_row >= FAILURES_IN_A_ROW && !p->enough)
        p->enough = "no more are asked after three failures in a row";
}
