// Makes the README's pictures anew: node tools/screens.mjs [OUT]. The examples' story, in docs/screens. Best with
// Debian's fonts-paratype, fonts-sil-charis and pngquant.
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { browser, program, room_of, root } from "../tests/lib.mjs";

const out = process.argv[2] ?? join(root, "docs/screens"), dir = mkdtempSync(join(tmpdir(), "stemma-screens-"));
mkdirSync(out, { recursive: true });
const { bundle, html } = room_of(program(), ["examples"]), file = join(dir, "room.html");
writeFileSync(file, html);
const story = [...bundle.account.stories].sort((a, b) => b.documents.length - a.documents.length)[0], S = `#/story/${story.id}`;
// Two reports that share much: a copy and its parent, or two copies of one original.
const inside = new Set(story.documents), edges = bundle.account.derivation.filter(e => inside.has(e.doc)), copies = edges.filter(e => e.kind === "copy");
const pair = copies.length > 1 && copies[0].from === copies[1].from ? [copies[0].doc, copies[1].doc] : (e => [inside.has(e.from) ? e.from : story.documents.find(d => d !== e.doc), e.doc])(copies[0] ?? edges[0]);
const chrome = await browser();
async function shot(name, hash, { before, dark = false, width = 1200, height = 820 } = {}) {
    const c = await chrome.newContext({ viewport: { width, height }, colorScheme: dark ? "dark" : "light" }), p = await c.newPage();
    await p.goto(`file://${file}${hash}`);
    await p.locator("main h1").first().waitFor();
    await p.evaluate(() => document.fonts.ready);
    await p.waitForTimeout(250);
    await before?.(p);
    await p.waitForTimeout(200);
    const to = join(out, `${name}.png`);
    await p.screenshot({ path: to });
    try { execFileSync("pngquant", ["--force", "--output", to, "--strip", "--speed", "1", "96", to], { stdio: "ignore" }); } catch { console.log("pngquant is not installed: larger pictures"); }
    const size = statSync(to).size;
    console.log(`${name}.png ${Math.round(size / 1000)} kB${size > 150000 ? ": too large" : ""}`);
    await c.close();
}
const focus_off = p => p.evaluate(() => document.activeElement?.blur());
await shot("account", `${S}/account`);
await shot("tree", `${S}/tree`, { height: 860 });
await shot("evidence", `${S}/tree`, { before: async p => { await p.locator("[role=treeitem]").nth(2).click(); await focus_off(p); } });
await shot("claims", `${S}/claims`, { dark: true });
await shot("conflicts", `${S}/conflicts`);
await shot("timeline", `${S}/timeline`);
await shot("sources", `${S}/sources`, { before: async p => { await p.getByRole("region", { name: "Unnamed sources" }).locator("summary").first().click(); await focus_off(p); } });
await shot("names", `${S}/names`);
await shot("report", `${S}/report/${encodeURIComponent(pair[0])}`, { before: async p => { for (const x of ["Times", "Numbers"]) await p.getByLabel(x).check(); await p.locator(".para-marks").nth(1).click(); await focus_off(p); await p.evaluate(() => scrollTo(0, 230)); } });
await shot("source", `${S}/account`, { before: async p => { await p.locator(".account-main .bytes").first().click(); await focus_off(p); } });
await shot("side-by-side", `${S}/compare/${encodeURIComponent(pair[0])}/${encodeURIComponent(pair[1])}`);
await shot("small", `${S}/account`, { width: 390, height: 820, dark: true });
await chrome.close();
rmSync(dir, { recursive: true, force: true });
