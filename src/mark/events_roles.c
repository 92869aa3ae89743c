/* Who does an event, to whom, and where: from the parse; where there is none, from the names that
 * stand nearest. */
#include "events_work.h"

#define TOKEN(t) (&w->lang->tokens[t])

uint32_t dependent(const struct event_work *w, uint32_t t, uint8_t deprel) {
    for (uint32_t c = w->child[t]; c != NONE; c = w->sibling[c])
        if (TOKEN(c)->deprel == deprel)
            return c;
    return NONE;
}

bool hangs_on(const struct event_work *w, uint32_t k, uint32_t t, int steps) {
    for (int i = 0; i <= steps; i++) {
        if (k == t)
            return true;
        uint32_t h = TOKEN(k)->head;
        if (h == NONE || h == k)
            return false;
        k = h;
    }
    return false;
}

/* The preposition before a phrase, as a slice of the text, or nothing. */
static slice case_of(const struct event_work *w, uint32_t t) {
    uint32_t c = dependent(w, t, DEP_CASE);
    return c == NONE ? (slice){0} : token_form(w->text, TOKEN(c));
}

static bool in_words(slice s, const char *const *list, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (s.n && slice_eq_nocase(s, slice_str(list[i])))
            return true;
    return false;
}

/* Prepositions that lead to whom an event is done to, or with. */
static bool leads_to(slice s) {
    static const char *const words[] = {"to", "with", "against", "on", "from", "at", "upon", "for", "of",
                                        "toward", "towards", "between", "into", "over", "onto"};
    return in_words(s, words, NELEMS(words));
}

bool is_passive(const struct event_work *w, uint32_t t) {
    if (dependent(w, t, DEP_NSUBJ_PASS) != NONE || dependent(w, t, DEP_AUX_PASS) != NONE)
        return true;
    const struct token *k = TOKEN(t);
    if (k->xpos != XPOS_VBN)
        return false;
    if (k->deprel == DEP_ACL)
        return true;
    return k->deprel == DEP_CONJ && k->head != NONE && k->head != t && dependent(w, t, DEP_NSUBJ) == NONE &&
           dependent(w, k->head, DEP_AUX_PASS) != NONE && dependent(w, t, DEP_OBJ) == NONE;
}

static bool is_nominal(const struct event_work *w, uint32_t t) {
    uint8_t p = TOKEN(t)->upos;
    return p == UPOS_NOUN || p == UPOS_PROPN || p == UPOS_PRON || p == UPOS_NUM || p == UPOS_DET ||
           p == UPOS_ADJ || p == UPOS_SYM;
}

static bool is_person_word(const struct event_work *w, uint32_t t) {
    static const char *const words[] = {
        "people", "civilians", "protesters", "demonstrators", "refugees", "migrants", "troops", "forces",
        "soldiers", "police", "workers", "students", "journalists", "prisoners", "hostages", "villagers",
        "rebels", "militants", "officials", "government", "army", "military", "activists", "lawmakers",
        "residents", "authorities", "leaders", "opposition", "parliament", "president", "minister", "group",
        "men", "women", "man", "woman", "children", "girls", "boys", "ship", "vessel", "company", "countries",
        "country", "fighters", "employees", "teachers", "farmers", "court", "judge", "embassy", "diplomats"};
    return in_words(token_form(w->text, TOKEN(t)), words, NELEMS(words));
}

static uint32_t name_under(const struct event_work *w, uint32_t head) {
    span at = {w->first, w->end};
    uint32_t from = head > at.start + 8 ? head - 8 : at.start, to = head + 12 < at.end ? head + 12 : at.end;
    uint32_t best = NONE;
    for (uint32_t k = from; k < to; k++) {
        uint32_t m = w->mention[k];
        if (m == NONE || w->lang->mentions[m].kind != MENTION_NAME || !hangs_on(w, k, head, 4))
            continue;
        if (k == head)
            return m;
        if (best == NONE)
            best = m;
    }
    return best;
}

bool is_named(const struct event_work *w, uint32_t head) {
    uint32_t m = w->mention[head];
    if (m != NONE && (w->lang->mentions[m].kind == MENTION_NAME || w->lang->mentions[m].entity != NONE))
        return true;
    return w->lang->parsed && name_under(w, head) != NONE;
}

bool partylike(const struct event_work *w, uint32_t t) {
    if (w->timed[t])
        return false;
    return is_nominal(w, t) && (is_named(w, t) || is_person_word(w, t) || TOKEN(t)->xpos == XPOS_PRP);
}

