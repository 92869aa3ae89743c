// All corrections: of a story, or of the whole desk.
import { get } from "../net";
import { read_fixes } from "../model/shape";
import { button, h, link } from "../dom/h";
import { save_file } from "../dom/download";
import { toast } from "../dom/dialogs";
import { empty, section_head, type Ctx } from "./lines";
import { chunked } from "../dom/virtual_list";
import type { Room } from "../room";
import { count } from "../dom/report_text";
import { correct_button, draft_card, fix_card, machine_note, undo } from "./correct";

export function fixes_view(c: Ctx): HTMLElement {
    const all = [...c.story.bundle.fixes].reverse();
    const box = h("div", { class: "fixes" }, section_head("Corrections", all.length + c.room.drafts.count, "What people have said against the program's answer, or beside it. Each can be undone; the program's own answer is kept."));
    box.append(h("p", { class: "row-acts" }, correct_button(c, "story", c.story.row)));
    if (c.room.in_file) box.append(drafts_box(c.room));
    if (!all.length && !c.room.in_file) box.append(empty("None yet."));
    if (all.length && c.room.in_file) box.append(h("h3", null, "Made before, on a desk"));
    const list = h("div");
    box.append(list);
    chunked(list, all, f => { const card = fix_card(c, f); if (!f.undone) machine_note(c, { fixed: [f.id] }, card); return card; }, 40);
    return box;
}

/** Those made in this page, which is a file. */
function drafts_box(room: Room): HTMLElement {
    const d = room.drafts;
    return h("section", { class: "drafts" }, h("h3", null, "Yours ", h("span", { class: "n" }, String(d.count))),
        h("p", { class: "note" }, "This page is a file and can keep nothing: what you correct here is gone when you close it, unless you save the list. “stemma fix apply FILE” puts it on a desk, where the account is made anew with it; here it stays as it was."),
        d.count ? h("p", { class: "row-acts" }, button({ class: "button", on: { click: () => { d.save(); void room.render(); } } }, `Save ${count(d.count, "correction")} as a file`), " ", d.unsaved ? null : h("span", { class: "dim" }, "saved")) : empty("None yet. “correct…” beside a story, a name, a claim, a conflict or a report begins one."),
        [...d.all].reverse().map(x => draft_card(room, x)));
}
export function drafts_view(room: Room): HTMLElement { return h("div", { class: "fixes" }, h("p", { class: "back" }, link("#/", null, "← Back")), h("h1", { class: "page-head" }, "Your corrections"), drafts_box(room)); }

export async function desk_fixes_view(): Promise<HTMLElement> {
    const x = await get("/api/fixes") as { fixes?: unknown } | null, all = read_fixes(x?.fixes).reverse();
    const box = h("div", { class: "fixes" }, h("p", { class: "back" }, link("#/", null, "← The desk")), h("h1", { class: "page-head" }, "Corrections ", h("span", { class: "n" }, String(all.length))),
        h("p", { class: "section-note" }, "Kept by content: they hold after every rerun, after more reports, and on another desk."));
    box.append(h("p", { class: "row-acts" }, button({ class: "button", on: { click: () => {
        fetch("/api/fixes?export=1", { credentials: "same-origin" }).then(async r => { if (!r.ok) throw new Error(`the server answered ${r.status}`); save_file("stemma-fixes.json", await r.text()); }).catch((e: Error) => toast(e.message, undefined, true));
    } } }, "Save as a file for “stemma fix”")));
    if (!all.length) box.append(empty("None yet."));
    const list = h("div");
    box.append(list);
    chunked(list, all, f => {
        const holder = h("div");
        const put = (g: typeof f) => holder.replaceChildren(fix_card(null, g, undone => { void undo(null, g.id, undone, answer => { const r = read_fixes([(answer as { fix?: unknown }).fix])[0]; put(r ?? { ...g, undone: undone ? new Date().toISOString() : null }); }); }));
        put(f);
        return holder;
    }, 40);
    return box;
}
