/* Linked forms: W3C PROV (PROV-O in JSON-LD), schema.org Claim (JSON-LD), IPTC ninjs 3.
 *
 * PROV: copy -> prov:wasRevisionOf, rewrite -> prov:wasDerivedFrom, quotes -> prov:wasQuotedFrom, cites ->
 * prov:hadPrimarySource. A claim has where it appears and who made it, and never a rating. */
#include "export.h"

static slice some(slice a, slice b) { return a.p ? a : b; }

static slice urn(struct arena *a, bool origin, slice id) {
    return arena_printf(a, "urn:stemma:%s:%.*s", origin ? "origin" : "report", (int)id.n, id.p);
}

/* Relations by kind of edge, each a kind of prov:wasDerivedFrom; and the classes of what qualifies them. */
static const char *const prov_relation[] = {"prov:wasRevisionOf", NULL, "prov:hadPrimarySource", "prov:wasQuotedFrom"};
static const char *const prov_class[] = {"prov:Revision", "prov:Derivation", "prov:PrimarySource", "prov:Quotation"};

static void prov_ref(const struct account *acc, const struct edge *e, const char *key, struct arena *a, struct out *o) {
    jout_open(o, key, '{');
    jout_string(o, "@id", urn(a, e->origin, e->origin ? acc->kin.origins[e->from].id : acc->documents[e->from]->id));
    jout_close(o, '}');
}

/* What a report is derived from, edges [e, n): said plainly for readers that follow one link, then qualified, with the
 * evidence in bytes of the report. */
