/* The HTML standard's own cases, as far as ../shared/data/html5lib is there (else skipped):
 *
 *   tokenizer/ *.test           all must pass but those named below
 *   tree-construction/ *.dat    those that fail are counted in html5lib-tree-failing.txt: a case that
 *                               fails and is not in it is a failure, and so is one that is in it
 *                               and passes (take it out)
 *
 * With an argument it prints the failing cases instead: `test_html5lib list`. Parse errors are not
 * compared: the tokenizer does not tell them. */
#include <dirent.h>
#include <stdlib.h>

#include "page/html_tree.h"
#include "page/page_json.h"
#include "test.h"

static struct arena *a;
static struct html_names names;
static bool listing;

static slice read_file(const char *path) {
    FILE *f = fopen(path, "rb");
    struct buf b = {.a = a};
    char c[4096];
    size_t n;
    while (f && (n = fread(c, 1, sizeof c, f)) > 0)
        buf_add(&b, c, n);
    if (f)
        fclose(f);
    return buf_take(&b);
}

static int by_name(const void *x, const void *y) {
    return strcmp(*(char *const *)x, *(char *const *)y);
}

static uint32_t list_dir(const char *dir, const char *ending, char **out, uint32_t max) {
    DIR *d = opendir(dir);
    uint32_t n = 0;
    for (struct dirent *e; d && (e = readdir(d)) && n < max;)
        if (slice_ends(slice_str(e->d_name), slice_str(ending)))
            out[n++] = (char *)arena_printf(a, "%s/%s", dir, e->d_name).p;
    if (d)
        closedir(d);
    qsort(out, n, sizeof *out, by_name);
    return n;
}

/* ---- the tokenizer ---------------------------------------------------------------------------- */

/* Cases that are not passed, each with its reason. */
static const char *const token_exceptions[] = {
    /* A lone surrogate cannot stand in UTF-8, which is what the tokenizer is given. */
    "Invalid Unicode character U+DFFF", "Invalid Unicode character U+D800",
    "Invalid Unicode character U+DFFF with valid preceding character",
    "Invalid Unicode character U+D800 with valid following character",
    /* What a tokenizer that makes XML must change; this one makes none. */
    "Non-XML character", "Non-XML space", "Double hyphen in comment",
};

/* What a token is, written as text, so that two can be compared. */
static void write_name(struct buf *b, slice s, bool lower) {
    for (uint32_t i = 0; i < s.n; i++)
        if (!s.p[i])
            buf_cp(b, 0xFFFD);
        else
            buf_char(b, lower ? to_lower(s.p[i]) : s.p[i]);
}
static void write_lines(struct buf *b, slice s) { html_decode(b, s, HTML_RAWTEXT, false); }

struct pair {
    slice name, value;
};
static int by_pair(const void *x, const void *y) {
    return slice_cmp(((const struct pair *)x)->name, ((const struct pair *)y)->name);
}
static void write_pairs(struct buf *b, struct pair *p, uint32_t n) {
    qsort(p, n, sizeof *p, by_pair);
    for (uint32_t i = 0; i < n; i++) {
        buf_char(b, '\1');
        buf_slice(b, p[i].name);
        buf_char(b, '\2');
        buf_slice(b, p[i].value);
    }
}

