// Corrections: the machine proposes, people decide. A dialog for each kind of row, the reason beside it, undo at hand, and the
// machine's own answer never out of sight. They are kept by the desk; a single file keeps none, and hands on a list of them.
import { get, post } from "../net";
import { read_fix, is_row } from "../model/shape";
import type { Sent } from "../model/keep_fix";
import type { Draft } from "../drafts";
import type { Claim, Conflict, Doc, Edge, Entity, Fix, Origin, StoryRow } from "../model/types";
import { button, fill, h, new_id, route, type Kid } from "../dom/h";
import { count, date_words, plain, said } from "../dom/report_text";
import { dialog, toast } from "../dom/dialogs";
import type { Room } from "../room";
import type { Ctx } from "./lines";

type What = { story: StoryRow; entity: Entity; claim: Claim; conflict: Conflict; origin: Origin; edge: Doc };
interface Action { label: string; note?: string; build: (area: HTMLElement) => () => Sent | string }

const list_of = (x: unknown): unknown[] => Array.isArray(x) ? x : [];

/** Sends a correction and shows the story as it is after it. */
export async function send_fix(c: Ctx, sent: Sent, reason: string, says: string): Promise<void> {
    if (c.room.in_file) { await draft(c, sent, reason, says); return; }
    const answer = await post("/api/fix", { ...sent, ...(reason ? { note: reason } : {}), in: sent.kind === "story-join" ? sent.args.stories : [c.story.row.id] });
    await after(c, answer, true);
}
async function draft(c: Ctx, sent: Sent, reason: string, says: string): Promise<void> {
    const d = c.room.drafts.add(c.story.bundle.account, sent, says, reason);
    c.room.panel.close();
    await c.room.render();
    toast(`Noted, not kept: ${plain(says, 160)}`, { label: "Undo", run: () => undo_draft(c.room, d, true) });
}
export function undo_draft(room: Room, d: Draft, undone: boolean): void { room.drafts.undo(d, undone); void room.render(); }
export async function undo(c: Ctx | null, fix: string, undone: boolean, done?: (answer: unknown) => Promise<void> | void): Promise<void> {
    try {
        const answer = await post("/api/undo", { fix, undone });
        if (c) await after(c, answer, undone ? false : true); else await done?.(answer);
    } catch (e) { toast((e as Error).message, undefined, true); }
}
async function after(c: Ctx, answer: unknown, may_undo: boolean): Promise<void> {
    const fix = is_row(answer) ? read_fix(answer.fix) : null;
    const stories = is_row(answer) ? list_of(answer.stories).filter((s): s is string => typeof s === "string") : [];
    c.room.forget();
    c.room.panel.close();
    const here = c.story.row.id;
    if (stories.length && !stories.includes(here)) location.hash = route("story", stories[0]!, location.hash.split("/")[3]?.split("/")[0] || "account");
    else await c.room.render();
    if (fix) toast(may_undo ? plain(fix.says, 200) : `Undone: ${plain(fix.says, 180)}`, may_undo ? { label: "Undo", run: () => { void undo(c, fix.id, true); } } : undefined);
}

export function correct_button<K extends keyof What>(c: Ctx, what: K, row: What[K]): HTMLElement | null {
    if (!c.room.may_correct) return null;
    const names: Record<keyof What, string> = { story: plain((row as StoryRow).title, 60), entity: plain((row as Entity).name, 60), claim: plain((row as Claim).text, 60), conflict: (row as Conflict).kind, origin: plain((row as Origin).name, 60), edge: plain(c.story.label((row as Doc).id), 60) };
    return button({ class: "correct", "data-correct": what, on: { click: () => open(c, what, row) } }, "correct…", h("span", { class: "sr-only" }, ` ${names[what]}`));
}

