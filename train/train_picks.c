/* Trains models/page-meta.stm: train_picks DATA OUT [cv [list]]
 *
 *   pages, gold days, authors and titles ──► candidates (src/page/pick.h) ──► a forest for each
 *
 * Pages of the fold `train` alone. A candidate is right when the scorer would take it for the gold one: the same
 * day, one of the names. With `cv`, prints what forests that were grown without a site's pages choose on them,
 * the mean over several ways to part the sites, at several thresholds. The same bytes each time. */
#include <stdio.h>

#include "lib_boost.h"
#include "lib_main.h"
#include "lib_model.h"
#include "lib_pages.h"
#include "page/pick.h"

enum { DATE, AUTHOR, TITLE, TASKS };
static const float cuts[TASKS] = {0.25f, -0.4f, -99.0f}; /* log odds from which a candidate is taken */
static const char *const names[TASKS] = {"date", "author", "title"};

struct group { /* the candidates of one page */
    uint32_t start, n, gold; /* gold: how many names there are to find; 1 else */
    const char *set;
    slice id;
    uint32_t site;
};
struct task {
    struct rows r;
    uint32_t cap, groups_n;
    struct group *groups;
    uint8_t *rule;
    uint8_t *hit;   /* is what becomes of it right? */
    uint8_t *stray; /* it is never taken */
    slice *value;
    uint32_t *page; /* a number for each group */
};
struct trainer {
    struct arena *a, *tmp;
    struct page_kit *kit;
    struct sample *s;
    uint32_t s_n;
    struct task t[TASKS];
};

static slice plain(slice s, struct arena *a) {
    /* as the scorer compares: letters and digits in lower case */
    char *p = arena_alloc(a, s.n + 2);
    uint32_t n = 0;
    bool gap = false;
    for (uint32_t i = 0; i < s.n;) {
        uint32_t cp;
        int len = utf8_decode(s.p + i, s.p + s.n, &cp);
        if (!len)
            break;
        if (cp_is_letter(cp) || (cp < 0x80 && (is_digit((unsigned char)cp) || cp == '_'))) {
            if (gap && n)
                p[n++] = ' ';
            gap = false;
            if (cp < 0x80)
                p[n++] = to_lower((char)cp);
            else
                for (int k = 0; k < len; k++)
                    p[n++] = s.p[i + (uint32_t)k];
        } else {
            gap = true;
        }
        i += (uint32_t)len;
    }
    return slice_of(p, n);
}

/* Gold names: lists, or one string that holds several. */
static uint32_t gold_people(const struct sample *s, slice *out, uint32_t max, struct arena *a) {
    uint32_t n = 0;
    for (uint32_t k = 0; k < (s->authors_n ? s->authors_n : 1); k++) {
        slice v = s->authors_n ? s->authors[k] : s->author;
        uint32_t from = 0;
        for (uint32_t i = 0; i <= v.n; i++) {
            uint32_t cut = 0;
            if (i == v.n || strchr(";,|&\n", v.p[i]))
                cut = 1;
            else if (slice_starts(slice_cut(v, i, v.n), S(" and ")))
                cut = 5;
            if (!cut)
                continue;
            slice name = plain(slice_cut(v, from, i), a);
            if (slice_starts(name, S("by ")))
                name = slice_cut(name, 3, name.n);
            if (name.n && n < max)
                out[n++] = name;
            from = i + cut;
            i += cut - 1;
        }
    }
    return n;
}

