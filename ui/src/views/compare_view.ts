// Two reports side by side: what the second took, changed, dropped and added.
import type { Diff, DiffRow } from "../model/types";
import type { CleanText } from "../model/bytes";
import { word_diff, type Word } from "../model/align";
import { h, link, route, type Kid } from "../dom/h";
import { bare, count, date_words, plain, said } from "../dom/report_text";
import { chunked } from "../dom/virtual_list";
import { empty, place_buttons, type Ctx } from "./lines";

const edge_words: Record<string, string> = { copy: "is a copy of", rewrite: "is a rewrite of", cites: "cites", quotes: "quotes from" };
const kinds: Record<string, [string, string]> = { taken: ["=", "taken"], changed: ["≈", "changed"], dropped: ["−", "dropped"], added: ["+", "added"] };

export async function compare_view(c: Ctx, a: string, b: string): Promise<HTMLElement> {
    const s = c.story, da = s.by_id.get(a), db = s.by_id.get(b);
    if (!da || !db) return empty("One of the two reports is not here.");
    const [ta, tb, diff] = await Promise.all([c.room.text(s, a), c.room.text(s, b), c.room.diff(s, a, b)]);
    if (!ta || !tb || !diff) return empty("The texts of these two are not in this page.");
    const shown = new Set(Object.keys(kinds)), out = h("div", { class: "compare-rows" });
    const draw = () => { out.replaceChildren(); const rows = diff.rows.filter(r => shown.has(r.kind)); if (!rows.length) out.append(empty("Nothing of these kinds.")); chunked(out, rows, r => row(c, r, diff, ta, tb), 60); };
    const switches = h("fieldset", { class: "switches" }, h("legend", null, "Show"), Object.entries(kinds).map(([k, [sign, word]]) => {
        const i = h("input", { type: "checkbox" });
        i.checked = true;
        i.addEventListener("change", () => { if (i.checked) shown.add(k); else shown.delete(k); draw(); });
        return h("label", { class: `switch d-${k}` }, i, " ", h("span", { class: "sign", "aria-hidden": "true" }, sign), ` ${word}`, h("span", { class: "n" }, ` ${diff.counts[k] ?? 0}`));
    }));
    draw();
    const side = (d: typeof da) => h("div", { class: "compare-head" }, link(route("story", s.row.id, "report", d.id), { class: "report-title" }, said(d.title ?? d.id, 200)), h("p", { class: "dim" }, said(s.label(d.id), 80), `, ${date_words(d.published)}, ${count(d.words, "word")}`));
    const edge = s.edges.find(e => e.doc === b && e.from === a);
    return h("div", { class: "compare" }, h("p", { class: "back" }, link(route("story", s.row.id, "reports"), null, "← All reports"), h("span", { class: "grow" }), link(route("story", s.row.id, "compare", b, a), { class: "button small" }, "Turn round")),
        h("h2", null, "Side by side"), h("p", { class: "section-note" }, edge ? [said(s.label(b), 60), ` ${edge_words[edge.kind] ?? "rests on"} `, said(s.label(a), 60), ` (${Math.round(edge.confidence * 100)}%).`] : "The tree has no line from the left one to the right one.", ` Sentences of the right one: ${count(diff.counts.taken ?? 0, "taken", "taken")}, ${diff.counts.changed ?? 0} changed, ${diff.counts.added ?? 0} added; ${diff.counts.dropped ?? 0} of the left one dropped.`),
        switches, h("div", { class: "compare-top" }, side(da), h("span"), side(db)), out);
}

const words = (ws: Word[], tag: "del" | "ins"): Kid => ws.map(w => w.same ? bare(w.text) : h(tag, null, bare(w.text)));

function row(c: Ctx, r: DiffRow, d: Diff, ta: CleanText, tb: CleanText): HTMLElement {
    const [sign, word] = kinds[r.kind] ?? ["·", plain(r.kind, 12)];
    const left = r.a_at ? ta.cut(r.a_at[0], r.a_at[1]) : r.a ? c.story.words(d.a, r.a) : "", right = r.b_at ? tb.cut(r.b_at[0], r.b_at[1]) : r.b ? c.story.words(d.b, r.b) : "";
    const pair = r.kind === "changed" ? word_diff(left, right) : null;
    const cell = (doc: string, span: typeof r.a, text: string, kid: Kid) => h("div", { class: "compare-cell" }, text ? [h("p", { dir: "auto" }, h("bdi", null, kid)), span ? h("p", { class: "line-foot" }, place_buttons(c, doc, span, text)) : null] : h("p", { class: "nothing" }, "—"));
    return h("div", { class: `compare-row d-${kinds[r.kind] ? r.kind : "other"}` }, cell(d.a, r.a, left, pair ? words(pair[0], "del") : bare(left.slice(0, 20000))),
        h("div", { class: "compare-kind" }, h("span", { class: "sign", "aria-hidden": "true" }, sign), h("span", null, word)), cell(d.b, r.b, right, pair ? words(pair[1], "ins") : bare(right.slice(0, 20000))));
}
