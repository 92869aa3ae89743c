/* One function for each struct serves writing and reading, so that the two cannot part:
 *
 *   io_u32(p, &d->words) puts the number when p writes, and gets it when p reads.
 *
 * Numbers are LEB128 varints; slices a varint n + 1 (0: absent) and their bytes; arrays of structs
 * without pointers are copied whole (their sizes stand in the head of the marks part). */
#include "pack.h"

#include <zstd.h>

enum { PACK_PAGE = 1, PACK_MARKS = 1, MOST = 1 << 28 };

struct pack {
    bool writing;
    struct buf *b;         /* writing */
    const char *p, *end;   /* reading */
    struct arena *a;       /* reading: where things go */
    bool bad;
};

/* ---- numbers, slices, arrays --------------------------------------------------------------------- */

static void io_u64(struct pack *k, uint64_t *v) {
    if (k->writing) {
        uint64_t x = *v;
        for (; x >= 128; x >>= 7)
            buf_char(k->b, (char)(x | 128));
        buf_char(k->b, (char)x);
        return;
    }
    uint64_t x = 0;
    for (int shift = 0; shift < 64; shift += 7) {
        if (k->p >= k->end) {
            k->bad = true;
            break;
        }
        unsigned char c = (unsigned char)*k->p++;
        x |= (uint64_t)(c & 127) << shift;
        if (!(c & 128)) {
            *v = x;
            return;
        }
    }
    k->bad = true;
    *v = 0;
}

static void io_u32(struct pack *k, uint32_t *v) {
    uint64_t x = k->writing ? (uint64_t)*v + 1 : 0; /* NONE is 0 */
    if (k->writing && *v == NONE)
        x = 0;
    io_u64(k, &x);
    if (k->writing)
        return;
    if (x > UINT32_MAX)
        k->bad = true;
    *v = x ? (uint32_t)(x - 1) : NONE;
}

static void io_u8(struct pack *k, uint8_t *v) {
    uint64_t x = *v;
    io_u64(k, &x);
    *v = (uint8_t)x;
}

static void io_bool(struct pack *k, bool *v) {
    uint8_t x = *v;
    io_u8(k, &x);
    *v = x != 0;
}

static void io_raw(struct pack *k, void *p, size_t n) {
    if (k->writing) {
        buf_add(k->b, p, n);
    } else if ((size_t)(k->end - k->p) < n) {
        k->bad = true;
        memset(p, 0, n);
    } else {
        memcpy(p, k->p, n);
        k->p += n;
    }
}

static void io_slice(struct pack *k, slice *s) {
    uint64_t n = k->writing ? s->p ? (uint64_t)s->n + 1 : 0 : 0;
    io_u64(k, &n);
    if (k->writing) {
        buf_slice(k->b, *s);
        return;
    }
    *s = (slice){0};
    if (!n)
        return;
    n--;
    if (n > (uint64_t)(k->end - k->p)) {
        k->bad = true;
        return;
    }
    *s = arena_slice(k->a, slice_of(k->p, n));
    k->p += n;
}

/* A count, and when reading an array for it: at least `least` bytes must be left for each element, so
 * that a damaged count cannot ask for much. */
static void *io_array(struct pack *k, void *p, uint32_t *n, size_t size, size_t least) {
    uint64_t count = *n;
    io_u64(k, &count);
    if (k->writing)
        return p;
    if (k->bad || count > MOST || count * least > (uint64_t)(k->end - k->p)) {
        k->bad = true;
        count = 0;
    }
    *n = (uint32_t)count;
    return arena_calloc(k->a, count, size);
}

#define IO_ARRAY(k, p, n, least) ((p) = io_array((k), (p), &(n), sizeof *(p), (least)))
#define IO_RAW_ARRAY(k, p, n)                          \
    do {                                               \
        IO_ARRAY((k), (p), (n), sizeof *(p));          \
        io_raw((k), (p), (size_t)(n) * sizeof *(p));   \
    } while (0)

