/* The reading room's page in a file: the bundle inside it is whole, its bytes are the source's, and nothing that a
 * report says can leave the element that it stands in. */
#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "test.h"
#include "view/room.h"

#define PAGE "<!doctype html><html><head><!--stemma-head--><style>b{}</style></head><body><!--stemma-data-->" \
             "<script type=\"module\">1</script></body></html>"

struct text {
    char *p;
    size_t n;
};

static int collect(void *arg, const char *p, size_t n) {
    struct text *t = arg;
    t->p = realloc(t->p, t->n + n + 1);
    memcpy(t->p + t->n, p, n);
    t->n += n;
    t->p[t->n] = 0;
    return 0;
}

static struct text page_of(const char *const *paths, size_t n, int keep) {
    stm_options o = STM_OPTIONS_INIT;
    o.keep_sources = keep;
    stm_account *a = NULL;
    struct text t = {0};
    CHECK(stm_account_read(&a, paths, n, &o, NULL) == 0);
    CHECK(a && stm_account_html(a, PAGE, collect, &t) == 0);
    stm_account_free(a);
    return t;
}

/* The JSON inside the page; NULL if there is none, or more of it than one. */
static json_t *bundle_of(const struct text *t, bool *alone) {
    static const char open[] = "<script type=\"application/json\" id=\"stemma-data\">";
    char *from = t->p ? strstr(t->p, open) : NULL;
    if (!from)
        return NULL;
    from += sizeof open - 1;
    char *end = strstr(from, "</script>");
    *alone = end && !memchr(from, '<', (size_t)(end - from)) && !memchr(from, '>', (size_t)(end - from)) &&
             !memchr(from, '&', (size_t)(end - from)) && !strstr(end, open);
    return end ? json_loadb(from, (size_t)(end - from), 0, NULL) : NULL;
}

/* Each run of a text's map stands on the same bytes of the source shown. */
static void check_texts(json_t *bundle) {
    size_t i, k;
    json_t *t, *r;
    json_array_foreach(json_object_get(bundle, "texts"), i, t) {
        const char *text = json_string_value(json_object_get(t, "text"));
        json_t *source = json_object_get(t, "source");
        const char *bytes = json_string_value(json_object_get(source, "text"));
        CHECK(text && bytes);
        if (!text || !bytes || json_is_array(json_object_get(source, "map")))
            continue;
        size_t start = (size_t)json_integer_value(json_object_get(source, "start")), n = strlen(bytes);
        bool same = true;
        json_array_foreach(json_object_get(t, "map"), k, r) {
            size_t at = (size_t)json_integer_value(json_array_get(r, 0)), src = (size_t)json_integer_value(json_array_get(r, 1)),
                   len = (size_t)json_integer_value(json_array_get(r, 2));
            same = same && src >= start && src - start + len <= n && !memcmp(text + at, bytes + src - start, len);
        }
        CHECK(same);
    }
}

static void examples(void *arg) {
    (void)arg;
    const char *paths[] = {"examples"};
    for (int keep = 0; keep < 2; keep++) {
        struct text t = page_of(paths, 1, keep);
        bool alone = false;
        json_t *b = bundle_of(&t, &alone);
        CHECK(b && alone);
        CHECK(t.n < 300000);
        CHECK(json_array_size(json_object_get(b, "texts")) == 8);
        CHECK(json_array_size(json_object_get(json_object_get(b, "account"), "claims")) > 0);
        CHECK(json_array_size(json_object_get(b, "diffs")) > 0);
        CHECK(strstr(t.p, "Content-Security-Policy") && strstr(t.p, "script-src 'sha256-"));
        check_texts(b);
        json_decref(b);
        free(t.p);
    }
}

/* ---- reports that mean harm ------------------------------------------------------------------------ */

#define EVIL "</script><script>alert(1)</script><img src=x onerror=alert(2)>"

static void hostile(void *arg) {
    (void)arg;
    char path[] = "/tmp/stemma-room-XXXXXX.jsonl";
    int fd = mkstemps(path, 6);
    CHECK(fd >= 0);
    FILE *f = fdopen(fd, "w");
    for (int i = 0; i < 3; i++) {
        json_t *o = json_object();
        char body[4000], id[200];
        snprintf(id, sizeof id, "evil-%d " EVIL, i);
        snprintf(body, sizeof body, "The mayor, \xE2\x80\xAEjohn " EVIL ", said on Monday that \xE2\x80\x9C" EVIL "\xE2\x80\x9D would be "
                 "closed and 12 people had died, \xE2\x80\xA8 officials of " EVIL " told reporters in a long statement number %d.", i);
        json_object_set_new(o, "id", json_string(id));
        json_object_set_new(o, "url", json_string("javascript:alert(document.cookie)//" EVIL));
        json_object_set_new(o, "title", json_string("<!--<script>" EVIL));
        json_object_set_new(o, "site_name", json_string("<!--stemma-data-->"));
        json_object_set_new(o, "published", json_string("2024-01-01" EVIL));
        json_object_set_new(o, "authors", json_pack("[s]", EVIL));
        json_object_set_new(o, "text", json_string(body));
        char *line = json_dumps(o, JSON_COMPACT);
        fprintf(f, "%s\n", line);
        free(line);
        json_decref(o);
    }
    fclose(f);
    const char *paths[] = {path};
    struct text t = page_of(paths, 1, 1);
    bool alone = false;
    json_t *b = bundle_of(&t, &alone);
    CHECK(b && alone);
    CHECK(json_array_size(json_object_get(b, "texts")) == 3);
    CHECK(!strstr(t.p, "<img") && !strstr(t.p, "alert(1)</script>"));
    CHECK(!strstr(t.p, "\xE2\x80\xA8")); /* a line separator ends a line of script */
    check_texts(b);
    json_decref(b);
    free(t.p);
    unlink(path);
}

static void pages(void *arg) {
    (void)arg;
    struct arena *a = arena_new(0);
    CHECK(room_policy(S(PAGE), true, a).p != NULL);
    CHECK(room_policy(S("<html><!--stemma-head--></html>"), true, a).p == NULL);
    CHECK(room_policy(S("<!--stemma-head--><!--stemma-data--><!--stemma-data-->"), true, a).p == NULL);
    CHECK(room_policy(S("<!--stemma-head-->\r<!--stemma-data-->"), true, a).p == NULL);
    /* printf '1' | sha256sum | xxd -r -p | base64 */
    CHECK(slice_find(room_policy(S(PAGE), true, a), S("'sha256-a4ayc/80/OGda4BO/1o/V0etpOqiLx1JwB5S3beHW0s='"), 0) != NONE);
    CHECK(slice_find(room_policy(S(PAGE), true, a), S("unsafe"), 0) == NONE);
    arena_free(a);
}

int main(void) {
    RUN(examples);
    RUN(hostile);
    RUN(pages);
    DONE();
}
