/* Citations: for each line of the account that stands on text, the file, its hash, the bytes and the words, so that
 * somebody else can check it with the file alone (docs/room.md, CITATION). */
#include "export.h"

struct citing {
    const struct account *acc;
    struct out *o;
};

/* `src`: source bytes. */
static void cite(struct citing *c, uint32_t doc, span src, slice words, const char *of, slice id) {
    const struct document *d = c->acc->documents[doc];
    words = slice_trim(words);
    if (src.end <= src.start || !words.n)
        return;
    struct out *o = c->o;
    char sum[64];
    hex(d->source.sha256, 32, sum);
    jout_open(o, NULL, '{');
    jout_string(o, "cite", S("stemma-cite/1"));
    jout_string(o, "file", d->source.file);
    jout_string_or_null(o, "record", d->source.record);
    jout_string(o, "sha256", slice_of(sum, 64));
    jout_span(o, "bytes", src);
    jout_string(o, "words", words);
    jout_string(o, "list", slice_str(of));
    jout_string_or_null(o, "id", id);
    jout_string(o, "doc", d->id);
    jout_close(o, '}');
    out_str(o, "\n");
}

static void cite_at(struct citing *c, uint32_t doc, span at, const char *of, slice id) {
    const struct page *p = &c->acc->documents[doc]->page;
    cite(c, doc, page_source(p, at), slice_at(p->text, at), of, id);
}

void export_citations(const struct account *acc, struct arena *tmp, struct out *o) {
    struct citing c = {acc, o};
    const struct claims *k = &acc->claims;
    for (uint32_t i = 0; i < k->claims_n; i++)
        for (uint32_t r = 0; r < k->claims[i].rows_n; r++)
            cite_at(&c, k->claims[i].rows[r].doc, k->claims[i].rows[r].at, "claims", k->claims[i].id);
    for (uint32_t i = 0; i < k->conflicts_n; i++)
        for (uint32_t r = 0; r < k->conflicts[i].sides_n; r++)
            cite_at(&c, k->conflicts[i].sides[r].doc, k->conflicts[i].sides[r].at, "conflicts", k->conflicts[i].id);
    for (uint32_t i = 0; i < k->losses_n; i++) {
        cite_at(&c, k->losses[i].from_doc, k->losses[i].from_at, "losses", k->losses[i].id);
        cite_at(&c, k->losses[i].to_doc, k->losses[i].to_at, "losses", k->losses[i].id);
    }
    for (uint32_t i = 0; i < k->timeline_n; i++)
        cite_at(&c, k->timeline[i].doc, k->timeline[i].at, "timeline", (slice){0});
    for (uint32_t d = 0; d < acc->documents_n; d++) {
        const struct marks *m = &acc->documents[d]->marks;
        for (uint32_t i = 0; i < m->attributions_n; i++) {
            struct arena_mark mark = arena_mark(tmp);
            slice id = row_id(tmp, acc->documents[d], 'a', i);
            for (uint32_t s = 0; s < m->attributions[i].content.n; s++)
                cite_at(&c, d, m->attributions[i].content.p[s], "attributions", id);
            arena_rewind(tmp, mark);
        }
    }
}
