// A story on two sheets of paper: not the page that is on the screen, but one set for print, of what weighs most.
import { h, type Kid } from "../dom/h";
import { brief, count, date_words, plain, stretch_words } from "../dom/report_text";
import { tree_layout } from "../model/tree_layout";
import { conflict_words, loss_words, stances, type Ctx, bytes_words } from "./lines";
import { conflict_groups } from "./conflicts_view";
import type { Span } from "../model/types";

const few = <T>(list: readonly T[], n: number, draw: (x: T) => Kid): Kid => [list.slice(0, n).map(draw), list.length > n ? h("li", { class: "p-more" }, `and ${list.length - n} more`) : null];

export function print_sheet(c: Ctx): HTMLElement {
    const s = c.story, at = (doc: string, span: Span | null | undefined) => h("span", { class: "p-at" }, ` ${plain(doc, 40)}${span ? `:${bytes_words(span)}` : ""}`);
    const tree = tree_layout(s).nodes, told = s.agreed();
    const claims = [...s.claims].sort((a, b) => b.support.reports - a.support.reports).slice(0, 9), cols = tree.filter(n => !n.origin && s.has(n.id)).slice(0, 9);
    return h("div", { class: "print-sheet", "aria-hidden": "true" },
        h("p", { class: "p-mast" }, "Stemma · what the reports say"), h("div", { class: "p-title" }, brief(s.row.title ?? "An untitled story", 200)),
        h("p", { class: "p-facts" }, `${count(s.docs.length, "report")}, ${count(s.families, "origin")} · ${stretch_words(s.row.from, s.row.to)} · ${plain(s.row.id, 40)}`),
        h("div", { class: "p-cols" },
            h("div", null, h("div", { class: "p-h" }, "Told alike"), h("ul", null, told.length ? few(told, 5, k => h("li", null, brief(k.text, 180), h("span", { class: "p-dim" }, ` ${count(k.support.reports, "report")}, ${count(k.support.origins, "origin")}`), k.reports[0] ? at(k.reports[0].doc, k.reports[0].span) : null)) : h("li", null, "Nothing by more than one origin.")),
                h("div", { class: "p-h" }, "Lost on the way"), h("ul", null, s.losses.length ? few(s.losses, 4, l => h("li", null, loss_words[l.kind] ?? plain(l.kind, 20), ": ", brief(s.words(l.from.doc, l.from.span ?? [], l.from.text), 140), at(l.from.doc, l.from.span), h("span", { class: "p-dim" }, " → ", plain(s.label(l.to.doc), 40)))) : h("li", null, "No losses were found."))),
            h("div", null, h("div", { class: "p-h" }, "Disputed"), h("ul", null, s.conflicts.length ? few(s.conflicts, 5, k => h("li", null, h("b", null, conflict_words[k.kind] ?? plain(k.kind, 20)), ": ", conflict_groups(c, k).slice(0, 3).flatMap((g, i): Kid[] => [i ? " / " : "", g.stance ? `${stances[g.stance]?.word ?? ""}: ` : "", brief(g.head, 90), h("span", { class: "p-dim" }, ` ${plain(g.by[0] ?? s.label(g.docs[0] ?? ""), 36)}`)]), k.sides[0] ? at(k.sides[0].doc, k.sides[0].span) : null)) : h("li", null, "No disagreements were found.")))),
        h("div", { class: "p-h" }, "Who has it from whom"),
        h("ul", { class: "p-tree" }, few(tree, 14, n => { const li = h("li", null, n.depth ? "└ " : "", n.origin ? [h("i", null, brief(s.node_name(n.id), 60)), " (missing)"] : [h("b", null, brief(s.label(n.id), 50)), " ", date_words(s.by_id.get(n.id)?.published), " ", brief(s.by_id.get(n.id)?.title, 90)], n.edge ? h("span", { class: "p-dim" }, ` ${plain(n.edge.kind, 10)} ${Math.round(n.edge.confidence * 100)}%`) : null); li.style.paddingLeft = `${Math.min(n.depth, 8) * 14}px`; return li; })),
        h("div", { class: "p-h p-break" }, "Claims against reports"),
        h("table", { class: cols.length > 7 ? "p-table many" : "p-table" }, h("thead", null, h("tr", null, h("th", null, "Claim"), cols.map(n => h("th", null, brief(s.label(n.id), 30))))),
            h("tbody", null, claims.map(k => h("tr", null, h("th", null, brief(k.text, 130)), cols.map(n => h("td", null, [...new Set(k.reports.filter(r => r.doc === n.id).map(r => r.stance))].map(x => h("span", null, stances[x]?.sign ?? "·", " ", h("small", null, stances[x]?.word ?? ""), " ")))))))),
        h("div", { class: "p-cols" },
            h("div", null, h("div", { class: "p-h" }, "Timeline"), h("ul", null, few(s.timeline.filter(t => t.date), 9, t => h("li", null, h("b", null, date_words(t.date)), t.doubt ? ` (${plain(t.doubt, 12)})` : "", " ", brief(t.text, 110), t.doc ? at(t.doc, t.span) : null)))),
            h("div", null, h("div", { class: "p-h" }, "Sources"), h("ul", null, few(s.named(), 7, n => h("li", null, h("b", null, brief(n.name, 60)), n.role ? [", ", brief(n.role, 40)] : null, h("span", { class: "p-dim" }, ` ${count(n.statements.length, "statement")} in ${count(n.docs.size, "report")}`)))), h("div", { class: "p-h" }, "Unnamed"), h("ul", null, few(s.ledger.filter(u => u.claims.length), 5, u => h("li", null, brief(s.words(u.descriptions[0]!.doc, u.descriptions[0]!.span, u.descriptions[0]!.text), 110), h("span", { class: "p-dim" }, ` ${count(u.claims.length, "claim")}`)))))),
        h("div", { class: "p-h" }, "Reports"), h("ol", { class: "p-reports" }, few(s.docs, 12, d => h("li", null, brief(d.file, 100), h("span", { class: "p-dim" }, ` sha256 ${plain(d.sha256, 70)}`)))));
}
