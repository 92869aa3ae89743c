// One tab stop for a whole list, arrows inside (the roving tabindex of the ARIA practices).
export function roving(box: HTMLElement, selector: string, horizontal = false): void {
    const items = () => [...box.querySelectorAll<HTMLElement>(selector)];
    const set = (el: HTMLElement) => { for (const i of items()) i.tabIndex = i === el ? 0 : -1; };
    const now = items();
    now.forEach((el, i) => { el.tabIndex = i === 0 ? 0 : -1; });
    box.addEventListener("focusin", e => { const el = (e.target as HTMLElement).closest<HTMLElement>(selector); if (el && box.contains(el)) set(el); });
    box.addEventListener("keydown", e => {
        const all = items(), at = all.indexOf(document.activeElement as HTMLElement);
        if (at < 0 || e.altKey || e.ctrlKey || e.metaKey) return;
        const next = horizontal ? "ArrowRight" : "ArrowDown", back = horizontal ? "ArrowLeft" : "ArrowUp";
        let to = -1;
        if (e.key === next) to = Math.min(at + 1, all.length - 1);
        else if (e.key === back) to = Math.max(at - 1, 0);
        else if (e.key === "Home") to = 0;
        else if (e.key === "End") to = all.length - 1;
        else return;
        e.preventDefault();
        all[to]?.focus();
    });
}
