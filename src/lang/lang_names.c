/* Universal Dependencies' names, and look-ups that later rooms share. */
#include "lang.h"

const char *const upos_names[UPOS_COUNT] = {
    "X", "ADJ", "ADP", "ADV", "AUX", "CCONJ", "DET", "INTJ", "NOUN", "NUM", "PART", "PRON",
    "PROPN", "PUNCT", "SCONJ", "SYM", "VERB"};
const char *const xpos_names[XPOS_COUNT] = {
    "_", "CC", "CD", "DT", "EX", "FW", "IN", "JJ", "JJR", "JJS", "LS", "MD", "NN", "NNS", "NNP",
    "NNPS", "PDT", "POS", "PRP", "PRP$", "RB", "RBR", "RBS", "RP", "SYM", "TO", "UH", "VB", "VBD",
    "VBG", "VBN", "VBP", "VBZ", "WDT", "WP", "WP$", "WRB", "ADD", "AFX", "GW", "HYPH", "NFP",
    "-LRB-", "-RRB-", ",", ".", ":", "``", "''", "$", "#"};
const char *const deprel_names[DEP_COUNT] = {
    "_", "root", "acl", "acl:relcl", "advcl", "advcl:relcl", "advmod", "amod", "appos", "aux",
    "aux:pass", "case", "cc", "cc:preconj", "ccomp", "compound", "compound:prt", "conj", "cop",
    "csubj", "csubj:pass", "dep", "det", "det:predet", "discourse", "dislocated", "expl", "fixed",
    "flat", "goeswith", "iobj", "list", "mark", "nmod", "nmod:desc", "nmod:poss", "nmod:unmarked",
    "nsubj", "nsubj:pass", "nsubj:outer", "nummod", "obj", "obl", "obl:agent", "obl:unmarked",
    "orphan", "parataxis", "punct", "reparandum", "vocative", "xcomp"};
const char *const entity_type_names[] = {"PER", "ORG", "GPE", "LOC", "EVENT", "MISC"};
const char *const mention_kind_names[] = {"name", "description", "pronoun"};

uint32_t lang_key(slice lemma) { return (uint32_t)hash64(lemma.p, lemma.n); }

uint8_t lang_born(slice word) {
    static const struct {
        char word[4];
        uint8_t born;
    } as[] = {{"Jr", BORN_JUNIOR}, {"Sr", BORN_SENIOR}, {"II", BORN_SECOND}, {"III", BORN_THIRD}, {"IV", BORN_FOURTH}};
    if (word.n == 3 && word.p[2] == '.')
        word.n--;
    for (unsigned i = 0; i < NELEMS(as); i++)
        if (word.n == strlen(as[i].word) && !memcmp(word.p, as[i].word, word.n))
            return as[i].born;
    return BORN_PLAIN;
}

uint32_t lang_sentence_at(const struct lang *l, uint32_t text) {
    uint32_t lo = 0, hi = l->sentences_n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (l->sentences[mid].at.end <= text)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo < l->sentences_n && l->sentences[lo].at.start <= text ? lo : NONE;
}

uint32_t lang_token_at(const struct lang *l, uint32_t text) {
    uint32_t lo = 0, hi = l->tokens_n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (l->tokens[mid].at.end <= text)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

uint32_t lang_mention_at(const struct lang *l, uint32_t text) {
    uint32_t lo = 0, hi = l->mentions_n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (l->mentions[mid].at.start < text)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}
