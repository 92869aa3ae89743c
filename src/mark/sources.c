/* sources: who stands behind an attribution, and what the report says of them.
 *
 * Attributions are gone through in the order of their cues, with a memory of who spoke last: the
 * person, the body, the set of unnamed ones. A source is, in this order of trying,
 *
 *   a name in its phrase's place          "the ministry's spokesman Ben Oak"
 *   what the coreference says             "the envoy", "she"
 *   an earlier set, or some of it         "the sources", "two of the three"
 *   the speaker remembered                "he", "they"
 *   an outlet named nearby                "the report", "the newspaper"
 *   else the description as it is written, anonymous.
 *
 * "I" and "we" are the parent's source, so they come last. */
#include "source_memory.h"

/* ---- several together ------------------------------------------------------------------------------------- */

/* "Ann Oak and Ben Ash", "a minister and two envoys": where the second begins; NONE: it is one. */
static uint32_t joint(const struct attr_doc *d, const struct noun_phrase *np) {
    const struct lang *l = d->lang;
    for (uint32_t i = np->first + 1; i + 1 < np->core_end; i++) {
        if (!attr_in(d, i, "and") || (d->w[i - 1].shape >> 3) || d->w[i].entity)
            continue;
        uint32_t k = source_mention(l, i + 1);
        bool name_after = k < l->mentions_n && l->mentions[k].first == i + 1 && source_is_name(l, k);
        bool name_before = k > 0 && source_is_name(l, k - 1) && l->mentions[k - 1].end == i;
        bool pronoun = i == np->first + 1 && source_pronoun_kind(d, np->first);
        uint8_t tag = d->w[i - 1].tag;
        bool noun_before = name_before || pronoun || tag == XPOS_NN || tag == XPOS_NNS || tag == XPOS_NNP || tag == XPOS_NNPS;
        bool begins = name_after || attr_in(d, i + 1, "a an the his her their its other several many some multiple") ||
                      attr_number(d, i + 1) || (d->w[i + 1].shape & 1);
        /* "the Army and Navy chiefs": one noun for both */
        bool shared = !pronoun && d->w[np->head].head == d->w[i - 1].head && d->w[i - 1].deprel == DEP_COMPOUND;
        if (noun_before && (begins || name_before || pronoun) && !shared && i < np->base_end && d->w[i - 1].deprel != DEP_COMPOUND &&
            d->w[i - 1].deprel != DEP_AMOD)
            return i + 1;
    }
    return NONE;
}

static void from_joint(struct memory *m, struct attribution *x, const struct noun_phrase *np, uint32_t second) {
    const struct attr_doc *d = m->d;
    const struct lang *l = d->lang;
    slice whole = source_text(d, np->first, np->core_end), rest = source_text(d, second - 1, np->core_end);
    int kind = second == np->first + 2 ? source_pronoun_kind(d, np->first) : PRONOUN_NOT;
    bool named = kind != PRONOUN_NOT;
    for (uint32_t k = source_mention(l, np->first); k < l->mentions_n && l->mentions[k].first < np->core_end; k++) {
        uint8_t t = source_is_name(l, k) ? source_entity_type(l, k) : ENTITY_MISC;
        bool owner = attr_in(d, l->mentions[k].end, "'s \xE2\x80\x99s ' \xE2\x80\x99 \xE2\x80\x98s");
        bool ends = l->mentions[k].end == np->core_end || l->mentions[k].end + 1 == second;
        named |= t != ENTITY_MISC && !owner && ends;
    }
    if (kind == PRONOUN_PERSON) {
        source_from_pronoun(m, x, np->first, kind);
        uint32_t k = source_mention(l, second), other = k < l->mentions_n && l->mentions[k].first < np->core_end ? l->mentions[k].entity : NONE;
        if (other != NONE && x->entity == other && (other = source_person_before(m, x, np->first, kind, other)) != NONE)
            source_take_entity(m, x, other);
        if (x->source_name.p)
            whole = arena_printf(m->a, "%.*s %.*s", (int)x->source_name.n, x->source_name.p, (int)rest.n, rest.p);
    }
    x->source_name = whole;
    x->entity = NONE;
    x->source_type = SOURCE_GROUP;
    x->anonymous = !named;
    x->count = 0;
}

