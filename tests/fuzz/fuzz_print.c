/* What the store keeps of earlier mails: any bytes as the print of an article, as a reader's memory, as the turns of a
 * mail. A print that opens says the same when an article is held against it; a memory and turns survive being written
 * and read; a mail more leaves a memory that can be read. */
#include "base/utf8.h"
#include "compose/compose.h"
#include "compose/develop.h"
#include "model/memory.h"
#include <stdlib.h>

static void die_unless(bool ok)
{
    if (!ok)
        abort();
}

static void rises(const struct hashes *v)
{
    for (size_t i = 1; i < v->n; i++)
        die_unless(v->v[i - 1] < v->v[i]);
}

static void use_print(struct arena *a, struct str blob)
{
    struct news n;
    struct print p;
    if (!print_open(a, blob, &p))
        return;
    size_t numbers = 3 + p.words.n + p.sentences.n;
    rises(&p.words);
    for (size_t i = 0; i < p.sentences.n; i++) {
        rises(&p.sentences.v[i]);
        numbers += p.sentences.v[i].n;
    }
    die_unless(numbers * 4 == blob.n);
    struct article art = {.text = str_lit("The ferry struck the northern pier early on Monday morning. Inspectors "
                                          "discovered 47 corroded valves inside the engine room."),
                          .lang = str_lit("en")};
    struct news_words *w = news_words_new(a);
    struct read_before before = {.day = INT64_MIN};
    struct known known;
    vec_add(a, &before.prints, p);
    known_read(a, w, &before.prints, &known);
    before.known = &known;
    for (int same = 0; same < 2; same++) {
        before.same_voice = same;
        print_news(a, w, &art, &before, &n);
    }
    die_unless(!n.sentence.n || (n.sentence.s >= art.text.s && n.sentence.n <= art.text.n));
    news_words_end(w);
}

/* Any bytes as the text of an article that is held against another. */
static void use_text(struct arena *a, struct str bytes)
{
    static const struct str langs[] = {{"en", 2}, {"de", 2}, {"fr", 2}, {"es", 2}, {"zh", 2}, {NULL, 0}};
    struct article was = {.title = str_lit("Eleven hurt as ferry strikes pier on Monday"), .lang = str_lit("en")};
    struct read_before before = {.day = 20000};
    struct known known;
    struct print p;
    struct news n;
    struct str text = utf8_clean(a, bytes), line;
    struct article art = {.lang = langs[bytes.n % 6], .published = {.t = 20002 * 86400, .has = WHEN_DAY}, .text = text};
    if (str_line(&text, &line))
        art.title = line;
    die_unless(print_open(a, compose_print(a, &was), &p));
    struct news_words *w = news_words_new(a);
    vec_add(a, &before.prints, p);
    known_read(a, w, &before.prints, &known);
    before.known = &known;
    print_news(a, w, &art, &before, &n);
    die_unless(!n.sentence.n || (n.sentence.s >= art.text.s && n.sentence.s + n.sentence.n <= art.text.s + art.text.n));
    news_words_end(w);
}

static void same_again(struct arena *a, const struct memory *m)
{
    struct memory back;
    struct str text = memory_text(a, m);
    memory_parse(a, text, &back);
    die_unless(back.mails.n == m->mails.n && back.ctas.n == m->ctas.n);
    die_unless(str_eq(memory_text(a, &back), text));
}

static void use_memory(struct arena *a, struct str text)
{
    struct memory m;
    struct cta_turns turns = {0}, back = {0};
    struct str rest = text, line;
    str_cut(&rest, '\n', &line);
    cta_turns_parse(a, rest, &turns);
    cta_turns_parse(a, cta_turns_text(a, &turns), &back);
    die_unless(back.n == turns.n);
    memory_parse(a, line, &m);
    same_again(a, &m);
    for (int64_t edition = 1; edition < 4; edition++)
        memory_add(a, &m, edition, 7, &turns, 2);
    same_again(a, &m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t n)
{
    struct arena a = {0};
    struct str bytes = {(const char *)data, n};
    use_print(&a, bytes);
    use_text(&a, bytes);
    use_memory(&a, bytes);
    arena_end(&a);
    return 0;
}
