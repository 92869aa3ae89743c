// The pieces without a page: bytes and maps, marks, lines, diffs, the tree, what is let in.
import { build } from "esbuild";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { Count, ui } from "./lib.mjs";

const dir = mkdtempSync(join(tmpdir(), "stemma-unit-"));
writeFileSync(join(dir, "all.ts"), ["model/bytes", "model/segments", "model/align", "model/shape", "model/story", "model/tree_layout", "model/cite", "dom/report_text"].map(m => `export * from ${JSON.stringify(join(ui, "src", m))};`).join("\n"));
await build({ entryPoints: [join(dir, "all.ts")], bundle: true, format: "esm", platform: "node", outfile: join(dir, "all.mjs"), logLevel: "error" });
const m = await import(pathToFileURL(join(dir, "all.mjs")));
const t = new Count();

await t.test("bytes are cut by bytes and never inside a character", () => {
    const b = new m.Bytes("aé€😀z");
    t.same("length", b.length, 1 + 2 + 3 + 4 + 1);
    t.same("a cut on borders", b.cut(1, 6), "é€");
    t.same("a cut inside a character takes it whole", b.cut(2, 7), "é€😀");
    t.same("a cut beyond the end", b.cut(10, 99), "z");
    t.same("utf8_length", ["", "aé€😀z", "\ud800"].map(m.utf8_length), [0, 11, 3]);
});
await t.test("numbers as people write them", () => {
    t.same("digits", [0, 7, 999, 1000, 1234567, 12345.5, 0.25, 1e21].map(m.digits), ["0", "7", "999", "1,000", "1,234,567", "12,345.5", "0.25", "1e+21"]);
});
await t.test("text and source lead to one another", () => {
    // Source: <p>one &amp; two</p><p>three</p>; text: "one & two\n\nthree"
    const c = new m.CleanText({ id: "d", text: "one & two\n\nthree", map: [[0, 3, 4], [4, 7, 1], [5, 12, 4], [11, 23, 5]], title_span: null, source: null, why: null });
    t.same("inside one run", c.from_source([3, 6]), [0, 3]);
    t.same("over runs and an entity", c.from_source([3, 16]), [0, 9]);
    t.same("over mark-up", c.from_source([13, 26]), [6, 14]);
    t.same("only mark-up", c.from_source([16, 23]), null);
    t.same("outside", c.from_source([500, 600]), null);
    t.same("back again", c.to_source([11, 16]), [23, 28]);
    t.same("over two paragraphs", c.to_source([6, 16]), [13, 28]);
    t.same("paragraphs", c.paragraphs(), [[0, 9], [11, 16]]);
});
await t.test("a map out of order still leads right", () => {
    const c = new m.CleanText({ id: "d", text: "Title\n\nBody", map: [[0, 100, 5], [7, 10, 4]], title_span: null, source: null, why: null });
    t.same("the later in the source", c.from_source([100, 105]), [0, 5]);
    t.same("the earlier in the source", c.from_source([10, 14]), [7, 11]);
});
await t.test("context is the sentence round a passage", () => {
    const text = "First one. The second has a thing in it. Third.\n\nNext.";
    const c = new m.CleanText({ id: "d", text, map: [], title_span: null, source: null, why: null });
    const at = text.indexOf("a thing"), [a, b] = c.round([at, at + 7]);
    t.same("sentence", c.cut(a, b), "The second has a thing in it.");
    const long = new m.CleanText({ id: "d", text: "é".repeat(3000), map: [], title_span: null, source: null, why: null }), r = long.round([3000, 3002], 50);
    t.ok("bounded, and on characters", r[1] - r[0] <= 104 && !long.cut(...r).includes("\ufffd"), String(r));
});
await t.test("sources are broken into lines that lose nothing", () => {
    for (const s of ["", "a", "one\ntwo\n", "x".repeat(1000), "é".repeat(333) + "\n" + "word ".repeat(200), "😀".repeat(99)]) {
        const b = new m.Bytes(s), starts = [...m.break_lines(b, 40), b.length];
        let whole = "", wide = 0;
        for (let i = 0; i + 1 < starts.length; i++) { const l = b.cut(starts[i], starts[i + 1]); whole += l; wide = Math.max(wide, [...l.replace(/\n$/, "")].length); }
        t.ok(`all of ${JSON.stringify(s.slice(0, 12))}`, whole === s && wide <= 40, `${wide} wide`);
    }
});
await t.test("a source in another charset keeps its own byte numbers", () => {
    // latin-1 "é b": 1 byte é; UTF-8 2 bytes
    const s = new m.SourceBytes({ start: 0, length: 3, text: "é b", map: [[0, 0, 2, 1], [2, 1, 2, 2]] });
    t.same("real to shown", [s.shown(0, false), s.shown(1, true), s.shown(1, false), s.shown(3, true)], [0, 2, 2, 4]);
    t.same("shown to real", [s.real(0), s.real(2), s.real(3)], [0, 1, 2]);
    const part = new m.SourceBytes({ start: 100, length: 1000, text: "abc", map: null });
    t.same("a stretch", [part.shown(101, false), part.real(2), part.holds([100, 103]), part.holds([99, 101])], [1, 102, true, false]);
});
await t.test("marks overlap, pieces don't", () => {
    const p = m.segments(0, 10, [{ kind: "a", at: [2, 8], id: "1" }, { kind: "b", at: [4, 12], id: "2" }, { kind: "c", at: [20, 30], id: "3" }, { kind: "d", at: [5, 5], id: "4" }]);
    t.same("borders", p.map(x => [x.from, x.to]), [[0, 2], [2, 4], [4, 8], [8, 10]]);
    t.same("marks", p.map(x => x.marks.map(y => y.kind).join("")), ["", "a", "ab", "b"]);
    t.same("none", m.segments(3, 9, []).map(x => [x.from, x.to]), [[3, 9]]);
});
await t.test("two texts side by side", () => {
    const text = (id, s) => new m.CleanText({ id, text: s, map: [[0, 0, s.length]], title_span: null, source: null, why: null });
    const a = text("a", "The gate was cracked, engineers said. Nine people died in the flood. Dogs bark at night in the old harbour town."), b = text("b", "Nine people died in the flood. The gate was badly cracked, two engineers said. A new sentence stands here about schools.");
    const d = m.align(a, b);
    t.same("counts", d.counts, { taken: 1, changed: 1, dropped: 1, added: 1 });
    t.same("taken", d.rows.filter(r => r.kind === "taken").map(r => [a.cut(...r.a_at), b.cut(...r.b_at)]), [["Nine people died in the flood.", "Nine people died in the flood."]]);
    t.same("the source beside", d.rows.find(r => r.kind === "added").b, d.rows.find(r => r.kind === "added").b_at);
    t.same("sentences", m.sentences(new m.Bytes("Mr. Holm left on Jan. 5. “Done.” He said so.\nNext")).length, 4);
});
await t.test("words of a changed pair", () => {
    const [x, y] = m.word_diff("the gate was cracked", "the gate was badly cracked in May");
    t.same("left", x, [{ text: "the gate was cracked", same: true }]);
    t.same("right", y.filter(w => !w.same).map(w => w.text.trim()), ["badly", "in May"]);
    t.same("nothing lost", [x, y].map(l => l.map(w => w.text).join("")), ["the gate was cracked", "the gate was badly cracked in May"]);
    t.same("long ones are told whole", m.word_diff("a ".repeat(900), "b ".repeat(900))[0].length, 1);
});
await t.test("only what has the right shape is let in", () => {
    const no = x => { try { m.read_bundle(x); return "let in"; } catch (e) { return "refused"; } };
    t.same("not a bundle", [null, [], "x", {}, { stemma: "room-2" }].map(no), Array(5).fill("refused"));
    const b = m.read_bundle({ stemma: "room-1", account: { documents: [{ id: 7, authors: "x", body: [[1, 2], [5, 3], ["a", 1], [-1, 4]] }, null, 3], claims: [{ id: "c", text: { a: 1 }, reports: [{ doc: "d", span: [1, 2], stance: "denied" }, { doc: "d", span: null }] }], attributions: [{ id: "a", doc: "d", content: [[1, 2], [3, 4]] }, { id: "b", doc: "d", content: null }], conflicts: "no" } });
    t.same("rows", [b.account.documents.length, b.account.documents[0].id, b.account.documents[0].authors, b.account.documents[0].body], [1, "7", [], [[1, 2]]]);
    t.same("a text that is none is empty", b.account.claims[0].text, "");
    t.same("rows without a place are left out", [b.account.claims[0].reports.length, b.account.attributions.length, b.account.conflicts.length], [1, 1, 0]);
    t.same("one span or several", [m.span_list([1, 2]), m.span_list([[1, 2], [3, 4]]), m.span_list(null)], [[[1, 2]], [[1, 2], [3, 4]], []]);
});
const doc = (id, published) => ({ id, file: id, site_name: id, published });
const bundle = (docs, edges, origins = []) => m.read_bundle({ stemma: "room-1", account: { documents: docs, stories: [{ id: "s", documents: docs.map(d => d.id), title: "t" }], derivation: edges, origins } });
await t.test("the tree: families together, parents above, none lost in a circle", () => {
    const b = bundle([doc("a", "2024-01-01T10:00:00Z"), doc("b", "2024-01-02T10:00:00Z"), doc("c", "2024-01-01"), doc("x", null), doc("y", null)],
        [{ doc: "b", from: "a", kind: "rewrite", confidence: 0.9 }, { doc: "b", from: "o-p", kind: "cites", confidence: 1 }, { doc: "c", from: "b", kind: "copy", confidence: 0.8 }, { doc: "x", from: "y", kind: "copy", confidence: 1 }, { doc: "y", from: "x", kind: "copy", confidence: 1 }], [{ id: "o-p", name: "P", kind: "agency", documents: ["b"] }]);
    const s = new m.Story(b, b.account.stories[0]), l = m.tree_layout(s);
    t.same("every node once", l.nodes.map(n => n.id).sort(), ["a", "b", "c", "o-p", "x", "y"]);
    t.same("rows are as they stand", l.nodes.map(n => n.row), [0, 1, 2, 3, 4, 5]);
    const at = id => l.by_id.get(id);
    t.ok("parents above", at("a").row < at("b").row && at("b").row < at("c").row);
    t.same("the missing one right above who cites it", at("o-p").row, at("b").row - 1);
    t.same("its line is kept", at("b").also.map(e => e.from), ["o-p"]);
    t.same("a circle is opened once", [at("x").parent === at("y"), at("y").parent === at("x")].filter(Boolean).length, 1);
    t.same("families", s.families, 2);
});
await t.test("time to place: in order, long silences short", () => {
    const h = 3600e3, d = 24 * h, s = m.time_scale([0, h, 2 * h, 400 * d], 1000);
    t.ok("in order", s.x(0) === 0 && s.x(h) < s.x(2 * h) && s.x(2 * h) < s.x(400 * d) && Math.abs(s.x(400 * d) - 1000) < 0.01);
    t.ok("the first day is not a point", s.x(2 * h) > 80, String(s.x(2 * h)));
    t.ok("the silence is marked", s.ticks.some(k => k.gap));
    t.same("no times", m.time_scale([], 100).x(5), 0);
});
await t.test("dates are told as precise as they are", () => {
    t.same("dates", ["2024-03-12T18:42:00+01:00", "2024-03-12", "2024-03", "2024", null, "2024-99", "<b>x</b>", "2024-W33", "PAST_REF", "2024-03-12TEV", "2024-SU", "2024-Q3", "202"].map(x => m.date_words(x)), ["12 Mar 2024, 18:42", "12 Mar 2024", "Mar 2024", "2024", "no date", "2024-99", "<b>x</b>", "2024, week 33", "PAST_REF", "12 Mar 2024, evening", "2024, summer", "2024, third quarter", "2020s"]);
    t.same("stretches", [m.stretch_words("2024-03-12", "2024-03-14"), m.stretch_words("2024-02-28", "2024-03-02"), m.stretch_words("2023-12-31", "2024-01-01"), m.stretch_words("2024-03-12T01:00:00Z", "2024-03-12")], ["12–14 Mar 2024", "28 Feb – 2 Mar 2024", "31 Dec 2023 – 1 Jan 2024", "12 Mar 2024"]);
});
await t.test("what hides in a string is shown, and attributes stay short", () => {
    t.same("controls", m.plain("a\u202eb\u0000c\u200bd\nend"), "a[U+202E]b[U+0000]c[U+200B]d end");
    t.ok("cut", m.plain("x".repeat(1e6), 100).length === 100);
    t.ok("no half character", !/[\ud800-\udbff]$/.test(m.plain("😀".repeat(200), 100).slice(0, -1)));
});
await t.test("citations have their keys in order, on one line", () => {
    t.same("citation", m.citation({ file: "a\nb.html", record: null, sha256: "00" }, [1, 5], "w\"x"), '{"cite":"stemma-cite/1","file":"a\\nb.html","record":null,"sha256":"00","bytes":[1,5],"words":"w\\"x"}');
});
await t.test("the sources hold nothing that could make mark-up of a string", async () => {
    const { readdirSync, readFileSync } = await import("node:fs");
    const files = readdirSync(join(ui, "src"), { recursive: true }).map(String).filter(f => f.endsWith(".ts"));
    for (const f of files) t.ok(f, !/innerHTML|outerHTML|insertAdjacentHTML|document\.write|DOMParser|\beval\(|new Function|createContextualFragment|setAttribute\(\s*["']style/.test(readFileSync(join(ui, "src", f), "utf8")));
});
rmSync(dir, { recursive: true, force: true });
t.end();
