/* Files, folders, pipes, packed files: what is read, in which order, and what a skip says. */
#include <fcntl.h>

#include "archives.h"
#include "reading.h"

static slice two(slice a, slice b) {
    char *p = arena_alloc(T, (size_t)a.n + b.n + 1);
    memcpy(p, a.p, a.n);
    memcpy(p + a.n, b.p, b.n);
    return slice_of(p, (size_t)a.n + b.n);
}

/* ---- the tests --------------------------------------------------------------------------------------- */

static void folders(void *arg) {
    (void)arg;
    puts_("f/b.html", "<p>b");
    puts_("f/a/z.txt", "z");
    puts_("f/a-b.txt", "ab");
    puts_("f/a.htm", "<p>a");
    puts_("f/a_files/frame.html", "<p>frame");
    puts_("f/a_files/style.css", "p {}");
    puts_("f/c_files/lone.html", "<p>lone"); /* no page c: an ordinary folder */
    puts_("f/picture.png", "\x89PNG\r\n\x1A\n");
    puts_("f/.hidden.html", "<p>h");
    puts_("f/list.jsonl", "{\"text\": \"r1\", \"id\": \"r\"}\n{\"text\": \"r2\"}\n");
    put("f/d.html.gz", gz(S("<p>d")).p, gz(S("<p>d")).n);
    put("f/e.txt.zst", zst(S("e")).p, zst(S("e")).n);
    puts_("f/REPORT.HTML", "<p>R");
    /* byte order of whole paths: "-" and "." before "/", capitals first */
    CHECK_READ("f", "REPORT h\na-b t\na h\nz t\nb h\nlone h\nd h\ne t\nr#1 t\nlist#2 t");
    CHECK_READ("f/", "REPORT h\na-b t\na h\nz t\nb h\nlone h\nd h\ne t\nr#1 t\nlist#2 t");
    CHECK_READ("f/a_files", "frame h"); /* named, it is read */
    puts_("g/style.css", "p {}");
    CHECK_READ("g", "!g holds no page, text or records");
    CHECK_READ("none", "!none does not exist");
    CHECK_READ("f/b.html/x", "!f/b.html/x does not exist: a part of its path is not a folder");
}

static void links(void *arg) {
    (void)arg;
    puts_("l/a.txt", "a");
    puts_("l/sub/b.txt", "b");
    CHECK(symlink("..", at("l/sub/up")) == 0);
    CHECK(symlink(".", at("l/self")) == 0);
    CHECK(symlink("a.txt", at("l/c.txt")) == 0);
    CHECK(symlink("nowhere", at("l/dead.txt")) == 0);
    CHECK_READ("l", "a t\nc t\n!l/dead.txt is a link to nothing\nb t");
    CHECK(symlink("round", at("round")) == 0);
    CHECK_READ("round", "!round cannot be read: a loop of symbolic links");
}

