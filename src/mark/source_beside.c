/* source_beside: what a report says beside a source's name: whom they told, why they are not named,
 * their role and their body. */
#include "attr.h"

/* The cue's sentence, as far as a long one is looked at. */
static struct window beside(const struct attr_doc *d, uint32_t cue) {
    const struct sentence *s = &d->lang->sentences[d->w[cue].sentence];
    struct window w = {s->first, s->end};
    if (cue - w.first > 100)
        w.first = cue - 100;
    if (w.end - cue > 100)
        w.end = cue + 100;
    return w;
}

/* What stands between a cue and the name of an outlet: "told the local newspaper ...". */
static bool is_paper_word(const struct attr_doc *d, uint32_t i) {
    return (d->w[i].classes & CLASS_OUTLET) || attr_in(d, i, "news local national state public private online radio tv television");
}

/* A name that no list has, of an outlet: because it is called one, "the daily Morgenblad", or by its first or last word. */
static bool names_outlet(const struct attr_doc *d, uint32_t first, uint32_t end, bool called) {
    return called || (end > first + 1 &&
                      (attr_in(d, first, "radio tv channel") ||
                       attr_in(d, end - 1, "press radio news agency times post herald gazette tribune television tv broadcasting newswire courier "
                                           "journal mail telegraph guardian observer chronicle star sun mirror express standard bulletin dispatch "
                                           "examiner sentinel register inquirer observer argus echo advertiser record review magazine lantern monitor "
                                           "independent zeitung blad posten wire daily weekly")));
}

/* "told the Elmstead Gazette", "in a statement to the daily Morgenblad". */
static void unknown_outlet(const struct attr_doc *d, struct window s, struct attribution *x) {
    for (uint32_t i = s.first; i + 1 < s.end; i++) {
        bool tells = i == x->cue_token && attr_in(d, i, "told tells tell telling informed");
        bool to = attr_in(d, i, "to with") && i > s.first &&
                  attr_in(d, i - 1, "statement interview comments remarks comment spoke speaking spoken talked talking email message");
        if (!tells && !to)
            continue;
        uint32_t k = i + 1, end;
        bool called = false;
        while (k + 1 < s.end && (attr_in(d, k, "the a an") || (is_paper_word(d, k) && !(d->w[k].shape & 1))))
            called |= !attr_in(d, k++, "the a an local national state public private online");
        for (end = k; end < s.end && end < k + 5 && (d->w[end].shape & 1) && (d->w[end].shape >> 3) == 0; end++)
            if (d->w[end].entity == 1 + ENTITY_PER)
                break;
        bool inside = false;
        for (uint32_t c = 0; c < x->content.n; c++)
            inside |= d->lang->tokens[k].at.start >= x->content.p[c].start && d->lang->tokens[k].at.start < x->content.p[c].end;
        if (inside || end == k || (end < s.end && d->w[end].entity == 1 + ENTITY_PER) || !names_outlet(d, k, end, called))
            continue;
        x->relays = source_text(d, k, end);
        return;
    }
}

/* "told the Herald", "in an interview with Radio Four": the outlet that they spoke to. */
void source_relays(const struct attr_doc *d, const uint8_t *is_report, struct attribution *x) {
    const struct lang *l = d->lang;
    if (x->cue_token == NONE)
        return;
    const struct window s = beside(d, x->cue_token);
    for (uint32_t k = source_mention(l, s.first); k < l->mentions_n && l->mentions[k].first < s.end; k++) {
        if (!source_is_name(l, k) || l->mentions[k].entity == x->entity || !is_report[l->mentions[k].entity])
            continue;
        uint32_t i = l->mentions[k].first;
        if (i > s.first && attr_is(d, i - 1, "the"))
            i--;
        if (i == s.first || !(attr_in(d, i - 1, "to with told tell tells telling") || i == x->cue_token + 1))
            continue;
        bool inside = false;
        for (uint32_t c = 0; c < x->content.n; c++)
            inside |= l->mentions[k].at.start >= x->content.p[c].start && l->mentions[k].at.end <= x->content.p[c].end;
        if (!inside) {
            x->relays = l->entities[l->mentions[k].entity].name;
            return;
        }
    }
    unknown_outlet(d, s, x);
}

/* "on condition of anonymity because ...": from the word after it to the end of its clause. */
void source_reason(const struct attr_doc *d, struct attribution *x) {
    if (!x->anonymous || x->cue_token == NONE || x->reason.p)
        return;
    const struct window s = beside(d, x->cue_token);
    for (uint32_t i = s.first; i + 2 < s.end; i++) {
        if (!attr_in(d, i, "anonymity anonymously unnamed named identified"))
            continue;
        if (!attr_in(d, i + 1, "because as since to due citing for given"))
            continue;
        uint32_t end = i + 1;
        while (end < s.end && (d->w[end].shape >> 3) != 1 && (d->w[end].shape >> 3) != 2 && d->w[end].quote == NONE)
            end++;
        if (end > i + 2)
            x->reason = source_text(d, i + 1, end);
        return;
    }
}

static bool is_polite(slice title) {
    static const char *const polite[] = {"Mr", "Mr.", "Mrs", "Mrs.", "Ms", "Ms.", "Miss"};
    for (uint32_t i = 0; i < NELEMS(polite); i++)
        if (slice_eq_nocase(title, slice_str(polite[i])))
            return true;
    return false;
}

