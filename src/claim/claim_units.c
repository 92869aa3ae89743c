/* Clauses as units that can be held against those of other reports.
 *
 * A sentence is cut where the speaker changes (a source and its cue are a frame around what is
 * said) and where one statement ends and the next begins: before a conjunction that starts a new
 * predicate, a relative or a participle after a comma, "that" after a noun. A piece without a verb
 * or with hardly a word of its own goes to its neighbour. Rules on tags, and on a few word forms
 * where there are no tags; a parse is not asked for its clauses, because one wrong head moves both
 * ends of a clause, and what is compared later forgives a word too many.
 *
 *   | Ann Ward said | the mill had been sold | and that its owner wanted to leave |
 *     frame           unit                     unit                                      */
#include "claim_work.h"

#include <math.h>

enum { LONGEST_UNIT = 60, LEAST_MEAT = 2, DAY = -1, KNOWN_LEAST = 1 << 10, KNOWN_MOST = 1 << 17, KNOWN_EACH = 32 };

static const struct {
    float light;   /* share of a word that says little */
    float timed;   /* of a word in an expression for a day: the day itself is a feature */
    float meant;   /* of what a pronoun or a description stands for */
    float rarest;  /* bits: a concept weighs no more than this */
    float unknown; /* bits, of what is not in the table */
    float common;  /* a concept in more than this share of the clauses is what the pile is about */
} T = {0.6f, 0.3f, 0.5f, 7, 6, 0.08f};

struct cutter {
    struct work *w;
    const struct document *d;
    uint32_t doc;
    uint32_t *inner; /* by token: innermost attribution whose content it stands in, or NONE */
    uint32_t *frame; /* by token: attribution of whose source or cue it is part, or NONE */
    struct seg { uint32_t first, end; bool frame; } *segs;
    uint32_t segs_n, segs_cap;
    uint32_t *timed;   /* by token: not 0 inside an expression that is a day */
    uint32_t counts_at; /* first quantity that may stand in the next unit */
    uint32_t times_at; /* first time that may stand in the next unit */
};

static bool is_form(const struct cutter *c, uint32_t t, const char *forms) {
    return slice_among(token_form(c->d->page.text, &c->d->lang.tokens[t]), forms);
}

static const char coordinators[] = "and but yet"; /* of what an "or" joins neither is said */
static const char relatives[] = "which who whose whom where";
static const char subordinators[] =
    "while although though because since unless as after before until when whereas despite so "
    "with saying adding";
static const char finite_forms[] =
    "is are was were has have had do does did will would can could may might must shall "
    "should be been went took came made gave got told said saw ran held led left met sent "
    "sold won lost";
static const char subjects[] = "he she it they we i you there this";

static bool is_word(const struct token *t, slice text) {
    unsigned char c = (unsigned char)text.p[t->at.start];
    return is_alnum(c) || c >= 0xC3;
}

static bool is_comma(slice f) { return f.n == 1 && f.p[0] == ','; }
static bool is_break(slice f) {
    return (f.n == 1 && (f.p[0] == ';' || f.p[0] == ':')) || slice_eq(f, S("—")) || slice_eq(f, S("–")) ||
           slice_eq(f, S("--"));
}

/* A verb, finite or an auxiliary; without tags, a form that looks like one. */
static bool is_verb(const struct cutter *c, uint32_t t) {
    const struct token *x = &c->d->lang.tokens[t];
    if (c->d->lang.tagged)
        return x->upos == UPOS_AUX || (x->upos == UPOS_VERB && x->xpos != XPOS_VBG && x->deprel != DEP_AMOD);
    if (is_form(c, t, finite_forms))
        return true;
    slice f = token_form(c->d->page.text, x);
    return f.n > 4 && !(x->flags & TOKEN_UPPER) && slice_ends(f, S("ed"));
}

static bool is_participle(const struct cutter *c, uint32_t t) {
    const struct token *x = &c->d->lang.tokens[t];
    if (c->d->lang.tagged)
        return x->upos == UPOS_VERB && (x->xpos == XPOS_VBG || x->xpos == XPOS_VBN);
    slice f = token_form(c->d->page.text, x);
    return f.n > 4 && (slice_ends(f, S("ing")) || slice_ends(f, S("ed")));
}

/* Whether a new statement follows a conjunction, at t: a predicate that shares its subject (a verb
 * within two words), or a clause with a subject of its own. */
static bool after_conjunction(const struct cutter *c, uint32_t t, uint32_t end, bool comma) {
    const struct token *tok = c->d->lang.tokens;
    for (uint32_t i = t; i < end && i < t + 2; i++) {
        if (i == t && i + 1 < end && tok[i].xpos == XPOS_VBN && (tok[i + 1].upos == UPOS_NOUN || tok[i + 1].upos == UPOS_ADJ))
            break; /* "wool and dyed cloth" */
        if (is_verb(c, i))
            return true;
        if (c->d->lang.tagged && tok[i].upos != UPOS_ADV && tok[i].upos != UPOS_PART)
            break;
    }
    if (t < end && (is_form(c, t, subjects) ||
                    slice_eq_nocase(token_form(c->d->page.text, &tok[t]), S("that"))))
        return true;
    for (uint32_t i = t; comma && i < end && i < t + 7; i++)
        if (is_verb(c, i))
            return true;
    return false;
}

