/* JSON: cutting it into records, and what other tools' records give. */
#include "fixture.h"

static struct source rec(const char *json) {
    struct source s = {0};
    const char *why = NULL;
    int code = record_fill(slice_str(json), false, A, T, &s, &why);
    if (code)
        fprintf(stderr, "%s: %s\n", json, why);
    CHECK(code == 0);
    return s;
}
static int refused(const char *json, const char *want) {
    struct source s = {0};
    const char *why = NULL;
    int code = record_fill(slice_str(json), false, A, T, &s, &why);
    CHECK_SLICE(slice_str(why), want);
    return code;
}

static void tools(void *arg) {
    (void)arg;
    struct source s = rec("{\"id\": 12, \"url\": \"https://a.example/1\", \"title\": \"Ferry late\", \"authors\": [\"Ann Ward\", "
                          "\"Tom Bell\"], \"published\": \"2021-03-04\", \"site_name\": \"The Quay\", \"language\": \"en\", \"text\": \"It was.\"}");
    CHECK_SLICE(s.id, "12");
    CHECK_SLICE(s.bytes, "It was.");
    CHECK(s.whole && s.kind == SOURCE_TEXT && !s.map && s.text.p == s.bytes.p);
    CHECK(s.given.authors_n == 2);
    CHECK_SLICE(s.given.site_name, "The Quay");

    /* trafilatura */
    s = rec("{\"title\": \"Ferry late\", \"author\": \"Ann Ward; Tom Bell\", \"hostname\": \"quay.example\", \"date\": \"2021-03-04\", "
            "\"fingerprint\": \"0fab\", \"id\": null, \"raw_text\": \"It was late\", \"source\": \"https://quay.example/1\", "
            "\"source-hostname\": \"The Quay\", \"filedate\": \"2022-01-01\", \"text\": \"It was late.\", \"language\": null}");
    CHECK_SLICE(s.id, "0fab");
    CHECK_SLICE(s.given.url, "https://quay.example/1");
    CHECK_SLICE(s.given.site_name, "The Quay");
    CHECK(s.given.authors_n == 2);
    CHECK_SLICE(s.given.authors[1], "Tom Bell");
    CHECK_SLICE(s.given.published, "2021-03-04");
    CHECK_SLICE(s.bytes, "It was late.");
    CHECK(!s.given.language.p);

    /* newspaper4k */
    s = rec("{\"url\": \"https://quay.example/1\", \"meta_lang\": \"en\", \"meta_site_name\": \"The Quay\", "
            "\"publish_date\": \"2021-03-04T10:00:00\", \"text\": \"Late.\", \"authors\": []}");
    CHECK_SLICE(s.given.published, "2021-03-04T10:00:00");
    CHECK_SLICE(s.given.language, "en");
    CHECK_SLICE(s.given.site_name, "The Quay");
    CHECK(s.given.authors_n == 0);

    /* news-please: when it was fetched is not when it was published */
    s = rec("{\"date_download\": \"2022-01-01 00:00:00\", \"date_publish\": \"2021-03-04 10:00:00\", \"date_modify\": "
            "\"2021-03-05 10:00:00\", \"maintext\": \"Late.\", \"source_domain\": \"quay.example\", \"filename\": \"f.json\"}");
    CHECK_SLICE(s.given.published, "2021-03-04 10:00:00");
    CHECK_SLICE(s.given.modified, "2021-03-05 10:00:00");
    CHECK_SLICE(s.bytes, "Late.");
    s = rec("{\"date_download\": \"2022-01-01 00:00:00\", \"maintext\": \"Late.\"}");
    CHECK(!s.given.published.p);

    /* fundus */
    s = rec("{\"title\": \"Ferry late\", \"publishing_date\": \"2021-03-04 10:00:00+01:00\", \"authors\": [\"Ann Ward\"], \"publisher\": "
            "\"The Quay\", \"html\": {\"responded_url\": \"https://quay.example/1\"}, \"body\": {\"summary\": [\"Sum.\"], \"sections\": "
            "[{\"headline\": [], \"paragraphs\": [\"One.\", \"Two.\"]}, {\"headline\": [\"Head\"], \"paragraphs\": [\"Three.\"]}]}}");
    CHECK_SLICE(s.bytes, "Sum.\n\nOne.\n\nTwo.\n\nHead\n\nThree.");
    CHECK_SLICE(s.given.url, "https://quay.example/1");
    CHECK_SLICE(s.given.site_name, "The Quay");
    CHECK_SLICE(s.given.published, "2021-03-04 10:00:00+01:00");

    /* Event Registry, Media Cloud */
    s = rec("{\"uri\": \"77\", \"dateTime\": \"2021-03-04T09:00:00Z\", \"body\": \"Late.\", \"source\": {\"uri\": \"quay.example\", "
            "\"title\": \"The Quay\"}, \"authors\": [{\"name\": \"Ann Ward\"}], \"lang\": \"eng\"}");
    CHECK_SLICE(s.id, "77");
    CHECK_SLICE(s.given.site_name, "The Quay");
    CHECK_SLICE(s.given.authors[0], "Ann Ward");
    CHECK(!s.given.url.p);
    s = rec("{\"original_url\": \"https://quay.example/1\", \"article_title\": \"Ferry\", \"text_content\": \"Late.\"}");
    CHECK_SLICE(s.given.title, "Ferry");

    /* a list printed into a table */
    s = rec("{\"text\": \"x\", \"authors\": \"['Ann Ward', \\\"Tom O'Bell\\\"]\"}");
    CHECK(s.given.authors_n == 2);
    CHECK_SLICE(s.given.authors[0], "Ann Ward");
    CHECK_SLICE(s.given.authors[1], "Tom O'Bell");
    CHECK(rec("{\"text\": \"x\", \"authors\": \"[]\"}").given.authors_n == 0);

    /* a page goes before a text; its bytes are UTF-8 whatever its meta says */
    s = rec("{\"html\": \"<meta charset=koi8-r><p>caf\\u00e9\", \"text\": \"x\"}");
    CHECK(s.kind == SOURCE_HTML && !s.whole);
    CHECK_SLICE(s.text, "<meta charset=koi8-r><p>caf\xC3\xA9");
    CHECK_SLICE(s.charset, "utf-8");
    /* seconds and milliseconds */
    CHECK_SLICE(rec("{\"text\": \"x\", \"date\": 1614852000}").given.published, "2021-03-04T10:00:00Z");
    CHECK_SLICE(rec("{\"text\": \"x\", \"date\": 1614852000000}").given.published, "2021-03-04T10:00:00Z");
}

