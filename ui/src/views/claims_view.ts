// Claims against reports: a table of which a window is drawn, however many rows and columns it has. Stances are told by sign
// and word, never by colour alone.
import type { Claim, ClaimReport, Doc, Loss } from "../model/types";
import { button, h, new_id, type Kid } from "../dom/h";
import { count, date_words, plain, said } from "../dom/report_text";
import { badge, empty, line, loss_words, report_link, section_head, stance, stances, type Ctx } from "./lines";
import { correct_button, fixed_badge, machine_note } from "./correct";
import { tree_layout } from "../model/tree_layout";

const row_height = 88, head_height = 92;
let col_width = 120;

export function claims_view(c: Ctx): HTMLElement {
    const all = c.story.claims;
    const box = h("div", { class: "claims-page" }, section_head("Claims", all.length, "What is told, and how each report has it. Reports stand in the order of the tree, so that copies stand beside what they copy."));
    if (!all.length) { box.append(empty("No claims were found.")); return box; }
    const search = h("input", { type: "search", placeholder: "Words in a claim", "aria-label": "Filter the claims by words" });
    const which = h("select", { "aria-label": "Which claims" }, h("option", { value: "" }, "All claims"), h("option", { value: "disputed" }, "Denied, doubted or unanswered"), h("option", { value: "lost" }, "Something got lost"), h("option", { value: "shared" }, "In more than one report"));
    const sort = h("select", { "aria-label": "Order of claims" }, h("option", { value: "weight" }, "Most reports first"), h("option", { value: "origins" }, "Most origins first"), h("option", { value: "disputed" }, "Most disputed first"));
    const found = h("p", { class: "dim", role: "status" }), out = h("div", { class: "claims-out" });
    const lost = new Set(c.story.losses.map(l => l.claim));
    const doubt = (k: Claim) => k.reports.filter(r => r.stance === "denied" || r.stance === "declined" || r.stance === "doubted").length;
    const docs = new Map(all.map(k => [k, new Set(k.reports.map(r => r.doc)).size]));
    const show = () => {
        const w = search.value.trim().toLowerCase();
        const here = all.filter(k => (!w || k.text.toLowerCase().includes(w) || k.reports.some(r => (r.text ?? "").toLowerCase().includes(w)))
            && (which.value === "" || (which.value === "disputed" ? doubt(k) > 0 : which.value === "lost" ? lost.has(k.id) : docs.get(k)! > 1)));
        if (sort.value === "origins") here.sort((a, b) => b.support.origins - a.support.origins);
        else if (sort.value === "disputed") here.sort((a, b) => doubt(b) - doubt(a));
        else here.sort((a, b) => docs.get(b)! - docs.get(a)!);
        found.textContent = here.length === all.length ? "" : `${here.length} of ${count(all.length, "claim")}`;
        if (here.length) out.replaceChildren(new ClaimsGrid(c, here).el); else out.replaceChildren(empty("No claim fits."));
    };
    for (const el of [which, sort]) el.addEventListener("change", show);
    search.addEventListener("input", show);
    show();
    box.append(h("div", { class: "filters" }, search, which, sort, found),
        h("ul", { class: "legend" }, Object.keys(stances).map(k => h("li", null, stance(k), h("span", { class: "dim" }, ` ${stances[k]!.told}`))), h("li", null, badge("source lost", "warn"), h("span", { class: "dim" }, " told elsewhere with what is gone here"))), out);
    return box;
}

class ClaimsGrid {
    readonly el: HTMLElement;
    private readonly grid: HTMLElement;
    private readonly head: HTMLElement;
    private readonly body: HTMLElement;
    private readonly cols: Doc[];
    private readonly col_of = new Map<string, number>();
    private readonly cells: Map<number, ClaimReport[]>[];
    private readonly losses = new Map<string, Loss[]>();
    private left = 340;
    private row = 0;
    private col = 0;
    private drawn = "";
    private asked = 0;
    private rows = new Map<number, HTMLElement>();
    private readonly derived: Map<string, string>;