/* "who", "which", "that" of a relative clause is the noun that it hangs on. */
static uint32_t unrelative(const struct event_work *w, uint32_t s, uint32_t verb) {
    uint8_t x = TOKEN(s)->xpos;
    if ((x == XPOS_WDT || x == XPOS_WP) && TOKEN(verb)->deprel == DEP_ACL_RELCL && TOKEN(verb)->head != NONE)
        return TOKEN(verb)->head;
    return s;
}

/* The name that stands before a noun as what it is of: "Norway plans", "Norwegian plans"; or NONE. */
static uint32_t name_before(const struct event_work *w, uint32_t t) {
    for (uint32_t c = w->child[t]; c != NONE; c = w->sibling[c])
        if (c < t && (TOKEN(c)->deprel == DEP_COMPOUND || TOKEN(c)->deprel == DEP_AMOD) && w->mention[c] != NONE &&
            w->lang->mentions[w->mention[c]].kind == MENTION_NAME)
            return c;
    return NONE;
}

/* The one who does what the verb says: its own subject or the one that it shares with others. */
static uint32_t subject_of(const struct event_work *w, uint32_t t) {
    for (int depth = 0; depth < 5; depth++) {
        uint32_t s = dependent(w, t, DEP_NSUBJ);
        if (s == NONE && depth)
            s = dependent(w, t, DEP_NSUBJ_PASS);
        if (s == NONE && TOKEN(t)->upos == UPOS_VERB)
            s = name_before(w, t); /* "Norway attacks", read as if it were a noun's */
        if (s != NONE)
            return unrelative(w, s, t);
        uint32_t h = TOKEN(t)->head;
        if (h == NONE || h == t || h < w->first || h >= w->end)
            return NONE;
        switch (TOKEN(t)->deprel) {
        case DEP_XCOMP: {
            uint32_t o = dependent(w, h, DEP_OBJ);
            if (o != NONE && partylike(w, o))
                return o;
            if (TOKEN(h)->upos == UPOS_NOUN && name_before(w, h) != NONE)
                return name_before(w, h);
            break;
        }
        case DEP_ACL:
            if (TOKEN(t)->xpos == XPOS_VBG)
                return h;
            if (TOKEN(t)->xpos == XPOS_VBN)
                return NONE;
            if (dependent(w, h, DEP_NMOD_POSS) != NONE)
                return dependent(w, h, DEP_NMOD_POSS);
            if (name_before(w, h) != NONE)
                return name_before(w, h);
            break;
        case DEP_ACL_RELCL: return h;
        case DEP_CONJ: case DEP_ADVCL: case DEP_CCOMP: case DEP_PARATAXIS: case DEP_OBJ: case DEP_OBL: break;
        case DEP_NMOD: break;
        default: return NONE;
        }
        t = h;
    }
    return NONE;
}

/* Whom it is done to, among what depends on `t`; `not_this` is the actor. */
static uint32_t object_of(const struct event_work *w, uint32_t t, uint32_t not_this) {
    uint32_t plain = NONE, led = NONE;
    for (int depth = 0; depth < 3 && t != NONE; depth++) {
        uint32_t o = dependent(w, t, DEP_IOBJ), deeper = NONE;
        if (o != NONE && o != not_this && is_nominal(w, o))
            return o;
        for (uint32_t c = w->child[t]; c != NONE; c = w->sibling[c]) {
            const struct token *k = TOKEN(c);
            if (c == not_this || w->timed[c])
                continue;
            if (k->deprel == DEP_OBJ) {
                uint32_t poss = dependent(w, c, DEP_NMOD_POSS);
                bool own = poss != NONE && TOKEN(poss)->xpos == XPOS_PRPS; /* "its troops" */
                if (partylike(w, c) && !own && !(event_lexicon_find(&w->kit->lexicon, k->key) != NONE &&
                                         dependent(w, c, DEP_NMOD) != NONE))
                    return c;
                if (plain == NONE)
                    plain = c;
                /* "sanctions on Iran" */
                for (uint32_t d = w->child[c]; d != NONE; d = w->sibling[d])
                    if (TOKEN(d)->deprel == DEP_NMOD && leads_to(case_of(w, d)) && led == NONE &&
                        partylike(w, d))
                        led = d;
            } else if ((k->deprel == DEP_OBL || k->deprel == DEP_NMOD) && leads_to(case_of(w, c))) {
                if (partylike(w, c))
                    led = led == NONE ? c : led;
                else if (plain == NONE && k->deprel == DEP_OBL && is_nominal(w, c))
                    plain = c;
                for (uint32_t d = w->child[c]; d != NONE && led == NONE; d = w->sibling[d])
                    if (TOKEN(d)->deprel == DEP_NMOD && leads_to(case_of(w, d)) && partylike(w, d))
                        led = d;
            } else if ((k->deprel == DEP_XCOMP || k->deprel == DEP_CCOMP || k->deprel == DEP_ADVCL) &&
                       deeper == NONE && c > t) {
                deeper = c;
            }
        }
        if (led != NONE)
            return led;
        if (deeper != NONE && plain == NONE) {
            uint32_t s = dependent(w, deeper, DEP_NSUBJ);
            if (s == NONE)
                s = dependent(w, deeper, DEP_NSUBJ_PASS);
            if (s != NONE && s != not_this && partylike(w, s) && TOKEN(s)->xpos != XPOS_PRP)
                return s;
        }
        t = deeper;
    }
    return plain;
}

