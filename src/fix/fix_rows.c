/* Entities and claims joined, parted and renamed; conflicts dismissed. */
#include "fix_inside.h"

#include <stdlib.h>

/* ---- stories: what the desk did not do ---------------------------------------------------------- */

void fix_stories(struct fixes *f, const struct document *const *docs, uint32_t n, struct stories *st, struct arena *a) {
    if (!f || !fix_any(f, 1u << FIX_STORY_JOIN | 1u << FIX_STORY_PART | 1u << FIX_STORY_NAME) || !st->stories_n)
        return;
    struct story *mine = ARENA_ARRAY(a, struct story, st->stories_n);
    memcpy(mine, st->stories, st->stories_n * sizeof *mine);
    st->stories = mine;
    for (uint32_t i = 0; i < f->titles_n; i++)
        for (uint32_t s = 0; s < st->stories_n; s++)
            if (slice_eq(mine[s].id, f->titles[i].name))
                mine[s].title = f->titles[i].type;
    for (uint32_t i = 0; i < f->n; i++) {
        const struct fix *x = &f->p[i];
        if (x->undone.p || x->kind > FIX_STORY_NAME)
            continue;
        uint32_t *hits = ARENA_ARRAY(a, uint32_t, st->stories_n);
        for (uint32_t g = 0; g < x->groups_n; g++)
            for (uint32_t k = 0; k < x->groups[g].n; k++) {
                uint32_t d = fix_doc(docs, n, &x->groups[g].p[k]);
                if (d == NONE)
                    continue;
                uint32_t s = st->story_of[d];
                if (!hits[s]++ && (x->kind != FIX_STORY_NAME || slice_eq(mine[s].title, x->name)))
                    fix_mark(f, i, FIXED_STORIES, false, mine[s].id, a);
            }
    }
}

/* ---- entities ---------------------------------------------------------------------------------- */

static int by_slice(const void *x, const void *y) { return slice_cmp(*(const slice *)x, *(const slice *)y); }

/* Aliases anew: all forms of its entities, without its name. `more`: a form besides, or p NULL. */
static void forms(const struct document *const *docs, struct figure *g, slice more, struct arena *a) {
    uint32_t n = 1;
    for (uint32_t i = 0; i < g->refs_n; i++)
        n += 1 + docs[g->refs[i].doc]->lang.entities[g->refs[i].entity].aliases_n;
    slice *all = ARENA_ARRAY(a, slice, n);
    n = 0;
    if (more.p)
        all[n++] = more;
    for (uint32_t i = 0; i < g->refs_n; i++) {
        const struct entity *e = &docs[g->refs[i].doc]->lang.entities[g->refs[i].entity];
        all[n++] = e->name;
        for (uint32_t k = 0; k < e->aliases_n; k++)
            all[n++] = e->aliases[k];
    }
    if (n)
        qsort(all, n, sizeof *all, by_slice);
    uint32_t kept = 0;
    for (uint32_t i = 0; i < n; i++)
        if (!slice_eq(all[i], g->name) && (!kept || !slice_eq(all[kept - 1], all[i])))
            all[kept++] = all[i];
    g->aliases = all;
    g->aliases_n = kept;
}

static int by_ref(const void *x, const void *y) {
    const struct figure_ref *a = x, *b = y;
    if (a->doc != b->doc)
        return a->doc < b->doc ? -1 : 1;
    return (a->entity > b->entity) - (a->entity < b->entity);
}

static void join_figures(struct fixes *f, uint32_t at, const struct document *const *docs, struct stories *st, struct arena *a) {
    const struct fix *x = &f->p[at];
    uint32_t into = NONE;
    bool *joined = ARENA_ARRAY(a, bool, st->figures_n + 1);
    uint32_t found = 0, refs = 0;
    for (uint32_t i = 0; i < x->names_n; i++) {
        uint32_t k = fix_figure_find(st, &x->names[i]);
        if (k == NONE || joined[k])
            continue;
        joined[k] = true;
        found++;
        refs += st->figures[k].refs_n;
        if (into == NONE)
            into = k; /* the first that was named gives the name */
    }
    if (found < 2 && !(found && x->name.p))
        return;
    struct figure *g = &st->figures[into];
    struct figure_ref *all = ARENA_ARRAY(a, struct figure_ref, refs + 1);
    uint32_t n = 0, kept = 0;
    for (uint32_t i = 0; i < st->figures_n; i++) {
        if (!joined[i])
            continue;
        fix_mark(f, at, FIXED_ENTITIES, true, st->figures[i].id, a);
        memcpy(all + n, st->figures[i].refs, st->figures[i].refs_n * sizeof *all);
        n += st->figures[i].refs_n;
    }
    qsort(all, n, sizeof *all, by_ref);
    g->refs = all;
    g->refs_n = n;
    if (x->name.p)
        g->name = x->name;
    forms(docs, g, (slice){0}, a);
    slice id = g->id;
    for (uint32_t i = 0; i < st->figures_n; i++) {
        if (joined[i] && i != into) {
            fix_renamed(f, FIXED_ENTITIES, st->figures[i].id, id);
            continue;
        }
        st->figures[kept++] = st->figures[i];
    }
    st->figures_n = kept;
    fix_mark(f, at, FIXED_ENTITIES, false, id, a);
}

