/* Tokens -> sentences; quotation marks resolved.
 *
 * A sentence ends at the end of a block (a blank line) and where end_after says so: after a point,
 * a question or exclamation mark or an ellipsis, with the closing marks that follow without a
 * blank, when what comes next can begin a sentence. */
#include "split.h"

#include "base/model.h"

void sentences_open(struct lang_kit *kit) {
    struct model m;
    slice name = arena_printf(kit->arena, "%s-split", kit->code);
    int code = model_open(&m, kit->arena, kit->models, name.p);
    kit->splitter = NULL;
    if (code == STM_EEMPTY)
        return;
    struct splitter *s = ARENA_NEW(kit->arena, struct splitter);
    if (!code) {
        s->weights = model_exactly(&m, "weights", 2, SPLIT_WEIGHTS);
        const int32_t *bias = model_exactly(&m, "bias", 4, 1);
        if (!s->weights || !bias)
            code = STM_EFORMAT;
        else
            s->bias = *bias;
    }
    if (code)
        guard_fail(code);
    kit->splitter = s;
}

static slice form(const struct text *x, uint32_t i) { return slice_at(x->text, x->t[i].at); }

/* ---- quotation marks ------------------------------------------------------------------------ */

/* Line breaks between token i - 1 and i. */
static uint32_t breaks_before(const struct text *x, uint32_t i) {
    if (!i || !(x->t[i].flags & TOKEN_SPACE_BEFORE))
        return 0;
    uint32_t n = 0;
    for (uint32_t k = x->t[i - 1].at.end; k < x->t[i].at.start; k++)
        n += x->text.p[k] == '\n';
    return n;
}

static bool spaced(const struct text *x, uint32_t i) {
    return i >= x->n || x->t[i].flags & TOKEN_SPACE_BEFORE;
}

/* Opening or closing; straight ones by the blanks around them, else by turns in the block. */
static void resolve_quotes(const struct text *x) {
    bool doubles = false, singles = false;
    for (uint32_t i = 0; i < x->n; i++) {
        if (x->t[i].flags & TOKEN_SPACE_BEFORE && breaks_before(x, i) >= 2)
            doubles = singles = false;
        uint32_t len = x->t[i].at.end - x->t[i].at.start;
        if (len > 3 || x->t[i].flags & (TOKEN_DIGIT | TOKEN_UPPER | TOKEN_MWT))
            continue;
        slice f = form(x, i);
        int way = 0; /* 1 opens, 2 closes, 3 straight double, 4 straight single */
        if (len == 1 && f.p[0] == '"')
            way = 3;
        else if (len == 1 && (f.p[0] == '\'' || f.p[0] == '`'))
            way = 4;
        else if (len == 2 && (slice_eq(f, S("``")) || slice_eq(f, S("\xC2\xAB"))))
            way = 1;
        else if (len == 2 && slice_eq(f, S("''")))
            way = doubles ? 2 : 3;
        else if (len == 2 && slice_eq(f, S("\xC2\xBB")))
            way = 2;
        else if (len == 3 && (slice_eq(f, S("\xE2\x80\x9C")) || slice_eq(f, S("\xE2\x80\x98")) ||
                              slice_eq(f, S("\xE2\x80\x9E")) || slice_eq(f, S("\xE2\x80\xB9"))))
            way = 1;
        else if (len == 3 && slice_eq(f, S("\xE2\x80\x9D")))
            way = 2;
        else if (len == 3 && (slice_eq(f, S("\xE2\x80\x99")) || slice_eq(f, S("\xE2\x80\xBA"))))
            way = singles || !spaced(x, i) ? 2 : 1;
        if (!way)
            continue;
        bool before = spaced(x, i), after = spaced(x, i + 1);
        bool *open = way == 4 || f.p[f.n - 1] == '\x98' || f.p[f.n - 1] == '\x99' ? &singles : &doubles;
        if (way >= 3) {
            if (before != after)
                way = before ? 1 : 2;
            else if (!before && i && (slice_eq(form(x, i - 1), S("(")) || slice_eq(form(x, i - 1), S("[")) ||
                                      x->t[i - 1].flags & TOKEN_QUOTE_OPEN ||
                                      slice_eq(form(x, i - 1), S("\xE2\x80\x94"))))
                way = *open ? 2 : 1;
            else
                way = *open ? 2 : 1;
        }
        *open = way == 1;
        x->t[i].flags |= way == 1 ? TOKEN_QUOTE_OPEN : TOKEN_QUOTE_CLOSE;
    }
}

