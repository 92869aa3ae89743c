/* source_phrase: the parts of a source's noun phrase.
 *
 * "two of the three officials familiar with the plan, who asked not to be named": what is its
 * noun, how many are they, out of how many, and where does the description proper end? */
#include "attr.h"

bool attr_in_list(const struct attr_doc *d, uint32_t i, const char *words) {
    return i < d->lang->tokens_n && slice_among(token_form(d->page->text, &d->lang->tokens[i]), words);
}

uint32_t attr_number(const struct attr_doc *d, uint32_t i) {
    static const char *const names[] = {"one", "two", "three", "four", "five", "six", "seven",
                                        "eight", "nine", "ten", "eleven", "twelve"};
    for (uint32_t k = 0; k < NELEMS(names); k++)
        if (attr_is(d, i, names[k]))
            return k + 1;
    slice form = token_form(d->page->text, &d->lang->tokens[i]);
    uint32_t v = 0;
    for (uint32_t k = 0; k < form.n; k++) {
        if (!is_digit((unsigned char)form.p[k]) || v > 99999)
            return 0;
        v = v * 10 + (uint32_t)(form.p[k] - '0');
    }
    return v;
}

static bool is_ordinal(const struct attr_doc *d, uint32_t i) {
    return attr_in(d, i, "first second third fourth fifth sixth another other latter former");
}

bool attr_joined(const struct attr_doc *d, uint32_t i) {
    return i && d->lang->tokens[i - 1].at.end == d->lang->tokens[i].at.start && attr_is(d, i - 1, "-");
}

static bool ends_base(const struct attr_doc *d, uint32_t i, uint32_t first) {
    if (attr_joined(d, i))
        return false;
    if (attr_in(d, i, "of for in at from with by on to about near among under within inside "
                      "outside against behind over who whom whose which that familiar close "
                      "briefed involved including like as where"))
        return true;
    uint8_t tag = d->w[i].tag, before = i > first ? d->w[i - 1].tag : 0;
    bool noun = before == XPOS_NN || before == XPOS_NNS || before == XPOS_NNP || before == XPOS_NNPS;
    return d->lang->tagged && noun && (tag == XPOS_VBG || tag == XPOS_VBN || tag == XPOS_VBD);
}

static void base_read(const struct attr_doc *d, struct noun_phrase *np, uint32_t from) {
    uint32_t i = from;
    while (i < np->core_end && (i == from || !ends_base(d, i, from)))
        i++;
    np->base_end = i;
    np->head = i > from ? i - 1 : from;
    /* "the ministry's spokesman 's": a possessive mark is no head */
    while (np->head > from && (attr_in(d, np->head, "'s \xE2\x80\x99s ' \xE2\x80\x99") || (d->w[np->head].shape >> 3)))
        np->head--;
}

struct noun_phrase noun_phrase_read(const struct attr_doc *d, uint32_t first, uint32_t end) {
    struct noun_phrase np = {.first = first, .end = end, .core_end = end, .head = first};
    while (first + 1 < end && (d->w[first].shape >> 3))
        first++;
    for (uint32_t i = first + 1; i < end; i++) {
        uint32_t p = d->w[i].shape >> 3;
        bool spaced = (d->lang->tokens[i].flags & TOKEN_SPACE_BEFORE) != 0;
        if (p == 1 || (p == 6 && spaced) || p == 7 || p == 4 || p == 5) {
            np.core_end = i;
            break;
        }
    }
    uint32_t i = first;
    if (attr_in(d, i, "at about some nearly around roughly")) {
        i++;
        if (attr_in(d, i, "least most"))
            i++;
    }
    np.definite = attr_in(d, i, "the these those this that both");
    np.indefinite = attr_in(d, i, "a an another one");
    np.both = attr_is(d, i, "both");
    if (np.both)
        np.number = 2;
    if (i + 1 < np.core_end && attr_in(d, i, "the these those this that both all a an his her its their"))
        i++;
    bool former = attr_in(d, i, "former latter") && i + 1 < np.core_end && !attr_in(d, i + 1, "of who which that"); /* "the former mayor" is no second one */
    if (i < np.core_end && is_ordinal(d, i) && !former) {
        np.ordinal = true;
        i += i + 1 < np.core_end;
    }
    uint32_t number = i < np.core_end ? attr_number(d, i) : 0;
    if (number && i + 1 < np.core_end && attr_is(d, i + 1, "-")) /* "the 70-year-old driver", "a 20-page letter": no count of them */
        number = 0;
    if (number)
        np.number = number;
    if (attr_in(d, i, "pair couple duo") && np.definite)
        np.number = 2;
    for (uint32_t k = i; k < np.core_end && k < i + 3; k++)
        np.share |= attr_in(d, k, "percent % per cent");
    /* "two of the three", "one of them", "some of the" */
    uint32_t of = i + 1;
    bool lot = attr_is(d, first, "a") && attr_in(d, i, "number handful group series host string majority minority lot dozen couple pair");
    if (of < np.core_end && attr_is(d, of, "of") &&
        (number || np.ordinal || lot || attr_in(d, i, "some many most both all each several none either"))) {
        np.partitive = true;
        uint32_t from = of + 1;
        if (from < np.core_end && attr_in(d, from, "the these those their his her its"))
            from++;
        if (from < np.core_end) {
            np.of = attr_number(d, from);
            base_read(d, &np, from);
        } else {
            np.base_end = np.core_end;
            np.head = first;
        }
        np.plural = lot || np.number > 1 || attr_in(d, i, "some many most both all several");
    } else {
        base_read(d, &np, first);
        const struct token *t = &d->lang->tokens[np.head];
        uint8_t tag = t->xpos;
        slice form = token_form(d->page->text, t);
        np.plural = np.number > 1 || tag == XPOS_NNS || tag == XPOS_NNPS ||
                    attr_in(d, np.head, "people police media authorities") ||
                    (!d->lang->tagged && form.n > 3 && form.p[form.n - 1] == 's' && form.p[form.n - 2] != 's') ||
                    attr_in(d, i, "many several some most multiple few these those both");
    }
    if (np.share)
        np.number = 0;
    return np;
}

/* ---- mentions ------------------------------------------------------------------------------------ */

slice source_text(const struct attr_doc *d, uint32_t first, uint32_t end) {
    return slice_trim(slice_cut(d->page->text, d->lang->tokens[first].at.start, d->lang->tokens[end - 1].at.end));
}

/* First mention that begins at or after a token. */
uint32_t source_mention(const struct lang *l, uint32_t token) {
    uint32_t lo = 0, hi = l->mentions_n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (l->mentions[mid].first < token)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

bool source_is_name(const struct lang *l, uint32_t m) {
    return l->mentions[m].kind == MENTION_NAME && l->mentions[m].entity < l->entities_n;
}

uint8_t source_entity_type(const struct lang *l, uint32_t m) { return l->entities[l->mentions[m].entity].type; }