/* Does the document's entity go? */
static bool goes(const struct fix *x, const struct document *d, uint32_t entity) {
    for (uint32_t g = 0; g < x->groups_n; g++)
        for (uint32_t i = 0; i < x->groups[g].n; i++)
            if (fix_is_doc(d, &x->groups[g].p[i]))
                return true;
    const struct entity *e = &d->lang.entities[entity];
    for (uint32_t i = 1; i < x->names_n; i++)
        if (slice_eq(e->name, x->names[i].name))
            return true;
    return false;
}

static void part_figure(struct fixes *f, uint32_t at, const struct document *const *docs, struct stories *st, uint32_t *cap, struct arena *a) {
    const struct fix *x = &f->p[at];
    uint32_t from = fix_figure_find(st, &x->names[0]);
    if (from == NONE)
        return;
    struct figure old = st->figures[from];
    struct figure rest = old, part = {.type = old.type};
    rest.refs = ARENA_ARRAY(a, struct figure_ref, old.refs_n + 1);
    part.refs = ARENA_ARRAY(a, struct figure_ref, old.refs_n + 1);
    rest.refs_n = 0;
    for (uint32_t i = 0; i < old.refs_n; i++)
        if (goes(x, docs[old.refs[i].doc], old.refs[i].entity))
            part.refs[part.refs_n++] = old.refs[i];
        else
            rest.refs[rest.refs_n++] = old.refs[i];
    if (!part.refs_n || !rest.refs_n)
        return;
    fix_mark(f, at, FIXED_ENTITIES, true, old.id, a);
    /* named as its reports name it: the first form; a form that both have stays an alias of both */
    part.name = docs[part.refs[0].doc]->lang.entities[part.refs[0].entity].name;
    uint64_t h = hash64(f->p[at].id.p, f->p[at].id.n);
    part.id = arena_printf(a, "e-%012llx", (unsigned long long)(h >> 16));
    bool named = false;
    for (uint32_t i = 0; i < rest.refs_n && !named; i++)
        named = slice_eq(docs[rest.refs[i].doc]->lang.entities[rest.refs[i].entity].name, rest.name);
    if (!named)
        rest.name = docs[rest.refs[0].doc]->lang.entities[rest.refs[0].entity].name;
    forms(docs, &rest, (slice){0}, a);
    forms(docs, &part, (slice){0}, a);
    st->figures[from] = rest;
    ARENA_MORE(a, st->figures, st->figures_n, *cap);
    st->figures[st->figures_n++] = part;
    fix_mark(f, at, FIXED_ENTITIES, false, rest.id, a);
    fix_mark(f, at, FIXED_ENTITIES, false, part.id, a);
}

static int by_figure(const void *x, const void *y) {
    const struct figure *a = x, *b = y;
    return slice_cmp(a->id, b->id);
}

