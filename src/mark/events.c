/* Events: who did what to whom, as PLOVER roots (Open Event Data Alliance, PLOVER codebook).
 *
 *   tokens --lexicon--> words that name an event --parse--> actor, recipient, place
 *                            |                    --words over it--> status
 *                            +-- one event for "launched an attack", none for what is refused
 *
 * The words stand in data/lang/<code>/events.tsv, what tells the status in event-status.txt. */
#include "events_work.h"
#include "mark_kit.h"

#define TOKEN(t) (&w->lang->tokens[t])

/* ---- the kit -------------------------------------------------------------------------------- */

static void over_put(struct event_kit *kit, uint32_t key, uint8_t kind) {
    for (uint32_t i = key;; i++) {
        struct over_word *x = &kit->over[i & kit->over_mask];
        if (!x->key || x->key == key) {
            x->key = key;
            x->kinds |= 1u << kind;
            return;
        }
    }
}

void event_kit_read(struct event_kit *kit, slice events, slice status, struct arena *a) {
    static const char *const kinds[] = {"", "planned", "denied", "demanded", "conditional", "may", "will",
                                        "must", "alleged", "happen"};
    enum { MOST = 1023 };
    uint32_t held = 0;
    slice line;
    event_lexicon_read(&kit->lexicon, events, a);
    kit->over_mask = MOST;
    kit->over = ARENA_ARRAY(a, struct over_word, MOST + 1);
    while (slice_line(&status, &line)) {
        uint32_t hash = slice_find(line, S("#"), 0);
        if (hash != NONE)
            line.n = hash;
        slice kind, word;
        if (!slice_trim(line).n)
            continue;
        if (!slice_field(&line, ':', &kind) || !line.p)
            guard_fail(STM_EFORMAT);
        uint8_t k = 1;
        while (k < NELEMS(kinds) && !slice_eq(kind, slice_str(kinds[k])))
            k++;
        if (k == NELEMS(kinds))
            guard_fail(STM_EFORMAT);
        while (slice_field(&line, ' ', &word))
            if (word.n) {
                if (++held > MOST / 2)
                    guard_fail(STM_EFORMAT);
                over_put(kit, lang_key(word), k);
            }
    }
}

/* ---- which rule ------------------------------------------------------------------------------- */

enum { WINDOW = 8 };

static uint32_t form_key(const struct event_work *w, uint32_t t) {
    char low[24];
    slice f = token_form(w->text, TOKEN(t));
    if (f.n > sizeof low || w->form[t])
        return w->form[t];
    for (uint32_t i = 0; i < f.n; i++)
        low[i] = to_lower(f.p[i]);
    return w->form[t] = lang_key((slice){low, f.n});
}

static bool listed(const struct event_work *w, const struct event_clause *c, uint32_t t) {
    const uint32_t *keys = w->kit->lexicon.words + c->first;
    uint32_t lemma = TOKEN(t)->key, form = form_key(w, t);
    for (uint32_t i = 0; i < c->count; i++)
        if (keys[i] == lemma || keys[i] == form)
            return true;
    return false;
}

