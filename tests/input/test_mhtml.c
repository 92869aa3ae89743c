/* Saved pages: the right part, its text, and the way back through the encodings to the file. */
#include "fixture.h"

static struct fixture F;

#define TOP "From: <Saved by a browser>\r\nSnapshot-Content-Location: https://news.example/port\r\n" \
            "Subject: =?utf-8?Q?Caf=C3=A9_by?= =?utf-8?B?IHRoZSBwb3J0?=\r\nMIME-Version: 1.0\r\n"     \
            "Content-Type: multipart/related;\r\n\ttype=\"text/html\";\r\n\tboundary=\"--x-1\"\r\n\r\n"
#define STYLE "\r\n----x-1\r\nContent-Type: text/css\r\n\r\np { margin: 0 }\r\n----x-1--\r\n"

static void head(const char *part) {
    memset(&F, 0, sizeof F);
    fix_char(&F, "", TOP, sizeof TOP - 1);
    fix_char(&F, "", "----x-1\r\n", 9);
    fix_char(&F, "", part, strlen(part));
    fix_char(&F, "", "\r\n", 2);
}

static struct source read_it(void) {
    struct source s = {0};
    const char *why = NULL;
    FIX_BYTES(&F, "", STYLE);
    CHECK(page_fill(END_OTHER, fix_bytes(&F), (slice){0}, A, T, &s, &why) == 0);
    CHECK(s.bytes.n == F.bytes_n && s.kind == SOURCE_HTML);
    CHECK_FIXTURE(&F, s.text, s.map);
    CHECK_SLICE(s.given.url, "https://news.example/port");
    CHECK_SLICE(s.given.title, "Caf\xC3\xA9 by the port");
    CHECK(!s.given.published.p); /* when it was saved is not when it was published */
    return s;
}

static void quoted_printable(void *arg) {
    (void)arg;
    head("Content-Type: text/html\r\nContent-Transfer-Encoding: quoted-printable\r\n"
         "Content-Location: https://news.example/port\r\n");
    fix_same(&F, "<p>No ship ");
    FIX_BYTES(&F, "", "=\r\n");
    fix_same(&F, "left");
    FIX_BYTES(&F, "=", "=3D");
    fix_same(&F, "\r\nca");
    FIX_BYTES(&F, "", "= \t\n");
    fix_same(&F, "f");
    FIX_BYTES(&F, "\xC3\xA9", "=C3=A9");
    FIX_BYTES(&F, "\xE2\x80\x99", "=e2=80=\r\n=99");
    fix_same(&F, "a=zb"); /* a sign that encodes nothing stands for itself */
    CHECK_SLICE(read_it().charset, "utf-8");
}

static void quoted_printable_other_charset(void *arg) {
    (void)arg;
    head("Content-Type: text/html; charset=\"windows-1252\"\r\nContent-Transfer-Encoding: Quoted-Printable\r\n");
    fix_same(&F, "<p>caf");
    FIX_BYTES(&F, "\xC3\xA9", "=E9");
    fix_same(&F, " ");
    FIX_BYTES(&F, "\xE2\x80\x9C", "=93");
    fix_same(&F, "x");
    FIX_BYTES(&F, "\xC3\xA8", "\xE8"); /* unencoded, though it should be */
    CHECK_SLICE(read_it().charset, "windows-1252");
}

static void eight_bit(void *arg) {
    (void)arg;
    head("Content-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: 8bit\r\n");
    fix_same(&F, "<p>--x-1 and ----x-10\r\n ----x-1\r\ncaf");
    FIX_BYTES(&F, "\xC3\xA9", "\xC3\xA9");
    struct source s = read_it();
    CHECK(s.map->n == 1);
}

