/* Rows of JSONL, as far as trainers and benchmarks need them: the string under a key at the top
 * of an object. Not for bytes from outside. */
#ifndef STM_LIB_ROWS_H
#define STM_LIB_ROWS_H

#include <stdlib.h>

#include "base/base.h"

/* The string value of `key` in the object on `line`, unescaped, in `a`; p NULL if absent. */
static inline slice row_string(slice line, const char *key, struct arena *a) {
    struct buf b = {.a = a};
    size_t key_n = strlen(key);
    int depth = 0;
    for (uint32_t i = 0; i < line.n; i++) {
        char c = line.p[i];
        if (c == '{' || c == '[') {
            depth++;
        } else if (c == '}' || c == ']') {
            depth--;
        } else if (c == '"') {
            uint32_t begin = ++i;
            while (i < line.n && line.p[i] != '"')
                i += line.p[i] == '\\' ? 2 : 1;
            if (depth != 1 || i - begin != key_n || memcmp(line.p + begin, key, key_n) != 0)
                continue;
            i++;
            while (i < line.n && (line.p[i] == ':' || line.p[i] == ' '))
                i++;
            if (i >= line.n || line.p[i] != '"')
                continue;
            for (i++; i < line.n && line.p[i] != '"'; i++) {
                if (line.p[i] != '\\') {
                    buf_char(&b, line.p[i]);
                    continue;
                }
                char e = line.p[++i];
                if (e == 'u') {
                    char h[5] = {0};
                    memcpy(h, line.p + i + 1, 4);
                    uint32_t cp = (uint32_t)strtoul(h, NULL, 16);
                    i += 4;
                    if (cp >= 0xD800 && cp < 0xDC00 && line.p[i + 1] == '\\' && line.p[i + 2] == 'u') {
                        memcpy(h, line.p + i + 3, 4);
                        cp = 0x10000 + ((cp - 0xD800) << 10) + ((uint32_t)strtoul(h, NULL, 16) - 0xDC00);
                        i += 6;
                    }
                    buf_cp(&b, cp);
                } else {
                    buf_char(&b, e == 'n' ? '\n' : e == 't' ? '\t' : e == 'r' ? '\r'
                                 : e == 'b' ? '\b' : e == 'f' ? '\f' : e);
                }
            }
            if (!b.p)
                buf_add(&b, "", 0);
            slice s = buf_take(&b);
            return s.p ? s : S("");
        }
    }
    return (slice){0};
}

/* The whole of a file, in `a`; fails through the guard. */
slice file_read(const char *path, struct arena *a);

#endif
