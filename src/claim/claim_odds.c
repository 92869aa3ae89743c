/* One matter in two lights.
 *
 *   breach    what some call a breach of the rules, and the party itself calls keeping to them: neither
 *             says that the other is untrue, and both can't be right
 *   degree    two reports of one deed of which one goes further: "inspected", "seized"
 *             (data/lang/en/claim-degrees.txt) */
#include "claim_work.h"

static const struct { float breach, degree; } T = {4.5f, 2.5f};

/* ---- breach of rules --------------------------------------------------------------------------- */

enum { NEAR = 6, MOST_PARTY = 2 * MOST_NAMES, MOST_RULES = 3 };

/* A clause that says of somebody that they keep to rules, or break them. */
struct conduct {
    uint32_t unit;
    bool kept;
    uint32_t names[MOST_PARTY]; /* of those who are said to */
    uint32_t rules[MOST_RULES]; /* concepts */
    uint32_t names_n, rules_n;
};

static uint32_t bits_at(const struct work *w, const struct unit *u, uint32_t t) {
    return words_classes(w->words, w->concepts[u->doc][t]);
}

/* "Observed the embargo", "is in compliance with", "strictly obeyed": as what is so, not as what is wanted. */
static bool says_kept(const struct work *w, const struct unit *u, uint32_t t) {
    const struct lang *l = &w->docs[u->doc]->lang;
    const struct token *x = &l->tokens[t];
    if (x->upos == UPOS_NOUN) {
        for (uint32_t k = t > u->first + 3 ? t - 3 : u->first; k < t; k++)
            if (slice_eq_nocase(token_form(work_text(w, u->doc), &l->tokens[k]), S("in")))
                return true;
        return false;
    }
    bool strictly = bits_at(w, u, t) & WORD_KEEP;
    for (uint32_t k = t > u->first + 3 ? t - 3 : u->first; k < t; k++) {
        if (l->tokens[k].xpos == XPOS_MD || l->tokens[k].xpos == XPOS_TO)
            return false;
        strictly |= (bits_at(w, u, k) & WORD_STRICTLY) != 0;
    }
    return strictly && (x->xpos == XPOS_VBD || x->xpos == XPOS_VBN || x->xpos == XPOS_VBZ || x->xpos == XPOS_VBP);
}

/* Fills in the rules; false where the clause speaks of no conduct. */
static bool speaks_of_conduct(const struct work *w, const struct unit *u, struct conduct *c) {
    const struct lang *l = &w->docs[u->doc]->lang;
    for (uint32_t t = u->first; t < u->end; t++) {
        uint32_t bits = bits_at(w, u, t);
        bool kept = (bits & (WORD_KEEP | WORD_FOLLOW)) && says_kept(w, u, t);
        if (!kept && !(bits & WORD_BREACH))
            continue;
        for (uint32_t k = t + 1; k < u->end && k <= t + NEAR && c->rules_n < MOST_RULES; k++)
            if (bits_at(w, u, k) & WORD_RULE)
                c->rules[c->rules_n++] = w->concepts[u->doc][k];
        bool illegally = l->tokens[t].upos == UPOS_ADV && u->agents_n; /* whatever the rule */
        if (!c->rules_n && (kept || !illegally))
            continue;
        c->kept = kept;
        return true;
    }
    return false;
}

static void add_name(struct conduct *c, uint32_t key) {
    if (c->names_n < MOST_PARTY && !keys_have(c->names, c->names_n, key))
        c->names[c->names_n++] = key;
}

/* Who keeps to the rules: who acts, and whoever says so of themselves. Who breaks them: who acts, or whom the
 * clause begins with ("accused | Xania of arming rebels, in breach of the treaty"). */
static bool conduct_of(const struct work *w, uint32_t i, struct conduct *c) {
    const struct unit *u = &w->units[i];
    *c = (struct conduct){.unit = i};
    if ((u->flags & (UNIT_FRAME | UNIT_QUESTION | UNIT_NEGATED)) || u->phrase || !speaks_of_conduct(w, u, c))
        return false;
    for (uint32_t k = 0; k < u->agents_n; k++)
        add_name(c, u->agents[k]);
    uint32_t voice[MOST_NAMES], n = c->kept ? claim_voice_names(w, u->doc, u->attribution, voice) : 0;
    for (uint32_t k = 0; k < n; k++)
        add_name(c, voice[k]);
    uint32_t first = w->concepts[u->doc][u->first];
    if (!c->kept && !c->names_n && first && keymap_get(&w->names, first))
        add_name(c, first);
    return c->names_n > 0;
}

/* Of each report the clause that says so best: in quotation marks, then the fullest. */
static void conduct_sides(struct work *w, struct draft *d, const struct conduct *c, uint32_t n, uint32_t party, bool kept) {
    for (uint32_t i = 0; i < n && d->sides_n < MOST_SIDES / (kept ? 1 : 2);) {
        uint32_t doc = w->units[c[i].unit].doc, best = NONE;
        float most = 0;
        for (; i < n && w->units[c[i].unit].doc == doc; i++) {
            const struct unit *u = &w->units[c[i].unit];
            float s = u->weight + (u->flags & UNIT_QUOTED ? 100.f : 0);
            if (c[i].kept != kept || !keys_have(c[i].names, c[i].names_n, party) || s <= most)
                continue;
            most = s;
            best = c[i].unit;
        }
        if (best == NONE)
            continue;
        draft_side(w, d, doc, w->units[best].at, (slice){0}, claim_speaker(w, doc, w->units[best].attribution));
        draft_claim(d, claim_of_unit(w, best));
    }
}

