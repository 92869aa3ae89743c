// What comes from a file or over the wire is checked once, here: after this each list is a list, each span two
// ordered whole numbers, each text a string. A row that isn't what it should be is left out, never repaired.
import type { Account, Bundle, Diff, Fix, Machine, Span, Text } from "./types";

type Any = Record<string, unknown>;

export function is_row(x: unknown): x is Any { return typeof x === "object" && x !== null && !Array.isArray(x); }
const rows = (x: unknown): Any[] => Array.isArray(x) ? x.filter(is_row) : [];
const text = (x: unknown): string => typeof x === "string" ? x : typeof x === "number" ? String(x) : "";
const text_or_null = (x: unknown): string | null => typeof x === "string" ? x : typeof x === "number" ? String(x) : null;
const number = (x: unknown): number => typeof x === "number" && Number.isFinite(x) ? x : 0;
const texts = (x: unknown): string[] => Array.isArray(x) ? x.filter((y): y is string => typeof y === "string") : [];

export function span(x: unknown): Span | null {
    if (!Array.isArray(x) || x.length !== 2) return null;
    const [a, b] = x as unknown[];
    return Number.isSafeInteger(a) && Number.isSafeInteger(b) && (a as number) >= 0 && (a as number) <= (b as number)
        ? x as Span : null;
}
function spans(x: unknown): Span | Span[] | null {
    const one = span(x);
    if (one) return one;
    if (!Array.isArray(x)) return null;
    const all = x.map(span).filter((s): s is Span => s !== null);
    return all.length ? all : null;
}
/** All spans of a thing that may have one, several or none. */
export function span_list(x: Span | Span[] | null | undefined): Span[] {
    if (!x || !x.length) return [];
    return Array.isArray(x[0]) ? x as Span[] : [x as Span];
}

const fixed = (r: Any) => Array.isArray(r.fixed) ? texts(r.fixed) : undefined;
/** Rows with a passage, made in one go: of a large story there are a hundred thousand. */
function placed<T>(list: unknown, make: (doc: string, at: Span, words: string | undefined, r: Any) => T): T[] {
    const out: T[] = [];
    for (const r of Array.isArray(list) ? list : []) {
        if (!is_row(r)) continue;
        const at = span(r.span);
        if (at) out.push(make(text(r.doc), at, text_or_null(r.text) ?? undefined, r));
    }
    return out;
}
const bare_place = (doc: string, at: Span, words: string | undefined) => ({ doc, span: at, text: words });

const stories = (x: unknown) => rows(x).map(r => ({ id: text(r.id), documents: texts(r.documents), title: text_or_null(r.title),
    from: text_or_null(r.from), to: text_or_null(r.to), fixed: fixed(r) }));
const edges = (x: unknown) => rows(x).map(r => ({ doc: text(r.doc), from: text_or_null(r.from), kind: text(r.kind),
    confidence: number(r.confidence), fixed: fixed(r),
    evidence: rows(r.evidence).map(e => ({ span: span(e.span), from_span: span(e.from_span), why: text(e.why),
        text: text_or_null(e.text) ?? undefined, from_text: text_or_null(e.from_text) ?? undefined })),
    rivals: rows(r.rivals).map(v => ({ from: text(v.from), confidence: number(v.confidence) })) }));
const origins = (x: unknown) => rows(x).map(r => ({ id: text(r.id), name: text_or_null(r.name), kind: text(r.kind),
    published: text_or_null(r.published), documents: texts(r.documents), recovered: placed(r.recovered, bare_place), fixed: fixed(r) }));
const entities = (x: unknown) => rows(x).map(r => ({ id: text(r.id), name: text(r.name), type: text(r.type),
    aliases: texts(r.aliases), mentions: placed(r.mentions, bare_place), fixed: fixed(r) }));
