import { decided } from "#kernel/decided.ts";
import { AppError } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import { updateDocument } from "#billing/document/document.store.ts";
import { settledBy } from "#billing/invoice/invoice.ts";
import { post } from "#billing/ledger/ledger.store.ts";
import { settlementPosting } from "./settlement-posting.ts";
import { insertSettlement, listSettlements, markSettlementUndone } from "./settlement.store.ts";
import { type Source, sourceColumns, spent, usedOf } from "./source.ts";
import { findSourceForUpdate, updateSource } from "./source.store.ts";

/** On which day something is settled, and in which currency the organization reckons. */
export type On = { date: string; base: string };

/** So much of an invoice, and what settles it; both are locked. */
type Pair = { invoice: CustomerDocument; source: Source };

/** Settles so much of an invoice by a payment or a credit note, both locked. Answers both as they are then. */
export async function settle(
  tx: Tx,
  act: Act,
  { invoice, source, amount }: Pair & { amount: bigint },
  on: On,
): Promise<Pair> {
  if (invoice.customer_id !== source.row.customer_id)
    throw new AppError("payment.other_customer", {
      invoice: invoice.id,
      customer: source.row.customer_id,
      message: `${invoice.number ?? "This invoice"} belongs to another customer`,
    });
  const moved = await move(tx, act, { invoice, source, amount }, on);
  await insertSettlement(tx, {
    organization_id: act.organizationId,
    id: act.ids("stl"),
    invoice_id: invoice.id as Id<"inv">,
    ...sourceColumns(source),
    amount,
    date: on.date,
    created_at: act.now,
    undone_at: null,
  });
  return moved;
}

/**
 * Takes back what settles an invoice: all of it, or one settlement. It is open on the invoice, and unused of its source,
 * again. Answers the invoice as it is then.
 */
export async function unsettle(
  tx: Tx,
  act: Act,
  invoice: CustomerDocument,
  on: On,
  only?: Id<"stl">,
): Promise<CustomerDocument> {
  const settlements = await listSettlements(tx, { invoice_id: invoice.id as Id<"inv"> });
  const wanted = only === undefined ? settlements : settlements.filter(({ id }) => id === only);
  if (only !== undefined && wanted.length === 0)
    throw new AppError("settlement.not_found", { settlement: only });
  let open = invoice;
  // Everybody locks credit notes before payments, and each by their ids, so that nobody waits for each other.
  for (const settlement of wanted.toSorted((one, other) => (sourceOf(one) < sourceOf(other) ? -1 : 1))) {
    const source = await findSourceForUpdate(tx, settlement);
    if (source === undefined) throw new Error(`${settlement.id} has no source`);
    const moved = await move(tx, act, { invoice: open, source, amount: -settlement.amount }, on);
    await markSettlementUndone(tx, settlement.id, act.now);
    open = moved.invoice;
  }
  return open;
}

/** The id of a settlement's source; those of credit notes (`crn_`) come before those of payments (`pay_`). */
function sourceOf({
  payment_id,
  credit_note_id,
}: {
  payment_id: string | null;
  credit_note_id: string | null;
}) {
  return payment_id ?? credit_note_id ?? "";
}

async function move(
  tx: Tx,
  act: Act,
  { invoice, source, amount }: Pair & { amount: bigint },
  on: On,
): Promise<Pair> {
  const used = usedOf(source);
  const posting = settlementPosting(invoice, { ...source.row, used }, { amount, ...on });
  const next = {
    invoice: decided(settledBy(invoice, source.kind === "payment" ? "paid" : "credited", amount, act.now)),
    source: decided(spent(source, "applied", amount, act.now)),
  };
  await updateSource(tx, next.source);
  await updateDocument(tx, next.invoice);
  await post(tx, act, [posting], {
    document_id: invoice.id,
    ...sourceColumns(source),
    customer_id: invoice.customer_id,
  });
  return next;
}
