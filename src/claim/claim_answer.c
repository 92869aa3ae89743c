/* What denies, declines or doubts what somebody has said in so many words, and what it is that is answered. What only says
 * "not" is found by claim_counter.c, and what a denial that is left with nothing denies by claim_contrary.c.
 *
 * "The ministry denied the report" has no words in common with what it denies. It is looked for
 *
 *   in its own words      "denied that the mill was sold": the clause, anywhere, that says so
 *   in what stands before "X said the mill was sold. The mayor denied it": the nearest statement of
 *                         somebody else, the more so where it speaks of the one who denies
 *   in the story          "asked about the report": the group that most reports have, and have early,
 *                         if the report with the denial tells it too
 *
 * and where none of them will do it answers nothing: a denial at the wrong claim misleads. */
#include "claim_work.h"

enum { LONGEST_ROW = 400, PROBE = 8, LONGEST_LIST = 256, BACK = 4 /* sentences */ };

static const struct {
    float matter;    /* bits that a word must have to be a matter of its own */
    float about;     /* least likeness of a denial in its own words to what it denies */
    float likely;    /* ... or how likely, at least, that both say the same */
    float again;     /* least likeness of two clauses of a report on what the same do */
    float near[BACK + 1]; /* worth of a statement so many sentences before */
    float voiced;    /* ... of its being somebody's words */
    float quoted;    /* ... against it, of what was said last, that it is in quotation marks: what is denied is mostly told before */
    float touches;   /* ... of its naming who answers; against it, that it names others as those who act */
    float acts;      /* ... of its telling what who answers has done */
    float told;      /* ... of other reports telling it */
    float likeness;  /* ... of words in common */
    float story;     /* worth of what the story is about, if the answer speaks of "the report" */
    float apart;     /* ... what then is left of the worth of what stands before */
    float after;     /* ... what is left of that, if it comes only after the answer */
    float least;     /* worth that a target must have, if the answer says "the report", "it" ... */
    float least_own; /* ... and if it has words of its own, which then are about something else */
    float central;   /* rank, of the highest, that a story turns on */
    float part;      /* of the weight of what is denied that must stand in what tells it */
} T = {4, 0.25f, 0.4f, 0.12f, {0.50f, 0.45f, 0.28f, 0.18f, 0.10f}, 0.25f, 0.10f, 0.20f, 0.40f, 0.10f, 1.5f, 0.60f, 0.6f, 0.5f, 0.50f, 0.95f, 0.8f, 0.85f};

/* ---- finding them ------------------------------------------------------------------------------- */

/* Whose answer a unit is that stands in nobody's words: the attribution whose cue it holds ("the
 * ministry denied the report"), else that of the frame beside it. */
static uint32_t frame_near(const struct work *w, uint32_t i, struct run sentence) {
    const struct unit *u = &w->units[i];
    const struct marks *m = &w->docs[u->doc]->marks;
    for (uint32_t k = 0; k < m->attributions_n; k++)
        if (m->attributions[k].cue.n && m->attributions[k].cue.p[0].start >= u->at.start &&
            m->attributions[k].cue.p[0].end <= u->at.end)
            return k;
    if (i > sentence.first && w->units[i - 1].frame_of != NONE)
        return w->units[i - 1].frame_of;
    return i + 1 < sentence.end ? w->units[i + 1].frame_of : NONE;
}

static bool same_source(const struct work *w, uint32_t doc, uint32_t a, uint32_t b) {
    if (a == b || a == NONE || b == NONE)
        return a == b;
    const struct attribution *x = &w->docs[doc]->marks.attributions[a], *y = &w->docs[doc]->marks.attributions[b];
    if (x->entity != NONE && x->entity == y->entity)
        return true;
    return x->source_name.p && y->source_name.p && slice_eq(x->source_name, y->source_name);
}

static bool has_quote(const struct work *w, uint32_t doc, span at) {
    const struct lang *l = &w->docs[doc]->lang;
    for (uint32_t t = lang_token_at(l, at.start); t < l->tokens_n && l->tokens[t].at.start < at.end; t++)
        if (l->tokens[t].flags & TOKEN_QUOTE_OPEN)
            return true;
    return false;
}

void claim_widen(span *a, span b) {
    if (b.start < a->start)
        a->start = b.start;
    if (b.end > a->end)
        a->end = b.end;
}

/* Two passages of one speaker in a sentence, or in sentences of one quotation, are one answer: "he
 * dismissed the report, saying it was 'pure invention'". The words in quotation marks stand for it. */
static bool merge(struct work *w, struct answer *last, const struct answer *x) {
    if (last->doc != x->doc || last->stance != x->stance)
        return false;
    bool one = same_source(w, x->doc, last->attribution, x->attribution) ||
               last->attribution == NONE || x->attribution == NONE;
    if (x->sentence == last->sentence && (x->at.start < last->at.end || one)) {
        bool quoted = has_quote(w, x->doc, x->at);
        if (quoted && !has_quote(w, x->doc, last->at))
            last->at = x->at;
        else if (quoted && x->at.start <= last->at.end + 60)
            claim_widen(&last->at, x->at);
        if (last->attribution == NONE)
            last->attribution = x->attribution;
    } else if (x->attribution != NONE && last->attribution != NONE && one && x->sentence <= last->sentence + 2 &&
               x->at.start <= last->at.end + 60) {
        claim_widen(&last->at, x->at);
        last->sentence = x->sentence;
    } else {
        return false;
    }
    claim_widen(&last->whole, x->whole);
    last->generic |= x->generic;
    return true;
}