    constructor(private readonly c: Ctx, private readonly claims: Claim[]) {
        const order = tree_layout(c.story).nodes.filter(n => !n.origin && c.story.has(n.id));
        this.derived = new Map(order.filter(n => n.edge && (n.edge.kind === "copy" || n.edge.kind === "rewrite")).map(n => [n.id, n.edge!.kind]));
        this.cols = order.map(n => c.story.by_id.get(n.id)!);
        this.cols.forEach((d, i) => this.col_of.set(d.id, i + 1));
        this.cells = claims.map(k => { const m = new Map<number, ClaimReport[]>(); for (const r of k.reports) { const i = this.col_of.get(r.doc); if (i === undefined) continue; const l = m.get(i); if (l) l.push(r); else m.set(i, [r]); } return m; });
        for (const l of c.story.losses) { const key = `${l.claim}\0${l.to.doc}`; const list = this.losses.get(key); if (list) list.push(l); else this.losses.set(key, [l]); }
        this.head = h("div", { role: "row", class: "g-head", "aria-rowindex": "1" });
        this.body = h("div", { role: "rowgroup", class: "g-body" });
        this.grid = h("div", { role: "grid", class: "g", "aria-label": "Claims and reports", "aria-rowcount": claims.length + 1, "aria-colcount": this.cols.length + 1 }, h("div", { role: "rowgroup", class: "g-top" }, this.head), this.body);
        this.el = h("div", { class: "g-scroll" }, this.grid);
        this.body.style.height = `${claims.length * row_height}px`;
        this.el.addEventListener("scroll", () => { if (!this.asked) this.asked = requestAnimationFrame(() => { this.asked = 0; this.draw(); }); }, { passive: true });
        this.grid.addEventListener("keydown", e => this.key(e));
        this.grid.addEventListener("click", e => { const cell = (e.target as HTMLElement).closest<HTMLElement>("[data-r]"); if (cell) { this.focus(Number(cell.dataset.r), Number(cell.dataset.c)); this.open(); } });
        new ResizeObserver(() => { this.left = this.el.clientWidth < 560 ? 168 : this.el.clientWidth < 900 ? 250 : Math.max(280, Math.min(380, this.el.clientWidth - this.cols.length * 112 - 2)); col_width = Math.max(112, Math.min(160, Math.floor((this.el.clientWidth - this.left - 2) / Math.max(1, this.cols.length)))); this.grid.style.setProperty("--col", `${col_width}px`); this.grid.style.width = `${this.left + this.cols.length * col_width}px`; this.grid.style.setProperty("--left", `${this.left}px`); this.drawn = ""; this.draw(); }).observe(this.el);
    }
    private range(): [number, number, number, number] {
        const s = this.el;
        return [Math.max(0, Math.floor(s.scrollTop / row_height) - 3), Math.min(this.claims.length, Math.ceil((s.scrollTop + (s.clientHeight || 600)) / row_height) + 3),
            Math.max(1, Math.floor(s.scrollLeft / col_width) - 1), Math.min(this.cols.length + 1, Math.ceil((s.scrollLeft + (s.clientWidth || 900) - this.left) / col_width) + 3)];
    }
    private draw(): void {
        const [r0, r1, c0, c1] = this.range(), key = `${r0} ${r1} ${c0} ${c1}`;
        if (key === this.drawn) return;
        const cols_changed = this.drawn.split(" ").slice(2).join(" ") !== `${c0} ${c1}`;
        this.drawn = key;
        if (cols_changed) {
            this.head.replaceChildren(this.corner(), ...range(c0, c1).map(i => this.heading(i)));
            if (this.col >= 1 && (this.col < c0 || this.col >= c1) && this.row === 0) this.head.append(this.heading(this.col));
        }
        for (const [i, el] of this.rows) if (cols_changed || ((i < r0 || i >= r1) && i !== this.row - 1)) { if (!el.contains(document.activeElement) || cols_changed) { el.remove(); this.rows.delete(i); } }
        const want = range(r0, r1);
        if (this.row > 0 && !want.includes(this.row - 1)) want.push(this.row - 1);
        for (const i of want) if (!this.rows.has(i)) {
            const el = h("div", { role: "row", class: "g-row", "aria-rowindex": i + 2 }, this.claim_head(i), range(c0, c1).map(k => this.cell(i, k)), this.row === i + 1 && this.col > 0 && (this.col < c0 || this.col >= c1) ? this.cell(i, this.col) : null);
            el.style.transform = `translateY(${i * row_height}px)`;
            this.rows.set(i, el);
            let after: HTMLElement | null = null;
            for (let k = i + 1; k < r1 && !after; k++) after = this.rows.get(k) ?? null;
            this.body.insertBefore(el, after);
        }
    }
    private mark(el: HTMLElement, r: number, k: number): HTMLElement {
        el.dataset.r = String(r); el.dataset.c = String(k);
        el.setAttribute("aria-colindex", String(k + 1));
        el.tabIndex = r === this.row && k === this.col ? 0 : -1;
        if (k > 0) el.style.left = `${this.left + (k - 1) * col_width}px`;
        return el;
    }
    private corner(): HTMLElement { return this.mark(h("div", { role: "columnheader", class: "g-corner" }, "Claim"), 0, 0); }
    private heading(i: number): HTMLElement {
        const d = this.cols[i - 1]!, from = this.derived.get(d.id);
        return this.mark(h("div", { role: "columnheader", class: "g-col", title: plain(d.title, 200) }, h("span", { class: "outlet" }, said(this.c.story.label(d.id), 60)), h("span", { class: "dim" }, date_words(d.published, false)), from ? h("span", { class: "chip edge-" + from }, from) : null), 0, i);
    }
    private claim_head(i: number): HTMLElement {
        const k = this.claims[i]!;
        return this.mark(h("div", { role: "rowheader", class: "g-claim" }, h("span", { class: "claim-text" }, said(k.text.slice(0, 400), 400)),
            h("span", { class: "claim-sum" }, `${count(k.support.reports, "report")} · ${count(k.support.origins, "origin")}${k.support.named ? ` · ${k.support.named} named` : ""}${k.support.unnamed ? ` · ${k.support.unnamed} unnamed` : ""}`, k.fixed?.length ? " · corrected" : "")), i + 1, 0);
    }
    private cell(i: number, col: number): HTMLElement {
        const rs = this.cells[i]!.get(col), d = this.cols[col - 1]!;
        const lost = this.losses.get(`${this.claims[i]!.id}\0${d.id}`);
        const kinds = [...new Set((rs ?? []).map(r => r.stance))].sort((a, b) => Object.keys(stances).indexOf(a) - Object.keys(stances).indexOf(b));
        const el = h("div", { role: "gridcell", class: `g-cell ${kinds.length ? "full" : "none"} ${kinds.includes("denied") ? "has-denied" : ""}` },
            kinds.length ? kinds.slice(0, 3).map(k => stance(k)) : h("span", { class: "nothing" }, h("span", { "aria-hidden": "true" }, "·"), h("span", { class: "sr-only" }, "not told")),
            lost ? [...new Set(lost.map(l => l.kind))].slice(0, 2).map(l => badge(loss_words[l] ?? plain(l, 20), "warn")) : null);
        return this.mark(el, i + 1, col);
    }
    private find(r: number, k: number): HTMLElement | null { return this.grid.querySelector<HTMLElement>(`[data-r="${r}"][data-c="${k}"]`); }
    private focus(r: number, k: number): void {
        const old = this.find(this.row, this.col);
        if (old) old.tabIndex = -1;
        this.row = r; this.col = k;
        const s = this.el, y = (r - 1) * row_height, x = (k - 1) * col_width;
        if (r > 0 && y < s.scrollTop) s.scrollTop = y;
        if (r > 0 && y + row_height > s.scrollTop + s.clientHeight - head_height) s.scrollTop = y + row_height - s.clientHeight + head_height;
        if (k > 0 && x < s.scrollLeft) s.scrollLeft = x;
        if (k > 0 && x + col_width > s.scrollLeft + s.clientWidth - this.left) s.scrollLeft = x + col_width - s.clientWidth + this.left;
        this.draw();
        let el = this.find(r, k);
        if (!el) { this.drawn = ""; this.draw(); el = this.find(r, k); }
        if (el) { el.tabIndex = 0; el.focus({ preventScroll: true }); }
    }
    private key(e: KeyboardEvent): void {
        if (e.altKey || e.metaKey) return;
        let r = this.row, k = this.col;
        const page = Math.max(1, Math.floor(this.el.clientHeight / row_height) - 2);
        switch (e.key) {
            case "ArrowDown": r++; break;
            case "ArrowUp": r--; break;
            case "ArrowRight": k++; break;
            case "ArrowLeft": k--; break;
            case "PageDown": r += page; break;
            case "PageUp": r -= page; break;
            case "Home": k = 0; if (e.ctrlKey) r = 0; break;
            case "End": k = this.cols.length; if (e.ctrlKey) r = this.claims.length; break;
            case "Enter": case " ": e.preventDefault(); this.open(); return;
            default: return;
        }
        e.preventDefault();
        this.focus(Math.max(0, Math.min(this.claims.length, r)), Math.max(0, Math.min(this.cols.length, k)));
    }
    private open(): void {
        if (this.row === 0) return;
        claim_panel(this.c, this.claims[this.row - 1]!, this.col ? this.cols[this.col - 1]!.id : null);
    }
}
const range = (a: number, b: number) => Array.from({ length: Math.max(0, b - a) }, (_, i) => a + i);

