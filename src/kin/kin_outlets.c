/* Outlets: the list under data/ and the names of the sites that the reports come from. */
#include "kin_match.h"

#include <stdlib.h>

static const struct kin_weights no_weights;

static uint32_t outlet_add(struct outlets *o, slice name, uint8_t kind) {
    uint32_t *at = table_put(&o->by_name, name, o->n);
    if (*at < o->n)
        return *at;
    ARENA_MORE(o->a, o->p, o->n, o->cap);
    o->p[o->n] = (struct outlet){name, kind, false};
    return o->n++;
}

static void form_add(struct outlets *o, slice form, uint32_t outlet) {
    bool article = form.n && form.p[0] == '!';
    if (article)
        form = slice_cut(form, 1, form.n);
    struct kin_words w;
    kin_split(form, &no_weights, 16, o->a, &w);
    struct outlet_form f = {.article = article, .outlet = outlet};
    uint32_t first = w.n > 1 && slice_starts_nocase(form, S("the ")) ? 1 : 0;
    if (w.n - first == 0 || w.n - first > NELEMS(f.words))
        return;
    for (uint32_t i = first; i < w.n; i++)
        f.words[f.n++] = w.p[i].id;
    ARENA_MORE(o->a, o->forms, o->forms_n, o->forms_cap);
    o->forms[o->forms_n++] = f;
    char label[64];
    uint32_t n = 0;
    for (uint32_t i = 0; i < form.n && n < sizeof label; i++)
        if (is_alnum((unsigned char)form.p[i]))
            label[n++] = to_lower(form.p[i]);
    bool the = n > 5 && memcmp(label, "the", 3) == 0 && form.p[3] == ' ';
    table_put(&o->by_label, arena_slice(o->a, (slice){label, n}), outlet);
    if (the)
        table_put(&o->by_label, arena_slice(o->a, (slice){label + 3, n - 3}), outlet);
}

uint32_t outlets_host(const struct outlets *o, slice host) {
    slice label;
    uint32_t found = NONE;
    /* the last that fits but the top level: "news.example.com" is Example's */
    while (host.n && slice_field(&host, '.', &label)) {
        char low[64];
        uint32_t n = 0;
        for (uint32_t i = 0; i < label.n && n < sizeof low; i++)
            if (label.p[i] != '-')
                low[n++] = to_lower(label.p[i]);
        if (!host.n)
            break;
        const uint32_t *at = n >= 2 ? table_get(&o->by_label, (slice){low, n}) : NULL;
        if (!at && n > 5 && memcmp(low, "the", 3) == 0)
            at = table_get(&o->by_label, (slice){low + 3, n - 3});
        if (at)
            found = *at;
    }
    return found;
}

void outlets_label(struct outlets *o, slice host) {
    enum { SHORTEST = 5 };
    slice label, last = {0}, before = {0}, own = {0};
    while (host.n && slice_field(&host, '.', &label)) {
        before = last; /* all but the last one is a candidate, but "co" and "com" before it */
        last = label;
        if (before.n > 3)
            own = before;
    }
    char low[64];
    uint32_t n = 0;
    for (uint32_t i = 0; i < own.n && n < sizeof low; i++)
        if (is_alnum((unsigned char)own.p[i]))
            low[n++] = to_lower(own.p[i]);
    if (n < SHORTEST || n == sizeof low)
        return;
    *table_put(&o->labels, arena_slice(o->a, (slice){low, n}), 1) = 1;
    if (n > SHORTEST + 3 && memcmp(low, "the", 3) == 0)
        *table_put(&o->labels, arena_slice(o->a, (slice){low + 3, n - 3}), 1) = 1;
}

