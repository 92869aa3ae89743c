/* What a page says about itself: meta elements, JSON-LD, microdata, <time>, links.
 *
 * rooms: base input */
#ifndef STM_HTML_HEAD_H
#define STM_HTML_HEAD_H

#include "html_features.h"
#include "page_meta.h"

enum { HEAD_AUTHORS = 16, HEAD_H1 = 12, HEAD_PEOPLE = 32, HEAD_TIMES = 10, HEAD_TAGS = 32 };

/* An element that is marked as an author's, or links to one; a <time>. */
struct head_person {
    slice text;
    uint32_t node;
    bool link, marked;
};
struct head_time {
    slice value;
    uint32_t node;
    bool marked; /* as the date of publication */
};

/* Values are decoded; p NULL: the page does not say it. */
struct html_head {
    slice ld_title, og_title, twitter_title, meta_title, micro_title, tag_title;
    slice h1[HEAD_H1], h2[HEAD_H1]; /* in order; h2: and h3 */
    uint32_t h2_n;
    slice ld_published, meta_published, micro_published, time_published, time_any, script_published;
    slice ld_modified, meta_modified, micro_modified;
    slice ld_site, og_site, app_site;
    slice canonical, og_url, ld_url;
    slice html_lang, meta_lang, ld_lang;
    slice image, keywords, tags[HEAD_TAGS]; /* keywords: parted by commas */
    uint32_t tags_n;
    slice description, og_type, ld_type, ld_body;
    slice ld_authors[HEAD_AUTHORS], meta_authors[HEAD_AUTHORS], micro_authors[HEAD_AUTHORS];
    slice link_authors[HEAD_AUTHORS], class_authors[HEAD_AUTHORS]; /* rel=author; class "author", "byline" */
    uint32_t ld_authors_n, meta_authors_n, micro_authors_n, link_authors_n, class_authors_n;
    uint32_t link_at, class_at; /* nodes: where the last of them stands */
    struct head_person people[HEAD_PEOPLE];
    struct head_time times[HEAD_TIMES];
    uint32_t people_n, times_n;
    bool news;     /* JSON-LD says that it is a news article */
    bool article;  /* JSON-LD or og:type says that it is one */
    bool live, gallery, listing, paywalled; /* so does JSON-LD */
    uint32_t h1_n; /* of all; the first HEAD_H1 are kept */
};

void html_head_read(struct html_head *h, const struct html_tree *t, struct arena *tmp);
void html_head_facts(const struct html_head *h, struct arena *tmp, struct head_facts *out);
/* The title without the site's name at its end. */
slice html_head_bare(slice title, slice site);
/* Text of an element, squeezed. */
slice html_text_of(const struct html_tree *t, uint32_t node, uint32_t max, struct arena *tmp);

#endif
