/* Features of lines, and what is made of the forests' answers. */
#include "text_model.h"

#include "base/model.h"

#include <math.h>

const uint8_t line_kinds[LINE_KINDS] = {NOISE_DATE, NOISE_BYLINE, NOISE_CAPTION, NOISE_CRUMB, NOISE_PROMO,
                                        NOISE_RELATED, NOISE_EMBED, NOISE_NAVIGATION, NOISE_COMMENT};

const struct line_model *line_model_open(struct arena *a, const char *models) {
    struct model m;
    if (model_open(&m, a, models, "page-lines"))
        return NULL;
    struct line_model *p = ARENA_NEW(a, struct line_model);
    p->words = model_exactly(&m, "words", sizeof *p->words, LINE_WORDS);
    const uint32_t *widths = model_exactly(&m, "features", sizeof *widths, 2);
    if (!p->words || !widths || widths[0] != LINE_FEATURES || widths[1] != LINE_FEATURES2 ||
        !page_forest_open(&p->first, a, &m, "first", LINE_FEATURES) || !page_forest_open(&p->second, a, &m, "second", LINE_FEATURES2))
        return NULL;
    for (unsigned k = 0; k < LINE_KINDS; k++)
        if (!page_forest_open(&p->kinds[k], a, &m, noise_kind_names[line_kinds[k]], LINE_FEATURES2))
            return NULL;
    return p;
}

/* ---- words ------------------------------------------------------------------------------------------ */

static uint16_t mixed(uint32_t a, uint32_t b) {
    uint32_t h = (a + 1) * 0x9E3779B1u + b * 0x85EBCA6Bu;
    return (uint16_t)((h ^ h >> 15) & (LINE_WORDS - 1));
}

uint32_t line_tokens(slice s, uint16_t tokens[LINE_TOKENS]) {
    enum { FIRST = 1, LAST, PAIR, WHOLE, WORD, WHOLE_WORDS = 12 };
    uint32_t n = 4 /* places of those that are one of a line */, words = 0, whole = 0;
    uint16_t word, last = 0, first = 0;
    tokens[0] = tokens[1] = tokens[2] = tokens[3] = 0;
    while (page_word_next(&s, &word)) {
        if (!words)
            tokens[0] = mixed(first = word, FIRST);
        if (words == 1)
            tokens[2] = mixed((uint32_t)first << 16 | word, PAIR);
        if (n < LINE_TOKENS)
            tokens[n++] = mixed(word, WORD);
        whole = whole * 0x01000193u + word;
        last = word;
        words++;
    }
    if (words)
        tokens[1] = mixed(last, LAST);
    tokens[3] = words <= WHOLE_WORDS ? mixed(whole, WHOLE) : 0;
    return words ? n : 0;
}

/* ---- features --------------------------------------------------------------------------------------- */

struct look { /* of one line */
    float words, ends, named, caps, bracketed;
};

static struct look look_at(const struct text_reader *t, uint32_t i) {
    const struct line_block *b = &t->b[i];
    slice s = slice_at(t->s, b->at);
    uint32_t upper = 0;
    bool start = true;
    for (uint32_t k = 0; k < s.n && k < 600; k++) {
        upper += start && is_upper((unsigned char)s.p[k]);
        start = s.p[k] == ' ';
    }
    char last = s.p[s.n - 1];
    return (struct look){logf(1 + (float)b->words), b->ends, b->looks == LINE_BODY ? 0 : b->looks >= LINE_HEADING ? 1 : 2,
                         b->words ? (float)upper / (float)(b->words < 90 ? b->words : 90) : 0,
                         (s.p[0] == '(' || s.p[0] == '[') && (last == ')' || last == ']')};
}

/* A photographer's or an agency's credit. */
static bool has_credit(slice s) {
    static const char *const words[] = {"Getty", "AFP", "Reuters", "REUTERS", "AP Photo", "(AP", "/AP", "EPA", "Image", "image", "Photo", "photo",
                                        "Shutterstock", "Picture", "Courtesy", "courtesy", "Credit", "pictured", "Illustration"};
    for (unsigned k = 0; k < NELEMS(words); k++)
        if (slice_find(s, slice_str(words[k]), 0) != NONE)
            return true;
    return false;
}

/* Longer words of a text: in how many of its lines of prose each stands. */
struct known {
    uint32_t *hash;
    uint16_t *lines;
    uint32_t *last; /* the line that was counted last, + 1 */
    uint32_t cap;
};

