/* One document as CoNLL-U (universaldependencies.org/format.html), ten columns. */
#include "view.h"

/* White space inside a comment or a form would break the lines apart. */
static void line_text(struct out *o, slice s) {
    uint32_t from = 0;
    for (uint32_t i = 0; i <= s.n; i++)
        if (i == s.n || s.p[i] == '\n' || s.p[i] == '\r' || s.p[i] == '\t') {
            out_bytes(o, s.p + from, i - from);
            if (i < s.n)
                out_bytes(o, " ", 1);
            from = i + 1;
        }
}

static void column(struct out *o, slice s) {
    out_bytes(o, "\t", 1);
    if (s.n)
        line_text(o, s);
    else
        out_bytes(o, "_", 1);
}

/* Whether a blank stands after token i; at a sentence's end the next sentence's start tells. */
static bool space_after(const struct lang *l, uint32_t i) {
    return i + 1 >= l->tokens_n || l->tokens[i + 1].flags & TOKEN_SPACE_BEFORE;
}

void view_conllu_head(slice id, struct out *o) {
    out_str(o, "# newdoc id = ");
    line_text(o, id);
    out_bytes(o, "\n", 1);
}

void view_conllu(const struct document *d, struct out *o) {
    view_conllu_head(d->id, o);
    view_conllu_body(d, o);
}

void view_conllu_body(const struct document *d, struct out *o) {
    const struct lang *l = &d->lang;
    slice text = d->page.text;
    for (uint32_t s = 0; s < l->sentences_n; s++) {
        const struct sentence *z = &l->sentences[s];
        if (s == 0 || z->block != l->sentences[s - 1].block)
            out_str(o, "# newpar\n");
        out_printf(o, "# sent_id = %u\n# text = ", s + 1);
        line_text(o, slice_at(text, z->at));
        out_bytes(o, "\n", 1);
        for (uint32_t i = z->first; i < z->end; i++) {
            const struct token *t = &l->tokens[i];
            uint32_t last = i; /* of the written word that begins here */
            if (!(t->flags & TOKEN_MWT) || i == z->first)
                while (last + 1 < z->end && l->tokens[last + 1].flags & TOKEN_MWT)
                    last++;
            if (last > i) {
                out_printf(o, "%u-%u", i - z->first + 1, last - z->first + 1);
                column(o, slice_cut(text, t->at.start, l->tokens[last].at.end));
                out_str(o, "\t_\t_\t_\t_\t_\t_\t_\t");
                out_str(o, space_after(l, last) ? "_\n" : "SpaceAfter=No\n");
            }
            bool inside = t->flags & TOKEN_MWT || last > i;
            out_printf(o, "%u", i - z->first + 1);
            column(o, token_form(text, t));
            column(o, token_lemma(l, t));
            column(o, slice_str(upos_names[t->upos < UPOS_COUNT ? t->upos : 0]));
            column(o, slice_str(xpos_names[t->xpos < XPOS_COUNT ? t->xpos : 0]));
            column(o, lang_feats(t->feats));
            if (l->parsed && t->head != NONE) {
                out_printf(o, "\t%u", t->head == i ? 0 : t->head - z->first + 1);
                column(o, slice_str(deprel_names[t->deprel < DEP_COUNT ? t->deprel : 0]));
            } else {
                out_str(o, "\t_\t_");
            }
            out_str(o, inside || space_after(l, i) ? "\t_\t_\n" : "\t_\tSpaceAfter=No\n");
        }
        out_bytes(o, "\n", 1);
    }
}
