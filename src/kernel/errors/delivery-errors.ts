import type { ErrorRows } from "./error-rows.ts";

/** Refusals of documents that leave the house: PDF, e-mail, public link. */
export const deliveryErrors = {
  "document.not_found": [
    404,
    "No document has this number",
    "Look it up in its list; numbers are written as there, such as INV-000001.",
  ],
  "pdf.unavailable": [
    503,
    "PDFs cannot be made on this machine",
    "Install the packages again (npm ci), on a platform for which typst has one: Linux, macOS, Windows.",
  ],
} as const satisfies ErrorRows;
