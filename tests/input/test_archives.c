/* Web archives, tar, zip, tables: which of what they hold is a report, and what is told of damage. */
#include "archives.h"
#include "reading.h"

static void put_slice(const char *name, slice s) { put(name, s.p, s.n); }
static slice rest_of(slice s, uint32_t from) { return slice_cut(s, from, s.n); }

/* ---- WARC ---------------------------------------------------------------------------------------- */

#define HTML "Content-Type: text/html; charset=utf-8\r\n"

/* Everything a crawl holds; records 2 to 12 and 17, 18 are reports. */
enum { CRAWL = 19 };
static void crawl(slice r[CRAWL]) {
    int n = 0;
    slice b = S("<p>b");
    record_number = 0;
    r[n++] = warc("warcinfo", "application/warc-fields", S("software: x\r\n"));
    r[n++] = warc("request", "application/http; msgtype=request", S("GET / HTTP/1.1\r\n\r\n"));
    r[n++] = response(HTML, b);
    r[n++] = response(HTML "Transfer-Encoding: chunked\r\n", chunked(S("<p>some twenty bytes and more of them")));
    r[n++] = response(HTML "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", chunked(gz(S("<p>gz"))));
    r[n++] = response(HTML "Content-Encoding: deflate\r\n", deflated(S("<p>zlib"), 15));
    r[n++] = response(HTML "content-encoding:DEFLATE\r\n", deflated(S("<p>bare"), -15));
    r[n++] = response(HTML "Content-Encoding: br\r\n", S("\x0B\x03\x80<p>br--\x03"));
    r[n++] = response(HTML "Content-Encoding: zstd\r\n", zst(S("<p>zst")));
    r[n++] = response(HTML "Content-Encoding: gzip, identity\r\n", gz(S("<p>two")));
    /* undone by who wrote the archive, though the header still says so */
    r[n++] = response(HTML "Content-Encoding: gzip\r\nTransfer-Encoding: chunked\r\n", S("<p>undone gz"));
    r[n++] = response(HTML "Content-Encoding: br\r\n", S("<!DOCTYPE html><p>undone br"));
    r[n++] = response("Content-Type: text/html;charset=\"windows-1251\"\r\n", S("<meta charset=koi8-r><p>\xCF"));
    r[n++] = warc("response", "application/http", http_of("404 Not Found", HTML, b));
    r[n++] = response("Content-Type: image/png\r\n", S("\x89PNG"));
    r[n++] = warc("revisit", "application/http; msgtype=response", http_of("200 OK", HTML, S("")));
    r[n++] = warc_more("resource", "urn:text:https://quay.example/a", "text/plain", "", S("text beside the page"));
    r[n++] = warc("resource", "text/html", S("<p>resource"));
    r[n++] = warc("conversion", "text/plain", S("A report's text."));
    CHECK(n == CRAWL);
}
#define CRAWL_READ                                                                                     \
    "urn:x:2#urn:x:2 h <p>b\nurn:x:3#urn:x:3 h <p>some twenty bytes and more of them\nurn:x:4#urn:x:4 h <p>gz\n" \
    "urn:x:5#urn:x:5 h <p>zlib\nurn:x:6#urn:x:6 h <p>bare\nurn:x:7#urn:x:7 h <p>br--\nurn:x:8#urn:x:8 h <p>zst\n" \
    "urn:x:9#urn:x:9 h <p>two\nurn:x:10#urn:x:10 h <p>undone gz\nurn:x:11#urn:x:11 h <!DOCTYPE html><p>undone br\n" \
    "urn:x:12#urn:x:12 h <meta charset=koi8-r><p>\xD0\x9F\nurn:x:17#urn:x:17 h <p>resource\n"          \
    "urn:x:18#urn:x:18 t A report's text."

