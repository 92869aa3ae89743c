/* Sentences and tokens: the cases of sentences.txt and tokens.txt, quotation marks, flags, spans,
 * and what must hold on any bytes. */
#include "lang/lang.h"

#include <stdio.h>

#include "test.h"

static struct arena *arena, *tmp;
static struct lang_kit *kit;

/* Reads `text` as a page whose blocks are what blank lines part. */
static struct lang read_text(slice text, struct page *page, enum lang_depth depth) {
    struct lang l;
    *page = (struct page){.text = text};
    uint32_t cap = 0, begin = 0;
    for (uint32_t i = 0; i <= text.n; i++) {
        if (i < text.n && !(text.p[i] == '\n' && i + 1 < text.n && text.p[i + 1] == '\n'))
            continue;
        span at = span_trim(text, (span){begin, i});
        if (at.start < at.end) {
            ARENA_MORE(arena, page->blocks, page->blocks_n, cap);
            page->blocks[page->blocks_n++] = (struct block){at, BLOCK_PARAGRAPH};
        }
        begin = i;
    }
    lang_read(kit, page, depth, arena, tmp, &l);
    return l;
}

static slice file(const char *name) {
    char path[512];
    snprintf(path, sizeof path, "tests/lang/%s", name); /* tests run from the root of the tree */
    FILE *f = fopen(path, "rb");
    CHECK(f != NULL);
    if (!f)
        return (slice){0};
    struct buf b = {.a = arena};
    char block[4096];
    size_t n;
    while ((n = fread(block, 1, sizeof block, f)) > 0)
        buf_add(&b, block, n);
    fclose(f);
    return buf_take(&b);
}

static void check_case(slice text, slice got, slice want) {
    if (slice_eq(got, want)) {
        test_passed++;
        return;
    }
    test_failed++;
    fprintf(stderr, "%.*s\n  got    %.*s\n  wanted %.*s\n", (int)text.n, text.p, (int)got.n, got.p, (int)want.n,
            want.p);
}

static void sentence_cases(void *arg) {
    (void)arg;
    slice rest = file("sentences.txt"), line;
    while (slice_line(&rest, &line)) {
        if (!line.n || line.p[0] == '#')
            continue;
        line = slice_trim(line);
        struct buf text = {.a = arena}, got = {.a = arena}, want = {.a = arena};
        for (uint32_t i = 0; i < line.n; i++) {
            if (i + 2 < line.n && memcmp(line.p + i, " | ", 3) == 0) {
                buf_char(&text, ' ');
                i += 2;
            } else if (i + 1 < line.n && line.p[i] == '\\' && line.p[i + 1] == 'n') {
                buf_char(&text, '\n');
                i++;
            } else {
                buf_char(&text, line.p[i]);
            }
        }
        struct page page;
        slice t = buf_take(&text);
        struct lang l = read_text(t, &page, LANG_TOKENS);
        for (uint32_t s = 0; s < l.sentences_n; s++) {
            if (s)
                buf_slice(&got, S(" | "));
            buf_slice(&got, slice_at(t, l.sentences[s].at));
        }
        /* a line break, a blank line and a missing blank end sentences without a mark in the file */
        for (uint32_t i = 0; i < line.n; i++)
            if (i + 3 < line.n && memcmp(line.p + i, "\\n\\n", 4) == 0) {
                buf_slice(&want, S(" | "));
                i += 3;
            } else if (i + 2 < line.n && line.p[i] == '\\' && line.p[i + 1] == 'n') {
                buf_slice(&want, is_lower((unsigned char)line.p[i + 2]) ? S("\n") : S(" | "));
                i++;
            } else if (line.p[i] == '.' && i && i + 1 < line.n && is_lower((unsigned char)line.p[i - 1]) &&
                       is_upper((unsigned char)line.p[i + 1])) {
                buf_slice(&want, S(". | "));
            } else {
                buf_char(&want, line.p[i]);
            }
        check_case(t, buf_take(&got), buf_take(&want));
    }
}

static void token_cases(void *arg) {
    (void)arg;
    slice rest = file("tokens.txt"), line, text;
    while (slice_line(&rest, &line)) {
        if (!line.n || (line.p[0] == '#' && slice_find(line, S("\t"), 0) == NONE))
            continue;
        slice_field(&line, '\t', &text);
        struct page page;
        struct lang l = read_text(text, &page, LANG_TOKENS);
        struct buf got = {.a = arena};
        for (uint32_t i = 0; i < l.tokens_n; i++) {
            if (i)
                buf_char(&got, ' ');
            if (l.tokens[i].flags & TOKEN_MWT)
                buf_char(&got, '~');
            buf_slice(&got, token_form(text, &l.tokens[i]));
        }
        check_case(text, buf_take(&got), line);
    }
}

