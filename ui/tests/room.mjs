// Drives the room in Debian's Chromium: every view of the examples' story from a file, hostile reports, a story of two
// thousand; then the same from `stemma serve`, with every correction. What stands where, never pixels or times.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser, Count, page_of, program, room_of, ui } from "./lib.mjs";
import { hostile_bundle, large_bundle, marks_of_harm } from "./made_up.mjs";

const t = new Count(), dir = mkdtempSync(join(tmpdir(), "stemma-room-"));
const axe = readFileSync(join(ui, "node_modules/axe-core/axe.min.js"), "utf8");
const chrome = await browser();
export const errors = [];

async function context(options = {}) {
    const c = await chrome.newContext({ viewport: { width: 1280, height: 900 }, permissions: ["clipboard-read", "clipboard-write"],
        reducedMotion: "reduce" /* axe would see colours while a panel fades in */, ...options });
    c.setDefaultTimeout(+(process.env.WAIT ?? 30000));
    return c;
}
async function open(c, file, hash = "") {
    const p = await c.newPage();
    p.on("pageerror", e => errors.push(`${e.message} ${e.stack}`));
    p.on("console", m => { if (m.type() === "error") errors.push(m.text()); });
    p.on("request", r => { if (!/^(file|data|blob):/.test(r.url()) && !r.url().startsWith(p.may_ask ?? "\0")) errors.push(`asked for ${r.url()}`); });
    await p.goto(`file://${file}${hash}`);
    await p.locator("main h1").first().waitFor();
    return p;
}
async function go(p, hash, wait = "main h1, main h2") { await p.evaluate(h => { location.hash = h; }, hash); await p.waitForFunction(h => location.hash === h, hash); await p.locator(wait).first().waitFor(); await p.evaluate(() => new Promise(f => requestAnimationFrame(() => requestAnimationFrame(f)))); }
async function check_axe(p, name) {
    await p.evaluate(axe);
    const found = await p.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }).then(r => r.violations.map(v => `${v.id}: ${v.nodes.slice(0, 3).map(n => n.html.slice(0, 140)).join(" | ")}`)));
    t.ok(`axe: ${name}`, !found.length, found.join("; "));
}
/** Long lists are drawn as one comes near their end. */
async function to_the_end(p) { for (let n = -1, i = 0; i < 60; i++) { const now = await p.evaluate(() => { scrollTo(0, document.documentElement.scrollHeight); return document.querySelectorAll("main *").length; }); await p.evaluate(() => new Promise(f => setTimeout(f, 60))); if (now === n) return; n = now; } }
const texts = (p, selector) => p.locator(selector).allTextContents();

// ---- the examples' story, from a file

const stemma = program();
const { bundle, html, own } = room_of(stemma, ["examples"]);
const file = join(dir, "examples.html");
writeFileSync(file, html);
if (!own) console.log("the program holds another page than the one built now: the page is put together here");
const story = [...bundle.account.stories].sort((a, b) => b.documents.length - a.documents.length)[0];
const S = `#/story/${story.id}`;
const inside = new Set(story.documents);
const claims = bundle.account.claims.filter(c => c.reports.some(r => inside.has(r.doc)));

t.ok("a single file under 400 kB", readFileSync(file).length < 400000, String(readFileSync(file).length));
const ctx = await context();
const p = await open(ctx, file);

