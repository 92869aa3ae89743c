/* Statements, posts and press releases as origins.
 *
 * Where an attribution stands with what it was put out in ("said in a statement", "wrote on Twitter": kin_thing.c), the
 * report rests on that statement. Another report of the same matter that has some of the same words from the same
 * source rests on it too, whether it names the medium or not. Needs the marks; without them there are none. */
#include "kin_thing.h"
#include "kin_out.h"

#include <stdlib.h>

enum {
    SHARED_WORDS = 4,
    PUBLIC_WORDS = 6, /* in a row, that are enough where nobody says what they stood in */
    PUBLIC_MOST = 200, /* sayings of one name among which such are looked for */
    ALONE_MOST = 3,   /* statements that a report has for itself */
    PILE_MOST = 1000,  /* sayings that are all held against one another */
    STATEMENTS_MOST = 4096
};

/* An attribution that names what it was put out in, or that quotes; of a named source or, where it quotes, of anybody. */
struct saying {
    slice name, last;  /* as resolved, n 0: nobody named; its last word */
    struct thing thing; /* where `here` */
    uint32_t row, attribution;
    bool medium;       /* the report names what it was put out in, here or elsewhere */
    bool here;         /* here */
    uint32_t group;    /* origin draft, or NONE */
};

static slice last_word(slice name) {
    name = slice_trim(name);
    uint32_t at = name.n;
    while (at > 0 && name.p[at - 1] != ' ')
        at--;
    return slice_cut(name, at, name.n);
}

/* Titles come and go: of the forms with more than one word the shortest is the name. */
static bool full_name(slice name) { return slice_find(name, S(" "), 0) != NONE; }

static int by_last(const void *x, const void *y) {
    const struct saying *a = x, *b = y;
    int d = slice_cmp(a->last, b->last);
    if (d)
        return d;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->attribution > b->attribution) - (a->attribution < b->attribution);
}

/* First and last word of a span of the text. */
static void words_of(const struct kin_row *r, span at, uint32_t *first, uint32_t *end) {
    *first = kin_word_at(&r->w, at.start);
    *end = kin_word_at(&r->w, at.end);
}

/* A hash of the words from i on, so many; 0: not all are in quotation marks. */
static uint32_t gram_at(const struct kin_words *w, uint32_t i, uint32_t many) {
    uint64_t h = 0;
    for (uint32_t k = i; k < i + many; k++) {
        if (!(w->p[k].flags & KIN_QUOTED))
            return 0;
        h = hash_mix(h, w->p[k].id);
    }
    return (uint32_t)(h >> 32) | 1u << 31;
}

/* Do two sayings share some words in a row, in quotation marks? */
static bool same_words(const struct kin_build *b, const struct saying *x, const struct saying *y, uint32_t least) {
    enum { GRAM_BITS = 4096 };
    const struct kin_row *p = b->rows[x->row], *q = b->rows[y->row];
    const struct attribution *s = &p->doc->marks.attributions[x->attribution],
                             *t = &q->doc->marks.attributions[y->attribution];
    for (uint32_t i = 0; i < s->content.n && i < 4; i++)
        for (uint32_t j = 0; j < t->content.n && j < 4; j++) {
            uint32_t a0, a1, b0, b1;
            words_of(p, s->content.p[i], &a0, &a1);
            words_of(q, t->content.p[j], &b0, &b1);
            /* the whole quotation that the content is part of */
            while (a0 > 0 && a0 < p->w.n && p->w.p[a0 - 1].flags & p->w.p[a0].flags & KIN_QUOTED)
                a0--;
            while (b0 > 0 && b0 < q->w.n && q->w.p[b0 - 1].flags & q->w.p[b0].flags & KIN_QUOTED)
                b0--;
            a1 = a1 > a0 + 200 ? a0 + 200 : a1;
            b1 = b1 > b0 + 200 ? b0 + 200 : b1;
            uint64_t has[GRAM_BITS / 64] = {0};
            for (uint32_t n = b0; n + least <= b1; n++) {
                uint32_t g = gram_at(&q->w, n, least);
                if (g)
                    has[g % GRAM_BITS / 64] |= 1ull << g % 64;
            }
            for (uint32_t m = a0; m + least <= a1; m++) {
                uint32_t g = gram_at(&p->w, m, least);
                if (!g || !(has[g % GRAM_BITS / 64] >> g % 64 & 1))
                    continue;
                for (uint32_t n = b0; n + least <= b1; n++) {
                    uint32_t k = 0;
                    while (k < least && p->w.p[m + k].id == q->w.p[n + k].id &&
                           p->w.p[m + k].flags & q->w.p[n + k].flags & KIN_QUOTED)
                        k++;
                    if (k == least)
                        return true;
                }
            }
        }
    return false;
}

