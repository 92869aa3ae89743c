/* What kind of page it is, and what is said of a page that holds no report. Pages are invented. */
#include "page/page.h"
#include "test.h"

static struct arena *a, *tmp;
static struct page_kit *kit;

#define P1 "<p>The ferry company Osterline said on Tuesday that it would stop all crossings for two weeks after cracks were found in two ships.</p>"
#define P2 "<p>Inspectors found the damage during a routine check on Sunday, the head of the company told reporters in the port of Marrow.</p>"
#define P3 "<p>About 4,300 people use the crossing each day, and buses will run along the northern shore of the lake from Wednesday on.</p>"
#define HEAD(title) "<!doctype html><html lang=en><head><title>" title " - Marrow Gazette</title></head><body><nav><a href=/>Home</a> <a href=/n>News</a></nav>"
#define FOOT "<footer><a href=/privacy>Privacy policy</a> <a href=/login>Log in</a></footer></body></html>"
#define FIGURE(n) "<figure><img src=/i.jpg><figcaption>" n " of 6: The ferry in the port of Marrow on Sunday, seen from the pier.</figcaption></figure>"
#define TEASER(n) "<article><h2><a href=/n/" n ">Headline number " n " about the port</a></h2><p>A line of text that makes readers curious.</p></article>"

static const struct {
    const char *html;
    int type;        /* enum page_type; -1: there is no report, and this is said: */
    const char *why;
} cases[] = {
    {HEAD("Ferries stop") "<h1>Ferries stop</h1>" P1 P2 P3 FOOT, PAGE_ARTICLE, NULL},
    {HEAD("Ferries: live updates") "<h1>Ferries: live updates</h1><div>09:10</div>" P1 "<div>10:25</div>" P2 "<div>11:40</div>" P3 "<div>12:05</div>" P1 FOOT,
     PAGE_LIVE, NULL},
    {HEAD("Ferries stop, live updates to come") "<h1>Ferries stop</h1>" P1 P2 P3 FOOT, PAGE_ARTICLE, NULL},
    {HEAD("In pictures: ferries") "<h1>In pictures: ferries</h1>" FIGURE("1") FIGURE("2") FIGURE("3") FIGURE("4") FIGURE("5") FIGURE("6") FOOT,
     PAGE_GALLERY, NULL},
    {HEAD("Ferries stop") "<h1>Ferries stop</h1>" P1 P2 P3 "<div class=gate><h3>Subscribe to continue reading</h3><p>Get all of the Gazette.</p></div>" FOOT,
     PAGE_STUB, NULL},
    {HEAD("News") "<h1>News</h1>" TEASER("1") TEASER("2") TEASER("3") TEASER("4") TEASER("5") TEASER("6") TEASER("7") TEASER("8") FOOT,
     -1, "a listing of links, no report"},
    {"<!doctype html><title>Before you continue</title><body><h1>We value your privacy</h1><p>We and our partners store and access information on a device, "
     "such as cookies, and process personal data, such as unique identifiers, for adverts and content.</p><p>You may give your consent to this as described "
     "above, or change your preferences at any time.</p><button>Accept all</button>", -1, "a consent page, no report"},
    {HEAD("Regulator fines shops over cookies") "<h1>Regulator fines shops over cookies</h1><p>The regulator fined four shops on Monday because they stored cookies "
     "on the devices of visitors without consent.</p><p>They did not say in their privacy policy what they did with personal data, and offered "
     "only \"accept all\", the regulator said.</p><p>The shops said that they would appeal against the fines, the highest ever given.</p>" P1 FOOT, PAGE_ARTICLE, NULL},
    {HEAD("Page not found") "<h1>404 Page not found</h1><p>The page that you are looking for does not exist.</p>" FOOT, -1, "an error page, no report"},
    {HEAD("Man found at pier") "<h1>Man found at pier</h1><p>Police could not find the owner of a boat that drifted into the port of Marrow on Monday. "
     "The man who was on it is no longer available to reporters, they said.</p>" FOOT, PAGE_OTHER, NULL},
    {"<title>Just a moment...</title><h1>Checking your browser</h1><p>Please enable JavaScript and cookies to continue.</p>",
     -1, "a page that checks or refuses the browser, no report"},
    {HEAD("Sign in") "<h1>Sign in</h1><form><label>Mail</label><input><button>Sign in</button></form>" FOOT, -1, "a page to sign in, no report"},
};

static void test_types(void *arg) {
    (void)arg;
    for (unsigned i = 0; i < NELEMS(cases); i++) {
        slice text = slice_str(cases[i].html);
        struct source src = {.kind = SOURCE_HTML, .text = text, .bytes = text};
        struct page_options o = {.kit = kit};
        struct page p;
        const char *why = NULL;
        int code = page_read(&src, &o, a, tmp, &p, &why);
        if (cases[i].type < 0) {
            CHECK(code == STM_EEMPTY && why);
            CHECK_SLICE(slice_str(why), cases[i].why);
        } else {
            CHECK(code == 0);
            CHECK_SLICE(slice_str(page_type_names[p.type]), page_type_names[cases[i].type]);
        }
        arena_reset(tmp);
    }
}

int main(void) {
    a = arena_new(0);
    tmp = arena_new(0);
    if (page_kit_open(&kit, NULL, NULL))
        return 1;
    RUN(test_types);
    page_kit_close(kit);
    arena_free(a);
    arena_free(tmp);
    DONE();
}
