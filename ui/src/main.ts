// The reading room. Routes stand in the fragment, so that they work from a file too:
//   #/                       the stories        #/add  #/fixes  #/search/WORDS
//   #/story/ID[/VIEW]        a story            #/story/ID/report/DOC   #/story/ID/compare/A/B
import "./style/base.css";
import "./style/room.css";
import "./style/views.css";
import "./style/print.css";
import { button, fill, h, link, route } from "./dom/h";
import { count, plain, said, stretch_words, digits } from "./dom/report_text";
import { announce, announcer, Panel } from "./dom/dialogs";
import { get } from "./net";
import { is_row } from "./model/shape";
import { Room } from "./room";
import type { Ctx } from "./views/lines";
import { account_view } from "./views/account_view";
import { tree_view } from "./views/tree_view";
import { claims_view } from "./views/claims_view";
import { conflicts_view } from "./views/conflicts_view";
import { timeline_view } from "./views/timeline_view";
import { sources_view } from "./views/sources_view";
import { names_view } from "./views/names_view";
import { reports_view } from "./views/reports_view";
import { report_view } from "./views/report_view";
import { compare_view } from "./views/compare_view";
import { desk_fixes_view, drafts_view, fixes_view } from "./views/fixes_view";
import { correct_button, fixed_badge } from "./views/correct";
import { desk_view, search_view } from "./views/desk_view";
import { add_view } from "./views/add_view";
import { print_sheet } from "./views/print_sheet";
import { help, single_keys } from "./views/help";

const views: [string, string, (c: Ctx) => HTMLElement, ((c: Ctx) => number)?][] = [
    ["account", "Account", account_view],
    ["tree", "Tree", tree_view],
    ["claims", "Claims", claims_view, c => c.story.claims.length],
    ["conflicts", "Conflicts", conflicts_view, c => c.story.conflicts.length],
    ["timeline", "Timeline", timeline_view, c => c.story.timeline.length],
    ["sources", "Sources", sources_view],
    ["names", "Names", names_view, c => c.story.entities.length],
    ["reports", "Reports", reports_view, c => c.story.docs.length],
    ["fixes", "Corrections", fixes_view, c => c.story.bundle.fixes.filter(f => !f.undone).length + c.room.drafts.count],
];

const main = h("main", { id: "main", tabindex: "-1" }), paper = h("div", { class: "paper" });
const panel = new Panel(open => document.body.classList.toggle("with-panel", open));
const room = new Room(panel, () => render(true));
let turn = 0, place = "";

