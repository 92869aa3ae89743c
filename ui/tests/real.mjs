// The room from `stemma serve` itself: every correction with what comes of it, a restart, adding, a citation that `stemma
// cite` finds right, and a desk of five thousand made-up reports.
import { execFileSync, spawn } from "node:child_process";
import { writeFileSync } from "node:fs";
import { createServer } from "node:net";
import { join } from "node:path";
import { newer_page, root } from "./lib.mjs";
import { desk_lines } from "./made_up.mjs";

const free_port = () => new Promise(f => { const s = createServer(); s.listen(0, "127.0.0.1", () => { const { port } = s.address(); s.close(() => f(port)); }); });

async function serve(stemma, desk) {
    const child = spawn(stemma, ["serve", "--desk", desk, "--port", String(await free_port())], { cwd: root, stdio: ["ignore", "pipe", "pipe"] });
    let said = "";
    child.stderr.on("data", d => { said += d; });
    const url = new Promise((done, fail) => {
        let out = "";
        child.stdout.on("data", d => { out += d; const m = /(http:\/\/\S+?)\/?\s/.exec(out); if (m) done(m[1]); });
        child.on("exit", code => fail(new Error(`serve ended with ${code}: ${said}`)));
    });
    return { url, stop: () => new Promise(f => { if (child.exitCode !== null) f(); child.on("exit", () => f()); child.kill("SIGTERM"); }) };
}

