/* Whom pronouns and descriptions mean. */
#include "base/base.h"
#include "lang/lang.h"
#include "test.h"

static struct lang_kit *kit;
static struct arena *a, *tmp;

/* The name meant by the `n`-th mention (from 0) that is written `form` and is no name; p NULL: left open. */
static slice meant(slice text, const char *form, uint32_t n) {
    struct page page = {.text = text};
    struct lang l;
    page.blocks = ARENA_NEW(a, struct block);
    page.blocks[0] = (struct block){{0, text.n}, BLOCK_PARAGRAPH};
    page.blocks_n = 1;
    lang_read(kit, &page, LANG_PARSE, a, tmp, &l);
    arena_reset(tmp);
    for (uint32_t i = 0; i < l.mentions_n; i++)
        if (l.mentions[i].kind != MENTION_NAME && slice_eq(slice_at(text, l.mentions[i].at), slice_str(form)) && n-- == 0)
            return l.mentions[i].entity == NONE ? (slice){0} : l.entities[l.mentions[i].entity].name;
    return (slice){0};
}

static void pronouns(void *arg) {
    (void)arg;
    slice one = S("Laura Malone met Peter Brandt in Oslo. She said that she would resign. He thanked her.");
    CHECK_SLICE(meant(one, "She", 0), "Laura Malone");
    CHECK_SLICE(meant(one, "she", 0), "Laura Malone");
    CHECK_SLICE(meant(one, "He", 0), "Peter Brandt");
    CHECK_SLICE(meant(one, "her", 0), "Laura Malone");
    slice two = S("Peter Brandt gave a speech on Monday. He said his party had won.");
    CHECK_SLICE(meant(two, "He", 0), "Peter Brandt");
    CHECK_SLICE(meant(two, "his", 0), "Peter Brandt");
    /* nobody named: nothing is said */
    CHECK(meant(S("The farmer sold the cow. He was glad."), "He", 0).p == NULL);
    /* nobody of that gender */
    CHECK(!slice_eq(meant(S("Peter Brandt stayed. The queen left. She waved."), "She", 0), S("Peter Brandt")));
}

static void descriptions(void *arg) {
    (void)arg;
    slice one = S("Government spokeswoman Laura Malone denied it. The minister had no comment. "
                  "The spokeswoman added that talks went on.");
    CHECK_SLICE(meant(one, "The spokeswoman", 0), "Laura Malone");
    CHECK(meant(one, "The minister", 0).p == NULL);
    /* of two, neither */
    slice two = S("Minister Laura Malone and minister Peter Brandt met. The minister left early.");
    CHECK(meant(two, "The minister", 0).p == NULL);
    /* "vice" is a word of a title, not letters of one; with a hyphen too */
    CHECK_SLICE(meant(S("Service Director Laura Malone denied it. The director left early."), "The director", 0), "Laura Malone");
    CHECK(meant(S("Vice-President Laura Malone denied it. The president left early."), "The president", 0).p == NULL);
    CHECK(meant(S("Ex-President Laura Malone denied it. The president left early."), "The president", 0).p == NULL);
}

int main(void) {
    a = arena_new(0), tmp = arena_new(0);
    CHECK(lang_kit_open(&kit, "en", NULL, NULL) == 0);
    RUN(pronouns);
    RUN(descriptions);
    lang_kit_close(kit);
    arena_free(a), arena_free(tmp);
    DONE();
}
