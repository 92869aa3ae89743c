/* Linked forms: W3C PROV (PROV-O in JSON-LD), schema.org Claim (JSON-LD), IPTC ninjs 3.
 *
 * PROV: copy -> prov:wasRevisionOf, rewrite -> prov:wasDerivedFrom, quotes -> prov:wasQuotedFrom, cites ->
 * prov:hadPrimarySource. A claim has where it appears and who made it, and never a rating. */
#include "export.h"

static slice some(slice a, slice b) { return a.p ? a : b; }

static slice urn(struct arena *a, bool origin, slice id) {
    return arena_printf(a, "urn:stemma:%s:%.*s", origin ? "origin" : "report", (int)id.n, id.p);
}

static void prov(const struct account *acc, struct arena *a, struct out *o) {
    static const char *const relation[] = {"wasRevisionOf", "wasDerivedFrom", "hadPrimarySource",
                                           "wasQuotedFrom"};
    jout_open(o, NULL, '{');
    jout_open(o, "@context", '{');
    jout_string(o, "prov", S("http://www.w3.org/ns/prov#"));
    jout_string(o, "dct", S("http://purl.org/dc/terms/"));
    jout_string(o, "stemma", S("urn:stemma:"));
    jout_close(o, '}');
    jout_open(o, "@graph", '[');
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
    for (uint32_t i = 0; i < acc->kin.edges_n; i++) {
        const struct edge *e = &acc->kin.edges[i];
        jout_open(o, NULL, '{');
        jout_string(o, "@type", S("prov:Derivation"));
        jout_string(o, "stemma:relation", arena_printf(a, "prov:%s", relation[e->kind]));
        jout_open(o, "prov:entity", '{');
        jout_string(o, "@id", urn(a, e->origin, e->origin ? acc->kin.origins[e->from].id
                                                        : acc->documents[e->from]->id));
        jout_close(o, '}');
        jout_open(o, "stemma:generated", '{');
        jout_string(o, "@id", urn(a, false, acc->documents[e->doc]->id));
        jout_close(o, '}');
        jout_number(o, "stemma:confidence", (double)(int)(e->confidence * 1000 + 0.5f) / 1000);
        jout_open(o, "stemma:evidence", '[');
        for (uint32_t k = 0; k < e->evidence_n; k++)
            if (e->evidence[k].src.end > e->evidence[k].src.start)
                jout_span(o, NULL, e->evidence[k].src);
        jout_close(o, ']');
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
    jout_string(o, "stemma", S("urn:stemma:"));
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

static void ninjs(const struct account *acc, struct arena *a, struct out *o) {
    uint32_t e = 0;
    for (uint32_t i = 0; i < acc->documents_n; i++) {
        const struct document *d = acc->documents[i];
        jout_open(o, NULL, '{');
        jout_string(o, "uri", some(d->page.url, urn(a, false, d->id)));
        jout_string(o, "type", S("text"));
        jout_string_or_null(o, "language", d->page.language);
        if (d->page.published.p)
            jout_string(o, "contentCreated", d->page.published);
        if (d->page.modified.p)
            jout_string(o, "versionCreated", d->page.modified);
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
