import type { Day } from "#kernel/calendar.ts";
import type { CustomerId } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { dayOf } from "#billing/document/party.commands.ts";
import { english } from "#billing/language/words/english.ts";
import { firstOfMonth } from "#billing/report/period.ts";
import { refuseWrongPeriod } from "#billing/report/wrong-period.commands.ts";
import { findTestClock } from "#billing/subscription/due.store.ts";
import type { StatementView } from "./statement.api.ts";
import { type KeptMovement, listMovements, standingOf } from "./statement.store.ts";
import { lineWords, type StatementLine, statementOf } from "./statement.ts";

/** Reads a customer's statement; without days it is about the month until today, or until its own clock's day. */
export async function readStatement(
  tx: Tx,
  act: Act,
  customerId: CustomerId,
  given: { from?: Day | undefined; to?: Day | undefined },
): Promise<StatementView> {
  const { id, display_name, currency_code } = await getCustomer(tx, customerId);
  const { date } = await dayOf(tx, act);
  const clock = await findTestClock(tx, id);
  const to = given.to ?? (clock !== undefined && clock > date ? clock : date);
  const from = given.from ?? firstOfMonth(to);
  refuseWrongPeriod(from, to);
  const { before, until } = await standingOf(tx, id, from, to);
  const movements = await listMovements(tx, id, from, to);
  const { lines, ...sums } = statementOf(before.receivable - before.credit, movements);
  const money = (minor: bigint) => amountText(minor, currency_code);
  const standing = (balance: bigint, { receivable, credit }: typeof before) => ({
    balance: money(balance),
    outstanding: money(receivable),
    unused_credits: money(credit),
  });
  return {
    customer_id: id,
    customer_name: display_name,
    currency_code,
    from,
    to,
    opening: standing(sums.opening, before),
    lines: lines.map((line) => lineView(line, money)),
    invoiced: money(sums.invoiced),
    received: money(sums.received),
    closing: standing(sums.closing, until),
  };
}

type LineView = StatementView["lines"][number];

function lineView(line: StatementLine<KeptMovement>, money: (minor: bigint) => string): LineView {
  const { kind, invoiced, received } = line;
  return {
    date: line.date,
    kind,
    title: lineWords({ kind, isMore: line.amount > 0n }, english.statement),
    document_id: line.document_id,
    document_kind: line.document_kind,
    payment_id: line.payment_id,
    number: line.number,
    // What is kept with it is what the payment came with; the refund has one of its own, which no posting names.
    reference_number: kind === "refund" ? null : line.reference_number,
    due_date: kind === "invoice" ? line.due_date : null,
    invoiced: invoiced === null ? null : money(invoiced),
    received: received === null ? null : money(received),
    balance: money(line.balance),
  };
}