static uint32_t known_place(const struct known *k, uint32_t h) {
    uint32_t i = (h * 0x9E3779B1u >> 7) & (k->cap - 1);
    while (k->hash[i] && k->hash[i] != h)
        i = (i + 1) & (k->cap - 1);
    return i;
}

enum { LONG_WORD = 4 };
/* The next word of LONG_WORD bytes and more. */
static bool long_word(slice *s, uint32_t *hash, bool *upper) {
    while (s->n) {
        uint32_t i = 0;
        while (i < s->n && !page_word_bytes[(unsigned char)s->p[i]])
            i++;
        uint32_t from = i, h = 2166136261u;
        uint8_t c;
        for (; i < s->n && (c = page_word_bytes[(unsigned char)s->p[i]]); i++)
            h = (h ^ c) * PAGE_WORD_MUL;
        *hash = h ? h : 1;
        *upper = from < s->n && is_upper((unsigned char)s->p[from]);
        *s = slice_cut(*s, i, s->n);
        if (i - from >= LONG_WORD)
            return true;
    }
    return false;
}

static struct known know_words(const struct text_reader *t, struct arena *tmp) {
    struct known k = {.cap = 256};
    while (k.cap < t->s.n / 4)
        k.cap *= 2;
    k.hash = ARENA_ARRAY(tmp, uint32_t, k.cap);
    k.lines = ARENA_ARRAY(tmp, uint16_t, k.cap);
    k.last = ARENA_ARRAY(tmp, uint32_t, k.cap);
    for (uint32_t i = 0; i < t->n; i++) {
        slice s = slice_at(t->s, t->b[i].at);
        uint32_t h;
        bool upper;
        while (text_is_prose(&t->b[i]) && long_word(&s, &h, &upper)) {
            uint32_t at = known_place(&k, h);
            k.hash[at] = h;
            if (k.last[at] != i + 1)
                k.lines[at] += k.lines[at] < UINT16_MAX;
            k.last[at] = i + 1;
        }
    }
    return k;
}

/* Shares of its longer words, and of those with a capital, that stand in other lines of prose too. */
static void ask_known(const struct text_reader *t, const struct known *k, uint32_t i, float out[3]) {
    slice s = slice_at(t->s, t->b[i].at);
    uint32_t h, all = 0, in = 0, names = 0, names_in = 0;
    bool upper, prose = text_is_prose(&t->b[i]);
    while (all < 200 && long_word(&s, &h, &upper)) {
        uint32_t at = known_place(k, h);
        bool is = k->hash[at] && k->lines[at] > prose;
        all++;
        in += is;
        names += upper;
        names_in += upper && is;
    }
    out[0] = all ? (float)in / (float)all : -1;
    out[1] = names ? (float)names_in / (float)names : -1;
    out[2] = (float)names_in;
}

/* Share of a's longer words that stand in b. */
static float likeness(slice a, slice b) {
    uint32_t have[64], n = 0, h, all = 0, in = 0;
    bool upper;
    while (n < NELEMS(have) && long_word(&b, &h, &upper))
        have[n++] = h;
    while (all < 64 && long_word(&a, &h, &upper)) {
        bool is = false;
        for (uint32_t i = 0; i < n; i++)
            is |= have[i] == h;
        all++;
        in += is;
    }
    return all && n ? (float)in / (float)all : -1;
}

/* As much of the title as it is compared with every line. */
static slice title_of(const struct text_reader *t) {
    enum { MOST = 1 << 12 };
    slice given = t->r->src->given.title;
    if (given.p)
        return slice_cut(given, 0, given.n < MOST ? given.n : MOST);
    for (uint32_t i = 0; i < t->n; i++)
        if (t->b[i].kind == NOISE_TITLE)
            return slice_at(t->s, t->b[i].at);
    return (slice){0};
}

static float count_words(slice s, const char *const *words, size_t n) {
    float found = 0;
    slice word;
    for (uint32_t k = 0; k < 80 && slice_field(&s, ' ', &word); k++) {
        while (word.n && !is_alpha((unsigned char)word.p[word.n - 1]))
            word.n--;
        for (size_t i = 0; i < n; i++)
            found += slice_eq_nocase(word, slice_str(words[i]));
    }
    return found;
}

