/* Names, their types, and which of them are one. */
#include "base/base.h"
#include "lang/lang.h"
#include "lang/names.h"
#include "test.h"

#include <stdio.h>
#include <stdlib.h>

static struct lang_kit *kit;
static struct arena *a, *tmp;

static void read_text(slice text, struct page *page, struct lang *l) {
    *page = (struct page){.text = text};
    page->blocks = ARENA_NEW(a, struct block);
    page->blocks[0] = (struct block){{0, text.n}, BLOCK_PARAGRAPH};
    page->blocks_n = 1;
    lang_read(kit, page, LANG_PARSE, a, tmp, l);
    arena_reset(tmp);
}

/* The text with its names marked as in names.txt. */
static slice marked(slice text) {
    struct page page;
    struct lang l;
    read_text(text, &page, &l);
    struct buf b = {.a = a};
    uint32_t at = 0;
    for (uint32_t i = 0; i < l.mentions_n; i++) {
        if (l.mentions[i].kind != MENTION_NAME)
            continue;
        span s = l.mentions[i].at;
        buf_slice(&b, slice_cut(text, at, s.start));
        buf_slice(&b, arena_printf(a, "[%s ", entity_type_names[l.entities[l.mentions[i].entity].type]));
        buf_slice(&b, slice_at(text, s));
        buf_char(&b, ']');
        at = s.end;
    }
    buf_slice(&b, slice_cut(text, at, text.n));
    return buf_take(&b);
}

static slice without_marks(slice line) {
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < line.n; i++) {
        if (line.p[i] == '[')
            while (line.p[i] != ' ')
                i++;
        else if (line.p[i] != ']')
            buf_char(&b, line.p[i]);
    }
    return buf_take(&b);
}

static void cases(void *arg) {
    (void)arg;
    FILE *f = fopen("tests/lang/names.txt", "r");
    CHECK(f != NULL);
    char line[1024];
    while (f && fgets(line, sizeof line, f)) {
        slice want = slice_trim(slice_str(line));
        if (!want.n || want.p[0] == '#')
            continue;
        slice got = marked(without_marks(want));
        char copy[1024];
        snprintf(copy, sizeof copy, "%.*s", (int)want.n, want.p);
        CHECK_SLICE(got, copy);
    }
    if (f)
        fclose(f);
}

/* The entity of the name that is written so at its n-th place (from 0), or NONE. */
static uint32_t entity_of(const struct page *p, const struct lang *l, const char *form, uint32_t n) {
    for (uint32_t i = 0; i < l->mentions_n; i++)
        if (l->mentions[i].kind == MENTION_NAME && slice_eq(slice_at(p->text, l->mentions[i].at), slice_str(form)) &&
            n-- == 0)
            return l->mentions[i].entity;
    return NONE;
}

static void variants(void *arg) {
    (void)arg;
    struct page p;
    struct lang l;
    read_text(S("President Vasil Horenko met the Swedish envoy Karin Lindqvist in Sweden on Monday. "
                "Horenko said that Lindqvist and the Swedish side agreed. Vasil V. Horenko left for Mumbai. "
                "In Bombay, Horenko met the International Seabed Survey Agency (ISSA). ISSA said nothing. "
                "The U.S. Transport Department did not answer, and the Transport Department was asked twice."),
              &p, &l);
    uint32_t man = entity_of(&p, &l, "Vasil Horenko", 0);
    CHECK(man != NONE);
    CHECK(entity_of(&p, &l, "Horenko", 0) == man);
    CHECK(entity_of(&p, &l, "Horenko", 1) == man);
    CHECK(entity_of(&p, &l, "Vasil V. Horenko", 0) == man);
    CHECK(entity_of(&p, &l, "Karin Lindqvist", 0) != man);
    CHECK(entity_of(&p, &l, "Lindqvist", 0) == entity_of(&p, &l, "Karin Lindqvist", 0));
    uint32_t sweden = entity_of(&p, &l, "Sweden", 0), swedish = entity_of(&p, &l, "Swedish", 0);
    CHECK(sweden != NONE && swedish != NONE && sweden != swedish);
    CHECK(entity_of(&p, &l, "Swedish", 1) == swedish);
    CHECK(entity_of(&p, &l, "Mumbai", 0) != NONE);
    CHECK(entity_of(&p, &l, "Mumbai", 0) == entity_of(&p, &l, "Bombay", 0));
    CHECK(entity_of(&p, &l, "U.S. Transport Department", 0) != NONE);
    CHECK(entity_of(&p, &l, "U.S. Transport Department", 0) == entity_of(&p, &l, "Transport Department", 0));
    CHECK(entity_of(&p, &l, "ISSA", 0) != NONE);
    CHECK(entity_of(&p, &l, "ISSA", 0) == entity_of(&p, &l, "ISSA", 1));
    if (man != NONE) {
        CHECK_SLICE(l.entities[man].name, "Vasil V. Horenko");
        CHECK(l.entities[man].aliases_n == 2);
        CHECK_SLICE(l.entities[man].title, "President");
        CHECK(slice_eq(slice_at(p.text, l.mentions[l.entities[man].first_mention].at), S("Vasil Horenko")));
    }
}

