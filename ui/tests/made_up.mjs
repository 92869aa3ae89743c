// Bundles that nobody wrote: hostile ones, and large ones. All of it is invented.
const evil = [
    "<script>window.harm=1</script>", "<img src=x onerror=\"window.harm=1\">", "\"><svg onload=window.harm=1>", "'-window.harm=1-'", "</script><script>window.harm=1</script>", "<!--<script>", "</title></style></textarea><b>",
    "\u202eevil\u2066\u2067\u200f", "javascript:window.harm=1", "{{constructor.constructor('window.harm=1')()}}", "${window.harm=1}", "\u0000\u0007\u001b[31m", "\ud800 alone", "<a href=javascript:window.harm=1>click</a>", "<style>*{display:none}</style>", "__proto__", "<iframe srcdoc='<script>parent.harm=1</script>'>", "a\u0301".repeat(400),
];
/** Every string of an account replaced by, or filled with, something that means harm. */
export function hostile_bundle(from) {
    const b = structuredClone(from);
    let n = 0;
    const next = s => `${evil[n++ % evil.length]} ${s}`;
    const keep = new Set(["id", "doc", "documents", "span", "kind", "stance", "sha256", "claim", "claims", "attribution", "entity", "parent", "rests_on", "stemma", "format"]);
    const walk = (x, key) => {
        if (typeof x === "string") return keep.has(key) ? x : next(x);
        if (Array.isArray(x)) return x.map(y => walk(y, key));
        if (x && typeof x === "object") return Object.fromEntries(Object.entries(x).map(([k, v]) => [k, k === "map" ? v : k === "from" && typeof v === "string" && !/^\d{4}/.test(v) ? v : walk(v, k)]));
        return x;
    };
    const account = walk(b.account, "");
    // Ids too: one report and the story have names that mean harm.
    const rename = (x, a, c) => typeof x === "string" ? (x === a ? c : x) : Array.isArray(x) ? x.map(y => rename(y, a, c)) : x && typeof x === "object" ? Object.fromEntries(Object.entries(x).map(([k, v]) => [k, rename(v, a, c)])) : x;
    const story = [...account.stories].sort((p, q) => q.documents.length - p.documents.length)[0];
    b.account = rename(account, story.documents[0], "<img src=x onerror=window.harm=1>/../%2e");
    b.account.stories = [{ ...rename(story, story.documents[0], "<img src=x onerror=window.harm=1>/../%2e"), id: "s-\"><script>window.harm=1</script>" }];
    const docs = b.account.documents;
    docs[0].url = "javascript:window.harm=1";
    b.texts = b.texts.map(t => rename(t, story.documents[0], "<img src=x onerror=window.harm=1>/../%2e"));
    for (const d of docs) if (d.id.startsWith("<img")) { d.url = "javascript:window.harm=1//http://a.example"; d.title = "<script>window.harm=1</script>\u202e title"; }
    const second = docs.find(d => b.account.stories[0].documents[1] === d.id);
    second.url = "https://paper.example/a?b=<script>&c=\u202e";
    second.title = "x".repeat(2000000);
    second.authors = Array.from({ length: 5000 }, (_, i) => `<b>${i}</b>`);
    docs[docs.length - 1].published = "2024-13-45T99:99:99<script>";
    b.account.claims.push({ id: "c-huge", text: "y".repeat(1500000), reports: [{ doc: second.id, span: [0, 1e15], text: "z".repeat(800000), stance: "<b>denied</b>", by: evil.join(""), attribution: null }], support: { reports: 1e21, origins: -1, named: 0, unnamed: 0 } });
    b.account.conflicts.push({ id: "k-x", kind: "<img src=x onerror=window.harm=1>", sides: [{ doc: "no such report", span: [5, 9], says: evil[1], by: evil[2] }], claims: ["no such claim"], note: evil[0] });
    b.account.proposals.push({ id: "p-x", name: evil[1], steps: [], moves: [{ doc: second.id, span: [5, 9], text: evil[0], plover: evil[2], status: evil[3], actor: evil[4], date: "2024<b>" }, { doc: "no such report", span: [1, 2] }, null] });
    b.account.proposals.push({ id: evil[5], name: evil[6], moves: [{ doc: second.id, span: [5, 9], text: evil[7], plover: evil[2], status: evil[0], actor: evil[1], date: evil[4] }] });
    b.account.derivation.push({ doc: second.id, from: "no-such-node", kind: "\"><script>window.harm=1</script>", confidence: 9e99, evidence: [{ span: [1e9, 2e9], from_span: null, why: evil[0] }], rivals: [{ from: evil[3], confidence: NaN }] });
    b.fixes = [{ id: "f-1", kind: "note", args: { text: evil.join(" ") }, says: evil[0], note: evil[1], at: evil[4], undone: null, state: evil[5], rows: [b.account.stories[0].id] }];
    b.texts[0].map = [[0, 0, 5], [-3, 2, 1], ["a", 1, 2], [1e12, 1e12, 1e12], null];
    return b;
}
/** Runs in the page: what should never be there. */
export function marks_of_harm() {
    const out = [];
    if (window.harm) out.push("something ran");
    const scripts = document.querySelectorAll("script").length;
    if (scripts !== 2) out.push(`${scripts} scripts`);
    if (document.querySelectorAll("style").length !== 1) out.push("more styles");
    for (const el of document.querySelectorAll("main *, aside *, .paper *, dialog *")) {
        if (/^(script|iframe|object|embed|img|style|link|meta|base|form)$/i.test(el.tagName) && !el.classList.contains("desk-filters") && !el.classList.contains("correct-form")) out.push(el.tagName);
        for (const a of el.attributes) {
            if (/^on/i.test(a.name)) out.push(`${el.tagName} ${a.name}`);
            if (a.name === "href" && !/^(#\/|https?:\/\/)/.test(a.value)) out.push(`href ${a.value.slice(0, 60)}`);
            if (/^(src|srcdoc|action|formaction)$/.test(a.name)) out.push(a.name);
        }
    }
    return [...new Set(out)];
}

/** A story of many reports: families of up to nine, claims over all of them. */
export function large_bundle(reports, claims) {
    const documents = [], derivation = [], entities = [], timeline = [], attributions = [], ledger = [], conflicts = [], losses = [];
    const base = Date.UTC(2024, 0, 1);
    for (let i = 0; i < reports; i++) {
        const id = `r-${String(i).padStart(5, "0")}`;
        documents.push({ id, file: `made/${id}.html`, record: null, sha256: String(i).padStart(64, "0"), url: `https://paper${i % 70}.example/${i}`, domain: `paper${i % 70}.example`, site_name: `Paper ${i % 70}`, title: `Report ${i} of the dam at Ostrel`, authors: ["A. Writer"], published: new Date(base + i * 1700e3).toISOString(), modified: null, language: "en", page_type: "article", found: {}, body: [[0, 400]], noise: [], words: 300 });
        if (i % 9) derivation.push({ doc: id, from: documents[i - 1 - ((i * 7) % (i % 9))].id, kind: ["copy", "rewrite", "cites", "quotes"][i % 4], confidence: 0.5 + (i % 50) / 100, evidence: [{ span: [0, 50], from_span: [0, 50], why: "the same words" }], rivals: [] });
        timeline.push({ date: documents[i].published.slice(0, 10), high: null, text: `Entry ${i}`, doubt: [null, "vague", "inferred", "disputed"][i % 4], rests_on: [], doc: id, span: [10, 30] });
        attributions.push({ id: `${id}-a1`, doc: id, source: [0, 5], cue: [6, 9], content: [10, 60], text: `statement ${i}`, form: "indirect", source_name: `Person ${i % 150}`, source_type: "person", anonymous: false, count: null, relays: null, parent: null });
    }
    const list = [];
    for (let k = 0; k < claims; k++) {
        const at = [];
        for (let i = k % 7; i < reports; i += 7 + (k % 40)) at.push({ doc: documents[i].id, span: [20 + k, 60 + k], text: `The dam held for ${k} hours, report ${i}`, stance: ["asserted", "attributed", "denied", "declined", "doubted"][(i + k) % 11 > 4 ? 0 : (i + k) % 5], by: i % 3 ? `Person ${i % 150}` : null, attribution: null });
        list.push({ id: `c-${k}`, text: `The dam held for ${k} hours`, reports: at, support: { reports: at.length, origins: Math.ceil(at.length / 3), named: 1, unnamed: 2 } });
        conflicts.push({ id: `k-${k}`, kind: ["denial", "quantity", "time", "wording"][k % 4], sides: at.slice(0, 40).map(r => ({ doc: r.doc, span: r.span, text: r.text, says: String(r.span[0] % 5), by: r.by })), claims: [`c-${k}`], note: null });
        if (at[1]) losses.push({ id: `l-${k}`, claim: `c-${k}`, kind: "attribution_lost", from: { doc: at[0].doc, span: at[0].span, text: at[0].text }, to: { doc: at[1].doc, span: at[1].span, text: at[1].text } });
        ledger.push({ id: `u-${k}`, descriptions: at.slice(0, 9).map(r => ({ doc: r.doc, span: [1, 9], text: `people close to ${k}` })), count: null, claims: [`c-${k}`] });
        entities.push({ id: `e-${k}`, name: `Person ${k}`, type: "PER", aliases: [`P. ${k}`], mentions: at.map(r => ({ doc: r.doc, span: [30, 40], text: `Person ${k}` })) });
    }
    return { stemma: "room-1", account: { format: "stemma-account/1", generator: "made up", documents, skipped: [], stories: [{ id: "s-large", documents: documents.map(d => d.id), title: "The dam at Ostrel", from: documents[0].published, to: documents[reports - 1].published }], threads: [], derivation, origins: [], entities, coref: [], times: [], quantities: [], attributions, events: [], claims: list, conflicts, losses, ledger, timeline, proposals: [{ id: "p-1", name: "truce", steps: [], moves: [0, 1, 2].map(i => ({ doc: documents[i].id, span: [10, 30], text: `Step ${i}`, plover: ["AGREE", "REQUEST", "REJECT"][i], status: "actual", actor: `Side ${i}`, date: i ? null : documents[i].published.slice(0, 10) })) }] }, texts: [], diffs: [], fixes: [], machine: { stories: [], derivation: [], origins: [], entities: [], claims: [], conflicts: [] }, light: true, story: "s-large" };
}

/** Reports for a desk, as JSON lines: families of a few on invented events. */
export function desk_lines(n) {
    const towns = ["Ostrel", "Vanmark", "Tirholm", "Belsa", "Corvin", "Halmar", "Nestved", "Pellin", "Quista", "Rovna"], things = ["bridge", "school", "harbour", "dam", "station", "market", "clinic", "library", "tunnel", "mill"], who = ["Mayor Anna Brandt", "engineer Jon Vale", "two people with knowledge of the plan", "the police chief, Mara Holt", "a spokesman for the council"];
    const out = [];
    for (let i = 0; i < n; i++) {
        const family = Math.floor(i / 4), town = towns[family % 10], thing = things[Math.floor(family / 10) % 10], year = 2015 + Math.floor(family / 100) % 10, month = String(1 + family % 12).padStart(2, "0"), day = String(1 + family % 27).padStart(2, "0");
        const words = ["north", "south", "east", "west", "old", "new", "upper", "lower"][family % 8] + " " + family.toString(36);
        out.push(JSON.stringify({ id: `d${String(i).padStart(5, "0")}`, url: `https://outlet${i % 40}.example/${i}`, site_name: `Outlet ${i % 40}`, title: `${town} closes its ${words} ${thing}`, published: `${year}-${month}-${day}`, language: "en",
            text: `${town} closed its ${words} ${thing} on Monday, ${who[i % 5]} said. ${family + 3} people had worked in the ${words} ${thing}, number ${family} in the register of ${town}.\n\n“We had no choice,” ${who[family % 2]} said about the ${words} ${thing}. The council of ${town} will meet in ${family % 28 + 1} days to talk about case ${family}.` }));
    }
    return out.join("\n") + "\n";
}
