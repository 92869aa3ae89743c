/* HTML pages: body, noise, metadata, and the way back to the bytes. Pages are invented; where
 * ../shared is there, a part of its pages must keep the rules of page_check too. */
#include <dirent.h>
#include <math.h>
#include <zlib.h>

#include "../../fuzz/page_check.h"
#include "page/pick.h"
#include "test.h"

static struct arena *a, *tmp;
static struct page_kit *kit;
static int code;
static const char *why;

static struct page read_html(slice text) {
    struct source src = {.kind = SOURCE_HTML, .text = text, .bytes = text};
    struct page_options o = {.kit = kit};
    struct page p;
    why = NULL;
    code = page_read(&src, &o, a, tmp, &p, &why);
    arena_reset(tmp);
    CHECK(page_check(&p, text, CUT_ALONE, &kit->names, a) == 0);
    return p;
}

#define P1 "The harbour of Norrvik was closed for six hours on Monday after a tanker ran aground near the pier."
#define P2 "Nobody was hurt, the harbour master said, and the ship was towed free by the evening of the same day."
#define P3 "The owner of the tanker did not want to say how many tonnes of oil it had carried when it set out."

static const char story[] =
    "<!doctype html><html lang=en><head><title>Tanker runs aground off Norrvik | The Norrvik Lamp</title>"
    "<meta property=og:title content='Tanker runs aground off Norrvik'>"
    "<meta property=og:site_name content='The Norrvik Lamp'>"
    "<link rel=canonical href='https://www.norrvik-lamp.example/2021/03/04/tanker'>"
    "<script type=application/ld+json>{\"@context\":\"https://schema.org\",\"@graph\":[{\"@type\":\"NewsArticle\","
    "\"headline\":\"Tanker runs aground off Norrvik\",\"datePublished\":\"2021-03-04T10:30:00+01:00\","
    "\"author\":[{\"@type\":\"Person\",\"name\":\"By Ann Ward, Reporter\"},{\"@type\":\"Person\",\"name\":\"Bo Lind\"}],}]}"
    "</script></head><body><nav class=menu><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav>"
    "<main><article class='story article'><h1>Tanker runs aground off Norrvik</h1>"
    "<div class=byline>By Ann Ward and Bo Lind</div><div class=article-body>"
    "<p>NORRVIK (Nordwire) &mdash; " P1 "<p>" P2 "</p><script>var x = '<p>not text</p>';</script>"
    "<p>It was &ldquo;a <b>very</b>\n   lucky day&rdquo;,&nbsp;she said to the reporters who had come to the pier.</p>"
    "<p>" P3 "</p></div></article></main><aside class=related><h3>Related stories</h3><ul>"
    "<li><a href=/a>Ferry line to reopen</a><li><a href=/b>A new pilot</a></ul></aside>"
    "<footer><p>Copyright The Norrvik Lamp. All rights reserved.</p></footer></body></html>";

static void test_story(void *arg) {
    (void)arg;
    struct page p = read_html(S(story));
    CHECK(code == 0);
    CHECK(p.blocks_n == 4);
    CHECK_SLICE(slice_at(p.text, p.blocks[1].at), P2);
    CHECK_SLICE(slice_at(p.text, p.blocks[2].at),
                "It was \xE2\x80\x9C" "a very lucky day\xE2\x80\x9D, she said to the reporters who had come to the pier.");
    span s = page_source(&p, p.blocks[2].at);
    CHECK(!memcmp(story + s.start, "It was &ldquo;", 14));
    CHECK_SLICE(p.title, "Tanker runs aground off Norrvik");
    CHECK_SLICE(p.site_name, "The Norrvik Lamp");
    CHECK_SLICE(p.published, "2021-03-04T10:30:00+01:00");
    CHECK(p.found.published == FOUND_JSON_LD);
    CHECK(p.authors_n == 2);
    CHECK_SLICE(p.authors[0], "Ann Ward");
    CHECK_SLICE(p.authors[1], "Bo Lind");
    CHECK_SLICE(p.domain, "norrvik-lamp.example");
    CHECK_SLICE(p.language, "en");
    CHECK(p.type == PAGE_ARTICLE || p.type == PAGE_STUB);
    bool dateline = false;
    for (uint32_t i = 0; i < p.credits_n; i++)
        dateline |= p.credits[i].kind == CREDIT_DATELINE;
    CHECK(dateline);
    CHECK(slice_find(p.text, S("Ferry"), 0) == NONE && slice_find(p.text, S("rights"), 0) == NONE);
    CHECK(slice_find(p.text, S("not text"), 0) == NONE);
}

