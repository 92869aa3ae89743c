/* Lines that are known by their shape: dates and hours alone, whose rights they are, what points to another story, trails of
 * sections, names with what they do, what readers wrote. None of it is a phrase of a list. */
#include "text_lines.h"

/* The next word: letters, digits and what is no ASCII; a mark by itself. */
static bool next_word(slice *s, slice *word) {
    uint32_t i = 0;
    while (i < s->n && is_space((unsigned char)s->p[i]))
        i++;
    if (i == s->n)
        return false;
    uint32_t from = i++;
    bool letters = is_alnum((unsigned char)s->p[from]) || (unsigned char)s->p[from] >= 0xC3;
    while (letters && i < s->n && (is_alnum((unsigned char)s->p[i]) || (unsigned char)s->p[i] >= 0x80 || s->p[i] == '\'' || s->p[i] == '-'))
        i++;
    *word = slice_cut(*s, from, i);
    *s = slice_cut(*s, i, s->n);
    return true;
}

static bool is_one_of(slice word, const char *const *words, size_t n) {
    for (size_t i = 0; i < n; i++)
        if (slice_eq_nocase(word, slice_str(words[i])))
            return true;
    return false;
}

/* ---- dates ------------------------------------------------------------------------------------------- */

/* "Tuesday 14 May, 8.05pm", "Published 15 May 2019 at 11:45. Updated at 13:02": nothing but a day, an hour and what was done then.
 * "December 22" and "July 2016" head what is told of then, but before the report they are its date (`bare`). */
static bool is_when(const struct text_reader *t, const struct line_block *b, slice s, bool bare) {
    static const char *const days[] = {"monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday", "mon", "tue", "tues", "wed",
                                       "thu", "thur", "thurs", "fri", "sat", "sun"},
                             *const other[] = {"published", "updated", "posted", "last", "first", "modified", "at", "on", "the", "of", "ago", "hours",
                                               "hour", "minutes", "minute", "days", "day", "st", "nd", "rd", "th", "today", "yesterday", "time", "et", "est", "edt", "pt", "a", "p", "m"},
                             *const marks[] = {",", ".", ":", "|", "-", "/", "(", ")", "+"};
    enum { MOST = 14, MONTHS = 12 };
    static const char *const done[] = {"published", "updated", "posted", "modified"};
    uint32_t digits = 0, named = 0, hours = 0, years = 0, deeds = 0;
    slice word;
    if (b->words > MOST)
        return false;
    while (next_word(&s, &word)) {
        char low[12];
        if (is_digit((unsigned char)word.p[0])) {
            uint32_t k = 0;
            while (k < word.n && is_digit((unsigned char)word.p[k]))
                k++;
            slice rest = slice_cut(word, k, word.n);
            bool clock = slice_eq_nocase(rest, S("am")) || slice_eq_nocase(rest, S("pm"));
            if (k > 4 || (rest.n && !clock && !is_one_of(rest, other, NELEMS(other)) && rest.p[0] != '-' && rest.p[0] != 'T'))
                return false;
            hours += clock;
            years += k == 4;
            digits++;
            continue;
        }
        if (word.n == 2 && !memcmp(word.p, "\xC2\xB7", 2))
            continue;
        if (word.n == 3 && !memcmp(word.p, "\xE2\x80", 2))
            continue; /* dashes, dots */
        deeds += is_one_of(word, done, NELEMS(done));
        hours += slice_eq_nocase(word, S("a")) || slice_eq_nocase(word, S("p")); /* "p.m." */
        if (is_one_of(word, marks, NELEMS(marks)) || is_one_of(word, other, NELEMS(other)))
            continue;
        for (uint32_t k = 0; k < word.n && k < sizeof low; k++)
            low[k] = to_lower(word.p[k]);
        const uint32_t *v = word.n <= sizeof low ? table_get(&t->k->dates, slice_of(low, word.n)) : NULL;
        bool day = is_one_of(word, days, NELEMS(days));
        if (!v && !day)
            return false;
        named += day || (*v >= 1 && *v <= MONTHS);
    }
    return digits && (hours || (named && (bare || deeds || (years && digits > 1))));
}

/* ---- rights ------------------------------------------------------------------------------------------ */