static void mended(void *arg) {
    (void)arg;
    CHECK_SLICE(rec("{\"text\": \"a \\ud83d b\", \"date\": NaN, \"x\": -Infinity}").bytes, "a \xEF\xBF\xBD b");
    CHECK(!rec("{\"text\": \"a\", \"date\": NaN}").given.published.p);
    CHECK_SLICE(rec("{\"text\": \"\\ud83d\\ude00 \\ude00 \xFF\"}").bytes, "\xF0\x9F\x98\x80 \xEF\xBF\xBD \xEF\xBF\xBD");
    CHECK_SLICE(rec("{\"text\": \"tab\there NaN\", \"id\": 123456789012345678901234567890}").bytes, "tab here NaN");
    CHECK(rec("{\"text\": \"a\\u0000b\"}").bytes.n == 3);
}

static void not_records(void *arg) {
    (void)arg;
    CHECK(refused("{\"title\": \"x\"}", "has neither html nor text") == STM_EEMPTY);
    CHECK(refused("{\"text\": \" \\n\"}", "has an empty text") == STM_EEMPTY);
    CHECK(refused("{\"text\": null}", "has an empty text") == STM_EEMPTY);
    CHECK(refused("{\"text\": \"\", \"title\": \"Ferry late\"}", "has an empty text") == STM_EEMPTY);
    CHECK(refused("[1]", "is no JSON object") == STM_EFORMAT);
    CHECK(refused("{\"text\": \"x\"", "is no JSON: broken at byte 12") == STM_EFORMAT);
    struct buf b = {.a = T};
    for (int i = 0; i < 1000000; i++)
        buf_slice(&b, S("[,"));
    CHECK(refused(buf_take(&b).p, "has more values than is allowed") == STM_ELIMIT);
    for (int i = 0; i < 100000; i++)
        buf_char(&b, '[');
    CHECK(refused(buf_take(&b).p, "is no JSON: broken at byte 2049") == STM_EFORMAT);
}