static void prov_derived(const struct account *acc, const struct edge *e, uint32_t n, struct arena *a, struct out *o) {
    if (!n)
        return;
    jout_open(o, "prov:wasDerivedFrom", '[');
    for (uint32_t i = 0; i < n; i++)
        prov_ref(acc, &e[i], NULL, a, o);
    jout_close(o, ']');
    for (unsigned kind = 0; kind < NELEMS(prov_relation); kind++) {
        uint32_t of_kind = 0;
        for (uint32_t i = 0; i < n; i++)
            of_kind += e[i].kind == kind;
        if (!of_kind || !prov_relation[kind])
            continue;
        jout_open(o, prov_relation[kind], '[');
        for (uint32_t i = 0; i < n; i++)
            if (e[i].kind == kind)
                prov_ref(acc, &e[i], NULL, a, o);
        jout_close(o, ']');
    }
    jout_open(o, "prov:qualifiedDerivation", '[');
    for (uint32_t i = 0; i < n; i++) {
        jout_open(o, NULL, '{');
        jout_string(o, "@type", slice_str(prov_class[e[i].kind]));
        prov_ref(acc, &e[i], "prov:entity", a, o);
        jout_string(o, "stemma:kind", slice_str(edge_kind_names[e[i].kind]));
        jout_number(o, "stemma:confidence", (double)(int)(e[i].confidence * 1000 + 0.5f) / 1000);
        jout_open(o, "stemma:evidence", '[');
        for (uint32_t k = 0; k < e[i].evidence_n; k++) {
            const struct evidence *v = &e[i].evidence[k];
            if (v->src.end <= v->src.start)
                continue;
            jout_open(o, NULL, '{');
            jout_span(o, "stemma:span", v->src);
            jout_string(o, "stemma:why", v->why);
            jout_close(o, '}');
        }
        jout_close(o, ']');
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

/* The context's own part: spans are ordered pairs, which plain JSON-LD would read as sets. */
static void own_terms(struct out *o) {
    jout_string(o, "stemma", S("urn:stemma:"));
    jout_open(o, "stemma:span", '{');
    jout_string(o, "@container", S("@list"));
    jout_close(o, '}');
}

static void prov(const struct account *acc, struct arena *a, struct out *o) {
    jout_open(o, NULL, '{');
    jout_open(o, "@context", '{');
    jout_string(o, "prov", S("http://www.w3.org/ns/prov#"));
    jout_string(o, "dct", S("http://purl.org/dc/terms/"));
    own_terms(o);
    jout_close(o, '}');
    jout_open(o, "@graph", '[');
    uint32_t e = 0;
    for (uint32_t i = 0; i < acc->documents_n; i++) {
        const struct document *d = acc->documents[i];
        jout_open(o, NULL, '{');
        jout_string(o, "@id", urn(a, false, d->id));
        jout_string(o, "@type", S("prov:Entity"));
        if (d->page.title.p)
            jout_string(o, "dct:title", d->page.title);
        if (d->page.url.p)
            jout_string(o, "dct:identifier", d->page.url);
        if (d->page.published.p)
            jout_string(o, "dct:issued", d->page.published);
        if (d->page.site_name.p) {
            jout_open(o, "prov:wasAttributedTo", '{');
            jout_string(o, "@type", S("prov:Organization"));
            jout_string(o, "dct:title", d->page.site_name);
            jout_close(o, '}');
        }
        uint32_t first = e;
        while (e < acc->kin.edges_n && acc->kin.edges[e].doc == i)
            e++;
        prov_derived(acc, acc->kin.edges + first, e - first, a, o);
        jout_close(o, '}');
    }
    for (uint32_t i = 0; i < acc->kin.origins_n; i++) {
        const struct origin *g = &acc->kin.origins[i];
        jout_open(o, NULL, '{');
        jout_string(o, "@id", urn(a, true, g->id));
        jout_string(o, "@type", S("prov:Entity"));
        jout_string(o, "stemma:kind", slice_str(origin_kind_names[g->kind]));
        jout_bool(o, "stemma:missing", true);
        if (g->name.p)
            jout_string(o, "dct:title", g->name);
        jout_close(o, '}');
    }
    jout_close(o, ']');
    jout_close(o, '}');
    out_str(o, "\n");
}

/* Where a claim is said; a report that only denies or doubts it is no appearance of it, but an answer. */
static void appearances(const struct account *acc, const struct claim *c, bool answers, struct out *o) {
    jout_open(o, answers ? "stemma:answer" : "appearance", '[');
    for (uint32_t k = 0; k < c->rows_n; k++) {
        const struct claim_row *r = &c->rows[k];
        const struct document *d = acc->documents[r->doc];
        span src = page_source(&d->page, r->at);
        if ((r->stance > STANCE_ATTRIBUTED) != answers || src.end <= src.start)
            continue;
        jout_open(o, NULL, '{');
        jout_string(o, "@type", S("NewsArticle"));
        jout_string(o, "identifier", d->id);
        if (d->page.url.p)
            jout_string(o, "url", d->page.url);
        if (d->page.title.p)
            jout_string(o, "headline", d->page.title);
        if (d->page.published.p)
            jout_string(o, "datePublished", d->page.published);
        jout_open(o, "hasPart", '{');
        jout_string(o, "@type", S("Quotation"));
        jout_string(o, "text", slice_trim(slice_at(d->page.text, r->at)));
        if (r->by.p) {
            jout_open(o, "spokenByCharacter", '{');
            jout_string(o, "@type", S("Thing"));
            jout_string(o, "name", r->by);
            jout_close(o, '}');
        }
        jout_string(o, "stemma:stance", slice_str(stance_names[r->stance]));
        jout_span(o, "stemma:span", src);
        jout_close(o, '}');
        jout_close(o, '}');
    }
    jout_close(o, ']');
}

static void schema(const struct account *acc, struct arena *a, struct out *o) {
    jout_open(o, NULL, '{');
    jout_open(o, "@context", '[');
    jout_string(o, NULL, S("https://schema.org"));
    jout_open(o, NULL, '{');
    own_terms(o);
    jout_close(o, '}');
    jout_close(o, ']');
    jout_open(o, "@graph", '[');
    for (uint32_t i = 0; i < acc->claims.claims_n; i++) {
        const struct claim *c = &acc->claims.claims[i];
        jout_open(o, NULL, '{');
        jout_string(o, "@type", S("Claim"));
        jout_string(o, "@id", arena_printf(a, "urn:stemma:claim:%.*s", (int)c->id.n, c->id.p));
        jout_string(o, "text", c->text);
        appearances(acc, c, false, o);
        appearances(acc, c, true, o);
        jout_close(o, '}');
    }
    jout_close(o, ']');
    jout_close(o, '}');
    out_str(o, "\n");
}

/* ninjs has dates of RFC 3339 alone, with seconds and a zone. */
static bool is_date_time(slice s) {
    return s.n >= 20 && (s.p[s.n - 1] == 'Z' || (s.p[s.n - 3] == ':' && (s.p[s.n - 6] == '+' || s.p[s.n - 6] == '-')));
}

/* "Ann Oak, Ben Ash". */
static slice names_joined(const struct document *d, struct arena *a) {
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < d->page.authors_n; i++) {
        if (i)
            buf_slice(&b, S(", "));
        buf_slice(&b, d->page.authors[i]);
    }
    return buf_take(&b);
}

static void ninjs(const struct account *acc, struct arena *a, struct out *o) {
    uint32_t e = 0;
    for (uint32_t i = 0; i < acc->documents_n; i++) {
        const struct document *d = acc->documents[i];
        jout_open(o, NULL, '{');
        jout_string(o, "uri", some(d->page.url, urn(a, false, d->id)));
        jout_string(o, "type", S("text"));
        if (d->page.language.p)
            jout_string(o, "language", d->page.language);
        if (is_date_time(d->page.published))
            jout_string(o, "contentCreated", d->page.published);
        if (is_date_time(d->page.modified))
            jout_string(o, "versionCreated", d->page.modified);
        if (d->page.published.p && !is_date_time(d->page.published)) { /* as precise as the page is, where ninjs has no place */
            jout_open(o, "stemma", '{');
            jout_string(o, "published", d->page.published);
            jout_close(o, '}');
        }
        if (d->page.authors_n)
            jout_string(o, "by", names_joined(d, a));
        if (d->page.site_name.p)
            jout_string(o, "copyrightHolder", d->page.site_name);
        if (d->page.title.p) {
            jout_open(o, "headlines", '[');
            jout_open(o, NULL, '{');
            jout_string(o, "role", S("main"));
            jout_string(o, "value", d->page.title);
            jout_close(o, '}');
            jout_close(o, ']');
        }
        jout_open(o, "bodies", '[');
        jout_open(o, NULL, '{');
        jout_string(o, "role", S("main"));
        jout_string(o, "contentType", S("text/plain"));
        jout_string(o, "value", d->page.text);
        jout_close(o, '}');
        jout_close(o, ']');
        jout_open(o, "altIds", '[');
        jout_open(o, NULL, '{');
        jout_string(o, "role", S("stemma"));
        jout_string(o, "value", d->id);
        jout_close(o, '}');
        jout_close(o, ']');
        while (e < acc->kin.edges_n && acc->kin.edges[e].doc < i)
            e++;
        jout_open(o, "infoSources", '[');
        for (uint32_t k = e; k < acc->kin.edges_n && acc->kin.edges[k].doc == i; k++) {
            const struct edge *g = &acc->kin.edges[k];
            slice name = g->origin ? acc->kin.origins[g->from].name
                                   : acc->documents[g->from]->page.site_name;
            jout_open(o, NULL, '{');
            jout_string(o, "role", slice_str(edge_kind_names[g->kind]));
            jout_string(o, "name", name.p ? name : S("unknown"));
            jout_close(o, '}');
        }
        jout_close(o, ']');
        jout_open(o, "associations", '[');
        for (uint32_t k = e; k < acc->kin.edges_n && acc->kin.edges[k].doc == i; k++) {
            const struct edge *g = &acc->kin.edges[k];
            if (g->origin)
                continue;
            const struct document *p = acc->documents[g->from];
            jout_open(o, NULL, '{');
            jout_string(o, "rel", slice_str(edge_kind_names[g->kind]));
            jout_string(o, "uri", some(p->page.url, urn(a, false, p->id)));
            jout_close(o, '}');
        }
        jout_close(o, ']');
        jout_close(o, '}');
        out_str(o, "\n");
    }
}

void export_linked(const struct account *acc, enum export what, struct arena *tmp, struct out *o) {
    if (what == EXPORT_PROV)
        prov(acc, tmp, o);
    else if (what == EXPORT_SCHEMA)
        schema(acc, tmp, o);
    else
        ninjs(acc, tmp, o);
}
