// One report: its text as the program read it, with marks that can be turned on and off, and the way from each to the bytes.
import type { Marks } from "../room";
import type { CleanText } from "../model/bytes";
import { segments, type Mark } from "../model/segments";
import { span_list } from "../model/shape";
import type { Span } from "../model/types";
import { button, fill, h, link, new_id, route, type Kid } from "../dom/h";
import { address, bare, count, date_words, plain, said, digits } from "../dom/report_text";
import { badge, empty, place_buttons, type Ctx } from "./lines";
import { show_source } from "./source_panel";
import { correct_button, fixed_badge } from "./correct";

export const mark_kinds: [string, string, string][] = [
    ["attributions", "Attributions", "who says what"], ["times", "Times", "dates and durations"], ["quantities", "Numbers", "counts, money, shares"],
    ["events", "Events", "what happened, or is said to"], ["names", "Names", "people, organisations, places"]];
const on = new Set(["attributions", "names"]);

interface Told { kind: string; at: Span; span: Span | Span[]; words: string; note: Kid; order: number }

export async function report_view(c: Ctx, id: string): Promise<HTMLElement> {
    const s = c.story, d = s.by_id.get(id);
    if (!d) return empty("There is no such report here.");
    const t = await c.room.text(s, id);
    const marks = t ? await c.room.marks_of(s, id) : null;
    const told = t && marks ? collect(id, t, marks) : [];
    const edges = s.edges_of.get(id) ?? [];
    const body = h("div", { class: "report-text", lang: d.language && /^[a-z]{2,3}(-[\w-]+)?$/i.test(d.language) ? d.language : undefined }), aside = h("div", { class: "report-aside", "aria-live": "off" });
    const draw = () => { if (t) draw_text(c, body, aside, id, t, told); };
    const switches = h("fieldset", { class: "switches" }, h("legend", null, "Marks"), mark_kinds.map(([k, w, title]) => {
        const i = h("input", { type: "checkbox" });
        i.checked = on.has(k);
        i.addEventListener("change", () => { if (i.checked) on.add(k); else on.delete(k); draw(); });
        return h("label", { title, class: `switch m-${k}` }, i, " ", h("span", { class: "mark-sample" }, w), h("span", { class: "n" }, ` ${told.filter(x => x.kind === k).length}`));
    }));
    const el = h("article", { class: "report" },
        h("p", { class: "back" }, link(route("story", s.row.id, "reports"), null, "← All reports"), s.docs.length > 1 ? h("span", { class: "grow" }) : null),
        h("h2", { class: "report-head" }, said(d.title ?? d.id, 400)),
        h("p", { class: "report-by" }, h("span", { class: "outlet" }, said(s.outlet(id), 100)), d.authors.length ? [" · ", said(d.authors.slice(0, 8).join(", "), 200)] : null, ` · ${date_words(d.published)}`, d.modified ? ` · changed ${date_words(d.modified)}` : "", ` · ${count(d.words, "word")}`),
        h("p", { class: "row-acts" }, button({ class: "button small", on: { click: () => show_source(c, id, t?.row.title_span ? [t.row.title_span] : []) } }, "Show the source"), t?.row.title_span ? place_buttons(c, id, t.row.title_span, d.title ?? undefined) : null, fixed_badge(c, d), correct_button(c, "edge", d)),
        edges.length ? h("p", { class: "report-from" }, edges.slice(0, 6).map(e => h("span", null, badge(plain(e.kind, 12)), " ", s.by_id.has(e.from!) ? [link(route("story", s.row.id, "report", e.from!), { class: "outlet" }, said(s.label(e.from!), 80)), " ", link(route("story", s.row.id, "compare", e.from!, id), { class: "button small" }, "side by side", h("span", { class: "sr-only" }, ` with ${plain(s.label(e.from!), 60)}`))] : h("span", { class: "missing" }, said(s.node_name(e.from!), 80)), " "))) : null,
        compare_with(c, id), switches,
        t ? h("div", { class: "report-cols" }, body, aside) : empty(`The text of this report is not in this page.`),
        h("details", { class: "report-facts" }, h("summary", null, "About the file"), h("dl", { class: "facts" },
            h("dt", null, "File"), h("dd", null, said(d.file, 300)), d.record ? [h("dt", null, "Record"), h("dd", null, said(d.record, 200))] : null, h("dt", null, "SHA-256"), h("dd", { class: "sha" }, said(d.sha256, 80)),
            d.url ? [h("dt", null, "Address"), h("dd", null, address(d.url))] : null, h("dt", null, "Language"), h("dd", null, plain(d.language, 20) || "not known"), h("dt", null, "Kind"), h("dd", null, plain(d.page_type, 20) || "not known"),
            h("dt", null, "Published"), h("dd", null, said(d.published ?? "not said", 60)), Object.keys(d.found).length ? [h("dt", null, "Found in"), h("dd", null, Object.entries(d.found).slice(0, 12).map(([k, v], i) => [i ? ", " : "", said(`${k}: ${v}`, 60)]))] : null,
            d.noise.length ? [h("dt", null, "Left out"), h("dd", null, noise(d.noise.map(n => n.kind)))] : null)));
    draw();
    return el;
}

function noise(kinds: string[]): string {
    const n = new Map<string, number>();
    for (const k of kinds) n.set(k, (n.get(k) ?? 0) + 1);
    return [...n].map(([k, i]) => `${plain(k, 20)}${i > 1 ? ` ×${i}` : ""}`).join(", ");
}

