/* The list of inputs: what comes next, and loading it.
 *
 *   paths ─► folder ─► file ─┬─ a page, a text ────────────► item: its path, read by input_load
 *                            ├─ records ─► cut one by one ─► item: a record's bytes
 *                            └─ cannot be read ────────────► item: the skip
 *
 * An item is one block of memory: the struct, then its strings and bytes. */
#include <stdarg.h>
#include <stdio.h>
#include <sys/stat.h>

#include "parts.h"

enum { SNIFF = 64 << 10, COUNT_FILES = 100000 };
static const uint64_t DEFAULT_MAX = (uint64_t)64 << 20;
/* So that text and map offsets fit 32 bits whatever a charset makes of the bytes. */
static const uint64_t LARGEST_MAX = (uint64_t)256 << 20;

enum item_how { ITEM_FILE, ITEM_PAGE, ITEM_JSON, ITEM_SKIP };

struct input_item {
    uint8_t how;
    uint8_t ending; /* of the name that the bytes go by */
    int code;       /* ITEM_SKIP */
    uint64_t max;
    slice file, record; /* with a 0 after each */
    slice bytes;        /* ITEM_PAGE, ITEM_JSON; the clause of an ITEM_SKIP */
};

struct input {
    const char *const *paths;
    size_t n, at;
    struct input_options options;
    struct folder_walk *walk;
    bool walk_found; /* something was given from it */
    /* the file whose records are being cut */
    struct reader *reader;
    char *file;
    enum ending ending;
    struct json_cut json;
    uint64_t records;
    uint64_t done, all;
    bool unknown; /* how much there is in all */
};

/* ---- opening ------------------------------------------------------------------------------------ */

/* Adds up sizes for the progress bar; of a huge folder only the beginning is looked at, and then
 * the whole is not known. */
static void add_up(struct input *in) {
    uint64_t files = 0;
    for (size_t i = 0; i < in->n && !in->unknown; i++) {
        struct stat st;
        if (strcmp(in->paths[i], "-") == 0) {
            in->unknown = true;
        } else if (stat(in->paths[i], &st) != 0) {
            continue;
        } else if (S_ISREG(st.st_mode)) {
            in->all += st.st_size > 0 ? (uint64_t)st.st_size : 0;
        } else if (S_ISDIR(st.st_mode)) {
            struct folder_walk *w = folder_open(in->paths[i]);
            struct folder_file f;
            while (w && folder_next(w, &f) == 1 && ++files <= COUNT_FILES)
                in->all += f.size;
            in->unknown |= !w || files > COUNT_FILES;
            folder_close(w);
        } else {
            in->unknown = true;
        }
    }
}

struct input *input_open(const char *const *paths, size_t n, const struct input_options *options) {
    struct input *in = mem_alloc(sizeof *in);
    if (!in)
        return NULL;
    *in = (struct input){.paths = paths, .n = n};
    if (options)
        in->options = *options;
    if (!in->options.max_bytes)
        in->options.max_bytes = DEFAULT_MAX;
    if (in->options.max_bytes > LARGEST_MAX)
        in->options.max_bytes = LARGEST_MAX;
    add_up(in);
    return in;
}

/* Ends the file whose records were being cut. */
static void file_close(struct input *in) {
    if (in->reader)
        in->done += reader_size_hint(in->reader);
    reader_close(in->reader);
    mem_free(in->file);
    in->reader = NULL;
    in->file = NULL;
}

void input_close(struct input *in) {
    if (!in)
        return;
    file_close(in);
    folder_close(in->walk);
    mem_free(in);
}

void input_progress(const struct input *in, uint64_t *done, uint64_t *all) {
    uint64_t d = in->done;
    if (in->reader) {
        uint64_t raw = reader_raw(in->reader), size = reader_size_hint(in->reader);
        d += raw < size || !size ? raw : size;
    }
    *all = in->unknown ? 0 : in->all;
    *done = *all && d > *all ? *all : d;
}

/* ---- items ------------------------------------------------------------------------------------------ */

static char *put(char **at, slice *to, const char *p, size_t n) {
    char *start = *at;
    if (n)
        memcpy(start, p, n);
    start[n] = 0;
    *to = slice_of(start, n);
    *at += n + 1;
    return start;
}

/* 1, or STM_ENOMEM. `record`: or p NULL. */
static int item_make(struct input *in, struct input_item **out, enum item_how how, enum ending ending,
                     const char *file, slice record, slice bytes, int code) {
    size_t file_n = strlen(file);
    struct input_item *item = mem_alloc(sizeof *item + file_n + record.n + bytes.n + 3);
    *out = item;
    if (!item)
        return STM_ENOMEM;
    *item = (struct input_item){.how = (uint8_t)how, .ending = (uint8_t)ending, .code = code,
                                .max = in->options.max_bytes};
    char *at = (char *)(item + 1);
    put(&at, &item->file, file, file_n);
    if (record.p)
        put(&at, &item->record, record.p, record.n);
    put(&at, &item->bytes, bytes.p, bytes.n);
    return 1;
}

