/* One pass over the nodes for elements that speak about the page, then JSON-LD: of all objects the
 * one that is an article, and whose headline is the page's title, is taken. */
#include "html_head.h"

#include "base/bytes.h"

#include "page_json.h"

enum { VALUE_MAX = 4000, LD_MAX = 1 << 20, LD_ITEMS = 20000 };

slice html_text_of(const struct html_tree *t, uint32_t node, uint32_t max, struct arena *tmp) {
    struct buf b = {.a = tmp};
    for (uint32_t i = html_walk(t, node, node, true); i != NONE && b.n < max;) {
        const struct html_node *n = &t->p[i];
        bool down = !(n->kind == NODE_ELEMENT && (n->tag == TAG_SCRIPT || n->tag == TAG_STYLE ||
                                                  n->tag == TAG_TEMPLATE || n->space == SPACE_SVG));
        if (n->kind == NODE_TEXT) {
            slice s = slice_at(t->s, n->at);
            html_decode(&b, slice_cut(s, 0, s.n < max ? s.n : max), n->state, false);
        } else if (n->kind == NODE_ELEMENT && (n->tag == TAG_BR || n->tag == TAG_DIV || n->tag == TAG_P ||
                                               n->tag == TAG_LI)) {
            buf_char(&b, ' ');
        }
        i = html_walk(t, node, i, down);
    }
    slice s = buf_take(&b);
    char *p = (char *)s.p;
    uint32_t m = 0;
    bool gap = false;
    for (uint32_t i = 0; i < s.n; i++) {
        bool nbsp = (unsigned char)p[i] == 0xC2 && i + 1 < s.n && (unsigned char)p[i + 1] == 0xA0;
        if (is_space((unsigned char)p[i]) || nbsp) {
            gap = m > 0;
            i += nbsp;
            continue;
        }
        if (gap)
            p[m++] = ' ';
        gap = false;
        p[m++] = p[i];
    }
    return slice_of(p, m);
}

static slice decoded(slice raw, struct arena *tmp) {
    struct buf b = {.a = tmp};
    html_decode(&b, slice_cut(raw, 0, raw.n < VALUE_MAX ? raw.n : VALUE_MAX), HTML_DATA, true);
    slice s = slice_trim(buf_take(&b));
    return s.n ? s : (slice){0};
}

static void set(slice *to, slice v) {
    if (!to->p && v.n)
        *to = v;
}

static void add_name(slice *list, uint32_t *n, slice v) {
    if (!v.n || v.n > 300 || *n >= HEAD_AUTHORS)
        return;
    for (uint32_t i = 0; i < *n; i++)
        if (slice_eq_nocase(list[i], v))
            return;
    list[(*n)++] = v;
}

/* ---- meta ----------------------------------------------------------------------------------------- */

enum field { TITLE_OG, TITLE_TW, TITLE_META, PUBLISHED, MODIFIED, AUTHOR, SITE, APP, URL, DESC, DESC2,
             TYPE, LANG, LABEL, IMAGE, TAG, WORDS };