static void take(struct trainer *t, struct task *k, const struct picks *c, const struct sample *s, const uint8_t *right,
                 const uint8_t *hit, uint32_t gold) {
    struct rows *r = &k->r;
    r->width = PICK_FEATURES;
    if (r->n + c->n > k->cap) {
        uint32_t more = (r->n + c->n) * 2 + 64;
        r->x = arena_grow(t->a, r->x, (size_t)k->cap * r->width * sizeof(float), (size_t)more * PICK_FEATURES * sizeof(float));
        r->label = arena_grow(t->a, r->label, k->cap * sizeof(float), more * sizeof(float));
        r->weight = arena_grow(t->a, r->weight, k->cap * sizeof(float), more * sizeof(float));
        r->fold = arena_grow(t->a, r->fold, k->cap, more);
        k->rule = arena_grow(t->a, k->rule, k->cap, more);
        k->value = arena_grow(t->a, k->value, k->cap * sizeof(slice), more * sizeof(slice));
        k->hit = arena_grow(t->a, k->hit, k->cap, more);
        k->stray = arena_grow(t->a, k->stray, k->cap, more);
        k->page = arena_grow(t->a, k->page, k->cap * sizeof(uint32_t), more * sizeof(uint32_t));
        k->cap = more;
    }
    k->groups[k->groups_n++] = (struct group){r->n, c->n, gold, s->set, s->id, s->site};
    for (uint32_t i = 0; i < c->n; i++, r->n++) {
        memcpy(r->x + (size_t)r->n * r->width, c->p[i].x, r->width * sizeof(float));
        r->label[r->n] = right[i];
        r->weight[r->n] = s->weight;
        r->fold[r->n] = (uint8_t)s->fold;
        k->page[r->n] = k->groups_n;
        k->hit[r->n] = hit[i];
        k->stray[r->n] = c->p[i].stray;
        k->rule[r->n] = c->p[i].rule;
        k->value[r->n] = arena_slice(t->a, c->p[i].value);
    }
}

struct one {
    struct trainer *t;
    const struct sample *s;
};

static void read_one(void *arg) {
    struct one *o = arg;
    struct trainer *t = o->t;
    const struct sample *s = o->s;
    struct source src = {.kind = SOURCE_HTML, .text = s->html, .bytes = s->html};
    struct page page = {.url = {0}};
    struct report r;
    struct html_reader h;
    const char *why = NULL;
    report_begin(&r, &src, t->tmp, &page);
    html_read(&r, t->kit, t->tmp, &why); /* the rules' choice, as there is no model of picks */
    struct page rule = page;
    memset(&page, 0, sizeof page);
    page = rule;
    report_begin(&r, &src, t->tmp, &page);
    html_reader_open(&h, &r, t->kit, t->tmp);
    uint8_t right[64];
    slice want[32];
    if (s->published.n >= 10) {
        struct picks c = {.a = t->tmp};
        pick_dates(&h, &c);
        for (uint32_t i = 0; i < c.n; i++)
            right[i] = slice_eq(c.p[i].plain, slice_cut(s->published, 0, 10));
        take(t, &t->t[DATE], &c, s, right, right, 1);
    }
    if (s->title.n) {
        slice gold = plain(s->title, t->tmp);
        struct picks c = {.a = t->tmp};
        pick_titles(&h, &c);
        bool agreed = pick_title_agreed(&h);
        uint8_t hit[64];
        for (uint32_t i = 0; i < c.n; i++) {
            right[i] = slice_eq(plain(c.p[i].value, t->tmp), gold);
            hit[i] = slice_eq(plain(pick_title_tidied(&h, agreed ? page.title : c.p[i].value), t->tmp), gold);
        }
        take(t, &t->t[TITLE], &c, s, right, hit, 1);
    }
    uint32_t want_n = gold_people(s, want, 32, t->tmp);
    if (want_n) {
        struct picks c = {.a = t->tmp};
        pick_authors(&h, &c);
        for (uint32_t i = 0; i < c.n; i++) {
            slice have = plain(c.p[i].value, t->tmp);
            right[i] = 0;
            for (uint32_t k = 0; k < want_n; k++)
                right[i] |= slice_eq(have, want[k]);
        }
        take(t, &t->t[AUTHOR], &c, s, right, right, want_n);
    }
}

