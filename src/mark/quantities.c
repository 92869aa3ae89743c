/* Quantities: how many of what.
 *
 * A number (numbers.c) that is no time, no ordinal and no part of a name; with it the noun that is
 * counted, found over the tags: "two senior security sources", "20 North Korean vessels". What
 * hedges stands outside the span and becomes `approx` ("more than 200 girls" is 200 girls,
 * at_least). What is counted may stand behind "of": "six of the sources", "dozens of times",
 * "45 percent of respondents". After the annotation guide of the project's account format. */
#include <math.h>

#include "mark.h"
#include "mark/atoms.h"

#define AT (&r->at)

struct reader {
    struct atoms at;
    const struct lang *lang;
    const struct marks *marks;
    uint32_t token, time, mention; /* cursors */
    uint32_t taken;                /* atoms before this one belong to a quantity */
};

static const char *const money_names[] = {
    "", "dollars", "euros", "pounds", "yen", "yuan", "rubles", "rupees", "francs", "hryvnias", "won",
    "reais", "pesos", "lira", "kronor", "rand", "naira", "shekels", "riyals", "dirhams", "cents", "pence",
    "baht", "rupiah", "zloty", "crore", "dinars", "shillings"};

/* ---- where an atom stands ------------------------------------------------------------------- */

/* The token that an atom lies in; the cursor only moves on. */
static uint32_t token_of(struct reader *r, uint32_t atom) {
    const struct lang *l = r->lang;
    uint32_t at = AT->p[atom].start;
    while (r->token < l->tokens_n && l->tokens[r->token].at.end <= at)
        r->token++;
    return r->token;
}

static uint32_t token_from(const struct reader *r, uint32_t from, uint32_t at) {
    const struct lang *l = r->lang;
    while (from < l->tokens_n && l->tokens[from].at.end <= at)
        from++;
    return from;
}

static bool in_time(struct reader *r, uint32_t start, uint32_t end) {
    const struct marks *m = r->marks;
    while (r->time < m->times_n && m->times[r->time].at.end <= start)
        r->time++;
    return r->time < m->times_n && m->times[r->time].at.start < end;
}

static bool in_name(struct reader *r, uint32_t start, uint32_t end) {
    const struct lang *l = r->lang;
    while (r->mention < l->mentions_n && l->mentions[r->mention].at.end <= start)
        r->mention++;
    for (uint32_t k = r->mention; k < l->mentions_n && k < r->mention + 4 && l->mentions[k].at.start <= start; k++) {
        const struct mention *m = &l->mentions[k];
        if (m->kind == MENTION_NAME && m->at.end >= end && m->at.end - m->at.start > end - start)
            return true;
    }
    return false;
}

/* ---- hedges ------------------------------------------------------------------------------------ */

/* The hedge that ends right before atom i. */
static uint8_t hedge_before(const struct reader *r, uint32_t i) {
    int32_t v;
    double d;
    for (uint32_t back = 6; back >= 1; back--) { /* the longest first */
        if (back > i)
            continue;
        uint32_t j = i - back;
        if (AT->p[j].word && atom_phrase(AT, j, C_ABOUT, &v) == i)
            return (uint8_t)v;
    }
    if (i && atom_is(AT, i - 1, C_ABOUT, &d)) {
        /* "war over 12 islands", "about six things" can't be told from a hedge without the parse */
        return (uint8_t)d;
    }
    if (i > 1 && atom_word(AT, i - 1, W_A) && atom_is(AT, i - 2, C_ABOUT, &d))
        return (uint8_t)d;
    return APPROX_NONE;
}

/* "or more", "or so", "or fewer" right after. */
static uint8_t hedge_after(const struct reader *r, uint32_t i) {
    if (atom_char(AT, i, '+') && !atom_space(AT, i))
        return APPROX_AT_LEAST;
    if (!atom_word(AT, i, W_OR))
        return APPROX_NONE;
    if (atom_word(AT, i + 1, W_MORE))
        return APPROX_AT_LEAST;
    if (atom_word(AT, i + 1, W_SO))
        return APPROX_ABOUT;
    if (atom_word(AT, i + 1, W_LESS) || atom_word(AT, i + 1, W_FEWER))
        return APPROX_AT_MOST;
    return APPROX_NONE;
}

