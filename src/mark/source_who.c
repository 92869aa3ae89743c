/* source_who: whom a noun phrase means: a name in it, a namesake before it, somebody who is named
 * only after it, an outlet nearby. */
#include "source_memory.h"

/* ---- names ------------------------------------------------------------------------------------- */

/* Are the words up to the head such as stand behind an outlet's name: "news agency"? */
bool source_names_outlet(const struct attr_doc *d, uint32_t first, uint32_t head) {
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

/* Does a name that ends a phrase stand beside its noun rather than in what depends on it? "The counsel for
 * justice Ann Oak", and not "a friend of Mayor Ann Oak". */
static bool ends_phrase(const struct attr_doc *d, uint32_t first, uint32_t name) {
    for (uint32_t i = name; i-- > first;) {
        if (d->w[i].tag == XPOS_IN || d->w[i].tag == XPOS_TO)
            return i + 1 < name && i > first && (d->w[i - 1].classes & CLASS_PERSON);
        if (d->w[i].classes & CLASS_PERSON || (d->w[i].shape & 1) || (d->w[i].shape >> 3) || d->w[i].tag == XPOS_POS ||
            (d->w[i].tag != XPOS_NN && d->w[i].tag != XPOS_JJ))
            return false;
    }
    return false;
}

/* "The head of the dockers' union Ann Oak": an office that one person holds, and not "the head of the actress Ann Oak". */
static bool ends_office(const struct attr_doc *d, const struct noun_phrase *np, uint32_t name) {
    if (!np->definite || name <= np->head + 3)
        return false;
    uint32_t before = name - 1;
    uint8_t tag = d->w[before].tag;
    return attr_in(d, np->head, "head chief president leader director chairman chairwoman chair minister mayor governor") &&
           attr_is(d, np->head + 1, "of") && (tag == XPOS_NNS || (tag == XPOS_NN && !(d->w[before].classes & CLASS_PERSON)));
}

/* The name that a phrase means: one that ends its base ("Governor Ann Oak"), or stands in
 * apposition behind its comma ("the mayor, Ben Ash"). NONE: it is a description. */
uint32_t source_name_in(const struct attr_doc *d, const struct noun_phrase *np) {
    const struct lang *l = d->lang;
    uint32_t found = NONE;
    if (np->partitive && np->plural)
        return NONE;
    uint32_t from = np->partitive ? np->core_end : np->first; /* "one of its makers, Ann Oak" */
    for (uint32_t m = source_mention(l, from); m < l->mentions_n && l->mentions[m].first < np->end; m++) {
        const struct mention *x = &l->mentions[m];
        if (!source_is_name(l, m) || x->end > np->end)
            continue;
        bool owner = x->end < np->end && attr_in(d, x->end, "'s \xE2\x80\x99s ' \xE2\x80\x99 \xE2\x80\x98s");
        if (x->end > np->head && x->first <= np->head && !owner && x->first < np->base_end) {
            uint8_t tag = d->w[np->head].tag, t = source_entity_type(l, m);
            uint32_t before = x->first > np->first ? x->first - 1 : NONE;
            if (before != NONE && before > np->first && (d->w[before].shape & 1) && (d->w[before].classes & CLASS_PERSON || d->w[before].tag == XPOS_NNP))
                before--; /* a title */
            if (before != NONE && t == ENTITY_PER && (d->w[before].classes & CLASS_DOCUMENT) && !(d->w[before].classes & CLASS_PERSON))
                continue; /* "a letter Ann Oak wrote" */
            if (np->plural && (t == ENTITY_MISC || ((tag == XPOS_NNS || tag == XPOS_NNPS) && (t == ENTITY_PER || t == ENTITY_LOC))))
                continue; /* a people, not somebody */
            found = m; /* covers the head */
        } else if (found == NONE && x->end == np->core_end && x->first < np->core_end && source_entity_type(l, m) == ENTITY_PER &&
                   (all_capital(d, np->first, x->first) || ends_phrase(d, np->first, x->first) || ends_office(d, np, x->first))) {
            found = m; /* "Keeper of Seals Ann Oak", "counsel for justice Ann Oak" */
        } else if (x->end <= np->head && x->first < np->base_end && !owner && source_entity_type(l, m) == ENTITY_ORG &&
                   (source_names_outlet(d, x->end, np->head) ||
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
uint32_t source_referent(const struct attr_doc *d, uint32_t first, uint32_t end, uint32_t head) {
    const struct lang *l = d->lang;
    for (uint32_t m = source_mention(l, first); m < l->mentions_n && l->mentions[m].first < end; m++) {
        const struct mention *x = &l->mentions[m];
        if (x->kind == MENTION_NAME || x->entity >= l->entities_n || x->first > head || x->end <= head || x->end > end)
            continue;
        uint32_t classes = d->w[head].classes; /* a campaign is nobody, an envoy no country */
        bool person = classes & CLASS_PERSON, body = classes & (CLASS_ORGANISATION | CLASS_OUTLET | CLASS_DOCUMENT);
        if (person != body && person != (l->entities[x->entity].type == ENTITY_PER))
            continue;
        return x->entity;
    }
    return NONE;
}

/* An outlet that the document names: the last one before a place, else the first one after it. */
uint32_t source_outlet_near(const struct memory *m, uint32_t token) {
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

/* A title's usual short form: "Gov." of the governor. */
static slice short_title(slice noun) {
    static const char *const shorts[][2] = {{"governor", "Gov"}, {"senator", "Sen"}, {"representative", "Rep"}, {"congressman", "Rep"},
                                            {"congresswoman", "Rep"}, {"professor", "Prof"}, {"general", "Gen"}, {"colonel", "Col"},
                                            {"captain", "Capt"}, {"sergeant", "Sgt"}, {"lieutenant", "Lt"}, {"detective", "Det"},
                                            {"president", "Pres"}, {"reverend", "Rev"}, {"inspector", "Insp"}, {"lawmaker", "Rep"}};
    for (uint32_t i = 0; i < NELEMS(shorts); i++)
        if (slice_eq_nocase(noun, slice_str(shorts[i][0])))
            return slice_str(shorts[i][1]);
    return (slice){0};
}

/* Is a word of a title the noun? */
static bool word_of_title(slice title, slice noun) {
    for (uint32_t at = 0; (at = slice_find_nocase(title, noun, at)) != NONE; at++)
        if ((at == 0 || title.p[at - 1] == ' ' || title.p[at - 1] == '-') &&
            (at + noun.n == title.n || title.p[at + noun.n] == ' ' || title.p[at + noun.n] == ',' || title.p[at + noun.n] == '.'))
            return true;
    return false;
}

static bool in_title(slice title, slice noun) {
    slice abbreviated = short_title(noun);
    return word_of_title(title, noun) || (abbreviated.p && word_of_title(title, abbreviated));
}

/* A word that no title has in it: then what stands before it is no part of one. */
static bool ends_title(const struct attr_doc *d, uint32_t i) {
    uint8_t tag = d->w[i].tag;
    return (d->w[i].shape >> 3) == 2 || (d->w[i].shape >> 3) == 1 || tag == XPOS_IN || tag == XPOS_TO || tag == XPOS_CC ||
           (tag >= XPOS_VB && tag <= XPOS_VBZ && tag != XPOS_VBN);
}

/* "The vice president" is not the president, nor is the former one; the words of [first, head) against a title, which may be none. */
static bool same_rank(const struct attr_doc *d, uint32_t first, uint32_t head, slice title) {
    uint32_t said = 0;
    for (uint32_t i = first; i < head; i++)
        said |= office_rank(token_form(d->page->text, &d->lang->tokens[i]));
    return said == office_ranks(title);
}

/* Is the person said to be the noun at `head` beside the name: in the title, or in the five words before
 * it? With a name beside the noun ("the Northern president") that must be there as well. */
static bool is_called(const struct memory *m, uint32_t mention, uint32_t head, slice beside_it) {
    const struct attr_doc *d = m->d;
    const struct mention *x = &d->lang->mentions[mention];
    const struct entity *e = &d->lang->entities[x->entity];
    slice noun = token_form(d->page->text, &d->lang->tokens[head]);
    bool leader = slice_eq_nocase(noun, S("leader")), person = d->w[head].classes & CLASS_PERSON;
    bool role = false, land = !beside_it.p;
    uint32_t first = head; /* of the phrase that asks */
    while (first > 0 && head - first < 5 && (d->w[first - 1].tag == XPOS_JJ || d->w[first - 1].tag == XPOS_NN || d->w[first - 1].tag == XPOS_NNP ||
                                             attr_joined(d, first) || attr_is(d, first - 1, "-")))
        first--;
    bool ranked = !same_rank(d, first, head, (slice){0});
    if (e->title.p) {
        role = (person ? in_title(e->title, noun) : slice_ends_nocase(e->title, noun)) || (leader && in_title(e->title, S("president")));
        role = role && same_rank(d, first, head, e->title);
        land = land || slice_find_nocase(e->title, beside_it, 0) != NONE;
    }
    for (uint32_t i = x->first; i-- > 0 && x->first - i < 6 && !ends_title(d, i);) {
        slice f = token_form(d->page->text, &d->lang->tokens[i]);
        bool same = slice_eq_nocase(f, noun) || (leader && attr_in(d, i, "president premier chancellor minister"));
        role |= same && !ranked && (person || i + 1 == x->first); /* "the billionaire Ann Oak"; not "the state treasurer Ann Oak" */
        land |= f.n > 1 && akin(f, beside_it);
    }
    return role && land;
}

/* Does a title say what somebody's office is, rather than how to address them? */
static bool title_is_office(slice title) {
    static const char *const polite[] = {"Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Dr", "Dr.", "Sir", "Miss"};
    for (uint32_t i = 0; i < NELEMS(polite); i++)
        if (slice_eq_nocase(title, slice_str(polite[i])))
            return false;
    return true;
}

/* "the ministry": the last name before it that ends in its noun; "the mayor": the last person
 * who is called one. */
uint32_t source_namesake(const struct memory *m, uint32_t head, slice beside_it) {
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
        if (e->type == ENTITY_PER && is_called(m, k, head, beside_it))
            return l->mentions[k].entity;
    }
    return NONE;
}

/* "the agency", "the company": the body that was named last, in its sentence or the two before it. */
uint32_t source_body_before(const struct memory *m, uint32_t head) {
    enum { SENTENCES = 2 };
    const struct attr_doc *d = m->d;
    const struct lang *l = d->lang;
    for (uint32_t k = source_mention(l, head); k-- > 0 && d->w[l->mentions[k].first].sentence + SENTENCES >= d->w[head].sentence;) {
        uint32_t e = l->mentions[k].entity;
        if (source_is_name(l, k) && l->entities[e].type == ENTITY_ORG && !m->is_report[e])
            return e;
    }
    return NONE;
}

/* "the company": the body that is named most before it, if one clearly is. */
uint32_t source_body_foremost(const struct memory *m, uint32_t head) {
    enum { FEW = 16, BACK = 120, OFTEN = 3 };
    const struct lang *l = m->d->lang;
    uint32_t who[FEW], times[FEW], n = 0, at = source_mention(l, head);
    for (uint32_t k = at; k-- > 0 && at - k < BACK;) {
        uint32_t e = l->mentions[k].entity, i = 0;
        if (!source_is_name(l, k) || l->entities[e].type != ENTITY_ORG || m->is_report[e])
            continue;
        while (i < n && who[i] != e)
            i++;
        if (i == n && n < FEW) {
            who[n] = e;
            times[n++] = 0;
        }
        if (i < n)
            times[i]++;
    }
    uint32_t best = 0, next = 0;
    for (uint32_t i = 1; i < n; i++)
        if (times[i] > times[best])
            best = i;
    for (uint32_t i = 0; i < n; i++)
        if (i != best && times[i] > next)
            next = times[i];
    return n && times[best] >= OFTEN && times[best] >= 2 * next ? who[best] : NONE;
}

/* "Ms. Oak", "the Gazette": the person or the body whose name ends so, where nobody saw a name there or took it for
 * something else's. The last one that is named before, of two. */
uint32_t source_surname(const struct attr_doc *d, uint32_t first, uint32_t end) {
    enum { BACK = 200, WORDS = 3 };
    const struct lang *l = d->lang;
    uint32_t from = first;
    bool body = attr_is(d, first, "the");
    from += body;
    while (!body && from < end && (attr_in(d, from, "mr mrs ms dr miss sir mr. mrs. ms. dr.") || attr_is(d, from, ".")))
        from++;
    bool bare = end == first + 1 && (d->w[first].tag == XPOS_NNP || d->w[first].tag == XPOS_NNPS); /* "Oakes said", of Ann Oakes */
    if ((from == first && !bare) || from >= end || end - from > WORDS || !(d->w[from].shape & 1))
        return NONE;
    slice name = source_text(d, from, end);
    uint32_t at = source_mention(l, first);
    for (uint32_t k = at; k-- > 0 && at - k < BACK;) {
        uint32_t e = l->mentions[k].entity;
        if (source_is_name(l, k) && l->entities[e].type == (body ? ENTITY_ORG : ENTITY_PER) && l->entities[e].name.n > name.n + 1 &&
            slice_ends(l->entities[e].name, name) && l->entities[e].name.p[l->entities[e].name.n - name.n - 1] == ' ')
            return e;
    }
    return NONE;
}

/* ---- named only afterwards ------------------------------------------------------------------------- */

/* What stands beside a name that is spoken of for the first time: its own noun for a person, if any. */
enum { BESIDE_NOTHING, BESIDE_SAME, BESIDE_OTHER };

static int called_beside(const struct attr_doc *d, uint32_t mention, const struct noun_phrase *np) {
    const struct lang *l = d->lang;
    const struct mention *x = &l->mentions[mention];
    const struct sentence *s = &l->sentences[d->w[x->first].sentence];
    bool other = false, past = false;
    for (uint32_t i = x->first; i-- > s->first && x->first - i < 6;) { /* "Northern envoy Ann Oak" */
        if (d->w[i].shape >> 3)
            break;
        if (attr_in(d, i, "former ex then late")) /* not the one who is it now */
            past = true;
    }
    for (uint32_t i = x->first; i-- > s->first && x->first - i < 6;) {
        if (d->w[i].shape >> 3)
            break;
        if (d->w[i].lemma == d->w[np->head].lemma && !past)
            return BESIDE_SAME;
        other |= (d->w[i].classes & CLASS_PERSON) != 0;
    }
    if (x->end < s->end && (d->w[x->end].shape >> 3) == 1) /* "Ann Oak, the envoy to the North,"; not "the panel's head" of the panel */
        for (uint32_t i = x->end + 1; i < s->end && i < x->end + 12 && !(d->w[i].shape >> 3); i++) {
            if (d->w[i].lemma == d->w[np->head].lemma && d->w[i].deprel != DEP_NMOD_POSS)
                return BESIDE_SAME;
            other |= (d->w[i].classes & CLASS_PERSON) != 0;
        }
    return other ? BESIDE_OTHER : BESIDE_NOTHING;
}

/* Does a country or people stand before a name that is not the one meant? */
static bool of_elsewhere(const struct attr_doc *d, uint32_t mention, slice land) {
    const struct lang *l = d->lang;
    uint32_t first = l->mentions[mention].first;
    for (uint32_t k = mention; k-- > 0 && l->mentions[k].end + 5 > first && d->w[l->mentions[k].first].sentence == d->w[first].sentence;) {
        if (!source_is_name(l, k) || (source_entity_type(l, k) != ENTITY_GPE && source_entity_type(l, k) != ENTITY_MISC))
            continue;
        return !akin(slice_at(d->page->text, l->mentions[k].at), land);
    }
    return false;
}

/* "the nominee": of the persons who are spoken of most before it, in the last sentences, unless another office
 * is said to be theirs. */
uint32_t source_foremost(const struct memory *m, uint32_t at, uint32_t head, slice land) {
    enum { FEW = 16, SENTENCES = 20, OFTEN = 3 };
    const struct attr_doc *d = m->d;
    const struct lang *l = d->lang;
    uint32_t who[FEW], times[FEW], n = 0, best = NONE, most = OFTEN - 1;
    struct noun_phrase np = {.first = at, .head = head};
    for (uint32_t k = source_mention(l, at); k-- > 0 && d->w[at].sentence - d->w[l->mentions[k].first].sentence < SENTENCES;) {
        uint32_t e = l->mentions[k].entity, i = 0;
        if (e >= l->entities_n || l->entities[e].type != ENTITY_PER)
            continue;
        while (i < n && who[i] != e)
            i++;
        if (i == n) {
            slice title = l->entities[e].title;
            slice noun = token_form(d->page->text, &l->tokens[head]);
            bool other = title.p && title_is_office(title) && (!same_rank(d, at, head, title) || !in_title(title, noun));
            if (n == FEW || other || (land.p && of_elsewhere(d, l->entities[e].first_mention, land)) ||
                called_beside(d, l->entities[e].first_mention, &np) == BESIDE_OTHER)
                continue;
            who[n] = e;
            times[n++] = 0;
        }
        if (++times[i] > most) {
            most = times[i];
            best = e;
        }
    }
    return n == 1 ? who[0] : best;
}

/* A report's first paragraph often says "a ministry spokesman", "one of the mayor's aides", and
 * the next names them (delayed identification, as manuals of news writing call it). A person who
 * is named for the first time soon after the phrase is meant if the phrase's noun stands beside
 * the name; or, where no other noun does, if the very next sentence begins with the name. */
uint32_t source_introduced(const struct memory *m, const struct noun_phrase *np) {
    const struct attr_doc *d = m->d;
    const struct lang *l = d->lang;
    uint32_t here = d->w[np->head].sentence;
    uint32_t classes = d->w[np->head].classes;
    if (np->partitive && np->number == 1)
        classes |= CLASS_PERSON; /* "one of her oldest hands": who speaks is somebody */
    if ((np->plural && !np->partitive) || !(classes & (CLASS_PERSON | CLASS_ORGANISATION)) || (classes & CLASS_UNNAMED))
        return NONE;
    /* a body is no person who is named beside it: only "a family", "a board", which are both, may be */
    if (!(classes & CLASS_PERSON))
        return NONE;
    bool vague = attr_in(d, np->head, "official person man woman people member");
    for (uint32_t i = np->first; i < np->end; i++)
        if (attr_in(d, i, "anonymity anonymously unnamed unidentified named"))
            return NONE;
    bool lead = l->sentences[here].block <= l->sentences[0].block + 1;
    if (!lead && !np->definite)
        return NONE;
    slice land = {0};
    uint32_t own = source_mention(l, np->first);
    if (own < l->mentions_n && l->mentions[own].first < np->head && source_is_name(l, own) &&
        (source_entity_type(l, own) == ENTITY_GPE || source_entity_type(l, own) == ENTITY_MISC))
        land = slice_at(d->page->text, l->mentions[own].at);
    for (uint32_t k = source_mention(l, np->end); k < l->mentions_n; k++) {
        uint32_t there = d->w[l->mentions[k].first].sentence;
        if (there > here + 4)
            break;
        if (!source_is_name(l, k) || source_entity_type(l, k) != ENTITY_PER || there == here)
            continue;
        uint32_t e = l->mentions[k].entity;
        if (l->entities[e].first_mention != k)
            continue;
        if (land.p && of_elsewhere(d, k, land)) /* "the Northern president" is not the South's, named next */
            continue;
        int called = called_beside(d, k, np);
        if (called == BESIDE_SAME && !vague)
            return e;
        if (called == BESIDE_NOTHING && lead && !vague && !(d->w[l->mentions[k].first].shape & 2) && there == here + 1 && !np->definite && d->w[np->first].tag != XPOS_PRPS &&
            l->mentions[k].first <= l->sentences[there].first + 3 && d->w[l->mentions[k].end - 1].deprel != DEP_NMOD_POSS)
            return e;
    }
    return NONE;
}
