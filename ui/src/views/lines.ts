// A line of the account as it stands everywhere in the room: the words, whose they are, the bytes, a citation.
import type { Room } from "../room";
import type { Story } from "../model/story";
import type { Span } from "../model/types";
import { span_list } from "../model/shape";
import { citation } from "../model/cite";
import { button, h, link, route, type Kid } from "../dom/h";
import { bare, plain, said, digits } from "../dom/report_text";
import { copy } from "../dom/dialogs";
import { show_source } from "./source_panel";

export interface Ctx { room: Room; story: Story }

export const stances: Record<string, { sign: string; word: string; told: string }> = {
    asserted: { sign: "●", word: "own voice", told: "tells it in its own voice" },
    attributed: { sign: "◐", word: "attributed", told: "has it from a source" },
    denied: { sign: "✕", word: "denied", told: "has it denied" },
    declined: { sign: "○", word: "no comment", told: "asked, and neither confirmed nor denied" },
    doubted: { sign: "?", word: "unverified", told: "could not verify it" },
};
export function stance(kind: string, word = true): HTMLElement {
    const s = stances[kind] ?? { sign: "·", word: plain(kind, 20), told: "" };
    return h("span", { class: `stance st-${stances[kind] ? kind : "other"}` }, h("span", { class: "sign", "aria-hidden": "true" }, s.sign), word && h("span", null, s.word));
}

export const bytes_words = (s: Span) => `${digits(s[0])}–${digits(s[1])}`;

/** The two buttons that every line with a place has. */
export function place_buttons(ctx: Ctx, doc: string, at: Span | Span[] | null, text?: string): Kid {
    const spans = span_list(at);
    const row = ctx.story.by_id.get(doc);
    if (!spans.length || !row) return h("span", { class: "no-place" }, "no passage");
    const whole: Span = [spans[0]![0], spans[spans.length - 1]![1]];
    return h("span", { class: "place" },
        button({ class: "bytes", "data-line": true, title: "Show these bytes in the source",
            on: { click: () => show_source(ctx, doc, spans, text) } }, `bytes ${bytes_words(whole)}`, h("span", { class: "sr-only" }, ` of ${plain(ctx.story.label(doc), 60)}`)),
        button({ class: "cite", "data-cite": true, title: "Copy a citation: file, sha256, bytes, words",
            on: { click: () => { void copy(spans.map(s => citation(row, s, spans.length === 1 ? ctx.story.words(doc, s, text) : ctx.story.words(doc, s))).join("\n"), "Citation copied"); } } },
            "cite", h("span", { class: "sr-only" }, ` ${plain(ctx.story.label(doc), 60)} ${bytes_words(whole)}`)));
}

export function report_link(ctx: Ctx, doc: string): HTMLElement {
    if (!ctx.story.by_id.has(doc)) return h("span", { class: "outlet" }, said(ctx.story.node_name(doc), 80));
    return link(route("story", ctx.story.row.id, "report", doc), { class: "outlet", title: plain(ctx.story.by_id.get(doc)?.title, 200) }, said(ctx.story.label(doc), 80));
}

export interface LineOptions { doc: string; span: Span | Span[] | null; text?: string; by?: string | null; before?: Kid; after?: Kid; context?: boolean; cls?: string }

/** A passage, and under it where it stands. With `context` the sentence round it is shown too, the passage lit. */
export function line(ctx: Ctx, o: LineOptions): HTMLElement {
    const words = ctx.story.words(o.doc, o.span ?? [], o.text);
    const spans = span_list(o.span), t = ctx.story.text(o.doc);
    let body: Kid = said(words);
    if (o.context && spans.length === 1 && t) {
        const at = t.from_source(spans[0]!);
        if (at && at[1] - at[0] < 2000) {
            const [a, b] = t.round(at);
            body = h("bdi", null, bare(t.cut(a, at[0])), h("mark", null, bare(t.cut(at[0], at[1]))), bare(t.cut(at[1], b)));
        }
    }
    return h("div", { class: `line ${o.cls ?? ""}` },
        h("p", { class: "line-words" }, o.before, o.before ? " " : "", body),
        h("p", { class: "line-foot" }, report_link(ctx, o.doc), o.by ? [h("span", { class: "by" }, "by ", said(o.by, 120))] : null, o.after, place_buttons(ctx, o.doc, o.span, words)));
}

export function badge(words: Kid, kind = ""): HTMLElement { return h("span", { class: `badge ${kind}` }, words); }
export function empty(words: string): HTMLElement { return h("p", { class: "empty" }, words); }
export function section_head(title: string, n?: number, note?: Kid): HTMLElement {
    return h("div", { class: "section-head" }, h("h2", null, title, n !== undefined ? h("span", { class: "n" }, ` ${digits(n)}`) : null), note ? h("p", { class: "section-note" }, note) : null);
}
export const kind_words: Record<string, string> = { copy: "copy of", rewrite: "rewrite of", cites: "cites", quotes: "quotes from" };
export const conflict_words: Record<string, string> = {
    time: "Different times", quantity: "Different numbers", denial: "Told and denied", wording: "One quotation, different words",
    who: "Different people", scope: "Kept and dropped",
};
export const loss_words: Record<string, string> = {
    attribution_lost: "source lost", attribution_gained: "source gained", denial_dropped: "denial dropped", caveat_dropped: "caveat dropped",
};
