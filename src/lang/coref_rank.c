/* The candidates for a pronoun and what speaks for each: how far, in which role, of which gender,
 * how often named (the evidence of Lappin & Leass 1994, weighed by data). That somebody
 * has a name of the other gender weighs a fixed amount: GAP's pairs are of one gender, so that the data
 * cannot teach it. With a parse, roles and
 * the binding rule ("him" is not the subject of its own clause) are read off the tree; without one
 * off the words beside. */
#include "coref.h"

#include <math.h>

#define OTHER_GENDER -5.0f
enum { WINDOW_MENTIONS = 48, WINDOW_SENTENCES = 6, CLIMB = 10 };

static bool word_is(slice text, const struct token *t, const char *z) {
    return slice_eq_nocase(token_form(text, t), slice_str(z));
}

enum pronoun coref_pronoun(slice text, const struct lang *l, uint32_t token, uint8_t *gender) {
    const struct token *t = &l->tokens[token];
    uint32_t n = t->at.end - t->at.start;
    if (n < 2 || n > 7)
        return PRONOUN_NONE;
    char c = to_lower(text.p[t->at.start]);
    if (c != 'h' && c != 's')
        return PRONOUN_NONE;
    *gender = GENDER_MALE;
    if (word_is(text, t, "he"))
        return PRONOUN_SUBJECT;
    if (word_is(text, t, "him"))
        return PRONOUN_OBJECT;
    if (word_is(text, t, "his"))
        return PRONOUN_POSSESSIVE;
    if (word_is(text, t, "himself"))
        return PRONOUN_REFLEXIVE;
    *gender = GENDER_FEMALE;
    if (word_is(text, t, "she"))
        return PRONOUN_SUBJECT;
    if (word_is(text, t, "hers"))
        return PRONOUN_POSSESSIVE;
    if (word_is(text, t, "herself"))
        return PRONOUN_REFLEXIVE;
    if (word_is(text, t, "her")) {
        if (l->tagged)
            return t->xpos == XPOS_PRPS ? PRONOUN_POSSESSIVE : PRONOUN_OBJECT;
        return PRONOUN_POSSESSIVE;
    }
    return PRONOUN_NONE;
}

void coref_begin(struct coref_state *s, const struct names_kit *names, slice text,
                 const struct lang *l, struct arena *tmp) {
    *s = (struct coref_state){names, text, l};
    s->sentence_of = ARENA_ARRAY(tmp, uint32_t, l->tokens_n + 1);
    for (uint32_t k = 0; k < l->sentences_n; k++)
        for (uint32_t t = l->sentences[k].first; t < l->sentences[k].end; t++)
            s->sentence_of[t] = k;
    s->count = ARENA_ARRAY(tmp, uint32_t, l->entities_n + 1);
    s->last_pronoun = ARENA_ARRAY(tmp, uint32_t, l->entities_n + 1);
    s->gender = ARENA_ARRAY(tmp, uint8_t, l->entities_n + 1);
    for (uint32_t e = 0; e < l->entities_n; e++) {
        s->last_pronoun[e] = NONE;
        s->gender[e] = l->entities[e].gender;
    }
    for (uint32_t m = 0; m < l->mentions_n; m++)
        if (l->mentions[m].entity != NONE)
            s->count[l->mentions[m].entity]++;
    s->last[0] = s->last[1] = s->last[2] = NONE;
}

void coref_note(struct coref_state *s, uint32_t token, uint8_t gender, uint32_t entity) {
    s->last_pronoun[entity] = token;
    s->last[gender] = entity;
    if (!s->gender[entity])
        s->gender[entity] = gender;
}

/* ---- roles --------------------------------------------------------------------------------------- */

enum role { ROLE_OTHER, ROLE_SUBJECT, ROLE_OBJECT, ROLE_OBLIQUE, ROLE_POSSESSIVE, ROLE_NOMINAL,
            ROLE_APPOSITION, ROLE_CONJUNCT };

static uint32_t head_token(const struct lang *l, uint32_t first, uint32_t end) {
    for (uint32_t t = first; t < end; t++) {
        uint32_t h = l->tokens[t].head;
        if (h == NONE || h == t || h < first || h >= end)
            return t;
    }
    return end - 1;
}

