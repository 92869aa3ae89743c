/* Exports: each form is well-formed whatever stands in the reports, and says of no one whether it is true. */
#include "test.h"

#include <jansson.h>
#include <stdlib.h>
#include <unistd.h>

static char text[1 << 22];
static size_t text_n;

static int keep(void *arg, const char *p, size_t n) {
    (void)arg;
    if (n > sizeof text - text_n)
        return STM_ELIMIT;
    memcpy(text + text_n, p, n);
    text_n += n;
    return 0;
}

static const char *const reports[] = {
    "{\"id\":\"a<b&\\\"'\",\"title\":\"=1+1 <script>alert('x')</script>\",\"site_name\":\"Orren \\\"Post\\\", daily\","
    "\"published\":\"2024-03-12T10:00:00Z\",\"text\":\"ORREN, March 12 (Corvane Press) - The mayor of Orren, Ada Brandt, "
    "rejected a peace offer from Kessmar on Monday, killing hopes for a deal, three officials said.\\n\\n\\\"We will not "
    "sign,\\\" Brandt said. The army of Kessmar attacked Orren on Sunday, killing seven people, police said.\"}",
    "{\"id\":\"b\\ttab\",\"title\":\"-cmd|' /C calc'!A0\",\"published\":\"2024-03-13\",\"text\":\"The mayor of Orren, Ada "
    "Brandt, rejected a peace offer from Kessmar on Monday, killing hopes for a deal, according to Corvane Press.\\n\\n"
    "\\\"We will not sign,\\\" Brandt said. Nine people were killed, \\u001b[31mthe police\\u0007 told <b>Radio Sundet</b>.\"}"};

/* Rows of a CSV table, each with as many cells as the first; quotes as RFC 4180 has them. -1: it is none. */
static int csv_rows(char *bad) {
    int rows = 0, cells = 1, first = -1;
    bool quoted = false;
    *bad = 0;
    for (size_t i = 0; i < text_n; i++) {
        char c = text[i];
        if (quoted) {
            if (c == '"' && i + 1 < text_n && text[i + 1] == '"')
                i++;
            else if (c == '"')
                quoted = false;
        } else if (c == '"') {
            quoted = true;
        } else if (c == ',') {
            cells++;
        } else if (c == '\n') {
            if (first < 0)
                first = cells;
            if (cells != first || text[i - 1] != '\r')
                return -1;
            cells = 1;
            rows++;
        }
        bool start = !quoted && (i == 0 || text[i - 1] == ',' || text[i - 1] == '\n');
        if (start && strchr("=+@", c))
            *bad = c; /* a cell that a spreadsheet would run */
    }
    return quoted ? -1 : rows;
}

static int tsv_rows(void) {
    int rows = 0, cells = 1, first = -1;
    for (size_t i = 0; i < text_n; i++) {
        if (text[i] == '\t')
            cells++;
        if (text[i] == '\n') {
            if (first < 0)
                first = cells;
            if (cells != first)
                return -1;
            cells = 1;
            rows++;
        }
    }
    return rows;
}

/* Tags nest, attributes are quoted, nothing stands bare. */
static bool xml(void) {
    char *stack[64];
    int depth = 0;
    for (char *p = text, *end = text + text_n; p < end;) {
        if (*p == '&') {
            char *semi = memchr(p, ';', (size_t)(end - p) < 8 ? (size_t)(end - p) : 8);
            if (!semi)
                return false;
            p = semi;
        } else if ((unsigned char)*p < 0x20 && *p != '\n' && *p != '\t') {
            return false;
        } else if (*p == '<') {
            char *close = memchr(p, '>', (size_t)(end - p));
            if (!close || memchr(p + 1, '<', (size_t)(close - p - 1)))
                return false;
            if (p[1] == '/') {
                size_t n = (size_t)(close - p - 2);
                if (!depth || strncmp(stack[depth - 1], p + 2, n) ||
                    !strchr(" >/", stack[depth - 1][n]))
                    return false;
                depth--;
            } else if (p[1] != '?' && close[-1] != '/') {
                if (depth == 64)
                    return false;
                stack[depth++] = p + 1;
            }
            p = close;
        }
        p++;
    }
    return depth == 0;
}

static int json_lines(void) {
    int rows = 0;
    slice rest = slice_of(text, text_n), line;
    while (slice_line(&rest, &line)) {
        json_t *j = json_loadb(line.p, line.n, 0, NULL);
        if (!json_is_object(j))
            return -1;
        json_decref(j);
        rows++;
    }
    return rows;
}