function open<K extends keyof What>(c: Ctx, what: K, row: What[K]): void {
    const actions: Action[] = what === "story" ? of_story(c, row as StoryRow) : what === "entity" ? of_entity(c, row as Entity) : what === "claim" ? of_claim(c, row as Claim)
        : what === "conflict" ? of_conflict(row as Conflict) : what === "origin" ? of_origin(row as Origin) : of_edge(c, row as Doc);
    const titles: Record<keyof What, string> = { story: "Correct the story", entity: "Correct a name", claim: "Correct a claim", conflict: "Correct a conflict", origin: "Correct a missing original", edge: "Correct where a report hangs" };
    const about = plain(what === "story" ? (row as StoryRow).title : what === "entity" ? (row as Entity).name : what === "claim" ? (row as Claim).text : what === "conflict" ? (row as Conflict).kind : what === "origin" ? (row as Origin).name : c.story.label((row as Doc).id), 120);
    dialog(titles[what], close => {
        const area = h("div", { class: "form-area" }), group = new_id("a"), problem = h("p", { class: "problem", role: "alert" });
        let ready: () => Sent | string = () => "";
        let chosen = actions[0]!;
        const choose = (a: Action) => { chosen = a; fill(area); problem.textContent = ""; if (a.note) area.append(h("p", { class: "dim" }, a.note)); ready = a.build(area); };
        const reason = h("input", { type: "text", maxlength: "400" });
        const go = h("button", { type: "submit", class: "button strong" }, c.room.in_file ? "Note this" : "Keep this");
        const form = h("form", { class: "correct-form" },
            h("fieldset", { class: "choices" }, h("legend", null, "What is it?"), actions.map((a, i) => { const r = h("input", { type: "radio", name: group, checked: i === 0 }); r.addEventListener("change", () => choose(a)); return h("label", null, r, " ", a.label); })),
            area, c.room.in_file ? h("p", { class: "note" }, "This page is a file and can keep nothing. What you note is listed under Corrections until you close the page; save the list there, and “stemma fix apply” puts it on a desk. The account here stays as it is.") : null,
            h("label", { class: "field" }, "Why (kept beside it, may be empty)", reason), problem,
            h("div", { class: "form-end" }, button({ class: "button", on: { click: close } }, "Leave it"), go));
        form.addEventListener("submit", e => {
            e.preventDefault();
            const sent = ready();
            if (typeof sent === "string") { problem.textContent = sent; return; }
            go.disabled = true;
            send_fix(c, sent, reason.value.trim(), `${about}: ${chosen.label}${typeof sent.args.name === "string" ? `: “${plain(sent.args.name, 120)}”` : ""}`).then(close, (err: Error) => { problem.textContent = err.message; go.disabled = false; });
        });
        choose(actions[0]!);
        return form;
    }, "wide");
}

// ---- pieces of forms

function text_field(area: HTMLElement, label: string, value: string, max = 300): HTMLInputElement {
    const input = h("input", { type: "text", maxlength: String(max) });
    input.value = value;
    area.append(h("label", { class: "field" }, label, input));
    return input;
}
function note_action(kind: string, id: string): Action {
    return { label: "Write a note beside it", build: area => { const t = h("textarea", { rows: "4", maxlength: "4000" }); area.append(h("label", { class: "field" }, "Note", t)); return () => t.value.trim() ? { kind: "note", args: { [kind]: id, text: t.value.trim() } } : "Write the note first."; } };
}
function name_action(label: string, field: string, value: string, make: (name: string) => Sent): Action {
    return { label, build: area => { const i = text_field(area, field, value); return () => i.value.trim() && i.value.trim() !== value ? make(i.value.trim()) : "Write another name first."; } };
}
interface Choice { id: string; words: Kid; search: string; note?: string }
/** Checkboxes, or radios, with a filter where there are many. */
function chooser(area: HTMLElement, legend: string, all: Choice[], one = false): () => string[] {
    const chosen = new Set<string>(), group = new_id("g"), box = h("div", { class: "choice-list", tabindex: all.length > 6 ? "0" : undefined, role: "group", "aria-label": legend });
    const filter = h("input", { type: "search", placeholder: "Filter", "aria-label": `Filter: ${legend}` });
    const draw = () => {
        const w = filter.value.trim().toLowerCase();
        const here = all.filter(x => chosen.has(x.id) || !w || x.search.toLowerCase().includes(w));
        fill(box, here.slice(0, 80).map(x => { const i = h("input", { type: one ? "radio" : "checkbox", name: group, value: x.id }); i.checked = chosen.has(x.id);
            i.addEventListener("change", () => { if (one) chosen.clear(); if (i.checked) chosen.add(x.id); else chosen.delete(x.id); });
            return h("label", null, i, " ", h("span", null, x.words, x.note ? h("span", { class: "dim" }, ` ${x.note}`) : null)); }),
        here.length > 80 ? h("p", { class: "dim" }, `${here.length - 80} more; filter to see them`) : null, here.length ? null : h("p", { class: "dim" }, "None."));
    };
    filter.addEventListener("input", draw);
    draw();
    area.append(h("fieldset", null, h("legend", null, legend), all.length > 8 ? filter : null, box));
    return () => all.filter(x => chosen.has(x.id)).map(x => x.id);
}