/* The same for structs whose last field is followed by padding: that is written as zeros, since what stands in it
 * by chance must not be in a desk. `last`: the struct's last field. */
static void io_padded(struct pack *k, void *p, uint32_t n, size_t size, size_t used) {
    static const char zeros[8];
    if (!k->writing) {
        io_raw(k, p, (size_t)n * size);
        return;
    }
    for (uint32_t i = 0; i < n; i++) {
        buf_add(k->b, (const char *)p + i * size, (uint32_t)used);
        buf_add(k->b, zeros, (uint32_t)(size - used));
    }
}
#define IO_PADDED_ARRAY(k, p, n, last)                                                                  \
    do {                                                                                               \
        _Static_assert(sizeof *(p) - offsetof(__typeof__(*(p)), last) - sizeof (p)->last <= 8, "");     \
        IO_ARRAY((k), (p), (n), sizeof *(p));                                                          \
        io_padded((k), (p), (n), sizeof *(p), offsetof(__typeof__(*(p)), last) + sizeof (p)->last);    \
    } while (0)

static void io_slices(struct pack *k, slice **p, uint32_t *n) {
    *p = io_array(k, *p, n, sizeof **p, 1);
    for (uint32_t i = 0; i < *n; i++)
        io_slice(k, &(*p)[i]);
}

static void io_span(struct pack *k, span *s) {
    io_u32(k, &s->start);
    io_u32(k, &s->end);
}

static void io_spans(struct pack *k, struct spans *s) {
    IO_ARRAY(k, s->p, s->n, 2);
    for (uint32_t i = 0; i < s->n; i++)
        io_span(k, &s->p[i]);
}

/* ---- the page part ---------------------------------------------------------------------------------- */

static void io_source(struct pack *k, struct source *s) {
    io_slice(k, &s->file);
    io_slice(k, &s->record);
    io_slice(k, &s->id);
    io_slice(k, &s->charset);
    uint8_t kind = (uint8_t)s->kind;
    io_u8(k, &kind);
    s->kind = (enum source_kind)kind;
    io_bool(k, &s->whole);
    io_raw(k, s->sha256, sizeof s->sha256);
}

static void io_page(struct pack *k, struct page *p) {
    io_slice(k, &p->url);
    io_slice(k, &p->domain);
    io_slice(k, &p->site_name);
    io_slice(k, &p->title);
    io_slice(k, &p->published);
    io_slice(k, &p->modified);
    io_slice(k, &p->language);
    io_slices(k, &p->authors, &p->authors_n);
    io_raw(k, &p->found, sizeof p->found);
    io_u8(k, &p->type);
    io_slice(k, &p->text);
    IO_ARRAY(k, p->map.p, p->map.n, 5);
    uint32_t text = 0, source = 0; /* runs as steps from the last one's end */
    for (uint32_t i = 0; i < p->map.n; i++) {
        struct map_run *r = &p->map.p[i];
        uint64_t step = k->writing ? r->text - text : 0, move = k->writing ? r->source - source : 0;
        if (k->writing && r->source < source)
            move = (uint64_t)1 << 40 | (source - r->source);
        io_u64(k, &step);
        io_u64(k, &move);
        io_u32(k, &r->text_n);
        io_u32(k, &r->source_n);
        io_bool(k, &r->same);
        if (!k->writing) {
            r->text = text + (uint32_t)step;
            r->source = move >> 40 ? source - (uint32_t)move : source + (uint32_t)move;
            if (r->text > p->text.n || r->text_n > p->text.n - r->text)
                k->bad = true;
        }
        text = r->text + r->text_n;
        source = r->source + r->source_n;
    }
    IO_PADDED_ARRAY(k, p->blocks, p->blocks_n, kind);
    IO_PADDED_ARRAY(k, p->noise, p->noise_n, kind);
    IO_ARRAY(k, p->credits, p->credits_n, 5);
    for (uint32_t i = 0; i < p->credits_n; i++) {
        struct credit *c = &p->credits[i];
        io_slice(k, &c->words);
        io_slice(k, &c->url);
        io_span(k, &c->src);
        io_u8(k, &c->kind);
    }
    io_u32(k, &p->words);
    IO_ARRAY(k, p->lines, p->lines_n, 1);
    uint32_t last = 0;
    for (uint32_t i = 0; i < p->lines_n; i++) {
        uint64_t step = k->writing ? p->lines[i] - last : 0;
        io_u64(k, &step);
        if (!k->writing)
            p->lines[i] = last + (uint32_t)step;
        last = p->lines[i];
    }
    if (k->writing || k->bad)
        return;
    if (p->type > PAGE_OTHER)
        k->bad = true;
    for (uint32_t i = 0; i < p->blocks_n; i++)
        if (p->blocks[i].at.start > p->blocks[i].at.end || p->blocks[i].at.end > p->text.n)
            k->bad = true;
    for (uint32_t i = 0; i < p->noise_n; i++)
        if (p->noise[i].kind > NOISE_COMMENT)
            k->bad = true;
    const uint8_t *found = (const uint8_t *)&p->found;
    for (size_t i = 0; i < sizeof p->found; i++)
        if (found[i] > FOUND_LINK)
            k->bad = true;
}

