/* What was lost on the way: between two reports that tell one claim, and rest on one origin or tell much
 * the same.
 *
 * An attribution is lost where a row is somebody's words in the report that comes first and the
 * author's own in the other, with nobody named in the same sentence; gained the other way round. A
 * caveat ("could not verify") or a denial is dropped where the other report tells the matter and
 * has no word of it. Reports that only share a subject lose nothing from one another. */
#include "claim_work.h"

static const struct {
    float likely;              /* least likelihood that two rows of a claim say the same */
    float bits, telling, held; /* that a plain clause must share with one in somebody's words, see struct topic */
    float worth, alone;        /* least bits * held; of a report that tells no more than this of the other in its own voice */
    float copy;                /* least part of a clause that stands word for word in another, if it is the same */
    float sure;                /* that two clauses say the same, whatever "not" stands in one: "not just the mill" */
} T = {0.5f, 8, 5, 0.30f, 5, 8, 0.9f, 0.8f};

/* Which of two reports is taken to come first: by date, then the one that is more like the origin. */
static bool comes_first(const struct work *w, uint32_t a, uint32_t b) {
    slice x = w->docs[a]->page.published, y = w->docs[b]->page.published;
    uint32_t day = x.n < y.n ? x.n : y.n;
    if (x.p && y.p) {
        int order = memcmp(x.p, y.p, day < 10 ? day : 10);
        if (order)
            return order < 0;
    } else if (x.p || y.p) {
        return x.p != NULL;
    }
    uint32_t m = w->docs[a]->marks.attributions_n, n = w->docs[b]->marks.attributions_n;
    if (m != n) /* what is nearer to the origin names more of its sources */
        return m > n;
    return a < b;
}

static bool rests_on(const struct work *w, uint32_t doc, uint32_t from) {
    for (uint32_t i = w->edges_of[doc]; i < w->edges_of[doc + 1]; i++)
        if (!w->kin->edges[i].origin && w->kin->edges[i].from == from)
            return true;
    return false;
}

/* Of two of which one took from the other, that other, whatever the days. */
static bool goes_before(const struct work *w, uint32_t a, uint32_t b) {
    bool taken = rests_on(w, b, a);
    return taken != rests_on(w, a, b) ? taken : comes_first(w, a, b);
}

/* Claims in common that show what an edge of a weak kind only hints at, and what none does. */
enum { MUCH = 6, VERY_MUCH = 4 };

/* Both rest on one origin, or one on the other, and at least one of them reworks it; or they
 * tell much the same, the more so without any edge (not enough where it must be sure: of what a
 * report does not have, the reader sees nothing). */
static bool related(const struct work *w, uint32_t a, uint32_t b, bool sure) {
    const struct kin *k = w->kin;
    bool weak = false;
    if (k->family && k->family[a] == k->family[b])
        return true;
    for (uint32_t i = w->edges_of[a]; i < w->edges_of[a + 1]; i++) {
        const struct edge *x = &k->edges[i];
        if (!x->origin) {
            if (x->from == b && x->kind <= EDGE_CITES)
                return true;
            weak |= x->from == b;
            continue;
        }
        for (uint32_t j = w->edges_of[b]; j < w->edges_of[b + 1]; j++) {
            const struct edge *y = &k->edges[j];
            if (!y->origin)
                continue;
            const struct origin *p = &k->origins[x->from], *q = &k->origins[y->from];
            bool same = x->from == y->from ||
                        (p->name.p && q->name.p && slice_eq(p->name, q->name) &&
                         claim_story(w, a) == claim_story(w, b));
            if (same && (x->kind <= EDGE_REWRITE || y->kind <= EDGE_REWRITE))
                return true;
            weak |= same;
        }
    }
    for (uint32_t j = w->edges_of[b]; j < w->edges_of[b + 1]; j++)
        if (!k->edges[j].origin && k->edges[j].from == a) {
            if (k->edges[j].kind <= EDGE_CITES)
                return true;
            weak = true;
        }
    if (sure || claim_story(w, a) != claim_story(w, b))
        return false;
    return claim_common(w, a, b) >= (weak ? MUCH : VERY_MUCH);
}

