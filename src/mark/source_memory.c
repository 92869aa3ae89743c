/* source_memory: what is remembered of the sources gone through: sets of unnamed ones, single ones,
 * and how an attribution takes over what is known. */
#include "source_memory.h"

/* ---- sets ------------------------------------------------------------------------------------------ */

/* Nouns under which unnamed people are spoken of again. */
static uint32_t set_kind(const struct attr_doc *d, uint32_t head) {
    if (attr_in(d, head, "source sources insider insiders people persons person"))
        return 1;
    if (attr_in(d, head, "official officials authorities"))
        return 2;
    return 0;
}

static uint32_t head_of(const struct attr_doc *d, const struct attribution *x) {
    if (!x->source.n)
        return NONE;
    uint32_t first = lang_token_at(d->lang, x->source.p[0].start);
    uint32_t end = lang_token_at(d->lang, x->source.p[0].end - 1) + 1;
    return noun_phrase_read(d, first, end).head;
}

enum { SETS_BACK = 40 }; /* attributions among which an earlier set is looked for */

/* Who is spoken of in what another says: "the officials had lied, insiders said". */
static bool within_words_of(const struct attribution *x, const struct attribution *by) {
    for (uint32_t k = 0; k < by->content.n; k++)
        if (x->source.p[0].start >= by->content.p[k].start && x->source.p[0].end <= by->content.p[k].end)
            return true;
    return false;
}

/* The latest earlier set that a phrase with this head can mean; of `count`, if not 0. A phrase with
 * a name of its `own` ("the Northern officials") must have the same noun. */
uint32_t source_earlier_set(const struct memory *m, uint32_t at, uint32_t head, uint32_t count,
                            bool own) {
    uint32_t kind = head == NONE ? 0 : set_kind(m->d, head), spare = NONE;
    for (uint32_t k = at; k-- > 0 && at - k < SETS_BACK;) {
        const struct attribution *x = &m->p[m->order[k]];
        if (!x->anonymous || !x->source.n || x->source_type != SOURCE_GROUP || within_words_of(x, &m->p[m->order[at]]))
            continue;
        if (count && x->count != count)
            continue;
        uint32_t h = head_of(m->d, x), other = h == NONE ? 0 : set_kind(m->d, h);
        bool same = head == NONE || (h != NONE && m->d->w[h].lemma == m->d->w[head].lemma) ||
                    (!own && kind && other && (kind == other || kind == 1 || other == 1));
        if (!same && !count)
            continue;
        if (head != NONE || x->count > 1)
            return m->order[k];
        if (spare == NONE) /* "one": rather of those who were counted */
            spare = m->order[k];
    }
    return spare;
}

/* The latest earlier single source with the same noun: "the ministry" after "the Northern ministry". */
uint32_t source_earlier_one(const struct memory *m, uint32_t at, uint32_t head) {
    for (uint32_t k = at; k-- > 0 && at - k < SETS_BACK;) {
        const struct attribution *x = &m->p[m->order[k]];
        uint32_t h = x->source_type == SOURCE_GROUP ? NONE : head_of(m->d, x);
        if (h != NONE && h != head && m->d->w[h].lemma == m->d->w[head].lemma)
            return m->order[k];
    }
    return NONE;
}

/* ---- taking over what is known ------------------------------------------------------------------------ */

void source_take_entity(struct memory *m, struct attribution *x, uint32_t entity) {
    const struct entity *e = &m->d->lang->entities[entity];
    x->entity = entity;
    x->source_name = e->name;
    x->anonymous = false;
    x->source_type = e->type == ENTITY_PER ? SOURCE_PERSON
                     : m->is_report[entity] ? SOURCE_OUTLET
                     : e->type == ENTITY_MISC ? SOURCE_GROUP : SOURCE_ORGANISATION;
}

void source_take_other(struct attribution *x, const struct attribution *from) {
    x->entity = from->entity;
    x->source_name = from->source_name;
    x->anonymous = from->anonymous;
    x->source_type = from->source_type;
    x->count = from->count;
    x->role = from->role;
    x->affiliation = from->affiliation;
    x->reason = from->reason;
    if (!x->relays.p && from->anonymous)
        x->relays = from->relays; /* whom the sources told once */
}

