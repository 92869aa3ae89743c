// A correction as `stemma fix` keeps it: not by the ids of this account but by what they stand for (a report's hash, passages,
// names), so that it holds on another desk. The same as src/fix/fix_make.c makes of what a page sends.
import type { Account, Doc, Span } from "./types";

export interface Sent { kind: string; args: Record<string, unknown> }
export interface Kept { stemma: "fix-1"; kind: string; args: Record<string, unknown>; note: string | null; at: string; undone: string | null }
type Place = [string, string, Span | null];
type Name = [string | null, string | null];

const most_documents = 64, most_passages = 1024;
const strings = (x: unknown): string[] => Array.isArray(x) ? x.filter((v): v is string => typeof v === "string") : [];
const text = (x: unknown) => typeof x === "string" ? x : "";

/** What somebody typed, without control characters and what turns the direction of text. */
export function clean_words(x: unknown, lines = false): string {
    return [...text(x)].filter(c => { const u = c.codePointAt(0)!; return (u >= 32 || (lines && u === 10)) && u !== 127 && !(u >= 0x80 && u < 0xA0) && !(u >= 0x202A && u <= 0x202E) && !(u >= 0x2066 && u <= 0x2069) && u !== 0x2028 && u !== 0x2029 && u !== 0xFEFF && !(u >= 0xD800 && u < 0xE000); }).join("").trim();
}

class Maker {
    readonly groups: Place[][] = [];
    readonly names: Name[] = [];
    private readonly docs: Map<string, Doc>;
    constructor(private readonly a: Account) { this.docs = new Map(a.documents.map(d => [d.id, d])); }
    private place(id: string, at: Span | null = null): Place {
        const d = this.docs.get(id);
        if (!d) throw new Error("There is no such report here.");
        return [d.id, d.sha256, at];
    }
    private row<T extends { id: string }>(list: T[], id: unknown, what: string): T {
        const r = list.find(x => x.id === id);
        if (!r) throw new Error(`There is no such ${what} here.`);
        return r;
    }
    documents(ids: string[]): void { this.groups.push(ids.map(id => this.place(id))); }
    story(id: unknown): void { this.documents(this.row(this.a.stories, id, "story").documents.slice(0, most_documents)); }
    entity(id: unknown): void { const e = this.row(this.a.entities, id, "name"); this.names.push([e.name, e.type]); }
    passages(rows: { doc: string; span: Span }[]): void { this.groups.push(rows.filter(r => r.span[1] > r.span[0]).slice(0, most_passages).map(r => this.place(r.doc, r.span))); }
    claim(id: unknown): void { this.passages(this.row(this.a.claims, id, "claim").reports); }
    conflict(id: unknown): string { const k = this.row(this.a.conflicts, id, "conflict"); this.passages(k.sides); return k.kind; }
    origin(id: unknown): void { const o = this.row(this.a.origins, id, "missing original"); this.documents(o.documents.slice(0, most_documents)); this.names.push([o.name, o.kind]); }
    /** What a report hangs on: a report, a missing original, or nothing. */
    end(id: unknown): string {
        if (typeof id !== "string") { this.groups.push([]); this.names.push([null, null]); return "nothing"; }
        if (id.startsWith("o-")) { this.origin(id); return "origin"; }
        this.documents([id]);
        this.names.push([null, null]);
        return "document";
    }
}

/** The args as they are kept; throws words for people. */
export function kept_args(account: Account, { kind, args: x }: Sent): Record<string, unknown> {
    const m = new Maker(account), more: Record<string, unknown> = {};
    const named = (words: unknown) => { more.name = clean_words(words); if (!more.name) throw new Error("The words are missing."); };
    if (kind === "story-join") for (const s of strings(x.stories)) m.story(s);
    else if (kind === "story-part") m.documents(strings(x.documents));
    else if (kind === "story-name") { m.story(x.story); named(x.name); }
    else if (kind === "entity-join") { for (const e of strings(x.entities)) m.entity(e); if (text(x.name).trim()) named(x.name); }
    else if (kind === "entity-part") { m.entity(x.entity); for (const n of strings(x.names)) m.names.push([n, null]); if (Array.isArray(x.documents)) m.documents(strings(x.documents)); }
    else if (kind === "entity-name") { m.entity(x.entity); named(x.name); }
    else if (kind === "claim-join") for (const c of strings(x.claims)) m.claim(c);
    else if (kind === "claim-part") { m.claim(x.claim); m.passages(Array.isArray(x.reports) ? x.reports as { doc: string; span: Span }[] : []); }
    else if (kind === "claim-name") { m.claim(x.claim); named(x.name); }
    else if (kind === "origin-name") { m.origin(x.origin); named(x.name); }
    else if (kind === "edge-hang") {
        m.documents([text(x.doc)]);
        let on = m.end(x.from);
        const was = m.end(x.was);
        if (on === "nothing" && text(x.name)) { on = "new"; named(x.name); }
        if (on !== "nothing") more.on = on;
        if (was !== "nothing") more.was = was;
        more.detail = text(x.kind) || "rewrite";
    } else if (kind === "conflict-dismiss") more.detail = m.conflict(x.conflict);
    else if (kind === "note") {
        const on = ["story", "document", "entity", "claim", "conflict", "origin"].find(k => x[k] !== undefined) ?? "";
        if (on === "story") m.story(x.story); else if (on === "document") m.documents([text(x.document)]); else if (on === "entity") m.entity(x.entity);
        else if (on === "claim") m.claim(x.claim); else if (on === "conflict") more.detail_of = m.conflict(x.conflict); else if (on === "origin") m.origin(x.origin);
        delete more.detail_of;
        more.on = on;
        more.name = clean_words(x.text, true);
        if (!more.name) throw new Error("Write the note first.");
    } else throw new Error("There is no such kind of correction.");
    return { ...(m.groups.length ? { groups: m.groups } : {}), ...(m.names.length ? { names: m.names } : {}), ...more };
}