static void headlines(void *arg) {
    (void)arg;
    struct source s = {0};
    const char *why = NULL;
    CHECK(record_fill(S("{\"title\": \" Ferry late\\n\", \"text\": \"\"}"), true, A, T, &s, &why) == 0);
    CHECK_SLICE(s.bytes, "Ferry late");
    CHECK(s.headline && s.whole && s.kind == SOURCE_TEXT);
    CHECK(record_fill(S("{\"title\": \"Ferry late\", \"text\": \"It was.\"}"), true, A, T, &s, &why) == 0);
    CHECK_SLICE(s.bytes, "It was.");
    CHECK(record_fill(S("{\"title\": \" \", \"text\": \"\"}"), true, A, T, &s, &why) == STM_EEMPTY);
    CHECK(rows_fill(S("title,text"), S("Ferry late,"), true, A, T, &s, &why) == 0 && s.headline);
    CHECK(rows_fill(S("title,text"), S("Ferry late,"), false, A, T, &s, &why) == STM_EEMPTY);
}

/* ---- cutting ------------------------------------------------------------------------------------ */

/* "number:bytes" or "number!clause" of each piece, parted by "|". */
static const char *cut(const char *json, size_t max) {
    struct reader *r;
    CHECK(reader_open_memory(&r, json, strlen(json), READ_AUTO) == 0);
    struct json_cut c;
    struct json_piece piece;
    struct buf b = {.a = T};
    json_begin(&c, r);
    while (json_next(&c, r, max, &piece)) {
        slice s = arena_printf(T, "%s%d%s%.*s", b.n ? "|" : "", (int)piece.number, piece.fault ? "!" : ":",
                               piece.fault ? (int)strlen(piece.fault) : (int)piece.bytes.n,
                               piece.fault ? piece.fault : piece.bytes.p);
        buf_slice(&b, s);
        reader_take(r, piece.take);
    }
    reader_close(r);
    return buf_take(&b).p;
}
#define CHECK_CUT(json, want) CHECK_SLICE(slice_str(cut(json, 100)), want)

static void cutting(void *arg) {
    (void)arg;
    CHECK_CUT("{\"a\": 1}\n\n{\"b\": \"}\\\"\"}\r\n{\"c\": 3}", "1:{\"a\": 1}|3:{\"b\": \"}\\\"\"}\r|4:{\"c\": 3}");
    CHECK_CUT("\xEF\xBB\xBF{\"a\": 1}\n", "1:{\"a\": 1}");
    /* a broken line, even the first, ends at its end */
    CHECK_CUT("{\"a\": \"x\n{\"b\": 2}\n", "1:{\"a\": \"x|2:{\"b\": 2}");
    CHECK_CUT("{\"a\": 1,\n{\"b\": 2}\n", "1:{\"a\": 1,|2:{\"b\": 2}");
    CHECK_CUT("[ {\"a\": [1]},\n {\"b\": \"]\"} ] ", "1:{\"a\": [1]}|2:{\"b\": \"]\"}");
    CHECK_CUT("[{\"a\": 1}, 7]", "1:{\"a\": 1}|2!is no JSON object");
    CHECK_CUT("[{\"a\": 1}, {\"b\"", "1:{\"a\": 1}|2!is cut short: its brackets never close");
    CHECK_CUT("[{\"a\": 1},", "1:{\"a\": 1}|2!is cut short: its list never ends");
    CHECK_CUT("{\n \"a\": {\n }\n}\n{\n\"b\": 2\n}", "1:{\n \"a\": {\n }\n}|2:{\n\"b\": 2\n}");
    CHECK_CUT("", "");
    CHECK_CUT(" \n \n", "");
    CHECK_CUT("[]", "");
    /* too long a record is one skip, and the next is read */
    CHECK_SLICE(slice_str(cut("{\"a\": \"0123456789\"}\n{}\n", 10)), "1!is longer than is allowed|2:{}");
    CHECK_SLICE(slice_str(cut("[{\"a\": \"0123456789\"}, {}]", 10)), "1!is longer than is allowed|2:{}");
    /* also one longer than any window */
    char *big = arena_alloc(T, 400001);
    memset(big, 'x', 400000);
    strcpy(big + 300000, "\n{}");
    big[0] = '{';
    CHECK_SLICE(slice_str(cut(big, 10)), "1!is longer than is allowed|2:{}");
}

int main(void) {
    arenas_new();
    RUN(tools);
    RUN(mended);
    RUN(not_records);
    RUN(headlines);
    RUN(cutting);
    arenas_free();
    DONE();
}