static void weigh_words(const float *words, slice s, float *x) {
    uint16_t tokens[LINE_TOKENS];
    uint32_t n = line_tokens(s, tokens);
    float sum = 0, low = 0, high = 0, head = 0;
    for (uint32_t k = 4; k < n; k++) {
        float v = words[tokens[k]];
        sum += v;
        head += k < 12 ? v : 0;
        low = v < low ? v : low;
        high = v > high ? v : high;
    }
    x[0] = n > 4 ? sum / (float)(n - 4) : 0;
    x[1] = low;
    x[2] = high;
    x[3] = sum;
    x[4] = head;
    for (uint32_t k = 0; k < 4; k++)
        x[5 + k] = n && tokens[k] ? words[tokens[k]] : 0;
}

float *line_features(const struct text_reader *t, const float *words, struct arena *tmp) {
    static const char *const you[] = {"you", "your", "our", "us", "we"};
    float *rows = ARENA_ARRAY(tmp, float, (size_t)(t->n + 1) * LINE_FEATURES);
    struct look *look = arena_alloc(tmp, (t->n + 1) * sizeof *look);
    uint64_t *hash = arena_alloc(tmp, (t->n + 1) * sizeof *hash);
    uint32_t *run = arena_alloc(tmp, (t->n + 1) * sizeof *run); /* where the run of lines without prose that it is in ends */
    struct known known = know_words(t, tmp);
    slice title = title_of(t);
    float all = 1, sum = 0, mean = 0, prose_words = 0;
    uint32_t proses = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        look[i] = look_at(t, i);
        slice s = slice_at(t->s, t->b[i].at);
        hash[i] = hash64(s.p, s.n);
        all += (float)t->b[i].words;
        mean += look[i].words / (float)t->n;
        bool is = text_is_prose(&t->b[i]);
        proses += is;
        prose_words += is ? (float)t->b[i].words : 0;
    }
    for (uint32_t i = t->n; i-- > 0;)
        run[i] = text_is_prose(&t->b[i]) ? i : i + 1 < t->n && !text_is_prose(&t->b[i + 1]) ? run[i + 1] : i + 1;
    uint32_t prose = NONE; /* the last line that looks like prose */
    for (uint32_t i = 0; i < t->n; i++) {
        const struct line_block *b = &t->b[i];
        slice s = slice_at(t->s, b->at);
        float *x = rows + (size_t)i * LINE_FEATURES;
        unsigned f = 0;
        uint32_t commas = 0, stops = 0, digits = 0, quotes = 0, signs = 0, links = 0;
        for (uint32_t k = 0; k < s.n; k++) {
            unsigned char c = (unsigned char)s.p[k];
            commas += c == ',';
            stops += c == '.' && (k + 1 == s.n || s.p[k + 1] == ' ');
            digits += is_digit(c);
            quotes += c == '"' || (c == 0x9C && k > 1 && (unsigned char)s.p[k - 2] == 0xE2);
            signs += c == '|' || c == '/' || c == ':' || c == '@' || c == '#' || c == '!' || c == '?';
            links += c == '@' || (c == ':' && k + 2 < s.n && s.p[k + 1] == '/');
        }
        x[f++] = look[i].words;
        x[f++] = look[i].ends;
        x[f++] = look[i].named;
        x[f++] = look[i].caps;
        x[f++] = look[i].bracketed;
        x[f++] = b->looks < LINE_BODY ? (float)b->looks : -1;
        x[f++] = b->kind < LINE_BODY ? (float)b->kind : -1;
        x[f++] = (float)(b->kind >= LINE_BODY ? b->kind - LINE_BODY + 1 : 0);
        x[f++] = (float)b->phrase_how;
        x[f++] = b->blank_before;
        x[f++] = b->words ? (float)s.n / (float)b->words : 0;
        x[f++] = s.n ? (float)b->letters / (float)s.n : 0;
        x[f++] = b->letters ? (float)b->capitals / (float)b->letters : 0;
        x[f++] = (float)commas / (float)(b->words + 1);
        x[f++] = (float)stops;
        x[f++] = (float)digits / (float)(s.n + 1);
        x[f++] = (float)quotes;
        x[f++] = (float)signs / (float)(b->words + 1);
        x[f++] = (float)links;
        x[f++] = b->item;
        x[f++] = b->lower;
        unsigned char c = (unsigned char)s.p[0], e = (unsigned char)s.p[s.n - 1];
        x[f++] = is_upper(c) ? 0 : is_digit(c) ? 1 : c == '"' || c == 0xE2 ? 2 : c == '(' || c == '[' ? 3 : c == '-' || c == '*' ? 4 : 5;
        x[f++] = e == '.' ? 0 : e == '?' ? 1 : e == '!' ? 2 : e == ':' ? 3 : e == ')' ? 4 : is_digit(e) ? 5 : 6;
        weigh_words(words, s, x + f);
        f += 9;
        ask_known(t, &known, i, x + f);
        f += 3;
        x[f++] = title.p ? likeness(s, title) : -2;
        x[f++] = title.p ? likeness(title, s) : -2;
        x[f++] = count_words(s, you, NELEMS(you)) / (float)(b->words < 80 ? b->words + 1 : 81);
        x[f++] = (float)i;
        x[f++] = (float)(t->n - 1 - i);
        x[f++] = (float)i / (float)t->n;
        x[f++] = sum / all;
        x[f++] = all;
        x[f++] = look[i].words - mean;
        x[f++] = (float)proses;
        x[f++] = (float)proses / (float)t->n;
        x[f++] = prose_words / all;
        x[f++] = prose == NONE ? 99 : (float)(i - prose);
        x[f++] = (float)(run[i] - i);
        uint32_t start = prose == NONE ? 0 : prose + 1;
        x[f++] = run[i] > start ? (float)(run[i] - start) : 0;
        x[f++] = run[i] == t->n;
        x[f++] = prose == NONE;
        for (int d = -2; d <= 2; d++) {
            if (!d)
                continue;
            int64_t k = (int64_t)i + d;
            if (k >= 0 && k < (int64_t)t->n) {
                x[f] = look[k].words;
                x[f + 1] = look[k].ends;
                x[f + 2] = t->b[k].kind < LINE_BODY ? (float)t->b[k].kind : -1;
                x[f + 3] = look[k].caps;
            } else {
                x[f] = -1;
                x[f + 2] = -2;
            }
            f += 4;
        }
        uint32_t same = 0, alike = 0;
        for (uint32_t k = i > 40 ? i - 40 : 0; k < t->n && k < i + 40; k++) {
            same += hash[k] == hash[i];
            alike += fabsf(look[k].words - look[i].words) < 0.3f && look[k].ends == look[i].ends && fabsf(look[k].caps - look[i].caps) < 0.2f;
        }
        x[f++] = (float)same;
        x[f++] = (float)alike;
        x[f++] = has_credit(slice_cut(s, s.n > 70 ? s.n - 70 : 0, s.n));
        x[f++] = has_credit(slice_cut(s, 0, s.n < 24 ? s.n : 24));
        uint32_t years = 0;
        for (uint32_t k = 0; k + 4 <= s.n; k++)
            years += (s.p[k] == '1' || s.p[k] == '2') && (s.p[k + 1] == '9' || s.p[k + 1] == '0') && is_digit((unsigned char)s.p[k + 2]) &&
                     is_digit((unsigned char)s.p[k + 3]);
        x[f++] = (float)years;
        static const char *const sides[] = {"(L)", "(R)", "(C)", ", left,", ", right,", "center,", "centre,", "seen here", "is seen",
                                            "are seen", "pictured", "pose"};
        bool side = false;
        for (unsigned k = 0; k < NELEMS(sides); k++)
            side |= slice_find(s, slice_str(sides[k]), 0) != NONE;
        x[f++] = side;
        if (f > LINE_FEATURES)
            guard_fail(STM_ELIMIT);
        sum += (float)b->words;
        if (text_is_prose(b))
            prose = i;
    }
    return rows;
}

