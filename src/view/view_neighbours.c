/* One document's annotations under the names that users of neighbouring tools know: CoreNLP's JSON
 * (JSONOutputter) and spaCy's Doc.to_json. Tags and relations are ours (Penn tags, UD relations).
 *
 *   our bytes --struct ruler--> their characters: UTF-16 units as Java counts, code points as Python does */
#include "view.h"

#include <stdio.h>

/* ---- places ------------------------------------------------------------------------------------ */

enum { STEP = 128 };

struct ruler {
    slice text;
    bool utf16;
    uint32_t *units; /* before each STEP bytes */
};

static uint32_t units_in(const struct ruler *r, uint32_t from, uint32_t to) {
    uint32_t n = 0;
    for (uint32_t i = from; i < to && i < r->text.n; i++)
        n += utf8_is_start(r->text.p[i]) + (r->utf16 && (unsigned char)r->text.p[i] >= 0xF0);
    return n;
}

static struct ruler ruler(slice text, bool utf16, struct arena *tmp) {
    struct ruler r = {text, utf16, arena_alloc(tmp, (text.n / STEP + 2) * sizeof(uint32_t))};
    r.units[0] = 0;
    for (uint32_t k = 0; k <= text.n / STEP; k++)
        r.units[k + 1] = r.units[k] + units_in(&r, k * STEP, (k + 1) * STEP);
    return r;
}

static int64_t place(const struct ruler *r, uint32_t at) {
    return r->units[at / STEP] + units_in(r, at / STEP * STEP, at);
}

static void place_keys(const struct ruler *r, const char *from, const char *to, span at, struct out *o) {
    jout_int(o, from, place(r, at.start));
    jout_int(o, to, place(r, at.end));
}

/* ---- what a token is named --------------------------------------------------------------------- */

struct named { /* names and times of a document, by place, none over another */
    span at;
    uint32_t first, end; /* tokens */
    uint32_t mention, time; /* one of them NONE */
};

struct names {
    struct named *p;
    uint32_t n;
};

static uint32_t tokens_of(const struct lang *l, span at, uint32_t *end) {
    uint32_t first = lang_token_at(l, at.start), e = first;
    while (e < l->tokens_n && l->tokens[e].at.start < at.end)
        e++;
    *end = e;
    return first;
}

static struct names named_in(const struct document *d, struct arena *tmp) {
    const struct lang *l = &d->lang;
    struct names out = {ARENA_ARRAY(tmp, struct named, l->mentions_n + d->marks.times_n + 1), 0};
    uint32_t m = 0, t = 0, reach = 0;
    while (m < l->mentions_n || t < d->marks.times_n) {
        bool time = m >= l->mentions_n ||
                    (t < d->marks.times_n && d->marks.times[t].at.start < l->mentions[m].at.start);
        struct named x = {.mention = NONE, .time = NONE};
        if (time) {
            x.time = t;
            x.at = d->marks.times[t++].at;
            x.first = tokens_of(l, x.at, &x.end);
        } else {
            const struct mention *of = &l->mentions[m];
            x.mention = m++;
            x.at = of->at;
            x.first = of->first, x.end = of->end;
            if (of->kind != MENTION_NAME || of->entity >= l->entities_n)
                continue;
        }
        if (x.first < reach || x.first >= x.end)
            continue;
        reach = x.end;
        out.p[out.n++] = x;
    }
    return out;
}

static const char *label(const struct document *d, const struct named *x, bool spacy) {
    static const char *const core[] = {"PERSON", "ORGANIZATION", "LOCATION", "LOCATION", "MISC", "MISC"};
    static const char *const ours[] = {"PERSON", "ORG", "GPE", "LOC", "EVENT", "MISC"};
    static const char *const times[] = {"DATE", "TIME", "DURATION", "SET"};
    if (x->time != NONE) {
        uint8_t type = d->marks.times[x->time].type;
        if (spacy) /* OntoNotes has no durations and sets: DATE, or TIME below a day */
            return type == TIME_TIME || slice_starts(d->marks.times[x->time].value, S("PT")) ? "TIME" : "DATE";
        return times[type & 3];
    }
    uint8_t type = d->lang.entities[d->lang.mentions[x->mention].entity].type;
    return (spacy ? ours : core)[type <= ENTITY_MISC ? type : ENTITY_MISC];
}

/* ---- CoreNLP --------------------------------------------------------------------------------------- */

static slice between(slice text, uint32_t from, uint32_t to) { return slice_cut(text, from, to > from ? to : from); }