/* What a set of unnamed ones is called when one of them is spoken of: without what stands behind their noun, "two
 * envoys" and not "Two envoys close to the talks". */
static slice set_in_short(const struct memory *m, uint32_t set) {
    enum { BACK = 8 };
    slice name = m->p[set].source_name;
    for (uint32_t k = set + 1; k-- > 0 && set - k < BACK;) { /* "they" had their name from where they were told of */
        const struct attribution *x = &m->p[k];
        if (!x->source.n || x->source_name.p != name.p)
            continue;
        uint32_t first = lang_token_at(m->d->lang, x->source.p[0].start), end = lang_token_at(m->d->lang, x->source.p[0].end - 1) + 1;
        struct noun_phrase np = noun_phrase_read(m->d, first, end);
        slice base = source_text(m->d, np.first, np.base_end);
        if (base.p == name.p && np.number && !np.partitive)
            return arena_printf(m->a, "%c%.*s", to_lower(base.p[0]), (int)base.n - 1, base.p + 1);
    }
    return name;
}

/* Did a person speak in this sentence or the three before it? */
static bool speaks_near(const struct memory *m, uint32_t at) {
    enum { SENTENCES = 3 };
    const struct attribution *y = &m->p[m->person];
    return y->parent == NONE && y->cue_token != NONE && m->d->w[y->cue_token].sentence + SENTENCES >= m->d->w[at].sentence;
}

/* "Both said so", "three say", "none saw it": the people who were counted last, "I asked two engineers". */
static bool counted_before(struct memory *m, struct attribution *x, uint32_t at) {
    enum { SENTENCES = 3, NEAR = 4, BACK = 150 };
    const struct attr_doc *d = m->d;
    for (uint32_t i = at; i-- > 0 && at - i < BACK && d->w[i].sentence + SENTENCES >= d->w[at].sentence;) {
        if (d->w[i].tag != XPOS_NNS || d->w[i].quote != NONE || !((d->w[i].classes & (CLASS_PERSON | CLASS_UNNAMED)) || attr_in(d, i, "people men women witnesses")))
            continue;
        uint32_t first = d->w[i].left, number = NONE;
        for (uint32_t k = i; k-- > first && i - k <= NEAR && number == NONE;)
            number = attr_number(d, k) > 1 ? k : NONE;
        if (number == NONE)
            continue;
        uint32_t end = d->w[i].right + 1;
        while (end > i + 1 && (d->w[end - 1].shape >> 3))
            end--;
        if (end - number > 20 || end > at)
            end = i + 1;
        struct noun_phrase np = noun_phrase_read(d, number, end);
        source_describe(m, x, &np);
        x->anonymous = true;
        return true;
    }
    return false;
}

/* Of a phrase whose name stands in it, or is its holder's: "Governor Oak", "the mayor" who is named next. */
static bool by_name(struct memory *m, struct attribution *x, const struct noun_phrase *np) {
    const struct attr_doc *d = m->d;
    uint32_t name = source_name_in(d, np);
    uint8_t kind = name == NONE ? ENTITY_MISC : source_entity_type(d->lang, name);
    uint32_t e = kind == ENTITY_PER || (kind == ENTITY_ORG && attr_is(d, np->first, "the")) ? NONE : source_surname(d, np->first, np->core_end);
    if (e == NONE && name != NONE)
        e = d->lang->mentions[name].entity;
    bool known = np->definite && !np->plural && source_referent(d, np->first, np->core_end, np->head) != NONE;
    if (e == NONE && !known && np->number <= 1 && !(np->partitive && np->of))
        e = source_introduced(m, np);
    if (e != NONE)
        source_take_entity(m, x, e);
    return e != NONE;
}

/* "One of them", "the fourth": the phrase has no noun that says of whom. Its set was spoken of just before, and of "two of
 * the four, a third" it is the four. */