/* ---- the marks part ----------------------------------------------------------------------------------- */

static void io_lang(struct pack *k, struct lang *l, const struct page *page) {
    IO_RAW_ARRAY(k, l->tokens, l->tokens_n);
    IO_RAW_ARRAY(k, l->sentences, l->sentences_n);
    IO_PADDED_ARRAY(k, l->mentions, l->mentions_n, kind);
    IO_ARRAY(k, l->entities, l->entities_n, 7);
    for (uint32_t i = 0; i < l->entities_n; i++) {
        struct entity *e = &l->entities[i];
        io_u8(k, &e->type);
        io_u8(k, &e->gender);
        io_slice(k, &e->name);
        io_slices(k, &e->aliases, &e->aliases_n);
        io_slice(k, &e->title);
        io_u32(k, &e->first_mention);
        if (!k->writing && (e->type > ENTITY_MISC || (e->first_mention != NONE &&
                                                      e->first_mention >= l->mentions_n)))
            k->bad = true;
    }
    slice lemmas = {0};
    if (k->writing) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < l->tokens_n; i++)
            if (l->tokens[i].lemma + l->tokens[i].lemma_n > n)
                n = l->tokens[i].lemma + l->tokens[i].lemma_n;
        lemmas = slice_of(n ? l->lemmas : "", n);
    }
    io_slice(k, &lemmas);
    io_bool(k, &l->tagged);
    io_bool(k, &l->parsed);
    if (k->writing || k->bad)
        return;
    l->lemmas = lemmas.p;
    for (uint32_t i = 0; i < l->tokens_n; i++) {
        const struct token *t = &l->tokens[i];
        if (t->at.start > t->at.end || t->at.end > page->text.n || t->lemma > lemmas.n ||
            t->lemma_n > lemmas.n - t->lemma || t->upos >= UPOS_COUNT || t->xpos >= XPOS_COUNT ||
            t->deprel >= DEP_COUNT || (t->head != NONE && t->head >= l->tokens_n))
            k->bad = true;
    }
    for (uint32_t i = 0; i < l->sentences_n; i++) {
        const struct sentence *s = &l->sentences[i];
        if (s->first > s->end || s->end > l->tokens_n || s->at.start > s->at.end ||
            s->at.end > page->text.n)
            k->bad = true;
    }
    for (uint32_t i = 0; i < l->mentions_n; i++) {
        const struct mention *m = &l->mentions[i];
        if (m->at.start > m->at.end || m->at.end > page->text.n || m->first > m->end ||
            m->end > l->tokens_n || m->kind > MENTION_PRONOUN ||
            (m->entity != NONE && m->entity >= l->entities_n))
            k->bad = true;
    }
}

static bool inside(span s, const struct page *p) { return s.start <= s.end && s.end <= p->text.n; }

