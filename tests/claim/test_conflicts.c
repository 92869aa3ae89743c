/* Conflicts and losses between reports in other words: conflicts.txt, each case with its bad twin. */
#include "claim/claim_reports.h"

enum { MOST_REPORTS = 6, MOST_SIDES = 6 };

struct one { /* case */
    bool is;
    slice kind;
    const struct document *docs[MOST_REPORTS];
    uint32_t docs_n;
    slice sides[MOST_SIDES];
    uint32_t sides_n;
    int line;
};

static bool stands(const struct one *c, uint32_t doc, span at, slice words) {
    return slice_find(slice_at(c->docs[doc]->page.text, at), words, 0) != NONE;
}

/* A line of the kind in which each of the case's words stands on a side. */
static bool is_shown(const struct one *c, const struct claims *got) {
    for (uint32_t i = 0; i < got->conflicts_n; i++) {
        const struct conflict *x = &got->conflicts[i];
        uint32_t found = 0;
        for (uint32_t k = 0; k < c->sides_n; k++) {
            bool on = false;
            for (uint32_t s = 0; s < x->sides_n && !on; s++)
                on = stands(c, x->sides[s].doc, x->sides[s].at, c->sides[k]);
            found += on;
        }
        if (slice_eq(slice_str(conflict_kind_names[x->kind]), c->kind) && found == c->sides_n)
            return true;
    }
    for (uint32_t i = 0; i < got->losses_n; i++) {
        const struct loss *x = &got->losses[i];
        bool fits = slice_eq(slice_str(loss_kind_names[x->kind]), c->kind);
        fits = fits && (!c->sides_n || stands(c, x->from_doc, x->from_at, c->sides[0]));
        if (fits && (c->sides_n < 2 || stands(c, x->to_doc, x->to_at, c->sides[1])))
            return true;
    }
    for (uint32_t i = 0; i < got->claims_n; i++) { /* a claim's row of a stance, and what it is the stance to */
        const struct claim *x = &got->claims[i];
        bool row = false, told = false;
        for (uint32_t k = 0; k < x->rows_n && c->sides_n == 2; k++) {
            const struct claim_row *r = &x->rows[k];
            row |= slice_eq(slice_str(stance_names[r->stance]), c->kind) && stands(c, r->doc, r->at, c->sides[0]);
            told |= r->stance <= STANCE_ATTRIBUTED && stands(c, r->doc, r->at, c->sides[1]);
        }
        if (row && told)
            return true;
    }
    return false;
}

/* No two lines of one kind have the same two places. */
static bool each_once(const struct claims *got) {
    for (uint32_t i = 0; i < got->conflicts_n; i++)
        for (uint32_t k = 0; k < i; k++) {
            const struct conflict *x = &got->conflicts[i], *y = &got->conflicts[k];
            uint32_t same = 0;
            for (uint32_t s = 0; s < 2 && x->kind == y->kind; s++)
                for (uint32_t t = 0; t < y->sides_n; t++)
                    same += x->sides[s].doc == y->sides[t].doc && x->sides[s].at.start == y->sides[t].at.start;
            if (same == 2)
                return false;
        }
    return true;
}

static void check(struct arena *a, const struct one *c) {
    if (!c->docs_n)
        return;
    struct claims got;
    read_claims(a, c->docs, c->docs_n, false, &got);
    bool shown = is_shown(c, &got);
    if (shown != c->is)
        fprintf(stderr, "conflicts.txt:%d: %s\n", c->line, shown ? "shown" : "not shown");
    CHECK(shown == c->is);
    if (!each_once(&got))
        fprintf(stderr, "conflicts.txt:%d: told twice\n", c->line);
    CHECK(each_once(&got));
}

static void cases(void *arg) {
    (void)arg;
    FILE *f = open_cases("conflicts.txt");
    CHECK(f != NULL);
    if (!f)
        return;
    char line[4096];
    struct arena *a = arena_new(0);
    struct one c = {0};
    for (int n = 1; fgets(line, sizeof line, f); n++) {
        slice s = slice_trim(slice_str(line)), word;
        if (!s.n || s.p[0] == '#')
            continue;
        if (slice_starts(s, S("yes ")) || slice_starts(s, S("no "))) {
            check(a, &c);
            arena_reset(a);
            slice_field(&s, ' ', &word);
            c = (struct one){.is = slice_eq(word, S("yes")), .kind = arena_slice(a, slice_trim(s)), .line = n};
        } else if (s.p[0] == '>' && c.sides_n < MOST_SIDES) {
            c.sides[c.sides_n++] = arena_slice(a, slice_trim(slice_cut(s, 1, s.n)));
        } else if (c.docs_n < MOST_REPORTS && slice_field(&s, ' ', &word)) {
            const char *id = arena_printf(a, "r%u", c.docs_n).p, *day = arena_printf(a, "%.*s", (int)word.n, word.p).p;
            c.docs[c.docs_n++] = report(a, id, day, arena_printf(a, "%.*s", (int)s.n, s.p).p);
        }
    }
    check(a, &c);
    arena_free(a);
    fclose(f);
}

int main(void) {
    open_kits();
    RUN(cases);
    close_kits();
    DONE();
}