/* ---- ends of sentences ------------------------------------------------------------------------ */

static bool is_ellipsis(slice f) {
    return (f.n >= 2 && f.p[0] == '.' && f.p[f.n - 1] == '.') || slice_eq(f, S("\xE2\x80\xA6"));
}
static bool is_closing(const struct text *x, uint32_t i) {
    if (x->t[i].flags & TOKEN_QUOTE_CLOSE)
        return true;
    uint32_t n = x->t[i].at.end - x->t[i].at.start;
    char b = x->text.p[x->t[i].at.start];
    return n == 1 && (b == ')' || b == ']' || b == '}');
}

/* Whether token i can begin a sentence: a capital, a digit, or marks before such. */
static bool can_begin(const struct text *x, uint32_t i) {
    for (uint32_t k = 0; i < x->n && k < 4; i++, k++) {
        if (x->t[i].flags & (TOKEN_UPPER | TOKEN_DIGIT))
            return true;
        unsigned char b = (unsigned char)x->text.p[x->t[i].at.start];
        if (is_lower(b))
            return false;
        if (b >= 0x80 && !(x->t[i].flags & (TOKEN_QUOTE_OPEN | TOKEN_QUOTE_CLOSE)) && b != 0xE2)
            return true;
        if (!(x->t[i].flags & TOKEN_QUOTE_OPEN) && !strchr("([{*-#@$<", b) && b != 0xE2)
            return b != ',' && b != ';' && b != ':' && b != ')';
    }
    return true;
}

/* Where the blank is missing: a capital, perhaps behind a mark that opens: "left.She", "left.(She". */
static bool begins_tight(const struct text *x, uint32_t i) {
    char b = x->text.p[x->t[i].at.start];
    if ((x->t[i].flags & TOKEN_QUOTE_OPEN || b == '(') && i + 1 < x->n && !spaced(x, i + 1))
        i++;
    return x->t[i].flags & TOKEN_UPPER;
}

/* Whether a sentence ends with token i, its closing marks not counted; i + 1 < n. `next`: the
 * first token after these marks. */
static bool end_after(const struct text *x, uint32_t i, uint32_t next) {
    slice f = form(x, i);
    bool blank = spaced(x, next);
    char last = f.p[f.n - 1];
    if (f.n == 1 && f.p[0] == '.') {
        if (!blank) /* "Reuters.Putin" */
            return i && begins_tight(x, next);
        return can_begin(x, next);
    }
    if (is_ellipsis(f))
        return blank && can_begin(x, next) && next < x->n &&
               (x->t[next].flags & (TOKEN_UPPER | TOKEN_QUOTE_OPEN)) != 0;
    if (last == '?' || last == '!') /* but: "Why?" he asked. */
        return blank ? can_begin(x, next) : begins_tight(x, next);
    if (last == '.' && f.n > 1 && is_alpha((unsigned char)f.p[f.n - 2]) && blank) {
        uint32_t bits = word_bits(x->kit, f);
        if (bits & WORD_BEFORE || !(x->t[next].flags & (TOKEN_UPPER | TOKEN_QUOTE_OPEN)))
            return false;
        if (f.n == 2)
            return false; /* an initial */
        if (bits & WORD_DATE)
            return false;
        slice g = form(x, next);
        /* "U.S." and the like before a capital: an end only where a word follows that begins
         * sentences rather than names */
        static const char *const starters[] = {"The", "A", "An", "It", "He", "She", "They", "We", "I", "In",
            "On", "At", "But", "And", "This", "That", "These", "Those", "There", "His", "Her", "Their", "Its",
            "For", "If", "When", "While", "As", "After", "Before", "Since", "With", "You", "My", "Our", "Not",
            "What", "Who", "How", "Why", "Where", "So", "Or", "Yet", "Some", "Many", "Most", "All", "No",
            "By", "From", "To", "Although", "However", "Also", "Both", "Each", "Then", "Now", "Here", "One"};
        for (size_t k = 0; k < NELEMS(starters); k++)
            if (slice_eq(g, slice_str(starters[k])))
                return true;
        return (x->t[next].flags & TOKEN_QUOTE_OPEN) != 0;
    }
    return false;
}