static const struct {
    char name[29];
    uint8_t n, field;
} metas[] = {
#define META(name, field) {name, sizeof(name) - 1, field}
    META("og:title", TITLE_OG), META("twitter:title", TITLE_TW), META("title", TITLE_META), META("dc.title", TITLE_META),
    META("dcterms.title", TITLE_META), META("parsely-title", TITLE_META), META("sailthru.title", TITLE_META),
    META("headline", TITLE_META), META("citation_title", TITLE_META), META("hdl", TITLE_META),
    META("article:published_time", PUBLISHED), META("article:published", PUBLISHED), META("og:published_time", PUBLISHED),
    META("og:article:published_time", PUBLISHED), META("datepublished", PUBLISHED), META("pubdate", PUBLISHED),
    META("publishdate", PUBLISHED), META("publish-date", PUBLISHED), META("publish_date", PUBLISHED),
    META("publication_date", PUBLISHED), META("publicationdate", PUBLISHED), META("date", PUBLISHED),
    META("dc.date", PUBLISHED), META("dc.date.issued", PUBLISHED), META("dc.date.created", PUBLISHED),
    META("dcterms.date", PUBLISHED), META("dcterms.created", PUBLISHED), META("dcterms.issued", PUBLISHED),
    META("sailthru.date", PUBLISHED), META("parsely-pub-date", PUBLISHED), META("article.published", PUBLISHED),
    META("cxenseparse:recs:publishtime", PUBLISHED), META("rnews:datepublished", PUBLISHED),
    META("originalpublicationdate", PUBLISHED), META("bt:pubdate", PUBLISHED), META("citation_publication_date", PUBLISHED),
    META("citation_date", PUBLISHED), META("published_at", PUBLISHED), META("displaydate", PUBLISHED),
    META("datecreated", PUBLISHED), META("article_date_original", PUBLISHED), META("article:post_date", PUBLISHED),
    META("analytics-s-channel", PUBLISHED), META("pub_date", PUBLISHED), META("published", PUBLISHED),
    META("published-date", PUBLISHED), META("published_date", PUBLISHED), META("created", PUBLISHED),
    META("dateofpublication", PUBLISHED), META("dc.created", PUBLISHED), META("dc:date", PUBLISHED), META("dc:created", PUBLISHED),
    META("dc.date.published", PUBLISHED), META("dc.date.publication", PUBLISHED), META("article.created", PUBLISHED),
    META("article:published_date", PUBLISHED), META("article:publicationdate", PUBLISHED), META("og:article:published", PUBLISHED),
    META("og:publish_date", PUBLISHED), META("og:pubdate", PUBLISHED), META("date_published", PUBLISHED), META("date_created", PUBLISHED),
    META("dateposted", PUBLISHED), META("published_time", PUBLISHED), META("publish_time", PUBLISHED), META("publisheddate", PUBLISHED),
    META("release_date", PUBLISHED), META("content_create_date", PUBLISHED), META("video:release_date", PUBLISHED),
    META("og:datepublished", PUBLISHED), META("date-published", PUBLISHED), META("publication-date", PUBLISHED),
    META("article.publish_date", PUBLISHED), META("mediator_published_time", PUBLISHED), META("rbpubdate", PUBLISHED),
    META("citation_online_date", PUBLISHED), META("creation_date", PUBLISHED), META("dc.issued", PUBLISHED),
    META("article:modified_time", MODIFIED),
    META("article:modified", MODIFIED), META("og:updated_time", MODIFIED), META("datemodified", MODIFIED),
    META("lastmod", MODIFIED), META("last-modified", MODIFIED), META("dcterms.modified", MODIFIED),
    META("dc.date.modified", MODIFIED), META("revised", MODIFIED), META("modified", MODIFIED), META("utime", MODIFIED),
    META("author", AUTHOR), META("article:author", AUTHOR), META("article:author_name", AUTHOR), META("dc.creator", AUTHOR),
    META("dcterms.creator", AUTHOR), META("byl", AUTHOR), META("sailthru.author", AUTHOR), META("parsely-author", AUTHOR),
    META("citation_author", AUTHOR), META("article.author", AUTHOR), META("cxenseparse:author", AUTHOR), META("byline", AUTHOR),
    META("rbauthors", AUTHOR), META("authors", AUTHOR), META("creator", AUTHOR), META("og:author", AUTHOR),
    META("og:article:author", AUTHOR), META("author_name", AUTHOR), META("dc.author", AUTHOR), META("mrf:authors", AUTHOR),
    META("og:site_name", SITE), META("site_name", SITE), META("application-name", APP), META("apple-mobile-web-app-title", APP),
    META("publisher", APP), META("dc.publisher", APP), META("og:url", URL), META("og:description", DESC),
    META("description", DESC2), META("twitter:description", DESC2), META("og:type", TYPE), META("og:locale", LANG),
    META("content-language", LANG), META("language", LANG), META("dc.language", LANG), META("twitter:label1", LABEL),
    META("twitter:label2", LABEL), META("og:image", IMAGE), META("twitter:image", IMAGE), META("twitter:image:src", IMAGE),
    META("article:tag", TAG), META("news_keywords", WORDS), META("keywords", WORDS),
#undef META
};

static bool is_address(slice v) {
    return slice_starts_nocase(v, S("http")) || slice_starts(v, S("//")) || slice_starts(v, S("/")) ||
           slice_starts_nocase(v, S("www."));
}

static void read_meta(struct html_head *h, const struct html_tree *t, const struct html_node *n,
                      struct arena *tmp, int *written_by) {
    slice key = {0}, content = {0};
    struct html_attr a;
    bool prop = false;
    for (span rest = n->attrs; html_attr_next(t->s, &rest, &a);) {
        slice name = slice_at(t->s, a.name), v = slice_at(t->s, a.value);
        if (slice_eq_nocase(name, S("content")))
            content = v;
        else if (slice_eq_nocase(name, S("property")) || slice_eq_nocase(name, S("name")) ||
                 slice_eq_nocase(name, S("itemprop")) || slice_eq_nocase(name, S("http-equiv"))) {
            if (!key.p || slice_eq_nocase(name, S("property")))
                key = v;
            prop = slice_eq_nocase(name, S("itemprop"));
        }
    }
    (void)prop;
    if (!key.n || !content.n || key.n > 60)
        return;
    key = slice_trim(key);
    if (!key.n)
        return;
    /* twitter:data1 after twitter:label1 "Written by" */
    if (slice_eq_nocase(key, S("twitter:data1")) || slice_eq_nocase(key, S("twitter:data2"))) {
        if (*written_by == key.p[key.n - 1])
            add_name(h->meta_authors, &h->meta_authors_n, decoded(content, tmp));
        return;
    }
    for (unsigned i = 0; i < NELEMS(metas); i++) {
        if (metas[i].n != key.n || metas[i].name[0] != to_lower(key.p[0]) || !bytes_eq_nocase(key.p, metas[i].name, key.n))
            continue;
        slice v = decoded(content, tmp);
        switch (metas[i].field) {
        case TITLE_OG: set(&h->og_title, v); break;
        case TITLE_TW: set(&h->twitter_title, v); break;
        case TITLE_META: set(&h->meta_title, v); break;
        case PUBLISHED: set(&h->meta_published, v); break;
        case MODIFIED: set(&h->meta_modified, v); break;
        case AUTHOR:
            if (!is_address(v))
                add_name(h->meta_authors, &h->meta_authors_n, v);
            break;
        case SITE: set(&h->og_site, v); break;
        case APP: set(&h->app_site, v); break;
        case URL: set(&h->og_url, v); break;
        case DESC:
            h->description = v;
            break;
        case DESC2: set(&h->description, v); break;
        case TYPE: set(&h->og_type, v); break;
        case LANG: set(&h->meta_lang, v); break;
        case IMAGE: set(&h->image, v); break;
        case TAG:
            if (h->tags_n < HEAD_TAGS && v.n)
                h->tags[h->tags_n++] = v;
            break;
        case WORDS: set(&h->keywords, v); break;
        case LABEL:
            if (slice_find_nocase(v, S("by"), 0) != NONE || slice_find_nocase(v, S("author"), 0) != NONE)
                *written_by = key.p[key.n - 1];
            break;
        }
        return;
    }
}