/* What other tools' names ask for: a description, a picture, tags one by one or else the keywords. */
static void test_head_says(void *arg) {
    (void)arg;
    struct page p = read_html(S("<title>Ferry stops</title><meta name=description content='No ferries &amp; no boats.'><meta property=og:image "
                                "content='https://lamp.example/a.jpg'><meta name=keywords content='ferry, harbour'><h1>Ferry stops</h1><p>" P1 "<p>" P2));
    CHECK_SLICE(p.description, "No ferries & no boats.");
    CHECK_SLICE(p.image, "https://lamp.example/a.jpg");
    CHECK(p.tags_n == 2);
    CHECK_SLICE(p.tags[1], "harbour");
    p = read_html(S("<title>Ferry stops</title><meta property=article:tag content=Norrvik><meta name=keywords content='ferry, harbour'><h1>Ferry "
                    "stops</h1><p>" P1 "<p>" P2));
    CHECK(p.tags_n == 1 && !p.description.p && !p.image.p);
    CHECK_SLICE(p.tags[0], "Norrvik");
}

/* What a page says of itself, best place first; what is not the report's own is left. */
static void test_metadata(void *arg) {
    (void)arg;
    static const char head[] = "<!doctype html><title>Ferry line reopens - The Norrvik Lamp</title>";
    struct page p = read_html(arena_printf(a, "%s<meta property=og:site_name content='The Norrvik Lamp'><meta name=author content='The Norrvik Lamp'><h1>Ferry line reopens</h1>"
        "<div class=byline>By Ann Ward</div><div class=date>Published: 4 March 2021</div><p>%s</p><p>%s</p><p>%s</p>"
        "<h3>More stories</h3><ul><li><a href=/x>Old pier sold</a> 1 May 2019</ul>", head, P1, P2, P3));
    CHECK_SLICE(p.title, "Ferry line reopens");
    CHECK_SLICE(p.published, "2021-03-04");
    CHECK(p.found.published == FOUND_TEXT);
    CHECK(p.authors_n == 1);
    CHECK_SLICE(p.authors[0], "Ann Ward");
    /* dates of the address and of a <time>; no author at all */
    p = read_html(arena_printf(a, "%s<link rel=canonical href=https://lamp.example/2021/03/04/ferry><h1>Ferry line reopens</h1>"
        "<p>%s</p><p>%s</p><p>%s</p>", head, P1, P2, P3));
    CHECK_SLICE(p.published, "2021-03-04");
    CHECK(p.found.published == FOUND_URL);
    CHECK(p.authors_n == 0);
    /* nothing said, nothing given */
    p = read_html(arena_printf(a, "%s<p>%s</p><p>%s</p><p>%s</p>", head, P1, P2, P3));
    CHECK(!p.published.p && !p.authors_n);
    CHECK(!p.modified.p);
}