await t.test("the stories, and finding them", async () => {
    t.same("stories", await p.locator(".story-row").count(), bundle.account.stories.length);
    t.ok("axe has something to look at", await p.locator("main").count() === 1);
    await check_axe(p, "stories");
    await p.getByLabel("Search").fill("zzzz nothing");
    await p.getByText("No story fits.").waitFor();
    await p.getByLabel("Search").fill("");
    await p.getByLabel("From").fill("2024-09-01");
    await p.waitForFunction(() => document.querySelectorAll(".story-row").length === 1);
    t.ok("by time", (await texts(p, ".story-title"))[0].includes("Commission"));
    await p.getByLabel("From").fill("");
    await p.getByLabel("Outlet").fill("velsk");
    await p.waitForFunction(() => document.querySelectorAll(".story-row").length === 1);
    await p.getByLabel("Outlet").fill("");
    await p.getByLabel("Name", { exact: true }).fill("thule");
    await p.waitForFunction(() => document.querySelectorAll(".story-row").length === 1);
    await p.getByLabel("Name", { exact: true }).fill("");
    await p.getByLabel("Order").selectOption("largest");
    await p.waitForFunction(() => document.querySelectorAll(".story-row").length === 2);
    t.same("the largest first", (await texts(p, ".story-title"))[0], story.title);
    await p.locator(".story-title").first().click();
    await p.getByRole("heading", { level: 1, name: story.title }).waitFor();
});
await t.test("the account in words", async () => {
    for (const name of ["Told alike", "Disputed", "Lost on the way", "Who has it from whom", "What rests on the unnamed"]) t.ok(name, await p.getByRole("heading", { name }).count() === 1);
    t.same("conflicts told", await p.locator(".dispute").count(), Math.min(6, bundle.account.conflicts.length));
    t.ok("losses told", await p.locator(".loss").count() === Math.min(8, bundle.account.losses.length));
    t.ok("each line has its bytes", await p.locator(".account-main .line").evaluateAll(ls => ls.every(l => l.querySelector(".bytes"))));
    await check_axe(p, "account");
});
await t.test("one click to the bytes, and back", async () => {
    await go(p, `${S}/account`, ".account");
    const b = p.locator(".account-main .bytes").first(), range = (await b.textContent()).match(/([\d,]+)–([\d,]+)/).slice(1).map(x => +x.replace(/,/g, ""));
    await b.click();
    const panel = p.getByRole("complementary", { name: "Source" });
    await panel.locator("mark").first().waitFor();
    const lit = (await panel.locator("mark").allTextContents()).join(""), name = (await panel.locator("dd").first().textContent());
    const raw = readFileSync(join(ui, "..", name)).subarray(...range).toString("utf8");
    t.same("what is lit is the very bytes", lit.replace(/\s+/g, " "), raw.replace(/\s+/g, " "));
    const line = await panel.locator(".source-line:has(mark) .offset").first().textContent();
    t.ok("the line says where it begins", +line.replace(/,/g, "") <= range[0] && +line.replace(/,/g, "") > range[0] - 200, line);
    await check_axe(p, "source");
    await p.keyboard.press("Escape");
    t.ok("closed", await panel.count() === 0 || !(await panel.isVisible()));
    t.ok("the focus is back", await b.evaluate(x => document.activeElement === x));
});
await t.test("a citation of a line", async () => {
    await p.locator(".account-main .cite").first().click();
    await p.locator(".toast").first().waitFor();
    const c = JSON.parse(await p.evaluate(() => navigator.clipboard.readText()));
    t.same("keys in order", Object.keys(c), ["cite", "file", "record", "sha256", "bytes", "words"]);
    const d = bundle.account.documents.find(x => x.file === c.file);
    t.same("of that file", c.sha256, d?.sha256);
    t.ok("its words", c.words.length > 0 && c.bytes[1] > c.bytes[0]);
});
await t.test("the tree", async () => {
    await go(p, `${S}/tree`, "[role=treeitem]");
    const edges = bundle.account.derivation.filter(e => inside.has(e.doc)), origins = new Set(edges.map(e => e.from).filter(x => x.startsWith("o-")));
    const names = await texts(p, "[role=treeitem] .tree-who > .outlet");
    t.same("every report and missing original once", names.length, story.documents.length + origins.size);
    t.same("missing ones are told as missing", await p.locator("[role=treeitem].missing").count(), origins.size);
    t.ok("edges told by word", (await texts(p, "[role=treeitem] .chip")).some(x => /^copy \d+%$/.test(x)));
    t.ok("edges told by line", await p.locator("svg .edge-copy.inner").count() > 0 && await p.locator("svg .edge-quotes").count() > 0 && await p.locator("svg .edge-cites").count() > 0);
    // A report stands under what it has something from, and right of it.
    const copy = edges.find(e => inside.has(e.from)), box = async id => p.locator("[role=treeitem]", { has: p.locator(`.tree-who > .outlet bdi:text-is("${bundle.account.documents.find(d => d.id === id).site_name}")`) }).first().boundingBox();
    const a = await box(copy.from), b = await box(copy.doc);
    t.ok("under and right", b.y > a.y && b.x > a.x, JSON.stringify([a, b]));
    await check_axe(p, "tree");
    // keyboard
    const first = p.locator("[role=treeitem]").first();
    await first.focus();
    await p.keyboard.press("End");
    t.ok("End", await p.locator("[role=treeitem]").last().evaluate(x => document.activeElement === x));
    await p.keyboard.press("Home");
    t.ok("one tab stop", await p.locator("[role=treeitem][tabindex='0']").count() === 1);
    const child = p.locator("[role=treeitem][aria-level='2']").first();
    await child.focus();
    await p.keyboard.press("ArrowLeft");
    t.same("left goes to the parent", await p.evaluate(() => document.activeElement.getAttribute("aria-level")), "1");
    await p.keyboard.press("ArrowRight");
    await p.keyboard.press("Enter");
    const panel = p.getByRole("complementary", { name: "Evidence" });
    await panel.waitFor();
    t.ok("evidence has passages of both", await panel.locator(".evidence-row .quote").count() >= 1);
    await check_axe(p, "evidence");
    await panel.locator(".bytes").first().click();
    await p.getByRole("complementary", { name: "Source" }).locator("mark").first().waitFor();
    await p.getByRole("button", { name: "← Back" }).click();
    await panel.locator(".edge-card").first().waitFor();
    await p.keyboard.press("Escape");
});
await t.test("claims and reports", async () => {
    await go(p, `${S}/claims`, "[role=grid]");
    t.same("counted", await p.locator("[role=grid]").evaluate(g => [g.getAttribute("aria-rowcount"), g.getAttribute("aria-colcount")]), [String(claims.length + 1), String(story.documents.length + 1)]);
    t.same("columns", await p.locator("[role=columnheader]").count(), story.documents.length + 1);
    const denied = claims.find(c => c.reports.some(r => r.stance === "denied" && inside.has(r.doc)));
    const row = p.locator("[role=row]", { has: p.locator(`[role=rowheader]:has-text(${JSON.stringify(denied.text.slice(0, 40))})`) }).first();
    t.ok("a denial by word", (await row.locator(".st-denied").count()) > 0 && (await row.locator(".st-denied").first().textContent()).includes("denied"));
    const lost = bundle.account.losses.find(l => l.kind === "attribution_lost");
    if (lost) { await p.getByLabel("Which claims").selectOption("lost"); await p.locator("[role=gridcell] .badge.warn", { hasText: "source lost" }).first().waitFor(); t.ok("a lost source is marked", true); await p.getByLabel("Which claims").selectOption(""); }
    await p.getByLabel("Which claims").selectOption("disputed");
    t.same("filtered", await p.locator("[role=grid]").getAttribute("aria-rowcount"), String(claims.filter(c => c.reports.some(r => ["denied", "declined", "doubted"].includes(r.stance))).length + 1));
    await p.getByLabel("Which claims").selectOption("");
    await check_axe(p, "claims");
    await p.locator("[role=columnheader]").first().focus();
    await p.keyboard.press("ArrowDown");
    await p.keyboard.press("ArrowRight");
    t.same("arrows", await p.evaluate(() => [document.activeElement.dataset.r, document.activeElement.dataset.c]), ["1", "1"]);
    await p.keyboard.press("Control+End");
    t.same("to the end", await p.evaluate(() => [document.activeElement.dataset.r, document.activeElement.dataset.c]), [String(claims.length), String(story.documents.length)]);
    await p.keyboard.press("Control+Home");
    await p.keyboard.press("ArrowDown");
    await p.keyboard.press("Enter");
    const panel = p.getByRole("complementary", { name: "Claim" });
    await panel.waitFor();
    t.ok("each report's words", await panel.locator(".line .bytes").count() >= 2);
    await check_axe(p, "claim");
    await p.keyboard.press("Escape");
});
await t.test("conflicts side by side", async () => {
    await go(p, `${S}/conflicts`, ".conflict");
    const all = bundle.account.conflicts.filter(k => k.sides.some(s => inside.has(s.doc)));
    t.same("all", await p.locator(".conflict").count(), all.length);
    const n = p.locator(".conflict.k-quantity").first();
    if (await n.count()) {
        const b = await n.locator(".side").evaluateAll(x => x.slice(0, 2).map(y => y.getBoundingClientRect()).map(r => [r.left, r.top]));
        t.ok("beside one another", b[1][0] > b[0][0] + 100 && Math.abs(b[1][1] - b[0][1]) < 2, JSON.stringify(b));
        t.ok("the number is lit in its sentence", await n.locator("mark").count() > 0);
    }
    const d = p.locator(".conflict.k-denial").first();
    if (await d.count()) t.ok("told and denied apart", (await d.locator(".side h4").allTextContents()).join().match(/Told.*Denied/) !== null);
    t.same("every side has its bytes", await p.locator(".conflict .line").count(), await p.locator(".conflict .line:has(.bytes)").count());
    await check_axe(p, "conflicts");
});
await t.test("timeline", async () => {
    await go(p, `${S}/timeline`, ".day");
    const rows = bundle.account.timeline.filter(x => inside.has(x.doc));
    await to_the_end(p);
    t.same("all", await p.locator(".entry").count(), rows.length);
    await p.getByLabel("Filter the timeline by certainty").selectOption("disputed");
    t.same("by doubt", await p.locator(".entry").count(), rows.filter(r => r.doubt === "disputed").length);
    await p.getByLabel("Filter the timeline by certainty").selectOption("");
    await check_axe(p, "timeline");
});
await t.test("sources and what rests on them", async () => {
    await go(p, `${S}/sources`, ".source");
    const ledger = bundle.account.ledger.filter(u => u.descriptions.some(d => inside.has(d.doc)));
    t.same("the unnamed", await p.getByRole("region", { name: "Unnamed sources" }).locator("details").count(), ledger.length);
    await p.getByRole("region", { name: "Unnamed sources" }).locator("summary").first().click();
    await p.getByText("How they are described").first().waitFor();
    await p.getByRole("region", { name: "Named sources" }).locator("summary").first().click();
    await p.locator(".statements .bytes").first().waitFor();
    t.ok("statements have their bytes", await p.getByRole("region", { name: "Named sources" }).locator(".statements .bytes").count() > 1);
    await check_axe(p, "sources");
});
await t.test("names", async () => {
    await go(p, `${S}/names`, ".name-row");
    const all = bundle.account.entities.filter(e => e.mentions.some(m => inside.has(m.doc)));
    t.same("all", await p.locator(".name-row").count(), all.length);
    await p.getByLabel("Filter the names", { exact: true }).fill("sorn");
    t.ok("filtered", (await texts(p, ".name-row .source-name")).every(x => /sorn/i.test(x)));
    await p.locator(".name-row summary").first().click();
    await p.locator(".name-row mark").first().waitFor();
    await check_axe(p, "names");
});
const doc = bundle.account.documents.find(d => d.id === "courier-lock") ?? bundle.account.documents.find(d => inside.has(d.id));
await t.test("a report and its marks", async () => {
    await go(p, `${S}/reports`, ".report-row");
    t.same("reports", await p.locator(".report-row").count(), story.documents.length);
    await check_axe(p, "reports");
    await p.locator(".report-title", { hasText: doc.title }).click();
    await p.locator(".report-text .para").first().waitFor();
    const clean = bundle.texts.find(x => x.id === doc.id).text.split("\n").filter(Boolean);
    t.same("the text, whole", await texts(p, ".para-text"), clean);
    t.ok("attributions are on", await p.locator(".mk-attributions").count() > 0);
    await p.getByLabel("Times").check();
    const times = bundle.account.times.filter(x => x.doc === doc.id && x.text).map(x => x.text);
    const shown = await texts(p, ".mk-times");
    t.ok("times stand where they stand", times.some(x => shown.includes(x)), shown.join("|"));
    await p.getByLabel("Attributions").uncheck();
    t.same("off again", await p.locator(".mk-attributions, .mk-a-cue").count(), 0);
    await p.getByLabel("Attributions").check();
    for (const x of ["Numbers", "Events"]) await p.getByLabel(x).check();
    t.same("the text is not changed by marks", await texts(p, ".para-text"), clean);
    await check_axe(p, "report");
    await p.locator(".para-marks").nth(1).click();
    await p.locator(".report-aside .bytes").first().click();
    await p.getByRole("complementary", { name: "Source" }).locator("mark").first().waitFor();
    await p.keyboard.press("Escape");
});
await t.test("two reports side by side", async () => {
    // two copies of one missing original, the longer first
    const origin = bundle.account.origins.find(o => bundle.account.derivation.filter(x => x.from === o.id && x.kind === "copy" && inside.has(x.doc)).length > 1);
    const [a, z] = bundle.account.derivation.filter(x => x.from === origin.id && x.kind === "copy").map(x => x.doc)
        .sort((x, y) => bundle.texts.find(q => q.id === y).text.length - bundle.texts.find(q => q.id === x).text.length);
    await go(p, `${S}/compare/${a}/${z}`, ".compare-row");
    const kinds = await texts(p, ".compare-kind span:last-child");
    t.ok("taken and dropped", kinds.includes("taken") && kinds.includes("dropped"), kinds.join());
    const row = p.locator(".compare-row.d-taken").first(), b = await row.locator(".compare-cell").evaluateAll(x => x.map(y => y.getBoundingClientRect().left));
    t.ok("side by side", b[1] > b[0] + 200);
    t.same("every sentence has its bytes", await p.locator(".compare-cell p[dir]").count(), await p.locator(".compare-cell .bytes").count());
    await p.getByLabel("taken").uncheck();
    t.same("kinds can be hidden", await p.locator(".compare-row.d-taken").count(), 0);
    await p.getByLabel("taken").check();
    await check_axe(p, "side by side");
    await p.getByRole("link", { name: "Turn round" }).click();
    await p.locator(".compare-row.d-added").first().waitFor();
    await go(p, `${S}/reports`, ".report-row");
    for (const i of [0, 1]) await p.locator(".report-row input").nth(i).check();
    await p.getByRole("button", { name: "Put the two side by side" }).click();
    await p.locator(".compare-row").first().waitFor();
});
await t.test("keys", async () => {
    await go(p, `${S}/account`, ".account");
    await p.locator("main").focus();
    await p.keyboard.press("2");
    await p.locator("[role=tree]").waitFor();
    await p.keyboard.press("1");
    await p.locator(".account").waitFor();
    await p.keyboard.press("j");
    t.ok("j goes to a passage", await p.evaluate(() => document.activeElement.classList.contains("bytes")));
    const one = await p.evaluate(() => document.activeElement.textContent);
    await p.keyboard.press("j");
    t.ok("and on", await p.evaluate(() => document.activeElement.textContent) !== one);
    await p.keyboard.press("c");
    await p.locator(".toast").first().waitFor();
    await p.keyboard.press("?");
    await p.getByRole("dialog", { name: "Help" }).waitFor();
    await check_axe(p, "help");
    await p.keyboard.press("Escape");
    await p.keyboard.press("u");
    await p.getByRole("heading", { level: 1, name: "Stories" }).waitFor();
    await p.goto(`file://${file}${S}/account`);
    await p.reload();
    await p.locator(".account").waitFor();
    await p.keyboard.press("Tab");
    t.ok("first a way past the head", (await p.evaluate(() => document.activeElement.textContent)).includes("Skip"));
    await p.keyboard.press("Enter");
    t.same("to the story", await p.evaluate(() => document.activeElement.id), "main");
});
await t.test("two sheets of paper", async () => {
    await go(p, `${S}/account`, ".account");
    await p.locator(".print-sheet").waitFor({ state: "attached" });
    const pdf = (await p.pdf({ preferCSSPageSize: true })).toString("latin1");
    t.same("pages", (pdf.match(/\/Type\s*\/Page\b/g) ?? []).length, 2);
});
await t.test("dark, small, and with the print set aside", async () => {
    const c2 = await context({ colorScheme: "dark", viewport: { width: 380, height: 780 } });
    const q = await open(c2, file, `${S}/account`);
    for (const v of ["account", "tree", "claims", "conflicts", "timeline", "sources", "names", "reports", `report/${doc.id}`, `compare/${story.documents[0]}/${story.documents[1]}`]) {
        await go(q, `${S}/${v}`);
        await q.locator(".view > *").first().waitFor();
        const wide = await q.evaluate(() => document.documentElement.scrollWidth);
        t.ok(`${v.split("/")[0]} fits a small screen`, wide <= 380, String(wide));
        if (["account", "tree", "claims", "report", "compare"].includes(v.split("/")[0])) await check_axe(q, `${v.split("/")[0]}, dark and small`);
    }
    await c2.close();
});