/* As pick_date does. */
static void odds(const struct task *k, float *score) {
    for (uint32_t g = 0; g < k->groups_n; g++) {
        const struct group *q = &k->groups[g];
        struct pick p[64];
        struct picks c = {.p = p, .n = q->n};
        for (uint32_t i = 0; i < q->n; i++)
            p[i].score = k->stray[q->start + i] ? -30 : score[q->start + i];
        pick_odds(&c);
        for (uint32_t i = 0; i < q->n; i++)
            score[q->start + i] = p[i].score;
    }
}

/* Counts of what would be scored. */
struct tally {
    double hits, given, gold, pages, best, rule;
};

static uint32_t top_of(const struct group *q, const float *score) {
    uint32_t top = NONE;
    for (uint32_t i = q->start; i < q->start + q->n; i++)
        top = top == NONE || score[i] > score[top] ? i : top;
    return top;
}

static void count(const struct trainer *t, int task, const float *score, float cut, const char *set, struct tally *y) {
    const struct task *k = &t->t[task];
    for (uint32_t g = 0; g < k->groups_n; g++) {
        const struct group *q = &k->groups[g];
        if (set && strcmp(set, q->set))
            continue;
        y->pages++;
        y->gold += q->gold;
        bool any = false;
        uint32_t top = top_of(q, score);
        for (uint32_t i = q->start; i < q->start + q->n; i++) {
            bool taken = task == AUTHOR ? score[i] > cut : i == top && score[i] > cut;
            any |= k->hit[i];
            y->rule += k->rule[i] && k->hit[i];
            y->given += taken;
            y->hits += taken && k->hit[i];
        }
        y->best += any;
    }
}

static void print(int task, const struct tally *y, float cut, const char *set) {
    printf("  %-6s %-15s cut %5.2f  ", names[task], set ? set : "all", cut);
    if (task == AUTHOR)
        printf("p %.4f r %.4f f1 %.4f  (some right candidate: %.4f of pages)\n", y->hits / y->given, y->hits / y->gold,
               2 * y->hits / (y->given + y->gold), y->best / y->pages);
    else
        printf("right %.4f wrong %.4f  (rules %.4f, best possible %.4f)\n", y->hits / y->pages, (y->given - y->hits) / y->pages,
               y->rule / y->pages, y->best / y->pages);
}

/* The pages that a forest gets wrong, with their candidates: `+` right, `*` by rule. */
static void list_errors(const struct trainer *t, int task, const float *score, float cut) {
    const struct task *k = &t->t[task];
    for (uint32_t g = 0; g < k->groups_n; g++) {
        const struct group *q = &k->groups[g];
        uint32_t top = top_of(q, score);
        bool wrong = false;
        for (uint32_t i = q->start; i < q->start + q->n; i++)
            wrong |= task == AUTHOR && (score[i] > cut) != (k->r.label[i] > 0);
        if (task == AUTHOR ? !wrong && q->n : top != NONE && k->hit[top] && score[top] > cut)
            continue;
        printf("%s %s %.*s\n", names[task], q->set, (int)q->id.n, q->id.p);
        for (uint32_t i = q->start; i < q->start + q->n; i++)
            printf("    %c%c %6.2f %.*s\n", k->hit[i] ? '+' : ' ', k->rule[i] ? '*' : ' ', (double)score[i],
                   (int)k->value[i].n, k->value[i].p);
    }
}

static const char *const sets[] = {"wcxb-dev", "news", "trafilatura-en"};
static const int trees[TASKS] = {200, 60, 60}, depth[TASKS] = {4, 3, 3};
static const float rate[TASKS] = {0.025f, 0.1f, 0.1f};

/* Parts the sites anew. */
static void part(struct task *k, uint32_t way) {
    for (uint32_t g = 0; g < k->groups_n; g++) {
        uint32_t h = k->groups[g].site + way * 0x9E3779B9u;
        h ^= h >> 15, h *= 0x85EBCA6Bu, h ^= h >> 13;
        memset(k->r.fold + k->groups[g].start, (int)(h % BOOST_FOLDS), k->groups[g].n);
    }
}