/* ---- JSON-LD ----------------------------------------------------------------------------------------- */

struct ld {
    const struct json_doc *d;
    struct arena *tmp;
    struct html_head *h;
};

static slice ld_string(const struct ld *l, uint32_t i) {
    if (i == NONE || l->d->p[i].kind != JSON_STRING)
        return (slice){0};
    slice s = pjson_string(l->d, i, l->tmp);
    struct buf b = {.a = l->tmp};
    html_decode(&b, slice_cut(s, 0, s.n < LD_MAX ? s.n : LD_MAX), HTML_DATA, false);
    s = slice_trim(buf_take(&b));
    if (s.n < VALUE_MAX && s.n && memchr(s.p, '&', s.n)) { /* references of references */
        html_decode(&b, s, HTML_DATA, false);
        s = slice_trim(buf_take(&b));
    }
    return s.n ? s : (slice){0};
}

/* The type's names in one string: "NewsArticle", or the first of a list that says article. */
static bool has_type(const struct ld *l, uint32_t object, const char *part) {
    uint32_t t = pjson_member(l->d, object, "@type");
    if (t == NONE)
        return false;
    return slice_find_nocase(slice_at(l->d->s, l->d->p[t].value), slice_str(part), 0) != NONE;
}

static bool is_article(const struct ld *l, uint32_t o) {
    return has_type(l, o, "Article") || has_type(l, o, "BlogPosting") || has_type(l, o, "LiveBlog") ||
           has_type(l, o, "SocialMediaPosting") ||
           has_type(l, o, "Recipe");
}

/* The object with this @id. */
static uint32_t by_id(const struct ld *l, slice id) {
    for (uint32_t i = 0; i < l->d->n; i++) {
        if (l->d->p[i].kind != JSON_OBJECT)
            continue;
        uint32_t m = pjson_member(l->d, i, "@id");
        if (m != NONE && slice_eq(slice_at(l->d->s, l->d->p[m].value), id) &&
            pjson_member(l->d, i, "name") != NONE)
            return i;
    }
    return NONE;
}

static void ld_names(const struct ld *l, uint32_t i) {
    if (i == NONE)
        return;
    const struct json_item *x = &l->d->p[i];
    if (x->kind == JSON_STRING) {
        slice s = ld_string(l, i);
        if (!is_address(s))
            add_name(l->h->ld_authors, &l->h->ld_authors_n, s);
    } else if (x->kind == JSON_OBJECT) {
        uint32_t name = pjson_member(l->d, i, "name"), id = pjson_member(l->d, i, "@id");
        if (name == NONE && id != NONE) {
            i = by_id(l, slice_at(l->d->s, l->d->p[id].value));
            name = i == NONE ? NONE : pjson_member(l->d, i, "name");
        }
        if (name == NONE)
            return;
        if (l->d->p[name].kind == JSON_LIST) {
            for (uint32_t j = name + 1; j < l->d->p[name].end; j = l->d->p[j].end)
                add_name(l->h->ld_authors, &l->h->ld_authors_n, ld_string(l, j));
        } else {
            slice s = ld_string(l, name);
            if (!is_address(s))
                add_name(l->h->ld_authors, &l->h->ld_authors_n, s);
        }
    } else if (x->kind == JSON_LIST) {
        for (uint32_t j = i + 1; j < x->end; j = l->d->p[j].end)
            if (l->d->p[j].kind != JSON_LIST)
                ld_names(l, j);
    }
}

static slice ld_name(const struct ld *l, uint32_t i) {
    if (i == NONE)
        return (slice){0};
    if (l->d->p[i].kind == JSON_LIST && l->d->p[i].end > i + 1)
        i++;
    if (l->d->p[i].kind == JSON_STRING)
        return ld_string(l, i);
    uint32_t name = pjson_member(l->d, i, "name");
    if (name != NONE)
        return ld_string(l, name);
    uint32_t id = pjson_member(l->d, i, "@id");
    uint32_t o = id == NONE ? NONE : by_id(l, slice_at(l->d->s, l->d->p[id].value));
    return o == NONE ? (slice){0} : ld_string(l, pjson_member(l->d, o, "name"));
}

