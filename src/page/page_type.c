/* page_type: what kind of page it is: a report, a live blog, pictures, a list of links, the beginning of a report
 * behind a wall; and, where there is no report, what there is instead.
 *
 * A page says it of itself (JSON-LD, og:type), in its address ("/live/"), its title ("in pictures") or the classes of
 * its body; only together with what it looks like where these words are used loosely: times of day between the
 * paragraphs, captions that are numbered or stand in figures, linked headings one after another. */
#include "pick.h"

/* What the blocks add up to. */
struct looks {
    uint32_t all, links;          /* words of all blocks; those in links */
    uint32_t prose, linked;       /* of the body: words of paragraphs; words in links */
    uint32_t posts;               /* times of day in lines of their own between or around body blocks */
    uint32_t captions, captioned; /* blocks of the body that are captions, or numbered "3 of 12"; their words */
    uint32_t heads;               /* linked headings */
    uint32_t teasers, longest;    /* those in the body; words of its longest paragraph */
    bool walled;                  /* what follows the body asks to pay or to sign in */
};

/* ---- words of a short text ------------------------------------------------------------------------------- */

static bool has_any(slice s, const char *const *list, size_t n) {
    uint32_t letters = slice_letters(s);
    for (size_t i = 0; i < n; i++)
        if (slice_has_nocase(s, letters, list[i]))
            return true;
    return false;
}
#define HAS_ANY(s, list) has_any(s, list, NELEMS(list))

/* "9:10", "09.10 GMT", "Updated at 4.30pm": a time of day and little else. */
static bool is_clock(slice s) {
    for (uint32_t i = 0; i + 3 < s.n; i++)
        if (is_digit((unsigned char)s.p[i]) && (s.p[i + 1] == ':' || s.p[i + 1] == '.') && is_digit((unsigned char)s.p[i + 2]) &&
            is_digit((unsigned char)s.p[i + 3]) && (i + 4 == s.n || !is_digit((unsigned char)s.p[i + 4])))
            return s.n <= 24 && (i == 0 || !is_alnum((unsigned char)s.p[i - 1]) || i < 3);
    return false;
}

/* "3 of 12 ...", "3/12 ...". */
static bool is_numbered(slice s) {
    uint32_t i = 0, of;
    while (i < s.n && i < 3 && is_digit((unsigned char)s.p[i]))
        i++;
    if (!i)
        return false;
    of = slice_starts_nocase(slice_cut(s, i, s.n), S(" of ")) ? 4 : slice_starts(slice_cut(s, i, s.n), S(" / ")) ? 3
         : i < s.n && s.p[i] == '/' ? 1 : 0;
    uint32_t k = i + of;
    while (of && k < s.n && k < i + of + 3 && is_digit((unsigned char)s.p[k]))
        k++;
    /* no date: "3/12/2021" */
    return of && k > i + of && (k == s.n || (s.p[k] != '/' && s.p[k] != '%' && !is_digit((unsigned char)s.p[k])));
}

/* Does the path of an address have this part, "live" in "/sport/live/2021/..."? */
static bool in_path(slice url, const char *const *list, size_t n) {
    uint32_t from = slice_find(url, S("://"), 0);
    from = slice_find(url, S("/"), from == NONE ? 0 : from + 3);
    slice part, path = from == NONE ? (slice){0} : slice_cut(url, from + 1, url.n);
    uint32_t end = slice_find(path, S("?"), 0);
    path = end == NONE ? path : slice_cut(path, 0, end);
    while (slice_field(&path, '/', &part))
        for (size_t i = 0; i < n; i++)
            if (slice_eq_nocase(part, slice_str(list[i])))
                return true;
    return false;
}
#define IN_PATH(url, list) in_path(url, list, NELEMS(list))

/* ---- looks ------------------------------------------------------------------------------------------------- */

static const char *const wall[] = {
    "to continue reading", "to keep reading", "to read the full", "to read the rest", "to read this article", "for subscribers only",
    "subscriber-only", "subscribers only", "exclusive to subscribers", "unlock this article", "to unlock", "read the full story",
    "already a subscriber", "free articles", "to access this article"};

