import type { Refusal } from "#kernel/decided.ts";
import { amountText } from "#kernel/money.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import type { Instant } from "#kernel/time.ts";
import type { CustomerDocument } from "#billing/document/document.ts";
import type { Payment } from "#billing/payment/payment.ts";
import type { SettlementRow } from "./settlement.table.ts";

/** What settles invoices, and is given back where it does not: a payment, or a credit note. */
export type Source = { kind: "payment"; row: Payment } | { kind: "credit_note"; row: CustomerDocument };

/** What of a source settles nothing and was not given back: the customer's credit. */
export function leftOf({ kind, row }: Source): bigint {
  if (kind === "payment") return row.unused;
  return row.status === "open" ? row.balance : 0n;
}

/** What of a source is gone, to invoices or back to the customer. */
export function usedOf({ row }: Source): bigint {
  return row.applied + row.refunded;
}

/** A source of which so much more is applied to invoices, or given back; negative, it comes back to the source. */
export function spent(
  source: Source,
  how: "applied" | "refunded",
  amount: bigint,
  now: Instant,
): Result<Source, Refusal> {
  const { kind, row } = source;
  if (kind === "credit_note" && row.status !== "open")
    return refuse({
      code: "credit_note.not_open",
      facts: { credit_note: row.id, message: `${row.number ?? "This credit note"} is not open` },
    });
  if (kind === "payment" && row.voided_at !== null)
    return refuse({ code: "payment.void", facts: { payment: row.id, message: `${row.number} is void` } });
  if (amount > leftOf(source)) return refuse(tooLittleLeft(source, amount));
  const change = { [how]: row[how] + amount, version: row.version + 1, updated_at: now };
  return accept(
    kind === "payment"
      ? { kind, row: { ...row, ...change, unused: row.unused - amount } }
      : { kind, row: { ...row, ...change, balance: row.balance - amount } },
  );
}

function tooLittleLeft(source: Source, amount: bigint): Refusal {
  const { kind, row } = source;
  const { id, number, currency_code: currency } = row;
  const left = amountText(leftOf(source), currency);
  const message = `${amountText(amount, currency)} ${currency} is more than the ${left} that ${number} has left`;
  return { code: `${kind}.exceeds_amount`, facts: { [kind]: id, number, left, message } };
}

/** How a settlement or a refund names its source. */
export function sourceColumns({ kind, row }: Source): SourceColumns {
  return {
    payment_id: kind === "payment" ? row.id : null,
    credit_note_id: kind === "credit_note" ? (row.id as SourceColumns["credit_note_id"]) : null,
  };
}

export type SourceColumns = Pick<SettlementRow, "payment_id" | "credit_note_id">;

/** An amount to be taken from several in the order given: from each what it has, as far as it is needed. */
export function shareOut<Of extends { left: bigint }>(
  amount: bigint,
  from: readonly Of[],
): { of: Of; amount: bigint }[] {
  let needed = amount;
  return from.flatMap((of) => {
    const part = needed < of.left ? needed : of.left;
    needed -= part;
    return part > 0n ? [{ of, amount: part }] : [];
  });
}
