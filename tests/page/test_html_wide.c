/* Tokens that are read 64 bytes at a time are those that are read byte by byte, wherever a page ends and whatever its tags
 * are like; of texts that are looked at so, likewise. */
#include "page/html_token.h"
#include "page/page_model.h"
#include "test.h"

static uint64_t seed = 11;
static uint32_t below(uint32_t n) {
    seed = seed * 6364136223846793005u + 1442695040888963407u;
    return (uint32_t)(seed >> 33) % n;
}

#define ONE(b, ...) buf_slice(b, slice_str((const char *const[]){__VA_ARGS__}[below((uint32_t)NELEMS(((const char *const[]){__VA_ARGS__})))]))

/* An attribute, mostly as pages have it. */
static void some_attr(struct buf *b) {
    uint32_t odd = below(12);
    if (odd)
        ONE(b, " ", " ", "\n\t", "\f");
    else
        ONE(b, "", "/", " / ", "  ", "\"", "'");
    ONE(b, "class", "CLASS", "id", "Style", "role", "hidden", "itemprop", "aria-hidden", "aria-hidled", "aria-hidxxx", "ARIA-hidden", "data-x", "href",
        "classes", "x", "data-a-name-of-more-than-sixteen", "");
    if (!below(4))
        return;
    if (below(15))
        buf_slice(b, S("=\""));
    else
        ONE(b, "=", "='", " = \"", "= \"", " =\"", "==\"", "=\"\"", "=\n'");
    if (below(6))
        ONE(b, "a", "", "b c", "/a/b.html", "it's", "a>b", "x=y", "https://site.example/a?b=c&d=e", "display:none",
            "a long value that has more than sixty-four bytes in it, so that its end stands > in another block");
    if (below(15))
        buf_char(b, '"');
    else
        ONE(b, "", "'", "\"\"", "\"/", "\"x");
}

/* Tags with texts between them, now and then with a byte that does not belong there. */
static slice some_page(struct arena *a, uint32_t pieces) {
    struct buf b = {.a = a};
    for (uint32_t i = 0; i < pieces; i++) {
        if (below(3))
            ONE(&b, "\n  ", "text", "a < b", "a long text that has more than sixty-four bytes in it, so that it is looked at twice", "<!-- a -->", "</>",
                "<![CDATA[x]]>", "<!doctype html>", "<?x>", "\xC3\xA9");
        ONE(&b, "<", "<", "<", "</");
        ONE(&b, "div", "DIV", "a", "p", "br", "h1", "x-y", "foreignObject", "annotation-xml", "a-name-of-more-than-sixteen-bytes", "d=\"iv\"", "_");
        for (uint32_t n = below(4); n; n--)
            some_attr(&b);
        ONE(&b, ">", ">", ">", " >", "/>", " />", "");
    }
    if (b.n && !below(3))
        b.p[below(b.n)] = (char)below(256);
    return slice_of(b.n ? b.p : "", b.n);
}

static bool same(const struct html_token *x, const struct html_token *y) {
    bool tag = x->kind == HTML_START || x->kind == HTML_END;
    return x->kind == y->kind && x->tag == y->tag && x->state == y->state && x->has == y->has && x->class_at == y->class_at &&
           x->self_closing == y->self_closing && !memcmp(&x->at, &y->at, sizeof x->at) &&
           (!tag || (!memcmp(&x->name, &y->name, sizeof x->name) && !memcmp(&x->attrs, &y->attrs, sizeof x->attrs)));
}

static void tokens(void *arg) {
    (void)arg;
    struct html_names wide, narrow;
    html_names_init(&wide);
    narrow = wide;
    narrow.wide = false;
    struct arena *a = arena_new(0);
    uint32_t wrong = 0, tags = 0;
    for (uint32_t turn = 0; turn < 20000 && wide.wide; turn++, arena_reset(a)) {
        slice made = some_page(a, below(12));
        char *p = mem_alloc(made.n + 1), *end = p + 1; /* it ends where what may be read ends */
        memcpy(end, made.p, made.n);
        struct html_lexer one, other;
        html_lexer_init(&one, slice_of(end, made.n), &wide);
        html_lexer_init(&other, slice_of(end, made.n), &narrow);
        struct html_token x, y;
        do {
            html_next(&one, &x);
            html_next(&other, &y);
            wrong += !same(&x, &y) || one.at != other.at || !slice_eq(one.last, other.last);
            tags += x.kind == HTML_START;
        } while (x.kind != HTML_EOF && y.kind != HTML_EOF);
        mem_free(p);
    }
    CHECK(!wrong);
    CHECK(tags > 10000 || !wide.wide);
    arena_free(a);
}

/* Blanks off both ends, then at most `max` bytes, each blank by itself, no "&", no control, no 0xC2. */
static bool plain_slowly(slice *s, uint32_t max) {
    while (s->n && is_space((unsigned char)s->p[0]))
        *s = slice_cut(*s, 1, s->n);
    while (s->n && is_space((unsigned char)s->p[s->n - 1]))
        s->n--;
    for (uint32_t i = 0; i < s->n; i++)
        if ((unsigned char)s->p[i] < ' ' || s->p[i] == '\xC2' || s->p[i] == '&' || (s->p[i] == ' ' && s->p[i - 1] == ' '))
            return false;
    return s->n && s->n <= max;
}

static void texts(void *arg) {
    (void)arg;
    char text[300];
    uint32_t wrong = 0, yes = 0;
    struct page_begins begins = {0};
    for (unsigned i = 0; i < 4; i++)
        begins.groups[i][(uint8_t) "/abc"[i]] |= 1;
    for (uint32_t turn = 0; turn < 40000 && page_wide_reads(); turn++) {
        uint32_t n = below(below(4) ? 80 : sizeof text), odd = below(3) ? 0 : below(40);
        for (uint32_t i = 0; i < n; i++)
            text[i] = odd && !below(odd) ? "\xC2&\xE9\x1F  \t"[below(7)] : "abc/ z~"[below(7)];
        for (uint32_t i = 1; i < n; i++) /* mostly no two blanks */
            text[i] = text[i] == ' ' && text[i - 1] == ' ' && below(50) ? '.' : text[i];
        uint32_t before = below(2) ? 0 : below(n + 1), behind = below(2) ? 0 : below(n + 1);
        memset(text, " \n\t\v"[below(4)], below(4) && before > 2 ? 2 : before);
        memset(text + n - behind, " \r\f\n"[below(4)], behind);
        slice s = slice_of(text, n), got = s, is = s;
        uint32_t max = below(2) ? 312 : below(100);
        bool want = plain_slowly(&is, max), said = page_wide_plain(&got, max);
        wrong += want != said || (want && (got.p != is.p || got.n != is.n));
        yes += want;
        wrong += page_wide_may_have(&begins, s) != (slice_find(s, S("/abc"), 0) != NONE);
    }
    CHECK(!wrong);
    CHECK(yes > 1000 || !page_wide_reads());
}

int main(void) {
    RUN(tokens);
    RUN(texts);
    DONE();
}
