// The desk: all stories, found by words, time, outlet and name; from a file, the stories in it.
import { get, id_path } from "../net";
import { toast } from "../dom/dialogs";
import { is_row } from "../model/shape";
import { Story, stories_of } from "../model/story";
import type { Room } from "../room";
import { button, fill, h, link, new_id, route, type Kid } from "../dom/h";
import { count, plain, said, stretch_words, digits } from "../dom/report_text";
import { VirtualList } from "../dom/virtual_list";
import { empty } from "./lines";
import { dropzone } from "./add_view";

interface Row { id: string; title: string | null; from: string | null; to: string | null; documents: number; origins: number; conflicts: number; counted: boolean; outlets: string[]; fixed: boolean }
interface Asked { q: string; from: string; to: string; outlet: string; name: string; sort: string }
const asked: Asked = { q: "", from: "", to: "", outlet: "", name: "", sort: "newest" };
const row_height = 96;

export async function desk_view(room: Room): Promise<HTMLElement> {
    const desk = room.in_file ? null : await get("/api/desk");
    const d = is_row(desk) ? desk : {};
    if (!room.in_file) { room.may_change = d.may_change === true; room.most_bytes = Number(d.most_bytes) || 0; room.news.seen(d.last); }
    const outlets = Array.isArray(d.outlets) ? d.outlets.filter(is_row).map(o => String(o.name ?? "")).filter(Boolean) : [...new Set((room.bundle?.account.documents ?? []).map(x => x.site_name ?? x.domain ?? "").filter(Boolean))].sort();
    const box = h("div", { class: "desk" });
    const field = (label: string, el: HTMLElement, cls = "") => { const id = new_id("f"); el.id = id; return h("div", { class: `field ${cls}` }, h("label", { for: id }, label), el); };
    const input = (type: string, key: keyof Asked, props = {}) => { const el = h("input", { type, ...props }); el.value = asked[key]; el.addEventListener("input", () => { asked[key] = el.value.trim(); later(); }); return el; };
    const list_id = new_id("l");
    const q = input("search", "q", { placeholder: "Words in a title or report", "data-search": true });
    const sort = h("select", null, [["newest", "Newest first"], ["largest", "Most reports first"], ["disputed", "Most disputed first"]].map(([v, w]) => h("option", { value: v!, selected: asked.sort === v }, w!)));
    sort.addEventListener("change", () => { asked.sort = sort.value; show(); });
    const told = h("p", { class: "dim desk-told", role: "status" }), out = h("div", { class: "desk-out" });
    const passages = h("p", { class: "desk-passages" });
    let timer = 0;
    const later = () => { clearTimeout(timer); timer = window.setTimeout(show, 180); };
    let turn = 0;
    const show = () => {
        const mine = ++turn;
        fill(passages, asked.q && !room.in_file ? link(route("search", asked.q), { class: "more" }, "Passages with these words") : null);
        if (!out.firstChild && !room.in_file) fill(out, h("p", { class: "empty" }, d.stale === true ? "The stories are being made out; with many reports this takes a while." : "…"));
        const finder = room.in_file ? in_file(room) : from_server();
        void finder.then(f => {
            if (mine !== turn) return;
            told.textContent = f.total ? count(f.total, "story", "stories") : "";
            if (!f.total && d.stale === true) { fill(out, empty("The stories are being made out; with many reports this takes a while.")); return; }
            if (!f.total) { fill(out, empty(asked.q || asked.from || asked.to || asked.outlet || asked.name ? "No story fits." : room.in_file ? "There are no stories in this page." : "The desk is empty. Add reports to begin.")); return; }
            const list: VirtualList = new VirtualList({ height: row_height, count: f.total, label: "Stories", cls: "story-list", draw: i => story_row(f.row(i)), seen: (a, b) => f.want(a, b, () => { if (mine === turn) list.redraw(); }) });
            list.el.style.maxHeight = `max(320px, min(${f.total * row_height + 2}px, calc(100vh - 300px)))`;
            fill(out, list.el);
            list.draw();
        }, (e: Error) => { if (mine === turn) fill(out, h("p", { class: "problem" }, e.message)); });
    };
    const docs = room.in_file ? room.bundle?.account.documents.length ?? 0 : Number(d.documents) || 0;
    box.append(h("div", { class: "desk-head" }, h("h1", null, room.in_file ? "Stories" : "The desk"),
        h("p", { class: "standfirst" }, `${count(docs, "report")}${room.in_file ? "" : `, ${count(Number(d.stories) || 0, "story", "stories")}${typeof d.desk === "string" ? ` in ${plain(d.desk, 80)}` : ""}`}. ${d.stale === true ? "Stories are being made out anew. " : ""}`, room.in_file ? null : [link(route("add"), { class: "button small" }, "Add reports"), " ", link(route("fixes"), { class: "button small" }, "Corrections")])),
        h("form", { class: "desk-filters", role: "search", on: { submit: e => { e.preventDefault(); show(); } } },
            field("Search", q, "wide"), field("From", input("date", "from")), field("To", input("date", "to")),
            field("Outlet", input("text", "outlet", { list: list_id, placeholder: "Any" })), field("Name", input("text", "name", { placeholder: "Person, organisation, place" })), field("Order", sort)),
        h("datalist", { id: list_id }, outlets.slice(0, 300).map(o => h("option", { value: plain(o, 100) }))), told, passages, out);
    const skipped = room.in_file && room.bundle?.account.skipped.length ? h("details", { class: "skipped" }, h("summary", null, `${count(room.bundle.account.skipped.length, "input")} not read`), h("ul", null, room.bundle.account.skipped.slice(0, 200).map(k => h("li", null, said(k.file, 200), h("span", { class: "dim" }, ": ", said(k.error, 200)))))) : null;
    if (skipped) box.append(skipped);
    if (!room.in_file && room.may_change) dropzone(box, room);
    show();
    if (d.stale === true) void until_made_out(box, room);
    return box;
}

