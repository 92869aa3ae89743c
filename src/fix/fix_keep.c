/* How a fix is kept, and read again: one line of JSON, its keys and numbers always written the same way, so that its
 * hash is its id.
 *
 *   {"groups": [[[DOC, SHA256, [start, end] or null], ...], ...], "names": [[NAME or null, TYPE or null], ...],
 *    "name": ..., "on": ..., "was": ..., "detail": ...}      what is empty is left out
 *
 * | kind | groups | names | else |
 * | story-join | the documents of each story | | |
 * | story-part | those that go | | |
 * | story-name | the story's documents | | name |
 * | entity-join | | each entity | name, or none |
 * | entity-part | the documents whose entity it is that goes, or none | the entity, then the names that go | |
 * | entity-name | | the entity | name |
 * | claim-join | the passages of each claim | | |
 * | claim-part | the claim's, those that go | | |
 * | claim-name | the claim's | | name |
 * | origin-name | its documents | its name and kind | name |
 * | edge-hang | the document; what it hangs on; what it hung on | of origins: the first and the second of these | on, was, detail, name |
 * | conflict-dismiss | its sides | | detail |
 * | note | what it stands beside | or its name | on, name |
 */
#include "fix_inside.h"

#include <jansson.h>

const char *const fix_kind_names[] = {
    "story-join", "story-part", "story-name", "entity-join", "entity-part", "entity-name", "claim-join",
    "claim-part", "claim-name", "origin-name", "edge-hang", "conflict-dismiss", "note"};
const char *const fix_on_names[] = {"nothing", "story", "document", "entity", "claim", "conflict", "origin", "new"};

int fix_index(const char *const *names, int n, slice name) {
    for (int i = 0; i < n; i++)
        if (slice_eq(name, slice_str(names[i])))
            return i;
    return -1;
}

/* ---- writing ---------------------------------------------------------------------------------- */

static int to_buf(void *arg, const char *p, size_t n) {
    buf_add(arg, p, n);
    return 0;
}

static const char *detail_of(const struct fix *f) {
    return f->kind == FIX_EDGE_HANG ? edge_kind_names[f->detail] : conflict_kind_names[f->detail];
}

void fix_settle(struct fix *f, struct arena *a) {
    struct buf b = {.a = a};
    struct out *o = arena_alloc(a, sizeof *o);
    out_init(o, to_buf, &b);
    jout_open(o, NULL, '{');
    if (f->groups_n) {
        jout_open(o, "groups", '[');
        for (uint32_t g = 0; g < f->groups_n; g++) {
            jout_open(o, NULL, '[');
            for (uint32_t i = 0; i < f->groups[g].n; i++) {
                const struct fix_place *p = &f->groups[g].p[i];
                char sum[64];
                hex(p->sha256, 32, sum);
                jout_open(o, NULL, '[');
                jout_string(o, NULL, p->doc);
                jout_string(o, NULL, slice_of(sum, 64));
                if (p->src.end > p->src.start)
                    jout_span(o, NULL, p->src);
                else
                    jout_null(o, NULL);
                jout_close(o, ']');
            }
            jout_close(o, ']');
        }
        jout_close(o, ']');
    }
    if (f->names_n) {
        jout_open(o, "names", '[');
        for (uint32_t i = 0; i < f->names_n; i++) {
            jout_open(o, NULL, '[');
            jout_string_or_null(o, NULL, f->names[i].name);
            jout_string_or_null(o, NULL, f->names[i].type);
            jout_close(o, ']');
        }
        jout_close(o, ']');
    }
    if (f->name.p)
        jout_string(o, "name", f->name);
    if (f->on)
        jout_string(o, "on", slice_str(fix_on_names[f->on]));
    if (f->was)
        jout_string(o, "was", slice_str(fix_on_names[f->was]));
    if (f->kind == FIX_EDGE_HANG || f->kind == FIX_CONFLICT_DISMISS)
        jout_string(o, "detail", slice_str(detail_of(f)));
    jout_close(o, '}');
    if (out_flush(o))
        guard_fail(STM_ELIMIT);
    f->args = buf_take(&b);
    slice all = arena_printf(a, "%s\n%.*s", fix_kind_names[f->kind], (int)f->args.n, f->args.p);
    uint8_t sum[32];
    char digits[12];
    sha256(all.p, all.n, sum);
    hex(sum, 6, digits);
    f->id = arena_printf(a, "f-%.12s", digits);
}

