/* attr_rules: what rules add to the labels of the two fields, where these are shy or cannot know.
 *
 * A subject from the parse, a quotation over paragraphs, a content where none was seen, and who is
 * cited by whom. All of it over tokens, before spans are made. */
#include "attr.h"

bool found_is_stop(const struct attr_doc *d, uint32_t i) {
    slice f = token_form(d->page->text, &d->lang->tokens[i]);
    return f.n == 1 && (f.p[0] == ',' || f.p[0] == '.' || f.p[0] == ';');
}

static uint32_t block_of(const struct attr_doc *d, uint32_t i) {
    return d->lang->sentences[d->w[i].sentence].block;
}

/* [first, end) without commas and stops at its ends, cut where paragraphs end. */
void found_content_add(const struct attr_doc *d, struct attr_found *f, uint32_t first, uint32_t end,
                        uint32_t *cap, struct arena *tmp) {
    while (first < end) {
        uint32_t to = first + 1;
        while (to < end && block_of(d, to) == block_of(d, first))
            to++;
        uint32_t a = first, b = to;
        while (a < b && found_is_stop(d, a))
            a++;
        while (b > a && found_is_stop(d, b - 1))
            b--;
        if (a < b) {
            ARENA_MORE(tmp, f->content, f->content_n, *cap);
            f->content[f->content_n++] = (struct window){a, b};
        }
        first = to;
    }
}