/* The report tells the claim itself, whatever else. */
static bool tells(const struct work *w, uint32_t claim, uint32_t doc) {
    for (uint32_t i = 0; i < w->told_n[doc]; i++)
        if (w->told[doc][i] == claim)
            return true;
    return false;
}

/* What a sentence loses it loses once, whatever clauses it has. */
static bool is_new(struct work *w, uint8_t kind, uint32_t from, span from_at, uint32_t to, span to_at) {
    uint64_t h = hash_mix(hash_mix(hash_mix(kind, from), to), lang_sentence_at(&w->docs[from]->lang, from_at.start));
    h = hash_mix(h, to_at.end ? lang_sentence_at(&w->docs[to]->lang, to_at.start) : NONE);
    uint32_t before = w->lost.n;
    keymap_put(&w->lost, (uint32_t)(h ^ h >> 32) | 1, 1);
    return w->lost.n > before;
}

void claim_add_loss(struct work *w, uint32_t claim, uint8_t kind, uint32_t from, span from_at, uint32_t to, span to_at) {
    struct claims *out = w->out;
    if (!is_new(w, kind, from, from_at, to, to_at))
        return;
    ARENA_MORE(w->a, out->losses, out->losses_n, w->losses_cap);
    uint64_t h = hash_mix(claim_place_hash(w, from, from_at), claim_place_hash(w, to, to_at));
    out->losses[out->losses_n++] =
        (struct loss){claim_id_of(w, 'l', hash_mix(h, kind)), claim, kind, from, to, from_at, to_at};
}

/* Somebody says something in the row itself, whether it was marked or not: "a newspaper reported that",
 * "the third source differs". */
static bool speaks(const struct work *w, uint32_t doc, span at) {
    const struct lang *l = &w->docs[doc]->lang;
    const struct token *tok = l->tokens;
    for (uint32_t t = lang_token_at(l, at.start); t < l->tokens_n && tok[t].at.start < at.end; t++)
        if (((tok[t].xpos == XPOS_VBD || tok[t].xpos == XPOS_VBP || tok[t].xpos == XPOS_VBZ) &&
             (words_classes(w->words, w->concepts[doc][t]) & WORD_SPEECH)) ||
            (tok[t].upos == UPOS_NOUN && slice_starts_nocase(token_form(w->docs[doc]->page.text, &tok[t]), S("source"))))
            return true;
    return false;
}

/* Somebody is named as a source in the sentence around a place. */
static bool source_beside(const struct work *w, uint32_t doc, span at) {
    const struct document *d = w->docs[doc];
    uint32_t s = lang_sentence_at(&d->lang, at.start);
    if (s == NONE)
        return false;
    for (uint32_t i = 0; i < d->marks.attributions_n; i++) {
        const struct attribution *x = &d->marks.attributions[i];
        if (x->source.n && claim_voice(w, doc, i) != NONE && x->source.p[0].start >= d->lang.sentences[s].at.start &&
            x->source.p[0].end <= d->lang.sentences[s].at.end)
            return true;
    }
    return speaks(w, doc, at);
}

/* Most of it, or many words of it, stand between quotation marks: not 'has set a "ceremony" for Friday'. *marks: some are in it. */
static bool is_mostly_quoted(const struct lang *l, uint32_t first, uint32_t end, bool *marks) {
    enum { FEW = 4 };
    uint32_t quoted = 0, open = NONE;
    *marks = false;
    for (uint32_t t = first; t < end; t++) {
        if (l->tokens[t].flags & TOKEN_QUOTE_OPEN) {
            open = t + 1;
            *marks = true;
        } else if (l->tokens[t].flags & TOKEN_QUOTE_CLOSE) {
            quoted += t - (open == NONE ? first : open);
            open = NONE;
            *marks = true;
        }
    }
    if (open != NONE)
        quoted += end - open;
    return quoted > FEW || 2 * quoted > end - first;
}

