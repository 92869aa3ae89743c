/* The day of publication. A page may name many: when it was written, changed, reviewed, the days of other stories.
 * A candidate is a day; what is said of its time is kept from the best place that names it. */
#include "pick.h"

#include <math.h>
#include <stdio.h>

/* Days since 1970-03-01 or so: enough to compare two. */
static int day_number(const struct date *d) {
    int m = (d->month + 9) % 12, y = d->year - (d->month <= 2);
    return 365 * y + y / 4 - y / 100 + y / 400 + (m * 306 + 5) / 10 + d->day;
}

static bool day_in_address(slice url, struct date *d) { return pick_date_in_address(url, d) && d->precision == DATE_DAY; }

/* Do the page's numbers put the day before the month? 1, -1, or 0: none of them tells. */
static int order_of_numbers(const struct html_reader *h) {
    struct date d;
    char text[120];
    for (uint32_t i = 0; i < h->head.times_n; i++)
        if (date_find(h->k, h->head.times[i].value, false, &d) && d.forced)
            return d.day_led ? 1 : -1;
    for (uint32_t i = 0; i < h->b.n; i++) {
        const struct html_block *q = &h->b.p[i];
        if (q->digits >= 5 && q->words <= 12 && date_find(h->k, html_block_text(&h->b, q, text, sizeof text), false, &d) && d.forced)
            return d.day_led ? 1 : -1;
    }
    return 0;
}

static bool names_day(const struct html_reader *h, int day) {
    const struct html_head *m = &h->head;
    const slice said[] = {m->ld_published, m->meta_published, m->micro_published, m->ld_modified, m->meta_modified};
    struct date d;
    for (uint32_t i = 0; i < m->times_n; i++)
        if (date_find(h->k, m->times[i].value, false, &d) && !d.either && day_number(&d) == day)
            return true;
    for (unsigned i = 0; i < NELEMS(said); i++)
        if (said[i].n && date_find(h->k, said[i], false, &d) && !d.either && day_number(&d) == day)
            return true;
    return false;
}

/* The first date in s. 03/04/2020 is the day that the page names elsewhere too, else as its other dates go, else as
 * the site's country writes. */
static bool read_date(struct html_reader *h, slice s, struct date *d) {
    if (!date_find(h->k, s, meta_day_first(h->r), d))
        return false;
    if (!d->either)
        return true;
    struct date other = *d;
    other.day = d->month;
    other.month = d->day;
    other.day_led = !d->day_led;
    if (names_day(h, day_number(d)))
        return true;
    if (!h->day_order)
        h->day_order = (int8_t)(2 + order_of_numbers(h));
    if (names_day(h, day_number(&other)) || (h->day_order != 2 && (h->day_order == 3) != d->day_led))
        *d = other;
    return true;
}

/* A date in a short block around the headline. */
static void date_near_title(struct html_reader *h) {
    struct report *r = h->r;
    uint32_t at = h->title != NONE ? h->title : h->first;
    if (at == NONE || r->out->published.p)
        return;
    struct date d, changed = {0};
    for (uint32_t step = 0; step < 22; step++) {
        /* after it first, then before it */
        uint32_t i = step < 16 ? at + step : at - (step - 15);
        if (i >= h->b.n || (h->kind[i] == BODY && h->b.p[i].words > 14))
            continue;
        const struct html_block *q = &h->b.p[i];
        char text[260];
        if (q->words > 30 || !q->digits)
            continue;
        slice s = html_block_text(&h->b, q, text, sizeof text);
        if (!read_date(h, s, &d) || d.precision < DATE_DAY)
            continue;
        slice before = slice_cut(s, 0, d.at.start);
        if (slice_find_nocase(before, S("update"), 0) != NONE || slice_find_nocase(before, S("modified"), 0) != NONE ||
            slice_find_nocase(before, S("review"), 0) != NONE) {
            if (!changed.precision)
                changed = d;
            continue;
        }
        r->out->published = date_iso(r->a, &d);
        r->out->found.published = FOUND_TEXT;
        return;
    }
    if (changed.precision && !r->out->modified.p) {
        r->out->modified = date_iso(r->a, &changed);
        r->out->found.modified = FOUND_TEXT;
    }
}