static uint32_t party_key(uint32_t name, uint32_t rule) {
    uint32_t key = (uint32_t)hash_mix(name, rule);
    return key ? key : 1;
}

/* One conflict for each party that says it keeps to a rule and is said to break it. */
static void breaches(struct work *w) {
    enum { MOST = 32 };
    struct conduct *c = NULL, one;
    uint32_t n = 0, cap = 0;
    struct keymap broken, done; /* name and rule; name */
    keymap_init(&broken, w->tmp, 16);
    keymap_init(&done, w->tmp, 16);
    for (uint32_t i = 0; i < w->units_n; i++) {
        if (!conduct_of(w, i, &one))
            continue;
        ARENA_MORE(w->tmp, c, n, cap);
        c[n++] = one;
        for (uint32_t k = 0; !one.kept && k < one.names_n; k++)
            for (uint32_t r = 0; r < one.rules_n; r++)
                keymap_put(&broken, party_key(one.names[k], one.rules[r]), 1);
    }
    for (uint32_t i = 0, told = 0; i < n && told < MOST; i++) {
        uint32_t party = 0;
        for (uint32_t k = 0; c[i].kept && k < c[i].names_n; k++)
            for (uint32_t r = 0; r < c[i].rules_n; r++)
                if (keymap_get(&broken, party_key(c[i].names[k], c[i].rules[r])))
                    party = c[i].names[k];
        if (!party || keymap_get(&done, party)) /* maybe by another of its names */
            continue;
        for (uint32_t k = 0; k < c[i].names_n; k++)
            keymap_put(&done, c[i].names[k], 1);
        told++;
        struct draft d = {0};
        conduct_sides(w, &d, c, n, party, false);
        conduct_sides(w, &d, c, n, party, true);
        draft_close(w, &d, CONFLICT_DENIAL, T.breach, arena_slice(w->a, S("Called a breach of the rules, and keeping to them.")));
    }
}

/* ---- degrees -------------------------------------------------------------------------------------- */

/* What happened, for sure: "seized", not "to seize", "could seize". */
static bool has_happened(const struct work *w, const struct unit *u, uint32_t t) {
    const struct token *tok = w->docs[u->doc]->lang.tokens;
    if (tok[t].upos != UPOS_VERB || (tok[t].xpos != XPOS_VBD && tok[t].xpos != XPOS_VBN && tok[t].xpos != XPOS_VBZ))
        return false;
    for (uint32_t k = t > u->first + 3 ? t - 3 : u->first; k < t; k++)
        if (claim_is_not(w, u->doc, k) || tok[k].xpos == XPOS_MD || tok[k].xpos == XPOS_TO)
            return false;
    return true;
}

/* The strongest step that a clause tells of, on whatever ladder: ladder and step, 0: none. */
static struct degree degree_of(const struct work *w, const struct unit *u) {
    struct degree best = {0};
    for (uint32_t t = u->first; t < u->end; t++) {
        struct degree d = words_degree(w->words, w->concepts[u->doc][t]);
        if (d.ladder && d.step > best.step && has_happened(w, u, t))
            best = d;
    }
    return best;
}

static bool report_reaches(const struct work *w, uint32_t doc, struct degree d) {
    const struct lang *l = &w->docs[doc]->lang;
    for (uint32_t t = 0; t < l->tokens_n; t++) {
        struct degree x = words_degree(w->words, w->concepts[doc][t]);
        if (x.ladder == d.ladder && x.step >= d.step)
            return true;
    }
    return false;
}

static void degrees(struct work *w) {
    enum { MOST = 12 };
    for (uint32_t g = 0; g < w->groups_n; g++) {
        const struct group *x = &w->groups[g];
        if (x->docs_n < 2 || x->claim == NONE)
            continue;
        struct degree high = {0}, d[MOST];
        uint32_t n = x->units_n < MOST ? x->units_n : MOST;
        for (uint32_t i = 0; i < n; i++) {
            d[i] = degree_of(w, &w->units[x->units[i]]);
            if (d[i].step > high.step)
                high = d[i];
        }
        struct draft less = {0};
        for (int further = 0; further < 2; further++)
            for (uint32_t i = 0; i < n && high.step > 1 && less.sides_n >= (uint32_t)further; i++) {
                const struct unit *u = &w->units[x->units[i]];
                if (d[i].ladder != high.ladder || (d[i].step == high.step) != further ||
                    (!further && report_reaches(w, u->doc, high)))
                    continue;
                draft_side(w, &less, u->doc, u->at, (slice){0}, claim_speaker(w, u->doc, u->attribution));
            }
        draft_claim(&less, x->claim);
        draft_close(w, &less, CONFLICT_SCOPE, T.degree, arena_slice(w->a, S("One report goes further than the other.")));
    }
}

void claim_odds(struct work *w) {
    breaches(w);
    degrees(w);
}
