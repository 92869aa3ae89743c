/* What an attribution says that its content stands in.
 *
 *   "a report by the X said"    "an X report"           the noun and its maker stand in the source
 *   "X said in a statement"     "in a post, X wrote"    the noun stands beside the cue, its maker is the source
 *   "X tweeted"  "wrote on Y"                           the cue, or where it was put out
 *   "a survey certificate seen by X"                    the paper itself, whoever made it
 *   "In “Title”, X writes"                              its title
 *
 * Needs the marks and the names. */
#include "kin_thing.h"
#include "kin_match.h"
#include "kin_scan.h"

/* Each is of the class `thing` in outlets-cues.tsv, too. */
static const struct {
    const char *word, *noun;
    uint8_t kind;
} nouns[] = {
    {"statement", "statement", ORIGIN_STATEMENT}, {"statements", "statement", ORIGIN_STATEMENT},
    {"communique", "communiqué", ORIGIN_STATEMENT}, {"communiqué", "communiqué", ORIGIN_STATEMENT},
    {"tweet", "tweet", ORIGIN_STATEMENT}, {"tweets", "tweet", ORIGIN_STATEMENT}, {"post", "post", ORIGIN_STATEMENT},
    {"posts", "post", ORIGIN_STATEMENT}, {"video", "video", ORIGIN_STATEMENT}, {"letter", "letter", ORIGIN_STATEMENT},
    {"memo", "memo", ORIGIN_STATEMENT}, {"briefing", "briefing", ORIGIN_STATEMENT},
    {"conference", "news conference", ORIGIN_STATEMENT}, {"release", "press release", ORIGIN_STATEMENT},
    {"blog", "blog", ORIGIN_STATEMENT}, {"newsletter", "newsletter", ORIGIN_STATEMENT}, {"podcast", "podcast", ORIGIN_STATEMENT},
    {"affidavit", "affidavit", ORIGIN_STATEMENT}, {"declaration", "declaration", ORIGIN_STATEMENT},
    {"comment", "statement", ORIGIN_STATEMENT}, {"address", "address", ORIGIN_STATEMENT},
    {"report", "report", ORIGIN_DOCUMENT}, {"study", "study", ORIGIN_DOCUMENT}, {"survey", "survey", ORIGIN_DOCUMENT},
    {"poll", "poll", ORIGIN_DOCUMENT}, {"audit", "audit", ORIGIN_DOCUMENT}, {"analysis", "analysis", ORIGIN_DOCUMENT},
    {"assessment", "assessment", ORIGIN_DOCUMENT}, {"dossier", "dossier", ORIGIN_DOCUMENT},
    {"paper", "paper", ORIGIN_DOCUMENT}, {"book", "book", ORIGIN_DOCUMENT}, {"memoir", "memoir", ORIGIN_DOCUMENT},
    {"memoirs", "memoir", ORIGIN_DOCUMENT}, {"autobiography", "autobiography", ORIGIN_DOCUMENT}};

enum { TITLE_WORDS = 8, NEAR = 6 /* words between "in a" and the noun */ };

static bool is_one_of(const struct scan *s, uint32_t i, const char *const *v, size_t n) {
    for (size_t k = 0; k < n; k++)
        if (is(s, i, v[k]))
            return true;
    return false;
}

static bool within(const struct spans *s, span at) {
    for (uint32_t i = 0; i < s->n; i++)
        if (at.start >= s->p[i].start && at.end <= s->p[i].end)
            return true;
    return false;
}