const claims = (x: unknown) => rows(x).map(r => {
    const s = is_row(r.support) ? r.support : {};
    return { id: text(r.id), text: text(r.text), fixed: fixed(r),
        reports: placed(r.reports, (doc, at, words, q) => ({ doc, span: at, text: words, stance: text(q.stance), by: text_or_null(q.by), attribution: text_or_null(q.attribution) })),
        support: { reports: number(s.reports), origins: number(s.origins), named: number(s.named), unnamed: number(s.unnamed) } };
});
const conflicts = (x: unknown) => rows(x).map(r => ({ id: text(r.id), kind: text(r.kind), claims: texts(r.claims),
    note: text_or_null(r.note), fixed: fixed(r),
    sides: placed(r.sides, (doc, at, words, q) => ({ doc, span: at, text: words, says: text_or_null(q.says), by: text_or_null(q.by) })) }));
const half = (x: unknown) => { const r = is_row(x) ? x : {}; return { doc: text(r.doc), span: span(r.span), text: text_or_null(r.text) ?? undefined }; };

export function read_account(x: unknown): Account {
    const a = is_row(x) ? x : {};
    return {
        format: text(a.format), generator: text(a.generator),
        documents: rows(a.documents).map(r => ({ id: text(r.id), file: text(r.file), record: text_or_null(r.record),
            sha256: text(r.sha256), url: text_or_null(r.url), domain: text_or_null(r.domain), site_name: text_or_null(r.site_name),
            title: text_or_null(r.title), authors: texts(r.authors), published: text_or_null(r.published),
            modified: text_or_null(r.modified), language: text_or_null(r.language), page_type: text_or_null(r.page_type),
            found: is_row(r.found) ? Object.fromEntries(Object.entries(r.found).map(([k, v]) => [k, text(v)])) : {},
            body: (Array.isArray(r.body) ? r.body : []).map(span).filter((s): s is Span => s !== null),
            noise: rows(r.noise).map(n => ({ span: span(n.span), kind: text(n.kind) })).filter((n): n is { span: Span; kind: string } => n.span !== null),
            words: number(r.words), fixed: fixed(r) })),
        skipped: rows(a.skipped).map(r => ({ file: text(r.file), record: text_or_null(r.record), error: text(r.error) })),
        stories: stories(a.stories),
        threads: rows(a.threads).map(r => ({ id: text(r.id), stories: texts(r.stories) })),
        derivation: edges(a.derivation), origins: origins(a.origins), entities: entities(a.entities),
        coref: rows(a.coref).map(r => ({ doc: text(r.doc), entity: text_or_null(r.entity),
            mentions: rows(r.mentions).map(m => ({ span: span(m.span), kind: text(m.kind), text: text_or_null(m.text) ?? undefined }))
                .filter((m): m is { span: Span; kind: string; text: string | undefined } => m.span !== null) })),
        times: placed(a.times, (doc, at, words, q) => ({ doc, span: at, text: words, id: text(q.id), type: text(q.type), value: text(q.value) })),
        quantities: placed(a.quantities, (doc, at, words, q) => ({ doc, span: at, text: words, id: text(q.id),
            value: number(q.value), high: typeof q.high === "number" ? q.high : null, unit: text_or_null(q.unit), of: text_or_null(q.of), approx: text_or_null(q.approx) })),
        attributions: rows(a.attributions).map(r => ({ id: text(r.id), doc: text(r.doc), source: spans(r.source), cue: spans(r.cue),
            content: spans(r.content), text: text_or_null(r.text) ?? undefined, form: text(r.form), source_name: text_or_null(r.source_name),
            source_type: text_or_null(r.source_type), anonymous: r.anonymous === true, count: typeof r.count === "number" ? r.count : null,
            relays: text_or_null(r.relays), parent: text_or_null(r.parent), role: text_or_null(r.role), affiliation: text_or_null(r.affiliation),
            reason: text_or_null(r.reason), status: text_or_null(r.status) }))
            .filter((r): r is typeof r & { content: Span | Span[] } => r.content !== null),
        events: placed(a.events, (doc, at, words, q) => ({ doc, span: at, text: words, id: text(q.id),
            plover: text(q.plover), actor: text_or_null(q.actor), recipient: text_or_null(q.recipient), date: text_or_null(q.date),
            status: text(q.status), place: text_or_null(q.place) })),
        claims: claims(a.claims), conflicts: conflicts(a.conflicts),
        losses: rows(a.losses).map(r => ({ id: text(r.id), claim: text(r.claim), kind: text(r.kind), from: half(r.from), to: half(r.to) })),
        ledger: rows(a.ledger).map(r => ({ id: text(r.id), descriptions: placed(r.descriptions, (doc, at, words, q) => ({ doc, span: at, text: words,
            attribution: text_or_null(q.attribution) ?? undefined })),
            count: typeof r.count === "number" ? r.count : null, claims: texts(r.claims) })),
        timeline: rows(a.timeline).map(r => ({ date: text_or_null(r.date), high: text_or_null(r.high), text: text(r.text), doubt: text_or_null(r.doubt),
            rests_on: texts(r.rests_on), doc: text_or_null(r.doc) ?? undefined, span: span(r.span) ?? undefined })),
        proposals: rows(a.proposals).map(r => ({ id: text(r.id), name: text(r.name), moves: placed(r.moves, (doc, at, words, q) => ({ doc, span: at, text: words,
            plover: text(q.plover), status: text_or_null(q.status), actor: text_or_null(q.actor), date: text_or_null(q.date) })) })),
    };
}