void fix_figures(struct fixes *f, const struct document *const *docs, uint32_t n, struct stories *st, struct arena *a) {
    if (!f || !fix_any(f, 1u << FIX_ENTITY_JOIN | 1u << FIX_ENTITY_PART | 1u << FIX_ENTITY_NAME) || !st->figures_n)
        return;
    f->stories = *st;
    uint32_t cap = st->figures_n;
    st->figures = ARENA_ARRAY(a, struct figure, cap + 1);
    memcpy(st->figures, f->stories.figures, cap * sizeof *st->figures);
    st->figure_of = ARENA_ARRAY(a, uint32_t *, n + 1);
    for (uint32_t i = 0; i < f->n; i++) {
        const struct fix *x = &f->p[i];
        if (x->undone.p)
            continue;
        if (x->kind == FIX_ENTITY_JOIN) {
            join_figures(f, i, docs, st, a);
        } else if (x->kind == FIX_ENTITY_PART) {
            part_figure(f, i, docs, st, &cap, a);
        } else if (x->kind == FIX_ENTITY_NAME) {
            uint32_t k = fix_figure_find(st, &x->names[0]);
            if (k == NONE)
                continue;
            fix_mark(f, i, FIXED_ENTITIES, true, st->figures[k].id, a);
            st->figures[k].name = x->name;
            forms(docs, &st->figures[k], (slice){0}, a);
            fix_mark(f, i, FIXED_ENTITIES, false, st->figures[k].id, a);
        }
    }
    qsort(st->figures, st->figures_n, sizeof *st->figures, by_figure);
    for (uint32_t i = 0; i < n; i++)
        st->figure_of[i] = ARENA_ARRAY(a, uint32_t, docs[i]->lang.entities_n + 1);
    for (uint32_t i = 0; i < st->figures_n; i++)
        for (uint32_t k = 0; k < st->figures[i].refs_n; k++)
            st->figure_of[st->figures[i].refs[k].doc][st->figures[i].refs[k].entity] = i;
}

/* ---- claims --------------------------------------------------------------------------------------- */

struct claiming {
    struct fixes *f;
    const struct document *const *docs;
    uint32_t n;
    struct stories *st;
    struct claims *c;
    const struct kin *kin;
    struct arena *a;
    uint32_t cap;
};

static int by_row(const void *x, const void *y) {
    const struct claim_row *a = x, *b = y;
    if (a->doc != b->doc)
        return a->doc < b->doc ? -1 : 1;
    if (a->at.start != b->at.start)
        return a->at.start < b->at.start ? -1 : 1;
    return (a->at.end > b->at.end) - (a->at.end < b->at.end);
}

/* References to a claim that is now part of another: by number in conflicts, losses and the ledger, by id in the
 * timeline. Numbers past `gone` fall by one. */
static void refer(struct claiming *w, uint32_t gone, uint32_t into, slice gone_id, slice into_id) {
    struct claims *c = w->c;
#define MOVE(x) ((x) == NONE ? NONE : (x) == gone ? into : (x) > gone ? (x)-1 : (x))
    for (uint32_t i = 0; i < c->conflicts_n; i++)
        for (uint32_t k = 0; k < c->conflicts[i].claims_n; k++)
            c->conflicts[i].claims[k] = MOVE(c->conflicts[i].claims[k]);
    for (uint32_t i = 0; i < c->losses_n; i++)
        c->losses[i].claim = MOVE(c->losses[i].claim);
    for (uint32_t i = 0; i < c->ledger_n; i++)
        for (uint32_t k = 0; k < c->ledger[i].claims_n; k++)
            c->ledger[i].claims[k] = MOVE(c->ledger[i].claims[k]);
#undef MOVE
    for (uint32_t i = 0; i < c->timeline_n; i++)
        for (uint32_t k = 0; k < c->timeline[i].rests_on_n; k++)
            if (slice_eq(c->timeline[i].rests_on[k], gone_id))
                c->timeline[i].rests_on[k] = into_id;
}

static void join_claims(struct claiming *w, uint32_t at) {
    struct fixes *f = w->f;
    struct claims *c = w->c;
    const struct fix *x = &f->p[at];
    slice into = {0};
    for (uint32_t g = 0; g < x->groups_n; g++) {
        uint32_t k = fix_claim_find(w->docs, c, &x->groups[g]);
        if (k == NONE)
            continue;
        if (!into.p) {
            into = c->claims[k].id;
            continue;
        }
        uint32_t to = 0;
        while (to < c->claims_n && !slice_eq(c->claims[to].id, into))
            to++;
        if (to == k || to == c->claims_n)
            continue;
        fix_mark(f, at, FIXED_CLAIMS, true, c->claims[k].id, w->a);
        fix_mark(f, at, FIXED_CLAIMS, true, into, w->a);
        struct claim *y = &c->claims[to], *z = &c->claims[k];
        struct claim_row *rows = ARENA_ARRAY(w->a, struct claim_row, y->rows_n + z->rows_n + 1);
        memcpy(rows, y->rows, y->rows_n * sizeof *rows);
        memcpy(rows + y->rows_n, z->rows, z->rows_n * sizeof *rows);
        y->rows = rows;
        y->rows_n += z->rows_n;
        qsort(rows, y->rows_n, sizeof *rows, by_row);
        slice gone = z->id;
        fix_renamed(f, FIXED_CLAIMS, gone, into);
        for (uint32_t i = k; i + 1 < c->claims_n; i++)
            c->claims[i] = c->claims[i + 1];
        c->claims_n--;
        refer(w, k, to > k ? to - 1 : to, gone, into);
        fix_mark(f, at, FIXED_CLAIMS, false, into, w->a);
    }
}

