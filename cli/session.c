/* A command's run: options for the library, a progress bar on a terminal, a line for each skipped
 * input, output to stdout, and the exit code. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

static double now(void) {
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static void wipe(struct session *s) {
    if (s->bar) {
        fputs("\r\033[K", stderr);
        s->bar = false;
    }
}

/* A line of somebody else's bytes must not steer the terminal. */
static void safe(const char *z) {
    for (; *z; z++)
        fputc((unsigned char)*z < 32 || *z == 127 ? '?' : *z, stderr);
}

static void on_skip(void *arg, const stm_skip *skip) {
    struct session *s = arg;
    s->skipped++;
    if (s->plan->quiet)
        return;
    wipe(s);
    fputs("stemma: ", stderr);
    safe(skip->file);
    if (skip->record) {
        fputs(": ", stderr);
        safe(skip->record);
    }
    fputs(": ", stderr);
    safe(skip->error);
    fputs("\n", stderr);
}

static void count(const stm_progress *p, double spent) {
    fprintf(stderr, "%llu read, ", (unsigned long long)p->read);
    if (p->known)
        fprintf(stderr, "%llu there already, ", (unsigned long long)p->known);
    fprintf(stderr, "%llu skipped, %.0f/s", (unsigned long long)p->skipped, (double)(p->read + p->known) / spent);
}

static void bar(uint64_t done, uint64_t all) {
    int filled = (int)(20 * done / all);
    fprintf(stderr, "[%.*s%.*s] %3d%%  ", filled, "####################", 20 - filled, "....................",
            (int)(100 * done / all));
}

static void left(uint64_t done, uint64_t all, double spent) {
    double seconds = done ? spent * (double)(all - done) / (double)done : 0;
    fprintf(stderr, ", %d:%02d left", (int)seconds / 60, (int)seconds % 60);
}

static void on_progress(void *arg, const stm_progress *p) {
    struct session *s = arg;
    double t = now();
    if (p->all != s->all || p->done < s->done) /* another count begins */
        s->counted = t;
    s->done = p->done;
    s->all = p->all;
    if (t - s->started < 1 || t - s->drawn < 0.1)
        return;
    s->drawn = t;
    s->bar = true;
    fprintf(stderr, "\r\033[K");
    if (p->all) {
        bar(p->done, p->all);
        fputs("making out the stories", stderr);
        left(p->done, p->all, t - s->counted);
    } else if (p->bytes_all && p->bytes <= p->bytes_all) {
        bar(p->bytes, p->bytes_all);
        count(p, t - s->started);
        left(p->bytes, p->bytes_all, t - s->started);
    } else {
        count(p, t - s->started);
    }
    fflush(stderr);
}

void session_start(struct session *s, const struct plan *plan) {
    memset(s, 0, sizeof *s);
    s->plan = plan;
    s->started = now();
    s->options.threads = plan->threads;
    s->options.models = plan->models;
    s->options.sites = plan->sites;
    s->options.max_bytes = plan->max_bytes;
    s->options.on_skip = on_skip;
    if (!plan->quiet && isatty(2))
        s->options.on_progress = on_progress;
    s->options.arg = s;
}

int session_write(void *arg, const char *p, size_t n) {
    struct session *s = arg;
    if (isatty(1))
        wipe(s);
    if (fwrite(p, 1, n, stdout) == n)
        return 0;
    s->closed = errno == EPIPE; /* what comes after may set errno */
    return STM_EIO;
}

int session_end(struct session *s, int status, const stm_err *err) {
    wipe(s);
    if (fflush(stdout) && !status) {
        status = STM_EIO;
        s->closed = errno == EPIPE;
    }
    if (status == STM_EIO && s->closed)
        return EXIT_FINE; /* whoever read it has enough */
    if (status) {
        fprintf(stderr, "stemma: %s: %s\n", s->plan->command->name,
                err && err->message ? err->message
                : status == STM_EIO ? "the output cannot be written" : stm_strerror(status));
        return status == STM_EUSAGE ? EXIT_USAGE : EXIT_FAILED;
    }
    return s->plan->strict && s->skipped ? EXIT_SKIPPED : EXIT_FINE;
}

static int columns(const struct plan *plan) {
    if (plan->width)
        return plan->width;
    struct winsize w;
    if (isatty(1) && ioctl(1, TIOCGWINSZ, &w) == 0 && w.ws_col >= 20)
        return w.ws_col;
    return 80;
}

static int coloured(const struct plan *plan) {
    const char *no = getenv("NO_COLOR"), *term = getenv("TERM");
    if (plan->colour != WHEN_AUTO)
        return plan->colour == WHEN_ALWAYS;
    return isatty(1) && !(no && *no) && !(term && term[0] == 'd' && term[1] == 'u');
}

stm_view_options session_view(const struct plan *plan) {
    return (stm_view_options){plan->view, coloured(plan), columns(plan), plan->ascii};
}
