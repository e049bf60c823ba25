/* orders.h: text that gives orders to the machine that reads it instead of telling a reader something.
 *
 * An article may carry a paragraph, often where nobody sees it, that tells a language model what to write. Such a
 * paragraph is no part of the news: nothing is quoted from it, and no model gets to see it. News about models and their
 * prompts is news: only speech to a machine counts, in a dozen languages. A guard, not a proof: what a model then
 * writes is checked against the rest (why/checked.c). */
#ifndef BASE_ORDERS_H
#define BASE_ORDERS_H

#include "base/str.h"

bool orders_machine(struct str s);
/* The text without the paragraphs that do; the text itself when there are none. */
struct str without_orders(struct arena *a, struct str text);
/* Without the characters nobody sees: zero width, direction, tags (which spell words that only machines read). */
struct str visible_text(struct arena *a, struct str text);

#endif