// ---- what can be said of what

async function stories_named(c: Ctx, words: string): Promise<unknown[]> {
    if (c.room.in_file) return c.story.bundle.account.stories.filter(s => (s.title ?? "").toLowerCase().includes(words.toLowerCase())).map(s => ({ ...s, documents: s.documents.length }));
    const x = await get("/api/stories", { q: words });
    return is_row(x) ? list_of(x.stories) : [];
}
function of_story(c: Ctx, s: StoryRow): Action[] {
    return [
        name_action("It should be called something else", "Title", s.title ?? "", name => ({ kind: "story-name", args: { story: s.id, name } })),
        ...(c.room.in_file && c.story.bundle.account.stories.length < 2 ? [] : [{ label: "It is one with another story", build: (area: HTMLElement) => {
            let pick: () => string[] = () => [];
            const box = h("div", null, h("p", { class: "dim" }, "…")), find = h("input", { type: "search", placeholder: "Words of the other story" });
            const load = () => { void stories_named(c, find.value.trim()).then(rows => {
                const all = rows.filter(is_row).filter(r => r.id !== s.id).map(r => ({ id: String(r.id), words: said(String(r.title ?? r.id), 160), search: String(r.title ?? ""), note: `${count(Number(r.documents) || 0, "report")}, ${date_words(typeof r.from === "string" ? r.from : null, false)}` }));
                fill(box); pick = chooser(box, "The other story", all);
            }, (e: Error) => fill(box, h("p", { class: "problem" }, e.message))); };
            find.addEventListener("change", load);
            area.append(h("label", { class: "field" }, "Find", find), box);
            load();
            return () => { const p = pick(); return p.length ? { kind: "story-join", args: { stories: [s.id, ...p] } } : "Choose the other story first."; };
        } }]),
        { label: "Some of these reports are another story", build: area => { const pick = chooser(area, "Reports that are a story of their own", c.story.docs.map(d => ({ id: d.id, words: said(d.title ?? d.id, 140), search: `${d.title ?? ""} ${c.story.label(d.id)}`, note: plain(c.story.label(d.id), 60) })));
            return () => { const p = pick(); return !p.length ? "Choose at least one report." : p.length === c.story.docs.length ? "Leave at least one report where it is." : { kind: "story-part", args: { documents: p } }; }; } },
        note_action("story", s.id),
    ];
}
function of_entity(c: Ctx, e: Entity): Action[] {
    const names = [...new Set([e.name, ...e.aliases, ...e.mentions.map(m => m.text).filter((t): t is string => !!t)])];
    return [
        name_action("It should be called something else", "Name", e.name, name => ({ kind: "entity-name", args: { entity: e.id, name } })),
        { label: "It is the same as another", build: area => { const pick = chooser(area, "The same as", c.story.entities.filter(x => x.id !== e.id).map(x => ({ id: x.id, words: said(x.name, 100), search: [x.name, ...x.aliases].join(" "), note: plain(x.type, 10) })));
            const name = text_field(area, "Name of both (may be left as it is)", e.name);
            return () => { const p = pick(); return p.length ? { kind: "entity-join", args: { entities: [e.id, ...p], ...(name.value.trim() ? { name: name.value.trim() } : {}) } } : "Choose the other name first."; }; } },
        { label: "In some reports it is somebody else", build: area => { const docs = [...new Set(e.mentions.map(m => m.doc))].filter(id => c.story.by_id.has(id)), pick = chooser(area, "Reports in which it is somebody or something else", docs.map(id => ({ id, words: said(c.story.label(id), 100), search: `${c.story.label(id)} ${c.story.by_id.get(id)?.title ?? ""}`, note: plain(c.story.by_id.get(id)?.title, 80) })));
            return () => { const p = pick(); return !p.length ? "Choose at least one report." : p.length === docs.length ? "Leave at least one report where it is." : { kind: "entity-part", args: { entity: e.id, names: [], documents: p } }; }; } },
        { label: "These are two", note: names.length < 2 ? "It has one spelling only, and can't be parted by spelling." : undefined, build: area => { const pick = chooser(area, "Spellings that mean somebody or something else", names.map(n => ({ id: n, words: said(n, 100), search: n })));
            return () => { const p = pick(); return !p.length ? "Choose at least one spelling." : p.length === names.length ? "Leave at least one spelling where it is." : { kind: "entity-part", args: { entity: e.id, names: p } }; }; } },
        note_action("entity", e.id),
    ];
}
function of_claim(c: Ctx, k: Claim): Action[] {
    return [
        name_action("It should be worded otherwise", "Claim", k.text, name => ({ kind: "claim-name", args: { claim: k.id, name } })),
        { label: "It is the same as another claim", build: area => { const pick = chooser(area, "The same as", c.story.claims.filter(x => x.id !== k.id).map(x => ({ id: x.id, words: said(x.text, 160), search: x.text, note: count(x.support.reports, "report") })));
            return () => { const p = pick(); return p.length ? { kind: "claim-join", args: { claims: [k.id, ...p] } } : "Choose the other claim first."; }; } },
        { label: "These are two claims", build: area => { const pick = chooser(area, "Passages that tell something else", k.reports.map((r, i) => ({ id: String(i), words: [said(c.story.words(r.doc, r.span, r.text), 160)], search: `${r.text ?? ""} ${c.story.label(r.doc)}`, note: plain(`${c.story.label(r.doc)}, ${r.stance}`, 80) })));
            return () => { const p = pick(); return !p.length ? "Choose at least one passage." : p.length === k.reports.length ? "Leave at least one passage where it is." : { kind: "claim-part", args: { claim: k.id, reports: p.map(i => ({ doc: k.reports[+i]!.doc, span: k.reports[+i]!.span })) } }; }; } },
        note_action("claim", k.id),
    ];
}
function of_conflict(k: Conflict): Action[] {
    return [{ label: "It is not a conflict", note: "It is not listed any more; it stays among the corrections, and can be brought back.", build: () => () => ({ kind: "conflict-dismiss", args: { conflict: k.id } }) }, note_action("conflict", k.id)];
}
function of_origin(o: Origin): Action[] {
    return [name_action("It is somebody else's", "Name of the original", o.name ?? "", name => ({ kind: "origin-name", args: { origin: o.id, name } })), note_action("origin", o.id)];
}
function of_edge(c: Ctx, d: Doc): Action[] {
    const edges = c.story.edges_of.get(d.id) ?? [];
    return [
        { label: "It has it from somewhere else", build: area => {
            const nodes: Choice[] = [...c.story.docs.filter(x => x.id !== d.id).map(x => ({ id: x.id, words: said(c.story.label(x.id), 80), search: `${c.story.label(x.id)} ${x.title ?? ""}`, note: plain(x.title, 80) })),
                ...c.story.origins.map(o => ({ id: o.id, words: said(o.name ?? "An unknown original", 80), search: o.name ?? "", note: "missing original" })),
                { id: "\0new", words: "A missing original that is not here yet", search: "missing original new" }, { id: "\0none", words: "Nobody", search: "nobody none" }];
            const pick = chooser(area, "It has this from", nodes, true);
            const name = text_field(area, "Name of the missing original, if it is not here yet", "");
            const kind = h("select", null, [["rewrite", "rewrite: the same matter, reworked"], ["copy", "copy: the same words"], ["cites", "cites: names it"], ["quotes", "quotes: only a passage"]].map(([v, w]) => h("option", { value: v! }, w!)));
            area.append(h("label", { class: "field" }, "How", kind));
            const was = h("select", null, h("option", { value: "" }, "all that it hangs on now"), edges.map(e => h("option", { value: e.from! }, `only: ${e.kind} ${plain(c.story.node_name(e.from!), 60)}`)));
            if (edges.length > 1) area.append(h("label", { class: "field" }, "In place of", was));
            return () => {
                const p = pick()[0];
                if (p === undefined) return "Choose from where it has it.";
                if (p === "\0new" && !name.value.trim()) return "Write the missing original's name.";
                const args: Record<string, unknown> = { doc: d.id, from: p === "\0new" || p === "\0none" ? null : p, kind: kind.value };
                if (p === "\0new") args.name = name.value.trim();
                if (was.value) args.was = was.value;
                return { kind: "edge-hang", args };
            };
        } },
        note_action("document", d.id),
    ];
}

