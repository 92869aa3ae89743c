/* Tags where there is no model: digits, marks, capitals and the closed classes; what is left is
 * NOUN. The lemma is the form in lower case. */
#include "lang_parts.h"

static const struct {
    const char *words;
    uint8_t upos, xpos;
} closed[] = {
    {"the a an this that these those", UPOS_DET, XPOS_DT},
    {"i you he she it we they me him her us them who whom", UPOS_PRON, XPOS_PRP},
    {"my your his its our their", UPOS_PRON, XPOS_PRPS},
    {"of in on at by for with from about into over after before under between against during", UPOS_ADP, XPOS_IN},
    {"and or but nor", UPOS_CCONJ, XPOS_CC},
    {"if because while although though whether since unless", UPOS_SCONJ, XPOS_IN},
    {"is are was were be been being has have had do does did", UPOS_AUX, XPOS_VBZ},
    {"will would can could may might must shall should", UPOS_AUX, XPOS_MD},
    {"to", UPOS_PART, XPOS_TO},
    {"not n't", UPOS_PART, XPOS_RB},
    {"'s ' \xE2\x80\x99s", UPOS_PART, XPOS_POS},
    {"said says say told tells", UPOS_VERB, XPOS_VBD},
};

void rough_read(const struct lang_kit *kit, const struct page *page, struct arena *a,
                struct lang *out) {
    (void)kit;
    struct table t;
    table_init(&t, a, 256);
    for (size_t i = 0; i < NELEMS(closed); i++) {
        slice rest = slice_str(closed[i].words), w;
        while (slice_field(&rest, ' ', &w))
            *table_put(&t, w, 0) = (uint32_t)i + 1;
    }
    char *pool = arena_alloc(a, page->text.n + 1u);
    uint32_t used = 0;
    for (uint32_t i = 0; i < out->tokens_n; i++) {
        struct token *k = &out->tokens[i];
        slice f = token_form(page->text, k);
        k->lemma = used;
        k->lemma_n = f.n > UINT16_MAX ? UINT16_MAX : (uint16_t)f.n;
        for (uint32_t j = 0; j < k->lemma_n; j++)
            pool[used++] = to_lower(f.p[j]);
        slice low = slice_of(pool + k->lemma, k->lemma_n);
        k->key = lang_key(low);
        const uint32_t *c = table_get(&t, low);
        if (c && *c)
            k->upos = closed[*c - 1].upos, k->xpos = closed[*c - 1].xpos;
        else if (k->flags & TOKEN_UPPER)
            k->upos = UPOS_PROPN, k->xpos = XPOS_NNP;
        else if (k->flags & TOKEN_DIGIT)
            k->upos = UPOS_NUM, k->xpos = XPOS_CD;
        else if (!is_alpha((unsigned char)f.p[0]) && (unsigned char)f.p[0] < 0x80)
            k->upos = UPOS_PUNCT, k->xpos = f.p[0] == ',' ? XPOS_COMMA : XPOS_PERIOD;
        else
            k->upos = UPOS_NOUN, k->xpos = XPOS_NN;
    }
    out->lemmas = pool;
}
