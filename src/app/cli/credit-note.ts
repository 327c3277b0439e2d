import type { Command } from "commander";
import {
  applyCreditNote,
  createCreditNote,
  creditInvoice,
  type CreditNoteView,
  deleteCreditNote,
  exportCreditNotes,
  getCreditNote,
  listCreditNotes,
  openCreditNote,
  refundCreditNote,
  unapplyCreditNote,
  voidCreditNote,
} from "#billing/credit-note/credit-note.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import type { Call } from "#platform/http/endpoint.ts";
import { act, type Context } from "./context.ts";
import { addDeleteDraft } from "./delete-draft.ts";
import { documentLines, documentRow, documentSearch } from "./document-lines.ts";
import { addEmail } from "./email.ts";
import { readJsonFile } from "./file.ts";
import { wholeOf } from "./limit.ts";
import { addList, idOf } from "./listing.ts";
import type { Answer } from "./output.ts";
import { collect } from "./pairs.ts";
import { addSpending, spendingLines } from "./spending.ts";

/** `concord credit-notes …`: what is given back of what was billed. */
export function addCreditNoteCommands(program: Command): void {
  const notes = program.command("credit-notes").description("what customers are given back");
  addList(notes, {
    kind: "credit note",
    search: documentSearch,
    by: ["status", "customer", "days", "amount"],
    ask: ({ call }, query) => call(listCreditNotes, { query }),
    file: ({ call }, query) => call(exportCreditNotes, { query }),
    row: (one) => [...documentRow(one), `${one.balance} unused`, one.customer_name],
  });
  act(
    notes.command("show <credit-note>").description("one credit note, by its number or id"),
    async (context, given = "") => {
      const params = { credit_note: await creditNoteOf(context, given) };
      return tell(await context.call(getCreditNote, { params }));
    },
  );
  addDrafts(notes);
  addMoves(notes);
  addSpending(notes, {
    kind: "credit note",
    find: creditNoteOf,
    get: ({ call }, credit_note) => call(getCreditNote, { params: { credit_note } }),
    apply: ({ call }, credit_note, body) => call(applyCreditNote, { params: { credit_note }, body }),
    unapply: ({ call }, credit_note, settlement) =>
      call(unapplyCreditNote, { params: { credit_note }, body: { settlement } }),
    refund: ({ call }, credit_note, body) => call(refundCreditNote, { params: { credit_note }, body }),
    tell,
  });
  addEmail(notes, "credit_note", creditNoteOf);
  addDeleteDraft(notes, {
    kind: "credit-note",
    find: creditNoteOf,
    remove: ({ call }, credit_note) => call(deleteCreditNote, { params: { credit_note } }),
  });
}

type DraftOptions = { open?: boolean; line?: string[] };

const openHelp = "open it at once instead of keeping a draft";

function addDrafts(notes: Command): void {
  act<DraftOptions>(
    notes
      .command("create <file>")
      .description("write a credit note from a JSON file, as the API takes it")
      .option("--open", openHelp),
    async ({ call, options }, file = "") => {
      const given = readJsonFile(file) as Call<typeof createCreditNote>["body"];
      const body = options.open === true ? { ...given, open: true } : given;
      return tell(await call(createCreditNote, { body }));
    },
  );
  act<DraftOptions>(
    notes
      .command("credit <invoice>")
      .description("make the draft of a credit note of an invoice: of all of it, or of some lines")
      .option(
        "--line <line>",
        "N or N=quantity of a line that is given back, counted from 1; may be repeated; all lines if left out",
        collect,
      )
      .option("--open", openHelp),
    async (context, given = "") => {
      const { call, options } = context;
      const invoice = await idOf(given, "inv", "invoice.not_found", (query) => call(listInvoices, { query }));
      const body = { open: options.open ?? false, ...linesOf(options) };
      return tell(await call(creditInvoice, { params: { invoice }, body }));
    },
  );
}

function addMoves(notes: Command): void {
  act(
    notes
      .command("open <credit-note>")
      .description("open a draft: it gets its number, and its total is the customer's credit"),
    async (context, given = "") => {
      const params = { credit_note: await creditNoteOf(context, given) };
      return tell(await context.call(openCreditNote, { params }));
    },
  );
  act<{ reason?: string }>(
    notes
      .command("void <credit-note>")
      .description("take a credit note out of force of which nothing is used")
      .option("--reason <text>", "why"),
    async (context, given = "") => {
      const params = { credit_note: await creditNoteOf(context, given) };
      const body = { reason: context.options.reason ?? null };
      return tell(await context.call(voidCreditNote, { params, body }));
    },
  );
}

/** Lines as the API counts them, from 0. */
function linesOf({ line: chosen }: DraftOptions) {
  if (chosen === undefined) return {};
  const line_items = chosen.map((text) => {
    const [at = "", quantity] = text.split("=");
    return { line: wholeOf("--line", at) - 1, ...(quantity === undefined ? {} : { quantity }) };
  });
  return { line_items };
}

function tell(view: CreditNoteView): Answer {
  const left = view.status === "open" ? view.balance : "0";
  // The invoices of a credit note are those that it settles, not those that bill it.
  return { json: view, lines: [...documentLines({ ...view, invoices: [] }), ...spendingLines(view, left)] };
}

function creditNoteOf<Options>({ call }: Context<Options>, given: string): Promise<string> {
  return idOf(given, "crn", "credit_note.not_found", (query) => call(listCreditNotes, { query }));
}