/* ---- reading ------------------------------------------------------------------------------------ */

static slice text_of(json_t *v, struct arena *a) {
    return json_is_string(v) ? arena_slice(a, slice_of(json_string_value(v), json_string_length(v))) : (slice){0};
}

static int digit(char c) { return is_digit((unsigned char)c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1; }

static bool sum_of(json_t *v, uint8_t out[32]) {
    const char *s = json_string_value(v);
    if (!s || json_string_length(v) != 64)
        return false;
    for (int i = 0; i < 32; i++) {
        int hi = digit(s[2 * i]), lo = digit(s[2 * i + 1]);
        if (hi < 0 || lo < 0)
            return false;
        out[i] = (uint8_t)(hi << 4 | lo);
    }
    return true;
}

bool fix_span_of(json_t *v, span *out) {
    if (!json_is_array(v) || json_array_size(v) != 2)
        return false;
    json_int_t s = json_integer_value(json_array_get(v, 0)), e = json_integer_value(json_array_get(v, 1));
    if (!json_is_integer(json_array_get(v, 0)) || s < 0 || e <= s || e > UINT32_MAX - 1)
        return false;
    *out = (span){(uint32_t)s, (uint32_t)e};
    return true;
}

static bool read_groups(json_t *v, struct arena *a, struct fix *f) {
    if (!v)
        return true;
    if (!json_is_array(v) || json_array_size(v) > FIX_GROUPS)
        return false;
    f->groups_n = (uint32_t)json_array_size(v);
    f->groups = ARENA_ARRAY(a, struct fix_group, f->groups_n + 1);
    size_t all = 0;
    for (uint32_t g = 0; g < f->groups_n; g++) {
        json_t *list = json_array_get(v, g);
        all += json_array_size(list);
        if (!json_is_array(list) || all > FIX_PLACES)
            return false;
        f->groups[g].n = (uint32_t)json_array_size(list);
        f->groups[g].p = ARENA_ARRAY(a, struct fix_place, f->groups[g].n + 1);
        for (uint32_t i = 0; i < f->groups[g].n; i++) {
            json_t *p = json_array_get(list, i), *at = json_array_get(p, 2);
            struct fix_place *to = &f->groups[g].p[i];
            to->doc = text_of(json_array_get(p, 0), a);
            if (!to->doc.p || !sum_of(json_array_get(p, 1), to->sha256) || (!json_is_null(at) && !fix_span_of(at, &to->src)))
                return false;
        }
    }
    return true;
}

static bool read_names(json_t *v, struct arena *a, struct fix *f) {
    if (!v)
        return true;
    if (!json_is_array(v) || json_array_size(v) > FIX_NAMES)
        return false;
    f->names_n = (uint32_t)json_array_size(v);
    f->names = ARENA_ARRAY(a, struct fix_name, f->names_n + 1);
    for (uint32_t i = 0; i < f->names_n; i++) {
        json_t *p = json_array_get(v, i);
        f->names[i] = (struct fix_name){text_of(json_array_get(p, 0), a), text_of(json_array_get(p, 1), a)};
        if (json_array_size(p) != 2 || f->names[i].name.n > FIX_WORDS || f->names[i].type.n > 40)
            return false;
    }
    return true;
}

/* How many groups and names each kind is to have, at least; and whether a name. */
static bool fits(const struct fix *f) {
    static const struct { uint8_t groups, names, name; } want[FIX_COUNT] = {
        [FIX_STORY_JOIN] = {2, 0, 0}, [FIX_STORY_PART] = {1, 0, 0}, [FIX_STORY_NAME] = {1, 0, 1},
        [FIX_ENTITY_JOIN] = {0, 2, 0}, [FIX_ENTITY_PART] = {0, 1, 0}, [FIX_ENTITY_NAME] = {0, 1, 1},
        [FIX_CLAIM_JOIN] = {2, 0, 0}, [FIX_CLAIM_PART] = {2, 0, 0}, [FIX_CLAIM_NAME] = {1, 0, 1},
        [FIX_ORIGIN_NAME] = {1, 1, 1}, [FIX_EDGE_HANG] = {3, 2, 0}, [FIX_CONFLICT_DISMISS] = {1, 0, 0},
        [FIX_NOTE] = {0, 0, 1}};
    if (f->groups_n < want[f->kind].groups || f->names_n < want[f->kind].names || (want[f->kind].name && !f->name.n))
        return false;
    if (f->kind == FIX_ENTITY_PART && f->names_n < 2 && !f->groups_n)
        return false;
    if (f->kind == FIX_EDGE_HANG && (f->groups[0].n != 1 || (f->on == FIX_ON_DOCUMENT && f->groups[1].n != 1) ||
                                     (f->on == FIX_ON_NEW && !f->name.n) || f->detail > EDGE_QUOTES))
        return false;
    if (f->kind == FIX_NOTE && (f->on == FIX_ON_NOTHING || f->on == FIX_ON_NEW || (f->on == FIX_ON_ENTITY ? !f->names_n : !f->groups_n)))
        return false;
    return true;
}

static int enum_of(json_t *v, const char *const *names, int n, uint8_t *out) {
    if (!v)
        return 0;
    int at = json_is_string(v) ? fix_index(names, n, slice_of(json_string_value(v), json_string_length(v))) : -1;
    *out = (uint8_t)at;
    return at < 0;
}

static int read_args(json_t *v, struct arena *a, struct fix *f) {
    if (!json_is_object(v) || !read_groups(json_object_get(v, "groups"), a, f) || !read_names(json_object_get(v, "names"), a, f))
        return STM_EFORMAT;
    f->name = text_of(json_object_get(v, "name"), a);
    bool bad = f->name.n > FIX_WORDS || enum_of(json_object_get(v, "on"), fix_on_names, FIX_ON_COUNT, &f->on) ||
               enum_of(json_object_get(v, "was"), fix_on_names, FIX_ON_COUNT, &f->was);
    if (f->kind == FIX_EDGE_HANG)
        bad |= enum_of(json_object_get(v, "detail"), edge_kind_names, EDGE_QUOTES + 1, &f->detail);
    if (f->kind == FIX_CONFLICT_DISMISS)
        bad |= enum_of(json_object_get(v, "detail"), conflict_kind_names, CONFLICT_SCOPE + 1, &f->detail);
    if (bad || !fits(f))
        return STM_EFORMAT;
    fix_settle(f, a);
    return 0;
}

static void decref(void *v) { json_decref(v); }

json_t *fix_json(slice text, struct arena *a) {
    json_t *v = text.n <= 4u << 20 ? json_loadb(text.p ? text.p : "", text.n, JSON_REJECT_DUPLICATES, NULL) : NULL;
    if (v)
        arena_defer(a, decref, v);
    return v;
}

int fix_read(slice kind, slice args, struct arena *a, struct fix *out) {
    *out = (struct fix){0};
    int k = fix_index(fix_kind_names, FIX_COUNT, kind);
    json_t *v = k >= 0 ? fix_json(args, a) : NULL;
    out->kind = (uint8_t)k;
    return v ? read_args(v, a, out) : STM_EFORMAT;
}

/* ---- lists in files ------------------------------------------------------------------------------- */

void fix_list_write(const struct fix *f, uint32_t n, struct out *o) {
    for (uint32_t i = 0; i < n; i++) {
        jout_open(o, NULL, '{');
        jout_string(o, "stemma", S("fix-1"));
        jout_string(o, "kind", slice_str(fix_kind_names[f[i].kind]));
        out_str(o, ",\"args\":");
        out_slice(o, f[i].args);
        jout_string_or_null(o, "note", f[i].note);
        jout_string_or_null(o, "at", f[i].at);
        jout_string_or_null(o, "undone", f[i].undone);
        jout_close(o, '}');
        out_str(o, "\n");
    }
}

/* "2026-03-01T10:00:00Z", or nothing like it. */
static slice time_of(json_t *v, struct arena *a) {
    slice s = text_of(v, a);
    if (s.n != 20 || s.p[4] != '-' || s.p[10] != 'T' || s.p[19] != 'Z')
        return (slice){0};
    for (uint32_t i = 0; i < s.n; i++)
        if (!is_digit((unsigned char)s.p[i]) && !strchr("-:TZ", s.p[i]))
            return (slice){0};
    return s;
}

int fix_list_read(slice text, struct arena *a, struct fix **out, uint32_t *n, uint32_t *bad) {
    uint32_t cap = 0;
    slice line;
    *out = NULL;
    *n = *bad = 0;
    while (slice_line(&text, &line)) {
        if (!slice_trim(line).n)
            continue;
        json_t *v = *n < FIX_MOST ? fix_json(line, a) : NULL;
        const char *kind = json_string_value(json_object_get(v, "kind"));
        struct fix f = {0};
        int k = kind ? fix_index(fix_kind_names, FIX_COUNT, slice_str(kind)) : -1;
        f.kind = (uint8_t)k;
        if (k < 0 || read_args(json_object_get(v, "args"), a, &f)) {
            ++*bad;
            continue;
        }
        f.note = text_of(json_object_get(v, "note"), a);
        if (f.note.n > FIX_WORDS)
            f.note = (slice){0};
        f.at = time_of(json_object_get(v, "at"), a);
        f.undone = time_of(json_object_get(v, "undone"), a);
        ARENA_MORE(a, *out, *n, cap);
        (*out)[(*n)++] = f;
    }
    return 0;
}

/* ---- for people -------------------------------------------------------------------------------------- */

static slice docs_said(const struct fix_group *g, struct arena *a) {
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < g->n && i < 4; i++) {
        if (i)
            buf_slice(&b, S(", "));
        buf_slice(&b, g->p[i].doc);
    }
    if (g->n > 4)
        buf_slice(&b, arena_printf(a, " and %u more", g->n - 4));
    return buf_take(&b);
}