// ---- hostile reports

await t.test("hostile reports do nothing", async () => {
    const bad = hostile_bundle(bundle), f = join(dir, "hostile.html");
    writeFileSync(f, page_of(bad));
    const c2 = await context(), q = await open(c2, f, "");
    const S2 = `#/story/${encodeURIComponent(bad.account.stories[0].id)}`, ids = bad.account.stories[0].documents.map(encodeURIComponent);
    for (const v of ["account", "tree", "claims", "conflicts", "timeline", "sources", "names", "reports", "fixes", `report/${ids[0]}`, `compare/${ids[0]}/${ids[1]}`]) {
        await go(q, `${S2}/${v}`, ".view > *");
        const harm = await q.evaluate(marks_of_harm);
        t.same(`${v.split("/")[0]}: nothing ran, nothing was made of strings`, harm, []);
    }
    await go(q, `${S2}/report/${ids[0]}`, ".para");
    t.ok("script is shown as text", (await q.locator(".report-head").textContent()).includes("<script>"));
    t.ok("an override is shown", await q.locator(".hidden-char").count() > 0);
    t.same("a javascript: address is no link", await q.locator(".report-facts a").count(), 0);
    await go(q, `${S2}/report/${ids[1]}`, ".para");
    await q.locator(".report-facts summary").click();
    const link = q.locator(".report-facts a");
    t.same("an http address is one that tells nothing", [await link.count(), await link.getAttribute("rel")], [1, "noopener noreferrer nofollow"]);
    await q.locator(".bytes").first().click();
    await q.locator(".panel").waitFor();
    t.same("the source is text too", await q.evaluate(marks_of_harm), []);
    await go(q, `${S2}/tree`, "[role=treeitem]");
    await q.locator("[role=treeitem]").first().click();
    await q.locator(".panel").waitFor();
    t.same("and the evidence", await q.evaluate(marks_of_harm), []);
    await q.locator(".print-sheet").waitFor({ state: "attached" });
    t.same("and the paper", await q.evaluate(marks_of_harm), []);
    for (const x of ["#/story/..%2F..", "#/story/%E0%A4%A", "#//////", "#/story/x/<img src=x onerror=alert(1)>", "#/search/x", `${S2}/report/__proto__`, `${S2}/nothing`]) { await q.evaluate(h => { location.hash = h; }, x); await q.locator("main h1").first().waitFor(); }
    t.same("nor addresses", await q.evaluate(marks_of_harm), []);
    await c2.close();
    for (const [name, data] of [["cut short", '{"stemma":"room-1","acc'], ["of another version", '{"stemma":"room-9"}'], ["nothing", "null"], ["empty", '{"stemma":"room-1"}']]) {
        const g = join(dir, "broken.html");
        writeFileSync(g, page_of({}).replace(/(id="stemma-data">)[^<]*/, (_, a) => a + data));
        const c3 = await context(), r = await open(c3, g);
        t.ok(`data ${name}: told in words`, /can.t be shown|no stories/i.test(await r.locator("main").textContent()));
        await c3.close();
    }
});