export function read_text(x: unknown): Text | null {
    if (!is_row(x)) return null;
    const run = (n: number) => (m: unknown) => Array.isArray(m) && m.length >= n && m.slice(0, n).every(v => Number.isSafeInteger(v) && v >= 0);
    const s = is_row(x.source) && typeof x.source.text === "string" ? x.source : null;
    return {
        id: text(x.id), text: text(x.text), title_span: span(x.title_span), why: text_or_null(x.why),
        map: (Array.isArray(x.map) ? x.map : []).filter(run(3)) as [number, number, number][],
        source: s && { start: number(s.start), length: number(s.length), text: text(s.text),
            map: Array.isArray(s.map) ? s.map.filter(run(4)) as [number, number, number, number][] : null },
    };
}

export function read_diff(x: unknown): Diff | null {
    if (!is_row(x)) return null;
    const c = is_row(x.counts) ? x.counts : {};
    return { a: text(x.a), b: text(x.b),
        counts: { taken: number(c.taken), changed: number(c.changed), dropped: number(c.dropped), added: number(c.added) },
        rows: rows(x.rows).map(r => ({ kind: text(r.kind), alike: number(r.alike), a: span(r.a) ?? undefined, a_at: span(r.a_at) ?? undefined,
            b: span(r.b) ?? undefined, b_at: span(r.b_at) ?? undefined })) };
}

export function read_fix(x: unknown): Fix | null {
    if (!is_row(x) || !text(x.id)) return null;
    return { id: text(x.id), kind: text(x.kind), args: x.args, says: text(x.says), text: text_or_null(x.text) ?? (is_row(x.args) ? text_or_null(x.args.text) : null), note: text_or_null(x.note), at: text(x.at),
        undone: text_or_null(x.undone), state: text(x.state), rows: texts(x.rows) };
}
export function read_fixes(x: unknown): Fix[] { return (Array.isArray(x) ? x : []).map(read_fix).filter((f): f is Fix => f !== null); }

/** Throws with one clear line where it is not a bundle at all. */
export function read_bundle(x: unknown): Bundle {
    if (!is_row(x)) throw new Error("There is no account in this page.");
    if (text(x.stemma) !== "room-1") throw new Error("This page carries data of another version than it can read.");
    const m = is_row(x.machine) ? x.machine : {};
    const machine: Machine = { stories: stories(m.stories), derivation: edges(m.derivation), origins: origins(m.origins),
        entities: entities(m.entities), claims: claims(m.claims), conflicts: conflicts(m.conflicts) };
    return { stemma: "room-1", account: read_account(x.account),
        texts: (Array.isArray(x.texts) ? x.texts : []).map(read_text).filter((t): t is Text => t !== null),
        diffs: (Array.isArray(x.diffs) ? x.diffs : []).map(read_diff).filter((d): d is Diff => d !== null),
        fixes: read_fixes(x.fixes), machine, light: x.light === true, story: text_or_null(x.story) };
}
