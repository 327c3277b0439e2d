import { join } from "node:path";
import { onLetterhead } from "#billing/paper/letterhead.client.ts";
import { renderPdf } from "#platform/pdf/pdf.ts";
import type { StatementPaper } from "./statement-paper.ts";

const template = onLetterhead(join(import.meta.dirname, "statement.typ"));

/** The PDF of a statement of account: A4, as many pages as it takes. Refuses where PDFs cannot be made here. */
export async function statementPdf(paper: StatementPaper): Promise<Uint8Array<ArrayBuffer>> {
  return renderPdf(template, paper);
}
