// A list of rows of one height of which only those in sight exist. Positions for screen readers are in aria-posinset;
// arrows, Home, End and the page keys go through all of it, not only through what is drawn.
import { h } from "./h";

export interface VirtualOptions {
    height: number; count: number; label: string; role?: string; item_role?: string; cls?: string;
    draw: (i: number) => HTMLElement;
    /** Said of rows that come into sight, to fetch what they need. */
    seen?: (from: number, to: number) => void;
    activate?: (i: number) => void;
}

export class VirtualList {
    readonly el: HTMLElement;
    private readonly inner: HTMLElement;
    private readonly drawn = new Map<number, HTMLElement>();
    private at = 0;
    private asked = 0;
    constructor(private o: VirtualOptions) {
        this.inner = h("div", { class: "vlist-in", role: "presentation" });
        this.el = h("div", { class: `vlist ${o.cls ?? ""}`, role: o.role ?? "list", "aria-label": o.label }, this.inner);
        this.el.addEventListener("scroll", () => this.soon(), { passive: true });
        this.el.addEventListener("keydown", e => this.key(e));
        this.el.addEventListener("focusin", e => {
            const row = (e.target as HTMLElement).closest<HTMLElement>("[data-row]");
            if (row && this.el.contains(row)) this.active(Number(row.dataset.row), false);
        });
        new ResizeObserver(() => this.soon()).observe(this.el);
        this.resize(o.count);
    }
    get length(): number { return this.o.count; }
    resize(n: number): void {
        this.o.count = n;
        this.at = Math.min(this.at, Math.max(0, n - 1));
        this.inner.style.height = `${n * this.o.height}px`;
        this.redraw();
    }
    redraw(): void {
        const inside = this.el.contains(document.activeElement) && document.activeElement !== this.el;
        for (const el of this.drawn.values()) el.remove();
        this.drawn.clear();
        this.draw();
        const el = this.drawn.get(this.at), stop = inside && el && this.stop(el);
        if (stop) stop.focus({ preventScroll: true });
    }
    private soon(): void {
        if (this.asked) return;
        this.asked = requestAnimationFrame(() => { this.asked = 0; this.draw(); });
    }
    draw(): void {
        const top = this.el.scrollTop, high = this.el.clientHeight || 600;
        const from = Math.max(0, Math.floor(top / this.o.height) - 6), to = Math.min(this.o.count, Math.ceil((top + high) / this.o.height) + 6);
        for (const [i, el] of this.drawn) if ((i < from || i >= to) && i !== this.at) { el.remove(); this.drawn.delete(i); }
        this.o.seen?.(from, to);
        const want = [];
        for (let i = from; i < to; i++) want.push(i);
        if (this.at < this.o.count && (this.at < from || this.at >= to)) want.push(this.at);
        for (const i of want) {
            if (this.drawn.has(i)) continue;
            const el = this.o.draw(i);
            el.dataset.row = String(i);
            if (this.o.item_role !== "") el.setAttribute("role", this.o.item_role ?? "listitem");
            if ((this.o.item_role ?? "listitem") !== "presentation" && this.o.item_role !== "") {
                el.setAttribute("aria-posinset", String(i + 1));
                el.setAttribute("aria-setsize", String(this.o.count));
            }
            el.style.transform = `translateY(${i * this.o.height}px)`;
            el.style.height = `${this.o.height}px`;
            const stop = this.stop(el);
            if (stop) stop.tabIndex = i === this.at ? 0 : -1;
            this.drawn.set(i, el);
            // In order, so that reading order is the list's.
            let after: HTMLElement | null = null;
            for (let k = i + 1; k < to && !after; k++) after = this.drawn.get(k) ?? null;
            this.inner.insertBefore(el, after);
        }
    }
    private stop(el: HTMLElement): HTMLElement | null { return el.matches("a,button,[tabindex]") ? el : el.querySelector<HTMLElement>("a,button,[tabindex]"); }
    active(i: number, focus = true): void {
        i = Math.max(0, Math.min(i, this.o.count - 1));
        const old = this.drawn.get(this.at);
        if (old && this.at !== i) { const s = this.stop(old); if (s) s.tabIndex = -1; }
        this.at = i;
        const top = i * this.o.height;
        if (focus && (top < this.el.scrollTop || top + this.o.height > this.el.scrollTop + this.el.clientHeight))
            this.el.scrollTop = top - (top < this.el.scrollTop ? 0 : this.el.clientHeight - this.o.height);
        if (focus) this.draw();
        const el = this.drawn.get(i), s = el && this.stop(el);
        if (s) { s.tabIndex = 0; if (focus) s.focus({ preventScroll: true }); }
    }
    /** Puts a row into the middle of what is seen. */
    show(i: number): void { this.el.scrollTop = Math.max(0, i * this.o.height - this.el.clientHeight / 2); this.draw(); }
    private key(e: KeyboardEvent): void {
        if (e.altKey || e.ctrlKey || e.metaKey || !this.o.count) return;
        const page = Math.max(1, Math.floor(this.el.clientHeight / this.o.height) - 1);
        const to: Record<string, number> = { ArrowDown: this.at + 1, ArrowUp: this.at - 1, PageDown: this.at + page, PageUp: this.at - page, Home: 0, End: this.o.count - 1 };
        if (e.key in to) { e.preventDefault(); this.active(to[e.key]!); }
    }
}

/** Long lists of rows of different heights: drawn a hundred at a time as they come near. */
export function chunked<T>(box: HTMLElement, items: readonly T[], draw: (x: T, i: number) => HTMLElement, size = 60): void {
    let at = 0;
    /* a list holds items alone */
    const end = box.tagName === "UL" || box.tagName === "OL" ? h("li", { class: "chunk-end" }) : h("div", { class: "chunk-end" });
    const more = () => { for (const last = Math.min(items.length, at + size); at < last; at++) box.insertBefore(draw(items[at]!, at), end); if (at >= items.length) { end.remove(); watch.disconnect(); } };
    const watch = new IntersectionObserver(es => { if (es.some(e => e.isIntersecting)) { more(); if (at < items.length) { watch.unobserve(end); watch.observe(end); } } }, { rootMargin: "800px" });
    box.append(end);
    more();
    if (at < items.length) watch.observe(end);
}