static struct looks look_at(struct html_reader *h) {
    enum { AFTER = 8 }; /* blocks behind the body in which a wall stands */
    struct looks x = {0};
    char text[120];
    for (uint32_t i = 0; i < h->b.n; i++) {
        const struct html_block *q = &h->b.p[i];
        bool body = h->kind[i] == BODY, paragraph = q->words >= 8 && q->link_words * 2 < q->words;
        bool head = q->flags & IN_HEADING && q->words >= 3 && q->link_words * 2 > q->words;
        x.heads += head;
        x.all += q->words;
        x.links += q->link_words;
        if (body) {
            bool caption = (q->flags & (IN_FIGURE | IN_CAPTION_)) != 0;
            if (!caption && q->digits && q->words <= 60)
                caption = is_numbered(html_block_text(&h->b, q, text, 16));
            x.linked += q->link_words;
            x.captions += caption;
            x.captioned += caption ? q->words : 0;
            x.teasers += head;
            if (paragraph) {
                x.prose += q->words;
                x.longest = q->words > x.longest && !(q->flags & IN_HEADING) ? q->words : x.longest;
            }
        }
        if (h->first == NONE || i + 3 < h->first)
            continue;
        if (i < h->last && q->digits >= 3 && q->words <= 5)
            x.posts += is_clock(html_block_text(&h->b, q, text, 32));
        if (i > h->last && i <= h->last + AFTER && q->words >= 2 && q->words <= 40 && !x.walled)
            x.walled = HAS_ANY(html_block_text(&h->b, q, text, sizeof text), wall);
    }
    return x;
}

/* ---- names -------------------------------------------------------------------------------------------------- */

static const char *const live_paths[] = {"live", "live-blog", "liveblog", "live-blogs", "live-updates", "live-news", "live-reporting"};
static const char *const live_titles[] = {"live updates", "live blog", "liveblog", "as it happened", "minute by minute", "as they happened",
                                          " live:", "live news", "rolling coverage", "live coverage", "latest updates"};
static const char *const live_classes[] = {"liveblog", "live-blog", "live_blog"};
static const char *const picture_paths[] = {"gallery", "galleries", "photos", "photo-gallery", "photo-galleries", "photogallery", "pictures",
                                            "picture-gallery", "in-pictures", "slideshow", "slideshows", "photo-essay", "picture"};
static const char *const picture_titles[] = {"in pictures", "in photos", "photos:", "gallery:", "slideshow", "photo gallery", "photo essay",
                                             "pictures of the", "photos of the", "picture gallery"};
static const char *const picture_classes[] = {"gallery", "slideshow", "slide-show"};

/* Classes of <html> and <body>. */
static bool body_class(const struct html_reader *h, const char *const *list, size_t n) {
    const struct html_tree *t = &h->tree;
    slice v;
    for (uint32_t i = 1; i < t->n; i++) {
        if (t->p[i].kind != NODE_ELEMENT || (t->p[i].tag != TAG_BODY && t->p[i].tag != TAG_HTML))
            continue;
        if (html_attr(t->s, t->p[i].attrs, "class", &v) && has_any(slice_cut(v, 0, v.n < 2000 ? v.n : 2000), list, n))
            return true;
        if (t->p[i].tag == TAG_BODY)
            break;
    }
    return false;
}
#define BODY_CLASS(h, list) body_class(h, list, NELEMS(list))

static bool named_live(const struct html_reader *h) {
    const struct page *p = h->r->out;
    return h->head.live || IN_PATH(p->url, live_paths) || HAS_ANY(p->title, live_titles) || BODY_CLASS(h, live_classes);
}

static bool named_pictures(const struct html_reader *h) {
    const struct page *p = h->r->out;
    return h->head.gallery || IN_PATH(p->url, picture_paths) || HAS_ANY(p->title, picture_titles) || BODY_CLASS(h, picture_classes);
}

/* ---- pages without a report ------------------------------------------------------------------------------------ */

/* What consent pages say, first what they say to the reader. An article about them says some of the others. */
enum { TO_READER = 9 };
static const char *const consent[] = {"your consent", "our partners", "we value your privacy", "before you continue", "we use cookies",
                                      "your device", "your choices", "your preferences", "your personal data", "cookies", "privacy policy",
                                      "accept all", "personal data", "on a device", "manage options", "manage preferences",
                                      "personalised ads", "personalized ads", "legitimate interest", "cookie policy", "reject all"};

/* Half of what there is to read asks for consent, in three ways at least, and the reader for it. */
static bool asks_consent(struct html_reader *h, uint32_t all) {
    enum { BLOCKS = 60, MOST = 500 };
    uint32_t said = 0, words = 0, reading = 0;
    char text[600];
    if (all > MOST)
        return false;
    for (uint32_t i = 0; i < h->b.n && i < BLOCKS; i++) {
        const struct html_block *q = &h->b.p[i];
        slice s = html_block_text(&h->b, q, text, sizeof text);
        uint32_t before = said;
        for (unsigned c = 0; c < NELEMS(consent); c++)
            if (slice_find_nocase(s, slice_str(consent[c]), 0) != NONE)
                said |= 1u << c;
        bool speaks = said != before || HAS_ANY(s, consent);
        if (q->link_words * 2 <= q->words) {
            reading += q->words;
            words += speaks ? q->words : 0;
        }
    }
    return said & ((1u << TO_READER) - 1) && __builtin_popcount(said) >= 3 && words * 2 > reading;
}