static void date_by_rule(struct html_reader *h) {
    struct report *r = h->r;
    struct page *p = r->out;
    const struct html_head *m = &h->head;
    struct date d, have;
    meta_date(r, h->k, m->ld_published, FOUND_JSON_LD, false);
    meta_date(r, h->k, m->meta_published, FOUND_META, false);
    meta_date(r, h->k, m->micro_published, FOUND_MICRODATA, false);
    meta_date(r, h->k, m->time_published, FOUND_TIME, false);
    meta_date(r, h->k, m->ld_modified, FOUND_JSON_LD, true);
    meta_date(r, h->k, m->meta_modified, FOUND_META, true);
    meta_date(r, h->k, m->micro_modified, FOUND_MICRODATA, true);
    bool in_url = p->url.p && day_in_address(p->url, &d);
    /* a time in UTC may fall on the next day; the address has the day that the outlet means */
    if (in_url && p->published.p && date_find(h->k, p->published, false, &have) && have.precision >= DATE_MINUTE &&
        have.zoned && have.zone == 0 && day_number(&have) - day_number(&d) == 1) {
        p->published = date_iso(r->a, &d);
        p->found.published = FOUND_URL;
    }
    if (!p->published.p && in_url) {
        p->published = date_iso(r->a, &d);
        p->found.published = FOUND_URL;
    }
    date_near_title(h);
    meta_date(r, h->k, m->script_published, FOUND_TEXT, false);
    meta_date(r, h->k, m->time_any, FOUND_TIME, false);
    /* a page that tells only when it was changed: what it says now was published then */
    if (!p->published.p && p->modified.p) {
        p->published = p->modified;
        p->found.published = p->found.modified;
    }
}

/* ---- candidates ---------------------------------------------------------------------------------------- */

enum { /* places, as bits */
    D_LD, D_META, D_MICRO, D_TIME_MARKED, D_TIME, D_URL, D_SCRIPT, D_TEXT, D_LD_CHANGED, D_META_CHANGED, D_MICRO_CHANGED,
    D_PLACES
};
enum { SAYS_PUBLISHED = 1, SAYS_CHANGED = 2, SAYS_OTHER = 4 };

struct day { /* beside a pick */
    struct date d;
    int number;
    float near;         /* signed blocks from the title; 99 */
    float near_first;   /* from the first block of prose */
    uint32_t says, shown, rest, order, flags;
    uint32_t path;      /* of the block nearest to the title */
    uint32_t named;     /* bits: what the elements around it call it */
    bool before, zulu;
};
struct days {
    struct html_reader *h;
    struct picks *c;
    struct day day[64];
    uint32_t shown; /* dates in the text so far */
    uint32_t looks; /* how often elements around one were asked for their names */
};

/* ---- what elements are called ---- */

enum { NAMED_PUBLISHED = 1, NAMED_CHANGED = 2, NAMED_DATE = 4, NAMED_BYLINE = 8, NAMED_OTHER = 16 };

