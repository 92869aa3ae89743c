/* From ids that somebody saw to what they stand for. */
#include "fix_inside.h"

#include <stdlib.h>

enum { STORY_PLACES = 64 /* documents by which a story is known */ };

struct making {
    const struct fix_scene *s;
    struct arena *a;
    json_t *args;
    struct fix *f;
    const char *why;
    int code;
};

static int wrong(struct making *m, int code, const char *why) {
    m->code = code;
    m->why = why;
    return code;
}

static slice string(struct making *m, json_t *v) {
    (void)m;
    return json_is_string(v) ? slice_of(json_string_value(v), json_string_length(v)) : (slice){0};
}
static slice arg(struct making *m, const char *key) { return string(m, json_object_get(m->args, key)); }

static struct fix_group *group(struct making *m, uint32_t n) {
    struct fix *f = m->f;
    if (!f->groups)
        f->groups = ARENA_ARRAY(m->a, struct fix_group, FIX_GROUPS);
    if (f->groups_n == FIX_GROUPS) {
        wrong(m, STM_EUSAGE, "too many at once");
        return NULL;
    }
    struct fix_group *g = &f->groups[f->groups_n++];
    g->p = ARENA_ARRAY(m->a, struct fix_place, n + 1);
    return g;
}

static void add_place(struct making *m, struct fix_group *g, uint32_t doc, span src) {
    const struct document *d = m->s->docs[doc];
    struct fix_place *p = &g->p[g->n++];
    p->doc = arena_slice(m->a, d->id);
    memcpy(p->sha256, d->source.sha256, 32);
    p->src = src;
}

static struct fix_name *name(struct making *m) {
    struct fix *f = m->f;
    if (!f->names)
        f->names = ARENA_ARRAY(m->a, struct fix_name, FIX_NAMES);
    if (f->names_n == FIX_NAMES) {
        wrong(m, STM_EUSAGE, "too many at once");
        return NULL;
    }
    return &f->names[f->names_n++];
}

/* ---- each kind of row ------------------------------------------------------------------------------ */

static uint32_t doc_at(struct making *m, slice id) {
    for (uint32_t i = 0; id.p && i < m->s->n; i++)
        if (slice_eq(m->s->docs[i]->id, id))
            return i;
    wrong(m, STM_EEMPTY, "there is no report of that id");
    return NONE;
}

static bool story(struct making *m, slice id) {
    const struct stories *st = m->s->stories;
    for (uint32_t i = 0; id.p && i < st->stories_n; i++) {
        if (!slice_eq(st->stories[i].id, id))
            continue;
        uint32_t n = st->stories[i].documents_n < STORY_PLACES ? st->stories[i].documents_n : STORY_PLACES;
        struct fix_group *g = group(m, n);
        for (uint32_t k = 0; g && k < n; k++)
            add_place(m, g, st->stories[i].documents[k], (span){0, 0});
        return g != NULL;
    }
    wrong(m, STM_EEMPTY, "there is no story of that id");
    return false;
}

static bool entity(struct making *m, slice id) {
    const struct stories *st = m->s->stories;
    for (uint32_t i = 0; id.p && i < st->figures_n; i++)
        if (slice_eq(st->figures[i].id, id)) {
            struct fix_name *n = name(m);
            if (n)
                *n = (struct fix_name){arena_slice(m->a, st->figures[i].name), slice_str(entity_type_names[st->figures[i].type])};
            return n != NULL;
        }
    wrong(m, STM_EEMPTY, "there is no name of that id");
    return false;
}

static bool claim(struct making *m, slice id) {
    const struct claims *c = m->s->claims;
    for (uint32_t i = 0; id.p && i < c->claims_n; i++) {
        if (!slice_eq(c->claims[i].id, id))
            continue;
        struct fix_group *g = group(m, c->claims[i].rows_n);
        for (uint32_t k = 0; g && k < c->claims[i].rows_n && g->n < FIX_PLACES / 4; k++) {
            const struct claim_row *r = &c->claims[i].rows[k];
            span src = page_source(&m->s->docs[r->doc]->page, r->at);
            if (src.end > src.start)
                add_place(m, g, r->doc, src);
        }
        return g != NULL;
    }
    wrong(m, STM_EEMPTY, "there is no claim of that id");
    return false;
}

static bool conflict(struct making *m, slice id) {
    const struct claims *c = m->s->claims;
    for (uint32_t i = 0; id.p && i < c->conflicts_n; i++) {
        if (!slice_eq(c->conflicts[i].id, id))
            continue;
        struct fix_group *g = group(m, c->conflicts[i].sides_n);
        m->f->detail = c->conflicts[i].kind;
        for (uint32_t k = 0; g && k < c->conflicts[i].sides_n && g->n < FIX_PLACES; k++) {
            const struct side *r = &c->conflicts[i].sides[k];
            span src = page_source(&m->s->docs[r->doc]->page, r->at);
            if (src.end > src.start)
                add_place(m, g, r->doc, src);
        }
        return g != NULL;
    }
    wrong(m, STM_EEMPTY, "there is no conflict of that id");
    return false;
}

