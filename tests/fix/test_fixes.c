/* Corrections on a desk: each kind does what it says, holds after more reports and a new start, can be undone, and can
 * be taken to another desk; the machine's own answer stays. */
#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

#include "test.h"

static char folder[] = "/tmp/stemma-fixes-XXXXXX", path_a[64], path_b[64];

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

static stm_desk *opened(const char *path) {
    stm_desk *d = NULL;
    CHECK(stm_desk_open(&d, path, 1, NULL) == 0);
    return d;
}

static void add(const char *path, const char *const *files, size_t n) {
    stm_desk *d = opened(path);
    stm_options o = STM_OPTIONS_INIT;
    CHECK(stm_desk_add(d, files, n, &o, NULL, NULL) == 0);
    stm_desk_close(d);
}

#define PAGE "<head><!--stemma-head--></head><body><!--stemma-data--></body>"

/* The bundle of a story that holds a report, or of the whole desk (NULL), of a desk opened anew. */
static json_t *bundle(const char *path, const char *story) {
    stm_desk *d = opened(path);
    stm_account *a = NULL;
    struct text t = {0};
    stm_options o = STM_OPTIONS_INIT;
    CHECK(stm_desk_account(d, story, &o, &a) == 0);
    CHECK(a && stm_account_html(a, PAGE, collect, &t) == 0);
    stm_account_free(a);
    stm_desk_close(d);
    char *from = t.p ? strstr(t.p, "stemma-data\">") : NULL, *end = from ? strstr(from, "</script>") : NULL;
    json_t *v = end ? json_loadb(from + 13, (size_t)(end - from) - 13, 0, NULL) : NULL;
    free(t.p);
    CHECK(v != NULL);
    return v;
}

static json_t *account(json_t *bundle_) { return json_object_get(bundle_, "account"); }
static const char *string(json_t *v, const char *key) {
    const char *s = json_string_value(json_object_get(v, key));
    return s ? s : "";
}

/* The id of the story that holds a report. */
static void story_of(const char *path, const char *doc, char id[80], size_t *documents) {
    json_t *b = bundle(path, NULL), *s, *d;
    size_t i, k;
    *id = 0;
    json_array_foreach(json_object_get(account(b), "stories"), i, s)
        json_array_foreach(json_object_get(s, "documents"), k, d)
            if (!strcmp(json_string_value(d), doc)) {
                snprintf(id, 80, "%s", string(s, "id"));
                *documents = json_array_size(json_object_get(s, "documents"));
            }
    json_decref(b);
}

static int fix(const char *path, const char *story, const char *kind, const char *args, char id[32]) {
    stm_desk *d = opened(path);
    stm_err err = {0};
    stm_options o = STM_OPTIONS_INIT;
    int code = stm_desk_fix_add(d, story, kind, args, "because", &o, id, &err);
    CHECK(!code || err.message); /* it says what is wrong */
    stm_desk_close(d);
    return code;
}

static void undo(const char *path, const char *id, int undone) {
    stm_desk *d = opened(path);
    CHECK(stm_desk_fix_undo(d, id, undone) == 0);
    stm_desk_close(d);
}

static json_t *row_fixed(json_t *b, const char *list, const char *id) { /* the first row that a fix has made */
    size_t i, k;
    json_t *r, *f;
    json_array_foreach(json_object_get(account(b), list), i, r)
        json_array_foreach(json_object_get(r, "fixed"), k, f)
            if (!strcmp(json_string_value(f), id))
                return r;
    return NULL;
}

static size_t machine(json_t *b, const char *list) { return json_array_size(json_object_get(json_object_get(b, "machine"), list)); }

static const char *state(json_t *b, const char *id) {
    size_t i;
    json_t *f;
    json_array_foreach(json_object_get(b, "fixes"), i, f)
        if (!strcmp(string(f, "id"), id))
            return string(f, "state");
    return "none";
}

static const char *const first[] = {"examples/courier-lock.html", "examples/tidewater-warning.html", "examples/gazette-minister.html",
                                    "examples/lantern-secret-report.html", "examples/velsk-monitor-en.html",
                                    "examples/courier-commission.html"};
