// One story out of a bundle, with the ways through it: which rows speak of its reports, what hangs on what, who is who.
import type { Account, Attribution, Bundle, Claim, ClaimReport, Conflict, Doc, Edge, Entity, Fix, LedgerRow, Loss, Origin, Span,
    Proposal, StoryRow, Text, TimelineRow } from "./types";
import { CleanText } from "./bytes";
import { span_list } from "./shape";

export const edge_kinds = ["copy", "rewrite", "cites", "quotes"] as const;
const edge_rank: Record<string, number> = { copy: 4, rewrite: 3, quotes: 2, cites: 1 };
export const edge_rank_of = (k: string) => edge_rank[k] ?? 0;

export interface NamedSource { key: string; name: string; type: string | null; role: string | null; statements: Attribution[]; docs: Set<string> }

export class Story {
    readonly docs: Doc[];
    readonly by_id = new Map<string, Doc>();
    readonly edges: Edge[];
    readonly origins: Origin[];
    readonly origin_by_id = new Map<string, Origin>();
    readonly claims: Claim[];
    readonly claim_by_id = new Map<string, Claim>();
    readonly conflicts: Conflict[];
    readonly losses: Loss[];
    readonly entities: Entity[];
    readonly ledger: LedgerRow[];
    readonly timeline: TimelineRow[];
    readonly proposals: Proposal[];
    readonly attributions: Attribution[];
    readonly attribution_by_id = new Map<string, Attribution>();
    readonly edges_of = new Map<string, Edge[]>();
    readonly family = new Map<string, string>();
    readonly families: number;
    private readonly clean = new Map<string, CleanText>();
    private readonly labels = new Map<string, string>();
    private readonly in_claims = new Map<string, { claim: Claim; report: ClaimReport }>();

    constructor(readonly bundle: Bundle, readonly row: StoryRow) {
        const a: Account = bundle.account;
        for (const d of a.documents) this.by_id.set(d.id, d);
        const inside = new Set(row.documents);
        this.docs = a.documents.filter(d => inside.has(d.id));
        const here = (id: string) => inside.has(id);
        this.edges = a.derivation.filter(e => here(e.doc) && e.from !== null);
        for (const e of this.edges) { const l = this.edges_of.get(e.doc); if (l) l.push(e); else this.edges_of.set(e.doc, [e]); }
        const from = new Set(this.edges.map(e => e.from));
        this.origins = a.origins.filter(o => from.has(o.id) || o.documents.some(here));
        for (const o of a.origins) this.origin_by_id.set(o.id, o);
        this.claims = a.claims.filter(c => c.reports.some(r => here(r.doc)));
        for (const c of a.claims) {
            this.claim_by_id.set(c.id, c);
            for (const r of c.reports) {
                const key = `${r.doc}\0${r.span[0]}\0${r.span[1]}`;
                if (!this.in_claims.has(key)) this.in_claims.set(key, { claim: c, report: r });
            }
        }
        this.conflicts = a.conflicts.filter(k => k.sides.some(s => here(s.doc)));
        this.losses = a.losses.filter(l => here(l.from.doc) || here(l.to.doc));
        this.entities = a.entities.filter(e => e.mentions.some(m => here(m.doc)) || (bundle.light && !e.mentions.length));
        this.ledger = a.ledger.filter(u => u.descriptions.some(d => here(d.doc)));
        this.timeline = a.timeline.filter(t => t.doc === undefined || here(t.doc));
        this.proposals = a.proposals.filter(p => p.moves.length > 0 && p.moves.every(m => here(m.doc)));
        this.attributions = a.attributions.filter(t => here(t.doc));
        for (const t of a.attributions) this.attribution_by_id.set(t.id, t);
        this.families = this.find_families();
        this.name_docs();
    }

    has(id: string): boolean { return this.row.documents.includes(id); }
    texts_by_id(): Map<string, Text> { return new Map(this.bundle.texts.map(t => [t.id, t])); }
    text(id: string): CleanText | null {
        const have = this.clean.get(id);
        if (have) return have;
        const row = this.bundle.texts.find(t => t.id === id);
        if (!row) return null;
        const t = new CleanText(row);
        this.clean.set(id, t);
        return t;
    }
    put_text(row: Text): void { this.clean.delete(row.id); this.bundle.texts = [...this.bundle.texts.filter(t => t.id !== row.id), row]; }

