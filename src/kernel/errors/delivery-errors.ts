import type { ErrorRows } from "./error-rows.ts";

/** Refusals of documents that leave the house: PDF, e-mail, public link. */
export const deliveryErrors = {
  "document.not_found": [
    404,
    "No document has this number",
    "Look it up in its list; numbers are written as there, such as INV-000001.",
  ],
  "public_link.not_found": [
    404,
    "There is nothing at this address",
    "Ask whoever sent you the link for a new one.",
  ],
  "public_link.draft": [
    409,
    "A draft has no public link",
    "Send the document first; until then it may still change.",
  ],
  "pdf.unavailable": [
    503,
    "PDFs cannot be made on this machine",
    "Install the packages again (npm ci), on a platform for which typst has one: Linux, macOS, Windows.",
  ],
} as const satisfies ErrorRows;
