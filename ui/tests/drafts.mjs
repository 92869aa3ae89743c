// Corrections in a single file: what it hands on is what the program itself would have kept.
import { build } from "esbuild";
import { execFileSync } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { page_of, root, ui } from "./lib.mjs";

/** One of each kind, of what the account has. */
function of_each_kind(a) {
    const [d, e, f] = a.documents.map(x => x.id), k = a.claims.find(x => x.reports.length > 2), o = a.origins[0], edge = a.derivation.find(x => x.from && !x.from.startsWith("o-")), to_origin = a.derivation.find(x => x.from?.startsWith("o-"));
    const n = a.entities.find(x => x.aliases.length && x.mentions.length > 1);
    return [
        ["story-join", { stories: a.stories.slice(0, 2).map(s => s.id) }], ["story-part", { documents: [d, e] }], ["story-name", { story: a.stories[0].id, name: "The \u202egate\u202c " }],
        ["entity-join", { entities: a.entities.slice(0, 2).map(x => x.id), name: "Both" }], ["entity-part", { entity: n.id, names: [n.aliases[0]] }],
        ["entity-part", { entity: n.id, names: [], documents: [n.mentions[0].doc] }], ["entity-name", { entity: n.id, name: "Somebody" }],
        ["claim-join", { claims: a.claims.slice(0, 2).map(x => x.id) }], ["claim-part", { claim: k.id, reports: k.reports.slice(1, 2).map(r => ({ doc: r.doc, span: r.span })) }], ["claim-name", { claim: k.id, name: "It broke" }],
        ["origin-name", { origin: o.id, name: "The agency" }], ["edge-hang", { doc: d, from: e, kind: "copy" }], ["edge-hang", { doc: d, from: null, kind: "rewrite" }], ["edge-hang", { doc: d, from: null, kind: "cites", name: "A wire" }],
        ["edge-hang", { doc: edge.doc, from: o.id, was: edge.from, kind: "rewrite" }], ["edge-hang", { doc: to_origin.doc, from: [d, e, f].find(x => x !== to_origin.doc), was: to_origin.from, kind: "quotes" }], ["conflict-dismiss", { conflict: a.conflicts[0].id }],
        ...[["story", a.stories[0]], ["document", a.documents[0]], ["entity", n], ["claim", k], ["conflict", a.conflicts[0]], ["origin", o]].map(([on, row]) => ["note", { [on]: row.id, text: `a note on the ${on}\nof two lines` }]),
    ].map(([kind, args]) => ({ kind, args }));
}

export async function drive({ t, context, check_axe, go, open, dir, stemma, bundle }) {
    await t.test("a file’s corrections are kept as the program keeps them", async () => {
        const out = join(dir, "keep.mjs"), mine = join(dir, "a.db"), theirs = join(dir, "b.db"), list = join(dir, "list.json"), html = join(dir, "desk.html");
        await build({ entryPoints: [join(ui, "src/model/keep_fix.ts")], bundle: true, format: "esm", platform: "node", outfile: out, logLevel: "error" });
        const { kept_args } = await import(pathToFileURL(out)), run = (...args) => execFileSync(stemma, args, { cwd: root, encoding: "utf8", stdio: ["ignore", "pipe", "pipe"] });
        for (const d of [mine, theirs]) run("add", "-q", "--desk", d, "examples");
        run("show", "-q", "--desk", mine, "--html", html, "all");
        const account = JSON.parse(/id="stemma-data">([^<]*)</.exec(readFileSync(html, "utf8"))[1]).account, all = of_each_kind(account);
        for (const s of all) run("fix", "--desk", theirs, "undo", run("fix", "--desk", theirs, s.kind, JSON.stringify(s.args)).trim()); // ids are of the account as it was
        writeFileSync(list, all.map(s => JSON.stringify({ stemma: "fix-1", kind: s.kind, args: kept_args(account, s), note: null, at: "2026-01-01T00:00:00Z", undone: null }) + "\n").join(""));
        run("fix", "--desk", mine, "apply", list);
        const kept = d => run("fix", "--desk", d, "export").trim().split("\n").map(l => JSON.parse(l)).map(l => JSON.stringify([l.kind, l.args])).sort();
        t.same("all of them", kept(mine).length, new Set(all.map(s => JSON.stringify(s))).size);
        t.same("as the program keeps them", kept(mine), kept(theirs));
    });
    await t.test("corrections in a file: noted, taken back, saved", async () => {
        const f = join(dir, "drafts.html"), c = await context({ acceptDownloads: true });
        writeFileSync(f, page_of(bundle));
        const story = [...bundle.account.stories].sort((x, y) => y.documents.length - x.documents.length)[0], S = `#/story/${story.id}`, p = await open(c, f, `${S}/names`), notice = p.locator(".notice");
        t.same("nothing to tell", await notice.textContent(), "");
        await p.locator(".name-row [data-correct]").first().click();
        const dialog = p.getByRole("dialog");
        t.ok("told that nothing is kept", (await dialog.textContent()).includes("can keep nothing"));
        await check_axe(p, "dialog in a file");
        await dialog.getByLabel("Name", { exact: true }).fill("Another Name");
        await dialog.getByLabel("Why").fill("the register has it so");
        await dialog.getByRole("button", { name: "Note this" }).click();
        await dialog.waitFor({ state: "detached" });
        await p.locator(".name-row .fixed").first().waitFor();
        t.ok("told at once, and to those who listen", (await notice.textContent()).includes("1 correction, kept nowhere yet") && await notice.getAttribute("aria-live") === "polite");
        await go(p, `${S}/conflicts`);
        await p.locator("[data-correct=conflict]").first().click();
        await dialog.getByRole("button", { name: "Note this" }).click();
        await dialog.waitFor({ state: "detached" });
        await go(p, `${S}/fixes`, ".drafts");
        await check_axe(p, "corrections in a file");
        t.same("both are listed", await p.locator(".drafts .fix-card").count(), 2);
        await p.locator(".drafts [data-undo]").first().click();
        await p.locator(".drafts .fix-card.undone").waitFor();
        t.ok("one is taken back", (await notice.textContent()).includes("1 correction,"));
        const [got] = await Promise.all([p.waitForEvent("download"), p.getByRole("button", { name: "Save 1 correction as a file" }).click()]);
        const lines = readFileSync(await got.path(), "utf8").trim().split("\n").map(l => JSON.parse(l));
        t.same("the file", [got.suggestedFilename(), lines.length, lines[0].stemma, lines[0].kind, lines[0].args.name, lines[0].note], ["stemma-fixes.json", 1, "fix-1", "entity-name", "Another Name", "the register has it so"]);
        t.ok("told that it is saved", (await notice.textContent()).includes("saved as a file"));
        let asked = 0;
        p.on("dialog", d => { asked++; void d.accept(); });
        await p.locator(".drafts [data-undo]").first().click();
        await p.locator(".drafts .fix-card.undone").waitFor({ state: "detached" });
        await p.close({ runBeforeUnload: true });
        if (!p.isClosed()) await p.waitForEvent("close");
        t.same("asked before what is not saved is lost", asked, 1);
        await c.close();
    });
}