static void ld_article(const struct ld *l, uint32_t o) {
    struct html_head *h = l->h;
    uint32_t m = pjson_member(l->d, o, "headline");
    if (m == NONE)
        m = pjson_member(l->d, o, "name");
    set(&h->ld_title, ld_string(l, m));
    set(&h->ld_published, ld_string(l, pjson_member(l->d, o, "datePublished")));
    if (!h->ld_published.p)
        set(&h->ld_published, ld_string(l, pjson_member(l->d, o, "dateCreated")));
    set(&h->ld_modified, ld_string(l, pjson_member(l->d, o, "dateModified")));
    if (!h->ld_authors_n)
        ld_names(l, pjson_member(l->d, o, "author"));
    if (!h->ld_authors_n)
        ld_names(l, pjson_member(l->d, o, "creator"));
    set(&h->ld_site, ld_name(l, pjson_member(l->d, o, "publisher")));
    set(&h->ld_body, ld_string(l, pjson_member(l->d, o, "articleBody")));
    set(&h->ld_lang, ld_string(l, pjson_member(l->d, o, "inLanguage")));
    m = pjson_member(l->d, o, "mainEntityOfPage");
    if (m != NONE && l->d->p[m].kind == JSON_OBJECT)
        m = pjson_member(l->d, m, "@id");
    set(&h->ld_url, ld_string(l, m));
    set(&h->ld_url, ld_string(l, pjson_member(l->d, o, "url")));
    h->article = true;
    h->news |= has_type(l, o, "News") || has_type(l, o, "Report");
    h->live |= has_type(l, o, "LiveBlog");
    m = pjson_member(l->d, o, "isAccessibleForFree");
    if (m != NONE) {
        slice v = slice_at(l->d->s, l->d->p[m].value);
        h->paywalled |= slice_eq_nocase(v, S("false"));
    }
}

static void read_ld(struct html_head *h, slice script, struct arena *tmp) {
    struct json_doc d;
    /* there may be several texts, one after the other */
    slice rest = script;
    for (int part = 0; part < 4 && rest.n; part++) {
        uint32_t from = 0;
        while (from < rest.n && rest.p[from] != '{' && rest.p[from] != '[')
            from++;
        rest = slice_cut(rest, from, rest.n);
        if (!rest.n)
            return;
        pjson_parse(&d, rest, tmp, LD_ITEMS);
        if (!d.n)
            return;
        struct ld l = {&d, tmp, h};
        uint32_t best = NONE, second = NONE;
        for (uint32_t i = 0; i < d.n; i++) {
            if (d.p[i].kind != JSON_OBJECT)
                continue;
            if (has_type(&l, i, "ItemList") || has_type(&l, i, "CollectionPage")) {
                h->listing |= i == 0;
                if (has_type(&l, i, "ItemList"))
                    i = d.p[i].end - 1;
                continue;
            }
            if (has_type(&l, i, "ImageGallery") || has_type(&l, i, "MediaGallery"))
                h->gallery = true;
            if (is_article(&l, i)) {
                slice title = ld_string(&l, pjson_member(&d, i, "headline"));
                bool same = title.n && h->og_title.n &&
                            (slice_starts_nocase(h->og_title, slice_cut(title, 0, title.n < 20 ? title.n : 20)));
                if (best == NONE && (same || !h->og_title.n))
                    best = i;
                if (second == NONE && (title.n || pjson_member(&d, i, "datePublished") != NONE))
                    second = i;
            } else if (second == NONE && (has_type(&l, i, "WebPage") || has_type(&l, i, "VideoObject") ||
                                          has_type(&l, i, "Product") || has_type(&l, i, "PodcastEpisode")) && !h->article) {
                if (!h->ld_published.p)
                    set(&h->ld_published, ld_string(&l, pjson_member(&d, i, "datePublished")));
                if (!h->ld_modified.p)
                    set(&h->ld_modified, ld_string(&l, pjson_member(&d, i, "dateModified")));
                if (!h->ld_authors_n)
                    ld_names(&l, pjson_member(&d, i, "author"));
            } else if (has_type(&l, i, "WebSite") || has_type(&l, i, "NewsMediaOrganization")) {
                set(&h->ld_site, ld_name(&l, i));
            }
        }
        if (best == NONE)
            best = second;
        if (best != NONE) {
            if (!h->article) { /* what a WebPage said counts less */
                slice keep_date = h->ld_published;
                h->ld_published = (slice){0};
                uint32_t keep_n = h->ld_authors_n;
                h->ld_authors_n = 0;
                ld_article(&l, best);
                if (!h->ld_published.p)
                    h->ld_published = keep_date;
                if (!h->ld_authors_n)
                    h->ld_authors_n = keep_n;
            }
        }
        rest = slice_cut(rest, d.p[0].value.end <= rest.n ? d.p[0].value.end : rest.n, rest.n);
    }
}

/* Names of dates that scripts keep for themselves: "datePublished":"2020-01-02...". All but one have "ub" in them. */
static const struct {
    char name[20];
    uint8_t n, ub; /* ub: where it stands */
} script_keys[] = {
#define KEY(name, ub) {name, sizeof(name) - 1, ub}
    KEY("\"datePublished\"", 6), KEY("\"publishedAt\"", 2), KEY("\"published_at\"", 2), KEY("\"publishDate\"", 2),
    KEY("\"publish_date\"", 2), KEY("\"publishedDate\"", 2), KEY("\"firstPublished\"", 7), KEY("\"pubDate\"", 2),
    KEY("\"publicationDate\"", 2), KEY("\"published_time\"", 2), KEY("\"postedAt\"", 0), KEY("datePublished\\\"", 5),
    KEY("'publishDate'", 2), KEY("\"pub_date\"", 2)
#undef KEY
};

