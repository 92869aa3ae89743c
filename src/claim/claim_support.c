/* What stands behind a claim, and the ledger of unnamed sources.
 *
 * Support counts reports, and beside them origins: reports of one family, or that have the matter
 * from one missing original, are one origin however many they are. Sources are those in whose
 * words the claim is given, each once by name; the unnamed are counted as rows of the ledger.
 *
 * Ledger: mentions of unnamed sources that are taken for the same people. Within a report those of
 * one description are; across reports those that are alike in words (or in number) and say the
 * same claim, in reports that rest on one origin. A part of them ("two of the three") stays with
 * its whole. What is not sure stays apart: two rows too many mislead less than one too few. */
#include "claim_work.h"

/* ---- origins --------------------------------------------------------------------------------- */

uint32_t *claim_edges(const struct kin *kin, uint32_t n, struct arena *a) {
    uint32_t *first = ARENA_ARRAY(a, uint32_t, n + 1);
    for (uint32_t d = 0, e = 0; d < n; d++) { /* they come by report */
        while (e < kin->edges_n && kin->edges[e].doc < d)
            e++;
        first[d] = e;
    }
    first[n] = kin->edges_n;
    return first;
}

/* For each document, what its family rests on: an origin (docs_n + its number), or a document. */
uint32_t *claim_bases(struct work *w) {
    const struct kin *k = w->kin;
    uint32_t *base = ARENA_ARRAY(w->a, uint32_t, w->docs_n + 1);
    uint32_t *of_family = ARENA_ARRAY(w->a, uint32_t, w->docs_n + 1);
    for (uint32_t i = 0; i < w->docs_n; i++)
        of_family[i] = NONE;
    for (uint32_t e = 0; e < k->edges_n; e++) {
        const struct edge *x = &k->edges[e];
        if (!x->origin || x->kind > EDGE_REWRITE || x->doc >= w->docs_n)
            continue;
        uint32_t f = k->family ? k->family[x->doc] : x->doc;
        if (of_family[f] == NONE)
            of_family[f] = w->docs_n + x->from;
    }
    for (uint32_t i = 0; i < w->docs_n; i++) {
        uint32_t f = k->family ? k->family[i] : i;
        base[i] = of_family[f] != NONE ? of_family[f] : f;
    }
    return base;
}

static uint64_t name_hash(slice s) {
    uint64_t h = 1;
    for (uint32_t i = 0; i < s.n; i++)
        h = hash_mix(h, (unsigned char)to_lower(s.p[i]));
    return h;
}

/* The origin that a row is said to come from: an outlet named around it that the report cites. */
static uint32_t cited(const struct work *w, const struct claim_row *r) {
    const struct kin *k = w->kin;
    const struct marks *m = &w->docs[r->doc]->marks;
    for (uint32_t i = r->attribution, hops = 0; i < m->attributions_n && hops < 8;
         i = m->attributions[i].parent, hops++)
        for (uint32_t e = w->edges_of[r->doc]; e < w->edges_of[r->doc + 1]; e++) {
            const struct edge *x = &k->edges[e];
            if (!x->origin || !k->origins[x->from].name.p)
                continue;
            slice name = k->origins[x->from].name;
            if ((m->attributions[i].source_name.p && slice_find_nocase(m->attributions[i].source_name, name, 0) != NONE) ||
                (m->attributions[i].relays.p && slice_find_nocase(m->attributions[i].relays, name, 0) != NONE))
                return w->docs_n + x->from;
        }
    return NONE;
}

static int number_order(const void *a, const void *b) {
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return x < y ? -1 : x > y;
}

static uint32_t distinct(uint64_t *p, uint32_t n) {
    if (n < 2)
        return n;
    qsort(p, n, sizeof *p, number_order);
    uint32_t kept = 1;
    for (uint32_t i = 1; i < n; i++)
        if (p[i] != p[kept - 1])
            p[kept++] = p[i];
    return kept;
}