static void web_archives(void *arg) {
    (void)arg;
    slice r[CRAWL], packed[CRAWL], frames[CRAWL];
    crawl(r);
    for (int i = 0; i < CRAWL; i++) {
        packed[i] = gz(r[i]);
        frames[i] = zst(r[i]);
    }
    put_slice("w/plain.warc", join(r, CRAWL));
    put_slice("w/by-record.warc.gz", join(packed, CRAWL));
    put_slice("w/whole.warc.gz", gz(join(r, CRAWL)));
    put_slice("w/frames.warc.zst", join(frames, CRAWL));
    put_slice("w/whole.warc.zst", zst(join(r, CRAWL)));
    put_slice("w/noname", join(packed, CRAWL));
    const char *names[] = {"w/plain.warc", "w/by-record.warc.gz", "w/whole.warc.gz", "w/frames.warc.zst",
                           "w/whole.warc.zst", "w/noname"};
    for (size_t i = 0; i < NELEMS(names); i++)
        CHECK_TEXT(names[i], CRAWL_READ);
    /* frames that share a dictionary, which stands first, as it is or packed */
    slice dict = JOIN(r[2], r[5], r[9]);
    for (int i = 0; i < CRAWL; i++) {
        size_t cap = ZSTD_compressBound(r[i].n);
        char *to = arena_alloc(T, cap);
        ZSTD_CCtx *z = ZSTD_createCCtx();
        frames[i] = slice_of(to, ZSTD_compress_usingDict(z, to, cap, r[i].p, r[i].n, dict.p, dict.n, 3));
        ZSTD_freeCCtx(z);
    }
    for (int i = 0; i < 2; i++) {
        slice first = i ? zst(dict) : dict;
        struct buf head = {.a = T};
        buf_slice(&head, S("\x5D\x2A\x4D\x18"));
        le(&head, first.n, 4);
        put_slice("w/dictionary.warc.zst", JOIN(buf_take(&head), first, join(frames, CRAWL)));
        CHECK_TEXT("w/dictionary.warc.zst", CRAWL_READ);
    }
    put_slice("w/wet.warc.wet.gz", packed[18]);
    CHECK_TEXT("w/wet.warc.wet.gz", "urn:x:18#urn:x:18 t A report's text.");
    put_slice("w/none.warc", r[0]);
    CHECK_READ("w/none.warc", "!w/none.warc holds no page or text");
    puts_("w/text.warc", "not at all");
    CHECK_READ("w/text.warc", "!w/text.warc is followed by bytes that are no record");
}

static void check_given(void *arg) {
    const struct input_item *item = arg;
    struct source s;
    struct skip k;
    CHECK(input_load(item, A, T, &s, &k) == 0);
    CHECK_SLICE(s.given.url, "https://quay.example/a");
    CHECK(!s.given.published.p && !s.given.modified.p); /* when it was fetched is not when it was published */
    CHECK_SLICE(s.record, "urn:x:0");
}

static void what_an_archive_says(void *arg) {
    (void)arg;
    record_number = 0;
    put_slice("v/a.warc", response(HTML "Last-Modified: Fri, 01 Jan 2021 00:00:00 GMT\r\n", S("<p>x")));
    const char *path = at("v/a.warc");
    struct input *in = input_open(&path, 1, NULL);
    struct input_item *item;
    CHECK(input_next(in, &item) == 1);
    CHECK(guard_run(check_given, item) == 0);
    input_item_free(item);
    input_close(in);
}

