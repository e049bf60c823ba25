/* phrases.h: what newsrooms' pages say around an article, told by its wording: labels, bylines, sign-up pitches, share
 * bars, "why it matters" headings. Used for plain text lines and for the short blocks of an HTML page alike.
 *
 * A line is judged by its key: lower case, straight quotes, single spaces, no marks at the ends. English first, then
 * the wordings that German, French, Spanish, Italian, Portuguese, Dutch and Korean pages use for the same things. */
#ifndef INGEST_PHRASES_H
#define INGEST_PHRASES_H

#include "base/date.h"
#include "base/str.h"

struct str phrase_key(struct arena *a, struct str line);
bool key_starts(struct str key, const char *const *phrases); /* by whole words; NULL ends the list */
bool key_is(struct str key, const char *const *phrases);

/* "Why it matters", "Key takeaways:", "TL;DR — the text": *rest gets what follows the phrase on the same line (empty
 * when it stands alone). WHY_LIST phrases ("At a glance") count only when a list follows. */
enum why_phrase { WHY_NO, WHY_LIST_ONLY, WHY_YES };
enum why_phrase phrase_why(struct arena *a, struct str line, struct str *rest);

/* "By Jane Doe and John Roe, Staff Writer", "Written by: ...", "Author: ..."; also several names. False: no byline
 * label. */
bool phrase_byline(struct arena *a, struct str line, struct strs *authors);
/* Names from a field that holds nothing else: "Jane Doe, John Roe and Ann Poe | Reuters". */
void phrase_authors(struct arena *a, struct str field, struct strs *authors);
bool phrase_is_name(struct str line);                 /* two to four capitalized words and nothing else */
bool phrase_is_job(struct arena *a, struct str line); /* "Senior Editor at large" */

/* Date lines. *label_only: "Updated" alone, the date is on the next line. A line may hold both dates. */
struct date_line {
    struct when published, updated;
    bool label_only, says_updated; /* says_updated: the (next) date is the update */
};
bool phrase_dates(struct arena *a, struct str line, const char *zone, struct date_line *out);

/* The same told from now, in a line or in a part of it: "Published 2 hours ago | By Jane Doe". */
bool phrase_ago(struct arena *a, struct str line, int64_t now, const char *zone, struct date_line *out);

/* "Categories: A, B", "Filed under: A": the list goes to *out. Tags likewise. */
bool phrase_categories(struct arena *a, struct str line, struct strs *out);
bool phrase_tags(struct arena *a, struct str line, struct strs *out);

bool phrase_is_section(struct arena *a, struct str line); /* "Politics", "World News": a newspaper's section */
bool phrase_is_outlet(struct str line); /* "The Daily Harbor", "harbor.example": has a newspaper's word in it */

/* Furniture of a page. */
bool phrase_is_image_mark(struct arena *a, struct str line); /* "News Image", "Photo", "Image" */
bool phrase_credit(struct arena *a, struct str line,
                   struct str *text); /* "Photo: J. Doe/Agency", "Caption: ..." -> its text */
enum noise {
    NOISE_NONE,
    NOISE_LINE,    /* a button or a notice: "Share this article", "Advertisement", "3 min read" */
    NOISE_SECTION, /* heads a block that is not the article: "Related articles", "Most read" */
    NOISE_END,     /* nothing of the article comes after: "All rights reserved", "Leave a comment" */
};
enum noise phrase_noise(struct arena *a, struct str line);
/* How much a paragraph sounds like an outlet selling itself: 0 not at all, 2 and more: clearly. */
int phrase_pitch(struct arena *a, struct str paragraph);
/* The outlet that a pitch or a copyright line names; unknown when it names none. */
struct str phrase_outlet_in(struct arena *a, struct str paragraph);

/* Does the paragraph end as a sentence does? (also in quotes, brackets) */
bool ends_sentence(struct str s);
bool starts_lower(struct str s); /* first character is a lower-case letter */

#endif
