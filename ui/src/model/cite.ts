// Citations: one line of JSON for each passage, which `stemma cite` holds against the file.
import type { Doc, Span } from "./types";

export function citation(doc: Doc, span: Span, words: string): string {
    return JSON.stringify({ cite: "stemma-cite/1", file: doc.file, record: doc.record, sha256: doc.sha256, bytes: span, words });
}
