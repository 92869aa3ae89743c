/* Numbers in words and digits: "5,000", "2.5 million", "twenty-one", "a hundred and six",
 * "three-and-a-half", "half a million", "dozens", "21st", "several". */
#include "atoms.h"

#include <math.h>

/* The atom after a hyphen (or a blank, if `blank`) that stands after atom i, or 0. */
static uint32_t joined(const struct atoms *at, uint32_t i, bool blank) {
    if (atom_char(at, i, '-') && at->p[i + 1].kind != ATOM_BREAK)
        return i + 1;
    return blank ? i : 0;
}

static double vulgar(uint32_t cp) {
    switch (cp) {
    case 0xBC: return 0.25;
    case 0xBD: return 0.5;
    case 0xBE: return 0.75;
    case 0x2153: return 1.0 / 3;
    case 0x2154: return 2.0 / 3;
    default: return 0;
    }
}

/* Digits with their groups and decimals. */
static bool digits_at(const struct atoms *at, uint32_t i, struct number *out) {
    if (at->p[i].kind != ATOM_DIGITS || atom_digits(at, i) > 9)
        return false;
    uint32_t n = atom_digits(at, i), j = i + 1;
    double v = at->p[i].value;
    out->digits = (uint8_t)n;
    if (n <= 3) {
        while (atom_char(at, j, ',') && !atom_space(at, j) && !atom_space(at, j + 1) &&
               atom_digits(at, j + 1) == 3 && v < 1e15) {
            v = v * 1000 + at->p[j + 1].value;
            out->grouped = true;
            j += 2;
        }
    }
    if (atom_char(at, j, '.') && !atom_space(at, j) && !atom_space(at, j + 1) &&
        atom_digits(at, j + 1) && atom_digits(at, j + 1) < 9 &&
        !(atom_char(at, j + 2, '.') && atom_digits(at, j + 3) && !atom_space(at, j + 3))) {
        v += at->p[j + 1].value / pow(10, atom_digits(at, j + 1));
        out->grouped = true;
        j += 2;
    }
    if (at->p[j].kind == ATOM_OTHER && vulgar(at->p[j].value) > 0 && !out->grouped) {
        v += vulgar(at->p[j].value);
        out->grouped = true;
        j++;
    } else if (!out->grouped && atom_digits(at, j) && atom_char(at, j + 1, '/') &&
               !atom_space(at, j + 1) && !atom_space(at, j + 2) && atom_digits(at, j + 2) &&
               at->p[j].value < at->p[j + 2].value && at->p[j + 2].value <= 10 &&
               !atom_char(at, j + 3, '/')) { /* 3 1/2 */
        v += (double)at->p[j].value / at->p[j + 2].value;
        out->grouped = true;
        j += 3;
    }
    if (out->grouped)
        out->digits = 0;
    else if (!atom_space(at, j) && (atom_word(at, j, W_ST) || atom_word(at, j, W_ND) ||
                                    atom_word(at, j, W_RD) || atom_word(at, j, W_TH))) {
        out->ordinal = true;
        j++;
    }
    out->value = v;
    out->end = j;
    return true;
}

/* Number words below a hundred, with an ordinal at the end perhaps: "twenty-one", "twenty first". */
static bool small_at(const struct atoms *at, uint32_t i, struct number *out) {
    double v, w;
    if (atom_is(at, i, C_ORDINAL, &v)) {
        out->ordinal = true;
        out->value = v;
        out->end = i + 1;
        return true;
    }
    if (!atom_is(at, i, C_CARDINAL, &v))
        return false;
    out->value = v;
    out->end = i + 1;
    if (v >= 20 && v < 100) {
        uint32_t j = joined(at, i + 1, true);
        if (atom_word(at, j, W_AND) && atom_is(at, j + 1, C_CARDINAL, &w) && w < 10)
            j++;
        if (atom_is(at, j, C_CARDINAL, &w) && w < 10 && w > 0) {
            out->value = v + w;
            out->end = j + 1;
        } else if (atom_is(at, j, C_ORDINAL, &w) && w < 10) {
            out->value = v + w;
            out->ordinal = true;
            out->end = j + 1;
        }
    }
    return true;
}

/* "two hundred and six", "five million three hundred thousand"; from a value already read. */
static void scales(const struct atoms *at, struct number *out) {
    double total = 0, part = out->value, scale;
    double last = 1e30;
    uint32_t j = out->end;
    enum { MOST = 12 }; /* words of scale; no number has more */
    for (int n = 0; n < MOST && !out->ordinal; n++) {
        uint32_t k = joined(at, j, true);
        struct number small = {0};
        if (atom_is(at, k, C_SCALE, &scale)) {
            if (scale == 100) {
                part *= 100;
            } else if (scale < last) {
                total += part * scale;
                part = 0;
                last = scale;
            } else {
                break;
            }
            out->grouped = true;
            j = k + 1;
            /* "hundred and six", "million three hundred" */
            uint32_t m = joined(at, j, true);
            bool and = atom_word(at, m, W_AND);
            if (and)
                m++;
            if (!out->words && scale != 100)
                break; /* "2 million three" is no number of one piece */
            if (!small_at(at, m, &small) || small.value <= 0 ||
                (small.ordinal && !and && atom_has(at, m, C_UNIT)))
                break;
            /* "hundred and five men" but not "a hundred and one of them" is left to chance */
            part = (scale == 100 ? part : 0) + small.value;
            out->ordinal = small.ordinal;
            j = small.end;
            continue;
        }
        break;
    }
    /* 8.3 million is 8300000, whatever 8.3 is in binary */
    double v = total + part;
    out->value = v < 1e12 ? nearbyint(v * 1000) / 1000 : nearbyint(v);
    out->end = j;
}

