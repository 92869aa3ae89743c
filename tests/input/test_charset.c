/* Charsets: which one it is, the text that comes out, and the way back to the bytes. */
#include "fixture.h"

static struct decoded read_as(slice bytes, const char *label, bool html) {
    struct decoded d = {0};
    const char *why = NULL;
    CHECK(charset_read(bytes, slice_str(label), html, A, T, &d, &why) == 0);
    return d;
}
static const char *name_of(const char *bytes, const char *label) {
    struct decoded d = read_as(slice_str(bytes), label, true);
    return arena_dup(T, d.charset.p, d.charset.n);
}
#define CHECK_NAME(bytes, label, want) CHECK_SLICE(slice_str(name_of(bytes, label)), want)

static void labels(void *arg) {
    (void)arg;
    CHECK_SLICE(charset_of_label(S(" Latin1 ")), "windows-1252");
    CHECK_SLICE(charset_of_label(S("ISO-8859-1")), "windows-1252");
    CHECK_SLICE(charset_of_label(S("US-ASCII")), "windows-1252");
    CHECK_SLICE(charset_of_label(S("gb2312")), "gbk");
    CHECK_SLICE(charset_of_label(S("ks_c_5601-1987")), "euc-kr");
    CHECK_SLICE(charset_of_label(S("iso-8859-9")), "windows-1254");
    CHECK_SLICE(charset_of_label(S("UTF8")), "utf-8");
    CHECK_SLICE(charset_of_label(S("utf-16")), "utf-16le");
    CHECK_SLICE(charset_of_label(S("iso-2022-kr")), "replacement");
    CHECK(!charset_of_label(S("utf-7")).p);
    CHECK(!charset_of_label(S("#")).p);
    CHECK(!charset_of_label(S("")).p);
}

/* \xA5 differs between the charsets and is no UTF-8 */
static void declared(void *arg) {
    (void)arg;
    CHECK_NAME("<meta charset=windows-1251><p>\xA5", "", "windows-1251");
    CHECK_NAME("<META CHARSET = 'koi8-r' ><p>\xA5", "", "koi8-r");
    CHECK_NAME("<meta http-equiv=Content-Type content=\"text/html; charset=iso-8859-2\">\xA5", "", "iso-8859-2");
    CHECK_NAME("<meta content='text/html; charset=\"iso-8859-2\"' http-equiv=content-type>\xA5", "", "iso-8859-2");
    CHECK_NAME("<?xml version=\"1.0\" encoding=\"iso-8859-5\"?><html>\xA5", "", "iso-8859-5");
    /* the header goes before the page, and a mark before the header */
    CHECK_NAME("<meta charset=windows-1251><p>\xA5", "koi8-r", "koi8-r");
    CHECK_NAME("\xEF\xBB\xBF<meta charset=windows-1251><p>x", "koi8-r", "utf-8");
    /* an unknown label says nothing */
    CHECK_NAME("<meta charset=windows-1251><p>\xA5", "klingon", "windows-1251");
    /* comments, other tags' attributes and a content without http-equiv don't count */
    CHECK_NAME("<!-- <meta charset=koi8-r> --><meta charset=windows-1251>\xA5", "", "windows-1251");
    CHECK_NAME("<p title='<meta charset=koi8-r>'><meta charset=windows-1251>\xA5", "", "windows-1251");
    CHECK_NAME("<meta name=x content='charset=koi8-r'><meta charset=windows-1251>\xA5", "", "windows-1251");
    /* a page cannot say in ASCII that it is UTF-16 */
    CHECK_NAME("<meta charset=utf-16><p>caf\xC3\xA9", "", "utf-8");
    /* a late meta counts where the bytes are no UTF-8 */
    char late[3000] = "";
    memset(late, ' ', 2000);
    strcpy(late + 2000, "<meta charset=windows-1251>\xA5");
    CHECK_NAME(late, "", "windows-1251");
}

