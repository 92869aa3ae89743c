/* JSON as it stands in pages, often broken -> flat items.
 *
 * rooms: base
 *
 * Reads on where a strict reader stops: raw line breaks in strings, comments, missing or trailing
 * commas, a text that breaks off. Nothing is copied; strings are decoded when wanted. */
#ifndef STM_PAGE_JSON_H
#define STM_PAGE_JSON_H

#include "base/base.h"

enum json_kind { JSON_NULL, JSON_BOOL, JSON_NUMBER, JSON_STRING, JSON_LIST, JSON_OBJECT };
struct json_item {
    span key;      /* of the text, without quotes; empty in a list */
    span value;    /* without quotes; of a list or object: all of it */
    uint32_t end;  /* the item after it and all that it holds */
    uint8_t kind;
};
struct json_doc {
    slice s;
    struct json_item *p;
    uint32_t n, cap;
};
/* Reads what JSON there is from the text's beginning on; at most `max` items. */
void pjson_parse(struct json_doc *d, slice s, struct arena *a, uint32_t max);
/* The member of an object, by its key as it is written; NONE. */
uint32_t pjson_member(const struct json_doc *d, uint32_t object, const char *key);
/* A string's value with its escapes resolved. */
slice pjson_string(const struct json_doc *d, uint32_t item, struct arena *a);
slice pjson_decode(slice raw, struct arena *a);

#endif