/* What is chosen where places differ. */
static void test_choices(void *arg) {
    (void)arg;
    /* a title that was cut off, and the heading that has all of it */
    struct page p = read_html(S("<title>Tanker runs aground off Norrvik after a night of heavy snow and f | Lamplight</title>"
        "<link rel=canonical href=https://lamplight.example/tanker-runs-aground-off-norrvik-after-a-night-of-heavy-snow-and-fog>"
        "<body><article><h1>Tanker runs aground off Norrvik after a night of heavy snow and fog</h1>"
        "<p>" P1 "<p>" P2 "<p>" P3 "</article>"));
    CHECK(code == 0);
    CHECK_SLICE(p.title, "Tanker runs aground off Norrvik after a night of heavy snow and fog");
    /* 02/03: the page's other date can only have the day first */
    p = read_html(S("<link rel=canonical href=https://norrvik-lamp.com/tanker><title>Tanker runs aground off Norrvik</title>"
        "<body><article><h1>Tanker runs aground off Norrvik</h1><div>Published: 02/03/2021</div>"
        "<p>" P1 "<p>" P2 "<p>" P3 "</article><aside><a href=/f>Ferry line to reopen</a><div>26/02/2021</div></aside>"));
    CHECK_SLICE(p.published, "2021-03-02");
    /* a name and a date in elements side by side, without a blank between them */
    p = read_html(S("<link rel=canonical href=https://norrvik-lamp.com/tanker><title>Tanker runs aground off Norrvik</title>"
        "<body><article><h1>Tanker runs aground off Norrvik</h1><div class=byline><span>Ann Ward</span><span>March 4, 2021</span>"
        "<span>3 min read</span></div><p>" P1 "<p>" P2 "<p>" P3 "</article>"));
    CHECK_SLICE(p.published, "2021-03-04");
    /* days of other stories, above the headline: its head names the page's own */
    p = read_html(S("<link rel=canonical href=https://norrvik-lamp.com/tanker><title>Tanker runs aground off Norrvik</title>"
        "<script type=application/ld+json>{\"@type\":\"NewsArticle\",\"headline\":\"Tanker runs aground off Norrvik\","
        "\"datePublished\":\"2021-03-04T10:30:00+01:00\",\"dateModified\":\"2021-03-04T10:31:00+01:00\"}</script>"
        "<body><div class=top><div><h3><a href=/o>Old pier is sold to a hotel chain</a></h3><div>January 16, 2021</div></div>"
        "<div><h3><a href=/f>Ferry line to reopen in the autumn</a></h3><div>January 12, 2021</div></div></div>"
        "<article><h1>Tanker runs aground off Norrvik</h1><p>" P1 "<p>" P2 "<p>" P3 "</article>"));
    CHECK_SLICE(p.published, "2021-03-04T10:30:00+01:00");
}

#define PAGE(head, before, behind) "<title>Tanker runs aground off Norrvik</title>" head "<body><article><h1>Tanker runs aground off Norrvik</h1>" \
    before "<p>" P1 "<p>" P2 "<p>" P3 "</article>" behind

#define LINES "<p>To Norrvik<p>To the islands<p>To Lyrsund<p>To the lighthouse<p>On Sundays<p>With a bicycle<p>With a dog<p>In a storm"

/* Where a page names its day. */
static void test_days(void *arg) {
    (void)arg;
    static const struct { const char *html, *day; } pages[] = {
        /* the language in XHTML's way says how 02/03 is read */
        {"<html xml:lang=en-GB>" PAGE("<link rel=canonical href=https://norrvik-lamp.com/tanker>", "<div>Published: 02/03/2021</div>", ""), "2021-03-02"},
        {"<html xml:lang=en-US>" PAGE("<link rel=canonical href=https://norrvik-lamp.com/tanker>", "<div>Published: 02/03/2021</div>", ""), "2021-02-03"},
        /* another <time> can be read in one way */
        {PAGE("<link rel=canonical href=https://norrvik-lamp.com/tanker>", "<div><time datetime=02-12-2021>02-12-2021</time></div>",
              "<footer><time datetime=2021-12-02>December 2, 2021</time></footer>"), "2021-12-02"},
        {PAGE("<link rel=canonical href=https://norrvik-lamp.com/2021/mar/04/tanker>", "", ""), "2021-03-04"},
        {PAGE("<meta name=pubdate content=1614853800>", "", ""), "2021-03-04T10:30:00Z"},
        {PAGE("", "<abbr class=published title=2021-03-04T10:30:00Z>on a Thursday</abbr>", ""), "2021-03-04T10:30:00Z"},
        {PAGE("", "<abbr title='2021-03-04 edition'>Th.</abbr>", ""), NULL},
        /* the only one, far from the headline; not in a menu */
        {PAGE("", "", "<div>" LINES LINES LINES "<p>Filed under: Harbour, March 4, 2021</div>"), "2021-03-04"},
        {PAGE("", "", "<nav>" LINES LINES LINES "<p>Filed under: Harbour, March 4, 2021</nav>"), NULL},
    };
    for (unsigned i = 0; i < NELEMS(pages); i++) {
        struct page p = read_html(slice_str(pages[i].html));
        if (pages[i].day)
            CHECK_SLICE(p.published, pages[i].day);
        else
            CHECK(!p.published.p);
    }
}

