// The family tree as rows: a family after another, parents above children, each at its place in time.
//
//     time →   12 Mar        13 Mar
//     0   ○────┐                        a missing original, before the first that has it
//     1        ●─────┐                  rows are drawn only where they are looked at,
//     2        │     ●                  so that two thousand of them cost what twenty do
//     3        └────────●
import type { Story } from "./story";
import { edge_rank_of } from "./story";
import type { Edge } from "./types";

export interface Node {
    id: string; origin: boolean; row: number; depth: number; parent: Node | null; edge: Edge | null; also: Edge[]; children: Node[];
    /** Milliseconds, or null where nothing tells; an original's is its first child's. */
    time: number | null;
    /** Known to the day only: it may stand anywhere in that day. */
    day: boolean;
    /** Rows of it and all below. */
    size: number;
}
export interface Layout { nodes: Node[]; by_id: Map<string, Node>; depth: number }

export function parse_time(s: string | null): number | null {
    if (!s) return null;
    const t = Date.parse(/^\d{4}-\d{2}-\d{2}$/.test(s) ? `${s}T12:00:00Z` : /^\d{4}-\d{2}$/.test(s) ? `${s}-15T12:00:00Z` : s);
    return Number.isFinite(t) ? t : null;
}

export function tree_layout(story: Story): Layout {
    const by_id = new Map<string, Node>();
    const make = (id: string, origin: boolean, published: string | null) => {
        const n: Node = { id, origin, row: -1, depth: 0, parent: null, edge: null, also: [], children: [], time: parse_time(published), day: !published?.includes("T"), size: 1 };
        by_id.set(id, n);
        return n;
    };
    for (const d of story.docs) make(d.id, false, d.published);
    for (const o of story.origins) make(o.id, true, o.published);
    // Parents outside of the story (another story of the thread) are shown as well, as what is rested on.
    for (const e of story.edges) if (e.from && !by_id.has(e.from)) make(e.from, story.is_origin(e.from), story.by_id.get(e.from)?.published ?? null);

    for (const d of story.docs) {
        const node = by_id.get(d.id)!;
        const edges = [...story.edges_of.get(d.id) ?? []].sort((a, b) => edge_rank_of(b.kind) - edge_rank_of(a.kind) || b.confidence - a.confidence);
        for (const e of edges) {
            const parent = by_id.get(e.from!);
            let above: Node | null = parent ?? null;
            while (above && above !== node) above = above.parent;
            if (!node.parent && parent && above !== node) { node.parent = parent; node.edge = e; parent.children.push(node); }
            else node.also.push(e);
        }
    }
    // A missing original is as old as what has it from there; children in time, then by id.
    const first = (n: Node): number => {
        let t = n.time ?? Infinity;
        const stack = [...n.children];
        while (stack.length) { const c = stack.pop()!; if (c.time !== null && c.time < t) t = c.time; stack.push(...c.children); }
        return t;
    };
    const firsts = new Map<Node, number>();
    for (const n of by_id.values()) if (!n.parent || n.origin) firsts.set(n, first(n));
    const also_of = new Map<string, Node[]>();
    for (const n of by_id.values()) for (const e of n.also) { const l = also_of.get(e.from!); if (l) l.push(n); else also_of.set(e.from!, [n]); }
    for (const n of by_id.values()) if (n.origin && n.time === null) {
        let t = firsts.get(n) ?? Infinity;
        for (const c of also_of.get(n.id) ?? []) if (c.time !== null && c.time < t) t = c.time;
        n.time = Number.isFinite(t) ? t : null;
        firsts.set(n, t);
    }
    const order = (a: Node, b: Node) => (a.time ?? Infinity) - (b.time ?? Infinity) || (a.id < b.id ? -1 : 1);
    const roots = [...by_id.values()].filter(n => !n.parent);
    const lone = (n: Node) => n.origin && !n.children.length;
    const main = roots.filter(n => !lone(n)).sort((a, b) => (firsts.get(a) ?? Infinity) - (firsts.get(b) ?? Infinity) || (a.id < b.id ? -1 : 1));
    // An original that is nobody's first parent stands right above the first that cites it.
    const before = new Map<Node, Node[]>();
    for (const n of roots.filter(lone)) {
        const of = (also_of.get(n.id) ?? []).sort(order)[0];
        if (!of) { main.push(n); continue; }
        const l = before.get(of);
        if (l) l.push(n); else before.set(of, [n]);
    }
    const nodes: Node[] = [];
    let depth = 0;
    for (const root of main) {
        const stack: Node[] = [root];
        while (stack.length) {
            const n = stack.pop()!;
            for (const o of before.get(n) ?? []) { o.row = nodes.length; nodes.push(o); }
            // A day without an hour can't be told to be before the parent's hour of that day.
            const p = n.parent;
            if (p && n.day && !n.origin && n.time !== null && p.time !== null && p.time > n.time && p.time - n.time < 12 * 3600e3) n.time = p.time;
            n.row = nodes.length;
            n.depth = n.parent ? n.parent.depth + 1 : 0;
            depth = Math.max(depth, n.depth);
            nodes.push(n);
            n.children.sort(order);
            for (let i = n.children.length - 1; i >= 0; i--) stack.push(n.children[i]!);
        }
    }
    for (let i = nodes.length - 1; i >= 0; i--) { const n = nodes[i]!; if (n.parent) n.parent.size += n.size; }
    return { nodes, by_id, depth };
}

export interface Scale { x: (time: number | null) => number; ticks: { x: number; time: number; gap: boolean }[] }

/** Time to x in [0, width]. Long silences are drawn short (`gap` marks where), so that a follow-up months later doesn't
 *  press the first day into one point. */
export function time_scale(times: number[], width: number, tick_room = 70): Scale {
    const all = [...new Set(times)].sort((a, b) => a - b);
    if (!all.length) return { x: () => 0, ticks: [] };
    const gaps = all.slice(1).map((t, i) => t - all[i]!);
    const sorted = [...gaps].sort((a, b) => a - b);
    const middle = sorted[Math.floor(sorted.length / 2)] ?? 0;
    const most = Math.max(6 * 3600e3, middle * 8);
    const length = gaps.map(g => Math.min(g, most));
    const sum = length.reduce((a, b) => a + b, 0) || 1;
    const at = [0];
    for (const l of length) at.push(at[at.length - 1]! + l / sum * width);
    const x = (time: number | null): number => {
        if (time === null) return 0;
        let low = 0, high = all.length - 1;
        if (time <= all[0]!) return 0;
        if (time >= all[high]!) return at[high]!;
        while (high - low > 1) { const mid = (low + high) >> 1; if (all[mid]! <= time) low = mid; else high = mid; }
        return at[low]! + (time - all[low]!) / (all[high]! - all[low]!) * (at[high]! - at[low]!);
    };
    const ticks: Scale["ticks"] = [];
    let last = -Infinity, day = "";
    all.forEach((t, i) => {
        const d = new Date(t).toISOString().slice(0, 10);
        if (d === day) return;
        day = d;
        if (at[i]! - last < tick_room) return;
        last = at[i]!;
        ticks.push({ x: at[i]!, time: t, gap: i > 0 && gaps[i - 1]! > most });
    });
    return { x, ticks };
}
