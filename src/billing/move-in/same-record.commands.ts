import type { CustomerId } from "#kernel/id.ts";
import { amountText, minorOf } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { keysOf } from "./apply.ts";
import { getNamedCustomer } from "./find-customer.commands.ts";
import type { MoveInKind } from "./move-in-kind.ts";
import { findMovedIn } from "./moved-in.store.ts";
import type { MoveInRecord } from "./record.ts";
import { RecordRefused } from "./refused.ts";

/** What has the number of a record already; the amount is in minor units, null of what has none. */
export type There = {
  id: string;
  customer_id: CustomerId | null;
  date: string;
  amount: bigint | null;
  currency_code: string;
};

/** What a record says of itself; the amount is decimal text. */
export type Said = { zohoId: string | null; number: string; date: string | null; amount: string | null };

/**
 * Refuses a record of whose number there is one already that is not the same: of another day, another amount, or, unless
 * this very record came in before, of another customer. It would be lost if it were skipped.
 */
export async function refuseOther(
  tx: Tx,
  record: MoveInRecord,
  kind: MoveInKind,
  there: There,
  said: Said,
): Promise<void> {
  const { currency_code: currency } = there;
  const [key = ""] = keysOf(said.zohoId, [`number:${said.number}`]);
  const isKnown = (await findMovedIn(tx, kind, key)) === there.id;
  const amount = said.amount === null ? null : minorOf(said.amount, currency);
  const isAlike = (said.date ?? there.date) === there.date && (amount ?? there.amount) === there.amount;
  if (isAlike && isKnown) return;
  const customer = await getNamedCustomer(tx, record);
  if (isAlike && customer.id === there.customer_id) return;
  const owner = there.customer_id === null ? null : await getCustomer(tx, there.customer_id);
  const ours = [
    owner?.display_name,
    there.date,
    there.amount === null ? null : `${amountText(there.amount, currency)} ${currency}`,
  ];
  const theirs = [
    customer.display_name,
    said.date,
    said.amount === null ? null : `${said.amount} ${customer.currency_code}`,
  ];
  throw new RecordRefused([
    {
      ...{ row: record.row, field: "number", value: said.number },
      problem: `is that of another one that is there (${listed(ours)}), and not of this one (${listed(theirs)})`,
      remedy: "Give this one another number in the file, such as one with another prefix.",
    },
  ]);
}

function listed(facts: readonly (string | null | undefined)[]): string {
  return facts.filter((fact) => fact != null).join(", ");
}
