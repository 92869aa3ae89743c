/* Cutting JSON into records, streaming. Only strings and brackets are looked at; record.c parses.
 *
 * A record a line is the common form, and the one that can be taken up again after damage: a line
 * that is broken ends at its end. A list, or objects printed over several lines, are cut where
 * their brackets close. */
#include "parts.h"

enum { HEAD = 64 << 10 };

/* Brackets and strings, byte by byte, over as many windows as it takes. */
struct brackets {
    uint32_t depth;
    bool string, escape;
};

/* Goes on over p[from..n); gives the place after the byte that closed the outermost bracket, or 0. */
static size_t brackets_close(struct brackets *b, const char *p, size_t from, size_t n) {
    for (size_t i = from; i < n; i++) {
        char c = p[i];
        if (b->string) {
            if (b->escape)
                b->escape = false;
            else if (c == '\\')
                b->escape = true;
            else if (c == '"')
                b->string = false;
        } else if (c == '"') {
            b->string = true;
        } else if (c == '{' || c == '[') {
            b->depth++;
        } else if ((c == '}' || c == ']') && b->depth && --b->depth == 0) {
            return i + 1;
        }
    }
    return 0;
}

static size_t count_lines(const char *p, size_t n) {
    size_t lines = 0;
    for (const char *end = p + n; (p = memchr(p, '\n', (size_t)(end - p))) != NULL; p++)
        lines++;
    return lines;
}

/* Objects over several lines: the first line leaves the bracket open, and the next goes on with a
 * key. (A first line that is broken leaves a string open, or the next line begins a new object.) */
static bool over_lines(const char *p, size_t n) {
    const char *nl = memchr(p, '\n', n);
    if (!nl)
        return false;
    struct brackets b = {0};
    size_t first = (size_t)(nl - p);
    if (brackets_close(&b, p, 0, first) || b.string)
        return false;
    for (size_t i = first; i < n; i++)
        if (!is_space((unsigned char)p[i]))
            return p[i] == '"' || p[i] == '}';
    return false;
}

/* Goes past white space and what `also` holds; false at the end. */
static bool skip_blank(struct json_cut *c, struct reader *r, char also) {
    for (;;) {
        size_t n = reader_want(r, 1);
        if (!n)
            return false;
        const char *p = reader_at(r);
        size_t i = 0;
        while (i < n && (is_space((unsigned char)p[i]) || (also && p[i] == also))) {
            c->line += p[i] == '\n';
            i++;
        }
        reader_take(r, i);
        if (i < n)
            return true;
    }
}

bool json_done(struct reader *r) {
    struct json_cut c = {0};
    return !skip_blank(&c, r, 0) && !reader_fault(r, NULL);
}

void json_begin(struct json_cut *c, struct reader *r) {
    *c = (struct json_cut){.form = JSON_LINES};
    size_t n = reader_want(r, HEAD);
    if (n >= 3 && memcmp(reader_at(r), "\xEF\xBB\xBF", 3) == 0)
        reader_take(r, 3);
    n = reader_ready(r);
    const char *p = reader_at(r);
    size_t i = 0;
    while (i < n && is_space((unsigned char)p[i]))
        i++;
    if (i == n)
        return;
    if (p[i] == '[') {
        c->form = JSON_LIST;
        c->line = count_lines(p, i);
        reader_take(r, i + 1);
    } else if (p[i] == '{' && over_lines(p + i, n - i)) {
        c->form = JSON_OBJECTS;
    }
}

/* A fault of the file itself; nothing follows it. */
static int broken(struct json_cut *c, struct json_piece *out, uint64_t number, int code,
                  const char *why) {
    c->ended = true;
    *out = (struct json_piece){.number = number, .fault = why, .code = code};
    return 1;
}

static int next_line(struct json_cut *c, struct reader *r, size_t max, struct json_piece *out) {
    for (;;) {
        size_t from = 0, n, end;
        bool over = false;
        for (;;) {
            n = reader_want(r, from + 1);
            const char *p = reader_at(r);
            const char *nl = n > from ? memchr(p + from, '\n', n - from) : NULL;
            if (nl) {
                end = (size_t)(nl - p);
                break;
            }
            if (n == from) {
                end = n;
                break;
            }
            from = n;
            if (from > max) {
                over = true;
                reader_take(r, from);
                from = 0;
            }
        }
        const char *p = reader_at(r);
        bool whole = end < n;
        if (!whole && !n && !over) {
            int code = 0;
            const char *why = reader_fault(r, &code);
            return why ? broken(c, out, c->line + 1, code, why) : 0;
        }
        c->line++;
        *out = (struct json_piece){.number = c->line, .take = end + whole};
        if (over || end > max) {
            out->fault = "is longer than is allowed";
            out->code = STM_ELIMIT;
            return 1;
        }
        if (!whole) {
            /* the last line, without its end: sound only where the file is */
            reader_take(r, end);
            int code = 0;
            const char *why = reader_fault(r, &code);
            if (why)
                return broken(c, out, c->line, code, why);
            out->take = 0;
            c->ended = true;
        }
        out->bytes = slice_of(p, end);
        for (uint32_t i = 0; i < out->bytes.n; i++)
            if (!is_space((unsigned char)p[i]))
                return 1;
        reader_take(r, out->take);
        if (c->ended)
            return 0;
    }
}

static int next_value(struct json_cut *c, struct reader *r, size_t max, struct json_piece *out) {
    bool list = c->form == JSON_LIST;
    if (!skip_blank(c, r, list ? ',' : 0)) {
        int code = 0;
        const char *why = reader_fault(r, &code);
        if (why)
            return broken(c, out, c->number + 1, code, why);
        return list ? broken(c, out, c->number + 1, STM_EFORMAT, "is cut short: its list never ends") : 0;
    }
    const char *p = reader_at(r);
    if (list && p[0] == ']') {
        c->ended = true;
        return 0;
    }
    c->number++;
    if (p[0] != '{' && p[0] != '[')
        return broken(c, out, c->number, STM_EFORMAT, "is no JSON object");
    struct brackets b = {0};
    size_t from = 0, end;
    bool over = false;
    for (;;) {
        size_t n = reader_want(r, from + 1);
        if (n == from) {
            reader_take(r, n);
            int code = STM_EFORMAT;
            const char *why = reader_fault(r, &code);
            return broken(c, out, c->number, why ? code : STM_EFORMAT, why ? why : "is cut short: its brackets never close");
        }
        end = brackets_close(&b, reader_at(r), from, n);
        if (end)
            break;
        from = n;
        if (from > max) {
            over = true;
            reader_take(r, from);
            from = 0;
        }
    }
    *out = (struct json_piece){.number = c->number, .take = end};
    if (over || end > max) {
        out->fault = "is longer than is allowed";
        out->code = STM_ELIMIT;
    } else {
        out->bytes = slice_of(reader_at(r), end);
    }
    return 1;
}

int json_next(struct json_cut *c, struct reader *r, size_t max, struct json_piece *out) {
    if (c->ended)
        return 0;
    return c->form == JSON_LINES ? next_line(c, r, max, out) : next_value(c, r, max, out);
}
