#include "lib_conllu.h"

#include <stdio.h>

#include "lang/lang_parts.h"

static uint8_t name_number(const char *const *names, uint32_t n, slice s, uint32_t other) {
    for (uint32_t i = 0; i < n; i++)
        if (slice_eq(s, slice_str(names[i])))
            return (uint8_t)i;
    return (uint8_t)other;
}

static uint8_t deprel_number(slice s) {
    uint8_t k = name_number(deprel_names, DEP_COUNT, s, DEP_NONE);
    if (k == DEP_NONE) { /* an unknown subtype: the relation itself */
        uint32_t colon = slice_find(s, S(":"), 0);
        if (colon != NONE)
            k = name_number(deprel_names, DEP_COUNT, slice_cut(s, 0, colon), DEP_DEP);
    }
    return k == DEP_NONE ? DEP_DEP : k;
}

static uint16_t feats_number(slice s) {
    static const char *const kept[] = {"Number", "Person", "Tense", "VerbForm", "Mood", "Voice", "Case", "Gender",
        "PronType", "Poss", "Reflex", "Degree", "Definite", "Polarity", "NumType"};
    char out[256];
    uint32_t n = 0;
    slice pair;
    while (slice_field(&s, '|', &pair)) {
        uint32_t eq = slice_find(pair, S("="), 0);
        bool in = false;
        for (size_t i = 0; eq != NONE && i < NELEMS(kept); i++)
            in |= slice_eq(slice_cut(pair, 0, eq), slice_str(kept[i]));
        if (!in || n + pair.n + 1 > sizeof out)
            continue;
        if (n)
            out[n++] = '|';
        memcpy(out + n, pair.p, pair.n);
        n += pair.n;
    }
    for (uint16_t b = 1; n && b < 1000; b++) {
        slice have = lang_feats(b);
        if (slice_eq(have, slice_of(out, n)))
            return b;
        if (slice_eq(have, S("_")))
            break;
    }
    return 0;
}

void gold_read(struct gold *g, const char *path, struct arena *a) {
    slice rest = file_read(path, a), line;
    bool open = false, space = true;
    long mwt_first = 0, mwt_last = 0;
    bool mwt_space = true;
    while (slice_line(&rest, &line)) {
        if (!line.n) {
            open = false;
            continue;
        }
        if (line.p[0] == '#') {
            if (slice_starts(line, S("# newdoc")) || slice_starts(line, S("# newpar")))
                space = true;
            continue;
        }
        slice col[10] = {0};
        for (int i = 0; i < 10; i++)
            slice_field(&line, '\t', &col[i]);
        if (slice_find(col[0], S("."), 0) != NONE)
            continue;
        bool tight = slice_find(col[9], S("SpaceAfter=No"), 0) != NONE;
        if (!open) {
            ARENA_MORE(a, g->sentences, g->sentences_n, g->sentences_cap);
            g->sentences[g->sentences_n++] = g->words_n;
            open = true;
            mwt_first = mwt_last = 0;
        }
        uint32_t dash = slice_find(col[0], S("-"), 0);
        if (dash != NONE) {
            mwt_first = strtol(col[0].p, NULL, 10);
            mwt_last = strtol(col[0].p + dash + 1, NULL, 10);
            mwt_space = !tight;
            continue;
        }
        long id = strtol(col[0].p, NULL, 10);
        ARENA_MORE(a, g->words, g->words_n, g->words_cap);
        struct gold_word *w = &g->words[g->words_n++];
        *w = (struct gold_word){.form = col[1], .lemma = col[2]};
        w->upos = name_number(upos_names, UPOS_COUNT, col[3], UPOS_X);
        w->xpos = name_number(xpos_names, XPOS_COUNT, col[4], XPOS_NONE);
        w->feats = feats_number(col[5]);
        w->head = (int32_t)strtol(col[6].p, NULL, 10) - 1;
        w->deprel = deprel_number(col[7]);
        w->flags = token_flags(w->form) | (space ? TOKEN_SPACE_BEFORE : 0);
        bool inside = id >= mwt_first && id <= mwt_last;
        if (inside && id > mwt_first)
            w->flags |= TOKEN_MWT;
        space = inside ? (id == mwt_last && mwt_space) : !tight;
    }
    ARENA_MORE(a, g->sentences, g->sentences_n, g->sentences_cap);
    g->sentences[g->sentences_n] = g->words_n;
}
