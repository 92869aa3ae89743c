/* Names: which tokens are a name, and of what type.
 *
 *   labels (model; or, without one, capitals and lists) -> stretches -> trimmed of article, title
 *   and genitive -> type refined (place: GPE or LOC; MISC: EVENT or MISC) -> mentions
 *
 * What the document says as a whole then settles doubtful places: a word that is a name in most of
 * its places is one in the others too. */
#include "names.h"

/* ---- kit -------------------------------------------------------------------------------------- */

void names_open(struct lang_kit *kit) {
    kit->names = names_lists_open(kit);
    kit->names->model = names_model_open(kit);
}

/* ---- without a model ---------------------------------------------------------------------------- */

static bool capital(const struct name_word *w) {
    return w->shape >= SHAPE_TITLE && w->shape <= SHAPE_DOTTED;
}

static uint8_t type_by_rule(const struct name_word *w, uint32_t first, uint32_t end, bool titled) {
    const struct name_word *last = &w[end - 1];
    if (last->bits & (NAME_ORG | NAME_IS_ORG))
        return LABEL_U_ORG;
    if (w[first].phrase / 4 == 1 || w[first].phrase / 4 == 2)
        return LABEL_U_LOC;
    if (w[first].phrase / 4 == 3)
        return LABEL_U_MISC;
    if (titled || (w[first].doc & DOC_PERSON) || (last->doc & DOC_PERSON))
        return LABEL_U_PER;
    if (last->bits & NAME_LAND)
        return LABEL_U_LOC;
    if (end - first == 1 && last->shape == SHAPE_UPPER)
        return LABEL_U_ORG;
    return end - first >= 2 && end - first <= 3 ? LABEL_U_PER : LABEL_O;
}

static void label_by_rule(const struct name_word *w, uint32_t first, uint32_t end, uint8_t *labels) {
    memset(labels + first, LABEL_O, end - first);
    for (uint32_t i = first; i < end;) {
        if (!capital(&w[i]) || (i == first && (w[i].doc & DOC_LOWER))) {
            i++;
            continue;
        }
        uint32_t from = i, to = i + 1, k = i + 1;
        while (k < end) {
            if (capital(&w[k]))
                to = ++k;
            else if ((w[k].bits & NAME_LINK) && k + 1 < end && capital(&w[k + 1]))
                k++;
            else
                break;
        }
        bool titled = false;
        while (from + 1 < to && (w[from].bits & NAME_TITLE))
            from++, titled = true;
        if (!titled && from > first && (w[from - 1].bits & NAME_TITLE))
            titled = true;
        int unit = type_by_rule(w, from, to, titled);
        if (unit != LABEL_O)
            names_put(labels, from, to, unit);
        i = to;
    }
}

/* ---- from labels to names -------------------------------------------------------------------------- */

static int type_of(uint8_t label) { /* 0 none, 1 PER, 2 ORG, 3 LOC, 4 MISC */
    return label == LABEL_O ? 0 : (label - 1) / 4 + 1;
}

static bool begins(uint8_t label) {
    return label == LABEL_B_MISC || label == LABEL_U_MISC ||
           (label != LABEL_O && label < LABEL_B_MISC && ((label - 1) % 4 == 0 || (label - 1) % 4 == 3));
}

static bool is_article(const struct name_word *w) {
    static const uint32_t the = 't' | 'h' << 8 | 'e' << 16;
    return w->head == the || w->head == 'a' || w->head == ('a' | 'n' << 8);
}

/* A place has a government if the lists say so, and has none if its words say so; else it is taken
 * to be a town or the like. */
static uint8_t place_type(const struct names_kit *kit, const struct lang *l, const struct name_word *w,
                          uint32_t first, uint32_t end) {
    uint32_t n = 0;
    const struct name_listed *e = names_phrase(kit, l, w, first, end, &n);
    uint32_t bits = e && n == end - first ? e->bits : end - first == 1 ? w[first].bits : 0;
    if (bits & NAME_GPE)
        return ENTITY_GPE;
    if (bits & NAME_REGION)
        return ENTITY_LOC;
    if (end - first >= 2 && ((w[end - 1].bits | w[first].bits) & NAME_LAND)) {
        if (w[first].phrase / 4 == 6 && w[end - 1].phrase % 4 == 2)
            return ENTITY_GPE; /* a listed town: "Salt Lake City", "Port Louis" */
        return ENTITY_LOC;
    }
    return ENTITY_GPE;
}

/* What a word mostly is in raw news (struct name_word.lex): class of train_names, share of eight. */
static bool mostly(const struct name_word *w, uint32_t class) {
    uint32_t self = LEX_SELF(w->lex);
    return self && (self - 1) / 8 == class && (self - 1) % 8 >= 4;
}

