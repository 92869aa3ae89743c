/* How much two clauses are alike as they stand: by the words and names that they share, by what they turn on, and by who
 * does it to what. What is learned on top of that: claim_pair.c. */
#include "claim_work.h"

static const struct {
    float floor;    /* less alike than this is never looked at again */
    float held;     /* part of the likeness that goes by the shorter of the two alone */
    float few;      /* what is left of it when they share two words only */
    float telling;  /* bits: words that two clauses must share besides names and the pile's matter ... */
    float bare;     /* ... and what is left of the likeness when they share none */
    float clash;    /* ... when they name different people or powers as those who act */
    float acts;     /* ... when nothing that happens in the one is spoken of in the other */
    float turn;     /* of clauses that turn on one word: likelier the same */
    float turn_met; /* ... when the one's word stands in the other */
    float turn_done; /* ... when neither does, but the same is acted upon */
    float turn_not; /* ... when that neither */
    float beside;   /* ... when one of them only says when or why */
    float done;     /* ... when the same is acted upon */
    float doers;    /* ... when what acts is not the same */
    float powers;   /* ... when those who act are named and others, besides what that takes from the likeness */
    float counts;   /* ... when they count one thing and differ */
    float strangers; /* ... when they tell of different people */
} T = {0.10f, 0.25f, 0.60f, 4.5f, 0.4f, 0.5f, 0.8f, 1.35f, 1.0f, 0.9f, 0.8f, 0.5f, 1.15f, 0.85f, 0.7f, 0.15f, 0.1f};

static void add_shared(struct shared *r, const struct feature *x, const struct feature *y) {
    const struct feature *less = x->share < y->share ? x : y;
    r->all += less->weight;
    r->telling += less->telling > 0 ? less->telling : 0;
    r->count += less->share > 0.45f && less->telling >= 0; /* one day makes two things no one thing */
}

struct shared claim_shared(const struct work *w, const struct unit *a, const struct unit *b) {
    const struct feature *x = &w->features[a->features], *y = &w->features[b->features];
    struct shared r = {0};
    if (!(a->sieve & b->sieve))
        return r;
    for (uint32_t i = 0, j = 0; i < a->features_n && j < b->features_n;) {
        if (x[i].key == y[j].key)
            add_shared(&r, &x[i++], &y[j++]);
        else if (x[i].key < y[j].key)
            i++;
        else
            j++;
    }
    return r;
}

struct overlap claim_overlap(const struct work *w, const struct unit *a, const struct unit *b) {
    const struct feature *x = &w->features[a->features], *y = &w->features[b->features];
    struct overlap r = {0};
    if (!(a->sieve & b->sieve))
        return r;
    for (uint32_t i = 0, j = 0; i < a->features_n && j < b->features_n;) {
        if (x[i].key == y[j].key) {
            r.in_b |= 1ull << i;
            r.in_a |= 1ull << j;
            r.pile += x[i].pile;
            r.pile_most = x[i].pile > r.pile_most ? x[i].pile : r.pile_most;
            add_shared(&r.both, &x[i++], &y[j++]);
        } else if (x[i].key < y[j].key) {
            i++;
        } else {
            j++;
        }
    }
    return r;
}

bool claim_has_class(const struct work *w, const struct unit *u, uint32_t bits) {
    for (uint32_t t = u->first; t < u->end; t++)
        if (words_classes(w->words, w->concepts[u->doc][t]) & bits)
            return true;
    return false;
}

/* Both name who acts, and not the same: "Xanian ships", "Yoric ships". */
bool claim_agents_clash(const struct unit *a, const struct unit *b) {
    return a->agents_n && b->agents_n && !keys_meet(a->agents, a->agents_n, b->agents, b->agents_n);
}

/* As whatever part of speech. */
bool claim_acts_meet(const struct work *w, const struct unit *a, const struct unit *b) {
    for (uint32_t i = 0; i < a->acts_n; i++)
        if (claim_has_key(w, b, a->acts[i]))
            return true;
    for (uint32_t i = 0; i < b->acts_n; i++)
        if (claim_has_key(w, a, b->acts[i]))
            return true;
    return false;
}

static float likeness_of(const struct work *w, const struct unit *a, const struct unit *b, const struct shared *both) {
    if (both->count < 2 || both->all <= 0)
        return 0;
    float less = a->weight < b->weight ? a->weight : b->weight;
    float all = a->weight + b->weight - both->all;
    float jaccard = both->all / (all > 1 ? all : 1);
    float held = both->all / (less > 1 ? less : 1);
    float s = (1 - T.held) * jaccard + T.held * held * (jaccard < 0.5f ? 2 * jaccard : 1);
    if (both->telling < T.telling)
        s *= T.bare + (1 - T.bare) * both->telling / T.telling;
    if (s > 0.9f * T.floor && claim_agents_clash(a, b))
        s *= T.clash;
    if (s > 0.9f * T.floor && (a->acts_n || b->acts_n) && !claim_acts_meet(w, a, b))
        s *= T.acts;
    return both->count < 3 ? T.few * s : s;
}

