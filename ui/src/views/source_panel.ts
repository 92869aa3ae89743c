// The very bytes: a report's source with a passage lit up. Lines are cut to the panel's width and each bears the byte at
// which it begins. The report's own prose is in full ink, everything else on the page in grey. Only the lines in sight exist.
import type { Ctx } from "./lines";
import { place_buttons, bytes_words } from "./lines";
import type { Span } from "../model/types";
import { SourceBytes, break_lines, utf8_length } from "../model/bytes";
import { button, fill, h, link, route, type Kid } from "../dom/h";
import { bare, plain, said, digits } from "../dom/report_text";
import { announce } from "../dom/dialogs";
import { VirtualList } from "../dom/virtual_list";

export function show_source(ctx: Ctx, doc: string, spans: Span[], text?: string): void {
    const row = ctx.story.by_id.get(doc);
    if (!row) return;
    ctx.room.panel.show("Source", box => {
        box.classList.add("source-panel");
        const at = spans[0]?.[0] ?? 0;
        const head = h("div", { class: "source-head" },
            h("p", { class: "source-title" }, said(row.title ?? row.id, 200)),
            h("dl", { class: "facts" },
                h("dt", null, "File"), h("dd", null, said(row.file, 300), row.record ? [" · record ", said(row.record, 100)] : null),
                h("dt", null, "SHA-256"), h("dd", { class: "sha" }, said(row.sha256, 80)),
                spans.length ? [h("dt", null, "Bytes"), h("dd", null, spans.map(bytes_words).join(", "))] : null),
            spans.length ? h("blockquote", { class: "source-words" }, said(ctx.story.words(doc, spans, text), 260)) : null,
            h("p", { class: "source-acts" }, spans.length ? place_only_cite(ctx, doc, spans, text) : null,
                link(route("story", ctx.story.row.id, "report", doc), { class: "button small" }, "Read the report")));
        const view = h("div", { class: "source-view" }, h("p", { class: "empty" }, "…"));
        box.append(head, view);
        void ctx.room.text(ctx.story, doc, at).then(t => {
            if (!view.isConnected) return;
            const source = t?.row.source;
            if (!source) { fill(view, h("p", { class: "empty" }, "The source is not in this page", t?.row.why ? [": ", said(t.row.why, 200)] : ".", " The bytes above hold for the file.")); return; }
            draw(view, new SourceBytes(source), spans, row.body, row.noise.filter(n => n.kind === "title").map(n => n.span));
            announce(`Source of ${plain(ctx.story.label(doc), 60)}, ${spans.map(bytes_words).join(", ")}`);
        }, (e: Error) => fill(view, h("p", { class: "empty" }, e.message)));
    });
}

function place_only_cite(ctx: Ctx, doc: string, spans: Span[], text?: string): Kid {
    const both = place_buttons(ctx, doc, spans, text) as HTMLElement;
    const cite = both.querySelector<HTMLElement>(".cite");
    if (!cite) return null;
    cite.classList.add("button", "small");
    cite.firstChild!.textContent = "Copy citation";
    return cite;
}

const row_height = 19;

function draw(view: HTMLElement, s: SourceBytes, spans: Span[], body: Span[], titles: Span[]): void {
    if (spans.length && !spans.some(x => s.holds(x)))
        view.before(h("p", { class: "note" }, "This stretch of the source does not hold the passage."));
    const probe = h("span", { class: "source-probe" }, "0".repeat(50));
    view.replaceChildren(probe);
    const one = probe.getBoundingClientRect().width / 50 || 7.3;
    const room = (view.clientWidth || 500) - 92;
    const columns = Math.max(24, Math.min(160, Math.floor(room / one)));
    const starts = break_lines(s, columns);
    const lit = spans.map(x => [s.shown(x[0], false), s.shown(x[1], true)] as Span);
    const prose = [...body, ...titles].map(x => [s.shown(x[0], false), s.shown(x[1], true)] as Span).sort((a, b) => a[0] - b[0]);
    const inside = (list: Span[], at: number) => list.some(x => x[0] <= at && at < x[1]);
    const list = new VirtualList({
        height: row_height, count: starts.length, label: "Lines of the source, with the byte each begins at", cls: "source-lines",
        draw: i => {
            const from = starts[i]!, to = i + 1 < starts.length ? starts[i + 1]! : s.length;
            const cuts = new Set([from, to]);
            for (const x of lit) for (const c of x) if (c > from && c < to) cuts.add(c);
            for (const x of prose) { if (x[0] >= to) break; for (const c of x) if (c > from && c < to) cuts.add(c); }
            const order = [...cuts].sort((a, b) => a - b);
            const pieces: Kid[] = [];
            for (let k = 0; k + 1 < order.length; k++) {
                const a = order[k]!, b = order[k + 1]!;
                const words = bare(s.cut(a, b).replace(/[\r\n]+$/, "").replace(/\t/g, "    "));
                const cls = inside(prose, a) ? "prose" : undefined;
                pieces.push(inside(lit, a) ? h("mark", { class: cls }, words) : h("span", { class: cls }, words));
            }
            return h("div", { class: "source-line" }, h("span", { class: "offset" }, digits(s.real(from))), h("bdi", { class: "code", dir: "ltr" }, pieces));
        },
    });
    list.el.tabIndex = 0;
    const low = (at: number) => { let a = 0, b = starts.length - 1; while (a < b) { const m = (a + b + 1) >> 1; if (starts[m]! <= at) a = m; else b = m - 1; } return a; };
    const acts = h("div", { class: "source-steps" },
        spans.length > 1 ? spans.map((x, i) => button({ class: "plain", on: { click: () => list.show(low(s.shown(x[0], false))) } }, `part ${i + 1}`)) : null,
        h("span", { class: "dim" }, `${s.row.start ? `from byte ${digits(s.row.start)}, ` : ""}${digits(utf8_length(s.text))} of ${digits(s.row.length)} bytes shown${s.row.map ? ", turned into UTF-8" : ""}`));
    view.replaceChildren(acts, list.el);
    if (lit[0]) list.show(low(lit[0][0])); else list.draw();
}
