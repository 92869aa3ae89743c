/* sources: who stands behind an attribution, and what the report says of them.
 *
 * Attributions are gone through in the order of their cues, with a memory of who spoke last: the
 * person, the body, the set of unnamed ones. A source is, in this order of trying,
 *
 *   a name in its phrase's place          "the ministry's spokesman Ben Oak"
 *   what the coreference says             "the envoy", "she"
 *   an earlier set, or some of it         "the sources", "two of the three"
 *   the speaker remembered                "he", "they"
 *   an outlet named nearby                "the report", "the newspaper"
 *   else the description as it is written, anonymous.
 *
 * "I" and "we" are the parent's source, so they come last. */
#include "attr.h"

struct memory {
    const struct attr_doc *d;
    struct attribution *p;
    uint32_t n;
    struct arena *a;
    uint32_t person, body, set, any; /* attributions, or NONE */
    uint8_t *is_report; /* by entity: an outlet's name */
    slice *roles, *bodies; /* by entity: role and affiliation, once stated */
};

/* ---- names ------------------------------------------------------------------------------------- */

/* Are the words up to the head such as stand behind an outlet's name: "news agency"? */
static bool names_outlet(const struct attr_doc *d, uint32_t first, uint32_t head) {
    for (uint32_t i = first; i <= head; i++)
        if (!(d->w[i].classes & CLASS_OUTLET) && !attr_in(d, i, "news"))
            return false;
    return true;
}

/* A title as long as it likes, without an article: capitals and small joining words. */
static bool all_capital(const struct attr_doc *d, uint32_t first, uint32_t end) {
    if (first >= end || !(d->w[first].shape & 1) || attr_in(d, first, "the a an") ||
        attr_in(d, end - 1, "of for to by with from in at and"))
        return false;
    for (uint32_t i = first; i < end; i++)
        if (!(d->w[i].shape & 1) && !attr_in(d, i, "of for and 's \xE2\x80\x99s"))
            return false;
    return true;
}

/* The name that a phrase means: one that ends its base ("Governor Ann Oak"), or stands in
 * apposition behind its comma ("the mayor, Ben Ash"). NONE: it is a description. */
static uint32_t name_in(const struct attr_doc *d, const struct noun_phrase *np) {
    const struct lang *l = d->lang;
    uint32_t found = NONE;
    if (np->partitive)
        return NONE;
    for (uint32_t m = source_mention(l, np->first); m < l->mentions_n && l->mentions[m].first < np->end; m++) {
        const struct mention *x = &l->mentions[m];
        if (!source_is_name(l, m) || x->end > np->end)
            continue;
        bool owner = x->end < np->end && attr_in(d, x->end, "'s \xE2\x80\x99s ' \xE2\x80\x99 \xE2\x80\x98s");
        if (x->end > np->head && x->first <= np->head && !owner && x->first < np->base_end) {
            uint8_t tag = d->w[np->head].tag, t = source_entity_type(l, m);
            if (np->plural && (t == ENTITY_MISC || ((tag == XPOS_NNS || tag == XPOS_NNPS) && (t == ENTITY_PER || t == ENTITY_LOC))))
                continue; /* a people, not somebody */
            found = m; /* covers the head */
        } else if (found == NONE && x->end == np->core_end && source_entity_type(l, m) == ENTITY_PER && all_capital(d, np->first, x->first)) {
            found = m; /* "Keeper of Seals Ann Oak" */
        } else if (x->end <= np->head && x->first < np->base_end && !owner && source_entity_type(l, m) == ENTITY_ORG &&
                   (names_outlet(d, x->end, np->head) ||
                    (x->end == np->head && attr_in(d, np->head, "report article story column investigation") &&
                     attr_outlet(d->kit, l->entities[x->entity].name)))) {
            found = m; /* "the Herald newspaper" */
        } else if (found == NONE && x->first > np->core_end && !owner) {
            /* apposition: right behind the comma, but for a title; nothing but an end behind it */
            bool near = x->first == np->core_end + 1;
            for (uint32_t i = np->core_end + 1; i < x->first && x->first <= np->core_end + 4; i++) {
                near = d->w[i].shape & 1 || d->w[i].classes & CLASS_PERSON;
                if (!near)
                    break;
            }
            bool ends = x->end == np->end || (d->w[x->end].shape >> 3) != 0 || attr_in(d, x->end, "who which");
            bool fits = source_entity_type(l, m) == ENTITY_PER || source_entity_type(l, m) == ENTITY_ORG;
            bool common = !(d->w[np->head].shape & 1) || d->w[np->head].classes;
            if (near && ends && fits && common)
                found = m;
            break;
        }
    }
    return found;
}