/* "© 2019 Norrvik Media", "All content (c) Norrvik Newspapers Ltd", "Reproduction without permission is prohibited": who owns the text. */
static bool is_rights(const struct line_block *b, slice s) {
    static const char *const heads[] = {"\xC2\xA9", "(c) ", "copyright ", "all content \xC2\xA9", "all content (c)", "all content copyright", "all rights reserved",
                                        "content copyright ", "text \xC2\xA9", "reproduction ", "unauthorised ", "unauthorized ", "distributed by ", "republished with",
                                        "republished from", "reprinted with", "published under licence", "published under license"},
                             *const legal[] = {"permission", "prohibited", "forbidden", "licence", "license", "rights"},
                             *const pictures[] = {"Getty", "AFP", "Reuters", "AP", "EPA", "Shutterstock", "PA"};
    enum { MOST = 40, CREDIT = 4, COPYRIGHT = 2, LEGAL = 9, LEGAL_MOST = 24 };
    if (b->words > MOST)
        return false;
    for (size_t i = 0; i < NELEMS(pictures) && b->words <= CREDIT; i++)
        if (slice_find(s, slice_str(pictures[i]), 0) != NONE)
            return false;
    uint32_t own = slice_find(s, S(" \xC2\xA9"), 0);
    if (own != NONE && own + 4 < s.n && !memcmp(s.p + own, " \xC2\xA9 ", 4) && is_digit((unsigned char)s.p[own + 4]) && s.n - own <= 12)
        return true; /* "Norrvik Media © 2019" */
    for (size_t i = 0; i < NELEMS(heads); i++) {
        if (!slice_starts_nocase(s, slice_str(heads[i])))
            continue;
        bool said = i < LEGAL;
        for (size_t k = 0; k < NELEMS(legal) && b->words <= LEGAL_MOST; k++)
            said |= slice_find_nocase(s, slice_str(legal[k]), 0) != NONE;
        uint32_t n = (uint32_t)strlen(heads[i]);
        return said && (i != COPYRIGHT || s.n <= n || !is_lower((unsigned char)s.p[n])); /* "copyright law is ..." */
    }
    return false;
}

/* ---- pictures ---------------------------------------------------------------------------------------- */

/* "The quay at noon © Ann Ward/Northern Press", "... (archive photo)", "... | Lamp archive", "... Credit: Ann Ward": words, and whose the
 * picture is. */
static bool is_owned(const struct line_block *b, slice s) {
    static const char *const ends[] = {"archive photo)", "file photo)", "(archive)", "(file)", " archive", " archives", " photo", " pic", " file picture", "/handout", "handout)"};
    enum { TAIL = 44, LEAST = 15, MOST = 45 };
    static const char *const heads[] = {"\xE2\x96\xB2 ", "illustrative image", "illustrative photo", "illustration photo", "stock image", "stock photo"};
    if (b->words > MOST || b->words < 4)
        return false;
    for (size_t i = 0; i < NELEMS(heads); i++)
        if (slice_starts_nocase(s, slice_str(heads[i])))
            return true;
    if (b->ends && s.p[s.n - 1] != ')' && s.p[s.n - 1] != ']')
        return false;
    uint32_t at = slice_find(s, S(" \xC2\xA9 "), 0);
    if (at != NONE && at >= LEAST && s.n - at <= TAIL)
        return true;
    for (size_t i = 0; i < NELEMS(ends); i++) {
        slice end = slice_str(ends[i]);
        uint32_t mark = s.n > TAIL ? s.n - TAIL : 0;
        slice tail = slice_cut(s, mark, s.n);
        bool parted = end.p[end.n - 1] == ')' || end.p[0] == '/' || slice_find(tail, S(" | "), 0) != NONE || slice_find(tail, S(" \xE2\x80\x94 "), 0) != NONE ||
                      slice_find(tail, S(" - "), 0) != NONE || slice_find(tail, S(". "), 0) != NONE;
        if (parted && slice_ends_nocase(s, end))
            return true;
    }
    /* "The quay on Monday. Ann Ward/Northern Press": a sentence, and behind it names alone */
    at = NONE;
    for (uint32_t i = 8; i + 3 < s.n; i++)
        if (s.p[i] == '.' && s.p[i + 1] == ' ' && is_lower((unsigned char)s.p[i - 1]) && is_lower((unsigned char)s.p[i - 2]) && is_lower((unsigned char)s.p[i - 3]))
            at = i + 2;
    if (at != NONE && !b->ends && s.n - at <= TAIL) {
        slice tail = slice_cut(s, at, s.n), word;
        static const char *const between[] = {"for", "the", "of", "/", "and", "via", "&"};
        uint32_t names = 0;
        bool all = true;
        while (all && next_word(&tail, &word)) {
            names++;
            all = is_upper((unsigned char)word.p[0]) || is_one_of(word, between, NELEMS(between));
        }
        if (all && names <= 7 && is_upper((unsigned char)s.p[at]))
            return true;
    }
    at = slice_find(s, S(". Credit: "), 0);
    if (at != NONE && s.n - at <= TAIL)
        return true;
    if (s.p[s.n - 1] != ']')
        return false;
    uint32_t open = s.n - 1;
    while (open && s.p[open] != '[')
        open--;
    slice in = slice_cut(s, open + 1, s.n - 1);
    const char *bar = memchr(in.p, '/', in.n);
    return open >= LEAST && in.n >= 5 && in.n <= TAIL && bar && is_upper((unsigned char)in.p[0]) && is_upper((unsigned char)bar[1]);
}

/* ---- other stories ----------------------------------------------------------------------------------- */

