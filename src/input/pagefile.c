/* Bytes of one page, text, saved page or record to a source, whatever they turn out to be. */
#include "parts.h"

enum { LOOK = 64 << 10 };

/* Words that only a page begins with: enough to overrule a name that says text. */
static bool page_head(slice s) {
    while (s.n && (is_space((unsigned char)s.p[0]) || (unsigned char)s.p[0] >= 0x80))
        s = slice_cut(s, 1, s.n);
    return slice_starts_nocase(s, S("<!doctype html")) || slice_starts_nocase(s, S("<html")) ||
           slice_starts_nocase(s, S("<head>"));
}

int page_fill(enum ending ending, slice bytes, slice label, struct arena *a, struct arena *tmp,
              struct source *out, const char **why) {
    const char *what;
    enum shape shape = sniff_shape(slice_cut(bytes, 0, bytes.n < LOOK ? bytes.n : LOOK), &what);
    bool by_name = ending == END_HTML || ending == END_TEXT;
    switch (shape) {
    case SHAPE_EMPTY:
        *why = bytes.n ? "holds nothing but white space" : "is empty";
        return STM_EEMPTY;
    case SHAPE_WARC: what = "a web archive"; break;
    case SHAPE_TAR: what = "a tar archive"; break;
    case SHAPE_ZIP: what = "a zip archive or an office document"; break;
    case SHAPE_MHTML:
        if (ending != END_TEXT)
            return mhtml_fill(bytes, a, tmp, out, why);
        break;
    case SHAPE_JSON:
        if (!by_name)
            return record_fill(bytes, false, a, tmp, out, why);
        break;
    default: break;
    }
    if (ending == END_HTML && shape == SHAPE_OTHER && strcmp(what, "XML that is no page") == 0)
        what = NULL;
    if (what) {
        *why = arena_printf(a, "is not a page or text: looks like %s", what).p;
        return STM_EFORMAT;
    }
    if (ending == END_MHTML && shape != SHAPE_HTML) {
        *why = "is not a saved page: has no MIME header";
        return STM_EFORMAT;
    }
    if (ending == END_JSON || ending == END_JSONL) {
        *why = "is no JSON";
        return STM_EFORMAT;
    }
    out->kind = ending == END_HTML                      ? SOURCE_HTML
                : ending == END_TEXT && !page_head(bytes) ? SOURCE_TEXT
                : shape == SHAPE_HTML                   ? SOURCE_HTML
                                                        : SOURCE_TEXT;
    struct decoded d;
    int code = charset_read(bytes, label, out->kind == SOURCE_HTML, a, tmp, &d, why);
    if (code)
        return code;
    out->bytes = bytes;
    out->text = d.text;
    out->map = d.map;
    out->charset = d.charset;
    return 0;
}
