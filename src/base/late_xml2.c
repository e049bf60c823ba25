#include "base/late.h"
#include "base/late_names.h"
#include <libxml/parser.h>

LATE(xml2, xmlParserCtxtPtr, xmlCreatePushParserCtxt,
     (xmlSAXHandlerPtr a, void *b, const char *c, int d, const char *e), (a, b, c, d, e))
LATE(xml2, int, xmlCtxtUseOptions, (xmlParserCtxtPtr a, int b), (a, b))
LATE(xml2, void, xmlFreeDoc, (xmlDocPtr a), (a))
LATE(xml2, void, xmlFreeParserCtxt, (xmlParserCtxtPtr a), (a))
LATE(xml2, void, xmlInitParser, (void), ())
LATE(xml2, int, xmlParseChunk, (xmlParserCtxtPtr a, const char *b, int c, int d), (a, b, c, d))
LATE(xml2, void, xmlStopParser, (xmlParserCtxtPtr a), (a))