/* "Read also: Ferry sold", "Also in Business: Mill to close", "READ MORE Ferry sold": words that point, and a story behind them. */
static bool is_pointer(const struct line_block *b, slice s) {
    static const char *const strong[] = {"read", "related", "recommended", "trending", "popular", "articles", "stories", "story", "background", "interested", "interest", "archive",
                                         "archives", "earlier", "previous", "previously", "subject", "topic", "also", "more", "next", "further", "see", "depth", "miss", "icymi",
                                         "coverage", "must-read", "section"},
                             *const weak[] = {"you", "might", "may", "like", "be", "of", "for", "now", "our", "the", "here", "this", "on", "same", "from", "must", "don't", "continue",
                                              "keep", "reading", "up", "in", "case", "missed", "it", "other", "news", "too", "most", "all", "about"};
    enum { HEAD = 34, MOST = 40, LEAST = 3 };
    if (b->words > MOST || b->words < LEAST + 1)
        return false;
    if ((slice_starts(s, S(">> ")) || slice_starts(s, S("\xE2\x86\x92 ")) || slice_starts(s, S("\xE2\x96\xBA ")) || slice_starts(s, S("\xE2\x96\xB6 ")) ||
         slice_starts(s, S("\xC2\xBB "))) && (!b->ends || s.p[s.n - 1] == '?') && b->words <= 22)
        return true;
    /* a colon, a bar, a dash; none where the words that point are all in capitals */
    s = slice_cut(s, text_bullet(s), s.n);
    uint32_t end = NONE, next = 0, words = 0, found = 0;
    for (uint32_t i = 1; i < s.n && i < HEAD && end == NONE; i++) {
        if (s.p[i] == ':')
            end = i, next = i + 1;
        else if (s.p[i] == '|' || (s.p[i] == '-' && s.p[i - 1] == ' '))
            end = i, next = i + 1;
        else if (i + 3 < s.n && !memcmp(s.p + i, "\xE2\x80\x93", 3))
            end = i, next = i + 3;
    }
    static const char *const loud[] = {"READ ALSO ", "ALSO READ ", "READ MORE ", "SEE ALSO ", "READ NEXT "};
    for (size_t i = 0; i < NELEMS(loud); i++)
        if (slice_starts(s, slice_str(loud[i])) && end == NONE)
            return !b->ends || s.p[s.n - 1] == '?';
    if (end == NONE || next + 8 > s.n || (b->ends && s.p[s.n - 1] != '?' && !slice_starts_nocase(s, S("read")) && !slice_starts_nocase(s, S("see")) &&
                                          !slice_starts_nocase(s, S("more")) && !slice_starts_nocase(s, S("also")) && !slice_starts_nocase(s, S("related"))))
        return false;
    slice head = slice_trim(slice_cut(s, 0, end)), word;
    bool in = false; /* what follows is a section: "Also in Business" */
    for (; next_word(&head, &word); words++) {
        bool is = is_one_of(word, strong, NELEMS(strong));
        found += is;
        if (!is && !in && !is_one_of(word, weak, NELEMS(weak)))
            return false;
        in |= words && (slice_eq_nocase(word, S("in")) || slice_eq_nocase(word, S("on")) || slice_eq_nocase(word, S("from")));
    }
    return found && words <= 6 && b->words > words + 2;
}

/* ---- menus and pleas ------------------------------------------------------------------------------------ */

/* "Share Tweet Print", "Terms of use | Privacy": words of menus alone. */
bool text_is_menu(const struct text_reader *t, const struct line_block *b, slice s) {
    enum { MOST = 12 };
    uint32_t strong = 0;
    slice word;
    if (b->words > MOST || (b->ends && s.p[s.n - 1] != '.'))
        return false;
    while (next_word(&s, &word)) {
        if (!is_alpha((unsigned char)word.p[0]))
            continue;
        uint32_t bits = kit_word(t->k, word);
        if (!(bits & (WORD_MENU | WORD_MENUISH)))
            return false;
        strong += (bits & WORD_MENU) != 0;
    }
    return strong > 0;
}

/* "Try a month of unlimited reading for 1 crown", "Take our quiz": enough words that ask, and nothing told or quoted. */
bool text_is_plea(const struct text_reader *t, const struct line_block *b, slice s) {
    static const char *const quotes[] = {"\"", "\xE2\x80\x9C", "\xE2\x80\x98", " said", " says", " told"};
    enum { MOST = 22, ENDED = 16, STRONG = 3, ENOUGH = 4, SHORT = 12 };
    static const char *const social[] = {"follow", "like", "join", "find"};
    uint32_t weak = 0, strong = 0, asked = 0, words = 0;
    bool urged = false; /* its first word asks */
    slice word, rest = s;
    if (b->words > (b->ends && s.p[s.n - 1] == '.' ? ENDED : MOST) || b->words < 3)
        return false;
    for (size_t i = 0; i < NELEMS(quotes); i++)
        if (slice_find(s, slice_str(quotes[i]), 0) != NONE)
            return false;
    const char *colon = memchr(s.p, ':', s.n < 30 ? s.n : 30);
    uint32_t behind = colon ? (uint32_t)(colon - s.p) + 1 : 0; /* "Lamp Plus: Try it for free" */
    bool first = true;
    while (next_word(&rest, &word)) {
        uint32_t bits = kit_word(t->k, word);
        if (word.p == s.p + behind + 1)
            first = true;
        static const char *const you[] = {"you", "your", "our", "us", "we"};
        strong += (bits & WORD_PLEA) != 0;
        weak += (bits & WORD_PLEAISH) != 0;
        asked += is_one_of(word, you, NELEMS(you)) || (first && bits & (WORD_PLEA | WORD_PLEAISH));
        urged |= first && bits & WORD_PLEAISH;
        if (!words && b->words <= 9 && !b->ends && is_one_of(word, social, NELEMS(social)) && slice_find(s, S(" on "), 0) != NONE)
            return true; /* "Follow the Lamp on Chirp" */
        first = false;
        words++;
    }
    if (!asked && strong && strong * STRONG + weak > ENOUGH)
        asked = 1; /* "For subscribers: read on from 1 crown" */
    uint32_t sum = strong * STRONG + weak, enough = urged && b->words <= SHORT && (!b->ends || s.p[s.n - 1] != '.') ? ENOUGH - 1 : ENOUGH;
    return asked && sum >= enough && sum * 3 >= words;
}

