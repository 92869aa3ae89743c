/* What one report keeps, and another that tells the same matter has not: a caveat ("it is unclear", "could not confirm", "only
 * if"), a denial.
 *
 *   kept    a sentence with a caveat, or an answer that denies or doubts
 *   matter  what else the sentence says, or the one before it where that is little; what is denied
 *   teller  the clause of another report that is most of one matter with it
 *   like    the other report keeps it too: a caveat of one matter, a denial by the same or of the same
 *
 * What several reports keep is one. A conflict for each, and a loss for each report that tells the matter and has no word of it. */
#include "claim_work.h"

enum { MOST = 200, MOST_LACK = 8 /* reports, for one that is kept */, NEAR = 512, LONGEST = 300, DAY = 24 * 60 };

static const struct {
    float weight;
    float bits, held;   /* that a report must share with the matter of a caveat ... */
    float denied, part; /* ... of a denial */
    float thin;         /* a sentence with less says little by itself */
    float like, likely; /* bits that two caveats, two denials share, if they are the same */
    float word;         /* bits of a word that tells something */
    float same, same_part; /* bits, part that it shares with what is said not to be so in the other report, if that is the same */
} T = {3, 7, 0.3f, 6, 0.25f, 14, 5, 6, 3, 5, 0.2f};

struct kept {
    uint32_t doc, unit, first, end; /* the clause; units of its matter */
    uint32_t answer;                /* of w->answers, or NONE */
    uint32_t as;                    /* the first that is like it */
    span at;
    bool denial;
};

struct all { struct kept *p; uint32_t n; bool *like; /* [n * n] */ };

static void add(struct all *all, struct kept k) {
    const struct kept *last = all->n ? &all->p[all->n - 1] : NULL;
    if (all->n == MOST || (last && last->doc == k.doc && k.at.start < last->at.end && last->at.start < k.at.end))
        return;
    k.as = all->n;
    all->p[all->n++] = k;
}

static float bits_in(const struct work *w, struct run s) {
    float sum = 0;
    for (uint32_t i = s.first; i < s.end; i++)
        for (uint32_t f = 0; f < w->units[i].features_n; f++)
            sum += w->features[w->units[i].features + f].share * claim_topic_bits(w, w->features[w->units[i].features + f].key);
    return sum;
}

/* "Asked them to deny it": nobody denies there. */
static bool denies_in_passing(const struct work *w, const struct unit *u) {
    const struct lang *l = &w->docs[u->doc]->lang;
    for (uint32_t t = u->first; t + 1 < u->end; t++)
        if (l->tokens[t].xpos == XPOS_TO && slice_among(token_form(work_text(w, u->doc), &l->tokens[t + 1]), "deny refute rebut"))
            return true;
    return false;
}

static void collect(struct work *w, struct all *all) {
    uint32_t next = 0;
    for (uint32_t i = 0; i < w->units_n; i++) {
        const struct unit *u = &w->units[i];
        while (next < w->answers_n && (w->answers[next].doc < u->doc || (w->answers[next].doc == u->doc && w->answers[next].unit < i)))
            next++;
        const struct answer *x = next < w->answers_n && w->answers[next].unit == i ? &w->answers[next] : NULL;
        bool denial = x && x->stance == STANCE_DENIED && u->phrase == PHRASE_DENY && x->attribution != NONE;
        if ((!denial && !(x && x->stance == STANCE_DOUBTED) && !(u->flags & UNIT_CAVEAT)) || (u->flags & UNIT_QUESTION))
            continue;
        if (denial && denies_in_passing(w, u))
            continue;
        struct run s = claim_sentence(w, i);
        struct kept k = {u->doc, i, s.first, s.end, x ? next : NONE, 0, x ? x->at : u->at, denial};
        if (!denial && w->units[s.end - 1].at.end - u->at.start <= LONGEST)
            k.at = (span){u->at.start, w->units[s.end - 1].at.end};
        if (bits_in(w, s) < T.thin && s.first > 0 && w->units[s.first - 1].doc == u->doc)
            k.first = claim_sentence(w, s.first - 1).first;
        add(all, k);
    }
}

/* Behind "it is unclear whether", "denied that". */
bool claim_is_left_open(const struct work *w, uint32_t unit) {
    for (uint32_t k = unit; k > 0 && w->units[k - 1].doc == w->units[unit].doc && w->units[k - 1].sentence == w->units[unit].sentence; k--)
        if (w->units[k - 1].phrase || (w->units[k - 1].flags & UNIT_CAVEAT))
            return true;
    return false;
}

static bool may_tell(const struct work *w, uint32_t i) {
    const struct unit *v = &w->units[i];
    return !claim_is_left_open(w, i) && !(v->flags & (UNIT_FRAME | UNIT_QUESTION | UNIT_TAG | UNIT_DENIAL | UNIT_CAVEAT)) && (v->flags & UNIT_VERB) && !v->phrase && v->features_n >= 2;
}

struct best {
    uint32_t unit;
    struct topic t;
    bool like; /* somebody says there that it is not so, or that it is not known */
};

