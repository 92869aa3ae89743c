/* attr_turns: turns of phrase that report, where the fields saw no cue.
 *
 *   The inquiry found in May that it had leaked.      a tagger may take "found" for a participle and lose the sentence's verb
 *   Police put the crowd at 120.                      a figure, and whose it is
 *   In Oak's view, the deal is dead.                  a noun of opinion, and whose it is
 *   Whether it was shut the mayor would not say.      what is asked stands first
 *
 * By looks, since the parse of such sentences is what failed. Only outside of quotations, and where no cue was seen. */
#include "attr.h"

enum { TURN = 16 }; /* beside a cue's label: seen by a rule */

static bool is_noun(uint8_t tag) { return tag == XPOS_NN || tag == XPOS_NNS || tag == XPOS_NNP || tag == XPOS_NNPS; }

static bool in_phrase(const struct attr_doc *d, uint32_t i) {
    uint8_t tag = d->w[i].tag;
    return is_noun(tag) || tag == XPOS_DT || tag == XPOS_JJ || tag == XPOS_POS || tag == XPOS_PRPS || tag == XPOS_CD || tag == XPOS_HYPH ||
           attr_in(d, i, "of for in at");
}

/* Somebody or something that can say things. */
static bool can_speak(const struct attr_doc *d, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end; i++)
        if ((d->w[i].classes & CLASS_SPEAKER) ||
            d->w[i].entity == 1 + ENTITY_PER || d->w[i].entity == 1 + ENTITY_ORG || d->w[i].entity == 1 + ENTITY_GPE ||
            attr_in(d, i, "inquiry tribunal jury judge coroner auditors watchdog study review probe he she they"))
            return true;
    return false;
}

/* Who stands before a verb: up to the comma of an apposition's end from the beginning of the sentence, else the noun phrase
 * right before it. Empty: nobody. */
struct window found_who_before(const struct attr_doc *d, uint32_t verb) {
    enum { LONG = 30 };
    uint32_t floor = d->lang->sentences[d->w[verb].sentence].first, first = verb;
    struct window none = {verb, verb};
    if (verb == floor)
        return none;
    if (attr_in(d, verb - 1, "he she they it")) /* "it" too: "it found that" */
        return (struct window){verb - 1, verb};
    if (attr_comma(d, verb - 1)) {
        if (verb - floor > 2 * LONG)
            return none;
        first = found_after_dateline(d, floor, verb - 1);
        bool told = false; /* ", who retired in May," */
        for (uint32_t i = first; i < verb - 1; i++) {
            if (d->w[i].quote != NONE || (d->w[i].shape >> 3) == 2 || attr_in(d, i, "but because since after when while although if as"))
                return none;
            told = attr_in(d, i, "who which whose") ? true : attr_comma(d, i) ? false : told;
            if (attr_finite(d->w[i].tag) && !told)
                return none;
        }
        if (verb - first > LONG || !(is_noun(d->w[first].tag) || in_phrase(d, first)))
            return none;
        return (struct window){first, verb - 1};
    }
    if (!is_noun(d->w[verb - 1].tag))
        return none;
    while (first > floor && verb - first < LONG && in_phrase(d, first - 1) && d->w[first - 1].quote == NONE)
        first--;
    while (first < verb && (attr_in(d, first, "of for in at") || d->w[first].tag == XPOS_POS || d->w[first].tag == XPOS_HYPH))
        first++;
    for (uint32_t i = first; i < verb; i++)
        if (attr_in(d, i, "in at for")) /* "at the weekend police" */
            if (i == first || !is_noun(d->w[i - 1].tag))
                first = i + 1;
    return first < verb ? (struct window){first, verb} : none;
}