/* The noun at word i, with what belongs to it: "press release", "annual report". */
static bool noun_at(const struct scan *s, uint32_t i, struct thing *out) {
    const struct kin_row *r = s->r;
    if (r->w.p[i].n < 4 || !(cue(s, i) & C_THING))
        return false; /* most words */
    uint32_t after = kin_word_span(&r->w.p[i]).end;
    if (after < s->text.n && s->text.p[after] == '-')
        return false; /* "post-war" */
    for (size_t k = 0; k < NELEMS(nouns); k++) {
        if (!slice_eq(word(s, i), slice_str(nouns[k].word)))
            continue;
        bool press = i > 0 && is(s, i - 1, "press"), news = i > 0 && is(s, i - 1, "news");
        bool set = slice_eq(slice_str(nouns[k].word), S("conference")) || slice_eq(slice_str(nouns[k].word), S("release"));
        if (set && !press && !news)
            return false;
        if (slice_eq(slice_str(nouns[k].word), S("address")) && !(i > 0 && (is(s, i - 1, "televised") || is(s, i - 1, "video") || is(s, i - 1, "nationwide"))))
            return false;
        if (slice_eq(slice_str(nouns[k].word), S("comment")) && !(i > 0 && (is(s, i - 1, "written") || is(s, i - 1, "emailed"))))
            return false;
        out->kind = nouns[k].kind;
        out->noun = slice_str(nouns[k].noun);
        if (set && press)
            out->noun = is(s, i, "release") ? S("press release") : S("press conference");
        if (i > 0 && (is(s, i - 1, "annual") || is(s, i - 1, "yearly")) && is(s, i, "report"))
            out->noun = S("annual report");
        out->at = (span){r->w.p[i].start, kin_word_span(&r->w.p[i]).end};
        return true;
    }
    return false;
}

/* The first name in [from, to) of a body or a person; NONE. */
static uint32_t name_in(const struct kin_row *r, uint32_t from, uint32_t to) {
    const struct lang *l = &r->doc->lang;
    for (uint32_t i = lang_mention_at(l, from); i < l->mentions_n && l->mentions[i].at.start < to; i++) {
        const struct mention *m = &l->mentions[i];
        if (m->kind == MENTION_NAME && m->at.end <= to && m->entity < l->entities_n &&
            (l->entities[m->entity].type == ENTITY_ORG || l->entities[m->entity].type == ENTITY_PER))
            return i;
    }
    return NONE;
}

/* Capitals in the words [first, end) that are no day, place or people: "Gallup" of "a Gallup poll". */
static slice capitals(const struct scan *s, uint32_t first, uint32_t end) {
    const struct kin_row *r = s->r;
    if (first < end && (is(s, first, "a") || is(s, first, "an") || is(s, first, "the")))
        first++;
    for (uint32_t i = first; i < end; i++) {
        uint32_t j = i;
        bool land = true;
        for (; j < end && r->w.p[j].flags & KIN_UPPER && (j == i || r->w.p[j].start - (r->w.p[j - 1].start + r->w.p[j - 1].n) == 1); j++) {
            land &= (cue(s, j) & OUTLET_LAND) != 0;
        }
        bool hyphen = j > i && kin_word_span(&r->w.p[j - 1]).end < s->text.n && s->text.p[kin_word_span(&r->w.p[j - 1]).end] == '-';
        if (j > i && !land && !hyphen && !(j - i == 1 && (r->w.p[i].flags & KIN_COMMON || cue(s, i) & C_THING)))
            return slice_cut(s->text, r->w.p[i].start, kin_word_span(&r->w.p[j - 1]).end);
        i = j > i ? j - 1 : i;
    }
    return (slice){0};
}

/* Is word i one with a capital, and a blank alone before it, or, at the left end, behind it? */
static bool beside(const struct scan *s, uint32_t i) {
    const struct kin_word *w = s->r->w.p;
    uint32_t end = kin_word_span(&w[i]).end;
    bool blank = (i > 0 && w[i].start - kin_word_span(&w[i - 1]).end == 1) && end < s->text.n && s->text.p[end] != '-';
    return blank && w[i].flags & KIN_UPPER && !parted(s, i - 1);
}