/* It is a quotation for the most part, or lies between two marks that stand farther apart. */
static bool in_quotation(const struct work *w, const struct claim_row *r) {
    enum { FAR = 400 };
    const struct lang *l = &w->docs[r->doc]->lang;
    uint32_t first = lang_token_at(l, r->at.start), end = first;
    while (end < l->tokens_n && l->tokens[end].at.start < r->at.end)
        end++;
    bool marks, quoted = is_mostly_quoted(l, first, end, &marks);
    if (marks)
        return quoted;
    uint32_t open = first, close = end;
    while (open > 0 && first - open < FAR && !(l->tokens[open - 1].flags & (TOKEN_QUOTE_OPEN | TOKEN_QUOTE_CLOSE)))
        open--;
    while (close < l->tokens_n && close - end < FAR && !(l->tokens[close].flags & (TOKEN_QUOTE_OPEN | TOKEN_QUOTE_CLOSE)))
        close++;
    return open > 0 && close < l->tokens_n && (l->tokens[open - 1].flags & TOKEN_QUOTE_OPEN) && (l->tokens[close].flags & TOKEN_QUOTE_CLOSE);
}

/* "Where they are not met, I take action", in no quotation marks: a block quotation, a transcript, a letter, and not the report's
 * own voice. Looked for in the whole sentence. */
static bool in_first_person(const struct work *w, const struct claim_row *r) {
    const struct lang *l = &w->docs[r->doc]->lang;
    uint32_t s = lang_sentence_at(l, r->at.start);
    bool quoted = false;
    for (uint32_t t = s == NONE ? l->tokens_n : l->sentences[s].first; t < l->tokens_n && t < l->sentences[s].end; t++) {
        quoted = (quoted || l->tokens[t].flags & TOKEN_QUOTE_OPEN) && !(l->tokens[t].flags & TOKEN_QUOTE_CLOSE);
        slice f = token_form(work_text(w, r->doc), &l->tokens[t]);
        if (!quoted && l->tokens[t].upos == UPOS_PRON && (slice_eq(f, S("I")) || slice_among(f, "me my we our")))
            return true;
    }
    return false;
}

static const struct claim_row *row_in(const struct work *w, const struct claim *c, uint32_t doc, uint8_t stance, bool *other) {
    const struct claim_row *found = NULL;
    *other = false;
    for (uint32_t i = 0; i < c->rows_n; i++) {
        if (c->rows[i].doc != doc)
            continue;
        if (c->rows[i].stance == stance && stance == STANCE_ASSERTED && (in_quotation(w, &c->rows[i]) || in_first_person(w, &c->rows[i])))
            *other = true; /* somebody's words, whoever's: the author does not say them */
        else if (c->rows[i].stance == stance)
            found = found ? found : &c->rows[i];
        else if (c->rows[i].stance <= STANCE_ATTRIBUTED)
            *other = true;
    }
    return found;
}

uint32_t claim_row_unit(const struct work *w, const struct claim_row *r) {
    uint32_t lo = 0, hi = w->units_n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        const struct unit *u = &w->units[mid];
        if (u->doc < r->doc || (u->doc == r->doc && u->at.start < r->at.start))
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < w->units_n && w->units[lo].doc == r->doc && w->units[lo].at.start == r->at.start ? lo : NONE;
}

/* Whether two rows of a claim surely say the same: a claim may hold what is only near it. */
bool claim_surely_same(const struct work *w, const struct claim_row *p, const struct claim_row *q, float least) {
    uint32_t a = claim_row_unit(w, p), b = claim_row_unit(w, q);
    return a != NONE && b != NONE && claim_likeness(w, &w->units[a], &w->units[b]) >= least;
}

