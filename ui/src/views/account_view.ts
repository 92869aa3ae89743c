// The account in words: what is told alike, what is disputed, what rests on whom, what got lost on the way.
import type { Conflict } from "../model/types";
import { h, link, route } from "../dom/h";
import { count, date_words, listed, plain, said } from "../dom/report_text";
import { badge, conflict_words, empty, kind_words, line, loss_words, place_buttons, report_link, stance, type Ctx } from "./lines";
import { conflict_groups } from "./conflicts_view";
import { correct_button, fixed_badge } from "./correct";

const view_link = (c: Ctx, view: string, words: string) => link(route("story", c.story.row.id, view), { class: "more" }, words);

export function account_view(c: Ctx): HTMLElement {
    const s = c.story;
    const agreed = s.agreed(), open = s.open();
    const told = h("section", { "aria-labelledby": "told" });
    told.append(h("h2", { id: "told" }, "Told alike"), h("p", { class: "section-note" }, "What reports of more than one origin tell and none of them disputes."));
    if (!agreed.length) told.append(empty(s.families < 2 ? "All reports go back to one origin." : "Nothing is told alike by reports of more than one origin."));
    told.append(h("ol", { class: "plain-list" }, agreed.slice(0, 8).map(k => {
        const r = k.reports[0]!;
        return h("li", { class: "line" }, h("p", { class: "line-words big" }, said(k.text)),
            h("p", { class: "line-foot" }, h("span", null, `${count(k.support.reports, "report")}, ${count(k.support.origins, "origin")}`),
                k.support.named + k.support.unnamed > 0 ? h("span", null, rests(k.support.named, k.support.unnamed)) : null,
                h("span", null, "words of ", report_link(c, r.doc)), place_buttons(c, r.doc, r.span, r.text), fixed_badge(c, k)));
    })));
    if (agreed.length > 8) told.append(view_link(c, "claims", `All ${agreed.length} in the table of claims`));

    const disputed = h("section", { "aria-labelledby": "disputed" }, h("h2", { id: "disputed" }, "Disputed"),
        h("p", { class: "section-note" }, "Where reports, or sources within one, differ. The weightiest first."));
    if (!s.conflicts.length) disputed.append(empty("No disagreements were found."));
    for (const k of s.conflicts.slice(0, 6)) disputed.append(dispute(c, k));
    if (s.conflicts.length) disputed.append(view_link(c, "conflicts", s.conflicts.length > 6 ? `All ${s.conflicts.length} side by side` : "Side by side, with every passage"));

    const lost = h("section", { "aria-labelledby": "lost" }, h("h2", { id: "lost" }, "Lost on the way"),
        h("p", { class: "section-note" }, "Sources, denials and caveats that one report has and another, telling the same, has not."));
    if (!s.losses.length) lost.append(empty("No losses were found."));
    for (const l of s.losses.slice(0, 8)) {
        lost.append(h("div", { class: "line loss" },
            h("p", { class: "line-words" }, badge(loss_words[l.kind] ?? plain(l.kind, 30), "warn"), " ",
                l.kind === "attribution_gained" ? ["Without a source in ", report_link(c, l.from.doc), ", with one in ", report_link(c, l.to.doc), "."]
                    : l.to.span ? ["In ", report_link(c, l.from.doc), " as a source has it; in ", report_link(c, l.to.doc), " in its own voice."]
                        : ["In ", report_link(c, l.from.doc), "; gone from ", report_link(c, l.to.doc), "."]),
            h("div", { class: "from-to" },
                h("div", null, h("p", { class: "quote" }, said(s.words(l.from.doc, l.from.span ?? [], l.from.text), 300)), h("p", { class: "line-foot" }, place_buttons(c, l.from.doc, l.from.span, l.from.text))),
                l.to.span ? h("div", null, h("p", { class: "quote" }, said(s.words(l.to.doc, l.to.span, l.to.text), 300)), h("p", { class: "line-foot" }, place_buttons(c, l.to.doc, l.to.span, l.to.text)))
                    : h("div", null, h("p", { class: "quote gone" }, "not there")))));
    }
    if (s.losses.length > 8) lost.append(view_link(c, "claims", `All ${s.losses.length} in the table of claims`));

    const left = open.length ? h("section", { "aria-labelledby": "open" }, h("h2", { id: "open" }, "Left open"),
        h("p", { class: "section-note" }, "Who was asked and did not answer, and what could not be verified."),
        open.slice(0, 6).map(o => line(c, { doc: o.report.doc, span: o.report.span, text: o.report.text, by: o.report.by, before: stance(o.report.stance) }))) : null;

    return h("div", { class: "account" }, h("div", { class: "account-main" }, told, disputed, lost, left), side(c));
}

function rests(named: number, unnamed: number): string {
    return `rests on ${[named ? count(named, "named source") : "", unnamed ? count(unnamed, "unnamed source") : ""].filter(Boolean).join(" and ")}`;
}

