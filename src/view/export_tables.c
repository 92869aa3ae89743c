/* Tables, as CSV or as JSON lines: one description of a row serves both. */
#include "export.h"
#include "table.h"

struct row {
    struct out *o;
    bool csv, head; /* head: the row of names (CSV) */
    bool first;
};

static void begin(struct row *r) {
    r->first = true;
    if (!r->csv)
        jout_open(r->o, NULL, '{');
}

static void end(struct row *r) {
    if (r->csv) {
        csv_end(r->o);
    } else {
        jout_close(r->o, '}');
        out_str(r->o, "\n");
    }
}

static void cell(struct row *r, const char *name, slice s) {
    if (r->csv)
        csv_cell(r->o, r->first, r->head ? slice_str(name) : s.p ? s : S(""));
    else
        jout_string_or_null(r->o, name, s);
    r->first = false;
}

static void number(struct row *r, const char *name, int64_t v) {
    if (r->csv && r->head)
        csv_cell(r->o, r->first, slice_str(name));
    else if (r->csv)
        csv_int(r->o, r->first, v);
    else
        jout_int(r->o, name, v);
    r->first = false;
}

/* A share of one, with four places. */
static void share(struct row *r, const char *name, double v, struct arena *a) {
    if (r->csv)
        cell(r, name, arena_printf(a, "%.4f", v));
    else
        jout_number(r->o, name, (double)(int64_t)(v * 10000 + 0.5) / 10000);
    r->first = false;
}

struct tables {
    const struct account *acc;
    struct arena *a;
    struct row r;
    uint32_t *sizes;
};

/* Where a row stands: document, file, line, bytes, words, story, family, weight. */
static void place(struct tables *t, uint32_t doc, span src, slice words) {
    const struct document *d = t->acc->documents[doc];
    struct row *r = &t->r;
    cell(r, "text", words);
    cell(r, "doc", d->id);
    cell(r, "published", d->page.published);
    cell(r, "file", d->source.file);
    cell(r, "record", d->source.record);
    number(r, "line", page_line(&d->page, src.start));
    number(r, "start", src.start);
    number(r, "end", src.end);
    cell(r, "story", t->acc->stories.stories[t->acc->stories.story_of[doc]].id);
    cell(r, "family", t->acc->documents[t->acc->kin.family[doc]]->id);
    share(r, "weight", 1.0 / t->sizes[doc], t->a);
}

static span source_of(struct tables *t, uint32_t doc, span at) {
    return page_source(&t->acc->documents[doc]->page, at);
}

static slice words_of(struct tables *t, uint32_t doc, span at) {
    return slice_trim(slice_at(t->acc->documents[doc]->page.text, at));
}

static void event_row(struct tables *t, uint32_t doc, uint32_t i) {
    const struct document *d = t->acc->documents[doc];
    const struct event *e = &d->marks.events[i];
    struct row *r = &t->r;
    begin(r);
    cell(r, "event", row_id(t->a, d, 'e', i));
    cell(r, "plover", slice_str(plover_names[e->root]));
    cell(r, "status", slice_str(status_names[e->status]));
    cell(r, "actor", e->actor);
    cell(r, "recipient", e->recipient);
    cell(r, "place", e->place);
    cell(r, "date", e->time < d->marks.times_n ? d->marks.times[e->time].value : (slice){0});
    place(t, doc, source_of(t, doc, e->at), words_of(t, doc, e->at));
    end(r);
}

static void edge_row(struct tables *t, const struct edge *e) {
    const struct account *acc = t->acc;
    struct row *r = &t->r;
    span src = {0, 0};
    slice why = {0};
    for (uint32_t i = 0; i < e->evidence_n; i++)
        if (e->evidence[i].src.end > e->evidence[i].src.start) {
            src = e->evidence[i].src;
            why = e->evidence[i].why;
            break;
        }
    const struct origin *g = e->origin ? &acc->kin.origins[e->from] : NULL;
    begin(r);
    cell(r, "from", g ? g->id : acc->documents[e->from]->id);
    cell(r, "from_name", g ? g->name : acc->documents[e->from]->page.site_name);
    cell(r, "from_kind", g ? slice_str(origin_kind_names[g->kind]) : S("report"));
    cell(r, "kind", slice_str(edge_kind_names[e->kind]));
    share(r, "confidence", e->confidence, t->a);
    cell(r, "why", why);
    span text = map_text(&acc->documents[e->doc]->page.map, src);
    place(t, e->doc, src, words_of(t, e->doc, text));
    end(r);
}

static void claim_row(struct tables *t, const struct claim *c, const struct claim_row *w) {
    struct row *r = &t->r;
    begin(r);
    cell(r, "claim", c->id);
    cell(r, "claim_text", c->text);
    number(r, "reports", c->support.reports);
    number(r, "origins", c->support.origins);
    number(r, "named", c->support.named);
    number(r, "unnamed", c->support.unnamed);
    cell(r, "stance", slice_str(stance_names[w->stance]));
    cell(r, "by", w->by);
    place(t, w->doc, source_of(t, w->doc, w->at), words_of(t, w->doc, w->at));
    end(r);
}

