/* render.h: from an edition to bytes. Pure: data in, data out; template files are read by `cli` and given by name. */
#ifndef RENDER_RENDER_H
#define RENDER_RENDER_H

#include "model/edition.h"
#include "model/mold.h"
#include "model/settings.h"

/* The files of one family: name ("digest.html", "digest.txt", "story.html" ...) and text. */
struct template_file {
    struct str name, path, text; /* path: for error messages */
};
VEC(template_files, struct template_file);

struct family; /* compiled templates */
/* Compiles all files; EX_CONFIG with file, line, column on a syntax error, an unknown variable or section (nearest name
 * given), a partial that is missing or includes itself without end. CSS in <style> is inlined here. */
int render_family(struct arena *a, struct str name, const struct template_files *files, struct family **out,
                  struct err *e);

/* The mold of one cohort's mail: headers (MIME multipart/alternative, text first), text, HTML, holes for the reader.
 * `settings` gives sender, list headers, links. Same input, same bytes. */
int render_mold(struct arena *a, const struct family *f, const struct edition *ed, const struct cohort *c,
                const struct mail_settings *s, struct mold *out, struct err *e);

/* Bytes of the mold's HTML part, after transfer encoding, with its holes filled by readers like others: what Gmail cuts
 * at. */
size_t render_html_bytes(const struct mold *m);

/* A finished message taken apart again through libetpan: what previews show, and the check that the message is
 * well-formed. */
struct rendered {
    struct str eml, headers, subject, html, text; /* html and text decoded */
};
int render_parts(struct arena *a, struct str eml, struct rendered *out, struct err *e);

/* The preview's index page: one self-contained HTML file, no network. */
struct preview_item {
    struct str label; /* "reader of Defense + Business" */
    struct rendered mail;
    const struct edition *ed; /* what the mail was made from, for its findings; may be NULL */
};
VEC(preview_items, struct preview_item);
struct str render_preview(struct arena *a, struct str title, const struct preview_items *items);

/* A template over JSON data, not strict: for tests against the Mustache specification. partials: object of name ->
 * text. */
int render_json(struct arena *a, struct str tmpl, const struct json *data, const struct json *partials, struct str *out,
                struct err *e);
/* One line in the subject's language of tags over the edition: fills "{{lead.headline}}" and friends, no escaping. */
int render_subject(struct arena *a, struct str tmpl, struct str name, const struct edition *ed, const struct cohort *c,
                   struct str *out, struct err *e);

/* Numbered findings about a finished mail. */
struct lint_finding {
    const char *rule; /* "E104" */
    enum severity severity;
    struct str where; /* "html:12:3", "header Subject" */
    struct str text;
};
VEC(lint_findings, struct lint_finding);
void render_lint(struct arena *a, const struct rendered *mail, const struct edition *ed, struct lint_findings *out);
/* What in the mail says who reads it: pixels, links of one reader, addresses in links. Notes only. */
void render_lint_privacy(struct arena *a, const struct rendered *mail, struct lint_findings *out);
struct lint_rule {
    const char *id;   /* "E104"; NULL ends the table */
    const char *help; /* why it matters and what to do, in a sentence or two */
};
extern const struct lint_rule render_lint_rules[];

/* Every variable that a template may name, for `bulletin templates`. */
struct render_variable {
    struct str name;             /* "sections.stories.headline" */
    const char *kind;            /* "text", "link", "color", "yes/no", "list", "group", "reader" */
    const char *about, *example; /* example may be NULL */
};
VEC(render_variables, struct render_variable);
void render_variable_list(struct arena *a, struct render_variables *out);

#endif
