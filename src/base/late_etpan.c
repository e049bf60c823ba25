#include "base/late.h"
#include "base/late_names.h"
#include <libetpan/libetpan.h>

LATE(etpan, int, clist_insert_after, (clist * a, clistiter *b, void *c), (a, b, c))
LATE(etpan, clist *, clist_new, (void), ())
LATE(etpan, struct mailimf_field *, mailimf_field_new_custom, (char *a, char *b), (a, b))
LATE(etpan, struct mailimf_fields *, mailimf_fields_new_empty, (void), ())
LATE(etpan, int, mailmime_add_part, (struct mailmime * a, struct mailmime *b), (a, b))
LATE(etpan, char *, mailmime_content_charset_get, (struct mailmime_content * a), (a))
LATE(etpan, struct mailmime_content *, mailmime_content_new_with_str, (const char *a), (a))
LATE(etpan, struct mailmime_data *, mailmime_data_new, (int a, int b, int c, const char *d, size_t e, char *f),
     (a, b, c, d, e, f))
LATE(etpan, void, mailmime_decoded_part_free, (char *a), (a))
LATE(etpan, struct mailmime_disposition *, mailmime_disposition_new_with_data,
     (int a, char *b, char *c, char *d, char *e, size_t f), (a, b, c, d, e, f))
LATE(etpan, int, mailmime_encoded_phrase_parse,
     (const char *a, const char *b, size_t c, size_t *d, const char *e, char **f), (a, b, c, d, e, f))
LATE(etpan, struct mailmime_fields *, mailmime_fields_new_empty, (void), ())
LATE(etpan, struct mailmime_fields *, mailmime_fields_new_encoding, (int a), (a))
LATE(etpan, struct mailmime_fields *, mailmime_fields_new_with_data,
     (struct mailmime_mechanism * a, char *b, char *c, struct mailmime_disposition *d, struct mailmime_language *e),
     (a, b, c, d, e))
LATE(etpan, void, mailmime_free, (struct mailmime * a), (a))
LATE(etpan, struct mailmime_mechanism *, mailmime_mechanism_new, (int a, char *b), (a, b))
LATE(etpan, struct mailmime *, mailmime_new,
     (int a, const char *b, size_t c, struct mailmime_fields *d, struct mailmime_content *e, struct mailmime_data *f,
      struct mailmime_data *g, struct mailmime_data *h, clist *i, struct mailimf_fields *j, struct mailmime *k),
     (a, b, c, d, e, f, g, h, i, j, k))
LATE(etpan, struct mailmime *, mailmime_new_empty, (struct mailmime_content * a, struct mailmime_fields *b), (a, b))
LATE(etpan, struct mailmime *, mailmime_new_message_data, (struct mailmime * a), (a))
LATE(etpan, struct mailmime_parameter *, mailmime_param_new_with_data, (char *a, char *b), (a, b))
LATE(etpan, struct mailmime_parameter *, mailmime_parameter_new, (char *a, char *b), (a, b))
LATE(etpan, int, mailmime_parse, (const char *a, size_t b, size_t *c, struct mailmime **d), (a, b, c, d))
LATE(etpan, int, mailmime_part_parse, (const char *a, size_t b, size_t *c, int d, char **e, size_t *f),
     (a, b, c, d, e, f))
LATE(etpan, void, mailmime_set_imf_fields, (struct mailmime * a, struct mailimf_fields *b), (a, b))
LATE(etpan, void, mailmime_single_fields_init,
     (struct mailmime_single_fields * a, struct mailmime_fields *b, struct mailmime_content *c), (a, b, c))
LATE(etpan, int, mailmime_write_mem, (MMAPString * a, int *b, struct mailmime *c), (a, b, c))
LATE(etpan, void, mmap_string_free, (MMAPString * a), (a))
LATE(etpan, MMAPString *, mmap_string_new, (const char *a), (a))