// ---- two thousand reports

await t.test("a story of two thousand reports is drawn where it is looked at", async () => {
    const big = large_bundle(2000, 300), f = join(dir, "large.html");
    writeFileSync(f, page_of(big));
    const c2 = await context(), q = await open(c2, f), S2 = `#/story/${big.account.stories[0].id}`;
    const nodes = () => q.evaluate(() => document.querySelectorAll("*").length);
    for (const v of ["account", "tree", "claims", "conflicts", "timeline", "sources", "names", "reports"]) {
        await go(q, `${S2}/${v}`, ".view > *");
        const n = await nodes();
        t.ok(`${v}: few elements`, n < 9000, String(n));
    }
    await go(q, `${S2}/timeline`, ".step");
    t.same("what became of a proposal, step by step", await q.locator(".lane .step").count(), 3);
    t.same("each with its bytes", await q.locator(".lane .step:has(.bytes)").count(), 3);
    t.ok("and its day, where it is known", (await texts(q, ".step-date")).length === 1);
    await check_axe(q, "timeline with lanes");
    await go(q, `${S2}/tree`, "[role=treeitem]");
    await q.locator("[role=treeitem]").first().focus();
    await q.keyboard.press("End");
    t.same("the last row is there at once", await q.evaluate(() => document.activeElement.getAttribute("aria-posinset")), await q.evaluate(() => document.activeElement.getAttribute("aria-setsize")));
    t.ok("and in sight", await q.evaluate(() => { const r = document.activeElement.getBoundingClientRect(), b = document.querySelector(".tree-scroll").getBoundingClientRect(); return r.top >= b.top - 1 && r.bottom <= b.bottom + 1; }));
    await go(q, `${S2}/claims`, "[role=grid]");
    await q.locator("[role=columnheader]").first().focus();
    await q.keyboard.press("Control+End");
    t.same("the last cell", await q.evaluate(() => [document.activeElement.dataset.r, document.activeElement.dataset.c]), ["300", "2000"]);
    t.ok("in sight", await q.evaluate(() => { const r = document.activeElement.getBoundingClientRect(), b = document.querySelector(".g-scroll").getBoundingClientRect(); return r.left >= b.left && r.right <= b.right + 1 && r.bottom <= b.bottom + 1; }));
    await go(q, `${S2}/reports`, ".report-row");
    await q.locator(".report-list a").first().focus();
    await q.keyboard.press("End");
    t.ok("the last report", await q.locator(".report-row [aria-posinset='2000'], .report-row[aria-posinset='2000']").count() === 1);
    await check_axe(q, "two thousand reports");
    await c2.close();
});
await (await import("./drafts.mjs")).drive({ t, context, check_axe, go, open, dir, stemma, bundle });
t.same("no error, no call to anything outside", errors, []);
await ctx.close();

try {
    const server = await import("./server.mjs");
    await server.drive({ t, context, check_axe, go, texts, errors, dir, stemma, chrome, bundle });
} finally {
    await chrome.close();
    rmSync(dir, { recursive: true, force: true });
}
t.end();