/* The entity that the coreference gives a phrase's head or the whole of it; NONE. */
static uint32_t referent(const struct attr_doc *d, uint32_t first, uint32_t end, uint32_t head) {
    const struct lang *l = d->lang;
    for (uint32_t m = source_mention(l, first); m < l->mentions_n && l->mentions[m].first < end; m++) {
        const struct mention *x = &l->mentions[m];
        if (x->kind != MENTION_NAME && x->entity < l->entities_n && x->first <= head && x->end > head && x->end <= end)
            return x->entity;
    }
    return NONE;
}

/* ---- sets ------------------------------------------------------------------------------------------ */

/* Nouns under which unnamed people are spoken of again. */
static uint32_t set_kind(const struct attr_doc *d, uint32_t head) {
    if (attr_in(d, head, "source sources insider insiders people persons person"))
        return 1;
    if (attr_in(d, head, "official officials authority authorities"))
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

/* The latest earlier set that a phrase with this head can mean; of `count`, if not 0. A phrase with
 * a name of its `own` ("the Northern officials") must have the same noun. */
static uint32_t earlier_set(const struct memory *m, const uint32_t *order, uint32_t at, uint32_t head, uint32_t count,
                            bool own) {
    uint32_t kind = head == NONE ? 0 : set_kind(m->d, head), spare = NONE;
    for (uint32_t k = at; k-- > 0 && at - k < SETS_BACK;) {
        const struct attribution *x = &m->p[order[k]];
        if (!x->anonymous || !x->source.n || x->source_type != SOURCE_GROUP)
            continue;
        if (count && x->count != count)
            continue;
        uint32_t h = head_of(m->d, x), other = h == NONE ? 0 : set_kind(m->d, h);
        bool same = head == NONE || (h != NONE && m->d->w[h].lemma == m->d->w[head].lemma) ||
                    (!own && kind && other && (kind == other || kind == 1 || other == 1));
        if (!same && !count)
            continue;
        if (head != NONE || x->count > 1)
            return order[k];
        if (spare == NONE) /* "one": rather of those who were counted */
            spare = order[k];
    }
    return spare;
}

/* The latest earlier single source with the same noun: "the ministry" after "the Northern ministry". */
static uint32_t earlier_one(const struct memory *m, const uint32_t *order, uint32_t at, uint32_t head) {
    for (uint32_t k = at; k-- > 0 && at - k < SETS_BACK;) {
        const struct attribution *x = &m->p[order[k]];
        uint32_t h = x->source_type == SOURCE_GROUP ? NONE : head_of(m->d, x);
        if (h != NONE && h != head && m->d->w[h].lemma == m->d->w[head].lemma)
            return order[k];
    }
    return NONE;
}

/* ---- taking over what is known ------------------------------------------------------------------------ */

static void take_entity(struct memory *m, struct attribution *x, uint32_t entity) {
    const struct entity *e = &m->d->lang->entities[entity];
    x->entity = entity;
    x->source_name = e->name;
    x->anonymous = false;
    x->source_type = e->type == ENTITY_PER ? SOURCE_PERSON
                     : m->is_report[entity] ? SOURCE_OUTLET
                     : e->type == ENTITY_MISC ? SOURCE_GROUP : SOURCE_ORGANISATION;
}

static void take_other(struct attribution *x, const struct attribution *from) {
    x->entity = from->entity;
    x->source_name = from->source_name;
    x->anonymous = from->anonymous;
    x->source_type = from->source_type;
    x->count = from->count;
    x->role = from->role;
    x->affiliation = from->affiliation;
    x->reason = from->reason;
}

static void describe(struct memory *m, struct attribution *x, const struct noun_phrase *np) {
    const struct attr_doc *d = m->d;
    uint32_t classes = d->w[np->head].classes;
    x->source_name = source_text(d, np->first, np->core_end > np->first ? np->core_end : np->end);
    bool report = (classes & CLASS_DOCUMENT) && !(classes & CLASS_PERSON);
    /* "the Herald newspaper", where nobody saw a name */
    uint32_t from = np->first + (attr_in(d, np->first, "the a an") && np->first + 1 < np->base_end);
    for (uint32_t i = np->base_end; i-- > from;) {
        slice name = source_text(d, from, i + 1);
        if (attr_outlet(d->kit, name) && (i + 1 == np->base_end || names_outlet(d, i + 1, np->head))) {
            x->source_name = name;
            x->source_type = SOURCE_OUTLET;
            return;
        }
        if (np->base_end - i > 4)
            break;
    }
    if (classes & (CLASS_PERSON | CLASS_UNNAMED))
        x->source_type = np->plural ? SOURCE_GROUP : SOURCE_PERSON;
    else if ((classes & CLASS_OUTLET) && !attr_in(d, np->head, "post posts"))
        x->source_type = SOURCE_OUTLET;
    else if (report)
        x->source_type = SOURCE_DOCUMENT;
    else if (classes & CLASS_ORGANISATION)
        x->source_type = SOURCE_ORGANISATION;
    else
        x->source_type = np->plural || (classes & CLASS_GROUP) ? SOURCE_GROUP : SOURCE_PERSON;
    x->anonymous = true;
    uint32_t first_mention = source_mention(d->lang, np->first);
    bool named = first_mention < d->lang->mentions_n && d->lang->mentions[first_mention].end <= np->end &&
                 source_is_name(d->lang, first_mention);
    if (x->source_type == SOURCE_DOCUMENT && !np->plural && (named || np->definite))
        x->anonymous = false; /* a document that one can look for */
    if (x->source_type == SOURCE_ORGANISATION && (named || np->definite))
        x->anonymous = false;
    if (x->source_type == SOURCE_PERSON) {
        /* an office of somebody's, which one person holds: "the council's chief engineer"; and what
         * is no person at all: "this move" */
        uint32_t k = first_mention < d->lang->mentions_n ? d->lang->mentions[first_mention].end : NONE;
        bool owned = named && k < np->head && attr_in(d, k, "'s \xE2\x80\x99s \xE2\x80\x98s");
        if (owned && !np->indefinite && !attr_in(d, np->head, "official source insider aide ally adviser advisor spokesman "
                                                              "spokeswoman diplomat person employee member"))
            x->anonymous = false;
        if (!(classes & (CLASS_PERSON | CLASS_UNNAMED | CLASS_GROUP)) && !np->number && !np->ordinal)
            x->anonymous = false;
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

/* An outlet that the document names: the last one before a place, else the first one after it. */
static uint32_t outlet_near(const struct memory *m, uint32_t token) {
    const struct lang *l = m->d->lang;
    uint32_t at = source_mention(l, token);
    for (uint32_t k = at; k-- > 0 && at - k < 200;)
        if (source_is_name(l, k) && m->is_report[l->mentions[k].entity])
            return l->mentions[k].entity;
    for (uint32_t k = at; k < l->mentions_n && k - at < 200; k++)
        if (source_is_name(l, k) && m->is_report[l->mentions[k].entity])
            return l->mentions[k].entity;
    return NONE;
}

/* Do two words begin alike, as a country and its people do? */
static bool akin(slice a, slice b) {
    uint32_t n = a.n < b.n ? a.n : b.n;
    if (n > 4)
        n = 4;
    return n && (n == 4 || a.n == b.n) && slice_eq_nocase(slice_cut(a, 0, n), slice_cut(b, 0, n));
}

/* Is the person said to be a `noun` beside the name: in the title, or in the five words before it?
 * With a name beside the noun ("the Northern president") that must be there as well. */
static bool is_called(const struct memory *m, uint32_t mention, slice noun, slice beside_it) {
    const struct attr_doc *d = m->d;
    const struct mention *x = &d->lang->mentions[mention];
    const struct entity *e = &d->lang->entities[x->entity];
    bool leader = slice_eq_nocase(noun, S("leader"));
    bool role = false, land = !beside_it.p;
    if (e->title.p) {
        role = slice_ends_nocase(e->title, noun) || (leader && slice_ends_nocase(e->title, S("president")));
        land = land || slice_find_nocase(e->title, beside_it, 0) != NONE;
    }
    for (uint32_t i = x->first; i-- > 0 && x->first - i < 6;) {
        slice f = token_form(d->page->text, &d->lang->tokens[i]);
        if ((d->w[i].shape >> 3) == 2 || (d->w[i].shape >> 3) == 1)
            break;
        role |= slice_eq_nocase(f, noun) || (leader && attr_in(d, i, "president premier chancellor minister"));
        land |= f.n > 1 && akin(f, beside_it);
    }
    return role && land;
}

/* "the ministry": the last name before it that ends in its noun; "the mayor": the last person
 * who is called one. */
static uint32_t namesake(const struct memory *m, uint32_t head, slice beside_it) {
    const struct attr_doc *d = m->d;
    const struct lang *l = d->lang;
    uint32_t at = source_mention(l, head);
    slice noun = token_form(d->page->text, &l->tokens[head]);
    if (noun.n < 4)
        return NONE;
    for (uint32_t k = at; k-- > 0 && at - k < 100;) {
        if (!source_is_name(l, k))
            continue;
        const struct entity *e = &l->entities[l->mentions[k].entity];
        if (e->type == ENTITY_ORG && e->name.n > noun.n && slice_ends_nocase(e->name, noun) && !beside_it.p)
            return l->mentions[k].entity;
        if (e->type == ENTITY_PER && is_called(m, k, noun, beside_it))
            return l->mentions[k].entity;
    }
    return NONE;
}

/* ---- one source ------------------------------------------------------------------------------------------ */

enum { PRONOUN_NOT, PRONOUN_PERSON, PRONOUN_BODY, PRONOUN_MANY, PRONOUN_SELF, PRONOUN_RELATIVE };

static int pronoun_kind(const struct attr_doc *d, uint32_t i) {
    if (attr_in(d, i, "he she him his her hers himself herself"))
        return PRONOUN_PERSON;
    if (attr_in(d, i, "it its itself"))
        return PRONOUN_BODY;
    if (attr_in(d, i, "they them their theirs themselves"))
        return PRONOUN_MANY;
    if (attr_in(d, i, "i me my myself we us our ourselves"))
        return PRONOUN_SELF;
    if (attr_in(d, i, "who whom whose which that"))
        return PRONOUN_RELATIVE;
    return PRONOUN_NOT;
}

/* "a man who": the name or the phrase just before a relative pronoun. */
static void antecedent(struct memory *m, struct attribution *x, uint32_t at) {
    const struct attr_doc *d = m->d;
    const struct lang *l = d->lang;
    uint32_t floor = l->sentences[d->w[at].sentence].first, end = at;
    while (end > floor && (d->w[end - 1].shape >> 3) == 1)
        end--;
    if (end == floor)
        return;
    uint32_t k = source_mention(l, end);
    if (k > 0 && source_is_name(l, k - 1) && l->mentions[k - 1].end == end && source_entity_type(l, k - 1) != ENTITY_MISC) {
        take_entity(m, x, l->mentions[k - 1].entity);
        return;
    }
    uint32_t first = end;
    while (first > floor && end - first < 8) {
        uint32_t i = first - 1;
        if ((d->w[i].shape >> 3) || d->w[i].mark)
            break;
        if (attr_in(d, i, "of for in at from with by on to and but or said says that is was are were than "
                          "as when while because"))
            break;
        first = i;
        if (attr_in(d, i, "the a an this these those some many most one two three"))
            break;
    }
    if (first < end) {
        struct noun_phrase np = noun_phrase_read(d, first, end);
        describe(m, x, &np);
    }
}

static void from_pronoun(struct memory *m, struct attribution *x, uint32_t at, int kind) {
    const struct attr_doc *d = m->d;
    uint32_t e = referent(d, at, at + 1, at);
    if (kind == PRONOUN_RELATIVE) {
        if (e == NONE)
            antecedent(m, x, at);
        else
            take_entity(m, x, e);
        return;
    }
    uint32_t from = kind == PRONOUN_PERSON ? m->person : kind == PRONOUN_BODY ? m->body : m->set;
    if (kind == PRONOUN_MANY && from != NONE && e == NONE) {
        take_other(x, &m->p[from]);
        return;
    }
    if (e != NONE) {
        take_entity(m, x, e);
        return;
    }
    if (from == NONE && kind == PRONOUN_PERSON) { /* the last person named */
        uint32_t k = source_mention(d->lang, at);
        for (uint32_t j = k; j-- > 0 && k - j < 60;)
            if (source_is_name(d->lang, j) && source_entity_type(d->lang, j) == ENTITY_PER) {
                take_entity(m, x, d->lang->mentions[j].entity);
                return;
            }
    }
    if (from == NONE && kind != PRONOUN_PERSON)
        from = m->any;
    if (from != NONE)
        take_other(x, &m->p[from]);
}

static void resolve(struct memory *m, const uint32_t *order, uint32_t at) {
    const struct attr_doc *d = m->d;
    struct attribution *x = &m->p[order[at]];
    uint32_t first = lang_token_at(d->lang, x->source.p[0].start);
    uint32_t end = lang_token_at(d->lang, x->source.p[0].end - 1) + 1;
    if (end > d->lang->tokens_n || first >= end)
        return;
    while (first + 1 < end && d->w[first].mark)
        first++;
    if (end > first + 1 && attr_in(d, end - 1, "'s \xE2\x80\x99s \xE2\x80\x98s ' \xE2\x80\x99"))
        end--; /* "the envoy's claim" */
    struct noun_phrase np = noun_phrase_read(d, first, end);
    x->source_name = source_text(d, first, end);
    int pronoun = end - first <= 2 ? pronoun_kind(d, first) : PRONOUN_NOT;
    if (pronoun == PRONOUN_SELF)
        return;
    if (pronoun && (end - first == 1 || attr_in(d, first + 1, "all both also himself herself"))) {
        from_pronoun(m, x, first, pronoun);
        return;
    }
    uint32_t name = name_in(d, &np);
    if (name != NONE) {
        take_entity(m, x, d->lang->mentions[name].entity);
        return;
    }
    if (np.partitive || (np.both) || np.ordinal ||
        (end - first == 1 && attr_in(d, first, "one another both two three"))) {
        uint32_t head = end - first == 1 ? NONE : np.head;
        uint32_t set = earlier_set(m, order, at, head, np.of, false);
        if (set == NONE && np.of)
            set = earlier_set(m, order, at, head, 0, false);
        describe(m, x, &np);
        if (np.partitive || end - first == 1 || set != NONE)
            x->anonymous = true;
        if (set != NONE) {
            x->of = set;
            if (np.both) {
                x->of = NONE;
                take_other(x, &m->p[set]);
            } else if (end - first == 1) {
                slice s = m->p[set].source_name;
                x->source_name = arena_printf(m->a, "%.*s of %.*s", (int)np.core_end ? (int)source_text(d, first, end).n : 0,
                                              source_text(d, first, end).p, (int)s.n, s.p);
            }
            if (!x->count)
                x->count = np.plural ? np.number : 1;
            if (!np.both)
                x->source_type = x->count == 1 ? SOURCE_PERSON : SOURCE_GROUP;
        } else if (np.both || np.partitive) {
            x->source_type = x->count == 1 ? SOURCE_PERSON : SOURCE_GROUP;
        }
        return;
    }
    uint32_t e = referent(d, first, np.core_end, np.head);
    if (e != NONE) {
        take_entity(m, x, e);
        return;
    }
    bool own = source_mention(d->lang, first) < d->lang->mentions_n &&
               d->lang->mentions[source_mention(d->lang, first)].first < np.core_end;
    bool bare = !np.definite && !np.indefinite && !np.number && np.base_end == np.core_end;
    uint32_t classes = d->w[np.head].classes;
    /* "the sources", "these officials", and "insider sources" once there are insiders */
    if (np.plural && ((np.definite && np.base_end == np.core_end) || (bare && (classes & CLASS_UNNAMED)))) {
        uint32_t set = earlier_set(m, order, at, np.head, np.number, own);
        if (set != NONE) {
            take_other(x, &m->p[set]);
            return;
        }
    }
    slice beside_it = own ? slice_at(d->page->text, d->lang->mentions[source_mention(d->lang, first)].at) : (slice){0};
    if (!np.plural && np.base_end == np.core_end) {
        if (!own && attr_in(d, np.head, "report article story newspaper paper publication outlet broadcaster network magazine") &&
            !attr_in(d, first, "another")) {
            e = outlet_near(m, first);
            if (e != NONE) {
                take_entity(m, x, e);
                return;
            }
        }
        uint32_t same = np.definite && !own ? earlier_one(m, order, at, np.head) : NONE;
        if (same != NONE) {
            take_other(x, &m->p[same]);
            return;
        }
        if (np.definite && (e = namesake(m, np.head, beside_it)) != NONE) {
            take_entity(m, x, e);
            return;
        }
        /* an office that one person holds at a time: whoever spoke last */
        if (np.definite && m->person != NONE && m->p[m->person].entity != NONE &&
            attr_in(d, np.head, "president leader premier chancellor senator governor mayor candidate nominee "
                                "congressman congresswoman billionaire businessman secretary king pope")) {
            take_other(x, &m->p[m->person]);
            return;
        }
    }
    describe(m, x, &np);
}

/* ---- all of them ----------------------------------------------------------------------------------------------- */

static uint32_t *by_cue(const struct attribution *p, uint32_t n, struct arena *tmp) {
    uint32_t *order = ARENA_ARRAY(tmp, uint32_t, (size_t)n + 1), *room = ARENA_ARRAY(tmp, uint32_t, (size_t)n + 1);
    for (uint32_t i = 0; i < n; i++)
        order[i] = i;
    for (uint32_t width = 1; width < n; width *= 2) {
        for (uint32_t at = 0; at < n; at += 2 * width) {
            uint32_t mid = at + width < n ? at + width : n, end = at + 2 * width < n ? at + 2 * width : n;
            uint32_t x = at, y = mid, k = at;
            while (x < mid || y < end)
                room[k++] = y >= end || (x < mid && p[order[x]].cue_token <= p[order[y]].cue_token) ? order[x++] : order[y++];
        }
        memcpy(order, room, n * sizeof *order);
    }
    return order;
}

static void remember(struct memory *m, uint32_t i) {
    const struct attribution *x = &m->p[i];
    if (!x->source_name.p)
        return;
    m->any = i;
    if (x->source_type == SOURCE_PERSON)
        m->person = i;
    else if (x->source_type == SOURCE_GROUP)
        m->set = i;
    else
        m->body = i;
}

static bool holds_place(const struct attribution *x, uint32_t at) {
    for (uint32_t k = 0; k < x->content.n; k++)
        if (at >= x->content.p[k].start && at < x->content.p[k].end)
            return true;
    return false;
}

/* A cue without a source hides somebody when it is an adverb, or a noun for what goes about
 * ("reports that", "allegations"); "in hopes of" hides nobody. */
static bool hides_nobody(const struct attr_doc *d, uint32_t cue) {
    uint32_t classes = d->w[cue].classes;
    if (classes & CLASS_ADVERB)
        return false;
    bool plural = d->w[cue].tag == XPOS_NNS;
    return !(plural && (classes & CLASS_NOUN) && (classes & (CLASS_DOCUMENT | CLASS_ACCUSE | CLASS_SAY))) &&
           !attr_in(d, cue, "rumors rumours warnings revelations speculation suspicions fears");
}

/* "Ann Oak said she believed ...", not in quotation marks: she is Ann Oak. */
static bool says_of_itself(const struct attr_doc *d, const struct attribution *x, const struct attribution *parent) {
    uint32_t i = lang_token_at(d->lang, x->source.p[0].start);
    if (i >= d->lang->tokens_n || x->source.p[0].end != d->lang->tokens[i].at.end || d->w[i].quote != NONE ||
        parent->cue_token == NONE || d->w[parent->cue_token].sentence != d->w[i].sentence)
        return false;
    int kind = pronoun_kind(d, i);
    return (kind == PRONOUN_PERSON && parent->source_type == SOURCE_PERSON) ||
           (kind == PRONOUN_MANY && parent->source_type == SOURCE_GROUP);
}

void sources_resolve(const struct attr_doc *d, struct attribution *p, uint32_t n, struct arena *a,
                     struct arena *tmp) {
    const struct lang *l = d->lang;
    struct memory m = {.d = d, .p = p, .n = n, .a = a, .person = NONE, .body = NONE, .set = NONE, .any = NONE};
    m.is_report = ARENA_ARRAY(tmp, uint8_t, (size_t)l->entities_n + 1);
    m.roles = ARENA_ARRAY(tmp, slice, (size_t)l->entities_n + 1);
    m.bodies = ARENA_ARRAY(tmp, slice, (size_t)l->entities_n + 1);
    for (uint32_t e = 0; e < l->entities_n; e++)
        m.is_report[e] = l->entities[e].type != ENTITY_PER && attr_outlet(d->kit, l->entities[e].name);
    uint32_t *order = by_cue(p, n, tmp);
    for (uint32_t k = 0; k < n; k++) {
        struct attribution *x = &p[order[k]];
        if (x->source.n) {
            resolve(&m, order, k);
            source_role(d, m.roles, m.bodies, x);
        } else {
            /* "saying", "and added": the speaker just before it in the sentence */
            const struct attribution *last = k ? &p[order[k - 1]] : NULL;
            for (uint32_t j = k; j-- > 0 && k - j < 5;) {
                const struct attribution *y = &p[order[j]];
                if (y->parent == x->parent && y->source_name.p && (d->w[y->cue_token].classes & CLASS_SAY) &&
                    !holds_place(y, l->tokens[x->cue_token].at.start)) {
                    last = y;
                    break;
                }
            }
            bool verb = !l->tagged || (d->w[x->cue_token].tag >= XPOS_VB && d->w[x->cue_token].tag <= XPOS_VBZ);
            bool passive = d->w[x->cue_token].kids & KID_PASSIVE;
            for (uint32_t i = x->cue_token; i-- > 0 && x->cue_token - i < 4;)
                passive |= attr_in(d, i, "is are was were be been being");
            if (last && last->source_name.p && verb && !passive && last->source_type != SOURCE_OUTLET &&
                d->w[last->cue_token].sentence == d->w[x->cue_token].sentence &&
                !(d->w[x->cue_token].classes & CLASS_ADVERB) && x->parent == last->parent)
                take_other(x, last);
            else
                x->anonymous = passive || !hides_nobody(d, x->cue_token);
        }
        source_relays(d, m.is_report, x);
        source_reason(d, x);
        remember(&m, order[k]);
    }
    /* parents come before their children in p */
    for (uint32_t i = 0; i < n; i++) {
        struct attribution *x = &p[i];
        if (x->source.n && x->parent != NONE && says_of_itself(d, x, &p[x->parent])) {
            take_other(x, &p[x->parent]);
        } else if (x->source.n && x->entity == NONE && x->source_type == SOURCE_TYPE_NONE) {
            if (x->parent != NONE)
                take_other(x, &p[x->parent]);
            else
                x->source_type = SOURCE_PERSON;
        }
        if (!x->relays.p && x->parent != NONE && p[x->parent].source_type == SOURCE_OUTLET &&
            x->source_type != SOURCE_OUTLET && x->source_name.p)
            x->relays = p[x->parent].source_name;
    }
}
