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

/* ---- one source ------------------------------------------------------------------------------------------ */

enum { PRONOUN_NOT, PRONOUN_PERSON, PRONOUN_BODY, PRONOUN_MANY, PRONOUN_SELF, PRONOUN_RELATIVE };

static int pronoun_kind(const struct attr_doc *d, uint32_t i) {
    if (attr_in(d, i, "he she him his her hers himself herself"))
        return PRONOUN_PERSON;
    if (attr_in(d, i, "it its itself"))
        return PRONOUN_BODY;
    if (attr_in(d, i, "they them their theirs themselves"))
        return PRONOUN_MANY;
    if (attr_in(d, i, "i me my myself we us our ourselves"))
        return PRONOUN_SELF;
    if (attr_in(d, i, "who whom whose which that"))
        return PRONOUN_RELATIVE;
    return PRONOUN_NOT;
}

/* By the parse: the noun that a relative pronoun's clause hangs on; "who" is somebody. */
static uint32_t antecedent_noun(const struct attr_doc *d, uint32_t at) {
    uint32_t verb = d->w[at].head;
    while (verb != NONE && d->w[verb].deprel == DEP_CONJ && d->w[verb].head < verb)
        verb = d->w[verb].head;
    uint32_t noun = verb != NONE && d->w[verb].deprel == DEP_ACL_RELCL ? d->w[verb].head : NONE;
    if (attr_is(d, at, "who"))
        while (noun != NONE && d->w[noun].deprel == DEP_NMOD && d->w[noun].head < noun && !d->w[noun].entity &&
               !(d->w[noun].classes & (CLASS_PERSON | CLASS_UNNAMED | CLASS_GROUP)))
            noun = d->w[noun].head;
    if (attr_is(d, at, "who") && noun != NONE && !d->w[noun].entity && !(d->w[noun].classes & (CLASS_PERSON | CLASS_UNNAMED | CLASS_GROUP)))
        for (uint32_t i = at; i-- > noun + 1;)
            if (d->w[i].classes & (CLASS_PERSON | CLASS_UNNAMED))
                return i;
    return noun;
}

/* "a man who": the name or the phrase just before a relative pronoun. */
static void antecedent(struct memory *m, struct attribution *x, uint32_t at) {
    const struct attr_doc *d = m->d;
    const struct lang *l = d->lang;
    uint32_t floor = l->sentences[d->w[at].sentence].first, end = at;
    while (end > floor && (d->w[end - 1].shape >> 3) == 1)
        end--;
    if (end == floor)
        return;
    uint32_t k = source_mention(l, end), noun = antecedent_noun(d, at);
    bool beside = k > 0 && source_is_name(l, k - 1) && l->mentions[k - 1].end == end;
    if (beside && (source_entity_type(l, k - 1) == ENTITY_PER ||
                   (source_entity_type(l, k - 1) != ENTITY_MISC && (noun == NONE || noun >= l->mentions[k - 1].first)))) {
        source_take_entity(m, x, l->mentions[k - 1].entity);
        return;
    }
    if (noun != NONE && noun >= floor && noun < end && d->w[noun].left >= floor) {
        uint32_t first = d->w[noun].left;
        while (first < noun && ((d->w[first].shape >> 3) || d->w[first].tag == XPOS_IN || d->w[first].tag == XPOS_TO ||
                                d->w[first].tag == XPOS_CC))
            first++;
        struct noun_phrase np = noun_phrase_read(d, first, end);
        uint32_t name = source_name_in(d, &np);
        if (name != NONE)
            source_take_entity(m, x, l->mentions[name].entity);
        else
            source_describe(m, x, &np);
        return;
    }
    uint32_t first = end;
    while (first > floor && end - first < 8) {
        uint32_t i = first - 1;
        if ((d->w[i].shape >> 3) || d->w[i].mark)
            break;
        if (attr_in(d, i, "of for in at from with by on to and but or said says that is was are were than "
                          "as when while because"))
            break;
        first = i;
        if (attr_in(d, i, "the a an this these those some many most one two three"))
            break;
    }
    if (first < end) {
        struct noun_phrase np = noun_phrase_read(d, first, end);
        source_describe(m, x, &np);
    }
}

/* In this sentence or the one before. */
static bool just_spoke(const struct memory *m, uint32_t i, uint32_t at) {
    return i != NONE && m->p[i].cue_token != NONE && m->d->w[m->p[i].cue_token].sentence + 1 >= m->d->w[at].sentence;
}

/* "they", where nobody spoke before in the sentence: the subject of a clause before it, in the same
 * sentence or the last one, that is a number of people or bodies. */
