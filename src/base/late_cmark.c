#include "base/late.h"
#include "base/late_names.h"
#include <cmark.h>

LATE(cmark, void, cmark_node_free, (cmark_node * a), (a))
LATE(cmark, void, cmark_parser_feed, (cmark_parser * a, const char *b, size_t c), (a, b, c))
LATE(cmark, cmark_node *, cmark_parser_finish, (cmark_parser * a), (a))
LATE(cmark, void, cmark_parser_free, (cmark_parser * a), (a))
LATE(cmark, cmark_parser *, cmark_parser_new_with_mem, (int a, cmark_mem *b), (a, b))
LATE(cmark, char *, cmark_render_html, (cmark_node * a, int b), (a, b))
