import { h } from "./h";
/** Hands a text to the user as a file; nothing leaves the machine. */
export function save_file(name: string, text: string, type = "application/json"): void {
    const url = URL.createObjectURL(new Blob([text], { type }));
    const a = h("a", { download: name });
    a.setAttribute("href", url);
    a.click();
    setTimeout(() => URL.revokeObjectURL(url), 10000);
}