/* Does the clause hold of the word at t? *with: the token that made it so. */
static bool holds(const struct event_work *w, const struct event_clause *c, uint32_t t, uint32_t *with) {
    bool parsed = w->lang->parsed;
    switch (c->kind) {
    case IF_WITH: {
        bool back = parsed || TOKEN(t)->xpos == XPOS_VBN || TOKEN(t)->upos == UPOS_NOUN;
        uint32_t from = back ? (t > w->first + WINDOW ? t - WINDOW : w->first) : t + 1;
        uint32_t to = t + WINDOW + 1 < w->end ? t + WINDOW + 1 : w->end;
        for (uint32_t k = from; k < to; k++) {
            if (k == t || !listed(w, c, k))
                continue;
            if (parsed && !hangs_on(w, k, t, k > t ? 4 : 2))
                continue;
            if (parsed && TOKEN(k)->deprel == DEP_NSUBJ && TOKEN(k)->head == t)
                continue;
            *with = k;
            return true;
        }
        if (parsed && TOKEN(t)->deprel == DEP_ACL && TOKEN(t)->head != NONE && listed(w, c, TOKEN(t)->head)) {
            *with = TOKEN(t)->head; /* "the deal struck by" */
            return true;
        }
        /* "in violation of sanctions": what a noun hangs on counts too */
        return parsed && TOKEN(t)->upos == UPOS_NOUN && TOKEN(t)->head != NONE && TOKEN(t)->head != t &&
               (TOKEN(t)->deprel == DEP_NMOD || TOKEN(t)->deprel == DEP_COMPOUND) && listed(w, c, TOKEN(t)->head);
    }
    case IF_NEXT:
        for (uint32_t k = t + 1; k < w->end && k <= t + 2; k++)
            if (listed(w, c, k)) {
                if (k == t + 2 && TOKEN(t + 1)->upos != UPOS_ADV && TOKEN(t + 1)->upos != UPOS_PRON &&
                    TOKEN(t + 1)->upos != UPOS_PROPN)
                    continue;
                return true;
            }
        return false;
    case IF_TO:
        for (uint32_t k = t + 1; k + 1 < w->end && k <= t + 5; k++)
            if (token_says(w, k, S("to")) &&
                (TOKEN(k + 1)->xpos == XPOS_VB || (TOKEN(k + 1)->upos == UPOS_ADV && k + 2 < w->end &&
                                                   TOKEN(k + 2)->xpos == XPOS_VB)))
                return true;
        return false;
    case IF_BY: {
        uint32_t s = parsed ? dependent(w, t, DEP_NSUBJ) : t > w->first ? t - 1 : NONE;
        return s != NONE && listed(w, c, s);
    }
    case IF_OBJECT: return !parsed || dependent(w, t, DEP_OBJ) != NONE || is_passive(w, t);
    default: return true; /* IF_ACTOR and IF_PARTY are looked at when the parties are known */
    }
}

static const struct event_rule *rule_of(const struct event_work *w, uint32_t t, uint8_t cls, uint32_t *with) {
    const struct event_lexicon *lx = &w->kit->lexicon;
    uint32_t keys[2] = {TOKEN(t)->key, form_key(w, t)};
    for (int k = 0; k < (keys[0] == keys[1] ? 1 : 2); k++)
        for (uint32_t r = event_lexicon_find(lx, keys[k]); r != NONE; r = lx->rules[r].next) {
            const struct event_rule *rule = &lx->rules[r];
            if (rule->cls != cls)
                continue;
            bool all = true;
            *with = NONE;
            for (uint32_t c = 0; c < rule->clauses && all; c++)
                all = holds(w, &lx->clauses[rule->first + c], t, with);
            if (all)
                return rule;
        }
    return NULL;
}

static bool needs(const struct event_work *w, const struct event_rule *rule, uint8_t kind) {
    for (uint32_t c = 0; c < rule->clauses; c++)
        if (w->kit->lexicon.clauses[rule->first + c].kind == kind)
            return true;
    return false;
}

/* What has a subject and an object is a verb, also where its tag says a plural: "if one attacks the other". */
static bool is_verbal(const struct event_work *w, uint32_t t) {
    return w->lang->parsed && dependent(w, t, DEP_NSUBJ) != NONE && dependent(w, t, DEP_OBJ) != NONE &&
           dependent(w, t, DEP_COP) == NONE && dependent(w, t, DEP_DET) == NONE;
}

static uint8_t class_of(const struct event_work *w, uint32_t t) {
    switch (TOKEN(t)->upos) {
    case UPOS_VERB: return EVENT_VERB;
    case UPOS_NOUN: return is_verbal(w, t) ? EVENT_VERB : EVENT_NOUN;
    case UPOS_ADJ: return EVENT_ADJECTIVE;
    default: return 255;
    }
}

/* ---- what belongs to it --------------------------------------------------------------------------- */

