// Disagreements, side by side: one column for each thing that is said, and in it who says it where.
import type { Conflict, Side } from "../model/types";
import { h, type Kid } from "../dom/h";
import { count, date_words, plain, said } from "../dom/report_text";
import { chunked } from "../dom/virtual_list";
import { badge, conflict_words, empty, line, section_head, stance, stances, type Ctx } from "./lines";
import { correct_button, fixed_badge } from "./correct";

export interface Group { head: string; stance: string | null; sides: Side[]; by: string[]; docs: string[] }

const fold = (s: string) => s.toLowerCase().replace(/[“”"„«»‘’']/g, "").replace(/\s+/g, " ").trim();

/** Sides that say one thing together: by stance in a denial, else by what they say. */
export function conflict_groups(c: Ctx, k: Conflict): Group[] {
    const by = new Map<string, Group>();
    for (const s of k.sides) {
        const found = c.story.claim_at(s.doc, s.span, k.claims);
        const st = k.kind === "denial" && found ? (found.report.stance === "asserted" ? "attributed" : found.report.stance) : null;
        const words = s.says ?? s.text ?? c.story.words(s.doc, s.span);
        const key = st ?? fold(words);
        let g = by.get(key);
        if (!g) by.set(key, g = { head: words, stance: st, sides: [], by: [], docs: [] });
        g.sides.push(s);
        if (s.by && !g.by.some(b => fold(b) === fold(s.by!))) g.by.push(s.by);
        if (!g.docs.includes(s.doc)) g.docs.push(s.doc);
    }
    const order = Object.keys(stances);
    return [...by.values()].sort((a, b) => a.stance && b.stance ? order.indexOf(a.stance) - order.indexOf(b.stance) : b.docs.length - a.docs.length);
}

const told: Record<string, string> = { attributed: "Told", denied: "Denied", declined: "Not answered", doubted: "Not verified" };

export function conflicts_view(c: Ctx): HTMLElement {
    const all = c.story.conflicts;
    const box = h("div", { class: "conflicts" }, section_head("Conflicts", all.length, "A difference is not yet a contradiction, and which side is right is not for this page to say."));
    if (!all.length) { box.append(empty("No disagreements were found among these reports.")); return box; }
    const list = h("div");
    box.append(list);
    chunked(list, all, k => conflict_card(c, k), 20);
    return box;
}

export function conflict_card(c: Ctx, k: Conflict): HTMLElement {
    const groups = conflict_groups(c, k);
    const claims = k.claims.map(id => c.story.claim_by_id.get(id)).filter(x => x !== undefined);
    return h("article", { class: `conflict k-${/^\w+$/.test(k.kind) ? k.kind : "other"}`, "aria-label": plain(`${conflict_words[k.kind] ?? k.kind}: ${claims[0]?.text ?? ""}`, 160) },
        h("div", { class: "conflict-head" }, h("h3", null, conflict_words[k.kind] ?? plain(k.kind, 40)), k.note ? h("p", { class: "dim" }, said(k.note, 300)) : null,
            h("span", { class: "grow" }), fixed_badge(c, k), correct_button(c, "conflict", k)),
        claims[0] && k.kind !== "wording" ? h("p", { class: "conflict-claim" }, said(claims[0].text, 300)) : null,
        h("div", { class: `sides n${Math.min(groups.length, 4)}` }, groups.map(g => group(c, k, g))));
}

function group(c: Ctx, k: Conflict, g: Group): HTMLElement {
    const head: Kid = g.stance ? [stance(g.stance, false), " ", told[g.stance] ?? g.stance] : k.kind === "time" ? date_words(g.head) : said(g.head, 200);
    const context = k.kind === "quantity" || k.kind === "time" || k.kind === "wording" || k.kind === "who";
    const passages = h("div", { class: "passages" });
    chunked(passages, g.sides, s => line(c, { doc: s.doc, span: s.span, text: s.text, by: s.by, context }), 12);
    return h("div", { class: "side" }, h("h4", null, head, " ", badge(count(g.docs.length, "report"))), passages);
}