static const char *const later[] = {"examples/inland-herald-hospital.html", "examples/newsmix-brief.html"};

static void stories(void *arg) {
    (void)arg;
    char one[80], two[80], id[32], part[32], args[300];
    size_t n = 0, m = 0;
    add(path_a, first, NELEMS(first));
    story_of(path_a, "courier-lock", one, &n);
    story_of(path_a, "courier-commission", two, &m);
    CHECK(n == 5 && m == 1 && strcmp(one, two) != 0);
    snprintf(args, sizeof args, "{\"stories\":[\"%s\",\"%s\"]}", one, two);
    CHECK(fix(path_a, NULL, "story-join", args, id) == 0);
    char joined[80], now[80];
    size_t all = 0;
    story_of(path_a, "courier-commission", joined, &all);
    CHECK(all == 6);
    json_t *b = bundle(path_a, one); /* the machine's id leads to where its reports are shown */
    CHECK(!strcmp(string(b, "story"), joined) && machine(b, "stories") == 2 && !strcmp(state(b, id), "applied"));
    json_decref(b);
    add(path_a, later, NELEMS(later)); /* more reports of the first story: they come along */
    story_of(path_a, "courier-commission", now, &all);
    CHECK(all == 8);
    CHECK(fix(path_a, NULL, "story-part", "{\"documents\":[\"newsmix-brief\",\"velsk-monitor-en\"]}", part) == 0);
    story_of(path_a, "newsmix-brief", now, &n);
    CHECK(n == 2);
    snprintf(args, sizeof args, "{\"story\":\"%s\",\"name\":\"The brief\"}", now);
    char name[32];
    CHECK(fix(path_a, now, "story-name", args, name) == 0);
    b = bundle(path_a, now);
    CHECK(!strcmp(string(json_array_get(json_object_get(account(b), "stories"), 0), "title"), "The brief"));
    json_decref(b);
    story_of(path_a, "courier-lock", now, &n);
    CHECK(n == 6);
    b = bundle(path_a, now);
    CHECK(strcmp(string(json_array_get(json_object_get(account(b), "stories"), 0), "title"), "The brief") != 0);
    json_decref(b);
    undo(path_a, part, 1);
    undo(path_a, id, 1);
    story_of(path_a, "courier-lock", now, &n);
    CHECK(n == 7);
    undo(path_a, name, 1);
}

static json_t *at(json_t *b, const char *list, size_t i) { return json_array_get(json_object_get(account(b), list), i); }

