import { AppError, type ErrorCode, viewOf } from "#kernel/errors.ts";

/** Refusals that are about how much is applied or given back. */
const aboutAmount = new Set<ErrorCode>([
  "payment.exceeds_balance",
  "payment.exceeds_amount",
  "credit_note.exceeds_amount",
  "refund.exceeds_charge",
]);

/** Fields of a request: of an amount, and of the invoice that it is for where it names one. */
export type Entry = { amount: string; invoice?: string };

/** Does something with an amount that a request gives; what is refused of it names the field that it is about. */
export async function atEntry<Value>(entry: Entry, work: () => Value | Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof AppError) || error.facts["fields"] !== undefined) throw error;
    const { code, facts } = error;
    const path = aboutAmount.has(code) ? entry.amount : entry.invoice;
    if (path === undefined) throw error;
    throw new AppError(code, { ...facts, fields: [{ path, problem: viewOf(code, facts).title }] });
  }
}