static uint32_t set_just_before(const struct memory *m, uint32_t at) {
    enum { SENTENCES = 4, HOPS = 4 };
    const struct attribution *x = &m->p[m->order[at]];
    uint32_t set = source_earlier_set(m, at, NONE, 0, false);
    if (set == NONE || m->p[set].cue_token == NONE || x->cue_token == NONE ||
        m->d->w[m->p[set].cue_token].sentence + SENTENCES < m->d->w[x->cue_token].sentence)
        return NONE;
    for (uint32_t hops = 0; hops < HOPS && m->p[set].of != NONE; hops++)
        set = m->p[set].of;
    return set;
}

/* "Two of the three", "both", "another", "one": some of those who were spoken of before. */
static void some_of_them(struct memory *m, struct attribution *x, uint32_t at, const struct noun_phrase *np) {
    const struct attr_doc *d = m->d;
    uint32_t first = np->first, end = np->end;
    bool alone = end - first == 1, of_them = np->partitive && d->w[np->head].tag == XPOS_PRP;
    bool bare = of_them || (np->ordinal && !np->partitive && np->core_end - first <= 2 && np->head + 1 == np->core_end && attr_in(d, first, "a the"));
    uint32_t head = alone ? NONE : np->head, set = bare ? set_just_before(m, at) : source_earlier_set(m, at, head, np->of, false);
    if (set == NONE && np->of)
        set = source_earlier_set(m, at, head, 0, false);
    if (set == NONE && alone && attr_in(d, first, "both two three four five none") && counted_before(m, x, first)) {
        if (attr_in(d, first, "three four five two"))
            x->count = attr_number(d, first);
        return;
    }
    source_describe(m, x, np);
    if (np->partitive || alone || set != NONE)
        x->anonymous = true;
    if (set != NONE) {
        x->of = set;
        x->relays = m->p[set].relays;
        if (np->both) {
            x->of = NONE;
            source_take_other(x, &m->p[set]);
        } else if (alone || of_them) {
            slice one = source_text(d, first, alone ? end : first + 1), all = set_in_short(m, set);
            if (slice_starts(all, S("The ")))
                all = arena_printf(m->a, "t%.*s", (int)all.n - 1, all.p + 1);
            x->source_name = arena_printf(m->a, "%.*s of %.*s", (int)one.n, one.p, (int)all.n, all.p);
        }
        if (!x->count)
            x->count = np->plural ? np->number : 1;
        if (!np->both)
            x->source_type = x->count == 1 ? SOURCE_PERSON : SOURCE_GROUP;
    } else if (np->both || np->partitive) {
        x->source_type = x->count == 1 ? SOURCE_PERSON : SOURCE_GROUP;
    }
}

/* A single one, described and not named: "the newspaper", "the ministry", "the company", "the official". `own`: the mention that
 * its phrase holds, or NONE. */
static bool one_before(struct memory *m, struct attribution *x, uint32_t at, const struct noun_phrase *np, uint32_t own) {
    const struct attr_doc *d = m->d;
    uint32_t e = NONE;
    bool owned = false, other = false; /* "the inspector's report" is no outlet's; "the Elmstead news agency" after "the agency" is another one */
    slice beside_it = own != NONE ? slice_at(d->page->text, d->lang->mentions[own].at) : (slice){0};
    for (uint32_t i = np->first; i < np->head; i++) {
        owned |= d->w[i].tag == XPOS_POS || d->w[i].tag == XPOS_PRPS;
        if (i > np->first && (d->w[i].shape & 1)) {
            other = true;
            if (own == NONE && !beside_it.p) /* "the Northern president", which nobody took for a name */
                beside_it = slice_at(d->page->text, d->lang->tokens[i].at);
        }
    }
    if (own == NONE && !owned && !attr_in(d, np->first, "another") &&
        attr_in(d, np->head, "report article story newspaper paper publication outlet broadcaster network magazine site website daily tabloid"))
        e = source_outlet_near(m, np->first);
    uint32_t same = e == NONE && np->definite && own == NONE && !other ? source_earlier_one(m, at, np->head) : NONE;
    if (same != NONE) {
        source_take_other(x, &m->p[same]);
        return true;
    }
    if (e == NONE && np->definite)
        e = source_namesake(m, np->head, beside_it);
    if (e == NONE && np->definite && own == NONE && np->head == np->first + 1 &&
        attr_in(d, np->head, "agency company firm group organisation organization bureau carrier airline bank charity") &&
        (e = source_body_foremost(m, np->head)) == NONE)
        e = source_body_before(m, np->head);
    /* who of them spoke last, by name and with an office */
    if (e == NONE && np->definite && own == NONE && !other && m->person != NONE && m->p[m->person].entity != NONE && m->p[m->person].role.p &&
        attr_in(d, np->head, "official executive lawmaker politician") && speaks_near(m, np->first)) {
        source_take_other(x, &m->p[m->person]);
        return true;
    }
    /* an office that one person holds at a time: whom the report is about */
    bool land = own != NONE && d->lang->mentions[own].end == np->head && np->head + 1 == np->base_end &&
                attr_in(d, np->head, "president leader premier chancellor king");
    if (e == NONE && np->definite && (own == NONE || land) &&
        attr_in(d, np->head, "president leader premier chancellor senator governor mayor candidate nominee congressman congresswoman billionaire "
                             "businessman secretary king pope"))
        e = source_foremost(m, np->first, np->head, beside_it);
    if (e != NONE)
        source_take_entity(m, x, e);
    return e != NONE;
}