/* The damaged record is told once, and all sound ones are read. */
static void damaged_archives(void *arg) {
    (void)arg;
    slice r[5], p[5];
    record_number = 0;
    struct buf noise = {.a = T};
    for (uint32_t i = 0; i < 3000; i++)
        buf_cp(&noise, 'a' + (uint32_t)(hash_mix(i, 7) % 26));
    slice page = JOIN(S("<p>"), buf_take(&noise));
    for (int i = 0; i < 5; i++) {
        r[i] = response(HTML, page);
        p[i] = gz(r[i]);
    }
#define ALL_BUT_2(what) "urn:x:0#urn:x:0 h\nurn:x:1#urn:x:1 h\n" what "urn:x:3#urn:x:3 h\nurn:x:4#urn:x:4 h"
    put_slice("d/cut.warc", JOIN(r[0], r[1], slice_cut(r[2], 0, r[2].n / 2), r[3], r[4]));
    CHECK_READ("d/cut.warc", ALL_BUT_2("!d/cut.warc#urn:x:2 is cut short or has a wrong length\n"));
    put_slice("d/cut.warc.gz", JOIN(p[0], p[1], slice_cut(p[2], 0, p[2].n / 2), p[3], p[4]));
    CHECK_READ("d/cut.warc.gz", ALL_BUT_2("!d/cut.warc.gz#urn:x:2 has damaged gzip data\n"));
    put_slice("d/cut.warc.zst", JOIN(zst(r[0]), zst(r[1]), slice_cut(zst(r[2]), 0, zst(r[2]).n / 2), zst(r[3]), zst(r[4])));
    const char *got = read_one("d/cut.warc.zst");
    CHECK(strstr(got, "urn:x:3#") && strstr(got, "urn:x:4#") && strstr(got, "urn:x:1#") && strstr(got, "!d/cut.warc.zst"));
    char *bad = arena_dup(T, p[2].p, p[2].n);
    memset(bad + bad[0] * 0 + 700, 0x55, 40);
    put_slice("d/flip.warc.gz", JOIN(p[0], p[1], slice_of(bad, p[2].n), p[3], p[4]));
    got = read_one("d/flip.warc.gz");
    CHECK(strstr(got, "urn:x:1#urn:x:1 h\n!d/flip.warc.gz#") && strstr(got, "has damaged gzip data\nurn:x:3#urn:x:3 h\nurn:x:4#urn:x:4 h"));
    /* a length that is too large, too small, none at all */
    slice at_length = slice_str(strstr(r[2].p, "Content-Length: ")), end = slice_str(strstr(at_length.p, "\r\n"));
    slice head = slice_cut(r[2], 0, (uint32_t)(at_length.p - r[2].p)), tail = rest_of(r[2], (uint32_t)(end.p - r[2].p));
    put_slice("d/large.warc", JOIN(r[0], r[1], head, S("Content-Length: 999999999999"), tail, r[3], r[4]));
    CHECK_READ("d/large.warc", ALL_BUT_2("!d/large.warc#urn:x:2 is cut short or has a wrong length\n"));
    put_slice("d/some.warc", JOIN(r[0], r[1], head, S("Content-Length: 4500"), tail, r[3], r[4]));
    CHECK_READ("d/some.warc", ALL_BUT_2("!d/some.warc#urn:x:2 is cut short or has a wrong length\n"));
    put_slice("d/small.warc", JOIN(r[0], r[1], head, S("Content-Length: 1000"), tail, r[3], r[4]));
    CHECK_READ("d/small.warc", ALL_BUT_2("!d/small.warc#urn:x:2 is cut short or has a wrong length\n"));
    put_slice("d/no.warc", JOIN(r[0], r[1], head, S("Content-Length: x"), tail, r[3], r[4]));
    CHECK_READ("d/no.warc", ALL_BUT_2("!d/no.warc#urn:x:2 has a damaged record header\n"));
    /* rubbish between sound records; the end missing */
    put_slice("d/rubbish.warc", JOIN(r[0], S("rubbish\r\nand more\r\n"), r[1]));
    CHECK_READ("d/rubbish.warc", "urn:x:0#urn:x:0 h\n!d/rubbish.warc#urn:x:0 is followed by bytes that are no record\nurn:x:1#urn:x:1 h");
    put_slice("d/end.warc.gz", JOIN(p[0], p[1], slice_cut(p[2], 0, p[2].n - 20)));
    CHECK_READ("d/end.warc.gz", "urn:x:0#urn:x:0 h\nurn:x:1#urn:x:1 h\n!d/end.warc.gz#urn:x:2 is cut short inside its gzip data");
    put_slice("d/end.warc", JOIN(r[0], slice_cut(r[1], 0, r[1].n - 20)));
    CHECK_READ("d/end.warc", "urn:x:0#urn:x:0 h\n!d/end.warc#urn:x:1 is cut short or has a wrong length");
    /* bodies: broken chunks, and one that the crawler cut, which is read as far as it goes */
    record_number = 0;
    slice broken = response(HTML "Transfer-Encoding: chunked\r\n", S("5\r\n<p>ab\r\nzz\r\n<p>cd\r\n0\r\n\r\n"));
    slice cut = warc_more("response", "https://quay.example/b", "application/http", "WARC-Truncated: length\r\n",
                          http_of("200 OK", HTML "Content-Encoding: gzip\r\n", slice_cut(gz(page), 0, 1500)));
    slice unread = response(HTML "Content-Encoding: compress\r\n", S("xx"));
    put_slice("d/bodies.warc", JOIN(broken, cut, unread));
    CHECK_READ("d/bodies.warc", "!d/bodies.warc#urn:x:0 has a damaged chunk in its body\nurn:x:1#urn:x:1 h\n"
                                "!d/bodies.warc#urn:x:2 has a content encoding that is not read");
    /* a picture of many MB is gone past, a page of many MB told */
    record_number = 0;
    slice huge = slice_of(arena_calloc(T, 1, 9 << 20), 9 << 20);
    slice picture = response("Content-Type: image/png\r\n", huge), long_page = response(HTML, huge);
    put_slice("d/huge.warc", JOIN(picture, long_page, response(HTML, S("<p>x"))));
    struct input_options o = {.max_bytes = 1 << 20};
    const char *path = at("d/huge.warc");
    CHECK_SLICE(slice_str(read_with(&path, 1, false, &o)), "!d/huge.warc#urn:x:1 is larger than is allowed\nurn:x:2#urn:x:2 h");
    /* a small body that unpacks to a large one */
    put_slice("d/bomb.warc", response(HTML "Content-Encoding: gzip\r\n", gz(huge)));
    path = at("d/bomb.warc");
    CHECK_SLICE(slice_str(read_with(&path, 1, false, &o)), "!d/bomb.warc#urn:x:3 is larger than is allowed");
}