/* "Did not ask for and take the money": what follows is no statement without the "not" before. */
static bool shares_denial(const struct cutter *c, uint32_t first, uint32_t t, uint32_t end) {
    static const char denials[] = "not n't n’t never cannot";
    const struct token *tok = c->d->lang.tokens;
    uint32_t v = t + 1 < end && tok[t + 1].upos == UPOS_ADV ? t + 2 : t + 1;
    if (v >= end || tok[v].xpos != XPOS_VB)
        return false;
    for (uint32_t i = first; i < t; i++)
        if (is_form(c, i, denials))
            return true;
    return false;
}

/* "Told the mayor in spring | that it was cracked": what is told, though its "that" reads as "which". */
static bool is_told(const struct cutter *c, uint32_t first, uint32_t that, uint32_t end) {
    const struct token *tok = c->d->lang.tokens;
    if (that + 1 >= end || is_verb(c, that + 1) || !c->d->lang.parsed)
        return false;
    for (uint32_t v = that; v-- > first;) {
        if (tok[v].upos != UPOS_VERB)
            continue;
        if (!(words_classes(c->w->words, c->w->concepts[c->doc][v]) & WORD_SPEECH))
            return false;
        for (uint32_t t = v + 1; t < that; t++)
            if (tok[t].head == v && (tok[t].deprel == DEP_OBJ || tok[t].deprel == DEP_IOBJ))
                return true;
        return false;
    }
    return false;
}

/* "As the flood rose, | the mayor left": t begins the subject of the clause that the one before it goes with. What
 * holds only on a condition keeps it. */
static bool after_adverbial(const struct cutter *c, uint32_t first, uint32_t t, uint32_t end) {
    enum { FAR = 12 };
    static const char conditions[] = "if unless until whether should provided once";
    const struct token *tok = c->d->lang.tokens;
    uint32_t main = NONE;
    for (uint32_t i = t; i < end && i < t + FAR && main == NONE; i++)
        if ((tok[i].deprel == DEP_NSUBJ || tok[i].deprel == DEP_NSUBJ_PASS) && tok[i].head > i)
            main = tok[i].head;
        else if (is_verb(c, i))
            return false;
    if (main == NONE || main >= end || !c->d->lang.parsed)
        return false;
    static const char times[] = "after before since as when while although though";
    uint32_t beside = tok[main].head, start = beside; /* "months after the gate broke, the mayor left", read as two side by side */
    while (beside < t && start > 0 && beside - start < 16 && !(tok[start].flags & TOKEN_SENTENCE))
        start--;
    for (uint32_t m = start; beside < t && (tok[main].deprel == DEP_CONJ || tok[main].deprel == DEP_PARATAXIS) && m < beside && m < start + 4; m++)
        if (is_form(c, m, times))
            return true;
    for (uint32_t v = first; v < t; v++) {
        uint32_t x = v;
        if (tok[v].upos != UPOS_VERB)
            continue;
        for (int hops = 0; hops < 3 && tok[x].deprel == DEP_CONJ && tok[x].head < c->d->lang.tokens_n; hops++)
            x = tok[x].head;
        if (tok[x].deprel != DEP_ADVCL || tok[x].head != main || tok[x].xpos == XPOS_VBG)
            continue;
        for (uint32_t m = x > 8 ? x - 8 : 0; m < x; m++)
            if (tok[m].head == x && tok[m].deprel != DEP_NSUBJ && is_form(c, m, conditions))
                return false;
        return true;
    }
    return false;
}

/* Whether a new unit begins at token t of the piece [first, end). */
static bool cut_at(const struct cutter *c, uint32_t first, uint32_t t, uint32_t end) {
    slice text = c->d->page.text;
    const struct token *tok = c->d->lang.tokens;
    if (t < first + 3 || t + 2 >= end)
        return false;
    slice before = token_form(text, &tok[t - 1]), f = token_form(text, &tok[t]);
    bool comma = is_comma(before);
    if (is_break(before))
        return true;
    if (is_form(c, t, coordinators))
        return !shares_denial(c, first, t, end) && after_conjunction(c, t + 1, end, comma);
    if (comma && (is_form(c, t, relatives) || is_form(c, t, subordinators)))
        return true;
    if (comma && (is_participle(c, t) || after_adverbial(c, first, t, end)))
        return true;
    bool case_of = tok[t].upos == UPOS_ADP && t + 1 < end && is_form(c, t + 1, relatives); /* "the flood | in which" */
    if (case_of || (is_form(c, t, relatives) && tok[t - 1].upos != UPOS_ADP))
        return true;
    if (slice_eq_nocase(f, S("that")) && c->d->lang.tagged && tok[t].xpos == XPOS_WDT)
        return !is_told(c, first, t, end);
    return false;
}

static void add_segment(struct cutter *c, uint32_t first, uint32_t end, bool frame) {
    ARENA_MORE(c->w->tmp, c->segs, c->segs_n, c->segs_cap);
    c->segs[c->segs_n++] = (struct seg){first, end, frame};
}