static void test_addresses(void *arg) {
    (void)arg;
    static const struct { const char *url; int year, month, day; } cases[] = {
        {"https://lamp.example/2021/03/04/ferry", 2021, 3, 4}, {"https://lamp.example/2021-3-4-ferry", 2021, 3, 4},
        {"https://lamp.example/news/20210304/ferry", 2021, 3, 4}, {"https://lamp.example/2021/Mar/04/ferry", 2021, 3, 4},
        {"https://lamp.example/2021/03/ferry.jpg", 2021, 3, 0}, {"https://lamp.example/2019/05/old/2021/03/04/ferry", 2021, 3, 4},
        {"https://lamp.example/2021/ferry", 0, 0, 0}, {"https://lamp.example/a2021/03/ferry", 0, 0, 0},
        {"https://lamp.example/2021/13/ferry", 0, 0, 0}, {"https://lamp.example/2021/1024/ferry", 0, 0, 0},
        {"https://lamp.example/2021/march-winds", 0, 0, 0}, {"https://lamp.example/2021", 0, 0, 0},
        {"https://lamp.example/2021/0", 0, 0, 0}, {"", 0, 0, 0}};
    for (unsigned i = 0; i < NELEMS(cases); i++) {
        struct date d;
        bool found = pick_date_in_address(slice_str(cases[i].url), &d);
        CHECK(found == (cases[i].year > 0));
        CHECK(!found || (d.year == cases[i].year && d.month == cases[i].month && (d.precision == DATE_DAY ? d.day : 0) == cases[i].day));
    }
}

/* A page under way, with all that stands before its metadata. */
static void open_reader(struct html_reader *h, struct report *r, struct page *p, const struct source *src) {
    const char *reason = NULL;
    *p = (struct page){.url = {0}};
    report_begin(r, src, a, p);
    CHECK(html_read(r, kit, a, &reason) == 0);
    report_begin(r, src, a, p);
    html_reader_open(h, r, kit, a);
}

/* Pictures tell when a report was written: those in it, not those of other stories. */
static void test_months(void *arg) {
    (void)arg;
    slice text = S("<link rel=canonical href=https://lamp.example/2021/03/tanker><meta property=og:image content=/pictures/2020/11/tanker.jpg>"
        PAGE("", "<p><img src=/pictures/2020/12/pier.jpg><img data-src=/pictures/20210104/ship.jpg src=data:,><img src=/pictures/flag.png>",
             "<aside><a href=/f>Ferry line to reopen</a><img src=/pictures/2019/05/ferry.jpg></aside>"));
    struct source src = {.kind = SOURCE_HTML, .text = text, .bytes = text};
    struct page p;
    struct report r;
    struct html_reader h;
    struct pick_months m;
    open_reader(&h, &r, &p, &src);
    pick_months(&h, &m);
    CHECK(m.page == 2021 * 12 + 3 && m.image == 2020 * 12 + 11);
    CHECK(m.first == 2020 * 12 + 12 && m.last == 2021 * 12 + 1);
}