/* One letter a quotation mark: O opens, C closes. */
static void check_quotes(const char *z, const char *want) {
    struct page page;
    struct lang l = read_text(slice_str(z), &page, LANG_TOKENS);
    char got[64];
    uint32_t n = 0;
    for (uint32_t i = 0; i < l.tokens_n && n + 1 < sizeof got; i++)
        if (l.tokens[i].flags & TOKEN_QUOTE_OPEN)
            got[n++] = 'O';
        else if (l.tokens[i].flags & TOKEN_QUOTE_CLOSE)
            got[n++] = 'C';
    got[n] = 0;
    CHECK_SLICE(slice_of(got, n), want);
}

static void quotes(void *arg) {
    (void)arg;
    check_quotes("\"No,\" he said, \"never.\"", "OCOC");
    check_quotes("\xE2\x80\x9CNo,\xE2\x80\x9D he said.", "OC");
    check_quotes("\xE2\x80\x9CNo,\" he said, \"never.\xE2\x80\x9D", "OCOC");
    check_quotes("He called it \"a 'mild' winter\".", "OOCC");
    check_quotes("\"One paragraph.\n\n\"And the next,\" she said.", "OOC");
    check_quotes("The Oduyas' house isn't Ann's.", "");
    check_quotes("(\"so-called\")", "OC");
}

static void flags(void *arg) {
    (void)arg;
    struct page page;
    slice text = S("NATO met Ann at 9.\n\nShe left.");
    struct lang l = read_text(text, &page, LANG_TOKENS);
    CHECK(l.tokens_n == 9 && l.sentences_n == 2);
    CHECK(l.tokens[0].flags == (TOKEN_SPACE_BEFORE | TOKEN_UPPER | TOKEN_ALL_UPPER | TOKEN_SENTENCE));
    CHECK(l.tokens[1].flags == TOKEN_SPACE_BEFORE);
    CHECK(l.tokens[2].flags == (TOKEN_SPACE_BEFORE | TOKEN_UPPER));
    CHECK(l.tokens[4].flags == (TOKEN_SPACE_BEFORE | TOKEN_DIGIT));
    CHECK(l.tokens[5].flags == 0);
    CHECK(l.sentences[0].block == 0 && l.sentences[1].block == 1);
    CHECK(lang_sentence_at(&l, 3) == 0 && lang_sentence_at(&l, 18) == NONE && lang_sentence_at(&l, 20) == 1);
    CHECK(lang_token_at(&l, 5) == 1 && lang_token_at(&l, text.n) == l.tokens_n);
}

/* Whatever the bytes: tokens in order, not empty, together all that is not white space. */
static void check_whole(slice text) {
    struct page page;
    struct lang l = read_text(text, &page, LANG_PARSE);
    uint32_t at = 0, sentence = 0, wrong = 0;
    for (uint32_t i = 0; i < l.tokens_n; i++) {
        const struct token *t = &l.tokens[i];
        wrong += t->at.start < at || t->at.end <= t->at.start || t->at.end > text.n;
        for (uint32_t k = at; k < t->at.start; k++)
            wrong += !is_space((unsigned char)text.p[k]) && (unsigned char)text.p[k] < 0x80 &&
                     (unsigned char)text.p[k] > ' ';
        at = t->at.end;
        while (sentence < l.sentences_n && l.sentences[sentence].end <= i)
            sentence++;
        wrong += sentence == l.sentences_n || l.sentences[sentence].first > i;
        wrong += l.sentences[sentence].end - l.sentences[sentence].first > 400;
    }
    CHECK(wrong == 0);
    CHECK(!l.sentences_n || l.sentences[l.sentences_n - 1].end == l.tokens_n);
}

static void any_bytes(void *arg) {
    (void)arg;
    check_whole(S(""));
    check_whole(S(" \n\n \t"));
    check_whole(S("\xFF\xC3(\x80\xE2\x80"));
    char bytes[6000];
    uint64_t rng = 7;
    for (int round = 0; round < 40; round++) {
        static const char likely[] = "aaabcN'T\"\xE2\x80\x99.,-/&$:@ \n\n(5)0%!?*s't ";
        for (size_t i = 0; i < sizeof bytes; i++) {
            rng = rng * 6364136223846793005u + 1442695040888963407u;
            bytes[i] = round % 2 ? likely[(rng >> 33) % (sizeof likely - 1)] : (char)(rng >> 40);
        }
        check_whole(slice_of(bytes, sizeof bytes));
    }
    memset(bytes, 'a', sizeof bytes);
    check_whole(slice_of(bytes, sizeof bytes));
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = i % 2 ? ' ' : 'a'; /* one sentence without an end */
    check_whole(slice_of(bytes, sizeof bytes));
    for (size_t i = 0; i < sizeof bytes; i++)
        bytes[i] = i % 2 ? '\'' : 's';
    check_whole(slice_of(bytes, sizeof bytes));
}

int main(void) {
    arena = arena_new(0);
    tmp = arena_new(0);
    CHECK(lang_kit_open(&kit, "en", NULL, NULL) == 0);
    RUN(sentence_cases);
    RUN(token_cases);
    RUN(quotes);
    RUN(flags);
    RUN(any_bytes);
    lang_kit_close(kit);
    arena_free(tmp);
    arena_free(arena);
    DONE();
}