static slice tokens_of(slice s, enum html_state state, slice last) {
    struct html_lexer lx;
    html_lexer_init(&lx, s, &names);
    lx.state = (uint8_t)state;
    lx.last = last;
    struct buf b = {.a = a};
    bool text = false;
    for (;;) {
        struct html_token t;
        html_next(&lx, &t);
        if (t.kind == HTML_EOF)
            break;
        if (t.kind == HTML_TEXT) {
            if (!text)
                buf_add(&b, "\nC", 2);
            text = true;
            html_decode(&b, slice_at(s, t.at), t.state, false);
            continue;
        }
        text = false;
        if (t.kind == HTML_COMMENT) {
            buf_add(&b, "\n!", 2);
            write_lines(&b, slice_at(s, t.attrs));
        } else if (t.kind == HTML_DOCTYPE) {
            struct html_doctype d;
            html_doctype(s, &t, &d);
            buf_add(&b, "\nD", 2);
            write_name(&b, slice_at(s, d.name), true);
            buf_char(&b, d.has_public ? 'p' : '-');
            write_lines(&b, slice_at(s, d.public_id));
            buf_char(&b, d.has_system ? 's' : '-');
            write_lines(&b, slice_at(s, d.system_id));
            buf_char(&b, d.quirks ? 'q' : '-');
        } else {
            buf_add(&b, t.kind == HTML_START ? "\n<" : "\n/", 2);
            write_name(&b, slice_at(s, t.name), true);
            if (t.kind == HTML_END)
                continue;
            buf_char(&b, t.self_closing ? '/' : ' ');
            struct pair p[64];
            uint32_t n = 0;
            struct html_attr at;
            for (span rest = t.attrs; n < 64 && html_attr_next(s, &rest, &at);) {
                struct buf name = {.a = a}, value = {.a = a};
                write_name(&name, slice_at(s, at.name), true);
                html_decode(&value, slice_at(s, at.value), HTML_DATA, true);
                p[n] = (struct pair){buf_take(&name), buf_take(&value)};
                bool twice = false;
                for (uint32_t i = 0; i < n; i++)
                    twice |= slice_eq(p[i].name, p[n].name);
                n += !twice;
            }
            write_pairs(&b, p, n);
        }
    }
    return buf_take(&b);
}

static slice wanted(const struct json_doc *d, uint32_t list, bool twice) {
    struct buf b = {.a = a};
    bool text = false;
    for (uint32_t i = list + 1; i < d->p[list].end; i = d->p[i].end) {
        slice f[6];
        uint32_t items[6], n = 0;
        for (uint32_t j = i + 1; j < d->p[i].end && n < 6; j = d->p[j].end) {
            items[n] = j;
            f[n] = pjson_string(d, j, a);
            if (twice)
                f[n] = pjson_decode(f[n], a);
            n++;
        }
        if (d->p[i].kind != JSON_LIST || !n)
            continue;
        if (slice_eq(f[0], S("Character"))) {
            if (!text)
                buf_add(&b, "\nC", 2);
            text = true;
            buf_slice(&b, f[1]);
            continue;
        }
        text = false;
        if (slice_eq(f[0], S("Comment"))) {
            buf_add(&b, "\n!", 2);
            buf_slice(&b, f[1]);
        } else if (slice_eq(f[0], S("DOCTYPE"))) {
            buf_add(&b, "\nD", 2);
            if (d->p[items[1]].kind == JSON_STRING)
                buf_slice(&b, f[1]);
            buf_char(&b, d->p[items[2]].kind == JSON_STRING ? 'p' : '-');
            if (d->p[items[2]].kind == JSON_STRING)
                buf_slice(&b, f[2]);
            buf_char(&b, d->p[items[3]].kind == JSON_STRING ? 's' : '-');
            if (d->p[items[3]].kind == JSON_STRING)
                buf_slice(&b, f[3]);
            buf_char(&b, slice_eq(f[4], S("true")) ? '-' : 'q');
        } else {
            bool start = slice_eq(f[0], S("StartTag"));
            buf_add(&b, start ? "\n<" : "\n/", 2);
            buf_slice(&b, f[1]);
            if (!start)
                continue;
            buf_char(&b, n > 3 && slice_eq(f[3], S("true")) ? '/' : ' ');
            struct pair p[64];
            uint32_t m = 0;
            for (uint32_t j = items[2] + 1; j < d->p[items[2]].end && m < 64; j++) {
                p[m] = (struct pair){pjson_decode(slice_at(d->s, d->p[j].key), a),
                                     pjson_string(d, j, a)};
                if (twice)
                    p[m] = (struct pair){pjson_decode(p[m].name, a), pjson_decode(p[m].value, a)};
                m++;
            }
            write_pairs(&b, p, m);
        }
    }
    return buf_take(&b);
}

