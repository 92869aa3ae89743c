/* A report for other programs and for people: Markdown, a row of a table, or JSON under the field names
 * of a neighbouring tool (trafilatura, newspaper4k, news-please, fundus: as they name them, null for what
 * is not known here). */
#include "layout.h"
#include "table.h"
#include "view.h"

static slice some(slice s) { return s.p ? s : S(""); }

/* Text that Markdown must not take for mark-up at the head of a line. */
static void markdown_words(slice s, struct out *o) {
    if (s.n && strchr("#>-+*=", s.p[0]) && s.p[0])
        out_str(o, "\\");
    uint32_t digits = 0;
    while (digits < s.n && is_digit((unsigned char)s.p[digits]))
        digits++;
    if (digits && digits < s.n && (s.p[digits] == '.' || s.p[digits] == ')')) {
        out_bytes(o, s.p, digits);
        out_str(o, "\\");
        s = slice_cut(s, digits, s.n);
    }
    for (uint32_t i = 0; i < s.n; i++) {
        if (s.p[i] == '\n') {
            out_str(o, " ");
            continue;
        }
        if (s.p[i] == '*' || s.p[i] == '_' || s.p[i] == '`' || s.p[i] == '<' || s.p[i] == '[' ||
            s.p[i] == '\\')
            out_str(o, "\\");
        out_bytes(o, s.p + i, 1);
    }
}

void view_markdown(const struct document *d, struct out *o) {
    const struct page *p = &d->page;
    if (p->title.p) {
        out_str(o, "# ");
        markdown_words(p->title, o);
        out_str(o, "\n\n");
    }
    bool line = false;
    for (uint32_t i = 0; i < p->authors_n; i++, line = true) {
        out_str(o, i ? ", " : "*");
        markdown_words(p->authors[i], o);
    }
    const slice rest[] = {p->site_name, p->published, p->url};
    for (size_t i = 0; i < NELEMS(rest); i++)
        if (rest[i].p) {
            out_str(o, line ? ", " : "*");
            markdown_words(rest[i], o);
            line = true;
        }
    if (line)
        out_str(o, "*\n\n");
    for (uint32_t i = 0; i < p->blocks_n; i++) {
        static const char *const heads[] = {"", "## ", "- ", "> ", ""};
        const struct block *b = &p->blocks[i];
        out_str(o, heads[b->kind <= BLOCK_CELL ? b->kind : 0]);
        markdown_words(slice_trim(slice_at(p->text, b->at)), o);
        bool tight = b->kind == BLOCK_ITEM && i + 1 < p->blocks_n && p->blocks[i + 1].kind == BLOCK_ITEM;
        out_str(o, tight ? "\n" : "\n\n");
    }
}

static slice joined(struct arena *a, const slice *p, uint32_t n) {
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < n; i++) {
        if (i)
            buf_add(&b, "; ", 2);
        buf_slice(&b, p[i]);
    }
    return buf_take(&b);
}

void view_extract_head(struct out *o) {
    static const char *const names[] = {"id", "file", "url", "domain", "site_name", "title", "authors",
                                        "published", "modified", "language", "page_type", "words",
                                        "text"};
    for (size_t i = 0; i < NELEMS(names); i++)
        csv_cell(o, i == 0, slice_str(names[i]));
    csv_end(o);
}

/* All of the row but its id, which stands before it. */
void view_extract_row(const struct document *d, struct arena *tmp, struct out *o) {
    const struct page *p = &d->page;
    csv_cell(o, false, d->source.file);
    csv_cell(o, false, some(p->url));
    csv_cell(o, false, some(p->domain));
    csv_cell(o, false, some(p->site_name));
    csv_cell(o, false, some(p->title));
    csv_cell(o, false, joined(tmp, p->authors, p->authors_n));
    csv_cell(o, false, some(p->published));
    csv_cell(o, false, some(p->modified));
    csv_cell(o, false, some(p->language));
    csv_cell(o, false, slice_str(page_type_names[p->type]));
    csv_int(o, false, p->words);
    csv_cell(o, false, p->text);
    csv_end(o);
}

/* ---- under other tools' names ------------------------------------------------------------------------ */

static void strings(struct out *o, const char *key, const slice *p, uint32_t n) {
    jout_open(o, key, '[');
    for (uint32_t i = 0; i < n; i++)
        jout_string(o, NULL, p[i]);
    jout_close(o, ']');
}

static slice day(slice date) { return date.p && date.n > 10 ? slice_cut(date, 0, 10) : date; }

/* "2024-03-12 18:42:00", as news-please writes it; the day alone gets midnight. */
static slice moment(struct arena *a, slice date) {
    if (!date.p || date.n < 10)
        return date;
    slice d = slice_cut(date, 0, 10);
    slice t = date.n >= 19 ? slice_cut(date, 11, 19) : S("00:00:00");
    return arena_printf(a, "%.*s %.*s", (int)d.n, d.p, (int)t.n, t.p);
}