static bool says_not(const struct unit *v) { return v->phrase || (v->flags & (UNIT_NEGATED | UNIT_DENIAL | UNIT_CAVEAT)); }

/* The teller has a word of what is denied, if that has any. */
static bool speaks_of(const struct work *w, const struct kept *k, uint32_t v) {
    bool any = false;
    for (uint32_t i = k->unit; i < k->end; i++) {
        const struct unit *u = &w->units[i];
        for (uint32_t f = 0; f < u->features_n; f++) {
            const struct feature *x = &w->features[u->features + f];
            if (x->name || keymap_get(&w->words->in_phrase, x->key) || claim_topic_bits(w, x->key) < T.word ||
                (words_classes(w->words, x->key) & (WORD_REPORT | WORD_SPEECH | WORD_PEOPLE | WORD_SPAN)))
                continue;
            if (claim_has_key(w, &w->units[v], x->key))
                return true;
            any = true;
        }
    }
    for (uint32_t i = 0; !any && k->denial && i < w->answers[k->answer].names_n; i++) /* "denied it": of what is said of who denies */
        if (claim_has_key(w, &w->units[v], w->answers[k->answer].names[i]))
            return true;
    return !any && !k->denial;
}

/* Somebody else says it, and of no other than what is denied: "denied that she would join" says nothing of his joining. */
static bool is_of_denier(const struct work *w, const struct kept *k, uint32_t v) {
    for (uint32_t i = k->unit; i < k->end; i++)
        if (claim_meet(w, w->units[i].doers, w->units[i].doers_n, w->units[v].doers, w->units[v].doers_n) == CLASH)
            return false;
    return !claim_same_voice(w, &w->answers[k->answer], &w->units[v]);
}

/* Holds the unit i of what is kept, or of what it denies, against the other reports. */
static void hold(struct work *w, const struct kept *k, uint32_t i, struct best *best, uint32_t *near) {
    uint32_t n = claim_topic_near(w, i, near, NEAR);
    for (uint32_t q = 0; q < n; q++) {
        const struct topic_sentence *s = &w->topics.sentences[near[q]];
        uint32_t m = keys_from(w->members, w->members_n, sizeof *w->members, s->doc);
        for (uint32_t v = s->first; v < s->end; v++) {
            struct topic t = claim_topic(w, i, v);
            best[m].like |= t.telling >= T.same && t.held >= T.same_part && (says_not(&w->units[v]) || (k->denial && claim_same_voice(w, &w->answers[k->answer], &w->units[v])));
            if (may_tell(w, v) && (best[m].unit == NONE || t.bits * t.held > best[m].t.bits * best[m].t.held) && (!k->denial || (speaks_of(w, k, v) && is_of_denier(w, k, v)))) {
                best[m].unit = v;
                best[m].t = t;
            }
        }
    }
}

static float most_shared(const struct work *w, const struct kept *a, const struct kept *b) {
    float most = 0;
    for (uint32_t i = a->first; i < a->end; i++)
        for (uint32_t j = b->first; j < b->end; j++) {
            struct topic t = claim_topic(w, i, j);
            most = t.telling > most ? t.telling : most;
        }
    return most;
}

static bool is_like(const struct work *w, const struct kept *a, const struct kept *b) {
    if (a->denial != b->denial || claim_story(w, a->doc) != claim_story(w, b->doc))
        return false;
    if (!a->denial)
        return most_shared(w, a, b) >= T.like;
    const struct answer *x = &w->answers[a->answer], *y = &w->answers[b->answer];
    return (x->group != NONE && x->group == y->group) || claim_one_side(x, y) || most_shared(w, a, b) >= T.likely;
}

/* Not known before the other report was out. */
static bool may_lose(const struct work *w, uint32_t from, uint32_t to) {
    int64_t x = kin_minutes(w->docs[from]->page.published, NULL), y = kin_minutes(w->docs[to]->page.published, NULL);
    return x == INT64_MIN || y == INT64_MIN || (x - y < 2 * DAY && y - x < 8 * DAY);
}

static uint32_t member_of(const struct work *w, uint32_t doc) { return keys_from(w->members, w->members_n, sizeof *w->members, doc); }

/* It tells what the caveat is of, what is denied. */
static bool tells(const struct kept *k, const struct best *b) {
    return b->unit != NONE && b->t.words >= 2 && !b->like &&
           (k->denial ? b->t.bits >= T.denied && b->t.held >= T.part : b->t.bits >= T.bits && b->t.held >= T.held);
}

struct lack { uint32_t member; float worth; };

static int lack_order(const void *a, const void *b) {
    const struct lack *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    return x->member < y->member ? -1 : x->member > y->member;
}

/* A conflict of the kind has it already. */
static bool is_shown(const struct work *w, const struct kept *k, uint8_t kind) {
    for (uint32_t i = w->conflicts_first; i < w->out->conflicts_n; i++)
        for (uint32_t s = 0; w->out->conflicts[i].kind == kind && s < w->out->conflicts[i].sides_n; s++) {
            const struct side *x = &w->out->conflicts[i].sides[s];
            if (x->doc == k->doc && x->at.start < k->at.end && k->at.start < x->at.end)
                return true;
        }
    return false;
}