/* Whether the lines of the text are wrapped: then a single line break is a blank. */
static bool is_wrapped(slice text) {
    uint32_t full = 0, lines = 0, begin = 0;
    for (uint32_t i = 0; i <= text.n; i++) {
        if (i < text.n && text.p[i] != '\n')
            continue;
        uint32_t n = i - begin;
        if (n) {
            lines++;
            full += n >= 55 && n <= 90;
        }
        begin = i + 1;
    }
    return lines >= 4 && full * 2 > lines;
}

/* `end` decides, `sentence` takes what was found; `known`: 1 an end for sure, 0 the rules say an end,
 * -1 they say none. */
void sentences_walk(const struct lang_kit *kit, slice text, struct token *t, uint32_t n,
                    bool (*end)(void *arg, const struct text *x, uint32_t first, uint32_t i, uint32_t next,
                                int known),
                    void (*sentence)(void *arg, uint32_t first, uint32_t next), void *arg) {
    struct text x = {kit, text, t, n, is_wrapped(text)};
    uint32_t first = 0;
    resolve_quotes(&x);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t next = i + 1;
        while (next < n && next - first < SENTENCE_MAX && is_closing(&x, next) &&
               !(t[next].flags & TOKEN_SPACE_BEFORE))
            next++;
        if (next < n && next - first < SENTENCE_MAX) {
            uint32_t breaks = breaks_before(&x, next);
            /* a line's end is an end unless the next line goes on in lower case */
            bool on = is_lower((unsigned char)text.p[t[next].at.start]) && next == i + 1 &&
                      is_alnum((unsigned char)text.p[t[i].at.end - 1]);
            bool sure = breaks >= 2 || (breaks == 1 && !x.wrapped && !on);
            if (!end(arg, &x, first, i, next, sure ? 1 : end_after(&x, i, next) ? 0 : -1))
                continue;
        }
        sentence(arg, first, next);
        first = next;
        i = next - 1;
    }
}

/* ---- a page's sentences ------------------------------------------------------------------------- */

struct reading {
    const struct page *page;
    struct arena *a;
    struct lang *out;
    uint32_t cap, block;
};

static bool is_end(void *arg, const struct text *x, uint32_t first, uint32_t i, uint32_t next, int known) {
    (void)arg;
    const struct splitter *s = x->kit->splitter;
    if (known > 0)
        return true;
    bool rule = known == 0;
    if (!s || !split_asks(x, i, next, rule))
        return rule;
    uint32_t f[SPLIT_FEATURES];
    split_features(x, first, i, next, rule, f);
    int32_t sum = s->bias;
    for (int k = 0; k < SPLIT_FEATURES; k++)
        sum += s->weights[f[k]];
    return sum > 0;
}

static void add_sentence(void *arg, uint32_t first, uint32_t next) {
    struct reading *r = arg;
    struct lang *out = r->out;
    struct token *t = out->tokens;
    while (r->block + 1 < r->page->blocks_n && r->page->blocks[r->block].at.end <= t[first].at.start)
        r->block++;
    ARENA_MORE(r->a, out->sentences, out->sentences_n, r->cap);
    out->sentences[out->sentences_n++] =
        (struct sentence){{t[first].at.start, t[next - 1].at.end}, first, next, r->block};
    t[first].flags |= TOKEN_SENTENCE;
}

void sentences_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                    struct arena *tmp, struct lang *out) {
    (void)tmp;
    struct reading r = {page, a, out, out->tokens_n / 16 + 4, 0};
    out->sentences = arena_alloc(a, (size_t)r.cap * sizeof(struct sentence));
    sentences_walk(kit, page->text, out->tokens, out->tokens_n, is_end, add_sentence, &r);
}
