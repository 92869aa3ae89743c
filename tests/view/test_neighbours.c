/* CoreNLP's and spaCy's names: the offsets are in their characters and lead to the words. */
#include "test.h"

#include <jansson.h>

#include "doc/doc.h"
#include "view/view.h"

static struct arena *arena, *tmp;
static struct document doc = {.id = S("a")};

static int collect(void *arg, const char *p, size_t n) {
    buf_add(arg, p, n);
    return 0;
}

static json_t *keys(void (*view)(const struct document *, struct arena *, struct out *)) {
    static struct out o;
    struct buf b = {.a = arena};
    out_init(&o, collect, &b);
    jout_open(&o, NULL, '{');
    view(&doc, tmp, &o);
    jout_close(&o, '}');
    CHECK(out_flush(&o) == 0);
    slice s = buf_take(&b);
    return json_loadb(s.p, s.n, 0, NULL);
}

static json_int_t number(json_t *o, const char *key) { return json_integer_value(json_object_get(o, key)); }
static bool is(json_t *o, const char *key, const char *want) {
    const char *s = json_string_value(json_object_get(o, key));
    return s && !strcmp(s, want);
}

static json_t *token_of(json_t *list, const char *key, const char *form) {
    size_t i;
    json_t *t;
    json_array_foreach(list, i, t) if (is(t, key, form)) return t;
    return NULL;
}

static void corenlp(void *arg) {
    (void)arg;
    json_t *o = keys(view_corenlp_keys), *sentences = json_object_get(o, "sentences");
    CHECK(json_array_size(sentences) == 2 && is(o, "docDate", "2021-03-10"));
    json_t *first = json_array_get(sentences, 0), *second = json_array_get(sentences, 1);
    json_t *said = token_of(json_object_get(first, "tokens"), "word", "said");
    CHECK(said && number(said, "index") == 7 && is(said, "pos", "VBD") && is(said, "lemma", "say") && is(said, "ner", "O"));
    CHECK(is(said, "before", " ") && is(said, "after", " "));
    json_t *arc = token_of(json_object_get(first, "basicDependencies"), "dep", "ROOT");
    CHECK(arc && number(arc, "governor") == 0 && number(arc, "dependent") == 7 && is(arc, "dependentGloss", "said"));
    /* the face counts two in Java, elsewhere one */
    json_t *paris = token_of(json_object_get(second, "tokens"), "word", "Paris");
    CHECK(paris && number(paris, "characterOffsetBegin") == 43 && number(paris, "characterOffsetEnd") == 48);
    CHECK(paris && is(paris, "ner", "LOCATION"));
    json_t *name = token_of(json_object_get(first, "entitymentions"), "text", "Ann Weller");
    CHECK(name && is(name, "ner", "PERSON") && number(name, "tokenBegin") == 4 && number(name, "tokenEnd") == 6);
    json_t *day = token_of(json_object_get(first, "entitymentions"), "text", "Friday");
    CHECK(day && is(day, "ner", "DATE") && is(day, "normalizedNER", "2021-03-05"));
    CHECK(day && is(json_object_get(day, "timex"), "value", "2021-03-05"));
    json_t *quote = json_array_get(json_object_get(o, "quotes"), 0);
    CHECK(quote && is(quote, "speaker", "Ann Weller") && number(quote, "beginSentence") == 0);
    CHECK(json_object_size(json_object_get(o, "corefs")) >= 1);
    json_decref(o);
}

static void spacy(void *arg) {
    (void)arg;
    json_t *o = keys(view_spacy_keys), *tokens = json_object_get(o, "tokens");
    CHECK(json_array_size(json_object_get(o, "sents")) == 2);
    CHECK(json_array_size(tokens) == doc.lang.tokens_n);
    json_t *said = json_array_get(tokens, 6), *sent = json_array_get(json_object_get(o, "sents"), 1);
    CHECK(is(said, "lemma", "say") && is(said, "dep", "ROOT") && number(said, "head") == 6 && number(said, "id") == 6);
    json_t *ents = json_object_get(o, "ents"), *place = token_of(ents, "label", "GPE");
    CHECK(place && number(place, "start") == 42 && number(place, "end") == 47); /* the face counts one */
    CHECK(token_of(ents, "label", "PERSON") && token_of(ents, "label", "DATE"));
    CHECK(number(sent, "start") == 33);
    json_decref(o);
}

int main(void) {
    arena = arena_new(0);
    tmp = arena_new(0);
    struct lang_kit *lang;
    struct mark_kit *mark;
    CHECK(lang_kit_open(&lang, "en", NULL, NULL) == 0 && mark_kit_open(&mark, "en", NULL, NULL) == 0);
    doc.page.text = S("\xE2\x80\x9CNo,\xE2\x80\x9D Ann Weller said on Friday. She \xF0\x9F\x98\xA2 in Paris.");
    static struct block block;
    block.at = (span){0, doc.page.text.n};
    doc.page.blocks = &block;
    doc.page.blocks_n = 1;
    doc.page.published = S("2021-03-10");
    lang_read(lang, &doc.page, LANG_PARSE, arena, tmp, &doc.lang);
    mark_read(mark, &doc.page, &doc.lang, arena, tmp, &doc.marks);
    RUN(corenlp);
    RUN(spacy);
    lang_kit_close(lang);
    mark_kit_close(mark);
    arena_free(arena);
    arena_free(tmp);
    DONE();
}
