/* What a fix speaks of, found again among the rows: by hash, by place, by name. */
#include "fix_inside.h"

#include <stdio.h>

bool fix_is_doc(const struct document *d, const struct fix_place *p) {
    return memcmp(d->source.sha256, p->sha256, 32) == 0;
}

/* Documents are sorted by id: the one of that name first, else any with these bytes. */
uint32_t fix_doc(const struct document *const *docs, uint32_t n, const struct fix_place *p) {
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (slice_cmp(docs[mid]->id, p->doc) < 0)
            lo = mid + 1;
        else
            hi = mid;
    }
    if (lo < n && slice_eq(docs[lo]->id, p->doc) && fix_is_doc(docs[lo], p))
        return lo;
    for (uint32_t i = 0; i < n; i++)
        if (fix_is_doc(docs[i], p))
            return i;
    return NONE;
}

bool fix_overlap(span a, span b) {
    uint32_t start = a.start > b.start ? a.start : b.start, end = a.end < b.end ? a.end : b.end;
    uint32_t x = a.end - a.start, y = b.end - b.start, shorter = x < y ? x : y;
    return end > start && 2 * (uint64_t)(end - start) > shorter;
}

static bool stands(const struct document *d, span at, const struct fix_place *p) {
    return fix_is_doc(d, p) && (p->src.end <= p->src.start || fix_overlap(page_source(&d->page, at), p->src));
}

uint32_t fix_claim_hits(const struct document *const *docs, const struct claim *c, const struct fix_group *g) {
    uint32_t hits = 0;
    for (uint32_t i = 0; i < g->n; i++)
        for (uint32_t k = 0; k < c->rows_n; k++)
            if (stands(docs[c->rows[k].doc], c->rows[k].at, &g->p[i])) {
                hits++;
                break;
            }
    return hits;
}

uint32_t fix_conflict_hits(const struct document *const *docs, const struct conflict *c, const struct fix_group *g) {
    uint32_t hits = 0;
    for (uint32_t i = 0; i < g->n; i++)
        for (uint32_t k = 0; k < c->sides_n; k++)
            if (stands(docs[c->sides[k].doc], c->sides[k].at, &g->p[i])) {
                hits++;
                break;
            }
    return hits;
}

uint32_t fix_claim_find(const struct document *const *docs, const struct claims *c, const struct fix_group *g) {
    uint32_t best = NONE, most = 0;
    for (uint32_t i = 0; i < c->claims_n; i++) {
        uint32_t hits = fix_claim_hits(docs, &c->claims[i], g);
        if (hits > most) {
            most = hits;
            best = i;
        }
    }
    return best;
}

/* Of that name; else the one with most mentions among those that go by it too. */
uint32_t fix_figure_find(const struct stories *st, const struct fix_name *name) {
    uint32_t best = NONE;
    for (uint32_t i = 0; i < st->figures_n; i++) {
        const struct figure *f = &st->figures[i];
        if (name->type.p && !slice_eq(name->type, slice_str(entity_type_names[f->type])))
            continue;
        if (slice_eq(f->name, name->name))
            return i;
        for (uint32_t k = 0; k < f->aliases_n; k++)
            if (slice_eq(f->aliases[k], name->name) && (best == NONE || f->refs_n > st->figures[best].refs_n))
                best = i;
    }
    return best;
}

uint32_t fix_origin_find(const struct document *const *docs, const struct kin *kin, const struct fix_group *g,
                         const struct fix_name *name) {
    uint32_t best = NONE, most = 0;
    for (uint32_t i = 0; i < kin->origins_n; i++) {
        const struct origin *o = &kin->origins[i];
        uint32_t hits = 0;
        for (uint32_t k = 0; k < g->n; k++)
            for (uint32_t d = 0; d < o->documents_n; d++)
                if (fix_is_doc(docs[o->documents[d]], &g->p[k])) {
                    hits++;
                    break;
                }
        /* one of the same name counts for more than any number of reports */
        if (hits && name && slice_eq(name->name, o->name) && (name->name.p != NULL) == (o->name.p != NULL))
            hits += FIX_PLACES;
        if (hits > most) {
            most = hits;
            best = i;
        }
    }
    return best;
}

/* ---- bookkeeping --------------------------------------------------------------------------------- */

void fix_touched(struct fix *f, slice row, struct arena *a) {
    f->applied = true;
    for (uint32_t i = 0; i < f->rows_n; i++)
        if (slice_eq(f->rows[i], row))
            return;
    ARENA_MORE(a, f->rows, f->rows_n, f->rows_cap);
    f->rows[f->rows_n++] = row;
}

void fix_mark(struct fixes *f, uint32_t fix, enum fix_list list, bool machine, slice row, struct arena *a) {
    for (uint32_t i = 0; i < f->marks_n; i++) {
        const struct fix_mark *m = &f->marks[i];
        if (m->fix == fix && m->list == list && m->machine == machine && slice_eq(m->row, row))
            return;
    }
    ARENA_MORE(a, f->marks, f->marks_n, f->marks_cap);
    f->marks[f->marks_n++] = (struct fix_mark){row, fix, (uint8_t)list, machine};
    if (!machine)
        fix_touched(&f->p[fix], row, a);
}

void fix_renamed(struct fixes *f, enum fix_list list, slice from, slice to) {
    for (uint32_t i = 0; i < f->marks_n; i++)
        if (!f->marks[i].machine && f->marks[i].list == list && slice_eq(f->marks[i].row, from)) {
            struct fix *x = &f->p[f->marks[i].fix];
            f->marks[i].row = to;
            for (uint32_t k = 0; k < x->rows_n; k++)
                if (slice_eq(x->rows[k], from))
                    x->rows[k] = to;
        }
}

bool fix_any(const struct fixes *f, uint32_t kinds) {
    for (uint32_t i = 0; i < f->n; i++)
        if (!f->p[i].undone.p && (kinds & 1u << f->p[i].kind))
            return true;
    return false;
}

slice fix_edge_key(const struct document *const *docs, const struct kin *kin, const struct edge *e, char *key, size_t size) {
    slice from = e->origin ? kin->origins[e->from].id : docs[e->from]->id, doc = docs[e->doc]->id;
    int n = snprintf(key, size, "%.*s\n%.*s\n%s\n%llx", doc.n > 300 ? 300 : (int)doc.n, doc.p, from.n > 300 ? 300 : (int)from.n,
                     from.p, edge_kind_names[e->kind],
                     (unsigned long long)hash_mix(hash64(doc.p, doc.n), hash64(from.p, from.n)));
    return slice_of(key, (size_t)n < size ? (size_t)n : size - 1);
}
