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
import { customerOf, type CustomerOfFile } from "./customer-record.ts";
import { findSameCustomer } from "./find-customer.commands.ts";
import type { MoveInRecord } from "./record.ts";
import { RecordRefused } from "./refused.ts";

/** Brings a customer in: as a new one, or over the one that is there already where updates are wished. */
export async function applyCustomer(
  tx: Tx,
  act: Act,
  record: MoveInRecord,
  { moveIn, customerFields }: Scope,
): Promise<Applied> {
  const read = customerOf(record, customerFields);
  if (!read.ok) throw new RecordRefused(read.refusal);
  const given = read.value;
  const there = await findSameCustomer(tx, given);
  const keys = keysOf(given.zohoId);
  if (there === undefined) {
    const made = await create(tx, act, given);
    return { outcome: "created", name: made.display_name, subject: made.id, version: made.version, keys };
  }
  const about = { name: there.display_name, subject: there.id, keys };
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
