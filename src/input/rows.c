/* CSV with a header row (RFC 4180; also with ";" or tabs): each row a record, its columns known by the
 * names that record.c knows. A field in quotation marks may hold line ends. */
#include "parts.h"

enum { HEADER_MAX = 64 << 10, MAX_COLUMNS = 512 };

/* Place after the row's line end, from `from` on with the state kept in *quoted; 0: not there yet. */
static size_t row_end(bool *quoted, const char *p, size_t from, size_t n) {
    for (size_t i = from; i < n; i++) {
        if (p[i] == '"')
            *quoted = !*quoted; /* a doubled mark turns it twice */
        else if (p[i] == '\n' && !*quoted)
            return i + 1;
    }
    return 0;
}

char rows_separator(slice header) {
    static const char separators[] = {',', ';', '\t', '|'};
    uint32_t best = 0, most = 0;
    for (uint32_t k = 0; k < NELEMS(separators); k++) {
        uint32_t n = 0;
        for (uint32_t i = 0; i < header.n; i++)
            n += header.p[i] == separators[k];
        if (n > most) {
            best = k;
            most = n;
        }
    }
    return separators[best];
}

bool rows_field(slice *rest, char separator, struct buf *out) {
    slice s = *rest;
    if (!s.p)
        return false;
    uint32_t i = 0;
    bool quoted = s.n && s.p[0] == '"';
    if (quoted) {
        for (i = 1; i < s.n; i++) {
            const char *q = memchr(s.p + i, '"', s.n - i);
            uint32_t to = q ? (uint32_t)(q - s.p) : s.n;
            buf_add(out, s.p + i, to - i);
            i = to;
            if (i + 1 < s.n && s.p[i + 1] == '"') {
                buf_char(out, '"');
                i++;
                continue;
            }
            break;
        }
        if (i < s.n)
            i++;
    }
    uint32_t start = i;
    while (i < s.n && s.p[i] != separator)
        i++;
    buf_add(out, s.p + start, i - start);
    *rest = i < s.n ? slice_cut(s, i + 1, s.n) : (slice){0};
    return true;
}

int rows_begin(struct rows_cut *c, struct reader *r, const char **why) {
    *c = (struct rows_cut){0};
    reader_want(r, HEADER_MAX);
    if (reader_ready(r) >= 3 && memcmp(reader_at(r), "\xEF\xBB\xBF", 3) == 0)
        reader_take(r, 3);
    bool quoted = false;
    size_t n = reader_ready(r), end = row_end(&quoted, reader_at(r), 0, n < HEADER_MAX ? n : HEADER_MAX);
    if (!end && n < HEADER_MAX)
        end = n;
    slice header = slice_of(reader_at(r), end);
    while (header.n && (header.p[header.n - 1] == '\n' || header.p[header.n - 1] == '\r'))
        header.n--;
    bool text = false;
    slice rest = header.n ? header : (slice){0}, name;
    char separator = rows_separator(header);
    for (int i = 0; i < MAX_COLUMNS && slice_field(&rest, separator, &name); i++) {
        name = slice_trim(name);
        if (name.n >= 2 && name.p[0] == '"' && name.p[name.n - 1] == '"')
            name = slice_cut(name, 1, name.n - 1);
        text |= record_names_content(name);
    }
    if (!text) {
        *why = header.n ? "is a table without a column for html or text" : "is empty";
        return STM_EEMPTY;
    }
    c->header = mem_alloc(header.n + 1);
    if (!c->header)
        return STM_ENOMEM;
    memcpy(c->header, header.p, header.n);
    c->header_n = header.n;
    reader_take(r, end);
    return 0;
}

void rows_end(struct rows_cut *c) {
    mem_free(c->header);
    c->header = NULL;
}

int rows_next(struct rows_cut *c, struct reader *r, size_t max, struct piece *out) {
    if (c->take) {
        reader_take(r, c->take);
        c->take = 0;
    }
    while (!c->ended) {
        bool quoted = false, over = false;
        size_t from = 0, end, n;
        for (;;) {
            n = reader_want(r, from + 1);
            end = row_end(&quoted, reader_at(r), from, n);
            if (end || n == from)
                break;
            from = n;
            if (from > max) {
                over = true;
                reader_take(r, from);
                from = 0;
            }
        }
        c->number++;
        *out = (struct piece){.how = PIECE_CSV, .number = c->number};
        if (!end) {
            c->ended = true;
            slice last = slice_of(reader_at(r), n);
            reader_take(r, n);
            int code = 0;
            const char *why = reader_fault(r, &code);
            if (!why && quoted) {
                why = "is cut short: its quotation marks never close";
                code = STM_EFORMAT;
            }
            if (!why && !over && !slice_trim(last).n)
                return 0;
            out->bytes = last;
            out->fault = why;
            out->code = code;
        } else {
            c->take = end;
            out->bytes = slice_of(reader_at(r), end);
            if (!slice_trim(out->bytes).n && !over) {
                c->number--;
                reader_take(r, end);
                c->take = 0;
                continue;
            }
        }
        if ((over || out->bytes.n > max) && !out->fault) {
            out->fault = "is longer than is allowed";
            out->code = STM_ELIMIT;
        }
        return 1;
    }
    return 0;
}