uint32_t found_that_behind(const struct attr_doc *d, uint32_t verb, uint32_t end) {
    enum { FAR = 7 };
    for (uint32_t i = verb + 1; i + 3 < end && i <= verb + FAR; i++) {
        uint8_t tag = d->w[i].tag;
        if (attr_is(d, i, "that")) {
            if (attr_finite(d->w[i + 1].tag) || d->w[i + 1].shape >> 3)
                return NONE; /* "the report found in May that says" */
            for (uint32_t k = i + 2; k < end && k < i + 30; k++)
                if (attr_finite(d->w[k].tag))
                    return i;
            return NONE;
        }
        if (!(is_noun(tag) || tag == XPOS_IN || tag == XPOS_DT || tag == XPOS_JJ || tag == XPOS_PRP || tag == XPOS_PRPS || tag == XPOS_CD ||
              tag == XPOS_RB || tag == XPOS_TO) || d->w[i].mark || d->w[i].shape >> 3)
            return NONE;
    }
    return NONE;
}

static bool said_that(const struct attr_doc *d, uint32_t v, const struct sentence *s, struct attr_found *f, struct arena *tmp) {
    uint8_t tag = d->w[v].tag;
    bool verb = tag == XPOS_VBN || tag == XPOS_VBD || tag == XPOS_VBZ || tag == XPOS_VBP;
    bool noun = tag == XPOS_NNS && v > s->first && (d->w[v - 1].tag == XPOS_NN || d->w[v - 1].tag == XPOS_NNP) && attr_is(d, v + 1, "that") &&
                !(d->w[v].classes & CLASS_NOUN);
    if ((!verb && !noun) || !(d->w[v].classes & (CLASS_SAY | CLASS_THINK | CLASS_SHOW | CLASS_DENY)) || attr_in(d, v, "made put given seen released published issued posted") ||
        (v > s->first && attr_in(d, v - 1, "is are was were be been being has have had having to not")))
        return false;
    uint32_t that = found_that_behind(d, v, s->end);
    struct window who = that == NONE ? (struct window){0, 0} : found_who_before(d, v);
    if (who.first == who.end || !can_speak(d, who.first, who.end))
        return false;
    /* "in a report released in May that": a participle, behind another verb */
    if (tag == XPOS_VBN && who.first > s->first && d->w[who.first - 1].tag == XPOS_IN &&
        !attr_in(d, who.first - 1, "since because after before as while when if although though until that whether"))
        return false;
    uint32_t cap = 0;
    *f = (struct attr_found){.cue = {v, v + 1, v}, .source_first = who.first, .source_end = who.end};
    found_content_add(d, f, that, s->end, &cap, tmp);
    return f->content_n > 0;
}

/* "Police put the crowd at 120", "the union had put the number at over 1,000". */
static bool put_at(const struct attr_doc *d, uint32_t v, const struct sentence *s, struct attr_found *f, struct arena *tmp) {
    enum { FAR = 14 };
    bool had = v > s->first + 1 && attr_in(d, v - 1, "has have had");
    if ((!attr_finite(d->w[v].tag) && !had) || v == s->first || !attr_in(d, v, "put puts estimated estimates"))
        return false;
    for (uint32_t i = v + 2; i + 1 < s->end && i < v + FAR; i++) {
        if (d->w[i].shape >> 3 || attr_finite(d->w[i].tag))
            return false;
        if (!attr_is(d, i, "at"))
            continue;
        bool number = false;
        uint32_t end = i + 1;
        while (end < s->end && end < i + 8 && !attr_comma(d, end) && (d->w[end].shape >> 3) != 2 && !attr_finite(d->w[end].tag))
            number |= d->w[end++].tag == XPOS_CD;
        struct window who = found_who_before(d, v - had);
        if (!number || who.first == who.end || !can_speak(d, who.first, who.end))
            return false;
        uint32_t cap = 0;
        *f = (struct attr_found){.cue = {v, v + 1, v}, .source_first = who.first, .source_end = who.end};
        found_content_add(d, f, v + 1, end, &cap, tmp);
        return f->content_n > 0;
    }
    return false;
}