/* Where each key stands first, in one pass. False: it speaks of nothing that is published. */
static bool find_script_keys(slice s, uint32_t at[NELEMS(script_keys)]) {
    bool any = false;
    for (unsigned k = 0; k < NELEMS(script_keys); k++)
        at[k] = NONE;
    for (uint32_t i = slice_find(s, S("ub"), 0); i != NONE; i = slice_find(s, S("ub"), i + 2)) {
        any |= (i && s.p[i - 1] == 'p') || slice_starts(slice_cut(s, i, s.n), S("ublish"));
        char then = i + 2 < s.n ? s.p[i + 2] : 0;
        if (then != 'l' && then != 'D' && then != '_')
            continue;
        for (unsigned k = 0; k < NELEMS(script_keys); k++) {
            slice key = slice_of(script_keys[k].name, script_keys[k].n);
            uint32_t ub = script_keys[k].ub;
            if (at[k] == NONE && ub && i >= ub && slice_starts(slice_cut(s, i - ub, s.n), key))
                at[k] = i - ub;
        }
    }
    return any;
}

static void read_script(struct html_head *h, slice s) {
    uint32_t first[NELEMS(script_keys)];
    if (h->script_published.p || !find_script_keys(s, first))
        return;
    for (unsigned i = 0; i < NELEMS(script_keys); i++) {
        uint32_t at = script_keys[i].ub ? first[i] : slice_find(s, slice_of(script_keys[i].name, script_keys[i].n), 0);
        if (at == NONE)
            continue;
        at += script_keys[i].n;
        while (at < s.n && (s.p[at] == ' ' || s.p[at] == ':' || s.p[at] == '"' || s.p[at] == '\'' || s.p[at] == '\\'))
            at++;
        uint32_t end = at;
        while (end < s.n && end - at < 40 && s.p[end] != '"' && s.p[end] != '\'' && s.p[end] != ',' && s.p[end] != '}')
            end++;
        if (end - at >= 8 && (is_digit((unsigned char)s.p[at]) || is_alpha((unsigned char)s.p[at]))) {
            h->script_published = slice_cut(s, at, end);
            return;
        }
    }
}

/* Does it look like the name of a person? Two to four words, each with a capital. */
static bool is_name(slice s) {
    uint32_t words = 0;
    bool start = true;
    if (s.n < 5 || s.n > 50)
        return false;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (c == ' ') {
            start = true;
            continue;
        }
        if (is_digit((unsigned char)c) || strchr("|:/@?!()[]{}<>_=+*#\"", c))
            return false;
        if (start) {
            words++;
            static const char *const small[] = {"de ", "van ", "von ", "der ", "den ", "da ", "di ", "bin ",
                                                "al-", "la ", "le ", "el ", "du ", "ten "};
            bool low = is_lower((unsigned char)c);
            for (unsigned k = 0; low && k < NELEMS(small); k++)
                if (slice_starts(slice_cut(s, i, s.n), slice_str(small[k])))
                    low = false;
            if (low)
                return false;
        }
        start = false;
    }
    static const char *const not_names[] = {"by ", "about ", "view ", "updated", "written", "posted", "more ",
                                            "share ", "follow ", "read ", "author", "all ", "the ", "meet ",
                                            "contact", "edited", "reviewed", "medically", "our ", "see "};
    for (unsigned k = 0; k < NELEMS(not_names); k++)
        if (slice_starts_nocase(s, slice_str(not_names[k])))
            return false;
    return words >= 2 && words <= 4 && !slice_ends_nocase(s, S(" view")) && !slice_ends_nocase(s, S(" posts")) &&
           !slice_ends_nocase(s, S(" shares")) && !slice_ends_nocase(s, S(" comments"));
}

static bool leads_to_author(slice v) {
    static const char *const places[] = {"author/", "authors/", "newsteam/", "contributor", "by/", "journalist", "reporter",
                                         "columnist", "producers/", "writers/"};
    for (const char *p = v.p, *end = v.p + v.n; (p = memchr(p, '/', (size_t)(end - p))) && ++p < end;) {
        static const bool first[256] = {['a'] = true, ['n'] = true, ['b'] = true, ['c'] = true, ['j'] = true, ['r'] = true,
                                        ['p'] = true, ['w'] = true};
        if (!first[(uint8_t)*p])
            continue;
        slice rest = slice_of(p, (size_t)(end - p));
        for (unsigned k = 0; k < NELEMS(places); k++)
            if (*p == places[k][0] && slice_starts(rest, slice_str(places[k])))
                return true;
    }
    return false;
}

