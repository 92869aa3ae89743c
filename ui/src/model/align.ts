// Two reports side by side where the program has not done it already (in a file, for two that no edge joins).
// Sentences are held against one another by the words they share, rarer ones counting more; each takes its best
// partner; the pair is then told word by word with a longest common subsequence. (The program's own diff is preferred
// wherever it is at hand.)
import { Bytes, type CleanText } from "./bytes";
import type { Diff, DiffRow, Span } from "./types";

/** Sentences of a text as byte spans: at line feeds, and behind . ! ? with a space and a capital or a quote next. */
export function sentences(b: Bytes): Span[] {
    const out: Span[] = [];
    let start = 0;
    const push = (end: number) => {
        let a = start, z = end;
        while (a < z && b.bytes[a]! <= 0x20) a++;
        while (z > a && b.bytes[z - 1]! <= 0x20) z--;
        if (z > a) out.push([a, z]);
        start = end;
    };
    for (let i = 0; i < b.length; i++) {
        const c = b.bytes[i]!;
        if (c === 0x0a) { push(i); continue; }
        if (c !== 0x2e && c !== 0x21 && c !== 0x3f) continue;
        let k = i + 1;
        // closing quotation marks: " ' and the UTF-8 of ” ’ »
        while (k < b.length) {
            if (b.bytes[k] === 0x22 || b.bytes[k] === 0x27 || b.bytes[k] === 0x29) k++;
            else if (b.bytes[k] === 0xe2 && b.bytes[k + 1] === 0x80 && (b.bytes[k + 2] === 0x9d || b.bytes[k + 2] === 0x99)) k += 3;
            else break;
        }
        if (b.bytes[k] !== 0x20) continue;
        const next = b.bytes[k + 1]!;
        const before = b.cut(Math.max(start, i - 4), i);
        if (/(^|[\s.])[A-Za-z]$|(Mr|Mrs|Dr|St|Jan|Feb|Aug|Sept|Oct|Nov|Dec)$/.test(before)) continue;
        if ((next >= 0x41 && next <= 0x5a) || next >= 0x80 || next === 0x22 || (next >= 0x30 && next <= 0x39)) push(k);
    }
    push(b.length);
    return out;
}

export const words_of = (s: string): string[] => s.toLowerCase().match(/[\p{L}\p{N}]+(?:['’][\p{L}]+)?/gu) ?? [];

export function align(a: CleanText, b: CleanText): Diff {
    const sa = sentences(a), sb = sentences(b);
    const wa = sa.map(s => new Set(words_of(a.cut(s[0], s[1])))), wb = sb.map(s => new Set(words_of(b.cut(s[0], s[1]))));
    const df = new Map<string, number>();
    for (const w of [...wa, ...wb]) for (const x of w) df.set(x, (df.get(x) ?? 0) + 1);
    const weight = (x: string) => 1 / (1 + Math.log(df.get(x) ?? 1)) * (x.length > 3 ? 1 : 0.3);
    const total = (w: Set<string>) => { let t = 0; for (const x of w) t += weight(x); return t; };
    const ta = wa.map(total), tb = wb.map(total);
    const pairs: { i: number; k: number; alike: number }[] = [];
    // Through an index of words, so that long reports don't compare each with each.
    const where = new Map<string, number[]>();
    wa.forEach((w, i) => { for (const x of w) { const l = where.get(x); if (l) l.push(i); else where.set(x, [i]); } });
    wb.forEach((w, k) => {
        const shared = new Map<number, number>();
        for (const x of w) for (const i of where.get(x) ?? []) shared.set(i, (shared.get(i) ?? 0) + weight(x));
        for (const [i, s] of shared) {
            const alike = s / Math.max(0.001, ta[i]! + tb[k]! - s);
            if (alike >= 0.3) pairs.push({ i, k, alike });
        }
    });
    pairs.sort((x, y) => y.alike - x.alike || x.k - y.k || x.i - y.i);
    const to_a = new Map<number, { i: number; alike: number }>(), used = new Set<number>();
    for (const p of pairs) {
        if (to_a.has(p.k) || used.has(p.i)) continue;
        to_a.set(p.k, { i: p.i, alike: p.alike });
        used.add(p.i);
    }
    const rows: DiffRow[] = [], counts = { taken: 0, changed: 0, dropped: 0, added: 0 };
    let dropped = 0;
    const drop_until = (end: number) => {
        for (; dropped < end; dropped++) if (!used.has(dropped)) {
            rows.push({ kind: "dropped", a_at: sa[dropped], a: a.to_source(sa[dropped]!) ?? undefined });
            counts.dropped++;
        }
    };
    sb.forEach((s, k) => {
        const pair = to_a.get(k);
        if (!pair) { rows.push({ kind: "added", b_at: s, b: b.to_source(s) ?? undefined }); counts.added++; return; }
        drop_until(pair.i);
        const from = sa[pair.i]!;
        const same = words_of(a.cut(from[0], from[1])).join(" ") === words_of(b.cut(s[0], s[1])).join(" ");
        const kind = same ? "taken" : "changed";
        counts[kind]++;
        rows.push({ kind, alike: same ? 1 : pair.alike, a_at: from, a: a.to_source(from) ?? undefined, b_at: s, b: b.to_source(s) ?? undefined });
    });
    drop_until(sa.length);
    return { a: a.row.id, b: b.row.id, counts, rows };
}

export interface Word { text: string; same: boolean }

/** A changed pair word by word: for each side its words (with the space before) and whether the other has them too. */
export function word_diff(a: string, b: string, most = 400): [Word[], Word[]] {
    const cut = (s: string) => s.match(/\s*(?:[\p{L}\p{N}]+(?:['’.,][\p{L}\p{N}]+)*|[^\s])/gu) ?? [];
    const x = cut(a), y = cut(b);
    if (x.length > most || y.length > most) return [[{ text: a, same: false }], [{ text: b, same: false }]];
    const key = (s: string) => s.trim().toLowerCase();
    const n = x.length, m = y.length, t = new Uint16Array((n + 1) * (m + 1));
    for (let i = n - 1; i >= 0; i--)
        for (let k = m - 1; k >= 0; k--)
            t[i * (m + 1) + k] = key(x[i]!) === key(y[k]!) ? t[(i + 1) * (m + 1) + k + 1]! + 1
                : Math.max(t[(i + 1) * (m + 1) + k]!, t[i * (m + 1) + k + 1]!);
    const left: Word[] = [], right: Word[] = [];
    const put = (to: Word[], text: string, same: boolean) => {
        const last = to[to.length - 1];
        if (last && last.same === same) last.text += text; else to.push({ text, same });
    };
    let i = 0, k = 0;
    while (i < n && k < m) {
        if (key(x[i]!) === key(y[k]!)) { put(left, x[i++]!, true); put(right, y[k++]!, true); }
        else if (t[(i + 1) * (m + 1) + k]! >= t[i * (m + 1) + k + 1]!) put(left, x[i++]!, false);
        else put(right, y[k++]!, false);
    }
    while (i < n) put(left, x[i++]!, false);
    while (k < m) put(right, y[k++]!, false);
    return [left, right];
}