/* Words with a meaning of their own, and whether there is a verb among them. */
static uint32_t meat(const struct cutter *c, const struct seg *s, bool *verb) {
    const uint32_t *concepts = c->w->concepts[c->doc];
    uint32_t n = 0;
    *verb = false;
    for (uint32_t t = s->first; t < s->end; t++) {
        if (is_verb(c, t) || (c->d->lang.tagged && c->d->lang.tokens[t].upos == UPOS_VERB))
            *verb = true;
        if (concepts[t] && !(words_classes(c->w->words, concepts[t]) & (WORD_STOP | WORD_SPEECH)))
            n++;
    }
    return n;
}

/* Cuts a piece with one speaker into segments, the small ones joined to what stands beside them. */
static void cut_piece(struct cutter *c, uint32_t first, uint32_t end) {
    uint32_t base = c->segs_n, from = first;
    for (uint32_t t = first + 1; t < end; t++)
        if (t - from >= LONGEST_UNIT || cut_at(c, from, t, end)) {
            add_segment(c, from, t, false);
            from = t;
        }
    add_segment(c, from, end, false);
    uint32_t kept = base;
    bool verb, verb_before = false;
    for (uint32_t i = base; i < c->segs_n; i++) {
        struct seg s = c->segs[i];
        uint32_t n = meat(c, &s, &verb);
        if (kept > base && s.end - c->segs[kept - 1].first < LONGEST_UNIT) {
            uint32_t m = meat(c, &c->segs[kept - 1], &verb_before);
            if (n < LEAST_MEAT || m < LEAST_MEAT || (!verb && n < 4) || !verb_before) {
                c->segs[kept - 1].end = s.end;
                continue;
            }
        }
        c->segs[kept++] = s;
    }
    c->segs_n = kept;
}

/* Takes from both ends what is no part of a statement: marks, and the words that join it on. */
static struct seg trim(const struct cutter *c, struct seg s) {
    static const char joins[] = "and but or yet that which who so";
    slice text = c->d->page.text;
    const struct token *tok = c->d->lang.tokens;
    while (s.first < s.end && !(tok[s.first].flags & TOKEN_QUOTE_OPEN) &&
           (!is_word(&tok[s.first], text) || is_form(c, s.first, joins) ||
            (tok[s.first].upos == UPOS_ADP && s.first + 1 < s.end && is_form(c, s.first + 1, joins) &&
             tok[s.first + 1].xpos == XPOS_WDT))) /* "in which" */
        s.first++;
    while (s.end > s.first && !(tok[s.end - 1].flags & TOKEN_QUOTE_CLOSE) &&
           (!is_word(&tok[s.end - 1], text) || is_form(c, s.end - 1, joins)))
        s.end--;
    /* "six months after | the gate broke": what happened, not when something else did */
    static const char times[] = "after when since although though";
    for (uint32_t t = s.first; t < s.first + 3 && t + 3 < s.end && c->d->lang.parsed; t++) {
        if (is_form(c, t, times) && tok[t].deprel == DEP_MARK && tok[t].head > t && tok[t].head < s.end) {
            for (uint32_t i = t + 1; i < tok[t].head; i++)
                if (tok[i].head == tok[t].head && (tok[i].deprel == DEP_NSUBJ || tok[i].deprel == DEP_NSUBJ_PASS)) {
                    s.first = t + 1;
                    return s;
                }
            break;
        }
        if (tok[t].upos != UPOS_NUM && tok[t].upos != UPOS_NOUN && tok[t].upos != UPOS_DET && tok[t].upos != UPOS_ADV)
            break;
    }
    return s;
}

static int feature_order(const void *a, const void *b) {
    const struct feature *x = a, *y = b;
    if (x->key != y->key)
        return x->key < y->key ? -1 : 1;
    return x->share > y->share ? -1 : x->share < y->share;
}

/* The key of a figure or entity that a pronoun or description stands for. */
uint32_t claim_entity_key(const struct work *w, uint32_t doc, uint32_t entity) {
    const struct document *d = w->docs[doc];
    if (entity >= d->lang.entities_n)
        return 0;
    slice name = d->lang.entities[entity].name;
    uint8_t type = d->lang.entities[entity].type;
    if (w->stories->figure_of && w->stories->figure_of[doc]) {
        uint32_t f = w->stories->figure_of[doc][entity];
        if (f < w->stories->figures_n)
            name = w->stories->figures[f].name;
    }
    uint32_t cut = NONE;
    for (uint32_t i = 0; i < name.n; i++)
        if (name.p[i] == ' ')
            cut = i;
    if (cut == NONE)
        return words_name(name);
    if (type == ENTITY_PER) /* so that a bare surname that nobody marked is the same */
        return words_name(slice_cut(name, cut + 1, name.n));
    uint64_t h = 1; /* word by word, so that "North Xanian" is "North Xania" */
    slice word;
    while (name.n && slice_field(&name, ' ', &word))
        if (word.n)
            h = hash_mix(h, words_name(word));
    return (uint32_t)h ? (uint32_t)h : 1;
}

/* "Saw farmers selling grain", "kept the farmers from selling it": what is seen or made to act, whatever the
 * parse calls it. */
