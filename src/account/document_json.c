/* FORMAT.md's rows that stand on one document: the page, and what is marked in it. The same
 * functions serve the filters (a row is one document) and the account (rows of all documents in
 * one list, `doc` in each). */
#include "account.h"
#include "account_json.h"

#include <stdio.h>

/* ---- spans --------------------------------------------------------------------------------- */

span row_source(const struct document *d, span at) { return page_source(&d->page, at); }

bool row_span(const struct document *d, const char *key, span at, struct out *o) {
    span s = row_source(d, at);
    if (s.end <= s.start)
        return false;
    jout_span(o, key, s);
    return true;
}

static void words(const struct document *d, const char *key, span at, struct out *o) {
    jout_string(o, key, slice_trim(slice_at(d->page.text, at)));
}

static uint32_t pieces(const struct document *d, const struct spans *s) {
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        span src = row_source(d, s->p[i]);
        n += src.end > src.start;
    }
    return n;
}

/* A span, a list of spans, or null. */
static void json_spans(const struct document *d, const char *key, const struct spans *s,
                       struct out *o) {
    uint32_t n = pieces(d, s);
    if (!n) {
        jout_null(o, key);
        return;
    }
    if (n > 1)
        jout_open(o, key, '[');
    for (uint32_t i = 0; i < s->n; i++) {
        span src = row_source(d, s->p[i]);
        if (src.end > src.start)
            jout_span(o, n > 1 ? NULL : key, src);
    }
    if (n > 1)
        jout_close(o, ']');
}

/* The clean words of a thing in pieces, parted by " ... ". */
static void json_words(const struct document *d, const char *key, const struct spans *s,
                       struct out *o) {
    if (s->n == 1) {
        words(d, key, s->p[0], o);
        return;
    }
    char small[1024];
    uint32_t n = 0;
    for (uint32_t i = 0; i < s->n; i++) {
        slice w = slice_trim(slice_at(d->page.text, s->p[i]));
        if (i && n + 5 < sizeof small) {
            memcpy(small + n, " ... ", 5);
            n += 5;
        }
        uint32_t room = (uint32_t)sizeof small - n, take = w.n < room ? w.n : room;
        while (take && take < w.n && !utf8_is_start(w.p[take]))
            take--;
        memcpy(small + n, w.p, take);
        n += take;
    }
    jout_string(o, key, slice_of(small, n));
}

/* ---- ids: "DOC-a3" in an account, "a3" in a filter's row --------------------------------------- */

void json_row_id(const struct document *d, const char *key, char kind, uint32_t i, bool account,
                 struct out *o) {
    char id[600];
    int n = account ? snprintf(id, sizeof id, "%.*s-%c%u", d->id.n > 512 ? 512 : (int)d->id.n,
                               d->id.p, kind, i + 1)
                    : snprintf(id, sizeof id, "%c%u", kind, i + 1);
    jout_string(o, key, slice_of(id, (size_t)n));
}

static void row_ref(const struct document *d, const char *key, char kind, uint32_t i, bool account,
                    struct out *o) {
    if (i == NONE)
        jout_null(o, key);
    else
        json_row_id(d, key, kind, i, account, o);
}

static void row_doc(const struct document *d, bool account, struct out *o) {
    if (account)
        jout_string(o, "doc", d->id);
}

/* ---- the page ------------------------------------------------------------------------------------ */

static void found(const char *key, uint8_t where, struct out *o) {
    if (where != FOUND_NOT)
        jout_string(o, key, slice_str(found_in_names[where]));
}

static void head_keys(const struct document *d, struct out *o) {
    const struct page *p = &d->page;
    char sha[64];
    hex(d->source.sha256, 32, sha);
    jout_string(o, "file", d->source.file);
    jout_string_or_null(o, "record", d->source.record);
    jout_string(o, "sha256", slice_of(sha, 64));
    jout_string_or_null(o, "url", p->url);
    jout_string_or_null(o, "domain", p->domain);
    jout_string_or_null(o, "site_name", p->site_name);
    jout_string_or_null(o, "title", p->title);
    jout_open(o, "authors", '[');
    for (uint32_t i = 0; i < p->authors_n; i++)
        jout_string(o, NULL, p->authors[i]);
    jout_close(o, ']');
    jout_string_or_null(o, "published", p->published);
    jout_string_or_null(o, "modified", p->modified);
    jout_string_or_null(o, "language", p->language);
    if (d->foreign.p) /* it has body, kin and story, but no marks */
        jout_string(o, "no_models_for", d->foreign);
    jout_string(o, "page_type", slice_str(page_type_names[p->type]));
    jout_open(o, "found", '{');
    found("authors", p->found.authors, o);
    found("language", p->found.language, o);
    found("modified", p->found.modified, o);
    found("published", p->found.published, o);
    found("site_name", p->found.site_name, o);
    found("title", p->found.title, o);
    found("url", p->found.url, o);
    jout_close(o, '}');
}

