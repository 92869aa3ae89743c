/* Stretches that are named by a date in them: "the week of Oct. 16", "the morning of Oct. 20", "the early hours of Monday",
 * "the month of May". */
#include "times_grammar.h"

#define AT (&g->at)

uint32_t part_of_at(struct grammar *g, uint32_t i, struct found *f) {
    uint32_t j = atom_word(AT, i, W_THE) ? i + 1 : i, e;
    uint8_t unit = UNIT_COUNT;
    bool many = false, abbr = false;
    int32_t part = PART_NONE;
    if (j > i && word_is(g, j, S("pre")) && atom_char(AT, j + 1, '-'))
        j += 2; /* "the pre-dawn hours" */
    bool hours = j > i && (atom_word(AT, j, W_EARLY) || word_among(g, j, "small wee dawn predawn morning")) && word_is(g, j + 1, S("hours"));
    if (hours) { /* "the early hours of Monday", "the early hours" */
        part = PART_MORNING;
        j++;
    }
    if (!atom_word(AT, j + 1, W_OF))
        return 0;
    bool stretch = unit_at(g, j, &unit, &many, &abbr) && !many && !abbr && (unit == UNIT_WEEK || unit == UNIT_WEEKEND || unit == UNIT_MONTH);
    if (!stretch && !hours && (!part_at(g, j, &part) || part == PART_NOON || part == PART_MIDNIGHT))
        return 0;
    struct found day = {0};
    uint32_t on = j + 2;
    if (!(e = dated_at(g, on, &day)) && !(AT->p[on].kind == ATOM_DIGITS && (e = numeric_at(g, on, &day))) &&
        !(stretch ? 0 : (e = weekly_at(g, on, &day))))
        return 0;
    if (day.form != SAID_WHEN || day.clocked)
        return 0;
    if (unit == UNIT_MONTH) {
        if (day.when.grain != GRAIN_MONTH)
            return 0;
        found_when(f, &day.when);
        return e;
    }
    if (day.when.grain != GRAIN_DAY)
        return 0;
    struct when w = stretch ? stretch_of(g, &day.when, unit, 0) : day.when;
    if (!stretch) {
        w.grain = GRAIN_PART;
        w.part = (uint8_t)part;
    }
    found_when(f, &w);
    return e;
}