static void side_row(struct tables *t, const struct conflict *c, const struct side *s) {
    struct row *r = &t->r;
    begin(r);
    cell(r, "conflict", c->id);
    cell(r, "kind", slice_str(conflict_kind_names[c->kind]));
    cell(r, "note", c->note);
    cell(r, "says", s->says);
    cell(r, "by", s->by);
    place(t, s->doc, source_of(t, s->doc, s->at), words_of(t, s->doc, s->at));
    end(r);
}

/* What was lost between two reports; a thing that is simply gone has no second place. */
static void loss_row(struct tables *t, const struct loss *l) {
    struct row *r = &t->r;
    bool gone = l->to_at.end <= l->to_at.start;
    span to = gone ? (span){0, 0} : source_of(t, l->to_doc, l->to_at);
    begin(r);
    cell(r, "loss", l->id);
    cell(r, "kind", slice_str(loss_kind_names[l->kind]));
    cell(r, "claim", l->claim == NONE ? (slice){0} : t->acc->claims.claims[l->claim].id);
    cell(r, "to_text", gone ? (slice){0} : words_of(t, l->to_doc, l->to_at));
    cell(r, "to_doc", t->acc->documents[l->to_doc]->id);
    number(r, "to_start", to.start);
    number(r, "to_end", to.end);
    place(t, l->from_doc, source_of(t, l->from_doc, l->from_at), words_of(t, l->from_doc, l->from_at));
    end(r);
}

static void step_row(struct tables *t, const struct proposal *p, uint32_t i) {
    struct row *r = &t->r;
    const struct document *d = t->acc->documents[p->steps[i].doc];
    const struct event *e = &d->marks.events[p->steps[i].event];
    begin(r);
    cell(r, "proposal", p->id);
    cell(r, "name", p->name);
    number(r, "step", i + 1);
    cell(r, "plover", slice_str(plover_names[e->root]));
    cell(r, "status", slice_str(status_names[e->status]));
    cell(r, "actor", e->actor);
    cell(r, "date", e->time < d->marks.times_n ? d->marks.times[e->time].value : (slice){0});
    place(t, p->steps[i].doc, source_of(t, p->steps[i].doc, e->at), words_of(t, p->steps[i].doc, e->at));
    end(r);
}

static void ledger_row(struct tables *t, const struct ledger_row *g, const struct ledger_ref *f) {
    struct row *r = &t->r;
    begin(r);
    cell(r, "source", g->id);
    number(r, "count", g->count);
    number(r, "claims", g->claims_n);
    place(t, f->doc, source_of(t, f->doc, f->at), words_of(t, f->doc, f->at));
    end(r);
}

static void moment_row(struct tables *t, const struct moment *m) {
    struct row *r = &t->r;
    begin(r);
    cell(r, "date", m->date);
    cell(r, "high", m->high);
    cell(r, "doubt", slice_str(doubt_names[m->doubt]));
    place(t, m->doc, source_of(t, m->doc, m->at), m->text);
    end(r);
}

void export_tables(const struct account *acc, enum export what, bool csv, struct arena *tmp,
                   struct out *o) {
    struct tables t = {acc, tmp, {o, csv, false, true}, export_family_sizes(acc, tmp)};
    struct arena_mark mark = arena_mark(tmp);
    /* the head of a table is a row that prints its names: of any row there is */
    bool headed = !csv;
#define ROW(call)                      \
    do {                               \
        if (!headed) {                 \
            t.r.head = true;           \
            call;                      \
            t.r.head = false;          \
            headed = true;             \
        }                              \
        call;                          \
        arena_rewind(tmp, mark);       \
    } while (0)
    const struct claims *c = &acc->claims;
    if (what == EXPORT_EVENTS)
        for (uint32_t d = 0; d < acc->documents_n; d++)
            for (uint32_t i = 0; i < acc->documents[d]->marks.events_n; i++)
                ROW(event_row(&t, d, i));
    if (what == EXPORT_DERIVATION)
        for (uint32_t i = 0; i < acc->kin.edges_n; i++)
            ROW(edge_row(&t, &acc->kin.edges[i]));
    if (what == EXPORT_CLAIMS)
        for (uint32_t i = 0; i < c->claims_n; i++)
            for (uint32_t k = 0; k < c->claims[i].rows_n; k++)
                ROW(claim_row(&t, &c->claims[i], &c->claims[i].rows[k]));
    if (what == EXPORT_CONFLICTS)
        for (uint32_t i = 0; i < c->conflicts_n; i++)
            for (uint32_t k = 0; k < c->conflicts[i].sides_n; k++)
                ROW(side_row(&t, &c->conflicts[i], &c->conflicts[i].sides[k]));
    if (what == EXPORT_SOURCES)
        for (uint32_t i = 0; i < c->ledger_n; i++)
            for (uint32_t k = 0; k < c->ledger[i].refs_n; k++)
                ROW(ledger_row(&t, &c->ledger[i], &c->ledger[i].refs[k]));
    if (what == EXPORT_TIMELINE)
        for (uint32_t i = 0; i < c->timeline_n; i++)
            ROW(moment_row(&t, &c->timeline[i]));
    if (what == EXPORT_LOSSES)
        for (uint32_t i = 0; i < c->losses_n; i++)
            ROW(loss_row(&t, &c->losses[i]));
    if (what == EXPORT_PROPOSALS)
        for (uint32_t i = 0; i < c->proposals_n; i++)
            for (uint32_t k = 0; k < c->proposals[i].steps_n; k++)
                ROW(step_row(&t, &c->proposals[i], k));
#undef ROW
}