static bool seen_to_act(const struct token *tok, uint32_t t, uint32_t end) {
    enum { FAR = 12 };
    if (tok[t].upos == UPOS_PRON)
        return false;
    if (t + 1 < end && tok[t + 1].upos == UPOS_VERB && tok[t + 1].xpos == XPOS_VBG &&
        (tok[t + 1].head == t || tok[t + 1].head == tok[t].head))
        return true;
    for (uint32_t i = t + 1; i < end && i < t + FAR; i++) {
        if (tok[i].upos != UPOS_VERB)
            continue;
        if (tok[i].head == t && tok[i].deprel == DEP_ACL)
            return tok[i].xpos != XPOS_VB;
        if (tok[t].deprel == DEP_OBJ && tok[i].head == tok[t].head && tok[i].head < t &&
            (tok[i].deprel == DEP_XCOMP || (tok[i].deprel == DEP_ADVCL && tok[i].xpos == XPOS_VBG)))
            return true;
    }
    return false;
}

/* Whether a token stands in a subject: what acts, as the parse has it. */
static bool is_agent(const struct cutter *c, const struct unit *u, uint32_t t) {
    const struct token *tok = c->d->lang.tokens;
    for (int hops = 0; c->d->lang.parsed && hops < 8 && t >= u->first && t < u->end; hops++) {
        if (seen_to_act(tok, t, u->end))
            return true;
        switch (tok[t].deprel) {
        case DEP_NSUBJ: case DEP_OBL_AGENT: return true;
        case DEP_AMOD: case DEP_COMPOUND: case DEP_FLAT: case DEP_NMOD_POSS: case DEP_APPOS: case DEP_CONJ:
        case DEP_NMOD_DESC: break;
        default: return false;
        }
        t = tok[t].head;
    }
    return false;
}

/* "Not only", "not less than", "whether or not": no negation. */
static bool turns_nothing(const struct cutter *c, uint32_t t, uint32_t end) {
    return (t > 0 && is_form(c, t - 1, "or")) || (t + 1 < end && is_form(c, t + 1, "only just merely")) ||
           (t + 2 < end && is_form(c, t + 1, "less fewer more later") && is_form(c, t + 2, "than"));
}

static void add_features(struct cutter *c, struct unit *u) {
    struct work *w = c->w;
    const struct lang *l = &c->d->lang;
    struct feature found[MOST_FEATURES];
    uint32_t n = 0;
    for (uint32_t t = u->first; t < u->end && n < MOST_FEATURES; t++) {
        uint32_t k = w->concepts[u->doc][t];
        uint32_t bits = words_classes(w->words, k);
        if (claim_is_not(w, u->doc, t) && !turns_nothing(c, t, u->end))
            u->flags |= UNIT_NEGATED;
        if (is_verb(c, t) || (l->tagged && l->tokens[t].upos == UPOS_VERB))
            u->flags |= UNIT_VERB;
        if (!k || (bits & WORD_STOP))
            continue;
        if (l->tokens[t].upos == UPOS_VERB && !(bits & (WORD_LIGHT | WORD_SPEECH)))
            claim_add_role(u->acts, &u->acts_n, k);
        if (keymap_get(&w->names, k) && is_agent(c, u, t))
            claim_add_role(u->agents, &u->agents_n, k);
        float share = c->timed[t] ? T.timed : bits & (WORD_LIGHT | WORD_SPEECH) ? T.light : 1;
        found[n++] = (struct feature){.key = k, .share = share};
    }
    /* what pronouns and descriptions stand for */
    uint32_t lo = 0, hi = l->mentions_n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (l->mentions[mid].at.start < u->at.start)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (uint32_t m = lo; m < l->mentions_n && l->mentions[m].at.start < u->at.end; m++) {
        const struct mention *x = &l->mentions[m];
        if (x->kind == MENTION_NAME || x->entity == NONE || n == MOST_FEATURES)
            continue;
        uint32_t k = claim_entity_key(w, u->doc, x->entity);
        if (!k)
            continue;
        found[n++] = (struct feature){.key = k, .share = T.meant};
        if (x->end > u->first && is_agent(c, u, x->end - 1))
            claim_add_role(u->agents, &u->agents_n, k);
    }
    const struct marks *marks = &c->d->marks; /* "on Tuesday" and "March 3" may be one day */
    for (uint32_t i = c->times_at; i < marks->times_n && marks->times[i].at.start < u->at.end; i++) {
        const struct timex3 *x = &marks->times[i];
        if (x->at.end <= u->at.start) {
            c->times_at = i; /* units come in order of place */
            continue;
        }
        if (x->type > TIME_TIME || x->first == INT32_MIN || x->last - x->first > 31 || n == MOST_FEATURES)
            continue;
        uint32_t k = (uint32_t)hash_mix(hash_mix(13, (uint32_t)x->first), (uint32_t)x->last) | 1;
        keymap_put(&w->rare, k, 16 * 7);
        found[n++] = (struct feature){.key = k, .share = 1, .telling = DAY};
    }
    if (n > 1)
        qsort(found, n, sizeof *found, feature_order);
    u->features = w->features_n;
    for (uint32_t i = 0; i < n; i++) {
        if (i && found[i].key == found[i - 1].key)
            continue;
        ARENA_MORE(w->tmp, w->features, w->features_n, w->features_cap);
        w->features[w->features_n++] = found[i];
        u->sieve |= 1ull << (found[i].key >> 26);
    }
    u->features_n = w->features_n - u->features;
}