// ---- what was corrected, beside what the machine had said

export function fixed_badge(c: Ctx, row: { id?: string; fixed?: string[] }): HTMLElement | null {
    const mine = c.room.drafts.of(row.id);
    if (mine.length) return button({ class: "fixed", on: { click: () => c.room.panel.show("Your correction", box => { for (const d of mine) box.append(draft_card(c.room, d)); }) } }, "✎ yours");
    const fixes = c.story.fixes_of(row).filter(f => !f.undone);
    if (!fixes.length) return null;
    const notes = fixes.every(f => f.kind === "note");
    return button({ class: "fixed", on: { click: () => c.room.panel.show(notes ? "Note" : "Corrected", box => { for (const f of fixes) box.append(fix_card(c, f)); machine_note(c, row, box); }) } }, notes ? "✎ note" : "✎ corrected");
}

export function fix_card(c: Ctx | null, f: Fix, change?: (undone: boolean) => void): HTMLElement {
    const can = c ? !c.room.in_file && c.room.may_change : !!change;
    return h("div", { class: `fix-card ${f.undone ? "undone" : ""}` },
        h("p", { class: "line-words" }, said(f.says, 400)), f.kind === "note" && f.text ? h("p", { class: "note" }, said(f.text, 4000)) : null, f.note ? h("p", { class: "note" }, "Why: ", said(f.note, 800)) : null,
        h("p", { class: "line-foot" }, h("span", null, date_words(f.at)), f.undone ? h("span", null, `undone ${date_words(f.undone)}`) : null, f.state === "unused" ? h("span", null, "does not touch anything now") : null,
            can ? button({ class: "plain", "data-undo": f.id, on: { click: () => { if (change) change(!f.undone); else void undo(c, f.id, !f.undone); } } }, f.undone ? "Redo" : "Undo") : null));
}