/* The time that is said of it: the nearest one of the sentence that is known, or NONE. */
static uint32_t time_of(const struct event_work *w, uint32_t t, uint32_t *cursor) {
    const struct marks *m = w->marks;
    uint32_t start = TOKEN(w->first)->at.start, end = TOKEN(w->end - 1)->at.end, best = NONE, least = 160;
    while (*cursor < m->times_n && m->times[*cursor].at.end <= start)
        ++*cursor;
    for (uint32_t i = *cursor, n = 0; i < m->times_n && m->times[i].at.start < end && n < 16; i++, n++) {
        if (m->times[i].type > TIME_TIME)
            continue;
        uint32_t a = m->times[i].at.start, b = TOKEN(t)->at.start, far = a > b ? a - b : b - a;
        if (far < least) {
            least = far;
            best = i;
        }
    }
    return best;
}

static bool is_yielding(uint8_t root) {
    return root == PLOVER_AID || root == PLOVER_COOPERATE || root == PLOVER_CONCEDE || root == PLOVER_RETREAT ||
           root == PLOVER_AGREE || root == PLOVER_CONSULT || root == PLOVER_SUPPORT;
}

static bool in_name(const struct event_work *w, uint32_t t) {
    uint32_t m = w->mention[t];
    return m != NONE && w->lang->mentions[m].kind == MENTION_NAME;
}

/* Roots that are done by saying so. */
static bool is_speech(uint8_t root) {
    return root == PLOVER_ACCUSE || root == PLOVER_THREATEN || root == PLOVER_REQUEST || root == PLOVER_SUPPORT ||
           root == PLOVER_REJECT || root == PLOVER_AGREE;
}

/* Is the actor the one in whose words it stands: "Lund said she was angry", "I reject", "Very angry!"? */
static bool says_it(const struct event_work *w, const struct parties *p, uint32_t t, uint32_t attribution) {
    /* "he said it was over, demanding their release": who speaks demands */
    if (TOKEN(t)->xpos == XPOS_VBG && TOKEN(t)->deprel == DEP_ADVCL && t > w->first && token_says(w, t - 1, S(",")) &&
        !w->quoted[t])
        return true;
    if (p->actor == NONE)
        return class_of(w, t) == EVENT_ADJECTIVE;
    if (token_says(w, p->actor, S("I")) || token_says(w, p->actor, S("we")))
        return true;
    uint32_t m = w->mention[p->actor];
    if (m != NONE && attribution != NONE && w->marks->attributions[attribution].entity != NONE &&
        w->lang->mentions[m].entity == w->marks->attributions[attribution].entity)
        return true;
    /* "said he was angry": the subject of the clause above, by the pronoun's person */
    uint32_t h = TOKEN(t)->head;
    if (TOKEN(p->actor)->xpos != XPOS_PRP || TOKEN(t)->deprel != DEP_CCOMP || h == NONE)
        return false;
    uint32_t s = dependent(w, h, DEP_NSUBJ);
    if (s == NONE || m == NONE || w->mention[s] == NONE)
        return s != NONE;
    return w->lang->mentions[m].entity == w->lang->mentions[w->mention[s]].entity;
}

/* The last token of an event's span: the particle and the object behind a verb belong to it. */
static uint32_t event_end(const struct event_work *w, uint32_t t, uint8_t cls, uint32_t with, bool particle) {
    enum { REACH = 4 };
    uint32_t end = t;
    if (cls != EVENT_VERB)
        return end;
    if (with != NONE && with > t && with - t <= REACH)
        end = with;
    if (!w->lang->parsed)
        return end;
    for (uint32_t c = w->child[t]; c != NONE; c = w->sibling[c]) {
        uint8_t d = TOKEN(c)->deprel;
        if (c > end && c - t <= REACH && (d == DEP_OBJ || d == DEP_COMPOUND_PRT || (particle && d == DEP_OBL)))
            end = c;
    }
    return end;
}

struct list {
    struct event *p;
    uint32_t n, cap;
};

