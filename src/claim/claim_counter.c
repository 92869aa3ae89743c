/* What is denied without a word for denying: "there is no plan to shut the mill", by another than says that it will be shut.
 *
 * A clause that is negated as a whole is held against those that say the same without the "not" (pairs that claim_link kept
 * apart as opposites). Where one of them most likely says what it says no to, it is an answer to that, and so is what says the
 * same in other reports: the group of those who say no is no claim of its own. The two clauses are alike in words, or claim_link
 * had not held them for opposites; those that are not: claim_contrary.c. */
#include "claim_work.h"

enum { LEAST_SAID = 3 /* words */ };

static const struct {
    float least;     /* how likely two clauses must be the same but for the "not" ... */
    float own_voice; /* ... where the author says no */
    float word;      /* bits of a word that shows that they are of one matter */
} T = {0.3f, 0.5f, 3.5f};

/* "Not less than five", "no longer", "not only": not the clause that is negated. */
static bool measures(const struct work *w, uint32_t doc, uint32_t t) {
    const struct lang *l = &w->docs[doc]->lang;
    if (t > 0 && slice_eq_nocase(token_form(work_text(w, doc), &l->tokens[t - 1]), S("like"))) /* "like nothing" */
        return true;
    return t + 1 < l->tokens_n && slice_among(token_form(work_text(w, doc), &l->tokens[t + 1]),
                                              "less fewer more later longer only just least necessarily merely doubt");
}

bool claim_ought(const struct work *w, const struct unit *u, uint32_t verb) {
    const struct lang *l = &w->docs[u->doc]->lang;
    for (uint32_t t = u->first; t < u->end && t < verb; t++)
        if (l->tokens[t].head == verb && slice_among(token_form(work_text(w, u->doc), &l->tokens[t]), "should ought must shall"))
            return true;
    return false;
}

bool claim_says_no(const struct work *w, const struct unit *u) {
    const struct token *tok = w->docs[u->doc]->lang.tokens;
    if (!(u->flags & UNIT_NEGATED) || u->phrase || (u->flags & (UNIT_IF | UNIT_BESIDE | UNIT_QUESTION)) || !u->top ||
        (u->attribution != NONE && tok[u->top].deprel == DEP_ACL_RELCL)) /* "a storm that nobody could foresee" */
        return false;
    if (tok[u->first].xpos == XPOS_WRB || tok[u->first].xpos == XPOS_WP || tok[u->first].xpos == XPOS_WDT) /* "why they were not told" */
        return false;
    for (uint32_t t = u->first; t < u->end; t++) {
        uint32_t h = tok[t].head;
        if (!claim_is_not(w, u->doc, t) || measures(w, u->doc, t) || h < u->first || h >= u->end ||
            slice_eq_nocase(token_form(work_text(w, u->doc), &tok[t]), S("without")))
            continue;
        if (h == u->top || tok[h].head == u->top || tok[u->top].head == h)
            return !claim_ought(w, u, h) && !claim_ought(w, u, u->top);
    }
    return false;
}

static bool may_be_denied(const struct work *w, const struct unit *v) {
    return claim_may_link(v) && !(v->flags & (UNIT_NEGATED | UNIT_IF)) && !v->phrase && !claim_tells_denial(w, v) &&
           v->features_n >= LEAST_SAID;
}

/* A word other than `but` that both have and that tells something of the matter. */
static bool share_a_word(const struct work *w, const struct unit *u, const struct unit *v, uint32_t but) {
    for (uint32_t i = 0; i < u->features_n; i++) {
        const struct feature *x = &w->features[u->features + i];
        if (x->key != but && x->telling >= T.word && x->share > 0.9f && claim_has_key(w, v, x->key))
            return true;
    }
    return false;
}

/* Both turn on one deed ("there is no plan to close it" on what is planned), done to the same or by the same. Knowing, giving
 * and saying are done of anything. */
static bool one_deed(const struct work *w, const struct unit *u, const struct unit *v) {
    enum { ANY = WORD_STOP | WORD_LIGHT | WORD_SPEECH | WORD_MIND, PLANS = WORD_MIND | WORD_PROPOSAL };
    if (!v->root || (words_classes(w->words, v->root) & ANY))
        return false;
    bool planned = (words_classes(w->words, u->root) & PLANS) != 0, same = u->root == v->root;
    for (uint32_t t = u->first; t < u->end && !planned && (!u->root || (words_classes(w->words, u->root) & WORD_STOP)); t++)
        planned = (words_classes(w->words, w->concepts[u->doc][t]) & PLANS) != 0;
    for (uint32_t i = 0; planned && i < u->acts_n; i++)
        same |= u->acts[i] == v->root;
    if (!same)
        return false;
    enum meeting done = claim_meet(w, u->done, u->done_n, v->done, v->done_n), doers = claim_meet(w, u->doers, u->doers_n, v->doers, v->doers_n);
    return done != CLASH && doers != CLASH && (done == MEET || share_a_word(w, u, v, v->root));
}