static void resolve(struct memory *m, uint32_t at) {
    const struct attr_doc *d = m->d;
    const struct lang *l = d->lang;
    struct attribution *x = &m->p[m->order[at]];
    uint32_t first = lang_token_at(l, x->source.p[0].start);
    uint32_t end = lang_token_at(l, x->source.p[0].end - 1) + 1;
    if (end > l->tokens_n || first >= end)
        return;
    while (first + 1 < end && d->w[first].mark)
        first++;
    if (end > first + 1 && attr_in(d, end - 1, "'s \xE2\x80\x99s \xE2\x80\x98s ' \xE2\x80\x99"))
        end--; /* "the envoy's claim" */
    struct noun_phrase np = noun_phrase_read(d, first, end);
    x->source_name = source_text(d, first, end);
    int pronoun = end - first <= 2 ? source_pronoun_kind(d, first) : PRONOUN_NOT;
    if (pronoun && pronoun != PRONOUN_SELF)
        for (uint32_t k = at; k-- > 0 && at - k < 4;) { /* who says two things with one verb, or with two */
            const struct attribution *y = &m->p[m->order[k]];
            if (y->source.n && y->source.p[0].start == x->source.p[0].start && y->source.p[0].end == x->source.p[0].end &&
                y->source_type != SOURCE_TYPE_NONE) {
                source_take_other(x, y);
                return;
            }
        }
    if (pronoun == PRONOUN_SELF && (end - first == 1 || attr_in(d, first + 1, "all both also myself ourselves")))
        return;
    if (pronoun && pronoun != PRONOUN_SELF && (end - first == 1 || attr_in(d, first + 1, "all both also himself herself"))) {
        source_from_pronoun(m, x, first, pronoun);
        return;
    }
    if (np.both) /* "both Oak and the officials" are no earlier pair */
        for (uint32_t i = first + 2; i + 1 < np.core_end; i++)
            if (attr_is(d, i, "and")) {
                struct noun_phrase two = noun_phrase_read(d, first + 1, end);
                from_joint(m, x, &two, i + 1);
                return;
            }
    uint32_t second = joint(d, &np);
    if (second != NONE) {
        from_joint(m, x, &np, second);
        return;
    }
    if (by_name(m, x, &np))
        return;
    if (np.partitive || np.both || np.ordinal || (end - first == 1 && attr_in(d, first, "one another both two three four five none"))) {
        some_of_them(m, x, at, &np);
        return;
    }
    uint32_t e = source_referent(d, first, np.core_end, np.head);
    if (e != NONE) {
        source_take_entity(m, x, e);
        return;
    }
    uint32_t own = source_mention(l, first);
    if (own >= l->mentions_n || l->mentions[own].first >= np.core_end)
        own = NONE;
    bool bare = !np.definite && !np.indefinite && !np.number && np.base_end == np.core_end;
    uint32_t classes = d->w[np.head].classes;
    /* "the sources", "these officials", and "insider sources" once there are insiders */
    if (np.plural && ((np.definite && np.base_end == np.core_end) || (bare && (classes & CLASS_UNNAMED)))) {
        uint32_t set = source_earlier_set(m, at, np.head, np.number, own != NONE);
        if (set != NONE) {
            source_take_other(x, &m->p[set]);
            return;
        }
    }
    if (!np.plural && np.base_end == np.core_end && one_before(m, x, at, &np, own))
        return;
    source_describe(m, x, &np);
    /* "warnings have surfaced that", "rumours spread": nobody is behind them */
    uint32_t cue = x->cue_token == NONE ? 0 : d->w[x->cue_token].classes;
    if (np.plural && (classes & CLASS_NOUN) && !(classes & (CLASS_PERSON | CLASS_UNNAMED)) && !(cue & CLASS_CUE) && own == NONE) {
        x->source_name = (slice){0};
        x->source_type = SOURCE_TYPE_NONE;
        x->anonymous = true;
    }
}

