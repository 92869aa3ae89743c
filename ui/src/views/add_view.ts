// Adding: drop files or paste a page's source; see how far it is, what was added, what failed and why.
import { get, send } from "../net";
import { is_row } from "../model/shape";
import type { Room } from "../room";
import { h, link, new_id, route } from "../dom/h";
import { count, plain, said, digits } from "../dom/report_text";
import { announce } from "../dom/dialogs";

interface Job { name: string; size: number; state: string; sent: number; bytes: number; bytes_all: number; added: number; known: number; read: number; skipped: { file: string; error: string }[]; skipped_n: number; stories: string[]; error: string | null }
const jobs: { job: Job; el: HTMLElement }[] = [];
let running = 0;
const queue: (() => Promise<void>)[] = [];

const size = (n: number) => n < 1000 ? `${n} bytes` : n < 1e6 ? `${(n / 1000).toFixed(n < 1e4 ? 1 : 0)} kB` : `${(n / 1e6).toFixed(1)} MB`;
const states: Record<string, string> = { waiting: "waiting", sending: "being sent", reading: "being read", relating: "being held against the others", done: "done", failed: "failed" };

function draw(el: HTMLElement, j: Job): void {
    const going = j.state !== "done" && j.state !== "failed";
    const bar = h("progress", { max: "100", "aria-label": `Progress of ${plain(j.name, 60)}` });
    if (j.state === "sending") bar.value = j.size ? 40 * j.sent / j.size : 0;
    else if (j.state === "reading") bar.value = 40 + (j.bytes_all ? 40 * j.bytes / j.bytes_all : 0);
    else if (j.state === "relating") bar.value = 85;
    el.className = `job job-${j.state in states ? j.state : "other"}`;
    el.replaceChildren(h("p", { class: "job-name" }, said(j.name, 120), h("span", { class: "dim" }, ` ${size(j.size)}, ${states[j.state] ?? plain(j.state, 20)}`)), ...(going ? [bar] : []),
        ...(j.error ? [h("p", { class: "problem" }, said(j.error, 400))] : []),
        ...(j.state === "done" ? [h("p", null, `${count(j.added, "report")} added${j.known ? `, ${j.known} known before` : ""}${j.skipped_n ? `, ${digits(j.skipped_n)} not read` : ""}. `, j.stories.slice(0, 4).map((s, i) => [i ? " " : "", link(route("story", s), { class: "button small" }, j.stories.length > 1 ? `Open story ${i + 1}` : "Open the story")]))] : []),
        ...(j.skipped.length ? [h("details", { open: j.skipped.length < 6 }, h("summary", null, "What was not read, and why"), h("ul", null, j.skipped.slice(0, 100).map(k => h("li", null, said(k.file, 160), ": ", said(k.error, 300)))))] : []));
}

export function add(room: Room, name: string, file: Blob): void {
    const job: Job = { name, size: file.size, state: "waiting", sent: 0, bytes: 0, bytes_all: 0, added: 0, known: 0, read: 0, skipped: [], skipped_n: 0, stories: [], error: null };
    const el = h("div", { role: "group", "aria-label": plain(name, 80) });
    jobs.unshift({ job, el });
    if (jobs.length > 200) jobs.pop();
    draw(el, job);
    if (room.most_bytes && file.size > room.most_bytes) { job.state = "failed"; job.error = `larger than the ${size(room.most_bytes)} that this desk takes at once; use “stemma add”`; draw(el, job); return; }
    queue.push(async () => {
        try {
            job.state = "sending"; draw(el, job);
            const x = await send(`/api/add?name=${encodeURIComponent(name)}`, file, sent => { job.sent = sent; draw(el, job); });
            const id = is_row(x) && typeof x.job === "string" ? x.job : "";
            for (let wait = 120; ; wait = Math.min(wait * 1.4, 1000)) {
                const r = await get(`/api/job/${encodeURIComponent(id)}`);
                if (is_row(r)) {
                    job.state = String(r.state ?? "failed");
                    for (const k of ["bytes", "bytes_all", "read", "added", "known"] as const) job[k] = Number(r[k]) || 0;
                    job.skipped = (Array.isArray(r.skipped) ? r.skipped : []).filter(is_row).map(s => ({ file: String(s.file ?? ""), error: String(s.error ?? "") }));
                    job.skipped_n = Math.max(job.skipped.length, Number(r.skipped_n) || 0);
                    job.stories = (Array.isArray(r.stories) ? r.stories : []).filter((s): s is string => typeof s === "string");
                    job.error = typeof r.error === "string" ? r.error : null;
                }
                draw(el, job);
                if (job.state === "done" || job.state === "failed") break;
                await new Promise(f => setTimeout(f, wait));
            }
        } catch (e) { job.state = "failed"; job.error = (e as Error).message; draw(el, job); }
        room.forget();
        room.news.seen();
        announce(`${plain(name, 60)}: ${states[job.state] ?? job.state}${job.added ? `, ${count(job.added, "report")} added` : ""}`);
    });
    pump();
}
function pump(): void {
    while (running < 2 && queue.length) { running++; void queue.shift()!().finally(() => { running--; pump(); }); }
}

