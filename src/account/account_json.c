/* FORMAT.md's account as one JSON object: every list sorted, every line with its bytes. */
#include "account_json.h"

static const struct document *doc_of(const struct account *acc, uint32_t i) {
    return acc->documents[i];
}

static void doc_key(const struct account *acc, const char *key, uint32_t i, struct out *o) {
    jout_string(o, key, doc_of(acc, i)->id);
}

/* {doc, span, text}: a passage of a document. */
static void passage(const struct account *acc, uint32_t doc, span at, struct out *o) {
    const struct document *d = doc_of(acc, doc);
    doc_key(acc, "doc", doc, o);
    if (!row_span(d, "span", at, o))
        jout_null(o, "span");
    else
        jout_string(o, "text", slice_trim(slice_at(d->page.text, at)));
}

static bool has_source(const struct account *acc, uint32_t doc, span at) {
    span s = row_source(doc_of(acc, doc), at);
    return s.end > s.start;
}

/* ---- what was corrected --------------------------------------------------------------------------- */

/* Of the machine's rows, where they are printed, those alone that a fix has changed. */
static bool wanted(const struct account *acc, enum fix_list list, slice row) {
    if (!acc->machine)
        return true;
    for (uint32_t i = 0; i < acc->fixes->marks_n; i++) {
        const struct fix_mark *m = &acc->fixes->marks[i];
        if (m->machine && m->list == list && slice_eq(m->row, row))
            return true;
    }
    return false;
}

static void fixed_key(const struct account *acc, enum fix_list list, slice row, struct out *o) {
    bool any = false;
    for (uint32_t i = 0; acc->fixes && i < acc->fixes->marks_n; i++) {
        const struct fix_mark *m = &acc->fixes->marks[i];
        if (m->machine != acc->machine || m->list != list || !slice_eq(m->row, row))
            continue;
        if (!any)
            jout_open(o, "fixed", '[');
        any = true;
        jout_string(o, NULL, acc->fixes->p[m->fix].id);
    }
    if (any)
        jout_close(o, ']');
}

/* An edge's key is long: made only where edges were corrected at all. `key` holds it; p NULL: none were. */
static slice edge_key(const struct account *acc, const struct edge *e, char *key, size_t size) {
    bool any = false;
    for (uint32_t i = 0; acc->fixes && i < acc->fixes->marks_n && !any; i++)
        any = acc->fixes->marks[i].list == FIXED_DERIVATION;
    return any ? fix_edge_key(acc->documents, &acc->kin, e, key, size) : (slice){0};
}

static bool wanted_edge(const struct account *acc, const struct edge *e) {
    char key[FIX_EDGE_KEY];
    return !acc->machine || wanted(acc, FIXED_DERIVATION, edge_key(acc, e, key, sizeof key));
}

static void fixed_edge_key(const struct account *acc, const struct edge *e, struct out *o) {
    char text[FIX_EDGE_KEY];
    slice key = edge_key(acc, e, text, sizeof text);
    if (key.p)
        fixed_key(acc, FIXED_DERIVATION, key, o);
}

/* ---- stories -------------------------------------------------------------------------------- */