/** Asks now and then whether the stories are made out, and shows them then. */
async function until_made_out(box: HTMLElement, room: Room): Promise<void> {
    for (let wait = 300; ; wait = Math.min(wait * 1.3, 3000)) {
        await new Promise(f => setTimeout(f, wait));
        if (!box.isConnected) return;
        const d = await get("/api/desk").catch(() => null);
        if (is_row(d) && d.stale !== true) { if (box.isConnected) await room.render(); return; }
    }
}

function story_row(r: Row | undefined): HTMLElement {
    if (!r) return h("div", { class: "story-row waiting" }, h("a", null, "…"));
    return h("div", { class: "story-row" }, link(route("story", r.id), { class: "story-title" }, said(r.title ?? "An untitled story", 200)),
        h("p", { class: "dim" }, h("span", { class: "when" }, stretch_words(r.from, r.to)), r.conflicts ? [" · ", h("span", { class: "has-conflicts" }, "≠ ", count(r.conflicts, "conflict"))] : null, ` · ${count(r.documents, "report")}`, r.counted ? ` · ${count(r.origins, "origin")}` : "", r.fixed ? " · ✎ corrected" : ""),
        h("p", { class: "dim outlets" }, r.outlets.slice(0, 8).flatMap((o, i): Kid[] => [i ? ", " : "", said(o, 60)])));
}

interface Finder { total: number; row: (i: number) => Row | undefined; want: (a: number, b: number, done: () => void) => void }

function parse_rows(x: unknown): Row[] {
    return (is_row(x) && Array.isArray(x.stories) ? x.stories : []).filter(is_row).map(r => ({ id: String(r.id ?? ""), title: typeof r.title === "string" ? r.title : null, from: typeof r.from === "string" ? r.from : null, to: typeof r.to === "string" ? r.to : null,
        documents: Number(r.documents) || 0, origins: Number(r.origins) || 0, counted: typeof r.origins === "number", conflicts: Number(r.conflicts) || 0, outlets: Array.isArray(r.outlets) ? r.outlets.map(o => is_row(o) ? String(o.name ?? "") : String(o)) : [], fixed: Array.isArray(r.fixed) && r.fixed.length > 0 }));
}
async function from_server(): Promise<Finder> {
    const ask = { ...asked };
    const first = await get("/api/stories", { ...ask, page: 0 });
    const total = is_row(first) ? Number(first.total) || 0 : 0, pages = new Map<number, Row[]>([[0, parse_rows(first)]]), flying = new Set<number>();
    return {
        total, row: i => pages.get(Math.floor(i / 100))?.[i % 100],
        want: (a, b, done) => {
            for (let p = Math.floor(a / 100); p <= Math.floor(Math.max(a, b - 1) / 100) && p * 100 < total; p++) {
                if (pages.has(p) || flying.has(p)) continue;
                flying.add(p);
                get("/api/stories", { ...ask, page: p }).then(x => { pages.set(p, parse_rows(x)); if (pages.size > 60) pages.delete([...pages.keys()].find(k => k !== p)!); flying.delete(p); done(); }, () => { flying.delete(p); });
            }
        },
    };
}

