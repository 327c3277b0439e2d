import { minorOf, placesProblem } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import {
  createCustomer,
  editCustomer,
  inactivateCustomer,
  type NewCustomerInput,
} from "#billing/customer/customer.commands.ts";
import { type Customer, diffCustomers } from "#billing/customer/customer.ts";
import { type Applied, keysOf, type Scope } from "./apply.ts";
import { cellProblem, tooManyPlaces } from "./choice.ts";
import { customerOf, type CustomerOfFile } from "./customer-record.ts";
import { findSameCustomer } from "./find-customer.commands.ts";
import type { MoveInRecord } from "./record.ts";
import { RecordRefused } from "./refused.ts";
import { noteThere } from "./there.store.ts";
import { textOf } from "./value.ts";

/** Brings a customer in: as a new one, or over the one that is there already where updates are wished. */
export async function applyCustomer(
  tx: Tx,
  act: Act,
  record: MoveInRecord,
  { moveIn, fields }: Scope,
): Promise<Applied> {
  const read = customerOf(record, fields);
  if (!read.ok) throw new RecordRefused(read.refusal);
  const given = read.value;
  const there = await findSameCustomer(tx, given);
  const keys = keysOf(given.zohoId);
  if (there === undefined) {
    const made = await create(tx, act, given);
    const { display_name: name, id: subject, version } = made;
    noteThere(tx, "customer", name);
    return { outcome: "created", name, subject, version, keys, ...statedOf(record, made) };
  }
  const about = { name: there.display_name, subject: there.id, keys, ...statedOf(record, there) };
  if (moveIn.existing === "skip")
    return { ...about, outcome: "skipped", version: there.version, note: "is there already" };
  const next = await overwrite(tx, act, there, given);
  const changes = diffCustomers(there, next);
  return {
    ...about,
    outcome: changes.length > 0 ? "updated" : "unchanged",
    version: next.version,
    changes,
  };
}

/** What the file says that a customer owes, and has to its credit. */
function statedOf(record: MoveInRecord, customer: Customer) {
  return {
    expected_balance: minorIn(record, "outstanding", customer),
    expected_credit: minorIn(record, "unused_credits", customer),
  };
}

function minorIn(record: MoveInRecord, field: string, { currency_code: currency }: Customer): bigint | null {
  const text = textOf(record.values, field);
  if (text === null) return null;
  const minor = minorOf(text, currency);
  if (minor !== undefined) return minor;
  const problem = placesProblem(text, currency) ?? "is no amount";
  throw new RecordRefused([cellProblem(record, field, problem, tooManyPlaces)]);
}

async function create(tx: Tx, act: Act, given: CustomerOfFile): Promise<Customer> {
  const made = await createCustomer(tx, act, inputOf(given) as NewCustomerInput, "import");
  return given.isInactive ? inactivateCustomer(tx, act, made.id) : made;
}

async function overwrite(tx: Tx, act: Act, there: Customer, given: CustomerOfFile): Promise<Customer> {
  const next = await editCustomer(tx, act, { id: there.id, given: inputOf(given) });
  return given.isInactive && next.status === "active" ? inactivateCustomer(tx, act, next.id) : next;
}

/** Values as a command takes them: custom fields apart. */
function inputOf({ values }: CustomerOfFile): Partial<NewCustomerInput> {
  const own = Object.entries(values).filter(([name]) => !name.startsWith("cf_"));
  const custom = Object.entries(values).filter(([name]) => name.startsWith("cf_"));
  return { ...Object.fromEntries(own), custom_fields: Object.fromEntries(custom) };
}