/* A section before a headline, or behind a bar, is no part of it; the words that it begins with are. */
static void test_headlines(void *arg) {
    (void)arg;
    static const char *const heads[][3] = { /* og:title, h1, what is the title */
        {"Why two pilots beat one", "<span>Harbour Talk</span><br><span>Why two pilots beat one</span>", "Why two pilots beat one"},
        {"Why two pilots beat one | Opinion", "Why two pilots beat one | Opinion", "Why two pilots beat one"},
        {"Best ferries to Norrvik this year", "The Best ferries to Norrvik this year", "The Best ferries to Norrvik this year"},
    };
    for (unsigned i = 0; i < NELEMS(heads); i++) {
        char html[2048];
        int n = snprintf(html, sizeof html, "<title>%s</title><meta property=og:title content='%s'><body><article><h1>%s</h1><p>" P1 "<p>" P2 "<p>" P3
                         "</article>", heads[i][0], heads[i][0], heads[i][1]);
        struct page p = read_html(slice_of(html, (size_t)n));
        CHECK_SLICE(p.title, heads[i][2]);
    }
}

/* A section before a headline that the head's title has not: the site's name behind that one the domain may spell. */
static void test_domain_name(void *arg) {
    (void)arg;
    static const char *const cases[][2] = { /* domain, what is the title */
        {"www.norrviklamp.example", "Why two pilots are better than one"}, {"norrvik-lamp.example", "Why two pilots are better than one"},
        {"lamp.example", "Blog: Why two pilots are better than one"}, {"norrviklamps.example", "Blog: Why two pilots are better than one"}};
    for (unsigned i = 0; i < NELEMS(cases); i++) {
        slice text = arena_printf(a, "<link rel=canonical href=https://%s/pilots><title>Why two pilots are better than one - Norrvik "
            "Lamp</title><body><article><h1>Blog: Why two pilots are better than one</h1><p>%s<p>%s<p>%s</article>", cases[i][0], P1, P2, P3);
        struct source src = {.kind = SOURCE_HTML, .text = text, .bytes = text};
        struct page p;
        struct report r;
        struct html_reader h;
        open_reader(&h, &r, &p, &src);
        CHECK_SLICE(pick_title_tidied(&h, h.head.h1[0]), cases[i][1]);
    }
}

/* Of candidates one of which is right, or none: each has its share. */
static void test_odds(void *arg) {
    (void)arg;
    struct pick two[2] = {{.score = 0}, {.score = 0}};
    struct picks c = {.p = two, .n = 2};
    pick_odds(&c); /* a third each: one to two */
    CHECK(fabsf(two[0].score + logf(2)) < 1e-5f && fabsf(two[1].score + logf(2)) < 1e-5f);
    c.n = 1;
    two[0].score = 3;
    pick_odds(&c);
    CHECK(fabsf(two[0].score - 3) < 1e-5f);
    two[0].score = two[1].score = 200; /* beyond what exp can hold */
    c.n = 2;
    pick_odds(&c);
    CHECK(fabsf(two[0].score) < 1e-3f);
}

/* What asks to read on, to subscribe, to comment is body only where the model is sure of it. */
static void test_pleas(void *arg) {
    (void)arg;
    static const char *const pleas[] = {
        "Comments are civil and signed here, and we do not publish comments that name others.",
        "This post contains affiliate links, and we may earn a commission when you buy through them.",
        "Download our free apps for iOS and Android to read the Lamp wherever you are.",
        "Read more: How the pilots of Norrvik learned to work in the ice"};
    for (unsigned i = 0; i < NELEMS(pleas); i++) {
        struct page p = read_html(arena_printf(a, "<title>Tanker runs aground off Norrvik</title><body><main><article class='story article'>"
            "<h1>Tanker runs aground off Norrvik</h1><div class=article-body><p>%s<p>%s<p>%s<p>%s</div></article></main>", P1, P2, P3, pleas[i]));
        CHECK(p.blocks_n == 3);
        CHECK_SLICE(slice_at(p.text, p.blocks[2].at), P3);
    }
    struct page p = read_html(S("<title>Tanker runs aground off Norrvik</title><body><main><article class='story article'>"
        "<h1>Tanker runs aground off Norrvik</h1><div class=article-body><p>" P1 "<p>" P2 "<p>The yard lost its affiliate links to "
        "three owners, it said, and nobody there knows who will pay for the pier.<p>" P3 "</div></article></main>"));
    CHECK(p.blocks_n == 4);
}