/* A group and a name. */
static bool origin(struct making *m, slice id) {
    const struct kin *kin = m->s->kin;
    for (uint32_t i = 0; id.p && i < kin->origins_n; i++) {
        const struct origin *o = &kin->origins[i];
        if (!slice_eq(o->id, id))
            continue;
        uint32_t most = o->documents_n < STORY_PLACES ? o->documents_n : STORY_PLACES;
        struct fix_group *g = group(m, most);
        struct fix_name *n = name(m);
        for (uint32_t k = 0; g && k < most; k++)
            add_place(m, g, o->documents[k], (span){0, 0});
        if (n)
            *n = (struct fix_name){o->name.p ? arena_slice(m->a, o->name) : o->name, slice_str(origin_kind_names[o->kind])};
        return g && n;
    }
    wrong(m, STM_EEMPTY, "there is no missing original of that id");
    return false;
}

static bool document(struct making *m, slice id) {
    uint32_t d = doc_at(m, id);
    struct fix_group *g = d == NONE ? NULL : group(m, 1);
    if (g)
        add_place(m, g, d, (span){0, 0});
    return g != NULL;
}

/* Each id of a list through `one`; at least `least`. */
static bool each(struct making *m, const char *key, size_t least, bool (*one)(struct making *, slice)) {
    json_t *list = json_object_get(m->args, key);
    if (!json_is_array(list) || json_array_size(list) < least || json_array_size(list) > FIX_GROUPS) {
        wrong(m, STM_EUSAGE, "the ids that it is about are missing, or too many");
        return false;
    }
    for (size_t i = 0; i < json_array_size(list); i++)
        if (!one(m, string(m, json_array_get(list, i))))
            return false;
    return true;
}

/* All ids of a list in one group. */
static bool documents(struct making *m, const char *key) {
    json_t *list = json_object_get(m->args, key);
    size_t n = json_array_size(list);
    if (!json_is_array(list) || !n || n > FIX_PLACES) {
        wrong(m, STM_EUSAGE, "the reports that it is about are missing, or too many");
        return false;
    }
    struct fix_group *g = group(m, (uint32_t)n);
    for (size_t i = 0; g && i < n; i++) {
        uint32_t d = doc_at(m, string(m, json_array_get(list, i)));
        if (d == NONE)
            return false;
        add_place(m, g, d, (span){0, 0});
    }
    return g != NULL;
}

/* [{doc, span}...] in one group. */
static bool places(struct making *m, const char *key) {
    json_t *list = json_object_get(m->args, key);
    size_t n = json_array_size(list);
    if (!json_is_array(list) || !n || n > FIX_PLACES / 2) {
        wrong(m, STM_EUSAGE, "the passages that it is about are missing, or too many");
        return false;
    }
    struct fix_group *g = group(m, (uint32_t)n);
    for (size_t i = 0; g && i < n; i++) {
        json_t *p = json_array_get(list, i);
        uint32_t d = doc_at(m, string(m, json_object_get(p, "doc")));
        span src;
        if (d == NONE)
            return false;
        if (!fix_span_of(json_object_get(p, "span"), &src)) {
            wrong(m, STM_EUSAGE, "a span is [start, end)");
            return false;
        }
        add_place(m, g, d, src);
    }
    return g != NULL;
}

/* A name that somebody typed: trimmed, without line ends and what steers a terminal or the direction of text. */
static bool new_name(struct making *m, slice words, bool lines) {
    struct buf b = {.a = m->a};
    words = slice_trim(words);
    const char *p = words.p, *end = words.p ? words.p + words.n : NULL;
    while (p && p < end) {
        uint32_t cp;
        int n = utf8_decode(p, end, &cp);
        if (n && (cp >= 32 || (lines && cp == '\n')) && cp != 127 && !(cp >= 0x80 && cp < 0xA0) && !(cp >= 0x202A && cp <= 0x202E) &&
            !(cp >= 0x2066 && cp <= 0x2069) && cp != 0x2028 && cp != 0x2029 && cp != 0xFEFF)
            buf_cp(&b, cp);
        p += n ? n : 1;
    }
    slice clean = slice_trim(buf_take(&b));
    if (!clean.n || clean.n > FIX_WORDS) {
        wrong(m, STM_EUSAGE, clean.n ? "the words are too long" : "the words are missing");
        return false;
    }
    m->f->name = clean;
    return true;
}