/* Named like a person, whatever the model said: "Obama"; a known forename and a surname. */
static bool like_person(const struct name_word *w, uint32_t first, uint32_t end, int type) {
    enum { FIRST = 1, LAST = 2 };
    if (w[end - 1].row || (w[end - 1].bits & (NAME_ORG | NAME_LAND | NAME_EVENT)))
        return false;
    if (end - first == 1)
        return type == 4 && mostly(&w[first], LAST);
    return end - first == 2 && mostly(&w[first], FIRST) && mostly(&w[first + 1], LAST) &&
           (w[first].lex & (GAZ_FORENAME_M | GAZ_FORENAME_F)) && w[first + 1].shape == SHAPE_TITLE;
}

static uint8_t entity_type(const struct names_kit *kit, const struct lang *l,
                           const struct name_word *w, uint32_t first, uint32_t end, int type) {
    if (type >= 2 && like_person(w, first, end, type))
        return ENTITY_PER;
    /* "Aldor Shipping", which the model took for somebody */
    if (type == 1 && end - first >= 2 && (w[end - 1].bits & NAME_ORG) && w[end - 1].shape == SHAPE_TITLE &&
        !(w[first].lex & (GAZ_FORENAME_M | GAZ_FORENAME_F)))
        return ENTITY_ORG;
    if (type == 4 && end - first == 1 && (w[first].bits & NAME_GPE))
        return ENTITY_GPE;
    if (type >= 3) {
        bool outlet = end - first == 1 && (w[first].lex & GAZ_OUTLET) &&
                      !(w[first].lex & (GAZ_CITY | GAZ_PLACE)) && !w[first].row;
        bool body = w[first].phrase / 4 == NAME_PHRASE_ORG && (end - first == 1 ? w[first].phrase % 4 == 3
                        : w[first].phrase % 4 == 0 && w[end - 1].phrase % 4 == 2);
        bool ends = end - first > 1 && (w[end - 1].bits & NAME_BODY) &&
                    w[first].phrase / 4 != NAME_PHRASE_CITY;
        if (outlet || body || ends)
            return ENTITY_ORG;
    }
    switch (type) {
    case 1: return ENTITY_PER;
    case 2: return ENTITY_ORG;
    case 3: return place_type(kit, l, w, first, end);
    default:
        for (uint32_t i = first; i < end; i++)
            if ((w[i].bits & NAME_EVENT) && end - first > 1)
                return ENTITY_EVENT;
        return ENTITY_MISC;
    }
}

struct finding {
    const struct names_kit *kit;
    slice text;
    struct lang *l;
    struct name_word *w;
    uint8_t *labels;
    struct name_found *found;
    uint32_t n, cap;
    struct arena *tmp;
};

static bool often_lower(const struct name_word *w) {
    return LEX_CAPS(w->lex) && LEX_CAPS(w->lex) <= 3;
}

/* Words of dates, titles alone, and common words that stand in capitals for once. */
static bool no_name(const struct name_word *w, uint32_t first, uint32_t end, int type) {
    bool not = true, title = true, common = true;
    for (uint32_t i = first; i < end; i++) {
        bool digits = w[i].shape == SHAPE_NUMBER;
        not = not && ((w[i].bits & NAME_NOT) || digits);
        title = title && (w[i].bits & NAME_TITLE) && !(w[i].bits & NAME_ORG);
        common = common && (often_lower(&w[i]) || digits);
    }
    return not || (type == 4 && (title || common)) || (type == 2 && title);
}

/* Where a second body begins: "the White House and State Department" are two; 0: it is one. */
static uint32_t second_body(const struct finding *f, uint32_t first, uint32_t end) {
    const struct name_word *w = f->w;
    uint32_t n = 0;
    while (first < end && is_article(&w[first]))
        first++;
    if (first + 3 > end || w[first].phrase / 4 != NAME_PHRASE_ORG)
        return 0;
    while (first + n < end && w[first + n].phrase % 4 != 2 && w[first + n].phrase % 4 != 3)
        n++;
    n++;
    return first + n + 1 < end && slice_eq_nocase(token_form(f->text, &f->l->tokens[first + n]), S("and")) && capital(&w[first + n + 1]) ? first + n + 1 : 0;
}