static bool all_inside(const struct spans *s, const struct page *p) {
    for (uint32_t i = 0; i < s->n; i++)
        if (!inside(s->p[i], p))
            return false;
    return true;
}

static void io_marks(struct pack *k, struct marks *m, const struct document *d) {
    const struct page *page = &d->page;
    uint32_t tokens = d->lang.tokens_n;
    IO_ARRAY(k, m->times, m->times_n, 5);
    for (uint32_t i = 0; i < m->times_n; i++) {
        struct timex3 *t = &m->times[i];
        io_span(k, &t->at);
        io_u8(k, &t->type);
        io_slice(k, &t->value);
        io_raw(k, &t->first, sizeof t->first);
        io_raw(k, &t->last, sizeof t->last);
        if (!k->writing && (!inside(t->at, page) || t->type > TIME_SET))
            k->bad = true;
    }
    IO_ARRAY(k, m->quantities, m->quantities_n, 5);
    for (uint32_t i = 0; i < m->quantities_n; i++) {
        struct quantity *q = &m->quantities[i];
        io_span(k, &q->at);
        io_raw(k, &q->value, sizeof q->value);
        io_raw(k, &q->high, sizeof q->high);
        io_slice(k, &q->unit);
        io_slice(k, &q->of);
        io_u8(k, &q->approx);
        io_u32(k, &q->head);
        if (!k->writing && (!inside(q->at, page) || q->approx > APPROX_NEARLY ||
                            (q->head != NONE && q->head >= tokens)))
            k->bad = true;
    }
    IO_ARRAY(k, m->attributions, m->attributions_n, 16);
    for (uint32_t i = 0; i < m->attributions_n; i++) {
        struct attribution *t = &m->attributions[i];
        io_spans(k, &t->source);
        io_spans(k, &t->cue);
        io_spans(k, &t->content);
        io_u32(k, &t->cue_token);
        io_u32(k, &t->source_token);
        io_u32(k, &t->entity);
        io_slice(k, &t->source_name);
        io_slice(k, &t->role);
        io_slice(k, &t->affiliation);
        io_slice(k, &t->reason);
        io_slice(k, &t->relays);
        io_u32(k, &t->count);
        io_u32(k, &t->parent);
        io_u32(k, &t->of);
        io_u8(k, &t->form);
        io_u8(k, &t->source_type);
        io_u8(k, &t->status);
        io_bool(k, &t->anonymous);
        if (!k->writing &&
            (!all_inside(&t->source, page) || !all_inside(&t->cue, page) ||
             !all_inside(&t->content, page) || t->form > FORM_MIXED ||
             t->source_type > SOURCE_GROUP || t->status > STATUS_DOUBTED ||
             (t->entity != NONE && t->entity >= d->lang.entities_n) ||
             (t->cue_token != NONE && t->cue_token >= tokens) ||
             (t->source_token != NONE && t->source_token >= tokens) ||
             (t->parent != NONE && t->parent >= m->attributions_n) ||
             (t->of != NONE && t->of >= m->attributions_n)))
            k->bad = true;
    }
    IO_ARRAY(k, m->events, m->events_n, 12);
    for (uint32_t i = 0; i < m->events_n; i++) {
        struct event *e = &m->events[i];
        io_span(k, &e->at);
        io_u32(k, &e->token);
        io_span(k, &e->actor_at);
        io_span(k, &e->recipient_at);
        io_span(k, &e->place_at);
        io_slice(k, &e->actor);
        io_slice(k, &e->recipient);
        io_slice(k, &e->place);
        io_u32(k, &e->time);
        io_u8(k, &e->root);
        io_u8(k, &e->status);
        io_u32(k, &e->attribution);
        if (!k->writing &&
            (!inside(e->at, page) || !inside(e->actor_at, page) || !inside(e->recipient_at, page) ||
             !inside(e->place_at, page) || e->root >= PLOVER_COUNT || e->status > STATUS_DOUBTED ||
             (e->token != NONE && e->token >= tokens) ||
             (e->time != NONE && e->time >= m->times_n) ||
             (e->attribution != NONE && e->attribution >= m->attributions_n)))
            k->bad = true;
    }
}

