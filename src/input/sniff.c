/* What bytes are: by the ending of the name, and by their look.
 *
 * The look follows the WHATWG's MIME Sniffing standard ("rules for identifying an unknown MIME
 * type"): the tags that a page may begin with, the signatures of other formats, and the bytes that
 * do not stand in text. */
#include "base/bytes.h"
#include "parts.h"

/* ---- names ------------------------------------------------------------------------------------ */

static const struct {
    const char *tail;
    enum ending ending;
} ENDINGS[] = {
    {".html", END_HTML}, {".htm", END_HTML}, {".xhtml", END_HTML}, {".txt", END_TEXT},
    {".text", END_TEXT}, {".mht", END_MHTML}, {".mhtml", END_MHTML}, {".json", END_JSON},
    {".jsonl", END_JSONL}, {".ndjson", END_JSONL}, {".warc", END_WARC}, {".wet", END_WARC},
    {".tar", END_TAR}, {".tgz", END_TAR}, {".zip", END_ZIP}, {".wacz", END_ZIP}, {".csv", END_CSV},
    {".tsv", END_CSV},
};

static slice base_name(slice name) {
    for (uint32_t i = name.n; i; i--)
        if (name.p[i - 1] == '/')
            return slice_cut(name, i, name.n);
    return name;
}

static slice without_packing(slice name) {
    static const char *const tails[] = {".gz", ".zst"};
    for (size_t i = 0; i < NELEMS(tails); i++) {
        slice tail = slice_str(tails[i]);
        if (name.n > tail.n && slice_ends_nocase(name, tail))
            return slice_cut(name, 0, name.n - tail.n);
    }
    return name;
}

enum ending name_ending(slice name) {
    name = without_packing(base_name(name));
    for (size_t i = 0; i < NELEMS(ENDINGS); i++) {
        slice tail = slice_str(ENDINGS[i].tail);
        if (name.n > tail.n && slice_ends_nocase(name, tail))
            return ENDINGS[i].ending;
    }
    return END_OTHER;
}

bool name_foreign(slice name) {
    static const char *const tails[] = {".pdf", ".doc", ".docx", ".odt", ".rtf", ".epub", ".eml", ".msg", ".mbox", ".webarchive", ".pages"};
    name = base_name(name);
    for (size_t i = 0; i < NELEMS(tails); i++)
        if (slice_ends_nocase(name, slice_str(tails[i])))
            return true;
    return false;
}

bool ending_is_page(enum ending ending) {
    return ending == END_HTML || ending == END_TEXT || ending == END_MHTML;
}

bool member_counts(slice name) {
    if (name_ending(name) == END_OTHER)
        return false;
    slice rest = name, part;
    while (slice_field(&rest, '/', &part)) {
        /* what systems and browsers put beside files, as in folders */
        if ((part.n && part.p[0] == '.' && !slice_eq(part, S(".")) && !slice_eq(part, S(".."))) ||
            slice_eq(part, S("__MACOSX")) || (rest.p && part.n > 6 && slice_ends(part, S("_files"))))
            return false;
    }
    return true;
}

slice name_stem(slice name) {
    if (slice_eq(name, S("-")))
        return S("stdin");
    slice s = without_packing(base_name(name));
    for (uint32_t i = s.n; i > 1; i--)
        if (s.p[i - 1] == '.')
            return slice_cut(s, 0, i - 1);
    return s;
}

/* ---- looks -------------------------------------------------------------------------------------- */

