/* source_pronoun: whom "he", "it", "they", "who" mean where they speak.
 *
 * What the coreference says, unless grammar speaks against it; the one who spoke last; whom the sentence before is about.
 * "I" and "we" are left to the attribution that they stand in. */
#include "source_memory.h"

int source_pronoun_kind(const struct attr_doc *d, uint32_t i) {
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
           (d->w[noun].classes & CLASS_SPEAKER);
}

/* "A report in the Herald, a paper in Elmland, that said": where something is does not speak; the topmost that may, or NONE. */
static uint32_t hung_on(const struct attr_doc *d, uint32_t first, uint32_t end) {
    uint32_t place = end - 1, found = NONE;
    while (place > first && d->w[place].head >= first && d->w[place].head < end)
        place--;
    for (int up = 0; up < 4 && d->w[place].head != NONE && d->w[place].head < place && (d->w[place].deprel == DEP_NMOD || d->w[place].deprel == DEP_APPOS); up++) {
        place = d->w[place].head;
        if (d->w[place].classes & CLASS_SPEAKER)
            found = place;
    }
    return found;
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
    if (beside && end < at && noun == NONE && source_entity_type(l, k - 1) == ENTITY_GPE)
        noun = hung_on(d, l->mentions[k - 1].first, end);
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

/* In this sentence or the one before; or in a quotation that ran on until there. */
static bool just_spoke(const struct memory *m, uint32_t i, uint32_t at) {
    if (i == NONE || m->p[i].cue_token == NONE)
        return false;
    uint32_t last = m->d->w[m->p[i].cue_token].sentence, n = m->p[i].content.n;
    uint32_t end = n ? lang_token_at(m->d->lang, m->p[i].content.p[n - 1].end - 1) : NONE;
    if (end < m->d->lang->tokens_n && end < at && m->d->w[end].sentence > last)
        last = m->d->w[end].sentence;
    return last + 1 >= m->d->w[at].sentence;
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
uint32_t source_person_before(const struct memory *m, const struct attribution *x, uint32_t at, int kind, uint32_t except) {
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

void source_from_pronoun(struct memory *m, struct attribution *x, uint32_t at, int kind) {
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
            e = source_person_before(m, x, at, kind, asker);
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
        e = source_person_before(m, x, at, kind, NONE);
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