/* What the marks part's layout is; another one is not read but made anew. */
static void io_layout(struct pack *k, bool *same) {
    uint64_t mine = hash_mix(PACK_MARKS, sizeof(struct token));
    mine = hash_mix(mine, sizeof(struct mention) << 16 | sizeof(struct sentence));
    mine = hash_mix(mine, hash64(STM_VERSION, sizeof STM_VERSION));
    uint64_t there = mine;
    io_raw(k, &there, sizeof there);
    *same = there == mine;
}

/* ---- compressed ------------------------------------------------------------------------------------------ */

void pack_bytes(slice s, struct arena *tmp, struct buf *b) {
    size_t bound = ZSTD_compressBound(s.n);
    char *p = arena_alloc(tmp, bound);
    size_t n = ZSTD_compress(p, bound, s.p, s.n, 1);
    if (ZSTD_isError(n))
        guard_fail(STM_ENOMEM);
    b->n = 0;
    buf_add(b, p, n);
}

int unpack_bytes(slice packed, struct arena *a, slice *out) {
    unsigned long long n = ZSTD_getFrameContentSize(packed.p, packed.n);
    if (n == ZSTD_CONTENTSIZE_UNKNOWN || n == ZSTD_CONTENTSIZE_ERROR || n > MOST)
        return STM_EFORMAT;
    char *p = arena_alloc(a, n);
    if (ZSTD_decompress(p, n, packed.p, packed.n) != n)
        return STM_EFORMAT;
    *out = slice_of(p, n);
    return 0;
}

static int expand(slice packed, struct arena *tmp, struct pack *k, struct arena *a) {
    slice s;
    int code = unpack_bytes(packed, tmp, &s);
    if (!code)
        *k = (struct pack){.p = s.p, .end = s.p + s.n, .a = a};
    return code;
}

void pack_page(const struct document *d, struct arena *tmp, struct buf *b) {
    struct buf raw = {.a = tmp};
    struct pack k = {.writing = true, .b = &raw};
    struct document copy = *d; /* writing changes nothing, but the functions take both ways */
    uint8_t version = PACK_PAGE;
    io_u8(&k, &version);
    io_source(&k, &copy.source);
    io_page(&k, &copy.page);
    io_slice(&k, &copy.foreign);
    pack_bytes(buf_take(&raw), tmp, b);
}

int unpack_page(slice packed, struct arena *tmp, struct document *d) {
    struct pack k;
    int code = expand(packed, tmp, &k, d->arena);
    if (code)
        return code;
    uint8_t version = 0;
    io_u8(&k, &version);
    if (version != PACK_PAGE)
        return STM_EFORMAT;
    io_source(&k, &d->source);
    io_page(&k, &d->page);
    io_slice(&k, &d->foreign);
    d->id = d->source.id;
    return k.bad || k.p != k.end || !d->source.id.p || !d->source.file.p || !d->page.text.p
               ? STM_EFORMAT : 0;
}

void pack_marks(const struct document *d, struct arena *tmp, struct buf *b) {
    struct buf raw = {.a = tmp};
    struct pack k = {.writing = true, .b = &raw};
    struct document copy = *d;
    bool same;
    io_layout(&k, &same);
    io_lang(&k, &copy.lang, &copy.page);
    io_marks(&k, &copy.marks, &copy);
    pack_bytes(buf_take(&raw), tmp, b);
}

int unpack_marks(slice packed, struct arena *tmp, struct document *d) {
    struct pack k;
    int code = expand(packed, tmp, &k, d->arena);
    if (code)
        return code;
    bool same;
    io_layout(&k, &same);
    if (!same)
        return STM_EEMPTY;
    io_lang(&k, &d->lang, &d->page);
    if (!k.bad)
        io_marks(&k, &d->marks, d);
    return k.bad || k.p != k.end ? STM_EFORMAT : 0;
}