static void lies(void *arg) {
    (void)arg;
    CHECK_NAME("<meta charset=iso-8859-1><p>caf\xC3\xA9", "", "utf-8");
    CHECK_NAME("<meta charset=utf-8><p>The caf\xE9 by the port was open all night, its owner said: a "
               "d\xE9j\xE0 vu of the winter before, when nobody had come.", "", "windows-1252");
    /* UTF-8 with one broken byte stays UTF-8 */
    struct decoded d = read_as(S("<meta charset=utf-8>caf\xC3\xA9 \xFF!"), "", true);
    CHECK_SLICE(d.charset, "utf-8");
    CHECK_SLICE(d.text, "<meta charset=utf-8>caf\xC3\xA9 \xEF\xBF\xBD!");
    /* no label at all, not UTF-8 */
    CHECK_NAME("\x93It rained,\x94 the mayor\x92s office said.", "", "windows-1252");
    /* a stray byte in a UTF-8 text without a label */
    CHECK_NAME("\xE2\x80\x9CIt rained,\xE2\x80\x9D the mayor\xE2\x80\x99s \xE2\x80\x93 \x92", "", "utf-8");
}

static void same_bytes(void *arg) {
    (void)arg;
    struct decoded d = read_as(S("plain \0 text"), "", false);
    CHECK(!d.map && d.text.n == 12);
    CHECK_SLICE(d.charset, "utf-8");
    d = read_as(S("<p>ascii"), "windows-1251", true);
    CHECK(!d.map);
    CHECK_SLICE(d.charset, "windows-1251");
    d = read_as(S("caf\xC3\xA9"), "utf-8", true);
    CHECK(!d.map);
    /* the mark is not part of the text */
    d = read_as(S("\xEF\xBB\xBFx\xC3\xA9"), "", true);
    CHECK_SLICE(d.text, "x\xC3\xA9");
    span s = map_span(d.map, (span){1, 3});
    CHECK(s.start == 4 && s.end == 6);
}

static struct fixture F;

static void check(const char *label) {
    struct decoded d = {0};
    const char *why = NULL;
    CHECK(charset_read(fix_bytes(&F), slice_str(label), false, A, T, &d, &why) == 0);
    CHECK_FIXTURE(&F, d.text, d.map);
    CHECK_SLICE(d.charset, arena_dup(T, charset_of_label(slice_str(label)).p, charset_of_label(slice_str(label)).n));
    memset(&F, 0, sizeof F);
}

static void conversions(void *arg) {
    (void)arg;
    fix_same(&F, "<p>");
    FIX_BYTES(&F, "\xE2\x80\x9C", "\x93");
    fix_same(&F, "caf");
    FIX_BYTES(&F, "\xC3\xA9", "\xE9");
    FIX_BYTES(&F, "\xC2\x81", "\x81"); /* an unused byte is a control character */
    FIX_BYTES(&F, "\xE2\x82\xAC", "\x80");
    fix_same(&F, " end");
    check("latin1");

    FIX_BYTES(&F, "\xD0\x9F", "\xCF");
    FIX_BYTES(&F, "\xD1\x8F", "\xFF");
    fix_same(&F, " x");
    FIX_BYTES(&F, "\xC2\x98", "\x98");
    check("windows-1251");

    FIX_BYTES(&F, "\xD0\x9F", "\xF0");
    check("koi8-r");

    FIX_BYTES(&F, "\xEF\xBF\xBD", "\xD2"); /* unused, past the controls */
    fix_same(&F, "a");
    FIX_BYTES(&F, "\xCE\xB1", "\xE1");
    check("windows-1253");

    FIX_BYTES(&F, "\xD7\x90", "\xE0");
    check("windows-1255");

    fix_same(&F, "a\\b");
    FIX_BYTES(&F, "\xE6\xB8\xAF", "\xB8\xDB");
    FIX_BYTES(&F, "\xE5\x8F\xA3", "\xBF\xDA");
    FIX_BYTES(&F, "\xF0\x9F\x98\x80", "\x94\x39\xFC\x36");
    fix_same(&F, "z");
    FIX_BYTES(&F, "\xEF\xBF\xBD", "\xFF");
    check("gb18030");

    FIX_BYTES(&F, "\xE6\xB8\xAF", "\xB8\xDB");
    FIX_BYTES(&F, "\xEF\xBF\xBD", "\xB8"); /* a lead byte before ASCII */
    fix_same(&F, "\"");
    check("gb2312");

    FIX_BYTES(&F, "\xE6\xB8\xAF", "\xB4\xE4");
    fix_same(&F, "q");
    check("big5");

    FIX_BYTES(&F, "\xE6\xB8\xAF", "\x8D\x60"); /* its second byte is ASCII */
    FIX_BYTES(&F, "\xEF\xBD\xB1", "\xB1");
    fix_same(&F, "q");
    FIX_BYTES(&F, "\xE3\x81\x8C", "\x82\xAA");
    check("shift_jis");

    FIX_BYTES(&F, "\xE3\x81\x8C", "\xA4\xAC");
    fix_same(&F, "q");
    FIX_BYTES(&F, "\xEF\xBD\xB1", "\x8E\xB1");
    check("euc-jp");

    FIX_BYTES(&F, "\xED\x95\xAD", "\xC7\xD7");
    fix_same(&F, "q");
    check("euc-kr");
}