static void rows(void *arg) {
    (void)arg;
    char story[80], args[600], id[32];
    size_t n;
    story_of(path_a, "courier-lock", story, &n);
    json_t *b = bundle(path_a, story), *r;
    /* entities */
    snprintf(args, sizeof args, "{\"entities\":[\"%s\",\"%s\"],\"name\":\"Both of them\"}", string(at(b, "entities", 0), "id"),
             string(at(b, "entities", 1), "id"));
    size_t entities = json_array_size(json_object_get(account(b), "entities"));
    CHECK(fix(path_a, story, "entity-join", args, id) == 0);
    json_decref(b);
    b = bundle(path_a, story);
    r = row_fixed(b, "entities", id);
    CHECK(r && !strcmp(string(r, "name"), "Both of them") && machine(b, "entities") == 2);
    CHECK(json_array_size(json_object_get(account(b), "entities")) == entities - 1);
    json_decref(b);
    undo(path_a, id, 1);
    b = bundle(path_a, story);
    CHECK(json_array_size(json_object_get(account(b), "entities")) == entities && machine(b, "entities") == 0);
    /* claims */
    json_t *c0 = at(b, "claims", 0), *c1 = at(b, "claims", 1);
    size_t sum = json_array_size(json_object_get(c0, "reports")) + json_array_size(json_object_get(c1, "reports"));
    size_t claims = json_array_size(json_object_get(account(b), "claims"));
    snprintf(args, sizeof args, "{\"claims\":[\"%s\",\"%s\"]}", string(c0, "id"), string(c1, "id"));
    CHECK(fix(path_a, story, "claim-join", args, id) == 0);
    json_decref(b);
    b = bundle(path_a, story);
    r = row_fixed(b, "claims", id);
    CHECK(r && json_array_size(json_object_get(r, "reports")) == sum && machine(b, "claims") == 2);
    CHECK(json_array_size(json_object_get(account(b), "claims")) == claims - 1);
    /* every reference leads to a claim that is there */
    bool whole = true;
    static const char *const lists[] = {"conflicts", "ledger"};
    for (size_t l = 0; l < NELEMS(lists); l++) {
        size_t i, k, x;
        json_t *row, *ref, *claim;
        json_array_foreach(json_object_get(account(b), lists[l]), i, row)
            json_array_foreach(json_object_get(row, "claims"), k, ref) {
                bool there = false;
                json_array_foreach(json_object_get(account(b), "claims"), x, claim)
                    there = there || !strcmp(string(claim, "id"), json_string_value(ref));
                whole = whole && there;
            }
    }
    CHECK(whole);
    /* and parted again, out of the joined one */
    json_t *p = json_array_get(json_object_get(r, "reports"), 0), *span_ = json_object_get(p, "span");
    snprintf(args, sizeof args, "{\"claim\":\"%s\",\"reports\":[{\"doc\":\"%s\",\"span\":[%d,%d]}]}", string(r, "id"), string(p, "doc"),
             (int)json_integer_value(json_array_get(span_, 0)), (int)json_integer_value(json_array_get(span_, 1)));
    CHECK(fix(path_a, story, "claim-part", args, id) == 0);
    json_decref(b);
    b = bundle(path_a, story);
    CHECK(json_array_size(json_object_get(account(b), "claims")) == claims && !strcmp(state(b, id), "applied"));
    snprintf(args, sizeof args, "{\"claim\":\"%s\",\"name\":\"In other words\"}", string(at(b, "claims", 2), "id"));
    CHECK(fix(path_a, story, "claim-name", args, id) == 0);
    json_decref(b);
    b = bundle(path_a, story);
    r = row_fixed(b, "claims", id);
    CHECK(r && !strcmp(string(r, "text"), "In other words"));
    /* conflicts */
    size_t conflicts = json_array_size(json_object_get(account(b), "conflicts"));
    CHECK(conflicts > 0);
    snprintf(args, sizeof args, "{\"conflict\":\"%s\"}", string(at(b, "conflicts", 0), "id"));
    CHECK(fix(path_a, story, "conflict-dismiss", args, id) == 0);
    json_decref(b);
    b = bundle(path_a, story);
    CHECK(json_array_size(json_object_get(account(b), "conflicts")) == conflicts - 1 && machine(b, "conflicts") == 1);
    /* the tree */
    CHECK(fix(path_a, story, "edge-hang", "{\"doc\":\"tidewater-warning\",\"from\":\"velsk-monitor-en\",\"kind\":\"rewrite\"}", id) == 0);
    json_decref(b);
    b = bundle(path_a, story);
    size_t i, edges = 0;
    json_array_foreach(json_object_get(account(b), "derivation"), i, r)
        if (!strcmp(string(r, "doc"), "tidewater-warning")) {
            edges++;
            CHECK(!strcmp(string(r, "from"), "velsk-monitor-en") && !strcmp(string(r, "kind"), "rewrite"));
        }
    CHECK(edges == 1 && machine(b, "derivation") > 0);
    char ring[32];
    CHECK(fix(path_a, story, "edge-hang", "{\"doc\":\"velsk-monitor-en\",\"from\":\"tidewater-warning\",\"kind\":\"copy\"}", ring) == 0);
    json_decref(b);
    b = bundle(path_a, story);
    CHECK(!strcmp(state(b, ring), "unused")); /* it would hang on itself */
    CHECK(fix(path_a, story, "edge-hang", "{\"doc\":\"tidewater-warning\",\"from\":null,\"was\":\"velsk-monitor-en\",\"name\":\"Orren Wire\"}", id) == 0);
    json_decref(b);
    b = bundle(path_a, story);
    bool found = false;
    json_array_foreach(json_object_get(account(b), "origins"), i, r)
        found = found || (!strcmp(string(r, "name"), "Orren Wire") && json_array_size(json_object_get(r, "documents")) == 1);
    CHECK(found);
    CHECK(fix(path_a, story, "note", "{\"document\":\"courier-lock\",\"text\":\"call them\"}", id) == 0);
    json_decref(b);
    b = bundle(path_a, story);
    CHECK(!strcmp(state(b, id), "applied"));
    json_decref(b);
    /* wrong ones change nothing */
    CHECK(fix(path_a, story, "claim-name", "{\"claim\":\"c-none\",\"name\":\"x\"}", id) == STM_EEMPTY);
    CHECK(fix(path_a, story, "story-join", "{\"stories\":[\"s-none\"]}", id) == STM_EUSAGE);
    CHECK(fix(path_a, story, "frobnicate", "{}", id) == STM_EUSAGE);
    CHECK(fix(path_a, story, "note", "no json", id) == STM_EUSAGE);
    CHECK(fix(path_a, story, "edge-hang", "{\"doc\":\"courier-lock\",\"from\":\"courier-lock\"}", id) == STM_EUSAGE);
}