/* Do two reports, each of which names what it was put out in, tell the like of it in their own words, within a news cycle? */
static bool same_matter(const struct kin_build *b, const struct saying *x, const struct saying *y) {
    enum { TELLING = 5 * 16, TELLING_LEAST = 3, WORDS_MOST = 80 };
    const struct kin_row *p = b->rows[x->row], *q = b->rows[y->row];
    slice longer = x->name.n > y->name.n ? x->name : y->name, shorter = x->name.n > y->name.n ? y->name : x->name;
    bool timed = p->minutes != INT64_MIN && q->minutes != INT64_MIN;
    if (!x->here || !y->here || slice_find(longer, shorter, 0) == NONE || (timed && llabs(p->minutes - q->minutes) > NEWS_CYCLE))
        return false;
    const struct attribution *s = &p->doc->marks.attributions[x->attribution],
                             *t = &q->doc->marks.attributions[y->attribution];
    uint32_t both = 0, looked = 0, seen[WORDS_MOST];
    for (uint32_t i = 0; i < s->content.n && i < 4; i++) {
        uint32_t a0, a1, b0, b1;
        words_of(p, s->content.p[i], &a0, &a1);
        for (uint32_t k = a0; k < a1 && looked < WORDS_MOST; k++) {
            if (p->w.p[k].idf < TELLING)
                continue;
            bool again = false, found = false;
            for (uint32_t z = 0; z < looked; z++)
                again |= seen[z] == p->w.p[k].id;
            seen[looked++] = p->w.p[k].id;
            for (uint32_t j = 0; j < t->content.n && j < 4 && !found && !again; j++) {
                words_of(q, t->content.p[j], &b0, &b1);
                b1 = b1 > b0 + WORDS_MOST ? b0 + WORDS_MOST : b1;
                for (; b0 < b1 && !found; b0++)
                    found = q->w.p[b0].id == p->w.p[k].id;
            }
            both += found;
        }
    }
    return both >= TELLING_LEAST;
}

static bool same_said(const struct kin_build *b, const struct saying *x, const struct saying *y, uint32_t least) {
    bool family = b->trees->component[x->row] == b->trees->component[y->row];
    return (x->medium || !family) && (same_words(b, x, y, least) || same_matter(b, x, y));
}

/* The edge of a saying's report to the statement, `e` if it is that of the saying before; with its words as evidence. */
static struct edge_draft *rests_on(struct kin_build *b, struct edge_draft *e, const struct saying *s, uint32_t origin, slice why) {
    const struct kin_row *r = b->rows[s->row];
    const struct attribution *t = &r->doc->marks.attributions[s->attribution];
    if (!e || e->e.doc != s->row)
        e = build_edge(b, s->row, true, origin, t->form == FORM_INDIRECT ? EDGE_CITES : EDGE_QUOTES, s->medium ? 0.8f : 0.6f);
    for (uint32_t c = 0; c < t->content.n && e->e.evidence_n < 4; c++) {
        span src = page_source(&r->doc->page, t->content.p[c]);
        build_evidence(b, e, src, (span){0, 0}, why);
        build_recovered(b, origin, s->row, src);
    }
    return e;
}

/* Words of a statement that a report lays to somebody else or to nobody ("the palace insisted"): it rests on the statement too. */
static void by_words(struct kin_build *b, struct saying *v, uint32_t n) {
    for (uint32_t y = 0; y < n; y++) {
        for (uint32_t x = 0; x < n && v[y].group == NONE; x++) {
            if (v[x].group == NONE || !v[x].here || v[x].row == v[y].row || !same_words(b, &v[x], &v[y], PUBLIC_WORDS))
                continue;
            v[y].group = v[x].group;
            bool has = false;
            for (uint32_t e = b->first_statement; e < b->edges_n; e++)
                has |= b->edges[e].e.doc == v[y].row && b->edges[e].e.from == v[x].group;
            if (!has)
                rests_on(b, NULL, &v[y], v[x].group, S("the same words"));
        }
    }
}

static bool is_among(const uint32_t *v, uint32_t n, uint32_t x) {
    for (uint32_t i = 0; i < n; i++)
        if (v[i] == x)
            return true;
    return false;
}

static int by_u32(const void *x, const void *y) {
    uint32_t a = *(const uint32_t *)x, b = *(const uint32_t *)y;
    return (a > b) - (a < b);
}