/* any: its attributes have one of the words. Links and elements that are marked as the author's: rel=author, class "author-name", "byline". */
static void read_author(struct html_head *h, const struct html_tree *t, uint32_t i, bool any, struct arena *tmp) {
    enum { NEAR = 16 }; /* nodes: names of one byline stand close together */
    const struct html_node *n = &t->p[i];
    bool link = false, marked = false;
    struct html_attr attr;
    for (span rest = n->attrs; html_attr_next(t->s, &rest, &attr);) {
        slice name = slice_at(t->s, attr.name), v = slice_at(t->s, attr.value);
        if (n->tag == TAG_A && slice_eq_nocase(name, S("href")))
            link |= leads_to_author(v);
        else if (n->tag == TAG_A && slice_eq_nocase(name, S("rel")))
            link |= slice_find_nocase(v, S("author"), 0) != NONE;
        static const char *const keys[] = {"class", "id", "data-testid", "data-qa", "data-component"};
        for (unsigned k = 0; k < NELEMS(keys) && any && !marked; k++)
            if (slice_eq_nocase(name, slice_str(keys[k])))
                marked = slice_find_nocase(v, S("author"), 0) != NONE || slice_find_nocase(v, S("byline"), 0) != NONE;
    }
    if (!link && !marked)
        return;
    slice text = html_text_of(t, i, 120, tmp);
    if (text.n > 100)
        return;
    if (text.n > 2 && h->people_n < HEAD_PEOPLE && text.n < 80)
        h->people[h->people_n++] = (struct head_person){text, i, link, marked};
    if (slice_starts_nocase(text, S("written by ")))
        text = slice_cut(text, 11, text.n);
    if (slice_starts_nocase(text, S("by ")))
        text = slice_trim(slice_cut(text, 3, text.n));
    if (slice_starts_nocase(text, S("by:")))
        text = slice_trim(slice_cut(text, 3, text.n));
    if (link && is_name(text)) {
        if (h->link_authors_n && i - h->link_at > NEAR)
            return;
        h->link_at = i;
        add_name(h->link_authors, &h->link_authors_n, text);
    } else if (marked && is_name(text)) {
        if (h->class_authors_n && i - h->class_at > NEAR)
            return;
        h->class_at = i;
        add_name(h->class_authors, &h->class_authors_n, text);
    }
}

/* ---- all nodes ---------------------------------------------------------------------------------------- */

static void read_micro(struct html_head *h, const struct html_tree *t, uint32_t i, slice prop,
                       struct arena *tmp) {
    const struct html_node *n = &t->p[i];
    slice v = {0}, raw;
    if (html_attr(t->s, n->attrs, "content", &raw) || html_attr(t->s, n->attrs, "datetime", &raw))
        v = decoded(raw, tmp);
    bool date = slice_eq_nocase(prop, S("datePublished")) || slice_eq_nocase(prop, S("dateModified")) ||
                slice_eq_nocase(prop, S("dateCreated"));
    if (!v.n)
        v = html_text_of(t, i, 300, tmp);
    if (date) {
        set(slice_eq_nocase(prop, S("dateModified")) ? &h->micro_modified : &h->micro_published, v);
    } else if (slice_eq_nocase(prop, S("headline"))) {
        set(&h->micro_title, v);
    } else if (slice_eq_nocase(prop, S("author")) || slice_eq_nocase(prop, S("creator"))) {
        /* its name, if it has one */
        slice name = {0};
        uint32_t steps = 0;
        for (uint32_t j = html_walk(t, i, i, true); j != NONE && steps < 60; j = html_walk(t, i, j, true), steps++)
            if (t->p[j].kind == NODE_ELEMENT && html_attr(t->s, t->p[j].attrs, "itemprop", &raw) &&
                slice_eq_nocase(slice_trim(raw), S("name"))) {
                slice c;
                name = html_attr(t->s, t->p[j].attrs, "content", &c) ? decoded(c, tmp)
                                                                     : html_text_of(t, j, 200, tmp);
                break;
            }
        v = name.n ? name : v;
        if (v.n && v.n < 80 && !is_address(v))
            add_name(h->micro_authors, &h->micro_authors_n, v);
    }
}

/* Do the attributes speak of an author or a byline, capital or small? readable: bytes from s.p on
 * that may be read. */
static bool speaks_of_author(slice s, size_t readable) {
    static const struct {
        char word[6];
    } words[] = {{"uthor"}, {"yline"}};
    for (uint32_t i = 0; i < s.n; i += 64) {
        uint64_t hits = UINT64_MAX;
        if (readable - i >= 64 + 4) {
            marks16 m[4];
#pragma GCC unroll 4 /* rolled up, they go through memory */
            for (int k = 0; k < 4; k++) {
                bytes16 a = bytes16_load(s.p + i + 16 * k), e = bytes16_load(s.p + i + 16 * k + 4);
                m[k] = ((marks16)(a == 'u') & (marks16)(e == 'r')) | ((marks16)(a == 'y') & (marks16)(e == 'e'));
            }
            hits = bytes64_bits(m);
        }
        for (; hits; hits &= hits - 1) {
            uint32_t at = i + (uint32_t)__builtin_ctzll(hits);
            for (unsigned k = 0; k < NELEMS(words); k++)
                if (at < s.n && s.n - at >= 5 && !memcmp(s.p + at, words[k].word, 5))
                    return true;
        }
    }
    return false;
}

/* What attributes that name an author begin with somewhere, a group of places each (page_wide_may_have); elements without are
 * not looked at closely. A superset of what speaks_of_author and leads_to_author look for. */
static void author_begins(struct page_begins *b) {
    static const char *const groups[8][4] = {{"/aut"}, {"/new"}, {"/con", "/col"}, {"/by/"}, {"/jou"}, {"/rep"}, {"/pro", "/wri"},
                                             {"utho", "UTHO", "ylin", "YLIN"}};
    memset(b, 0, sizeof *b);
    for (unsigned g = 0; g < NELEMS(groups); g++)
        for (unsigned k = 0; k < NELEMS(groups[g]) && groups[g][k]; k++)
            for (unsigned i = 0; i < 4; i++)
                b->groups[i][(uint8_t)groups[g][k][i]] |= (uint8_t)(1u << g);
}