/* A body's name that was read in part: with the capitals beside it, and those behind "of" or "for". */
static slice whole_name(const struct scan *s, span at, slice name) {
    const struct kin_row *r = s->r;
    const struct kin_word *w = r->w.p;
    uint32_t first = kin_word_at(&r->w, at.start), end = kin_word_at(&r->w, at.end), n = end;
    while (first > 0 && !(w[first - 1].flags & KIN_FIRST) && beside(s, first - 1) && !(cue(s, first - 1) & OUTLET_LAND))
        first--;
    while (n < r->w.n && n > 0 && beside(s, n) && !(cue(s, n) & C_THING) && !scan_is_day(s, n))
        end = ++n;
    bool of = n + 1 < r->w.n && n > 0 && !parted(s, n - 1) && (is(s, n, "of") || is(s, n, "for"));
    n += of;
    n += of && (is(s, n, "a") || is(s, n, "the"));
    while (of && n < r->w.n && beside(s, n) && !scan_is_day(s, n))
        end = ++n;
    if (end >= r->w.n || first >= end || (w[first].start == at.start && kin_word_span(&w[end - 1]).end == at.end))
        return name;
    return slice_cut(s->text, w[first].start, kin_word_span(&w[end - 1]).end);
}

static void made_by(const struct scan *s, uint32_t mention, struct thing *out) {
    const struct lang *l = &s->r->doc->lang;
    const struct entity *e = &l->entities[l->mentions[mention].entity];
    out->person = e->type == ENTITY_PER;
    out->maker = out->person ? e->name : whole_name(s, l->mentions[mention].at, e->name);
}

/* The noun and the maker both in the source. */
static bool in_source(const struct scan *s, const struct attribution *t, struct thing *out) {
    const struct kin_row *r = s->r;
    static const char *const by[] = {"by", "from", "of"};
    static const char *const seen[] = {"seen", "obtained", "reviewed"};
    for (uint32_t k = 0; k < t->source.n && k < 4; k++) {
        uint32_t first = kin_word_at(&r->w, t->source.p[k].start), end = kin_word_at(&r->w, t->source.p[k].end);
        end = end > first + 40 ? first + 40 : end;
        /* "an internal memo seen by X" */
        for (uint32_t i = first + 2; i + 1 < end; i++)
            if (is_one_of(s, i, seen, NELEMS(seen)) && is(s, i + 1, "by") && (is(s, first, "a") || is(s, first, "an")) && i - first >= 3 && i - first <= 5) {
                *out = (struct thing){.kind = ORIGIN_DOCUMENT, .noun = S("paper")};
                out->at = (span){r->w.p[first + 1].start, kin_word_span(&r->w.p[i - 1]).end};
                out->title = slice_at(s->text, out->at);
                return true;
            }
        for (uint32_t i = first; i < end; i++) {
            if (!noun_at(s, i, out))
                continue;
            uint32_t from = r->w.p[first].start, to = kin_word_span(&r->w.p[end - 1]).end;
            uint32_t m = name_in(r, from, r->w.p[i].start); /* "an X report" */
            bool before = m != NONE && s->text.p[r->doc->lang.mentions[m].at.end] != '-'; /* "an X-funded study" */
            for (uint32_t x = before ? kin_word_at(&r->w, r->doc->lang.mentions[m].at.end) : i; before && x <= i; x++)
                before = i - x <= 2 && !parted(s, x - 1); /* "Ann Ward, who is named in the report" has made none */
            uint32_t b = i + 1;
            m = before ? m : NONE;
            while (b < end && b < i + 5 && is_one_of(s, b, seen, NELEMS(seen)))
                b = end; /* who has seen it */
            while (!before && b < end && b < i + 5 && !is_one_of(s, b, by, NELEMS(by)))
                b++;
            if (!before && b < end && is_one_of(s, b, by, NELEMS(by)))
                m = name_in(r, r->w.p[b].start, to);
            if (m != NONE) {
                made_by(s, m, out);
                span at = r->doc->lang.mentions[m].at;
                /* "the Oakley report": a person's name as it stands */
                if (before && out->person && at.end + 1 == r->w.p[i].start) {
                    out->maker = slice_at(s->text, at);
                    out->person = false;
                }
                return true;
            }
            if (i > first && parted(s, i - 1))
                continue;
            out->maker = capitals(s, i - first > 4 ? i - 4 : first, i);
            if (!out->maker.n && b < end)
                out->maker = capitals(s, b, end);
            if (out->maker.n) {
                uint32_t start = (uint32_t)(out->maker.p - s->text.p);
                out->maker = whole_name(s, (span){start, start + out->maker.n}, out->maker);
            }
            /* "the statement said": whose it is stands before */
            bool back = i == first + 1 && i + 1 == end && is(s, first, "the") && out->kind == ORIGIN_STATEMENT;
            if (out->maker.n || back)
                return true;
        }
    }
    return false;
}