/* "https://t.co/Ab12", "[embed]https://...[/embed]", "[video src=...]": a post, a player. */
static bool is_embedded(const struct line_block *b, slice s) {
    static const char *const hosts[] = {"https://t.co/", "pic.twitter.com/", "https://twitter.com/", "https://www.youtube.com/", "https://youtu.be/", "https://www.instagram.com/",
                                        "https://x.com/", "https://www.facebook.com/", "https://www.tiktok.com/"};
    for (size_t i = 0; i < NELEMS(hosts) && b->words == 1; i++)
        if (slice_starts(s, slice_str(hosts[i])))
            return true;
    if (b->words == 2 && s.p[0] == '[' && s.p[s.n - 1] == ']' && is_lower((unsigned char)s.p[1]) && is_digit((unsigned char)s.p[s.n - 2]))
        return true;
    return s.n > 6 && s.p[0] == '[' && s.p[s.n - 1] == ']' && is_lower((unsigned char)s.p[1]) &&
           (slice_find(s, S("[/"), 0) != NONE || slice_find(s, S("=\""), 0) != NONE);
}

static bool is_advert(const struct line_block *b, slice s) {
    static const char *const heads[] = {"advertisement", "advertising", "article continues after ad", "article continues below ad", "story continues below ad",
                                        "story continues after ad", "story continues below this ad", "sponsored:", "sponsored content:", "paid post:", "partner content:", "anzeige"};
    while (s.n && !is_alnum((unsigned char)s.p[0]) && (unsigned char)s.p[0] < 0xC3)
        s = slice_cut(s, 1, s.n);
    for (size_t i = 0; i < NELEMS(heads); i++)
        if (slice_starts_nocase(s, slice_str(heads[i])) && b->words <= 14 && !(b->ends && s.p[s.n - 1] == '.'))
            return true;
    return false;
}

/* ---- desks ------------------------------------------------------------------------------------------------ */

/* "[chart: trade by year]", "[video]": where something stood that is no text. */
bool text_is_gap(slice s) {
    static const char *const things[] = {"chart", "table", "image", "photo", "picture", "graphic", "map", "audio", "infographic", "embed", "figure", "illustration", "advert",
                                         "advertisement", "pullquote", "video"};
    enum { MOST = 90 };
    if (s.n < 5 || s.n > MOST || s.p[0] != '[' || s.p[s.n - 1] != ']' || memchr(s.p + 1, '[', s.n - 1))
        return false;
    slice word, rest = slice_cut(s, 1, s.n);
    return next_word(&rest, &word) && is_one_of(word, things, NELEMS(things)) &&
           (rest.n == 1 || rest.p[0] == ':' || slice_eq_nocase(rest, S(" omitted]")) || slice_eq_nocase(rest, S(" removed]")));
}

/* "REFILE-Corrects spelling of name in para 5": what a desk tells other desks. */
bool text_is_desk(slice s) {
    enum { MOST = 200 };
    if (s.n > MOST)
        return false;
    static const char *const verbs[] = {"corrects", "adds", "fixes", "updates", "removes", "recasts", "refiles", "clarifies", "deletes", "drops"};
    static const char *const ends[] = {"(end)", "(ends)", "-30-", "- 30 -", "(more)", "(more to follow)", "more to follow", "ends", "end", "-ends-", "-end-", "more tk", "&nbsp;",
                                       "endit", "/ends", "[ends]", "[end]", "[sic]", "\xE2\x80\x94", "\xE2\x80\x93", "\xE2\x80\xA6", "lorem ipsum", "###end###"};
    if (is_one_of(s, ends, NELEMS(ends)))
        return true;
    bool holder = s.n > 5 && !memchr(s.p, ' ', s.n) && ((slice_starts(s, S("{{")) && slice_ends(s, S("}}"))) || (slice_starts(s, S("%%")) && slice_ends(s, S("%%"))) ||
                                                            (s.p[0] == '$' && s.p[s.n - 1] == '$'));
    holder |= slice_starts(s, S("{%")) && slice_ends(s, S("%}"));
    if (holder)
        return true; /* "{{slot_3}}": what a template was to fill */
    uint32_t i = 0;
    while (i < s.n && is_upper((unsigned char)s.p[i]))
        i++;
    slice rest = slice_cut(s, i, s.n), word;
    if (i < 3 || s.n < i + 4 || (rest.p[0] != '-' && rest.p[0] != ':'))
        return false;
    rest = slice_cut(rest, 1, rest.n);
    return next_word(&rest, &word) && is_one_of(word, verbs, NELEMS(verbs));
}

