/* One process per question, several at once: the question on its standard input, the answer from its standard output.
 * No shell. Each is a process group of its own, so that what it starts ends with it. */
#include "base/log.h"
#include "cli/model.h"
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <unistd.h>

enum { POLL_MS = 20, CHUNK = 16 << 10, COMPLAINT_MAX = 400, MOST = 64 /* config_why.c allows no more at once */ };

struct child {
    struct model_call *call;
    pid_t pid;
    int in, out, complaints; /* our ends; -1: closed */
    size_t sent;
    struct buf answer, said;
    int64_t deadline_ms;
    bool ended;
};

static void shut(int *fd)
{
    if (*fd >= 0)
        close(*fd);
    *fd = -1;
}

/* In the child: only calls that are safe after fork. */
static _Noreturn void become(const struct model_pace *p, char *const *argv, const int *fd, int report, pid_t parent)
{
    setpgid(0, 0);
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    signal(SIGPIPE, SIG_DFL);
    if (getppid() == parent && dup2(fd[0], 0) >= 0 && dup2(fd[1], 1) >= 0 && dup2(fd[2], 2) >= 0 &&
        chdir(p->dir.s) == 0)
        execvp(argv[0], argv);
    int why = errno;
    ssize_t ignored = write(report, &why, sizeof why);
    (void)ignored;
    _exit(127);
}

static char *const *argv_of(const struct model_pace *p)
{
    const struct strs *v = &p->m->command;
    char **argv = arena_array(p->a, char *, v->n + 1);
    for (size_t i = 0; i < v->n; i++)
        argv[i] = (char *)str_dup(p->a, v->v[i]).s;
    return argv;
}

static int start(struct model_pace *p, struct model_call *c, struct child *x)
{
    int why = 0, in[2] = {-1, -1}, out[2] = {-1, -1}, says[2] = {-1, -1}, report[2] = {-1, -1};
    char *const *argv = argv_of(p);
    pid_t parent = getpid();
    *x = (struct child){.call = c, .pid = -1, .in = -1, .out = -1, .complaints = -1, .deadline_ms = model_deadline(p)};
    if (pipe2(in, O_CLOEXEC) || pipe2(out, O_CLOEXEC) || pipe2(says, O_CLOEXEC) || pipe2(report, O_CLOEXEC))
        why = errno;
    else if ((x->pid = fork()) < 0)
        why = errno;
    else if (x->pid == 0)
        become(p, argv, (int[]){in[0], out[1], says[1]}, report[1], parent);
    shut(&in[0]);
    shut(&out[1]);
    shut(&says[1]);
    shut(&report[1]);
    ssize_t told = 0;
    do
        told = why ? 0 : read(report[0], &why, sizeof why);
    while (told < 0 && errno == EINTR);
    if (told > 0 && told != sizeof why)
        why = EIO;
    shut(&report[0]);
    x->in = in[1];
    x->out = out[0];
    x->complaints = says[0];
    if (why) {
        shut(&x->in);
        shut(&x->out);
        shut(&x->complaints);
        if (x->pid > 0)
            waitpid(x->pid, NULL, 0);
        err_set(&c->err, EX_UNAVAILABLE, "%.200s: %s", argv[0], strerror(why));
        model_ended(p, c, (struct str){0}, true);
        return -1;
    }
    setpgid(x->pid, x->pid); /* whoever comes first */
    fcntl(x->in, F_SETFL, O_NONBLOCK);
    fcntl(x->out, F_SETFL, O_NONBLOCK);
    fcntl(x->complaints, F_SETFL, O_NONBLOCK);
    buf_init(&x->answer, MODEL_ANSWER_MAX);
    buf_init(&x->said, COMPLAINT_MAX);
    return 0;
}

/* It need not read its question: a closed pipe is no error (SIGPIPE is ignored by main). */
static void feed(struct child *x)
{
    while (x->in >= 0 && x->sent < x->call->question.n) {
        ssize_t n = write(x->in, x->call->question.s + x->sent, x->call->question.n - x->sent);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0)
            break;
        x->sent += (size_t)n;
    }
    shut(&x->in);
}