/* Words of places, peoples and days as a class of cues: a name of these alone is no outlet's. */
static void add_land(struct outlets *o, const char *list) {
    slice rest = embedded(list), line;
    while (slice_line(&rest, &line)) {
        if (line.n && line.p[0] == '#')
            continue;
        char low[32];
        uint32_t n = 0;
        for (uint32_t i = 0; i <= line.n; i++) {
            bool letter = i < line.n && (is_alnum((unsigned char)line.p[i]) || (unsigned char)line.p[i] >= 0x80);
            if (letter && n < sizeof low)
                low[n++] = to_lower(line.p[i]);
            else if (!letter && n > 1)
                *table_put(&o->cues, arena_slice(o->a, (slice){low, n}), 0) |= OUTLET_LAND;
            n = letter ? n : 0;
        }
    }
}

void outlets_open(struct outlets *o, struct arena *a) {
    *o = (struct outlets){.a = a};
    table_init(&o->by_name, a, 1024);
    table_init(&o->cues, a, 512);
    table_init(&o->by_label, a, 1024);
    table_init(&o->labels, a, 16);
    slice rest = embedded("lang/en/outlets.tsv"), line, kind, name, form;
    while (slice_line(&rest, &line)) {
        if (!line.n || line.p[0] == '#' || !slice_field(&line, '\t', &kind) || !slice_field(&line, '\t', &name))
            continue;
        uint32_t at = outlet_add(o, name, slice_eq(kind, S("agency")) ? ORIGIN_AGENCY : ORIGIN_OUTLET);
        bool common = line.n && line.p[0] == '!';
        if (!common)
            form_add(o, name, at);
        while (line.n && slice_field(&line, '|', &form))
            if (form.n)
                form_add(o, form, at);
    }
    o->listed = o->n;
    static const char *const classes[] = {"verb", "noun", "passive", "to", "place", "told", "skip",
                                          "aux", "paper", "state", "verify", "spread", NULL, "head", "lead", NULL, "staff", "body", "thing"};
    rest = embedded("lang/en/outlets-cues.tsv");
    while (slice_line(&rest, &line)) {
        slice class, word;
        if (!line.n || line.p[0] == '#' || !slice_field(&line, '\t', &class))
            continue;
        for (uint32_t c = 0; c < NELEMS(classes); c++)
            if (classes[c] && slice_eq(class, slice_str(classes[c])))
                while (line.n && slice_field(&line, ' ', &word)) {
                    if (!word.n)
                        continue;
                    *table_put(&o->cues, word, 0) |= 1u << c;
                    if (slice_eq(class, S("paper")) && is_lower((unsigned char)word.p[0]) && word.n < 32)
                        o->paper_lengths[word.p[0] - 'a'] |= 1u << word.n;
                }
    }
    static const char *const lands[] = {"lang/en/names-places.txt", "lang/en/names-regions.txt", "lang/en/names-peoples.txt", "lang/en/names-not.txt"};
    for (uint32_t i = 0; i < NELEMS(lands); i++)
        add_land(o, lands[i]);
}

bool outlets_own(const struct outlets *o, uint32_t site, uint32_t outlet) {
    if (site == NONE || outlet == NONE || site == outlet)
        return site == outlet && site != NONE;
    /* "X" and "X News" are one house */
    slice a = o->p[site].name, b = o->p[outlet].name;
    if (a.n > b.n) {
        slice t = a;
        a = b;
        b = t;
    }
    return slice_starts(b, a) && slice_eq(slice_cut(b, a.n, b.n), S(" News"));
}

/* Does the word that a house's name is cut to in its own reports ("the Courier") end or begin its name? */
static bool cut_form(slice name, slice cut) {
    cut = match_bare(cut);
    return slice_find(cut, S(" "), 0) == NONE && cut.n < name.n &&
           (slice_ends(name, cut) || slice_starts_nocase(name, cut));
}

bool row_own(const struct outlets *o, const struct kin_row *r, uint32_t outlet) {
    enum { SHORTEST = 5 };
    if (outlet == NONE)
        return false;
    if (outlets_own(o, r->site, outlet) || (r->site != NONE && cut_form(o->p[r->site].name, o->p[outlet].name)))
        return true;
    /* "the Standard" in a report of lisovstandard.example */
    slice name = match_bare(o->p[outlet].name), host = r->doc->page.domain, label;
    char low[64];
    uint32_t n = 0;
    for (uint32_t i = 0; i < name.n && n < sizeof low; i++)
        if (is_alnum((unsigned char)name.p[i]))
            low[n++] = to_lower(name.p[i]);
    while (n >= SHORTEST && host.n && slice_field(&host, '.', &label))
        if (label.n > n && memcmp(label.p + label.n - n, low, n) == 0)
            return true;
    return false;
}

