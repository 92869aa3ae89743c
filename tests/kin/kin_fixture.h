/* Documents made from strings, for the tests of kin and story. Invented matter throughout. */
#ifndef STM_KIN_FIXTURE_H
#define STM_KIN_FIXTURE_H

#include "kin/kin.h"

/* Eight paragraphs of one report. */
static const char *const ferry[] = {
    "The ferry Astrild ran aground on a reef off Varn island early on Tuesday with 44 people on board, the coast guard said.",
    "Nobody was hurt when the ship struck the Molten rocks in thick fog, and all passengers were brought ashore by fishing boats within three hours.",
    "Captain Jorunn Eide told investigators that the radar had failed twice during the crossing from Hellevik, according to a port official who saw her statement.",
    "The owner, Norrland Sea Ways, bought the vessel in 2009 and had planned to scrap it next spring after a long quarrel with the sailors' union.",
    "Divers found a gash of eleven metres below the waterline, and some diesel has reached the bird cliffs at Skarven.",
    "Environment minister Tove Rasmus flew to the island on Wednesday and promised that the line would pay for the cleaning of the shore.",
    "Fishermen in the village of Nordvik said they had warned about the broken light on the outer skerry since February.",
    "A hearing before the maritime court in Hellevik is set for the ninth of May.",
};

static inline const char *join_paragraphs(struct arena *a, const char *const *p, const int *which, int n) {
    struct buf b = {.a = a};
    for (int i = 0; i < n; i++) {
        if (i)
            buf_add(&b, "\n\n", 2);
        buf_slice(&b, slice_str(p[which[i]]));
    }
    return buf_take(&b).p;
}

static inline struct document *make_document(struct arena *a, const char *id, const char *text, const char *title,
                                             const char *site, const char *published) {
    struct document *d = ARENA_NEW(a, struct document);
    d->arena = a;
    d->id = slice_str(id);
    d->page.text = slice_str(text);
    if (title)
        d->page.title = slice_str(title);
    if (site)
        d->page.site_name = slice_str(site);
    if (published)
        d->page.published = slice_str(published);
    sha256(text, strlen(text), d->source.sha256);
    map_add(&d->page.map, a, (struct map_run){0, d->page.text.n, 0, d->page.text.n, true});
    return d;
}

/* The edge from `doc` to a document or an origin, or NULL. */
static inline const struct edge *edge_of(const struct kin *k, const struct document *const *docs, const char *doc,
                                         const char *from) {
    for (uint32_t i = 0; i < k->edges_n; i++) {
        const struct edge *e = &k->edges[i];
        slice f = e->origin ? k->origins[e->from].id : docs[e->from]->id;
        if (slice_eq(docs[e->doc]->id, slice_str(doc)) && (!from || slice_eq(f, slice_str(from))))
            return e;
    }
    return NULL;
}

#endif
