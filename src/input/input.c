/* The list of inputs: what comes next, and loading it.
 *
 *   paths ─► folder ─► file ─┬─ a page, a text ────────────► item: its path, read by input_load
 *                            ├─ records ─► cut one by one ─► item: a record's bytes
 *                            └─ cannot be read ────────────► item: the skip
 *
 * An item is one block of memory: the struct, then its strings and bytes. */
#include <stdio.h>
#include <sys/stat.h>
#include <zlib.h>

#include "parts.h"

enum { SNIFF = 64 << 10, COUNT_FILES = 100000 };
static const uint64_t DEFAULT_MAX = (uint64_t)64 << 20;
/* So that text and map offsets fit 32 bits whatever a charset makes of the bytes. */
static const uint64_t LARGEST_MAX = (uint64_t)256 << 20;

enum item_how { ITEM_FILE, ITEM_PAGE, ITEM_JSON, ITEM_WARC, ITEM_CSV, ITEM_RANGE, ITEM_SKIP };

struct input_item {
    uint8_t how;
    uint8_t ending; /* of the name that the bytes go by */
    uint8_t read;   /* ITEM_RANGE: enum reader_how */
    bool headlines; /* ITEM_JSON, ITEM_CSV */
    int code;       /* ITEM_SKIP */
    uint32_t crc;   /* ITEM_RANGE */
    uint64_t from, packed;
    uint64_t max;
    slice file, record; /* with a 0 after each, as the others */
    slice name;         /* of the member of an archive, or p NULL */
    slice header;       /* ITEM_CSV */
    slice bytes;        /* of all but ITEM_FILE, ITEM_RANGE; the clause of an ITEM_SKIP */
};

/* A file, or the member of an archive, that holds more than one thing. */
struct cutter {
    enum { CUT_JSON, CUT_WARC, CUT_TAR, CUT_ZIP, CUT_CSV } what;
    struct reader *reader; /* NULL for a zip */
    char *name;            /* of the member that it is, or NULL */
    char *memory;          /* what the reader reads, when it is held */
    enum ending ending;
    uint64_t records, told; /* given; skips told */
    union {
        struct json_cut json;
        struct warc_cut warc;
        struct tar_cut tar;
        struct zip_cut zip;
        struct rows_cut csv;
    };
};