static void kinds(void *arg) {
    (void)arg;
    puts_("k/page.txt", "\n<!DOCTYPE html><p>x");
    CHECK_READ("k/page.txt", "page h");
    puts_("k/dirt.txt", "{\"cms\": {\"a\": 1}}\nA report.");
    CHECK_READ("k/dirt.txt", "dirt t");
    puts_("k/dirt", "{\"cms\": {\"a\": 1}}\nA report.");
    CHECK_READ("k/dirt", "dirt t");
    puts_("k/plain.log", "A report.");
    CHECK_READ("k/plain.log", "plain t");
    puts_("k/page", "  <div class=x>y</div>");
    CHECK_READ("k/page", "page h");
    puts_("k/fragment.html", "no tag at all");
    CHECK_READ("k/fragment.html", "fragment h");
    puts_("k/x.php", "<?xml version=\"1.0\"?>\n<html xmlns=\"x\"><p>y");
    CHECK_READ("k/x.php", "x h");
    puts_("k/feed", "<?xml version=\"1.0\"?><rss></rss>");
    CHECK_READ("k/feed", "!k/feed is not a page or text: looks like XML that is no page");
    puts_("k/records", "{\"id\": \"a\", \"text\": \"x\"}\n{\"id\": \"b\", \"text\": \"y\"}\n");
    CHECK_READ("k/records", "a#1 t\nb#2 t");
    puts_("k/one.json", "{\"text\": \"x\"}\n");
    CHECK_READ("k/one.json", "one t");
    puts_("k/pretty.json", "{\n  \"id\": \"p\",\n  \"html\": \"<p>x\"\n}\n");
    CHECK_READ("k/pretty.json", "p h");
    puts_("k/list.json", "[{\"id\": \"p\", \"html\": \"<p>x\"}, {\"text\": \"y\"}]");
    CHECK_READ("k/list.json", "p#1 h\nlist#2 t");
    puts_("k/not.json", "hello");
    CHECK_READ("k/not.json", "!k/not.json is no JSON");
    puts_("k/bad.jsonl", "hello\n{\"text\": \"x\"}\n{\"text\": 3}\n");
    CHECK_READ("k/bad.jsonl", "!k/bad.jsonl#1 is no JSON: broken at byte 5\nbad#2 t\n!k/bad.jsonl#3 has an empty text");
    puts_("k/saved.mht", "MIME-Version: 1.0\nContent-Type: multipart/related; boundary=b\n\n--b\nContent-Type: text/html\n\n<p>x\n--b--\n");
    CHECK_TEXT("k/saved.mht", "saved h <p>x");
    puts_("k/bad.mht", "hello");
    CHECK_READ("k/bad.mht", "!k/bad.mht is not a saved page: has no MIME header");
    puts_("k/x.tar.html", "<p>x");
    CHECK_READ("k/x.tar.html", "x.tar h");
    puts_("k/.dot", "x");
    CHECK_READ("k/.dot", ".dot t");
}

static void not_reports(void *arg) {
    (void)arg;
    puts_("n/a.html", "%PDF-1.4 x");
    CHECK_READ("n/a.html", "!n/a.html is not a page or text: looks like a PDF");
    puts_("n/b.txt", "\x89PNG\r\n\x1A\nxx");
    CHECK_READ("n/b.txt", "!n/b.txt is not a page or text: looks like an image");
    put("n/c.html", "abc\0\0\0\0\0\0\1\2", 11);
    CHECK_READ("n/c.html", "!n/c.html is not a page or text: looks like binary data");
    puts_("n/d.html", "");
    CHECK_READ("n/d.html", "!n/d.html is empty");
    puts_("n/e.txt", " \n\t");
    CHECK_READ("n/e.txt", "!n/e.txt holds nothing but white space");
    put("n/f.html", "<p>One stray \0 byte in a page is dirt.</p><p>It is read as it stands, the rest too.", 82);
    CHECK_READ("n/f.html", "f h");
    /* all of them at once: what can be read is */
    CHECK_READ("n", "!n/a.html is not a page or text: looks like a PDF\n"
                    "!n/b.txt is not a page or text: looks like an image\n"
                    "!n/c.html is not a page or text: looks like binary data\n"
                    "!n/d.html is empty\n!n/e.txt holds nothing but white space\nf h");
}