void claim_supports(struct work *w) {
    const uint32_t *base = w->base;
    for (uint32_t i = w->claims_first; i < w->out->claims_n; i++) {
        struct claim *c = &w->out->claims[i];
        uint64_t *docs = ARENA_ARRAY(w->tmp, uint64_t, c->rows_n + 1), *origins = ARENA_ARRAY(w->tmp, uint64_t, c->rows_n + 1);
        uint64_t *named = ARENA_ARRAY(w->tmp, uint64_t, c->rows_n + 1), *unnamed = ARENA_ARRAY(w->tmp, uint64_t, c->rows_n + 1);
        uint32_t n = 0, named_n = 0, unnamed_n = 0;
        for (uint32_t k = 0; k < c->rows_n; k++) {
            const struct claim_row *r = &c->rows[k];
            if (r->stance > STANCE_ATTRIBUTED)
                continue;
            docs[n] = r->doc;
            uint32_t from = cited(w, r);
            origins[n++] = from != NONE ? from : base[r->doc];
            const struct document *d = w->docs[r->doc];
            if (r->stance != STANCE_ATTRIBUTED || r->attribution >= d->marks.attributions_n)
                continue;
            const struct attribution *x = &d->marks.attributions[r->attribution];
            slice name = claim_speaker(w, r->doc, r->attribution);
            uint64_t h = name_hash(name);
            if (x->entity < d->lang.entities_n && w->stories->figure_of && w->stories->figure_of[r->doc] &&
                w->stories->figure_of[r->doc][x->entity] != NONE)
                h = hash_mix(3, w->stories->figure_of[r->doc][x->entity]);
            if (x->anonymous || !name.p)
                unnamed[unnamed_n++] = x->count ? hash_mix(5, x->count) : hash_mix(h, 1);
            else
                named[named_n++] = h;
        }
        c->support.reports = distinct(docs, n);
        c->support.origins = distinct(origins, n);
        c->support.named = distinct(named, named_n);
        c->support.unnamed = distinct(unnamed, unnamed_n);
    }
}

static void free_scratch(void *a) { arena_free(a); }

void claim_support_again(const struct document *const *docs, uint32_t n, const struct kin *kin,
                         const struct stories *stories, struct claims *c, struct arena *a) {
    struct work w = {.docs = docs, .docs_n = n, .kin = kin, .stories = stories, .a = a, .out = c, .tmp = arena_new(0)};
    if (!w.tmp)
        guard_fail(STM_ENOMEM);
    arena_defer(a, free_scratch, w.tmp);
    w.edges_of = claim_edges(kin, n, a);
    w.base = claim_bases(&w);
    claim_supports(&w);
}

/* ---- the ledger -------------------------------------------------------------------------------- */

struct unnamed {
    uint32_t doc, attribution, row; /* row: of the ledger, as a forest */
    uint32_t keys[12], keys_n;      /* what they are called, each once */
    uint32_t base, count;
    bool bare;                      /* "one of them": joins those who were told of, and is nobody by itself */
};

static void call(const struct work *w, struct unnamed *u) {
    const struct document *d = w->docs[u->doc];
    const struct attribution *x = &d->marks.attributions[u->attribution];
    const struct lang *l = &d->lang;
    for (uint32_t t = lang_token_at(l, x->source.p[0].start);
         t < l->tokens_n && l->tokens[t].at.start < x->source.p[0].end && u->keys_n < NELEMS(u->keys); t++) {
        uint32_t k = w->concepts[u->doc][t], i = 0;
        if (!k || (words_classes(w->words, k) & WORD_STOP) || is_digit((unsigned char)d->page.text.p[l->tokens[t].at.start]))
            continue;
        while (i < u->keys_n && u->keys[i] != k)
            i++;
        u->keys[i] = k;
        u->keys_n += i == u->keys_n;
    }
}

static uint32_t shared(const struct unnamed *a, const struct unnamed *b) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < a->keys_n; i++)
        for (uint32_t k = 0; k < b->keys_n; k++)
            n += a->keys[i] == b->keys[k];
    return n;
}

static uint32_t root(struct unnamed *u, uint32_t i) {
    while (u[i].row != i)
        i = u[i].row = u[u[i].row].row;
    return i;
}

/* Whether two mentions stand in rows of one claim. */
static bool say_the_same(const struct work *w, const struct unnamed *a, const struct unnamed *b) {
    for (uint32_t i = w->claims_first; i < w->out->claims_n; i++) {
        const struct claim *c = &w->out->claims[i];
        bool p = false, q = false;
        for (uint32_t k = 0; k < c->rows_n; k++) {
            p |= c->rows[k].doc == a->doc && c->rows[k].attribution == a->attribution;
            q |= c->rows[k].doc == b->doc && c->rows[k].attribution == b->attribution;
        }
        if (p && q)
            return true;
    }
    return false;
}

/* A person's name stands in it: whatever it was marked as, it is not unnamed. */
static bool is_named(const struct document *d, span at) {
    const struct lang *l = &d->lang;
    uint32_t lo = 0, hi = l->mentions_n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (l->mentions[mid].at.start < at.start)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < l->mentions_n && l->mentions[lo].at.start < at.end; lo++)
        if (l->mentions[lo].kind == MENTION_NAME && l->mentions[lo].entity < l->entities_n &&
            l->entities[l->mentions[lo].entity].type == ENTITY_PER)
            return true;
    return false;
}

