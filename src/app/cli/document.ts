import type { Command } from "commander";
import {
  acceptEstimate,
  createEstimate,
  declineEstimate,
  deleteEstimate,
  exportEstimates,
  getEstimate,
  invoiceEstimate,
  listEstimates,
  sendEstimate,
} from "#billing/estimate/estimate.api.ts";
import {
  applyCredits,
  cancelWriteOff,
  createInvoice,
  deleteInvoice,
  exportInvoices,
  getInvoice,
  listInvoices,
  sendInvoice,
  voidInvoice,
  writeOffInvoice,
} from "#billing/invoice/invoice.api.ts";
import type { Call } from "#platform/http/endpoint.ts";
import { act, type Context } from "./context.ts";
import { addDeleteDraft } from "./delete-draft.ts";
import { documentLines, documentRow, documentSearch } from "./document-lines.ts";
import { addEmail } from "./email.ts";
import { readJsonFile } from "./file.ts";
import { addCollect } from "./invoice-collect.ts";
import { addPay } from "./invoice-pay.ts";
import { addList, idOf } from "./listing.ts";
import { addSubscribe } from "./subscription.ts";

/** `concord invoices …` and `estimates …`: documents for customers. */
export function addDocumentCommands(program: Command): void {
  addInvoices(program.command("invoices").description("what customers are billed"));
  addEstimates(program.command("estimates").description("what customers are offered"));
}

function addInvoices(invoices: Command): void {
  addList(invoices, {
    kind: "invoice",
    search: documentSearch,
    by: ["status", "customer", "days", "amount"],
    ask: ({ call }, query) => call(listInvoices, { query }),
    file: ({ call }, query) => call(exportInvoices, { query }),
    row: (one) => [...documentRow(one), `${one.balance} due ${one.due_date}`, one.customer_name],
  });
  act(
    invoices.command("show <invoice>").description("one invoice, by its number or id"),
    async (context, given = "") => {
      const params = { invoice: await invoiceOf(context, given) };
      const view = await context.call(getInvoice, { params });
      return { json: view, lines: documentLines(view) };
    },
  );
  addInvoiceWrites(invoices);
  addEmail(invoices, "invoice", invoiceOf);
  addPay(invoices, invoiceOf);
  addCollect(invoices, invoiceOf);
  addDeleteDraft(invoices, {
    kind: "invoice",
    find: invoiceOf,
    remove: ({ call }, invoice) => call(deleteInvoice, { params: { invoice } }),
  });
}

function addInvoiceWrites(invoices: Command): void {
  act<{ send?: boolean }>(
    invoices
      .command("create <file>")
      .description("write an invoice from a JSON file, as the API takes it")
      .option("--send", "send it at once instead of keeping a draft"),
    async ({ call, options }, file = "") => {
      const given = readJsonFile(file) as Call<typeof createInvoice>["body"];
      const body = options.send === true ? { ...given, send: true } : given;
      const made = await call(createInvoice, { body });
      return { json: made, lines: documentLines(made) };
    },
  );
  act(
    invoices.command("send <invoice>").description("mark a draft as sent: it gets its number"),
    async (context, given = "") => {
      const params = { invoice: await invoiceOf(context, given) };
      const sent = await context.call(sendInvoice, { params });
      return { json: sent, lines: documentLines(sent) };
    },
  );
  act<{ reason?: string }>(
    invoices
      .command("void <invoice>")
      .description("take an invoice out of force; what settled it is the customer's credit again")
      .option("--reason <text>", "why"),
    async (context, given = "") => {
      const params = { invoice: await invoiceOf(context, given) };
      const body = { reason: context.options.reason ?? null };
      const done = await context.call(voidInvoice, { params, body });
      return { json: done, lines: documentLines(done) };
    },
  );
  for (const [name, endpoint, description] of [
    ["apply-credits", applyCredits, "settle it with its customer's unused credits, the oldest first"],
    ["write-off", writeOffInvoice, "give up what is open on it"],
    ["cancel-write-off", cancelWriteOff, "expect again what was written off"],
  ] as const)
    act(invoices.command(`${name} <invoice>`).description(description), async (context, given = "") => {
      const params = { invoice: await invoiceOf(context, given) };
      const done = await context.call(endpoint, { params });
      return { json: done, lines: documentLines(done) };
    });
}

function addEstimates(estimates: Command): void {
  addList(estimates, {
    kind: "estimate",
    search: documentSearch,
    by: ["status", "customer", "days", "amount"],
    ask: ({ call }, query) => call(listEstimates, { query }),
    file: ({ call }, query) => call(exportEstimates, { query }),
    row: (one) => [...documentRow(one), one.expiry_date ?? "", one.customer_name],
  });
  act(
    estimates.command("show <estimate>").description("one estimate, by its number or id"),
    async (context, given = "") => {
      const params = { estimate: await estimateOf(context, given) };
      const view = await context.call(getEstimate, { params });
      return { json: view, lines: documentLines(view) };
    },
  );
  act<{ send?: boolean }>(
    estimates
      .command("create <file>")
      .description("write an estimate from a JSON file, as the API takes it")
      .option("--send", "send it at once instead of keeping a draft"),
    async ({ call, options }, file = "") => {
      const given = readJsonFile(file) as Call<typeof createEstimate>["body"];
      const body = options.send === true ? { ...given, send: true } : given;
      const made = await call(createEstimate, { body });
      return { json: made, lines: documentLines(made) };
    },
  );
  addEstimateMoves(estimates);
  addSubscribe(estimates, estimateOf);
  addEmail(estimates, "estimate", estimateOf);
  addDeleteDraft(estimates, {
    kind: "estimate",
    find: estimateOf,
    remove: ({ call }, estimate) => call(deleteEstimate, { params: { estimate } }),
  });
}

function addEstimateMoves(estimates: Command): void {
  for (const [name, endpoint, description] of [
    ["send", sendEstimate, "mark a draft as sent: it gets its number"],
    ["accept", acceptEstimate, "mark as accepted by the customer"],
    ["decline", declineEstimate, "mark as declined by the customer"],
  ] as const)
    act(estimates.command(`${name} <estimate>`).description(description), async (context, given = "") => {
      const params = { estimate: await estimateOf(context, given) };
      const done = await context.call(endpoint, { params });
      return { json: done, lines: documentLines(done) };
    });
  act<{ send?: boolean }>(
    estimates
      .command("invoice <estimate>")
      .description("make the invoice of an estimate, once")
      .option("--send", "send it at once instead of keeping a draft"),
    async (context, given = "") => {
      const params = { estimate: await estimateOf(context, given) };
      const body = { send: context.options.send ?? false };
      const made = await context.call(invoiceEstimate, { params, body });
      return { json: made, lines: documentLines(made) };
    },
  );
}

function invoiceOf<Options>({ call }: Context<Options>, given: string): Promise<string> {
  return idOf(given, "inv", "invoice.not_found", (query) => call(listInvoices, { query }));
}

function estimateOf<Options>({ call }: Context<Options>, given: string): Promise<string> {
  return idOf(given, "est", "estimate.not_found", (query) => call(listEstimates, { query }));
}