/* What the classes and ids of an element and of those around it say of a date in it. */
static uint32_t named_by(const struct html_tree *t, uint32_t node) {
    enum { LEVELS = 6 };
    static const struct { const char *word; uint8_t as; } words[] = {
        {"publi", NAMED_PUBLISHED}, {"posted", NAMED_PUBLISHED}, {"pubdate", NAMED_PUBLISHED}, {"created", NAMED_PUBLISHED},
        {"modif", NAMED_CHANGED}, {"updat", NAMED_CHANGED}, {"date", NAMED_DATE}, {"time", NAMED_DATE},
        {"meta", NAMED_BYLINE}, {"byline", NAMED_BYLINE}, {"author", NAMED_BYLINE}, {"header", NAMED_BYLINE}, {"hero", NAMED_BYLINE},
        {"info", NAMED_BYLINE}, {"related", NAMED_OTHER}, {"card", NAMED_OTHER}, {"recommend", NAMED_OTHER}, {"sidebar", NAMED_OTHER},
        {"widget", NAMED_OTHER}, {"comment", NAMED_OTHER}, {"footer", NAMED_OTHER}, {"teaser", NAMED_OTHER}, {"latest", NAMED_OTHER},
        {"recent", NAMED_OTHER}, {"trending", NAMED_OTHER}, {"popular", NAMED_OTHER}, {"more-", NAMED_OTHER}, {"list", NAMED_OTHER}};
    uint32_t to = 0;
    for (unsigned level = 0; level < LEVELS && node && node != NONE; node = t->p[node].parent, level++) {
        const struct html_node *n = &t->p[node];
        if (n->kind != NODE_ELEMENT)
            continue;
        if (n->tag == TAG_BODY || n->tag == TAG_MAIN || n->tag == TAG_ARTICLE)
            break;
        static const char *const keys[] = {"class", "id", "itemprop", "data-testid"};
        for (unsigned k = 0; k < NELEMS(keys); k++) {
            slice v;
            if (!html_attr(t->s, n->attrs, keys[k], &v))
                continue;
            v = slice_cut(v, 0, v.n < 200 ? v.n : 200);
            uint32_t letters = slice_letters(v);
            for (unsigned i = 0; i < NELEMS(words); i++)
                if (slice_has_nocase(v, letters, words[i].word))
                    to |= words[i].as;
        }
    }
    return to;
}

/* The text node in `top` that holds a place of the source; `top` if there is none near. */
static uint32_t node_at(const struct html_tree *t, uint32_t top, uint32_t src) {
    uint32_t steps = 0;
    for (uint32_t i = top; i != NONE && steps < 200; i = html_walk(t, top, i, true), steps++)
        if (t->p[i].kind == NODE_TEXT && t->p[i].at.start <= src && src < t->p[i].at.end)
            return i;
    return top;
}

/* A block's text with a blank between its pieces: a name and a date in elements side by side may have none. */
struct apart {
    slice text;
    uint32_t starts[24], places[24], n; /* of pieces: in the text, in the source */
    char room[400];
};

static void read_apart(struct apart *x, const struct html_blocks *b, const struct html_block *q, uint32_t max) {
    uint32_t n = 0;
    x->n = 0;
    for (uint32_t i = q->piece; i < q->piece + q->pieces_n && n + 24 < max; i++) {
        struct html_block one = {.piece = i, .pieces_n = 1};
        if (n && x->room[n - 1] != ' ')
            x->room[n++] = ' ';
        slice s = html_block_text(b, &one, x->room + n, max - n);
        if (s.n && x->n < NELEMS(x->starts)) {
            x->starts[x->n] = n;
            x->places[x->n++] = b->pieces[i].at.start;
        }
        n += s.n;
    }
    x->text = slice_of(x->room, n);
}

/* Where in the source the piece starts that has byte `at` of the text. */
static uint32_t place_of(const struct apart *x, uint32_t at) {
    uint32_t k = 0;
    while (k + 1 < x->n && x->starts[k + 1] <= at)
        k++;
    return x->n ? x->places[k] : 0;
}

static struct day *add(struct days *t, const struct date *d, unsigned place, enum found_in found) {
    if (d->precision < DATE_DAY || d->year < 1990 || d->year > 2100)
        return NULL;
    struct date day = *d;
    day.precision = DATE_DAY;
    uint32_t before = t->c->n;
    struct pick *p = pick_add(t->c, (slice){0}, date_iso(t->c->a, &day), 1u << place, found);
    if (!p)
        return NULL;
    struct day *x = &t->day[p - t->c->p];
    if (t->c->n > before) {
        *x = (struct day){.d = *d, .number = day_number(d), .near = 99, .near_first = 99, .order = 99};
        p->value = date_iso(t->c->a, d);
    } else if (d->precision > x->d.precision) {
        x->d = *d;
        p->value = date_iso(t->c->a, d);
        p->found = (uint8_t)found;
    }
    x->zulu |= d->precision >= DATE_MINUTE && d->zoned && d->zone == 0;
    return x;
}