static void packed(void *arg) {
    (void)arg;
    slice one = gz(S("<p>one ")), sum = two(one, gz(S("and two")));
    put("p/a.html.gz", sum.p, sum.n);
    CHECK_TEXT("p/a.html.gz", "a h <p>one and two");
    slice z = two(zst(S("<p>one ")), two(S("\x50\x2A\x4D\x18\3\0\0\0abc"), zst(S("and two"))));
    put("p/b.html.zst", z.p, z.n);
    CHECK_TEXT("p/b.html.zst", "b h <p>one and two");
    slice padded = two(one, S("\0\0\0\0\0\0"));
    put("p/c.html.gz", padded.p, padded.n);
    CHECK_TEXT("p/c.html.gz", "c h <p>one ");
    /* packed, though its name does not say so; not packed, though it does */
    put("p/d.html", one.p, one.n);
    CHECK_TEXT("p/d.html", "d h <p>one ");
    puts_("p/e.html.gz", "<p>plain");
    CHECK_TEXT("p/e.html.gz", "e h <p>plain");
    /* cut short, damaged */
    put("p/f.html.gz", one.p, one.n - 6);
    CHECK_READ("p/f.html.gz", "!p/f.html.gz is cut short inside its gzip data");
    put("p/g.html.zst", z.p, zst(S("<p>one ")).n - 3);
    CHECK_READ("p/g.html.zst", "!p/g.html.zst is cut short inside its zstd data");
    char *bad = arena_dup(T, one.p, one.n);
    bad[one.n - 7] ^= 0x55; /* in its checksum */
    put("p/h.html.gz", bad, one.n);
    CHECK_READ("p/h.html.gz", "!p/h.html.gz has damaged gzip data");
    /* records: what is whole is read, then one skip */
    char *lines = arena_alloc(T, 300000);
    size_t n = 0;
    for (int i = 0; i < 3000; i++)
        n += (size_t)sprintf(lines + n, "{\"id\": %d, \"text\": \"%d%d%d\"}\n", i, i * 7919, i * 104729, i * 31);
    slice all = gz(slice_of(lines, n));
    put("p/i.jsonl.gz", all.p, all.n / 2);
    const char *got = read_one("p/i.jsonl.gz");
    CHECK(strncmp(got, "0#1 t\n1#2 t\n", 12) == 0);
    const char *end = strstr(got, "\n!");
    CHECK(end && strstr(end, " is cut short inside its gzip data") && !strchr(end + 1, '\n'));
    int read = 0;
    for (const char *p = got; p && p < end; p = strchr(p + 1, '\n'))
        read++;
    CHECK(read > 500);
}

static void bombs(void *arg) {
    (void)arg;
    struct input_options o = {.max_bytes = 1 << 20};
    char *zeros = arena_calloc(T, 1, 8 << 20);
    memset(zeros, 'a', 8 << 20);
    slice bomb = gz(slice_of(zeros, 8 << 20));
    put("q/bomb.html.gz", bomb.p, bomb.n);
    put("q/big.txt", zeros, (1 << 20) + 1);
    put("q/fits.txt", zeros, 1 << 20);
    const char *path = at("q");
    CHECK_SLICE(slice_str(read_with(&path, 1, false, &o)),
                "!q/big.txt is larger than is allowed\n!q/bomb.html.gz is larger than is allowed\nfits t");
    /* a line that never ends, and a count of records */
    bomb = gz(two(slice_of(zeros, 8 << 20), S("\n{\"text\": \"x\"}\n")));
    bomb = two(gz(S("{\"text\": \"w\"}\n")), bomb);
    put("q2/a.jsonl.gz", bomb.p, bomb.n);
    path = at("q2");
    CHECK_SLICE(slice_str(read_with(&path, 1, false, &o)), "a#1 t\n!q2/a.jsonl.gz#2 is longer than is allowed\na#3 t");
    puts_("q3/a.jsonl", "{\"text\": \"x\"}\n{\"text\": \"y\"}\n{\"text\": \"z\"}\n");
    o.max_records = 2;
    path = at("q3/a.jsonl");
    CHECK_SLICE(slice_str(read_with(&path, 1, false, &o)),
                "a#1 t\na#2 t\n!q3/a.jsonl#3 and what follows it is left out: more records than is allowed");
}