function compare_with(c: Ctx, id: string): HTMLElement | null {
    const others = c.story.docs.filter(d => d.id !== id).slice(0, 3000);
    if (!others.length) return null;
    const sid = new_id("s"), pick = h("select", { id: sid }, h("option", { value: "" }, "Choose a report…"), others.map(d => h("option", { value: d.id }, plain(`${c.story.label(d.id)}: ${d.title ?? d.id}`, 90))));
    pick.addEventListener("change", () => { if (pick.value) location.hash = route("story", c.story.row.id, "compare", pick.value, id); });
    return h("p", { class: "compare-with" }, h("label", { for: sid }, "Put beside "), pick);
}

function collect(id: string, t: CleanText, m: Marks): Told[] {
    const out: Told[] = [];
    let order = 0;
    const put = (kind: string, span: Span | Span[] | null, note: Kid, shown?: Span | Span[] | null) => {
        for (const [i, s] of span_list(shown ?? span).entries()) { const at = t.from_source(s); if (at) out.push({ kind: i && !shown ? `${kind}+` : kind, at, span: span!, words: t.cut(at[0], at[1]), note, order: order++ }); }
    };
    for (const a of m.attributions) {
        const who = a.source_name ? said(a.source_name, 100) : "nobody named";
        const note: Kid = [who, a.anonymous ? [" ", badge("unnamed")] : null, a.role ? [", ", said(a.role, 80)] : null, ` · ${plain(a.form, 10)}`, a.relays ? [" · told to ", said(a.relays, 60)] : null, a.status ? ` · ${plain(a.status, 14)}` : "", a.reason ? [" · ", said(a.reason, 140)] : null];
        put("attributions", a.content, note);
        for (const s of span_list(a.source)) { const at = t.from_source(s); if (at) out.push({ kind: "a-source", at, span: s, words: "", note: null, order: order++ }); }
        for (const s of span_list(a.cue)) { const at = t.from_source(s); if (at) out.push({ kind: "a-cue", at, span: s, words: "", note: null, order: order++ }); }
    }
    for (const x of m.times) put("times", x.span, [plain(x.type, 12).toLowerCase(), " ", said(x.value, 40)]);
    for (const q of m.quantities) put("quantities", q.span, [q.approx ? `${plain(q.approx.replace("_", " "), 10)} ` : "", digits(q.value), q.high !== null ? `–${digits(q.high)}` : "", q.unit ? [" ", said(q.unit, 40)] : null]);
    for (const e of m.events) put("events", e.span, [plain(e.plover, 14), e.actor ? [" · ", said(e.actor, 60)] : null, e.recipient ? [" → ", said(e.recipient, 60)] : null, e.date ? ` · ${date_words(e.date)}` : "", ` · ${plain(e.status, 14)}`]);
    for (const e of m.entities) for (const x of e.mentions) if (x.doc === id) put("names", x.span, [said(e.name, 80), ` · ${plain(e.type, 8)}`]);
    return out.sort((a, b) => a.at[0] - b.at[0] || b.at[1] - a.at[1] || a.order - b.order);
}

const base = (kind: string) => kind.replace("+", "");
function shown(kind: string): boolean { return on.has(base(kind)) || (kind.startsWith("a-") && on.has("attributions")); }

function draw_text(c: Ctx, body: HTMLElement, aside: HTMLElement, id: string, t: CleanText, told: Told[]): void {
    const marks: Mark[] = told.filter(x => shown(x.kind)).map((x, i) => ({ kind: base(x.kind), at: x.at, id: String(i) }));
    const paras = t.paragraphs();
    fill(body, paras.map((p, i) => {
        const source = t.to_source(p);
        const text = h("p", { class: "para-text", dir: "auto" }, segments(p[0], p[1], marks).map(s => {
            const words = bare(t.cut(s.from, s.to));
            return s.marks.length ? s.marks.reduceRight<Kid>((inside, m) => h("span", { class: `mk mk-${m.kind}` }, inside), words) : words;
        }));
        const go = () => { for (const el of body.querySelectorAll(".para.now")) el.classList.remove("now"); row.classList.add("now"); list_marks(c, aside, id, i, told.filter(x => shown(x.kind) && !x.kind.startsWith("a-") && !x.kind.endsWith("+") && x.at[0] < p[1] && x.at[1] > p[0])); };
        const row = h("div", { class: "para" }, text, h("div", { class: "para-acts" }, source ? place_buttons(c, id, source, t.cut(p[0], p[1])) : null,
            button({ class: "para-marks", on: { click: go } }, "marks", h("span", { class: "sr-only" }, ` of paragraph ${i + 1}`))));
        text.addEventListener("click", () => { if (!getSelection()?.toString()) go(); });
        return row;
    }));
    fill(aside, h("p", { class: "dim aside-hint" }, "Choose a paragraph for what is marked in it, and the bytes of each."));
}

function list_marks(c: Ctx, aside: HTMLElement, id: string, para: number, here: Told[]): void {
    const words = new Map(mark_kinds.map(k => [k[0], k[1]]));
    fill(aside, h("h3", null, `Paragraph ${para + 1}`), here.length ? mark_kinds.map(([k]) => {
        const of = here.filter(x => x.kind === k);
        return of.length ? h("section", { class: `aside-kind m-${k}` }, h("h4", null, words.get(k) ?? k), of.slice(0, 60).map(x => h("div", { class: "line" }, h("p", { class: "line-words" }, said(x.words, 240)), h("p", { class: "line-foot" }, h("span", { class: "mark-note" }, x.note), place_buttons(c, id, x.span, x.words))))) : null;
    }) : empty("Nothing of the kinds that are turned on is marked in it."));
}
