// Texts by byte. Every position in an account is a byte of UTF-8; JavaScript counts UTF-16 units. So a text is encoded
// once and cut by bytes, never by string index.
import type { Span, Text, SourceText } from "./types";

const encoder = new TextEncoder();
const decoder = new TextDecoder("utf-8");

/** A text and its bytes. Cuts that fall inside a character are moved out to its edges. */
export class Bytes {
    readonly bytes: Uint8Array;
    constructor(readonly text: string) { this.bytes = encoder.encode(text); }
    get length(): number { return this.bytes.length; }
    cut(from: number, to: number): string {
        return decoder.decode(this.bytes.subarray(this.back(from), this.on(to)));
    }
    /** The start of the character that holds the byte. */
    back(at: number): number {
        at = Math.max(0, Math.min(at, this.length));
        while (at > 0 && at < this.length && (this.bytes[at]! & 0xc0) === 0x80) at--;
        return at;
    }
    /** The end of the character before, or of the one that the byte is inside of. */
    on(at: number): number {
        at = Math.max(0, Math.min(at, this.length));
        while (at < this.length && (this.bytes[at]! & 0xc0) === 0x80) at++;
        return at;
    }
}

/** How many bytes of UTF-8 a string takes. */
export function utf8_length(s: string): number {
    let n = 0;
    for (let i = 0; i < s.length; i++) {
        const c = s.charCodeAt(i);
        if (c < 0x80) n++;
        else if (c < 0x800) n += 2;
        else if (c >= 0xd800 && c < 0xdc00 && i + 1 < s.length) { n += 4; i++; }
        else n += 3;
    }
    return n;
}

/** The clean text of a report with the way to its source. `map`: [text, source, length] runs, ordered by text. */
export class CleanText extends Bytes {
    private readonly by_source: [number, number, number][];
    constructor(readonly row: Text) {
        super(row.text);
        this.by_source = [...row.map].sort((a, b) => a[1] - b[1] || a[0] - b[0]);
    }
    /** A span of the source as one of the text; null where no byte of it stands in the text. */
    from_source(span: Span): Span | null {
        // The first run that ends behind the span's start; runs don't overlap.
        let low = 0, high = this.by_source.length;
        while (low < high) {
            const mid = (low + high) >> 1, run = this.by_source[mid]!;
            if (run[1] + run[2] > span[0]) high = mid; else low = mid + 1;
        }
        let from = -1, to = -1;
        for (let i = low; i < this.by_source.length && this.by_source[i]![1] < span[1]; i++) {
            const [text, source, length] = this.by_source[i]!;
            const a = text + Math.max(0, span[0] - source), b = text + Math.min(length, span[1] - source);
            if (b <= a) continue;
            if (from < 0 || a < from) from = a;
            if (b > to) to = b;
        }
        return from < 0 ? null : [from, to];
    }
    /** A span of the text as one of the source. */
    to_source(span: Span): Span | null {
        let from = -1, to = -1;
        for (const [text, source, length] of this.row.map) {
            const a = Math.max(text, span[0]), b = Math.min(text + length, span[1]);
            if (a >= b) continue;
            const s = source + a - text, e = source + b - text;
            if (from < 0 || s < from) from = s;
            if (e > to) to = e;
        }
        return from < 0 ? null : [from, to];
    }
    /** The sentence or so round a span of the text, for context: [from, to], at most `most` bytes to each side. */
    round(span: Span, most = 160): Span {
        const stop = (i: number) => {
            const c = this.bytes[i];
            return c === 0x0a || ((c === 0x2e || c === 0x21 || c === 0x3f) && (this.bytes[i + 1] === 0x20 || this.bytes[i + 1] === 0x0a || i + 1 >= this.length)
                && !(this.bytes[i + 2] !== undefined && this.bytes[i + 2]! >= 0x61 && this.bytes[i + 2]! <= 0x7a));
        };
        let from = this.back(span[0]), to = this.on(span[1]);
        const least = Math.max(0, from - most), last = Math.min(this.length, to + most);
        while (from > least && !stop(from - 1)) from--;
        while (to < last && this.bytes[to] !== 0x0a && !stop(to)) to++;
        if (to < this.length && this.bytes[to] !== 0x0a && stop(to)) to++;
        from = this.on(from); to = this.back(to);
        while (from < span[0] && this.bytes[from] === 0x20) from++;
        return [Math.min(from, span[0]), Math.max(to, span[1])];
    }
    /** Paragraphs: stretches between line feeds. */
    paragraphs(): Span[] {
        const out: Span[] = [];
        let start = 0;
        for (let i = 0; i <= this.length; i++) {
            if (i < this.length && this.bytes[i] !== 0x0a) continue;
            if (i > start) out.push([start, i]);
            start = i + 1;
        }
        return out;
    }
}

/** The source as it can be shown: bytes of the shown text, and their place in the real source. */
export class SourceBytes extends Bytes {
    constructor(readonly row: SourceText) { super(row.text); }
    /** A byte of the real source as one of the shown text. */
    shown(at: number, end: boolean): number {
        const map = this.row.map;
        if (!map) return Math.max(0, Math.min(at - this.row.start, this.length));
        let low = 0, high = map.length;
        while (low < high) { const mid = (low + high) >> 1; if (map[mid]![1] + map[mid]![3] > at - (end ? 1 : 0)) high = mid; else low = mid + 1; }
        const run = map[low];
        if (!run) return this.length;
        const into = at - run[1];
        if (into <= 0) return run[0];
        return run[2] === run[3] ? run[0] + Math.min(into, run[2]) : run[0] + Math.min(run[2], Math.round(into * run[2] / Math.max(1, run[3])));
    }
    /** A byte of the shown text as one of the real source. */
    real(at: number): number {
        const map = this.row.map;
        if (!map) return at + this.row.start;
        let low = 0, high = map.length;
        while (low < high) { const mid = (low + high) >> 1; if (map[mid]![0] + map[mid]![2] > at) high = mid; else low = mid + 1; }
        const run = map[low];
        if (!run) { const last = map[map.length - 1]; return last ? last[1] + last[3] : this.row.start; }
        const into = Math.max(0, at - run[0]);
        return run[2] === run[3] ? run[1] + into : run[1] + Math.min(run[3], Math.round(into * run[3] / Math.max(1, run[2])));
    }
    /** Does the shown stretch hold the span? */
    holds(span: Span): boolean {
        if (this.row.map) {
            const first = this.row.map[0], last = this.row.map[this.row.map.length - 1];
            return !!first && !!last && span[0] >= first[1] && span[1] <= last[1] + last[3];
        }
        return span[0] >= this.row.start && span[1] <= this.row.start + this.length;
    }
}

/** Cuts a text into lines of at most `columns` characters, at line feeds first. Gives the byte where each begins. */
export function break_lines(b: Bytes, columns: number): Uint32Array {
    const starts: number[] = [0];
    const n = b.length;
    let wide = 0, space = -1;
    for (let i = 0; i < n; i++) {
        const c = b.bytes[i]!;
        if (c === 0x0a) { if (i + 1 < n) starts.push(i + 1); wide = 0; space = -1; continue; }
        if ((c & 0xc0) === 0x80) continue;
        if (wide >= columns) {
            // Between words where one is near, else hard.
            const at = space > starts[starts.length - 1]! && i - space < columns / 2 ? space + 1 : i;
            starts.push(at);
            wide = i - at; space = -1;
        }
        if (c === 0x20) space = i;
        wide++;
    }
    return Uint32Array.from(starts);
}