/* u says no to what v says. */
static bool says_no_to(const struct work *w, const struct unit *u, const struct unit *v, float p) {
    return claim_says_no(w, u) && may_be_denied(w, v) && p >= T.least && (u->voice <= 1 || u->voice != v->voice) &&
           (u->voice || (p >= T.own_voice && u->doc != v->doc)) && (u->doc != v->doc || u->sentence != v->sentence) &&
           claim_story(w, u->doc) == claim_story(w, v->doc) && !claim_agents_clash(u, v) && one_deed(w, u, v);
}

/* What those who say no together say no to: of each target how likely, added up. */
struct ballot { uint32_t no, yes; /* keys: of a group, or of a unit */ uint32_t unit; float p; };

static int ballot_order(const void *a, const void *b) {
    const struct ballot *x = a, *y = b;
    if (x->no != y->no)
        return x->no < y->no ? -1 : 1;
    if (x->yes != y->yes)
        return x->yes < y->yes ? -1 : 1;
    return x->p != y->p ? (x->p > y->p ? -1 : 1) : (x->unit > y->unit) - (x->unit < y->unit);
}

void claim_add_counter(struct work *w, struct answers *out, uint32_t i, uint32_t target) {
    struct unit *u = &w->units[i];
    struct answer x = {.doc = u->doc, .sentence = u->sentence, .at = u->at, .whole = u->at, .unit = i, .stance = STANCE_DENIED,
                       .attribution = u->attribution, .target = target, .group = NONE};
    struct run all = claim_sentence(w, i);
    for (uint32_t k = all.first; k < all.end; k++)
        if ((w->units[k].flags & UNIT_FRAME) && w->units[k].frame_of == u->attribution)
            claim_widen(&x.whole, w->units[k].at);
    x.names_n = claim_voice_names(w, x.doc, x.attribution, x.names);
    claim_add_answer(w, out, x);
}

void claim_leave_group(struct work *w, uint32_t unit) {
    if (w->units[unit].group == NONE)
        return;
    struct group *g = &w->groups[w->units[unit].group];
    uint32_t kept = 0;
    for (uint32_t i = 0; i < g->units_n; i++)
        if (g->units[i] != unit)
            g->units[kept++] = g->units[i];
    g->units_n = kept;
    w->units[unit].group = NONE;
}

void claim_counters(struct work *w, struct answers *all) {
    struct ballot *b = ARENA_ARRAY(w->tmp, struct ballot, 2 * (size_t)w->against_n + 1);
    uint32_t n = 0, first = all->n;
    for (uint32_t i = 0; i < w->against_n; i++)
        for (int back = 0; back < 2; back++) {
            uint32_t no = back ? w->against[i].b : w->against[i].a, yes = back ? w->against[i].a : w->against[i].b;
            if (says_no_to(w, &w->units[no], &w->units[yes], w->against[i].score))
                b[n++] = (struct ballot){claim_target_key(w, no), claim_target_key(w, yes), yes, w->against[i].score};
        }
    if (n > 1)
        qsort(b, n, sizeof *b, ballot_order);
    for (uint32_t i = 0, end; i < n; i = end) {
        uint32_t target = NONE;
        float most = 0;
        for (end = i; end < n && b[end].no == b[i].no;) {
            float sum = 0;
            uint32_t key = b[end].yes, likeliest = b[end].unit;
            for (; end < n && b[end].no == b[i].no && b[end].yes == key; end++)
                sum += b[end].p;
            if (sum > most) {
                most = sum;
                target = likeliest;
            }
        }
        uint32_t no = b[i].no;
        for (uint32_t k = 0; k < (no & TARGET_UNIT ? 1 : w->groups[no].units_n); k++) {
            uint32_t unit = no & TARGET_UNIT ? no & ~TARGET_UNIT : w->groups[no].units[k];
            const struct unit *u = &w->units[unit];
            if (claim_says_no(w, u) && (u->voice <= 1 || u->voice != w->units[target].voice) && !claim_is_answer(w, all, u))
                claim_add_counter(w, all, unit, target);
        }
    }
    for (uint32_t k = first; k < all->n; k++)
        claim_leave_group(w, all->p[k].unit);
    for (uint32_t k = first; k < all->n; k++)
        all->p[k].group = claim_group_of(w, &all->p[k], all->p[k].target);
}