/* ---- the noun ------------------------------------------------------------------------------------ */

static bool is_noun(const struct token *t) { return t->upos == UPOS_NOUN || t->upos == UPOS_PROPN; }

/* May the token stand between a number and its noun? */
static bool may_modify(const struct reader *r, uint32_t t) {
    const struct token *k = &r->lang->tokens[t];
    if (k->upos == UPOS_ADJ || is_noun(k) || k->xpos == XPOS_HYPH)
        return true;
    if (k->xpos == XPOS_VBN || k->xpos == XPOS_VBG)
        return true;
    slice f = token_form(AT->text, k);
    return f.n == 1 && f.p[0] == '-';
}

/* The noun phrase that starts at token t: its head, or NONE. It ends before *end. */
static uint32_t noun_phrase(const struct reader *r, uint32_t t, uint32_t *end) {
    enum { REACH = 8 };
    const struct lang *l = r->lang;
    uint32_t head = NONE, k = t;
    bool other_words = false;
    for (; k < l->tokens_n && k < t + REACH; k++) {
        const struct token *w = &l->tokens[k];
        if (k > t && (w->flags & TOKEN_SENTENCE))
            break;
        if (is_noun(w)) {
            /* a second noun in the plural after a plural starts something else */
            head = k;
            continue;
        }
        if (w->upos == UPOS_ADV && head == NONE && k + 1 < l->tokens_n && l->tokens[k + 1].upos == UPOS_ADJ)
            continue;
        if (may_modify(r, k)) {
            slice f = token_form(AT->text, w);
            bool hyphen = f.n == 1 && f.p[0] == '-';
            if (head != NONE && !hyphen && w->upos != UPOS_ADJ) /* "three men accused of" */
                break;
            if (head != NONE && w->upos == UPOS_ADJ &&
                !(k + 1 < l->tokens_n && is_noun(&l->tokens[k + 1])))
                break;
            if (head == NONE && (w->xpos == XPOS_VBN || w->xpos == XPOS_VBG) && other_words)
                break;
            continue;
        }
        /* "six shipping and trading companies": modifiers joined, the noun behind them plural */
        if (w->upos == UPOS_CCONJ && k > t && k + 2 < l->tokens_n && k == t + 1 && l->tokens[t].xpos != XPOS_NNS &&
            may_modify(r, k + 1) && l->tokens[k + 1].xpos != XPOS_NNS && l->tokens[k + 2].xpos == XPOS_NNS) {
            head = NONE;
            continue;
        }
        if (head == NONE && w->upos == UPOS_DET)
            break;
        break;
    }
    *end = head == NONE ? t : head + 1;
    return head;
}

/* ---- one quantity ----------------------------------------------------------------------------------- */

static uint8_t money_sign(uint32_t cp) {
    switch (cp) {
    case '$': return 1;
    case 0x20AC: return 2;
    case 0xA3: return 3;
    case 0xA5: return 4;
    case 0x20BD: return 6;
    case 0x20B9: return 7;
    case 0x20B4: return 9;
    case 0x20A9: return 10;
    case 0x20BA: return 13;
    case 0x20A6: return 16;
    case 0x20AA: return 17;
    default: return 0;
    }
}

static bool word_text(const struct reader *r, uint32_t i, slice s) {
    return AT->p[i].kind == ATOM_WORD &&
           slice_eq_nocase(slice_cut(AT->text, AT->p[i].start, AT->p[i].end), s);
}

