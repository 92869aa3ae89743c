/* export: which writer writes what, and what they share. */
#include "export.h"
#include "view.h"

const char *const export_names[EXPORT_COUNT] = {
    "events", "quotes", "derivation", "claims", "conflicts", "sources", "timeline", "losses", "proposals", "dot", "graphml", "svg",
    "prov", "schema", "ninjs", "gdelt", "polecat", "timeml", "citations"};

uint32_t *export_family_sizes(const struct account *acc, struct arena *a) {
    uint32_t *of = ARENA_ARRAY(a, uint32_t, acc->documents_n);
    uint32_t *sizes = ARENA_ARRAY(a, uint32_t, acc->documents_n);
    for (uint32_t i = 0; i < acc->documents_n; i++)
        of[acc->kin.family[i]]++;
    for (uint32_t i = 0; i < acc->documents_n; i++)
        sizes[i] = of[acc->kin.family[i]];
    return sizes;
}

void export_xml(slice s, struct out *o) {
    for (const char *p = s.p, *end = s.p + s.n; p < end;) {
        uint32_t cp;
        int n = utf8_decode(p, end, &cp);
        if (!n) {
            p++;
            continue;
        }
        switch (cp) {
        case '<': out_str(o, "&lt;"); break;
        case '>': out_str(o, "&gt;"); break;
        case '&': out_str(o, "&amp;"); break;
        case '"': out_str(o, "&quot;"); break;
        case '\'': out_str(o, "&#39;"); break;
        default:
            if (cp >= 0x20 || cp == '\n' || cp == '\t')
                if (cp != 0xFFFE && cp != 0xFFFF && !(cp >= 0x7F && cp < 0xA0))
                    out_bytes(o, p, (size_t)n);
        }
        p += n;
    }
}

void export_account(const struct account *acc, enum export what, bool csv, struct arena *tmp,
                    struct out *o) {
    switch (what) {
    case EXPORT_EVENTS: case EXPORT_DERIVATION: case EXPORT_CLAIMS: case EXPORT_CONFLICTS:
    case EXPORT_SOURCES: case EXPORT_TIMELINE: case EXPORT_LOSSES: case EXPORT_PROPOSALS: export_tables(acc, what, csv, tmp, o); break;
    case EXPORT_QUOTES: view_quotes(acc, csv ? QUOTES_CSV : QUOTES_JSONL, &(struct view_options){0}, tmp, o); break;
    case EXPORT_DOT: case EXPORT_GRAPHML: case EXPORT_SVG: export_graph(acc, what, tmp, o); break;
    case EXPORT_PROV: case EXPORT_SCHEMA: case EXPORT_NINJS: export_linked(acc, what, tmp, o); break;
    case EXPORT_GDELT: case EXPORT_POLECAT: export_events(acc, what, tmp, o); break;
    case EXPORT_TIMEML: export_timeml(acc, tmp, o); break;
    case EXPORT_CITATIONS: export_citations(acc, tmp, o); break;
    case EXPORT_COUNT: break;
    }
}
