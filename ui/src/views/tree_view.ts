// The family tree in time. Lines and marks are drawn in SVG for the eye; the same tree is a tree of labels for the
// keyboard and for screen readers. Only the rows in sight are drawn.
import { h, clear, link, route, type Kid } from "../dom/h";
import { count, date_words, plain, said } from "../dom/report_text";
import { tree_layout, time_scale, type Layout, type Node, type Scale } from "../model/tree_layout";
import type { Edge } from "../model/types";
import { empty, kind_words, place_buttons, report_link, section_head, type Ctx } from "./lines";
import { correct_button, fixed_badge, machine_edges } from "./correct";

const row_height = 58, pad = 50;
const known = new Set(["copy", "rewrite", "cites", "quotes"]);
export const edge_class = (kind: string) => `edge-${known.has(kind) ? kind : "other"}`;

export function tree_view(c: Ctx): HTMLElement {
    const layout = tree_layout(c.story);
    const box = h("div", { class: "tree-page" }, section_head("Who has it from whom", undefined,
        `${count(c.story.docs.length, "report")}, ${count(c.story.families, "origin")} behind ${c.story.docs.length === 1 ? "it" : "them"}. Left is earlier. Choose a report for the evidence.`));
    if (!layout.nodes.length) { box.append(empty("There are no reports here.")); return box; }
    box.append(legend(), new TreeView(c, layout).el);
    return box;
}

function sample(kind: string): Element {
    return h("svg", { class: "legend-line", width: "44", height: "12", viewBox: "0 0 44 12", "aria-hidden": "true" }, h("path", { class: `edge ${edge_class(kind)}`, d: "M2 6H34" }), kind === "copy" ? h("path", { class: `edge ${edge_class(kind)} inner`, d: "M2 6H34" }) : null, h("circle", { class: "node", cx: "38", cy: "6", r: "4.5" }));
}
function legend(): HTMLElement {
    return h("ul", { class: "legend", "aria-label": "Kinds of lines" },
        [["copy", "copy: the same words"], ["rewrite", "rewrite: the same matter, reworked"], ["quotes", "quotes: only a passage of it"], ["cites", "cites: names it as where it has something from"]].map(([k, w]) => h("li", null, sample(k!), w!)),
        h("li", null, h("svg", { class: "legend-line", width: "16", height: "12", viewBox: "0 0 16 12", "aria-hidden": "true" }, h("circle", { class: "node missing", cx: "8", cy: "6", r: "4.5" })), "missing: rested on, and not among the reports"));
}

class TreeView {
    readonly el: HTMLElement;
    private readonly inner: HTMLElement;
    private readonly svg: Element;
    private readonly axis: HTMLElement;
    private readonly labels = new Map<number, HTMLElement>();
    private at = 0;
    private width = 0;
    private plot = 0;
    private scale: Scale = { x: () => 0, ticks: [] };
    private asked = 0;
    private chosen = -1;
    private xs: number[] = [];
    private readonly also_to = new Map<string, Node[]>();

    constructor(private readonly c: Ctx, private readonly layout: Layout) {
        this.svg = h("svg", { class: "tree-lines", "aria-hidden": "true", focusable: "false" });
        this.axis = h("div", { class: "tree-axis", "aria-hidden": "true" });
        this.inner = h("div", { class: "tree-in", role: "tree", "aria-label": "Family tree of the reports" });
        this.el = h("div", { class: "tree-box" }, this.axis, h("div", { class: "tree-scroll" }, this.svg, this.inner));
        const scroll = this.scroll();
        for (const n of layout.nodes) for (const e of n.also) { const l = this.also_to.get(e.from!); if (l) l.push(n); else this.also_to.set(e.from!, [n]); }
        const high = layout.nodes.length * row_height + 10;
        this.inner.style.height = `${high}px`;
        scroll.style.maxHeight = `min(${high + 4}px, 74vh)`;
        scroll.addEventListener("scroll", () => this.soon(), { passive: true });
        this.inner.addEventListener("keydown", e => this.key(e));
        new ResizeObserver(() => { if (this.el.clientWidth !== this.width) this.measure(); }).observe(this.el);
    }
    private scroll(): HTMLElement { return this.el.lastElementChild as HTMLElement; }
    private soon(): void { if (!this.asked) this.asked = requestAnimationFrame(() => { this.asked = 0; this.draw(); }); }