/* "72-year-old", "56 years old", "30 years of age", "aged 30", "Maria Lund, 48,". */
static uint32_t age_at(struct reader *r, uint32_t i, const struct number *n) {
    double u;
    uint32_t j = n->end;
    if (n->value > 125 || n->grouped || n->plural)
        return 0;
    if (atom_char(AT, j, '-'))
        j++;
    if (atom_is(AT, j, C_UNIT, &u)) {
        uint32_t k = atom_char(AT, j + 1, '-') ? j + 2 : j + 1;
        if ((int)u % 20 != UNIT_YEAR && (int)u % 20 != UNIT_MONTH && (int)u % 20 != UNIT_DAY &&
            (int)u % 20 != UNIT_WEEK)
            return 0;
        if (atom_word(AT, k, W_OLD) || word_text(r, k, S("olds")))
            return k + 1;
        if (atom_word(AT, j + 1, W_OF) && atom_word(AT, j + 2, W_AGE))
            return j + 3;
        return 0;
    }
    bool bare = n->digits && n->digits <= 2 && j == n->end;
    if (!bare || !i)
        return 0;
    if (atom_word(AT, i - 1, W_AGED) || (atom_word(AT, i - 1, W_AGE) && !atom_word(AT, j, W_OF)))
        return j;
    /* a number between commas after a person's name */
    if (n->value >= 1 && atom_char(AT, i - 1, ',') && i > 1 &&
        (atom_char(AT, j, ',') || atom_char(AT, j, '.') || AT->p[j].kind == ATOM_BREAK) &&
        (AT->p[i - 2].flags & ATOM_CAPITAL) && AT->p[i - 2].kind == ATOM_WORD &&
        !atom_has(AT, i - 2, C_MONTH)) {
        const struct lang *l = r->lang;
        for (uint32_t k = r->mention > 2 ? r->mention - 2 : 0; k < l->mentions_n && k < r->mention + 3; k++)
            if (l->mentions[k].at.end == AT->p[i - 2].end && l->mentions[k].entity != NONE &&
                l->entities[l->mentions[k].entity].type == ENTITY_PER)
                return j;
    }
    return 0;
}

struct draft {
    uint32_t first, end; /* atoms */
    uint32_t span_end;   /* bytes; 0: that of the last atom */
    double value, high;
    slice unit, of;
    uint8_t approx;
    uint32_t head;
};

static void emit(struct reader *r, const struct draft *d, struct arena *a, struct quantity **list,
                 uint32_t *n, uint32_t *cap) {
    struct quantity q = {.value = d->value, .high = d->high, .unit = d->unit, .of = d->of,
                         .approx = d->approx, .head = d->head};
    q.at.start = AT->p[d->first].start;
    q.at.end = d->span_end ? d->span_end : AT->p[d->end - 1].end;
    ARENA_MORE(a, *list, *n, *cap);
    (*list)[(*n)++] = q;
    r->taken = d->end;
}

/* The first atom that does not end before a place of the text. */
static uint32_t atom_after(const struct reader *r, uint32_t i, uint32_t at) {
    while (i + 1 < AT->n && AT->p[i].start < at)
        i++;
    return i;
}

/* Is the number at i a label, a score, a part of a code: nothing counted? */
static bool is_label(const struct reader *r, uint32_t i, const struct number *n) {
    const struct atom *b = &AT->p[i - 1], *x = &AT->p[n->end];
    if (!atom_space(AT, i) && (b->kind == ATOM_WORD || b->kind == ATOM_DIGITS))
        return true; /* G7 */
    if (b->kind == ATOM_OTHER && !atom_space(AT, i) && b->value < 128 &&
        strchr("-/:.#_@&=+*\\^,", (int)b->value))
        return true; /* COVID-19, 9/11, #5 */
    if (b->kind == ATOM_OTHER && b->value == '#')
        return true;
    if (x->kind == ATOM_OTHER && !atom_space(AT, n->end) && (x->value == '/' || x->value == ':') &&
        AT->p[n->end + 1].kind == ATOM_DIGITS)
        return true;
    if (n->digits > 4 && AT->p[i].value == 0)
        return true;
    if (n->digits == 4 && n->value >= 1900 && n->value < 2100 && !hedge_before(r, i) &&
        !atom_has(AT, n->end, C_MEASURE) && !atom_char(AT, n->end, '%'))
        return true; /* "the 2016 elections" */
    if (n->digits && x->kind == ATOM_WORD && !atom_space(AT, n->end) && !x->word)
        return true; /* 3D, 737s */
    if (n->digits && b->kind == ATOM_WORD && word_text(r, i - 1, S("no")) == false &&
        (word_text(r, i - 1, S("number")) || word_text(r, i - 1, S("page")) || word_text(r, i - 1, S("section"))))
        return true;
    if (n->digits && atom_char(AT, i - 1, '.') && i > 1 && word_text(r, i - 2, S("no")) &&
        (AT->p[i - 2].flags & ATOM_CAPITAL))
        return true; /* No. 2 */
    return false;
}