/* "Orren Lines denies.": it turns on a word for denying, and tells who denies. */
static bool is_deniers(const struct work *w, const struct unit *u) {
    const struct lang *l = &w->docs[u->doc]->lang;
    uint32_t key = words_stem(token_lemma(l, &l->tokens[u->top]));
    const uint32_t *first = keymap_get(&w->words->by_first, key);
    if (!u->agents_n || !u->root || l->tokens[u->top].upos != UPOS_VERB)
        return false;
    for (uint32_t p = first ? *first - 1 : w->words->phrases_n;
         p < w->words->phrases_n && w->words->phrase_keys[w->words->phrases[p].first] == key; p++)
        if (w->words->phrases[p].n == 1 && (w->words->phrases[p].kind == PHRASE_DENY || w->words->phrases[p].kind == PHRASE_DENY_WEAK))
            return true;
    return false;
}

/* Marks the units that stand in it. */
static void cover(const struct work *w, struct answers *all, const struct answer *x) {
    struct run in = w->units_in[x->doc];
    for (uint32_t i = x->unit + 1; i-- > in.first && w->units[i].at.end > x->at.start;)
        all->covers[i] |= w->units[i].at.start < x->at.end;
    for (uint32_t i = x->unit; i < in.end && w->units[i].at.start < x->at.end; i++)
        all->covers[i] |= w->units[i].at.end > x->at.start;
}

void claim_add_answer(struct work *w, struct answers *all, struct answer x) {
    ARENA_MORE(w->tmp, all->p, all->n, all->cap);
    all->p[all->n++] = x;
    if (all->covers)
        cover(w, all, &x);
}

struct run claim_answers_in(const struct work *w, uint32_t doc) {
    return (struct run){keys_from(w->answers, w->answers_n, sizeof *w->answers, doc),
                        keys_from(w->answers, w->answers_n, sizeof *w->answers, doc + 1)};
}

static void find_answers(struct work *w, struct answers *out) {
    for (uint32_t i = 0; i < w->units_n; i++) {
        const struct unit *u = &w->units[i];
        if (!u->phrase)
            continue;
        struct run all = claim_sentence(w, i);
        bool frame = u->flags & UNIT_FRAME;
        /* a doubt that stands in nobody's words is the author's */
        uint32_t by = u->attribution != NONE         ? u->attribution
                      : u->frame_of != NONE          ? u->frame_of
                      : u->phrase == PHRASE_DOUBT    ? NONE
                                                     : frame_near(w, i, all);
        bool generic = u->flags & UNIT_GENERIC;
        if (frame && i + 1 < all.end && !(w->units[i + 1].flags & UNIT_FRAME))
            generic |= (w->units[i + 1].flags & UNIT_GENERIC) && w->units[i + 1].features_n <= 4;
        uint8_t stance = u->phrase == PHRASE_DECLINE ? STANCE_DECLINED
                         : u->phrase == PHRASE_DOUBT ? STANCE_DOUBTED
                                                     : STANCE_DENIED;
        /* a denial is somebody's; what nobody is said to deny is the author's own negation */
        if (stance == STANCE_DENIED && by == NONE && !is_deniers(w, u))
            continue;
        struct answer x = {.doc = u->doc, .sentence = u->sentence, .at = u->at, .whole = u->at, .unit = i,
                           .stance = stance, .attribution = by, .generic = generic, .target = NONE, .group = NONE};
        if (frame || stance != STANCE_DENIED || u->attribution == NONE) {
            /* "The ministry denied | the report": to the end of what it is about */
            for (uint32_t k = i + 1; k < all.end && !(w->units[k].flags & UNIT_FRAME); k++) {
                if (w->units[k].at.end - x.at.start > LONGEST_ROW || (k > i + 1 && w->units[k].phrase))
                    break;
                x.at.end = w->units[k].at.end;
                if (w->units[k].features_n > 2)
                    break;
            }
        }
        if (u->attribution != NONE || frame) /* with the words that say who says so */
            for (uint32_t k = all.first; k < all.end; k++)
                if ((w->units[k].flags & UNIT_FRAME) && w->units[k].frame_of == by)
                    claim_widen(&x.whole, w->units[k].at);
        claim_widen(&x.whole, x.at);
        if (out->n && merge(w, &out->p[out->n - 1], &x))
            continue;
        claim_add_answer(w, out, x);
    }
}

/* Its quotation marks, and the quoted sentences around it, belong to a denial in quotation. */
static void grow_answers(struct work *w, struct answers *all) {
    for (uint32_t i = 0; i < all->n; i++) {
        struct answer *x = &all->p[i];
        if (x->attribution == NONE || x->stance != STANCE_DENIED)
            continue;
        const struct attribution *by = &w->docs[x->doc]->marks.attributions[x->attribution];
        for (uint32_t s = 0; s < by->content.n; s++) {
            span c = by->content.p[s];
            slice head = slice_cut(work_text(w, x->doc), c.start, c.end);
            if (slice_starts_nocase(head, S("that ")))
                c.start += 5;
            if (c.start <= x->at.start && c.end >= x->at.end && c.end - c.start <= LONGEST_ROW / 2) {
                x->at = c;
                claim_widen(&x->whole, c);
            }
        }
    }
}

/* ---- what they answer ------------------------------------------------------------------------------ */

/* Units by their telling words, so that an answer meets only those that it may be about. */
struct entry { uint32_t key, unit; };

static int entry_order(const void *a, const void *b) {
    const struct entry *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->unit < y->unit ? -1 : x->unit > y->unit;
}

struct index { struct entry *p; uint32_t n, cap; uint32_t *seen; };

static bool may_be_target(const struct unit *u) {
    return !(u->flags & (UNIT_FRAME | UNIT_QUESTION | UNIT_TAG)) && (u->flags & UNIT_VERB) && u->features_n >= 3 &&
           !u->phrase;
}