/* What stands between and behind the paragraphs of a report and is none of it: a picture's credit, what "Related" leads to, a dialog
 * that nobody has opened, what others say of it and who wrote it. Without what says so, the same words are. */
static void test_between(void *arg) {
    (void)arg;
    static const char p4[] = "Oil came ashore on two beaches, and forty people from the town went out with shovels and buckets on Tuesday.";
    static const char p5[] = "The council will meet on Friday to hear from the pilots, who had asked for a second tug since the spring.";
    static const char p6[] = "A ship of that size needs two tugs to come in with a wind from the west, the oldest of the pilots said.";
    static const struct {
        const char *html;
        bool body;
    } cases[] = {
        {"<p><em>(Credit: Ann Ward / The Norrvik Lamp)</em></p>", false},
        {"<div>Related<h3><a href=/b>The Pilots of Norrvik Are Learning to Work in the Ice</a></h3></div>", false},
        {"<div>In the ice<h3><a href=/b>The Pilots of Norrvik Are Learning to Work in the Ice</a></h3></div>", true},
        {"<div role=dialog aria-hidden=true><p>" P2 "</p></div>", false},
        {"<div role=dialog><p>" P2 "</p></div>", true},
        {"<h3>Comments</h3><p>" P2 "</p><h3>What comes next</h3>", false},
        {"<h3>About the author</h3><p>" P2 "</p><h3>What comes next</h3>", false},
        {"<h3>The night on the pier</h3><p>" P2 "</p><h3>What comes next</h3>", true}};
    for (unsigned i = 0; i < NELEMS(cases); i++) {
        struct page p = read_html(arena_printf(a, "<title>Tanker runs aground off Norrvik</title><body><main><article class='story article'>"
            "<h1>Tanker runs aground off Norrvik</h1><div class=article-body><p>%s<p>%s<p>%s<p>%s<p>%s%s<p>%s</div></article></main>",
            P1, P3, p4, p5, p6, cases[i].html, P3));
        bool has = slice_find(p.text, S("Credit"), 0) != NONE || slice_find(p.text, S("Learning"), 0) != NONE ||
                   slice_find(p.text, S(P2), 0) != NONE;
        CHECK(has == cases[i].body);
        CHECK_SLICE(slice_at(p.text, p.blocks[p.blocks_n - 1].at), P3);
    }
}

/* The word F1 to be expected of a page's blocks from a score on. */
static double expected(const struct html_reader *h, float cut) {
    double all = 0, taken = 0, right = 0;
    for (uint32_t i = 0; i < h->b.n; i++) {
        double words = h->b.p[i].words, share = words / (1 + exp(-(double)h->score[i]));
        all += share;
        taken += h->score[i] >= cut ? words : 0;
        right += h->score[i] >= cut ? share : 0;
    }
    return 2 * right / (taken + all);
}

/* No other score to cut at promises more, be the page clear or one of which little is sure. */
static void test_cut_at(void *arg) {
    (void)arg;
    static const char *const pages[] = {
        "<title>Norrvik</title><nav class=menu><ul><li><a href=/>Home</a><li><a href=/n>News</a></ul></nav><main><article class='story article'>"
        "<p>" P1 "<p>" P2 "<p>" P3 "</article></main><footer><p>Copyright The Norrvik Lamp. All rights reserved.</p></footer>",
        "<title>Norrvik</title><div>Norrvik</div><div>The pilots and their boats</div><div>A tug, a tanker and six hours on the pier</div>"
        "<div>" P1 "</div><div>Oil, ice</div><div><a href=/a>Ferry line to reopen</a> after a week of wind</div><div>" P2 "</div>"
        "<ul><li>Six hours<li>Forty people<li>Two beaches, one tanker</ul><div>" P3 "</div><div>Call the harbour master on Monday</div>",
        "<title>Norrvik</title><table><tr><td>Tug<td>Built<td>Owner<tr><td>Lamp<td>1961<td>The harbour of Norrvik, which has had it since the "
        "ferry was sold<tr><td>Pier<td>1974<td>Three owners from the town</table><p>" P2 "</p><p>See the list of boats.</p>"};
    for (unsigned i = 0; i < NELEMS(pages); i++) {
        struct source src = {.kind = SOURCE_HTML, .text = slice_str(pages[i]), .bytes = slice_str(pages[i])};
        struct page p = {.url = {0}};
        struct report r;
        struct html_reader h;
        report_begin(&r, &src, a, &p);
        html_reader_open(&h, &r, kit, a);
        float least = 99;
        for (uint32_t k = 0; k < h.b.n; k++)
            if (h.kind[k] == BODY && h.score[k] < least)
                least = h.score[k];
        CHECK(least < 99);
        double have = expected(&h, least);
        for (float cut = -4; cut < 4; cut += 0.25f)
            CHECK(expected(&h, cut) < have + 0.01);
    }
}