/* "Allegedly": the attribution without a source, and so without a frame, in which a unit of so many words stands; NONE. */
static uint32_t nobodys(const struct cutter *c, const struct unit *u, uint32_t words) {
    const struct token *tok = c->d->lang.tokens;
    for (uint32_t i = 0; i < c->d->marks.attributions_n; i++) {
        const struct attribution *x = &c->d->marks.attributions[i];
        if (x->source.n || !x->content.n || !x->cue.n || x->cue.p[0].start >= u->at.end || x->cue.p[0].end <= u->at.start)
            continue;
        uint32_t cue = lang_token_at(&c->d->lang, x->cue.p[0].start), held = 0;
        bool verb = false;
        for (uint32_t t = u->first; t < u->end; t++)
            for (uint32_t k = 0; k < x->content.n; k++)
                if (tok[t].at.start >= x->content.p[k].start && tok[t].at.end <= x->content.p[k].end) {
                    held += is_word(&tok[t], c->d->page.text);
                    verb |= tok[t].upos == UPOS_VERB;
                }
        /* "was warned of a crack" is the author's: that somebody was warned */
        if ((verb && 2 * held > words) || (cue < c->d->lang.tokens_n && tok[cue].upos == UPOS_ADV))
            return i;
    }
    return NONE;
}

/* "Police put the toll at seven": the figure has no clause of its own, and is theirs all the same; NONE. */
static uint32_t figure_of(const struct cutter *c, const struct unit *u) {
    const struct lang *l = &c->d->lang;
    const struct marks *m = &c->d->marks;
    for (uint32_t i = 0; i < m->attributions_n; i++) {
        const struct attribution *x = &m->attributions[i];
        if (!x->source.n || x->cue.n != 1 || x->content.n != 1 || x->status != STATUS_NONE || x->source.p[0].start < u->at.start ||
            x->content.p[0].end > u->at.end || x->cue.p[0].end > x->content.p[0].start || x->source.p[0].end > x->cue.p[0].start)
            continue;
        if (!slice_among(slice_at(c->d->page.text, x->cue.p[0]), "put puts estimated estimates"))
            continue;
        for (uint32_t t = lang_token_at(l, x->content.p[0].start); t < u->end; t++)
            if (l->tokens[t].upos == UPOS_NUM)
                return i;
    }
    return NONE;
}

static void add_unit(struct cutter *c, uint32_t sentence, struct seg s, const uint32_t *stems) {
    struct work *w = c->w;
    const struct token *tok = c->d->lang.tokens;
    s = trim(c, s);
    if (s.first >= s.end)
        return;
    struct unit u = {.doc = c->doc, .sentence = sentence, .first = s.first, .end = s.end,
                     .at = {tok[s.first].at.start, tok[s.end - 1].at.end},
                     .attribution = NONE, .frame_of = NONE, .group = NONE, .beside = NONE, .twin = NONE};
    uint32_t quoted = 0, words = 0, inside = 0;
    bool open = false;
    for (uint32_t t = c->d->lang.sentences[sentence].first; t < s.end; t++) {
        if (tok[t].flags & TOKEN_QUOTE_OPEN)
            open = true;
        else if (tok[t].flags & TOKEN_QUOTE_CLOSE)
            open = false;
        if (t < s.first || !is_word(&tok[t], c->d->page.text))
            continue;
        words++;
        quoted += open;
        if (c->inner[t] != NONE)
            inside++;
    }
    if (s.frame) {
        u.flags |= UNIT_FRAME;
        for (uint32_t t = s.first; t < s.end && u.frame_of == NONE; t++)
            u.frame_of = c->frame[t];
    }
    if (2 * inside > words) /* the attribution of most of its words: that of its middle one */
        for (uint32_t t = s.first; t < s.end; t++)
            if (c->inner[t] != NONE) {
                u.attribution = c->inner[t];
                if (2 * (t - s.first) >= s.end - s.first)
                    break;
            }
    if (u.attribution == NONE && !s.frame)
        u.attribution = nobodys(c, &u, words);
    if (u.attribution == NONE && !s.frame)
        u.attribution = figure_of(c, &u);
    if (2 * quoted > words)
        u.flags |= UNIT_QUOTED;
    const struct sentence *sen = &c->d->lang.sentences[sentence];
    slice last = token_form(c->d->page.text, &tok[sen->end - 1]);
    if (last.n == 1 && last.p[0] == '?')
        u.flags |= UNIT_QUESTION;
    const struct marks *marks = &c->d->marks;
    for (u.count = c->counts_at; u.count < marks->quantities_n && marks->quantities[u.count].at.start < u.at.start; u.count++)
        ;
    c->counts_at = u.count;
    add_features(c, &u);
    claim_roles(w, &u);
    if (claim_speaks_of_it(w, &u))
        u.flags |= UNIT_GENERIC;
    u.phrase = claim_phrase(w, &u, stems, &u.flags);
    ARENA_MORE(w->tmp, w->units, w->units_n, w->units_cap);
    w->units[w->units_n++] = u;
}

/* Whether an attribution tells what somebody holds or wants, and not what they said: "Ward believed
 * that", "her demand that". Then the believing belongs to the statement. */