uint32_t found_from_cue(const struct attr_found *f, uint32_t n, uint32_t token) {
    uint32_t lo = 0, hi = n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (f[mid].cue.first < token)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

uint32_t found_size(const struct attr_found *f) {
    uint32_t n = 0;
    for (uint32_t k = 0; k < f->content_n; k++)
        n += f->content[k].end - f->content[k].first;
    return n;
}

bool found_holds(const struct attr_found *f, uint32_t token) {
    for (uint32_t k = 0; k < f->content_n; k++)
        if (token >= f->content[k].first && token < f->content[k].end)
            return true;
    return false;
}

/* ---- what rules add to the labels -------------------------------------------------------------------- */

/* A quotation that runs on over paragraphs is one content, all of it. */
void found_run_on(const struct attr_doc *d, struct attr_found *f, struct arena *tmp) {
    enum { MOST = 8 };
    struct window more[2 * MOST];
    uint32_t before = 0, after = 0, n = f->content_n;
    if (!n)
        return;
    uint32_t q = d->w[f->content[0].first].quote;
    if (q != NONE && d->quotes[q].first == f->content[0].first)
        while (q > 0 && before < MOST && d->quotes[q - 1].goes_on && d->quotes[q - 1].last + 1 == d->quotes[q].first) {
            q--;
            more[before++] = (struct window){d->quotes[q].first, d->quotes[q].last + 1};
        }
    q = d->w[f->content[n - 1].end - 1].quote;
    uint32_t last = f->content[n - 1].end;
    if (q != NONE && d->quotes[q].last + 1 >= last && d->quotes[q].last <= last)
        while (after < MOST && d->quotes[q].goes_on && q + 1 < d->quotes_n && d->quotes[q + 1].first == d->quotes[q].last + 1) {
            q++;
            more[MOST + after++] = (struct window){d->quotes[q].first, d->quotes[q].last + 1};
        }
    if (!before && !after)
        return;
    struct window *p = ARENA_ARRAY(tmp, struct window, (size_t)n + 2 * MOST);
    uint32_t k = 0;
    while (before)
        p[k++] = more[--before];
    for (uint32_t i = 0; i < n; i++)
        p[k++] = f->content[i];
    for (uint32_t i = 0; i < after; i++)
        p[k++] = more[MOST + i];
    f->content = p;
    f->content_n = k;
}

/* ---- what the parse adds ----------------------------------------------------------------------------- */

/* ", speaking softly,": what stands between a source and its verb, in commas. */
static bool is_aside(const struct attr_doc *d, uint32_t first, uint32_t end) {
    enum { LONG = 25 };
    if (end < first + 3 || end - first > LONG || (d->w[first].shape >> 3) != 1 || (d->w[end - 1].shape >> 3) != 1)
        return false;
    for (uint32_t i = first; i < end; i++)
        if (d->w[i].tag == XPOS_VBD || d->w[i].tag == XPOS_VBZ || d->w[i].tag == XPOS_MD || d->w[i].mark)
            return false;
    return true;
}

static bool is_premodifier(uint8_t tag) {
    return tag == XPOS_DT || tag == XPOS_JJ || tag == XPOS_NN || tag == XPOS_NNS || tag == XPOS_NNP || tag == XPOS_POS ||
           tag == XPOS_CD || tag == XPOS_PRPS;
}

/* Up from a participle behind a comma, the next verb that itself reports and has a subject before it: "who said he
 * would go, adding that" is added by who said it, whatever the comma's clause hangs on; or NONE. */
static uint32_t reporting_above(const struct attr_doc *d, uint32_t at) {
    if (d->w[at].tag != XPOS_VBG || !at || (d->w[at - 1].shape >> 3) != 1 || !(d->w[at].classes & CLASS_SAY))
        return NONE;
    for (int up = 0; up < 6 && d->w[at].head != NONE; up++) {
        at = d->w[at].head;
        if (d->cue[at] != CUE_O && (d->w[at].classes & CLASS_SAY) && (d->w[at].kids & KID_CCOMP) && d->w[at].subject < at)
            return at;
    }
    return NONE;
}

/* '"...," declared the minister', "the gate is cracked, said three people.": what the model took for the last piece of the
 * content stands behind a quotation, or a clause and its comma, and the verb, and says nothing itself. */
static bool take_teller(const struct attr_doc *d, struct attr_found *f) {
    if (f->content_n < 2 || !d->lang->tagged || !(d->w[f->cue.head].classes & CLASS_SAY))
        return false;
    struct window before = f->content[f->content_n - 2], last = f->content[f->content_n - 1];
    if (before.end > f->cue.first || f->cue.first - before.end > 1 || last.first != f->cue.end || last.end - last.first > 25)
        return false;
    uint32_t end = d->lang->sentences[d->w[f->cue.head].sentence].end;
    bool closes = attr_is(d, f->cue.first - 1, ",") && (last.end >= end || (last.end + 1 == end && found_is_stop(d, last.end)));
    if (d->w[before.end - 1].quote == NONE && !closes)
        return false;
    for (uint32_t i = last.first; i < last.end; i++)
        if (d->w[i].quote != NONE || (d->w[i].tag >= XPOS_VB && d->w[i].tag <= XPOS_VBZ) || d->w[i].tag == XPOS_MD)
            return false;
    f->source_first = last.first;
    f->source_end = last.end;
    f->content_n--;
    return true;
}

/* "Ann Oak was quoted as saying": of this passive the subject speaks. */
static bool take_quoted(const struct attr_doc *d, struct attr_found *f) {
    for (uint32_t i = f->cue.first; i + 1 < f->cue.end; i++) {
        uint32_t subject = d->w[i].subject;
        if (!attr_is(d, i, "quoted") || !attr_is(d, i + 1, "as") || subject == NONE || subject >= f->cue.first)
            continue;
        uint32_t a = d->w[subject].left, b = d->w[subject].right + 1;
        while (a + 1 < b && (d->w[a].mark || found_is_stop(d, a)))
            a++;
        if (b > f->cue.first || b - a > 40 || d->w[a].quote != NONE)
            return false;
        f->source_first = a;
        f->source_end = b;
        return true;
    }
    return false;
}

/* “It will not last,” Oak, who sold the mill twice, tells the Herald: a name right behind the quotation, and what is set between
 * commas about it. */
static bool take_beside(const struct attr_doc *d, struct attr_found *f) {
    enum { FAR = 40, NAME = 6 };
    uint32_t cue = f->cue.first, start = 0;
    if (cue < 4 || !attr_is(d, cue - 1, ",") || !(d->w[f->cue.head].classes & CLASS_SAY))
        return false;
    for (uint32_t k = 0; k < f->content_n; k++)
        if (f->content[k].end < cue && d->w[f->content[k].end - 1].quote != NONE)
            start = f->content[k].end;
    if (!start || start + FAR < cue || d->w[start].sentence != d->w[cue].sentence)
        return false;
    uint32_t comma = start;
    while (comma < cue - 1 && comma < start + NAME && !attr_is(d, comma, ","))
        if (!(d->w[comma++].shape & 1)) /* a name's words are capitalised */
            return false;
    if (comma == start || comma + 1 >= cue || !attr_is(d, comma, ",") || !attr_in(d, comma + 1, "who whose which a an the now once then"))
        return false;
    for (uint32_t i = comma + 1; i < cue; i++)
        if (d->w[i].quote != NONE)
            return false;
    f->source_first = start;
    f->source_end = cue - 1;
    return true;
}

/* "Ann Oak: says she was never told": whom the line begins with. */
static bool take_headed(const struct attr_doc *d, struct attr_found *f) {
    enum { LONG = 8 };
    uint32_t first = d->lang->sentences[d->w[f->cue.first].sentence].first, colon = f->cue.first - 1;
    uint8_t tag = d->w[f->cue.head].tag;
    if (f->cue.first < first + 2 || !attr_is(d, colon, ":") || colon - first > LONG || (tag != XPOS_VBZ && tag != XPOS_VBD))
        return false;
    bool who = false;
    for (uint32_t i = first; i < colon; i++) {
        if ((d->w[i].tag >= XPOS_VB && d->w[i].tag <= XPOS_VBZ) || d->w[i].quote != NONE)
            return false;
        who |= d->w[i].entity == 1 + ENTITY_PER || d->w[i].entity == 1 + ENTITY_ORG || (d->w[i].classes & CLASS_PERSON);
    }
    if (!who)
        return false;
    f->source_first = first;
    f->source_end = colon;
    return true;
}

/* "Left town after a report said": who stands right before the verb, and behind what begins a clause, though the parse hangs it
 * elsewhere. */
static bool take_nearest(const struct attr_doc *d, struct attr_found *f) {
    enum { LONG = 12 };
    uint32_t floor = d->lang->sentences[d->w[f->cue.head].sentence].first, end = f->cue.first, first, who = 0;
    uint8_t tag = d->w[f->cue.head].tag;
    if ((tag != XPOS_VBD && tag != XPOS_VBZ && tag != XPOS_VBP) || f->cue.head != f->cue.first || !(d->w[f->cue.head].classes & CLASS_SAY))
        return false;
    while (end > floor && d->w[end - 1].tag == XPOS_RB)
        end--;
    for (first = end; first > floor && end - first < LONG && is_premodifier(d->w[first - 1].tag) && !found_holds(f, first - 1); first--) {
        who |= d->w[first - 1].classes & (CLASS_PERSON | CLASS_UNNAMED | CLASS_OUTLET | CLASS_GROUP | CLASS_DOCUMENT);
        who |= d->w[first - 1].entity == 1 + ENTITY_PER || d->w[first - 1].entity == 1 + ENTITY_ORG;
    }
    if (!who || first == end || d->w[end - 1].tag == XPOS_DT || d->w[end - 1].tag == XPOS_POS || d->w[end - 1].tag == XPOS_PRPS ||
        d->w[end - 1].tag == XPOS_JJ)
        return false;
    if (first > floor && !attr_in(d, first - 1, "after before as while when because since that if although though and but , :") &&
        !(d->w[first - 1].mark && d->w[first - 1].quote == NONE))
        return false;
    f->source_first = first;
    f->source_end = end;
    return true;
}

/* A verb without a source has the subject of the verb that it goes with: "said ..., adding ...",
 * "agreed and promised". Not where it is passive: then nobody is named. */
void found_take_subject(const struct attr_doc *d, struct attr_found *f) {
    uint32_t at = f->cue.head;
    if (take_quoted(d, f) || take_beside(d, f) || take_headed(d, f))
        return;
    if (d->lang->parsed && (d->w[at].kids & KID_PASSIVE) && d->w[at].tag == XPOS_VBN)
        return;
    if (take_teller(d, f))
        return;
    /* what the model took for the first piece of the content, between the sentence's beginning and
     * the verb, without a verb of its own: "Two men, speaking softly, said they saw it" */
    const struct sentence *s = &d->lang->sentences[d->w[at].sentence];
    if (f->content_n >= 2 && f->content[0].first == s->first && f->content[0].end <= f->cue.first &&
        (f->cue.first - f->content[0].end <= 2 || is_aside(d, f->content[0].end, f->cue.first)) &&
        f->content[1].first >= f->cue.end && d->lang->tagged && d->w[f->content[0].first].quote == NONE) {
        bool verb = false;
        for (uint32_t i = f->content[0].first; i < f->content[0].end; i++)
            verb |= d->w[i].tag == XPOS_VBD || d->w[i].tag == XPOS_VBZ || d->w[i].tag == XPOS_MD || d->w[i].mark != 0;
        if (!verb) {
            f->source_first = f->content[0].first;
            f->source_end = f->content[0].end;
            f->content++;
            f->content_n--;
            return;
        }
    }
    if (!d->lang->parsed || d->w[at].tag < XPOS_VB || d->w[at].tag > XPOS_VBZ)
        return;
    if (d->w[at].kids & KID_PASSIVE)
        return;
    if (d->w[at].subject == NONE && take_nearest(d, f))
        return;
    for (int up = 0; up < 4; up++) {
        uint32_t subject = d->w[at].subject;
        if (subject != NONE && (up || subject < f->cue.first)) {
            if (d->w[subject].deprel == DEP_NSUBJ_PASS && up == 0)
                return;
            uint32_t a = d->w[subject].left, b = d->w[subject].right + 1;
            if (b - a > 40 || (a < f->cue.end && b > f->cue.first))
                return;
            for (uint32_t k = 0; k < f->content_n; k++)
                if (a < f->content[k].end && b > f->content[k].first) {
                    /* its own subject, taken for content though the content follows the verb */
                    if (up || k || f->content_n < 2 || f->content[0].end > f->cue.first ||
                        f->content[1].first < f->cue.end || a != f->content[0].first)
                        return;
                    f->content++;
                    f->content_n--;
                    break;
                }
            while (b > a + 1 && found_is_stop(d, b - 1))
                b--;
            while (a + 1 < b && found_is_stop(d, a)) /* a comma may hang on the subject */
                a++;
            f->source_first = a;
            f->source_end = b;
            return;
        }
        uint8_t r = d->w[at].deprel;
        if (d->w[at].head == NONE || (r != DEP_CONJ && r != DEP_ADVCL && r != DEP_XCOMP))
            break;
        at = d->w[at].head;
    }
    /* "Two officials close to the talks, speaking softly, said": the parse lost it; the sentence begins with it */
    uint32_t first = s->first, end = first, who = 0;
    while (first < f->cue.first && d->w[first].mark)
        first++;
    if (f->cue.first < first + 4 || (d->w[f->cue.first - 1].shape >> 3) != 1 || d->w[f->cue.head].tag == XPOS_VBG ||
        !(d->w[f->cue.head].classes & CLASS_SAY) || attr_in(d, first, "in on at after before with while when as if by for from to"))
        return;
    for (end = first; end < f->cue.first && (d->w[end].shape >> 3) != 1; end++) {
        if (d->w[end].tag == XPOS_VBD || d->w[end].tag == XPOS_VBZ || d->w[end].tag == XPOS_MD || d->w[end].quote != NONE)
            return;
        who |= d->w[end].classes & (CLASS_PERSON | CLASS_UNNAMED | CLASS_GROUP);
        who |= d->w[end].entity == 1 + ENTITY_PER;
    }
    for (uint32_t k = 0; k < f->content_n; k++)
        if (f->content[k].first < f->cue.first)
            return;
    if (!who || end + 1 >= f->cue.first || end - first > 25)
        return;
    f->source_first = first;
    f->source_end = end;
}

/* Gives a participle the source of the verb that reports above it, not the subject of what that one reports. */
void found_take_above(const struct attr_doc *d, struct attr_found *f) {
    uint32_t above = f->cue.head == f->cue.first ? reporting_above(d, f->cue.head) : NONE;
    if (above == NONE || (f->source_first < f->source_end && f->source_first <= above))
        return;
    f->source_first = d->w[d->w[above].subject].left;
    f->source_end = d->w[d->w[above].subject].right + 1;
}

/* The noun that a participle stands behind, without a comma or a verb between them: by the parse, or things that say
 * something ("reports from the North claiming"); of "a statement saying" the one who put it out is the source. */
static uint32_t noun_before(const struct attr_doc *d, uint32_t cue) {
    enum { REACH = 12 };
    uint32_t floor = d->lang->sentences[d->w[cue].sentence].first, by = d->w[cue].deprel == DEP_ACL ? d->w[cue].head : NONE;
    for (uint32_t i = cue; i-- > floor && cue - i < REACH;) {
        uint8_t tag = d->w[i].tag;
        if ((d->w[i].shape >> 3) || d->w[i].mark || (tag >= XPOS_VB && tag <= XPOS_VBZ) || tag == XPOS_MD)
            return NONE;
        bool noun = tag == XPOS_NN || tag == XPOS_NNS;
        if (noun && ((tag == XPOS_NNS && (d->w[i].classes & CLASS_DOCUMENT)) ||
                     (i == by && (d->w[i].classes & (CLASS_PERSON | CLASS_UNNAMED | CLASS_OUTLET | CLASS_GROUP)))))
            return i;
    }
    return NONE;
}

/* "Reports claiming that", "a man saying he saw it": they speak, and not the subject of the sentence. */
void found_take_noun(const struct attr_doc *d, struct attr_found *f) {
    uint32_t h = f->cue.head, noun = d->w[h].tag == XPOS_VBG && h == f->cue.first ? noun_before(d, h) : NONE;
    if (noun == NONE || (f->source_first <= noun && f->source_end > noun) || found_holds(f, noun))
        return;
    uint32_t first = noun, floor = d->lang->sentences[d->w[h].sentence].first;
    while (first > floor && is_premodifier(d->w[first - 1].tag) && !found_holds(f, first - 1))
        first--;
    f->source_first = first;
    f->source_end = f->cue.first;
}

/* "was first reported by the Herald": who stands behind "by" is the source, not the cue. */
void found_take_agent(const struct attr_doc *d, struct attr_found *f) {
    for (uint32_t i = f->cue.first + 1; i + 1 < f->cue.end; i++) {
        if (!attr_is(d, i, "by") || i <= f->cue.head)
            continue;
        uint32_t end = i + 1;
        while (end < f->cue.end && (d->w[end].shape & 1 || (d->w[end].entity && d->w[end].entity < 9) || attr_is(d, end, "the")))
            end++;
        if (end == i + 1)
            return;
        f->source_first = i + 1;
        f->source_end = end;
        f->cue.end = i;
        return;
    }
}

/* A cue whose content the model does not see: a quotation beside it, the clause that hangs on it,
 * what the sentence says before "..., the paper reported", the verb that "allegedly" stands by. */
void found_content(const struct attr_doc *d, struct attr_found *f, struct arena *tmp) {
    const struct sentence *s = &d->lang->sentences[d->w[f->cue.head].sentence];
    const struct attr_word_view *h = &d->w[f->cue.head];
    uint32_t cap = 0, from = f->cue.first, to = f->cue.end;
    if (f->source_first != f->source_end) {
        from = f->source_first < from ? f->source_first : from;
        to = f->source_end > to ? f->source_end : to;
    }
    for (uint32_t i = to; i < s->end && i < to + 6; i++)
        if (d->w[i].mark == 1) {
            found_content_add(d, f, i, d->quotes[d->w[i].quote].last + 1, &cap, tmp);
            return;
        }
    for (uint32_t i = from; i-- > s->first && from - i < 4;)
        if (d->w[i].mark == 2) {
            found_content_add(d, f, d->quotes[d->w[i].quote].first, i + 1, &cap, tmp);
            return;
        }
    if (attr_is(d, f->cue.first, "according") && f->cue.first == s->first && f->source_first >= f->cue.end) {
        while (to < s->end && (d->w[to].shape >> 3))
            to++;
        found_content_add(d, f, to, s->end, &cap, tmp); /* "According to X, ..." */
        return;
    }
    if (!d->lang->parsed)
        return;
    if ((h->classes & CLASS_ADVERB) && h->head != NONE) {
        const struct attr_word_view *v = &d->w[h->head];
        uint32_t a = v->left, b = v->right + 1;
        if (a <= f->cue.first && b >= f->cue.end && b - a < 60) {
            found_content_add(d, f, a, f->cue.first, &cap, tmp);
            found_content_add(d, f, f->cue.end, b, &cap, tmp);
        }
        return;
    }
    uint32_t c = h->clause != NONE && h->clause > f->cue.head ? h->clause : NONE;
    if (c != NONE && d->w[c].left >= f->cue.end) {
        found_content_add(d, f, d->w[c].left, d->w[c].right + 1, &cap, tmp);
        return;
    }
    uint32_t rest = to;
    while (rest < s->end && (d->w[rest].shape >> 3))
        rest++;
    if (rest == s->end && (h->kids & KID_SUBJECT) && from > s->first + 3 && (d->w[from - 1].shape >> 3) == 1 && from - s->first < 100)
        found_content_add(d, f, s->first, from, &cap, tmp);
    else if (h->object != NONE && d->w[h->object].left >= f->cue.end && (h->classes & CLASS_SAY))
        found_content_add(d, f, d->w[h->object].left, d->w[h->object].right + 1, &cap, tmp);
    else if ((h->classes & CLASS_SAY) && attr_finite(h->tag) && (rest = found_that_behind(d, f->cue.end - 1, s->end)) != NONE)
        found_content_add(d, f, rest, s->end, &cap, tmp); /* the fields made another cue of the sentence's of it */
}

/* "Citing officials, the paper reported X": what is cited is the source, X the content, and who
 * cites stands above. `by` is the attribution that goes with it. */
void found_turn_citation(struct attr_found *f, uint32_t n, uint32_t i, const struct attr_doc *d) {
    struct attr_found *x = &f[i];
    if (!x->cites || x->content_n != 1 || x->content[0].end - x->content[0].first > 25)
        return;
    uint32_t sentence = d->w[x->cue.head].sentence, best = NONE, far = NONE;
    for (uint32_t k = i > 8 ? i - 8 : 0; k < n && k < i + 8; k++) {
        if (k == i || f[k].cites || d->w[f[k].cue.head].sentence != sentence || f[k].source_first == f[k].source_end)
            continue;
        bool crossing = false;
        /* "... that it had failed, citing two officials": the end of what was reported is cut off */
        for (uint32_t c = 0; c < f[k].content_n; c++) {
            struct window *p = &f[k].content[c];
            if (x->cue.first > p->first + 1 && x->content[0].end == p->end && (d->w[x->cue.first - 1].shape >> 3) == 1)
                p->end = x->cue.first - 1;
        }
        for (uint32_t c = 0; c < f[k].content_n; c++)
            crossing |= f[k].content[c].first < x->content[0].end && f[k].content[c].end > x->content[0].first;
        uint32_t apart = f[k].cue.head > x->cue.head ? f[k].cue.head - x->cue.head : x->cue.head - f[k].cue.head;
        if (!crossing && apart < far) {
            far = apart;
            best = k;
        }
    }
    if (best == NONE)
        return;
    x->source_first = x->content[0].first;
    x->source_end = x->content[0].end;
    x->content = f[best].content;
    x->content_n = f[best].content_n;
}

/* "All this happened, according to X.": what X says reaches back to where the sentence begins. */
void found_reach_back(const struct attr_doc *d, struct attr_found *f) {
    const struct sentence *s = &d->lang->sentences[d->w[f->cue.first].sentence];
    if (f->content_n != 1 || f->source_end <= f->cue.end || !attr_is(d, f->cue.first, "according") ||
        f->content[0].end > f->cue.first || f->cue.first - s->first > 100 || f->content[0].first <= s->first)
        return;
    uint32_t rest = f->source_end;
    while (rest < s->end && (d->w[rest].shape >> 3))
        rest++;
    if (rest != s->end || f->content[0].end + 1 < f->cue.first)
        return;
    for (uint32_t i = s->first; i < f->content[0].first; i++)
        if (d->cue[i] != CUE_O) { /* another one reports there: both are in it */
            f->content[0].first = s->first;
            return;
        }
}

/* What is said inside another's content ends where that ends: pieces outside go. */
void found_keep_inside(struct attr_found *f, uint32_t n, uint32_t i) {
    for (uint32_t k = i > 8 ? i - 8 : 0; k < n && k < i + 8; k++) {
        if (k == i || f[k].cites || f[i].cites || !found_holds(&f[k], f[i].cue.head) || found_holds(&f[i], f[k].cue.head))
            continue;
        struct window *p = f[i].content;
        uint32_t kept = 0, inside = 0;
        for (uint32_t c = 0; c < f[i].content_n; c++)
            inside += found_holds(&f[k], p[c].first) && found_holds(&f[k], p[c].end - 1);
        if (!inside || inside == f[i].content_n)
            continue;
        for (uint32_t c = 0; c < f[i].content_n; c++)
            if (found_holds(&f[k], p[c].first) && found_holds(&f[k], p[c].end - 1))
                p[kept++] = p[c];
        f[i].content_n = kept;
    }
}

/* "She said that the dam had held because it was new": what hangs on the clause that is said belongs to
 * it, though the model stopped before it. Not over another cue, nor out of a quotation. */
void found_reach_on(const struct attr_doc *d, struct attr_found *f) {
    if (!d->lang->parsed || !f->content_n)
        return;
    struct window *last = &f->content[f->content_n - 1];
    uint32_t top = d->w[f->cue.head].clause;
    /* "said the road, which they say is old, will be shut": it does not end before its verb */
    if (top != NONE && top >= last->end && last->first >= f->cue.end && d->w[top].left >= f->cue.end && d->w[top].left <= last->first &&
        d->w[last->first].quote == NONE &&
        (d->cue[top] == CUE_O || (d->w[top].subject >= last->first && d->w[top].subject < last->end)) && d->w[top].right + 1 - last->end < 80 && d->w[top].sentence == d->w[f->cue.head].sentence &&
        !(f->source_first < d->w[top].right + 1 && f->source_end > last->end)) {
        last->end = d->w[top].right + 1;
        while (last->end > top + 1 && ((d->w[last->end - 1].shape >> 3) == 1 || (d->w[last->end - 1].shape >> 3) == 2) && d->w[last->end - 1].mark == 0)
            last->end--;
        return;
    }
    if (top == NONE || top < last->first || top >= last->end || last->first < f->cue.end)
        return;
    uint32_t end = d->w[top].right + 1;
    if (end <= last->end || end - last->end > 60 || d->w[last->end].sentence != d->w[f->cue.head].sentence)
        return;
    while (end > last->end && ((d->w[end - 1].shape >> 3) == 1 || (d->w[end - 1].shape >> 3) == 2) && d->w[end - 1].mark == 0)
        end--;
    for (uint32_t i = last->end; i < end; i++) {
        /* "said it took them seriously and had asked for": by its helper the verb is part of what is said */
        bool told = (d->w[i].deprel == DEP_CONJ && d->w[i].head == top && (d->w[i].kids & KID_AUX)) ||
                    (d->w[i].head != NONE && d->w[d->w[i].head].deprel == DEP_CONJ && d->w[d->w[i].head].head == top && (d->w[d->w[i].head].kids & KID_AUX));
        if ((d->cue[i] != CUE_O && !told) || d->w[i].sentence != d->w[f->cue.head].sentence)
            return;
    }
    bool comma = (d->w[last->end].shape >> 3) == 1;
    uint8_t tag = comma && last->end + 1 < end ? d->w[last->end + 1].tag : 0;
    if (tag == XPOS_WDT || tag == XPOS_WP || tag == XPOS_WRB || tag == XPOS_VBG)
        return; /* ", which was shut in May": it may be the reporter who adds that */
    if (f->source_first < end && f->source_end > last->end)
        return;
    last->end = end;
}

/* What is said inside a quotation ends with it, and takes only whole pairs of marks: of “I think it is over,”
 * he said, "it is over". */
void found_keep_marks(const struct attr_doc *d, struct attr_found *f) {
    for (uint32_t k = 0; k < f->content_n; k++) {
        struct window *p = &f->content[k];
        uint32_t q = d->w[p->first].quote;
        if (q != NONE && d->quotes[q].first < p->first && d->quotes[q].closed && p->end > d->quotes[q].last)
            p->end = d->quotes[q].last;
        while (p->end > p->first + 1 && found_is_stop(d, p->end - 1))
            p->end--;
    }
}