static slice row_words(struct claiming *w, const struct claim_row *r) {
    return arena_slice(w->a, slice_trim(slice_at(w->docs[r->doc]->page.text, r->at)));
}

static void part_claim(struct claiming *w, uint32_t at) {
    struct fixes *f = w->f;
    struct claims *c = w->c;
    const struct fix *x = &f->p[at];
    uint32_t k = fix_claim_find(w->docs, c, &x->groups[0]);
    if (k == NONE)
        return;
    struct claim old = c->claims[k], rest = old, part = old;
    rest.rows = ARENA_ARRAY(w->a, struct claim_row, old.rows_n + 1);
    part.rows = ARENA_ARRAY(w->a, struct claim_row, old.rows_n + 1);
    rest.rows_n = part.rows_n = 0;
    for (uint32_t i = 0; i < old.rows_n; i++) {
        struct claim one = {.rows = &old.rows[i], .rows_n = 1};
        if (fix_claim_hits(w->docs, &one, &x->groups[1]))
            part.rows[part.rows_n++] = old.rows[i];
        else
            rest.rows[rest.rows_n++] = old.rows[i];
    }
    if (!part.rows_n || !rest.rows_n)
        return;
    fix_mark(f, at, FIXED_CLAIMS, true, old.id, w->a);
    part.id = arena_printf(w->a, "c-%.*s", (int)x->id.n - 2, x->id.p + 2);
    part.text = row_words(w, &part.rows[0]);
    if (slice_eq(rest.text, part.text))
        rest.text = row_words(w, &rest.rows[0]);
    c->claims[k] = rest;
    ARENA_MORE(w->a, c->claims, c->claims_n, w->cap);
    c->claims[c->claims_n++] = part;
    fix_mark(f, at, FIXED_CLAIMS, false, rest.id, w->a);
    fix_mark(f, at, FIXED_CLAIMS, false, part.id, w->a);
}

static void dismiss(struct claiming *w, uint32_t at) {
    struct claims *c = w->c;
    const struct fix *x = &w->f->p[at];
    for (uint32_t i = 0; i < c->conflicts_n; i++) {
        uint32_t hits = fix_conflict_hits(w->docs, &c->conflicts[i], &x->groups[0]);
        if (c->conflicts[i].kind != x->detail || hits < 2)
            continue;
        fix_mark(w->f, at, FIXED_CONFLICTS, true, c->conflicts[i].id, w->a);
        fix_touched(&w->f->p[at], c->conflicts[i].id, w->a);
        for (uint32_t k = i; k + 1 < c->conflicts_n; k++)
            c->conflicts[k] = c->conflicts[k + 1];
        c->conflicts_n--;
        return;
    }
}

/* The row that a note stands beside. */
static void note(struct claiming *w, uint32_t at) {
    struct fix *x = &w->f->p[at];
    slice row = {0};
    uint32_t k = NONE;
    switch (x->on) {
    case FIX_ON_STORY:
        for (uint32_t i = 0; i < x->groups[0].n && k == NONE; i++)
            k = fix_doc(w->docs, w->n, &x->groups[0].p[i]);
        if (k != NONE && w->st->story_of)
            row = w->st->stories[w->st->story_of[k]].id;
        break;
    case FIX_ON_DOCUMENT:
        k = x->groups[0].n ? fix_doc(w->docs, w->n, &x->groups[0].p[0]) : NONE;
        row = k != NONE ? w->docs[k]->id : row;
        break;
    case FIX_ON_ENTITY:
        k = fix_figure_find(w->st, &x->names[0]);
        row = k != NONE ? w->st->figures[k].id : row;
        break;
    case FIX_ON_CLAIM:
        k = fix_claim_find(w->docs, w->c, &x->groups[0]);
        row = k != NONE ? w->c->claims[k].id : row;
        break;
    case FIX_ON_CONFLICT:
        for (uint32_t i = 0; i < w->c->conflicts_n && !row.p; i++)
            if (fix_conflict_hits(w->docs, &w->c->conflicts[i], &x->groups[0]) >= 2)
                row = w->c->conflicts[i].id;
        break;
    default:
        k = fix_origin_find(w->docs, w->kin, &x->groups[0], x->names_n ? &x->names[0] : NULL);
        row = k != NONE ? w->kin->origins[k].id : row;
    }
    if (row.p)
        fix_touched(x, row, w->a);
}