static void token_case(const struct json_doc *d, uint32_t test, const char *file) {
    static const struct {
        const char *name;
        enum html_state state;
    } states[] = {{"Data state", HTML_DATA},         {"PLAINTEXT state", HTML_PLAINTEXT},
                  {"RCDATA state", HTML_RCDATA},     {"RAWTEXT state", HTML_RAWTEXT},
                  {"Script data state", HTML_SCRIPT}, {"CDATA section state", HTML_CDATA}};
    uint32_t in = pjson_member(d, test, "input"), out = pjson_member(d, test, "output");
    uint32_t what = pjson_member(d, test, "description");
    if (in == NONE || out == NONE || what == NONE)
        return;
    uint32_t twice_at = pjson_member(d, test, "doubleEscaped");
    bool twice = twice_at != NONE && slice_eq(slice_at(d->s, d->p[twice_at].value), S("true"));
    slice name = pjson_string(d, what, a), input = pjson_string(d, in, a);
    if (twice)
        input = pjson_decode(input, a);
    uint32_t last_at = pjson_member(d, test, "lastStartTag");
    slice last = last_at == NONE ? (slice){0} : pjson_string(d, last_at, a);
    uint32_t list = pjson_member(d, test, "initialStates");
    for (unsigned k = 0; k < NELEMS(states); k++) {
        bool use = list == NONE && k == 0;
        if (list != NONE)
            for (uint32_t j = list + 1; j < d->p[list].end; j++)
                use |= slice_eq(pjson_string(d, j, a), slice_str(states[k].name));
        if (!use)
            continue;
        slice got = tokens_of(input, states[k].state, last), want = wanted(d, out, twice);
        bool same = slice_eq(got, want), excepted = false;
        for (unsigned e = 0; e < NELEMS(token_exceptions); e++)
            excepted |= slice_eq(name, slice_str(token_exceptions[e]));
        if (same || excepted) {
            test_passed += same;
            continue;
        }
        test_failed++;
        fprintf(stderr, "%s: %.*s [%s]\n  input %.*s\n  got%.*s\n  wanted%.*s\n", file, (int)name.n,
                name.p, states[k].name, (int)input.n, input.p, (int)got.n, got.p, (int)want.n,
                want.p);
    }
}

static void test_tokenizer(void *arg) {
    const char *dir = arg;
    char *files[64];
    uint32_t n = list_dir(dir, ".test", files, 64);
    for (uint32_t i = 0; i < n; i++) {
        struct json_doc d;
        pjson_parse(&d, read_file(files[i]), a, 1u << 20);
        uint32_t tests = pjson_member(&d, 0, "tests");
        if (tests == NONE)
            tests = pjson_member(&d, 0, "xmlViolationTests");
        if (tests == NONE)
            continue;
        const char *base = strrchr(files[i], '/') + 1;
        for (uint32_t j = tests + 1; j < d.p[tests].end; j = d.p[j].end)
            token_case(&d, j, base);
    }
}

/* ---- the tree ------------------------------------------------------------------------------------ */

static void indent(struct buf *b, int depth) {
    buf_add(b, "| ", 2);
    for (int i = 0; i < depth; i++)
        buf_add(b, "  ", 2);
}

/* Names of svg that have capitals. */
static const char *const svg_names[] = {
    "altGlyph", "altGlyphDef", "altGlyphItem", "animateColor", "animateMotion", "animateTransform",
    "clipPath", "feBlend", "feColorMatrix", "feComponentTransfer", "feComposite", "feConvolveMatrix",
    "feDiffuseLighting", "feDisplacementMap", "feDistantLight", "feFlood", "feFuncA", "feFuncB",
    "feFuncG", "feFuncR", "feGaussianBlur", "feImage", "feMerge", "feMergeNode", "feMorphology",
    "feOffset", "fePointLight", "feSpecularLighting", "feSpotLight", "feTile", "feTurbulence",
    "foreignObject", "glyphRef", "linearGradient", "radialGradient", "textPath"};