/* A surname that two people share goes to the one named last. */
static void shared_surname(void *arg) {
    (void)arg;
    struct page p;
    struct lang l;
    read_text(S("Peter Malone spoke first. Malone was brief. Then Laura Malone spoke. Malone was not."), &p, &l);
    uint32_t he = entity_of(&p, &l, "Peter Malone", 0), she = entity_of(&p, &l, "Laura Malone", 0);
    CHECK(he != NONE && she != NONE && he != she);
    CHECK(entity_of(&p, &l, "Malone", 0) == he);
    CHECK(entity_of(&p, &l, "Malone", 1) == she);
    CHECK(he == NONE || l.entities[he].gender == GENDER_MALE);
    CHECK(she == NONE || l.entities[she].gender == GENDER_FEMALE);
}

/* Father and son of one name are two; the surname alone is the father's. Where there is only the son it is his. */
static void junior(void *arg) {
    (void)arg;
    struct page p;
    struct lang l;
    read_text(S("President Peter Malone met Peter Malone Jr. in Oslo on Monday. Malone said that he was tired. "
                "On Tuesday Malone Jr. left for Bergen, and Malone stayed."),
              &p, &l);
    uint32_t father = entity_of(&p, &l, "Peter Malone", 0), son = entity_of(&p, &l, "Peter Malone Jr.", 0);
    CHECK(father != NONE && son != NONE && father != son);
    CHECK(entity_of(&p, &l, "Malone", 0) == father && entity_of(&p, &l, "Malone", 1) == father);
    CHECK(entity_of(&p, &l, "Malone Jr.", 0) == son);
    read_text(S("Governor Arthur Belling Jr. spoke in Oslo on Monday. Belling said that he was tired."), &p, &l);
    CHECK(entity_of(&p, &l, "Arthur Belling Jr.", 0) != NONE);
    CHECK(entity_of(&p, &l, "Arthur Belling Jr.", 0) == entity_of(&p, &l, "Belling", 0));
}

/* Mentions are in order, inside the text, each with its entity. */
static bool sound(const struct page *p, const struct lang *l) {
    for (uint32_t i = 0; i < l->mentions_n; i++) {
        const struct mention *m = &l->mentions[i];
        if (m->at.start >= m->at.end || m->at.end > p->text.n || m->first >= m->end || m->end > l->tokens_n)
            return false;
        if (i && l->mentions[i - 1].at.start > m->at.start)
            return false;
        if (m->entity != NONE && m->entity >= l->entities_n)
            return false;
    }
    for (uint32_t e = 0; e < l->entities_n; e++)
        if (l->entities[e].first_mention >= l->mentions_n ||
            l->mentions[l->entities[e].first_mention].entity != e)
            return false;
    return true;
}

static void hostile(void *arg) {
    (void)arg;
    struct page p;
    struct lang l;
    struct buf b = {.a = a}; /* 40,000 names on one page: no more work than their number */
    for (int i = 0; i < 20000; i++) {
        slice s = arena_printf(a, "%s A%c%c%c Smith and Bob %c%c. ", i % 7 ? "Mr." : "JOHN", 'a' + i % 26,
                               'a' + i / 26 % 26, 'a' + i / 676, 'A' + i % 26, 'A' + i / 26 % 26);
        buf_slice(&b, s);
    }
    read_text(buf_take(&b), &p, &l);
    CHECK(l.mentions_n > 1000);
    CHECK(sound(&p, &l));
    static const char *const odd[] = {"", " ", "\xff\xfe Bob \xc3", "....", "A", "The the The the", "U.S.", "'s 's",
                                      "Mr. Mr. Mr.", "Of", "I", "\"\"\"", "President", "2022 2022 Games"};
    for (size_t i = 0; i < NELEMS(odd); i++) {
        read_text(slice_str(odd[i]), &p, &l);
        CHECK(sound(&p, &l));
    }
}

static void labels(void *arg) {
    (void)arg;
    CHECK(label_follows(LABEL_COUNT, LABEL_O) && label_follows(LABEL_B_PER, LABEL_L_PER));
    CHECK(!label_follows(LABEL_B_PER, LABEL_L_ORG) && !label_follows(LABEL_O, LABEL_I_LOC));
    CHECK(!label_follows(LABEL_B_PER, LABEL_COUNT) && label_follows(LABEL_L_PER, LABEL_B_PER));
    CHECK(label_follows(LABEL_I_MISC, LABEL_COUNT) && !label_follows(LABEL_B_MISC, LABEL_O));
}

int main(void) {
    a = arena_new(0), tmp = arena_new(0);
    CHECK(lang_kit_open(&kit, "en", NULL, NULL) == 0);
    RUN(labels);
    RUN(cases);
    RUN(variants);
    RUN(shared_surname);
    RUN(junior);
    RUN(hostile);
    lang_kit_close(kit);
    arena_free(a), arena_free(tmp);
    DONE();
}