static const struct {
    const char *head;
    uint8_t n, at;
    const char *what;
} SIGNATURES[] = {
    {"%PDF-", 5, 0, "a PDF"},
    {"\x89PNG\r\n\x1A\n", 8, 0, "an image"},
    {"GIF87a", 6, 0, "an image"},
    {"GIF89a", 6, 0, "an image"},
    {"\xFF\xD8\xFF", 3, 0, "an image"},
    {"WEBPVP", 6, 8, "an image"},
    {"ftyp", 4, 4, "a video or an image"},
    {"ID3", 3, 0, "a sound file"},
    {"OggS\0", 5, 0, "a sound file"},
    {"WAVEfmt ", 8, 8, "a sound file"},
    {"\x1A\x45\xDF\xA3", 4, 0, "a video"},
    {"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1", 8, 0, "an office document"},
    {"{\\rtf", 5, 0, "a rich-text document"},
    {"%!PS-Adobe-", 11, 0, "a PostScript document"},
    {"SQLite format 3\0", 16, 0, "a database"},
    {"BZh", 3, 0, "a bzip2 file"},
    {"\xFD" "7zXZ\0", 6, 0, "an xz file"},
    {"7z\xBC\xAF\x27\x1C", 6, 0, "a 7-zip archive"},
    {"Rar!\x1A\x07", 6, 0, "a RAR archive"},
    {"\x7F" "ELF", 4, 0, "a program"},
    {"wOFF", 4, 0, "a font"},
    {"wOF2", 4, 0, "a font"},
};

static const char *const TAGS[] = {
    "!doctype html", "html", "head", "script", "iframe", "h1", "div", "font", "table", "a",
    "style", "title", "b", "body", "br", "p", "meta", "link", "article", "section", "main",
    "header", "span", "ul", "h2", "noscript"};

static bool tag_at(slice s) {
    if (slice_starts(s, S("<!--")))
        return true;
    if (s.n < 2 || s.p[0] != '<')
        return false;
    for (size_t i = 0; i < NELEMS(TAGS); i++) {
        slice tag = slice_str(TAGS[i]);
        if (s.n > tag.n + 1 && slice_starts_nocase(slice_cut(s, 1, s.n), tag)) {
            unsigned char end = (unsigned char)s.p[tag.n + 1];
            if (is_space(end) || end == '>')
                return true;
        }
    }
    return false;
}

static slice skip_space(slice s) {
    uint32_t i = 0;
    while (i < s.n && is_space((unsigned char)s.p[i]))
        i++;
    return slice_cut(s, i, s.n);
}

/* Text in UTF-16 without a mark at its head: for Western scripts every other byte is 0. */
static bool utf16_at(slice s) {
    uint32_t n = s.n < 512 ? s.n & ~1u : 512, zeros[2] = {0, 0};
    for (uint32_t i = 0; i < n; i++)
        zeros[i & 1] += s.p[i] == 0;
    uint32_t half = n / 2;
    return half >= 2 && ((zeros[0] == 0 && zeros[1] * 10 >= half * 7) ||
                         (zeros[1] == 0 && zeros[0] * 10 >= half * 7));
}

/* Bytes that the standard calls binary; a stray one is dirt, one in 32 is another format. */
static bool binary(slice s) {
    uint32_t n = s.n < 8192 ? s.n : 8192, found = 0, i = 0;
    for (; i + 16 <= n; i += 16) {
        bytes16 v = bytes16_load(s.p + i);
        found += bits_count(bytes16_bits((marks16)(v < 0x20) & ~bytes16_spaces(v) & (marks16)(v != 0x1B)));
    }
    for (; i < n; i++) {
        unsigned char c = (unsigned char)s.p[i];
        found += c < 0x20 && !is_space(c) && c != 0x1B;
    }
    return found && (uint64_t)found * 32 >= n;
}

/* A saved page: header lines with MIME-Version and Content-Type before the first blank line. */
static bool mhtml_at(slice s) {
    bool mime = false, type = false;
    slice rest = slice_cut(s, 0, s.n < 16384 ? s.n : 16384), line;
    for (int i = 0; slice_line(&rest, &line) && line.n; i++) {
        uint32_t colon = 0;
        if (line.p[0] == ' ' || line.p[0] == '\t') {
            if (i)
                continue;
            return false;
        }
        while (colon < line.n && (is_alnum((unsigned char)line.p[colon]) || line.p[colon] == '-'))
            colon++;
        if (!colon || colon == line.n || line.p[colon] != ':')
            return false;
        mime |= slice_starts_nocase(line, S("mime-version:"));
        if (slice_starts_nocase(line, S("content-type:"))) {
            slice v = skip_space(slice_cut(line, colon + 1, line.n));
            type |= slice_starts_nocase(v, S("multipart/")) || slice_starts_nocase(v, S("text/"));
        }
    }
    return mime && type;
}