static bool is_mind(const struct work *w, uint32_t doc, const struct attribution *x) {
    const struct lang *l = &w->docs[doc]->lang;
    uint32_t t = x->cue_token;
    if (t == NONE && x->cue.n)
        t = lang_token_at(l, x->cue.p[0].start);
    return t < l->tokens_n && (words_classes(w->words, w->concepts[doc][t]) & WORD_MIND) != 0;
}

/* "Ward's criticism of the council over a report that it sold the mill": of what somebody speaks, with no word of
 * what they say. What is told within it begins at `from`. */
static bool is_about(const struct work *w, uint32_t doc, const struct attribution *x, uint32_t from) {
    const struct lang *l = &w->docs[doc]->lang;
    if (x->cue_token >= l->tokens_n || l->tokens[x->cue_token].upos != UPOS_NOUN || x->content.n != 1)
        return false;
    uint32_t t = lang_token_at(l, x->content.p[0].start), end = x->content.p[0].end < from ? x->content.p[0].end : from;
    if (t >= l->tokens_n || l->tokens[t].upos != UPOS_ADP)
        return false;
    for (; t < l->tokens_n && l->tokens[t].at.start < end && l->tokens[t].deprel != DEP_MARK; t++)
        if (l->tokens[t].upos == UPOS_VERB && l->tokens[t].deprel != DEP_CASE)
            return false; /* "charges of bakers selling chalk" */
    return true;
}

uint32_t claim_voice(const struct work *w, uint32_t doc, uint32_t i) {
    const struct marks *m = &w->docs[doc]->marks;
    uint32_t voice = NONE, from = UINT32_MAX;
    for (uint32_t hops = 0; i < m->attributions_n && hops < 16; i = m->attributions[i].parent, hops++) {
        const struct attribution *x = &m->attributions[i];
        if (!is_mind(w, doc, x) && !is_about(w, doc, x, from))
            voice = i;
        from = x->content.n ? x->content.p[0].start : from;
    }
    return voice;
}

/* Whether attribution x parts a sentence into frame and statement: what is said is a statement of its
 * own, with a verb or in quotation marks ("denied the report" stays whole). */
static bool is_framed(const struct cutter *c, const struct attribution *x) {
    const struct lang *l = &c->d->lang;
    if (!x->source.n) /* "has allegedly sold": a word within a statement */
        return false;
    for (uint32_t s = 0; s < x->content.n; s++)
        for (uint32_t t = lang_token_at(l, x->content.p[s].start);
             t < l->tokens_n && l->tokens[t].at.start < x->content.p[s].end; t++)
            if (is_verb(c, t) || (l->tokens[t].flags & TOKEN_QUOTE_OPEN) ||
                (l->tagged && l->tokens[t].upos == UPOS_VERB))
                return true;
    return false;
}

/* Paints the tokens of a stretch of text. */
static void paint(const struct lang *l, span at, uint32_t *tokens, uint32_t value) {
    for (uint32_t t = lang_token_at(l, at.start); t < l->tokens_n && l->tokens[t].at.start < at.end; t++)
        tokens[t] = value;
}

/* Fills in the concept of each word; gives the stem of each. */
static uint32_t *read_concepts(struct work *w, uint32_t doc) {
    const struct document *d = w->docs[doc];
    const struct lang *l = &d->lang;
    w->concepts[doc] = ARENA_ARRAY(w->tmp, uint32_t, l->tokens_n + 1);
    uint32_t *stems = ARENA_ARRAY(w->tmp, uint32_t, l->tokens_n + 1);
    for (uint32_t t = 0; t < l->tokens_n; t++) {
        const struct token *x = &l->tokens[t];
        if (!is_word(x, d->page.text))
            continue;
        slice form = token_form(d->page.text, x);
        bool name = (x->flags & TOKEN_UPPER) && (!(x->flags & TOKEN_SENTENCE) || x->upos == UPOS_PROPN);
        stems[t] = words_stem(form);
        uint32_t k = words_joined(w->words, stems[t]);
        if (name && !words_classes(w->words, k) && !keymap_get(&w->words->same, stems[t]))
            keymap_put(&w->names, k = words_name(form), NAME);
        else if (l->tagged && !name)
            k = words_concept(w->words, token_lemma(l, x));
        w->concepts[doc][t] = k;
        if (k) {
            char lower[64];
            uint32_t m = 0;
            for (; m < form.n && m < sizeof lower; m++)
                lower[m] = to_lower(form.p[m]);
            uint32_t idf = kin_idf(&w->weights, kin_word_id(slice_of(lower, m)));
            uint32_t *rare = keymap_put(&w->rare, k, idf);
            if (idf < *rare)
                *rare = idf;
        }
    }
    return stems;
}

/* A name is one thing, whatever its words: its concept stands at its last. */
static void join_names(struct work *w, uint32_t doc) {
    const struct lang *l = &w->docs[doc]->lang;
    for (uint32_t m = 0; m < l->mentions_n; m++) {
        const struct mention *x = &l->mentions[m];
        uint32_t k;
        if (x->kind != MENTION_NAME || x->entity == NONE || x->first >= x->end || x->end > l->tokens_n ||
            !(k = claim_entity_key(w, doc, x->entity)))
            continue;
        for (uint32_t t = x->first; t < x->end; t++)
            w->concepts[doc][t] = t + 1 == x->end ? k : 0;
        *keymap_put(&w->names, k, NAME) |= l->entities[x->entity].type == ENTITY_PER ? NAME_PERSON : 0;
    }
}