/* ---- tar, zip --------------------------------------------------------------------------------------- */

static void tars(void *arg) {
    (void)arg;
    slice long_name = S("a/very/long/name/that/goes/on/and/on/and/on/and/on/and/on/and/on/and/on/and/on/and/on/and/on/and/on/x.txt");
    slice members = JOIN(tar_of("d/", '5', S("")), tar_of("d/b.html", '0', S("<p>b")), tar_of("d/p.png", '0', S("\x89PNG")),
                         tar_of("x", 'L', long_name), tar_of("short", '0', S("long")),
                         tar_of("x", 'x', S("18 path=pax/p.txt\n")), tar_of("q", 0, S("pax")),
                         tar_of("r.jsonl", '0', S("{\"text\": \"one\"}\n{\"id\": 4, \"text\": \"two\"}\n")));
    slice more = JOIN(tar_of("._b.html", '0', S("<p>beside")), tar_of("__MACOSX/b.html", '0', S("<p>beside")),
                      tar_of("page_files/f.html", '0', S("<p>frame")), tar_of("z.html.gz", '0', gz(S("<p>z"))),
                      tar_of("l.txt", '2', S("")), tar_of("in.tar", '0', tar_of("a.txt", '0', S("a"))));
    slice whole = JOIN(members, more, tar_end());
#define TAR_READ(name) "b#d/b.html h\nx#a/very/long/name/that/goes/on/and/on/and/on/and/on/and/on/and/on/and/on/and/on/and/on/and/on/and/on/x.txt t\n" \
    "p#pax/p.txt t\nr#r.jsonl:1 t\n4#r.jsonl:2 t\nz#z.html.gz h\n!" name "#in.tar is an archive inside an archive: unpack it first"
    put_slice("t/a.tar", whole);
    CHECK_READ("t/a.tar", TAR_READ("t/a.tar"));
    put_slice("t/a.tgz", gz(whole));
    CHECK_READ("t/a.tgz", TAR_READ("t/a.tgz"));
    put_slice("t/a.tar.zst", zst(whole));
    CHECK_READ("t/a.tar.zst", TAR_READ("t/a.tar.zst"));
    /* damage */
    slice a = tar_of("a.txt", '0', S("a")), b = tar_of("b.txt", '0', S("b"));
    put_slice("t/cut.tar", slice_cut(JOIN(a, b), 0, a.n + 512));
    CHECK_READ("t/cut.tar", "a#a.txt t\n!t/cut.tar#b.txt is cut short: the archive ends inside it");
    char *bad = arena_dup(T, b.p, b.n);
    bad[3]++;
    put_slice("t/bad.tar", JOIN(a, slice_of(bad, b.n), tar_of("c.txt", '0', S("c")), tar_end()));
    CHECK_READ("t/bad.tar", "a#a.txt t\n!t/bad.tar#a.txt is followed by a damaged header\nc#c.txt t");
    put_slice("t/cut.tgz", slice_cut(gz(whole), 0, gz(whole).n / 3));
    CHECK(strstr(read_one("t/cut.tgz"), "is cut short inside its gzip data") != NULL);
    put_slice("t/none.tar", JOIN(tar_of("p.png", '0', S("\x89PNG")), tar_end()));
    CHECK_READ("t/none.tar", "!t/none.tar holds no page or text");
    puts_("t/text.tar", "not at all");
    CHECK_READ("t/text.tar", "!t/text.tar is no tar archive");
}

