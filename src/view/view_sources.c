/* Who is quoted in a story: those who are named, and the ledger of those who are not. */
#include "view_parts.h"

#include <stdlib.h>

enum { ROLES = 6 };

struct voice { /* one source over all reports of the story */
    slice name;
    uint32_t statements, reports, last_doc;
    uint32_t doc, attribution; /* its first statement */
    bool anonymous, entity;    /* entity: a name, and no mere description */
    struct { slice words; uint32_t n; } roles[ROLES]; /* that it is given, each with how often */
    uint32_t roles_n;
};

static void add_role(struct voice *v, slice role) {
    uint32_t i = 0;
    while (i < v->roles_n && !slice_eq_nocase(v->roles[i].words, role))
        i++;
    if (i == ROLES)
        return;
    if (i == v->roles_n)
        v->roles[v->roles_n++].words = role;
    v->roles[i].n++;
}

/* The role that it is given most often; "a gifted speaker" is what one report calls somebody, an office is his. */
static slice role_of(const struct voice *v) {
    uint32_t best = 0, most = 0;
    for (uint32_t i = 0; i < v->roles_n; i++) {
        slice w = v->roles[i].words;
        bool office = !slice_starts(w, S("a ")) && !slice_starts(w, S("an "));
        uint32_t n = office ? v->roles[i].n * 2 + 1 : v->roles[i].n * 2;
        if (n > most) {
            best = i;
            most = n;
        }
    }
    return v->roles_n ? v->roles[best].words : (slice){0};
}

/* Those in most reports first; of these, names before descriptions, and who says most. */
static int by_weight(const void *x, const void *y) {
    const struct voice *a = x, *b = y;
    if (a->reports != b->reports)
        return a->reports > b->reports ? -1 : 1;
    if (a->entity != b->entity)
        return a->entity ? -1 : 1;
    if (a->statements != b->statements)
        return a->statements > b->statements ? -1 : 1;
    return slice_cmp(a->name, b->name);
}

static slice voice_name(const struct telling *t, uint32_t doc, const struct attribution *a) {
    const struct stories *s = &t->acc->stories;
    if (a->entity != NONE && s->figure_of && s->figure_of[doc] && !a->anonymous) {
        uint32_t f = s->figure_of[doc][a->entity];
        if (f < s->figures_n)
            return s->figures[f].name;
    }
    return a->source_name;
}

static void print_voice(struct telling *t, const struct voice *v) {
    struct layout *l = t->l;
    const struct attribution *a = &t->acc->documents[v->doc]->marks.attributions[v->attribution];
    slice name = layout_clean(l->a, v->name);
    layout_pad(l, 2);
    layout_put(l, v->anonymous ? INK_WARN : INK_NAME, name);
    slice role = layout_clean(l->a, role_of(v));
    if (role.n) {
        layout_put(l, INK_PLAIN, arena_printf(l->a, ", %.*s", (int)role.n, role.p));
    }
    layout_put(l, INK_DIM, arena_printf(l->a, "  %u in %u report%s", v->statements, v->reports,
                                        v->reports == 1 ? "" : "s"));
    layout_end(l);
    if (a->content.n && !t->brief) {
        slice words = layout_fit(l->a, view_words(t, v->doc, a->content.p[0]), 2 * (l->width - 6) - 24,
                                 l->ascii);
        slice place = view_place(t, v->doc, a->content.p[0]);
        layout_pad(l, 6);
        layout_wrap(l, INK_PLAIN, arena_printf(l->a, "%.*s (%.*s)", (int)words.n, words.p,
                                               (int)place.n, place.p), 6, 6);
    }
}

/* What is taken for the same unnamed people, in all the words for them; those on whom most claims rest first. */
static void unnamed(struct telling *t, const struct ledger_row *r) {
    struct layout *l = t->l;
    struct view_passage *p = ARENA_ARRAY(l->a, struct view_passage, 8);
    uint32_t n = 0;
    for (uint32_t i = 0; i < r->refs_n; i++)
        view_add_place(t, p, &n, 8, S(""), layout_fit(l->a, view_words(t, r->refs[i].doc, r->refs[i].at), 70, l->ascii),
                       view_place(t, r->refs[i].doc, r->refs[i].at));
    for (uint32_t i = 0; i < n; i++) {
        layout_pad(l, i ? 6 : 2);
        layout_put(l, INK_WARN, p[i].words);
        int at = (i ? 6 : 2) + layout_columns(p[i].words);
        layout_pad(l, 1);
        slice rest = arena_printf(l->a, "(%.*s)", (int)p[i].places.n, p[i].places.p);
        if (!i && r->claims_n)
            rest = arena_printf(l->a, "%.*s; %u claim%s", (int)rest.n, rest.p, r->claims_n, r->claims_n == 1 ? "" : "s");
        layout_wrap(l, INK_DIM, rest, at + 1, 6);
    }
}

static void ledger(struct telling *t) {
    enum { BRIEF = 3 };
    const struct claims *c = &t->acc->claims;
    uint32_t all = 0, shown = 0, most = 0;
    for (uint32_t i = 0; i < c->ledger_n; i++)
        if (c->ledger[i].story == t->number) {
            all++;
            most = c->ledger[i].claims_n > most ? c->ledger[i].claims_n : most;
        }
    if (!all)
        return;
    layout_head(t->l, "Sources that are not named");
    for (uint32_t want = most + 1; want-- && shown < view_most(t, BRIEF);)
        for (uint32_t i = 0; i < c->ledger_n && shown < view_most(t, BRIEF); i++)
            if (c->ledger[i].story == t->number && c->ledger[i].claims_n == want) {
                unnamed(t, &c->ledger[i]);
                shown++;
            }
    view_more(t, all - shown, "sources");
}

void view_sources(struct telling *t) {
    enum { BRIEF = 4 };
    struct layout *l = t->l;
    struct voice *voices = NULL;
    uint32_t n = 0, cap = 0;
    struct table seen;
    table_init(&seen, l->a, 64);
    for (uint32_t i = 0; i < t->story->documents_n; i++) {
        uint32_t doc = t->story->documents[i];
        const struct marks *m = &t->acc->documents[doc]->marks;
        for (uint32_t k = 0; k < m->attributions_n; k++) {
            const struct attribution *a = &m->attributions[k];
            slice name = voice_name(t, doc, a);
            if (!name.p || !name.n || !a->source.n)
                continue;
            uint32_t before = seen.n;
            uint32_t v = *table_put(&seen, name, n);
            if (seen.n > before) {
                ARENA_MORE(l->a, voices, n, cap);
                voices[n++] = (struct voice){.name = name, .last_doc = NONE, .doc = doc, .attribution = k, .anonymous = a->anonymous};
            }
            voices[v].entity |= a->entity != NONE;
            if (a->role.n)
                add_role(&voices[v], a->role);
            voices[v].statements++;
            if (voices[v].last_doc != doc)
                voices[v].reports++;
            voices[v].last_doc = doc;
        }
    }
    uint32_t all = 0, shown = 0;
    for (uint32_t i = 0; i < n; i++)
        all += !voices[i].anonymous;
    if (all)
        layout_head(l, "Sources that are named");
    if (n)
        qsort(voices, n, sizeof *voices, by_weight);
    for (uint32_t i = 0; i < n && shown < view_most(t, BRIEF); i++)
        if (!voices[i].anonymous) {
            print_voice(t, &voices[i]);
            shown++;
        }
    if (all)
        view_more(t, all - shown, "sources");
    ledger(t);
}