/* A place: "in Narva", of a type that is one. */
static uint32_t place_of(const struct event_work *w, uint32_t t) {
    static const char *const words[] = {"in", "at", "near", "outside", "inside"};
    for (uint32_t c = w->child[t]; c != NONE; c = w->sibling[c]) {
        if ((TOKEN(c)->deprel != DEP_OBL && TOKEN(c)->deprel != DEP_NMOD) ||
            !in_words(case_of(w, c), words, NELEMS(words)))
            continue;
        uint32_t m = w->mention[c];
        if (m == NONE || w->lang->mentions[m].entity == NONE)
            continue;
        uint8_t type = w->lang->entities[w->lang->mentions[m].entity].type;
        if (type == ENTITY_GPE || type == ENTITY_LOC)
            return c;
    }
    return NONE;
}

static struct parties of_verb(const struct event_work *w, uint32_t t) {
    struct parties p = {NONE, NONE, place_of(w, t)};
    if (is_passive(w, t)) {
        uint32_t patient = dependent(w, t, DEP_NSUBJ_PASS);
        if (patient == NONE && TOKEN(t)->deprel == DEP_ACL)
            patient = TOKEN(t)->head;
        if (patient == NONE && TOKEN(t)->deprel == DEP_CONJ && TOKEN(t)->head != NONE)
            patient = dependent(w, TOKEN(t)->head, DEP_NSUBJ_PASS);
        if (patient != NONE)
            patient = unrelative(w, patient, t);
        p.actor = dependent(w, t, DEP_OBL_AGENT);
        for (uint32_t c = w->child[t]; c != NONE && p.actor == NONE; c = w->sibling[c])
            if (TOKEN(c)->deprel == DEP_OBL && slice_eq_nocase(case_of(w, c), S("by")))
                p.actor = c;
        if (patient != NONE && partylike(w, patient)) {
            p.recipient = patient;
        } else {
            p.recipient = object_of(w, t, p.actor);
            if (p.recipient == p.actor)
                p.recipient = NONE;
            if (p.recipient == NONE || !partylike(w, p.recipient))
                p.recipient = patient;
        }
        return p;
    }
    p.actor = subject_of(w, t);
    p.recipient = object_of(w, t, p.actor);
    return p;
}