static bool claim_likely_same(const struct work *w, const struct claim_row *p, const struct claim_row *q, float least) {
    uint32_t a = claim_row_unit(w, p), b = claim_row_unit(w, q);
    return a != NONE && b != NONE && claim_same(w, &w->units[a], &w->units[b]) >= least;
}

/* The words of one stand in the other, one after the other. */
static bool is_copy(const struct work *w, const struct unit *u, const struct unit *v) {
    slice x = work_text(w, u->doc), y = work_text(w, v->doc);
    const struct token *p = w->docs[u->doc]->lang.tokens, *q = w->docs[v->doc]->lang.tokens;
    uint32_t less = u->end - u->first < v->end - v->first ? u->end - u->first : v->end - v->first, most = 0;
    for (uint32_t i = u->first; i < u->end && u->end - i > most; i++)
        for (uint32_t k = v->first; k < v->end && v->end - k > most; k++) {
            uint32_t n = 0;
            while (i + n < u->end && k + n < v->end && slice_eq_nocase(token_form(x, &p[i + n]), token_form(y, &q[k + n])))
                n++;
            most = n > most ? n : most;
        }
    return (float)most >= T.copy * (float)less;
}

/* What one has in quotation marks and the other word for word: in a block of its own it is a quotation there, too. */
static bool is_block(const struct work *w, const struct claim_row *p, const struct claim_row *q) {
    uint32_t a = claim_row_unit(w, p), b = claim_row_unit(w, q);
    return a != NONE && b != NONE && is_copy(w, &w->units[a], &w->units[b]) && in_quotation(w, p);
}

/* Both are made from one text that is not there. */
static bool share_text(const struct work *w, uint32_t a, uint32_t b) {
    const struct kin *k = w->kin;
    for (uint32_t i = w->edges_of[a]; i < w->edges_of[a + 1]; i++)
        for (uint32_t j = w->edges_of[b]; j < w->edges_of[b + 1]; j++)
            if (k->edges[i].origin && k->edges[j].origin && k->edges[i].from == k->edges[j].from && k->edges[i].kind <= EDGE_REWRITE && k->edges[j].kind <= EDGE_REWRITE)
                return true;
    return false;
}

static bool is_near(const struct work *w, uint32_t from, uint32_t to) { return rests_on(w, to, from) || share_text(w, from, to); }

/* Another report tells it in the same voice and is nearer to `to` than the report of row k. */
static bool has_nearer(const struct work *w, const struct claim *c, const uint8_t *has, uint32_t k, uint32_t to) {
    for (uint32_t i = 0; i < c->rows_n && !is_near(w, c->rows[k].doc, to); i++)
        if (has[i] == has[k] && c->rows[i].doc != to && is_near(w, c->rows[i].doc, to) && goes_before(w, c->rows[i].doc, to))
            return true;
    return false;
}