/* "X News - World", "X (Online News)", "X.com" -> "X News", "X", "X". */
static slice site_core(slice s) {
    s = slice_trim(s);
    static const char *const cuts[] = {" - ", " | ", " (", " – ", " — "};
    for (uint32_t i = 0; i < NELEMS(cuts); i++) {
        uint32_t at = slice_find(s, slice_str(cuts[i]), 0);
        if (at != NONE && at > 0)
            s = slice_cut(s, 0, at);
    }
    return slice_trim(s);
}

/* "X Online News": "X News", or "X", where the list has it. */
static uint32_t site_online(struct outlets *o, slice site) {
    uint32_t at = slice_find(site, S(" Online"), 0);
    if (at == NONE || at == 0)
        return NONE;
    char name[96];
    slice rest = slice_cut(site, at + 7, site.n);
    memcpy(name, site.p, at);
    memcpy(name + at, rest.p, rest.n);
    uint32_t found = outlets_site(o, (slice){name, at + rest.n}, false);
    return found != NONE ? found : outlets_site(o, slice_cut(site, 0, at), false);
}

uint32_t outlets_site(struct outlets *o, slice site, bool add) {
    site = site_core(site);
    if (!site.n || site.n > 80)
        return NONE;
    const uint32_t *at = table_get(&o->by_name, site);
    if (at)
        return *at;
    uint32_t online = site_online(o, site);
    if (online != NONE)
        return online;
    /* as one of the forms of the list */
    struct kin_words w;
    struct arena_mark mark = arena_mark(o->a);
    kin_split(site, &no_weights, 16, o->a, &w);
    uint32_t first = w.n > 1 && slice_starts_nocase(site, S("the ")) ? 1 : 0, found = NONE;
    for (uint32_t i = 0; i < o->forms_n && found == NONE; i++) {
        bool same = o->forms[i].n == w.n - first;
        for (uint32_t k = 0; same && k < o->forms[i].n; k++)
            same = o->forms[i].words[k] == w.p[first + k].id;
        if (same)
            found = o->forms[i].outlet;
    }
    bool capital = w.n && (w.p[0].flags & KIN_UPPER);
    arena_rewind(o->a, mark);
    if (found != NONE && add)
        *table_put(&o->by_name, site, found) = found;
    if (found != NONE || !add || !capital)
        return found;
    found = outlet_add(o, arena_slice(o->a, site), ORIGIN_OUTLET);
    form_add(o, o->p[found].name, found);
    if (w.n - first == 1)
        o->forms[o->forms_n - 1].article = slice_starts_nocase(site, S("the "));
    return found;
}

/* ---- what the reports themselves show ------------------------------------------------------------- */

struct found_name {
    uint64_t hash;
    uint32_t row, name; /* r->names[name] */
};
static int by_hash(const void *x, const void *y) {
    const struct found_name *a = x, *b = y;
    if (a->hash != b->hash)
        return a->hash < b->hash ? -1 : 1;
    if (a->row != b->row)
        return a->row < b->row ? -1 : 1;
    return (a->name > b->name) - (a->name < b->name);
}

static bool many_words(const struct kin_row *r, uint32_t name) {
    const struct kin_name *n = &r->names[name];
    slice words = n->words.p ? n->words : slice_at(r->doc->page.text, n->at);
    return slice_find(words, S(" "), 0) != NONE || slice_find(words, S("-"), 0) != NONE;
}

/* "Lisov News Service": what such a one is called. */
static bool names_agency(slice name) {
    static const char *const ends[] = {"News Service", "News Agency", "Press Agency", "Press Service", "Wire Service", "Newswire"};
    for (uint32_t i = 0; i < NELEMS(ends); i++)
        if (slice_ends(name, slice_str(ends[i])))
            return true;
    return false;
}

