/* why.h: why a story matters, with its origin, and where its sources differ. Pure: data in, data out. */
#ifndef WHY_WHY_H
#define WHY_WHY_H

#include "base/err.h"
#include "model/story.h"

/* Sets why, why_from, why_outlet of the story: the editor's bullets word for word; else the page's own section; else
 * one to three sentences of its articles' bodies, each an exact substring, that say what follows from the event; else
 * nothing. */
void why_story(struct arena *a, struct story *s);
/* Sets differs: claims of its articles that contradict. Precision first. */
void why_differs(struct arena *a, struct story *s);
/* Sentences of one text that tell most of it, best first; slices of the text. Used by why_story with the limits of a
 * digest. */
struct why_limits {
    size_t bullets;   /* 0: 3 */
    size_t chars;     /* of each; 0: no limit */
    size_t words;     /* of all together; 0: no limit */
    bool standalone;  /* leave out what does not stand alone or repeats the title, and what says too little */
    bool consequence; /* prefer what follows from the event */
    bool reasons;     /* prefer what says why it came about */
};
void why_choose(struct arena *a, struct str title, struct str text, struct str lang, const struct why_limits *limits,
                struct strs *out);
/* The sentences of a text, as slices of it: right for abbreviations, initials, decimals, quotes, CJK. lang may be
 * unknown. */
void why_sentences(struct arena *a, struct str text, struct str lang, struct strs *out);

/* ---- a model, if the user has one: the question, the answer, the check. Who is asked, and how, is the caller's. */

/* The article that a model is asked about and that its sentences are held against: the lead, or the next one that has
 * text enough. NULL: nobody need be asked. */
const struct article *why_source(const struct story *s);
/* The question as one JSON object, rules and article apart; paragraphs that speak to machines are left out. false:
 * there is nothing to ask about. */
bool why_question(struct arena *a, const struct story *s, struct str *out);
/* The same as the body of a chat completions request. */
struct why_chat {
    struct str model;
    double temperature; /* below 0: not sent */
    int64_t max_tokens; /* of the answer; 0: not sent */
};
bool why_question_chat(struct arena *a, const struct story *s, const struct why_chat *chat, struct str *out);
/* The sentences of {"why": [...]}, at most 12; *tokens as the server counted them, untouched when it did not. */
int why_answer(struct arena *a, struct str bytes, struct strs *out, struct err *e);
int why_answer_chat(struct arena *a, struct str bytes, struct strs *out, int64_t *tokens, struct err *e);

struct why_verdict {
    struct str sentence;
    struct str fault; /* unknown: it holds */
};
VEC(why_verdicts, struct why_verdict);
/* Holds each sentence against the article: names, numbers and dates must occur there and in company, the words must
 * mostly be its own, what it denies, doubts or quotes may not become a fact; form as our own bullets; no markup, no
 * address, no order to reader or machine. At most three hold. */
void why_check(struct arena *a, const struct story *s, const struct strs *given, struct why_verdicts *out);
/* Puts what holds in the place of derived bullets; the editor's and the page's own stay. Returns how many hold. */
size_t why_adopt(struct arena *a, struct story *s, const struct why_verdicts *v);

#endif