/* Reports that tell a claim in another voice than those before them. */
static void voices(struct work *w, uint32_t claim) {
    enum { ATTRIBUTED = 1, ASSERTED = 2, MOST_FROM = 5 };
    const struct claim *c = &w->out->claims[claim];
    uint8_t *has = arena_calloc(w->tmp, c->rows_n + 1, 1), all = 0; /* at a report's first row: in which voice it tells it */
    bool other;
    for (uint32_t i = 0; i < c->rows_n; i++) {
        uint32_t doc = c->rows[i].doc;
        if (i && c->rows[i - 1].doc == doc)
            continue;
        const struct claim_row *p = row_in(w, c, doc, STANCE_ATTRIBUTED, &other);
        if (p && !other)
            has[i] = ATTRIBUTED;
        p = row_in(w, c, doc, STANCE_ASSERTED, &other);
        if (p && !other && !source_beside(w, doc, p->at))
            has[i] = ASSERTED;
        all |= has[i];
    }
    for (uint32_t i = 0, n = 0; all == (ATTRIBUTED | ASSERTED) && i < c->rows_n; i++, n = 0)
        for (uint32_t k = 0; has[i] && k < c->rows_n && n < MOST_FROM; k++) {
            uint32_t to = c->rows[i].doc, from = c->rows[k].doc;
            if (has[k] != (has[i] ^ 3) || from == to || !goes_before(w, from, to) || !related(w, from, to, has[i] == ATTRIBUTED))
                continue;
            uint8_t now = has[i] == ASSERTED ? STANCE_ASSERTED : STANCE_ATTRIBUTED;
            const struct claim_row *p = row_in(w, c, from, now ^ 1, &other), *q = row_in(w, c, to, now, &other);
            if (!p || !q || (now == STANCE_ASSERTED && is_block(w, p, q)) || (!claim_surely_same(w, p, q, CLAIM_SURE) && !claim_likely_same(w, p, q, T.likely)))
                continue;
            n++;
            if (!has_nearer(w, c, has, k, to))
                claim_add_loss(w, claim, now == STANCE_ASSERTED ? LOSS_ATTRIBUTION_LOST : LOSS_ATTRIBUTION_GAINED, from, p->at, to, q->at);
        }
}

static uint32_t claim_at(const struct work *w, uint32_t doc, span at, uint8_t stance) {
    for (uint32_t i = w->claims_first; i < w->out->claims_n; i++) {
        const struct claim *c = &w->out->claims[i];
        for (uint32_t k = 0; k < c->rows_n; k++)
            if (c->rows[k].doc == doc && c->rows[k].stance == stance && c->rows[k].at.start == at.start)
                return i;
    }
    return NONE;
}

/* The same answer, in a report that comes before. */
static bool is_given_before(const struct work *w, const struct answer *x) {
    for (uint32_t i = x->group == NONE ? 0 : w->answers_at[x->group]; x->group != NONE && i < w->answers_at[x->group + 1]; i++) {
        const struct answer *y = &w->answers[w->answers_to[i]];
        if (y->stance == x->stance && y->doc != x->doc && comes_first(w, y->doc, x->doc))
            return true;
    }
    return false;
}

/* Of two reports of one day neither is known to be the first. */
static bool one_day(const struct work *w, uint32_t a, uint32_t b) {
    slice x = w->docs[a]->page.published, y = w->docs[b]->page.published;
    return x.n >= 10 && y.n >= 10 && !memcmp(x.p, y.p, 10);
}

/* The first answer of each kind to each claim, and the reports that tell the matter and have none. */
static void caveats(struct work *w) {
    enum { MOST = 64 }; /* answers that others may lack */
    uint32_t looked = 0;
    for (uint32_t i = 0; i < w->answers_n && looked < MOST; i++) {
        const struct answer *x = &w->answers[i];
        if ((x->stance != STANCE_DOUBTED && x->stance != STANCE_DENIED) || is_given_before(w, x))
            continue;
        looked++;
        uint32_t claim = claim_at(w, x->doc, x->at, x->stance);
        for (uint32_t m = 0; m < w->members_n && claim != NONE; m++) {
            uint32_t doc = w->members[m];
            if (doc == x->doc || w->has_answer[x->stance == STANCE_DENIED][doc] || (!comes_first(w, x->doc, doc) && !one_day(w, x->doc, doc)))
                continue;
            bool flatly = x->stance == STANCE_DOUBTED && claim_tells_flatly(w, x, m) != NONE;
            if (!flatly && (!comes_first(w, x->doc, doc) || claim_common(w, x->doc, doc) < 2))
                continue;
            if (flatly || (related(w, doc, x->doc, true) || (tells(w, claim, doc) && related(w, doc, x->doc, false))))
                claim_add_loss(w, claim, x->stance == STANCE_DENIED ? LOSS_DENIAL_DROPPED : LOSS_CAVEAT_DROPPED,
                         x->doc, x->at, doc, (span){0, 0});
        }
    }
}