static enum role role_of(const struct coref_state *s, uint32_t head, uint32_t end) {
    const struct lang *l = s->l;
    if (l->parsed)
        switch (l->tokens[head].deprel) {
        case DEP_NSUBJ: case DEP_NSUBJ_PASS: case DEP_NSUBJ_OUTER: return ROLE_SUBJECT;
        case DEP_OBJ: case DEP_IOBJ: return ROLE_OBJECT;
        case DEP_OBL: case DEP_OBL_AGENT: case DEP_OBL_UNMARKED: return ROLE_OBLIQUE;
        case DEP_NMOD_POSS: return ROLE_POSSESSIVE;
        case DEP_NMOD: case DEP_COMPOUND: case DEP_FLAT: return ROLE_NOMINAL;
        case DEP_APPOS: return ROLE_APPOSITION;
        case DEP_CONJ: return ROLE_CONJUNCT;
        default: return ROLE_OTHER;
        }
    if (end < l->tokens_n) {
        slice next = token_form(s->text, &l->tokens[end]);
        if (slice_eq(next, S("'s")) || slice_eq(next, S("’s")))
            return ROLE_POSSESSIVE;
        if (l->tokens[end].upos == UPOS_VERB || l->tokens[end].upos == UPOS_AUX)
            return ROLE_SUBJECT;
    }
    return ROLE_OTHER;
}

/* A conjunct has the role of what it is joined to; an apposition that of what it explains. */
static uint32_t role_bearer(const struct lang *l, uint32_t head) {
    for (int k = 0; k < 3; k++) {
        uint8_t d = l->tokens[head].deprel;
        uint32_t up = l->tokens[head].head;
        if ((d != DEP_CONJ && d != DEP_APPOS && d != DEP_FLAT) || up == NONE || up == head)
            break;
        head = up;
    }
    return head;
}

struct seat { /* of the pronoun in its sentence */
    uint32_t token, sentence, up[CLIMB], up_n;
    enum role role;
    enum pronoun kind;
    uint8_t gender;
};

/* How the mention stands to the pronoun in the tree: 0 no tie; 1.. its governor is so many steps
 * above the pronoun; 8 the pronoun stands inside its phrase. */
static uint32_t tie(const struct lang *l, const struct seat *p, uint32_t head) {
    if (!l->parsed)
        return 0;
    for (uint32_t k = 0; k < p->up_n; k++)
        if (p->up[k] == head)
            return 8;
    uint32_t up = l->tokens[head].head;
    if (up == head || up == NONE)
        return 0;
    for (uint32_t k = 0; k < p->up_n; k++)
        if (p->up[k] == up)
            return 1 + (k < 6 ? k : 6);
    return 0;
}

static uint32_t bucket(uint32_t n) {
    return n < 4 ? n : n < 6 ? 4 : n < 9 ? 5 : n < 14 ? 6 : n < 22 ? 7 : n < 36 ? 8 : 9;
}

static void add(struct candidate *c, uint32_t id, uint32_t a, uint32_t b, uint32_t d) {
    uint64_t h = hash_mix((uint64_t)id << 32 | a, (uint64_t)b << 32 | d);
    if (c->n < COREF_FEATURES)
        c->feature[c->n++] = (uint16_t)(h % COREF_WEIGHTS);
}

