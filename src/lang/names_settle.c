/* What the model left open, or took for something else, in the light of lists and of the document.
 *
 *   - a listed phrase that no longer name holds ("Islamic Republic of Iran") is one name
 *   - capitalised words before a word of organisations ("Transport Ministry") are one
 *   - a name found elsewhere in the document is one here too (headlines, beginnings of sentences)
 *
 * Each is a pass over the labels; nothing that the model has called a name is taken apart. */
#include "names.h"

static bool capital(const struct name_word *w) {
    return w->shape >= SHAPE_TITLE && w->shape <= SHAPE_DOTTED;
}

void names_put(uint8_t *labels, uint32_t first, uint32_t end, int unit) {
    for (uint32_t i = first; i < end; i++) {
        bool begin = i == first, last = i + 1 == end;
        if (unit == LABEL_U_MISC)
            labels[i] = begin && last ? LABEL_U_MISC : begin ? LABEL_B_MISC : LABEL_I_MISC;
        else
            labels[i] = (uint8_t)(unit - (begin && last ? 0 : begin ? 3 : last ? 1 : 2));
    }
}

static bool goes_on(uint8_t label) { /* belongs to the name that the token before it began */
    return label == LABEL_I_MISC ||
           (label != LABEL_O && label < LABEL_B_MISC && ((label - 1) % 4 == 1 || (label - 1) % 4 == 2));
}

/* No name reaches over the ends of [first, end). */
static bool whole(const uint8_t *labels, uint32_t first, uint32_t end, uint32_t sentence_end) {
    return !goes_on(labels[first]) && !(end < sentence_end && goes_on(labels[end]));
}

static int unit_of_class(uint32_t class) {
    return class == NAME_PHRASE_GPE || class == NAME_PHRASE_REGION ? LABEL_U_LOC
         : class == NAME_PHRASE_DEMONYM ? LABEL_U_MISC : class == NAME_PHRASE_ORG ? LABEL_U_ORG : LABEL_O;
}

static void listed_phrases(const struct name_word *w, uint32_t first, uint32_t end, uint8_t *labels) {
    for (uint32_t i = first; i < end; i++) {
        uint32_t class = w[i].phrase / 4, place = w[i].phrase % 4, n = 1;
        int unit = unit_of_class(class);
        if (unit == LABEL_O || (place != 0 && place != 3))
            continue;
        if (place == 0)
            while (i + n < end && w[i + n - 1].phrase % 4 != 2)
                n++;
        else if (labels[i] != LABEL_O || class == NAME_PHRASE_REGION ||
                 (w[i].bits & NAME_TITLE) || (w[i].shape == SHAPE_DOTTED && w[i].head >> 8 != 0 &&
                                             (w[i].head >> 8 & 0xff) != '.'))
            continue; /* one word alone: only where the model has nothing; no "Miss." and its like */
        if (whole(labels, i, i + n, end))
            names_put(labels, i, i + n, unit);
        i += n - 1;
    }
}

static void organisations(const struct name_word *w, uint32_t first, uint32_t end, uint8_t *labels) {
    for (uint32_t i = first + 1; i < end; i++) {
        bool headline = w[i].mode == 2 || (w[i].mode && i + 1 < end && capital(&w[i + 1]));
        if (headline || !(w[i].bits & NAME_BODY) || !capital(&w[i]) || labels[i] != LABEL_O)
            continue;
        uint32_t from = i;
        while (from > first && capital(&w[from - 1]) && !(w[from - 1].bits & (NAME_TITLE | NAME_NOT)) &&
               !(from - 1 == first && w[from - 1].phrase == 0 && (w[from - 1].doc & DOC_LOWER)) &&
               (labels[from - 1] == LABEL_O || labels[from - 1] == LABEL_U_MISC))
            from--;
        if (from < i)
            names_put(labels, from, i + 1, LABEL_U_ORG);
    }
}

/* ---- what the document calls a name ---------------------------------------------------------------- */

struct known {
    uint64_t form;
    uint32_t votes[4]; /* PER ORG LOC MISC */
    bool starts;       /* the beginning of a longer one */
};

static struct known *known_at(struct known *k, uint32_t mask, uint64_t form, bool make) {
    form |= 1;
    for (uint32_t at = (uint32_t)(form >> 32) & mask;; at = (at + 1) & mask) {
        if (k[at].form == form)
            return &k[at];
        if (!k[at].form) {
            if (make)
                k[at].form = form;
            return make ? &k[at] : NULL;
        }
    }
}

enum { LONGEST = 5 };

static void spread(const struct lang *l, const struct name_word *w, uint8_t *labels, struct arena *tmp) {
    uint32_t names = 0, cap = 16;
    for (uint32_t i = 0; i < l->tokens_n; i++)
        names += labels[i] != LABEL_O;
    if (!names)
        return;
    while (cap < names * 4)
        cap *= 2;
    struct known *known = ARENA_ARRAY(tmp, struct known, cap);
    for (uint32_t i = 0; i < l->tokens_n;) {
        if (labels[i] == LABEL_O) {
            i++;
            continue;
        }
        uint32_t end = i + 1, type = (uint32_t)(labels[i] - 1) / 4;
        while (end < l->tokens_n && goes_on(labels[end]))
            end++;
        uint64_t h = 0;
        for (uint32_t k = i; k < end && k < i + LONGEST; k++) {
            h = k == i ? w[k].hash : name_join(h, w[k].hash);
            struct known *x = known_at(known, cap - 1, h, true);
            if (k + 1 == end)
                x->votes[type]++;
            else
                x->starts = true;
        }
        if (type == 0 && end - i >= 2 && end - i <= 3) /* the surname alone too */
            known_at(known, cap - 1, w[end - 1].hash, true)->votes[0]++;
        i = end;
    }
    for (uint32_t s = 0; s < l->sentences_n; s++)
        for (uint32_t i = l->sentences[s].first, end = l->sentences[s].end; i < end; i++) {
            if (labels[i] != LABEL_O || !capital(&w[i]) || (w[i].bits & (NAME_NOT | NAME_TITLE)))
                continue;
            const struct known *best = NULL;
            uint32_t n = 0;
            uint64_t h = 0;
            for (uint32_t k = i; k < end && k < i + LONGEST && labels[k] == LABEL_O; k++) {
                h = k == i ? w[k].hash : name_join(h, w[k].hash);
                const struct known *x = known_at(known, cap - 1, h, false);
                if (!x)
                    break;
                uint32_t votes = x->votes[0] + x->votes[1] + x->votes[2] + x->votes[3];
                bool common = k == i && ((w[i].doc & DOC_LOWER) || votes < 2 || w[i].shape == SHAPE_LETTER);
                if (votes && capital(&w[k]) && !common)
                    best = x, n = k + 1 - i;
                if (!x->starts)
                    break;
            }
            if (!best)
                continue;
            int type = 0;
            for (int k = 1; k < 4; k++)
                if (best->votes[k] > best->votes[type])
                    type = k;
            names_put(labels, i, i + n, type == 3 ? LABEL_U_MISC : 4 + type * 4);
            i += n - 1;
        }
}

void names_settle(const struct lang *l, const struct name_word *w, uint8_t *labels, struct arena *tmp) {
    for (uint32_t s = 0; s < l->sentences_n; s++) {
        listed_phrases(w, l->sentences[s].first, l->sentences[s].end, labels);
        organisations(w, l->sentences[s].first, l->sentences[s].end, labels);
    }
    spread(l, w, labels, tmp);
}