/* Does a noun of no list name no person: "the maker of the drug", "the movement", "a head count", "Elmland's NTV"? People are
 * called by what they do ("a welder", "the violinist"). */
static bool is_thing(const struct attr_doc *d, const struct noun_phrase *np) {
    slice form = token_form(d->page->text, &d->lang->tokens[np->head]);
    if (!d->lang->tagged || attr_in(d, np->head, "majority minority"))
        return false;
    if (d->w[np->head].tag == XPOS_NNP)
        return np->head > np->first && d->w[np->head - 1].tag == XPOS_POS;
    if (attr_in(d, np->head, "maker carrier lender insurer retailer producer operator manufacturer publisher developer contractor supplier "
                             "exporter importer provider movement"))
        return true;
    static const char *const things[] = {"ment", "tion", "sion", "ness", "ity", "copy", "count", "tally", "test", "map", "site", "page", "system",
                                         "industry", "sector", "community", "alliance", "coalition", "union", "league", "academy", "project",
                                         "enforcement", "prosecution", "inquiry", "tribunal", "jury", "watchdog", "website", "defence", "defense", "opposition", "press", "network"};
    for (uint32_t i = 0; i < NELEMS(things); i++)
        if (slice_ends_nocase(form, slice_str(things[i])))
            return true;
    static const char *const doers[] = {"er", "or", "ist", "man", "ian", "ee", "ant", "ent", "yst", "ic", "wright", "ive", "ate", "mate"};
    for (uint32_t i = 0; i < NELEMS(doers); i++)
        if (slice_ends_nocase(form, slice_str(doers[i])))
            return false;
    return false;
}

static uint8_t thing_type(const struct attr_doc *d, const struct noun_phrase *np, const struct attribution *x) {
    bool shows = x->cue_token != NONE && (d->w[x->cue_token].classes & CLASS_SHOW) && !(d->w[x->cue_token].classes & (CLASS_WANT | CLASS_DENY)) &&
                 !attr_in(d, x->cue_token, "say says said read reads describe describes described");
    bool body = attr_in(d, np->head, "inquiry tribunal jury watchdog prosecution defence defense union league academy alliance coalition website");
    return (shows && !body) || attr_in(d, np->head, "copy count tally test map page") ? SOURCE_DOCUMENT : SOURCE_ORGANISATION;
}