static slice names_said(const struct fix *f, uint32_t from, struct arena *a) {
    struct buf b = {.a = a};
    for (uint32_t i = from; i < f->names_n && i < from + 6; i++) {
        if (i > from)
            buf_slice(&b, S(", "));
        buf_slice(&b, f->names[i].name.p ? f->names[i].name : S("unnamed"));
    }
    return buf_take(&b);
}

#define P(s) (int)(s).n, (s).p

slice fix_says(const struct fix *f, struct arena *a) {
    slice g0 = f->groups_n ? docs_said(&f->groups[0], a) : S(""), g1 = f->groups_n > 1 ? docs_said(&f->groups[1], a) : S("");
    switch (f->kind) {
    case FIX_STORY_JOIN: return arena_printf(a, "one story: that of %.*s and that of %.*s%s", P(g0), P(g1), f->groups_n > 2 ? " and others" : "");
    case FIX_STORY_PART: return arena_printf(a, "a story of their own: %.*s", P(g0));
    case FIX_STORY_NAME: return arena_printf(a, "the story of %.*s is called \"%.*s\"", P(g0), P(f->name));
    case FIX_ENTITY_JOIN: return arena_printf(a, "one: %.*s", P(names_said(f, 0, a)));
    case FIX_ENTITY_PART:
        return f->names_n > 1 ? arena_printf(a, "not %.*s: %.*s", P(f->names[0].name), P(names_said(f, 1, a)))
                              : arena_printf(a, "another %.*s in %.*s", P(f->names[0].name), P(g0));
    case FIX_ENTITY_NAME: return arena_printf(a, "%.*s is called \"%.*s\"", P(f->names[0].name), P(f->name));
    case FIX_CLAIM_JOIN: return arena_printf(a, "one claim: in %.*s and in %.*s", P(g0), P(g1));
    case FIX_CLAIM_PART: return arena_printf(a, "a claim of its own: in %.*s", P(g1));
    case FIX_CLAIM_NAME: return arena_printf(a, "the claim in %.*s reads \"%.*s\"", P(g0), P(f->name));
    case FIX_ORIGIN_NAME:
        return arena_printf(a, "the origin %.*s is called \"%.*s\"", P(f->names[0].name.p ? f->names[0].name : S("without a name")), P(f->name));
    case FIX_EDGE_HANG:
        return f->on == FIX_ON_DOCUMENT ? arena_printf(a, "%.*s has it from %.*s (%s)", P(g0), P(g1), edge_kind_names[f->detail])
               : f->on == FIX_ON_ORIGIN ? arena_printf(a, "%.*s has it from %.*s (%s)", P(g0), P(f->names[0].name.p ? f->names[0].name : S("a missing original")), edge_kind_names[f->detail])
               : f->on == FIX_ON_NEW    ? arena_printf(a, "%.*s has it from %.*s (%s)", P(g0), P(f->name), edge_kind_names[f->detail])
               : f->was == FIX_ON_NOTHING ? arena_printf(a, "%.*s has it from nobody", P(g0))
                                          : arena_printf(a, "%.*s does not have it from there", P(g0));
    case FIX_CONFLICT_DISMISS: return arena_printf(a, "no conflict: %s, %.*s", conflict_kind_names[f->detail], P(g0));
    default:
        return arena_printf(a, "a note on the %s %.*s", fix_on_names[f->on], P(f->on == FIX_ON_ENTITY ? f->names[0].name : g0));
    }
}
