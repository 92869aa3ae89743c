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
    json_open(o, NULL, '{');
    json_open(o, "@context", '{');
    json_string(o, "prov", S("http://www.w3.org/ns/prov#"));
    json_string(o, "dct", S("http://purl.org/dc/terms/"));
    json_string(o, "stemma", S("urn:stemma:"));
    json_close(o, '}');
    json_open(o, "@graph", '[');
    for (uint32_t i = 0; i < acc->documents_n; i++) {
        const struct document *d = acc->documents[i];
        json_open(o, NULL, '{');
        json_string(o, "@id", urn(a, false, d->id));
        json_string(o, "@type", S("prov:Entity"));
        if (d->page.title.p)
            json_string(o, "dct:title", d->page.title);
        if (d->page.url.p)
            json_string(o, "dct:identifier", d->page.url);
        if (d->page.published.p)
            json_string(o, "dct:issued", d->page.published);
        if (d->page.site_name.p) {
            json_open(o, "prov:wasAttributedTo", '{');
            json_string(o, "@type", S("prov:Organization"));
            json_string(o, "dct:title", d->page.site_name);
            json_close(o, '}');
        }
        json_close(o, '}');
    }
    for (uint32_t i = 0; i < acc->kin.origins_n; i++) {
        const struct origin *g = &acc->kin.origins[i];
        json_open(o, NULL, '{');
        json_string(o, "@id", urn(a, true, g->id));
        json_string(o, "@type", S("prov:Entity"));
        json_string(o, "stemma:kind", slice_str(origin_kind_names[g->kind]));
        json_bool(o, "stemma:missing", true);
        if (g->name.p)
            json_string(o, "dct:title", g->name);
        json_close(o, '}');
    }
    for (uint32_t i = 0; i < acc->kin.edges_n; i++) {
        const struct edge *e = &acc->kin.edges[i];
        json_open(o, NULL, '{');
        json_string(o, "@type", S("prov:Derivation"));
        json_string(o, "stemma:relation", arena_printf(a, "prov:%s", relation[e->kind]));
        json_open(o, "prov:entity", '{');
        json_string(o, "@id", urn(a, e->origin, e->origin ? acc->kin.origins[e->from].id
                                                        : acc->documents[e->from]->id));
        json_close(o, '}');
        json_open(o, "stemma:generated", '{');
        json_string(o, "@id", urn(a, false, acc->documents[e->doc]->id));
        json_close(o, '}');
        json_number(o, "stemma:confidence", (double)(int)(e->confidence * 1000 + 0.5f) / 1000);
        json_open(o, "stemma:evidence", '[');
        for (uint32_t k = 0; k < e->evidence_n; k++)
            if (e->evidence[k].src.end > e->evidence[k].src.start)
                json_span(o, NULL, e->evidence[k].src);
        json_close(o, ']');
        json_close(o, '}');
    }
    json_close(o, ']');
    json_close(o, '}');
    out_str(o, "\n");
}

static void schema(const struct account *acc, struct arena *a, struct out *o) {
    json_open(o, NULL, '{');
    json_string(o, "@context", S("https://schema.org"));
    json_open(o, "@graph", '[');
    for (uint32_t i = 0; i < acc->claims.claims_n; i++) {
        const struct claim *c = &acc->claims.claims[i];
        json_open(o, NULL, '{');
        json_string(o, "@type", S("Claim"));
        json_string(o, "@id", arena_printf(a, "urn:stemma:claim:%.*s", (int)c->id.n, c->id.p));
        json_string(o, "text", c->text);
        json_open(o, "appearance", '[');
        for (uint32_t k = 0; k < c->rows_n; k++) {
            const struct claim_row *r = &c->rows[k];
            const struct document *d = acc->documents[r->doc];
            span src = page_source(&d->page, r->at);
            if (src.end <= src.start)
                continue;
            json_open(o, NULL, '{');
            json_string(o, "@type", S("NewsArticle"));
            json_string(o, "identifier", d->id);
            if (d->page.url.p)
                json_string(o, "url", d->page.url);
            if (d->page.title.p)
                json_string(o, "headline", d->page.title);
            if (d->page.published.p)
                json_string(o, "datePublished", d->page.published);
            json_open(o, "hasPart", '{');
            json_string(o, "@type", S("Quotation"));
            json_string(o, "text", slice_trim(slice_at(d->page.text, r->at)));
            if (r->by.p) {
                json_open(o, "spokenByCharacter", '{');
                json_string(o, "@type", S("Thing"));
                json_string(o, "name", r->by);
                json_close(o, '}');
            }
            json_string(o, "stemma:stance", slice_str(stance_names[r->stance]));
            json_span(o, "stemma:span", src);
            json_close(o, '}');
            json_close(o, '}');
        }
        json_close(o, ']');
        json_close(o, '}');
    }
    json_close(o, ']');
    json_close(o, '}');
    out_str(o, "\n");
}

static void ninjs(const struct account *acc, struct arena *a, struct out *o) {
    uint32_t e = 0;
    for (uint32_t i = 0; i < acc->documents_n; i++) {
        const struct document *d = acc->documents[i];
        json_open(o, NULL, '{');
        json_string(o, "uri", some(d->page.url, urn(a, false, d->id)));
        json_string(o, "type", S("text"));
        json_string_or_null(o, "language", d->page.language);
        if (d->page.published.p)
            json_string(o, "contentCreated", d->page.published);
        if (d->page.modified.p)
            json_string(o, "versionCreated", d->page.modified);
        if (d->page.title.p) {
            json_open(o, "headlines", '[');
            json_open(o, NULL, '{');
            json_string(o, "role", S("main"));
            json_string(o, "value", d->page.title);
            json_close(o, '}');
            json_close(o, ']');
        }
        json_open(o, "bodies", '[');
        json_open(o, NULL, '{');
        json_string(o, "role", S("main"));
        json_string(o, "contentType", S("text/plain"));
        json_string(o, "value", d->page.text);
        json_close(o, '}');
        json_close(o, ']');
        json_open(o, "altIds", '[');
        json_open(o, NULL, '{');
        json_string(o, "role", S("stemma"));
        json_string(o, "value", d->id);
        json_close(o, '}');
        json_close(o, ']');
        while (e < acc->kin.edges_n && acc->kin.edges[e].doc < i)
            e++;
        json_open(o, "infoSources", '[');
        for (uint32_t k = e; k < acc->kin.edges_n && acc->kin.edges[k].doc == i; k++) {
            const struct edge *g = &acc->kin.edges[k];
            slice name = g->origin ? acc->kin.origins[g->from].name
                                   : acc->documents[g->from]->page.site_name;
            json_open(o, NULL, '{');
            json_string(o, "role", slice_str(edge_kind_names[g->kind]));
            json_string(o, "name", name.p ? name : S("unknown"));
            json_close(o, '}');
        }
        json_close(o, ']');
        json_open(o, "associations", '[');
        for (uint32_t k = e; k < acc->kin.edges_n && acc->kin.edges[k].doc == i; k++) {
            const struct edge *g = &acc->kin.edges[k];
            if (g->origin)
                continue;
            const struct document *p = acc->documents[g->from];
            json_open(o, NULL, '{');
            json_string(o, "rel", slice_str(edge_kind_names[g->kind]));
            json_string(o, "uri", some(p->page.url, urn(a, false, p->id)));
            json_close(o, '}');
        }
        json_close(o, ']');
        json_close(o, '}');
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