void source_describe(struct memory *m, struct attribution *x, const struct noun_phrase *np) {
    const struct attr_doc *d = m->d;
    uint32_t classes = d->w[np->head].classes;
    x->source_name = source_text(d, np->first, np->core_end > np->first ? np->core_end : np->end);
    bool report = ((classes & CLASS_DOCUMENT) || attr_in(d, np->head, "results findings suit order writ")) && !(classes & CLASS_PERSON);
    /* "the Herald newspaper", where nobody saw a name */
    uint32_t from = np->first + (attr_in(d, np->first, "the a an") && np->first + 1 < np->base_end);
    for (uint32_t i = np->base_end; i-- > from;) {
        slice name = source_text(d, from, i + 1);
        if ((d->w[from].shape & 1) && attr_outlet(d->kit, name) && (i + 1 == np->base_end || source_names_outlet(d, i + 1, np->head))) {
            while (i > from && !(d->w[i].shape & 1) && source_names_outlet(d, i, i)) /* "the Elm Press agency" */
                i--;
            x->source_name = source_text(d, from, i + 1);
            x->source_type = SOURCE_OUTLET;
            return;
        }
        if (np->base_end - i > 4)
            break;
    }
    if (!np->plural && attr_in(d, np->head, "authority")) /* a body, unlike the authorities */
        x->source_type = SOURCE_ORGANISATION;
    else if (classes & (CLASS_PERSON | CLASS_UNNAMED))
        x->source_type = np->plural ? SOURCE_GROUP : SOURCE_PERSON;
    else if ((classes & CLASS_OUTLET) && !attr_in(d, np->head, "post posts") &&
             (!(classes & CLASS_ORGANISATION) || (np->head > np->first && attr_in(d, np->head - 1, "news wire press"))))
        x->source_type = SOURCE_OUTLET;
    else if (report)
        x->source_type = SOURCE_DOCUMENT;
    else if (classes & CLASS_ORGANISATION)
        x->source_type = SOURCE_ORGANISATION;
    else
        x->source_type = np->plural || (classes & CLASS_GROUP) || attr_in(d, np->head, "majority minority") ? SOURCE_GROUP : is_thing(d, np) ? thing_type(d, np, x) : SOURCE_PERSON;
    x->anonymous = true;
    uint32_t first_mention = source_mention(d->lang, np->first);
    bool named = first_mention < d->lang->mentions_n && d->lang->mentions[first_mention].end <= np->end &&
                 source_is_name(d->lang, first_mention);
    if (x->source_type == SOURCE_DOCUMENT && ((!np->plural && (named || np->definite)) ||
                                              !attr_in(d, np->head, "report reports article articles story stories account accounts")))
        x->anonymous = false; /* a document that one can look for, and whoever made it */
    /* nor is a body that is owned: "his office" */
    if (x->source_type == SOURCE_ORGANISATION && (named || np->definite || d->w[np->first].tag == XPOS_PRPS))
        x->anonymous = false;
    if (x->source_type == SOURCE_PERSON) {
        /* an office of somebody's, which one person holds: "the council's chief engineer"; and what
         * is no person at all: "this move" */
        uint32_t k = first_mention < d->lang->mentions_n ? d->lang->mentions[first_mention].end : NONE;
        bool owned = named && k < np->head && attr_in(d, k, "'s \xE2\x80\x99s \xE2\x80\x98s");
        /* nor is who holds an office alone: "the mayor" */
        if (np->definite && attr_in(d, np->head, "president premier chancellor governor mayor minister king queen pope"))
            x->anonymous = false;
        if (owned && !np->indefinite && !attr_in(d, np->head, "official source insider aide ally adviser advisor spokesman "
                                                              "spokeswoman diplomat person employee member"))
            x->anonymous = false;
        bool says = x->cue_token != NONE && (d->w[x->cue_token].classes & CLASS_SAY) && np->indefinite && d->w[np->head].tag == XPOS_NN;
        if (!(classes & (CLASS_PERSON | CLASS_UNNAMED | CLASS_GROUP)) && !np->number && !np->ordinal && !says)
            x->anonymous = false; /* but "a clerk said" */
    }
    /* what is no people and does not speak: "all animals", "these calls" */
    uint32_t cue = x->cue_token == NONE ? 0 : d->w[x->cue_token].classes;
    if (x->source_type == SOURCE_GROUP && !(classes & (CLASS_PERSON | CLASS_UNNAMED | CLASS_GROUP)) && !np->number &&
        !np->partitive && !(cue & CLASS_SAY) && !(d->w[np->head].shape & 1) && !attr_in(d, np->head, "people others those"))
        x->anonymous = false;
    /* a name that nobody saw as one: "McOak" */
    bool proper = !np->plural && np->base_end == np->core_end && np->end == np->core_end;
    for (uint32_t i = np->first; i < np->base_end; i++)
        proper = proper && d->w[i].tag == XPOS_NNP && !d->w[i].classes && (d->w[i].shape & 1);
    if (proper) {
        bool firm = attr_in(d, np->base_end - 1, "international inc inc. corp corp. group holdings ltd ltd. plc llc industries partners capital technologies "
                                                 "systems airlines airways motors energy resorts pharmaceuticals laboratories foods ventures");
        x->anonymous = false;
        x->source_type = firm ? SOURCE_ORGANISATION : SOURCE_PERSON;
        return;
    }
    /* a people at large, without more: "many Northerners" */
    for (uint32_t k = first_mention; k < d->lang->mentions_n && d->lang->mentions[k].first <= np->head; k++)
        if (source_is_name(d->lang, k) && source_entity_type(d->lang, k) == ENTITY_MISC && d->lang->mentions[k].end > np->head &&
            np->base_end == np->core_end)
            x->anonymous = false;
    if (x->source_type == SOURCE_GROUP || x->source_type == SOURCE_PERSON) {
        x->count = np->number;
        if (!x->count && x->source_type == SOURCE_PERSON && (np->ordinal || np->indefinite))
            x->count = 1;
        if (np->ordinal && !np->plural)
            x->count = 1;
    }
}