function dispute(c: Ctx, k: Conflict): HTMLElement {
    const groups = conflict_groups(c, k);
    const claim = k.claims.map(id => c.story.claim_by_id.get(id)).find(Boolean);
    const head = k.kind === "denial" || k.kind === "who" || k.kind === "scope" ? claim?.text : null;
    return h("div", { class: "line dispute" },
        h("p", { class: "line-words" }, badge(conflict_words[k.kind] ?? plain(k.kind, 30), `k-${/^\w+$/.test(k.kind) ? k.kind : "other"}`), " ", head ? said(head, 300) : k.note ? h("span", { class: "dim" }, said(k.note, 200)) : null),
        h("ul", { class: "sides-short" }, groups.slice(0, 4).map(g => h("li", null,
            h("span", { class: "side-head" }, g.stance ? stance(g.stance) : null, g.stance && g.sides.length > 0 && k.kind === "denial" ? null : said(g.head, 140)),
            h("span", { class: "dim" }, " ", g.by.length ? ["by ", listed(g.by.slice(0, 3).map(b => said(b, 80))), ", "] : null, "in ",
                listed(g.docs.slice(0, 4).map(d => report_link(c, d))), g.docs.length > 4 ? ` and ${g.docs.length - 4} more` : "")))),
        h("p", { class: "line-foot" }, k.sides[0] ? place_buttons(c, k.sides[0].doc, k.sides[0].span, k.sides[0].text) : null, fixed_badge(c, k), correct_button(c, "conflict", k)));
}

function side(c: Ctx): HTMLElement {
    const s = c.story;
    const from = s.edges.filter(e => e.kind === "copy" || e.kind === "rewrite").slice(0, 8);
    const missing = s.origins.slice(0, 8);
    const unnamed = s.ledger.filter(u => u.claims.length).sort((a, b) => b.claims.length - a.claims.length || b.descriptions.length - a.descriptions.length).slice(0, 6);
    const named = s.named().slice(0, 6);
    const notes = s.bundle.fixes.filter(f => f.kind === "note" && !f.undone);
    return h("div", { class: "account-side" },
        h("section", null, h("h2", null, "Who has it from whom"),
            !from.length && !missing.length ? empty("No report was found to rest on another.") : null,
            h("ul", { class: "plain-list small-lines" },
                from.map(e => h("li", null, report_link(c, e.doc), " is a ", kind_words[e.kind] ?? "", " ", s.is_origin(e.from!) ? said(s.node_name(e.from!), 80) : report_link(c, e.from!),
                    h("span", { class: "dim" }, ` ${Math.round(e.confidence * 100)}%`))),
                missing.map(o => { const on = s.docs.filter(d => (s.edges_of.get(d.id) ?? []).some(e => e.from === o.id)); return h("li", null, o.name && o.kind === "statement" ? "A statement of " : "", h("span", { class: "missing" }, said(o.name ?? "An unknown original", 80)),
                    " is not among the reports; ", on.length ? [listed(on.slice(0, 3).map(d => report_link(c, d.id))), on.length > 3 ? ` and ${on.length - 3} more` : "", on.length === 1 ? " goes back to it" : " go back to it"] : "it is named", "."); })),
            view_link(c, "tree", "The tree")),
        h("section", null, h("h2", null, "What rests on the unnamed"),
            unnamed.length ? h("ul", { class: "plain-list small-lines" }, unnamed.map(u => { const d = u.descriptions[0]!; return h("li", null, said(s.words(d.doc, d.span, d.text), 140),
                h("span", { class: "dim" }, `: ${count(u.claims.length, "claim")}${u.count ? `, ${count(u.count, "person", "people")}` : ""} `), place_buttons(c, d.doc, d.span, d.text)); }))
                : empty("No claim rests on an unnamed source."),
            view_link(c, "sources", "All sources")),
        named.length ? h("section", null, h("h2", null, "Most heard"), h("ul", { class: "plain-list small-lines" }, named.map(n => h("li", null, said(n.name, 80), n.role ? h("span", { class: "dim" }, ", ", said(n.role, 60)) : null,
            h("span", { class: "dim" }, `: ${count(n.statements.length, "statement")} in ${count(n.docs.size, "report")}`))))) : null,
        notes.length ? h("section", null, h("h2", null, "Notes"), h("ul", { class: "plain-list small-lines" }, notes.map(f => h("li", { class: "note" }, said(f.text ?? f.says, 600), h("span", { class: "dim" }, ` ${date_words(f.at)}`))))) : null,
        s.bundle.account.skipped.length ? h("section", null, h("h2", null, "Not read"), h("ul", { class: "plain-list small-lines" }, s.bundle.account.skipped.slice(0, 10).map(k => h("li", null, said(k.file, 120), h("span", { class: "dim" }, ": ", said(k.error, 200)))))) : null);
}