/* Lays attributions and days over the tokens. Of two that speak in one place the later, inner one shows. */
static void paint_marks(struct cutter *c) {
    const struct lang *l = &c->d->lang;
    const struct marks *m = &c->d->marks;
    uint32_t n = l->tokens_n;
    c->inner = ARENA_ARRAY(c->w->tmp, uint32_t, n + 1);
    c->frame = ARENA_ARRAY(c->w->tmp, uint32_t, n + 1);
    c->timed = ARENA_ARRAY(c->w->tmp, uint32_t, n + 1);
    for (uint32_t t = 0; t < n; t++)
        c->inner[t] = c->frame[t] = NONE;
    for (uint32_t i = 0; i < m->attributions_n; i++) {
        const struct attribution *x = &m->attributions[i];
        if (claim_voice(c->w, c->doc, i) != i || !is_framed(c, x))
            continue;
        for (uint32_t s = 0; s < x->content.n; s++)
            paint(l, x->content.p[s], c->inner, i);
        for (uint32_t s = 0; s < x->source.n; s++)
            paint(l, x->source.p[s], c->frame, i);
        for (uint32_t s = 0; s < x->cue.n; s++)
            paint(l, x->cue.p[s], c->frame, i);
    }
    for (uint32_t i = 0; i < m->times_n; i++)
        if (m->times[i].first != INT32_MIN && m->times[i].last - m->times[i].first <= 31)
            paint(l, m->times[i].at, c->timed, 1);
}

static void read_sentence(struct cutter *c, uint32_t sentence, const uint32_t *stems) {
    const struct sentence *s = &c->d->lang.sentences[sentence];
    c->segs_n = 0;
    /* pieces with one speaker; a frame inside a content (somebody quotes somebody) is one too */
    uint32_t from = s->first;
    for (uint32_t t = s->first; t < s->end; t++) {
        bool last = t + 1 == s->end;
        if (!last && c->inner[t] == c->inner[t + 1] && (c->frame[t] == NONE) == (c->frame[t + 1] == NONE))
            continue;
        bool frame = c->frame[t] != NONE;
        if (frame)
            add_segment(c, from, t + 1, true);
        else if (t + 1 - from >= 3 || last)
            cut_piece(c, from, t + 1);
        else /* a word or two between source and cue: with the frame before, if there is one */
            add_segment(c, from, t + 1, true);
        from = t + 1;
    }
    /* frames in a row are one */
    for (uint32_t k = 0; k < c->segs_n; k++) {
        struct seg g = c->segs[k];
        while (g.frame && k + 1 < c->segs_n && c->segs[k + 1].frame && c->segs[k + 1].first == g.end)
            g.end = c->segs[++k].end;
        add_unit(c, sentence, g, stems);
    }
}

static void read_document(struct work *w, uint32_t doc) {
    struct cutter c = {.w = w, .d = w->docs[doc], .doc = doc};
    const uint32_t *stems = read_concepts(w, doc);
    join_names(w, doc);
    claim_things(w, doc);
    paint_marks(&c);
    for (uint32_t i = 0; i < c.d->lang.sentences_n; i++)
        read_sentence(&c, i, stems);
}

struct run claim_sentence(const struct work *w, uint32_t unit) {
    struct run r = {unit, unit + 1};
    uint32_t doc = w->units[unit].doc, sentence = w->units[unit].sentence;
    while (r.first > 0 && w->units[r.first - 1].doc == doc && w->units[r.first - 1].sentence == sentence)
        r.first--;
    while (r.end < w->units_n && w->units[r.end].doc == doc && w->units[r.end].sentence == sentence)
        r.end++;
    return r;
}

struct run claim_report(const struct work *w, uint32_t unit) { return w->units_in[w->units[unit].doc]; }

static int by_roles(const uint32_t *a, uint32_t n, const uint32_t *b, uint32_t m) {
    if (n != m)
        return n < m ? -1 : 1;
    for (uint32_t i = 0; i < n; i++)
        if (a[i] != b[i])
            return a[i] < b[i] ? -1 : 1;
    return 0;
}

/* By keys; what is negated or holds on a condition, and who does it to what, part those of the same keys. */
static int by_type(const struct work *w, const struct unit *x, const struct unit *y) {
    enum { PARTS = UNIT_NEGATED | UNIT_IF };
    if (x->features_n != y->features_n)
        return x->features_n < y->features_n ? -1 : 1;
    for (uint32_t k = 0; k < x->features_n; k++) {
        uint32_t p = w->features[x->features + k].key, q = w->features[y->features + k].key;
        if (p != q)
            return p < q ? -1 : 1;
    }
    if ((x->flags ^ y->flags) & PARTS)
        return (x->flags & PARTS) < (y->flags & PARTS) ? -1 : 1;
    if (x->turned != y->turned)
        return x->turned < y->turned ? -1 : 1;
    int doers = by_roles(x->doers, x->doers_n, y->doers, y->doers_n);
    return doers ? doers : by_roles(x->done, x->done_n, y->done, y->done_n);
}

