import { AppError } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { valuesOf } from "#billing/document/copy.ts";
import { addDraft } from "#billing/document/document.commands.ts";
import { type Draft, type LineValues, newDraft } from "#billing/document/document.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { getBilled, refuseBeyond } from "./open.commands.ts";
import { type ChosenLine, partialLines, wholeLines } from "./credited-lines.ts";

/** What of an invoice is given back: all of it, or some of its lines. */
export type GivenCredit = {
  line_items?: ChosenLine[] | undefined;
  date?: string | undefined;
  reference_number?: string | null | undefined;
  notes?: string | null | undefined;
};

/** What is of the whole invoice and not of its lines. */
const noExtras = { shipping: 0n, shipping_tax: undefined, adjustment: 0n, adjustment_label: null };

/** Writes a draft that gives back an invoice or some of its lines: at its prices, taxes and exchange rate. */
export async function creditInvoice(
  tx: Tx,
  act: Act,
  id: Id<"inv">,
  { line_items: chosen, date, reference_number = null, notes = null }: GivenCredit,
): Promise<Draft> {
  const invoice = await getBilled(tx, id);
  const { document } = invoice;
  const { customer_id, currency_code } = document;
  const whole = valuesOf(document);
  const part = { ...whole, discount: undefined, ...noExtras };
  const values = {
    ...(chosen === undefined ? whole : part),
    ...{ date: date ?? (await dayOf(tx, act)).date, due_date: null, payment_terms: null },
    ...{ payment_terms_label: null, reference_number, notes },
  };
  const draft = newDraft(values, linesOf(invoice, chosen), {
    organizationId: act.organizationId,
    id: act.ids("crn"),
    kind: "credit_note",
    customer: { id: customer_id, currency_code, snapshot: document.customer_snapshot },
    source_id: id,
    now: act.now,
  });
  await refuseBeyond(tx, invoice, draft);
  await addDraft(tx, act, draft);
  return draft;
}

function linesOf({ document, lines }: Draft, chosen: ChosenLine[] | undefined): LineValues[] {
  if (chosen === undefined) return wholeLines(lines, document.currency_code);
  const found = partialLines(lines, chosen);
  if (!found.ok) throw new AppError("request.invalid", { part: "body", fields: found.refusal });
  return found.value;
}