/* Rarer names of the day in the head, and an ordinal's letters in an element of their own. */
static void test_rare_days(void *arg) {
    (void)arg;
    static const char *const heads[] = {"og:datePublished", "date-published", "publication-date", "article.publish_date", "mediator_published_time",
                                        "rbpubdate", "citation_online_date", "creation_date", "dc.issued"};
    for (unsigned i = 0; i < NELEMS(heads); i++) {
        struct page p = read_html(arena_printf(a, "<title>Ferry stops</title><meta name='%s' content=2021-03-04><h1>Ferry stops</h1><p>%s<p>%s", heads[i], P1, P2));
        CHECK_SLICE(p.published, "2021-03-04");
    }
    struct page p = read_html(S("<title>Ferry stops</title><h1>Ferry stops</h1><div>March 4<sup>th</sup>, 2021</div><p>" P1 "<p>" P2));
    CHECK_SLICE(p.published, "2021-03-04");
}

/* A page whose script puts no blanks between words is no shorter for that. */
static void test_unspaced(void *arg) {
    (void)arg;
    static const char p1[] = "ノルヴィク港は月曜日、タンカーが桟橋の近くで座礁したため、六時間にわたって閉鎖された。";
    static const char p2[] = "港長によると、けが人はなく、船は同日の夕方までに曳航されて港の外に移された。";
    static const char p3[] = "船主は、出港したときにどれだけの油を積んでいたかについて、何も答えようとしなかった。";
    struct page p = read_html(arena_printf(a,
        "<html lang=ja><title>タンカーが座礁</title><ul class=menu><li><a href=/>ホーム</a><li><a href=/n>ニュース</a></ul>"
        "<div class=article><h1>タンカーが座礁</h1><p>%s</p><p>%s</p><p>%s</p></div>"
        "<div class=related><ul><li><a href=/a>渡し船が再開へ</a><li><a href=/b>新しい水先人</a></ul></div>", p1, p2, p3));
    CHECK(code == 0);
    CHECK(p.blocks_n == 3);
    CHECK_SLICE(slice_at(p.text, p.blocks[0].at), p1);
    CHECK_SLICE(slice_at(p.text, p.blocks[2].at), p3);
}

static void test_empty(void *arg) {
    (void)arg;
    read_html(S("<!doctype html><title>x</title>"));
    CHECK(code == STM_EEMPTY && why);
    read_html(S(""));
    CHECK(code == STM_EEMPTY && why);
    struct buf b = {.a = a};
    for (int i = 0; i < 60; i++)
        buf_slice(&b, arena_printf(a, "<li><a href=/%d>Number %d of the many</a></li>", i, i));
    read_html(buf_take(&b));
    CHECK(code == STM_EEMPTY);
    CHECK_SLICE(slice_str(why), "a listing of links, no report");
}