static void add_event(struct event_work *w, struct list *l, uint32_t t, uint8_t cls, const struct event_rule *rule,
                      uint32_t with, uint32_t *cursor) {
    bool refused;
    struct parties p = parties_of(w, t, cls, rule->root);
    if (needs(w, rule, IF_PARTY) && (p.recipient == NONE || !partylike(w, p.recipient)))
        return;
    if (needs(w, rule, IF_ACTOR) && !(p.actor != NONE && is_named(w, p.actor)) &&
        !(p.recipient != NONE && is_named(w, p.recipient)))
        return;
    struct event e = {.at = TOKEN(t)->at, .token = t, .root = rule->root, .attribution = w->content[t]};
    bool promised;
    e.status = status_of_event(w, t, cls, rule->root, &refused, &promised);
    if (promised && (e.root == PLOVER_AID || e.root == PLOVER_COOPERATE || e.root == PLOVER_CONCEDE ||
                     e.root == PLOVER_RETREAT)) /* PLOVER: what is only promised is an agreement */
        e.root = PLOVER_AGREE;
    /* will not talk, would not agree: a refusal, which itself is a fact */
    if (refused && is_yielding(e.root)) {
        e.root = PLOVER_REJECT;
        e.status = w->content[t] != NONE ? STATUS_ALLEGED : STATUS_ACTUAL;
    }
    if (rule->next == NONE && rule->key == 0) /* one of the unnamed: the saying is the doing */
        e.status = w->quoted[t] ? STATUS_ALLEGED : STATUS_ACTUAL;
    if (rule->key == 0 && rule->root == PLOVER_REQUEST && TOKEN(t)->head != NONE) {
        p.recipient = dependent(w, t, DEP_NSUBJ);
        p.actor = dependent(w, TOKEN(t)->head, DEP_NSUBJ);
    }
    if (e.status == STATUS_ALLEGED && says_it(w, &p, t, e.attribution) && is_speech(e.root))
        e.status = STATUS_ACTUAL;
    e.at.end = TOKEN(event_end(w, t, cls, with, needs(w, rule, IF_NEXT)))->at.end;
    e.time = time_of(w, t, cursor);
    if (p.actor != NONE) {
        e.actor_at = party_span(w, p.actor);
        e.actor = party_name(w, p.actor);
    }
    if (p.recipient != NONE) {
        e.recipient_at = party_span(w, p.recipient);
        e.recipient = party_name(w, p.recipient);
    }
    if (p.place != NONE) {
        e.place_at = party_span(w, p.place);
        e.place = party_name(w, p.place);
    }
    ARENA_MORE(w->a, l->p, l->n, l->cap);
    l->p[l->n++] = e;
}

/* Is the word at t told by an event word that governs it: "launched an attack", "refused to sign"? */
static bool told_already(const struct event_work *w, const uint8_t *root, const uint32_t *with, uint32_t t,
                         uint8_t mine) {
    if (!w->lang->parsed) {
        for (uint32_t k = t > w->first + 4 ? t - 4 : w->first; k < t; k++)
            if (root[k - w->first] && (with[k - w->first] == t || root[k - w->first] - 1 == mine))
                return true;
        return false;
    }
    uint32_t k = t;
    for (int depth = 0; depth < 3; depth++) {
        uint32_t h = TOKEN(k)->head;
        if (h == NONE || h == k || h < w->first || h >= w->end)
            return false;
        uint8_t r = root[h - w->first], d = TOKEN(k)->deprel;
        if (d != DEP_OBJ && d != DEP_OBL && d != DEP_XCOMP && d != DEP_COMPOUND && d != DEP_NMOD && d != DEP_AMOD &&
            d != DEP_NSUBJ_PASS)
            return false;
        if (r) {
            if (with[h - w->first] == t && dependent(w, t, DEP_ACL) == NONE)
                return true;
            if (r - 1 == mine && d != DEP_NMOD)
                return true;
            if (r - 1 == PLOVER_REJECT && d == DEP_XCOMP)
                return true;
            if (r - 1 == PLOVER_AGREE && d == DEP_XCOMP && is_yielding(mine))
                return true;
        }
        k = h;
    }
    return false;
}