function parts(): string[] {
    return location.hash.replace(/^#\/?/, "").split("/").filter(Boolean).map(p => { try { return decodeURIComponent(p); } catch { return p; } });
}

async function render(again = false): Promise<void> {
    const mine = ++turn, at = parts(), here = location.hash, first = place === ""; // the address may change while this is made
    const scroll = again ? scrollY : 0;
    if (!again) { panel.close(); for (const d of document.querySelectorAll<HTMLDialogElement>("dialog[open]")) d.close(); }
    try {
        const made = at[0] === "story" && at[1] ? await story_page(at[1], at[2] ?? "account", at.slice(3), again)
            : at[0] === "add" && !room.in_file ? await plain_page("Add reports", add_view(room)) : at[0] === "fixes" && !room.in_file ? await plain_page("Corrections", desk_fixes_view())
            : at[0] === "mine" && room.in_file ? await plain_page("Your corrections", Promise.resolve(drafts_view(room)))
            : at[0] === "search" && at[1] && !room.in_file ? await plain_page("Search", search_view(at[1])) : await front();
        if (mine !== turn || !made) return;
        fill(main, made.el);
        document.title = `${made.title} · Stemma`;
        if (!first && !again && here !== place) { scrollTo(0, 0); const head = main.querySelector<HTMLElement>("[data-focus]") ?? main; head.focus({ preventScroll: true }); announce(made.title); }
        else if (again) scrollTo(0, scroll);
        place = here;
        made.after?.();
    } catch (e) {
        if (mine !== turn) return;
        fill(main, h("div", { class: "failed" }, h("h1", null, "That did not work"), h("p", { class: "problem" }, plain((e as Error).message, 400)), h("p", null, button({ class: "button", on: { click: () => void render() } }, "Try again"), " ", link("#/", { class: "button" }, "All stories"))));
        place = here || "#";
    }
}

interface Made { el: HTMLElement; title: string; after?: () => void }

async function plain_page(title: string, el: Promise<HTMLElement>): Promise<Made> { fill(paper); return { el: await el, title }; }

async function front(): Promise<Made | null> {
    const b = room.bundle;
    if (room.in_file && b && b.account.stories.length === 1) { history.replaceState(null, "", route("story", b.account.stories[0]!.id, "account")); void render(); return null; }
    fill(paper);
    return { el: await desk_view(room), title: room.in_file ? "Stories" : "The desk" };
}

async function story_page(id: string, view: string, rest: string[], again: boolean): Promise<Made> {
    const story = await room.story(id, again && !room.in_file), c: Ctx = { room, story };
    const found = views.find(v => v[0] === view), under = view === "report" || view === "compare" ? "reports" : found ? view : "account";
    const body = view === "report" && rest[0] !== undefined ? await report_view(c, rest[0]) : view === "compare" && rest[1] !== undefined ? await compare_view(c, rest[0]!, rest[1]) : (found ?? views[0]!)[2](c);
    const outlets = new Set(story.docs.map(d => story.outlet(d.id)));
    const missing = story.origins.length;
    const several = !room.in_file || (room.bundle?.account.stories.length ?? 0) > 1;
    const head = h("header", { class: "story-head" },
        several ? h("p", { class: "back" }, link("#/", null, "← All stories")) : null,
        h("h1", { tabindex: "-1", "data-focus": true }, said(story.row.title ?? "An untitled story", 300)),
        h("p", { class: "standfirst" }, `${count(story.docs.length, "report")} from ${count(outlets.size, "outlet")}, ${stretch_words(story.row.from, story.row.to)}. `, `${count(story.families, "origin")} behind ${story.docs.length === 1 ? "it" : "them"}`, missing ? `; ${missing === 1 ? "one original is" : `${missing} originals are`} missing.` : ".", " ", fixed_badge(c, story.row), correct_button(c, "story", story.row)),
        h("nav", { class: "views", "aria-label": "Views of the story" }, views.map(([k, w, , n]) => { const a = link(route("story", id, k), k === under ? { "aria-current": "page" } : null, w, n && n(c) ? h("span", { class: "n" }, ` ${digits(n(c))}`) : null); return a; })));
    const label = view === "report" ? plain(story.by_id.get(rest[0] ?? "")?.title, 80) : view === "compare" ? "Side by side" : (found ?? views[0]!)[1];
    return { el: h("div", { class: under === "account" ? "story" : "story sub" }, head, h("div", { class: `view view-${under}` }, body)), title: `${label}: ${plain(story.row.title, 80) || "a story"}`, after: () => {
        const idle = (window as { requestIdleCallback?: (f: () => void) => void }).requestIdleCallback ?? ((f: () => void) => setTimeout(f, 200));
        idle(() => { if (main.isConnected) fill(paper, print_sheet(c)); });
    } };
}

function keys(e: KeyboardEvent): void {
    const t = e.target as HTMLElement;
    if (e.key === "Escape" && panel.open && !document.querySelector("dialog[open]")) { panel.close(); return; }
    if (e.altKey || e.ctrlKey || e.metaKey || t.matches("input, textarea, select") || document.querySelector("dialog[open]") || !single_keys.on) return;
    const at = parts();
    if (e.key === "?") { e.preventDefault(); help(); }
    else if (e.key === "/") { const s = main.querySelector<HTMLElement>("[data-search], input[type=search]"); if (s) { e.preventDefault(); s.focus(); } }
    else if (e.key === "u") location.hash = "#/";
    else if (/^[1-9]$/.test(e.key) && at[0] === "story" && at[1]) { const v = views[+e.key - 1]; if (v) location.hash = route("story", at[1], v[0]); }
    else if (e.key === "j" || e.key === "k") {
        const scope = panel.el.contains(document.activeElement) ? panel.el : main, all = [...scope.querySelectorAll<HTMLElement>("[data-line]")].filter(x => x.offsetParent !== null);
        if (!all.length) return;
        const now = all.indexOf(document.activeElement as HTMLElement);
        let to = now < 0 ? (e.key === "j" ? all.findIndex(x => x.getBoundingClientRect().top > 80) : -1) : now + (e.key === "j" ? 1 : -1);
        to = Math.max(0, Math.min(all.length - 1, to));
        all[to]!.focus();
        all[to]!.scrollIntoView({ block: "nearest" });
    } else if (e.key === "c") { const cite = (document.activeElement as HTMLElement | null)?.closest(".place, .line")?.querySelector<HTMLElement>("[data-cite]"); if (cite) { e.preventDefault(); cite.click(); } }
}

async function start(): Promise<void> {
    const box = document.getElementById("room")!;
    fill(box, h("div", { class: "skip" }, button({ on: { click: () => main.focus() } }, "Skip to the story")),
        h("div", { class: "mast", role: "banner" }, link("#/", { class: "wordmark" }, "Stemma"), h("span", { class: "mast-note" }, "what the reports say"), h("span", { class: "grow" }), button({ class: "plain", "data-print": true, on: { click: () => print() } }, "Print"), button({ class: "plain", on: { click: help }, "aria-keyshortcuts": "?" }, "Help ", h("kbd", { "aria-hidden": "true" }, "?"))),
        room.notice, h("div", { class: "columns" }, main, panel.el), paper, announcer());
    addEventListener("hashchange", () => { if (location.hash !== place) void render(); });
    addEventListener("keydown", keys);
    try { room.read_page(); } catch (e) { fill(main, h("div", { class: "failed" }, h("h1", null, "This page can’t be shown"), h("p", { class: "problem" }, plain((e as Error).message, 300)))); return; }
    if (!room.in_file) {
        const desk = get("/api/desk").then(d => { if (is_row(d)) { room.may_change = d.may_change === true; room.most_bytes = Number(d.most_bytes) || 0; room.news.seen(d.last); } }, () => { room.may_change = false; });
        if (parts()[0] === "story") await desk;
    }
    else addEventListener("beforeunload", e => { if (room.drafts.unsaved) e.preventDefault(); });
    await render();
    if (!room.in_file) room.news.start();
}
void start();