static void stories(const struct account *acc, struct out *o) {
    jout_open(o, "stories", '[');
    for (uint32_t i = 0; i < acc->stories.stories_n; i++) {
        const struct story *s = &acc->stories.stories[i];
        jout_open(o, NULL, '{');
        jout_string(o, "id", s->id);
        jout_open(o, "documents", '[');
        for (uint32_t k = 0; k < s->documents_n; k++)
            doc_key(acc, NULL, s->documents[k], o);
        jout_close(o, ']');
        jout_string_or_null(o, "title", s->title);
        jout_string_or_null(o, "from", s->from);
        jout_string_or_null(o, "to", s->to);
        fixed_key(acc, FIXED_STORIES, s->id, o);
        if (s->capped)
            jout_bool(o, "capped", true);
        jout_close(o, '}');
    }
    jout_close(o, ']');
    jout_open(o, "threads", '[');
    for (uint32_t i = 0; i < acc->stories.threads_n; i++) {
        const struct thread *t = &acc->stories.threads[i];
        jout_open(o, NULL, '{');
        jout_string(o, "id", t->id);
        jout_open(o, "stories", '[');
        for (uint32_t k = 0; k < t->stories_n; k++)
            jout_string(o, NULL, acc->stories.stories[t->stories[k]].id);
        jout_close(o, ']');
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

/* ---- the family tree ---------------------------------------------------------------------------- */

static void from_key(const struct document *const *docs, const struct kin *kin, bool origin,
                     uint32_t from, struct out *o) {
    jout_string(o, "from", origin ? kin->origins[from].id : docs[from]->id);
}

static void edge_row(const struct account *acc, const struct document *const *docs, const struct kin *kin,
                     const struct edge *e, bool filter, struct out *o) {
    jout_open(o, NULL, '{');
    jout_string(o, "doc", docs[e->doc]->id);
    from_key(docs, kin, e->origin, e->from, o);
    jout_string(o, "kind", slice_str(edge_kind_names[e->kind]));
    jout_number(o, "confidence", (double)(int)(e->confidence * 1000 + 0.5f) / 1000);
    if (filter) {
        if (e->containment >= 0)
            jout_number(o, "containment", (double)(int)(e->containment * 1000 + 0.5f) / 1000);
        else
            jout_null(o, "containment");
    }
    jout_open(o, "evidence", '[');
    for (uint32_t i = 0; i < e->evidence_n; i++) {
        const struct evidence *v = &e->evidence[i];
        jout_open(o, NULL, '{');
        if (v->src.end > v->src.start)
            jout_span(o, "span", v->src);
        else
            jout_null(o, "span");
        if (v->from_src.end > v->from_src.start)
            jout_span(o, "from_span", v->from_src);
        else
            jout_null(o, "from_span");
        jout_string_or_null(o, "why", v->why);
        jout_close(o, '}');
    }
    jout_close(o, ']');
    if (!filter) {
        jout_open(o, "rivals", '[');
        for (uint32_t i = 0; i < e->rivals_n; i++) {
            jout_open(o, NULL, '{');
            from_key(docs, kin, e->rivals[i].origin, e->rivals[i].from, o);
            jout_number(o, "confidence", (double)(int)(e->rivals[i].confidence * 1000 + 0.5f) / 1000);
            jout_close(o, '}');
        }
        jout_close(o, ']');
    }
    if (acc)
        fixed_edge_key(acc, e, o);
    jout_close(o, '}');
}

void account_edge(const struct document *const *docs, const struct kin *kin, const struct edge *e, bool filter,
                  struct out *o) {
    edge_row(NULL, docs, kin, e, filter, o);
}

static void edges(const struct account *acc, struct out *o) {
    jout_open(o, "derivation", '[');
    for (uint32_t i = 0; i < acc->kin.edges_n; i++)
        if (wanted_edge(acc, &acc->kin.edges[i]))
            edge_row(acc, acc->documents, &acc->kin, &acc->kin.edges[i], false, o);
    jout_close(o, ']');
}

static void origins(const struct account *acc, struct out *o) {
    jout_open(o, "origins", '[');
    for (uint32_t i = 0; i < acc->kin.origins_n; i++) {
        const struct origin *g = &acc->kin.origins[i];
        if (!wanted(acc, FIXED_ORIGINS, g->id))
            continue;
        jout_open(o, NULL, '{');
        jout_string(o, "id", g->id);
        jout_string_or_null(o, "name", g->name);
        jout_string(o, "kind", slice_str(origin_kind_names[g->kind]));
        jout_string_or_null(o, "published", g->published);
        jout_open(o, "documents", '[');
        for (uint32_t k = 0; k < g->documents_n; k++)
            doc_key(acc, NULL, g->documents[k], o);
        jout_close(o, ']');
        jout_open(o, "recovered", '[');
        for (uint32_t k = 0; k < g->recovered_n; k++) {
            if (g->recovered[k].src.end <= g->recovered[k].src.start)
                continue;
            jout_open(o, NULL, '{');
            jout_span(o, "span", g->recovered[k].src);
            doc_key(acc, "doc", g->recovered[k].doc, o);
            jout_close(o, '}');
        }
        jout_close(o, ']');
        fixed_key(acc, FIXED_ORIGINS, g->id, o);
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

static void tree(const struct account *acc, struct out *o) {
    edges(acc, o);
    origins(acc, o);
}

/* ---- names over the whole collection ------------------------------------------------------------ */

enum { LIGHT_MENTIONS = 20 /* of one figure, where an account is light */ };

static void figures(const struct account *acc, uint32_t most, struct out *o) {
    uint32_t ready = 0; /* documents whose lists are made */
    struct mention_lists *lists = mem_alloc(acc->documents_n * sizeof *lists);
    if (!lists && !o->error)
        o->error = STM_ENOMEM;
    while (lists && ready < acc->documents_n &&
           mention_lists(&doc_of(acc, ready)->lang, &lists[ready], o))
        ready++;
    jout_open(o, "entities", '[');
    for (uint32_t i = 0; !o->error && i < acc->stories.figures_n; i++) {
        const struct figure *f = &acc->stories.figures[i];
        if (!wanted(acc, FIXED_ENTITIES, f->id))
            continue;
        jout_open(o, NULL, '{');
        jout_string(o, "id", f->id);
        jout_string(o, "name", f->name);
        jout_string(o, "type", slice_str(entity_type_names[f->type]));
        jout_open(o, "aliases", '[');
        for (uint32_t k = 0; k < f->aliases_n; k++)
            jout_string(o, NULL, f->aliases[k]);
        jout_close(o, ']');
        jout_open(o, "mentions", '[');
        uint32_t left = most;
        for (uint32_t k = 0; k < f->refs_n; k++) {
            const struct mention_lists *of = &lists[f->refs[k].doc];
            const struct mention *all = doc_of(acc, f->refs[k].doc)->lang.mentions;
            for (uint32_t m = of->first[f->refs[k].entity]; left && m != NONE; m = of->next[m]) {
                if (all[m].kind != MENTION_NAME || !has_source(acc, f->refs[k].doc, all[m].at))
                    continue;
                left -= left != NONE;
                jout_open(o, NULL, '{');
                passage(acc, f->refs[k].doc, all[m].at, o);
                jout_close(o, '}');
            }
        }
        jout_close(o, ']');
        fixed_key(acc, FIXED_ENTITIES, f->id, o);
        jout_close(o, '}');
    }
    jout_close(o, ']');
    while (ready--)
        mention_lists_free(&lists[ready]);
    mem_free(lists);
}

/* Of the figures that a document's entities are, one thing each, in memory that the caller frees; NULL where
 * it has no entities. */
static slice *of_figures(const struct account *acc, uint32_t doc, slice (*what)(const struct figure *), struct out *o) {
    uint32_t n = doc_of(acc, doc)->lang.entities_n;
    slice *list = n ? mem_alloc(n * sizeof *list) : NULL;
    if (!list) {
        if (n && !o->error)
            o->error = STM_ENOMEM;
        return NULL;
    }
    const uint32_t *of = acc->stories.figure_of ? acc->stories.figure_of[doc] : NULL;
    for (uint32_t e = 0; e < n; e++)
        list[e] = of && of[e] < acc->stories.figures_n ? what(&acc->stories.figures[of[e]]) : (slice){0};
    return list;
}

static slice figure_id(const struct figure *f) { return f->id; }

static slice figure_name(const struct figure *f) { return f->name; }

static void coref(const struct account *acc, struct out *o) {
    jout_open(o, "coref", '[');
    for (uint32_t i = 0; i < acc->documents_n && !o->error; i++) {
        slice *ids = of_figures(acc, i, figure_id, o);
        if (ids)
            rows_coref(doc_of(acc, i), ids, o);
        mem_free(ids);
    }
    jout_close(o, ']');
}

static void attributions(const struct account *acc, struct out *o) {
    jout_open(o, "attributions", '[');
    for (uint32_t i = 0; i < acc->documents_n && !o->error; i++) {
        slice *names = of_figures(acc, i, figure_name, o);
        if (!o->error)
            rows_attributions(doc_of(acc, i), true, names, o);
        mem_free(names);
    }
    jout_close(o, ']');
}

static void rows(const struct account *acc, const char *key,
                 void (*row)(const struct document *, bool, struct out *), struct out *o) {
    jout_open(o, key, '[');
    for (uint32_t i = 0; i < acc->documents_n; i++)
        row(doc_of(acc, i), true, o);
    jout_close(o, ']');
}

/* ---- claims ----------------------------------------------------------------------------------------- */

static void attribution_id(const struct account *acc, const char *key, uint32_t doc, uint32_t i,
                           struct out *o) {
    if (i == NONE)
        jout_null(o, key);
    else
        json_row_id(doc_of(acc, doc), key, 'a', i, true, o);
}

static void claims(const struct account *acc, struct out *o) {
    jout_open(o, "claims", '[');
    for (uint32_t i = 0; i < acc->claims.claims_n; i++) {
        const struct claim *c = &acc->claims.claims[i];
        if (!wanted(acc, FIXED_CLAIMS, c->id))
            continue;
        jout_open(o, NULL, '{');
        jout_string(o, "id", c->id);
        jout_string(o, "text", c->text);
        jout_open(o, "reports", '[');
        for (uint32_t k = 0; k < c->rows_n; k++) {
            const struct claim_row *r = &c->rows[k];
            if (!has_source(acc, r->doc, r->at))
                continue;
            jout_open(o, NULL, '{');
            passage(acc, r->doc, r->at, o);
            jout_string(o, "stance", slice_str(stance_names[r->stance]));
            jout_string_or_null(o, "by", r->by);
            attribution_id(acc, "attribution", r->doc, r->attribution, o);
            jout_close(o, '}');
        }
        jout_close(o, ']');
        jout_open(o, "support", '{');
        jout_int(o, "reports", c->support.reports);
        jout_int(o, "origins", c->support.origins);
        jout_int(o, "named", c->support.named);
        jout_int(o, "unnamed", c->support.unnamed);
        jout_close(o, '}');
        fixed_key(acc, FIXED_CLAIMS, c->id, o);
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

static void claim_ids(const struct account *acc, const uint32_t *p, uint32_t n, struct out *o) {
    jout_open(o, "claims", '[');
    for (uint32_t k = 0; k < n; k++)
        jout_string(o, NULL, acc->claims.claims[p[k]].id);
    jout_close(o, ']');
}

static void conflict_rows(const struct account *acc, struct out *o) {
    jout_open(o, "conflicts", '[');
    for (uint32_t i = 0; i < acc->claims.conflicts_n; i++) {
        const struct conflict *c = &acc->claims.conflicts[i];
        uint32_t sides = 0;
        for (uint32_t k = 0; k < c->sides_n; k++)
            sides += has_source(acc, c->sides[k].doc, c->sides[k].at);
        if (sides < 2 || !wanted(acc, FIXED_CONFLICTS, c->id))
            continue;
        jout_open(o, NULL, '{');
        jout_string(o, "id", c->id);
        jout_string(o, "kind", slice_str(conflict_kind_names[c->kind]));
        jout_open(o, "sides", '[');
        for (uint32_t k = 0; k < c->sides_n; k++) {
            const struct side *s = &c->sides[k];
            if (!has_source(acc, s->doc, s->at))
                continue;
            jout_open(o, NULL, '{');
            passage(acc, s->doc, s->at, o);
            jout_string_or_null(o, "says", s->says);
            jout_string_or_null(o, "by", s->by);
            jout_close(o, '}');
        }
        jout_close(o, ']');
        claim_ids(acc, c->claims, c->claims_n, o);
        jout_string_or_null(o, "note", c->note);
        fixed_key(acc, FIXED_CONFLICTS, c->id, o);
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

static void conflicts(const struct account *acc, struct out *o) {
    conflict_rows(acc, o);
    jout_open(o, "losses", '[');
    for (uint32_t i = 0; i < acc->claims.losses_n; i++) {
        const struct loss *l = &acc->claims.losses[i];
        if (!has_source(acc, l->from_doc, l->from_at))
            continue;
        jout_open(o, NULL, '{');
        jout_string(o, "id", l->id);
        if (l->claim == NONE)
            jout_null(o, "claim");
        else
            jout_string(o, "claim", acc->claims.claims[l->claim].id);
        jout_string(o, "kind", slice_str(loss_kind_names[l->kind]));
        jout_open(o, "from", '{');
        passage(acc, l->from_doc, l->from_at, o);
        jout_close(o, '}');
        jout_open(o, "to", '{');
        passage(acc, l->to_doc, l->to_at, o);
        jout_close(o, '}');
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

static void ledger(const struct account *acc, struct out *o) {
    jout_open(o, "ledger", '[');
    for (uint32_t i = 0; i < acc->claims.ledger_n; i++) {
        const struct ledger_row *r = &acc->claims.ledger[i];
        jout_open(o, NULL, '{');
        jout_string(o, "id", r->id);
        jout_open(o, "descriptions", '[');
        for (uint32_t k = 0; k < r->refs_n; k++) {
            if (!has_source(acc, r->refs[k].doc, r->refs[k].at))
                continue;
            jout_open(o, NULL, '{');
            passage(acc, r->refs[k].doc, r->refs[k].at, o);
            attribution_id(acc, "attribution", r->refs[k].doc, r->refs[k].attribution, o);
            jout_close(o, '}');
        }
        jout_close(o, ']');
        if (r->count)
            jout_int(o, "count", r->count);
        else
            jout_null(o, "count");
        claim_ids(acc, r->claims, r->claims_n, o);
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

static void move_of(const struct account *acc, const struct proposal_step *step, struct out *o) {
    const struct marks *m = &doc_of(acc, step->doc)->marks;
    const struct event *e = &m->events[step->event];
    jout_open(o, NULL, '{');
    passage(acc, step->doc, e->at, o);
    jout_string(o, "plover", slice_str(plover_names[e->root]));
    jout_string_or_null(o, "status", slice_str(status_names[e->status]));
    jout_string_or_null(o, "actor", e->actor);
    jout_string_or_null(o, "date", e->time < m->times_n ? m->times[e->time].value : (slice){0});
    jout_close(o, '}');
}

static void timeline(const struct account *acc, struct out *o) {
    jout_open(o, "timeline", '[');
    for (uint32_t i = 0; i < acc->claims.timeline_n; i++) {
        const struct moment *m = &acc->claims.timeline[i];
        jout_open(o, NULL, '{');
        jout_string_or_null(o, "date", m->date);
        jout_string_or_null(o, "high", m->high);
        jout_string(o, "text", m->text);
        jout_string_or_null(o, "doubt", slice_str(doubt_names[m->doubt]));
        jout_open(o, "rests_on", '[');
        for (uint32_t k = 0; k < m->rests_on_n; k++)
            jout_string(o, NULL, m->rests_on[k]);
        jout_close(o, ']');
        doc_key(acc, "doc", m->doc, o);
        row_span(doc_of(acc, m->doc), "span", m->at, o);
        jout_close(o, '}');
    }
    jout_close(o, ']');
    jout_open(o, "proposals", '[');
    for (uint32_t i = 0; i < acc->claims.proposals_n; i++) {
        const struct proposal *p = &acc->claims.proposals[i];
        jout_open(o, NULL, '{');
        jout_string(o, "id", p->id);
        jout_string(o, "name", p->name);
        jout_open(o, "steps", '[');
        for (uint32_t k = 0; k < p->steps_n; k++)
            json_row_id(doc_of(acc, p->steps[k].doc), NULL, 'e', p->steps[k].event, true, o);
        jout_close(o, ']');
        jout_open(o, "moves", '['); /* the same, for those who have no events at hand */
        for (uint32_t k = 0; k < p->steps_n; k++)
            move_of(acc, &p->steps[k], o);
        jout_close(o, ']');
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

static void documents(const struct account *acc, bool light, struct out *o) {
    jout_open(o, "documents", '[');
    for (uint32_t i = 0; i < acc->documents_n; i++) {
        jout_open(o, NULL, '{');
        doc_key(acc, "id", i, o);
        (light ? account_head_keys : account_page_keys)(doc_of(acc, i), o);
        jout_close(o, '}');
    }
    jout_close(o, ']');
    jout_open(o, "skipped", '[');
    for (uint32_t i = 0; i < acc->skipped_n; i++) {
        jout_open(o, NULL, '{');
        jout_string(o, "file", acc->skipped[i].file);
        jout_string_or_null(o, "record", acc->skipped[i].record);
        jout_string(o, "error", acc->skipped[i].error);
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

void account_key(const struct account *acc, const char *key, uint32_t parts, struct out *o) {
    bool light = parts & ACCOUNT_LIGHT;
    jout_open(o, key, '{');
    jout_string(o, "format", S("stemma-account/1"));
    jout_string(o, "generator", S("stemma " STM_VERSION));
    if (parts & ACCOUNT_DOCUMENTS)
        documents(acc, light, o);
    if (parts & ACCOUNT_STORIES)
        stories(acc, o);
    if (parts & ACCOUNT_TREE)
        tree(acc, o);
    if (parts & ACCOUNT_MARKS)
        figures(acc, light ? LIGHT_MENTIONS : NONE, o);
    if ((parts & ACCOUNT_MARKS) && !light) {
        coref(acc, o);
        rows(acc, "times", rows_times, o);
        rows(acc, "quantities", rows_quantities, o);
    }
    if (parts & (ACCOUNT_MARKS | ACCOUNT_SOURCES))
        attributions(acc, o);
    if ((parts & ACCOUNT_MARKS) && !light)
        rows(acc, "events", rows_events, o);
    if (parts & ACCOUNT_CLAIMS)
        claims(acc, o);
    if (parts & ACCOUNT_CONFLICTS)
        conflicts(acc, o);
    if (parts & ACCOUNT_SOURCES)
        ledger(acc, o);
    if (parts & ACCOUNT_TIMELINE)
        timeline(acc, o);
    jout_close(o, '}');
}

void account_json(const struct account *acc, uint32_t parts, struct out *o) {
    account_key(acc, NULL, parts, o);
    out_bytes(o, "\n", 1);
}

/* ---- the fixes, and the machine's rows beside them ------------------------------------------------------ */

void account_fix_row(const struct fix *f, struct arena *a, struct out *o) {
    jout_open(o, NULL, '{');
    jout_string(o, "id", f->id);
    jout_string(o, "kind", slice_str(fix_kind_names[f->kind]));
    out_str(o, ",\"args\":");
    out_slice(o, f->args);
    jout_string(o, "says", fix_says(f, a));
    if (f->kind == FIX_NOTE)
        jout_string(o, "text", f->name);
    jout_string_or_null(o, "note", f->note);
    jout_string_or_null(o, "at", f->at);
    jout_string_or_null(o, "undone", f->undone);
    jout_string(o, "state", f->undone.p ? S("undone") : f->applied ? S("applied") : S("unused"));
    jout_open(o, "rows", '[');
    for (uint32_t i = 0; i < f->rows_n; i++)
        jout_string(o, NULL, f->rows[i]);
    jout_close(o, ']');
    jout_close(o, '}');
}

/* Does a fix of names alone speak of somebody in this account? */
static bool speaks(const struct account *acc, const struct fix *f) {
    if (f->applied || f->groups_n)
        return true;
    for (uint32_t i = 0; i < f->names_n; i++)
        for (uint32_t k = 0; k < acc->stories.figures_n; k++)
            if (slice_eq(acc->stories.figures[k].name, f->names[i].name))
                return true;
    return false;
}

static void machine_stories(const struct fixes *f, struct out *o) {
    jout_open(o, "stories", '[');
    for (uint32_t i = 0; f && i < f->told_n; i++) {
        const struct fix_story *t = &f->told[i];
        jout_open(o, NULL, '{');
        jout_string(o, "id", t->id);
        jout_open(o, "documents", '[');
        for (uint32_t k = 0; k < t->documents_n; k++)
            jout_string(o, NULL, t->documents[k]);
        jout_close(o, ']');
        jout_string_or_null(o, "title", t->title);
        jout_string_or_null(o, "from", t->from);
        jout_string_or_null(o, "to", t->to);
        jout_open(o, "fixed", '[');
        for (uint32_t k = 0; k < f->n; k++)
            if (f->p[k].kind <= FIX_STORY_NAME && !f->p[k].undone.p)
                jout_string(o, NULL, f->p[k].id);
        jout_close(o, ']');
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

void account_fixes_keys(const struct account *acc, struct arena *tmp, struct out *o) {
    const struct fixes *f = acc->fixes;
    struct account m = *acc; /* the account as the machine has it */
    m.machine = true;
    jout_open(o, "fixes", '[');
    for (uint32_t i = 0; f && i < f->n; i++)
        if (speaks(acc, &f->p[i]))
            account_fix_row(&f->p[i], tmp, o);
    jout_close(o, ']');
    jout_open(o, "machine", '{');
    machine_stories(f, o);
    if (f && f->kin.edges)
        m.kin = f->kin;
    if (f && f->stories.figures)
        m.stories = f->stories;
    if (f && f->claims.claims)
        m.claims = f->claims;
    static const struct {
        const char *key;
        void (*rows)(const struct account *, struct out *);
    } lists[] = {{"derivation", edges}, {"origins", origins}, {"claims", claims}, {"conflicts", conflict_rows}};
    for (size_t i = 0; i < NELEMS(lists); i++)
        if (f) {
            lists[i].rows(&m, o);
        } else {
            jout_open(o, lists[i].key, '[');
            jout_close(o, ']');
        }
    if (f) {
        figures(&m, LIGHT_MENTIONS, o);
    } else {
        jout_open(o, "entities", '[');
        jout_close(o, ']');
    }
    jout_close(o, '}');
}