/* "Jr." and the like tell one man from another. */
static bool is_suffix(slice rest) {
    static const char *const v[] = {" Jr", " Jr.", " Sr", " Sr.", " II", " III", " IV"};
    for (size_t i = 0; i < NELEMS(v); i++)
        if (slice_eq(rest, slice_str(v[i])))
            return true;
    return false;
}

/* A person's name: as the source has it, if that is a full one; else the full one that the report has most often. One with
 * more behind it, where the report has it without as well, is that with something else run into it. */
static slice full_name(const struct kin_row *r, const struct attribution *t) {
    enum { FORMS = 8 };
    const struct lang *l = &r->doc->lang;
    slice forms[FORMS], best = {0}, cut = {0};
    uint32_t counts[FORMS], n = 0, most = 0;
    for (uint32_t i = 0; i < l->mentions_n; i++) {
        const struct mention *m = &l->mentions[i];
        slice words = slice_at(r->doc->page.text, m->at);
        if (m->kind != MENTION_NAME || slice_find(words, S(" "), 0) == NONE)
            continue;
        bool own = false;
        for (uint32_t k = 0; k < t->source.n; k++)
            own |= m->at.start >= t->source.p[k].start && m->at.end <= t->source.p[k].end;
        /* "Ann Ward, editor of X": whoever Ann Ward was taken for */
        own = own && m->entity < l->entities_n && l->entities[m->entity].type == ENTITY_PER && m->at.start == t->source.p[0].start;
        if (m->entity != t->entity && !own)
            continue;
        uint32_t k = 0;
        while (k < n && !slice_eq(forms[k], words))
            k++;
        if (k == FORMS)
            continue;
        if (k == n) {
            forms[n] = words;
            counts[n++] = 0;
        }
        counts[k] += own ? 1000 : 1;
    }
    for (uint32_t k = 0; k < n; k++)
        if (counts[k] > most) {
            most = counts[k];
            best = forms[k];
        }
    for (uint32_t i = 0; i < l->mentions_n && best.n; i++) {
        slice words = slice_at(r->doc->page.text, l->mentions[i].at);
        if (l->mentions[i].kind == MENTION_NAME && slice_starts(best, words) && best.n > words.n && best.p[words.n] == ' ' &&
            slice_find(words, S(" "), 0) != NONE && !is_suffix(slice_cut(best, words.n, best.n)))
            cut = words;
    }
    return cut.n ? cut : best.n ? best : l->entities[t->entity].name;
}

slice *thing_people(struct kin_row *const *rows, uint32_t n, struct arena *a, uint32_t *people_n) {
    slice *v = NULL;
    uint32_t m = 0, cap = 0;
    for (uint32_t i = 0; i < n; i++) {
        const struct lang *l = &rows[i]->doc->lang;
        for (uint32_t k = 0; k < l->entities_n; k++)
            if (l->entities[k].type == ENTITY_PER && slice_find(l->entities[k].name, S(" "), 0) != NONE) {
                ARENA_MORE(a, v, m, cap);
                v[m++] = l->entities[k].name;
            }
    }
    *people_n = m;
    return v;
}

slice thing_in_pile(const slice *people, uint32_t n, slice name) {
    bool alone = slice_find(name, S(" "), 0) == NONE, several = false;
    slice found = {0};
    for (uint32_t i = 0; i < n; i++) {
        slice e = people[i];
        if (alone && e.n > name.n + 1 && slice_ends(e, name) && e.p[e.n - name.n - 1] == ' ') {
            uint32_t first = slice_find(e, S(" "), 0); /* "Ann Ward", "Ann Moll Ward" */
            several |= found.n && !slice_starts(found, slice_cut(e, 0, first + 1));
            found = !found.n || e.n < found.n ? e : found;
        }
        if (!alone && name.n > e.n && name.p[e.n] == ' ' && slice_starts(name, e) && !is_suffix(slice_cut(name, e.n, name.n)))
            found = e;
    }
    return found.n && !several ? found : name;
}