static const char *const svg_attrs[] = {
    "attributeName", "attributeType", "baseFrequency", "baseProfile", "calcMode", "clipPathUnits",
    "diffuseConstant", "edgeMode", "filterUnits", "glyphRef", "gradientTransform", "gradientUnits",
    "kernelMatrix", "kernelUnitLength", "keyPoints", "keySplines", "keyTimes", "lengthAdjust",
    "limitingConeAngle", "markerHeight", "markerUnits", "markerWidth", "maskContentUnits", "maskUnits",
    "numOctaves", "pathLength", "patternContentUnits", "patternTransform", "patternUnits",
    "pointsAtX", "pointsAtY", "pointsAtZ", "preserveAlpha", "preserveAspectRatio", "primitiveUnits",
    "refX", "refY", "repeatCount", "repeatDur", "requiredExtensions", "requiredFeatures",
    "specularConstant", "specularExponent", "spreadMethod", "startOffset", "stdDeviation",
    "stitchTiles", "surfaceScale", "systemLanguage", "tableValues", "targetX", "targetY", "textLength",
    "viewBox", "viewTarget", "xChannelSelector", "yChannelSelector", "zoomAndPan"};

static slice capitals(slice s, const char *const *list, unsigned n) {
    for (unsigned i = 0; i < n; i++)
        if (slice_eq_nocase(s, slice_str(list[i])))
            return slice_str(list[i]);
    return s;
}

static void write_node(struct buf *b, const struct html_tree *t, uint32_t i, int depth) {
    const struct html_node *n = &t->p[i];
    indent(b, depth);
    if (n->kind == NODE_DOCTYPE) {
        struct html_token tok = {.at = n->at, .attrs = n->attrs};
        struct html_doctype d;
        html_doctype(t->s, &tok, &d);
        buf_add(b, "<!DOCTYPE ", 10);
        write_name(b, slice_at(t->s, d.name), true);
        if (d.public_id.end > d.public_id.start || d.system_id.end > d.system_id.start) {
            buf_add(b, " \"", 2);
            buf_slice(b, slice_at(t->s, d.public_id));
            buf_add(b, "\" \"", 3);
            buf_slice(b, slice_at(t->s, d.system_id));
            buf_char(b, '"');
        }
        buf_char(b, '>');
    } else if (n->kind == NODE_COMMENT) {
        buf_add(b, "<!-- ", 5);
        write_lines(b, slice_at(t->s, n->at));
        buf_add(b, " -->", 4);
    } else {
        buf_char(b, '<');
        if (n->space)
            buf_slice(b, n->space == SPACE_SVG ? S("svg ") : S("math "));
        struct buf name = {.a = a};
        slice own = slice_at(t->s, html_name(n));
        write_name(&name, own.n ? own : slice_str(html_tag_names[n->tag]), true);
        slice nm = buf_take(&name);
        buf_slice(b, n->space == SPACE_SVG ? capitals(nm, svg_names, NELEMS(svg_names)) : nm);
        buf_char(b, '>');
        struct pair p[64];
        uint32_t m = 0;
        struct html_attr at;
        for (span rest = n->attrs; m < 64 && html_attr_next(t->s, &rest, &at);) {
            struct buf key = {.a = a}, value = {.a = a};
            write_name(&key, slice_at(t->s, at.name), true);
            html_decode(&value, slice_at(t->s, at.value), HTML_DATA, true);
            slice k = buf_take(&key);
            if (n->space == SPACE_SVG)
                k = capitals(k, svg_attrs, NELEMS(svg_attrs));
            if (n->space == SPACE_MATH && slice_eq(k, S("definitionurl")))
                k = S("definitionURL");
            if (n->space && (slice_starts(k, S("xlink:")) || slice_starts(k, S("xml:")) ||
                             slice_eq(k, S("xmlns:xlink")))) {
                static const char *const xs[] = {"xlink:actuate", "xlink:arcrole", "xlink:href",
                                                 "xlink:role", "xlink:show", "xlink:title", "xlink:type",
                                                 "xml:lang", "xml:space", "xmlns:xlink"};
                for (unsigned q = 0; q < NELEMS(xs); q++)
                    if (slice_eq(k, slice_str(xs[q]))) {
                        char *c = arena_dup(a, k.p, k.n);
                        *strchr(c, ':') = ' ';
                        k = slice_of(c, k.n);
                        break;
                    }
            }
            p[m] = (struct pair){k, buf_take(&value)};
            bool twice = false;
            for (uint32_t q = 0; q < m; q++)
                twice |= slice_eq(p[q].name, p[m].name);
            m += !twice;
        }
        qsort(p, m, sizeof *p, by_pair);
        for (uint32_t q = 0; q < m; q++) {
            buf_char(b, '\n');
            indent(b, depth + 1);
            buf_slice(b, p[q].name);
            buf_add(b, "=\"", 2);
            buf_slice(b, p[q].value);
            buf_char(b, '"');
        }
        if (n->state == 1) {
            buf_char(b, '\n');
            indent(b, depth + 1);
            buf_slice(b, S("content"));
        }
    }
    buf_char(b, '\n');
}