static int by_u64(const void *x, const void *y) {
    uint64_t a = *(const uint64_t *)x, b = *(const uint64_t *)y;
    return (a > b) - (a < b);
}

/* What the reports rest on so far: report << 32 | a report, or an origin behind all reports; sorted. */
struct rests {
    uint64_t *p;
    uint32_t n;
};

static struct rests rests_of(const struct kin_build *b) {
    struct rests r = {arena_alloc(b->tmp, (b->edges_n + 1) * sizeof *r.p), b->edges_n};
    for (uint32_t i = 0; i < b->edges_n; i++) {
        const struct edge *e = &b->edges[i].e;
        r.p[i] = (uint64_t)e->doc << 32 | (e->origin ? b->n + e->from : e->from);
    }
    if (r.n)
        qsort(r.p, r.n, sizeof *r.p, by_u64);
    return r;
}

static bool has_rest(const struct rests *r, uint32_t row, uint32_t on) {
    uint64_t key = (uint64_t)row << 32 | on;
    return r->n && bsearch(&key, r->p, r->n, sizeof key, by_u64);
}

/* Has one of the two its words from the other, or both from one outlet? Then nobody need have said them in public. */
static bool is_explained(const struct rests *r, uint32_t x, uint32_t y) {
    if (has_rest(r, x, y) || has_rest(r, y, x))
        return true;
    uint64_t from = (uint64_t)x << 32;
    uint32_t lo = 0, hi = r->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (r->p[mid] < from)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < r->n && r->p[lo] >> 32 == x; lo++)
        if (has_rest(r, y, (uint32_t)r->p[lo]))
            return true;
    return false;
}

/* Who has put something out is quoted from it elsewhere in the report too. v: by last name, then by report. */
static void spread_medium(struct saying *v, uint32_t n) {
    for (uint32_t x = 0; x < n;) {
        uint32_t y = x;
        bool medium = false;
        for (; y < n && slice_eq(v[y].last, v[x].last) && v[y].row == v[x].row; y++)
            medium |= v[y].medium;
        for (; x < y; x++)
            v[x].medium = medium;
    }
}

/* By two reports, row * b->n + row: how many people both quote alike without a word of where they said it. Two reports that do
 * so of several have it from one report, be it here or not, and not from as many speeches. */
static uint8_t *count_tellers(const struct kin_build *b, const struct saying *v, uint32_t n) {
    uint8_t *count = ARENA_ARRAY(b->tmp, uint8_t, b->n * b->n);
    uint32_t *last = ARENA_ARRAY(b->tmp, uint32_t, b->n * b->n); /* the group that was counted last, from 1 */
    for (uint32_t i = 0, j; i < n; i = j) {
        for (j = i; j < n && slice_eq(v[j].last, v[i].last); j++)
            ;
        for (uint32_t x = i; x < j && v[i].last.n && j - i <= PUBLIC_MOST; x++)
            for (uint32_t y = x + 1; y < j; y++) {
                uint32_t at = v[x].row * b->n + v[y].row; /* v[x].row <= v[y].row */
                if (v[x].row == v[y].row || v[x].medium || v[y].medium || last[at] == i + 1 || count[at] > 1 || !same_words(b, &v[x], &v[y], PUBLIC_WORDS))
                    continue;
                last[at] = i + 1;
                count[at]++;
                count[v[y].row * b->n + v[x].row]++;
            }
    }
    return count;
}