static void zips(void *arg) {
    (void)arg;
    for (int zip64 = 0; zip64 < 2; zip64++) {
        struct zipping z = {{.a = T}, {.a = T}, 0};
        zip_add(&z, "d/a.html", S("<p>a"));
        zip_add(&z, "d/p.png", S("\x89PNG"));
        zip_store(&z, "b.txt", S("b"));
        zip_add(&z, "r.jsonl", S("{\"text\": \"one\"}\n{\"id\": 4, \"text\": \"two\"}\n"));
        zip_store(&z, "c.html.gz", gz(S("<p>c")));
        zip_add_as(&z, "locked.html", S("x"), S("x"), 0, 1);
        zip_add_as(&z, "lzma.html", S("x"), S("x"), 14, 0);
        zip_add_as(&z, "bad.html", S("<p>other"), S("<p>bytes"), 0, 0);
        zip_add_as(&z, "cut.html", S("<p>other"), slice_cut(deflated(S("<p>other"), -15), 0, 5), 8, 0);
        zip_add(&z, "__MACOSX/d/._a.html", S("beside"));
        put_slice("z/a.zip", zip_done(&z, zip64));
        CHECK_READ("z/a.zip", "a#d/a.html h\nb#b.txt t\nr#r.jsonl:1 t\n4#r.jsonl:2 t\nc#c.html.gz h\n"
                              "!z/a.zip#locked.html is locked by a password\n!z/a.zip#lzma.html is packed in a way that is not read\n"
                              "!z/a.zip#bad.html is damaged: its checksum does not agree\n"
                              "!z/a.zip#cut.html is cut short inside its packed data");
    }
    /* a web archive collection: only its archives */
    record_number = 0;
    struct zipping w = {{.a = T}, {.a = T}, 0};
    zip_store(&w, "archive/data.warc.gz", JOIN(gz(response(HTML, S("<p>x"))), gz(response(HTML, S("<p>y")))));
    zip_add(&w, "pages/pages.jsonl", S("{\"id\": \"1\", \"text\": \"x\"}\n"));
    put_slice("z/a.wacz", zip_done(&w, false));
    CHECK_READ("z/a.wacz", "urn:x:0#urn:x:0 h\nurn:x:1#urn:x:1 h");
    /* office documents and e-books are zips too */
    struct zipping o = {{.a = T}, {.a = T}, 0};
    zip_add(&o, "mimetype", S("application/epub+zip"));
    zip_add(&o, "one.xhtml", S("<p>x"));
    put_slice("z/book.epub", zip_done(&o, false));
    CHECK_READ("z/book.epub", "!z/book.epub is not a page or text: looks like an office document or an e-book");
    /* members that share their bytes */
    struct zipping m = {{.a = T}, {.a = T}, 0};
    zip_store(&m, "a.txt", slice_of(arena_calloc(T, 1, 4000), 4000));
    slice entry = arena_slice(T, slice_of(m.directory.p, m.directory.n));
    for (int i = 0; i < 50; i++)
        buf_slice(&m.directory, entry);
    put_slice("z/bomb.zip", zip_done(&m, false));
    CHECK(strstr(read_one("z/bomb.zip"), "the archive names more bytes than it has") != NULL);
    /* cut short */
    put_slice("z/cut.zip", slice_cut(zip_done(&m, false), 0, 4));
    struct zipping c = {{.a = T}, {.a = T}, 0};
    zip_add(&c, "a.txt", S("some text"));
    slice whole = zip_done(&c, false);
    put_slice("z/cut.zip", slice_cut(whole, 0, whole.n - 30));
    CHECK_READ("z/cut.zip", "!z/cut.zip is a zip archive that is cut short or damaged: has no directory");
    puts_("z/text.zip", "not at all");
    CHECK_READ("z/text.zip", "!z/text.zip is no zip archive");
}