static bool hang(struct making *m) {
    struct fix *f = m->f;
    slice from = arg(m, "from"), was = arg(m, "was"), kind = arg(m, "kind"), called = arg(m, "name");
    if (!document(m, arg(m, "doc")))
        return false;
    int k = kind.p ? fix_index(edge_kind_names, EDGE_QUOTES + 1, kind) : EDGE_REWRITE;
    if (k < 0) {
        wrong(m, STM_EUSAGE, "kind is one of copy, rewrite, cites, quotes");
        return false;
    }
    f->detail = (uint8_t)k;
    slice ends[] = {from, was};
    uint8_t *on[] = {&f->on, &f->was};
    for (int i = 0; i < 2; i++) {
        bool fine = true;
        if (!ends[i].p) {
            *on[i] = FIX_ON_NOTHING;
            struct fix_group *g = group(m, 0);
            struct fix_name *n = name(m);
            fine = g && n;
        } else if (slice_starts(ends[i], S("o-"))) {
            *on[i] = FIX_ON_ORIGIN;
            fine = origin(m, ends[i]);
        } else {
            *on[i] = FIX_ON_DOCUMENT;
            fine = document(m, ends[i]) && name(m);
        }
        if (!fine)
            return false;
    }
    if (slice_eq(from, arg(m, "doc")) && from.p) {
        wrong(m, STM_EUSAGE, "a report cannot have it from itself");
        return false;
    }
    if (!from.p && called.p) {
        f->on = FIX_ON_NEW;
        return new_name(m, called, false);
    }
    return true;
}

static bool note(struct making *m) {
    static const struct { const char *key; uint8_t on; bool (*one)(struct making *, slice); } what[] = {
        {"story", FIX_ON_STORY, story}, {"document", FIX_ON_DOCUMENT, document}, {"entity", FIX_ON_ENTITY, entity},
        {"claim", FIX_ON_CLAIM, claim}, {"conflict", FIX_ON_CONFLICT, conflict}, {"origin", FIX_ON_ORIGIN, origin}};
    for (size_t i = 0; i < NELEMS(what); i++)
        if (json_object_get(m->args, what[i].key)) {
            m->f->on = what[i].on;
            return what[i].one(m, arg(m, what[i].key)) && new_name(m, arg(m, "text"), true);
        }
    wrong(m, STM_EUSAGE, "what the note is on is missing");
    return false;
}

static bool part_entity(struct making *m) {
    if (!entity(m, arg(m, "entity")))
        return false;
    json_t *names = json_object_get(m->args, "names");
    for (size_t i = 0; i < json_array_size(names); i++) {
        slice s = string(m, json_array_get(names, i));
        struct fix_name *n = s.n && s.n <= FIX_WORDS ? name(m) : NULL;
        if (!n) {
            wrong(m, STM_EUSAGE, "the names that go are wrong, or too many");
            return false;
        }
        *n = (struct fix_name){arena_slice(m->a, s), {0}};
    }
    if (json_object_get(m->args, "documents"))
        return documents(m, "documents");
    if (m->f->names_n < 2) {
        wrong(m, STM_EUSAGE, "the names that go are missing");
        return false;
    }
    return true;
}

static bool make(struct making *m) {
    switch (m->f->kind) {
    case FIX_STORY_JOIN: return each(m, "stories", 2, story);
    case FIX_STORY_PART: return documents(m, "documents");
    case FIX_STORY_NAME: return story(m, arg(m, "story")) && new_name(m, arg(m, "name"), false);
    case FIX_ENTITY_JOIN:
        return each(m, "entities", 2, entity) && (!json_object_get(m->args, "name") || json_is_null(json_object_get(m->args, "name")) ||
                                                  new_name(m, arg(m, "name"), false));
    case FIX_ENTITY_PART: return part_entity(m);
    case FIX_ENTITY_NAME: return entity(m, arg(m, "entity")) && new_name(m, arg(m, "name"), false);
    case FIX_CLAIM_JOIN: return each(m, "claims", 2, claim);
    case FIX_CLAIM_PART: return claim(m, arg(m, "claim")) && places(m, "reports");
    case FIX_CLAIM_NAME: return claim(m, arg(m, "claim")) && new_name(m, arg(m, "name"), false);
    case FIX_ORIGIN_NAME: return origin(m, arg(m, "origin")) && new_name(m, arg(m, "name"), false);
    case FIX_EDGE_HANG: return hang(m);
    case FIX_CONFLICT_DISMISS: return conflict(m, arg(m, "conflict"));
    default: return note(m);
    }
}

int fix_make(const struct fix_scene *scene, slice kind, slice args, struct arena *a, struct fix *out, const char **why) {
    *out = (struct fix){0};
    struct making m = {.s = scene, .a = a, .f = out};
    int k = fix_index(fix_kind_names, FIX_COUNT, kind);
    out->kind = (uint8_t)k;
    m.args = k >= 0 ? fix_json(args, a) : NULL;
    if (!m.args || !json_is_object(m.args)) {
        *why = k < 0 ? "there is no such kind of fix" : "args is a JSON object";
        return STM_EUSAGE;
    }
    if (!make(&m)) {
        *why = m.why ? m.why : "something in it is wrong";
        return m.code ? m.code : STM_EUSAGE;
    }
    fix_settle(out, a);
    /* what is kept must be readable again */
    struct fix again;
    if (fix_read(kind, out->args, a, &again) || !slice_eq(again.args, out->args)) {
        *why = "too much at once";
        return STM_EUSAGE;
    }
    return 0;
}