let rows_of: WeakMap<object, { row: Row; words: string; names: string }[]> = new WeakMap();
async function in_file(room: Room): Promise<Finder> {
    const b = room.bundle;
    if (!b) return { total: 0, row: () => undefined, want: () => {} };
    let all = rows_of.get(b);
    if (!all) {
        const texts = new Map(b.texts.map(t => [t.id, t.text]));
        all = stories_of(b).map(s => {
            const st = new Story(b, s);
            return { row: { id: s.id, title: s.title, from: s.from, to: s.to, documents: s.documents.length, origins: st.families, counted: true, conflicts: st.conflicts.length, outlets: [...new Set(st.docs.map(d => st.outlet(d.id)))].slice(0, 8), fixed: (s.fixed ?? []).length > 0 },
                words: [s.title ?? "", ...st.docs.map(d => `${d.title ?? ""} ${texts.get(d.id) ?? ""}`)].join("\n").toLowerCase(), names: st.entities.map(e => [e.name, ...e.aliases].join("\n")).join("\n").toLowerCase() };
        });
        rows_of.set(b, all);
    }
    const w = asked.q.toLowerCase().split(/\s+/).filter(Boolean), o = asked.outlet.toLowerCase(), n = asked.name.toLowerCase();
    const here = all.filter(x => w.every(y => x.words.includes(y)) && (!o || x.row.outlets.some(y => y.toLowerCase().includes(o))) && (!n || x.names.includes(n)) && (!asked.from || (x.row.to ?? "") >= asked.from) && (!asked.to || ((x.row.from ?? "9").slice(0, 10)) <= asked.to)).map(x => x.row);
    if (asked.sort === "largest") here.sort((a, c) => c.documents - a.documents);
    else if (asked.sort === "disputed") here.sort((a, c) => c.conflicts - a.conflicts);
    else here.sort((a, c) => (a.to ?? "") < (c.to ?? "") ? 1 : -1);
    return { total: here.length, row: i => here[i], want: () => {} };
}

export async function search_view(words: string): Promise<HTMLElement> {
    const x = await get("/api/search", { q: words, most: 100 });
    const hits = (is_row(x) && Array.isArray(x.hits) ? x.hits : []).filter(is_row);
    return h("div", { class: "search" }, h("p", { class: "back" }, link("#/", null, "← The desk")), h("h1", null, "Passages with “", said(words, 100), "”"), h("p", { class: "dim", role: "status" }, hits.length ? count(hits.length, "passage") : "No passage has these words."),
        hits.map(r => { const story = typeof r.story === "string" ? r.story : null, id = String(r.id ?? ""); return h("div", { class: "line" }, h("p", { class: "line-words" }, said(String(r.passage ?? ""), 400)), h("p", { class: "line-foot" }, story ? link(route("story", story, "report", id), null, said(String(r.title ?? id), 140)) : button({ class: "plain", on: { click: () => { void get(id_path("/api/document", id)).then(d => { const s = is_row(d) && typeof d.story === "string" ? d.story : null; if (s) location.hash = route("story", s, "report", id); else toast("It is in no story yet."); }, (e: Error) => toast(e.message, undefined, true)); } } }, said(String(r.title ?? id), 140)), h("span", { class: "dim" }, said(String(r.file ?? ""), 160)), Array.isArray(r.span) ? h("span", null, `bytes ${r.span.map(v => digits(Number(v))).join("–")}`) : null)); }));
}
