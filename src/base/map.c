/* Maps from a text back to its source. */
#include "base.h"

void map_add(struct map *m, struct arena *a, struct map_run run) {
    if (!run.text_n)
        return;
    if (m->n) {
        struct map_run *last = &m->p[m->n - 1];
        if (last->same && run.same && last->text + last->text_n == run.text &&
            last->source + last->source_n == run.source) {
            last->text_n += run.text_n;
            last->source_n += run.source_n;
            return;
        }
    }
    ARENA_MORE(a, m->p, m->n, m->cap);
    m->p[m->n++] = run;
}

/* The first run that ends after `text`. */
static uint32_t run_after(const struct map *m, uint32_t text) {
    uint32_t lo = 0, hi = m->n;
    while (lo < hi) {
        uint32_t mid = lo + (hi - lo) / 2;
        if (m->p[mid].text + m->p[mid].text_n <= text)
            lo = mid + 1;
        else
            hi = mid;
    }
    return lo;
}

span map_span(const struct map *m, span text) {
    uint32_t start = NONE, end = 0;
    for (uint32_t i = run_after(m, text.start); i < m->n && m->p[i].text < text.end; i++) {
        const struct map_run *r = &m->p[i];
        if (!r->source_n)
            continue;
        uint32_t from = r->source, to = r->source + r->source_n;
        if (r->same) {
            if (text.start > r->text)
                from += text.start - r->text;
            if (text.end < r->text + r->text_n)
                to -= r->text + r->text_n - text.end;
        }
        if (start == NONE) {
            start = from;
            end = to;
            /* the last run that counts is found from the other end */
            uint32_t j = run_after(m, text.end ? text.end - 1 : 0);
            if (j >= m->n)
                j = m->n - 1;
            for (; j > i; j--) {
                r = &m->p[j];
                if (r->text >= text.end || !r->source_n)
                    continue;
                end = r->source + r->source_n;
                if (r->same && text.end < r->text + r->text_n)
                    end -= r->text + r->text_n - text.end;
                break;
            }
            break;
        }
    }
    return start == NONE || end <= start ? (span){0, 0} : (span){start, end};
}

span map_text(const struct map *m, span source) {
    uint32_t start = NONE, end = 0;
    for (uint32_t i = 0; i < m->n; i++) {
        const struct map_run *r = &m->p[i];
        if (!r->source_n || r->source + r->source_n <= source.start || r->source >= source.end)
            continue;
        uint32_t from = r->text, to = r->text + r->text_n;
        if (r->same) {
            if (source.start > r->source)
                from += source.start - r->source;
            if (source.end < r->source + r->source_n)
                to -= r->source + r->source_n - source.end;
        }
        if (start == NONE || from < start)
            start = from;
        if (to > end)
            end = to;
    }
    return start == NONE ? (span){0, 0} : (span){start, end};
}

void map_join(struct map *out, struct arena *a, const struct map *outer,
              const struct map *inner) {
    for (uint32_t i = 0; i < outer->n; i++) {
        const struct map_run *r = &outer->p[i];
        if (!r->same) {
            span s = r->source_n ? map_span(inner, (span){r->source, r->source + r->source_n})
                                 : (span){0, 0};
            map_add(out, a,
                    (struct map_run){r->text, r->text_n, s.start, s.end - s.start, false});
            continue;
        }
        uint32_t at = r->source, end = r->source + r->source_n;
        for (uint32_t j = run_after(inner, at); j < inner->n && inner->p[j].text < end; j++) {
            const struct map_run *q = &inner->p[j];
            uint32_t from = q->text > at ? q->text : at;
            uint32_t to = q->text + q->text_n < end ? q->text + q->text_n : end;
            struct map_run run = {r->text + (from - r->source), to - from, q->source,
                                  q->source_n, q->same};
            if (q->same) {
                run.source += from - q->text;
                run.source_n = to - from;
            }
            map_add(out, a, run);
        }
    }
}
