/* doc: one finished document, and the pipeline that makes many of them on all cores.
 *
 * rooms: base input page lang mark */
#ifndef STM_DOC_H
#define STM_DOC_H

#include "base/base.h"
#include "input/input.h"
#include "lang/lang.h"
#include "mark/mark.h"
#include "page/page.h"

struct document {
    struct arena *arena;  /* holds all of it */
    slice id;             /* unique in its collection */
    struct source source; /* after reading, `bytes`, `text`, `map` and all of `given` but its url are
                             gone (p NULL); `bytes` may be kept */
    struct page page;
    struct lang lang;
    struct marks marks;
    slice foreign;        /* the language of its text, if there are no models for it: it then has tokens
                             alone, and no marks; else p NULL */
    slice story;          /* the desk's own answer to which story it belongs; p NULL: none (then `story` finds out) */
    slice rendered;       /* what options.finish made of it, or p NULL */
};

enum doc_depth { DOC_PAGE, DOC_LANG, DOC_MARKS }; /* how far a document is read */

struct doc_options {
    enum doc_depth depth;
    enum lang_depth lang;
    bool as_it_stands;  /* annotate: a record's text whole */
    bool keep_source;   /* keep source.bytes */
    int threads;        /* 0: all cores */
    struct input_options input;
    const char *models; /* folder, or NULL */
    const char *sites;  /* file of site profiles, or NULL */
    bool prints;        /* page.prints are wanted */
    /* Called in the worker's thread, inside a guard, when the document is finished: for work that
     * should be done on all cores (its output as bytes in doc->rendered). It may allocate from
     * doc->arena. Or NULL. */
    void (*finish)(void *arg, struct document *doc, struct arena *tmp);
    void *finish_arg;
    /* Called in the worker's thread when a source is loaded: true passes it over before it is read; the
     * sink then gets no document and a skip of code STM_OK. Or NULL. */
    bool (*known)(void *arg, const struct source *src);
    void *known_arg;
};

struct doc_reader; /* options, kits, counters */
int doc_reader_new(struct doc_reader **out, const struct doc_options *options, stm_err *err);
void doc_reader_free(struct doc_reader *r);

/* Called for each input in the order of the inputs, from one thread at a time: `doc` is then the
 * callee's (doc_free), or NULL with `skip` set (valid during the call). Not 0: stop. */
typedef int doc_sink(void *arg, struct document *doc, const struct skip *skip);

struct doc_progress {
    uint64_t bytes, bytes_all; /* of the inputs; all 0: not known */
    uint64_t read, skipped, known; /* known: passed over (options.known) */
};

/* Reads all inputs; bounded memory: at most a few documents by thread are in flight.
 * 0, STM_E*, or what the sink returned. */
int doc_read_all(struct doc_reader *r, const char *const *paths, size_t n, doc_sink *sink,
                 void *arg, void (*progress)(void *arg, const struct doc_progress *), void *parg);
/* One document from bytes. */
int doc_read_bytes(struct doc_reader *r, const char *name, const void *p, size_t n,
                   struct document **out, stm_err *err);
void doc_free(struct document *d);

#endif