/* Of a group its first units, of other statements each type once. */
static void index_units(struct work *w, struct index *x) {
    uint32_t *seen = ARENA_ARRAY(w->tmp, uint32_t, w->groups_n + 1);
    for (uint32_t i = 0; i < w->units_n; i++) {
        const struct unit *u = &w->units[i];
        if (!may_be_target(u) || (u->group != NONE ? seen[u->group]++ >= PROBE : u->twin != i))
            continue;
        for (uint32_t f = 0; f < u->features_n; f++) {
            if (w->features[u->features + f].telling <= 0)
                continue;
            ARENA_MORE(w->tmp, x->p, x->n, x->cap);
            x->p[x->n++] = (struct entry){w->features[u->features + f].key, i};
        }
    }
    if (x->n > 1)
        qsort(x->p, x->n, sizeof *x->p, entry_order);
    x->seen = ARENA_ARRAY(w->tmp, uint32_t, w->units_n + 1);
}

/* "Ward" of "the minister, Ann Ward"; all of what does not end in a name. */
static slice last_word(slice s) {
    uint32_t cut = 0;
    for (uint32_t i = 0; i < s.n; i++)
        if (s.p[i] == ' ')
            cut = i + 1;
    return cut < s.n && is_upper((unsigned char)s.p[cut]) ? slice_cut(s, cut, s.n) : s;
}

static uint32_t figure_of(const struct work *w, uint32_t doc, uint32_t attribution) {
    uint32_t entity = w->docs[doc]->marks.attributions[attribution].entity;
    return entity < w->docs[doc]->lang.entities_n && w->stories->figure_of && w->stories->figure_of[doc]
               ? w->stories->figure_of[doc][entity] : NONE;
}

/* Nobody denies what they say themselves, in whatever report. */
bool claim_same_voice(const struct work *w, const struct answer *x, const struct unit *v) {
    if (x->attribution == NONE || v->attribution == NONE)
        return false;
    slice a = claim_speaker(w, x->doc, x->attribution), b = claim_speaker(w, v->doc, v->attribution);
    uint32_t p = figure_of(w, x->doc, x->attribution), q = figure_of(w, v->doc, v->attribution);
    const struct attribution *body = &w->docs[v->doc]->marks.attributions[v->attribution];
    if (body->source_type == SOURCE_OUTLET && x->stance == STANCE_DENIED) { /* "the Herald's editor" answers for the Herald */
        uint32_t keys[MOST_NAMES], n = claim_voice_names(w, v->doc, v->attribution, keys);
        if (keys_meet(keys, n, x->names, x->names_n))
            return true;
    }
    return (x->doc == v->doc && same_source(w, x->doc, x->attribution, v->attribution)) || (p != NONE && p == q) ||
           (a.p && b.p && slice_eq(last_word(a), last_word(b)));
}

static bool touches(const struct work *w, const struct unit *u, const uint32_t *keys, uint32_t n) {
    for (uint32_t k = 0; k < n; k++)
        if (claim_has_key(w, u, keys[k]))
            return true;
    return false;
}

/* It tells of a denial, whosever: that is the same denial again, and not what is denied. */
bool claim_tells_denial(const struct work *w, const struct unit *v) {
    const struct attribution *x = v->attribution == NONE ? NULL : &w->docs[v->doc]->marks.attributions[v->attribution];
    return v->phrase == PHRASE_DENY || (v->flags & UNIT_DENIAL) || (x && x->status == STATUS_DENIED);
}

/* It is part of what x says, and not of what its speaker says besides: "denied the charge, saying he was a victim". */
static bool is_said_in(const struct work *w, const struct answer *x, const struct unit *u) {
    uint32_t i = u->attribution;
    for (uint32_t deep = 0; i != NONE && i != x->attribution && deep < 8; deep++)
        i = w->docs[x->doc]->marks.attributions[i].parent;
    return x->attribution == NONE || i == x->attribution;
}

static bool is_nobodys_quote(const struct unit *v) { return v->attribution == NONE && (v->flags & UNIT_QUOTED); }

/* "Any wrongdoing", "involvement in the sale": what is denied is a part in it, and that is told where the denier is named. */
static bool says_part(const struct work *w, const struct unit *u) { return claim_has_class(w, u, WORD_PART); }

/* Whether v may be what the unit u of a denial denies: it is somebody else's, and as little negated as what is denied.
 * "He denied that he had met them" says of "he did not meet them" that it is so. */
static bool is_denied_by(const struct work *w, const struct answer *x, const struct unit *u, const struct unit *v) {
    if (v->doc == x->doc && v->at.start < x->whole.end && v->at.end > x->whole.start)
        return false;
    if (claim_same_voice(w, x, v))
        return false;
    if (x->stance != STANCE_DENIED)
        return true;
    if ((says_part(w, u) && !touches(w, v, x->names, x->names_n)) || claim_agents_clash(u, v))
        return false;
    return !claim_tells_denial(w, v) && !is_nobodys_quote(v) && ((u->flags & UNIT_NEGATED) || !(v->flags & UNIT_NEGATED));
}

/* The clause of what is judged: of "the report that the mill was sold was false" that it was sold. Its unit, or NONE. */
static uint32_t judged_clause(const struct work *w, const struct answer *x) {
    const struct unit *u = &w->units[x->unit];
    const struct token *tok = w->docs[x->doc]->lang.tokens;
    for (uint32_t t = u->first; t < u->end && x->stance == STANCE_DENIED; t++) {
        uint32_t noun = claim_judged_noun(w, x->doc, u->sentence, t);
        for (uint32_t v = noun == NONE ? t : noun + 1; v < t; v++) {
            if (tok[v].head != noun || (tok[v].deprel != DEP_ACL && tok[v].deprel != DEP_ACL_RELCL && tok[v].deprel != DEP_CCOMP))
                continue;
            for (uint32_t j = x->unit + 1; j-- > 0 && w->units[j].doc == x->doc && w->units[j].sentence == u->sentence;)
                if (w->units[j].first <= v && v < w->units[j].end)
                    return j;
        }
    }
    return NONE;
}

/* Whether nearly all that u says, but for its words for reports and truth, stands in v too: "that the mill had been sold was
 * false" of a longer clause on the sale. */
