// The line under the head of the page: what has come to the desk from elsewhere, or corrections that this file can't keep. It
// changes nothing that is on the page until somebody asks for it.
import { get } from "../net";
import { is_row } from "../model/shape";
import { button, fill, h, link } from "../dom/h";
import { count } from "../dom/report_text";
import type { Drafts } from "../drafts";

const often = 10000, soon = 2000; // ms

export const notice = h("div", { class: "notice", role: "status", "aria-live": "polite" });

/** Reports that came after those that this page has shown. */
export class News {
    private last = -1;
    private told = 0;
    private timer = 0;
    constructor(private readonly show: () => Promise<void>) {}
    start(): void {
        document.addEventListener("visibilitychange", () => { if (!document.hidden) void this.ask(); });
        this.wait(often);
    }
    /** All up to this one are shown (as an answer's `last` says); nothing: whatever is there now. */
    seen(last?: unknown): void {
        this.last = typeof last === "number" ? last : -1;
        this.tell(0);
        if (this.last < 0) void this.ask();
    }
    private wait(ms: number): void { clearTimeout(this.timer); this.timer = window.setTimeout(() => { if (!document.hidden) void this.ask(); }, ms); }
    private async ask(): Promise<void> {
        const since = this.last, x = await get("/api/news", { since: since < 0 ? undefined : since }).catch(() => null);
        if (since !== this.last) return;
        const r = is_row(x) ? x : {}, last = typeof r.last === "number" ? r.last : since;
        if (since < 0 || last < since) this.last = last;
        else if (r.stale !== true) this.tell(Number(r.reports) || 0, last); // before, its stories would not be there
        this.wait(r.stale === true ? soon : often);
    }
    private tell(n: number, last = 0): void {
        if (n === this.told) return;
        this.told = n;
        fill(notice, n ? [h("span", null, `${count(n, "new report")} on the desk.`), " ", button({ class: "plain", "data-show-news": true, on: { click: () => { this.seen(last); void this.show(); } } }, n === 1 ? "Show it" : "Show them")] : null);
    }
}

/** Corrections that are nowhere but in this page. */
export function tell_drafts(d: Drafts): void {
    const n = d.count;
    notice.classList.toggle("unsaved", d.unsaved);
    fill(notice, n ? [h("span", null, d.unsaved ? `${count(n, "correction")}, kept nowhere yet: this page is a file.` : `${count(n, "correction")}, saved as a file for “stemma fix apply”.`), " ",
        button({ class: "plain", "data-save-fixes": true, on: { click: () => d.save() } }, d.unsaved ? "Save as a file" : "Save again"), " ", link("#/mine", null, "See them")] : null);
}
