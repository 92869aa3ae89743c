// What the reports put where in time.
import type { Proposal, TimelineRow } from "../model/types";
import { h } from "../dom/h";
import { date_words, said } from "../dom/report_text";
import { chunked } from "../dom/virtual_list";
import { badge, empty, place_buttons, report_link, section_head, type Ctx } from "./lines";

const doubts: Record<string, [string, string]> = { disputed: ["≠", "disputed"], inferred: ["→", "inferred"], vague: ["~", "vague"] };

export function timeline_view(c: Ctx): HTMLElement {
    const rows = c.story.timeline;
    const box = h("div", { class: "timeline" }, section_head("Timeline", rows.length, "Each entry as one report has it, on the day that it gives or that its own date leads to."));
    if (!rows.length) { box.append(empty("No dates were found."), lanes(c)); return box; }
    const search = h("input", { type: "search", placeholder: "Words in an entry", "aria-label": "Filter the timeline by words" });
    const kind = h("select", { "aria-label": "Filter the timeline by certainty" }, h("option", { value: "" }, "All entries"), h("option", { value: "plain" }, "Without doubt"),
        h("option", { value: "disputed" }, "Disputed"), h("option", { value: "inferred" }, "Inferred"), h("option", { value: "vague" }, "Vague"));
    const out = h("div", { class: "days" }), found = h("p", { class: "dim", role: "status" });
    const show = () => {
        const words = search.value.trim().toLowerCase();
        const here = rows.filter(r => (!words || r.text.toLowerCase().includes(words)) && (!kind.value || (kind.value === "plain" ? !r.doubt : r.doubt === kind.value)));
        const days: { date: string; rows: TimelineRow[] }[] = [];
        for (const r of here) { const d = r.date ?? ""; const last = days[days.length - 1]; if (last && last.date === d) last.rows.push(r); else days.push({ date: d, rows: [r] }); }
        out.replaceChildren();
        found.textContent = here.length === rows.length ? "" : `${here.length} of ${rows.length} entries`;
        chunked(out, days, d => day(c, d.date, d.rows), 8);
    };
    search.addEventListener("input", show);
    kind.addEventListener("change", show);
    show();
    box.append(h("div", { class: "filters" }, search, kind, found), out, lanes(c));
    return box;
}

/** What became of each proposal: a lane beside the days. */
function lanes(c: Ctx): HTMLElement {
    const box = h("div", { class: "lanes" });
    if (!c.story.proposals.length) return box;
    box.append(section_head("Proposals", c.story.proposals.length, "What was done with each one, as the reports tell it: offered, recommended, agreed, rejected, put off, cancelled."));
    chunked(box, c.story.proposals, p => lane(c, p), 6);
    return box;
}

function lane(c: Ctx, p: Proposal): HTMLElement {
    const list = h("ol", { class: "steps" });
    chunked(list, p.moves, m => h("li", { class: "step line" },
        h("p", { class: "line-words" }, m.date && /^\d/.test(m.date) ? h("span", { class: "step-date" }, date_words(m.date)) : null, " ", said(m.text ?? "", 200),
            m.status && m.status !== "actual" && m.status !== "alleged" ? [" ", badge(m.status, "doubt")] : null),
        h("p", { class: "line-foot" }, m.actor ? h("span", { class: "by" }, "by ", said(m.actor, 120)) : null, report_link(c, m.doc), place_buttons(c, m.doc, m.span, m.text))), 20);
    return h("section", { class: "lane" }, h("h3", null, said(p.name, 80)), list);
}

function day(c: Ctx, date: string, rows: TimelineRow[]): HTMLElement {
    const list = h("ul", { class: "entries" });
    chunked(list, rows, r => {
        const d = r.doubt ? doubts[r.doubt] ?? ["?", r.doubt] : null;
        return h("li", { class: "entry line" }, h("p", { class: "line-words" }, said(r.text, 400)),
            h("p", { class: "line-foot" }, d ? badge([h("span", { "aria-hidden": "true" }, d[0]!), ` ${d[1]}`], "doubt") : null, r.high && r.high !== r.date ? h("span", null, `until ${date_words(r.high)}`) : null,
                r.doc ? report_link(c, r.doc) : null, r.doc && r.span ? place_buttons(c, r.doc, r.span, r.text) : null));
    }, 15);
    return h("section", { class: "day" }, h("h3", null, date ? date_words(date) : "No date"), list);
}