static bool says_part_of(const struct work *w, const struct unit *u, const struct unit *v) {
    const struct feature *p = &w->features[u->features], *q = &w->features[v->features];
    float all = 0, there = 0;
    uint32_t n = 0;
    for (uint32_t i = 0, j = 0; i < u->features_n; i++) {
        if (words_classes(w->words, p[i].key) & (WORD_REPORT | WORD_TRUTH | WORD_SPEECH) || keymap_get(&w->words->in_phrase, p[i].key))
            continue;
        while (j < v->features_n && q[j].key < p[i].key)
            j++;
        bool has = j < v->features_n && q[j].key == p[i].key;
        all += p[i].weight;
        there += has ? p[i].weight : 0;
        n += has && p[i].telling > 0; /* names alone say nothing of what happened */
    }
    return n >= 2 && there >= T.part * all;
}

/* What the unit j of an answer is most like, if it is more so than `most`. */
static void most_like(struct work *w, const struct answer *x, const struct index *index, uint32_t j, float *most, uint32_t *best) {
    const struct unit *u = &w->units[j];
    for (uint32_t f = 0; f < u->features_n; f++) {
        uint32_t key = w->features[u->features + f].key, first = keys_from(index->p, index->n, sizeof *index->p, key);
        for (uint32_t e = first; e < index->n && index->p[e].key == key && e < first + LONGEST_LIST; e++) {
            uint32_t v = index->p[e].unit;
            if (index->seen[v] == j + 1 || !is_denied_by(w, x, u, &w->units[v]))
                continue;
            index->seen[v] = j + 1;
            float s = claim_likeness(w, u, &w->units[v]);
            if (s <= T.about && x->stance == STANCE_DENIED && claim_same(w, u, &w->units[v]) >= T.likely)
                s = T.about + 0.01f + 0.01f * s;
            if (s <= T.about && x->stance == STANCE_DENIED && says_part_of(w, u, &w->units[v]))
                s = T.about + 0.01f * s;
            if (s > *most || (s == *most && *best != NONE && v < *best)) {
                *most = s;
                *best = v;
            }
        }
    }
}

/* The unit that an answer speaks of in its own words, or NONE. */
static uint32_t spoken_of(struct work *w, const struct answer *x, const struct index *index) {
    uint32_t best = NONE, judged = judged_clause(w, x);
    float most = T.about;
    if (judged == x->unit)
        judged = NONE; /* one clause with the judgement */
    if (judged != NONE && w->units[judged].group != NONE)
        return judged;
    if (judged != NONE)
        most_like(w, x, index, judged, &most, &best);
    for (uint32_t j = x->unit; judged == NONE && j < w->units_n && w->units[j].doc == x->doc && w->units[j].at.start < x->at.end; j++) {
        const struct unit *u = &w->units[j];
        if (j != x->unit && x->stance == STANCE_DENIED && !is_said_in(w, x, u))
            continue;
        if (j != x->unit && u->group != NONE && (x->stance != STANCE_DENIED || u->sentence == w->units[x->unit].sentence))
            return j; /* "would not confirm | that the mill was sold" */
        most_like(w, x, index, j, &most, &best);
    }
    return best;
}

uint32_t claim_voice_names(const struct work *w, uint32_t doc, uint32_t attribution, uint32_t keys[MOST_NAMES]) {
    if (attribution == NONE)
        return 0;
    const struct lang *l = &w->docs[doc]->lang;
    const struct spans *source = &w->docs[doc]->marks.attributions[attribution].source;
    uint32_t n = 0;
    for (uint32_t s = 0; s < source->n; s++)
        for (uint32_t t = lang_token_at(l, source->p[s].start);
             t < l->tokens_n && l->tokens[t].at.start < source->p[s].end; t++) {
            uint32_t k = w->concepts[doc][t]; /* of a whole name; then the names in it: "Xanian Foreign Ministry" */
            if (k && n < MOST_NAMES && keymap_get(&w->names, k))
                keys[n++] = k;
            uint32_t part = l->tokens[t].flags & TOKEN_UPPER ? words_name(token_form(work_text(w, doc), &l->tokens[t])) : k;
            bool office = part != k && (words_classes(w->words, words_concept(w->words, token_form(work_text(w, doc), &l->tokens[t]))) & WORD_OFFICE);
            if (part != k && !office && n < MOST_NAMES && keymap_get(&w->names, part))
                keys[n++] = part;
        }
    return n;
}

static float likeness_to(const struct work *w, const struct answer *x, const struct unit *v) {
    float most = 0;
    for (uint32_t j = x->unit; j < w->units_n && w->units[j].doc == x->doc && w->units[j].at.start < x->at.end; j++) {
        float s = claim_likeness(w, &w->units[j], v);
        most = s > most ? s : most;
    }
    return most;
}

/* Nouns and verbs of its own besides those for reports, truth and denying: it speaks of some matter. */
static uint32_t own_words(const struct work *w, const struct answer *x) {
    const struct lang *l = &w->docs[x->doc]->lang;
    uint32_t n = 0;
    for (uint32_t t = lang_token_at(l, x->at.start); t < l->tokens_n && l->tokens[t].at.start < x->at.end; t++) {
        uint32_t k = w->concepts[x->doc][t];
        n += (l->tokens[t].upos == UPOS_NOUN || l->tokens[t].upos == UPOS_VERB) && k &&
             !keymap_get(&w->words->in_phrase, k) && claim_weight(w, k) >= T.matter &&
             !(words_classes(w->words, k) & (WORD_STOP | WORD_LIGHT | WORD_REPORT | WORD_TRUTH | WORD_SPEECH | WORD_PEOPLE |
                                             WORD_SPAN | WORD_MIND));
    }
    return n;
}

