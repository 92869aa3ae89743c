// People, organisations, places: each under all its spellings, and where it stands.
import type { Entity } from "../model/types";
import { h } from "../dom/h";
import { count, plain, said } from "../dom/report_text";
import { chunked } from "../dom/virtual_list";
import { badge, empty, line, section_head, type Ctx } from "./lines";
import { correct_button, fixed_badge } from "./correct";

const types: Record<string, string> = { PER: "person", ORG: "organisation", GPE: "country or town", LOC: "place", EVENT: "event", MISC: "other" };

export function names_view(c: Ctx): HTMLElement {
    const all = [...c.story.entities].sort((a, b) => b.mentions.length - a.mentions.length || (a.name < b.name ? -1 : 1));
    const box = h("div", { class: "names" }, section_head("Names", all.length, "Every spelling that is taken for the same. Where two are one, or one is two, say so."));
    if (!all.length) { box.append(empty("No names were found.")); return box; }
    const search = h("input", { type: "search", placeholder: "Name", "aria-label": "Filter the names" });
    const kind = h("select", { "aria-label": "Filter the names by kind" }, h("option", { value: "" }, "All kinds"), Object.entries(types).map(([k, w]) => h("option", { value: k }, w)));
    const found = h("p", { class: "dim", role: "status" }), list = h("div", { class: "names-list" });
    const show = () => {
        const w = search.value.trim().toLowerCase();
        const here = all.filter(e => (!w || [e.name, ...e.aliases].some(n => n.toLowerCase().includes(w))) && (!kind.value || e.type === kind.value));
        found.textContent = here.length === all.length ? "" : `${here.length} of ${all.length}`;
        list.replaceChildren();
        chunked(list, here, e => name(c, e), 60);
    };
    search.addEventListener("input", show);
    kind.addEventListener("change", show);
    show();
    box.append(h("div", { class: "filters" }, search, kind, found), list);
    return box;
}

function name(c: Ctx, e: Entity): HTMLElement {
    const docs = new Set(e.mentions.map(m => m.doc)), inside = h("div", { class: "source-more" });
    const others = e.aliases.filter(a => a !== e.name);
    const d = h("details", { class: "source" }, h("summary", null, h("span", { class: "source-name" }, said(e.name, 120)), " ", badge(types[e.type] ?? plain(e.type, 20)),
        others.length ? h("span", { class: "aliases" }, " also ", others.slice(0, 6).flatMap((a, i) => [i ? ", " : "", said(a, 60)]), others.length > 6 ? ` and ${others.length - 6} more` : "") : null,
        h("span", { class: "source-note" }, `${count(e.mentions.length, "mention")} in ${count(docs.size, "report")}`)), inside);
    d.addEventListener("toggle", () => {
        if (!d.open || inside.childNodes.length) return;
        const list = h("div");
        chunked(list, e.mentions, m => line(c, { doc: m.doc, span: m.span, text: m.text, context: true }), 30);
        inside.append(list);
    });
    return h("div", { class: "name-row" }, d, h("span", { class: "row-acts" }, fixed_badge(c, e), correct_button(c, "entity", e)));
}