static slice tree_of(const struct html_tree *t, uint32_t top) {
    struct buf b = {.a = a};
    struct buf text = {.a = a};
    int depth = 0, text_depth = 0;
    uint32_t i = t->p[top].first;
    while (i != NONE) {
        const struct html_node *n = &t->p[i];
        if (n->kind == NODE_TEXT) {
            bool foreign = t->p[n->parent].space != SPACE_HTML;
            struct buf part = {.a = a};
            html_decode(&part, slice_at(t->s, n->at), n->state, false);
            slice s = buf_take(&part);
            for (uint32_t q = 0; q < s.n; q++)
                if (s.p[q])
                    buf_char(&text, s.p[q]);
                else if (foreign)
                    buf_cp(&text, 0xFFFD);
            text_depth = depth;
        } else {
            write_node(&b, t, i, depth);
        }
        /* a text ends where the next node is none */
        bool joined = n->kind == NODE_TEXT && n->next != NONE && t->p[n->next].kind == NODE_TEXT;
        if (text.n && !joined) {
            indent(&b, text_depth);
            buf_char(&b, '"');
            buf_slice(&b, buf_take(&text));
            buf_add(&b, "\"\n", 2);
        }
        if (n->first != NONE) {
            depth += 1 + (n->state == 1 && n->kind == NODE_ELEMENT);
            i = n->first;
            continue;
        }
        while (i != NONE && t->p[i].next == NONE) {
            i = t->p[i].parent;
            if (i == top) {
                i = NONE;
                break;
            }
            depth -= 1 + (t->p[i].state == 1 && t->p[i].kind == NODE_ELEMENT);
        }
        if (i != NONE)
            i = t->p[i].next;
    }
    return buf_take(&b);
}

static slice failing; /* the list of cases known to fail */

static bool known(slice id) {
    slice rest = failing, line;
    while (slice_line(&rest, &line))
        if (slice_eq(line, id))
            return true;
    return false;
}