/* "Engineers had told the council": it is the council that they told, not the press. */
static bool told_others(const struct document *d, const struct attribution *x) {
    static const char press[] = "reporter journalist correspondent agency newspaper paper magazine broadcaster station outlet media press interviewer";
    const struct lang *l = &d->lang;
    for (uint32_t t = x->cue_token + 1; !x->relays.p && x->cue_token < l->tokens_n && t < l->tokens_n && t < x->cue_token + 12; t++) {
        if (l->tokens[t].head != x->cue_token || (l->tokens[t].deprel != DEP_OBJ && l->tokens[t].deprel != DEP_IOBJ) ||
            l->tokens[t].upos != UPOS_NOUN || (l->tokens[t].at.start >= x->source.p[0].start && l->tokens[t].at.end <= x->source.p[0].end))
            continue;
        for (uint32_t k = 0; k < x->content.n; k++)
            if (l->tokens[t].at.start >= x->content.p[k].start && l->tokens[t].at.end <= x->content.p[k].end)
                return false; /* what is said, not to whom */
        return !slice_among(token_lemma(l, &l->tokens[t]), press);
    }
    return false;
}

/* They speak in somebody else's words, who is no outlet and no paper: spoken of, not heard. Who is cited is heard. */
static bool is_spoken_of(const struct document *d, uint32_t i) {
    const struct marks *m = &d->marks;
    if (m->attributions[i].cue.n && slice_starts_nocase(slice_at(d->page.text, m->attributions[i].cue.p[0]), S("citing")))
        return false;
    for (uint32_t k = m->attributions[i].parent, hops = 0; k < m->attributions_n && hops < 16; k = m->attributions[k].parent, hops++)
        if (m->attributions[k].source.n && m->attributions[k].source_type != SOURCE_OUTLET &&
            m->attributions[k].source_type != SOURCE_DOCUMENT)
            return true;
    return false;
}

static bool has_noun(const struct document *d, span at) {
    const struct lang *l = &d->lang;
    bool noun = !l->tagged;
    for (uint32_t t = lang_token_at(l, at.start); t < l->tokens_n && l->tokens[t].at.start < at.end; t++)
        noun |= l->tokens[t].upos == UPOS_NOUN || l->tokens[t].upos == UPOS_PROPN;
    return noun;
}

/* Whether a source is people who hide their names: no body and nothing on paper ("media reports"), no share of
 * a people, nobody who is known by an office ("the director of Karsk Hospital"), and who tells the report, not
 * somebody in it. A bare pronoun or number tells nobody apart, but if it is of people who were told of. */
static bool hides_people(const struct work *w, uint32_t doc, uint32_t i) {
    const struct document *d = w->docs[doc];
    const struct lang *l = &d->lang;
    const struct attribution *x = &d->marks.attributions[i];
    if (!x->anonymous || (x->source_type != SOURCE_PERSON && x->source_type != SOURCE_GROUP) ||
        is_named(d, x->source.p[0]) || is_spoken_of(d, i) || told_others(d, x))
        return false;
    uint32_t cue = x->cue_token < l->tokens_n ? words_classes(w->words, w->concepts[doc][x->cue_token]) : 0;
    if (cue & WORD_MIND) /* what they want, not what they told */
        return false;
    span at = x->source.p[0];
    uint32_t first = lang_token_at(l, at.start), head = x->source_token;
    uint32_t bits = head < l->tokens_n ? words_classes(w->words, w->concepts[doc][head]) : 0;
    bool name = false;
    for (uint32_t t = first; t < l->tokens_n && l->tokens[t].at.start < at.end; t++) {
        slice f = token_form(d->page.text, &l->tokens[t]);
        name |= w->concepts[doc][t] && keymap_get(&w->names, w->concepts[doc][t]);
        if (slice_eq(f, S("%")) || slice_eq_nocase(f, S("percent")) || slice_eq_nocase(f, S("cent")))
            return false;
    }
    if ((x->of == NONE && !has_noun(d, at)) || (!(bits & WORD_PEOPLE) && ((bits & (WORD_REPORT | WORD_SPEECH)) || (!(cue & WORD_SPEECH) && !x->count))) ||
        (head < l->tokens_n && slice_eq_nocase(token_lemma(l, &l->tokens[head]), S("authority"))))
        return false;
    bool definite = first < l->tokens_n && slice_eq_nocase(token_form(d->page.text, &l->tokens[first]), S("the"));
    return !(definite && name && x->source_type == SOURCE_PERSON && !(bits & WORD_PEOPLE));
}

/* "The sources", whom the marks take for the three people of before. */
static bool one_name(const struct marks *m, const struct unnamed *a, const struct unnamed *b) {
    slice p = m->attributions[a->attribution].source_name, q = m->attributions[b->attribution].source_name;
    return p.p && q.p && slice_eq(p, q) && a->count == b->count;
}

