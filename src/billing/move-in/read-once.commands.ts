import type { CustomerId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { keepUntilEnd, readOnce } from "#platform/db/held.ts";
import type { Customer } from "#billing/customer/customer.ts";
import { findCustomer, listCustomersById } from "#billing/customer/customer.store.ts";
import type { Scope } from "./apply.ts";
import { customerOf } from "./customer-record.ts";
import type { MoveInKind } from "./move-in-kind.ts";
import { findMovedIn, readMovedInOnce } from "./moved-in.store.ts";
import type { MoveInRecord } from "./record.ts";
import { readThereOnce, type Told } from "./there.store.ts";
import { textOf } from "./value.ts";

const told: Partial<Record<MoveInKind, Told>> = {
  customers: "customer",
  invoices: "invoice",
  credit_notes: "credit_note",
  payments: "payment",
};

/** Reads for a whole batch at once what each of its records would ask for: whether it is there, and whose it is. */
export async function readForAll(
  tx: Tx,
  records: readonly MoveInRecord[],
  { moveIn: { kind }, fields }: Scope,
): Promise<void> {
  const valuesOf = (field: string): string[] => records.flatMap(({ values }) => textOf(values, field) ?? []);
  const own = valuesOf("zoho_id").map((id) => `zoho:${id}`);
  await readMovedInOnce(tx, kind, [...own, ...valuesOf("number").map((number) => `number:${number}`)]);
  const of = told[kind];
  const names = (): string[] => records.flatMap((record) => nameIn(record, fields));
  if (of !== undefined) await readThereOnce(tx, of, of === "customer" ? names() : valuesOf("number"));
  if (kind === "customers") return;
  const keys = valuesOf("customer_zoho_id").map((id) => `zoho:${id}`);
  await readMovedInOnce(tx, "customers", keys);
  const ids = await Promise.all(keys.map((key) => findMovedIn(tx, "customers", key)));
  const found = ids.flatMap((id) => (id === undefined ? [] : [id as CustomerId]));
  for (const customer of await listCustomersById(tx, found)) keepUntilEnd(tx, nameOf(customer.id), customer);
}

/** A customer, of those that were read for all; it is read again where it is locked. */
export async function findCustomerOnce(tx: Tx, id: CustomerId): Promise<Customer | undefined> {
  return readOnce(tx, nameOf(id), () => findCustomer(tx, id));
}

function nameOf(id: CustomerId): string {
  return `customer ${id}`;
}

/** The name by which a customer is looked for; none of a record that is refused. */
function nameIn(record: MoveInRecord, fields: Scope["fields"]): string[] {
  const read = customerOf(record, fields);
  return read.ok ? [read.value.display_name] : [];
}