static struct parties of_noun(const struct event_work *w, uint32_t t) {
    struct parties p = {NONE, NONE, place_of(w, t)};
    uint32_t by = NONE, of = NONE, other = NONE, poss = dependent(w, t, DEP_NMOD_POSS), modifier = NONE;
    for (uint32_t c = w->child[t]; c != NONE; c = w->sibling[c]) {
        const struct token *k = TOKEN(c);
        if (k->deprel == DEP_NMOD || k->deprel == DEP_OBL) {
            slice s = case_of(w, c);
            if (slice_eq_nocase(s, S("by")))
                by = c;
            else if (slice_eq_nocase(s, S("of")))
                of = of == NONE ? c : of;
            else if (slice_eq_nocase(s, S("between"))) {
                uint32_t second = dependent(w, c, DEP_CONJ);
                p.actor = c;
                other = second;
            } else if (leads_to(s) && other == NONE && partylike(w, c))
                other = c;
        } else if ((k->deprel == DEP_AMOD || k->deprel == DEP_COMPOUND) && w->mention[c] != NONE &&
                   w->lang->mentions[w->mention[c]].kind == MENTION_NAME) {
            modifier = c;
        } else if (k->deprel == DEP_ACL && k->xpos == XPOS_VBN) {
            for (uint32_t d = w->child[c]; d != NONE; d = w->sibling[d])
                if ((TOKEN(d)->deprel == DEP_OBL_AGENT || TOKEN(d)->deprel == DEP_OBL) &&
                    slice_eq_nocase(case_of(w, d), S("by")))
                    by = d;
        }
    }
    if (p.actor == NONE)
        p.actor = by != NONE ? by : poss != NONE ? poss : modifier;
    p.recipient = other != NONE ? other : of != p.actor ? of : NONE;
    if (p.actor == NONE) { /* who holds the talks, who launches the attack */
        uint32_t h = TOKEN(t)->head;
        if (h != NONE && h != t && (TOKEN(t)->deprel == DEP_OBJ || TOKEN(t)->deprel == DEP_OBL) &&
            TOKEN(h)->upos == UPOS_VERB) {
            p.actor = subject_of(w, h);
            if (p.recipient == NONE)
                p.recipient = object_of(w, h, p.actor);
            if (p.recipient == t)
                p.recipient = NONE;
        }
    }
    if (p.recipient == t)
        p.recipient = NONE;
    if (p.actor == t)
        p.actor = NONE;
    return p;
}

/* Without a parse: the nearest names, turned round in a passive with "by". */
static struct parties nearest(const struct event_work *w, uint32_t t) {
    struct parties p = {NONE, NONE, NONE};
    uint32_t before = NONE, after = NONE, by = NONE;
    for (uint32_t k = t; k > w->first && before == NONE && t - k < 20;) {
        k--;
        if (w->mention[k] != NONE)
            before = k;
    }
    for (uint32_t k = t + 1; k < w->end && k - t < 20; k++) {
        if (w->mention[k] != NONE && (by == NONE || k < by || after == NONE)) {
            after = k;
            break;
        }
        if (by == NONE && token_says(w, k, S("by")))
            by = k;
    }
    if (TOKEN(t)->xpos == XPOS_VBN && by != NONE && after != NONE && by < after) {
        p.actor = after;
        p.recipient = before;
    } else {
        p.actor = before;
        p.recipient = after;
    }
    return p;
}

/* A pronoun of reported speech that nobody resolved is whoever says it: "Elva said it would help". */
static uint32_t unpronoun(const struct event_work *w, uint32_t actor, uint32_t t) {
    if (actor == NONE)
        return NONE;
    const struct token *k = TOKEN(actor);
    uint32_t m = w->mention[actor];
    if ((k->xpos != XPOS_PRP && k->xpos != XPOS_PRPS) || (m != NONE && w->lang->mentions[m].entity != NONE))
        return actor;
    uint32_t v = t;
    for (int depth = 0; depth < 4; depth++) {
        uint32_t h = TOKEN(v)->head;
        if (h == NONE || h == v)
            return actor;
        if (TOKEN(h)->upos == UPOS_VERB) {
            uint32_t s = dependent(w, h, DEP_NSUBJ);
            if (s != NONE && s != actor && TOKEN(s)->xpos != XPOS_PRP && partylike(w, s))
                return s;
        }
        v = h;
    }
    return actor;
}

/* The first name behind the event that hangs on it and is not the actor's. */
static uint32_t name_after(const struct event_work *w, uint32_t t, uint32_t actor) {
    enum { REACH = 25 };
    for (uint32_t k = t + 1; k < w->end && k - t < REACH; k++) {
        uint32_t m = w->mention[k];
        if (m == NONE || w->timed[k] || w->lang->mentions[m].kind != MENTION_NAME || !hangs_on(w, k, t, 6))
            continue;
        if (actor != NONE && (hangs_on(w, k, actor, 5) ||
                              (w->mention[actor] != NONE && w->lang->mentions[m].entity != NONE &&
                               w->lang->mentions[w->mention[actor]].entity == w->lang->mentions[m].entity)))
            continue;
        return k;
    }
    return NONE;
}

static bool is_mutual(uint8_t root) {
    return root == PLOVER_CONSULT || root == PLOVER_AGREE || root == PLOVER_COOPERATE || root == PLOVER_SUPPORT;
}