/* ---- what is told anew ---------------------------------------------------------------------------- */

/* The sentence tells what may be: "would step down", "could be shut". Often somebody's words, told on without a name. */
static bool hedges(const struct work *w, const struct unit *v) {
    const struct lang *l = &w->docs[v->doc]->lang;
    for (uint32_t t = v->first; t < v->end; t++)
        if (l->tokens[t].upos == UPOS_AUX && slice_among(token_form(work_text(w, v->doc), &l->tokens[t]), "would could may might should"))
            return true;
    return false;
}

/* A report that tells: "the report said", "reports that"; not "filed a report", "prepared reports to send". */
static bool is_telling(const struct lang *l, uint32_t t, uint32_t end) {
    if (!l->parsed || l->tokens[t].deprel == DEP_NSUBJ || l->tokens[t].deprel == DEP_NSUBJ_PASS)
        return true;
    for (uint32_t i = t + 1; i < end; i++)
        if (l->tokens[i].head == t && (l->tokens[i].deprel == DEP_ACL || l->tokens[i].deprel == DEP_CCOMP) && l->tokens[i].xpos != XPOS_VB && l->tokens[i].xpos != XPOS_VBN)
            return true;
    return t > 0 && l->tokens[t].deprel == DEP_OBL && l->tokens[t].head > t; /* "in a report on Monday, ..." */
}

/* Somebody speaks in the sentence, in whatever form: "it was said", "citing two officials"; not "the first to answer". */
static bool tells_speech(const struct work *w, const struct unit *v) {
    const struct lang *l = &w->docs[v->doc]->lang;
    uint32_t first = l->sentences[v->sentence].first, end = l->sentences[v->sentence].end;
    for (uint32_t t = first; t < end; t++) {
        uint32_t bits = words_classes(w->words, w->concepts[v->doc][t]);
        bool to = t > first && l->tokens[t - 1].xpos == XPOS_TO;
        if ((l->tokens[t].upos == UPOS_VERB && (bits & WORD_SPEECH) && !to) || (l->tokens[t].upos == UPOS_NOUN && (bits & WORD_REPORT) && is_telling(l, t, end)) ||
            slice_eq_nocase(token_form(work_text(w, v->doc), &l->tokens[t]), S("citing")))
            return true;
    }
    return false;
}

/* "After its second strike", "when the bridge fell", "whose gate broke": told by the way; not "after the strike, it sold the boats". */
static bool is_aside(const struct work *w, const struct unit *v) {
    const struct lang *l = &w->docs[v->doc]->lang;
    if (v->root && l->parsed && l->tokens[v->top].upos == UPOS_VERB && l->tokens[v->top].deprel == DEP_ROOT)
        return false;
    return slice_among(token_form(work_text(w, v->doc), &w->docs[v->doc]->lang.tokens[v->first]),
                       "after before when while as since following whose which who where");
}

/* The author's own words, and nobody's beside them. */
static bool is_plain(const struct work *w, uint32_t i) {
    const struct unit *v = &w->units[i];
    if ((v->flags & (UNIT_FRAME | UNIT_QUESTION | UNIT_TAG | UNIT_QUOTED | UNIT_IF | UNIT_BESIDE)) || v->attribution != NONE || v->phrase || v->features_n < 2)
        return false;
    struct claim_row r = {.doc = v->doc, .at = v->at};
    if (is_aside(w, v))
        return false;
    return !hedges(w, v) && !tells_speech(w, v) && !source_beside(w, v->doc, v->at) && !in_quotation(w, &r) && !in_first_person(w, &r);
}

static bool asks(const struct work *w, const struct unit *u) {
    slice text = work_text(w, u->doc);
    return u->at.end < text.n && text.p[u->at.end] == '?';
}

