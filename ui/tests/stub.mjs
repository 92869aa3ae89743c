// A server that keeps to docs/room.md and knows nothing: it answers with what it was given and writes down what it was sent.
// With it the page's own part of corrections, adding and long desks is tested, whatever the real server does.
import { createServer } from "node:http";
import { readFileSync } from "node:fs";
import { built, policy } from "./lib.mjs";

export async function stub(bundle, total) {
    const token = "t0ken", sent = [], fixes = [];
    let html = readFileSync(built, "utf8");
    const p = policy(html, "'self'");
    html = html.replace("<!--stemma-head-->", `<meta name="stemma-token" content="${token}">`).replace("<!--stemma-data-->", "");
    const state = { sent, fail: null, jobs: new Map(), asked: [], light: false, last: 10, reports: 0, stale: false };
    const story = [...bundle.account.stories].sort((a, b) => b.documents.length - a.documents.length)[0];
    const row = i => i === 0 ? { id: story.id, title: story.title, from: story.from, to: story.to, documents: story.documents.length, origins: 6, conflicts: 5, outlets: ["Kessmar Courier"], fixed: [] }
        : { id: `s-${i}`, title: `Story ${i} of Ostrel`, from: "2024-01-01", to: "2024-01-02", documents: 1 + i % 9, origins: 1, conflicts: i % 3, outlets: [`Outlet ${i % 40}`], fixed: [] };
    const shown = () => {
        const b = structuredClone(bundle);
        b.story = story.id;
        b.account.stories = [structuredClone(story)];
        b.fixes = fixes;
        b.light = state.light;
        if (state.light) { b.texts = []; for (const k of ["coref", "times", "quantities", "events"]) b.account[k] = []; }
        for (const f of fixes.filter(f => !f.undone)) {
            const a = f.args;
            const touch = (list, was, id, change) => { const r = list.find(x => x.id === id); if (!r) return; was.push({ ...structuredClone(r), fixed: [f.id] }); change(r); r.fixed = [...(r.fixed ?? []), f.id]; };
            if (f.kind === "story-name") touch(b.account.stories, b.machine.stories, a.story, r => { r.title = a.name; });
            if (f.kind === "entity-name") touch(b.account.entities, b.machine.entities, a.entity, r => { r.name = a.name; });
            if (f.kind === "claim-name") touch(b.account.claims, b.machine.claims, a.claim, r => { r.text = a.name; });
            if (f.kind === "origin-name") touch(b.account.origins, b.machine.origins, a.origin, r => { r.name = a.name; });
            if (f.kind === "conflict-dismiss") { b.machine.conflicts.push(...b.account.conflicts.filter(k => k.id === a.conflict).map(k => ({ ...k, fixed: [f.id] }))); b.account.conflicts = b.account.conflicts.filter(k => k.id !== a.conflict); }
            if (f.kind === "edge-hang") { b.machine.derivation.push(...b.account.derivation.filter(e => e.doc === a.doc).map(e => ({ ...e, fixed: [f.id] }))); b.account.derivation = b.account.derivation.filter(e => e.doc !== a.doc); if (a.from) b.account.derivation.push({ doc: a.doc, from: a.from, kind: a.kind, confidence: 1, evidence: [], rivals: [], fixed: [f.id] }); }
        }
        return b;
    };
    const server = createServer((req, res) => {
        const url = new URL(req.url, "http://x"), path = url.pathname, chunks = [];
        state.asked.push(req.url);
        req.on("data", c => chunks.push(c));
        req.on("end", () => {
            const body = Buffer.concat(chunks);
            const json = (x, status = 200) => { res.writeHead(status, { "Content-Type": "application/json", "Cache-Control": "no-store" }); res.end(JSON.stringify(x)); };
            const no = (status, line) => json({ error: line }, status);
            if (state.fail && state.fail[0].test(path)) return no(...state.fail[1]);
            if (path === "/") { res.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": `${p}; frame-ancestors 'none'` }); return res.end(html); }
            if (req.method === "POST" && req.headers["x-stemma-token"] !== token) return no(403, "no token");
            if (path === "/api/desk") return json({ generator: "stub", desk: "my.desk", documents: total * 2, stories: total, outlets: [{ name: "Outlet 1", documents: 5 }], from: null, to: null, stale: false, change: 1, last: state.last, may_change: true, most_bytes: 1000000 });
            if (path === "/api/news") return json({ last: state.last, reports: url.searchParams.has("since") ? Math.max(0, state.last - +url.searchParams.get("since")) : 0, stale: state.stale });
            if (path === "/api/stories") {
                const q = url.searchParams.get("q") ?? "", page = +(url.searchParams.get("page") ?? 0);
                if (q) { const hits = q === "ostrel 77" ? [row(77)] : []; return json({ stories: hits, total: hits.length, page: 0, pages: 1 }); }
                return json({ stories: Array.from({ length: Math.min(100, total - page * 100) }, (_, i) => row(page * 100 + i)), total, page, pages: Math.ceil(total / 100) });
            }
            if (path === `/api/story/${story.id}`) return json(shown());
            if (path.startsWith("/api/story/")) return no(404, "there is no such story on this desk");
            if (path.startsWith("/api/document/")) { const id = decodeURIComponent(path.slice(14)), a = bundle.account, here = r => r.doc === id; return json({ document: a.documents.find(d => d.id === id), text: bundle.texts.find(t => t.id === id), story: story.id, marks: { entities: a.entities, coref: a.coref.filter(here), times: a.times.filter(here), quantities: a.quantities.filter(here), attributions: a.attributions.filter(here), events: a.events.filter(here) } }); }
            if (path === "/api/diff") { const w = id => { const t = bundle.texts.find(x => x.id === id), n = Buffer.byteLength(t.text.split("\n")[0]); return [0, n]; }, a = url.searchParams.get("a"), b = url.searchParams.get("b"); return json({ a, b, counts: { taken: 0, changed: 1, dropped: 0, added: 0 }, rows: [{ kind: "changed", alike: 0.5, a_at: w(a), a: [1, 2], b_at: w(b), b: [1, 2] }] }); }
            if (path === "/api/search") return json({ hits: [{ id: story.documents[0], title: "<b>A hit</b>", file: "a.html", record: null, line: 3, span: [10, 20], passage: "the cracked gate", score: 1 }] });
            if (path === "/api/fixes" && url.searchParams.get("export")) return json({ fixes: fixes.length });
            if (path === "/api/fixes") return json({ fixes });
            if (path === "/api/fix") { const x = JSON.parse(body.toString()); sent.push(x); const f = { id: `f-${sent.length}`, kind: x.kind, args: x.args, says: `Somebody says ${x.kind}`, note: x.note ?? null, at: "2026-11-27T15:00:00Z", undone: null, state: "applied", rows: Object.values(x.args).filter(v => typeof v === "string") }; fixes.push(f); return json({ fix: f, stories: [story.id] }); }
            if (path === "/api/undo") { const x = JSON.parse(body.toString()); sent.push(x); const f = fixes.find(y => y.id === x.fix); f.undone = x.undone ? "2026-11-27T15:01:00Z" : null; f.state = x.undone ? "undone" : "applied"; return json({ fix: f, stories: [story.id] }); }
            if (path === "/api/add") { const id = `j-${state.jobs.size + 1}`, name = url.searchParams.get("name"); state.jobs.set(id, { name, body, asked: 0 }); return json({ job: id }, 202); }
            if (path.startsWith("/api/job/")) {
                const j = state.jobs.get(path.slice(9)), n = j.asked++;
                const s = ["reading", "relating", j.name.includes("broken") ? "failed" : "done"][Math.min(2, n)];
                return json({ job: path.slice(9), name: j.name, state: s, bytes: j.body.length, bytes_all: j.body.length, read: 2, added: s === "done" ? 2 : 0, known: 1, skipped: s === "done" ? [{ file: "inner/<b>x.html", record: null, error: "no report was found in it" }] : [], documents: [], stories: s === "done" ? [story.id] : [], error: s === "failed" ? "it is not a page" : null });
            }
            no(404, "there is nothing here");
        });
    });
    await new Promise(f => server.listen(0, "127.0.0.1", f));
    state.url = `http://127.0.0.1:${server.address().port}`;
    state.story = story;
    state.fixes = fixes;
    state.close = () => new Promise(f => { server.closeAllConnections?.(); server.close(() => f()); });
    return state;
}