/* ---- all of them ----------------------------------------------------------------------------------------------- */

static uint32_t *by_cue(const struct attribution *p, uint32_t n, struct arena *tmp) {
    uint32_t *order = ARENA_ARRAY(tmp, uint32_t, (size_t)n + 1), *room = ARENA_ARRAY(tmp, uint32_t, (size_t)n + 1);
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    for (uint32_t width = 1; width < n; width *= 2) {
        for (uint32_t at = 0; at < n; at += 2 * width) {
            uint32_t mid = at + width < n ? at + width : n, end = at + 2 * width < n ? at + 2 * width : n;
            uint32_t x = at, y = mid, k = at;
            while (x < mid || y < end)
                room[k++] = y >= end || (x < mid && p[order[x]].cue_token <= p[order[y]].cue_token) ? order[x++] : order[y++];
        }
        memcpy(order, room, n * sizeof *order);
    }
    return order;
}

static void remember(struct memory *m, uint32_t i) {
    const struct attribution *x = &m->p[i];
    uint32_t last = x->source_type == SOURCE_PERSON ? m->person : x->source_type == SOURCE_GROUP ? m->set : m->body;
    if (!x->source_name.p || x->source_type == SOURCE_TYPE_NONE || (x->parent != NONE && last != NONE) ||
        (x->source.n && attr_in(m->d, lang_token_at(m->d->lang, x->source.p[0].start), "nobody none everybody everyone anybody anyone")))
        return; /* who is spoken of does not speak; "we" is not known yet */
    m->any = i;
    if (x->source_type == SOURCE_PERSON)
        m->person = i;
    else if (x->source_type == SOURCE_GROUP)
        m->set = i;
    else
        m->body = i;
}

static bool holds_place(const struct attribution *x, uint32_t at) {
    for (uint32_t k = 0; k < x->content.n; k++)
        if (at >= x->content.p[k].start && at < x->content.p[k].end)
            return true;
    return false;
}

/* A cue without a source hides somebody when it is an adverb, or a noun for what goes about
 * ("reports that", "allegations"); "in hopes of" hides nobody. */
static bool hides_nobody(const struct attr_doc *d, uint32_t cue) {
    uint32_t classes = d->w[cue].classes;
    if (classes & CLASS_ADVERB)
        return false;
    bool plural = d->w[cue].tag == XPOS_NNS;
    if (attr_in(d, cue, "questions question"))
        return true;
    return !(plural && (classes & CLASS_NOUN) && (classes & (CLASS_DOCUMENT | CLASS_ACCUSE | CLASS_SAY))) &&
           !attr_in(d, cue, "rumors rumours warnings revelations speculation suspicions fears");
}

/* "Ann Oak said she believed ...", not in quotation marks: she is Ann Oak. */
static bool says_of_itself(const struct attr_doc *d, const struct attribution *x, const struct attribution *parent) {
    uint32_t i = lang_token_at(d->lang, x->source.p[0].start);
    if (i >= d->lang->tokens_n || x->source.p[0].end != d->lang->tokens[i].at.end || d->w[i].quote != NONE ||
        parent->cue_token == NONE || d->w[parent->cue_token].sentence != d->w[i].sentence)
        return false;
    int kind = source_pronoun_kind(d, i);
    return (kind == PRONOUN_PERSON && parent->source_type == SOURCE_PERSON) ||
           (kind == PRONOUN_MANY && parent->source_type == SOURCE_GROUP);
}