static json_t *whole_json(void) { return json_loadb(text, text_n, 0, NULL); }

/* Every reference to a node is to one of the graph; how many there are. */
static size_t prov_refs(json_t *graph, json_t *list) {
    size_t i, k, found = 0;
    json_t *ref, *m;
    json_array_foreach(list, i, ref)
        json_array_foreach(graph, k, m)
            found += !strcmp(json_string_value(json_object_get(ref, "@id")), json_string_value(json_object_get(m, "@id")));
    CHECK(found == json_array_size(list));
    return found;
}

/* W3C PROV-O, JSON-LD: what is derived says so itself, plainly and qualified, and both lead to nodes of the graph. */
static void prov(void) {
    json_t *j = whole_json(), *graph = json_object_get(j, "@graph"), *n, *q;
    CHECK(!strcmp(json_string_value(json_object_get(json_object_get(j, "@context"), "prov")), "http://www.w3.org/ns/prov#"));
    size_t i, k, derived = 0, entities = 0;
    json_array_foreach(graph, i, n) {
        CHECK(!strcmp(json_string_value(json_object_get(n, "@type")), "prov:Entity"));
        entities++;
        size_t plain = prov_refs(graph, json_object_get(n, "prov:wasDerivedFrom")), qualified = 0;
        static const char *const kinds[] = {"prov:wasRevisionOf", "prov:hadPrimarySource", "prov:wasQuotedFrom"};
        for (size_t r = 0; r < NELEMS(kinds); r++)
            CHECK(prov_refs(graph, json_object_get(n, kinds[r])) <= plain);
        json_array_foreach(json_object_get(n, "prov:qualifiedDerivation"), k, q) {
            const char *type = json_string_value(json_object_get(q, "@type"));
            CHECK(type && !strncmp(type, "prov:", 5) && json_object_get(json_object_get(q, "prov:entity"), "@id"));
            qualified++;
        }
        CHECK(plain == qualified);
        derived += plain;
    }
    CHECK(entities >= 2 && derived >= 1);
    json_decref(j);
}

/* schema.org: Claim with appearance; what denies it is none; nothing rated. */
static void schema(void) {
    json_t *j = whole_json(), *c, *a;
    CHECK(!strcmp(json_string_value(json_array_get(json_object_get(j, "@context"), 0)), "https://schema.org"));
    size_t i, k;
    json_array_foreach(json_object_get(j, "@graph"), i, c) {
        CHECK(!strcmp(json_string_value(json_object_get(c, "@type")), "Claim") && json_object_get(c, "text"));
        json_array_foreach(json_object_get(c, "appearance"), k, a) {
            const char *stance = json_string_value(json_object_get(json_object_get(a, "hasPart"), "stemma:stance"));
            CHECK(stance && (!strcmp(stance, "asserted") || !strcmp(stance, "attributed")));
        }
    }
    json_decref(j);
}

/* IPTC ninjs 3: uri, arrays of {role, name} for infoSources. */
static void ninjs(void) {
    slice rest = slice_of(text, text_n), line;
    while (slice_line(&rest, &line)) {
        json_t *j = json_loadb(line.p, line.n, 0, NULL), *x;
        size_t i;
        const char *created = json_string_value(json_object_get(j, "contentCreated"));
        CHECK(!created || (strlen(created) >= 20 && strchr(created, 'T'))); /* a date-time of RFC 3339 */
        CHECK(!json_is_null(json_object_get(j, "language")));
        CHECK(json_is_string(json_object_get(j, "uri")) && json_is_array(json_object_get(j, "infoSources")));
        json_array_foreach(json_object_get(j, "infoSources"), i, x)
            CHECK(json_is_string(json_object_get(x, "name")) && json_is_string(json_object_get(x, "role")));
        json_decref(j);
    }
}

/* Columns up to the first of ours. */
static int columns_before(const char *ours) {
    const char *end = strstr(text, ours);
    int n = 0;
    for (const char *p = text; end && p < end; p++)
        n += *p == '\t';
    return n;
}

static int count(const char *needle) {
    int n = 0;
    for (const char *p = text; (p = strstr(p, needle)); p++)
        n++;
    return n;
}

