// Who speaks: sources with a name, and the unnamed, each with what rests on them.
import type { Attribution } from "../model/types";
import { h, type Kid } from "../dom/h";
import { count, plain, said } from "../dom/report_text";
import { chunked } from "../dom/virtual_list";
import { badge, empty, line, place_buttons, report_link, section_head, type Ctx } from "./lines";

const type_words: Record<string, string> = { person: "person", organisation: "organisation", outlet: "outlet", document: "document", group: "group" };

export function sources_view(c: Ctx): HTMLElement {
    const s = c.story, named = s.named(), unnamed = [...s.ledger].sort((a, b) => b.claims.length - a.claims.length || b.descriptions.length - a.descriptions.length);
    const box = h("div", { class: "sources" });
    const search = h("input", { type: "search", placeholder: "Name or words", "aria-label": "Filter the sources by name or words" });
    const left = h("div"), right = h("div");
    const show = () => {
        const w = search.value.trim().toLowerCase();
        const n = named.filter(x => !w || x.name.toLowerCase().includes(w) || x.statements.some(t => (t.text ?? "").toLowerCase().includes(w)));
        const u = unnamed.filter(x => !w || x.descriptions.some(d => (d.text ?? s.words(d.doc, d.span)).toLowerCase().includes(w)));
        left.replaceChildren(section_head("Named", n.length, "Each name as the reports have it, with everything they are said to have said."));
        right.replaceChildren(section_head("Unnamed", u.length, "One row for what is taken to be the same people across the reports, with what rests on them."));
        if (!n.length) left.append(empty("None."));
        if (!u.length) right.append(empty("None."));
        const nl = h("div"), ul = h("div");
        left.append(nl); right.append(ul);
        chunked(nl, n, x => {
            const ids = new Set(x.statements.map(t => t.id)), claims = s.claims_of_attributions(ids);
            return source(c, said(x.name, 120), [x.role ? [said(x.role, 80), " "] : null, x.type ? badge(type_words[x.type] ?? plain(x.type, 20)) : null],
                `${count(x.statements.length, "statement")} in ${count(x.docs.size, "report")}${claims.length ? `, ${count(claims.length, "claim")}` : ""}`, () => statements(c, x.statements));
        }, 60);
        chunked(ul, u, x => {
            const d = x.descriptions[0]!, docs = [...new Set(x.descriptions.map(y => y.doc))];
            const statement = x.descriptions.map(y => y.attribution ? s.attribution_by_id.get(y.attribution) : undefined).filter((t): t is Attribution => t !== undefined);
            return source(c, said(s.words(d.doc, d.span, d.text), 200), [x.count ? badge(count(x.count, "person", "people")) : null],
                `${x.claims.length ? `${count(x.claims.length, "claim")} rest${x.claims.length === 1 ? "s" : ""} on them, ` : ""}in ${count(docs.length, "report")}`, () => [
                    x.claims.length ? h("div", null, h("h3", null, "What rests on them"), h("ul", { class: "rests" }, x.claims.slice(0, 50).map(id => { const k = s.claim_by_id.get(id); return k ? h("li", null, said(k.text, 300)) : null; }))) : null,
                    h("h3", null, "How they are described"),
                    x.descriptions.map(y => line(c, { doc: y.doc, span: y.span, text: y.text })),
                    statement.length ? [h("h3", null, "What they are said to have said"), statements(c, statement)] : null]);
        }, 60);
    };
    search.addEventListener("input", show);
    show();
    box.append(h("div", { class: "filters" }, search), h("div", { class: "two" }, h("section", { "aria-label": "Named sources" }, left), h("section", { "aria-label": "Unnamed sources" }, right)));
    return box;
}

function statements(c: Ctx, all: Attribution[]): Kid {
    const box = h("div", { class: "statements" });
    chunked(box, all, t => h("div", { class: "line" },
        h("p", { class: "line-words" }, said(c.story.words(t.doc, t.content, t.text), 500)),
        h("p", { class: "line-foot" }, report_link(c, t.doc), h("span", null, t.form === "direct" ? "in quotation marks" : t.form === "mixed" ? "partly in quotation marks" : "in the report's words"),
            t.relays ? h("span", null, "told to ", said(t.relays, 60)) : null, t.reason ? h("span", null, said(t.reason, 160)) : null,
            t.status ? badge(plain(t.status, 20)) : null, place_buttons(c, t.doc, t.content, t.text))), 30);
    return box;
}

function source(_c: Ctx, name: Kid, marks: Kid, note: string, more: () => Kid): HTMLElement {
    const inside = h("div", { class: "source-more" });
    const d = h("details", { class: "source" }, h("summary", null, h("span", { class: "source-name" }, name), " ", marks, h("span", { class: "source-note" }, note)), inside);
    d.addEventListener("toggle", () => { if (d.open && !inside.childNodes.length) { const k = more(); const put = (x: Kid): void => { if (x === null || x === undefined || x === false) return; if (Array.isArray(x)) x.forEach(put); else inside.append(x instanceof Node ? x : String(x)); }; put(k); } });
    return d;
}