export function draft_card(room: Room, d: Draft): HTMLElement { return fix_card(null, d, undone => { room.panel.close(); undo_draft(room, d, undone); }); }

export function machine_edges(c: Ctx, doc: string): Edge[] {
    return c.story.bundle.machine.derivation.filter(e => e.doc === doc);
}
export function machine_note(c: Ctx, row: { fixed?: string[] }, box: HTMLElement): void {
    const ids = new Set(row.fixed ?? []);
    if (!ids.size) return;
    const m = c.story.bundle.machine, touched = (r: { fixed?: string[] }) => (r.fixed ?? []).some(f => ids.has(f));
    const was: Kid[] = [
        ...m.claims.filter(touched).map(k => h("li", null, said(k.text, 300), h("span", { class: "dim" }, ` ${count(k.reports.length, "passage")}`))),
        ...m.entities.filter(touched).map(e => h("li", null, said(e.name, 120), e.aliases.length ? h("span", { class: "dim" }, " also ", e.aliases.slice(0, 8).flatMap((a, i) => [i ? ", " : "", said(a, 60)])) : null)),
        ...m.conflicts.filter(touched).map(k => h("li", null, plain(k.kind, 20), k.note ? [": ", said(k.note, 200)] : null)),
        ...m.origins.filter(touched).map(o => h("li", null, said(o.name ?? "An unknown original", 120))),
        ...m.stories.filter(touched).map(s => h("li", null, said(s.title ?? s.id, 200), h("span", { class: "dim" }, ` ${count(s.documents.length, "report")}`))),
        ...m.derivation.filter(touched).map(e => h("li", null, said(c.story.label(e.doc), 60), ` ${plain(e.kind, 12)} `, e.from ? said(c.story.node_name(e.from), 60) : "nobody")),
    ];
    if (was.length) box.append(h("div", { class: "machine" }, h("h3", null, "What the program had said"), h("ul", null, was)));
}