static void add_name(struct finding *f, uint32_t first, uint32_t end, int type) {
    const struct name_word *w = f->w;
    uint32_t second = type == 2 ? second_body(f, first, end) : 0;
    if (second) {
        add_name(f, first, second - 1, type);
        first = second;
    }
    const uint32_t from = first;
    while (first < end && (is_article(&w[first]) || w[first].shape == SHAPE_QUOTE ||
                           w[first].shape == SHAPE_COMMA))
        first++;
    if (type == 2)
        for (uint32_t t = first; t + 1 < end; t++) /* "Northern rival Aldor Shipping" */
            if (w[t].shape == SHAPE_LOWER && capital(&w[t + 1]) && names_firm_word(token_form(f->text, &f->l->tokens[t])))
                first = t + 1;
    if (type == 1) {
        for (uint32_t t = first; t + 1 < end; t++) /* "Northern rival Aldor Shipping": nobody is called that */
            if (w[t].shape == SHAPE_LOWER && !(w[t].bits & NAME_LINK))
                first = t + 1;
        while (first + 1 < end && (w[first].bits & NAME_TITLE))
            first++;
        /* "Skipper Joss Beray", at a sentence's beginning: a common word, and no forename, before the name */
        if (first + 2 <= end && first == from && (f->l->tokens[first].flags & TOKEN_SENTENCE) && w[first].shape == SHAPE_TITLE && often_lower(&w[first]) &&
            !(w[first].lex & (GAZ_FORENAME_M | GAZ_FORENAME_F)))
            first++;
    }
    if (type == 4) /* "Islamic militants", "'s Person of the Year" */
        while (end > first && w[end - 1].shape == SHAPE_LOWER)
            end--;
    while (first < end && w[first].shape == SHAPE_APOSTROPHE_S)
        first++;
    while (end > first && (w[end - 1].shape == SHAPE_APOSTROPHE_S || w[end - 1].shape == SHAPE_QUOTE ||
                           w[end - 1].shape == SHAPE_COMMA))
        end--;
    bool tied = first + 1 < end && w[first + 1].shape == SHAPE_HYPHEN; /* of "the Review-Journal" not "-Journal" alone */
    if (type == 4 && !(w[first].phrase / 4 == NAME_PHRASE_DEMONYM) && !tied)
        while (first < end && ((first == from && often_lower(&w[first])) || (w[first].bits & NAME_NOT) ||
                               w[first].shape == SHAPE_LOWER))
            first++;
    if (first >= end || no_name(w, first, end, type))
        return;
    if (type == 4 && first && w[first - 1].shape == SHAPE_NUMBER && (w[end - 1].bits & NAME_EVENT) &&
        f->l->tokens[first - 1].at.end - f->l->tokens[first - 1].at.start == 4 &&
        !(f->l->tokens[first].flags & TOKEN_SENTENCE))
        first--; /* "the 2012 Summer Olympics" */
    ARENA_MORE(f->tmp, f->found, f->n, f->cap);
    f->found[f->n++] = (struct name_found){first, end, entity_type(f->kit, f->l, w, first, end, type)};
}

static void collect(struct finding *f, uint32_t first, uint32_t end) {
    for (uint32_t i = first; i < end;) {
        int type = type_of(f->labels[i]);
        uint32_t k = i + 1;
        if (type) {
            while (k < end && type_of(f->labels[k]) == type && !begins(f->labels[k]))
                k++;
            add_name(f, i, k, type);
        }
        i = k;
    }
}

void names_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                struct arena *tmp, struct lang *out) {
    if (!out->tokens_n)
        return;
    struct finding f = {.kit = kit->names, .text = page->text, .l = out, .tmp = tmp};
    f.w = names_words(kit->names, page->text, out, tmp);
    f.labels = arena_calloc(tmp, out->tokens_n, 1);
    for (uint32_t s = 0; s < out->sentences_n; s++) {
        uint32_t first = out->sentences[s].first, end = out->sentences[s].end;
        if (kit->names->model)
            names_decode(kit->names->model, f.w, first, end, f.labels, tmp);
        else
            label_by_rule(f.w, first, end, f.labels);
    }
    names_settle(out, f.w, f.labels, tmp);
    for (uint32_t s = 0; s < out->sentences_n; s++)
        collect(&f, out->sentences[s].first, out->sentences[s].end);
    out->mentions = ARENA_ARRAY(a, struct mention, f.n ? f.n : 1);
    out->entities = ARENA_ARRAY(a, struct entity, f.n ? f.n : 1);
    for (uint32_t i = 0; i < f.n; i++) {
        span at = {out->tokens[f.found[i].first].at.start, out->tokens[f.found[i].end - 1].at.end};
        out->mentions[i] = (struct mention){at, f.found[i].first, f.found[i].end, i, MENTION_NAME};
        out->entities[i] = (struct entity){.type = f.found[i].type, .name = slice_at(page->text, at),
                                           .first_mention = i};
    }
    out->mentions_n = out->entities_n = f.n;
}