/* "you", "this", "they" of whom nothing is known: a pronoun is no name. */
static bool nameless(const struct attr_doc *d, const struct attribution *x) {
    uint32_t i = lang_token_at(d->lang, x->source.p[0].start);
    return i < d->lang->tokens_n && x->source.p[0].end == d->lang->tokens[i].at.end &&
           slice_eq(x->source_name, slice_at(d->page->text, d->lang->tokens[i].at)) &&
           (source_pronoun_kind(d, i) || attr_in(d, i, "you this these those what"));
}

/* "The Elmstead Gazette", which no list has. */
static bool ends_as_outlet(slice name) {
    static const char *const last[] = {"Times", "Post", "Herald", "Gazette", "Tribune", "Journal", "Mail", "Telegraph", "Guardian", "Chronicle",
                                       "Newspaper", "Courier", "Dispatch", "Examiner", "Sentinel", "Inquirer", "Advertiser", "Newswire", "TV", "Radio",
                                       "Television", "News", "Daily", "Weekly"};
    for (uint32_t i = 0; i < NELEMS(last); i++) {
        slice word = slice_str(last[i]);
        if (name.n > word.n + 1 && slice_ends(name, word) && (name.p[name.n - word.n - 1] == ' ' || name.p[name.n - word.n - 1] == '-'))
            return true;
    }
    return false;
}

/* "The Lantern, an investigative website", "the daily De Bode": the report says what it is. */
static bool called_outlet(const struct attr_doc *d, const struct mention *x) {
    enum { NEAR = 6 };
    const char *const papers = "newspaper daily website site magazine tabloid weekly broadcaster newswire";
    const struct sentence *s = &d->lang->sentences[d->w[x->first].sentence];
    if (x->first > s->first && attr_in_list(d, x->first - 1, papers))
        return true;
    if (x->first > s->first + 1 && attr_is(d, x->first - 1, "agency") && attr_in(d, x->first - 2, "news press wire"))
        return true;
    if (x->end + 1 >= s->end || (d->w[x->end].shape >> 3) != 1 || !attr_in(d, x->end + 1, "a an the"))
        return false;
    for (uint32_t i = x->end + 2; i < s->end && i < x->end + 2 + NEAR && !(d->w[i].shape >> 3); i++) {
        if (attr_in_list(d, i, papers) || (attr_is(d, i, "agency") && attr_in(d, i - 1, "news press wire")))
            return true;
        if (d->w[i].tag == XPOS_IN)
            return false;
    }
    return false;
}

/* Whose "I" or "we" it is: who speaks the quotation that it stands in, not who is spoken of there. */
static uint32_t speaker_of(const struct attr_doc *d, const struct attribution *p, const struct attribution *x) {
    uint32_t i = lang_token_at(d->lang, x->source.p[0].start), k = x->parent;
    if (i < d->lang->tokens_n && d->w[i].quote != NONE)
        while (p[k].parent != NONE && p[k].cue_token != NONE && d->w[p[k].cue_token].quote == d->w[i].quote)
            k = p[k].parent;
    return k;
}