/* Lists elements with a tag that `tags` has (or that it has not: `in`) or one of the attributes `has`. What kind a node is
 * nobody foresees, so there is no branch on it. */
static uint32_t *list_elements(const struct html_tree *t, uint32_t from, uint32_t end, const bool tags[TAG_COUNT], bool in,
                               unsigned has, struct arena *tmp, uint32_t *n) {
    uint32_t *list = arena_alloc(tmp, (size_t)(end - from + 1) * sizeof *list);
    *n = 0;
    for (uint32_t i = from; i < end; i++) {
        const struct html_node *x = &t->p[i];
        list[*n] = i;
        *n += (x->kind == NODE_ELEMENT) & (x->space == SPACE_HTML) & ((tags[x->tag] == in) | ((x->has & has) != 0));
    }
    return list;
}

void html_head_read(struct html_head *h, const struct html_tree *t, struct arena *tmp) {
    static const bool speak[TAG_COUNT] = {[TAG_HTML] = true, [TAG_META] = true, [TAG_TITLE] = true, [TAG_LINK] = true,
                                          [TAG_SCRIPT] = true, [TAG_H1] = true, [TAG_H2] = true, [TAG_H3] = true, [TAG_TIME] = true,
                                          [TAG_ABBR] = true};
    static const bool silent[TAG_COUNT] = {[TAG_META] = true, [TAG_LINK] = true, [TAG_SCRIPT] = true};
    memset(h, 0, sizeof *h);
    int written_by = 0;
    slice v;
    /* JSON-LD is read after the metas, which tell which of its objects is meant */
    uint32_t ld[16], ld_n = 0, h1 = 0;
    uint32_t listed, *list = list_elements(t, 1, t->n, speak, true, HAS_ITEMPROP, tmp, &listed);
    for (uint32_t k = 0; k < listed; k++) {
        uint32_t i = list[k];
        const struct html_node *n = &t->p[i];
        switch (n->tag) {
        case TAG_HTML:
            if (html_attr(t->s, n->attrs, "lang", &v) || html_attr(t->s, n->attrs, "xml:lang", &v))
                set(&h->html_lang, decoded(v, tmp));
            break;
        case TAG_META:
            read_meta(h, t, n, tmp, &written_by);
            break;
        case TAG_TITLE:
            if (!h->tag_title.p)
                set(&h->tag_title, html_text_of(t, i, 1000, tmp));
            break;
        case TAG_LINK:
            if (!h->canonical.p && html_attr(t->s, n->attrs, "rel", &v) &&
                slice_eq_nocase(slice_trim(v), S("canonical")) && html_attr(t->s, n->attrs, "href", &v))
                set(&h->canonical, decoded(v, tmp));
            break;
        case TAG_SCRIPT:
            if (n->first == NONE)
                break;
            if (html_attr(t->s, n->attrs, "type", &v) && slice_find_nocase(v, S("ld+json"), 0) != NONE) {
                if (ld_n < NELEMS(ld))
                    ld[ld_n++] = i;
            }
            break;
        case TAG_H1:
            h1 = h1 ? h1 : i;
            if (h->h1_n < HEAD_H1) {
                v = html_text_of(t, i, 500, tmp);
                if (v.n)
                    h->h1[h->h1_n++] = v;
            } else {
                h->h1_n++;
            }
            break;
        case TAG_ABBR: /* <abbr class=published title=2020-03-04>, as hAtom has it */
        case TAG_TIME:
            if (h->times_n < HEAD_TIMES) {
                slice c = {0};
                bool has = html_attr(t->s, n->attrs, n->tag == TAG_TIME ? "datetime" : "title", &v);
                if (n->tag == TAG_ABBR && !(has && html_attr(t->s, n->attrs, "class", &c) && slice_find_nocase(c, S("publish"), 0) != NONE))
                    break;
                slice value = has ? decoded(v, tmp) : html_text_of(t, i, 80, tmp);
                html_attr(t->s, n->attrs, "class", &c);
                bool marked = slice_find_nocase(c, S("publish"), 0) != NONE ||
                              slice_find_nocase(c, S("entry-date"), 0) != NONE ||
                              slice_find_nocase(c, S("pubdate"), 0) != NONE ||
                              html_attr(t->s, n->attrs, "pubdate", &v);
                marked = marked && slice_find_nocase(c, S("updated"), 0) == NONE;
                if (marked)
                    set(&h->time_published, value);
                set(&h->time_any, value);
                if (value.n)
                    h->times[h->times_n++] = (struct head_time){value, i, marked};
            }
            break;
        case TAG_H2:
        case TAG_H3:
            if (h->h2_n < HEAD_H1) {
                v = html_text_of(t, i, 400, tmp);
                if (v.n >= 12)
                    h->h2[h->h2_n++] = v;
            }
            break;
        default:
            break;
        }
        if (n->has & HAS_ITEMPROP && n->tag != TAG_META && html_attr(t->s, n->attrs, "itemprop", &v))
            read_micro(h, t, i, slice_trim(v), tmp);
    }
    for (uint32_t i = 0; i < ld_n; i++) {
        slice s = slice_at(t->s, t->p[t->p[ld[i]].first].at);
        read_ld(h, slice_cut(s, 0, s.n < LD_MAX ? s.n : LD_MAX), tmp);
    }
    if (slice_find_nocase(h->og_type, S("article"), 0) != NONE)
        h->article = true;
    if (!h->ld_authors_n || !h->meta_authors_n) {
        enum { BEFORE = 300, AFTER = 2500 }; /* nodes around the headline */
        uint32_t end = h1 && h1 + AFTER < t->n ? h1 + AFTER : t->n;
        list = list_elements(t, h1 > BEFORE ? h1 - BEFORE : 1, end, silent, false, 0, tmp, &listed);
        struct page_begins begins;
        author_begins(&begins);
        bool wide = page_wide_reads();
        for (uint32_t k = 0; k < listed; k++) {
            uint32_t i = list[k];
            const struct html_node *n = &t->p[i];
            if (n->attrs.end - n->attrs.start <= 8 || (wide && !page_wide_may_have(&begins, slice_at(t->s, n->attrs))))
                continue;
            bool any = speaks_of_author(slice_at(t->s, n->attrs), t->s.n - n->attrs.start);
            if (any || n->tag == TAG_A)
                read_author(h, t, i, any, tmp);
        }
    }
    if (!h->ld_published.p && !h->meta_published.p && !h->micro_published.p && !h->time_published.p)
        for (uint32_t i = 1; i < t->n && !h->script_published.p; i++)
            if (t->p[i].kind == NODE_ELEMENT && t->p[i].tag == TAG_SCRIPT && t->p[i].first != NONE)
                read_script(h, slice_at(t->s, t->p[t->p[i].first].at));
}