/* A number after a capitalized word with no noun behind it: "Article 5", "Phase Two". */
static bool after_name(const struct reader *r, uint32_t i, uint32_t t) {
    if (!(AT->p[i - 1].flags & ATOM_CAPITAL) || AT->p[i - 1].kind != ATOM_WORD || AT->p[i - 1].word)
        return false;
    return t && is_noun(&r->lang->tokens[t - 1]);
}

static uint32_t quantity_at(struct reader *r, uint32_t i, struct arena *a, struct draft *d) {
    struct number n, m;
    uint32_t first = i, j;
    uint8_t sign = 0;
    double v;
    int32_t pv;
    *d = (struct draft){.high = NAN, .head = NONE};
    if (AT->p[i].kind == ATOM_OTHER) {
        if (!(sign = money_sign(AT->p[i].value)))
            return 0;
        i++;
    }
    if (!number_at(AT, i, &n) || n.ordinal || n.vague)
        return 0;
    if (n.value > 1e15)
        return 0;
    /* a letter for millions goes with money or stands right behind the digits */
    uint32_t last = n.end - 1;
    if (AT->p[last].kind == ATOM_WORD && AT->p[last].end - AT->p[last].start == 1 && atom_space(AT, last) &&
        last > i && !sign)
        return 0;
    j = n.end;
    /* "two-thirds", "a one-third share" */
    if (atom_char(AT, j, '-') && (word_text(r, j + 1, S("thirds")) || word_text(r, j + 1, S("third")) ||
                                  word_text(r, j + 1, S("fifths")) || word_text(r, j + 1, S("quarters"))))
        return 0;
    if (in_time(r, AT->p[first].start, AT->p[j - 1].end) && !age_at(r, i, &n))
        return 0;
    if (!sign && (is_label(r, i, &n) || in_name(r, AT->p[i].start, AT->p[j - 1].end)))
        return 0;
    if (sign && first && !atom_space(AT, first) && AT->p[first - 1].kind == ATOM_WORD &&
        AT->p[first - 1].end - AT->p[first - 1].start <= 3)
        first--; /* US$, A$ */
    d->first = first;
    d->value = n.value;
    d->approx = hedge_before(r, first);
    if (n.plural && !d->approx)
        d->approx = APPROX_AT_LEAST;
    /* a range: "10 to 15", "10-15", "between 10 and 15" */
    uint32_t k = 0;
    if (atom_char(AT, j, '-') || atom_word(AT, j, W_TO))
        k = j + 1;
    else if (atom_word(AT, j, W_AND) && first && atom_word(AT, first - 1, W_BETWEEN))
        k = j + 1;
    if (k && sign && money_sign(AT->p[k].kind == ATOM_OTHER ? AT->p[k].value : 0))
        k++;
    if (k && !n.plural && number_at(AT, k, &m) && !m.ordinal && !m.vague && !m.plural) {
        double low = n.value;
        if (m.grouped && !n.grouped && m.value >= 1e6 && low < 1000) /* "2 to 3 million" */
            low *= m.value >= 1e12 ? 1e12 : m.value >= 1e9 ? 1e9 : 1e6;
        if (m.value > low) {
            d->value = low;
            d->high = m.value;
            j = m.end;
            n.end = j;
        } else if (atom_char(AT, n.end, '-')) {
            return 0; /* 3-1 */
        }
    }
    d->end = j;
    uint32_t age = age_at(r, i, &n);
    if (age) {
        d->end = age;
        d->unit = S("years");
        double u;
        uint32_t at = atom_char(AT, n.end, '-') ? n.end + 1 : n.end;
        if (atom_is(AT, at, C_UNIT, &u) && (int)u % 20 == UNIT_MONTH)
            d->unit = S("months");
        return age;
    }
    /* money */
    k = atom_char(AT, j, '-') && !atom_space(AT, j) ? j + 1 : j;
    if (sign || atom_is(AT, k, C_MONEY, &v) ||
        ((AT->p[k].flags & ATOM_CAPITAL) && atom_is(AT, k + 1, C_MONEY, &v) && AT->p[k].end - AT->p[k].start > 1)) {
        size_t unit = sign;
        if (!sign) {
            unit = (size_t)v;
            d->end = atom_has(AT, k, C_MONEY) ? k + 1 : k + 2;
        }
        if (unit >= NELEMS(money_names))
            return 0;
        d->unit = slice_str(money_names[unit]);
        return d->end;
    }
    /* shares */
    bool percent = atom_char(AT, j, '%');
    if (percent)
        d->end = j + 1;
    else if ((k = atom_phrase(AT, j, C_MEASURE, &pv)) || (k = atom_phrase(AT, atom_char(AT, j, '-') ? j + 1 : j, C_MEASURE, &pv))) {
        percent = word_text(r, k - 1, S("cent"));
        d->end = k;
        if (!percent) {
            d->unit = S("percentage points");
            return k;
        }
    } else if (atom_is(AT, atom_char(AT, j, '-') ? j + 1 : j, C_MEASURE, &v) && v == 2) {
        percent = true;
        d->end = atom_char(AT, j, '-') ? j + 2 : j + 1;
    }
    const struct lang *l = r->lang;
    uint32_t t = token_of(r, i), end;
    if (percent) {
        d->unit = S("percent");
        uint8_t after = hedge_after(r, d->end);
        if (after)
            d->approx = after;
        if (atom_word(AT, d->end, W_OF)) {
            uint32_t from = token_from(r, t, AT->p[d->end].end);
            while (from < l->tokens_n && l->tokens[from].upos == UPOS_DET)
                from++;
            d->head = noun_phrase(r, from, &end);
            if (d->head != NONE)
                d->of = slice_cut(AT->text, l->tokens[from].at.start, l->tokens[d->head].at.end);
        }
        return d->end;
    }
    /* "12-member panel": the noun joined to the number */
    if (atom_char(AT, j, '-') && !atom_space(AT, j)) {
        if (!atom_is(AT, j + 1, C_MEASURE, &v))
            return 0;
        d->end = j + 2;
        d->unit = slice_cut(AT->text, AT->p[j + 1].start, AT->p[j + 1].end);
        return d->end;
    }
    if (atom_has(AT, j, C_UNIT) && !atom_word(AT, j + 1, W_OLD))
        return 0;
    uint8_t after = hedge_after(r, j);
    bool one = n.words && n.value == 1;
    bool zero = n.value == 0;
    uint32_t next = token_from(r, t, AT->p[j].kind == ATOM_BREAK ? AT->p[j - 1].end : AT->p[j].start);
    if (zero || !l->tagged || next > l->tokens_n)
        return 0;
    if (after) {
        d->approx = after;
        uint32_t skip = atom_char(AT, j, '+') ? j + 1 : j + 2;
        next = token_from(r, next, AT->p[skip].start);
    }
    if (one && (atom_word(AT, i, W_A) || atom_word(AT, i, W_AN)))
        return 0;
    /* "six of the sources", "dozens of times", "two of the three sources", "one of them" */
    if (atom_word(AT, j, W_OF) && !n.grouped) {
        uint32_t from = token_from(r, next, AT->p[j].end), inner = j + 1;
        bool the = false;
        while (from < l->tokens_n && (l->tokens[from].upos == UPOS_DET ||
                                      l->tokens[from].xpos == XPOS_PRPS)) {
            the = true;
            from++;
        }
        inner = from < l->tokens_n ? atom_after(r, j + 1, l->tokens[from].at.start) : AT->n;
        struct number among;
        bool counted = number_at(AT, inner, &among) && !among.ordinal && !among.vague;
        uint32_t start = counted ? token_from(r, from, AT->p[among.end].start) : from;
        if (start >= l->tokens_n)
            return 0;
        if (l->tokens[start].upos == UPOS_PRON && (atom_word(AT, inner, W_THEM) || atom_word(AT, inner, W_US))) {
            d->unit = S("people");
            return j; /* "two of them": the number alone */
        }
        d->head = noun_phrase(r, start, &end);
        if (d->head == NONE || (!the && !n.plural && !counted))
            return n.plural || d->approx ? (d->head = NONE, j) : 0;
        if (one && !atom_has(AT, atom_after(r, inner, l->tokens[d->head].at.start), C_PERSON))
            return 0;
        d->span_end = l->tokens[d->head].at.end;
        d->of = slice_cut(AT->text, l->tokens[start].at.start, d->span_end);
        d->unit = slice_cut(AT->text, l->tokens[d->head].at.start, l->tokens[d->head].at.end);
        d->end = counted ? j + 1 : atom_after(r, j, d->span_end); /* "three sources" is one more */
        return d->end;
    }
    d->head = next < l->tokens_n && AT->p[j].kind != ATOM_BREAK ? noun_phrase(r, next, &end) : NONE;
    if (d->head != NONE && (l->tokens[d->head].flags & TOKEN_SENTENCE))
        d->head = NONE;
    if (d->head != NONE) {
        uint32_t word = atom_after(r, j, l->tokens[d->head].at.start);
        if (after_name(r, i, t) && !n.words && l->tokens[d->head].xpos != XPOS_NNS)
            return 0;
        if (one && !atom_has(AT, word, C_PERSON))
            return 0;
        if (atom_has(AT, word, C_MONTH) || atom_has(AT, word, C_WEEKDAY))
            return 0;
        d->span_end = l->tokens[d->head].at.end;
        d->unit = slice_cut(AT->text, l->tokens[d->head].at.start, d->span_end);
        d->of = slice_cut(AT->text, l->tokens[next].at.start, d->span_end);
        d->end = atom_after(r, j, d->span_end);
        return d->end;
    }
    /* no noun: a toll, or a number that something hedges */
    bool toll = i > 0 && atom_has(AT, i - 1, C_TOLL) && !one;
    uint32_t verb = next < l->tokens_n ? l->tokens[next].upos : UPOS_X;
    bool subject = !one && (verb == UPOS_AUX || verb == UPOS_VERB) && n.value > 1 && AT->p[j].kind == ATOM_WORD;
    if (one) {
        /* "One said ..." */
        subject = verb == UPOS_VERB && (AT->p[i].flags & ATOM_CAPITAL) && l->tokens[next].xpos == XPOS_VBD;
        if (!subject)
            return 0;
    }
    if (after_name(r, i, t) || (!toll && !subject && !d->approx))
        return 0;
    if (d->approx && !toll && !subject && n.digits == 0 && n.words && !n.grouped && !n.plural)
        return 0;
    if (toll || one)
        d->unit = S("people");
    (void)a;
    return j;
}

void mark_quantities(const struct atoms *atoms, const struct lang *lang, struct arena *a, struct marks *out) {
    struct reader reader = {.at = *atoms, .lang = lang, .marks = out}, *r = &reader;
    struct quantity *list = NULL;
    uint32_t n = 0, cap = 0;
    for (uint32_t i = 1; i + 1 < r->at.n;) {
        const struct atom *p = &r->at.p[i];
        if ((p->kind == ATOM_WORD && !p->word) || p->kind == ATOM_BREAK) {
            i++;
            continue;
        }
        struct draft d;
        uint32_t e = quantity_at(r, i, a, &d);
        if (!e) {
            struct number skip;
            i = number_at(AT, i, &skip) && p->kind == ATOM_DIGITS ? skip.end : i + 1;
            continue;
        }
        emit(r, &d, a, &list, &n, &cap);
        i = e;
    }
    out->quantities = list;
    out->quantities_n = n;
}
