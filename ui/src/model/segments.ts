// Marks over a text overlap; a page's elements don't. So the text is cut at every border, and each piece knows the
// marks that run over it.
import type { Span } from "./types";

export interface Mark { kind: string; at: Span; id: string }
export interface Piece { from: number; to: number; marks: Mark[] }

/** Cuts [from, to) at the borders of the marks. Marks outside are left out, those across the edges are cut. */
export function segments(from: number, to: number, marks: Mark[]): Piece[] {
    const here = marks.filter(m => m.at[0] < to && m.at[1] > from && m.at[1] > m.at[0]);
    const cuts = new Set<number>([from, to]);
    for (const m of here) { cuts.add(Math.max(from, m.at[0])); cuts.add(Math.min(to, m.at[1])); }
    const at = [...cuts].sort((a, b) => a - b);
    here.sort((a, b) => a.at[0] - b.at[0] || b.at[1] - a.at[1]);
    const out: Piece[] = [];
    let open: Mark[] = [], next = 0;
    for (let i = 0; i + 1 < at.length; i++) {
        const start = at[i]!, end = at[i + 1]!;
        open = open.filter(m => m.at[1] > start);
        while (next < here.length && here[next]!.at[0] <= start) { if (here[next]!.at[1] > start) open.push(here[next]!); next++; }
        out.push({ from: start, to: end, marks: [...open] });
    }
    return out;
}
