/* Event tables after GDELT 1.0 (its 58 columns) and POLECAT (its 40), and TimeML. Columns keep their names and order; what is not known
 * here is empty. Both tables end with columns of ours: the document, the span, the family's root. */
#include "export.h"

static void tsv(slice s, struct out *o) {
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if ((unsigned char)c < 0x20)
            c = ' ';
        out_bytes(o, &c, 1);
    }
}

/* Quad class and CAMEO root of a PLOVER root (PLOVER manual: verbal and material, cooperation and conflict). */
static const struct { const char *cameo; int quad; } plover[PLOVER_COUNT] = {
    [PLOVER_AGREE] = {"03", 1},    [PLOVER_CONSULT] = {"04", 1},   [PLOVER_SUPPORT] = {"05", 1},
    [PLOVER_CONCEDE] = {"08", 1},  [PLOVER_COOPERATE] = {"06", 2}, [PLOVER_AID] = {"07", 2},
    [PLOVER_RETREAT] = {"087", 2}, [PLOVER_REQUEST] = {"10", 3},   [PLOVER_ACCUSE] = {"11", 3},
    [PLOVER_REJECT] = {"12", 3},   [PLOVER_THREATEN] = {"13", 3},  [PLOVER_PROTEST] = {"14", 4},
    [PLOVER_SANCTION] = {"16", 4}, [PLOVER_MOBILIZE] = {"15", 4},  [PLOVER_COERCE] = {"17", 4},
    [PLOVER_ASSAULT] = {"18", 4}};

/* "20240312", "202403" or "2024" of an ISO date. */
static slice digits(slice date, uint32_t most, struct arena *a) {
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < date.n && i < 10 && b.n < most; i++) {
        if (is_digit((unsigned char)date.p[i]))
            buf_char(&b, date.p[i]);
        else if (date.p[i] != '-')
            break;
    }
    return buf_take(&b);
}

static void tail(const struct account *acc, const uint32_t *sizes, uint32_t doc, span src, struct out *o) {
    const struct document *d = acc->documents[doc];
    out_str(o, "\t");
    tsv(d->id, o);
    out_printf(o, "\t%u\t%u\t", src.start, src.end);
    tsv(acc->documents[acc->kin.family[doc]]->id, o);
    out_printf(o, "\t%.4f\n", 1.0 / sizes[doc]);
}

static void gdelt_row(const struct account *acc, uint32_t doc, uint32_t i, const uint32_t *sizes,
                      struct arena *a, struct out *o) {
    const struct document *d = acc->documents[doc];
    const struct event *e = &d->marks.events[i];
    slice when = e->time < d->marks.times_n ? d->marks.times[e->time].value : d->page.published;
    slice day = digits(when, 8, a), url = d->page.url;
    tsv(row_id(a, d, 'e', i), o);
    out_str(o, "\t");
    out_slice(o, day.n == 8 ? day : (slice){"", 0});
    out_str(o, "\t");
    out_slice(o, digits(when, 6, a));
    out_str(o, "\t");
    out_slice(o, digits(when, 4, a));
    for (int actor = 0; actor < 2; actor++) {
        out_str(o, actor ? "\t\t" : "\t\t\t"); /* FractionDate; Actor1Code */
        tsv(actor ? e->recipient : e->actor, o);
        out_str(o, "\t\t\t\t\t\t\t\t");
    }
    out_printf(o, "\t1\t%s\t%s\t%s\t%d\t\t1\t1\t1\t", plover[e->root].cameo, plover[e->root].cameo,
               plover[e->root].cameo, plover[e->root].quad);
    out_str(o, "\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t\t"); /* Actor1Geo_*, Actor2Geo_*, ActionGeo_Type */
    tsv(e->place, o);
    out_str(o, "\t\t\t\t\t\t");
    out_slice(o, digits(d->page.published, 8, a));
    out_str(o, "\t");
    tsv(url, o);
    out_str(o, "\t");
    out_str(o, plover_names[e->root]);
    out_str(o, "\t");
    out_str(o, status_names[e->status] ? status_names[e->status] : "");
    tail(acc, sizes, doc, page_source(&d->page, e->at), o);
}