/* What cannot be opened twice is read as it comes. */
static void streams(void *arg) {
    (void)arg;
    int keep = dup(0);
    static const char *const inputs[][2] = {
        {"<!doctype html><p>x", "stdin h"},
        {"A report.", "stdin t"},
        {"{\"id\": \"a\", \"text\": \"x\"}\n{\"text\": \"y\"}\n", "a#1 t\nstdin#2 t"},
        {"", "!- is empty"},
        {"%PDF-1.7", "!- is not a page or text: looks like a PDF"},
    };
    for (size_t i = 0; i < NELEMS(inputs); i++) {
        int ends[2];
        CHECK(pipe(ends) == 0);
        size_t n = strlen(inputs[i][0]);
        CHECK(write(ends[1], inputs[i][0], n) == (ssize_t)n);
        close(ends[1]);
        dup2(ends[0], 0);
        close(ends[0]);
        const char *path = "-";
        CHECK_SLICE(slice_str(read_with(&path, 1, false, NULL)), inputs[i][1]);
    }
    int ends[2];
    CHECK(pipe(ends) == 0);
    slice z = gz(S("<p>from a pipe"));
    CHECK(write(ends[1], z.p, z.n) == (ssize_t)z.n);
    close(ends[1]);
    const char *path = arena_printf(T, "/dev/fd/%d", ends[0]).p;
    const char *got = read_with(&path, 1, true, NULL);
    CHECK(strstr(got, " h <p>from a pipe") != NULL);
    close(ends[0]);
    dup2(keep, 0);
    close(keep);
    /* a pipe in a folder would be waited for for ever */
    puts_("s/a.txt", "a");
    CHECK(mkfifo(at("s/pipe.txt"), 0600) == 0);
    CHECK_READ("s", "a t\n!s/pipe.txt is no file, but a pipe or a device");
    /* nor is what could hold a report passed over without a word; what cannot, is */
    puts_("o/a.txt", "a");
    puts_("o/b.pdf", "%PDF-1.4");
    puts_("o/c.docx", "PK");
    puts_("o/d.png", "x");
    CHECK(symlink("nowhere.html", at("o/e.html")) == 0);
    CHECK_READ("o", "a t\n!o/b.pdf is of a form that is not read (PDF, office documents, mail)\n"
                    "!o/c.docx is of a form that is not read (PDF, office documents, mail)\n!o/e.html is a link to nothing");
    /* never ends */
    struct input_options o = {.max_bytes = 1 << 16};
    path = "/dev/zero";
    CHECK_SLICE(slice_str(read_with(&path, 1, false, &o)), "!/dev/zero is larger than is allowed");
}

static void bytes_given(void *arg) {
    (void)arg;
    struct source s;
    struct skip k;
    CHECK(input_bytes("dir/a.html.gz", "<p>\xCF", 4, "windows-1251", A, T, &s, &k) == 0);
    CHECK_SLICE(s.text, "<p>\xD0\x9F");
    CHECK_SLICE(s.id, "a");
    CHECK_SLICE(s.file, "dir/a.html.gz");
    slice z = gz(S("<p>packed"));
    CHECK(input_bytes("a", z.p, z.n, NULL, A, T, &s, &k) == 0);
    CHECK_SLICE(s.bytes, "<p>packed");
    CHECK(input_bytes("a.html", "", 0, NULL, A, T, &s, &k) == STM_EEMPTY);
    CHECK_SLICE(k.error, "is empty");
    CHECK(k.code == STM_EEMPTY);
}

/* A page with pictures inlined is read in no time, and byte for byte. */
static void inlined(void *arg) {
    (void)arg;
    struct buf b = {.a = T};
    buf_slice(&b, S("<!DOCTYPE html><p>x<img src=\"data:image/png;base64,"));
    for (int i = 0; i < 1 << 18; i++)
        buf_slice(&b, S("iVBORw0KGgoAAAAN"));
    buf_slice(&b, S("\"><p>caf\xC3\xA9"));
    slice page = buf_take(&b);
    struct source s;
    struct skip k;
    CHECK(input_bytes("a.html", page.p, page.n, NULL, A, T, &s, &k) == 0);
    CHECK(s.kind == SOURCE_HTML && !s.map && s.bytes.n == page.n);
}

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

/* No memory at the k-th call, for every k: an answer, no crash, nothing kept. */
static void no_memory(void *arg) {
    (void)arg;
    puts_("m/a.html", "<p>\xE9");
    puts_("m/b.jsonl", "{\"text\": \"x\"}\n{\"text\": \"\\ud800\"}\n");
    put("m/c.txt.gz", gz(S("c")).p, gz(S("c")).n);
    const char *path = at("m");
    for (long k = 0; k < 200; k++) {
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
    CHECK_READ("m", "a h\nb#1 t\nb#2 t\nc t");
}

int main(void) {
    arenas_new();
    root_new();
    RUN(folders);
    RUN(links);
    RUN(kinds);
    RUN(not_reports);
    RUN(packed);
    RUN(bombs);
    RUN(streams);
    RUN(bytes_given);
    RUN(inlined);
    RUN(no_memory);
    root_remove();
    arenas_free();
    DONE();
}