slice thing_speaker(const struct kin_row *r, const struct attribution *t) {
    const struct entity *e = &r->doc->lang.entities[t->entity];
    return e->type == ENTITY_PER ? full_name(r, t) : e->name;
}

/* "The harbour board ... the board said": the words [*first, *end) before word i that say in full what it only names; false. */
static bool in_full(const struct scan *s, uint32_t i, uint32_t *first, uint32_t *end) {
    enum { BACK = 800, WORDS = 3 };
    const struct kin_word *w = s->r->w.p;
    for (uint32_t j = i; j-- > 0 && i - j < BACK;) {
        if (w[j].id != w[i].id)
            continue;
        uint32_t b = j;
        while (b > 0 && j - b < WORDS && !parted(s, b - 1) && !is(s, b - 1, "the") && !is(s, b - 1, "of"))
            b--;
        if (b < j && b > 0 && is(s, b - 1, "the") && !parted(s, b - 1)) {
            *first = b;
            *end = j + 1;
            return true;
        }
    }
    return false;
}

/* Who the source is, where it is no paper. */
static void maker_of(const struct scan *s, const struct attribution *t, struct thing *out) {
    const struct kin_row *r = s->r;
    const struct lang *l = &r->doc->lang;
    out->maker = (slice){0};
    if (!t->source.n)
        return;
    uint32_t first = kin_word_at(&r->w, t->source.p[0].start), end = kin_word_at(&r->w, t->source.p[0].end);
    end = end > first + 20 ? first + 20 : end;
    if (t->anonymous) { /* "a spokesman for X" */
        bool speaks = false;
        for (uint32_t i = first; i < end; i++)
            speaks |= slice_starts_nocase(word(s, i), S("spokes"));
        uint32_t m = speaks ? name_in(r, t->source.p[0].start, t->source.p[0].end) : NONE;
        if (m != NONE && l->entities[l->mentions[m].entity].type == ENTITY_ORG)
            made_by(s, m, out);
        else if (speaks)
            out->maker = capitals(s, first, end);
        return;
    }
    if (t->entity < l->entities_n && (l->entities[t->entity].type == ENTITY_PER || l->entities[t->entity].type == ENTITY_ORG)) {
        out->maker = thing_speaker(r, t);
        out->person = l->entities[t->entity].type == ENTITY_PER;
        return;
    }
    if (t->source_type == SOURCE_GROUP || end <= first)
        return;
    /* "the coast guard", "the Red Dawn group" */
    if (is(s, first, "the") || is(s, first, "a") || is(s, first, "an"))
        first++;
    if (end == first + 1 && first > 0 && cue(s, first) & C_BODY && !in_full(s, first, &first, &end))
        return;
    if (end < first + 2 || end > first + 5)
        return;
    for (uint32_t i = first; i + 1 < end; i++)
        if (parted(s, i))
            return;
    if (!(cue(s, end - 1) & C_BODY))
        return;
    if (is(s, end - 1, "group") && r->w.p[end - 2].flags & KIN_UPPER)
        end--;
    out->maker = slice_cut(s->text, r->w.p[first].start, kin_word_span(&r->w.p[end - 1]).end);
    out->person = false;
}