    private measure(): void {
        this.width = this.el.clientWidth;
        const small = this.width < 620;
        const label = small ? this.width - 96 : Math.max(320, Math.min(520, this.width * 0.48));
        this.plot = Math.max(30, this.width - label - pad);
        const times = this.layout.nodes.map(n => n.time).filter((t): t is number => t !== null);
        this.scale = time_scale(times, this.plot - pad, small ? 60 : 74);
        // A child stands right of its parent where time allows it, a missing original left of what has it.
        this.xs = [];
        for (const n of this.layout.nodes) {
            let x = pad + this.scale.x(n.time) - (n.origin ? 36 : 0);
            if (n.parent && !(n.time !== null && n.parent.time !== null && n.time < n.parent.time)) x = Math.max(x, this.xs[n.parent.row]! + 30);
            this.xs.push(Math.min(Math.max(8, x), this.width - 130));
        }
        clear(this.axis);
        for (const t of this.scale.ticks) {
            const el = h("span", { class: t.gap ? "tick gap" : "tick" }, date_words(new Date(t.time).toISOString().slice(0, 10)).replace(/ \d{4}$/, ""));
            el.style.left = `${pad + t.x}px`;
            this.axis.append(el);
        }
        for (const el of this.labels.values()) el.remove();
        this.labels.clear();
        this.draw();
    }
    private x(n: Node): number { return this.xs[n.row] ?? pad; }
    private y(row: number): number { return row * row_height + 22; }

    private draw(): void {
        const s = this.scroll(), nodes = this.layout.nodes;
        const from = Math.max(0, Math.floor(s.scrollTop / row_height) - 4), to = Math.min(nodes.length, Math.ceil((s.scrollTop + (s.clientHeight || 700)) / row_height) + 4);
        for (const [i, el] of this.labels) if ((i < from || i >= to) && i !== this.at) { el.remove(); this.labels.delete(i); }
        for (let i = from; i < to; i++) this.put(i);
        if (!this.labels.has(this.at)) this.put(this.at);
        // Lines: trunks of all parents above that reach into sight, branches of the rows in sight.
        clear(this.svg);
        const top = from * row_height, high = (to - from) * row_height + 60;
        this.svg.setAttribute("width", String(this.width));
        this.svg.setAttribute("height", String(high));
        (this.svg as SVGElement).style.transform = `translateY(${top}px)`;
        const parents = new Set<Node>();
        for (let i = from; i < to; i++) { let n: Node | null = nodes[i]!; while (n) { if (n.children.length) parents.add(n); n = n.parent; } }
        const line = (d: string, cls: string) => this.svg.append(h("path", { d, class: cls }));
        for (const t of this.scale.ticks) line(`M${pad + t.x} 0V${high}`, t.gap ? "grid gap" : "grid");
        for (const p of parents) {
            const last = p.children.reduce((m, k) => Math.max(m, k.row), p.row), tx = this.trunk(p);
            const y0 = Math.max(this.y(p.row), top - 40), y1 = Math.min(this.y(last) - 8, top + high + 40);
            if (tx < this.x(p)) line(`M${this.x(p)} ${this.y(p.row) - top}H${tx}`, "trunk");
            if (y1 > y0) line(`M${tx} ${y0 - top}V${y1 - top}`, "trunk");
        }
        for (let i = from; i < to; i++) {
            const n = nodes[i]!;
            if (n.parent && n.edge) {
                const tx = this.trunk(n.parent), x = this.x(n), y = this.y(n.row) - top, d = `M${tx} ${y - 8}Q${tx} ${y} ${tx + 8} ${y}H${Math.max(x - 7, tx + 9)}`;
                line(d, `edge ${edge_class(n.edge.kind)}`);
                if (n.edge.kind === "copy") line(d, `edge ${edge_class("copy")} inner`);
            }
            const cross = [...n.also.map(e => ({ e, a: this.layout.by_id.get(e.from!), b: n })), ...(this.also_to.get(n.id) ?? []).map(b => ({ e: b.also.find(e => e.from === n.id)!, a: n, b }))];
            for (const { e, a, b } of cross) {
                if (!a || a === b || (a === n && b.row >= from && b.row < to)) continue;
                const xa = this.x(a), ya = this.y(a.row) - top, xb = this.x(b), yb = this.y(b.row) - top, bend = Math.min(xa, xb - 15);
                line(`M${xa} ${ya + 7}C${bend} ${(ya + yb) / 2} ${bend} ${yb} ${xb - 7} ${yb}`, `edge also ${edge_class(e.kind)}`);
            }
        }
        for (let i = from; i < to; i++) {
            const n = nodes[i]!, cx = this.x(n), cy = this.y(n.row) - top;
            if (i === this.chosen) this.svg.append(h("circle", { cx, cy, r: "11", class: "node-ring" }));
            this.svg.append(h("circle", { cx, cy, r: n.origin ? 6.5 : 5.5, class: n.origin ? "node missing" : n.parent ? "node" : "node root" }));
        }
    }
    /** Where the line to a node's children goes down: under it, or left of children that claim to be older. */
    private trunk(p: Node): number {
        const first = p.children.reduce((m, k) => Math.min(m, this.x(k)), Infinity);
        return Math.min(this.x(p), Math.max(2, first - 18));
    }