/* Lists of numbers are copied before they are changed: the machine's rows keep theirs. */
static void copy_refs(struct claiming *w) {
    struct claims *c = w->c, old = *c;
    struct arena *a = w->a;
#define COPY(T, field, count)                                         \
    do {                                                              \
        c->field = ARENA_ARRAY(a, T, old.count + 1);                  \
        if (old.count)                                                \
            memcpy(c->field, old.field, old.count * sizeof(T));       \
    } while (0)
    COPY(struct claim, claims, claims_n);
    COPY(struct conflict, conflicts, conflicts_n);
    COPY(struct loss, losses, losses_n);
    COPY(struct ledger_row, ledger, ledger_n);
    COPY(struct moment, timeline, timeline_n);
#undef COPY
    for (uint32_t i = 0; i < c->conflicts_n; i++) {
        c->conflicts[i].claims = ARENA_ARRAY(a, uint32_t, old.conflicts[i].claims_n + 1);
        if (old.conflicts[i].claims_n)
            memcpy(c->conflicts[i].claims, old.conflicts[i].claims, old.conflicts[i].claims_n * sizeof(uint32_t));
    }
    for (uint32_t i = 0; i < c->ledger_n; i++) {
        c->ledger[i].claims = ARENA_ARRAY(a, uint32_t, old.ledger[i].claims_n + 1);
        if (old.ledger[i].claims_n)
            memcpy(c->ledger[i].claims, old.ledger[i].claims, old.ledger[i].claims_n * sizeof(uint32_t));
    }
    for (uint32_t i = 0; i < c->timeline_n; i++) {
        c->timeline[i].rests_on = ARENA_ARRAY(a, slice, old.timeline[i].rests_on_n + 1);
        if (old.timeline[i].rests_on_n)
            memcpy(c->timeline[i].rests_on, old.timeline[i].rests_on, old.timeline[i].rests_on_n * sizeof(slice));
    }
    w->cap = c->claims_n;
}

void fix_claims(struct fixes *f, const struct document *const *docs, uint32_t n, struct stories *st, struct claims *c,
                const struct kin *kin, struct arena *a) {
    if (!f || !f->n)
        return;
    struct claiming w = {.f = f, .docs = docs, .n = n, .st = st, .c = c, .kin = kin, .a = a};
    if (fix_any(f, 1u << FIX_CLAIM_JOIN | 1u << FIX_CLAIM_PART | 1u << FIX_CLAIM_NAME | 1u << FIX_CONFLICT_DISMISS)) {
        f->claims = *c;
        copy_refs(&w);
        if (!f->claims.claims)
            f->claims.claims = ARENA_ARRAY(a, struct claim, 1);
    }
    bool changed = false;
    for (uint32_t i = 0; i < f->n; i++) {
        if (f->p[i].undone.p)
            continue;
        switch (f->p[i].kind) {
        case FIX_CLAIM_JOIN: join_claims(&w, i), changed = true; break;
        case FIX_CLAIM_PART: part_claim(&w, i), changed = true; break;
        case FIX_CLAIM_NAME: {
            uint32_t k = fix_claim_find(docs, c, &f->p[i].groups[0]);
            if (k == NONE)
                break;
            fix_mark(f, i, FIXED_CLAIMS, true, c->claims[k].id, a);
            c->claims[k].text = f->p[i].name;
            fix_mark(f, i, FIXED_CLAIMS, false, c->claims[k].id, a);
            break;
        }
        case FIX_CONFLICT_DISMISS: dismiss(&w, i); break;
        default: break;
        }
    }
    if (changed)
        claim_support_again(docs, n, kin, st, c, a);
    for (uint32_t i = 0; i < f->n; i++) /* beside what there is in the end */
        if (!f->p[i].undone.p && f->p[i].kind == FIX_NOTE)
            note(&w, i);
}