/* "Denied that she had received it": what is denied is a clause with a verb of its own. */
static bool has_clause(const struct work *w, const struct answer *x) {
    const struct lang *l = &w->docs[x->doc]->lang;
    for (uint32_t t = lang_token_at(l, x->at.start); t < l->tokens_n && l->tokens[t].at.start < x->at.end; t++) {
        uint32_t k = w->concepts[x->doc][t], head = l->tokens[t].head;
        if (l->tokens[t].deprel == DEP_CCOMP && l->tokens[t].upos == UPOS_VERB && head < t && k && !keymap_get(&w->words->in_phrase, k) &&
            !(words_classes(w->words, k) & (WORD_STOP | WORD_SPEECH | WORD_TRUTH)) &&
            !(words_classes(w->words, w->concepts[x->doc][head]) & WORD_SPEECH))
            return true;
    }
    return false;
}

/* What an answer may be about: units, each with what speaks for it. */
struct candidate {
    uint32_t unit, key; /* key: of its group, or of itself where it has none */
    float worth;
};
enum { MOST_CANDIDATES = 16 };
struct candidates { struct candidate p[MOST_CANDIDATES]; uint32_t n; };

uint32_t claim_target_key(const struct work *w, uint32_t unit) {
    return w->units[unit].group != NONE ? w->units[unit].group : unit | TARGET_UNIT;
}

static void add_candidate(const struct work *w, struct candidates *c, uint32_t unit, float worth) {
    uint32_t key = claim_target_key(w, unit);
    for (uint32_t i = 0; i < c->n; i++)
        if (c->p[i].key == key) {
            if (worth > c->p[i].worth)
                c->p[i] = (struct candidate){unit, key, worth};
            return;
        }
    if (c->n < MOST_CANDIDATES)
        c->p[c->n++] = (struct candidate){unit, key, worth};
}

/* A noun for what is laid to somebody: "the allegation", "these claims". */
enum charge { CHARGE_NONE, CHARGE_SAID, CHARGE_THESE };

/* A noun for what was said stands in the answer or in what leads up to it in its sentence: "asked about
 * the report". *charge: one for what is laid to somebody. */
static bool says_report(const struct work *w, const struct answer *x, enum charge *charge) {
    const struct lang *l = &w->docs[x->doc]->lang;
    bool report = false;
    for (uint32_t t = l->sentences[x->sentence].first; t < l->sentences[x->sentence].end; t++)
        if (l->tokens[t].at.start < x->whole.end) {
            uint32_t bits = words_classes(w->words, w->concepts[x->doc][t]);
            if ((l->tokens[t].upos == UPOS_NOUN && (bits & WORD_REPORT)) ||
                (l->tokens[t].xpos == XPOS_VBN && (bits & WORD_SPEECH) &&
                 (l->tokens[t].deprel == DEP_ACL || l->tokens[t].deprel == DEP_ACL_RELCL || l->tokens[t].deprel == DEP_AMOD)))
                report = true;
            if (l->tokens[t].upos != UPOS_NOUN)
                continue;
            if (bits & WORD_CHARGE)
                *charge = *charge ? *charge : CHARGE_SAID;
            slice before = t ? token_form(work_text(w, x->doc), &l->tokens[t - 1]) : (slice){0};
            bool such = slice_eq_nocase(before, S("such")); /* "those claims", "no such order": what was just told */
            if ((bits & WORD_CHARGE) ? such || slice_among(before, "that those this these") : such && l->tokens[t - 1].at.start >= x->at.start)
                *charge = CHARGE_THESE;
        }
    return report;
}

/* It stands in a sentence in which somebody denies something: it is what they deny, or how. */
static bool denies_itself(const struct work *w, const struct unit *v) {
    uint32_t i = (uint32_t)(v - w->units);
    struct run all = claim_sentence(w, i);
    for (uint32_t k = all.first; k < all.end; k++)
        if (k != i && w->units[k].phrase == PHRASE_DENY)
            return k < i || v->attribution == NONE;
    return false;
}

static bool acts_in(const struct unit *u, const uint32_t *keys, uint32_t n) { return keys_meet(u->agents, u->agents_n, keys, n); }

/* What reports have from sources that are not named, from a paper, another outlet: what "the report" can mean. */
static bool is_reported(const struct work *w, const struct unit *v) {
    const struct marks *m = &w->docs[v->doc]->marks;
    uint32_t i = v->attribution;
    for (uint32_t deep = 0; i != NONE && deep < 8; deep++, i = m->attributions[i].parent) {
        const struct attribution *x = &m->attributions[i];
        if (x->anonymous || x->relays.p || x->source_type == SOURCE_OUTLET || x->source_type == SOURCE_DOCUMENT)
            return true;
    }
    return false;
}

/* Lands, houses, companies; people answer for more than themselves. */
static bool only_powers(const struct work *w, const uint32_t *keys, uint32_t n) {
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *bits = keymap_get(&w->names, keys[i]);
        if (bits && (*bits & NAME_PERSON))
            return false;
    }
    return n != 0;
}

/* Whether what many reports tell may be meant from afar: the denier is who acts there, or it is what was published and the
 * story turns on. "These charges" are those just told. */
static bool is_meant(const struct work *w, const struct answer *x, const struct group *g, enum charge charge, float top) {
    if (charge == CHARGE_THESE)
        return false;
    for (uint32_t i = 0; i < g->units_n && i < PROBE; i++) {
        const struct unit *v = &w->units[g->units[i]];
        bool others = only_powers(w, x->names, x->names_n) && only_powers(w, v->agents, v->agents_n) && !touches(w, v, x->names, x->names_n);
        if ((!charge && acts_in(v, x->names, x->names_n)) || (g->rank >= T.central * top && is_reported(w, v) && !others))
            return true;
    }
    return false;
}

/* "Three people", and after them "the third": what they all say may be meant by who answers the last of them. */
static bool of_them(const struct work *w, uint32_t doc, uint32_t all, uint32_t last) {
    const struct attribution *a = w->docs[doc]->marks.attributions;
    uint32_t set = a[last].of;
    return all != NONE && (same_source(w, doc, all, last) || (set != NONE && (all == set || a[all].of == set || same_source(w, doc, all, set))));
}