void sources_resolve(const struct attr_doc *d, struct attribution *p, uint32_t n, struct arena *a,
                     struct arena *tmp) {
    const struct lang *l = d->lang;
    struct memory m = {.d = d, .p = p, .n = n, .a = a, .person = NONE, .body = NONE, .set = NONE, .any = NONE};
    m.is_report = ARENA_ARRAY(tmp, uint8_t, (size_t)l->entities_n + 1);
    m.roles = ARENA_ARRAY(tmp, slice, (size_t)l->entities_n + 1);
    m.bodies = ARENA_ARRAY(tmp, slice, (size_t)l->entities_n + 1);
    for (uint32_t e = 0; e < l->entities_n; e++)
        m.is_report[e] = l->entities[e].type != ENTITY_PER &&
                         (attr_outlet(d->kit, l->entities[e].name) ||
                          ((l->entities[e].type == ENTITY_ORG || l->entities[e].type == ENTITY_MISC) && ends_as_outlet(l->entities[e].name)));
    for (uint32_t k = 0; k < l->mentions_n; k++)
        if (source_is_name(l, k) && source_entity_type(l, k) != ENTITY_PER && source_entity_type(l, k) != ENTITY_GPE && called_outlet(d, &l->mentions[k]))
            m.is_report[l->mentions[k].entity] = true;
    uint32_t *order = by_cue(p, n, tmp);
    m.order = order;
    for (uint32_t k = 0; k < n; k++) {
        struct attribution *x = &p[order[k]];
        if (x->source.n) {
            resolve(&m, k);
            source_role(d, m.roles, m.bodies, x);
        } else {
            /* "saying", "and added": the speaker just before it in the sentence */
            const struct attribution *last = k ? &p[order[k - 1]] : NULL;
            bool shared = false; /* "warned her and said": who warned */
            for (uint32_t j = k; j-- > 0 && k - j < 5 && !shared;)
                if (d->w[x->cue_token].deprel == DEP_CONJ && d->w[x->cue_token].head == p[order[j]].cue_token && p[order[j]].source_name.p) {
                    last = &p[order[j]];
                    shared = true;
                }
            for (uint32_t j = k; j-- > 0 && k - j < 5 && !shared;) {
                const struct attribution *y = &p[order[j]];
                if (y->parent == x->parent && y->source_name.p && (d->w[y->cue_token].classes & CLASS_SAY) &&
                    !holds_place(y, l->tokens[x->cue_token].at.start)) {
                    last = y;
                    break;
                }
            }
            bool verb = !l->tagged || (d->w[x->cue_token].tag >= XPOS_VB && d->w[x->cue_token].tag <= XPOS_VBZ);
            uint8_t tag = d->w[x->cue_token].tag;
            bool passive = (d->w[x->cue_token].kids & KID_PASSIVE) || (tag == XPOS_VBN && d->w[x->cue_token].deprel == DEP_ACL);
            for (uint32_t i = x->cue_token; (tag == XPOS_VBN || tag == XPOS_VBD || !l->tagged) && i-- > 0 && x->cue_token - i < 4;)
                passive |= attr_in(d, i, "is are was were be been being");
            if (last && last->source_name.p && verb && !passive && last->source_type != SOURCE_OUTLET &&
                d->w[last->cue_token].sentence == d->w[x->cue_token].sentence &&
                !(d->w[x->cue_token].classes & CLASS_ADVERB) && (x->parent == last->parent || shared))
                source_take_other(x, last);
            else
                x->anonymous = passive || !hides_nobody(d, x->cue_token);
        }
        source_relays(d, m.is_report, x); /* keeps what is known where the sentence names none */
        if (x->relays.p && x->source_name.p && slice_ends(x->source_name, x->relays))
            x->relays = (slice){0}; /* "the Review-Journal" of the Elmstead Review-Journal */
        source_reason(d, x);
        remember(&m, order[k]);
    }
    /* parents come before their children in p */
    for (uint32_t i = 0; i < n; i++) {
        struct attribution *x = &p[i];
        if (x->source.n && x->parent != NONE && says_of_itself(d, x, &p[x->parent])) {
            source_take_other(x, &p[x->parent]);
        } else if (x->source.n && x->entity == NONE && x->source_type == SOURCE_TYPE_NONE) {
            if (x->parent != NONE)
                source_take_other(x, &p[speaker_of(d, p, x)]);
            else
                x->source_type = SOURCE_PERSON;
        }
        if (x->source.n && nameless(d, x))
            x->source_name = (slice){0};
        if (!x->relays.p && x->parent != NONE && p[x->parent].source_type == SOURCE_OUTLET &&
            x->source_type != SOURCE_OUTLET && x->source_type != SOURCE_DOCUMENT && x->source_name.p && x->cue_token != NONE &&
            (d->w[x->cue_token].classes & CLASS_SAY))
            x->relays = p[x->parent].source_name;
    }
}