struct parties parties_of(const struct event_work *w, uint32_t t, uint8_t cls, uint8_t root) {
    if (!w->lang->parsed)
        return nearest(w, t);
    struct parties p = cls == EVENT_NOUN ? of_noun(w, t) : of_verb(w, t);
    if (p.actor == t)
        p.actor = NONE;
    if (p.recipient == t || p.recipient == p.actor)
        p.recipient = NONE;
    p.actor = unpronoun(w, p.actor, t);
    if (root == PLOVER_CONSULT && cls == EVENT_VERB) /* "discussed the dam with Elva" */
        for (uint32_t c = w->child[t]; c != NONE; c = w->sibling[c])
            if (TOKEN(c)->deprel == DEP_OBL && slice_eq_nocase(case_of(w, c), S("with")) && partylike(w, c))
                p.recipient = c;
    bool weak = p.recipient == NONE || !partylike(w, p.recipient);
    if (weak && is_mutual(root) && p.actor != NONE) { /* "the two ministers met" */
        uint32_t other = dependent(w, p.actor, DEP_CONJ);
        if (other != NONE && partylike(w, other))
            p.recipient = other;
        weak = p.recipient == NONE || !partylike(w, p.recipient);
    }
    if (weak && p.place != NONE)
        p.recipient = p.place;
    else if (weak) {
        uint32_t name = name_after(w, t, p.actor);
        if (name != NONE)
            p.recipient = name;
    }
    if (p.recipient == p.actor)
        p.recipient = NONE;
    return p;
}

/* The phrase of a head: the tokens beside it that hang on it, without clauses and appositions. */
span party_span(const struct event_work *w, uint32_t head) {
    enum { REACH = 12 };
    const struct lang *l = w->lang;
    uint32_t from = head, to = head;
    if (!l->parsed) {
        uint32_t m = w->mention[head];
        return m != NONE ? l->mentions[m].at : TOKEN(head)->at;
    }
    for (uint32_t k = head; k > w->first && head - k < REACH;) {
        k--;
        uint8_t d = TOKEN(k)->deprel;
        if (!hangs_on(w, k, head, 5) || d == DEP_CASE || d == DEP_CC || d == DEP_MARK)
            break;
        if (d == DEP_PUNCT)
            continue;
        from = k;
    }
    for (uint32_t k = head + 1; k < w->end && k - head < REACH; k++) {
        uint8_t d = TOKEN(k)->deprel;
        if (!hangs_on(w, k, head, 5) || d == DEP_ACL_RELCL || d == DEP_PUNCT || d == DEP_APPOS || d == DEP_CC ||
            d == DEP_PARATAXIS)
            break;
        if (d != DEP_CASE && d != DEP_MARK && d != DEP_DET)
            to = k;
    }
    return (span){TOKEN(from)->at.start, TOKEN(to)->at.end};
}

/* The attribution whose source a party is, as that resolved it: its own phrase, "I" in somebody's words, or
 * the subject of what is said ("Ann Oak said she had agreed"); NONE. */
static uint32_t speaker_of(const struct event_work *w, uint32_t head) {
    const struct marks *m = w->marks;
    if (w->source[head] != NONE)
        return w->source[head];
    uint32_t in = w->content[head];
    if (in == NONE || TOKEN(head)->xpos != XPOS_PRP || !m->attributions[in].source_name.p)
        return NONE;
    const struct attribution *a = &m->attributions[in];
    if (token_says(w, head, S("I")) || token_says(w, head, S("we")) || token_says(w, head, S("us")))
        return in;
    uint32_t verb = TOKEN(head)->head;
    if (TOKEN(head)->deprel != DEP_NSUBJ || verb == NONE || TOKEN(verb)->head != a->cue_token || w->quoted[head])
        return NONE;
    bool one = token_says(w, head, S("he")) || token_says(w, head, S("she"));
    if (one ? a->source_type == SOURCE_PERSON : a->source_type != SOURCE_PERSON)
        return in;
    return NONE;
}

slice party_name(const struct event_work *w, uint32_t head) {
    const struct lang *l = w->lang;
    uint32_t m = w->mention[head], by = speaker_of(w, head);
    if (by != NONE && w->marks->attributions[by].source_name.p)
        return w->marks->attributions[by].source_name;
    if (m == NONE && l->parsed && TOKEN(head)->xpos != XPOS_PRP)
        m = name_under(w, head);
    if (m != NONE && l->mentions[m].entity != NONE)
        return l->entities[l->mentions[m].entity].name;
    if (m != NONE && l->mentions[m].kind == MENTION_NAME)
        return slice_at(w->text, l->mentions[m].at);
    return slice_at(w->text, party_span(w, head));
}
