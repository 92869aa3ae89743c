// Strings that come from reports. Each is isolated, so that a right-to-left override in a title can't turn round what
// stands beside it, and characters that one wouldn't see are shown by their number. They reach the page as text nodes.
import { button, h, link, type Kid } from "./h";

// Controls (line feed and tab are kept apart), bidi embeddings, overrides, isolates and marks, invisible separators, BOM,
// soft hyphen, tag characters, interlinear and object marks, Hangul fillers.
const hidden = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f-\u009f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\u3164\ufeff\uffa0\ufff9-\ufffc]|[\u{e0000}-\u{e0fff}]|[\ud800-\udfff]/gu;
const hidden_one = new RegExp(hidden.source, "u");

const code = (c: string) => "U+" + c.codePointAt(0)!.toString(16).toUpperCase().padStart(4, "0");

/** For attributes, titles of the window and messages: one line, nothing hidden, cut. */
export function plain(s: string | null | undefined, most = 160): string {
    if (!s) return "";
    let t = s.length > most * 4 ? s.slice(0, most * 4) : s;
    t = t.replace(/[\s\u2028\u2029]+/g, " ").replace(hidden, c => `[${code(c)}]`).trim();
    return t.length > most || s.length > most * 4 ? t.slice(0, most - 1).replace(/[\ud800-\udbff]$/, "") + "…" : t;
}

/** Text nodes, with what is hidden shown. */
export function bare(s: string): Kid[] {
    if (!hidden_one.test(s)) return [s];
    const out: Kid[] = [];
    let at = 0;
    for (const m of s.matchAll(hidden)) {
        if (m.index! > at) out.push(s.slice(at, m.index));
        out.push(h("span", { class: "hidden-char", title: "a character that is not seen" }, code(m[0]!)));
        at = m.index! + m[0]!.length;
    }
    if (at < s.length) out.push(s.slice(at));
    return out;
}

/** A string of a report in running text. Longer ones than `most` are cut, with a button for the rest. */
export function said(s: string | null | undefined, most = 600, cls?: string): HTMLElement {
    const el = h("bdi", { class: cls });
    if (!s) return el;
    if (s.length <= most) { el.append(...bare(s) as (Node | string)[]); return el; }
    const cut = s.slice(0, most).replace(/[\ud800-\udbff]$/, "");
    el.append(...bare(cut) as (Node | string)[], "… ");
    const rest = s.length - cut.length;
    const more = button({ class: "more-text" }, `${digits(rest)} more characters`);
    more.addEventListener("click", () => {
        // However long it is, a hundred thousand characters are what one look shows.
        const all = s.length > 100000 ? s.slice(0, 100000) + "…" : s;
        el.replaceChildren(...bare(all) as (Node | string)[]);
    });
    el.append(more);
    return el;
}

/** A string of a report cut short, with nothing to open: for paper. */
export function brief(s: string | null | undefined, most: number): HTMLElement { return h("bdi", null, plain(s, most)); }

/** A report's address: text; a link only where it is http(s), and one that tells nobody where it was followed from. */
export function address(url: string): HTMLElement {
    let ok = false;
    try { const u = new URL(url); ok = u.protocol === "http:" || u.protocol === "https:"; } catch { ok = false; }
    if (!ok || url.length > 2000) return said(url, 200);
    const a = h("a", { rel: "noopener noreferrer nofollow", target: "_blank", class: "outside" });
    a.setAttribute("href", url);
    a.append(said(url.length > 200 ? url.slice(0, 200) + "…" : url, 300));
    return a;
}

const months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
const parts: Record<string, string> = {
    TMO: "morning", TMI: "midday", TAF: "afternoon", TEV: "evening", TNI: "night", TDT: "daytime", "-SP": "spring", "-SU": "summer", "-FA": "autumn", "-WI": "winter",
    "-WE": "weekend", "-Q1": "first quarter", "-Q2": "second quarter", "-Q3": "third quarter", "-Q4": "fourth quarter", "-H1": "first half", "-H2": "second half",
};
/** A date as people write it, as precise as it is: "12 Mar 2024, 18:42". What isn't a date stays what it was. */
export function date_words(s: string | null | undefined, time = true): string {
    if (!s) return "no date";
    const m = /^(\d{4})(?:-(\d{2})(?:-(\d{2})(?:T(\d{2}:\d{2}))?)?)?/.exec(s);
    const part = /^(\d{4}(?:-W\d\d|-\d\d(?:-\d\d)?)?)(T[A-Z]{2}|-(?:SP|SU|FA|WI|WE|Q\d|H\d))$/.exec(s), word = part && parts[part[2]!];
    if (word) return `${date_words(part[1])}, ${word}`;
    const week = /^(\d{4})-W0?(\d+)$/.exec(s);
    if (week) return `${week[1]}, week ${week[2]}`;
    if (/^\d{3}$/.test(s)) return `${s}0s`;
    if (!m || (m[2] && (+m[2] < 1 || +m[2] > 12))) return plain(s, 40);
    if (!m[2]) return s.length > 4 ? plain(s, 40) : m[1]!;
    const rest = s.slice(m[0].length);
    if (rest && !/^(:\d{2}(\.\d+)?)?(Z|[+-]\d{2}:?\d{2})?$/.test(rest)) return plain(s, 40);
    const day = m[3] ? `${+m[3]} ` : "";
    return `${day}${months[+m[2] - 1]} ${m[1]}${time && m[4] ? `, ${m[4]}` : ""}`;
}
export function stretch_words(from: string | null, to: string | null): string {
    if (!from && !to) return "no date";
    if (!from || !to || from.slice(0, 10) === to.slice(0, 10)) return date_words(from ?? to, false);
    const a = date_words(from, false), b = date_words(to, false);
    const [da, ma, ya] = a.split(" "), [, mb, yb] = b.split(" ");
    if (yb && ya === yb && ma === mb) return `${da}–${b}`;
    if (yb && ya === yb) return `${da} ${ma} – ${b}`;
    return `${a} – ${b}`;
}
/** 12345.5 as 12,345.5. By hand: the browser's own way takes longer to start than a story takes to be drawn. */
export function digits(n: number): string {
    const [whole, rest] = String(Math.round(n * 1000) / 1000).split(".");
    return whole!.replace(/\B(?=(\d{3})+$)/g, ",") + (rest ? `.${rest}` : "");
}
export function count(n: number, one: string, many = one + "s"): string { return `${digits(n)} ${n === 1 ? one : many}`; }
/** Words in a row: "a, b and c". */
export function listed(kids: Kid[], last = " and "): Kid[] {
    return kids.flatMap((k, i) => i === 0 ? [k] : [i === kids.length - 1 ? last : ", ", k]);
}
export { link };