    private put(i: number): void {
        const n = this.layout.nodes[i];
        if (!n || this.labels.has(i)) return;
        const s = this.c.story, doc = s.by_id.get(n.id), origin = s.origin_by_id.get(n.id);
        const chip = n.edge ? h("span", { class: `chip ${edge_class(n.edge.kind)}` }, `${plain(n.edge.kind, 12)} ${Math.round(n.edge.confidence * 100)}%`) : null;
        const el = h("div", { class: n.origin ? "tree-label missing" : "tree-label", role: "treeitem", tabindex: i === this.at ? "0" : "-1", "aria-level": n.depth + 1,
            "aria-setsize": this.layout.nodes.length, "aria-posinset": i + 1, "aria-selected": i === this.chosen ? "true" : "false" },
            h("span", { class: "tree-who" }, n.origin ? h("span", { class: "outlet" }, said(origin?.name ?? "An unknown original", 80)) : h("span", { class: "outlet" }, said(s.label(n.id), 80)), " ", chip,
                n.also.length ? h("span", { class: "chip also" }, n.also.length === 1 ? ["also ", plain(n.also[0]!.kind, 12), " ", said(s.node_name(n.also[0]!.from!), 40)] : `and ${n.also.length} more lines`) : null,
                h("span", { class: "tree-time" }, n.origin ? n.time !== null ? `before ${date_words(new Date(n.time).toISOString().slice(0, 10), false)}` : "" : date_words(doc?.published))),
            h("span", { class: "tree-title" }, n.origin ? `missing ${plain(origin?.kind ?? "original", 20)}, not among the reports` : said(doc?.title ?? n.id, 200)));
        el.style.top = `${this.y(n.row) - 19}px`;
        el.style.left = `${this.x(n) + 13}px`;
        el.style.maxWidth = `${Math.max(110, this.width - this.x(n) - 20)}px`;
        el.addEventListener("click", () => { this.focus(i, false); this.choose(i); });
        el.addEventListener("focus", () => { const old = this.labels.get(this.at); if (old && this.at !== i) old.tabIndex = -1; this.at = i; el.tabIndex = 0; });
        this.labels.set(i, el);
        let after: HTMLElement | null = null;
        for (let k = i + 1; k < i + 80 && !after; k++) after = this.labels.get(k) ?? null;
        this.inner.insertBefore(el, after);
    }
    private focus(i: number, scroll = true): void {
        const old = this.labels.get(this.at);
        if (old) old.tabIndex = -1;
        this.at = i;
        const s = this.scroll(), y = i * row_height;
        if (scroll && (y < s.scrollTop || y + row_height > s.scrollTop + s.clientHeight)) { s.scrollTop = Math.max(0, y - s.clientHeight / 2); this.draw(); }
        this.put(i);
        const el = this.labels.get(i)!;
        el.tabIndex = 0;
        el.focus({ preventScroll: true });
    }
    private choose(i: number): void {
        const old = this.labels.get(this.chosen);
        old?.setAttribute("aria-selected", "false");
        this.chosen = i;
        this.labels.get(i)?.setAttribute("aria-selected", "true");
        this.draw();
        evidence(this.c, this.layout.nodes[i]!);
    }
    private key(e: KeyboardEvent): void {
        if (e.altKey || e.ctrlKey || e.metaKey) return;
        const n = this.layout.nodes[this.at], last = this.layout.nodes.length - 1, page = 8;
        if (!n) return;
        let to = -1;
        switch (e.key) {
            case "ArrowDown": to = Math.min(last, this.at + 1); break;
            case "ArrowUp": to = Math.max(0, this.at - 1); break;
            case "PageDown": to = Math.min(last, this.at + page); break;
            case "PageUp": to = Math.max(0, this.at - page); break;
            case "Home": to = 0; break;
            case "End": to = last; break;
            case "ArrowLeft": if (n.parent) to = n.parent.row; else { e.preventDefault(); return; } break;
            case "ArrowRight": if (n.children[0]) to = n.children[0].row; else { e.preventDefault(); return; } break;
            case "Enter": case " ": e.preventDefault(); this.choose(this.at); return;
            default: return;
        }
        e.preventDefault();
        this.focus(to);
    }
}