static const char *const missing[] = {"page not found", "error 404", "404 not", "404 error", "404 page", "404 -", "404:", "page doesn't exist",
                                      "page does not exist", "can't be found", "cannot be found",
                                      "couldn't find", "could not find", "no longer available", "not available in your", "service unavailable",
                                      "bad gateway", "internal server error"};
static const char *const checks[] = {"checking your browser", "just a moment", "are you a robot", "not a robot", "verify you are human",
                                     "unusual traffic", "access denied", "enable javascript", "javascript is disabled", "forbidden",
                                     "security check", "captcha"};
static const char *const signs_in[] = {"sign in", "log in", "login", "create an account", "create account"};

/* Few words, and they are a machine's; NULL: not so. A report says some of these too ("could not find"): where there are
 * more than a few words, headings and the title count alone. */
static const char *answer_of_machine(struct html_reader *h, bool few) {
    enum { BLOCKS = 40 };
    bool gone = false, gate = false, door = false;
    char text[200];
    for (uint32_t i = 0; i < h->b.n && i < BLOCKS; i++) {
        const struct html_block *q = &h->b.p[i];
        if (!(q->flags & IN_HEADING) && (!few || (h->kind[i] != BODY && q->words < 5 && h->b.n > 8)))
            continue; /* or what a page's frame says: "Log in" */
        slice s = html_block_text(&h->b, q, text, sizeof text);
        gone |= HAS_ANY(s, missing);
        gate |= HAS_ANY(s, checks);
        door |= HAS_ANY(s, signs_in) && q->flags & (IN_HEADING | IN_FORM);
    }
    slice title = h->head.tag_title;
    if (gone || HAS_ANY(title, missing))
        return "an error page, no report";
    if (gate || HAS_ANY(title, checks))
        return "a page that checks or refuses the browser, no report";
    return door ? "a page to sign in, no report" : NULL;
}

/* ---- all of it ------------------------------------------------------------------------------------------------- */

const char *html_type(struct html_reader *h, uint32_t words) {
    enum { STUB = 60, WALLED = 300, FEW = 250, POSTS = 3, PICTURES = 4, TEASERS = 5, TEASER = 45, NOTHING = 25 };
    struct page *p = h->r->out;
    struct looks x = look_at(h);
    uint32_t told = words > x.captioned ? words - x.captioned : 0;
    p->type = PAGE_ARTICLE;
    if (h->head.live || (x.posts >= POSTS && named_live(h)))
        p->type = PAGE_LIVE;
    else if (told < FEW && ((h->head.gallery && words < FEW) || (x.captions >= PICTURES && named_pictures(h)) ||
                            (x.captions >= 2 * PICTURES && x.captioned > told)))
        p->type = PAGE_GALLERY;
    else if (words < STUB)
        p->type = h->head.paywalled || h->head.article || x.walled ? PAGE_STUB : PAGE_OTHER;
    else if (words < WALLED && x.walled)
        p->type = PAGE_STUB;
    else if (h->head.listing && !h->head.article)
        p->type = PAGE_LISTING;
    bool linked = x.prose < NOTHING && x.linked * 2 > words && x.linked > NOTHING;
    bool teased = x.teasers >= TEASERS && x.longest < TEASER && p->type == PAGE_ARTICLE;
    if (!h->head.article && (linked || teased)) {
        p->type = PAGE_LISTING;
        return "a listing of links, no report";
    }
    if (!h->head.article && asks_consent(h, x.all))
        return "a consent page, no report";
    if (words < STUB && !h->head.article) {
        const char *machine = answer_of_machine(h, words < NOTHING);
        if (machine)
            return machine;
    }
    if (words >= NOTHING)
        return NULL;
    if (!x.all)
        return "no text in it";
    if (!h->head.article && x.all > 40 && (x.links * 2 > x.all || (!words && x.heads >= TEASERS)))
        return "a listing of links, no report";
    if (words)
        return NULL;
    if (slice_find_nocase(h->head.og_type, S("video"), 0) != NONE)
        return "a video, no report";
    return h->head.article ? "a report whose text is not in the page" : "no report in it";
}