float claim_likeness(const struct work *w, const struct unit *a, const struct unit *b) {
    struct shared both = claim_shared(w, a, b);
    return likeness_of(w, a, b, &both);
}

/* Whether two roles have the same in them. "The envoy" and "Ann Ward" may be one: what has a name is held
 * against names, what has none against what has none. */
enum meeting claim_meet(const struct work *w, const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m) {
    uint32_t named[2] = {0};
    if (keys_meet(a, n, b, m))
        return MEET;
    for (uint32_t i = 0; i < n; i++)
        named[0] += keymap_get(&w->names, a[i]) != NULL;
    for (uint32_t i = 0; i < m; i++)
        named[1] += keymap_get(&w->names, b[i]) != NULL;
    return n && m && !named[0] == !named[1] ? CLASH : MEET_UNKNOWN;
}

static enum meeting meeting_of(const uint32_t *a, uint32_t n, bool a_named, const uint32_t *b, uint32_t m, bool b_named) {
    return keys_meet(a, n, b, m) ? MEET : n && m && a_named == b_named ? CLASH : MEET_UNKNOWN;
}
enum meeting claim_done_meet(const struct unit *a, const struct unit *b) {
    return meeting_of(a->done, a->done_n, a->done_named, b->done, b->done_n, b->done_named);
}
enum meeting claim_doers_meet(const struct unit *a, const struct unit *b) {
    return meeting_of(a->doers, a->doers_n, a->doers_named, b->doers, b->doers_n, b->doers_named);
}

/* There are people who have the role in a, and none of them is spoken of in b. */
static bool are_strangers(const struct work *w, const uint32_t *role, uint8_t people, const struct unit *b) {
    for (uint32_t i = 0; people >> i; i++)
        if ((people >> i & 1) && claim_has_key(w, b, role[i]))
            return false;
    return people != 0;
}

bool claim_strangers(const struct work *w, const struct unit *a, const struct unit *b) {
    return (are_strangers(w, a->done, a->done_people, b) && are_strangers(w, b->done, b->done_people, a)) ||
           (are_strangers(w, a->doers, a->doers_people, b) && are_strangers(w, b->doers, b->doers_people, a));
}

/* "Oak sued Ash", "Ash sued Oak": who does it in the one has it done to them in the other. */
bool claim_swapped(const struct unit *a, const struct unit *b) {
    return a->doers_named && b->doers_named && keys_meet(a->doers, a->doers_n, b->done, b->done_n) && keys_meet(a->done, a->done_n, b->doers, b->doers_n) &&
           !keys_meet(a->doers, a->doers_n, b->doers, b->doers_n) && !keys_meet(a->done, a->done_n, b->done, b->done_n);
}

/* Likeness of two clauses as statements: by what they turn on and by who does it to what, too. Clauses of
 * one story share its words whatever they tell; which events are one goes by the verb and its object first. */
float claim_tie_of(const struct work *w, const struct unit *a, const struct unit *b, const struct shared *both) {
    float s = likeness_of(w, a, b, both);
    if (s < 0.7f * T.floor)
        return s;
    enum meeting done = claim_done_meet(a, b);
    if (a->root && b->root)
        s *= a->root == b->root                                  ? T.turn
             : claim_has_key(w, b, a->root) || claim_has_key(w, a, b->root) ? T.turn_met
             : done == MEET                                     ? T.turn_done
                                                                 : T.turn_not;
    if (a->root != b->root && ((a->flags | b->flags) & UNIT_BESIDE))
        s *= T.beside;
    if (done == MEET)
        s *= T.done;
    if (claim_doers_meet(a, b) == CLASH)
        s *= T.doers;
    if (claim_agents_clash(a, b))
        s *= T.powers;
    if (claim_counts_clash(w, a, b))
        s *= T.counts;
    if (claim_strangers(w, a, b) || claim_swapped(a, b))
        s *= T.strangers; /* what befell another, what another did */
    return s;
}

float claim_tie(const struct work *w, const struct unit *a, const struct unit *b) {
    struct shared both = claim_shared(w, a, b);
    return claim_tie_of(w, a, b, &both);
}

bool claim_opposed(const struct work *w, const struct unit *a, const struct unit *b) {
    if ((a->flags ^ b->flags) & UNIT_NEGATED) {
        const struct unit *not = a->flags & UNIT_NEGATED ? a : b, *other = not == a ? b : a;
        if (!not->turned || claim_has_key(w, other, not->turned))
            return true;
    }
    if (a->refused != b->refused && ((a->refused && b->root == a->refused) || (b->refused && a->root == b->refused)))
        return true; /* "rejected calls to resign", "resigned" */
    const struct feature *x = &w->features[a->features];
    for (uint32_t i = 0; a->turns && i < a->features_n; i++) {
        if (!x[i].turns || claim_has_key(w, b, x[i].key))
            continue;
        for (uint32_t p = *keymap_get(&w->words->opposite, x[i].key); p != NONE; p = w->words->pairs[p].next)
            if (claim_has_key(w, b, w->words->pairs[p].other))
                return true;
    }
    return false;
}
