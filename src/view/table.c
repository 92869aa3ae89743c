/* table: see table.h. */
#include "table.h"

void csv_cell(struct out *o, bool first, slice s) {
    if (!first)
        out_str(o, ",");
    bool quote = false;
    for (uint32_t i = 0; i < s.n && !quote; i++)
        quote = s.p[i] == '"' || s.p[i] == ',' || s.p[i] == '\n' || s.p[i] == '\r';
    bool formula = s.n && strchr("=+-@\t", s.p[0]) && s.p[0];
    if (quote)
        out_str(o, "\"");
    if (formula)
        out_str(o, "'");
    for (uint32_t i = 0; i < s.n;) {
        const char *q = memchr(s.p + i, '"', s.n - i);
        uint32_t end = q ? (uint32_t)(q - s.p) + 1 : s.n;
        out_bytes(o, s.p + i, end - i);
        if (q)
            out_str(o, "\"");
        i = end;
    }
    if (quote)
        out_str(o, "\"");
}

void csv_int(struct out *o, bool first, int64_t v) {
    out_printf(o, "%s%lld", first ? "" : ",", (long long)v);
}

void csv_end(struct out *o) { out_str(o, "\r\n"); }
