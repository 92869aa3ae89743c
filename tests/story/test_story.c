/* Which reports tell one story. */
#include "test.h"

#include "../kin/kin_fixture.h"
#include "story/story.h"

static struct arena *a;

static const char *hall[] = {
    "The town council of Brakke voted on Monday to close the old swimming hall by the river. Mayor Signe Tolvsen said the "
    "roof could no longer be repaired. The swimming club, which has 312 members, will train in Ostvang until a new hall opens.",
    "Swimmers in Brakke must look for other water: the council has decided to shut the swimming hall on the river, whose roof "
    "is beyond repair, mayor Signe Tolvsen said. The club's 312 members go to Ostvang."};

static void stories(void *arg) {
    (void)arg;
    int one[] = {0, 1, 2, 4}, two[] = {0, 1, 3, 5};
    const struct document *f1 = make_document(a, "f1", join_paragraphs(a, ferry, one, 4), "Ferry Astrild runs aground off Varn", "Harbour Post", "2021-03-03");
    const struct document *f2 = make_document(a, "f2", join_paragraphs(a, ferry, two, 4), "Astrild ferry strikes reef off Varn", "Coast Herald", "2021-03-04");
    const struct document *h1 = make_document(a, "h1", hall[0], "Brakke closes its swimming hall", "Harbour Post", "2021-03-03");
    const struct document *h2 = make_document(a, "h2", hall[1], "No more swimming in Brakke", "Coast Herald", "2021-03-03");
    const struct document *docs[] = {f1, f2, h1, h2}, *turned[] = {h2, f2, h1, f1};
    struct kin k;
    struct stories s, t;
    kin_read(docs, 4, 1, a, &k);
    story_read(docs, 4, &k, 1, a, &s);
    CHECK(s.stories_n == 2);
    CHECK(s.story_of[0] == s.story_of[1] && s.story_of[2] == s.story_of[3] && s.story_of[0] != s.story_of[2]);
    const struct story *st = &s.stories[s.story_of[0]];
    CHECK(st->documents_n == 2 && st->documents[0] == 0 && st->documents[1] == 1);
    CHECK_SLICE(st->from, "2021-03-03");
    CHECK_SLICE(st->to, "2021-03-04");
    CHECK(st->title.n > 0);
    /* ids come from the members, whatever their order and the threads */
    kin_read(turned, 4, 2, a, &k);
    story_read(turned, 4, &k, 2, a, &t);
    CHECK(slice_eq(s.stories[s.story_of[0]].id, t.stories[t.story_of[3]].id));
    CHECK(slice_eq(s.stories[s.story_of[2]].id, t.stories[t.story_of[0]].id));
}

/* The same matter a year later is another story, of the same thread. */
static void threads(void *arg) {
    (void)arg;
    int one[] = {0, 1, 2, 4, 5}, two[] = {0, 2, 3, 6, 7};
    const struct document *docs[] = {
        make_document(a, "1", join_paragraphs(a, ferry, one, 5), "Ferry Astrild runs aground off Varn", NULL, "2021-03-03"),
        make_document(a, "2", join_paragraphs(a, ferry, two, 5), "Court hears captain of ferry Astrild", NULL, "2022-05-09"),
        make_document(a, "3", hall[0], "Brakke closes its swimming hall", NULL, "2021-03-03")};
    struct kin none = {0};
    struct stories s;
    story_read(docs, 3, &none, 1, a, &s);
    CHECK(s.stories_n == 3);
    CHECK(s.threads_n == 1 && s.threads[0].stories_n == 2);
    if (s.threads_n)
        for (uint32_t i = 0; i < s.threads[0].stories_n; i++)
            CHECK(s.threads[0].stories[i] != s.story_of[2]);
}

static void nothing(void *arg) {
    (void)arg;
    struct kin none = {0};
    struct stories s;
    story_read(NULL, 0, &none, 1, a, &s);
    CHECK(s.stories_n == 0);
    const struct document *docs[] = {make_document(a, "1", "", NULL, NULL, NULL), make_document(a, "2", "", NULL, NULL, NULL)};
    story_read(docs, 2, &none, 2, a, &s);
    CHECK(s.stories_n == 2);
    CHECK(!slice_eq(s.stories[0].id, s.stories[1].id)); /* the same bytes, told twice, are two rows */
}

int main(void) {
    a = arena_new(0);
    RUN(stories);
    RUN(threads);
    RUN(nothing);
    arena_free(a);
    DONE();
}
