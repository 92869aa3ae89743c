/* Reports made up on the spot, and what the claim room makes of them. */
#ifndef STM_CLAIM_REPORTS_H
#define STM_CLAIM_REPORTS_H

#include "report.h"

#include "claim/claim.h"

static const struct document *report(struct arena *a, const char *id, const char *published, const char *words) {
    struct document *d = ARENA_NEW(a, struct document);
    report_text(a, d, slice_str(words));
    d->id = slice_str(id);
    d->page.published = slice_str(published);
    sha256(d->page.text.p, d->page.text.n, d->source.sha256);
    report_read(a, d);
    return d;
}

/* One story, one family where `family` says so. */
static void read_claims(struct arena *a, const struct document *const *docs, uint32_t n, bool family,
                        struct claims *out) {
    struct kin kin = {0};
    struct stories stories = {0};
    kin.family = ARENA_ARRAY(a, uint32_t, n + 1);
    stories.story_of = ARENA_ARRAY(a, uint32_t, n + 1);
    stories.stories = ARENA_ARRAY(a, struct story, 1);
    stories.stories_n = 1;
    stories.stories[0].documents = ARENA_ARRAY(a, uint32_t, n + 1);
    stories.stories[0].documents_n = n;
    for (uint32_t i = 0; i < n; i++) {
        stories.stories[0].documents[i] = i;
        kin.family[i] = family ? 0 : i;
    }
    story_read(docs, n, &kin, 1, a, &stories); /* figures */
    stories.stories_n = 1;
    stories.threads_n = 0;
    stories.stories = ARENA_ARRAY(a, struct story, 1);
    stories.stories[0].documents = ARENA_ARRAY(a, uint32_t, n + 1);
    stories.stories[0].documents_n = n;
    for (uint32_t i = 0; i < n; i++) {
        stories.stories[0].documents[i] = i;
        stories.story_of[i] = 0;
    }
    claim_read(docs, n, &kin, &stories, 1, a, out);
}

static FILE *open_cases(const char *name) {
    char path[256];
    static const char *const from[] = {"tests/claim/", "../tests/claim/", "../../tests/claim/", "../../../tests/claim/"};
    for (size_t i = 0; i < NELEMS(from); i++) {
        snprintf(path, sizeof path, "%s%s", from[i], name);
        FILE *f = fopen(path, "rb");
        if (f)
            return f;
    }
    return NULL;
}

#endif