/* ---- titles --------------------------------------------------------------------------------------------- */

slice html_head_bare(slice title, slice site) {
    static const char *const marks[] = {" | ", " - ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " :: ",
                                        " \xC2\xBB ", " \xC2\xB7 ", " \xE2\x80\xA2 ", " / ", " \xE2\x80\xB9 "};
    for (unsigned i = 0; i < NELEMS(marks) && site.n; i++) {
        uint32_t at = slice_find(title, slice_str(marks[i]), 0);
        if (at != NONE && slice_eq_nocase(slice_cut(title, 0, at), site)) {
            title = slice_trim(slice_cut(title, at + (uint32_t)strlen(marks[i]), title.n));
            break;
        }
    }
    for (int turn = 0; turn < 2; turn++) {
        uint32_t cut = NONE;
        for (unsigned i = 0; i < NELEMS(marks); i++) {
            slice m = slice_str(marks[i]);
            for (uint32_t at = slice_find(title, m, 0); at != NONE; at = slice_find(title, m, at + 1))
                if (cut == NONE || at > cut)
                    cut = at;
        }
        if (cut == NONE)
            break;
        slice head = slice_trim(slice_cut(title, 0, cut)), tail = slice_cut(title, cut, title.n);
        bool bar = slice_starts(tail, S(" | "));
        while (tail.n && !is_alnum((unsigned char)tail.p[0]) && (unsigned char)tail.p[0] < 0xC3)
            tail = slice_cut(tail, 1, tail.n);
        if (tail.n && ((unsigned char)tail.p[0] & 0xC0) == 0x80)
            tail = slice_trim(slice_cut(tail, 1, tail.n));
        bool is_site = site.n && (slice_find_nocase(tail, site, 0) != NONE || slice_find_nocase(site, tail, 0) != NONE);
        if (!(is_site || (bar && head.n >= 15)))
            break;
        title = head;
    }
    return title;
}

static void add_title(struct head_facts *out, slice title, struct arena *tmp) {
    if (!title.n || title.n > 500 || out->titles_n == HEAD_TITLES)
        return;
    char *p = arena_alloc(tmp, title.n * 2 + 16);
    slice s = kit_plain(title, p, title.n * 2 + 16);
    uint64_t x = hash64(s.p, s.n);
    for (uint32_t i = 0; i < out->titles_n; i++)
        if (out->titles[i] == x)
            return;
    if (s.n >= 8)
        out->titles[out->titles_n++] = x;
}

void html_head_facts(const struct html_head *h, struct arena *tmp, struct head_facts *out) {
    *out = (struct head_facts){.titles_n = 0};
    add_title(out, h->og_title, tmp);
    add_title(out, h->ld_title, tmp);
    for (uint32_t i = 0; i < h->h1_n && i < 2; i++)
        add_title(out, h->h1[i], tmp);
    add_title(out, html_head_bare(h->tag_title, h->og_site), tmp);
    add_title(out, html_head_bare(h->og_title, h->og_site), tmp);
    add_title(out, h->twitter_title, tmp);
    add_title(out, h->tag_title, tmp);
    if (h->ld_body.n > 100) {
        char *p = arena_alloc(tmp, (size_t)h->ld_body.n * 2 + 16);
        out->body = kit_plain(h->ld_body, p, h->ld_body.n * 2 + 16);
    }
    if (h->description.n > 20) {
        char *p = arena_alloc(tmp, (size_t)h->description.n * 2 + 16);
        out->description = kit_plain(h->description, p, h->description.n * 2 + 16);
    }
}