/* "A senior official": somebody new, where another has been spoken of in other words; "one of the sources", whoever has. */
static bool is_new(const struct work *w, const struct unnamed *before, const struct unnamed *u) {
    const struct document *d = w->docs[u->doc];
    uint32_t t = lang_token_at(&d->lang, d->marks.attributions[u->attribution].source.p[0].start);
    slice first = t < d->lang.tokens_n ? token_form(d->page.text, &d->lang.tokens[t]) : S("");
    bool same = before->keys_n == u->keys_n && shared(before, u) == u->keys_n;
    return slice_among(first, "another one") || (slice_among(first, "a an") && !same);
}

/* A part is of no smaller whole. */
static bool is_part(const struct unnamed *part, const struct unnamed *whole, const struct attribution *x) {
    return x->of == whole->attribution && (!whole->count || part->count <= whole->count);
}

void claim_ledgers(struct work *w) {
    enum { MOST = 600, NEAR = 200 };
    struct unnamed *u = NULL;
    uint32_t n = 0, cap = 0;
    const uint32_t *base = w->base;
    for (uint32_t m = 0; m < w->members_n; m++) {
        uint32_t doc = w->members[m];
        const struct marks *x = &w->docs[doc]->marks;
        for (uint32_t i = 0; i < x->attributions_n && n < MOST; i++) {
            const struct attribution *t = &x->attributions[i];
            bool again = false; /* of two that one description speaks in, the first */
            for (uint32_t k = n; t->source.n && k-- > 0 && u[k].doc == doc && !again;)
                again = x->attributions[u[k].attribution].source.p[0].start == t->source.p[0].start;
            if (!t->source.n || again || !hides_people(w, doc, i))
                continue;
            ARENA_MORE(w->tmp, u, n, cap);
            u[n] = (struct unnamed){.doc = doc, .attribution = i, .row = n, .base = base[doc], .count = t->count,
                                  .bare = !has_noun(w->docs[doc], t->source.p[0])};
            call(w, &u[n]);
            n += u[n].keys_n || t->count; /* a bare pronoun tells nobody apart */
        }
    }
    for (uint32_t j = 1; j < n; j++)
        for (uint32_t i = j > NEAR ? j - NEAR : 0; i < j; i++) {
            if (claim_story(w, u[i].doc) != claim_story(w, u[j].doc) || root(u, i) == root(u, j))
                continue;
            const struct marks *x = &w->docs[u[j].doc]->marks;
            uint32_t both = shared(&u[i], &u[j]), less = u[i].keys_n < u[j].keys_n ? u[i].keys_n : u[j].keys_n;
            bool alike = less && 2 * both > less;
            bool counts = u[i].count == u[j].count || !u[i].count || !u[j].count;
            bool same;
            if (u[i].doc == u[j].doc)
                same = is_part(&u[j], &u[i], &x->attributions[u[j].attribution]) ||
                       is_part(&u[i], &u[j], &x->attributions[u[i].attribution]) || one_name(x, &u[i], &u[j]) ||
                       (alike && counts && both + 1 >= less && !is_new(w, &u[i], &u[j]));
            else
                same = u[i].base == u[j].base && alike && counts &&
                       (both >= 2 || (u[i].count && u[i].count == u[j].count) || say_the_same(w, &u[i], &u[j]));
            if (!same)
                continue;
            uint32_t a = root(u, i), b = root(u, j);
            u[a > b ? a : b].row = a > b ? b : a;
        }
    struct claims *out = w->out;
    for (uint32_t i = 0; i < n; i++) {
        if (root(u, i) != i || u[i].bare)
            continue;
        struct ledger_row r = {.story = claim_story(w, u[i].doc)};
        uint32_t refs_cap = 0, claims_cap = 0;
        uint64_t h = 1;
        for (uint32_t k = i; k < n; k++) {
            if (root(u, k) != i)
                continue;
            span at = w->docs[u[k].doc]->marks.attributions[u[k].attribution].source.p[0];
            ARENA_MORE(w->a, r.refs, r.refs_n, refs_cap);
            r.refs[r.refs_n++] = (struct ledger_ref){u[k].doc, u[k].attribution, at};
            h = hash_mix(h, claim_place_hash(w, u[k].doc, at));
            if (u[k].count > r.count)
                r.count = u[k].count;
        }
        for (uint32_t c = w->claims_first; c < out->claims_n; c++) {
            bool rests = false;
            for (uint32_t k = 0; k < out->claims[c].rows_n && !rests; k++)
                for (uint32_t q = 0; q < r.refs_n && !rests; q++)
                    rests = out->claims[c].rows[k].doc == r.refs[q].doc &&
                            out->claims[c].rows[k].attribution == r.refs[q].attribution;
            if (!rests)
                continue;
            ARENA_MORE(w->a, r.claims, r.claims_n, claims_cap);
            r.claims[r.claims_n++] = c;
        }
        r.id = claim_id_of(w, 'u', h);
        ARENA_MORE(w->a, out->ledger, out->ledger_n, w->ledger_cap);
        out->ledger[out->ledger_n++] = r;
    }
}
