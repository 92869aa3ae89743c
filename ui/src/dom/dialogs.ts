// Dialogs, the panel at the side, and what is told at the foot of the page.
import { button, fill, h, new_id, type Kid } from "./h";

let live: HTMLElement | null = null, toasts: HTMLElement | null = null;
export function announcer(): HTMLElement {
    live = h("div", { class: "sr-only", role: "status", "aria-live": "polite" });
    toasts = h("section", { class: "toasts", "aria-label": "Messages" });
    return h("div", { class: "announcer" }, live, toasts);
}
/** Says something to those who listen, and nothing to those who look. */
export function announce(words: string): void { if (live) { live.textContent = ""; const l = live; setTimeout(() => { l.textContent = words; }, 30); } }

export function toast(words: string, action?: { label: string; run: () => void }, bad = false): void {
    const el = h("div", { class: bad ? "toast bad" : "toast", role: bad ? "alert" : undefined }, h("span", null, words));
    if (action) el.append(button({ class: "plain", on: { click: () => { el.remove(); action.run(); } } }, action.label));
    el.append(button({ class: "plain", "aria-label": "Dismiss this message", on: { click: () => el.remove() } }, "×"));
    toasts?.append(el);
    while (toasts && toasts.children.length > 3) toasts.firstElementChild!.remove();
    announce(words);
    if (!bad) setTimeout(() => { if (!el.matches(":hover, :focus-within")) el.remove(); }, action ? 12000 : 5000);
}

export function dialog(title: string, make: (close: () => void) => Kid, cls = ""): HTMLDialogElement {
    const id = new_id("d"), was = document.activeElement as HTMLElement | null;
    const el = h("dialog", { class: `dialog ${cls}`, "aria-labelledby": id });
    const close = () => el.close();
    el.append(h("div", { class: "dialog-head" }, h("h2", { id }, title),
        button({ class: "plain close", "aria-label": "Close", on: { click: close } }, "×")));
    const body = h("div", { class: "dialog-body" });
    fill(body, make(close));
    el.append(body);
    el.addEventListener("close", () => { el.remove(); if (was?.isConnected) was.focus(); });
    el.addEventListener("click", e => { if (e.target === el) close(); });
    document.body.append(el);
    el.showModal();
    return el;
}

/** The panel at the side: the source with a passage lit up, or the evidence of an edge. One at a time, with a way back. */
export class Panel {
    readonly el: HTMLElement;
    private readonly head: HTMLElement;
    private readonly body: HTMLElement;
    private readonly back: HTMLButtonElement;
    private stack: { title: string; draw: (box: HTMLElement) => void }[] = [];
    private was: HTMLElement | null = null;
    constructor(private readonly changed: (open: boolean) => void) {
        const id = new_id("p");
        this.head = h("h2", { id, tabindex: "-1" });
        this.body = h("div", { class: "panel-body" });
        this.back = button({ class: "plain", on: { click: () => { this.stack.pop(); this.draw(); } } }, "← Back");
        this.el = h("aside", { class: "panel", "aria-labelledby": id, hidden: true },
            h("div", { class: "panel-head" }, this.back, this.head, button({ class: "plain close", "aria-label": "Close the panel", on: { click: () => this.close() } }, "×")), this.body);
        this.el.addEventListener("keydown", e => { if (e.key === "Escape") { e.stopPropagation(); this.close(); } });
    }
    get open(): boolean { return !this.el.hidden; }
    show(title: string, draw: (box: HTMLElement) => void): void {
        const inside = this.el.contains(document.activeElement);
        if (!inside) { this.was = document.activeElement as HTMLElement | null; this.stack = []; }
        this.stack.push({ title, draw });
        if (this.stack.length > 12) this.stack.shift();
        this.draw();
    }
    private draw(): void {
        const top = this.stack[this.stack.length - 1];
        if (!top) { this.close(); return; }
        const first = this.el.hidden;
        this.el.hidden = false;
        if (first) this.changed(true);
        this.back.hidden = this.stack.length < 2;
        this.head.textContent = top.title;
        this.body.className = "panel-body";
        fill(this.body);
        this.body.scrollTop = 0;
        top.draw(this.body);
        this.head.focus({ preventScroll: true });
    }
    close(): void {
        if (this.el.hidden) return;
        this.el.hidden = true;
        this.stack = [];
        fill(this.body);
        this.changed(false);
        if (this.was?.isConnected) this.was.focus({ preventScroll: true });
    }
}

export async function copy(words: string, told: string): Promise<void> {
    try { await navigator.clipboard.writeText(words); toast(told); return; } catch { /* from a file the clipboard may be closed: below */ }
    const area = h("textarea", { class: "sr-only", "aria-label": "to be copied", readonly: true });
    area.value = words;
    document.body.append(area);
    const was = document.activeElement as HTMLElement | null;
    area.select();
    let ok = false;
    try { ok = document.execCommand("copy"); } catch { ok = false; }
    area.remove();
    was?.focus();
    if (ok) { toast(told); return; }
    dialog("Copy this", () => { const t = h("textarea", { class: "copy-box", rows: "8", readonly: true, "aria-label": "Citation" }); t.value = words; setTimeout(() => t.select(), 0); return t; });
}
