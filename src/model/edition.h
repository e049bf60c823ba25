/* edition.h: one issue of one digest, complete: what a mail is rendered from. */
#ifndef MODEL_EDITION_H
#define MODEL_EDITION_H

#include "model/story.h"

enum cta_kind { CTA_PRIMARY, CTA_BANNER, CTA_SPONSOR };

/* What a link tells the site behind it. Unknown: the parameter is not added. In values, {digest}, {edition}, {date} and
 * {cta} are filled in. */
struct utm {
    struct str source, medium, campaign, term, content;
};

struct cta {
    struct str key; /* file name without .md */
    struct str heading, text, button, url;
    struct str sponsor; /* name, for CTA_SPONSOR */
    enum cta_kind kind;
    struct strs topics, lists; /* empty: any */
    struct when from, until;
    int64_t cap; /* times one subscriber sees it; 0: no limit */
    double weight;
    struct str file; /* for findings */
    bool tied;       /* only beside a story that names it */
    int64_t id;      /* the store's, 0: not shown to anybody yet */
    struct utm utm;  /* its own, before the digest's */
};
VEC(ctas, struct cta);

/* A call to action in a cohort's mail, or in the running for the place of the one that is. */
struct cohort_cta {
    size_t cta; /* in edition.ctas */
    bool shown;
    int64_t share; /* model/memory.h */
};
VEC(cohort_ctas, struct cohort_cta);

struct topic {
    struct str key, title;
    struct strs categories, any, all, none, outlets, langs; /* the rules; see select/select.h */
    struct str examples; /* a folder of articles, or a category of stored ones, that show what it is about */
    bool unlisted;       /* named by a source or a digest only: no rules but its name */
    int line, column;    /* in the configuration, for findings */
};
VEC(topics, struct topic);

struct section {
    struct str topic, title;
    struct story_refs stories;
};
VEC(sections, struct section);

/* What the newsroom says about itself in every mail. */
struct masthead {
    struct str title;     /* the digest's title, "Morning Brief" */
    struct str outlet;    /* the newsroom's title */
    struct str url;       /* the newsroom's */
    struct str address;   /* postal */
    struct str intro;     /* from configuration or plan; may be unknown */
    struct str lang, dir; /* "en", "ltr" */
    /* unknown: the family's own */
    struct str accent, accent_dark, logo, page_color, headline_font;
    struct str style_place; /* where those stand, for errors: "bulletin.yaml:52" */
};

/* A picture that travels in the mail. */
struct attachment {
    struct str url;   /* as articles name it */
    struct str id;    /* Content-ID, without the angle brackets */
    const char *type; /* "image/jpeg" */
    struct str bytes;
};
VEC(attachments, struct attachment);

struct edition {
    struct str id;                 /* "morning-2025-07-31" */
    struct str digest;             /* key */
    int64_t date;                  /* the moment it was composed: masthead line and Date header */
    struct str zone;               /* IANA name for every date shown */
    int64_t number;                /* the digest's how manyeth; 0 unknown */
    struct str subject, preheader; /* subject may hold template tags until it is rendered */
    struct masthead masthead;
    struct sections sections;    /* every story of the edition, each once, in order */
    struct story_refs more;      /* "More headlines": beyond the caps or the byte budget */
    struct story_refs held;      /* left out until an editor accepts them: their sources differ */
    struct story_refs again;     /* sent before: for readers who were not sent them, where there is room */
    struct story_refs asked;     /* in none of its topics: for readers who follow their outlet or a word of them */
    struct ctas ctas;            /* the ones that may appear, in order */
    struct attachments pictures; /* the others are linked */
    struct stories pool;         /* owns the stories that sections point into; never grows once they do */
    bool scheduled;              /* its digest has a schedule: Auto-Submitted: auto-generated */
    struct topics topics;        /* the digest's, in its order: what readers may choose from */
    const struct topics *others; /* the newsroom's: sections of `asked` are named by them; may be NULL */
    size_t per_topic;            /* cap per section */
    size_t max;                  /* cap of the whole mail */
};

/* The contract's JSON ("edition","digest","date","subject","preheader","sections","ctas"), one line. */
void edition_to_json(struct buf *b, const struct edition *ed);

/* The readers of one selection: everybody with the same ordered topics gets the same stories. */
struct cohort {
    struct str key;           /* topic keys joined by ';' in the reader's order; "" = all */
    struct str label;         /* "reader of Defense + Business" */
    struct sections sections; /* the edition's, reduced and ordered for this reader */
    struct story_refs more;
    struct str subject, preheader;
    struct ctas ctas;
    struct cohort_ctas turns; /* of them, and of those they take turns with */
    bool whole;               /* the edition as it stands: nothing left out or added for what they were sent before */
    size_t readers, active;   /* on the list; of them, who may be mailed */
    size_t stories;
    bool empty; /* nothing for them: they are skipped */
};
VEC(cohort_refs, struct cohort *);

#endif