static void polecat_row(const struct account *acc, uint32_t doc, uint32_t i, const uint32_t *sizes,
                        struct arena *a, struct out *o) {
    static const char *const contexts[] = {"", "", "", "future", "hypothetical", "hypothetical", "", "", ""};
    const struct document *d = acc->documents[doc];
    const struct event *e = &d->marks.events[i];
    tsv(row_id(a, d, 'e', i), o);
    out_str(o, "\t");
    if (e->time < d->marks.times_n)
        tsv(d->marks.times[e->time].value, o);
    out_printf(o, "\t%s\t\t\tQ%d\t%s", plover_names[e->root], plover[e->root].quad, contexts[e->status]);
    out_str(o, "\t");
    tsv(e->actor, o);
    out_str(o, "\t\t\t\t\t\t");
    tsv(e->actor_at.end > e->actor_at.start ? slice_trim(slice_at(d->page.text, e->actor_at)) : (slice){"", 0}, o);
    out_str(o, "\t\t");
    tsv(e->recipient, o);
    out_str(o, "\t\t\t\t\t\t");
    tsv(e->recipient_at.end > e->recipient_at.start ? slice_trim(slice_at(d->page.text, e->recipient_at)) : (slice){"", 0}, o);
    out_str(o, "\t\t");
    tsv(e->place, o);
    out_str(o, "\t\t\t\t\t\t\t\t");
    tsv(e->place, o);
    out_str(o, "\t\t");
    tsv(d->page.site_name, o);
    out_str(o, "\t");
    tsv(d->page.published, o);
    out_str(o, "\t\t\t\t");
    tsv(d->page.language, o);
    out_str(o, "\tstemma " STM_VERSION);
    tail(acc, sizes, doc, page_source(&d->page, e->at), o);
}

#define GEO(who)                                                                                        \
    who "Geo_Type\t" who "Geo_FullName\t" who "Geo_CountryCode\t" who "Geo_ADM1Code\t" who "Geo_Lat\t" \
    who "Geo_Long\t" who "Geo_FeatureID\t"

void export_events(const struct account *acc, enum export what, struct arena *tmp, struct out *o) {
    uint32_t *sizes = export_family_sizes(acc, tmp);
    if (what == EXPORT_GDELT)
        out_str(o, "GLOBALEVENTID\tSQLDATE\tMonthYear\tYear\tFractionDate\tActor1Code\tActor1Name\t"
                   "Actor1CountryCode\tActor1KnownGroupCode\tActor1EthnicCode\tActor1Religion1Code\t"
                   "Actor1Religion2Code\tActor1Type1Code\tActor1Type2Code\tActor1Type3Code\tActor2Code\t"
                   "Actor2Name\tActor2CountryCode\tActor2KnownGroupCode\tActor2EthnicCode\t"
                   "Actor2Religion1Code\tActor2Religion2Code\tActor2Type1Code\tActor2Type2Code\t"
                   "Actor2Type3Code\tIsRootEvent\tEventCode\tEventBaseCode\tEventRootCode\tQuadClass\t"
                   "GoldsteinScale\tNumMentions\tNumSources\tNumArticles\tAvgTone\t"
                   GEO("Actor1") GEO("Actor2") GEO("Action") "DATEADDED\tSOURCEURL\tPlover\tStatus\tDocument\tSpanStart\t"
                   "SpanEnd\tFamily\tWeight\n");
    else
        out_str(o, "Event ID\tEvent Date\tEvent Type\tEvent Mode\tIntensity\tQuad Code\tContexts\tActor Name\t"
                   "Actor Country\tActor COW\tPrimary Actor Sector\tActor Sectors\tActor Title\t"
                   "Actor Name Raw\tWikipedia Actor ID\tRecipient Name\tRecipient Country\tRecipient COW\t"
                   "Primary Recipient Sector\tRecipient Sectors\tRecipient Title\tRecipient Name Raw\t"
                   "Wikipedia Recipient ID\tPlacename\tCity\tDistrict\tProvince\tCountry\tLatitude\tLongitude\t"
                   "GeoNames ID\tRaw Placename\tFeature Type\tSource\tPublication Date\tStory People\t"
                   "Story Organizations\tStory Locations\tLanguage\tVersion\tDocument\tSpanStart\tSpanEnd\t"
                   "Family\tWeight\n");
    struct arena_mark mark = arena_mark(tmp);
    for (uint32_t d = 0; d < acc->documents_n; d++)
        for (uint32_t i = 0; i < acc->documents[d]->marks.events_n; i++) {
            if (what == EXPORT_GDELT)
                gdelt_row(acc, d, i, sizes, tmp, o);
            else
                polecat_row(acc, d, i, sizes, tmp, o);
            arena_rewind(tmp, mark);
        }
}