float *line_features2(const struct text_reader *t, const float *rows, const float *scores, struct arena *tmp) {
    static const int spans[] = {3, 8, 20};
    float *out = ARENA_ARRAY(tmp, float, (size_t)(t->n + 1) * LINE_FEATURES2);
    float all = 1, before = 0, good = 0;
    for (uint32_t i = 0; i < t->n; i++) {
        all += scores[i] > 0 ? (float)t->b[i].words : 0;
        good += scores[i] > 0;
    }
    uint32_t last = NONE;
    for (uint32_t i = 0; i < t->n; i++) {
        float *x = out + (size_t)i * LINE_FEATURES2;
        memcpy(x, rows + (size_t)i * LINE_FEATURES, LINE_FEATURES * sizeof *x);
        unsigned f = LINE_FEATURES;
        x[f++] = scores[i];
        for (int d = -3; d <= 3; d++) {
            int64_t k = (int64_t)i + d;
            if (d)
                x[f++] = k >= 0 && k < (int64_t)t->n ? scores[k] : -9;
        }
        for (unsigned w = 0; w < NELEMS(spans); w++)
            for (int side = -1; side <= 1; side += 2) {
                float sum = 0, words = 0;
                for (int d = 1; d <= spans[w]; d++) {
                    int64_t k = (int64_t)i + d * side;
                    if (k < 0 || k >= (int64_t)t->n)
                        break;
                    float v = (float)(t->b[k].words + 2);
                    sum += scores[k] * v;
                    words += v;
                }
                x[f++] = words > 0 ? sum / words : -9;
            }
        float here = scores[i] > 0 ? (float)t->b[i].words : 0;
        x[f++] = before / all;
        x[f++] = (all - before - here) / all;
        x[f++] = last == NONE ? 99 : (float)(i - last);
        uint32_t next = i + 1;
        while (next < t->n && scores[next] <= 0 && next < i + 60)
            next++;
        x[f++] = next < t->n ? (float)(next - i) : 99;
        x[f++] = good / (float)t->n;
        x[f++] = all;
        x[f++] = good;
        if (f > LINE_FEATURES2)
            guard_fail(STM_ELIMIT);
        before += here;
        if (scores[i] > 0)
            last = i;
    }
    return out;
}