static bool in_words(const struct work *w, uint32_t i) { /* somebody's: the unit, or another of its sentence */
    struct run all = claim_sentence(w, i);
    for (uint32_t k = all.first; k < all.end; k++)
        if (w->units[k].attribution != NONE)
            return true;
    return false;
}

/* The attribution of the last that somebody else says before the answer, with nothing but what is said between; NONE: nobody does. */
static uint32_t just_said(const struct work *w, const struct answer *x) {
    for (uint32_t i = x->unit; i-- > 0 && w->units[i].doc == x->doc && w->units[i].sentence + BACK >= x->sentence;) {
        const struct unit *v = &w->units[i];
        if (v->sentence < x->sentence && !in_words(w, i))
            return NONE;
        if (v->attribution != NONE && v->at.end <= x->whole.start && !(v->flags & UNIT_FRAME) && !claim_same_voice(w, x, v) && !claim_tells_denial(w, v))
            return v->attribution;
    }
    return NONE;
}

/* They share a word that tells something. */
static bool same_matter(const struct work *w, const struct answer *x, const struct unit *v) {
    for (uint32_t j = x->unit; j < w->units_n && w->units[j].doc == x->doc && w->units[j].at.start < x->at.end; j++)
        for (uint32_t f = 0; f < w->units[j].features_n; f++) {
            const struct feature *p = &w->features[w->units[j].features + f];
            for (uint32_t k = 0; p->telling > 0 && k < v->features_n; k++)
                if (w->features[v->features + k].key == p->key)
                    return true;
        }
    return false;
}

/* "One of the two" speaks for both. */
static bool one_source(const struct work *w, uint32_t doc, uint32_t a, uint32_t b) {
    const struct attribution *x = w->docs[doc]->marks.attributions;
    return same_source(w, doc, a, b) || x[b].of == a || (x[a].of != NONE && x[a].of == x[b].of);
}

/* Units in groups, which an answer may mean from afar. */
struct afar {
    uint32_t unit;
    bool central;    /* the story turns on its group */
    uint64_t agents; /* a bit for the upper six of each key of those who act in its group: is_meant */
};
struct afars { struct afar *p; uint32_t n, cap; float top; };

static void index_afar(struct work *w, struct afars *x) {
    x->top = 0.01f;
    for (uint32_t g = 0; g < w->groups_n; g++)
        x->top = w->groups[g].rank > x->top ? w->groups[g].rank : x->top;
    for (uint32_t i = 0; i < w->units_n; i++) {
        if (w->units[i].group == NONE || !may_be_target(&w->units[i]))
            continue;
        const struct group *g = &w->groups[w->units[i].group];
        ARENA_MORE(w->tmp, x->p, x->n, x->cap);
        struct afar *a = &x->p[x->n++];
        *a = (struct afar){.unit = i, .central = g->rank >= T.central * x->top};
        for (uint32_t k = 0; k < g->units_n && k < PROBE; k++)
            for (uint32_t q = 0; q < w->units[g->units[k]].agents_n; q++)
                a->agents |= 1ull << (w->units[g->units[k]].agents[q] >> 26);
    }
}

/* The first unit that stands so few sentences before x that it may be what it speaks of. */
static uint32_t first_near(const struct work *w, const struct answer *x) {
    uint32_t i = x->unit;
    while (i > w->units_in[x->doc].first && w->units[i - 1].sentence + 2 * BACK >= x->sentence)
        i--;
    return i;
}

static void find_candidates(struct work *w, const struct answer *x, const struct afars *far_off, struct candidates *c) {
    struct run all = claim_report(w, x->unit);
    enum charge charge = CHARGE_NONE;
    bool report = says_report(w, x, &charge), generic = x->stance == STANCE_DECLINED || !own_words(w, x);
    bool denied = x->stance == STANCE_DENIED, part = denied && says_part(w, &w->units[x->unit]);
    bool asks = x->stance == STANCE_DECLINED && !report && own_words(w, x); /* "questions about the mill" */
    uint32_t said = denied ? just_said(w, x) : NONE;
    bool clause = denied && has_clause(w, x);
    c->n = 0;
    uint64_t names = 0;
    for (uint32_t k = 0; k < x->names_n; k++)
        names |= 1ull << (x->names[k] >> 26);
    float top = far_off->top;
    uint32_t near = first_near(w, x), f = generic ? keys_from(far_off->p, far_off->n, sizeof *far_off->p, all.first) : far_off->n;
    while (near < x->unit || (f < far_off->n && far_off->p[f].unit < all.end)) {
        /* what is farther off, or stands behind it, is meant only if it is what the story is about */
        const struct afar *a = f < far_off->n && far_off->p[f].unit < all.end ? &far_off->p[f] : NULL;
        bool from_afar = near >= x->unit || (a && a->unit < near);
        uint32_t i = from_afar ? a->unit : near++;
        f += a && a->unit == i;
        if (from_afar && denied && !a->central && (charge || !(a->agents & names)))
            continue;
        const struct unit *v = &w->units[i];
        bool before = v->at.end <= x->whole.start;
        if (!may_be_target(v) || (!before && v->at.start < x->whole.end) || claim_same_voice(w, x, v) ||
            denies_itself(w, v) || ((asks || clause) && !same_matter(w, x, v)))
            continue;
        uint32_t far = before ? x->sentence - v->sentence : BACK + 1;
        bool touched = touches(w, v, x->names, x->names_n), last = said != NONE && v->attribution != NONE && before && one_source(w, x->doc, v->attribution, said);
        if (last && far <= 2 * BACK && far > 1) /* however many sentences the one who spoke last has spoken */
            far = 1;
        if (denied && (claim_tells_denial(w, v) || is_nobodys_quote(v) || (part && v->attribution == NONE)))
            continue;
        /* a denial speaks of what was just told, unless it says of what or the one who denies is named there */
        float s = far <= (denied && !(touched && report) ? 1 : BACK) ? T.near[far] * (report && !charge ? T.apart : 1) : 0;
        bool may = !denied || !charge || said == NONE || of_them(w, x->doc, v->attribution, said);
        if (generic && v->group != NONE && may && (!denied || is_meant(w, x, &w->groups[v->group], charge, top))) { /* what the story is about */
            float story = (report ? T.story : 0.5f * T.story) * w->groups[v->group].rank / top;
            story *= before ? 1 : T.after;
            s = story > s ? story + 0.3f * s : s + 0.3f * story;
        }
        if (s < 0.1f)
            continue;
        s += T.likeness * likeness_to(w, x, v);
        s += v->attribution != NONE ? T.voiced : 0;
        s -= last && (v->flags & UNIT_QUOTED) ? T.quoted : 0;
        s += acts_in(v, x->names, x->names_n) ? T.acts : touched ? T.touches : x->names_n && v->agents_n ? -T.touches : 0;
        s += v->group != NONE ? T.told : 0;
        if (s >= (generic || charge == CHARGE_THESE ? T.least : T.least_own))
            add_candidate(w, c, i, s);
    }
}