void account_head_keys(const struct document *d, struct out *o) {
    head_keys(d, o);
    jout_int(o, "words", d->page.words);
}

void account_page_keys(const struct document *d, struct out *o) {
    const struct page *p = &d->page;
    head_keys(d, o);
    jout_open(o, "body", '[');
    for (uint32_t i = 0; i < p->blocks_n; i++)
        row_span(d, NULL, p->blocks[i].at, o);
    jout_close(o, ']');
    jout_open(o, "noise", '[');
    for (uint32_t i = 0; i < p->noise_n; i++) {
        if (p->noise[i].src.end <= p->noise[i].src.start)
            continue;
        jout_open(o, NULL, '{');
        jout_span(o, "span", p->noise[i].src);
        jout_string(o, "kind", slice_str(noise_kind_names[p->noise[i].kind]));
        jout_close(o, '}');
    }
    jout_close(o, ']');
    jout_int(o, "words", p->words);
}

/* What the page's head says beside: no desk keeps it, so it is in no account. */
void account_head_says(const struct document *d, struct out *o) {
    const struct page *p = &d->page;
    jout_string_or_null(o, "description", p->description);
    jout_string_or_null(o, "image", p->image);
    jout_open(o, "tags", '[');
    for (uint32_t i = 0; i < p->tags_n; i++)
        jout_string(o, NULL, p->tags[i]);
    jout_close(o, ']');
}

/* Runs whose bytes are the same in text and source; what lies between two of them was written
 * otherwise in the source (an entity, another charset) or not at all (the blank line between
 * paragraphs). */
void account_map_key(const struct document *d, struct out *o) {
    jout_open(o, "map", '[');
    for (uint32_t i = 0; i < d->page.map.n; i++) {
        const struct map_run *r = &d->page.map.p[i];
        if (!r->same || !r->text_n)
            continue;
        jout_open(o, NULL, '[');
        jout_int(o, NULL, r->text);
        jout_int(o, NULL, r->source);
        jout_int(o, NULL, r->text_n);
        jout_close(o, ']');
    }
    jout_close(o, ']');
}

/* ---- language -------------------------------------------------------------------------------------- */

