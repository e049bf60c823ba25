/* xml_scan.h: the tags and text of something that is nearly XML, or HTML, one after another, with no memory of its own.
 *
 * Never fails: what is no tag is text. Comments, processing instructions and the document type declaration are passed
 * over. Slices point into the input; nothing is decoded. Linear time: a search for an end is bounded or settles the
 * rest of the text. */
#ifndef INGEST_XML_SCAN_H
#define INGEST_XML_SCAN_H

#include "base/str.h"

struct xml_scan {
    const char *p, *end;
    bool in_root;  /* a tag was seen: a document type declaration is text from here on */
    bool unclosed; /* no "]]>" stands ahead: nobody looks for one again */
};

enum xml_kind { XML_END_OF_INPUT, XML_TEXT, XML_CDATA, XML_OPEN, XML_CLOSE };

struct xml_token {
    enum xml_kind kind;
    struct str text;  /* XML_TEXT: with its references; XML_CDATA: as it is */
    struct str name;  /* XML_OPEN, XML_CLOSE: with prefix, as written */
    struct str attrs; /* XML_OPEN: what stands between name and '>' */
    bool empty;       /* XML_OPEN: <name/> */
};

void xml_scan_begin(struct xml_scan *s, struct str text);
enum xml_kind xml_scan_next(struct xml_scan *s, struct xml_token *t);
/* The next of a tag's attributes; value {"",0} when it has none. False when there are no more. */
bool xml_attr_next(struct str *attrs, struct str *name, struct str *value);
/* One attribute by name in any case, references resolved, in the arena; {NULL,0} when absent. */
struct str xml_attr(struct arena *a, struct str attrs, const char *name);

#endif