/* "In “The Long Span”, X writes": a title in quotation marks behind "in" or the word for a book, outside what is said. */
static bool title_in(const struct scan *s, const struct attribution *t, uint32_t first, uint32_t end, struct thing *out) {
    const struct kin_row *r = s->r;
    static const char *const small[] = {"the", "a", "an", "of", "and", "in", "on", "to", "for", "from", "with", "at", "by", "my"};
    static const char *const heads[] = {"in", "book", "memoir", "memoirs", "autobiography"};
    slice text = s->text;
    for (uint32_t i = first; i + 1 < end; i++) {
        if (!is_one_of(s, i, heads, NELEMS(heads)) || !(r->w.p[i + 1].flags & KIN_UPPER))
            continue;
        uint32_t gap = kin_word_span(&r->w.p[i]).end, open = gap;
        while (open < r->w.p[i + 1].start && (text.p[open] == ' ' || text.p[open] == ','))
            open++;
        bool curly = slice_starts(slice_cut(text, open, text.n), S("\xE2\x80\x9C"));
        if (!curly && text.p[open] != '"')
            continue;
        uint32_t j = i + 1;
        bool title = true;
        for (; j < end && j <= i + TITLE_WORDS; j++) {
            title &= r->w.p[j].flags & KIN_UPPER || is_one_of(s, j, small, NELEMS(small));
            uint32_t stop = j + 1 < r->w.n ? r->w.p[j + 1].start : text.n;
            slice after = slice_cut(text, kin_word_span(&r->w.p[j]).end, stop);
            if (slice_find(after, curly ? S("\xE2\x80\x9D") : S("\""), 0) != NONE)
                break;
        }
        if (!title || j == end || j > i + TITLE_WORDS || j == i + 1)
            continue;
        bool book = !is(s, i, "in");
        slice cue = slice_at(text, t->cue.p[0]);
        if (!book && !slice_starts(cue, S("writes")) && !slice_starts(cue, S("wrote")) && !slice_starts(cue, S("recalls")))
            continue;
        out->kind = ORIGIN_DOCUMENT;
        out->noun = S("book");
        out->at = (span){r->w.p[i + 1].start, kin_word_span(&r->w.p[j]).end};
        out->title = slice_at(text, out->at);
        return true;
    }
    return false;
}

/* "said in a statement", "wrote on Twitter": the noun beside the cue, and outside what is said. */
static bool beside_cue(const struct scan *s, const struct attribution *t, struct thing *out) {
    const struct kin_row *r = s->r;
    static const char *const before[] = {"in", "at", "via", "through", "on", "with", "released", "issued", "posted", "published", "shared", "signed", "sent",
                                         "out", "releasing", "issuing", "posting", "uploaded", "circulated", "read"};
    static const char *const open[] = {"a", "an", "its", "his", "her", "their", "the", "another", "one", "this"};
    static const char *const others[] = {"opening", "closing", "witness", "sworn", "victim", "joint", "financial", "police", "bank", "budget"};
    static const char *const boards[] = {"facebook", "instagram", "telegram", "tiktok", "youtube", "weibo", "linkedin", "snapchat", "vkontakte", "bluesky"};
    static const char *const whose[] = {"his", "her", "its", "their", "the", "official", "verified", "own", "personal"};
    static const char *const over[] = {"on", "to", "via", "through", "in"};
    static const char *const pens[] = {"wrote", "posted", "said", "writes", "tweeted", "announced", "added", "commented", "responded", "declared", "asked", "insisted"};
    struct kin_sent sent = kin_sent_around(&r->w, t->cue.p[0].start);
    uint32_t c = kin_word_at(&r->w, t->cue.p[0].start);
    if (c < r->w.n && (slice_starts(word(s, c), S("tweeted")) || slice_eq(word(s, c), S("tweeting")))) {
        *out = (struct thing){.kind = ORIGIN_STATEMENT, .noun = S("tweet"), .at = t->cue.p[0]};
        return true;
    }
    for (uint32_t i = sent.first + 1; i < sent.end; i++) {
        span at = kin_word_span(&r->w.p[i]);
        if (within(&t->content, at) && (t->form != FORM_INDIRECT || i + NEAR < sent.end || at.start < t->cue.p[0].start))
            continue; /* "said it would close in a statement on Monday": at its very end it is no matter of what is said */
        uint32_t q = i - 1; /* "on his official Twitter account" */
        while (q > sent.first && i - q < 4 && is_one_of(s, q, whose, NELEMS(whose)))
            q--;
        bool on = is_one_of(s, q, over, NELEMS(over));
        if (on && c < r->w.n && is_one_of(s, c, pens, NELEMS(pens)) &&
            (is(s, i, "twitter") || is_one_of(s, i, boards, NELEMS(boards)) || (is(s, i, "social") && i + 1 < sent.end && is(s, i + 1, "media")))) {
            *out = (struct thing){.kind = ORIGIN_STATEMENT, .noun = is(s, i, "twitter") ? S("tweet") : S("post"), .at = at};
            return true;
        }
        if (!noun_at(s, i, out))
            continue;
        bool told = c + 1 < i && (is(s, c, "told") || is(s, c, "tells")) && (is(s, c + 1, "a") || is(s, c + 1, "the")) && i - c <= NEAR;
        bool sworn = slice_eq(out->noun, S("affidavit")) || slice_eq(out->noun, S("declaration"));
        bool other = !sworn && is_one_of(s, i - 1, others, NELEMS(others)), in = told;
        for (uint32_t k = i; k > sent.first && i - k < NEAR && !in && !other; k--) {
            other = !sworn && is_one_of(s, k - 1, others, NELEMS(others));
            if (parted(s, k - 1))
                break;
            bool others_paper = out->kind == ORIGIN_DOCUMENT && (is(s, k - 1, "the") || is(s, k - 1, "this"));
            if (is_one_of(s, k - 1, open, NELEMS(open)) && !others_paper)
                in = k > sent.first + 1 && is_one_of(s, k - 2, before, NELEMS(before)) && !parted(s, k - 2);
        }
        if (in && !other)
            return true;
    }
    return false;
}

