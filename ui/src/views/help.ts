import { h } from "../dom/h";
import { dialog } from "../dom/dialogs";

let open = false;
export const single_keys = { on: true };
try { single_keys.on = localStorage.getItem("stemma-keys") !== "off"; } catch { /* from a file there may be no storage */ }

export function help(): void {
    if (open) return;
    open = true;
    const keys: [string, string][] = [["?", "this help"], ["1 … 8", "the views of a story, in their order"], ["j, k", "next and last passage"], ["Enter", "its bytes in the source"], ["c", "copy its citation"], ["Esc", "close what is open"], ["/", "search or filter"], ["u", "all stories"],
        ["← ↑ → ↓", "inside of the tree, the table of claims and lists"], ["Home, End, PgUp, PgDn", "to the ends, by pages"], ["Ctrl P", "the story on two sheets of paper"]];
    const box = h("input", { type: "checkbox" });
    box.checked = single_keys.on;
    box.addEventListener("change", () => { single_keys.on = box.checked; try { localStorage.setItem("stemma-keys", box.checked ? "on" : "off"); } catch { /* as above */ } });
    dialog("Help", () => [
        h("p", null, "Stemma says what reports say, and never what is true. Each line stands on bytes of a file: “bytes” shows them, “cite” copies a citation that “stemma cite” checks."),
        h("table", { class: "keys" }, h("caption", { class: "sr-only" }, "Keys"), h("tbody", null, keys.map(([k, w]) => h("tr", null, h("th", { scope: "row" }, h("kbd", null, k)), h("td", null, w))))),
        h("p", null, h("label", null, box, " Single letters and numbers work as keys")),
    ]).addEventListener("close", () => { open = false; });
}