/* JSON: an object, or a list of them. A text may begin with one too (what a content system left
 * at its head): then something else follows it on the line where it ends. */
static bool json_at(slice s) {
    s = skip_space(s);
    if (!s.n || (s.p[0] != '{' && s.p[0] != '['))
        return false;
    slice in = skip_space(slice_cut(s, 1, s.n));
    if (!in.n || (s.p[0] == '{' ? in.p[0] != '"' && in.p[0] != '}' : in.p[0] != '{' && in.p[0] != ']'))
        return false;
    uint32_t depth = 0;
    bool string = false;
    for (uint32_t i = 0; i < s.n; i++) {
        char c = s.p[i];
        if (string) {
            if (c == '\\')
                i++;
            else if (c == '"')
                string = false;
        } else if (c == '"') {
            string = true;
        } else if (c == '{' || c == '[') {
            depth++;
        } else if ((c == '}' || c == ']') && --depth == 0) {
            slice rest = slice_cut(s, i + 1, s.n), line = {0};
            slice_line(&rest, &line);
            return skip_space(line).n == 0 && (skip_space(rest).n == 0 || skip_space(rest).p[0] == '{');
        }
    }
    return true;
}

enum shape sniff_shape(slice head, const char **what) {
    slice s = head;
    *what = NULL;
    if (slice_starts(s, S("\xEF\xBB\xBF")))
        s = slice_cut(s, 3, s.n);
    slice t = skip_space(s);
    if (!t.n)
        return SHAPE_EMPTY;
    for (size_t i = 0; i < NELEMS(SIGNATURES); i++) {
        if (s.n >= (uint32_t)SIGNATURES[i].at + SIGNATURES[i].n &&
            memcmp(s.p + SIGNATURES[i].at, SIGNATURES[i].head, SIGNATURES[i].n) == 0) {
            *what = SIGNATURES[i].what;
            return SHAPE_OTHER;
        }
    }
    if (slice_starts(s, S("PK\3\4")) || slice_starts(s, S("PK\5\6")))
        return SHAPE_ZIP;
    if (slice_starts(s, S("WARC/")))
        return SHAPE_WARC;
    if (s.n >= 263 && memcmp(s.p + 257, "ustar", 5) == 0)
        return SHAPE_TAR;
    bool wide = slice_starts(s, S("\xFF\xFE")) || slice_starts(s, S("\xFE\xFF")) || utf16_at(s);
    if (!wide && binary(s)) {
        *what = "binary data";
        return SHAPE_OTHER;
    }
    if (wide) {
        /* the same tests on the low bytes; enough to tell a page from a text */
        char low[1024];
        uint32_t n = 0;
        for (uint32_t i = 0; i < s.n && n < sizeof low; i++)
            if (s.p[i] && (unsigned char)s.p[i] < 0x80)
                low[n++] = s.p[i];
        slice l = skip_space(slice_of(low, n));
        return tag_at(l) || slice_find_nocase(l, S("<html"), 0) != NONE ? SHAPE_HTML : SHAPE_TEXT;
    }
    if (tag_at(t))
        return SHAPE_HTML;
    if (slice_starts_nocase(t, S("<?xml")) || slice_starts(t, S("<!"))) {
        slice first = slice_cut(t, 0, t.n < 2048 ? t.n : 2048);
        if (slice_find_nocase(first, S("<html"), 0) != NONE)
            return SHAPE_HTML;
        if (slice_starts_nocase(t, S("<?xml"))) {
            *what = "XML that is no page";
            return SHAPE_OTHER;
        }
    }
    if (mhtml_at(s))
        return SHAPE_MHTML;
    if (json_at(t))
        return SHAPE_JSON;
    return SHAPE_TEXT;
}