/** Files dropped anywhere on the element are added. */
export function dropzone(el: HTMLElement, room: Room): void {
    let deep = 0;
    el.addEventListener("dragenter", e => { if (e.dataTransfer?.types.includes("Files")) { deep++; el.classList.add("dropping"); } });
    el.addEventListener("dragleave", () => { deep = Math.max(0, deep - 1); if (!deep) el.classList.remove("dropping"); });
    el.addEventListener("dragover", e => { if (e.dataTransfer?.types.includes("Files")) e.preventDefault(); });
    el.addEventListener("drop", e => {
        e.preventDefault(); deep = 0; el.classList.remove("dropping");
        for (const f of [...e.dataTransfer?.files ?? []].slice(0, 500)) add(room, f.name, f);
        if (location.hash !== "#/add") location.hash = "#/add"; else void room.render();
    });
}

export async function add_view(room: Room): Promise<HTMLElement> {
    const d = await get("/api/desk");
    if (is_row(d)) { room.may_change = d.may_change === true; room.most_bytes = Number(d.most_bytes) || 0; }
    const list = h("div", { class: "jobs", "aria-live": "off" }), file = h("input", { type: "file", multiple: true, id: new_id("f") }), name = h("input", { type: "text", maxlength: "200", placeholder: "page.html" }), text = h("textarea", { rows: "8", spellcheck: "false", placeholder: "<!doctype html> …" }), problem = h("p", { class: "problem", role: "alert" });
    const show = () => list.replaceChildren(...jobs.map(j => j.el));
    file.addEventListener("change", () => { for (const f of [...file.files ?? []].slice(0, 500)) add(room, f.name, f); file.value = ""; show(); });
    const paste = h("form", { class: "paste" }, h("h2", null, "Or paste a page’s source"), h("label", { class: "field" }, "Name", name), h("label", { class: "field" }, "Source of the page, or the text of the report", text), problem, h("p", null, h("button", { type: "submit", class: "button" }, "Add it")));
    paste.addEventListener("submit", e => {
        e.preventDefault();
        const source = text.value;
        if (!source.trim()) { problem.textContent = "Paste the source first."; return; }
        problem.textContent = "";
        add(room, name.value.trim() || (/^\s*</.test(source) ? "pasted.html" : "pasted.txt"), new Blob([source]));
        text.value = ""; name.value = "";
        show();
    });
    const box = h("div", { class: "add" }, h("p", { class: "back" }, link("#/", null, "← The desk")), h("h1", null, "Add reports"));
    if (!room.may_change) { box.append(h("p", { class: "note" }, "This desk can be looked at only.")); return box; }
    box.append(h("div", { class: "drop" }, h("p", { class: "drop-big" }, "Drop files here"), h("p", { class: "dim" }, "Saved pages, text, JSON lines, web archives, zip and tar. Nothing leaves this machine."),
        h("label", { for: file.id, class: "field" }, "or choose them ", file)), paste, h("section", null, h("h2", null, "Added in this sitting"), list));
    dropzone(box, room);
    show();
    return box;
}
