// The account and the bundle, as FORMAT.md and docs/room.md have them. Positions are bytes.

export type Span = [number, number];

export interface Place { doc: string; span: Span; text?: string }

export interface Doc {
    id: string; file: string; record: string | null; sha256: string; url: string | null; domain: string | null;
    site_name: string | null; title: string | null; authors: string[]; published: string | null; modified: string | null;
    language: string | null; page_type: string | null; found: Record<string, string>;
    body: Span[]; noise: { span: Span; kind: string }[]; words: number; fixed?: string[];
}
export interface StoryRow { id: string; documents: string[]; title: string | null; from: string | null; to: string | null; fixed?: string[] }
export type EdgeKind = "copy" | "rewrite" | "cites" | "quotes";
export interface Evidence { span: Span | null; from_span: Span | null; why: string; text?: string; from_text?: string }
export interface Edge {
    doc: string; from: string | null; kind: string; confidence: number; evidence: Evidence[];
    rivals: { from: string; confidence: number }[]; fixed?: string[];
}
export interface Origin {
    id: string; name: string | null; kind: string; published: string | null; documents: string[];
    recovered: { doc: string; span: Span; text?: string }[]; fixed?: string[];
}
export interface Entity { id: string; name: string; type: string; aliases: string[]; mentions: Place[]; fixed?: string[] }
export interface Coref { doc: string; entity: string | null; mentions: { span: Span; kind: string; text?: string }[] }
export interface Time { id: string; doc: string; span: Span; type: string; value: string; text?: string }
export interface Quantity {
    id: string; doc: string; span: Span; value: number; high: number | null; unit: string | null; of: string | null;
    approx: string | null; text?: string;
}
export interface Attribution {
    id: string; doc: string; source: Span | Span[] | null; cue: Span | Span[] | null; content: Span | Span[]; text?: string; form: string;
    source_name: string | null; source_type: string | null; anonymous: boolean; count: number | null; relays: string | null;
    parent: string | null; role?: string | null; affiliation?: string | null; reason?: string | null; status?: string | null;
}
export interface Event {
    id: string; doc: string; span: Span; text?: string; plover: string; actor: string | null; recipient: string | null;
    date: string | null; status: string; place?: string | null;
}
export type Stance = "asserted" | "attributed" | "denied" | "declined" | "doubted";
export interface ClaimReport { doc: string; span: Span; text?: string; stance: string; by: string | null; attribution: string | null }
export interface Claim {
    id: string; text: string; reports: ClaimReport[];
    support: { reports: number; origins: number; named: number; unnamed: number }; fixed?: string[];
}
export interface Side { doc: string; span: Span; text?: string; says: string | null; by: string | null }
export interface Conflict { id: string; kind: string; sides: Side[]; claims: string[]; note: string | null; fixed?: string[] }
export interface Loss {
    id: string; claim: string; kind: string; from: { doc: string; span: Span | null; text?: string };
    to: { doc: string; span: Span | null; text?: string };
}
export interface LedgerRow { id: string; descriptions: (Place & { attribution?: string })[]; count: number | null; claims: string[] }
export interface TimelineRow {
    date: string | null; high: string | null; text: string; doubt: string | null; rests_on: string[]; doc?: string; span?: Span;
}
/** What became of a proposal: what was done with it, in order. */
export interface Move { doc: string; span: Span; text?: string; plover: string; status: string | null; actor: string | null; date: string | null }
export interface Proposal { id: string; name: string; moves: Move[] }
export interface Skipped { file: string; record: string | null; error: string }

export interface Account {
    format: string; generator: string; documents: Doc[]; skipped: Skipped[]; stories: StoryRow[];
    threads: { id: string; stories: string[] }[]; derivation: Edge[]; origins: Origin[]; entities: Entity[]; coref: Coref[];
    times: Time[]; quantities: Quantity[]; attributions: Attribution[]; events: Event[]; claims: Claim[]; conflicts: Conflict[];
    losses: Loss[]; ledger: LedgerRow[]; timeline: TimelineRow[]; proposals: Proposal[];
}
export interface SourceText { start: number; length: number; text: string; map: [number, number, number, number][] | null }
export interface Text {
    id: string; text: string; map: [number, number, number][]; title_span: Span | null; source: SourceText | null; why: string | null;
}
export interface DiffRow { kind: string; alike?: number; a?: Span; a_at?: Span; b?: Span; b_at?: Span }
export interface Diff { a: string; b: string; counts: Record<string, number>; rows: DiffRow[] }
export interface Fix {
    id: string; kind: string; args: unknown; says: string; text: string | null; note: string | null; at: string; undone: string | null; state: string; rows: string[];
}
export interface Machine {
    stories: StoryRow[]; derivation: Edge[]; origins: Origin[]; entities: Entity[]; claims: Claim[]; conflicts: Conflict[];
}
export interface Bundle {
    stemma: string; account: Account; texts: Text[]; diffs: Diff[]; fixes: Fix[]; machine: Machine; light: boolean; story: string | null;
}