static void cross_fit(struct trainer *t, int task, bool list) {
    enum { WAYS = 8, CUTS = 11 };
    const float low = -1.5f, step = 0.25f;
    struct task *k = &t->t[task];
    struct tally at[CUTS] = {{0}}, all = {0}, own[NELEMS(sets)] = {{0}};
    float *held = ARENA_ARRAY(t->a, float, k->r.n + 1), *mean = ARENA_ARRAY(t->a, float, k->r.n + 1);
    for (uint32_t way = 0; way < WAYS; way++) {
        part(k, way);
        train_forest(t->a, &k->r, NULL, trees[task], depth[task], rate[task], held);
        if (k->r.group)
            odds(k, held);
        for (uint32_t i = 0; i < k->r.n; i++)
            mean[i] += held[i] / WAYS;
        for (int c = 0; c < CUTS; c++)
            count(t, task, held, low + step * (float)c, NULL, &at[c]);
        count(t, task, held, cuts[task], NULL, &all);
        for (unsigned s = 0; s < NELEMS(sets); s++)
            count(t, task, held, cuts[task], sets[s], &own[s]);
    }
    for (int c = 0; c < CUTS && task != TITLE; c++)
        print(task, &at[c], low + step * (float)c, NULL);
    print(task, &all, cuts[task], NULL);
    for (unsigned s = 0; s < NELEMS(sets); s++)
        print(task, &own[s], cuts[task], sets[s]);
    if (list)
        list_errors(t, task, mean, cuts[task]);
}

static void train(void *arg) {
    const struct args *args = arg;
    struct trainer *t = mem_alloc(sizeof *t);
    memset(t, 0, sizeof *t);
    t->a = arena_new(0);
    t->tmp = arena_new(0);
    if (page_kit_open(&t->kit, NULL, NULL))
        guard_fail(STM_EIO);
    t->kit->picks = NULL;
    t->s = ARENA_ARRAY(t->a, struct sample, PAGES_MAX);
    for (unsigned i = 0; i < NELEMS(sets); i++)
        t->s_n = pages_read(t->s, t->s_n, args->argv[1], sets[i], 1.0f, t->a, t->tmp);
    for (int k = 0; k < TASKS; k++)
        t->t[k].groups = ARENA_ARRAY(t->a, struct group, t->s_n);
    for (uint32_t i = 0; i < t->s_n; i++) {
        struct one o = {t, &t->s[i]};
        if (guard_run(read_one, &o))
            fprintf(stderr, "%.*s: cannot be read\n", (int)t->s[i].id.n, t->s[i].id.p);
        arena_reset(t->tmp);
    }
    static struct forest out[TASKS];
    for (int k = 0; k < TASKS; k++) {
        if (k == DATE) /* one of a page's is right, or none */
            t->t[k].r.group = t->t[k].page;
        printf("%s: %u pages, %u candidates\n", names[k], t->t[k].groups_n, t->t[k].r.n);
        if (args->argc > 3)
            cross_fit(t, k, args->argc > 4);
        else
            train_forest(t->a, &t->t[k].r, &out[k], trees[k], depth[k], rate[k], NULL);
    }
    if (args->argc > 3)
        return;
    static struct model_writer w;
    static const uint32_t width = PICK_FEATURES;
    model_begin(&w, t->a, "page-meta");
    model_add(&w, "features", &width, sizeof width, 1);
    for (int k = 0; k < TASKS; k++)
        forest_add(&w, names[k], &out[k]);
    if (model_write(&w, args->argv[2]))
        guard_fail(STM_EIO);
}

int main(int argc, char **argv) { return train_main(argc, argv, 3, "train_picks DATA OUT [cv [list]]", train); }