export async function drive({ t, context, check_axe, go, texts, errors, dir, stemma }, visit, dialog, keep) {
    const run = (args, input) => execFileSync(stemma, args, { cwd: root, encoding: "utf8", maxBuffer: 1 << 30, stdio: [input === undefined ? "ignore" : "pipe", "pipe", "ignore"], input });
    try { run(["serve", "--help"]); } catch { console.log("skipped: this program has no serve"); return; }
    const desk = join(dir, "room.desk");
    run(["add", "--desk", desk, "examples"]);
    let s = await serve(stemma, desk), base = await s.url;
    const c = await context();
    await newer_page(c, base);
    let p = await visit(c, base, "", errors), S = "";
    const open_story = async () => { S = await p.evaluate(() => "#/story/" + location.hash.split("/")[2]); };
    const count = async (hash, selector) => { await go(p, `${S}/${hash}`, ".view > *"); await p.locator(selector).first().waitFor(); return p.locator(selector).count(); };
    const undo_last = async () => { await p.locator(".toast").last().getByRole("button", { name: "Undo" }).click(); await p.locator(".toast", { hasText: "Undone" }).last().waitFor(); await p.evaluate(() => { for (const x of document.querySelectorAll(".toast [aria-label]")) x.click(); }); };
    const correct = async (button, action, fill) => { await button.click(); if (action) await dialog(p).getByLabel(action).check(); await fill?.(dialog(p)); await keep(p); await p.locator(".toast").last().waitFor(); await open_story(); };
    const choose = (d, group, i = 0) => d.getByRole("group", { name: group }).getByRole("checkbox").nth(i).check();

    await t.test("served: every view", async () => {
        await p.getByLabel("Order").selectOption("largest");
        await p.locator(".story-row a").first().click();
        await p.locator(".account").waitFor();
        await open_story();
        for (const [v, sel] of [["account", ".line"], ["tree", "[role=treeitem]"], ["claims", "[role=gridcell]"], ["conflicts", ".conflict"], ["timeline", ".entry"], ["sources", ".source"], ["names", ".name-row"], ["reports", ".report-row"]]) t.ok(v, await count(v, sel) > 0);
        await check_axe(p, "served reports");
        await p.locator(".report-row a").first().click();
        await p.locator(".para .bytes").first().click();
        await p.locator(".panel mark").first().waitFor();
        const letters = x => x.replace(/<[^>]*>|&\w+;/g, "").replace(/[^A-Za-z0-9]/g, ""), text = letters(await p.locator(".para-text").first().textContent()), lit = letters((await texts(p, ".panel mark")).join(""));
        t.ok("the bytes of its first paragraph", text.length > 10 && lit === text, `${lit} | ${text}`);
        await p.keyboard.press("Escape");
    });
    await t.test("served: a citation that holds", async () => {
        await go(p, `${S}/conflicts`, ".conflict");
        for (const i of [0, 3]) {
            await p.locator(".conflict .cite").nth(i).click();
            await p.locator(".toast").first().waitFor();
            const f = join(dir, `cite${i}.json`);
            writeFileSync(f, await p.evaluate(() => navigator.clipboard.readText()) + "\n");
            let ok = true;
            try { run(["cite", f]); } catch { ok = false; }
            t.ok("stemma cite finds it right", ok);
        }
    });
    await t.test("served: names are renamed, joined, parted, and back", async () => {
        const n = await count("names", ".name-row"), names = await texts(p, ".name-row .source-name"), at = i => p.locator(".name-row").nth(i).locator("[data-correct]");
        await correct(at(0), null, d => d.getByLabel("Name", { exact: true }).fill("Another Name"));
        await p.locator(".source-name", { hasText: "Another Name" }).waitFor();
        await p.locator(".name-row", { hasText: "Another Name" }).locator(".fixed").click();
        t.ok("the program's own stands beside", (await p.locator(".panel .machine").textContent()).includes(names[0]));
        await p.keyboard.press("Escape");
        await undo_last();
        t.same("back", (await texts(p, ".name-row .source-name"))[0], names[0]);
        await correct(at(0), "It is the same as another", d => choose(d, "The same as"));
        t.same("one fewer", await count("names", ".name-row"), n - 1);
        await undo_last();
        t.same("and back", await count("names", ".name-row"), n);
        // Somebody who is in several reports: in one of them it is another.
        const many = p.locator(".name-row", { hasText: /mentions in [3-9] reports/ }).first().locator("[data-correct]");
        await correct(many, "In some reports it is somebody else", d => choose(d, /Reports in which/));
        t.same("one more", await count("names", ".name-row"), n + 1);
        await undo_last();
        t.same("and back again", await count("names", ".name-row"), n);
        const by_name = await p.evaluate(async id => { const b = await (await fetch(`/api/story/${id}`)).json(); for (const e of b.account.entities) { const of = {}; for (const m of e.mentions) (of[m.doc] ??= new Set()).add(m.text); const docs = Object.values(of), alone = docs.find(x => x.size === 1 && !x.has(e.name)); if (alone && docs.length > 1) return [e.name, [...alone][0]]; } return null; }, S.split("/")[2]);
        if (by_name) {
            await correct(p.locator(".name-row", { has: p.locator(`.source-name bdi:text-is(${JSON.stringify(by_name[0])})`) }).first().locator("[data-correct]"), "These are two", d => d.getByRole("group", { name: /Spellings/ }).getByRole("checkbox", { name: by_name[1], exact: true }).check());
            t.same("parted by its spelling", await count("names", ".name-row"), n + 1);
            await undo_last();
        }
    });
    await t.test("served: claims are reworded, joined, parted, and back", async () => {
        const rows = async () => { await go(p, `${S}/claims`, "[role=rowheader]"); return Number(await p.locator("[role=grid]").getAttribute("aria-rowcount")) - 1; };
        const n = await rows(), first = async () => { await p.locator("[role=rowheader]").first().click(); return p.locator(".panel [data-correct=claim]"); };
        await correct(await first(), null, d => d.getByLabel("Claim", { exact: true }).fill("The gate was known to be cracked"));
        await p.locator("[role=rowheader]", { hasText: "The gate was known to be cracked" }).waitFor();
        await undo_last();
        await correct(await first(), "It is the same as another claim", d => choose(d, "The same as"));
        t.same("one fewer", await rows(), n - 1);
        await undo_last();
        t.same("back", await rows(), n);
        await correct(await first(), "These are two claims", d => choose(d, /Passages/));
        t.same("one more", await rows(), n + 1);
        await undo_last();
        t.same("and back again", await rows(), n);
    });
    await t.test("served: a conflict is dismissed, and back", async () => {
        const n = await count("conflicts", ".conflict");
        await correct(p.locator(".conflict [data-correct]").first(), null, null);
        t.same("one fewer", await count("conflicts", ".conflict"), n - 1);
        await undo_last();
        t.same("back", await count("conflicts", ".conflict"), n);
    });
    await t.test("served: a report is hung elsewhere, and back", async () => {
        await go(p, `${S}/tree`, "[role=treeitem]");
        const label = p.locator("[role=treeitem]:has(.edge-copy)").first(), title = await label.locator(".tree-title").textContent(), at = () => p.locator("[role=treeitem]", { hasText: title }).first();
        const hang = async () => { await at().click(); return p.locator(".panel [data-correct=edge]"); };
        await correct(await hang(), null, async d => { await d.getByRole("radio", { name: /missing original that is not here yet/ }).check(); await d.getByLabel(/Name of the missing original/).fill("Coast Wire"); await d.getByLabel("How").selectOption("rewrite"); });
        await p.locator("[role=treeitem].missing", { hasText: "Coast Wire" }).waitFor();
        t.ok("it hangs there", (await at().textContent()).includes("rewrite"));
        await at().click();
        t.ok("the program's line stands beside", (await p.locator(".panel .machine").textContent()).includes("copy of"));
        await p.keyboard.press("Escape");
        const other = p.locator("[role=treeitem].missing", { hasNotText: "Coast Wire" }).first(), was = await other.locator(".outlet").textContent();
        await other.click();
        await correct(p.locator(".panel [data-correct=origin]"), null, d => d.getByLabel("Name of the original").fill("Northern Dispatch"));
        await p.locator("[role=treeitem].missing", { hasText: "Northern Dispatch" }).waitFor();
        await p.locator("[role=treeitem].missing", { hasText: "Northern Dispatch" }).click();
        await p.locator(".panel .fixed").click();
        t.ok("the original's own name beside", (await p.locator(".panel .machine").textContent()).includes(was));
        await p.keyboard.press("Escape");
        await undo_last();
        await correct(await hang(), null, d => d.getByRole("radio", { name: /Nobody/ }).check());
        t.same("from nobody", await at().locator(".chip").count(), 0);
        await undo_last();
        await go(p, `${S}/fixes`, ".fix-card");
        for (let b = p.locator(".fix-card:not(.undone)", { hasText: /Coast/ }).locator("[data-undo]"); await b.count();) { const m = await b.count(); await b.first().click(); await p.waitForFunction(k => [...document.querySelectorAll(".fix-card:not(.undone)")].filter(x => /Coast/.test(x.textContent)).length < k, m); }
        await open_story();
        await go(p, `${S}/tree`, "[role=treeitem]");
        t.ok("and back", (await at().textContent()).includes("copy"));
    });
    await t.test("served: a story is renamed, joined, parted, noted; and holds after a restart", async () => {
        await go(p, `${S}/account`, ".account");
        const at = () => p.locator(".story-head [data-correct=story]"), reports = async () => { await go(p, `${S}/reports`, ".report-row"); return p.locator(".report-row").count(); }, n = await reports();
        await correct(at(), "It is one with another story", async d => { await d.getByRole("group", { name: "The other story" }).getByRole("checkbox").first().waitFor(); await choose(d, "The other story"); });
        t.same("joined", await reports(), n + 1);
        await undo_last();
        await open_story();
        await go(p, "#/", ".story-row");
        await p.waitForFunction(() => document.querySelectorAll(".story-row a.story-title").length === 2); /* the list is drawn anew once the two are parted */
        t.same("two again", await p.locator(".story-row").count(), 2);
        await p.locator(".story-row a", { hasText: /cracked|Harbour|warned/i }).first().click();
        await p.locator(".account").waitFor();
        await open_story();
        await correct(at(), "Some of these reports are another story", d => choose(d, /Reports that are/));
        await go(p, "#/", ".story-row");
        await p.waitForFunction(() => document.querySelectorAll(".story-row a.story-title").length === 3);
        await go(p, "#/fixes", ".fix-card");
        await p.locator(".fix-card:not(.undone) [data-undo]").first().click();
        await p.waitForFunction(() => !document.querySelector(".fix-card:not(.undone)"));
        await go(p, "#/", ".story-row");
        await p.waitForFunction(() => document.querySelectorAll(".story-row a.story-title").length === 2);
        await p.locator(".story-row a").nth((await texts(p, ".story-row .dim:nth-of-type(1)")).findIndex(x => x.includes("7 reports"))).click();
        await p.locator(".account").waitFor();
        await open_story();
        await correct(at(), null, d => d.getByLabel("Title").fill("The lock at Kessmar"));
        await p.getByRole("heading", { level: 1, name: "The lock at Kessmar" }).waitFor();
        await correct(at(), "Write a note beside it", d => d.getByLabel("Note", { exact: true }).fill("ask the <b>port</b>"));
        await p.locator(".account-side .note", { hasText: "ask the <b>port</b>" }).waitFor();
        await s.stop();
        s = await serve(stemma, desk); base = await s.url;
        await p.close();
        await newer_page(c, base);
        p = await visit(c, base, "", errors);
        await p.locator(".story-row a", { hasText: "The lock at Kessmar" }).click();
        await p.locator(".account-side .note", { hasText: "ask the <b>port</b>" }).waitFor();
        await open_story();
        t.ok("after a restart", true);
        await p.locator(".story-head .fixed").click();
        t.ok("the program's own title beside", (await p.locator(".panel .machine").textContent()).length > 30);
    });
    await t.test("served: a page is pasted and read, one that is none is refused in words", async () => {
        await go(p, "#/add", ".drop");
        await p.getByLabel("Name", { exact: true }).fill("pasted.html");
        await p.getByLabel(/Source of the page/).fill("<html><head><title>Ferry to Ostrel stopped</title></head><body><article><h1>Ferry to Ostrel stopped</h1><p>The ferry to Ostrel was stopped on Monday after its engine failed, the harbour master Ida Kron said. About 40 people were on board.</p><p>“Nobody was hurt,” Kron told reporters. The council will meet on Friday to talk about the old ferry and what may follow it.</p><script>window.harm = 1</script></article></body></html>");
        await p.getByRole("button", { name: "Add it" }).click();
        await p.locator(".job-done", { hasText: "1 report added" }).waitFor();
        await p.getByLabel("Name", { exact: true }).fill("nothing.html");
        await p.getByLabel(/Source of the page/).fill("<html><body></body></html>");
        await p.getByRole("button", { name: "Add it" }).click();
        await p.locator(".job", { hasText: "nothing.html" }).locator("li, .problem").first().waitFor();
        t.ok("why is told", (await p.locator(".job", { hasText: "nothing.html" }).textContent()).length > 20);
        await p.locator(".job-done a").last().click();
        await p.getByRole("heading", { level: 1, name: "Ferry to Ostrel stopped" }).waitFor();
        t.same("nothing ran", await p.evaluate(() => window.harm ?? null), null);
    });
    await c.close();
    await s.stop();

    const many = join(dir, "many.desk"), lines = join(dir, "many.jsonl");
    await t.test("served: a desk of five thousand made-up reports", async () => {
        writeFileSync(lines, desk_lines(5000));
        run(["add", "--desk", many, lines]);
        const s2 = await serve(stemma, many), c2 = await context();
        try {
            await newer_page(c2, await s2.url);
            const q = await visit(c2, await s2.url, "", errors);
            await q.locator(".story-row a.story-title").first().waitFor({ timeout: 120000 });
            t.ok("told", (await q.locator(".standfirst").textContent()).includes("5,000 reports"));
            const total = Number((await q.locator(".desk-told").textContent()).replace(/\D/g, ""));
            t.ok("stories", total > 500 && total <= 5000, String(total));
            t.ok("few elements", await q.locator("*").count() < 1500);
            await q.locator(".story-row a").first().focus();
            await q.keyboard.press("End");
            await q.waitForFunction(n => document.activeElement?.closest("[data-row]")?.dataset.row === String(n - 1), total);
            const only = (selector, pattern) => q.waitForFunction(([sel, pat, n]) => { const rows = [...document.querySelectorAll(sel)].map(x => x.textContent), m = Number(document.querySelector(".desk-told").textContent.replace(/\D/g, "")); return m > 0 && m < n && rows.length > 0 && rows.every(x => new RegExp(pat).test(x)); }, [selector, pattern, total]).then(() => t.ok(pattern, true));
            await q.getByLabel("Search").fill("Tirholm harbour");
            await only("a.story-title", "Tirholm.*harbour");
            await q.getByLabel("Search").fill("");
            await q.getByLabel("Outlet").fill("Outlet 7");
            await only(".story-row .outlets", "Outlet 7");
            await q.getByLabel("Outlet").fill("");
            await q.getByLabel("From").fill("2019-01-01");
            await q.getByLabel("To", { exact: true }).fill("2019-12-31");
            await only(".story-row .when", "2019");
            await check_axe(q, "a desk of five thousand");
            await q.locator("a.story-title").first().click();
            await q.locator(".account").waitFor();
            const S2 = await q.evaluate(() => "#/story/" + location.hash.split("/")[2]);
            for (const v of ["tree", "claims", "conflicts", "timeline", "sources", "names", "reports"]) { await go(q, `${S2}/${v}`, ".view > *"); t.ok(v, await q.locator(".view > *").count() > 0); }
        } finally { await c2.close(); await s2.stop(); }
    });
    t.same("no error, served", errors, []);
}