/* Takes a unit out of a group that tells the like of others: who denies what they are said to have done
 * denies nothing of what others are said to have done. */
static void set_apart(struct work *w, const struct answer *x, uint32_t unit) {
    struct group *g = &w->groups[w->units[unit].group];
    uint32_t others = 0, same = 0; /* units of other reports, by who acts in them */
    for (uint32_t i = 0; i < g->units_n; i++) {
        const struct unit *v = &w->units[g->units[i]];
        others += v->doc != x->doc && claim_agents_clash(&w->units[unit], v);
        same += v->doc != x->doc && acts_in(v, x->names, x->names_n);
    }
    if (others < 2 || same || !acts_in(&w->units[unit], x->names, x->names_n))
        return;
    claim_leave_group(w, unit);
}

/* The group of what x answers; one of its own, with what its report says likewise, where it has none. */
uint32_t claim_group_of(struct work *w, const struct answer *x, uint32_t unit) {
    struct unit *u = &w->units[unit];
    if (u->group != NONE)
        set_apart(w, x, unit);
    if (u->group != NONE)
        return u->group;
    ARENA_MORE(w->tmp, w->groups, w->groups_n, w->groups_cap);
    struct group *g = &w->groups[w->groups_n];
    *g = (struct group){.docs_n = 1, .claim = NONE, .rank = 0.3f + 1 / (1 + 0.25f * (float)u->sentence)};
    struct run all = claim_report(w, unit);
    for (uint32_t i = all.first; i < all.end; i++) {
        struct unit *v = &w->units[i];
        float least = acts_in(v, u->agents, u->agents_n) ? T.again : T.about;
        if (i != unit && (!may_be_target(v) || v->group != NONE ||
                          claim_likeness(w, u, v) < least || claim_opposed(w, u, v)))
            continue;
        ARENA_MORE(w->tmp, g->units, g->units_n, g->cap);
        g->units[g->units_n++] = i;
        v->group = w->groups_n;
    }
    return w->groups_n++;
}

bool claim_one_side(const struct answer *a, const struct answer *b) {
    return keys_meet(a->names, a->names_n, b->names, b->names_n);
}

static bool speaks_of_this(const struct work *w, const struct answer *x) {
    const struct lang *l = &w->docs[x->doc]->lang;
    for (uint32_t t = lang_token_at(l, x->at.start); t < l->tokens_n && l->tokens[t].at.start < x->at.end; t++)
        if (l->tokens[t].deprel == DEP_OBJ && slice_among(token_form(work_text(w, x->doc), &l->tokens[t]), "this that it these those"))
            return true;
    return false;
}

/* What a doubt of few words is about: what somebody says in its sentence ("she said, without evidence, that
 * the mill was sold"). */
static uint32_t doubted(const struct work *w, const struct answer *x) {
    uint32_t i = x->unit;
    if (own_words(w, x) > 2)
        return NONE;
    if (own_words(w, x) == 0 && speaks_of_this(w, x)) /* "The ministry could not confirm this": what stands before it */
        for (uint32_t k = i; k-- > 0 && w->units[k].doc == x->doc && w->units[k].sentence + 2 > x->sentence;)
            if (w->units[k].sentence < x->sentence && may_be_target(&w->units[k]) && !claim_same_voice(w, x, &w->units[k]))
                return k;
    struct run all = claim_sentence(w, x->unit);
    for (i = all.first; i < all.end; i++)
        if (i != x->unit && may_be_target(&w->units[i]) && w->units[i].attribution != NONE && !claim_same_voice(w, x, &w->units[i]))
            return i;
    return NONE;
}