bool thing_read(const struct outlets *o, struct kin_row *r, const struct attribution *t, struct thing *out) {
    const struct scan scan = {.o = o, .r = r, .text = r->doc->page.text}, *s = &scan;
    *out = (struct thing){0};
    if (!t->cue.n || !t->content.n || t->parent != NONE)
        return false;
    if (t->source_type != SOURCE_PERSON || !t->source_name.p || is_lower((unsigned char)t->source_name.p[0]) || t->anonymous)
        if (in_source(s, t, out))
            return true;
    struct kin_sent sent = kin_sent_around(&r->w, t->cue.p[0].start);
    *out = (struct thing){0};
    if (!title_in(s, t, sent.first, sent.end, out) && !beside_cue(s, t, out))
        return false;
    if (out->kind == ORIGIN_STATEMENT && t->relays.p)
        return false; /* to an outlet: that is who has it */
    if (t->source_type == SOURCE_OUTLET && out->kind != ORIGIN_STATEMENT)
        return false;
    maker_of(s, t, out);
    if (t->source_type == SOURCE_OUTLET) { /* what it says for itself */
        uint8_t kind;
        uint32_t m = t->source.n ? name_in(r, t->source.p[0].start, t->source.p[0].end) : NONE;
        if (m == NONE)
            return false;
        out->maker = slice_at(s->text, r->doc->lang.mentions[m].at);
        kin_outlet(out->maker, &out->maker, &kind);
    }
    static const char *const books[] = {"book", "memoir", "autobiography"};
    bool book = false;
    for (size_t i = 0; i < NELEMS(books); i++)
        book |= slice_eq(out->noun, slice_str(books[i]));
    if (out->kind == ORIGIN_DOCUMENT && out->person && !book)
        return false; /* what somebody says of a report */
    return out->maker.n || out->title.n;
}

slice thing_name(const struct thing *t, slice maker, struct arena *a) {
    if (t->title.n)
        return t->title;
    maker = match_bare(maker);
    /* as an outlet's article goes by the outlet, so does what somebody says or a body reports, by who it is; books do not */
    static const char *const own[] = {"book", "memoir", "autobiography", "annual report", "paper", "dossier"};
    bool named = false;
    for (size_t i = 0; i < NELEMS(own); i++)
        named |= slice_eq(t->noun, slice_str(own[i]));
    if (!named)
        return maker;
    bool full = t->person && slice_find(maker, S(" "), 0) != NONE;
    return arena_printf(a, "%.*s%s %.*s", (int)maker.n, maker.p, full ? "'s" : "", (int)t->noun.n, t->noun.p);
}
