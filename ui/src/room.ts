// What the views know: where the data comes from, the panel, and the story that is open.
import { get, id_path, in_file } from "./net";
import { read_account, read_bundle, read_diff, read_text, is_row } from "./model/shape";
import { Story, stories_of } from "./model/story";
import { align } from "./model/align";
import { CleanText } from "./model/bytes";
import type { Attribution, Bundle, Coref, Diff, Entity, Event, Quantity, Text, Time } from "./model/types";
import type { Panel } from "./dom/dialogs";
import { Drafts } from "./drafts";
import { News, notice, tell_drafts } from "./views/notice";

export interface Marks { entities: Entity[]; coref: Coref[]; times: Time[]; quantities: Quantity[]; attributions: Attribution[]; events: Event[] }

export class Room {
    /** The bundle of the file; in a server, of the story last opened. */
    bundle: Bundle | null = null;
    private open: Story | null = null;
    may_change = false;
    most_bytes = 0;
    private readonly marks = new Map<string, Marks>();
    constructor(readonly panel: Panel, readonly render: () => Promise<void>) {}
    readonly in_file = in_file;
    readonly drafts: Drafts = new Drafts(() => tell_drafts(this.drafts));
    readonly news = new News(async () => { this.forget(); await this.render(); document.getElementById("main")?.focus({ preventScroll: true }); });
    readonly notice = notice;
    /** Corrections can be made here: on the desk, or in a list of this page's own. */
    get may_correct(): boolean { return this.in_file || this.may_change; }

    read_page(): void {
        const el = document.getElementById("stemma-data");
        if (!el) return;
        let data: unknown;
        try { data = JSON.parse(el.textContent ?? ""); } catch { throw new Error("The data in this page can't be read; was the file cut short?"); }
        this.bundle = read_bundle(data);
    }
    async story(id: string, again = false): Promise<Story> {
        if (this.open && this.open.row.id === id && !again) return this.open;
        if (!this.in_file) {
            this.bundle = read_bundle(await get(id_path("/api/story", id)));
            this.marks.clear();
        }
        const b = this.bundle;
        if (!b) throw new Error("There is no account in this page.");
        const row = b.account.stories.find(s => s.id === id) ?? (this.in_file ? undefined : stories_of(b)[0]);
        if (!row) throw new Error("There is no such story here.");
        this.open = new Story(b, row);
        return this.open;
    }
    forget(): void { this.open = null; }

    /** The text of a report; from the server where the bundle came without, or where its stretch of source lacks the byte. */
    async text(story: Story, doc: string, at?: number): Promise<CleanText | null> {
        const have = story.text(doc);
        const source = have?.row.source;
        const whole = source && (at === undefined || (at >= source.start && at <= source.start + source.length && (source.map !== null || at <= source.start + new Blob([source.text]).size)));
        if (have && (this.in_file || whole || (at === undefined))) return have;
        if (this.in_file) return null;
        const x = await get(id_path("/api/document", doc), { at });
        const row = is_row(x) ? read_text(x.text) : null;
        if (!row) return have;
        this.keep_marks(doc, x);
        story.put_text(row);
        return story.text(doc);
    }
    private keep_marks(doc: string, x: unknown): void {
        if (!is_row(x) || !is_row(x.marks)) return;
        const a = read_account(x.marks);
        this.marks.set(doc, { entities: a.entities, coref: a.coref, times: a.times, quantities: a.quantities, attributions: a.attributions, events: a.events });
    }
    /** Everything marked in one report. */
    async marks_of(story: Story, doc: string): Promise<Marks> {
        if (story.bundle.light) {
            if (!this.marks.has(doc)) this.keep_marks(doc, await get(id_path("/api/document", doc)));
            const m = this.marks.get(doc);
            if (m) return m;
        }
        const a = story.bundle.account, here = (r: { doc: string }) => r.doc === doc;
        return { entities: a.entities, coref: a.coref.filter(here), times: a.times.filter(here), quantities: a.quantities.filter(here),
            attributions: a.attributions.filter(here), events: a.events.filter(here) };
    }
    async diff(story: Story, a: string, b: string): Promise<Diff | null> {
        const ready = story.bundle.diffs.find(d => d.a === a && d.b === b);
        if (ready) return ready;
        if (!this.in_file) return read_diff(await get("/api/diff", { a, b }));
        const ta = story.text(a), tb = story.text(b);
        return ta && tb ? align(ta, tb) : null;
    }
}
export type { Text };