static struct day *add_said(struct days *t, slice s, unsigned place, enum found_in found) {
    struct date d;
    if (!s.n || (!read_date(t->h, s, &d) && !date_of_epoch(s, &d)))
        return NULL;
    return add(t, &d, place, found);
}

/* What the words around a date call it. */
static uint32_t says(slice s) {
    static const char *const changed[] = {"update", "modified", "edited", "revised", "changed"},
                             *const published[] = {"publish", "posted", "written", "created", "first ", "by "},
                             *const other[] = {"review", "copyright", "\xC2\xA9", "expires", "event", "comment", "checked", "joined"};
    uint32_t to = 0, letters = slice_letters(s);
    for (unsigned i = 0; i < NELEMS(changed); i++)
        to |= slice_has_nocase(s, letters, changed[i]) ? SAYS_CHANGED : 0u;
    for (unsigned i = 0; i < NELEMS(published); i++)
        to |= slice_has_nocase(s, letters, published[i]) ? SAYS_PUBLISHED : 0u;
    for (unsigned i = 0; i < NELEMS(other); i++)
        to |= slice_has_nocase(s, letters, other[i]) ? SAYS_OTHER : 0u;
    return to;
}

/* Is block i under a heading, or a link as long as one, that is not the page's? */
static bool elsewhere(const struct html_reader *h, uint32_t i) {
    enum { BACK = 8 };
    for (uint32_t k = i; h->title != NONE && k-- && i - k < BACK;) {
        const struct html_block *q = &h->b.p[k];
        if (k == h->title)
            return false;
        if (q->words >= 4 && (q->flags & IN_HEADING || q->link_words == q->words))
            return i > h->title || h->title - i > 2;
    }
    return false;
}

/* Dates that a reader sees, in block i. */
static void add_shown(struct days *t, uint32_t i) {
    enum { LOOKS = 256 }; /* a page may be made of dates */
    struct html_reader *h = t->h;
    const struct html_block *q = &h->b.p[i];
    struct apart x;
    if (q->digits < 2 || (q->words > 40 && !(i == h->first)))
        return;
    read_apart(&x, &h->b, q, q->words > 40 ? 120 : sizeof x.room);
    slice s = x.text, before = s;
    for (unsigned turn = 0; turn < 3; turn++) {
        struct date d;
        if (!read_date(h, s, &d) || d.precision < DATE_DAY)
            return;
        struct day *o = add(t, &d, D_TEXT, FOUND_TEXT);
        if (!o)
            return;
        before = slice_cut(s, d.at.start > 60 ? d.at.start - 60 : 0, d.at.start);
        uint32_t word = says(before);
        if (!word && i && h->b.p[i - 1].words <= 4 && !turn) {
            char label[80];
            word = says(html_block_text(&h->b, &h->b.p[i - 1], label, sizeof label));
        }
        uint32_t place = place_of(&x, (uint32_t)(s.p - x.room) + d.at.start);
        float near = h->title != NONE ? (float)i - (float)h->title : 50;
        if (!word && elsewhere(h, i))
            near = near < 0 ? -50 : 50;
        if (o->near > 98 || fabsf(near) < fabsf(o->near)) {
            o->near = near;
            o->near_first = h->first != NONE ? (float)i - (float)h->first : 50;
            o->rest = s.n - (d.at.end - d.at.start);
            o->flags = q->flags;
            o->path = q->path;
            o->named = t->looks++ < LOOKS ? named_by(&h->tree, node_at(&h->tree, q->node, place)) : 0;
        }
        o->says |= word;
        o->shown++;
        if (o->order == 99)
            o->order = t->shown++;
        s = slice_cut(s, d.at.end, s.n);
    }
}

