import { join } from "node:path";
import { renderPdf } from "#platform/pdf/pdf.ts";
import { onLetterhead } from "./letterhead.client.ts";
import type { Paper } from "./paper.ts";

const template = onLetterhead(join(import.meta.dirname, "document.typ"));

/** The PDF of a paper: A4, as many pages as it takes. Refuses where PDFs cannot be made here. */
export async function paperPdf(paper: Paper): Promise<Uint8Array<ArrayBuffer>> {
  return renderPdf(template, paper);
}
