import type { Command } from "commander";
import { AppError } from "#kernel/errors.ts";
import { listCreditNotes } from "#billing/credit-note/credit-note.api.ts";
import { documentPaths } from "#billing/delivery/document-path.ts";
import { documentPdf } from "#billing/delivery/pdf.api.ts";
import { type DocumentKind, documentKinds } from "#billing/document/kind.ts";
import { listEstimates } from "#billing/estimate/estimate.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { listPurchaseOrders } from "#billing/order/purchase-order.api.ts";
import { listSalesOrders } from "#billing/order/sales-order.api.ts";
import { callFile } from "#platform/http/call.ts";
import { act, type Context } from "./context.ts";
import { writeOwnFile } from "./file.ts";

/** `concord pdf …`: documents as their receivers get them. */
export function addPdfCommand(program: Command): void {
  act<{ out?: string }>(
    program
      .command("pdf <document>")
      .description("save the PDF of an invoice, credit note, estimate or order, by its number or id")
      .option("--out <file>", "where to; in this folder, called by its number, if left out"),
    async ({ target, call, options: { out } }, document = "") => {
      const { kind, id } = await findDocument(call, document);
      const { caller } = await target();
      const { name, bytes } = await callFile(caller, documentPdf(kind), { params: { [kind]: id } as never });
      const file = out ?? name;
      writeOwnFile(file, bytes);
      return { json: { file, bytes: bytes.length }, lines: [`${document} is in ${file}`] };
    },
  );
}

const lists = {
  invoice: listInvoices,
  credit_note: listCreditNotes,
  estimate: listEstimates,
  sales_order: listSalesOrders,
  purchase_order: listPurchaseOrders,
} as const satisfies Record<DocumentKind, unknown>;

type Call = Context<object>["call"];

/** The document of an id, or the one that has this number. Kinds have series of their own, which seldom overlap. */
async function findDocument(call: Call, text: string): Promise<{ kind: DocumentKind; id: string }> {
  for (const kind of documentKinds) {
    if (text.startsWith(`${documentPaths[kind].prefix}_`)) return { kind, id: text };
    const { items } = await call(lists[kind], { query: { search: text, limit: 20 } });
    const found = items.find(({ number }) => number === text);
    if (found) return { kind, id: found.id };
  }
  throw new AppError("document.not_found", { document: text });
}
