/* names_context: is a lone name that no list has, and that the model took for a person, a company or a country?
 *
 *   shares of Norvane, Norvane's board, the operator Norvane      -> organisation
 *   in Lysmark, Lysmark's parliament, the port of Lysmark          -> place
 *   Mr Oak, Oak, 45, spokesman Oak, he                             -> person
 *
 * What stands beside its mentions votes; the rest of the document has no longer form of it. */
#include "names.h"

static const char firm_has[] = "share shares stock board workers employees staff plant plants factory factories headquarters products customers subsidiary "
                               "fleet shareholders investors profit profits revenue sales executives founder brand boss bosses chairman";
static const char land_has[] = "government parliament capital embassy army military border borders coast economy ministry navy airspace territory "
                               "foreign defence defense president ambassador prime territorial currency constitution king queen elections";
static const char firm_is[] = "company firm operator maker manufacturer group airline carrier bank insurer retailer supplier brand giant rival startup "
                              "start-up lender builder publisher owner shipyard contractor subsidiary";
static const char land_is[] = "country state republic kingdom island city town region province port village";
static const char stakes[] = "stake stakes share shares confidence investment investor investors job jobs interest workers employees trust";

bool names_firm_word(slice w) { return slice_among(w, firm_is); }

struct votes { uint32_t person, firm, land; };

static void look(const struct lang *l, slice text, const struct names_kit *kit, const struct mention *m, struct votes *v) {
#define WORD(i) ((i) < l->tokens_n ? token_form(text, &l->tokens[i]) : S(""))
    uint32_t t = m->first, end = m->end;
    slice next = WORD(end);
    bool begins = (l->tokens[t].flags & TOKEN_SENTENCE) != 0;
    slice prev = begins || !t ? S("") : WORD(t - 1), before = begins || t < 2 || (l->tokens[t - 1].flags & TOKEN_SENTENCE) ? S("") : WORD(t - 2);
    const struct name_listed *title = prev.n ? names_listed(kit, name_hash(prev)) : NULL;
    if (title && (title->bits & NAME_TITLE) && !slice_among(prev, "operator"))
        v->person += 2;
    if (end < l->tokens_n && l->tokens[end].xpos == XPOS_POS)
        for (uint32_t k = end + 1; k < end + 3; k++) {
            if (slice_among(WORD(k), firm_has))
                v->firm++;
            else if (slice_among(WORD(k), land_has))
                v->land++;
            else if (k < l->tokens_n && l->tokens[k].xpos == XPOS_JJ)
                continue;
            break;
        }
    if (slice_among(next, firm_has))
        v->firm++; /* "Norvane shares" */
    if (slice_among(prev, firm_is))
        v->firm += 2;
    bool alone = !(end < l->tokens_n && (l->tokens[end].upos == UPOS_NOUN || l->tokens[end].upos == UPOS_PROPN || l->tokens[end].xpos == XPOS_POS));
    if (alone && slice_among(prev, "in across throughout inside")) {
        if (slice_among(before, stakes))
            v->firm++;
        else
            v->land++;
    }
    if (slice_among(prev, "of") && slice_among(before, land_is))
        v->land += 2;
    if (slice_among(prev, "of") && slice_among(before, firm_has))
        v->firm++;
    if (slice_eq(next, S(","))) {
        slice after = WORD(end + 1);
        bool age = after.n == 2 && is_digit((unsigned char)after.p[0]) && is_digit((unsigned char)after.p[1]);
        v->person += age ? 2 : 0;
        if (slice_among(after, "a an the")) {
            for (uint32_t k = end + 2; k < end + 9 && k < l->tokens_n && !(l->tokens[k].flags & TOKEN_SENTENCE); k++) {
                slice w = WORD(k);
                const struct name_listed *e = names_listed(kit, name_hash(w));
                if (e && (e->bits & NAME_TITLE) && !slice_among(w, firm_is)) {
                    v->person += 2;
                    break;
                }
                if (slice_among(w, firm_is) || slice_among(w, land_is)) {
                    v->firm += slice_among(w, firm_is) ? 2 : 0;
                    v->land += slice_among(w, land_is) ? 2 : 0;
                    break;
                }
                if (w.n == 1 && !is_alnum((unsigned char)w.p[0]))
                    break;
            }
        }
    }
    /* "Norvane said it", "Oak said he" */
    if (end + 1 < l->tokens_n && (l->tokens[end].xpos == XPOS_VBD || l->tokens[end].xpos == XPOS_VBZ))
        for (uint32_t k = end + 1; k < end + 5 && k < l->tokens_n && !(l->tokens[k].flags & TOKEN_SENTENCE); k++) {
            if (slice_among(WORD(k), "he she his her"))
                v->person++;
            else if (slice_among(WORD(k), "it its"))
                v->firm++;
            else
                continue;
            break;
        }
#undef WORD
}

/* mentions p[0..n): of one word each, and alike. `people`: the document names a people or a tongue after it. ENTITY_PER where nothing speaks against it. */
uint8_t names_by_context(const struct names_kit *kit, slice text, const struct lang *l, const uint32_t *p, uint32_t n, bool people) {
    enum { MOST = 24 };
    struct votes v = {0, 0, 0};
    for (uint32_t i = 0; i < n && i < MOST; i++)
        look(l, text, kit, &l->mentions[p[i]], &v);
    if (people) /* "Lysmarkers", "the Lysmarkian": a land has people */
        v.land += 2;
    if (!(v.firm + v.land) || v.person * 2 >= v.firm + v.land)
        return ENTITY_PER;
    return v.land > v.firm ? ENTITY_GPE : ENTITY_ORG;
}
