/* An account as the reading room's page, in one file. */
#include "api.h"
#include "view/room.h"

enum { FILE_SOURCE = 96 << 10 /* bytes of one source inside a page */ };

struct html {
    const struct account *acc;
    slice page;
    struct arena *tmp;
    struct out *o;
};

static void bundle(void *arg, struct out *o) {
    const struct html *h = arg;
    struct room_options options = {.source = room_source_of, .most_source = FILE_SOURCE, .diffs = true};
    if (h->acc->stories.stories_n == 1)
        options.story = h->acc->stories.stories[0].id;
    room_bundle(h->acc, &options, h->tmp, o);
}

static void write_html(void *arg) {
    struct html *h = arg;
    slice policy = room_policy(h->page, false, h->tmp);
    if (!policy.p)
        guard_fail(STM_EFORMAT);
    struct buf head = {.a = h->tmp};
    buf_slice(&head, S("<meta http-equiv=\"Content-Security-Policy\" content=\""));
    buf_slice(&head, policy);
    buf_slice(&head, S("\">"));
    /* scratch is reset while the bundle is written; the head is out before */
    room_page(h->page, buf_take(&head), bundle, h, h->o);
}

int stm_account_html(const stm_account *account, const char *page, stm_write *write, void *arg) {
    struct html h = {.acc = account->acc, .page = page ? slice_str(page) : room_built(),
                     .tmp = arena_new(0), .o = mem_alloc(sizeof *h.o)};
    int code = h.tmp && h.o ? h.page.p ? 0 : STM_EUSAGE : STM_ENOMEM;
    if (!code) {
        out_init(h.o, write, arg);
        code = guard_run(write_html, &h);
        int flushed = out_flush(h.o);
        if (!code)
            code = flushed;
    }
    arena_free(h.tmp);
    mem_free(h.o);
    return code;
}

int stm_has_room(void) { return room_built().p != NULL; }