static int item_skip(struct input *in, struct input_item **out, const char *file, slice record,
                     int code, const char *why) {
    return item_make(in, out, ITEM_SKIP, END_OTHER, file, record, slice_str(why), code);
}

void input_item_free(struct input_item *item) { mem_free(item); }
slice input_item_name(const struct input_item *item) { return item->file; }

/* ---- what comes next ------------------------------------------------------------------------------------ */

static int next_json(struct input *in, struct input_item **out) {
    struct json_piece piece;
    size_t max = (size_t)in->options.max_bytes * 2 + (64 << 10); /* escapes make a value longer */
    if (!json_next(&in->json, in->reader, max, &piece)) {
        file_close(in);
        return 0;
    }
    char number[24];
    slice record = slice_of(number, (size_t)snprintf(number, sizeof number, "%llu",
                                                     (unsigned long long)piece.number));
    if (piece.fault) {
        int got = item_skip(in, out, in->file, record, piece.code, piece.fault);
        reader_take(in->reader, piece.take);
        return got;
    }
    if (in->options.max_records && in->records == in->options.max_records) {
        int got = item_skip(in, out, in->file, record, STM_ELIMIT,
                            "and what follows it is left out: more records than is allowed");
        file_close(in);
        return got;
    }
    in->records++;
    int got = item_make(in, out, ITEM_JSON, END_JSON, in->file, record, piece.bytes, 0);
    reader_take(in->reader, piece.take);
    if (got == 1 && in->ending == END_JSON && in->records == 1 && json_done(in->reader))
        (*out)->record = (slice){0}; /* a file that is one record */
    return got;
}

/* A page that cannot be opened a second time, or whose first bytes are all we get. */
static int page_from_stream(struct input *in, struct input_item **out, const char *path,
                            struct reader *r, enum ending ending) {
    size_t n = reader_want(r, (size_t)in->options.max_bytes + 1);
    int code = 0;
    if (n > in->options.max_bytes)
        return item_skip(in, out, path, (slice){0}, STM_ELIMIT, "is larger than is allowed");
    slice bytes = slice_of(reader_at(r), n);
    int got = item_make(in, out, ITEM_PAGE, ending, path, (slice){0}, bytes, 0);
    reader_take(r, n);
    const char *why = reader_fault(r, &code);
    if (got == 1 && why) {
        input_item_free(*out);
        return item_skip(in, out, path, (slice){0}, code, why);
    }
    return got;
}

/* Opens a file, looks what it is, and gives an item, or 0 when its records come next. */
static int file_begin(struct input *in, struct input_item **out, const char *path, uint64_t size) {
    enum ending ending = name_ending(slice_str(path));
    const char *why = NULL;
    struct reader *r;
    int code = reader_open(&r, path, &why);
    if (code)
        return code == STM_ENOMEM ? code : item_skip(in, out, path, (slice){0}, code, why);
    bool page = ending == END_HTML || ending == END_TEXT || ending == END_MHTML;
    size_t n = reader_want(r, page ? 1024 : SNIFF);
    enum shape shape = sniff_shape(slice_of(reader_at(r), n < SNIFF ? n : SNIFF), &why);
    bool json = shape == SHAPE_JSON && !page;
    json |= ending == END_JSONL && shape == SHAPE_TEXT; /* its first line is broken */
    if (json) {
        in->file = mem_alloc(strlen(path) + 1);
        if (!in->file) {
            reader_close(r);
            return STM_ENOMEM;
        }
        strcpy(in->file, path);
        in->reader = r;
        in->ending = ending;
        in->records = 0;
        json_begin(&in->json, r);
        return 0;
    }
    int got;
    if (!reader_is_regular(r)) {
        got = page_from_stream(in, out, path, r, ending);
    } else {
        got = item_make(in, out, ITEM_FILE, ending, path, (slice){0}, (slice){0}, 0);
        in->done += size ? size : reader_size_hint(r);
    }
    reader_close(r);
    return got;
}

/* The next file of the folder that we are in; 0: none, it is closed. */
static int folder_item(struct input *in, struct input_item **out) {
    struct folder_file f;
    int got = folder_next(in->walk, &f);
    if (got < 0)
        return got;
    if (!got) {
        bool empty = !in->walk_found;
        folder_close(in->walk);
        in->walk = NULL;
        return empty ? item_skip(in, out, in->paths[in->at - 1], (slice){0}, STM_EEMPTY,
                                 "holds no page, text or records") : 0;
    }
    in->walk_found = true;
    if (f.fault)
        return item_skip(in, out, f.path, (slice){0}, STM_EIO, f.fault);
    enum ending ending = name_ending(slice_str(f.path));
    if (ending == END_HTML || ending == END_TEXT || ending == END_MHTML) {
        in->done += f.size;
        return item_make(in, out, ITEM_FILE, ending, f.path, (slice){0}, (slice){0}, 0);
    }
    return file_begin(in, out, f.path, f.size);
}