/* A short block that says what its date is, or stands behind a label that does: "Published", "Updated March 3, 2021". */
static bool is_labelled(const struct html_reader *h, uint32_t i) {
    const struct html_block *q = &h->b.p[i], *label = i ? q - 1 : q;
    char text[80];
    if (q->words > 8 || q->digits < 3 || q->flags & IN_HIDDEN)
        return false;
    if (says(html_block_text(&h->b, q, text, sizeof text)) & (SAYS_PUBLISHED | SAYS_CHANGED))
        return true;
    return label != q && label->words <= 3 &&
           says(html_block_text(&h->b, label, text, sizeof text)) & (SAYS_PUBLISHED | SAYS_CHANGED);
}

static float logd(int days) { return days < 0 ? -logf(1 - (float)days) : logf(1 + (float)days); }

static bool has_number(slice s, int year) {
    char z[8];
    snprintf(z, sizeof z, "%d", year);
    return slice_find(s, slice_str(z), 0) != NONE;
}

void pick_dates(struct html_reader *h, struct picks *c) {
    enum { ONLY = 12 }; /* words of a line that may name the only day */
    const struct html_head *m = &h->head;
    struct page *p = h->r->out;
    struct days t = {.h = h, .c = c};
    struct day *ld = add_said(&t, m->ld_published, D_LD, FOUND_JSON_LD), *meta = add_said(&t, m->meta_published, D_META, FOUND_META);
    add_said(&t, m->micro_published, D_MICRO, FOUND_MICRODATA);
    struct day *changed = add_said(&t, m->ld_modified, D_LD_CHANGED, FOUND_JSON_LD);
    struct day *changed2 = add_said(&t, m->meta_modified, D_META_CHANGED, FOUND_META);
    add_said(&t, m->micro_modified, D_MICRO_CHANGED, FOUND_MICRODATA);
    changed = changed ? changed : changed2;
    struct date d;
    struct day *url = p->url.p && day_in_address(p->url, &d) ? add(&t, &d, D_URL, FOUND_URL) : NULL;
    for (uint32_t i = 0; i < m->times_n; i++)
        add_said(&t, m->times[i].value, m->times[i].marked ? D_TIME_MARKED : D_TIME, FOUND_TIME);
    add_said(&t, m->script_published, D_SCRIPT, FOUND_TEXT);
    uint32_t title = h->title != NONE ? h->title : h->first != NONE ? h->first : 0;
    uint32_t first = h->first != NONE ? h->first : title;
    for (uint32_t i = 0; i < h->b.n; i++)
        if ((i + 8 > title && i < title + 24) || (i + 8 > first && i < first + 6) ||
            (h->last != NONE && i > h->last && i < h->last + 12) || h->b.p[i].flags & IN_TIME || is_labelled(h, i))
            add_shown(&t, i);
    for (uint32_t i = 0; i < h->b.n && !c->n; i++) /* the only day that the page names may stand anywhere */
        if (h->b.p[i].words <= ONLY && !(h->b.p[i].flags & (IN_NAV | IN_ASIDE | IN_HIDDEN)))
            add_shown(&t, i);
    struct day *said = ld ? ld : meta;
    int low = 0, high = 0;
    uint32_t shown_near = 0;
    for (uint32_t i = 0; i < c->n; i++) {
        low = !i || t.day[i].number < low ? t.day[i].number : low;
        high = !i || t.day[i].number > high ? t.day[i].number : high;
        shown_near += t.day[i].near > -6 && t.day[i].near < 14;
    }
    slice rule = p->published;
    struct pick_months months;
    pick_months(h, &months);
    bool title_year = false;
    for (int y = 2000; y < 2040; y++)
        title_year |= has_number(p->title, y);
    for (uint32_t i = 0; i < c->n; i++) {
        struct pick *q = &c->p[i];
        const struct day *o = &t.day[i];
        float *x = q->x;
        unsigned f = 0, places = 0;
        q->stray = (ld || meta) && !(q->from & ~(1u << D_TEXT | 1u << D_TIME)) && !(o->near >= -2 && o->near < 14);
        q->rule = rule.n >= 10 && slice_eq(slice_cut(rule, 0, 10), q->plain);
        for (unsigned k = 0; k < D_PLACES; k++) {
            x[f++] = q->from >> k & 1;
            places += q->from >> k & 1;
        }
        x[f++] = (float)places;
        x[f++] = o->near;
        x[f++] = o->near_first;
        x[f++] = (o->says & SAYS_PUBLISHED) != 0;
        x[f++] = (o->says & SAYS_CHANGED) != 0;
        x[f++] = (o->says & SAYS_OTHER) != 0;
        x[f++] = (float)o->shown;
        x[f++] = (float)o->rest;
        x[f++] = (float)o->order;
        x[f++] = (o->flags & IN_TIME) != 0;
        x[f++] = (o->flags & (IN_NAV | IN_ASIDE | IN_FOOTER)) != 0;
        x[f++] = (float)(o->number - low) < 0.5f;
        x[f++] = (float)(high - o->number) < 0.5f;
        uint32_t earlier = 0, later = 0;
        bool after = false, before = false, after_shown = false;
        for (uint32_t k = 0; k < c->n; k++) {
            earlier += t.day[k].number < o->number;
            later += t.day[k].number > o->number;
            before |= t.day[k].number == o->number - 1 && t.day[k].shown;
            after |= t.day[k].number == o->number + 1 && t.day[k].zulu;
            after_shown |= t.day[k].number == o->number + 1 && t.day[k].shown;
        }
        x[f++] = (float)earlier;
        x[f++] = (float)later;
        x[f++] = before && o->zulu;
        x[f++] = after;
        x[f++] = after_shown;
        x[f++] = logd(high - o->number);
        x[f++] = said ? logd(o->number - said->number) : -20;
        x[f++] = changed ? logd(o->number - changed->number) : -20;
        x[f++] = url ? logd(o->number - url->number) : -20;
        x[f++] = (float)c->n;
        x[f++] = (float)shown_near;
        x[f++] = (float)o->d.precision;
        x[f++] = o->zulu;
        x[f++] = has_number(p->title, o->d.year);
        x[f++] = title_year;
        x[f++] = m->article;
        x[f++] = m->news;
        x[f++] = ld != NULL;
        x[f++] = meta != NULL;
        x[f++] = changed != NULL;
        x[f++] = q->rule;
        for (unsigned k = 0; k < 5; k++)
            x[f++] = (float)(o->named >> k & 1);
        uint32_t alike = 0;
        for (uint32_t k = 0; k < c->n; k++)
            alike += o->shown && t.day[k].shown && t.day[k].path == o->path;
        x[f++] = (float)alike;
        int month = o->d.year * 12 + o->d.month;
        const int told[] = {months.page, months.image, months.first, months.last};
        for (unsigned k = 0; k < NELEMS(told); k++)
            x[f++] = told[k] ? logd(month - told[k]) : -20;
        if (f > PICK_FEATURES)
            guard_fail(STM_ELIMIT);
    }
}

#define DATE_CUT 0.25f /* log odds below which no day is given: a wrong one is worse than none */

void pick_date(struct html_reader *h) {
    struct page *p = h->r->out;
    bool given = p->published.p != NULL;
    date_by_rule(h);
    if (given || !h->k->picks)
        return;
    struct picks c = {.a = h->tmp};
    pick_dates(h, &c);
    uint32_t best = pick_best(&c, &h->k->picks->date);
    for (uint32_t i = 0; i < c.n; i++)
        c.p[i].score = c.p[i].stray ? -30.0f : c.p[i].score;
    for (uint32_t i = 0; i < c.n; i++)
        best = c.p[i].score > c.p[best].score ? i : best;
    pick_odds(&c);
    if (best != NONE && c.p[best].score > DATE_CUT) {
        p->published = arena_slice(h->r->a, c.p[best].value);
        p->found.published = c.p[best].found;
    } else {
        p->published = (slice){0};
        p->found.published = FOUND_NOT;
    }
}
