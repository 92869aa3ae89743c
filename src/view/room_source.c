/* A document's source for the reading room: as it was kept, or from where it was read. */
#include "room.h"

void room_source_of(void *arg, const struct document *d, struct arena *a, struct arena *tmp, struct room_source *out) {
    uint64_t most = arg ? *(const uint64_t *)arg : 0;
    struct skip skip = {0};
    out->why = NULL;
    if (!d->source.bytes.p) {
        input_again(d->source.file, d->source.record, d->source.sha256, most, a, tmp, &out->source, &out->why);
        return;
    }
    char charset[64];
    slice label = d->source.charset;
    if (label.n >= sizeof charset)
        label.n = 0;
    if (label.n)
        memcpy(charset, label.p, label.n);
    charset[label.n] = 0;
    if (input_bytes(d->source.kind == SOURCE_HTML ? "kept.html" : "kept.txt", d->source.bytes.p, d->source.bytes.n,
                    label.n ? charset : NULL, a, tmp, &out->source, &skip))
        out->why = "the source cannot be read a second time";
}