static void tree_case(slice data, slice context, bool scripting, slice want, const char *file,
                      unsigned number) {
    struct html_tree t;
    enum html_space space = SPACE_HTML;
    if (slice_starts(context, S("svg ")))
        space = SPACE_SVG, context = slice_cut(context, 4, context.n);
    else if (slice_starts(context, S("math ")))
        space = SPACE_MATH, context = slice_cut(context, 5, context.n);
    enum html_tag tag = html_tag_of(&names, context, context.n);
    if (context.n && !tag)
        tag = TAG_SPAN; /* no rule knows it, so any such will do */
    html_parse(&t, data, &names, a, tag, space, scripting);
    slice got = tree_of(&t, context.n ? t.p[0].first : 0);
    slice id = arena_printf(a, "%s %u", file, number);
    bool same = slice_eq(got, want);
    if (listing) {
        if (!same)
            printf("%.*s\n", (int)id.n, id.p);
        if (!same && getenv("SHOW"))
            printf("data: %.*s\ngot:\n%.*swanted:\n%.*s", (int)data.n, data.p, (int)got.n, got.p,
                   (int)want.n, want.p);
        return;
    }
    if (same != known(id)) {
        test_passed++;
        return;
    }
    test_failed++;
    fprintf(stderr, "%.*s %s\n", (int)id.n, id.p,
            same ? "passes now: take it out of the list" : "fails and is not in the list");
}

static void test_trees(void *arg) {
    const char *dir = arg;
    char *files[96];
    uint32_t n = list_dir(dir, ".dat", files, 96);
    for (uint32_t i = 0; i < n; i++) {
        struct arena_mark mark = arena_mark(a);
        slice rest = read_file(files[i]), line;
        const char *base = strrchr(files[i], '/') + 1;
        unsigned number = 0;
        while (rest.n) {
            /* #data, its lines; #errors ...; #document-fragment; #script-on; #document, its lines */
            struct buf data = {.a = a}, want = {.a = a};
            slice context = {0};
            enum { NO, DATA, CONTEXT, DOC } in = NO;
            bool on = false, any = false, first = true;
            while (rest.n) {
                slice before = rest;
                slice_line(&rest, &line);
                if (slice_eq(line, S("#data"))) {
                    if (any) {
                        rest = before;
                        break;
                    }
                    any = true;
                    in = DATA;
                    first = true;
                } else if (in != DOC && line.n > 1 && line.p[0] == '#' &&
                           (in != DATA || slice_starts(line, S("#errors")))) {
                    in = slice_eq(line, S("#document-fragment")) ? CONTEXT
                         : slice_eq(line, S("#document"))        ? DOC
                                                                 : NO;
                    on |= slice_eq(line, S("#script-on"));
                } else if (in == DATA) {
                    /* with its "\r" */
                    if (!first)
                        buf_char(&data, '\n');
                    first = false;
                    const char *nl = memchr(before.p, '\n', before.n);
                    buf_add(&data, before.p, nl ? (size_t)(nl - before.p) : before.n);
                } else if (in == CONTEXT) {
                    context = line;
                } else if (in == DOC) {
                    buf_slice(&want, line);
                    buf_char(&want, '\n');
                }
            }
            if (!any)
                break;
            slice w = buf_take(&want);
            while (w.n > 1 && w.p[w.n - 1] == '\n' && w.p[w.n - 2] == '\n')
                w.n--;
            tree_case(buf_take(&data), context, on, w, base, ++number);
        }
        arena_rewind(a, mark);
    }
}

static void setup(void *arg) {
    (void)arg;
    html_names_init(&names);
    failing = read_file("tests/page/html5lib-tree-failing.txt");
}

int main(int argc, char **argv) {
    (void)argv;
    listing = argc > 1;
    a = arena_new(0);
    RUN(setup);
    char tokens[] = "../shared/data/html5lib/tokenizer";
    char trees[] = "../shared/data/html5lib/tree-construction";
    DIR *d = opendir(trees);
    if (d) {
        closedir(d);
        int code = listing ? 0 : guard_run(test_tokenizer, tokens);
        code = code ? code : guard_run(test_trees, trees);
        if (code)
            test_failed++;
    }
    arena_free(a);
    if (listing)
        return 0;
    DONE();
}
