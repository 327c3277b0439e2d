import { plusDays } from "#kernel/calendar.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { findRate } from "#billing/currency/exchange-rate.store.ts";
import { lineValuesOf, valuesOf } from "#billing/document/copy.ts";
import { taxBorne } from "#billing/document/exempt.ts";
import { addDraft } from "#billing/document/document.commands.ts";
import { type CustomerDocument, type DocumentLine, newDraft } from "#billing/document/document.ts";
import { listLines } from "#billing/document/document.store.ts";
import { dayOf, partiesOf } from "#billing/document/party.commands.ts";
import { snapshotOf } from "#billing/document/snapshot.ts";
import { isIntervalWords } from "#billing/estimate/interval-words.ts";
import { issueInvoice } from "./invoice.commands.ts";

/**
 * Writes the invoice of an estimate or an order, which is locked: its lines and prices, on this day, at this day's
 * exchange rate; where none is known, at the source's. `send` sends it out at once.
 */
export async function invoiceOf(
  tx: Tx,
  act: Act,
  source: CustomerDocument,
  { send }: { send: boolean },
): Promise<Id<"inv">> {
  const { customer, organization } = await partiesOf(tx, source.customer_id);
  const { date, base } = await dayOf(tx, act);
  const { currency_code: currency } = source;
  const rate = currency === base ? { rate: "1" } : await findRate(tx, currency, date);
  const terms = source.payment_terms ?? customer.payment_terms ?? organization.payment_terms;
  const id = act.ids("inv");
  const values = {
    ...valuesOf(source),
    date,
    due_date: plusDays(date, terms),
    payment_terms: terms,
    payment_terms_label: source.payment_terms_label ?? customer.payment_terms_label,
    exchange_rate: rate?.rate ?? source.exchange_rate,
  };
  const lines = await listLines(tx, source.id);
  const draft = newDraft(
    values,
    lines.map((line) => ({
      ...taxBorne(lineValuesOf(line, currency), customer.tax_exemption_reason),
      description: billedOnce(line),
    })),
    {
      organizationId: act.organizationId,
      id,
      kind: "invoice",
      customer: { id: source.customer_id, currency_code: currency, snapshot: snapshotOf(customer) },
      source_id: source.id,
      now: act.now,
    },
  );
  await addDraft(tx, act, draft);
  if (send) await issueInvoice(tx, act, id);
  return id;
}

/** An invoice of an estimate bills once, however often what was offered would be billed. */
function billedOnce({ description, sold_item: offered }: DocumentLine): string | null {
  const isOffers = offered !== null && description !== null && isIntervalWords(description);
  return isOffers ? null : description;
}