/* ---- by the model ------------------------------------------------------------------------------------- */

#define LINE_CUT (-1.0f)   /* log odds below which a line is no prose, though no rule says so */
#define PROSE_CUT (-1.75f) /* the same of one that looks like prose */
#define LINE_BACK 1.0f     /* from which it is, though its place alone had it named otherwise */

static bool is_open(const struct line_block *b) { return b->kind >= LINE_BODY; }
/* "2009": it heads what happened then. */
static bool is_year(slice s) {
    return s.n == 4 && (s.p[0] == '1' || s.p[0] == '2') && is_digit((unsigned char)s.p[1]) && is_digit((unsigned char)s.p[2]) && is_digit((unsigned char)s.p[3]);
}
static float cut_of(const struct line_block *b) { return text_is_prose(b) ? PROSE_CUT : LINE_CUT; }

/* What a line is likelier in a text than the classes of pages have it, which name the authors of all that a page lists. */
static float leaning(uint8_t kind) {
    switch (kind) {
    case NOISE_PROMO:
    case NOISE_RELATED: return 0.4f;
    case NOISE_CRUMB: return -0.3f;
    case NOISE_EMBED: return -0.5f;
    case NOISE_BYLINE: return -0.7f;
    default: return 0;
    }
}

/* What a line that is no prose is called, where no rule has said it. */
static uint8_t noise_of(const struct line_model *m, const float *x) {
    uint8_t best = NOISE_PROMO;
    float high = -99;
    for (unsigned k = 0; k < LINE_KINDS; k++) {
        float score = page_forest_score(&m->kinds[k], x) + leaning(line_kinds[k]);
        if (score > high)
            best = line_kinds[k], high = score;
    }
    return best;
}

void text_name_by_model(struct text_reader *t) {
    enum { MOST_LINES = 20000 };
    const struct line_model *m = t->k->lines_model;
    if (t->n > MOST_LINES)
        return;
    float *x = line_features(t, m->words, t->tmp), *scores = arena_alloc(t->tmp, (t->n + 1) * sizeof *scores);
    page_forest_scores(&m->first, x, t->n, LINE_FEATURES, scores);
    x = line_features2(t, x, scores, t->tmp);
    page_forest_scores(&m->second, x, t->n, LINE_FEATURES2, scores);
    uint32_t words = 0, left = 0;
    for (uint32_t i = 0; i < t->n; i++)
        if (is_open(&t->b[i])) {
            words += t->b[i].words;
            left += scores[i] < cut_of(&t->b[i]) ? 0 : t->b[i].words;
        }
    bool strange = left * 4 < words; /* nothing like what it has seen: the rules alone */
    for (uint32_t i = 0; i < t->n && !strange; i++) {
        struct line_block *b = &t->b[i];
        if (is_open(b) && is_year(slice_at(t->s, b->at)))
            continue;
        if (is_open(b) ? scores[i] < cut_of(b) : b->guessed && scores[i] < LINE_BACK)
            b->kind = noise_of(m, x + (size_t)i * LINE_FEATURES2);
        else if (!is_open(b) && scores[i] >= LINE_BACK && b->kind != NOISE_TITLE && b->looks > LINE_BODY)
            b->kind = b->ends || b->item || b->words > 20 ? LINE_BODY : LINE_HEADING;
    }
}