/* ---- trails of sections -------------------------------------------------------------------------------- */

/* "Northern Review | Long reads", "Main page → Sport → Rowing", "News · Norrvik": parts of few words that a mark parts. */
static bool is_trail(const struct line_block *b, slice s) {
    static const char *const marks[] = {" | ", " \xC2\xB7 ", " > ", " / ", " \xE2\x80\xBA ", " \xE2\x86\x92 ", " \xC2\xBB ", " \xE2\x80\xA2 ", " \xE2\x80\x94 ", " - "};
    enum { MOST = 12, PART = 4 };
    if (b->ends || b->words > MOST)
        return false;
    for (size_t m = 0; m < NELEMS(marks); m++) {
        slice mark = slice_str(marks[m]), word;
        uint32_t parts = 0, from = 0;
        bool good = true;
        while (good && from <= s.n) {
            uint32_t at = slice_find(s, mark, from), words = 0;
            slice part = slice_cut(s, from, at == NONE ? s.n : at);
            unsigned char c = part.n ? (unsigned char)part.p[0] : ' ';
            good = (is_upper(c) || c >= 0xC3) && !memchr(part.p, ':', part.n);
            while (next_word(&part, &word))
                words += is_alnum((unsigned char)word.p[0]);
            good &= words && words <= PART;
            parts++;
            from = at == NONE ? s.n + 1 : at + mark.n;
        }
        if (good && parts >= 2)
            return true;
    }
    return false;
}

/* ---- names ---------------------------------------------------------------------------------------------- */

static bool is_role(const struct text_reader *t, slice word) { return kit_word(t->k, word) & WORD_ROLE; }

/* Words with capitals alone, but for what joins names ("and", "in"): how many, and how many of those that join. 0: others. */
static uint32_t capital_words(const struct text_reader *t, slice s, uint32_t *joins, uint32_t *roles) {
    static const char *const joining[] = {"and", "in", "at", "for", "with"}, *const small[] = {"de", "van", "von", "der", "den", "da", "di", "bin", "la", "al", "el", "du", "ter"};
    uint32_t n = 0;
    slice word;
    *joins = *roles = 0;
    while (next_word(&s, &word)) {
        unsigned char c = (unsigned char)word.p[0];
        if (c == ',' || c == '&' || c == '/') {
            ++*joins;
        } else if (c == '.') {
            continue; /* an initial's */
        } else if (is_one_of(word, joining, NELEMS(joining))) {
            ++*joins;
        } else if (is_upper(c) || c >= 0xC3 || is_one_of(word, small, NELEMS(small)) || is_role(t, word)) {
            *roles += is_role(t, word);
            n++;
        } else {
            return 0;
        }
    }
    return n;
}

static bool has_outlet(const struct text_reader *t, slice s) {
    slice word;
    while (next_word(&s, &word))
        if (kit_word(t->k, word) & WORD_OUTLET)
            return true;
    return false;
}

/* "Ann Ward", at most three words with capitals, none of them an outlet's or a role. */
static bool is_name(const struct text_reader *t, slice s) {
    uint32_t joins, roles, n = capital_words(t, s, &joins, &roles);
    return n >= 2 && n <= 3 && !joins && !roles && !has_outlet(t, s);
}

/* "Crime correspondent", "Local Democracy Reporter". */
static bool is_job(const struct text_reader *t, const struct line_block *b, slice s) {
    return b->words <= 5 && !b->ends && is_role(t, text_last_word(s)) && is_upper((unsigned char)s.p[0]) && !memchr(s.p, ',', s.n);
}

/* "Ann Ward, Lamp News, Norrvik", "Analysis: Ann Ward, Lamp News". */
static bool is_seat(const struct text_reader *t, const struct line_block *b, slice s) {
    enum { MOST = 9 };
    if (b->ends || b->words > MOST)
        return false;
    if (slice_starts_nocase(s, S("analysis: ")) || slice_starts_nocase(s, S("analysis - ")))
        s = slice_trim(slice_cut(s, (uint32_t)strlen("analysis: "), s.n));
    const char *comma = memchr(s.p, ',', s.n);
    uint32_t at = comma ? (uint32_t)(comma - s.p) : s.n, joins, roles;
    return comma && is_name(t, slice_cut(s, 0, at)) && has_outlet(t, slice_cut(s, at, s.n)) && capital_words(t, s, &joins, &roles);
}

