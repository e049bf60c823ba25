/* Reading what a model answered. Whatever it is, the result is a short list of strings or one sentence of error. */
#include "base/utf8.h"
#include "why/why.h"

enum { MOST = 12, SENTENCE_MAX = 2000 /* bytes; longer ones cannot pass any check */ };

static int not_so(struct err *e)
{
    return err_set(e, EX_DATAERR, "the answer is not {\"why\": [\"sentence\", ...]}");
}

static int take(struct arena *a, const struct json *j, struct strs *out, struct err *e)
{
    const struct json *list = json_is_object(j) ? json_get(j, "why") : j;
    if (!json_is_array(list))
        return not_so(e);
    for (size_t i = 0; i < json_len(list); i++)
        if (!json_is_string(json_at(list, i)))
            return not_so(e);
    for (size_t i = 0; i < json_len(list) && i < MOST; i++) {
        struct str s = json_str(json_at(list, i));
        if (s.n && s.n <= SENTENCE_MAX)
            vec_add(a, out, utf8_clean(a, s));
    }
    return 0;
}

/* Some models think aloud first, and many put JSON into a fence. */
static struct str unwrapped(struct str s)
{
    s = str_trim(s);
    if (str_starts(s, "<think>")) {
        size_t end = str_find(s, str_lit("</think>"));
        s = end == STR_NONE ? (struct str){0} : str_trim(str_sub(s, end + 8, s.n));
    }
    if (str_starts(s, "```")) {
        size_t line = str_chr(s, '\n');
        s = line == STR_NONE ? (struct str){0} : str_trim(str_sub(s, line + 1, s.n));
        if (str_ends(s, "```"))
            s = str_trim(str_sub(s, 0, s.n - 3));
    }
    return s;
}

int why_answer(struct arena *a, struct str bytes, struct strs *out, struct err *e)
{
    struct err why = {0};
    struct json *j = utf8_valid(bytes) ? json_parse(unwrapped(bytes), str_lit("answer"), &why) : NULL;
    if (!j)
        return err_set(e, EX_DATAERR, "the answer is not JSON%s%.200s", why.code ? ": " : "", why.code ? why.msg : "");
    int rc = take(a, j, out, e);
    json_end(j);
    return rc;
}

int why_answer_chat(struct arena *a, struct str bytes, struct strs *out, int64_t *tokens, struct err *e)
{
    struct err why = {0};
    struct json *j = utf8_valid(bytes) ? json_parse(bytes, str_lit("answer"), &why) : NULL;
    int rc;
    if (!j)
        return err_set(e, EX_DATAERR, "the answer is not JSON%s%.200s", why.code ? ": " : "", why.code ? why.msg : "");
    int64_t used = json_i64(json_get(json_get(j, "usage"), "total_tokens"), 0);
    if (used > 0 && used < 1000000000)
        *tokens = used;
    const struct json *choice = json_at(json_get(j, "choices"), 0);
    const struct json *content = json_get(json_get(choice, "message"), "content");
    if (!json_is_string(content))
        rc = err_set(e, EX_DATAERR,
                     "the answer has no choices[0].message.content; is this a chat completions endpoint?");
    else
        rc = why_answer(a, json_str(content), out, e);
    json_end(j);
    return rc;
}