static void describe(const struct coref_state *s, const struct seat *p, struct candidate *c,
                     uint32_t order, bool after) {
    const struct lang *l = s->l;
    const struct mention *m = &l->mentions[c->mention];
    const struct entity *e = &l->entities[c->entity];
    uint32_t head = head_token(l, m->first, m->end);
    enum role own = role_of(s, head, m->end);
    uint32_t bearer = l->parsed ? role_bearer(l, head) : head;
    enum role role = bearer == head ? own : role_of(s, bearer, m->end);
    uint32_t far = s->sentence_of[p->token] - s->sentence_of[m->first];
    if (after)
        far = 9;
    uint32_t d = far < 4 || far == 9 ? far : 4, t = p->kind;
    uint32_t gap = after ? m->first - p->token : p->token - m->end;
    uint32_t ties = far == 0 || after ? tie(l, p, head) : 10;
    uint32_t ties2 = (far == 0 || after) && bearer != head ? tie(l, p, bearer) : ties;
    uint32_t first = m->first == l->sentences[s->sentence_of[m->first]].first;
    bool possessive = m->end < l->tokens_n && (l->tokens[m->end].xpos == XPOS_POS);
    uint32_t count = s->count[c->entity] < 5 ? s->count[c->entity] : 5;
    uint32_t g = s->gender[c->entity] == 0 ? 0 : s->gender[c->entity] == p->gender ? 1 : 2;
    uint32_t words = m->end - m->first < 3 ? m->end - m->first : 3;
    uint32_t pronoun_far = 9;
    if (s->last_pronoun[c->entity] != NONE) {
        pronoun_far = s->sentence_of[p->token] - s->sentence_of[s->last_pronoun[c->entity]];
        pronoun_far = pronoun_far < 3 ? pronoun_far : 3;
    }
    bool same_last = s->last[p->gender] == c->entity;
    uint32_t type = e->type == ENTITY_PER ? 0 : e->type == ENTITY_ORG ? 1 : e->type == ENTITY_GPE ? 2 : 3;
    add(c, 1, d, t, 0);
    add(c, 2, bucket(gap), after, t);
    add(c, 3, order, after, 0);
    add(c, 4, order, t, d);
    add(c, 5, own, t, 0);
    add(c, 6, role, t, d);
    add(c, 7, role, p->role, d);
    add(c, 8, ties, own, t);
    add(c, 9, ties2, role, t);
    add(c, 10, ties, t, 0);
    add(c, 11, first, d, own);
    add(c, 12, possessive, d, t);
    add(c, 13, count, 0, 0);
    add(c, 14, g, 0, 0);
    add(c, 15, g, words, type);
    add(c, 16, words, d, 0);
    add(c, 17, pronoun_far, same_last, 0);
    add(c, 18, same_last, d, order < 2);
    add(c, 19, type, 0, 0);
    add(c, 20, c->entity == 0, d, 0);
    add(c, 21, role == ROLE_SUBJECT, order, d);
    add(c, 22, pronoun_far == 0, own, d);
    add(c, 23, role, order, t);
    add(c, 24, own, role, d);
    if (e->gender + p->gender == GENDER_MALE + GENDER_FEMALE)
        c->prior = OTHER_GENDER;
    bool title = e->title.p != NULL;
    add(c, 25, title, d, 0);
    uint32_t next = m->end < l->tokens_n ? l->tokens[m->end].upos : 0;
    add(c, 26, next, d, 0);
    uint32_t before = m->first ? l->tokens[m->first - 1].upos : 0;
    add(c, 27, before, d, t);
    add(c, 28, bucket(gap), role, 0);
}

/* How much a mention brings its entity to mind (Lappin & Leass 1994): by role, halved by each sentence. */
static uint32_t weight_of(const struct coref_state *s, const struct mention *m, uint32_t sentence) {
    uint32_t head = head_token(s->l, m->first, m->end);
    if (s->l->parsed)
        head = role_bearer(s->l, head);
    enum role role = role_of(s, head, m->end);
    uint32_t far = sentence - s->sentence_of[m->first];
    return (role == ROLE_SUBJECT ? 96u : role == ROLE_OBJECT ? 64 : role == ROLE_POSSESSIVE ? 48 : 40) >>
           (far < 5 ? far : 5);
}