/* n times the same: each must be read in time and space that grow with its length. */
static void hostile(const char *unit, uint32_t n, const char *end) {
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < n; i++)
        buf_slice(&b, slice_str(unit));
    buf_slice(&b, slice_str(end));
    slice s = buf_take(&b);
    struct source src = {.kind = SOURCE_HTML, .text = s, .bytes = s};
    struct page_options o = {.kit = kit};
    struct page p;
    int c = page_read(&src, &o, a, tmp, &p, &why);
    CHECK(c == 0 || c == STM_EEMPTY);
    CHECK(arena_used(tmp) < 400 * (size_t)s.n + (8u << 20));
    arena_reset(tmp);
}

static void test_hostile(void *arg) {
    (void)arg;
    enum { MANY = 100000 };
    hostile("<div>", MANY, "<p>" P1);
    hostile("<b>", MANY, "<p>" P1);
    hostile("<b><p>", MANY, P1);
    hostile("<a href=x><table><tr><td>", MANY / 4, P1);
    hostile("<table>x", MANY, P1);
    hostile("<font color=a>", MANY, "<p>x<p>y<p>z");
    hostile("<p><i>x</p>", MANY, P1);
    hostile("</p>", MANY, P1);
    hostile("<!--", MANY, P1);
    hostile("<svg><foreignObject>", MANY / 4, P1);
    hostile("<template>", MANY, P1);
    hostile("&", MANY, P1);
    hostile("&notit;", MANY, P1);
    hostile("<select><option>", MANY / 4, P1);
    hostile("a=\"", MANY, ">");
    hostile("<a ", 1, P1);
    hostile("<script>", MANY, P1);
    hostile("<div class=\"a b c d e f g\">", MANY / 10, "<p>" P1);
    hostile("<p class=author>By Ann Ward</p>", MANY / 10, "<p>" P1);
}

/* A page cut off at each place still keeps the rules. */
static void test_cut(void *arg) {
    (void)arg;
    for (uint32_t n = 0; n < sizeof story - 1; n += 3) {
        struct arena_mark mark = arena_mark(a);
        read_html(slice_of(story, n));
        arena_rewind(a, mark);
    }
}

static void test_pages(void *arg) {
    const char *dir = arg;
    DIR *d = opendir(dir);
    unsigned number = 0;
    for (struct dirent *e; d && (e = readdir(d));) {
        if (!slice_ends(slice_str(e->d_name), S(".html.gz")) || hash64(e->d_name, strlen(e->d_name)) % 16)
            continue;
        struct arena_mark mark = arena_mark(a);
        gzFile g = gzopen(arena_printf(a, "%s/%s", dir, e->d_name).p, "rb");
        struct buf b = {.a = a};
        char c[4096];
        for (int n; g && (n = gzread(g, c, sizeof c)) > 0;)
            buf_add(&b, c, (size_t)n);
        if (g)
            gzclose(g);
        slice s = buf_take(&b);
        read_html(page_check_utf8((const uint8_t *)s.p, s.n, a));
        number++;
        arena_rewind(a, mark);
    }
    if (d)
        closedir(d);
    (void)number;
}

int main(void) {
    a = arena_new(0);
    tmp = arena_new(0);
    if (page_kit_open(&kit, NULL, NULL))
        return 1;
    RUN(test_story);
    RUN(test_head_says);
    RUN(test_metadata);
    RUN(test_choices);
    RUN(test_days);
    RUN(test_domain_name);
    RUN(test_addresses);
    RUN(test_months);
    RUN(test_headlines);
    RUN(test_odds);
    RUN(test_pleas);
    RUN(test_between);
    RUN(test_cut_at);
    RUN(test_rare_days);
    RUN(test_unspaced);
    RUN(test_empty);
    RUN(test_cut);
    static char dirs[][40] = {"../shared/data/pages/wcxb-dev/html", "../shared/data/pages/news/html",
                              "../shared/data/pages/trafilatura-en/html", "../shared/data/pages/readability/html"};
    for (unsigned i = 0; i < NELEMS(dirs); i++)
        if (guard_run(test_pages, dirs[i]))
            test_failed++;
    RUN(test_hostile);
    page_kit_close(kit);
    arena_free(a);
    arena_free(tmp);
    DONE();
}