/* "Ann Ward, crime correspondent", "Ann Ward in Norrvik and Bo Lind in Besk", "Norrvik News and agencies". */
static bool is_credit(const struct text_reader *t, const struct line_block *b, slice s) {
    static const char *const ends[] = {" and agencies", ", agencies", " and wire services", " staff", " staff reporter", " staff reporters", " news desk", " newsroom",
                                       " wire reports", " news services", " news service"};
    uint32_t joins, roles;
    if (b->ends || b->words > 12 || memchr(s.p, ':', s.n))
        return false;
    const char *bar = memchr(s.p, '|', s.n);
    if (bar)
        return is_name(t, slice_trim(slice_cut(s, 0, (uint32_t)(bar - s.p)))) && is_role(t, text_last_word(s));
    if (!is_upper((unsigned char)s.p[0]) && (unsigned char)s.p[0] < 0xC3)
        return false;
    for (size_t i = 0; i < NELEMS(ends) && b->words <= 6; i++)
        if (slice_ends_nocase(s, slice_str(ends[i])))
            return true;
    static const char *const kinds[] = {"Exclusive by ", "Analysis by ", "Report by ", "Story by ", "Interview by ", "Words by ", "Text by ", "Opinion by ", "Review by ", "Comment by "};
    for (size_t i = 0; i < NELEMS(kinds) && b->words <= 8; i++)
        if (slice_starts_nocase(s, slice_str(kinds[i])))
            return true;
    uint32_t caps = capital_words(t, s, &joins, &roles);
    if (caps && roles && !joins && caps <= 7 && (is_role(t, text_last_word(s)) || roles > 1))
        return true; /* "Ann Ward Health correspondent", "Lamp Staff Writer" */
    static const char *const links[] = {" for ", " / "};
    for (size_t i = 0; i < NELEMS(links) && b->words <= 8; i++) {
        uint32_t at = slice_find(s, slice_str(links[i]), 0);
        if (at != NONE && is_name(t, slice_cut(s, 0, at)) && is_upper((unsigned char)s.p[at + strlen(links[i])]) && has_outlet(t, slice_cut(s, at + 3, s.n)))
            return true;
    }
    const char *comma = memchr(s.p, ',', s.n);
    slice before = comma ? slice_cut(s, 0, (uint32_t)(comma - s.p)) : (slice){0};
    if (comma && is_name(t, before) && is_role(t, text_last_word(s)))
        return true;
    if (caps < 3 || !joins || has_outlet(t, s))
        return false;
    /* all of it names: two words and more between what joins them, one where it is a place */
    slice rest = s, word;
    uint32_t here = 0, names = 0;
    bool place = false, good = true;
    while (good) {
        bool more = next_word(&rest, &word);
        bool join = more && (word.p[0] == ',' || word.p[0] == '&' || is_lower((unsigned char)word.p[0])) && word.n <= 4 && !is_role(t, word);
        if (!more || join) {
            good = place ? here >= 1 && here <= 3 : here >= 2 && here <= 4;
            names += !place;
            here = 0;
            place = more && slice_eq(word, S("in"));
            if (!more)
                break;
        } else {
            here += word.p[0] != '.';
        }
    }
    return good && names >= 1 && (names >= 2 || place || slice_find(s, S(" in "), 0) != NONE);
}

/* ---- all that a line by itself shows --------------------------------------------------------------------- */

uint8_t text_shape(const struct text_reader *t, const struct line_block *b, slice s) {
    if (is_rights(b, s))
        return NOISE_SOURCE_LINK;
    if (is_owned(b, s))
        return NOISE_CAPTION;
    if (text_is_gap(s))
        return NOISE_ARTEFACT;
    if (is_pointer(b, s))
        return NOISE_RELATED;
    if (is_seat(t, b, s))
        return NOISE_BYLINE;
    if (is_advert(b, s))
        return NOISE_PROMO;
    if (is_embedded(b, s))
        return NOISE_EMBED;
    return is_when(t, b, s, false) ? NOISE_DATE : LINE_UNNAMED;
}

/* Words of sections: two of them with capitals are no name. */
static bool has_section(slice s) {
    static const char *const words[] = {"world", "politics", "business", "sport", "sports", "opinion", "culture", "science", "health", "technology", "tech", "local", "national",
                                        "international", "region", "regional", "economy", "society", "education", "environment", "travel", "lifestyle", "entertainment", "courts",
                                        "crime", "europe", "africa", "asia", "america", "middle", "east", "west", "north", "south", "domestic", "foreign", "top", "story", "breaking",
                                        "exclusive", "live", "analysis", "comment", "video", "photos", "gallery", "investigations", "magazine", "weekend", "special", "report", "long",
                                        "read", "latest", "the", "of", "about", "policy", "affairs", "security", "money", "markets", "house", "court", "city", "state", "states"};
    slice word;
    while (next_word(&s, &word))
        if (is_one_of(word, words, NELEMS(words)))
            return true;
    return false;
}

