// Corrections made in a single file. The file can keep nothing: they live as long as the page is open, and go elsewhere as a
// list for `stemma fix apply`.
import type { Account, Fix } from "./model/types";
import { kept_args, type Kept, type Sent } from "./model/keep_fix";
import { save_file } from "./dom/download";

export interface Draft extends Fix { line: Kept; touches: Set<string> }

export class Drafts {
    readonly all: Draft[] = [];
    private saved = "";
    constructor(private readonly changed: () => void) {}

    add(account: Account, sent: Sent, says: string, reason: string): Draft {
        const at = new Date().toISOString().replace(/\.\d+/, "");
        const line: Kept = { stemma: "fix-1", kind: sent.kind, args: kept_args(account, sent), note: reason || null, at, undone: null };
        const d: Draft = { id: `draft-${this.all.length + 1}`, kind: sent.kind, args: line.args, says, text: sent.kind === "note" ? String(line.args.name) : null, note: reason || null, at, undone: null, state: "applied", rows: [], line,
            touches: new Set(Object.values(sent.args).flat().filter((v): v is string => typeof v === "string")) };
        this.all.push(d);
        this.changed();
        return d;
    }
    undo(d: Draft, undone: boolean): void { d.undone = undone ? new Date().toISOString() : null; this.changed(); }
    of(id: string | undefined): Draft[] { return id === undefined ? [] : this.all.filter(d => !d.undone && d.touches.has(id)); }
    get count(): number { return this.all.filter(d => !d.undone).length; }
    private text(): string { return this.all.filter(d => !d.undone).map(d => JSON.stringify(d.line) + "\n").join(""); }
    get unsaved(): boolean { return this.text() !== this.saved && this.count > 0; }
    save(): void { this.saved = this.text(); save_file("stemma-fixes.json", this.saved); this.changed(); }
}