    /** What a report is called in tables: its outlet, with its place in time where the outlet has several. */
    label(id: string): string { return this.labels.get(id) ?? this.by_id.get(id)?.site_name ?? id; }
    outlet(id: string): string { const d = this.by_id.get(id); return d?.site_name || d?.domain || id; }
    node_name(id: string): string {
        const o = this.origin_by_id.get(id);
        return o ? o.name ?? "an unknown original" : this.label(id);
    }
    is_origin(id: string): boolean { return !this.by_id.has(id) && (this.origin_by_id.has(id) || id.startsWith("o-")); }

    private name_docs(): void {
        const count = new Map<string, number>(), seen = new Map<string, number>();
        for (const d of this.docs) count.set(this.outlet(d.id), (count.get(this.outlet(d.id)) ?? 0) + 1);
        for (const d of this.by_id.values()) {
            const name = this.outlet(d.id);
            const n = (seen.get(name) ?? 0) + 1;
            seen.set(name, n);
            this.labels.set(d.id, (count.get(name) ?? 0) > 1 ? `${name} (${n})` : name);
        }
    }
    private find_families(): number {
        const up = new Map<string, string>();
        const find = (x: string): string => { let r = x; while (up.get(r) !== undefined && up.get(r) !== r) r = up.get(r)!; return r; };
        for (const d of this.docs) up.set(d.id, d.id);
        for (const e of this.edges) {
            if ((e.kind !== "copy" && e.kind !== "rewrite") || e.from === null) continue; // as the program counts families
            if (!up.has(e.from)) up.set(e.from, e.from);
            const a = find(e.doc), b = find(e.from);
            if (a !== b) up.set(a, b);
        }
        const roots = new Set<string>();
        for (const d of this.docs) { const r = find(d.id); this.family.set(d.id, r); roots.add(r); }
        return roots.size;
    }

    /** The claim report that stands on exactly this passage, for the stance of a conflict's side. */
    claim_at(doc: string, span: Span, claims: string[] = []) {
        for (const id of claims) {
            const claim = this.claim_by_id.get(id), report = claim?.reports.find(r => r.doc === doc && r.span[0] === span[0] && r.span[1] === span[1]);
            if (claim && report) return { claim, report };
        }
        return this.in_claims.get(`${doc}\0${span[0]}\0${span[1]}`) ?? null;
    }

    /** Nobody denies, declines or doubts it, and it is in no conflict. */
    agreed(): Claim[] {
        const disputed = new Set(this.conflicts.flatMap(k => k.claims));
        return this.claims.filter(c => !disputed.has(c.id) && c.support.origins > 1 && c.reports.every(r => r.stance === "asserted" || r.stance === "attributed"))
            .sort((a, b) => b.support.origins - a.support.origins || b.support.reports - a.support.reports);
    }
    /** Asked and not answered, or could not be verified. */
    open(): { claim: Claim; report: ClaimReport }[] {
        return this.claims.flatMap(claim => claim.reports.filter(r => r.stance === "declined" || r.stance === "doubted").map(report => ({ claim, report })));
    }
    /** Sources with a name, most statements first. */
    named(): NamedSource[] {
        const by = new Map<string, NamedSource>();
        for (const t of this.attributions) {
            if (t.anonymous || !t.source_name) continue;
            const key = t.source_name.toLowerCase();
            let n = by.get(key);
            if (!n) by.set(key, n = { key, name: t.source_name, type: t.source_type, role: null, statements: [], docs: new Set() });
            if (!n.role && t.role) n.role = t.role;
            n.statements.push(t);
            n.docs.add(t.doc);
        }
        return [...by.values()].sort((a, b) => b.docs.size - a.docs.size || b.statements.length - a.statements.length || (a.key < b.key ? -1 : 1));
    }
    claims_of_attributions(ids: Set<string>): Claim[] {
        return this.claims.filter(c => c.reports.some(r => r.attribution !== null && ids.has(r.attribution)));
    }
    /** The fixes that touched a row, by its `fixed`, or, for a note, by the row's id. */
    fixes_of(row: { id?: string; fixed?: string[] }): Fix[] {
        const ids = new Set(row.fixed ?? []);
        return this.bundle.fixes.filter(f => ids.has(f.id) || (row.id !== undefined && f.rows.includes(row.id)));
    }
    /** The words of a passage: of the row, else of the clean text. */
    words(doc: string, span: Span | Span[], text?: string): string {
        if (text) return text;
        const t = this.text(doc);
        if (!t) return "";
        return span_list(span).map(s => { const at = t.from_source(s); return at ? t.cut(at[0], at[1]) : ""; }).filter(Boolean).join(" … ");
    }
}

export function stories_of(b: Bundle): StoryRow[] {
    return [...b.account.stories].sort((x, y) => y.documents.length - x.documents.length || ((x.from ?? "") < (y.from ?? "") ? 1 : -1));
}