static void base64(void *arg) {
    (void)arg;
    head("Content-Type: text/html\r\nContent-Transfer-Encoding: base64\r\n");
    uint32_t from = F.bytes_n;
    FIX_BYTES(&F, "", "PHA+Tm8g\r\nc2hpcCBsZWZ0LiBDYWbDqQ==\r\n" STYLE);
    struct source s = {0};
    const char *why = NULL;
    CHECK(page_fill(END_MHTML, fix_bytes(&F), (slice){0}, A, T, &s, &why) == 0);
    CHECK_SLICE(s.text, "<p>No ship left. Caf\xC3\xA9");
    span at = map_span(s.map, (span){3, 5}); /* "No": the second four */
    CHECK(at.start == from + 4 && at.end == from + 8);
    at = map_span(s.map, (span){20, 22}); /* over the end of a four */
    CHECK_SLICE(slice_at(s.bytes, at), "YWbDqQ=");
}

static int parse(const char *bytes, struct source *s) {
    const char *why = NULL;
    *s = (struct source){0};
    int code = mhtml_fill(slice_str(bytes), A, T, s, &why);
    CHECK(!code == !why);
    return code;
}

static void roots(void *arg) {
    (void)arg;
    struct source s;
    /* by "start" */
    CHECK(parse("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b; start=\"<two@x>\"\n\n"
                "--b\nContent-Type: text/html\nContent-ID: <one@x>\n\n<p>frame\n"
                "--b\nContent-Type: text/html\nContent-ID: <two@x>\n\n<p>page\n--b--\n", &s) == 0);
    CHECK_SLICE(s.text, "<p>page");
    /* by the address that was saved, over an advertisement's frame before it */
    CHECK(parse("Content-Location: http://a.example/p\nMIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n"
                "--b\nContent-Type: text/html\nContent-Location: http://ads.example/\n\n<p>frame\n"
                "--b\nContent-Type: text/html\nContent-Location: http://a.example/p\n\n<p>page\n--b--\n", &s) == 0);
    CHECK_SLICE(s.text, "<p>page");
    CHECK_SLICE(s.given.url, "http://a.example/p");
    /* inside another multipart; cut short; after a preamble */
    CHECK(parse("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\nThis is a saved page.\n"
                "--b\nContent-Type: multipart/alternative; boundary=\"in ner\"\n\n"
                "--in ner\nContent-Type: text/plain\n\nplain\n--in ner\nContent-Type: text/html\n\n<p>pa", &s) == 0);
    CHECK_SLICE(s.text, "<p>pa");
    /* no multipart at all */
    CHECK(parse("MIME-Version: 1.0\nContent-Type: text/html;\n charset=windows-1251\n\n<p>\xCF", &s) == 0);
    CHECK_SLICE(s.text, "<p>\xD0\x9F");
    /* only a text */
    CHECK(parse("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: text/plain\n\nplain\n--b--", &s) == 0);
    CHECK(s.kind == SOURCE_TEXT);
    /* nothing to read */
    CHECK(parse("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: image/png\n\nxx\n--b--", &s) == STM_EEMPTY);
    CHECK(parse("MIME-Version: 1.0\nContent-Type: multipart/related\n\n--b\nContent-Type: text/html\n\nxx\n--b--", &s) == STM_EEMPTY);
    CHECK(parse("MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n \n--b--", &s) == STM_EEMPTY);
}

/* A multipart in a multipart in a ... ends somewhere, and a million boundaries take no time. */
static void bounds(void *arg) {
    (void)arg;
    struct buf b = {.a = T};
    struct source s;
    buf_slice(&b, S("MIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=b\n\n"));
    for (int i = 0; i < 100000; i++)
        buf_slice(&b, S("--b\nContent-Type: multipart/mixed; boundary=b\n\n"));
    slice z = buf_take(&b);
    CHECK(parse(z.p, &s) == STM_EEMPTY);
}

int main(void) {
    arenas_new();
    RUN(quoted_printable);
    RUN(quoted_printable_other_charset);
    RUN(eight_bit);
    RUN(base64);
    RUN(roots);
    RUN(bounds);
    arenas_free();
    DONE();
}