void build_statements(struct kin_build *b) {
    struct saying *v = NULL;
    uint32_t n = 0, cap = 0, people_n = 0;
    const slice *people = b->n <= HANDFUL ? thing_people(b->rows, b->n, b->tmp, &people_n) : NULL;
    for (uint32_t i = 0; i < b->n; i++) {
        struct kin_row *r = b->rows[i];
        const struct marks *m = &r->doc->marks;
        for (uint32_t k = 0; k < m->attributions_n; k++) {
            const struct attribution *t = &m->attributions[k];
            struct thing thing;
            bool medium = thing_read(b->outlets, r, t, &thing);
            medium = medium && thing.kind == ORIGIN_STATEMENT; /* papers: kin_documents.c */
            if (medium && !thing.maker.n) { /* "the statement added" */
                uint32_t back = n;
                while (back > 0 && v[back - 1].row == i && !(v[back - 1].here && slice_eq(v[back - 1].thing.noun, thing.noun)))
                    back--;
                if (back == 0 || v[back - 1].row != i)
                    continue;
                thing = v[back - 1].thing;
            }
            bool named = !t->anonymous && t->source_name.p && t->source_name.n && t->cue.n && t->content.n && t->parent == NONE && !t->relays.p &&
                         (t->source_type == SOURCE_PERSON || t->source_type == SOURCE_ORGANISATION) &&
                         (is_upper((unsigned char)t->source_name.p[0]) || (unsigned char)t->source_name.p[0] >= 0x80);
            if (!medium && (t->form == FORM_INDIRECT || !t->cue.n || !t->content.n || t->parent != NONE || t->relays.p))
                continue; /* what was said anywhere, in nobody's words */
            ARENA_MORE(b->tmp, v, n, cap);
            /* the name as the document's figure has it, where it is one: without role and day */
            slice name = medium ? thing.maker : named ? t->source_name : (slice){0};
            if (!medium && named && t->entity < r->doc->lang.entities_n && full_name(r->doc->lang.entities[t->entity].name))
                name = thing_speaker(r, t);
            if (b->n <= HANDFUL && (medium ? thing.person : named && t->source_type == SOURCE_PERSON))
                name = thing_in_pile(people, people_n, name);
            slice last = t->source_type == SOURCE_OUTLET ? name : last_word(name); /* "X News" and "Y News" */
            v[n++] = (struct saying){name, last, thing, i, k, medium, medium, NONE};
        }
    }
    struct rests rests = rests_of(b);
    uint8_t *alone = ARENA_ARRAY(b->tmp, uint8_t, b->n + 1); /* by row */
    if (n)
        qsort(v, n, sizeof *v, by_last);
    spread_medium(v, n);
    uint8_t *tellers = b->n <= HANDFUL ? count_tellers(b, v, n) : NULL;
    for (uint32_t i = 0; i < n;) {
        uint32_t j = i;
        while (j < n && slice_eq(v[j].last, v[i].last))
            j++;
        for (uint32_t x = i; x < j && v[x].last.n && b->origins_n < STATEMENTS_MOST * 16; x++) {
            if (v[x].group != NONE || (!v[x].medium && j - i > PUBLIC_MOST))
                continue;
            /* a statement, and who else has words of it; only the nearest are looked at. What is quoted alike by reports that
             * have not copied one another was said in public, even where none says in what. */
            uint32_t least = v[x].medium ? SHARED_WORDS : PUBLIC_WORDS;
            uint32_t members[32], members_n = 0, shown = NONE;
            slice name = v[x].name;
            members[members_n++] = x;
            for (uint32_t m = 0; m < members_n; m++) /* and what has words of those */
                for (uint32_t y = i; y < j && y < i + 200 && members_n < NELEMS(members); y++) {
                    const struct saying *s = &v[members[m]];
                    bool mine = v[y].row == s->row && (v[y].medium || s->medium ? v[y].medium : slice_eq(v[y].name, s->name));
                    if (v[y].group == NONE && !is_among(members, members_n, y) &&
                        (mine || (v[y].row != s->row && same_said(b, s, &v[y], least))))
                        members[members_n++] = y;
                }
            qsort(members, members_n, sizeof *members, by_u32);
            for (uint32_t k = 0; k < members_n; k++) {
                const struct saying *s = &v[members[k]];
                if (s->here && shown == NONE)
                    shown = members[k];
                if (full_name(s->name) && (!full_name(name) || s->name.n < name.n))
                    name = s->name;
            }
            uint32_t reports = 0;
            for (uint32_t k = 0; k < members_n; k++)
                reports += k == 0 || v[members[k]].row != v[members[k - 1]].row;
            bool explained = false;
            for (uint32_t k = 1; k < members_n && !v[x].medium && !explained; k++)
                for (uint32_t l = 0; l < k && !explained; l++)
                    explained = v[members[k]].row != v[members[l]].row && (is_explained(&rests, v[members[k]].row, v[members[l]].row) ||
                                                                                (tellers && tellers[v[members[k]].row * b->n + v[members[l]].row] > 1));
            if (explained)
                continue;
            if (reports < 2 && (!v[x].medium || alone[v[x].row]++ >= ALONE_MOST))
                continue;
            if (shown == NONE)
                shown = x;
            uint32_t o = build_origin(b, thing_name(&v[shown].thing, name, b->a), ORIGIN_STATEMENT, v[x].row, false);
            struct edge_draft *e = NULL;
            for (uint32_t k = 0; k < members_n; k++) {
                struct saying *s = &v[members[k]];
                s->group = o;
                e = rests_on(b, e, s, o, s->medium ? S("the statement named") : S("the same words of the same source"));
            }
        }
        i = j;
    }
    if (n <= PILE_MOST)
        by_words(b, v, n);
}
