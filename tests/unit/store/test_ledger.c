#include "help.h"
#include <signal.h>

static struct recipients claim(struct run *r, struct arena *a, size_t max, int64_t now, int64_t *next)
{
    struct recipients got = {0};
    int64_t none;
    ok(ledger_claim(r, a, max, now, &got, next ? next : &none, e));
    return got;
}

static void test_freeze(void **state)
{
    struct place p;
    struct arena a = {0};
    struct freezing *z = NULL;
    struct frozen f = {0};
    struct err bad = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    struct freeze fz = {str_lit("morning-1"),
                        str_lit("morning"),
                        str_lit("daily"),
                        str_lit("Subject"),
                        str_lit("{\"a\":1}"),
                        str_lit("opaque"),
                        NOW};
    struct mold m = {.key = str_lit("defense;politics")};
    struct recipient r = reader(&a, 1), twin = reader(&a, 1), out = reader(&a, 2), none = reader(&a, 3);
    r.cohort = twin.cohort = out.cohort = m.key;
    twin.address = str_lit("READER1@example.org");
    none.cohort = str_lit("nothing");
    r.attributes = (struct str){"city\0Springfield\0", 17};
    ok(ledger_freeze_begin(s, &fz, &z, e));
    ok(ledger_freeze_mold(z, &m, e));
    ok(ledger_freeze_recipient(z, &r, (struct str){0}, e));
    ok(ledger_freeze_recipient(z, &out, str_lit("unsubscribed"), e));
    ok(ledger_freeze_recipient(z, &twin, (struct str){0}, e));
    ok(ledger_freeze_recipient(z, &none, str_lit("nothing"), e));
    ok(ledger_freeze_carried(z, str_lit("aaaaaaaaaaaa"), str_lit("bbbbbbbbbbbb"), (struct str){0}, e));
    ok(ledger_freeze_end(z, true, e));
    struct tally t = must_close(s, "morning-1");
    assert_int_equal(t.audience, 4);
    assert_int_equal(t.queued, 1);
    assert_int_equal(t.skipped, 3);

    assert_int_equal(ledger_freeze_begin(s, &fz, &z, &bad), -1);
    assert_int_equal(bad.code, EX_TEMPFAIL);
    assert_int_equal(ledger_find(s, &a, fz.edition, &f, NULL), 1);
    assert_string_equal(f.state.s, "frozen");
    assert_string_equal(f.settings.s, "opaque");
    assert_string_equal(f.json.s, "{\"a\":1}");
    assert_int_equal(f.tally.audience, 4);
    assert_int_equal(ledger_find(s, &a, str_lit("evening-1"), &f, NULL), 0);

    struct recipient found = {0};
    assert_int_equal(ledger_recipient(s, &a, fz.edition, str_lit("reader1@example.org"), &found, NULL), 1);
    assert_int_equal(found.row, 0);
    assert_int_equal(found.attributes.n, 17);
    assert_string_equal(found.cohort.s, "defense;politics");
    assert_int_equal(ledger_recipient(s, &a, fz.edition, str_lit("nobody@example.org"), &found, NULL), 0);
    struct mold back = {0};
    ok(ledger_mold(s, &a, fz.edition, m.key, &back, e));
    assert_true(str_eq(back.key, m.key));
    assert_int_equal(ledger_mold(s, &a, fz.edition, str_lit("nothing"), &back, &bad), -1);
    struct carrieds c = {0};
    ok(store_carried(s, &a, NOW - 10, &c, e));
    assert_int_equal(c.n, 1);
    assert_string_equal(c.v[0].story.s, "bbbbbbbbbbbb");
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void test_freeze_dropped(void **state)
{
    struct place p;
    struct arena a = {0};
    struct freezing *z = NULL;
    struct frozen f;
    struct err bad = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    struct freeze fz = {.edition = str_lit("x"), .digest = str_lit("x"), .now = NOW};
    struct recipient r = reader(&a, 1);
    ok(ledger_freeze_begin(s, &fz, &z, e));
    ok(ledger_freeze_recipient(z, &r, (struct str){0}, e));
    ok(ledger_freeze_end(z, false, e));
    assert_int_equal(ledger_find(s, &a, fz.edition, &f, NULL), 0);
    ok(ledger_freeze_begin(s, &fz, &z, e)); /* a recipient without mail is a bug of the caller's */
    ok(ledger_freeze_recipient(z, &r, (struct str){0}, e));
    assert_int_equal(ledger_freeze_end(z, true, &bad), -1);
    assert_int_equal(bad.code, EX_SOFTWARE);
    assert_int_equal(ledger_find(s, &a, fz.edition, &f, NULL), 0);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void test_run(void **state)
{
    struct place p;
    struct arena a = {0};
    struct frozen f;
    int64_t next = -1;
    place_make(&p);
    struct store *s = must_open(&p);
    freeze(s, "e", 10);
    struct run *r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    struct recipients got = claim(r, &a, 4, NOW, NULL);
    assert_int_equal(got.n, 4);
    assert_int_equal(got.v[3].row, 3);
    assert_string_equal(got.v[0].address.s, "reader0@example.org");
    assert_int_equal(must_close(s, "e").sending, 4);
    for (int i = 0; i < 3; i++)
        ledger_start(r, i);
    record(r, 0, DELIVERY_SENT, 0, NOW);
    record(r, 1, DELIVERY_DEFERRED, NOW + 300, NOW);
    record(r, 2, DELIVERY_FAILED, 0, NOW);
    record(r, 3, DELIVERY_QUEUED, 0, NOW);
    struct tally t = must_close(s, "e");
    assert_true(t.sent == 1 && t.deferred == 1 && t.failed == 1 && t.queued == 7 && t.sending == 0);

    got = claim(r, &a, 100, NOW, NULL); /* the row given back comes again, the deferred one does not */
    assert_int_equal(got.n, 7);
    assert_int_equal(got.v[0].row, 3);
    struct outcome all[7];
    for (size_t i = 0; i < 7; i++)
        all[i] = (struct outcome){.row = got.v[i].row, .state = DELIVERY_SENT};
    ok(ledger_record(r, all, 7, NOW, e));
    got = claim(r, &a, 100, NOW, &next);
    assert_int_equal(got.n, 0);
    assert_int_equal(next, NOW + 300);
    got = claim(r, &a, 100, NOW + 300, &next);
    assert_int_equal(got.n, 1);
    assert_int_equal(got.v[0].row, 1);
    assert_int_equal(got.v[0].attempts, 1);
    record(r, 1, DELIVERY_SENT, 0, NOW + 301);
    claim(r, &a, 1, NOW + 301, &next);
    assert_int_equal(next, 0);
    ok(ledger_run_close(r, NOW + 302, e));
    t = must_close(s, "e");
    assert_true(t.sent == 9 && t.failed == 1);
    assert_int_equal(ledger_find(s, &a, str_lit("e"), &f, NULL), 1);
    assert_string_equal(f.state.s, "done");
    assert_int_equal(f.started_at, NOW);
    assert_int_equal(f.finished_at, NOW + 302);

    int64_t moved = 0;
    ok(ledger_retry(s, str_lit("e"), DELIVERY_FAILED, NOW, &moved, e));
    assert_int_equal(moved, 1);
    assert_int_equal(must_close(s, "e").queued, 1);
    r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    got = claim(r, &a, 10, NOW, NULL);
    assert_int_equal(got.n, 1);
    assert_int_equal(got.v[0].row, 2);
    ok(ledger_run_close(r, NOW, e)); /* claimed, not started: given back */
    assert_int_equal(must_close(s, "e").queued, 1);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void test_misuse(void **state)
{
    struct place p;
    struct arena a = {0};
    struct err bad = {0};
    struct run *r;
    place_make(&p);
    struct store *s = must_open(&p);
    freeze(s, "e", 10);
    r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    claim(r, &a, 4, NOW, NULL);
    struct outcome twice[] = {{.row = 1, .state = DELIVERY_SENT}, {.row = 1, .state = DELIVERY_SENT}};
    assert_int_equal(ledger_record(r, twice, 2, NOW, &bad), -1);
    assert_int_equal(bad.code, EX_SOFTWARE);
    struct outcome foreign = {.row = 7, .state = DELIVERY_SENT};
    assert_int_equal(ledger_record(r, &foreign, 1, NOW, &bad), -1);
    struct tally t = must_close(s, "e");
    assert_true(t.sending == 4 && t.sent == 0);
    record(r, 1, DELIVERY_SENT, 0, NOW); /* still ours */
    assert_int_equal(ledger_record(r, twice, 1, NOW, &bad), -1);
    ok(ledger_run_close(r, NOW, e));
    assert_int_equal(ledger_run_open(s, str_lit("none"), p.dir, DOUBT_HOLD, NOW, &r, &bad), -1);
    assert_int_equal(bad.code, EX_NOINPUT);
    ok(ledger_set_state(s, str_lit("e"), str_lit("paused"), NOW, e));
    assert_int_equal(ledger_run_open(s, str_lit("e"), p.dir, DOUBT_HOLD, NOW, &r, &bad), -1);
    assert_int_equal(bad.code, EX_TEMPFAIL);
    assert_int_equal(ledger_set_state(s, str_lit("e"), str_lit("asleep"), NOW, &bad), -1);
    must_close(s, "e");
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void test_pause_stops_claims(void **state)
{
    struct place p;
    struct arena a = {0};
    place_make(&p);
    struct store *s = must_open(&p), *other = must_open(&p);
    freeze(s, "e", 10);
    struct run *r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    assert_int_equal(claim(r, &a, 2, NOW, NULL).n, 2);
    ok(ledger_set_state(other, str_lit("e"), str_lit("paused"), NOW, e));
    assert_int_equal(claim(r, &a, 2, NOW, NULL).n, 0);
    ok(ledger_set_state(other, str_lit("e"), str_lit("sending"), NOW, e));
    assert_int_equal(claim(r, &a, 2, NOW, NULL).n, 2);
    ok(ledger_run_close(r, NOW, e));
    must_close(s, "e");
    store_close(s);
    store_close(other);
    arena_end(&a);
    place_end(&p);
}

static void test_turn(void **state)
{
    struct place p;
    struct arena a = {0};
    struct recipients got = {0};
    struct err bad = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    freeze(s, "e", 10);
    struct run *r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    ok(ledger_turn(r, NULL, 0, &a, 3, NOW, &got, e));
    assert_int_equal(got.n, 3);
    struct outcome o[] = {
        {.row = 0, .state = DELIVERY_SENT}, {.row = 1, .state = DELIVERY_QUEUED}, {.row = 2, .state = DELIVERY_FAILED}};
    ok(ledger_turn(r, o, 3, &a, 2, NOW, &got, e));
    assert_int_equal(got.n, 5);
    assert_int_equal(got.v[3].row, 1); /* given back a moment ago */
    assert_int_equal(got.v[4].row, 3);
    struct tally t = must_close(s, "e");
    assert_true(t.sent == 1 && t.failed == 1 && t.sending == 2 && t.queued == 6);
    struct outcome wrong[] = {{.row = 3, .state = DELIVERY_SENT}, {.row = 0, .state = DELIVERY_SENT}};
    assert_int_equal(ledger_turn(r, wrong, 2, &a, 2, NOW, &got, &bad), -1);
    assert_int_equal(must_close(s, "e").sending, 2); /* neither */
    ok(ledger_turn(r, wrong, 1, &a, 0, NOW, &got, e));
    assert_int_equal(must_close(s, "e").sent, 2);
    ok(ledger_run_close(r, NOW, e));
    must_close(s, "e");
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

/* A child works on the edition, and must be killed at it. */
static void dies(const struct place *p, enum doubt_policy policy, void (*work)(struct run *r, struct arena *a))
{
    pid_t pid = fork();
    if (pid == 0) {
        struct arena a = {0};
        work(must_run(must_open(p), p, "e", policy, NOW), &a);
        _exit(0);
    }
    int status;
    waitpid(pid, &status, 0);
    assert_true(WIFSIGNALED(status) && WTERMSIG(status) == SIGKILL);
}

static int count_rows(void *ctx, const struct delivery *d)
{
    (void)d;
    ++*(int *)ctx;
    return 0;
}

static int doubted_rows(struct store *s)
{
    int n = 0;
    ok(ledger_each_doubted(s, str_lit("e"), count_rows, &n, e));
    return n;
}

/* Of five people, so many are in doubt, and named as such, after a death at WORK; the others are written to again. */
static void check_death(void (*work)(struct run *r, struct arena *a), int in_doubt)
{
    struct place p;
    place_make(&p);
    struct store *s = must_open(&p);
    freeze(s, "e", 5);
    store_close(s);
    dies(&p, DOUBT_RESEND, work);
    s = must_open(&p);
    struct run *r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    struct tally t = must_close(s, "e");
    assert_int_equal(t.in_doubt, in_doubt);
    assert_int_equal(t.queued, 5 - in_doubt);
    assert_int_equal(doubted_rows(s), in_doubt);
    ok(ledger_run_close(r, NOW, e));
    store_close(s);
    place_end(&p);
}

static void try_twice(struct run *r, struct arena *a)
{
    claim(r, a, 5, NOW, NULL);
    ledger_start(r, 0);
    record(r, 0, DELIVERY_DEFERRED, NOW + 1, NOW);
    claim(r, a, 5, NOW + 1, NULL);
    raise(SIGKILL);
}

/* The mark of an earlier try does not make a later claim look started. */
static void test_old_mark(void **state)
{
    check_death(try_twice, 0);
}

static const char *deadly; /* the fault point at which this process dies */

void fault_hook(const char *name);
void fault_hook(const char *name)
{
    if (deadly && strcmp(name, deadly) == 0)
        raise(SIGKILL);
}

static void doubt_and_claim(struct run *r, struct arena *a)
{
    struct recipients got = claim(r, a, 2, NOW, NULL);
    ledger_start(r, 0);
    struct outcome o = {.row = 0, .state = DELIVERY_IN_DOUBT};
    deadly = "claim-before-commit";
    ok(ledger_turn(r, &o, 1, a, 2, NOW, &got, e));
}

/* A doubt and the next claim of its row in one transaction that never ends: the mark alone knows of the doubt. */
static void test_doubt_and_claim(void **state)
{
    check_death(doubt_and_claim, 1);
}

/* Claims 8 rows, starts 3, records one of them. */
static void send_some(struct run *r, struct arena *a)
{
    struct recipients got = claim(r, a, 8, NOW, NULL);
    for (size_t i = 0; i < 3; i++)
        ledger_start(r, got.v[i].row);
    record(r, got.v[0].row, DELIVERY_SENT, 0, NOW);
    raise(SIGKILL);
}

static void test_kill(void **state)
{
    struct place p;
    struct arena a = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    freeze(s, "e", 20);
    store_close(s);
    dies(&p, DOUBT_HOLD, send_some);
    s = must_open(&p);
    assert_int_equal(must_close(s, "e").sending, 7);
    struct run *r = must_run(s, &p, "e", DOUBT_HOLD, NOW);
    struct tally t = must_close(s, "e");
    assert_true(t.sent == 1 && t.in_doubt == 2 && t.queued == 17 && t.sending == 0);
    struct recipients got = claim(r, &a, 100, NOW, NULL);
    assert_int_equal(got.n, 17); /* nobody in doubt under hold */
    for (size_t i = 0; i < got.n; i++)
        record(r, got.v[i].row, DELIVERY_SENT, 0, NOW);
    ok(ledger_run_close(r, NOW, e));
    r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    got = claim(r, &a, 100, NOW, NULL);
    assert_int_equal(got.n, 2);
    assert_int_equal(got.v[0].row, 1);
    assert_int_equal(got.v[0].attempts, 1);
    record(r, 1, DELIVERY_SENT, 0, NOW);
    ok(ledger_run_close(r, NOW, e)); /* row 2: untouched, so still in doubt */
    t = must_close(s, "e");
    assert_true(t.sent == 19 && t.in_doubt == 1);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

static void spoil(struct store *s, const struct place *p, const char *how)
{
    char cmd[256];
    if (strcmp(how, "reboot") == 0) {
        ok(db_run(s->db, e, "UPDATE run SET boot = 'another'", ""));
        return;
    }
    snprintf(cmd, sizeof cmd,
             strcmp(how, "gone") == 0    ? "rm %s/marks-*"
             : strcmp(how, "short") == 0 ? "truncate -s 64 %s/marks-*"
             : strcmp(how, "zero") == 0  ? "for f in %s/marks-*; do n=$(stat -c %%s $f); rm $f; truncate -s $n $f; done"
                                         : "ls %s >/dev/null",
             p->dir);
    assert_int_equal(system(cmd), 0);
}

/* What is left of the marks after a power cut is never believed. */
static void test_power(void **state)
{
    const char *const ways[] = {"reboot", "gone", "short", "zero"};
    for (size_t i = 0; i < sizeof ways / sizeof *ways; i++) {
        struct place p;
        struct arena a = {0};
        place_make(&p);
        struct store *s = must_open(&p);
        freeze(s, "e", 20);
        store_close(s);
        dies(&p, DOUBT_RESEND, send_some);
        s = must_open(&p);
        spoil(s, &p, ways[i]);
        struct run *r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
        struct tally t = must_close(s, "e");
        assert_int_equal(t.in_doubt, 7);
        assert_int_equal(t.queued, 12);
        for (;;) {
            struct recipients got = claim(r, &a, 5, NOW, NULL);
            if (!got.n)
                break;
            for (size_t k = 0; k < got.n; k++)
                record(r, got.v[k].row, DELIVERY_SENT, 0, NOW);
        }
        ok(ledger_run_close(r, NOW, e));
        t = must_close(s, "e");
        assert_int_equal(t.sent, 20);
        assert_int_equal(doubted_rows(s), 7); /* named for ever */
        store_close(s);
        arena_end(&a);
        place_end(&p);
    }
}

/* "row:state:attempts:code:relay:reason" of each */
struct seen {
    struct arena a;
    struct strs rows;
    size_t stop;
};

static int note(void *ctx, const struct delivery *d)
{
    struct seen *v = ctx;
    vec_add(&v->a, &v->rows,
            str_fmt(&v->a, "%lld:%s:%d:%d:%s:%s", (long long)d->recipient.row, delivery_state_name(d->state),
                    d->recipient.attempts, d->reply.code, d->reply.relay.s ? d->reply.relay.s : "-",
                    d->reason.s ? d->reason.s : "-"));
    return v->stop && v->rows.n == v->stop ? 9 : 0;
}

static void shows(struct store *s, const enum delivery_state *only, const char *want)
{
    struct seen v = {0};
    ok(ledger_each(s, str_lit("e"), only, note, &v, e));
    assert_string_equal(v.rows.n ? str_join(&v.a, &v.rows, " ").s : "", want);
    arena_end(&v.a);
}

static void test_each(void **state)
{
    struct place p;
    struct arena a = {0};
    struct seen v = {.stop = 2};
    struct err bad = {0};
    place_make(&p);
    struct store *s = must_open(&p);
    freeze(s, "e", 7);
    freeze(s, "other", 3);
    struct run *r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    claim(r, &a, 5, NOW, NULL);
    record(r, 0, DELIVERY_SENT, 0, NOW);
    record(r, 1, DELIVERY_DEFERRED, NOW, NOW);
    struct outcome o[] = {{.row = 2,
                           .state = DELIVERY_FAILED,
                           .reply = {550, str_lit("5.1.1"), str_lit("nobody"), {0}},
                           .reason = str_lit("hard")},
                          {.row = 3, .state = DELIVERY_IN_DOUBT}};
    ok(ledger_record(r, o, 2, NOW, e));
    claim(r, &a, 1, NOW, NULL); /* the deferred one, or the one in doubt */
    const enum delivery_state queued = DELIVERY_QUEUED, sending = DELIVERY_SENDING, sent = DELIVERY_SENT,
                              failed = DELIVERY_FAILED, doubt = DELIVERY_IN_DOUBT;
    shows(s, &queued, "5:queued:0:0:-:- 6:queued:0:0:-:-");
    shows(s, &sent, "0:sent:1:250:relay.example:25:-");
    shows(s, &failed, "2:failed:1:550:-:hard");
    shows(s, &sending, "3:sending:1:0:-:- 4:sending:0:0:-:-"); /* in doubt since ever: first in line */
    shows(s, &doubt, "");
    shows(s, NULL,
          "0:sent:1:250:relay.example:25:- 1:deferred:1:451:relay.example:25:- 2:failed:1:550:-:hard 3:sending:1:0:-:- "
          "4:sending:0:0:-:- 5:queued:0:0:-:- 6:queued:0:0:-:-");
    assert_int_equal(ledger_each(s, str_lit("e"), NULL, note, &v, NULL), 9);
    assert_int_equal(v.rows.n, 2);
    assert_int_equal(ledger_each(s, str_lit("none"), NULL, note, &v, &bad), -1);
    assert_int_equal(bad.code, EX_NOINPUT);
    arena_end(&v.a);
    ok(ledger_run_close(r, NOW, e));
    must_close(s, "e");
    struct frozens all = {0};
    ok(ledger_editions(s, &a, &all, e));
    assert_int_equal(all.n, 2);
    assert_string_equal(all.v[0].edition.s, "other");
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

/* A second try leaves the first one's answer in the history. */
static void test_history(void **state)
{
    struct place p;
    struct arena a = {0};
    int64_t n = 0;
    place_make(&p);
    struct store *s = must_open(&p);
    freeze(s, "e", 1);
    struct run *r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    for (int i = 0; i < 3; i++) {
        claim(r, &a, 1, NOW + i, NULL);
        record(r, 0, i < 2 ? DELIVERY_DEFERRED : DELIVERY_SENT, NOW + i + 1, NOW + i);
    }
    ok(ledger_run_close(r, NOW, e));
    ok(db_number(s->db, &n, e, "SELECT count(*) FROM result_before WHERE state = 3 AND code = 451", ""));
    assert_int_equal(n, 2);
    ok(db_number(s->db, &n, e, "SELECT attempts FROM delivery WHERE state = 'sent'", "")); /* the view */
    assert_int_equal(n, 3);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

/* Two processes on one edition: different rows, and neither sweeps the other while it lives. */
static void test_two_runs(void **state)
{
    struct place p;
    struct arena a = {0};
    int go[2], done[2];
    char c;
    place_make(&p);
    struct store *s = must_open(&p);
    freeze(s, "e", 20);
    store_close(s);
    assert_int_equal(pipe(go) | pipe(done), 0);
    pid_t pid = fork();
    if (pid == 0) {
        s = must_open(&p);
        struct run *r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
        struct recipients got = claim(r, &a, 6, NOW, NULL);
        ledger_start(r, got.v[0].row);
        assert_int_equal(write(done[1], "x", 1), 1);
        assert_int_equal(read(go[0], &c, 1), 1);
        raise(SIGKILL);
    }
    assert_int_equal(read(done[0], &c, 1), 1);
    s = must_open(&p);
    struct run *r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    assert_int_equal(must_close(s, "e").sending, 6);
    struct recipients got = claim(r, &a, 100, NOW, NULL);
    assert_int_equal(got.n, 14);
    assert_int_equal(got.v[0].row, 6);
    assert_int_equal(claim(r, &a, 100, NOW, NULL).n, 0); /* the other lives: its rows are not for us */
    spoil(s, &p, "none");
    for (size_t i = 0; i < got.n; i++)
        record(r, got.v[i].row, DELIVERY_SENT, 0, NOW);
    assert_int_equal(write(go[1], "x", 1), 1);
    waitpid(pid, NULL, 0);
    got = claim(r, &a, 100, NOW, NULL); /* now it is dead */
    assert_int_equal(got.n, 6);
    assert_int_equal(doubted_rows(s), 1);
    for (size_t i = 0; i < got.n; i++)
        record(r, got.v[i].row, DELIVERY_SENT, 0, NOW);
    ok(ledger_run_close(r, NOW, e));
    assert_int_equal(must_close(s, "e").sent, 20);
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

/* The marks of a living run were removed by hand: it is not swept. */
static void test_marks_removed_alive(void **state)
{
    struct place p;
    struct arena a = {0};
    place_make(&p);
    struct store *s = must_open(&p), *t = must_open(&p);
    freeze(s, "e", 20);
    struct run *one = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    claim(one, &a, 5, NOW, NULL);
    spoil(s, &p, "gone");
    struct run *two = must_run(t, &p, "e", DOUBT_RESEND, NOW);
    assert_int_equal(must_close(s, "e").sending, 5);
    ok(ledger_run_close(two, NOW, e));
    ok(ledger_run_close(one, NOW, e));
    assert_int_equal(must_close(s, "e").queued, 20);
    store_close(s);
    store_close(t);
    arena_end(&a);
    place_end(&p);
}

static void test_suppressed_meanwhile(void **state)
{
    struct place p;
    struct arena a = {0};
    struct subscribers none = {0};
    place_make(&p);
    struct store *s = must_open(&p), *other = must_open(&p);
    ok(store_sync_list(s, str_lit("daily"), &none, NOW, e));
    freeze(s, "e", 6);
    struct run *r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    claim(r, &a, 1, NOW, NULL);
    record(r, 0, DELIVERY_DEFERRED, NOW, NOW);
    ok(store_suppress(other, str_lit("reader0@example.org"), str_lit("complained"), NOW, e));
    ok(store_suppress(other, str_lit("reader1@example.org"), str_lit("unsubscribed"), NOW, e));
    ok(store_leave(other, str_lit("daily"), str_lit("reader2@example.org"), NOW, e));
    ok(store_leave(other, str_lit("weekly"), str_lit("reader3@example.org"), NOW, e)); /* another list's business */
    struct recipients got = claim(r, &a, 2, NOW, NULL);
    assert_int_equal(got.n, 2);
    assert_int_equal(got.v[0].row, 3);
    struct tally t = must_close(s, "e");
    assert_true(t.skipped == 3 && t.deferred == 0);
    ok(ledger_run_close(r, NOW, e));
    store_close(s);
    store_close(other);
    arena_end(&a);
    place_end(&p);
}

static void test_restored_and_moved(void **state)
{
    struct place p;
    struct arena a = {0};
    struct err bad = {0};
    struct run *r = NULL;
    char cmd[400];
    place_make(&p);
    struct store *s = must_open(&p);
    freeze(s, "e", 20);
    snprintf(cmd, sizeof cmd, "%s/backup.db", p.dir);
    ok(store_backup(s, cmd, e));
    r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    claim(r, &a, 5, NOW, NULL);
    ok(ledger_run_close(r, NOW, e));
    store_close(s);
    snprintf(cmd, sizeof cmd, "cd %s && rm -f bulletin.db-wal bulletin.db-shm && cp backup.db bulletin.db", p.dir);
    assert_int_equal(system(cmd), 0);
    s = must_open(&p);
    assert_int_equal(ledger_run_open(s, str_lit("e"), p.dir, DOUBT_RESEND, NOW, &r, &bad), -1);
    assert_int_equal(bad.code, EX_CONFIG);
    assert_non_null(strstr(bad.msg, "adopt"));
    ok(store_adopt(s, e));
    r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    claim(r, &a, 5, NOW, NULL);
    ok(ledger_run_close(r, NOW, e));
    ok(store_host_check(s, e));
    ok(db_run(s->db, e, "UPDATE meta SET value = 'elsewhere' WHERE key = 'host'", ""));
    assert_int_equal(store_host_check(s, &bad), -1);
    assert_non_null(strstr(bad.msg, "another host"));
    ok(store_adopt(s, e));
    ok(store_host_check(s, e));
    must_close(s, "e");
    store_close(s);
    arena_end(&a);
    place_end(&p);
}

/* On the same host: a copy is told from what was moved, restored or is known by two names. */
static void copies_beside(void **state)
{
    struct place p;
    struct err bad = {0};
    struct run *r = NULL;
    char cmd[800], path[300];
    place_make(&p);
    struct store *s = must_open(&p);
    freeze(s, "e", 20);
    r = must_run(s, &p, "e", DOUBT_RESEND, NOW);
    ok(ledger_run_close(r, NOW, e));
    store_close(s);
    snprintf(cmd, sizeof cmd, "cd %s && mkdir copy moved && cp -a bulletin.db copy/ && ln -s %s also", p.dir, p.dir);
    assert_int_equal(system(cmd), 0);

    snprintf(path, sizeof path, "%s/copy/bulletin.db", p.dir);
    ok(store_open(path, STORE_WRITE, &s, e));
    for (int i = 0; i < 2; i++) {
        assert_int_equal(ledger_run_open(s, str_lit("e"), p.dir, DOUBT_RESEND, NOW, &r, &bad), -1);
        assert_int_equal(bad.code, EX_CONFIG);
        assert_non_null(strstr(bad.msg, "is a copy of"));
        assert_non_null(strstr(bad.msg, "adopt"));
    }
    ok(store_adopt(s, e));
    ok(store_host_check(s, e));
    store_close(s);

    snprintf(path, sizeof path, "%s/also/bulletin.db", p.dir);
    ok(store_open(path, STORE_WRITE, &s, e));
    ok(store_host_check(s, e));
    store_close(s);

    snprintf(cmd, sizeof cmd, "cd %s && mv bulletin.db moved/", p.dir);
    assert_int_equal(system(cmd), 0);
    snprintf(path, sizeof path, "%s/moved/bulletin.db", p.dir);
    ok(store_open(path, STORE_WRITE, &s, e));
    ok(store_host_check(s, e));
    store_close(s);

    snprintf(cmd, sizeof cmd,
             "cd %s && cp moved/bulletin.db restored && rm moved/bulletin.db && mv restored moved/bulletin.db", p.dir);
    assert_int_equal(system(cmd), 0);
    ok(store_open(path, STORE_WRITE, &s, e));
    ok(store_host_check(s, e));
    store_close(s);
    place_end(&p);
}

/* verify must see a row that nobody would ever send */
static void test_recount_sees_loss(void **state)
{
    struct place p;
    struct tally t;
    place_make(&p);
    struct store *s = must_open(&p);
    freeze(s, "e", 20);
    ok(db_run(s->db, e, "UPDATE progress SET fresh = 5", ""));
    ok(ledger_recount(s, str_lit("e"), &t, e));
    assert_int_equal(t.audience, 20);
    assert_int_equal(sum(&t), 15);
    store_close(s);
    place_end(&p);
}

/* Any order of operations, with deaths between: the sum closes after each, and at the end everybody is settled. */
struct world {
    struct store *s;
    struct run *r;
    struct recipients held;
    struct arena a;
};

static uint32_t dice(uint32_t *seed, uint32_t n)
{
    *seed = *seed * 1664525u + 1013904223u;
    return (*seed >> 8) % n;
}

static void drop_held(struct world *w, size_t i)
{
    w->held.v[i] = w->held.v[--w->held.n];
}

static void one_step(struct world *w, const struct place *p, uint32_t *seed, int64_t now)
{
    static const enum delivery_state ends[] = {DELIVERY_SENT,   DELIVERY_SENT,     DELIVERY_DEFERRED, DELIVERY_FAILED,
                                               DELIVERY_QUEUED, DELIVERY_IN_DOUBT, DELIVERY_SKIPPED};
    int64_t n;
    if (!w->r) {
        w->r = must_run(w->s, p, "e", dice(seed, 2) ? DOUBT_RESEND : DOUBT_HOLD, now);
        return;
    }
    switch (dice(seed, 8)) {
    case 0:
    case 1:
        ok(ledger_claim(w->r, &w->a, 1 + dice(seed, 9), now, &w->held, &n, e));
        break;
    case 2:
        ok(ledger_run_close(w->r, now, e));
        w->r = NULL;
        w->held.n = 0;
        break;
    case 3:
        ok(ledger_retry(w->s, str_lit("e"), dice(seed, 2) ? DELIVERY_FAILED : DELIVERY_IN_DOUBT, now, &n, e));
        break;
    default:
        if (w->held.n) {
            size_t i = dice(seed, (uint32_t)w->held.n);
            ledger_start(w->r, w->held.v[i].row);
            if (dice(seed, 4)) {
                record(w->r, w->held.v[i].row, ends[dice(seed, 7)], now + dice(seed, 20), now);
                drop_held(w, i);
            }
        }
    }
}

static void live(const struct place *p, uint32_t seed, bool die)
{
    struct world w = {.s = must_open(p)};
    int steps = 5 + (int)dice(&seed, 40);
    for (int i = 0; i < steps; i++) {
        one_step(&w, p, &seed, NOW + i);
        must_close(w.s, "e");
    }
    if (die)
        raise(SIGKILL);
    if (w.r)
        ok(ledger_run_close(w.r, NOW, e));
    must_close(w.s, "e");
    store_close(w.s);
    arena_end(&w.a);
}

static void test_random(void **state)
{
    for (uint32_t round = 0; round < 6; round++) {
        struct place p;
        place_make(&p);
        struct store *s = must_open(&p);
        freeze(s, "e", 60);
        store_close(s);
        for (uint32_t i = 0; i < 12; i++) {
            pid_t pid = fork();
            if (pid == 0) {
                live(&p, round * 1000 + i, i % 3 != 0);
                _exit(0);
            }
            int status;
            waitpid(pid, &status, 0);
            assert_true(WIFSIGNALED(status) ? WTERMSIG(status) == SIGKILL : WEXITSTATUS(status) == 0);
        }
        struct arena a = {0};
        s = must_open(&p);
        struct run *r = must_run(s, &p, "e", DOUBT_RESEND, NOW + 10000);
        for (struct recipients got; (got = claim(r, &a, 64, NOW + 10000, NULL)).n;)
            for (size_t i = 0; i < got.n; i++)
                record(r, got.v[i].row, DELIVERY_SENT, 0, NOW);
        ok(ledger_run_close(r, NOW, e));
        struct tally t = must_close(s, "e");
        assert_true(t.sent + t.failed + t.skipped == 60);
        store_close(s);
        arena_end(&a);
        place_end(&p);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_freeze),
        cmocka_unit_test(test_freeze_dropped),
        cmocka_unit_test(test_run),
        cmocka_unit_test(test_misuse),
        cmocka_unit_test(test_pause_stops_claims),
        cmocka_unit_test(test_turn),
        cmocka_unit_test(test_each),
        cmocka_unit_test(test_history),
        cmocka_unit_test(test_old_mark),
        cmocka_unit_test(test_doubt_and_claim),
        cmocka_unit_test(test_kill),
        cmocka_unit_test(test_power),
        cmocka_unit_test(test_two_runs),
        cmocka_unit_test(test_marks_removed_alive),
        cmocka_unit_test(test_suppressed_meanwhile),
        cmocka_unit_test(test_restored_and_moved),
        cmocka_unit_test(copies_beside),
        cmocka_unit_test(test_recount_sees_loss),
        cmocka_unit_test(test_random),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