/* Two more that no word of the list names: "said they must leave" asks, "says it will not accept them"
 * refuses. */
static const struct event_rule *unnamed_rule(const struct event_work *w, uint32_t t) {
    static const struct event_rule asks = {.cls = EVENT_VERB, .root = PLOVER_REQUEST, .next = NONE},
                                   refuses = {.cls = EVENT_VERB, .root = PLOVER_REJECT, .next = NONE};
    if (!w->lang->parsed || TOKEN(t)->upos != UPOS_VERB || TOKEN(t)->xpos != XPOS_VB)
        return NULL;
    uint8_t said = said_of(w, t);
    return said == SAYS_MUST ? &asks : said == SAYS_NOT ? &refuses : NULL;
}

static bool says_according(const struct event_work *w) {
    for (uint32_t t = w->first; t + 1 < w->end; t++)
        if ((token_says(w, t, S("according")) && token_says(w, t + 1, S("to"))) || token_says(w, t, S("citing")))
            return true;
    /* "..., the officials said." */
    uint32_t from = w->end > w->first + 7 ? w->end - 7 : w->first;
    for (uint32_t t = w->end; t-- > from + 1;) {
        if (!token_says(w, t, S("said")))
            continue;
        for (uint32_t k = t, n = 0; k > w->first && n < 7; n++) {
            k--;
            if (token_says(w, k, S(",")))
                return k > w->first + 5;
            if (TOKEN(k)->upos == UPOS_VERB || TOKEN(k)->upos == UPOS_AUX)
                break;
        }
        break;
    }
    return false;
}

static void read_sentence(struct event_work *w, struct list *l, uint32_t *cursor, struct arena *tmp) {
    uint32_t n = w->end - w->first;
    struct arena_mark mark = arena_mark(tmp);
    uint8_t *root = arena_calloc(tmp, n, 1);
    uint32_t *with = arena_alloc(tmp, n * sizeof *with);
    const struct event_rule **rules = arena_calloc(tmp, n, sizeof *rules);
    bool any = false;
    w->according = says_according(w);
    for (uint32_t i = 0; i < n; i++) {
        uint32_t t = w->first + i;
        uint8_t cls = class_of(w, t);
        with[i] = NONE;
        if (cls == 255 || in_name(w, t))
            continue;
        /* "ceasefire talks", "occupied land": what only describes */
        if (w->lang->parsed && ((cls == EVENT_NOUN && TOKEN(t)->deprel == DEP_COMPOUND) ||
                                (cls == EVENT_VERB && TOKEN(t)->deprel == DEP_AMOD)))
            continue;
        const struct event_rule *r = rule_of(w, t, cls, &with[i]);
        if (!r && cls == EVENT_VERB)
            r = unnamed_rule(w, t);
        if (!r || r->root == PLOVER_COUNT)
            continue;
        rules[i] = r;
        root[i] = (uint8_t)(r->root + 1);
        any = true;
    }
    for (uint32_t i = 0; any && i < n; i++)
        if (rules[i] && !told_already(w, root, with, w->first + i, rules[i]->root))
            add_event(w, l, w->first + i, class_of(w, w->first + i), rules[i], with[i], cursor);
    arena_rewind(tmp, mark);
}

/* ---- a document ----------------------------------------------------------------------------------------- */

static void map_times(struct event_work *w) {
    const struct marks *m = w->marks;
    uint32_t t = 0, n = w->lang->tokens_n;
    for (uint32_t i = 0; i < m->times_n; i++) {
        while (t < n && TOKEN(t)->at.end <= m->times[i].at.start)
            t++;
        for (; t < n && TOKEN(t)->at.start < m->times[i].at.end; t++)
            w->timed[t] = true;
    }
}

static void map_mentions(struct event_work *w) {
    const struct lang *l = w->lang;
    for (uint32_t i = 0; i < l->mentions_n; i++) {
        const struct mention *m = &l->mentions[i];
        for (uint32_t t = m->first; t < m->end && t < l->tokens_n && t < m->first + 32; t++)
            if (w->mention[t] == NONE || (m->kind == MENTION_NAME &&
                                          l->mentions[w->mention[t]].kind != MENTION_NAME))
                w->mention[t] = i;
    }
}