static bool many_before(struct memory *m, struct attribution *x, uint32_t at) {
    const struct attr_doc *d = m->d;
    const struct lang *l = d->lang;
    if (!l->parsed)
        return false;
    uint32_t s = d->w[at].sentence, floor = l->sentences[s && l->sentences[s - 1].block == l->sentences[s].block ? s - 1 : s].first;
    for (uint32_t i = at; i-- > floor;) {
        const struct attr_word_view *w = &d->w[i];
        if ((w->deprel != DEP_NSUBJ && w->deprel != DEP_NSUBJ_PASS) || (w->tag != XPOS_NNS && w->tag != XPOS_NNPS))
            continue;
        if (w->right >= at || w->quote != d->w[at].quote ||
            !(w->classes & (CLASS_PERSON | CLASS_UNNAMED | CLASS_ORGANISATION | CLASS_GROUP)))
            continue;
        uint32_t first = w->left, end = w->right + 1;
        while (end > i + 1 && (d->w[end - 1].shape >> 3))
            end--;
        if (end - first > 30)
            return false;
        struct noun_phrase np = noun_phrase_read(d, first, end);
        uint32_t e = source_referent(d, first, np.core_end, np.head);
        if (e != NONE)
            source_take_entity(m, x, e);
        else
            source_describe(m, x, &np);
        return true;
    }
    return false;
}

/* May a pronoun of this kind mean such an entity? The coreference is sometimes wrong about it. */
static bool may_mean(const struct attr_doc *d, uint32_t at, int kind, uint32_t entity) {
    const struct entity *e = &d->lang->entities[entity];
    if (kind == PRONOUN_PERSON) {
        bool she = attr_in(d, at, "she her hers herself");
        return e->type == ENTITY_PER && e->gender != (she ? GENDER_MALE : GENDER_FEMALE);
    }
    return (kind != PRONOUN_BODY && kind != PRONOUN_MANY) || e->type != ENTITY_PER;
}

/* Who was named last before it and may be meant. */
static uint32_t person_before(const struct memory *m, uint32_t at, int kind, uint32_t except) {
    const struct lang *l = m->d->lang;
    uint32_t k = source_mention(l, at);
    for (uint32_t j = k; j-- > 0 && k - j < 60;)
        if (source_is_name(l, j) && source_entity_type(l, j) == ENTITY_PER && l->mentions[j].entity != except &&
            may_mean(m->d, at, kind, l->mentions[j].entity))
            return l->mentions[j].entity;
    return NONE;
}