/* ---- tables ------------------------------------------------------------------------------------------- */

static void tables(void *arg) {
    (void)arg;
    puts_("c/a.csv", "id,title,text\r\n1,\"A \"\"q\"\" b\",\"one\ntwo, three\"\r\n2,x\r\n\r\n3,y, z \r\n");
    CHECK_TEXT("c/a.csv", "1#1 t one\ntwo, three\n!c/a.csv#2 has fewer fields than the table has columns\n3#3 t  z ");
    puts_("c/b.csv", "\xEF\xBB\xBF" "url;\"maintext\"\nhttps://a.example/;\"Some; text\"\n;V");
    CHECK_TEXT("c/b.csv", "b#1 t Some; text\nb#2 t V");
    puts_("c/c.tsv", "url\thtml\nu\t<p>x\n");
    CHECK_TEXT("c/c.tsv", "c#1 h <p>x");
    puts_("c/d.csv", "name,price\nx,1\n");
    CHECK_READ("c/d.csv", "!c/d.csv is a table without a column for html or text");
    puts_("c/e.csv", "id,text\n1,caf\xE9 by the port\n2,\"never closed\n3,x\n");
    CHECK_TEXT("c/e.csv", "1#1 t caf\xC3\xA9 by the port\n!c/e.csv#2 is cut short: its quotation marks never close");
    slice packed = gz(S("id,text\n1,x\n2,y\n"));
    put("c/f.csv.gz", packed.p, packed.n);
    CHECK_READ("c/f.csv.gz", "1#1 t\n2#2 t");
    puts_("c/g.csv", "");
    CHECK_READ("c/g.csv", "!c/g.csv is empty");
}

/* ---- no memory ------------------------------------------------------------------------------------------ */

struct bare_load {
    const struct input_item *item;
    struct arena *a, *tmp;
};
static void load_bare(void *arg) {
    struct bare_load *l = arg;
    struct source s;
    struct skip k;
    int code = input_load(l->item, l->a, l->tmp, &s, &k);
    CHECK(code == 0 ? s.bytes.n > 0 : k.error.n > 0);
}

static void no_memory(void *arg) {
    (void)arg;
    record_number = 0;
    struct zipping z = {{.a = T}, {.a = T}, 0};
    zip_add(&z, "a.html", S("<p>a"));
    zip_add(&z, "r.jsonl", S("{\"text\": \"one\"}\n"));
    put_slice("m/a.zip", zip_done(&z, false));
    put_slice("m/b.warc.gz", gz(response(HTML "Content-Encoding: br\r\n", S("\x0B\x03\x80<p>br--\x03"))));
    put_slice("m/c.tar", JOIN(tar_of("a.csv", '0', S("text\nx\n")), tar_end()));
    put_slice("m/d.warc.zst", zst(response(HTML "Content-Encoding: gzip\r\n", gz(S("<p>x")))));
    const char *path = at("m");
    for (long k = 0; k < 250; k++) {
        mem_fail_at(k);
        struct input *in = input_open(&path, 1, NULL);
        struct input_item *item;
        while (in && input_next(in, &item) == 1) {
            struct bare_load l = {item, arena_new(0), arena_new(0)};
            if (l.a && l.tmp)
                guard_run(load_bare, &l);
            arena_free(l.tmp);
            arena_free(l.a);
            input_item_free(item);
        }
        mem_fail_at(-1);
        input_close(in);
    }
    CHECK_READ("m", "a#a.html h\nr#r.jsonl:1 t\nurn:x:0#urn:x:0 h\na#a.csv:1 t\nurn:x:1#urn:x:1 h");
}

int main(void) {
    arenas_new();
    root_new();
    RUN(web_archives);
    RUN(what_an_archive_says);
    RUN(damaged_archives);
    RUN(tars);
    RUN(zips);
    RUN(tables);
    RUN(no_memory);
    root_remove();
    arenas_free();
    DONE();
}