static void map_contents(struct event_work *w) {
    const struct marks *m = w->marks;
    uint64_t left = (uint64_t)w->lang->tokens_n * 8 + 1024; /* nesting is bounded */
    for (uint32_t i = 0; i < m->attributions_n; i++) {
        uint32_t head = m->attributions[i].source_token;
        if (head < w->lang->tokens_n && w->source[head] == NONE)
            w->source[head] = i;
        for (uint32_t k = 0; k < m->attributions[i].content.n; k++) {
            span at = m->attributions[i].content.p[k];
            for (uint32_t t = lang_token_at(w->lang, at.start);
                 t < w->lang->tokens_n && TOKEN(t)->at.start < at.end && left; t++, left--)
                w->content[t] = i;
        }
    }
}

static void map_children(struct event_work *w) {
    const struct lang *l = w->lang;
    for (uint32_t t = l->tokens_n; t-- > 0;) { /* from the end, so that the first comes first */
        uint32_t h = l->tokens[t].head;
        if (h == NONE || h == t || h >= l->tokens_n)
            continue;
        w->sibling[t] = w->child[h];
        w->child[h] = t;
    }
}

/* Direct speech: from a mark that opens to the one that closes, in one block; a few words in quotation
 * marks are a term. */
static void map_quotes(struct event_work *w) {
    const struct lang *l = w->lang;
    enum { TERM = 3 };
    uint32_t open = NONE;
    for (uint32_t s = 0; s < l->sentences_n; s++) {
        if (s && l->sentences[s].block != l->sentences[s - 1].block)
            open = NONE;
        for (uint32_t t = l->sentences[s].first; t < l->sentences[s].end && t < l->tokens_n; t++) {
            if (l->tokens[t].flags & TOKEN_QUOTE_OPEN) {
                open = t;
            } else if ((l->tokens[t].flags & TOKEN_QUOTE_CLOSE) && open != NONE) {
                for (uint32_t k = open + 1; k < t && t - open > TERM + 1; k++)
                    w->quoted[k] = true;
                open = NONE;
            }
        }
    }
}

static uint32_t *filled(struct arena *tmp, uint32_t n) {
    uint32_t *p = arena_alloc(tmp, (size_t)(n + 1) * sizeof *p);
    for (uint32_t i = 0; i <= n; i++)
        p[i] = NONE;
    return p;
}

void mark_events(const struct mark_kit *kit, const struct page *page, const struct lang *lang,
                 struct arena *a, struct arena *tmp, struct marks *out) {
    struct event_work work = {.kit = &kit->events, .text = page->text, .lang = lang, .marks = out, .a = a};
    struct event_work *w = &work;
    struct list l = {0};
    uint32_t cursor = 0;
    if (!lang->tagged)
        return;
    w->mention = filled(tmp, lang->tokens_n);
    w->content = filled(tmp, lang->tokens_n);
    w->source = filled(tmp, lang->tokens_n);
    w->child = filled(tmp, lang->tokens_n);
    w->sibling = filled(tmp, lang->tokens_n);
    map_mentions(w);
    map_contents(w);
    w->quoted = arena_calloc(tmp, lang->tokens_n + 1, sizeof *w->quoted);
    map_quotes(w);
    w->form = arena_calloc(tmp, lang->tokens_n + 1, sizeof *w->form);
    w->timed = arena_calloc(tmp, lang->tokens_n + 1, sizeof *w->timed);
    map_times(w);
    if (lang->parsed)
        map_children(w);
    for (uint32_t s = 0; s < lang->sentences_n; s++) {
        w->first = lang->sentences[s].first;
        w->end = lang->sentences[s].end;
        if (w->first < w->end && w->end <= lang->tokens_n)
            read_sentence(w, &l, &cursor, tmp);
    }
    out->events = l.p;
    out->events_n = l.n;
}
