// Elements without mark-up: the one way by which this page makes any. Strings become text nodes; there is no path from a
// string to HTML, and attributes that could run something or reach out are refused.
export type Kid = Node | string | number | null | undefined | false | Kid[];
type On = { [K in keyof HTMLElementEventMap]?: (e: HTMLElementEventMap[K]) => void };
export interface Props { class?: string; on?: On; [attribute: string]: unknown }

const svg_names = new Set(["svg", "g", "path", "circle", "rect", "line", "text"]);

function put(el: Element, kids: Kid[]): void {
    for (const k of kids) {
        if (k === null || k === undefined || k === false) continue;
        if (Array.isArray(k)) put(el, k);
        else el.append(k instanceof Node ? k : String(k));
    }
}

export function h<K extends keyof HTMLElementTagNameMap>(tag: K, props?: Props | null, ...kids: Kid[]): HTMLElementTagNameMap[K];
export function h(tag: string, props?: Props | null, ...kids: Kid[]): Element;
export function h(tag: string, props?: Props | null, ...kids: Kid[]): Element {
    const el = svg_names.has(tag) ? document.createElementNS("http://www.w3.org/2000/svg", tag) : document.createElement(tag);
    for (const [name, value] of Object.entries(props ?? {})) {
        if (value === undefined || value === null || value === false) continue;
        if (name === "on") { for (const [type, f] of Object.entries(value as object)) el.addEventListener(type, f as EventListener); continue; }
        if (/^on|^style$|^src|^href$|^srcdoc$|^formaction$|^action$/i.test(name)) throw new Error(`attribute ${name} is not set from here`);
        el.setAttribute(name, value === true ? "" : String(value));
    }
    put(el, kids);
    return el;
}

/** A link inside the page: a route, its parts encoded. */
export function route(...parts: string[]): string { return "#/" + parts.map(encodeURIComponent).join("/"); }
export function link(to: string, props: Props | null, ...kids: Kid[]): HTMLAnchorElement {
    if (!to.startsWith("#/")) throw new Error("links lead to routes only");
    const a = h("a", props, ...kids);
    a.setAttribute("href", to);
    return a;
}

export function button(props: Props, ...kids: Kid[]): HTMLButtonElement { return h("button", { type: "button", ...props }, ...kids); }
export function clear(el: Element): void { el.replaceChildren(); }
export function fill(el: Element, ...kids: Kid[]): void { clear(el); put(el, kids); }

let last_id = 0;
export function new_id(prefix = "x"): string { return `${prefix}${++last_id}`; }