/** Everything that speaks for where a report hangs. */
export function evidence(c: Ctx, n: Node): void {
    const s = c.story, doc = s.by_id.get(n.id), origin = s.origin_by_id.get(n.id);
    c.room.panel.show("Evidence", box => {
        box.classList.add("evidence");
        if (n.origin) {
            box.append(h("h3", null, said(origin?.name ?? "An unknown original", 120)), h("p", { class: "dim" }, `A missing ${plain(origin?.kind ?? "original", 20)}: reports rest on it, and it is not among them.`),
                h("p", { class: "row-acts" }, origin ? [fixed_badge(c, origin), correct_button(c, "origin", origin)] : null));
            const on = s.docs.filter(d => (s.edges_of.get(d.id) ?? []).some(e => e.from === n.id));
            box.append(h("h4", null, "What rests on it"), on.map(d => (s.edges_of.get(d.id) ?? []).filter(e => e.from === n.id).map(e => edge(c, e))).flat().reduce((f, x) => { f.append(x); return f; }, document.createDocumentFragment()));
            if (origin?.recovered.length) {
                box.append(h("h4", null, "What can be taken back to it"));
                for (const r of origin.recovered.slice(0, 60)) box.append(h("div", { class: "line" }, h("p", { class: "line-words" }, said(s.words(r.doc, r.span, r.text))), h("p", { class: "line-foot" }, report_link(c, r.doc), place_buttons(c, r.doc, r.span, r.text))));
            }
            return;
        }
        box.append(h("h3", null, said(doc?.title ?? n.id, 200)), h("p", { class: "dim" }, said(s.outlet(n.id), 80), ", ", date_words(doc?.published)));
        const parent = n.edge?.from && s.by_id.has(n.edge.from) ? n.edge.from : null;
        box.append(h("p", { class: "row-acts" }, s.by_id.has(n.id) ? link(route("story", s.row.id, "report", n.id), { class: "button small" }, "Read it") : null,
            parent ? link(route("story", s.row.id, "compare", parent, n.id), { class: "button small" }, "Beside its parent") : null,
            doc && s.has(n.id) ? correct_button(c, "edge", doc) : null));
        const edges = [...(n.edge ? [n.edge] : []), ...n.also];
        if (!edges.length) box.append(h("p", null, "Nothing was found that it rests on."));
        for (const e of edges) box.append(edge(c, e));
        const was = machine_edges(c, n.id);
        if (was.length) box.append(h("div", { class: "machine" }, h("h3", null, "What the program had said"), was.map(e => h("p", null, e.from ? [`${kind_words[e.kind] ?? e.kind} `, said(s.node_name(e.from), 80), ` ${Math.round(e.confidence * 100)}%`] : "nothing that it rests on"))));
        const below = n.children;
        if (below.length) box.append(h("h4", null, `${count(below.length, "report")} from it`), h("ul", null, below.slice(0, 50).map(k => h("li", null, report_link(c, k.id), k.edge ? ` ${plain(k.edge.kind, 12)}` : ""))));
    });
}

function edge(c: Ctx, e: Edge): HTMLElement {
    const s = c.story, box = h("div", { class: "edge-card" },
        h("p", { class: "edge-head" }, h("span", { class: `chip ${edge_class(e.kind)}` }, plain(e.kind, 12)), " ", report_link(c, e.doc), ` ${kind_words[e.kind] ?? "rests on"} `, s.by_id.has(e.from!) ? report_link(c, e.from!) : h("span", { class: "missing" }, said(s.node_name(e.from!), 80)),
            h("span", { class: "dim" }, ` confidence ${Math.round(e.confidence * 100)}%`), fixed_badge(c, e)));
    for (const v of e.evidence.slice(0, 40)) {
        const both: Kid[] = [];
        if (v.span) both.push(h("div", null, h("p", { class: "quote" }, said(s.words(e.doc, v.span, v.text), 500)), h("p", { class: "line-foot" }, report_link(c, e.doc), place_buttons(c, e.doc, v.span, v.text))));
        if (v.from_span && s.by_id.has(e.from!)) both.push(h("div", null, h("p", { class: "quote" }, said(s.words(e.from!, v.from_span, v.from_text), 500)), h("p", { class: "line-foot" }, report_link(c, e.from!), place_buttons(c, e.from!, v.from_span, v.from_text))));
        box.append(h("div", { class: "evidence-row" }, h("p", { class: "why" }, said(v.why, 120)), h("div", { class: "from-to" }, both)));
    }
    if (e.rivals.length) box.append(h("p", { class: "rivals" }, "Other parents that the evidence allows: ", e.rivals.slice(0, 6).flatMap((r, i) => [i ? ", " : "", said(s.node_name(r.from), 60), ` ${Math.round(r.confidence * 100)}%`])));
    else box.append(h("p", { class: "rivals" }, "No rival parents."));
    return box;
}