static void trafilatura(const struct document *d, struct arena *a, struct out *o) {
    const struct page *p = &d->page;
    char print[16];
    uint8_t h[8];
    uint64_t v = hash64(p->text.p, p->text.n);
    for (int i = 0; i < 8; i++)
        h[i] = (uint8_t)(v >> 8 * (7 - i));
    hex(h, 8, print);
    jout_string_or_null(o, "title", p->title);
    jout_string_or_null(o, "author", p->authors_n ? joined(a, p->authors, p->authors_n) : (slice){0});
    jout_string_or_null(o, "hostname", p->domain);
    jout_string_or_null(o, "date", day(p->published));
    jout_string(o, "fingerprint", slice_of(print, 16));
    jout_null(o, "license");
    jout_null(o, "comments");
    jout_string(o, "raw_text", p->text);
    jout_string(o, "text", p->text);
    jout_string_or_null(o, "language", p->language);
    jout_string_or_null(o, "image", p->image);
    jout_string(o, "pagetype", slice_str(page_type_names[p->type]));
    jout_null(o, "filedate");
    jout_string_or_null(o, "source", p->url);
    jout_string_or_null(o, "source-hostname", p->site_name);
    jout_string_or_null(o, "excerpt", p->description);
    jout_null(o, "categories");
    jout_string_or_null(o, "tags", p->tags_n ? joined(a, p->tags, p->tags_n) : (slice){0});
}

static void newspaper4k(const struct document *d, struct out *o) {
    const struct page *p = &d->page;
    jout_string_or_null(o, "url", p->url);
    jout_string_or_null(o, "canonical_link", p->url);
    jout_string_or_null(o, "title", p->title);
    strings(o, "authors", p->authors, p->authors_n);
    jout_string_or_null(o, "publish_date", p->published);
    jout_string(o, "text", p->text);
    jout_string_or_null(o, "language", p->language);
    jout_string_or_null(o, "meta_lang", p->language);
    jout_string_or_null(o, "meta_site_name", p->site_name);
    jout_string_or_null(o, "meta_description", p->description);
    jout_null(o, "summary");
    jout_string_or_null(o, "top_image", p->image);
    strings(o, "tags", p->tags, p->tags_n);
    jout_open(o, "keywords", '['); /* newspaper4k's own: words of the text */
    jout_close(o, ']');
    strings(o, "meta_keywords", p->tags, p->tags_n);
}

static void news_please(const struct document *d, struct arena *a, struct out *o) {
    const struct page *p = &d->page;
    strings(o, "authors", p->authors, p->authors_n);
    jout_null(o, "date_download");
    jout_string_or_null(o, "date_modify", moment(a, p->modified));
    jout_string_or_null(o, "date_publish", moment(a, p->published));
    jout_string_or_null(o, "description", p->description);
    jout_string(o, "filename", d->source.file);
    jout_string_or_null(o, "image_url", p->image);
    jout_string_or_null(o, "language", p->language);
    jout_null(o, "localpath");
    jout_string(o, "maintext", p->text);
    jout_string(o, "text", p->text);
    jout_string_or_null(o, "source_domain", p->domain);
    jout_string_or_null(o, "title", p->title);
    jout_null(o, "title_page");
    jout_null(o, "title_rss");
    jout_string_or_null(o, "url", p->url);
}

static void fundus(const struct document *d, struct out *o) {
    const struct page *p = &d->page;
    jout_string_or_null(o, "title", p->title);
    jout_string(o, "plaintext", p->text);
    jout_open(o, "body", '{');
    strings(o, "summary", &p->description, p->description.p ? 1 : 0);
    jout_open(o, "sections", '[');
    for (uint32_t i = 0; i < p->blocks_n;) {
        jout_open(o, NULL, '{');
        jout_open(o, "headline", '[');
        for (; i < p->blocks_n && p->blocks[i].kind == BLOCK_HEADING; i++)
            jout_string(o, NULL, slice_at(p->text, p->blocks[i].at));
        jout_close(o, ']');
        jout_open(o, "paragraphs", '[');
        for (; i < p->blocks_n && p->blocks[i].kind != BLOCK_HEADING; i++)
            jout_string(o, NULL, slice_at(p->text, p->blocks[i].at));
        jout_close(o, ']');
        jout_close(o, '}');
    }
    jout_close(o, ']');
    jout_close(o, '}');
    strings(o, "authors", p->authors, p->authors_n);
    jout_string_or_null(o, "publishing_date", p->published);
    strings(o, "topics", p->tags, p->tags_n);
    jout_string_or_null(o, "lang", p->language);
    jout_string_or_null(o, "publisher", p->site_name);
    jout_string_or_null(o, "url", p->url);
}

void view_compat_keys(const struct document *d, enum compat compat, struct arena *tmp, struct out *o) {
    switch (compat) {
    case COMPAT_TRAFILATURA: trafilatura(d, tmp, o); break;
    case COMPAT_NEWSPAPER4K: newspaper4k(d, o); break;
    case COMPAT_NEWS_PLEASE: news_please(d, tmp, o); break;
    case COMPAT_FUNDUS: fundus(d, o); break;
    case COMPAT_NONE: break;
    }
}