/* "Lisov News Service" and "LNS". */
static bool is_initials(slice of, slice name) {
    uint32_t k = 0;
    bool start = true;
    for (uint32_t i = 0; i < name.n; i++) {
        if (start && is_upper((unsigned char)name.p[i]) && (k == of.n || of.p[k++] != name.p[i]))
            return false;
        start = name.p[i] == ' ' || name.p[i] == '-';
    }
    return k > 1 && k == of.n;
}

/* "Meridian" and "Meridian Press", "Courier-Post" and "Lisov Courier-Post": does the longer one begin or end with the other? */
static bool is_short_for(slice cut, slice name) {
    if (cut.n + 2 > name.n)
        return false;
    return (slice_starts(name, cut) && name.p[cut.n] == ' ') || (slice_ends(name, cut) && name.p[name.n - cut.n - 1] == ' ');
}

/* In a handful of reports: what one calls by its initials or by a part of its name is who another names in full. Names that no
 * list has: those of the list bring their forms with them. */
static void outlets_short(struct outlets *o) {
    /* "Meridian said": of "Meridian Press" the word that tells */
    static const char *const ends[] = {" Press", " News", " Agency", " Newswire", " News Agency", " News Service", " Media"};
    for (uint32_t x = o->listed, n = o->n; x < n; x++)
        for (uint32_t k = 0; k < NELEMS(ends) && o->p[x].found; k++) {
            slice word = slice_cut(o->p[x].name, 0, o->p[x].name.n > strlen(ends[k]) ? o->p[x].name.n - (uint32_t)strlen(ends[k]) : 0);
            char low[32];
            for (uint32_t i = 0; i < word.n && i < sizeof low; i++)
                low[i] = to_lower(word.p[i]);
            if (word.n < 5 || word.n > sizeof low || !slice_ends(o->p[x].name, slice_str(ends[k])) || slice_find(word, S(" "), 0) != NONE)
                continue;
            const uint32_t *c = table_get(&o->cues, (slice){low, word.n});
            if (!c || !(*c & (OUTLET_LAND | OUTLET_BODY)))
                form_add(o, word, x);
        }
    for (uint32_t x = o->listed; x < o->n; x++) {
        slice cut = o->p[x].name;
        if (!o->p[x].found)
            continue;
        uint32_t full = NONE;
        for (uint32_t y = 0; y < o->n && full == NONE; y++) {
            slice name = match_bare(o->p[y].name);
            bool hyphen = slice_find(cut, S("-"), 0) != NONE;
            if (x != y && (y < o->listed ? hyphen && slice_ends(name, cut) && name.n > cut.n : is_initials(cut, name) || is_short_for(cut, name)))
                full = y;
        }
        for (uint32_t f = 0; f < o->forms_n && full != NONE; f++)
            if (o->forms[f].outlet == x)
                o->forms[f].outlet = full;
        if (full != NONE)
            *table_put(&o->by_name, cut, full) = full;
    }
}