void account_sentences_key(const struct document *d, struct out *o) {
    const struct lang *l = &d->lang;
    jout_open(o, "sentences", '[');
    for (uint32_t i = 0; i < l->sentences_n; i++) {
        const struct sentence *s = &l->sentences[i];
        span src = row_source(d, s->at);
        if (src.end <= src.start)
            continue;
        jout_open(o, NULL, '{');
        jout_span(o, "span", src);
        jout_open(o, "tokens", '[');
        for (uint32_t t = s->first; t < s->end; t++) {
            const struct token *k = &l->tokens[t];
            src = row_source(d, k->at);
            if (src.end <= src.start)
                continue;
            jout_open(o, NULL, '{');
            jout_span(o, "span", src);
            jout_string(o, "form", token_form(d->page.text, k));
            jout_string(o, "lemma", token_lemma(l, k));
            jout_string(o, "upos", slice_str(upos_names[k->upos]));
            jout_string(o, "xpos", slice_str(xpos_names[k->xpos]));
            jout_string(o, "feats", lang_feats(k->feats));
            if (k->head == NONE) {
                jout_null(o, "head");
                jout_null(o, "deprel");
            } else {
                jout_int(o, "head", k->head == t ? 0 : (int64_t)k->head - s->first + 1);
                jout_string(o, "deprel", slice_str(deprel_names[k->deprel]));
            }
            jout_close(o, '}');
        }
        jout_close(o, ']');
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

static void mention(const struct document *d, const struct mention *m, bool kind, struct out *o) {
    span src = row_source(d, m->at);
    if (src.end <= src.start)
        return;
    jout_open(o, NULL, '{');
    jout_span(o, "span", src);
    words(d, "text", m->at, o);
    if (kind)
        jout_string(o, "kind", slice_str(mention_kind_names[m->kind]));
    jout_close(o, '}');
}

bool mention_lists(const struct lang *l, struct mention_lists *out, struct out *o) {
    size_t n = (size_t)l->entities_n + l->mentions_n;
    *out = (struct mention_lists){mem_alloc(n * sizeof(uint32_t)), NULL};
    if (!out->first) {
        if (!o->error)
            o->error = STM_ENOMEM;
        return false;
    }
    out->next = out->first + l->entities_n;
    for (uint32_t i = 0; i < l->entities_n; i++)
        out->first[i] = NONE;
    for (uint32_t m = l->mentions_n; m-- > 0;) { /* from the end, so that each list is in order */
        uint32_t e = l->mentions[m].entity;
        if (e == NONE)
            continue;
        out->next[m] = out->first[e];
        out->first[e] = m;
    }
    return true;
}

void mention_lists_free(struct mention_lists *lists) { mem_free(lists->first); }

void rows_entities(const struct document *d, struct out *o) {
    const struct lang *l = &d->lang;
    struct mention_lists lists;
    if (!mention_lists(l, &lists, o))
        return;
    for (uint32_t i = 0; i < l->entities_n; i++) {
        const struct entity *e = &l->entities[i];
        jout_open(o, NULL, '{');
        json_row_id(d, "id", 'n', i, false, o);
        jout_string(o, "name", e->name);
        jout_string(o, "type", slice_str(entity_type_names[e->type]));
        jout_open(o, "aliases", '[');
        for (uint32_t k = 0; k < e->aliases_n; k++)
            jout_string(o, NULL, e->aliases[k]);
        jout_close(o, ']');
        if (e->title.p)
            jout_string(o, "title", e->title);
        jout_open(o, "mentions", '[');
        for (uint32_t k = lists.first[i]; k != NONE; k = lists.next[k])
            if (l->mentions[k].kind == MENTION_NAME)
                mention(d, &l->mentions[k], false, o);
        jout_close(o, ']');
        jout_close(o, '}');
    }
    mention_lists_free(&lists);
}

/* Entities that descriptions or pronouns mean, with all their mentions. `figures`: the account's
 * entity ids, or NULL. */
void rows_coref(const struct document *d, const slice *figures, struct out *o) {
    const struct lang *l = &d->lang;
    struct mention_lists lists;
    if (!mention_lists(l, &lists, o))
        return;
    for (uint32_t i = 0; i < l->entities_n; i++) {
        bool more = false;
        for (uint32_t k = lists.first[i]; k != NONE && !more; k = lists.next[k])
            more = l->mentions[k].kind != MENTION_NAME;
        if (!more)
            continue;
        jout_open(o, NULL, '{');
        row_doc(d, figures != NULL, o);
        if (figures)
            jout_string_or_null(o, "entity", figures[i]);
        else
            json_row_id(d, "entity", 'n', i, false, o);
        jout_open(o, "mentions", '[');
        for (uint32_t k = lists.first[i]; k != NONE; k = lists.next[k])
            mention(d, &l->mentions[k], true, o);
        jout_close(o, ']');
        jout_close(o, '}');
    }
    mention_lists_free(&lists);
}

/* ---- marks --------------------------------------------------------------------------------------------- */

void rows_times(const struct document *d, bool account, struct out *o) {
    for (uint32_t i = 0; i < d->marks.times_n; i++) {
        const struct timex3 *t = &d->marks.times[i];
        span src = row_source(d, t->at);
        if (src.end <= src.start)
            continue;
        jout_open(o, NULL, '{');
        json_row_id(d, "id", 't', i, account, o);
        row_doc(d, account, o);
        jout_span(o, "span", src);
        words(d, "text", t->at, o);
        jout_string(o, "type", slice_str(time_type_names[t->type]));
        jout_string_or_null(o, "value", t->value);
        jout_close(o, '}');
    }
}

void rows_quantities(const struct document *d, bool account, struct out *o) {
    for (uint32_t i = 0; i < d->marks.quantities_n; i++) {
        const struct quantity *q = &d->marks.quantities[i];
        span src = row_source(d, q->at);
        if (src.end <= src.start)
            continue;
        jout_open(o, NULL, '{');
        json_row_id(d, "id", 'q', i, account, o);
        row_doc(d, account, o);
        jout_span(o, "span", src);
        words(d, "text", q->at, o);
        jout_number(o, "value", q->value);
        if (q->high == q->high)
            jout_number(o, "high", q->high);
        else
            jout_null(o, "high");
        jout_string_or_null(o, "unit", q->unit);
        jout_string_or_null(o, "of", q->of);
        jout_string_or_null(o, "approx", slice_str(approx_names[q->approx]));
        jout_close(o, '}');
    }
}

void rows_attributions(const struct document *d, bool account, const slice *names, struct out *o) {
    for (uint32_t i = 0; i < d->marks.attributions_n; i++) {
        const struct attribution *t = &d->marks.attributions[i];
        if (!pieces(d, &t->content))
            continue;
        jout_open(o, NULL, '{');
        json_row_id(d, "id", 'a', i, account, o);
        row_doc(d, account, o);
        json_spans(d, "source", &t->source, o);
        json_spans(d, "cue", &t->cue, o);
        json_spans(d, "content", &t->content, o);
        json_words(d, "text", &t->content, o);
        jout_string(o, "form", slice_str(form_names[t->form]));
        bool named = names && t->entity != NONE && !t->anonymous && names[t->entity].p;
        jout_string_or_null(o, "source_name", named ? names[t->entity] : t->source_name);
        jout_string_or_null(o, "source_type", slice_str(source_type_names[t->source_type]));
        jout_bool(o, "anonymous", t->anonymous);
        if (t->count)
            jout_int(o, "count", t->count);
        else
            jout_null(o, "count");
        jout_string_or_null(o, "relays", t->relays);
        row_ref(d, "parent", 'a', t->parent, account, o);
        if (t->role.p)
            jout_string(o, "role", t->role);
        if (t->affiliation.p)
            jout_string(o, "affiliation", t->affiliation);
        if (t->reason.p)
            jout_string(o, "reason", t->reason);
        if (t->of != NONE)
            row_ref(d, "of", 'a', t->of, account, o);
        jout_string_or_null(o, "status", slice_str(status_names[t->status]));
        jout_close(o, '}');
    }
}

/* A resolved name, with the span beside it where it stands in the text. */
static void role_of(const struct document *d, const char *key, const char *span_key, slice name,
                    span at, struct out *o) {
    jout_string_or_null(o, key, name);
    if (at.end > at.start)
        row_span(d, span_key, at, o);
}

void rows_events(const struct document *d, bool account, struct out *o) {
    for (uint32_t i = 0; i < d->marks.events_n; i++) {
        const struct event *e = &d->marks.events[i];
        span src = row_source(d, e->at);
        if (src.end <= src.start)
            continue;
        jout_open(o, NULL, '{');
        json_row_id(d, "id", 'e', i, account, o);
        row_doc(d, account, o);
        jout_span(o, "span", src);
        words(d, "text", e->at, o);
        jout_string(o, "plover", slice_str(plover_names[e->root]));
        role_of(d, "actor", "actor_span", e->actor, e->actor_at, o);
        role_of(d, "recipient", "recipient_span", e->recipient, e->recipient_at, o);
        if (e->place.p)
            role_of(d, "place", "place_span", e->place, e->place_at, o);
        if (e->time != NONE && e->time < d->marks.times_n)
            jout_string_or_null(o, "date", d->marks.times[e->time].value);
        else
            jout_null(o, "date");
        jout_string(o, "status", slice_str(status_names[e->status]));
        jout_close(o, '}');
    }
}

void account_mark_keys(const struct document *d, struct out *o) {
    jout_open(o, "entities", '[');
    rows_entities(d, o);
    jout_close(o, ']');
    jout_open(o, "coref", '[');
    rows_coref(d, NULL, o);
    jout_close(o, ']');
    jout_open(o, "times", '[');
    rows_times(d, false, o);
    jout_close(o, ']');
    jout_open(o, "quantities", '[');
    rows_quantities(d, false, o);
    jout_close(o, ']');
    jout_open(o, "attributions", '[');
    rows_attributions(d, false, NULL, o);
    jout_close(o, ']');
    jout_open(o, "events", '[');
    rows_events(d, false, o);
    jout_close(o, ']');
}