static void from_pronoun(struct memory *m, struct attribution *x, uint32_t at, int kind) {
    const struct attr_doc *d = m->d;
    uint32_t e = source_referent(d, at, at + 1, at);
    if (e != NONE && !may_mean(d, at, kind, e))
        e = NONE;
    if (kind == PRONOUN_RELATIVE) {
        if (e == NONE)
            antecedent(m, x, at);
        else
            source_take_entity(m, x, e);
        return;
    }
    /* "he said": rather who spoke last, in the sentence before */
    if (kind == PRONOUN_PERSON && x->parent == NONE && (d->w[x->cue_token].classes & CLASS_SAY) && just_spoke(m, m->person, at) &&
        m->p[m->person].parent == NONE && m->p[m->person].entity != NONE && may_mean(d, at, kind, m->p[m->person].entity))
        e = NONE;
    uint32_t from = kind == PRONOUN_PERSON ? m->person : kind == PRONOUN_BODY ? m->body : m->set;
    if (kind == PRONOUN_MANY && just_spoke(m, m->any, at) && m->p[m->any].source_type != SOURCE_PERSON)
        from = m->any;
    if (kind == PRONOUN_MANY && e == NONE && !just_spoke(m, from, at) && many_before(m, x, at))
        return;
    if (kind == PRONOUN_MANY && from != NONE && e == NONE) {
        source_take_other(x, &m->p[from]);
        return;
    }
    if (from != NONE && kind == PRONOUN_PERSON && m->p[from].entity != NONE && !may_mean(d, at, kind, m->p[from].entity))
        from = NONE;
    if (e == NONE && from == NONE && kind == PRONOUN_PERSON)
        e = person_before(m, at, kind, NONE);
    if (e != NONE) {
        source_take_entity(m, x, e);
        return;
    }
    if (from == NONE && kind == PRONOUN_BODY)
        from = m->any;
    if (from != NONE)
        source_take_other(x, &m->p[from]);
    else if (kind == PRONOUN_MANY)
        x->source_type = SOURCE_GROUP; /* whoever they are */
}

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
        bool pronoun = i == np->first + 1 && pronoun_kind(d, np->first);
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
    int kind = second == np->first + 2 ? pronoun_kind(d, np->first) : PRONOUN_NOT;
    bool named = kind != PRONOUN_NOT;
    for (uint32_t k = source_mention(l, np->first); k < l->mentions_n && l->mentions[k].first < np->core_end; k++) {
        uint8_t t = source_is_name(l, k) ? source_entity_type(l, k) : ENTITY_MISC;
        bool owner = attr_in(d, l->mentions[k].end, "'s \xE2\x80\x99s ' \xE2\x80\x99 \xE2\x80\x98s");
        bool ends = l->mentions[k].end == np->core_end || l->mentions[k].end + 1 == second;
        named |= t != ENTITY_MISC && !owner && ends;
    }
    if (kind == PRONOUN_PERSON) {
        from_pronoun(m, x, np->first, kind);
        uint32_t k = source_mention(l, second), other = k < l->mentions_n && l->mentions[k].first < np->core_end ? l->mentions[k].entity : NONE;
        if (other != NONE && x->entity == other && (other = person_before(m, np->first, kind, other)) != NONE)
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

static void resolve(struct memory *m, uint32_t at) {
    const struct attr_doc *d = m->d;
    struct attribution *x = &m->p[m->order[at]];
    uint32_t first = lang_token_at(d->lang, x->source.p[0].start);
    uint32_t end = lang_token_at(d->lang, x->source.p[0].end - 1) + 1;
    if (end > d->lang->tokens_n || first >= end)
        return;
    while (first + 1 < end && d->w[first].mark)
        first++;
    if (end > first + 1 && attr_in(d, end - 1, "'s \xE2\x80\x99s \xE2\x80\x98s ' \xE2\x80\x99"))
        end--; /* "the envoy's claim" */
    struct noun_phrase np = noun_phrase_read(d, first, end);
    x->source_name = source_text(d, first, end);
    int pronoun = end - first <= 2 ? pronoun_kind(d, first) : PRONOUN_NOT;
    if (pronoun == PRONOUN_SELF && (end - first == 1 || attr_in(d, first + 1, "all both also myself ourselves")))
        return;
    if (pronoun && pronoun != PRONOUN_SELF && (end - first == 1 || attr_in(d, first + 1, "all both also himself herself"))) {
        from_pronoun(m, x, first, pronoun);
        return;
    }
    uint32_t second = joint(d, &np);
    if (second != NONE) {
        from_joint(m, x, &np, second);
        return;
    }
    uint32_t name = source_name_in(d, &np);
    if (name != NONE) {
        source_take_entity(m, x, d->lang->mentions[name].entity);
        return;
    }
    uint32_t later = np.number > 1 || (np.partitive && np.of) ? NONE : source_introduced(m, &np);
    if (later != NONE) {
        source_take_entity(m, x, later);
        return;
    }
    if (np.partitive || (np.both) || np.ordinal ||
        (end - first == 1 && attr_in(d, first, "one another both two three"))) {
        uint32_t head = end - first == 1 ? NONE : np.head;
        uint32_t set = source_earlier_set(m, at, head, np.of, false);
        if (set == NONE && np.of)
            set = source_earlier_set(m, at, head, 0, false);
        source_describe(m, x, &np);
        if (np.partitive || end - first == 1 || set != NONE)
            x->anonymous = true;
        if (set != NONE) {
            x->of = set;
            x->relays = m->p[set].relays;
            if (np.both) {
                x->of = NONE;
                source_take_other(x, &m->p[set]);
            } else if (end - first == 1) {
                slice one = source_text(d, first, end), all = set_in_short(m, set);
                x->source_name = arena_printf(m->a, "%.*s of %.*s", (int)one.n, one.p, (int)all.n, all.p);
            }
            if (!x->count)
                x->count = np.plural ? np.number : 1;
            if (!np.both)
                x->source_type = x->count == 1 ? SOURCE_PERSON : SOURCE_GROUP;
        } else if (np.both || np.partitive) {
            x->source_type = x->count == 1 ? SOURCE_PERSON : SOURCE_GROUP;
        }
        return;
    }
    uint32_t e = source_referent(d, first, np.core_end, np.head);
    if (e != NONE) {
        source_take_entity(m, x, e);
        return;
    }
    bool own = source_mention(d->lang, first) < d->lang->mentions_n &&
               d->lang->mentions[source_mention(d->lang, first)].first < np.core_end;
    bool bare = !np.definite && !np.indefinite && !np.number && np.base_end == np.core_end;
    uint32_t classes = d->w[np.head].classes;
    /* "the sources", "these officials", and "insider sources" once there are insiders */
    if (np.plural && ((np.definite && np.base_end == np.core_end) || (bare && (classes & CLASS_UNNAMED)))) {
        uint32_t set = source_earlier_set(m, at, np.head, np.number, own);
        if (set != NONE) {
            source_take_other(x, &m->p[set]);
            return;
        }
    }
    slice beside_it = own ? slice_at(d->page->text, d->lang->mentions[source_mention(d->lang, first)].at) : (slice){0};
    if (!np.plural && np.base_end == np.core_end) {
        if (!own && attr_in(d, np.head, "report article story newspaper paper publication outlet broadcaster network magazine") &&
            !attr_in(d, first, "another")) {
            e = source_outlet_near(m, first);
            if (e != NONE) {
                source_take_entity(m, x, e);
                return;
            }
        }
        bool other = false; /* "the Elmstead news agency" after "the agency" is another one */
        for (uint32_t i = np.first + 1; i < np.head; i++)
            other |= d->w[i].shape & 1;
        uint32_t same = np.definite && !own && !other ? source_earlier_one(m, at, np.head) : NONE;
        if (same != NONE) {
            source_take_other(x, &m->p[same]);
            return;
        }
        if (np.definite && (e = source_namesake(m, np.head, beside_it)) != NONE) {
            source_take_entity(m, x, e);
            return;
        }
        if (np.definite && !own && np.head == np.first + 1 &&
            attr_in(d, np.head, "agency company firm group organisation organization bureau carrier airline bank charity") &&
            (e = source_body_before(m, np.head)) != NONE) {
            source_take_entity(m, x, e);
            return;
        }
        /* an office that one person holds at a time: whom the report is about */
        bool land = own && d->lang->mentions[source_mention(d->lang, first)].end == np.head && np.head + 1 == np.base_end &&
                    attr_in(d, np.head, "president leader premier chancellor king");
        if (np.definite && (!own || land) && attr_in(d, np.head, "president leader premier chancellor senator governor mayor candidate nominee "
                                               "congressman congresswoman billionaire businessman secretary king pope") &&
            (e = source_foremost(m, first, np.head, beside_it)) != NONE) {
            source_take_entity(m, x, e);
            return;
        }
    }
    source_describe(m, x, &np);
    /* "warnings have surfaced that", "rumours spread": nobody is behind them */
    uint32_t cue = x->cue_token == NONE ? 0 : d->w[x->cue_token].classes;
    if (np.plural && (classes & CLASS_NOUN) && !(classes & (CLASS_PERSON | CLASS_UNNAMED)) && !(cue & CLASS_CUE) && !own) {
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
    if (!x->source_name.p || (x->parent != NONE && last != NONE))
        return; /* who is spoken of does not speak */
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
    int kind = pronoun_kind(d, i);
    return (kind == PRONOUN_PERSON && parent->source_type == SOURCE_PERSON) ||
           (kind == PRONOUN_MANY && parent->source_type == SOURCE_GROUP);
}

/* "you", "this", "they" of whom nothing is known: a pronoun is no name. */
static bool nameless(const struct attr_doc *d, const struct attribution *x) {
    uint32_t i = lang_token_at(d->lang, x->source.p[0].start);
    return i < d->lang->tokens_n && x->source.p[0].end == d->lang->tokens[i].at.end &&
           slice_eq(x->source_name, slice_at(d->page->text, d->lang->tokens[i].at)) &&
           (pronoun_kind(d, i) || attr_in(d, i, "you this these those what"));
}

void sources_resolve(const struct attr_doc *d, struct attribution *p, uint32_t n, struct arena *a,
                     struct arena *tmp) {
    const struct lang *l = d->lang;
    struct memory m = {.d = d, .p = p, .n = n, .a = a, .person = NONE, .body = NONE, .set = NONE, .any = NONE};
    m.is_report = ARENA_ARRAY(tmp, uint8_t, (size_t)l->entities_n + 1);
    m.roles = ARENA_ARRAY(tmp, slice, (size_t)l->entities_n + 1);
    m.bodies = ARENA_ARRAY(tmp, slice, (size_t)l->entities_n + 1);
    for (uint32_t e = 0; e < l->entities_n; e++)
        m.is_report[e] = l->entities[e].type != ENTITY_PER && attr_outlet(d->kit, l->entities[e].name);
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
            for (uint32_t j = k; j-- > 0 && k - j < 5;) {
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
                !(d->w[x->cue_token].classes & CLASS_ADVERB) && x->parent == last->parent)
                source_take_other(x, last);
            else
                x->anonymous = passive || !hides_nobody(d, x->cue_token);
        }
        source_relays(d, m.is_report, x); /* keeps what is known where the sentence names none */
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
                source_take_other(x, &p[x->parent]);
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