void outlets_found(struct outlets *o, struct kin_row *const *rows, uint32_t n, struct arena *tmp) {
    uint32_t all = 0, k = 0;
    for (uint32_t i = 0; i < n; i++)
        all += rows[i]->names_n;
    struct found_name *v = arena_alloc(tmp, (all + 1) * sizeof *v);
    for (uint32_t i = 0; i < n; i++)
        for (uint32_t j = 0; j < rows[i]->names_n; j++)
            v[k++] = (struct found_name){rows[i]->names[j].hash, i, j};
    if (k)
        qsort(v, k, sizeof *v, by_hash);
    enum { LOOK_BACK = 64, SHORT_MOST = 64 /* reports of which one cuts the name that another has in full */ };
    static const uint32_t weights[NAME_HOWS] = {0, 3, 3, 2, 1, 1, 2, 2, 3, 3, 3, 0};
    for (uint32_t i = 0; i < k;) {
        uint32_t j = i, places = 0, score = 0, kinds = 0;
        for (; j < k && v[j].hash == v[i].hash; j++) {
            const struct kin_name *mine = &rows[v[j].row]->names[v[j].name];
            bool again = false, copied = false; /* each kind counts once in a report, and a sentence once in all of them */
            for (uint32_t x = j; x > i && j - x < LOOK_BACK && !(again && copied); x--) {
                const struct kin_name *other = &rows[v[x - 1].row]->names[v[x - 1].name];
                again |= v[x - 1].row == v[j].row && other->how == mine->how;
                copied |= other->sentence == mine->sentence && other->how == mine->how;
            }
            places += !again && !copied;
            score += again || copied ? 0 : weights[mine->how];
            kinds |= 1u << mine->how;
        }
        /* a surname and an adjective are told and reported on too: one word alone needs what only outlets do, several need
         * to look like an outlet's or to be both told and reporting */
        uint32_t hard = 1u << NAME_DATELINE | 1u << NAME_UNABLE | 1u << NAME_PAPER | 1u << NAME_ALONE | 1u << NAME_SITE, report = 1u << NAME_REPORT;
        bool agency = kinds & (1u << NAME_DATELINE | 1u << NAME_UNABLE | 1u << NAME_AGENCY);
        kinds &= ~(1u << NAME_AGENCY);
        uint32_t soft = report | 1u << NAME_CREDIT | 1u << NAME_TOLD, more = 1u << NAME_TOLD | 1u << NAME_CALLED | 1u << NAME_CREDIT;
        bool shown = kinds & hard || (many_words(rows[v[i].row], v[i].name) &&
                                      ((kinds & soft && kinds & 1u << NAME_HEAD) || (kinds & report && kinds & more)));
        bool two = (kinds & (kinds - 1)) != 0;
        if (score >= 3 && shown && (two || places > 1 || kinds & (hard & ~(1u << NAME_UNABLE)))) {
            const struct kin_row *r = rows[v[i].row];
            const struct kin_name *name = &r->names[v[i].name];
            slice words = name->words.p ? name->words : slice_at(r->doc->page.text, name->at);
            uint32_t before = o->n;
            uint32_t at = outlet_add(o, arena_slice(o->a, words), agency || names_agency(words) ? ORIGIN_AGENCY : ORIGIN_OUTLET);
            o->p[at].found |= o->n > before;
            if (o->n > before)
                form_add(o, o->p[at].name, at);
            /* "Fathom magazine" makes no outlet of every fathom */
            if (o->n > before && !many_words(rows[v[i].row], v[i].name) && places < 2 && (kinds == 1u << NAME_PAPER || kinds == 1u << NAME_SITE))
                o->forms[o->forms_n - 1].article = true;
        }
        i = j;
    }
    if (n <= SHORT_MOST)
        outlets_short(o);
}

static int by_form(const void *x, const void *y) {
    const struct outlet_form *a = x, *b = y;
    if (a->words[0] != b->words[0])
        return a->words[0] < b->words[0] ? -1 : 1;
    if (a->n != b->n)
        return a->n < b->n ? 1 : -1;
    int d = memcmp(a->words, b->words, sizeof a->words);
    return d ? d : (a->outlet > b->outlet) - (a->outlet < b->outlet);
}

void outlets_ready(struct outlets *o) {
    if (o->forms_n)
        qsort(o->forms, o->forms_n, sizeof *o->forms, by_form);
}

uint32_t outlets_at(const struct outlets *o, slice text, const struct kin_words *w, uint32_t i, uint32_t *n) {
    bool perhaps;
    uint32_t found = outlets_maybe(o, text, w, i, n, &perhaps);
    return perhaps ? NONE : found;
}