/* What one speaker denies in several reports is most likely one thing: each of the answers has a say. */
static void find_targets(struct work *w, struct answers *all) {
    enum { APART = 200 }; /* answers that are looked at on each side */
    struct index index = {0};
    struct afars far_off = {0};
    index_units(w, &index);
    index_afar(w, &far_off);
    struct candidates *c = ARENA_ARRAY(w->tmp, struct candidates, all->n + 1);
    uint32_t *own = ARENA_ARRAY(w->tmp, uint32_t, all->n + 1);
    for (uint32_t i = 0; i < all->n; i++) {
        const struct unit *u = &w->units[all->p[i].unit];
        all->p[i].names_n = claim_voice_names(w, all->p[i].doc, all->p[i].attribution, all->p[i].names);
        for (uint32_t k = 0; all->p[i].attribution == NONE && all->p[i].stance == STANCE_DENIED && k < u->agents_n; k++)
            all->p[i].names[all->p[i].names_n++] = u->agents[k];
        own[i] = spoken_of(w, &all->p[i], &index);
        if (own[i] == NONE && all->p[i].stance == STANCE_DOUBTED)
            own[i] = doubted(w, &all->p[i]);
        else if (own[i] == NONE)
            find_candidates(w, &all->p[i], &far_off, &c[i]);
    }
    for (uint32_t i = 0; i < all->n; i++) {
        struct answer *x = &all->p[i];
        uint32_t best = own[i];
        float most = 0;
        for (uint32_t k = 0; own[i] == NONE && k < c[i].n; k++) {
            float sum = c[i].p[k].worth;
            for (uint32_t j = i > APART ? i - APART : 0; j < all->n && j < i + APART; j++) {
                if (j == i || all->p[j].stance != x->stance || all->p[j].doc == x->doc ||
                    !claim_one_side(x, &all->p[j]))
                    continue;
                if (own[j] != NONE && claim_target_key(w, own[j]) == c[i].p[k].key)
                    sum += 1;
                for (uint32_t q = 0; q < c[j].n; q++)
                    if (c[j].p[q].key == c[i].p[k].key)
                        sum += c[j].p[q].worth;
            }
            if (sum > most) {
                most = sum;
                best = c[i].p[k].unit;
            }
        }
        x->target = best;
    }
    for (uint32_t i = 0; i < all->n; i++) /* groups are made last: keys stay as they were */
        if (all->p[i].target != NONE)
            all->p[i].group = claim_group_of(w, &all->p[i], all->p[i].target);
}

static int answer_order(const void *a, const void *b) {
    const struct answer *x = a, *y = b;
    if (x->doc != y->doc)
        return x->doc < y->doc ? -1 : 1;
    if (x->at.start != y->at.start)
        return x->at.start < y->at.start ? -1 : 1;
    return x->at.end != y->at.end ? (x->at.end < y->at.end ? -1 : 1) : x->unit < y->unit ? -1 : x->unit > y->unit;
}

/* Who is only called "she" has a name all the same. */
bool claim_one_speaker(const struct work *w, const struct answer *x, const struct answer *y) {
    if (claim_one_side(x, y))
        return true;
    if (x->attribution == NONE || y->attribution == NONE)
        return false;
    slice a = w->docs[x->doc]->marks.attributions[x->attribution].source_name, b = w->docs[y->doc]->marks.attributions[y->attribution].source_name;
    return a.n && slice_eq_nocase(a, b);
}

/* "Called the allegation pure invention" in report after report: that they all come to one place is no chance. */
static bool is_agreed(const struct work *w, const struct answers *all, uint32_t i) {
    enum { APART = 200, LEAST = 3 /* reports, this one too */ };
    const struct answer *x = &all->p[i];
    uint32_t n = 1, last = x->doc;
    for (uint32_t j = i > APART ? i - APART : 0; x->group != NONE && j < all->n && j < i + APART && n < LEAST; j++) {
        const struct answer *y = &all->p[j];
        if (y->doc == last || y->doc == x->doc || y->stance != x->stance || y->group != x->group ||
            !claim_one_speaker(w, x, y))
            continue;
        last = y->doc;
        n++;
    }
    return n >= LEAST;
}

/* A denial that is not sure, silence about what is neither said beside it nor what the story turns on: of these nobody who reads
 * the two can tell that the one answers the other. */
static bool is_borne_out(const struct work *w, const struct answer *x, float top) {
    if (x->stance == STANCE_DENIED)
        return x->sure;
    return x->stance != STANCE_DECLINED || w->groups[x->group].rank >= T.central * top || claim_fits(w, x);
}

/* The answers to each group. */
static void index_answers(struct work *w) {
    w->answers_at = ARENA_ARRAY(w->tmp, uint32_t, w->groups_n + 1);
    w->answers_to = ARENA_ARRAY(w->tmp, uint32_t, w->answers_n + 1);
    for (uint32_t i = 0; i < w->answers_n; i++)
        if (w->answers[i].group != NONE)
            w->answers_at[w->answers[i].group + 1]++;
    for (uint32_t g = 0; g < w->groups_n; g++)
        w->answers_at[g + 1] += w->answers_at[g];
    uint32_t *next = ARENA_ARRAY(w->tmp, uint32_t, w->groups_n + 1);
    memcpy(next, w->answers_at, w->groups_n * sizeof *next);
    for (uint32_t i = 0; i < w->answers_n; i++)
        if (w->answers[i].group != NONE)
            w->answers_to[next[w->answers[i].group]++] = i;
}

void claim_answers(struct work *w) {
    struct answers all = {0};
    find_answers(w, &all);
    grow_answers(w, &all);
    all.covers = ARENA_ARRAY(w->tmp, bool, w->units_n + 1);
    for (uint32_t i = 0; i < all.n; i++)
        cover(w, &all, &all.p[i]);
    find_targets(w, &all);
    claim_counters(w, &all);
    claim_contraries(w, &all);
    for (uint32_t i = 0; i < all.n; i++)
        all.p[i].sure = all.p[i].stance != STANCE_DENIED ? all.p[i].sure : (all.p[i].sure && claim_fits(w, &all.p[i])) || is_agreed(w, &all, i);
    claim_afars(w, &all);
    float top = 0;
    for (uint32_t g = 0; g < w->groups_n; g++)
        top = w->groups[g].rank > top ? w->groups[g].rank : top;
    for (uint32_t i = 0; i < all.n; i++)
        if (all.p[i].group != NONE && !is_borne_out(w, &all.p[i], top))
            all.p[i].group = NONE; /* nearest to what it may mean, and yet not to be shown with it */
    if (all.n > 1)
        qsort(all.p, all.n, sizeof *all.p, answer_order);
    w->answers = all.p;
    w->answers_n = all.n;
    w->answered = all.covers;
    index_answers(w);
}
