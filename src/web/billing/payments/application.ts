import type { FieldProblem } from "#kernel/errors.ts";
import { amountText, minorOf } from "#kernel/money.ts";
import { CallError } from "#platform/http/call.ts";
import { amountInput } from "#billing/document/amount.api.ts";
import { fieldsOf } from "#web/ui/form.ts";

/** An invoice on which something is open; amounts as the API writes them. */
export type OpenInvoice = { id: string; number: string | null; due_date: string; balance: string };

/** How much settles each invoice, by its id, as it is typed; what is empty settles nothing. */
export type Applied = Record<string, string>;

/** The proposal for an amount: the invoice that it was begun on first, then what is due longest. */
export function proposal(
  amount: string,
  invoices: readonly OpenInvoice[],
  { currency, first }: { currency: string; first?: string | undefined },
): Applied {
  let left = minorIn(amount, currency);
  const applied: Applied = {};
  for (const { id, balance } of inOrder(invoices, first)) {
    const open = minorIn(balance, currency);
    const part = left < open ? left : open;
    if (part > 0n) applied[id] = amountText(part, currency);
    left -= part;
  }
  return applied;
}

/** What of an amount settles nothing; below zero where more is given to invoices than there is. */
export function leftOf(amount: string, applied: Applied, currency: string): bigint {
  return Object.values(applied).reduce(
    (left, part) => left - minorIn(part, currency),
    minorIn(amount, currency),
  );
}

/** What would settle more of an invoice than is open on it. */
export function beyondOpen(
  applied: Applied,
  invoices: readonly OpenInvoice[],
  currency: string,
): FieldProblem[] {
  return invoices
    .filter(({ id, balance }) => minorIn(applied[id] ?? "", currency) > minorIn(balance, currency))
    .map(({ id, balance }) => ({ path: fieldOf(id), problem: `is more than the ${balance} that is open` }));
}

/** The applications as the API takes them. */
export function applicationsOf(applied: Applied): { invoice_id: string; amount: string }[] {
  return Object.entries(applied)
    .filter(([, amount]) => /[1-9]/.test(amount))
    .map(([invoice_id, amount]) => ({ invoice_id, amount }));
}

/** Problems of a body at the invoices that they are about: what is said of `invoices.0.amount` is at `applied.inv_…`. */
export function atInvoices(problems: readonly FieldProblem[], applied: Applied): FieldProblem[] {
  const sent = applicationsOf(applied);
  return problems.map(({ path, problem }) => {
    const at = /^invoices\.(\d+)\./.exec(path)?.[1];
    const id = at === undefined ? undefined : sent[Number(at)]?.invoice_id;
    return { path: id === undefined ? path : fieldOf(id), problem };
  });
}

/** The field in which one types how much settles an invoice. */
export function fieldOf(invoiceId: string): string {
  return `applied.${invoiceId}`;
}

/** For `catch`: a refusal that names what settles an invoice is thrown on as one that names its field. */
export function atTheirInvoices(applied: Applied): (problem: unknown) => never {
  return (problem) => {
    if (!(problem instanceof CallError)) throw problem;
    const { status, view } = problem;
    const fields = atInvoices(fieldsOf(problem), applied);
    throw new CallError(
      status,
      fields.length === 0 ? view : { ...view, details: { ...view.details, fields } },
    );
  };
}

/** Minor units of what is typed; nothing where it is no amount yet. */
function minorIn(text: string, currency: string): bigint {
  const { data } = amountInput.safeParse(text);
  return data === undefined ? 0n : (minorOf(data, currency) ?? 0n);
}

function inOrder(invoices: readonly OpenInvoice[], first: string | undefined): OpenInvoice[] {
  const rank = ({ id, due_date }: OpenInvoice): string => `${id === first ? 0 : 1} ${due_date}`;
  return invoices.toSorted((one, other) => (rank(one) < rank(other) ? -1 : 1));
}