static bool is_voiced(const struct work *w, const struct unit *u) {
    return u->attribution != NONE && !is_aside(w, u) && !(u->flags & (UNIT_FRAME | UNIT_TAG | UNIT_QUESTION | UNIT_BESIDE | UNIT_IF)) && !u->phrase && !asks(w, u) &&
           claim_voice(w, u->doc, u->attribution) != NONE;
}

static bool within_days(const struct work *w, uint32_t a, uint32_t b) {
    enum { WEEK = 7 * 24 * 60 };
    int64_t x = kin_minutes(w->docs[a]->page.published, NULL), y = kin_minutes(w->docs[b]->page.published, NULL);
    return x == INT64_MIN || y == INT64_MIN || (x - y <= WEEK && y - x <= WEEK);
}

/* A clause in somebody's words, and one in the author's of another report that is of one matter with it. */
struct told { uint32_t voiced, plain; float worth; };

static bool surely(const struct topic *t) {
    return t->words >= 2 && t->bits >= T.bits && t->telling >= T.telling && t->held >= T.held && t->bits * t->held >= T.worth;
}

/* Whether the report tells in somebody's words, too, what u says. */
static bool voices_too(const struct work *w, uint32_t u, uint32_t doc, float worth, const uint32_t *near, uint32_t n) {
    for (uint32_t k = 0; k < n; k++) {
        const struct topic_sentence *s = &w->topics.sentences[near[k]];
        for (uint32_t i = s->first; s->doc == doc && i < s->end; i++) {
            struct topic t = w->units[i].attribution != NONE ? claim_topic(w, u, i) : (struct topic){0};
            if (t.bits * t.held >= worth)
                return true;
        }
    }
    return false;
}

/* A quotation that another report has word for word, in a block of its own rather than in marks, is nobody's own voice. */
static bool is_block_of(const struct work *w, const struct unit *u, const struct unit *v) {
    struct claim_row r = {.doc = u->doc, .at = u->at};
    return is_copy(w, u, v) && in_quotation(w, &r);
}

/* Of the clauses of some sentences, the one in somebody's words that is most of one matter with the plain unit i. */
static uint32_t best_voiced(const struct work *w, uint32_t i, const uint32_t *near, uint32_t n, float *worth) {
    uint32_t best = NONE;
    *worth = 0;
    for (uint32_t k = 0; k < n; k++) {
        const struct topic_sentence *s = &w->topics.sentences[near[k]];
        for (uint32_t u = s->first; u < s->end; u++) {
            struct topic t = is_voiced(w, &w->units[u]) ? claim_topic(w, u, i) : (struct topic){0};
            if (!surely(&t) || t.bits * t.held <= *worth || (claim_opposed(w, &w->units[u], &w->units[i]) && claim_same(w, &w->units[u], &w->units[i]) < T.sure) || is_block_of(w, &w->units[u], &w->units[i]))
                continue;
            *worth = t.bits * t.held;
            best = u;
        }
    }
    return best;
}

static int place_order(const void *a, const void *b) { /* of sentences of topics: by report and place */
    uint32_t x = *(const uint32_t *)a, y = *(const uint32_t *)b;
    return (x > y) - (x < y);
}

static int told_order(const void *a, const void *b) {
    const struct told *x = a, *y = b;
    if (x->worth != y->worth)
        return x->worth > y->worth ? -1 : 1;
    if (x->plain != y->plain)
        return x->plain < y->plain ? -1 : 1;
    return x->voiced < y->voiced ? -1 : x->voiced > y->voiced;
}