/* ---- TimeML (Pustejovsky et al. 2003) ------------------------------------------------------------------ */

void export_timeml(const struct account *acc, struct arena *tmp, struct out *o) {
    struct arena_mark mark = arena_mark(tmp);
    out_str(o, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<TimeMLCollection>\n");
    for (uint32_t i = 0; i < acc->documents_n; i++) {
        const struct document *d = acc->documents[i];
        slice text = d->page.text;
        out_str(o, "<TimeML>\n<DOCID>");
        export_xml(d->id, o);
        out_str(o, "</DOCID>\n");
        if (d->page.published.p) {
            out_str(o, "<DCT><TIMEX3 tid=\"t0\" type=\"DATE\" functionInDocument=\"CREATION_TIME\" value=\"");
            export_xml(d->page.published, o);
            out_str(o, "\">");
            export_xml(d->page.published, o);
            out_str(o, "</TIMEX3></DCT>\n");
        }
        out_str(o, "<TEXT>");
        uint32_t at = 0, e = 0, marked_n = 0, *marked = ARENA_ARRAY(tmp, uint32_t, d->marks.events_n + 1);
        for (uint32_t t = 0; t <= d->marks.times_n; t++) {
            span time = t < d->marks.times_n ? d->marks.times[t].at : (span){text.n, text.n};
            for (; e < d->marks.events_n && d->marks.events[e].at.start < time.start; e++) {
                span event = d->marks.events[e].at; /* inline marks cannot overlap: those that would are left out */
                if (event.start < at || event.end > time.start)
                    continue;
                export_xml(slice_cut(text, at, event.start), o);
                out_printf(o, "<EVENT eid=\"e%u\" class=\"OCCURRENCE\">", e + 1);
                export_xml(slice_at(text, event), o);
                out_str(o, "</EVENT>");
                marked[marked_n++] = e;
                at = event.end;
            }
            if (t == d->marks.times_n || time.start < at)
                continue;
            export_xml(slice_cut(text, at, time.start), o);
            out_printf(o, "<TIMEX3 tid=\"t%u\" type=\"%s\" value=\"", t + 1,
                       time_type_names[d->marks.times[t].type]);
            export_xml(d->marks.times[t].value.p ? d->marks.times[t].value : S(""), o);
            out_str(o, "\">");
            export_xml(slice_at(text, time), o);
            out_str(o, "</TIMEX3>");
            at = time.end;
        }
        export_xml(slice_cut(text, at, text.n), o);
        out_str(o, "</TEXT>\n");
        for (uint32_t k = 0; k < marked_n; k++) {
            const struct event *x = &d->marks.events[marked[k]];
            uint8_t upos = x->token < d->lang.tokens_n ? d->lang.tokens[x->token].upos : (uint8_t)UPOS_X;
            out_printf(o, "<MAKEINSTANCE eiid=\"ei%u\" eventID=\"e%u\" tense=\"NONE\" aspect=\"NONE\" polarity=\"%s\" pos=\"%s\"/>\n",
                       marked[k] + 1, marked[k] + 1, x->status == STATUS_DENIED ? "NEG" : "POS",
                       upos == UPOS_VERB ? "VERB" : upos == UPOS_NOUN ? "NOUN" : upos == UPOS_ADJ ? "ADJECTIVE" : "OTHER");
        }
        out_str(o, "</TimeML>\n");
        arena_rewind(tmp, mark);
    }
    out_str(o, "</TimeMLCollection>\n");
}