struct input {
    const char *const *paths;
    size_t n, at;
    struct input_options options;
    struct folder_walk *walk;
    bool walk_found; /* something was given from it */
    /* the file whose records are being cut, and the member of it that we are inside of */
    struct cutter cutters[2];
    int depth;
    char *file;
    uint64_t file_n;
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

static void cutter_free(struct cutter *c) {
    if (c->what == CUT_ZIP)
        zip_end(&c->zip);
    else if (c->what == CUT_CSV)
        rows_end(&c->csv);
    reader_close(c->reader);
    mem_free(c->name);
    mem_free(c->memory);
}

static void file_close(struct input *in) {
    while (in->depth)
        cutter_free(&in->cutters[--in->depth]);
    if (in->file)
        in->done += in->file_n;
    mem_free(in->file);
    in->file = NULL;
}

void input_close(struct input *in) {
    if (!in)
        return;
    file_close(in);
    folder_close(in->walk);
    mem_free(in);
}

/* How much of the file being cut is gone past. */
static uint64_t file_done(const struct input *in) {
    const struct cutter *c = &in->cutters[0];
    uint64_t done = c->what == CUT_ZIP ? c->zip.claimed : reader_raw(c->reader);
    return done < in->file_n || !in->file_n ? done : in->file_n;
}

void input_progress(const struct input *in, uint64_t *done, uint64_t *all) {
    uint64_t d = in->done + (in->depth ? file_done(in) : 0);
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

/* Makes an item of a draft whose slices lie anywhere. 1, or STM_ENOMEM. */
static int item_make(struct input *in, struct input_item **out, struct input_item draft) {
    slice *from[] = {&draft.file, &draft.record, &draft.name, &draft.header, &draft.bytes};
    size_t n = sizeof draft;
    for (size_t i = 0; i < NELEMS(from); i++)
        n += (size_t)from[i]->n + 1;
    struct input_item *item = mem_alloc(n);
    *out = item;
    if (!item)
        return STM_ENOMEM;
    *item = draft;
    item->max = in->options.max_bytes;
    item->headlines = in->options.headlines;
    slice *to[] = {&item->file, &item->record, &item->name, &item->header, &item->bytes};
    char *at = (char *)(item + 1);
    for (size_t i = 0; i < NELEMS(to); i++)
        if (from[i]->p)
            put(&at, to[i], from[i]->p, from[i]->n);
    return 1;
}

static int item_skip(struct input *in, struct input_item **out, const char *file, slice record,
                     int code, const char *why) {
    return item_make(in, out, (struct input_item){.how = ITEM_SKIP, .code = code, .file = slice_str(file),
                                                  .record = record, .bytes = slice_str(why)});
}

static int item_file(struct input *in, struct input_item **out, const char *file, enum ending ending) {
    return item_make(in, out, (struct input_item){.how = ITEM_FILE, .ending = (uint8_t)ending,
                                                  .file = slice_str(file)});
}

void input_item_free(struct input_item *item) { mem_free(item); }
size_t input_item_held(const struct input_item *item) { return item->bytes.n; }
slice input_item_name(const struct input_item *item) { return item->file; }
slice input_item_record(const struct input_item *item) { return item->record; }

/* ---- records of a file ---------------------------------------------------------------------------- */

static struct cutter *top(struct input *in) { return &in->cutters[in->depth - 1]; }

/* "12", or "part.jsonl:12" inside an archive. */
static slice numbered(const struct cutter *c, uint64_t number, char *out, size_t n) {
    int len = c->name ? snprintf(out, n, "%.200s:%llu", c->name, (unsigned long long)number)
                      : snprintf(out, n, "%llu", (unsigned long long)number);
    return slice_of(out, (size_t)len);
}

static slice member_name(const struct cutter *c) { return c->name ? slice_str(c->name) : (slice){0}; }

static int told(struct input *in, struct input_item **out, slice record, int code, const char *why) {
    top(in)->told++;
    return item_skip(in, out, in->file, record, code, why);
}

/* The top cutter has no more: back to the one below, or to the next file. */
static int cutter_end(struct input *in, struct input_item **out) {
    struct cutter *c = top(in);
    int got = 0;
    if (!c->records && !c->told)
        got = item_skip(in, out, in->file, member_name(c), STM_EEMPTY, "holds no page or text");
    if (in->depth == 1) {
        file_close(in);
    } else {
        cutter_free(c);
        in->depth--;
    }
    return got;
}

/* Too many? Then the skip that says so, and the file is at its end. */
static bool at_bound(struct input *in, struct input_item **out, slice record, int *got) {
    struct cutter *c = top(in);
    if (!in->options.max_records || c->records < in->options.max_records)
        return c->records++, false;
    *got = told(in, out, record, STM_ELIMIT, "and what follows it is left out: more records than is allowed");
    if (in->depth == 1) {
        file_close(in);
    } else {
        cutter_free(c);
        in->depth--;
    }
    return true;
}

static int next_json(struct input *in, struct input_item **out, size_t max) {
    struct cutter *c = top(in);
    struct json_piece piece;
    if (!json_next(&c->json, c->reader, max, &piece))
        return cutter_end(in, out);
    char text[256];
    slice record = numbered(c, piece.number, text, sizeof text);
    int got;
    if (piece.fault) {
        got = told(in, out, record, piece.code, piece.fault);
        reader_take(c->reader, piece.take);
        return got;
    }
    if (at_bound(in, out, record, &got))
        return got;
    got = item_make(in, out, (struct input_item){.how = ITEM_JSON, .file = slice_str(in->file), .record = record,
                                                 .name = member_name(c), .bytes = piece.bytes});
    reader_take(c->reader, piece.take);
    if (got == 1 && c->ending == END_JSON && !c->name && c->records == 1 && json_done(c->reader))
        (*out)->record = (slice){0}; /* a file that is one record */
    return got;
}

static int cutter_open(struct input *in, struct input_item **out, struct cutter draft, const char *path);

/* A member of an archive that itself holds records. */
static int member_open(struct input *in, struct input_item **out, const struct piece *piece) {
    const char *why = NULL;
    if (in->depth == (int)NELEMS(in->cutters) || piece->ending == END_ZIP || piece->ending == END_TAR)
        return told(in, out, piece->record, STM_EFORMAT, "is an archive inside an archive: unpack it first");
    struct cutter draft = {.ending = piece->ending};
    draft.name = mem_alloc((size_t)piece->record.n + 1);
    if (!draft.name)
        return STM_ENOMEM;
    memcpy(draft.name, piece->record.p, piece->record.n);
    draft.name[piece->record.n] = 0;
    int code;
    if (piece->how == PIECE_RANGE) {
        enum reader_how how = piece->read == READ_PLAIN ? READ_AUTO : piece->read;
        code = reader_open_range(&draft.reader, in->file, piece->from, piece->packed, how, &why);
    } else {
        draft.memory = mem_alloc((size_t)piece->bytes.n + 1);
        if (draft.memory)
            memcpy(draft.memory, piece->bytes.p, piece->bytes.n);
        code = draft.memory ? reader_open_memory(&draft.reader, draft.memory, piece->bytes.n, READ_AUTO)
                            : STM_ENOMEM;
    }
    if (code) {
        int got = code == STM_ENOMEM ? code : told(in, out, piece->record, code, why);
        mem_free(draft.memory);
        mem_free(draft.name);
        return got;
    }
    top(in)->records++;
    return cutter_open(in, out, draft, in->file);
}

static int next_piece(struct input *in, struct input_item **out, size_t max) {
    struct cutter *c = top(in);
    struct piece piece = {0};
    int found = 0;
    uint64_t most = in->options.max_bytes;
    switch (c->what) {
    case CUT_WARC: found = warc_next(&c->warc, c->reader, most, &piece); break;
    case CUT_TAR: found = tar_next(&c->tar, c->reader, most, &piece); break;
    case CUT_ZIP: found = zip_next(&c->zip, most, &piece); break;
    default: found = rows_next(&c->csv, c->reader, max, &piece); break;
    }
    if (!found)
        return cutter_end(in, out);
    char text[256];
    slice record = c->what == CUT_CSV ? numbered(c, piece.number, text, sizeof text) : piece.record;
    if (piece.fault)
        return told(in, out, record, piece.code, piece.fault);
    int got;
    if (at_bound(in, out, record, &got))
        return got;
    if ((c->what == CUT_TAR || c->what == CUT_ZIP) && !ending_is_page(piece.ending)) {
        c->records--;
        return member_open(in, out, &piece);
    }
    static const enum item_how hows[] = {ITEM_PAGE, ITEM_WARC, ITEM_CSV, ITEM_RANGE};
    struct input_item draft = {.how = (uint8_t)hows[piece.how], .ending = (uint8_t)piece.ending,
                               .read = (uint8_t)piece.read, .crc = piece.crc, .from = piece.from,
                               .packed = piece.packed, .file = slice_str(in->file), .record = record,
                               .bytes = piece.bytes};
    if (c->what == CUT_TAR || c->what == CUT_ZIP)
        draft.name = piece.record;
    else
        draft.name = member_name(c);
    if (c->what == CUT_CSV)
        draft.header = slice_of(c->csv.header, c->csv.header_n);
    return item_make(in, out, draft);
}

static int next_record(struct input *in, struct input_item **out) {
    size_t max = (size_t)in->options.max_bytes * 2 + (64 << 10); /* escapes make a value longer */
    return top(in)->what == CUT_JSON ? next_json(in, out, max) : next_piece(in, out, max);
}

/* Puts a cutter over the draft's reader on top, by what its bytes look like. 0: its records come
 * next; else an item that says why not, or STM_ENOMEM. The draft is the input's, or freed. */
static int cutter_open(struct input *in, struct input_item **out, struct cutter draft, const char *path) {
    const char *why = NULL;
    size_t n = reader_want(draft.reader, SNIFF);
    slice head = slice_of(reader_at(draft.reader), n < SNIFF ? n : SNIFF);
    enum shape shape = sniff_shape(head, &why);
    int code = 0;
    if (shape == SHAPE_WARC || (draft.ending == END_WARC && (shape == SHAPE_TEXT || shape == SHAPE_HTML))) {
        draft.what = CUT_WARC;
        warc_begin(&draft.warc);
    } else if (shape == SHAPE_TAR && !draft.name) {
        draft.what = CUT_TAR;
        tar_begin(&draft.tar);
    } else if (shape == SHAPE_ZIP && !draft.name) {
        draft.what = CUT_ZIP;
        reader_close(draft.reader);
        draft.reader = NULL;
        code = zip_begin(&draft.zip, path, &why);
    } else if (draft.ending == END_CSV && shape != SHAPE_EMPTY && shape != SHAPE_OTHER) {
        draft.what = CUT_CSV;
        code = rows_begin(&draft.csv, draft.reader, &why);
    } else if (shape == SHAPE_JSON || (draft.ending == END_JSONL && shape == SHAPE_TEXT)) {
        draft.what = CUT_JSON;
        json_begin(&draft.json, draft.reader);
    } else {
        draft.what = CUT_JSON;
        code = shape == SHAPE_EMPTY ? STM_EEMPTY : STM_EFORMAT;
        int fault = 0;
        const char *broken = n ? NULL : reader_fault(draft.reader, &fault);
        if (broken) {
            code = fault;
            why = broken;
        } else if (shape == SHAPE_EMPTY) {
            why = "is empty";
        } else {
            static const char *const names[] = {
                [END_JSON] = "is no JSON", [END_JSONL] = "is no JSON", [END_WARC] = "is no web archive",
                [END_TAR] = "is no tar archive", [END_ZIP] = "is no zip archive", [END_CSV] = "is no table"};
            why = names[draft.ending];
        }
    }
    if (code) {
        if (code != STM_ENOMEM)
            code = in->depth ? told(in, out, member_name(&draft), code, why)
                             : item_skip(in, out, path, (slice){0}, code, why);
        cutter_free(&draft);
        return code;
    }
    in->cutters[in->depth++] = draft;
    return 0;
}

/* ---- what comes next ------------------------------------------------------------------------------ */

/* A page that cannot be opened a second time. */
static int page_from_stream(struct input *in, struct input_item **out, const char *path,
                            struct reader *r, enum ending ending) {
    size_t n = reader_want(r, (size_t)in->options.max_bytes + 1);
    int code = 0;
    if (n > in->options.max_bytes)
        return item_skip(in, out, path, (slice){0}, STM_ELIMIT, "is larger than is allowed");
    slice bytes = slice_of(reader_at(r), n);
    int got = item_make(in, out, (struct input_item){.how = ITEM_PAGE, .ending = (uint8_t)ending,
                                                     .file = slice_str(path), .bytes = bytes});
    reader_take(r, n);
    const char *why = reader_fault(r, &code);
    if (got == 1 && why) {
        input_item_free(*out);
        return item_skip(in, out, path, (slice){0}, code, why);
    }
    return got;
}

/* Opens a file, looks what it is, and gives an item, or 0 when its records come next. */
static int file_begin(struct input *in, struct input_item **out, const char *path) {
    enum ending ending = name_ending(slice_str(path));
    const char *why = NULL;
    struct reader *r;
    int code = reader_open(&r, path, &why);
    if (code)
        return code == STM_ENOMEM ? code : item_skip(in, out, path, (slice){0}, code, why);
    if (reader_is_output(r)) {
        reader_close(r);
        return item_skip(in, out, path, (slice){0}, STM_EUSAGE, "is where the output goes");
    }
    bool page = ending_is_page(ending), regular = reader_is_regular(r);
    uint64_t size = reader_size_hint(r);
    size_t n = reader_want(r, page ? 1024 : SNIFF);
    enum shape shape = sniff_shape(slice_of(reader_at(r), n < SNIFF ? n : SNIFF), &why);
    bool records = shape == SHAPE_WARC || shape == SHAPE_TAR || shape == SHAPE_ZIP ||
                   (shape == SHAPE_JSON && !page) || (!page && ending != END_OTHER);
    if (records) {
        in->file = mem_alloc(strlen(path) + 1);
        if (!in->file) {
            reader_close(r);
            return STM_ENOMEM;
        }
        strcpy(in->file, path);
        in->file_n = size;
        int got = cutter_open(in, out, (struct cutter){.reader = r, .ending = ending}, path);
        if (got)
            file_close(in);
        return got;
    }
    int got;
    if (regular) {
        got = item_file(in, out, path, ending);
        in->done += size;
    } else {
        got = page_from_stream(in, out, path, r, ending);
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
    if (!ending_is_page(ending))
        return file_begin(in, out, f.path);
    in->done += f.size;
    return item_file(in, out, f.path, ending);
}

int input_next(struct input *in, struct input_item **item) {
    *item = NULL;
    for (;;) {
        int got = 0;
        if (in->depth) {
            got = next_record(in, item);
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
                got = file_begin(in, item, path);
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

static int file_fill(const struct input_item *item, struct arena *a, struct arena *tmp,
                     struct source *out, const char **why) {
    struct reader **r = arena_alloc(tmp, sizeof *r);
    *r = NULL;
    arena_defer(tmp, close_reader, r);
    slice bytes;
    int code = reader_open(r, item->file.p, why);
    if (!code)
        code = reader_slurp(*r, item->max, a, &bytes, why);
    return code ? code : page_fill(item->ending, bytes, (slice){0}, a, tmp, out, why);
}

/* Bytes that may be packed. */
static int bytes_fill(slice bytes, uint64_t max, enum ending ending, slice label, struct arena *a,
                      struct arena *tmp, struct source *out, const char **why) {
    struct reader **r = arena_alloc(tmp, sizeof *r);
    *r = NULL;
    arena_defer(tmp, close_reader, r);
    if (reader_open_memory(r, bytes.p, bytes.n, READ_AUTO))
        guard_fail(STM_ENOMEM);
    int code = reader_slurp(*r, max, a, &bytes, why);
    return code ? code : page_fill(ending, bytes, label, a, tmp, out, why);
}

/* A member of a zip: unpacked, its checksum held against the directory's; it may be packed again. */
static int range_fill(const struct input_item *item, struct arena *a, struct arena *tmp,
                      struct source *out, const char **why) {
    struct reader **r = arena_alloc(tmp, sizeof *r);
    *r = NULL;
    arena_defer(tmp, close_reader, r);
    slice bytes;
    int code = reader_open_range(r, item->file.p, item->from, item->packed, (enum reader_how)item->read, why);
    if (!code)
        code = reader_slurp(*r, item->max, tmp, &bytes, why);
    if (code)
        return code;
    if (crc32_z(0, (const Bytef *)bytes.p, bytes.n) != item->crc) {
        *why = "is damaged: its checksum does not agree";
        return STM_EFORMAT;
    }
    return bytes_fill(bytes, item->max, (enum ending)item->ending, (slice){0}, a, tmp, out, why);
}

int input_load_unhashed(const struct input_item *item, struct arena *a, struct arena *tmp, struct source *out,
                        struct skip *skip) {
    const char *why = NULL;
    int code = 0;
    memset(out, 0, sizeof *out);
    switch ((enum item_how)item->how) {
    case ITEM_FILE: code = file_fill(item, a, tmp, out, &why); break;
    case ITEM_PAGE:
        code = bytes_fill(item->bytes, item->max, (enum ending)item->ending, (slice){0}, a, tmp, out, &why);
        break;
    case ITEM_RANGE: code = range_fill(item, a, tmp, out, &why); break;
    case ITEM_JSON: code = record_fill(item->bytes, item->headlines, a, tmp, out, &why); break;
    case ITEM_CSV: code = rows_fill(item->header, item->bytes, item->headlines, a, tmp, out, &why); break;
    case ITEM_WARC: code = warc_fill(item->bytes, item->max, a, tmp, out, &why); break;
    case ITEM_SKIP: code = item->code, why = item->bytes.p; break;
    }
    if (code)
        return skip_fill(skip, a, item->file, item->record, code, why ? why : stm_strerror(code));
    out->file = arena_slice(a, item->file);
    if (item->record.p)
        out->record = arena_slice(a, item->record);
    if (!out->id.p)
        out->id = arena_slice(a, name_stem(item->name.p ? item->name : item->file));
    return 0;
}

int input_load(const struct input_item *item, struct arena *a, struct arena *tmp, struct source *out, struct skip *skip) {
    int code = input_load_unhashed(item, a, tmp, out, skip);
    if (!code)
        sha256(out->bytes.p, out->bytes.n, out->sha256);
    return code;
}

int input_bytes(const char *name, const void *p, size_t n, const char *charset, struct arena *a,
                struct arena *tmp, struct source *out, struct skip *skip) {
    const char *why = NULL;
    slice file = slice_str(name);
    memset(out, 0, sizeof *out);
    int code = bytes_fill(slice_of(p, n), LARGEST_MAX, name_ending(file), slice_str(charset), a, tmp, out, &why);
    if (code)
        return skip_fill(skip, a, file, (slice){0}, code, why ? why : stm_strerror(code));
    sha256(out->bytes.p, out->bytes.n, out->sha256);
    out->file = arena_slice(a, file);
    if (!out->id.p)
        out->id = arena_slice(a, name_stem(file));
    return 0;
}