/* Behind the headline: "Ann Ward", "Dr A. Ward", "Ann Ward, Norrvik", "Ann Ward · Norrvik", "Northern Press", "Newsroom", "Text: Ann Ward". */
static bool is_behind(const struct text_reader *t, const struct line_block *b, slice s) {
    static const char *const heads[] = {"text:", "words:", "interview:", "reporting:", "report:", "story:", "column by ", "column:", "author:", "reporter:", "analysis:"},
                             *const marks[] = {", ", " \xC2\xB7 ", " \xE2\x80\x93 ", " \xE2\x80\x94 ", " - "};
    uint32_t joins, roles;
    if (b->ends || b->words > 9)
        return false;
    for (size_t i = 0; i < NELEMS(heads); i++)
        if (slice_starts_nocase(s, slice_str(heads[i]))) {
            slice rest = slice_trim(slice_cut(s, (uint32_t)strlen(heads[i]), s.n));
            return rest.n && is_upper((unsigned char)rest.p[0]) && capital_words(t, rest, &joins, &roles) >= 2;
        }
    if (memchr(s.p, ':', s.n) || memchr(s.p, '|', s.n) || has_section(s))
        return false;
    for (size_t i = 0; i < NELEMS(marks); i++) {
        uint32_t at = slice_find(s, slice_str(marks[i]), 0);
        if (at == NONE)
            continue;
        slice before = slice_cut(s, 0, at), after = slice_cut(s, at + (uint32_t)strlen(marks[i]), s.n);
        uint32_t n = capital_words(t, before, &joins, &roles);
        return after.n && n >= 2 && n <= 3 && !joins && (capital_words(t, after, &joins, &roles) || slice_starts_nocase(after, S("special to ")) ||
                                                        slice_starts_nocase(after, S("our ")) || slice_find(after, S("correspondent"), 0) != NONE);
    }
    uint32_t n = capital_words(t, s, &joins, &roles);
    if (joins || n > 3 || !n)
        return n && n <= 4 && has_outlet(t, s) && !joins;
    return n >= 2 || has_outlet(t, s);
}

/* The words of a title, without marks. */
struct title {
    slice p[40];
    uint32_t n;
    bool more; /* than those */
};

static void title_cut(struct title *to, slice s) {
    slice word;
    to->n = 0;
    to->more = false;
    while (!to->more && next_word(&s, &word)) {
        if (!is_alnum((unsigned char)word.p[0]) && (unsigned char)word.p[0] < 0xC3)
            continue;
        if (to->n < NELEMS(to->p))
            to->p[to->n++] = word;
        else
            to->more = true;
    }
}

/* Is it the given title, or most of its words and few others? */
static bool is_given(slice s, const struct title *given) {
    uint32_t same = 0;
    struct title own;
    if (!given->n || given->more)
        return false;
    title_cut(&own, s);
    for (uint32_t i = 0; i < own.n; i++)
        for (uint32_t k = 0; k < given->n; k++)
            if (slice_eq_nocase(own.p[i], given->p[k])) {
                same++;
                break;
            }
    return own.n >= 4 && same * 10 >= own.n * 8 && same * 10 >= given->n * 6;
}

void text_name_head_shapes(struct text_reader *t) {
    slice given = t->given;
    struct title title;
    title_cut(&title, t->r->src->given.title);
    bool after = false; /* a headline */
    for (uint32_t i = 0; i < t->first_prose; i++) {
        struct line_block *b = &t->b[i];
        slice s = slice_at(t->s, b->at);
        bool open = b->kind == LINE_UNNAMED || b->kind == LINE_HEADING || (b->kind == NOISE_PROMO && text_all_capitals(b) && !b->phrase_how);
        if (!open)
            continue;
        bool same = text_is_title(t, s);
        if (same || (!b->ends && is_given(s, &title))) {
            if (!same)
                b->kind = NOISE_TITLE;
            after = true;
            continue;
        }
        struct line_block *next = i + 1 < t->first_prose ? b + 1 : NULL;
        if (next && next->kind == LINE_UNNAMED && is_name(t, s) && is_job(t, next, slice_at(t->s, next->at))) {
            b->kind = next->kind = NOISE_BYLINE;
        } else if ((given.p || i) && is_credit(t, b, s)) {
            b->kind = NOISE_BYLINE;
        } else if ((given.p || i) && is_when(t, b, s, true)) {
            b->kind = NOISE_DATE;
        } else if (after && is_behind(t, b, s)) {
            b->kind = NOISE_BYLINE;
        } else if (is_trail(b, s) && (given.p || (next && next->kind == LINE_UNNAMED && next->words >= 4))) {
            b->kind = NOISE_CRUMB;
        }
        after |= !given.p && b->kind != NOISE_CRUMB && b->words >= 5;
    }
}