/* "the mayor of Elmstead"; not "43", "on the road", "like others", "who won", nor somebody else. */
static bool is_role(const struct attr_doc *d, uint32_t first, uint32_t end) {
    uint8_t tag = d->w[first].tag;
    if (tag == XPOS_IN || tag == XPOS_WP || tag == XPOS_WDT || tag == XPOS_WPS || tag == XPOS_WRB || tag == XPOS_CC ||
        tag == XPOS_VBG || tag == XPOS_VBN || tag == XPOS_VBD || tag == XPOS_RB || d->w[first].entity == 1 + ENTITY_PER)
        return false;
    bool noun = !d->lang->tagged;
    for (uint32_t i = first; i < end; i++)
        noun |= d->w[i].tag == XPOS_NN || d->w[i].tag == XPOS_NNS || (d->w[i].classes & CLASS_PERSON);
    return noun;
}

/* "emotional Ann Oak" tells of no role, nor do "two weeks" or a newspaper's name. */
static bool is_office(const struct attr_doc *d, uint32_t first, uint32_t end) {
    bool noun = !d->lang->tagged, other = false;
    for (uint32_t i = first; i < end; i++) {
        uint8_t tag = d->w[i].tag;
        noun |= tag == XPOS_NN || tag == XPOS_NNS || tag == XPOS_NNP || tag == XPOS_NNPS || (d->w[i].classes & CLASS_PERSON);
        other |= !d->w[i].entity;
    }
    return noun && other;
}

/* A title as it stands, with what a hyphen ties to its first word: of "son-in-law" not "law" alone. */
static slice whole_title(slice text, slice title) {
    enum { LONGEST = 60 }; /* bytes: a word without end is none */
    uint32_t from = (uint32_t)(title.p - text.p), end = from + title.n, least = from > LONGEST ? from - LONGEST : 0, whole = from;
    if (from && (text.p[from - 1] == '-' || text.p[from] == '-'))
        while (whole > least && !is_space((unsigned char)text.p[whole - 1]))
            whole--;
    if (!whole || is_space((unsigned char)text.p[whole - 1]))
        from = whole;
    while (from < end && !is_alnum((unsigned char)text.p[from]) && (unsigned char)text.p[from] < 0x80)
        from++;
    return slice_cut(text, from, end);
}

/* Role and affiliation of a named person, from the words beside the name. */
void source_role(const struct attr_doc *d, slice *roles, slice *bodies, struct attribution *x) {
    const struct lang *l = d->lang;
    if (!x->source.n)
        return;
    uint32_t first = lang_token_at(l, x->source.p[0].start), end = lang_token_at(l, x->source.p[0].end - 1) + 1;
    uint32_t name = NONE, body = NONE;
    for (uint32_t k = source_mention(l, first); k < l->mentions_n && l->mentions[k].first < end; k++) {
        if (!source_is_name(l, k))
            continue;
        if (l->mentions[k].entity == x->entity)
            name = k;
        else if (body == NONE && (source_entity_type(l, k) == ENTITY_ORG || source_entity_type(l, k) == ENTITY_GPE))
            body = k;
    }
    if (x->entity != NONE && x->source_type == SOURCE_PERSON) {
        slice *role = &roles[x->entity], *with = &bodies[x->entity];
        if (!role->p && name != NONE) {
            const struct mention *n = &l->mentions[name];
            if (n->end + 1 < end && (d->w[n->end].shape >> 3) == 1) { /* "Ann Oak, the mayor of X" */
                uint32_t to = n->end + 1;
                while (to < end && (d->w[to].shape >> 3) != 1 && !attr_in(d, to, "who whom whose which"))
                    to++;
                if (is_role(d, n->end + 1, to))
                    *role = source_text(d, n->end + 1, to);
            } else if (n->first > first && !attr_in(d, n->first - 1, "'s \xE2\x80\x99s")) { /* "Mayor Ann Oak" */
                uint32_t from = attr_in(d, first, "the a an that") ? first + 1 : first, to = n->first;
                while (to > from && ((d->w[to - 1].shape >> 3) || attr_in(d, to - 1, "mr mrs ms dr mr. mrs. ms. dr.")))
                    to--; /* "the adviser Dr. Ann Oak" */
                for (uint32_t i = from; i < to; i++)
                    if (attr_in(d, i, "after before since during when as while with from in on at") && !attr_joined(d, i))
                        from = i + 1; /* "a year after President Ann Oak" */
                if (from < to && !(to - from == 1 && is_polite(token_form(d->page->text, &l->tokens[from]))) &&
                    !attr_in(d, from, "he she they") && is_office(d, from, to))
                    *role = source_text(d, from, to);
            }
            if (role->p && body != NONE)
                *with = l->entities[l->mentions[body].entity].name;
        }
        if (!role->p && l->entities[x->entity].title.p && !is_polite(l->entities[x->entity].title))
            *role = whole_title(d->page->text, l->entities[x->entity].title);
        x->role = *role;
        x->affiliation = *with;
    } else if (x->entity == NONE && body != NONE && x->source_type != SOURCE_DOCUMENT) {
        x->affiliation = l->entities[l->mentions[body].entity].name;
    }
}
