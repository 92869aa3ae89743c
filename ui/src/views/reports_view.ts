// The reports of a story: read one, or put two side by side.
import { button, h, link, route } from "../dom/h";
import { count, date_words, plain, said } from "../dom/report_text";
import { VirtualList } from "../dom/virtual_list";
import { edge_class } from "./tree_view";
import { section_head, type Ctx } from "./lines";

export function reports_view(c: Ctx): HTMLElement {
    const s = c.story, docs = [...s.docs].sort((a, b) => (a.published ?? "~") < (b.published ?? "~") ? -1 : (a.published ?? "~") > (b.published ?? "~") ? 1 : a.id < b.id ? -1 : 1);
    const chosen: string[] = [];
    const go = button({ class: "button", disabled: true, on: { click: () => { if (chosen.length === 2) location.hash = route("story", s.row.id, "compare", chosen[0]!, chosen[1]!); } } }, "Put the two side by side");
    const told = h("p", { class: "dim", role: "status" }, "Choose two to put them side by side.");
    const list = new VirtualList({ height: 76, count: docs.length, label: "Reports of this story", cls: "report-list",
        draw: i => {
            const d = docs[i]!, e = (s.edges_of.get(d.id) ?? [])[0];
            const box = h("input", { type: "checkbox", "aria-label": plain(`Choose ${s.label(d.id)}: ${d.title ?? d.id}`, 160) });
            box.checked = chosen.includes(d.id);
            box.addEventListener("change", () => {
                if (box.checked) chosen.push(d.id); else chosen.splice(chosen.indexOf(d.id), 1);
                if (chosen.length > 2) { chosen.shift(); list.redraw(); }
                go.disabled = chosen.length !== 2;
                told.textContent = chosen.length === 0 ? "Choose two to put them side by side." : chosen.map(x => plain(s.label(x), 40)).join(chosen.length === 2 ? " beside " : "");
            });
            return h("div", { class: "report-row" }, box, h("div", null, link(route("story", s.row.id, "report", d.id), { class: "report-title" }, said(d.title ?? d.id, 200)),
                h("p", { class: "dim" }, h("span", { class: "outlet" }, said(s.outlet(d.id), 80)), d.authors.length ? [" · ", said(d.authors.slice(0, 3).join(", "), 100)] : null, ` · ${date_words(d.published)} · ${count(d.words, "word")}`,
                    d.language && d.language !== "en" ? ` · ${plain(d.language, 12)}` : null, e ? [" ", h("span", { class: `chip ${edge_class(e.kind)}` }, plain(e.kind, 12)), " ", said(s.node_name(e.from!), 60)] : null)));
        } });
    list.el.style.maxHeight = `min(${docs.length * 76 + 2}px, 72vh)`;
    const skipped = s.bundle.account.skipped;
    return h("div", { class: "reports" }, section_head("Reports", docs.length), h("div", { class: "filters" }, go, told), list.el,
        skipped.length ? h("section", { class: "skipped" }, h("h3", null, "Not read"), h("ul", null, skipped.slice(0, 100).map(k => h("li", null, said(k.file, 200), k.record ? [" · ", said(k.record, 80)] : null, h("span", { class: "dim" }, ": ", said(k.error, 200)))))) : null);
}