/* "In Oak's view, ...", "in their opinion". */
static bool in_view(const struct attr_doc *d, uint32_t i, const struct sentence *s, struct attr_found *f, struct arena *tmp) {
    enum { LONG = 12 };
    if (i != s->first || !attr_is(d, i, "in"))
        return false;
    for (uint32_t k = i + 2; k + 3 < s->end && k < i + LONG; k++) {
        if (d->w[k].tag != XPOS_POS && (d->w[k].shape >> 3 || d->w[k].mark || attr_finite(d->w[k].tag)))
            return false;
        if (!attr_in(d, k, "opinion view words judgment judgement estimate estimation account telling assessment reading"))
            continue;
        uint32_t end = k;
        while (end > i + 1 && d->w[end - 1].tag == XPOS_JJ) /* "in Oak's own view" */
            end--;
        bool owner = d->w[end - 1].tag == XPOS_POS || (d->w[end - 1].tag == XPOS_PRPS && !attr_in(d, end - 1, "my our your"));
        uint32_t who_end = d->w[end - 1].tag == XPOS_POS ? end - 1 : end, cap = 0;
        if (!owner || who_end == i + 1)
            return false;
        *f = (struct attr_found){.cue = {k, k + 1, k}, .source_first = i + 1, .source_end = who_end};
        found_content_add(d, f, k + 1 + attr_comma(d, k + 1), s->end, &cap, tmp);
        return f->content_n > 0;
    }
    return false;
}

/* "The leaked log lists 64 doses", "the document gives his age as 15", "the draft has the rate fall": what a paper has in it. */
static bool paper_has(const struct attr_doc *d, uint32_t v, const struct sentence *s, struct attr_found *f, struct arena *tmp) {
    enum { LONG = 40 };
    if ((d->w[v].tag != XPOS_VBD && d->w[v].tag != XPOS_VBZ) || v == s->first)
        return false;
    uint32_t noun = d->w[v].subject; /* the lists of words last: they are long */
    if (noun == NONE || noun >= v || noun < s->first || !(d->w[noun].classes & CLASS_DOCUMENT) || (d->w[noun].classes & (CLASS_PERSON | CLASS_ORGANISATION)) ||
        d->w[noun].quote != NONE || (d->w[v].kids & KID_PASSIVE) ||
        !attr_in(d, v, "lists listed gives gave puts dates dated mentions mentioned names named has foresees foresaw provides contains contained envisages "
                       "envisaged describes described sets records recorded") ||
        attr_in(d, noun, "law bill book story ad video website site tape message ruling resolution picture photo image photograph image headline"))
        return false;
    bool figure = false; /* what has nothing to check in it is no report: "the letter has a stamp" */
    uint32_t end = d->w[v].right + 1, cap = 0;
    if (end > s->end || end <= v + 2 || end - v > LONG)
        return false;
    for (uint32_t i = v + 1; i < end; i++)
        figure |= d->w[i].tag == XPOS_CD || d->w[i].quote != NONE || (d->w[i].entity && d->w[i].entity < 8);
    uint32_t first = d->w[noun].left, to = d->w[noun].right + 1;
    while (first < noun && d->w[first].shape >> 3)
        first++;
    to = to < v ? to : v;
    while (to > noun + 1 && (d->w[to - 1].shape >> 3))
        to--;
    if (!figure || to - first > LONG)
        return false;
    *f = (struct attr_found){.cue = {v, v + 1, v}, .source_first = first, .source_end = to};
    found_content_add(d, f, v + 1, end, &cap, tmp);
    return f->content_n > 0;
}

/* "Let it be known that": known by whoever let it. */
static bool let_it_be_known(const struct attr_doc *d, uint32_t v, const struct sentence *s, struct attr_found *f, struct arena *tmp) {
    bool known = attr_in(d, v, "let lets") && attr_is(d, v + 1, "it") && attr_is(d, v + 2, "be") && attr_is(d, v + 3, "known");
    bool clear = attr_in(d, v, "made makes") && attr_is(d, v + 1, "it") && attr_in(d, v + 2, "clear plain known");
    uint32_t end = v + (known ? 4 : 3), cap = 0;
    if ((!known && !clear) || v == s->first || end + 3 >= s->end || !attr_is(d, end, "that"))
        return false;
    struct window who = found_who_before(d, v);
    if (who.first == who.end || !can_speak(d, who.first, who.end))
        return false;
    *f = (struct attr_found){.cue = {v, end, v}, .source_first = who.first, .source_end = who.end};
    found_content_add(d, f, end, s->end, &cap, tmp);
    return f->content_n > 0;
}

