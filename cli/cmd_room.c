/* --html: the reading room's page in a file. */
#include "cli.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool room_page_given(char **page) {
    const char *path = getenv("STEMMA_ROOM");
    *page = NULL;
    if (!path || !*path)
        return true;
    FILE *f = fopen(path, "rb");
    size_t n = 0, cap = 0;
    while (f) {
        if (n + 1 >= cap) {
            char *more = cap < (16u << 20) ? realloc(*page, cap = cap ? cap * 2 : 1 << 16) : NULL;
            if (!more)
                break;
            *page = more;
        }
        size_t got = fread(*page + n, 1, cap - n - 1, f);
        n += got;
        if (!got) {
            (*page)[n] = 0;
            bool fine = !ferror(f);
            fclose(f);
            return fine;
        }
    }
    if (f)
        fclose(f);
    fprintf(stderr, "stemma: STEMMA_ROOM: %s cannot be read\n", path);
    return false;
}

static int to_file(void *arg, const char *p, size_t n) { return fwrite(p, 1, n, arg) == n ? 0 : STM_EIO; }

int write_html(const stm_account *account, struct session *s, stm_err *err) {
    char *page, *part = NULL;
    if (!room_page_given(&page))
        return STM_EIO;
    if (!page && !stm_has_room()) {
        err->message = WITHOUT_ROOM;
        return STM_EFORMAT;
    }
    if (!strcmp(s->plan->html, "-")) {
        int code = stm_account_html(account, page, session_write, s);
        free(page);
        return code;
    }
    /* written beside it and moved there whole: a page that is cut off shows nothing of the story */
    size_t n = strlen(s->plan->html) + 8;
    part = malloc(n);
    if (!part) {
        free(page);
        return STM_ENOMEM;
    }
    snprintf(part, n, "%s.part", s->plan->html);
    FILE *f = fopen(part, "wb");
    int code = f ? stm_account_html(account, page, to_file, f) : STM_EIO;
    if (f && fclose(f) && !code)
        code = STM_EIO;
    if (!code && rename(part, s->plan->html))
        code = STM_EIO;
    if (code && f)
        unlink(part);
    if (code == STM_EIO)
        err->message = "the page cannot be written there";
    else if (code == STM_EFORMAT)
        err->message = "STEMMA_ROOM is no page of the reading room";
    free(part);
    free(page);
    return code;
}