/* The candidates' places by weight and by number of mentions. */
static void rank(const struct coref_state *s, const struct seat *p, struct candidate *c, uint32_t n) {
    for (uint32_t i = 0; i < n; i++)
        if (s->last_pronoun[c[i].entity] != NONE) {
            uint32_t far = p->sentence - s->sentence_of[s->last_pronoun[c[i].entity]];
            c[i].weight += 80u >> (far < 5 ? far : 5);
        }
    for (uint32_t i = 0; i < n; i++) {
        uint32_t heavier = 0, more = 0;
        bool person = s->l->entities[c[i].entity].type == ENTITY_PER;
        for (uint32_t k = 0; k < n; k++)
            if (k != i && s->l->entities[c[k].entity].type == ENTITY_PER) {
                heavier += c[k].weight > c[i].weight;
                more += s->count[c[k].entity] > s->count[c[i].entity];
            }
        add(&c[i], 40, heavier < 4 ? heavier : 4, person, 0);
        add(&c[i], 41, heavier < 4 ? heavier : 4, p->kind, 0);
        add(&c[i], 42, more < 4 ? more : 4, person, 0);
        add(&c[i], 43, heavier == 0, more == 0, p->kind);
        add(&c[i], 44, c[i].weight / 16 < 12 ? c[i].weight / 16 : 12, person, 0);
    }
}

uint32_t coref_candidates(const struct coref_state *s, uint32_t token, enum pronoun kind,
                          uint8_t gender, struct candidate out[COREF_CANDIDATES + 1]) {
    const struct lang *l = s->l;
    struct seat p = {.token = token, .sentence = s->sentence_of[token], .kind = kind, .gender = gender};
    p.role = role_of(s, token, token + 1);
    if (l->parsed)
        for (uint32_t t = token; p.up_n < CLIMB;) {
            uint32_t h = l->tokens[t].head;
            if (h == NONE || h == t)
                break;
            p.up[p.up_n++] = t = h;
        }
    uint32_t lo = 0, hi = l->mentions_n; /* first mention behind the pronoun */
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (l->mentions[mid].first <= token)
            lo = mid + 1;
        else
            hi = mid;
    }
    uint32_t n = 0, order = 0;
    for (uint32_t k = lo, steps = 0; k-- > 0 && steps < WINDOW_MENTIONS && n < COREF_CANDIDATES - 3; steps++) {
        const struct mention *m = &l->mentions[k];
        if (p.sentence - s->sentence_of[m->first] > WINDOW_SENTENCES)
            break;
        if (m->kind != MENTION_NAME || m->entity == NONE || m->end > token)
            continue;
        uint8_t type = l->entities[m->entity].type;
        if (type == ENTITY_MISC || type == ENTITY_EVENT || type == ENTITY_LOC)
            continue;
        bool seen = false;
        uint32_t weight = weight_of(s, m, p.sentence);
        for (uint32_t i = 0; i < n; i++)
            if (out[i].entity == m->entity)
                seen = true, out[i].weight += weight;
        if (seen)
            continue;
        out[n] = (struct candidate){.entity = m->entity, .mention = k, .weight = weight};
        describe(s, &p, &out[n], order < 6 ? order : 6, false);
        n++;
        order += type == ENTITY_PER;
    }
    rank(s, &p, out, n);
    uint32_t end = l->sentences[p.sentence].end;
    order = 0;
    for (uint32_t k = lo; k < l->mentions_n && l->mentions[k].first < end && n < COREF_CANDIDATES && order < 3; k++) {
        const struct mention *m = &l->mentions[k];
        if (m->kind != MENTION_NAME || m->entity == NONE || l->entities[m->entity].type != ENTITY_PER)
            continue;
        bool seen = false;
        for (uint32_t i = 0; i < n; i++)
            seen = seen || out[i].entity == m->entity;
        if (seen)
            continue;
        out[n] = (struct candidate){.entity = m->entity, .mention = k};
        describe(s, &p, &out[n], order++, true);
        n++;
    }
    out[n] = (struct candidate){.entity = NONE, .mention = NONE};
    add(&out[n], 60, kind, 0, 0);
    add(&out[n], 61, n == 0, n > 3, 0);
    return n + 1;
}

uint32_t coref_best(const float *weights, struct candidate *c, uint32_t n, float *share) {
    uint32_t best = 0;
    for (uint32_t i = 0; i < n; i++) {
        float s = c[i].prior;
        for (uint32_t k = 0; k < c[i].n; k++)
            s += weights[c[i].feature[k]];
        c[i].score = s;
        if (s > c[best].score)
            best = i;
    }
    float z = 0;
    for (uint32_t i = 0; i < n; i++)
        z += expf(c[i].score - c[best].score);
    *share = 1 / z;
    return best;
}