/* "Whether it was shut the mayor would not say." */
static bool asked_first(const struct attr_doc *d, uint32_t v, const struct sentence *s, struct attr_found *f, struct arena *tmp) {
    if (v < s->first + 6 || !attr_in(d, v, "say comment disclose reveal confirm") ||
        !attr_in(d, s->first, "whether which how why who what when where"))
        return false;
    for (uint32_t i = v + 1; i < s->end; i++)
        if (!(d->w[i].shape >> 3))
            return false;
    uint32_t from = v;
    bool not = false;
    while (from > s->first && v - from < 5 && (attr_in(d, from - 1, "not n't n\xE2\x80\x99t would will did does wo could wish want to") || d->w[from - 1].tag == XPOS_RB))
        not |= attr_in(d, --from, "not n't n\xE2\x80\x99t");
    struct window who = from < v ? found_who_before(d, from) : (struct window){0, 0};
    if (!not || who.first == who.end || who.first <= s->first + 2)
        return false;
    uint32_t cap = 0;
    *f = (struct attr_found){.cue = {from, v + 1, v}, .source_first = who.first, .source_end = who.end};
    found_content_add(d, f, s->first, who.first, &cap, tmp);
    return f->content_n > 0;
}

/* "A daily alleged on Saturday that": a cue without a source, and who stands before it. */
void found_take_before_that(const struct attr_doc *d, struct attr_found *f) {
    const struct sentence *s = &d->lang->sentences[d->w[f->cue.head].sentence];
    uint8_t tag = d->w[f->cue.head].tag;
    if (f->source_first != f->source_end || (tag != XPOS_VBD && tag != XPOS_VBN && tag != XPOS_VBZ) || !f->content_n || f->cue.first == s->first || attr_in(d, f->cue.first - 1, "is are was were be been being") || d->w[f->cue.first].quote != NONE ||
        found_that_behind(d, f->cue.head, s->end) == NONE)
        return;
    struct window who = found_who_before(d, f->cue.first);
    if (who.first == who.end || !can_speak(d, who.first, who.end))
        return;
    if (f->content[0].first < f->cue.first) { /* the teller, taken for the first piece of what is told */
        if (f->content_n < 2 || f->content[0].first < who.first || f->content[0].end > who.end + 1)
            return;
        f->content++;
        f->content_n--;
    }
    f->source_first = who.first;
    f->source_end = who.end;
}

void found_turns(struct attr_doc *d, struct attr_found **f, uint32_t *n, uint32_t *cap, struct arena *tmp) {
    for (uint32_t k = 0; k < d->lang->sentences_n && d->lang->tagged; k++) {
        const struct sentence *s = &d->lang->sentences[k];
        for (uint32_t i = s->first; i < s->end; i++) {
            struct attr_found x;
            if (d->w[i].quote != NONE)
                continue;
            if (asked_first(d, i, s, &x, tmp)) {
                for (uint32_t t = s->first; t < s->end; t++)
                    d->cue[t] = CUE_O; /* the whole sentence is this one */
            } else if (in_view(d, i, s, &x, tmp)) {
                for (uint32_t t = x.cue.first; t < s->end && d->cue[t] != CUE_O && (t == x.cue.first || ((d->cue[t] & 7) != CUE_B && (d->cue[t] & 7) != CUE_U)); t++)
                    d->cue[t] = CUE_O;
            } else if (d->cue[i] != CUE_O || (!let_it_be_known(d, i, s, &x, tmp) && !said_that(d, i, s, &x, tmp) && !put_at(d, i, s, &x, tmp) &&
                                              !paper_has(d, i, s, &x, tmp))) {
                continue;
            }
            bool free = true;
            for (uint32_t t = x.cue.first; t < x.cue.end; t++)
                free &= d->cue[t] == CUE_O;
            if (!free)
                continue;
            memset(d->cue + x.cue.first, TURN, x.cue.end - x.cue.first);
            ARENA_MORE(tmp, *f, *n, *cap);
            (*f)[(*n)++] = x;
        }
    }
}
