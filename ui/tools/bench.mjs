// How fast the room is: node tools/bench.mjs. First paint of the examples' story, and of each view of a story of 2,000
// reports; scrolling. Figures of one machine at one time: benchmarks, never tests.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser, page_of, program, room_of } from "../tests/lib.mjs";
import { large_bundle } from "../tests/made_up.mjs";

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
await chrome.close();
rmSync(dir, { recursive: true, force: true });