static void wide(void *arg) {
    (void)arg;
    FIX_BYTES(&F, "", "\xFF\xFE");
    FIX_BYTES(&F, "<", "<\0");
    FIX_BYTES(&F, "\xC3\xA9", "\xE9\0");
    FIX_BYTES(&F, "\xF0\x9F\x98\x80", "\x3D\xD8\x00\xDE");
    FIX_BYTES(&F, "\xEF\xBF\xBD", "\x3D\xD8"); /* half a pair */
    FIX_BYTES(&F, "x", "x\0");
    FIX_BYTES(&F, "\xEF\xBF\xBD", "x"); /* half a unit */
    check("utf-16le");

    FIX_BYTES(&F, "", "\xFE\xFF");
    FIX_BYTES(&F, "<", "\0<");
    FIX_BYTES(&F, "\xF0\x9F\x98\x80", "\xD8\x3D\xDE\x00");
    check("utf-16be");

    /* no mark, no label */
    struct decoded d = read_as(S("<\0p\0>\0T\0h\0e\0 \0p\0o\0r\0t\0"), "", true);
    CHECK_SLICE(d.charset, "utf-16le");
    CHECK_SLICE(d.text, "<p>The port");
}

static void malformed(void *arg) {
    (void)arg;
    FIX_BYTES(&F, "\xC3\xA9", "\xC3\xA9");
    FIX_BYTES(&F, "\xEF\xBF\xBD", "\xE2\x80"); /* the beginning of a character is one */
    fix_same(&F, "a");
    FIX_BYTES(&F, "\xEF\xBF\xBD", "\xC0");
    FIX_BYTES(&F, "\xEF\xBF\xBD", "\x80");
    FIX_BYTES(&F, "\xEF\xBF\xBD", "\xED"); /* a surrogate is three */
    FIX_BYTES(&F, "\xEF\xBF\xBD", "\xA0");
    FIX_BYTES(&F, "\xEF\xBF\xBD", "\x80");
    FIX_BYTES(&F, "\xEF\xBF\xBD", "\xF0\x90\x80");
    check("utf-8");
}

/* Japanese that goes by escape sequences: its ASCII-looking bytes are no ASCII. */
static void stateful(void *arg) {
    (void)arg;
    struct decoded d = read_as(S("ab \x1B$B9A\x1B(B cd"), "iso-2022-jp", false);
    CHECK_SLICE(d.text, "ab \xE6\xB8\xAF cd");
    span s = map_span(d.map, (span){3, 6});
    CHECK(s.end == 8 && s.start >= 3 && s.start <= 6);
}

static void refused(void *arg) {
    (void)arg;
    struct decoded d;
    const char *why = NULL;
    CHECK(charset_read(S("abc ~{"), S("hz-gb-2312"), true, A, T, &d, &why) == STM_EFORMAT && why);
}

int main(void) {
    arenas_new();
    RUN(labels);
    RUN(declared);
    RUN(lies);
    RUN(same_bytes);
    RUN(conversions);
    RUN(wide);
    RUN(malformed);
    RUN(stateful);
    RUN(refused);
    arenas_free();
    DONE();
}