static int type_order(const void *a, const void *b, void *arg) {
    const struct work *w = arg;
    uint32_t i = *(const uint32_t *)a, j = *(const uint32_t *)b;
    int by = by_type(w, &w->units[i], &w->units[j]);
    return by ? by : i < j ? -1 : i > j;
}

/* Units of one kind are one type: forty copies of a sentence count once, and are linked by
 * way of the first of them. */
static void find_types(struct work *w) {
    uint32_t *order = ARENA_ARRAY(w->tmp, uint32_t, w->units_n + 1);
    for (uint32_t i = 0; i < w->units_n; i++)
        order[i] = i;
    qsort_r(order, w->units_n, sizeof *order, type_order, w);
    keymap_init(&w->spread, w->tmp, 1024);
    uint32_t first = NONE;
    for (uint32_t i = 0; i < w->units_n; i++) {
        struct unit *u = &w->units[order[i]];
        if (first != NONE && !by_type(w, u, &w->units[first])) {
            u->twin = first;
            continue;
        }
        first = u->twin = order[i];
        w->types++;
        for (uint32_t k = 0; k < u->features_n; k++)
            ++*keymap_put(&w->spread, w->features[u->features + k].key, 0);
    }
}

/* How telling a concept is: how rare in the news at large, in bits. Past T.rarest it is a name of
 * something or a misprint, and no more telling for being rarer. What only one clause has must not
 * weigh most: it may be another word for what the others have. */
float claim_weight(const struct work *w, uint32_t concept) {
    const uint32_t *rare = keymap_get(&w->rare, concept);
    float bits = rare ? (float)*rare / 16 : T.unknown;
    return bits < T.rarest ? bits : T.rarest;
}

/* How telling a word is in this pile: what few of its clauses have. */
static float pile_bits(const struct work *w, uint32_t key) {
    enum { LEAST = 150, MOST_BITS = 7 }; /* so that large piles and small ones are alike */
    const uint32_t *n = keymap_get(&w->spread, key);
    float bits = n && *n ? log2f((float)(w->types > LEAST ? w->types : LEAST) / (float)*n) : 0, news = claim_weight(w, key);
    bits = bits < news ? bits : news; /* in a small pile every word is rare */
    return bits > MOST_BITS ? MOST_BITS : bits > 0 ? bits : 0;
}

/* How many of those who have a role are names; bits of the people among them. */
static uint8_t named_of(const struct work *w, const uint32_t *role, uint32_t n, uint8_t *people) {
    uint8_t named = 0;
    for (uint32_t i = 0; i < n; i++) {
        const uint32_t *bits = keymap_get(&w->names, role[i]);
        named += bits != NULL;
        *people |= bits && (*bits & NAME_PERSON) ? (uint8_t)(1 << i) : 0;
    }
    return named;
}

static void weigh_unit(struct work *w, struct unit *u) {
    u->doers_named = named_of(w, u->doers, u->doers_n, &u->doers_people);
    u->done_named = named_of(w, u->done, u->done_n, &u->done_people);
    for (uint32_t k = 0; k < u->features_n; k++) {
        struct feature *f = &w->features[u->features + k];
        const uint32_t *n = keymap_get(&w->spread, f->key);
        float spread = n ? (float)*n : 1, common = T.common * (float)w->types;
        f->name = keymap_get(&w->names, f->key) != NULL;
        f->weight = f->share * claim_weight(w, f->key);
        f->pile = f->share * pile_bits(w, f->key);
        /* names alone say whom clauses speak of, and what the pile is about stands in all of it */
        if (f->telling != DAY && !f->name)
            f->telling = spread > common ? f->weight * common / spread : f->weight;
        u->weight += f->weight;
        u->pile += f->pile;
        f->turns = keymap_get(&w->words->opposite, f->key) != NULL;
        u->turns |= f->turns;
        u->names |= (uint64_t)f->name << k;
        u->days |= (uint64_t)(f->telling < 0) << k;
        if (!f->name && f->telling >= 0 && !keys_have(u->doers, u->doers_n, f->key)) {
            u->predicate |= 1ull << k;
            u->predicate_weight += f->weight;
        }
    }
}

void claim_units(struct work *w) {
    kin_weights_open(&w->weights);
    keymap_init(&w->rare, w->tmp, 1024);
    keymap_init(&w->names, w->tmp, 256);
    for (uint32_t i = 0; i < w->members_n; i++) {
        uint32_t doc = w->members[i];
        w->units_of[2 * i] = w->units_n;
        read_document(w, doc);
        w->units_of[2 * i + 1] = w->units_n;
        w->units_in[doc] = (struct run){w->units_of[2 * i], w->units_n};
    }
    find_types(w);
    for (uint32_t i = 0; i < w->units_n; i++) {
        struct unit *u = &w->units[i];
        if (u->attribution != NONE) {
            uint64_t who = claim_speaker_key(w, u->doc, u->attribution);
            u->voice = who ? (uint32_t)who | 2 : 1;
        }
        weigh_unit(w, u);
    }
    uint32_t known = KNOWN_LEAST;
    while (known < KNOWN_MOST && known < KNOWN_EACH * w->types)
        known *= 2;
    w->known = ARENA_ARRAY(w->tmp, struct pair_known, known);
    w->known_mask = known - 1;
}