static void drain(int *fd, struct buf *into, bool keep_beginning)
{
    char chunk[CHUNK];
    for (int rounds = 0; *fd >= 0 && rounds < 8; rounds++) {
        ssize_t n = read(*fd, chunk, sizeof chunk);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EAGAIN)
            return;
        if (n <= 0) {
            shut(fd);
            return;
        }
        if (keep_beginning && into->n + (size_t)n > into->max)
            n = (ssize_t)(into->max - into->n);
        buf_add(into, chunk, (size_t)n);
        if (into->over)
            return;
    }
}

/* Its end without taking its number away: the group it leads must still be its own when it is killed. */
static bool has_exited(const struct child *x)
{
    siginfo_t info = {0};
    return waitid(P_PID, (id_t)x->pid, &info, WEXITED | WNOHANG | WNOWAIT) == 0 && info.si_pid == x->pid;
}

static void judge(struct model_pace *p, struct child *x, int status, bool late)
{
    struct err *e = &x->call->err;
    struct str rest = buf_view(&x->said), line = {0};
    str_line(&rest, &line);
    line = printable(p->a, line, 200);
    if (x->answer.over)
        err_set(e, EX_DATAERR, "the answer is larger than %d KiB", MODEL_ANSWER_MAX >> 10);
    else if (late)
        err_set(e, EX_TEMPFAIL, "no answer in time; it was ended");
    else if (WIFSIGNALED(status))
        err_set(e, EX_UNAVAILABLE, "ended by signal %d", WTERMSIG(status));
    else if (WEXITSTATUS(status))
        err_set(e, EX_UNAVAILABLE, "exit code %d%s" STR_FMT, WEXITSTATUS(status), line.n ? ": " : "", STR_ARG(line));
    model_ended(p, x->call, e->code ? (struct str){0} : buf_view(&x->answer), false);
}

static void finish(struct model_pace *p, struct child *x, bool late)
{
    int status = 0;
    kill(-x->pid, SIGKILL); /* what it started and left behind; itself when it is late */
    while (waitpid(x->pid, &status, 0) < 0 && errno == EINTR)
        ;
    if (!late) { /* what it said at the last moment */
        drain(&x->out, &x->answer, false);
        drain(&x->complaints, &x->said, true);
    }
    judge(p, x, status, late);
    shut(&x->in);
    shut(&x->out);
    shut(&x->complaints);
    buf_end(&x->answer);
    buf_end(&x->said);
    x->ended = true;
}

static void look_after(struct model_pace *p, struct child *x)
{
    feed(x);
    drain(&x->out, &x->answer, false);
    drain(&x->complaints, &x->said, true);
    if (x->answer.over)
        finish(p, x, true);
    else if (has_exited(x))
        finish(p, x, false);
    else if (clock_mono_ms() >= x->deadline_ms)
        finish(p, x, true);
}

static void wait_for(const struct child *v, size_t n)
{
    struct pollfd fds[MOST * 3];
    size_t k = 0;
    int wait = POLL_MS;
    for (size_t i = 0; i < n; i++) {
        if (v[i].in >= 0)
            fds[k++] = (struct pollfd){.fd = v[i].in, .events = POLLOUT};
        if (v[i].out >= 0)
            fds[k++] = (struct pollfd){.fd = v[i].out, .events = POLLIN};
        if (v[i].complaints >= 0)
            fds[k++] = (struct pollfd){.fd = v[i].complaints, .events = POLLIN};
    }
    poll(fds, (nfds_t)k, wait);
}

int model_command(struct model_pace *p, struct model_call *v, size_t n, struct err *e)
{
    struct child live[MOST];
    size_t next = 0, active = 0;
    while (next < n || active) {
        while (next < n && active < (size_t)p->m->parallel && model_may_ask(p, &v[next]))
            active += start(p, &v[next++], &live[active]) == 0;
        if (p->enough)
            next = n;
        if (active)
            wait_for(live, active);
        for (size_t i = 0; i < active;) {
            look_after(p, &live[i]);
            if (live[i].ended)
                live[i] = live[--active];
            else
                i++;
        }
    }
    return 0;
}