/* "and a half", "-and-a-half" after a number; "percent" is not looked at here. */
static void halves(const struct atoms *at, struct number *out) {
    uint32_t j = joined(at, out->end, true);
    if (!atom_word(at, j, W_AND))
        return;
    j = joined(at, j + 1, true);
    if (!atom_word(at, j, W_A))
        return;
    j = joined(at, j + 1, true);
    if (!atom_word(at, j, W_HALF))
        return;
    out->value += 0.5;
    out->grouped = true;
    out->end = j + 1;
}

bool number_at(const struct atoms *at, uint32_t i, struct number *out) {
    const struct atom *a = &at->p[i];
    double v, w;
    *out = (struct number){0};
    if (a->kind == ATOM_DIGITS) {
        if (!digits_at(at, i, out))
            return false;
        if (out->ordinal)
            return true;
        uint32_t k = joined(at, out->end, true);
        if (atom_has(at, k, C_SCALE)) {
            scales(at, out);
            out->digits = 0;
        } else if (atom_is(at, k, C_GROUP, &w)) {
            out->value *= w;
            out->end = k + 1;
            out->digits = 0;
        } else {
            halves(at, out);
        }
        return true;
    }
    if (a->kind == ATOM_OTHER) {
        if (vulgar(a->value) <= 0)
            return false;
        *out = (struct number){.value = vulgar(a->value), .end = i + 1, .grouped = true};
        return true;
    }
    if (a->kind != ATOM_WORD || !a->word)
        return false;
    out->words = true;
    if (atom_is(at, i, C_PLURAL, &v)) { /* "tens of thousands": 10 * 1000 */
        out->value = v;
        out->plural = true;
        out->end = i + 1;
        while (atom_word(at, out->end, W_OF) && atom_is(at, out->end + 1, C_PLURAL, &w) &&
               out->value < 1e15) {
            out->value *= w;
            out->end += 2;
        }
        return true;
    }
    if (atom_is(at, i, C_VAGUE, &v)) {
        out->vague = true;
        out->end = i + 1;
        if (atom_is(at, i + 1, C_GROUP, &w) || atom_is(at, i + 1, C_SCALE, &w)) {
            /* "several hundred", "a few dozen": at least two of them, but how many isn't told */
            out->value = 2 * w;
            out->plural = true;
            out->vague = false;
            out->end = i + 2;
        }
        return true;
    }
    if (atom_word(at, i, W_HALF)) { /* "half a million" */
        uint32_t j = atom_word(at, i + 1, W_A) ? i + 2 : joined(at, i + 1, false);
        if (!j || !(atom_is(at, j, C_SCALE, &w) || atom_is(at, j, C_GROUP, &w)))
            return false;
        out->value = w / 2;
        out->grouped = true;
        out->end = j + 1;
        return true;
    }
    if (atom_word(at, i, W_A) || atom_word(at, i, W_AN)) { /* "a hundred", "a dozen", "a few" */
        if (atom_is(at, i + 1, C_SCALE, &w)) {
            out->value = 1;
            out->end = i + 1;
            scales(at, out);
            return true;
        }
        if (atom_is(at, i + 1, C_GROUP, &w)) {
            out->value = w;
            out->end = i + 2;
            return true;
        }
        if (atom_word(at, i + 1, W_COUPLE)) {
            out->value = 2;
            out->end = i + 2 + (atom_word(at, i + 2, W_OF) ? 1 : 0);
            return true;
        }
        if (atom_word(at, i + 1, W_FEW)) {
            if (!number_at(at, i + 1, out))
                return false;
            return true;
        }
        return false;
    }
    if (!small_at(at, i, out))
        return false;
    if (out->ordinal)
        return true;
    uint32_t k = joined(at, out->end, true);
    if (atom_has(at, k, C_SCALE)) {
        scales(at, out);
    } else if (atom_is(at, k, C_GROUP, &w)) {
        out->value *= w;
        out->end = k + 1;
    } else if (atom_word(at, out->end, W_POINT) && atom_is(at, out->end + 1, C_CARDINAL, &w) &&
               w < 10) {
        double tenth = 0.1;
        uint32_t j = out->end + 1;
        while (atom_is(at, j, C_CARDINAL, &w) && w < 10 && tenth > 1e-8) {
            out->value += w * tenth;
            tenth /= 10;
            j++;
        }
        out->grouped = true;
        out->end = j;
    } else {
        halves(at, out);
    }
    return true;
}