/* The last lines: "mq/jv", and "Ann Ward is the Lamp's harbour correspondent." where nothing else is told of Ward. */
void text_name_writers(struct text_reader *t) {
    enum { LAST = 3, MOST = 45, NEAR = 90 };
    for (uint32_t i = t->n > LAST ? t->n - LAST : 0; i < t->n; i++) {
        struct line_block *b = &t->b[i];
        slice s = slice_at(t->s, b->at), word, rest;
        if (b->words > MOST || (b->kind < LINE_BODY && !(b->kind == NOISE_NAVIGATION && b->words <= 3 && !b->phrase_how)))
            continue;
        bool ended = i + 1 == t->n && t->last_prose != NONE && i > t->last_prose && b->words <= 3 && !b->ends;
        slice inner = s.n > 4 && (s.p[0] == '(' || s.p[0] == '[') && (s.p[s.n - 1] == ')' || s.p[s.n - 1] == ']') ? slice_cut(s, 1, s.n - 1) : s;
        uint32_t joins, roles;
        if (ended && (is_name(t, inner) || (inner.n < s.n && capital_words(t, inner, &joins, &roles)) || slice_eq_nocase(s, S("agencies")) || slice_eq_nocase(s, S("agency")))) {
            b->kind = NOISE_BYLINE;
            continue;
        }
        const char *bar = memchr(s.p, '/', s.n < 5 ? s.n : 5);
        if (bar && b->words <= 6 && !b->ends && bar - s.p >= 2 && bar - s.p <= 3 && bar + 2 < s.p + s.n && is_alpha((unsigned char)s.p[0]) &&
            is_alpha((unsigned char)bar[-1]) && is_alpha((unsigned char)bar[1]) && (bar + 4 >= s.p + s.n || !is_alnum((unsigned char)bar[4]))) {
            b->kind = NOISE_BYLINE;
            continue;
        }
        uint32_t skip = slice_starts(s, S("\xE2\x80\x94 ")) ? 4 : 0, is = slice_find(s, S(" is "), 0);
        if (is == NONE || is > 40 || is <= skip || !is_name(t, slice_cut(s, skip, is)))
            continue;
        slice surname = text_last_word(slice_cut(s, skip, is));
        bool role = false, told = false;
        rest = slice_cut(s, is + 4, s.n < is + NEAR ? s.n : is + NEAR);
        while (next_word(&rest, &word))
            role |= is_role(t, word);
        for (uint32_t k = 0; k < t->n && role && !told; k++)
            told = k != i && t->b[k].kind == LINE_BODY && slice_find(slice_at(t->s, t->b[k].at), surname, 0) != NONE;
        if (role && !told)
            b->kind = NOISE_BYLINE;
    }
}

/* ---- what readers wrote --------------------------------------------------------------------------------- */

/* Bytes of the name before a colon ("quay_walker: ..."), or 0. *odd: no name that people have. */
static uint32_t speaker(slice s, bool *odd) {
    enum { MOST = 24, WORDS = 3 };
    bool ranked = false; /* "+45 ", "> " before the name */
    if (s.n > 6 && s.p[0] == '>' && s.p[1] == ' ') {
        ranked = true;
        s = slice_cut(s, 2, s.n);
    } else if (s.n > 8 && (s.p[0] == '+' || s.p[0] == '-') && is_digit((unsigned char)s.p[1])) {
        uint32_t k = 1;
        while (k < s.n && is_digit((unsigned char)s.p[k]))
            k++;
        ranked = k + 1 < s.n && s.p[k] == ' ';
        s = slice_cut(s, ranked ? k + 1 : 0, s.n);
    }
    uint32_t blanks = 0, i = 0, capitals = 0;
    static const char *const nobody[] = {"anonymous: ", "guest: ", "reader: "};
    *odd = ranked || is_lower((unsigned char)s.p[0]) || is_digit((unsigned char)s.p[0]) || s.p[0] == '@';
    for (size_t k = 0; k < NELEMS(nobody); k++)
        *odd |= slice_starts_nocase(s, slice_str(nobody[k]));
    for (; i < s.n && i <= MOST && s.p[i] != ':'; i++) {
        unsigned char c = (unsigned char)s.p[i];
        blanks += c == ' ';
        capitals += is_upper(c);
        if (!is_alnum(c) && c < 0x80 && !strchr("_.-' @()", c))
            return 0;
        bool inner = i > 3 && is_upper(c) && is_lower((unsigned char)s.p[i - 1]);
        *odd |= is_digit(c) || c == '_' || c == '(' || inner;
    }
    slice name = slice_cut(s, 0, i);
    if (slice_ends(name, S(" says")) || slice_ends(name, S(" wrote")) || slice_ends(name, S(" writes")) || slice_find(name, S(" wrote on "), 0) != NONE)
        *odd = true, blanks--;
    if (i < 2 || i > MOST || i + 3 > s.n || s.p[i + 1] != ' ' || blanks >= WORDS || capitals * 2 > i)
        return 0;
    return i;
}

/* The last lines of a text, each a reader's name and what he wrote. */
void text_name_last_words(struct text_reader *t) {
    enum { MOST = 12 };
    uint32_t end = t->n, from;
    while (end && (t->b[end - 1].kind == NOISE_SOURCE_LINK || t->b[end - 1].kind == NOISE_NAVIGATION || t->b[end - 1].kind == NOISE_COMMENT))
        end--;
    bool any = false, odd;
    for (from = end; from && end - from <= MOST && speaker(slice_at(t->s, t->b[from - 1].at), &odd) && t->b[from - 1].kind != NOISE_RELATED; from--)
        any |= odd;
    if (!any || end - from > MOST || (end - from) * 2 > t->n)
        return;
    for (uint32_t i = from; i < end; i++)
        t->b[i].kind = NOISE_COMMENT;
    while (t->last_prose != NONE && t->last_prose >= from)
        t->last_prose = t->last_prose ? t->last_prose - 1 : NONE;
    while (t->last_prose != NONE && t->last_prose && t->b[t->last_prose].kind != LINE_BODY)
        t->last_prose--;
    if (t->first_prose >= from)
        t->first_prose = t->last_prose = NONE;
}