/* The account without file names, which differ by where a desk's reports were read. */
static char *plain(json_t *b) {
    json_t *f;
    size_t i;
    json_array_foreach(json_object_get(b, "fixes"), i, f) json_object_del(f, "at");
    return json_dumps(b, JSON_SORT_KEYS);
}

static void elsewhere(void *arg) {
    (void)arg;
    stm_desk *d = opened(path_a);
    struct text t = {0};
    CHECK(stm_desk_fix_export(d, collect, &t) == 0);
    stm_desk_close(d);
    add(path_b, later, NELEMS(later)); /* another desk, another order */
    add(path_b, first, NELEMS(first));
    d = opened(path_b);
    uint32_t put = 0, known = 0, bad = 0;
    CHECK(stm_desk_fix_import(d, t.p, t.n, &put, &known, &bad) == 0);
    CHECK(put > 8 && known == 0 && bad == 0);
    CHECK(stm_desk_fix_import(d, t.p, t.n, &put, &known, &bad) == 0);
    CHECK(put == 0 && known > 8);
    static const char wrong[] = "{}\nnonsense\n{\"kind\":\"note\",\"args\":{}}\n";
    CHECK(stm_desk_fix_import(d, wrong, sizeof wrong - 1, &put, &known, &bad) == 0);
    CHECK(put == 0 && bad >= 2);
    stm_desk_close(d);
    json_t *x = bundle(path_a, NULL), *y = bundle(path_b, NULL);
    char *a = plain(x), *b = plain(y);
    CHECK(a && b && !strcmp(a, b)); /* the same account, the same machine's rows, the same fixes */
    free(a);
    free(b);
    json_decref(x);
    json_decref(y);
    free(t.p);
}

static void forgotten(void *arg) {
    (void)arg;
    stm_desk *d = opened(path_a);
    CHECK(stm_desk_forget(d, "tidewater-warning") == 0);
    struct text t = {0};
    CHECK(stm_desk_fix_export(d, collect, &t) == 0);
    stm_desk_close(d);
    CHECK(t.p && !strstr(t.p, "tidewater")); /* no fix speaks of it any more */
    free(t.p);
    json_decref(bundle(path_a, NULL));
}

int main(void) {
    if (!mkdtemp(folder))
        return 1;
    snprintf(path_a, sizeof path_a, "%s/a.db", folder);
    snprintf(path_b, sizeof path_b, "%s/b.db", folder);
    RUN(stories);
    RUN(rows);
    RUN(elsewhere);
    RUN(forgotten);
    char sh[200];
    snprintf(sh, sizeof sh, "rm -rf %s", folder);
    CHECK(system(sh) == 0);
    DONE();
}