int main(void) {
    char path[] = "/tmp/stemma-export-XXXXXX";
    int fd = mkstemp(path);
    CHECK(fd >= 0);
    char name[64];
    snprintf(name, sizeof name, "%s.jsonl", path);
    FILE *f = fopen(name, "w");
    CHECK(f != NULL);
    if (!f)
        DONE();
    for (size_t i = 0; i < NELEMS(reports); i++)
        fprintf(f, "%s\n", reports[i]);
    fclose(f);
    const char *paths[] = {name};
    stm_account *acc = NULL;
    CHECK(stm_account_read(&acc, paths, 1, NULL, NULL) == 0 && stm_account_documents(acc) == 2);

    static const char *const tables[] = {"events", "derivation", "claims", "conflicts", "sources", "timeline", "losses", "proposals"};
    int rows_all = 0;
    for (size_t i = 0; i < NELEMS(tables); i++) {
        char bad;
        text_n = 0;
        CHECK(stm_account_export(acc, tables[i], 1, keep, NULL) == 0);
        int rows = csv_rows(&bad);
        CHECK(rows >= 0 && !bad);
        text_n = 0;
        CHECK(stm_account_export(acc, tables[i], 0, keep, NULL) == 0);
        CHECK(json_lines() == (rows ? rows - 1 : 0)); /* the head has no line */
        rows_all += rows;
    }
    CHECK(rows_all > 6);
    static const char *const xmls[] = {"graphml", "svg", "timeml"};
    for (size_t i = 0; i < NELEMS(xmls); i++) {
        text_n = 0;
        CHECK(stm_account_export(acc, xmls[i], 0, keep, NULL) == 0 && text_n > 100 && xml());
        CHECK(slice_find(slice_of(text, text_n), S("<script"), 0) == NONE);
        text[text_n] = 0;
        if (i == 0) /* GraphML: keys declared for all data; as many nodes as reports and origins */
            CHECK(count("<key ") >= 10 && count("<node ") >= 2 && count("<edge ") >= 1);
        if (i == 2) /* TimeML: an instance for each event */
            CHECK(count("<EVENT ") > 0 && count("<EVENT ") == count("<MAKEINSTANCE ") && count("<DCT>") == 2);
    }
    static const char *const tsvs[] = {"gdelt", "polecat"};
    for (size_t i = 0; i < NELEMS(tsvs); i++) {
        text_n = 0;
        CHECK(stm_account_export(acc, tsvs[i], 0, keep, NULL) == 0 && tsv_rows() >= 1);
        text[text_n] = 0; /* GDELT 1.0 has 58 columns, POLECAT 40 */
        CHECK(columns_before(i ? "Document\t" : "Plover\t") == (i ? 40 : 58));
    }
    static const char *const jsons[] = {"prov", "schema", "ninjs"};
    for (size_t i = 0; i < NELEMS(jsons); i++) {
        text_n = 0;
        CHECK(stm_account_export(acc, jsons[i], 0, keep, NULL) == 0 && json_lines() == (i == 2 ? 2 : 1));
        CHECK(slice_find_nocase(slice_of(text, text_n), S("rating"), 0) == NONE);
        (i == 0 ? prov : i == 1 ? schema : ninjs)();
    }
    text_n = 0;
    CHECK(stm_account_export(acc, "dot", 0, keep, NULL) == 0 && text_n > 50);
    CHECK(stm_account_export(acc, "truth", 0, keep, NULL) == STM_EUSAGE);
    char bad;
    text_n = 0;
    CHECK(stm_account_quotes(acc, STM_CSV, NULL, keep, NULL) == 0 && csv_rows(&bad) > 1 && !bad);
    text_n = 0;
    CHECK(stm_account_quotes(acc, STM_JSONL, NULL, keep, NULL) == 0 && json_lines() >= 1);
    stm_account_free(acc);
    for (int i = STM_JSONL; i <= STM_MARKDOWN; i++) {
        text_n = 0;
        int code = stm_extract(paths, 1, (enum stm_form)i, STM_OURS, NULL, keep, NULL, NULL);
        CHECK(i == STM_CONLLU ? code == STM_EUSAGE : code == 0 && text_n > 100);
        if (i == STM_CSV)
            CHECK(csv_rows(&bad) == 3 && !bad);
    }
    for (int i = STM_TRAFILATURA; i <= STM_FUNDUS; i++) {
        text_n = 0;
        CHECK(stm_extract(paths, 1, STM_JSONL, (enum stm_compat)i, NULL, keep, NULL, NULL) == 0);
        CHECK(json_lines() == 2);
    }
    close(fd);
    remove(path);
    remove(name);
    DONE();
}