/* "It is unclear whether the mill was sold" is at odds with nothing: nobody may know. */
bool claim_is_open_question(const struct work *w, const struct unit *u) {
    for (uint32_t t = u->first; t < u->end; t++)
        if (slice_among(token_form(work_text(w, u->doc), &w->docs[u->doc]->lang.tokens[t]), "unclear clear uncertain known"))
            return true;
    return false;
}

static slice speaker(const struct work *w, const struct kept *k) {
    return claim_speaker(w, k->doc, k->answer != NONE ? w->answers[k->answer].attribution : w->units[k->unit].attribution);
}

static void show(struct work *w, const struct all *all, uint32_t i, const struct best *best, const struct lack *lack, uint32_t n) {
    const struct kept *k = &all->p[i];
    struct draft d = {0};
    bool told = false, denied = k->denial && !is_shown(w, k, CONFLICT_DENIAL);
    if (!n || (!denied && is_shown(w, k, CONFLICT_SCOPE)) || (!k->denial && claim_is_open_question(w, &w->units[k->unit])))
        return;
    for (uint32_t j = i; j < all->n && d.sides_n < MOST_SIDES / 2; j++)
        if (all->p[j].as == i)
            draft_side(w, &d, all->p[j].doc, all->p[j].at, (slice){0}, speaker(w, &all->p[j]));
    for (uint32_t j = 0; j < n && d.sides_n < MOST_SIDES; j++) {
        const struct unit *v = &w->units[best[lack[j].member].unit];
        if (!speaks_of(w, k, best[lack[j].member].unit))
            continue;
        told = true;
        draft_side(w, &d, v->doc, v->at, (slice){0}, claim_speaker(w, v->doc, v->attribution));
        draft_claim(&d, claim_of_unit(w, best[lack[j].member].unit));
    }
    if (told)
        draft_close(w, &d, denied ? CONFLICT_DENIAL : CONFLICT_SCOPE, T.weight, arena_slice(w->a, denied ? S("Told in one report, denied in another.") : k->denial ? S("A denial that one report keeps and another has not.") : S("A caveat that one report keeps and another has not.")));
}

static void lacks(struct work *w, const struct all *all, uint32_t i, struct best *best, struct lack *lack, uint32_t *near) {
    const struct kept *k = &all->p[i];
    uint32_t n = 0, target = k->answer != NONE ? w->answers[k->answer].target : NONE;
    for (uint32_t m = 0; m < w->members_n; m++)
        best[m] = (struct best){.unit = NONE};
    for (uint32_t j = k->first; j < k->end; j++)
        hold(w, k, j, best, near);
    if (target != NONE)
        hold(w, k, target, best, near);
    for (uint32_t j = 0; j < all->n; j++) /* these have the like */
        if (j == i || all->p[j].as == k->as || all->like[i * all->n + j])
            best[member_of(w, all->p[j].doc)].unit = NONE;
    best[member_of(w, k->doc)].unit = NONE;
    for (uint32_t m = 0; m < w->members_n; m++)
        if (claim_story(w, w->members[m]) == claim_story(w, k->doc) && tells(k, &best[m]))
            lack[n++] = (struct lack){m, best[m].t.bits * best[m].t.held};
    if (n > 1)
        qsort(lack, n, sizeof *lack, lack_order);
    n = n > MOST_LACK ? MOST_LACK : n;
    if (k->as == i)
        show(w, all, i, best, lack, n);
    for (uint32_t j = 0; j < n; j++)
        if (may_lose(w, k->doc, w->members[lack[j].member]))
            claim_add_loss(w, k->answer != NONE && w->answers[k->answer].group != NONE ? w->groups[w->answers[k->answer].group].claim : NONE,
                           k->denial ? LOSS_DENIAL_DROPPED : LOSS_CAVEAT_DROPPED, k->doc, k->at, w->members[lack[j].member], (span){0, 0});
}

void claim_kept(struct work *w) {
    struct all all = {.p = ARENA_ARRAY(w->tmp, struct kept, MOST)};
    collect(w, &all);
    uint32_t *near = ARENA_ARRAY(w->tmp, uint32_t, NEAR);
    struct best *best = ARENA_ARRAY(w->tmp, struct best, w->members_n + 1);
    struct lack *lack = ARENA_ARRAY(w->tmp, struct lack, w->members_n + 1);
    all.like = ARENA_ARRAY(w->tmp, bool, (size_t)all.n * all.n + 1);
    for (uint32_t i = 0; i < all.n; i++)
        for (uint32_t k = 0; k < i; k++) {
            all.like[i * all.n + k] = all.like[k * all.n + i] = is_like(w, &all.p[i], &all.p[k]);
            if (all.like[i * all.n + k] && all.p[i].as == i)
                all.p[i].as = all.p[k].as;
        }
    for (uint32_t i = 0; i < all.n; i++) {
        bool again = false; /* in one report */
        for (uint32_t k = all.p[i].as; k < i && !again; k++)
            again = all.p[k].as == all.p[i].as && all.p[k].doc == all.p[i].doc;
        if (!again)
            lacks(w, &all, i, best, lack, near);
    }
}
