import type { CustomerId } from "#kernel/id.ts";
import { isId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Customer } from "#billing/customer/customer.ts";
import { findCustomer } from "#billing/customer/customer.store.ts";
import { findCustomersByEmail, findCustomersBySortName } from "#billing/customer/customer-list.store.ts";
import { emailKey } from "#billing/customer/match-key.ts";
import { searchKeysOf } from "#billing/customer/search-key.ts";
import { findMovedIn, keyedAmong } from "./moved-in.store.ts";
import { findCustomerOnce } from "./read-once.commands.ts";
import { RecordRefused } from "./refused.ts";
import type { MoveInRecord, RowProblem } from "./record.ts";
import { mayBeThere } from "./there.store.ts";
import { textOf } from "./value.ts";

/** What tells a customer: the id that it had where it came from, its name, its e-mail address. */
export type CustomerClue = { zohoId: string | null; display_name: string | null; email: string | null };

/**
 * The customer that a record is about, if there is one: the one that came in by that id, else the only one of that name,
 * else, where no name is given, the only one of that address. One that came in by another id is another customer.
 */
export async function findSameCustomer(tx: Tx, clue: CustomerClue): Promise<Customer | undefined> {
  const [found] = await candidatesOf(tx, clue, true);
  return found;
}

/** The customer that something is of; refused where there is none, or more than one by that name. */
export async function getNamedCustomer(tx: Tx, { row, values }: MoveInRecord): Promise<Customer> {
  const clue = {
    zohoId: textOf(values, "customer_zoho_id"),
    display_name: textOf(values, "customer_name"),
    email: textOf(values, "customer_email"),
  };
  const found = await candidatesOf(tx, clue, false);
  const [customer] = found;
  if (customer !== undefined && found.length === 1) return customer;
  throw new RecordRefused([{ row, ...(await whyNobody(tx, clue, found.length)) }]);
}

/** Why nobody is known by what a row says, at the cell that says it. */
async function whyNobody(tx: Tx, clue: CustomerClue, found: number): Promise<Omit<RowProblem, "row">> {
  const { zohoId, display_name: name, email } = clue;
  if (found === 0 && (await hasNamesake(tx, clue)))
    return {
      field: "customer_zoho_id",
      value: zohoId,
      problem: `is no customer that is there: ${name ?? email} came in by another id`,
      remedy: "Import that customer first, or correct the Customer ID.",
    };
  const value = name ?? zohoId ?? email;
  const at = { field: name === null ? "customer_zoho_id" : "customer_name", value };
  if (value === null)
    return {
      ...at,
      problem: "does not say which customer it is of",
      remedy: "Give its Customer ID or name.",
    };
  return found === 0
    ? {
        ...at,
        problem: "is no customer that is there",
        remedy: "Import the customers first, or correct the name.",
      }
    : {
        ...at,
        problem: `is the name of ${found} customers`,
        remedy: "Give the Customer ID as well, and import the customers with theirs.",
      };
}

/** Whether somebody of that name or address came in, by another id: that is another customer. */
async function hasNamesake(tx: Tx, clue: CustomerClue): Promise<boolean> {
  return clue.zohoId !== null && (await candidatesOf(tx, { ...clue, zohoId: null }, false)).length > 0;
}

async function candidatesOf(
  tx: Tx,
  { zohoId, display_name: name, email }: CustomerClue,
  isSame: boolean,
): Promise<Customer[]> {
  const known = zohoId === null ? undefined : await findKnown(tx, zohoId);
  if (known !== undefined) return [known];
  const sortName = name === null ? "" : searchKeysOf(name).sort_name;
  const isThere = name !== null && mayBeThere(tx, "customer", name);
  const byName = isThere ? await findCustomersBySortName(tx, sortName) : [];
  const named = await withoutOtherIds(tx, byName, zohoId !== null);
  if (named.length > 0 || (isSame && name !== null && name !== email)) return named;
  const key = emailKey(email);
  const byEmail = key === null ? [] : await findCustomersByEmail(tx, key);
  const reached = await withoutOtherIds(tx, byEmail, zohoId !== null);
  return isSame && reached.length > 1 ? [] : reached;
}

/** Customers of the same name that came in by ids of their own are others, where this one has an id too. */
async function withoutOtherIds(tx: Tx, found: Customer[], isToldApart: boolean): Promise<Customer[]> {
  if (!isToldApart || found.length === 0) return found;
  const others = await keyedAmong(
    tx,
    found.map(({ id }) => id),
    "zoho:",
  );
  return found.filter(({ id }) => !others.has(id));
}

/** The customer of an id: our own, as our exports have it, or one that was imported; of a merged one, the survivor. */
async function findKnown(tx: Tx, zohoId: string): Promise<Customer | undefined> {
  const id = isId("cus", zohoId) ? zohoId : await findMovedIn(tx, "customers", `zoho:${zohoId}`);
  let found = id === undefined ? undefined : await findCustomerOnce(tx, id as CustomerId);
  while (found !== undefined && found.merged_into !== null) found = await findCustomer(tx, found.merged_into);
  return found;
}