uint32_t outlets_maybe(const struct outlets *o, slice text, const struct kin_words *w, uint32_t i, uint32_t *n, bool *perhaps) {
    *perhaps = false;
    /* a few agencies write themselves small: "dpa" */
    bool small = !(w->p[i].flags & KIN_UPPER);
    if (small && (w->p[i].n != 3 || w->p[i].flags & KIN_COMMON))
        return NONE;
    uint32_t lo = 0, hi = o->forms_n, id = w->p[i].id;
    while (lo < hi) {
        uint32_t mid = (lo + hi) / 2;
        if (o->forms[mid].words[0] < id)
            lo = mid + 1;
        else
            hi = mid;
    }
    for (; lo < o->forms_n && o->forms[lo].words[0] == id; lo++) {
        const struct outlet_form *f = &o->forms[lo];
        if (i + f->n > w->n || (small && is_upper((unsigned char)o->p[f->outlet].name.p[0])))
            continue;
        bool same = true;
        for (uint32_t k = 1; same && k < f->n; k++)
            same = w->p[i + k].id == f->words[k];
        if (!same)
            continue;
        /* a one-word form of four letters or fewer is an abbreviation: all capitals */
        if (f->n == 1 && w->p[i].n <= 3 && f->outlet < o->listed)
            for (uint32_t k = 1; same && k < w->p[i].n; k++)
                same = !is_lower((unsigned char)text.p[w->p[i].start + k]) ||
                       is_lower((unsigned char)o->p[f->outlet].name.p[k]);
        if (same && f->article) {
            bool the = i > 0 && w->p[i - 1].n == 3 &&
                       memcmp(text.p + w->p[i - 1].start, "The", 3) == 0;
            bool called = false;
            if (i + f->n < w->n) {
                slice next = slice_at(text, kin_word_span(&w->p[i + f->n]));
                const uint32_t *c = table_get(&o->cues, next);
                called = c && (*c & 1u << 8);
            }
            /* "Lisov Observer" is another one */
            bool part = i > 0 && w->p[i - 1].flags & KIN_UPPER && !the && w->p[i].start - (w->p[i - 1].start + w->p[i - 1].n) == 1;
            same = the || (called && !part);
            /* "the Lantern": an outlet's if the words beside it say so */
            bool small_the = !same && i > 0 && w->p[i - 1].n == 3 && memcmp(text.p + w->p[i - 1].start, "the", 3) == 0;
            bool longer = i + f->n < w->n && w->p[i + f->n].flags & KIN_UPPER &&
                          w->p[i + f->n].start - (w->p[i + f->n - 1].start + w->p[i + f->n - 1].n) == 1;
            longer = longer || (i > 1 && w->p[i - 2].flags & KIN_UPPER && w->p[i - 1].start - (w->p[i - 2].start + w->p[i - 2].n) == 1);
            /* "told Lantern": so it may without one, but not at the head of a sentence */
            bool bare = !same && !small_the && !small && f->n == 1 && w->p[i].n >= 3 && !(w->p[i].flags & KIN_FIRST) && i > 0 &&
                        !(w->p[i - 1].flags & KIN_UPPER);
            *perhaps = (small_the || bare) && !longer;
            same = same || *perhaps;
        }
        if (same) {
            *n = f->n;
            return f->outlet;
        }
    }
    return NONE;
}

bool kin_outlet(slice words, slice *name, uint8_t *kind) {
    /* A form of the list, whole. The list is small: read as it stands. */
    slice rest = embedded("lang/en/outlets.tsv"), line, k, canon, form;
    words = slice_trim(words);
    if (slice_starts_nocase(words, S("the ")) && words.n > 4)
        words = slice_cut(words, 4, words.n);
    while (slice_line(&rest, &line)) {
        if (!line.n || line.p[0] == '#' || !slice_field(&line, '\t', &k) || !slice_field(&line, '\t', &canon))
            continue;
        slice bare = slice_starts(canon, S("The ")) ? slice_cut(canon, 4, canon.n) : canon;
        bool same = slice_eq(bare, words);
        while (!same && line.n && slice_field(&line, '|', &form))
            same = slice_eq(form.n && form.p[0] == '!' ? slice_cut(form, 1, form.n) : form, words);
        if (same) {
            *name = canon;
            *kind = slice_eq(k, S("agency")) ? ORIGIN_AGENCY : ORIGIN_OUTLET;
            return true;
        }
    }
    return false;
}
