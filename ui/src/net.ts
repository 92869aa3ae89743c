// The server's answers. Everything that comes in goes through model/shape.ts before anything is shown.
import { is_row } from "./model/shape";

export const token = document.querySelector<HTMLMetaElement>('meta[name="stemma-token"]')?.content ?? "";
export const in_file = document.getElementById("stemma-data") !== null;

export class Refused extends Error {
    constructor(readonly status: number, message: string) { super(message); }
}

async function answer(r: Response): Promise<unknown> {
    let body: unknown = null;
    try { body = await r.json(); } catch { body = null; }
    if (!r.ok) {
        const line = is_row(body) && typeof body.error === "string" ? body.error : `the server answered ${r.status}`;
        throw new Refused(r.status, line);
    }
    return body;
}
async function ask(path: string, init?: RequestInit): Promise<unknown> {
    let r: Response;
    try { r = await fetch(path, { credentials: "same-origin", redirect: "error", ...init }); }
    catch { throw new Refused(0, "no answer from stemma serve; is it still running?"); }
    return answer(r);
}

export function get(path: string, query: Record<string, string | number | undefined> = {}, signal?: AbortSignal): Promise<unknown> {
    const q = new URLSearchParams();
    for (const [k, v] of Object.entries(query)) if (v !== undefined && v !== "") q.set(k, String(v));
    const s = q.toString();
    return ask(s ? `${path}?${s}` : path, signal ? { signal } : undefined);
}
export function post(path: string, body: unknown): Promise<unknown> {
    return ask(path, { method: "POST", headers: { "Content-Type": "application/json", "X-Stemma-Token": token }, body: JSON.stringify(body) });
}
/** Sends a file, telling how much of it has gone. (fetch can't tell that.) */
export function send(path: string, file: Blob, progress: (sent: number, all: number) => void): Promise<unknown> {
    return new Promise((done, fail) => {
        const x = new XMLHttpRequest();
        x.open("POST", path);
        x.setRequestHeader("Content-Type", "application/octet-stream");
        x.setRequestHeader("X-Stemma-Token", token);
        x.upload.addEventListener("progress", e => progress(e.loaded, e.total));
        x.addEventListener("error", () => fail(new Refused(0, "the file did not get through")));
        x.addEventListener("load", () => {
            let body: unknown = null;
            try { body = JSON.parse(x.responseText); } catch { body = null; }
            if (x.status >= 200 && x.status < 300) done(body);
            else fail(new Refused(x.status, is_row(body) && typeof body.error === "string" ? body.error : `the server answered ${x.status}`));
        });
        x.send(file);
    });
}
export const id_path = (base: string, id: string) => `${base}/${encodeURIComponent(id)}`;