static void core_dependencies(const struct lang *l, slice text, const struct sentence *z, struct out *o) {
    jout_open(o, "basicDependencies", '[');
    for (uint32_t i = z->first; i < z->end; i++) {
        const struct token *t = &l->tokens[i];
        bool root = t->head == i || t->head < z->first || t->head >= z->end;
        jout_open(o, NULL, '{');
        jout_string(o, "dep", root ? S("ROOT") : slice_str(deprel_names[t->deprel < DEP_COUNT ? t->deprel : 0]));
        jout_int(o, "governor", root ? 0 : t->head - z->first + 1);
        jout_string(o, "governorGloss", root ? S("ROOT") : token_form(text, &l->tokens[t->head]));
        jout_int(o, "dependent", i - z->first + 1);
        jout_string(o, "dependentGloss", token_form(text, t));
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

static void core_timex(const struct document *d, const struct named *x, struct out *o) {
    if (x->time == NONE)
        return;
    const struct timex3 *t = &d->marks.times[x->time];
    jout_string(o, "normalizedNER", t->value);
    jout_open(o, "timex", '{');
    char tid[16];
    snprintf(tid, sizeof tid, "t%u", x->time + 1);
    jout_string(o, "tid", slice_str(tid));
    jout_string(o, "type", slice_str(time_type_names[t->type]));
    jout_string(o, "value", t->value);
    jout_close(o, '}');
}

static void core_sentence(const struct document *d, uint32_t s, const struct names *names, uint32_t *at,
                          const struct ruler *r, struct out *o) {
    const struct lang *l = &d->lang;
    slice text = d->page.text;
    const struct sentence *z = &l->sentences[s];
    jout_open(o, NULL, '{');
    jout_int(o, "index", s);
    if (l->parsed)
        core_dependencies(l, text, z, o);
    while (*at < names->n && names->p[*at].first < z->first)
        ++*at;
    jout_open(o, "entitymentions", '[');
    for (uint32_t k = *at; k < names->n && names->p[k].first < z->end; k++) {
        const struct named *x = &names->p[k];
        jout_open(o, NULL, '{');
        jout_int(o, "docTokenBegin", x->first);
        jout_int(o, "docTokenEnd", x->end);
        jout_int(o, "tokenBegin", x->first - z->first);
        jout_int(o, "tokenEnd", x->end - z->first);
        jout_string(o, "text", slice_at(text, x->at));
        place_keys(r, "characterOffsetBegin", "characterOffsetEnd", x->at, o);
        jout_string(o, "ner", slice_str(label(d, x, false)));
        core_timex(d, x, o);
        jout_close(o, '}');
    }
    jout_close(o, ']');
    jout_open(o, "tokens", '[');
    uint32_t k = *at;
    for (uint32_t i = z->first; i < z->end; i++) {
        const struct token *t = &l->tokens[i];
        while (k < names->n && names->p[k].end <= i)
            k++;
        bool in = k < names->n && names->p[k].first <= i;
        jout_open(o, NULL, '{');
        jout_int(o, "index", i - z->first + 1);
        jout_string(o, "word", token_form(text, t));
        jout_string(o, "originalText", token_form(text, t));
        jout_string(o, "lemma", token_lemma(l, t));
        place_keys(r, "characterOffsetBegin", "characterOffsetEnd", t->at, o);
        jout_string(o, "pos", slice_str(xpos_names[t->xpos < XPOS_COUNT ? t->xpos : 0]));
        jout_string(o, "ner", in ? slice_str(label(d, &names->p[k], false)) : S("O"));
        if (in && names->p[k].time != NONE)
            jout_string(o, "normalizedNER", d->marks.times[names->p[k].time].value);
        jout_string(o, "before", between(text, i ? l->tokens[i - 1].at.end : 0, t->at.start));
        jout_string(o, "after", between(text, t->at.end, i + 1 < l->tokens_n ? l->tokens[i + 1].at.start : text.n));
        jout_close(o, '}');
    }
    jout_close(o, ']');
    jout_close(o, '}');
}

static uint32_t head_of(const struct lang *l, const struct mention *m) {
    for (uint32_t t = m->first; l->parsed && t < m->end; t++)
        if (l->tokens[t].head == t || l->tokens[t].head < m->first || l->tokens[t].head >= m->end)
            return t;
    return m->end - 1;
}

static void core_corefs(const struct document *d, struct arena *tmp, struct out *o) {
    static const char *const kinds[] = {"PROPER", "NOMINAL", "PRONOMINAL"};
    const struct lang *l = &d->lang;
    /* the mentions of an entity in a chain, in their order */
    uint32_t *first = arena_alloc(tmp, (l->entities_n + 1) * sizeof *first);
    uint32_t *next = arena_alloc(tmp, (l->mentions_n + 1) * sizeof *next);
    for (uint32_t e = 0; e < l->entities_n; e++)
        first[e] = NONE;
    for (uint32_t m = l->mentions_n; m-- > 0;)
        if (l->mentions[m].entity < l->entities_n) {
            next[m] = first[l->mentions[m].entity];
            first[l->mentions[m].entity] = m;
        }
    jout_open(o, "corefs", '{');
    for (uint32_t e = 0; e < l->entities_n; e++) {
        if (first[e] == NONE || next[first[e]] == NONE)
            continue;
        char key[16];
        snprintf(key, sizeof key, "%u", e + 1);
        jout_open(o, key, '[');
        for (uint32_t m = first[e]; m != NONE; m = next[m]) {
            const struct mention *x = &l->mentions[m];
            uint32_t s = lang_sentence_at(l, x->at.start);
            if (s == NONE || x->first < l->sentences[s].first)
                continue;
            uint32_t base = l->sentences[s].first;
            jout_open(o, NULL, '{');
            jout_int(o, "id", m + 1);
            jout_string(o, "text", slice_at(d->page.text, x->at));
            jout_string(o, "type", slice_str(kinds[x->kind <= MENTION_PRONOUN ? x->kind : 0]));
            jout_int(o, "startIndex", x->first - base + 1);
            jout_int(o, "endIndex", x->end - base + 1);
            jout_int(o, "headIndex", head_of(l, x) - base + 1);
            jout_int(o, "sentNum", s + 1);
            jout_bool(o, "isRepresentativeMention", m == l->entities[e].first_mention);
            jout_close(o, '}');
        }
        jout_close(o, ']');
    }
    jout_close(o, '}');
}

static void core_quotes(const struct document *d, const struct ruler *r, struct out *o) {
    const struct lang *l = &d->lang;
    int64_t id = 0;
    jout_open(o, "quotes", '[');
    for (uint32_t i = 0; i < d->marks.attributions_n; i++) {
        const struct attribution *a = &d->marks.attributions[i];
        if (a->form == FORM_INDIRECT || !a->content.n)
            continue;
        for (uint32_t k = 0; k < a->content.n; k++) { /* a quotation in two pieces is two of theirs */
            span at = a->content.p[k];
            uint32_t end, first = tokens_of(l, at, &end);
            uint32_t s = lang_sentence_at(l, at.start);
            uint32_t last = end > first ? lang_sentence_at(l, l->tokens[end - 1].at.start) : s;
            if (first >= end || s == NONE || last == NONE)
                continue;
            jout_open(o, NULL, '{');
            jout_int(o, "id", id++);
            jout_string(o, "text", slice_at(d->page.text, at));
            place_keys(r, "beginIndex", "endIndex", at, o);
            jout_int(o, "beginToken", first);
            jout_int(o, "endToken", end - 1);
            jout_int(o, "beginSentence", s);
            jout_int(o, "endSentence", last);
            jout_string(o, "speaker", a->source_name.p ? a->source_name : S("Unknown"));
            jout_close(o, '}');
        }
    }
    jout_close(o, ']');
}

void view_corenlp_keys(const struct document *d, struct arena *tmp, struct out *o) {
    struct ruler r = ruler(d->page.text, true, tmp);
    struct names names = named_in(d, tmp);
    jout_string_or_null(o, "docDate", d->page.published);
    jout_open(o, "sentences", '[');
    uint32_t at = 0;
    for (uint32_t s = 0; s < d->lang.sentences_n; s++)
        core_sentence(d, s, &names, &at, &r, o);
    jout_close(o, ']');
    core_corefs(d, tmp, o);
    core_quotes(d, &r, o);
}

/* ---- spaCy ----------------------------------------------------------------------------------------- */

void view_spacy_keys(const struct document *d, struct arena *tmp, struct out *o) {
    const struct lang *l = &d->lang;
    slice text = d->page.text;
    struct ruler r = ruler(text, false, tmp);
    struct names names = named_in(d, tmp);
    jout_string(o, "text", text);
    jout_open(o, "ents", '[');
    for (uint32_t k = 0; k < names.n; k++) {
        jout_open(o, NULL, '{');
        place_keys(&r, "start", "end", names.p[k].at, o);
        jout_string(o, "label", slice_str(label(d, &names.p[k], true)));
        jout_close(o, '}');
    }
    jout_close(o, ']');
    jout_open(o, "sents", '[');
    for (uint32_t s = 0; s < l->sentences_n; s++) {
        jout_open(o, NULL, '{');
        place_keys(&r, "start", "end", l->sentences[s].at, o);
        jout_close(o, '}');
    }
    jout_close(o, ']');
    jout_open(o, "tokens", '[');
    for (uint32_t i = 0; i < l->tokens_n; i++) {
        const struct token *t = &l->tokens[i];
        bool root = t->head == i || t->head >= l->tokens_n;
        slice feats = lang_feats(t->feats);
        jout_open(o, NULL, '{');
        jout_int(o, "id", i);
        place_keys(&r, "start", "end", t->at, o);
        jout_string(o, "tag", slice_str(xpos_names[t->xpos < XPOS_COUNT ? t->xpos : 0]));
        jout_string(o, "pos", slice_str(upos_names[t->upos < UPOS_COUNT ? t->upos : 0]));
        jout_string(o, "morph", slice_eq(feats, S("_")) ? S("") : feats);
        jout_string(o, "lemma", token_lemma(l, t));
        if (l->parsed) {
            jout_string(o, "dep", root ? S("ROOT") : slice_str(deprel_names[t->deprel < DEP_COUNT ? t->deprel : 0]));
            jout_int(o, "head", root ? i : t->head);
        }
        jout_close(o, '}');
    }
    jout_close(o, ']');
}