int input_next(struct input *in, struct input_item **item) {
    *item = NULL;
    for (;;) {
        int got = 0;
        if (in->reader) {
            got = next_json(in, item);
        } else if (in->walk) {
            got = folder_item(in, item);
        } else if (in->at < in->n) {
            const char *path = in->paths[in->at++];
            struct stat st;
            if (strcmp(path, "-") != 0 && stat(path, &st) == 0 && S_ISDIR(st.st_mode)) {
                in->walk = folder_open(path);
                in->walk_found = false;
                got = in->walk ? 0 : STM_ENOMEM;
            } else {
                got = file_begin(in, item, path, 0);
            }
        } else {
            return 0;
        }
        if (got)
            return got;
    }
}

/* ---- loading -------------------------------------------------------------------------------------------- */

int skip_fill(struct skip *skip, struct arena *a, slice file, slice record, int code,
              const char *why) {
    *skip = (struct skip){.file = arena_slice(a, file), .code = code,
                          .error = arena_slice(a, slice_str(why))};
    if (record.p)
        skip->record = arena_slice(a, record);
    return code;
}

static void close_reader(void *arg) { reader_close(*(struct reader **)arg); }

/* All that a reader gives, into `a`. */
static int slurp(struct reader *r, uint64_t max, struct arena *a, slice *out, const char **why) {
    uint64_t hint = reader_size_hint(r);
    struct buf b = {.a = a};
    b.cap = (uint32_t)(hint < max ? hint : max) + 4096;
    b.p = arena_alloc(a, b.cap);
    for (;;) {
        if (b.cap - b.n < 2048)
            b.p = arena_grow(a, b.p, b.cap, (size_t)b.cap * 2), b.cap *= 2;
        size_t got = reader_read(r, b.p + b.n, b.cap - b.n - 1);
        if (!got)
            break;
        b.n += (uint32_t)got;
        if (b.n > max) {
            *why = "is larger than is allowed";
            return STM_ELIMIT;
        }
    }
    int code = 0;
    *why = reader_fault(r, &code);
    *out = buf_take(&b);
    return *why ? code : 0;
}

static int file_fill(const struct input_item *item, struct arena *a, struct arena *tmp,
                     struct source *out, const char **why) {
    struct reader **r = arena_alloc(tmp, sizeof *r);
    *r = NULL;
    arena_defer(tmp, close_reader, r);
    slice bytes;
    int code = reader_open(r, item->file.p, why);
    if (!code)
        code = slurp(*r, item->max, a, &bytes, why);
    return code ? code : page_fill(item->ending, bytes, (slice){0}, a, tmp, out, why);
}

int input_load(const struct input_item *item, struct arena *a, struct arena *tmp,
               struct source *out, struct skip *skip) {
    const char *why = NULL;
    int code = 0;
    memset(out, 0, sizeof *out);
    switch ((enum item_how)item->how) {
    case ITEM_FILE: code = file_fill(item, a, tmp, out, &why); break;
    case ITEM_PAGE:
        code = page_fill(item->ending, arena_slice(a, item->bytes), (slice){0}, a, tmp, out, &why);
        break;
    case ITEM_JSON: code = record_fill(item->bytes, a, tmp, out, &why); break;
    case ITEM_SKIP: code = item->code, why = item->bytes.p; break;
    }
    if (code)
        return skip_fill(skip, a, item->file, item->record, code, why ? why : stm_strerror(code));
    out->file = arena_slice(a, item->file);
    if (item->record.p)
        out->record = arena_slice(a, item->record);
    if (!out->id.p)
        out->id = arena_slice(a, name_stem(item->file));
    return 0;
}

int input_bytes(const char *name, const void *p, size_t n, const char *charset, struct arena *a,
                struct arena *tmp, struct source *out, struct skip *skip) {
    const char *why = NULL;
    slice file = slice_str(name), bytes = {0};
    memset(out, 0, sizeof *out);
    struct reader **r = arena_alloc(tmp, sizeof *r);
    *r = NULL;
    arena_defer(tmp, close_reader, r);
    int code = reader_open_memory(r, p, n);
    if (code)
        guard_fail(code);
    code = slurp(*r, LARGEST_MAX, a, &bytes, &why);
    if (!code)
        code = page_fill(name_ending(file), bytes, slice_str(charset), a, tmp, out, &why);
    if (code)
        return skip_fill(skip, a, file, (slice){0}, code, why ? why : stm_strerror(code));
    out->file = arena_slice(a, file);
    if (!out->id.p)
        out->id = arena_slice(a, name_stem(file));
    return 0;
}