/* What a report tells in its own voice, one pair for each clause and report that has it as somebody's words. */
static uint32_t find_told(struct work *w, uint32_t first, uint32_t end, uint32_t *near, uint32_t most, struct told **out) {
    uint32_t n = 0, cap = 0;
    *out = NULL;
    for (uint32_t i = first; i < end; i++) {
        if (!is_plain(w, i))
            continue;
        uint32_t near_n = claim_topic_near(w, i, near, most);
        if (near_n > 1)
            qsort(near, near_n, sizeof *near, place_order);
        for (uint32_t k = 0, to; k < near_n; k = to) { /* a report's sentences stand together */
            uint32_t doc = w->topics.sentences[near[k]].doc;
            for (to = k + 1; to < near_n && w->topics.sentences[near[to]].doc == doc;)
                to++;
            if (!goes_before(w, doc, w->units[i].doc) || !within_days(w, doc, w->units[i].doc))
                continue;
            float worth;
            uint32_t u = best_voiced(w, i, near + k, to - k, &worth);
            if (u == NONE)
                continue;
            ARENA_MORE(w->tmp, *out, n, cap);
            (*out)[n++] = (struct told){u, i, worth};
        }
    }
    if (n > 1)
        qsort(*out, n, sizeof **out, told_order);
    return n;
}

/* Of each report with clauses in somebody's words, some pairs that have no clause in common. */
enum { MOST_APART = 3 };
struct apart { uint32_t doc, n; const struct told *p[MOST_APART]; };

static bool are_apart(const struct told *a, const struct told *b) { return a->plain != b->plain && a->voiced != b->voiced; }

static struct apart *find_apart(struct work *w, const struct told *told, uint32_t n, struct keymap *of) {
    struct apart *all = ARENA_ARRAY(w->tmp, struct apart, n + 1);
    uint32_t docs = 0;
    keymap_init(of, w->tmp, 16);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t at = *keymap_put(of, w->units[told[i].voiced].doc + 1, docs);
        docs += at == docs;
        struct apart *x = &all[at];
        bool fits = x->n < MOST_APART;
        for (uint32_t k = 0; k < x->n && fits; k++)
            fits = are_apart(&told[i], x->p[k]);
        if (fits)
            x->p[x->n++] = &told[i];
    }
    return all;
}

/* Nothing else is told between the two reports in the two voices. */
static bool is_alone(const struct apart *x, const struct told *t) {
    for (uint32_t k = 0; k < x->n; k++)
        if (are_apart(t, x->p[k]))
            return false;
    return true;
}

static void retold_in(struct work *w, uint32_t first, uint32_t end, uint32_t *near, uint32_t most_near) {
    enum { MOST = 2 /* of one clause */ };
    uint8_t *of = arena_calloc(w->tmp, end - first + 1, 1);
    struct told *told;
    struct keymap used, docs;
    keymap_init(&used, w->tmp, 16);
    uint32_t n = find_told(w, first, end, near, most_near, &told);
    const struct apart *apart = find_apart(w, told, n, &docs);
    for (uint32_t i = 0; i < n; i++) {
        const struct told *x = &told[i];
        const struct unit *u = &w->units[x->voiced], *v = &w->units[x->plain];
        uint32_t before = used.n;
        if (of[x->plain - first] == MOST || (x->worth < T.alone && is_alone(&apart[*keymap_get(&docs, u->doc + 1)], x)))
            continue;
        keymap_put(&used, x->voiced + 1, 1);
        if (used.n == before || voices_too(w, x->voiced, v->doc, x->worth, near, claim_topic_near(w, x->voiced, near, most_near)))
            continue;
        of[x->plain - first]++;
        claim_add_loss(w, u->group != NONE && u->group == v->group ? claim_of_unit(w, x->voiced) : NONE, LOSS_ATTRIBUTION_LOST, u->doc, u->at, v->doc, v->at);
    }
}

void claim_losses(struct work *w) {
    enum { NEAR = 512 };
    uint32_t *near = ARENA_ARRAY(w->tmp, uint32_t, NEAR);
    for (uint32_t i = w->claims_first; i < w->out->claims_n; i++)
        voices(w, i);
    caveats(w);
    for (uint32_t m = 0; m < w->members_n; m++)
        retold_in(w, w->units_of[2 * m], w->units_of[2 * m + 1], near, NEAR);
}
