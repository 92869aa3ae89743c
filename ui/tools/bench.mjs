// How fast the room is: node tools/bench.mjs. First paint of the examples' story, and of each view of a story of 2,000
// reports; scrolling; from a server, the time from the last byte of its answer to the frame that shows it. Figures of one
// machine at one time: benchmarks, never tests.
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser, page_of, program, room_of, root } from "../tests/lib.mjs";
import { large_bundle } from "../tests/made_up.mjs";
import { stub } from "../tests/stub.mjs";

const dir = mkdtempSync(join(tmpdir(), "stemma-bench-")), chrome = await browser();
const p = await (await chrome.newContext({ viewport: { width: 1280, height: 900 } })).newPage();
const median = l => [...l].sort((a, b) => a - b)[Math.floor(l.length / 2)];
async function paint(file, hash) {
    const times = [];
    for (let i = 0; i < 5; i++) {
        await p.goto("about:blank");
        await p.goto(`file://${file}${hash}`);
        await p.locator("main h1").first().waitFor();
        times.push(await p.evaluate(() => new Promise(f => { const t = performance.getEntriesByName("first-contentful-paint")[0]?.startTime; f(t ?? performance.now()); })));
    }
    return median(times);
}
async function view(hash) {
    return p.evaluate(h => new Promise(f => { const t = performance.now(); location.hash = h; requestAnimationFrame(function wait() { if (document.querySelector(".view > *") && location.hash === h) requestAnimationFrame(() => f(performance.now() - t)); else requestAnimationFrame(wait); }); }), hash);
}
async function scroll(selector) {
    return p.evaluate(s => new Promise(f => { const el = document.querySelector(s), frames = []; let last = performance.now(), n = 0; requestAnimationFrame(function step(t) { frames.push(t - last); last = t; el.scrollTop += 400; if (s === ".g-scroll") el.scrollLeft += 150; if (++n < 60) requestAnimationFrame(step); else { frames.sort((a, b) => a - b); f([frames[30], frames[57]]); } }); }), selector);
}
const small = join(dir, "examples.html"), { bundle, html } = room_of(program(), ["examples"]);
writeFileSync(small, html);
const story = [...bundle.account.stories].sort((a, b) => b.documents.length - a.documents.length)[0].id;
console.log(`examples, first contentful paint      ${(await paint(small, `#/story/${story}/account`)).toFixed(0)} ms`);
const large = join(dir, "large.html");
writeFileSync(large, page_of(large_bundle(2000, 300)));
console.log(`2,000 reports, first contentful paint ${(await paint(large, "#/story/s-large/account")).toFixed(0)} ms`);
for (const v of ["tree", "claims", "conflicts", "timeline", "sources", "names", "reports", "account"]) console.log(`2,000 reports, ${v.padEnd(10)} ${(await view(`#/story/s-large/${v}`)).toFixed(0)} ms`);
for (const [v, s] of [["tree", ".tree-scroll"], ["claims", ".g-scroll"], ["reports", ".report-list"]]) { await view(`#/story/s-large/${v}`); await p.waitForTimeout(300); const [m, w] = await scroll(s); console.log(`scrolling ${v.padEnd(10)} frame ${m.toFixed(1)} ms, 95% ${w.toFixed(1)} ms`); }

// ---- from a server

/** Before the page's own script: when what `selector` finds is on the screen for the first time. A frame's callbacks run before it is painted; a
 * message that is posted from one comes after. */
function watch(selector) {
    const seen = new MutationObserver(() => {
        if (!document.querySelector(selector)) return;
        seen.disconnect();
        requestAnimationFrame(() => { const c = new MessageChannel(); c.port1.onmessage = () => { window.shown = performance.now(); }; c.port2.postMessage(0); });
    });
    seen.observe(document, { childList: true, subtree: true });
}
/** From the end of the last answer under `answer` to that frame, and how large it was; a new page each time. And how long the page's
 * thread worked for it: what else the machine does meanwhile is not in that. */
async function after_answer(url, answer, selector) {
    const times = [], work = [];
    let kb = 0;
    for (let i = 0; i < 7; i++) {
        const c = await chrome.newContext({ viewport: { width: 1280, height: 900 } }), q = await c.newPage();
        const cdp = await c.newCDPSession(q);
        await cdp.send("Performance.enable", { timeDomain: "threadTicks" });
        const worked = async () => (await cdp.send("Performance.getMetrics")).metrics.find(m => m.name === "TaskDuration").value * 1000;
        let before = 0;
        await q.route(`**${answer}*`, async r => { before = await worked(); await r.continue(); }); // the page has nothing to do then
        await q.addInitScript(watch, selector);
        await q.goto(url);
        await q.waitForFunction(() => window.shown);
        const [ms, bytes] = await q.evaluate(a => { const e = performance.getEntriesByType("resource").filter(x => x.name.includes(a)).pop(); return [window.shown - e.responseEnd, e.decodedBodySize]; }, answer);
        work.push(await worked() - before);
        times.push(ms);
        kb = bytes / 1024;
        await c.close();
    }
    return `${median(times).toFixed(0)} ms after the answer (${Math.min(...times).toFixed(0)} to ${Math.max(...times).toFixed(0)}), ${kb.toFixed(0)} kB; ${median(work).toFixed(0)} ms of work`;
}
const desk = join(dir, "d.db");
execFileSync(program(), ["add", "-q", "--desk", desk, "examples"], { cwd: root, stdio: "ignore" });
const serve = spawn(program(), ["serve", "-q", "--desk", desk, "--port", "8731"], { cwd: root, stdio: ["ignore", "pipe", "ignore"] });
const base = await new Promise(f => serve.stdout.once("data", d => f(String(d).trim())));
for (let stale = true; stale; await new Promise(f => setTimeout(f, 100))) stale = (await (await fetch(base + "api/desk")).json()).stale;
const served = (await (await fetch(base + "api/stories?sort=largest")).json()).stories[0].id, drawn = ".view > *";
console.log(`served, examples' story               ${await after_answer(`${base}#/story/${served}/account`, "/api/story/", drawn)}`);
serve.kill();
const many = large_bundle(2000, 300), of_many = await stub(many, 100000);
of_many.light = true;
for (const v of ["account", "tree", "claims"]) console.log(`served, 2,000 reports, ${v.padEnd(14)} ${await after_answer(`${of_many.url}/#/story/${of_many.story.id}/${v}`, "/api/story/", drawn)}`);
console.log(`served, desk of 100,000 stories       ${await after_answer(`${of_many.url}/`, "/api/stories", ".story-row a.story-title")}`);
await of_many.close();
await chrome.close();
rmSync(dir, { recursive: true, force: true });
