/* The page of the reading room: its policy, and its data put in.
 *
 * The page is ours and was put into the program when it was built, so finding <script> and <style> in it needs no
 * parser: only where elements of ours begin and end. What comes from reports comes as JSON whose strings hold no
 * `<`, `>` or `&`: nothing in it can end the element that it stands in. */
#include "room.h"

#include <nettle/base64.h>

#define HEAD "<!--stemma-head-->"
#define DATA "<!--stemma-data-->"

slice room_built(void) {
    slice page = embedded("ui/room.html");
    return page.n ? page : (slice){0};
}

static uint32_t once(slice page, const char *what) {
    uint32_t at = slice_find(page, slice_str(what), 0);
    return at == NONE || slice_find(page, slice_str(what), at + 1) != NONE ? NONE : at;
}

/* " 'sha256-...'" for the content of each <name> element that the policy is about. */
static void add_hashes(slice page, const char *open, const char *close, struct buf *b) {
    for (uint32_t at = slice_find(page, slice_str(open), 0); at != NONE;
         at = slice_find(page, slice_str(open), at + 1)) {
        uint32_t from = slice_find(page, S(">"), at);
        uint32_t end = from == NONE ? NONE : slice_find(page, slice_str(close), from);
        if (end == NONE)
            return;
        uint8_t sum[32];
        sha256(page.p + from + 1, end - from - 1, sum);
        char text[BASE64_ENCODE_RAW_LENGTH(32)];
        base64_encode_raw(text, sizeof sum, sum);
        buf_slice(b, S(" 'sha256-"));
        buf_add(b, text, sizeof text);
        buf_char(b, '\'');
        at = end;
    }
}

slice room_policy(slice page, bool served, struct arena *a) {
    if (once(page, HEAD) == NONE || once(page, DATA) == NONE || memchr(page.p, '\r', page.n))
        return (slice){0};
    struct buf b = {.a = a};
    buf_slice(&b, S("default-src 'none'; script-src"));
    add_hashes(page, "<script", "</script>", &b);
    buf_slice(&b, S("; style-src"));
    add_hashes(page, "<style", "</style>", &b);
    buf_slice(&b, served ? S("; connect-src 'self'") : S("; connect-src 'none'"));
    buf_slice(&b, S("; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'; "
                    "trusted-types 'none'"));
    if (served) /* a policy in a <meta> cannot say it */
        buf_slice(&b, S("; frame-ancestors 'none'"));
    return buf_take(&b);
}

/* JSON's own writing of what mark-up would see. */
static int escaped(void *arg, const char *p, size_t n) {
    struct out *o = arg;
    const char *from = p, *end = p + n;
    for (; p < end; p++) {
        if (*p != '<' && *p != '>' && *p != '&')
            continue;
        out_bytes(o, from, (size_t)(p - from));
        out_str(o, *p == '<' ? "\\u003c" : *p == '>' ? "\\u003e" : "\\u0026");
        from = p + 1;
    }
    out_bytes(o, from, (size_t)(end - from));
    return o->error;
}

void room_page(slice page, slice head, void (*data)(void *, struct out *), void *arg, struct out *o) {
    uint32_t at_head = once(page, HEAD), at_data = once(page, DATA);
    if (at_head == NONE || at_data == NONE || at_head > at_data) {
        o->error = STM_EFORMAT;
        return;
    }
    out_slice(o, slice_cut(page, 0, at_head));
    out_slice(o, head);
    out_slice(o, slice_cut(page, at_head + (uint32_t)sizeof HEAD - 1, at_data));
    if (data) {
        out_str(o, "<script type=\"application/json\" id=\"stemma-data\">");
        struct out *in = mem_alloc(sizeof *in);
        if (!in) {
            o->error = STM_ENOMEM;
            return;
        }
        out_init(in, escaped, o);
        data(arg, in);
        int code = out_flush(in);
        mem_free(in);
        if (code && !o->error)
            o->error = code;
        out_str(o, "</script>");
    }
    out_slice(o, slice_cut(page, at_data + (uint32_t)sizeof DATA - 1, page.n));
}
