// What tests and the screenshots share: the built page with a bundle in it (as the program writes it), the browser, a count.
import { createHash } from "node:crypto";
import { execFileSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

export const ui = resolve(dirname(fileURLToPath(import.meta.url)), "..");
export const root = resolve(ui, "..");
export const built = join(ui, "dist/room.html");

export function policy(html, connect) {
    const hashes = tag => [...html.matchAll(new RegExp(`<${tag}[^>]*>([\\s\\S]*?)</${tag}>`, "g"))].map(m => `'sha256-${createHash("sha256").update(m[1]).digest("base64")}'`).join(" ");
    return `default-src 'none'; script-src ${hashes("script")}; style-src ${hashes("style")}; connect-src ${connect}; img-src data:; base-uri 'none'; form-action 'none'; require-trusted-types-for 'script'`;
}
/** The single file of a bundle. */
export function page_of(bundle) {
    const html = readFileSync(built, "utf8");
    const json = JSON.stringify(bundle).replace(/[<>&\u2028\u2029]/g, c => "\\u" + c.charCodeAt(0).toString(16).padStart(4, "0"));
    const p = policy(html, "'none'");
    return html.replace("<!--stemma-head-->", () => `<meta http-equiv="Content-Security-Policy" content="${p}">`)
        .replace("<!--stemma-data-->", () => `<script type="application/json" id="stemma-data">${json}</script>`);
}
/** A bundle out of `read --json` and `extract`, where the program has no --html. */
export function bundle_of(stemma, paths, cwd = root) {
    const run = args => execFileSync(stemma, args, { cwd, encoding: "utf8", maxBuffer: 1 << 30, stdio: ["ignore", "pipe", "ignore"] });
    const account = JSON.parse(run(["read", "--json", ...paths]));
    const texts = run(["extract", ...paths]).trim().split("\n").map(l => JSON.parse(l));
    const by_id = new Map(texts.map(t => [t.id, t]));
    return { stemma: "room-1", account, texts: account.documents.map(d => {
        const t = by_id.get(d.id), file = resolve(cwd, d.file), source = existsSync(file) ? readFileSync(file) : null;
        return { id: d.id, text: t?.text ?? "", map: t?.map ?? [], title_span: null, source: source && { start: 0, length: source.length, text: source.toString("utf8"), map: null }, why: null };
    }), diffs: [], fixes: [], machine: { stories: [], derivation: [], origins: [], entities: [], claims: [], conflicts: [] }, light: false, story: null };
}
/** The single file of some reports and what it holds: the program's own where it has a room, with the page as it is built now. */
export function room_of(stemma, paths, cwd = root) {
    const dir = mkdtempSync(join(tmpdir(), "stemma-html-")), file = join(dir, "room.html");
    try {
        execFileSync(stemma, ["read", "--html", file, ...paths], { cwd, stdio: "ignore" });
        const html = readFileSync(file, "utf8"), bundle = JSON.parse(/id="stemma-data">([^<]*)</.exec(html)[1]), same = html.includes(/<script type="module">[\s\S]*<\/script>/.exec(readFileSync(built, "utf8"))[0]);
        return { bundle, html: same ? html : page_of(bundle), own: same };
    } catch { const bundle = bundle_of(stemma, paths, cwd); return { bundle, html: page_of(bundle), own: false }; } finally { rmSync(dir, { recursive: true, force: true }); }
}
/** Where a program holds an older page than the one built now, the newer stands in for it, with the program's token. */
export async function newer_page(context, base) {
    const theirs = await (await fetch(base + "/")).text(), ours = readFileSync(built, "utf8");
    if (theirs.includes(/<script type="module">[\s\S]*<\/script>/.exec(ours)[0])) return;
    console.log("the program serves another page than the one built now: the latter stands in");
    const token = /<meta name="stemma-token"[^>]*>/.exec(theirs)[0];
    const html = ours.replace("<!--stemma-head-->", () => token).replace("<!--stemma-data-->", "");
    await context.route(base + "/", r => r.fulfill({ contentType: "text/html; charset=utf-8", headers: { "Content-Security-Policy": policy(ours, "'self'") }, body: html }));
}
export function chromium_path() { return ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"].find(existsSync) ?? null; }
export async function browser() {
    const { chromium } = await import("playwright-core");
    return chromium.launch({ executablePath: chromium_path(), args: ["--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage"] });
}
/** The program built last. */
export function program() {
    if (process.env.STEMMA) return process.env.STEMMA;
    return ["debug", "release"].map(v => join(root, `build/${v}/stemma`)).filter(existsSync).sort((a, b) => statSync(b).mtimeMs - statSync(a).mtimeMs)[0] ?? null;
}

export class Count {
    passed = 0; failed = 0;
    ok(what, yes, more = "") { if (yes) this.passed++; else { this.failed++; console.log(`not ok: ${what}${more ? ` (${more})` : ""}`); } return yes; }
    same(what, got, want) { return this.ok(what, JSON.stringify(got) === JSON.stringify(want), `got ${JSON.stringify(got)?.slice(0, 300)}, want ${JSON.stringify(want)?.slice(0, 300)}`); }
    async test(name, run) { // ONLY=words: those alone; TIMES=1: how long each took
        if (process.env.ONLY && !new RegExp(process.env.ONLY).test(name)) return;
        const t = Date.now(); try { await run(); } catch (e) { this.failed++; console.log(`not ok: ${name}: ${String(e?.stack ?? e).slice(0, 900)}`); } if (process.env.TIMES) console.log(`  ${name}: ${Date.now() - t} ms`); }
    end() { console.log(`${this.passed} passed, ${this.failed} failed`); process.exitCode = this.failed ? 1 : 0; }
}
