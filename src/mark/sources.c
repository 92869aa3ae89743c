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

/* Is a noun a name or one for people, bodies or papers? "Options short of war with the North, which denies": the North does. */
static bool may_speak(const struct attr_doc *d, uint32_t noun) {
    return d->w[noun].entity ||
           (d->w[noun].classes & (CLASS_PERSON | CLASS_UNNAMED | CLASS_GROUP | CLASS_ORGANISATION | CLASS_OUTLET | CLASS_DOCUMENT));
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
                   (source_entity_type(l, k - 1) != ENTITY_MISC &&
                    (noun == NONE || noun >= l->mentions[k - 1].first || !may_speak(d, noun))))) {
        source_take_entity(m, x, l->mentions[k - 1].entity);
        return;
    }
    /* "Ann Oak, the architect of the plan, who": a person, whatever the clause hangs on */
    if (attr_is(d, at, "who") && noun != NONE && !may_speak(d, noun))
        for (uint32_t j = k; j-- > 0 && l->mentions[j].first >= floor && at - l->mentions[j].first < 24;)
            if (source_is_name(l, j) && source_entity_type(l, j) == ENTITY_PER) {
                source_take_entity(m, x, l->mentions[j].entity);
                return;
            }
    if (noun != NONE && noun >= floor && noun < end && d->w[noun].left >= floor) {
        uint32_t all = d->w[noun].head; /* "one of the envoys, who": the one */
        bool many = d->w[at].head != NONE && d->w[d->w[at].head].tag == XPOS_VBP; /* "who say": they all */
        if (end < at && !many && d->w[noun].deprel == DEP_NMOD && all != NONE && all < noun && all >= floor &&
            (attr_number(d, all) || attr_in(d, all, "some many most several both none neither either")))
            noun = all;
        uint32_t first = d->w[noun].left;
        while (first < noun && ((d->w[first].shape >> 3) || d->w[first].tag == XPOS_IN || d->w[first].tag == XPOS_TO ||
                                d->w[first].tag == XPOS_CC || attr_is(d, first, "according")))
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

/* Does a name stand among what depends on the cue behind it, "he told Oak", or in what is said, "Oak will come, he
 * said"? Then the pronoun that speaks is somebody else (Chomsky 1981, principles B and C). */
static bool is_told_or_told_of(const struct attr_doc *d, const struct attribution *x, uint32_t at, uint32_t entity) {
    enum { MENTIONS = 24, BEHIND = 8 };
    const struct lang *l = d->lang;
    if (x->cue_token == NONE || !(d->w[x->cue_token].classes & CLASS_CUE))
        return false;
    for (uint32_t k = source_mention(l, x->cue_token + 1), n = 0; k < l->mentions_n && n < MENTIONS; k++, n++) {
        const struct mention *y = &l->mentions[k];
        if (y->first > x->cue_token + BEHIND || d->w[y->first].sentence != d->w[x->cue_token].sentence)
            break;
        if (y->kind != MENTION_NAME || y->entity != entity)
            continue;
        for (uint32_t i = y->first; i < y->end; i++)
            if (d->w[i].head == x->cue_token && (d->w[i].deprel == DEP_OBJ || d->w[i].deprel == DEP_IOBJ || d->w[i].deprel == DEP_OBL))
                return true;
    }
    for (uint32_t c = 0; c < x->content.n; c++) {
        uint32_t first = lang_token_at(l, x->content.p[c].start);
        if (first <= at && at < lang_token_at(l, x->content.p[c].end - 1) + 1)
            continue;
        for (uint32_t k = source_mention(l, first), n = 0; k < l->mentions_n && n < MENTIONS; k++, n++) {
            const struct mention *y = &l->mentions[k];
            if (l->tokens[y->first].at.start >= x->content.p[c].end)
                break;
            if (y->kind == MENTION_NAME && y->entity == entity && d->w[y->end - 1].deprel != DEP_NMOD_POSS)
                return true;
        }
    }
    return false;
}

/* May a pronoun of this kind mean such an entity? The coreference is sometimes wrong about it. */
static bool may_mean(const struct attr_doc *d, const struct attribution *x, uint32_t at, int kind, uint32_t entity) {
    const struct entity *e = &d->lang->entities[entity];
    if (kind != PRONOUN_RELATIVE && is_told_or_told_of(d, x, at, entity))
        return false;
    if (kind == PRONOUN_PERSON) {
        bool she = attr_in(d, at, "she her hers herself");
        return e->type == ENTITY_PER && e->gender != (she ? GENDER_MALE : GENDER_FEMALE);
    }
    return (kind != PRONOUN_BODY && kind != PRONOUN_MANY) || e->type != ENTITY_PER;
}

/* How much a name is in the sentence's eye: its subject, what else stands beside the verb, the rest. */
static int standing(const struct attr_doc *d, const struct mention *y) {
    int best = 0;
    for (uint32_t i = y->first; i < y->end; i++) {
        uint8_t r = d->w[i].deprel;
        int is = r == DEP_NSUBJ || r == DEP_NSUBJ_PASS ? 3 : r == DEP_OBJ || r == DEP_IOBJ || r == DEP_OBL || r == DEP_OBL_AGENT ? 2 : 1;
        if ((r != DEP_FLAT && r != DEP_COMPOUND) && is > best)
            best = is;
    }
    return best;
}

/* Who was named before it and may be meant: of the nearest sentence that names such a one the foremost. */
static uint32_t person_before(const struct memory *m, const struct attribution *x, uint32_t at, int kind, uint32_t except) {
    enum { BACK = 60 };
    const struct attr_doc *d = m->d;
    const struct lang *l = d->lang;
    uint32_t k = source_mention(l, at), best = NONE, sentence = NONE;
    int most = 0;
    for (uint32_t j = k; j-- > 0 && k - j < BACK;) {
        const struct mention *y = &l->mentions[j];
        if (best != NONE && d->w[y->first].sentence != sentence)
            break;
        if (!source_is_name(l, j) || source_entity_type(l, j) != ENTITY_PER || y->entity == except || d->w[y->first].quote != NONE ||
            !may_mean(d, x, at, kind, y->entity))
            continue;
        int is = standing(d, y);
        if (is > most) {
            most = is;
            best = y->entity;
            sentence = d->w[y->first].sentence;
        }
    }
    return best;
}

/* "it": the body or place that was subject last, in its sentence or the one before. */
static uint32_t body_subject(const struct memory *m, uint32_t at) {
    const struct attr_doc *d = m->d;
    const struct lang *l = d->lang;
    enum { BACK = 60 };
    uint32_t first = source_mention(l, at);
    for (uint32_t k = first; k-- > 0 && first - k < BACK && d->w[l->mentions[k].first].sentence + 1 >= d->w[at].sentence;)
        if (source_is_name(l, k) && (source_entity_type(l, k) == ENTITY_ORG || source_entity_type(l, k) == ENTITY_GPE) &&
            standing(d, &l->mentions[k]) == 3)
            return l->mentions[k].entity;
    return NONE;
}

/* "Oak urged him to go, to which he replied": not Oak. */
static uint32_t asked_by(const struct memory *m, const struct attribution *x, uint32_t at) {
    const struct attr_doc *d = m->d;
    if (x->cue_token == NONE || m->person == NONE || !attr_in(d, x->cue_token, "replied responded answered retorted countered"))
        return NONE;
    const struct attribution *by = &m->p[m->person];
    return by->cue_token != NONE && d->w[by->cue_token].sentence == d->w[at].sentence ? by->entity : NONE;
}

/* Is who spoke last somebody unnamed, and nobody named since? "One of them said so. He added that" */
static bool unnamed_speaks(const struct memory *m, uint32_t at) {
    enum { BACK = 60 };
    const struct lang *l = m->d->lang;
    uint32_t first = source_mention(l, at);
    for (uint32_t k = first; k-- > 0 && first - k < BACK && l->mentions[k].first > m->p[m->person].cue_token;)
        if (source_is_name(l, k) && source_entity_type(l, k) == ENTITY_PER && m->d->w[l->mentions[k].first].quote == NONE &&
            standing(m->d, &l->mentions[k]) == 3)
            return false;
    return true;
}

/* Is the source of an attribution the subject of its sentence, and not put in between: "..., per the Herald"? */
static bool is_foremost(const struct memory *m, uint32_t i) {
    const struct attribution *x = &m->p[i];
    return x->source_token != NONE && x->cue_token != NONE && m->d->w[x->cue_token].subject == x->source_token;
}

static void from_pronoun(struct memory *m, struct attribution *x, uint32_t at, int kind) {
    const struct attr_doc *d = m->d;
    uint32_t e = source_referent(d, at, at + 1, at);
    if (e != NONE && !may_mean(d, x, at, kind, e))
        e = NONE;
    if (kind == PRONOUN_RELATIVE) {
        if (e == NONE)
            antecedent(m, x, at);
        else
            source_take_entity(m, x, e);
        return;
    }
    uint32_t asker = kind == PRONOUN_PERSON ? asked_by(m, x, at) : NONE;
    if (asker != NONE) {
        if (e == NONE || e == asker)
            e = person_before(m, x, at, kind, asker);
        if (e != NONE) {
            source_take_entity(m, x, e);
            return;
        }
    }
    /* "he said": rather who spoke last, in the sentence before */
    if (kind == PRONOUN_PERSON && x->parent == NONE && (d->w[x->cue_token].classes & (CLASS_SAY | CLASS_THINK)) && just_spoke(m, m->person, at) &&
        m->p[m->person].parent == NONE &&
        (m->p[m->person].entity != NONE ? may_mean(d, x, at, kind, m->p[m->person].entity) : m->p[m->person].count == 1 && unnamed_speaks(m, at)))
        e = NONE;
    uint32_t from = kind == PRONOUN_PERSON ? m->person : kind == PRONOUN_BODY ? m->body : m->set;
    if (kind == PRONOUN_BODY && e == NONE && at == d->lang->sentences[d->w[at].sentence].first && (from == NONE || !just_spoke(m, from, at) || !is_foremost(m, from)))
        e = body_subject(m, at); /* "It": what the sentence before was about */
    if (kind == PRONOUN_MANY && just_spoke(m, m->any, at) && m->p[m->any].source_type != SOURCE_PERSON)
        from = m->any;
    if (kind == PRONOUN_MANY && e == NONE && !just_spoke(m, from, at) && many_before(m, x, at))
        return;
    if (kind == PRONOUN_MANY && from != NONE && e == NONE) {
        source_take_other(x, &m->p[from]);
        return;
    }
    if (from != NONE && kind == PRONOUN_PERSON && m->p[from].entity != NONE && !may_mean(d, x, at, kind, m->p[from].entity))
        from = NONE;
    if (e == NONE && from == NONE && kind == PRONOUN_PERSON)
        e = person_before(m, x, at, kind, NONE);
    if (e != NONE) {
        source_take_entity(m, x, e);
        return;
    }
    if (from == NONE && kind == PRONOUN_BODY && m->any != NONE && m->p[m->any].source_type != SOURCE_PERSON)
        from = m->any;
    if (from == NONE && kind == PRONOUN_BODY && (e = body_subject(m, at)) != NONE) {
        source_take_entity(m, x, e);
        return;
    }
    if (from != NONE)
        source_take_other(x, &m->p[from]);
    else if (kind == PRONOUN_MANY)
        x->source_type = SOURCE_GROUP; /* whoever they are */
    else if (kind == PRONOUN_BODY)
        x->source_type = SOURCE_ORGANISATION;
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
        if (other != NONE && x->entity == other && (other = person_before(m, x, np->first, kind, other)) != NONE)
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
        from_pronoun(m, x, first, pronoun);
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
    uint32_t name = source_name_in(d, &np);
    uint8_t kind = name == NONE ? ENTITY_MISC : source_entity_type(d->lang, name);
    uint32_t called = kind == ENTITY_PER || (kind == ENTITY_ORG && attr_is(d, first, "the")) ? NONE : source_surname(d, first, np.core_end);
    if (called != NONE) {
        source_take_entity(m, x, called);
        return;
    }
    if (name != NONE) {
        source_take_entity(m, x, d->lang->mentions[name].entity);
        return;
    }
    bool known = np.definite && !np.plural && source_referent(d, first, np.core_end, np.head) != NONE;
    uint32_t later = known || np.number > 1 || (np.partitive && np.of) ? NONE : source_introduced(m, &np);
    if (later != NONE) {
        source_take_entity(m, x, later);
        return;
    }
    if (np.partitive || (np.both) || np.ordinal ||
        (end - first == 1 && attr_in(d, first, "one another both two three four five none"))) {
        uint32_t head = end - first == 1 ? NONE : np.head;
        uint32_t set = source_earlier_set(m, at, head, np.of, false);
        if (set == NONE && np.of)
            set = source_earlier_set(m, at, head, 0, false);
        if (set == NONE && end - first == 1 && attr_in(d, first, "both two three four five none") && counted_before(m, x, first)) {
            if (attr_in(d, first, "three four five two"))
                x->count = attr_number(d, first);
            return;
        }
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
        bool owned = false; /* "the inspector's report" is no outlet's */
        for (uint32_t i = np.first; i < np.head; i++)
            owned |= d->w[i].tag == XPOS_POS || d->w[i].tag == XPOS_PRPS;
        if (!own && !owned && attr_in(d, np.head, "report article story newspaper paper publication outlet broadcaster network magazine site website daily tabloid") &&
            !attr_in(d, first, "another")) {
            e = source_outlet_near(m, first);
            if (e != NONE) {
                source_take_entity(m, x, e);
                return;
            }
        }
        bool other = false; /* "the Elmstead news agency" after "the agency" is another one */
        for (uint32_t i = np.first + 1; i < np.head; i++)
            if (d->w[i].shape & 1) {
                other = true;
                if (!own && !beside_it.p) /* "the Northern president", which nobody took for a name */
                    beside_it = slice_at(d->page->text, d->lang->tokens[i].at);
            }
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
            ((e = source_body_foremost(m, np.head)) != NONE || (e = source_body_before(m, np.head)) != NONE)) {
            source_take_entity(m, x, e);
            return;
        }
        /* "the official", "the lawmaker": who of them spoke last, by name and with an office */
        if (np.definite && !own && !other && m->person != NONE && m->p[m->person].entity != NONE && m->p[m->person].role.p &&
            attr_in(d, np.head, "official executive lawmaker politician") && speaks_near(m, first)) {
            source_take_other(x, &m->p[m->person]);
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