/** A claim with each report's words; `doc`: that report's first. */
export function claim_panel(c: Ctx, k: Claim, doc: string | null): void {
    c.room.panel.show("Claim", box => {
        const id = new_id("c");
        const mine = doc ? k.reports.filter(r => r.doc === doc) : [], others = doc ? k.reports.filter(r => r.doc !== doc) : k.reports;
        const lost = c.story.losses.filter(l => l.claim === k.id && (!doc || l.to.doc === doc || l.from.doc === doc));
        const part = (rs: ClaimReport[]): Kid => rs.slice(0, 80).map(r => line(c, { doc: r.doc, span: r.span, text: r.text, by: r.by, before: stance(r.stance) }));
        box.append(h("h3", { id }, said(k.text, 600)), h("p", { class: "dim" }, `${count(k.support.reports, "report")}, ${count(k.support.origins, "origin")}; ${k.support.named} named and ${k.support.unnamed} unnamed sources`),
            h("p", { class: "row-acts" }, fixed_badge(c, k), correct_button(c, "claim", k)));
        machine_note(c, k, box);
        if (doc) {
            box.append(h("h4", null, "In ", report_link(c, doc)));
            if (mine.length) put(box, part(mine)); else box.append(empty("It is not told there."));
        }
        for (const l of lost) box.append(h("div", { class: "line" }, h("p", null, badge(loss_words[l.kind] ?? plain(l.kind, 20), "warn"), " from ", report_link(c, l.from.doc), " to ", report_link(c, l.to.doc)),
            l.from.span ? line(c, { doc: l.from.doc, span: l.from.span, text: l.from.text }) : null, l.to.span ? line(c, { doc: l.to.doc, span: l.to.span, text: l.to.text }) : null));
        if (others.length) { box.append(h("h4", null, doc ? "In the others" : "In the reports")); put(box, part(others)); }
        if (k.reports.length > 80) box.append(button({ class: "plain" }, `${k.reports.length - 80} more are in the table`));
    });
}
function put(box: HTMLElement, k: Kid): void { if (Array.isArray(k)) k.forEach(x => put(box, x)); else if (k instanceof Node) box.append(k); }
