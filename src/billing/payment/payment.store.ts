import type { Selectable } from "kysely";
import type { CustomerId, Id } from "#kernel/id.ts";
import { type Keyset, type Page, pageOf } from "#kernel/page.ts";
import type { Tx } from "#platform/db/db.ts";
import { ofCustomersNamed } from "#billing/customer/customer-named.store.ts";
import {
  type ListColumns,
  type ListFilter,
  type Party,
  passing,
} from "#billing/listing/list-filter.store.ts";
import { type Payment, paymentMinors } from "./payment.ts";
import type { PaymentRow } from "./payment.table.ts";

/** A payment with the name of who paid. */
export type NamedPayment = Payment & { customer_name: string };

/** A payment, or undefined where the organization has none of this id. */
export async function findPayment(tx: Tx, id: Id<"pay">): Promise<NamedPayment | undefined> {
  const row = await selectNamed(tx).where("payment.id", "=", id).executeTakeFirst();
  return row && namedOf(row);
}

/** The same, locked until the transaction ends. */
export async function findPaymentForUpdate(tx: Tx, id: Id<"pay">): Promise<Payment | undefined> {
  const row = await tx.selectFrom("payment").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
  return row && paymentOf(row);
}

/** The payment of a number; undefined where none has it. */
export async function findPaymentByNumber(tx: Tx, number: string): Promise<Payment | undefined> {
  const row = await tx.selectFrom("payment").selectAll().where("number", "=", number).executeTakeFirst();
  return row && paymentOf(row);
}

/** Adds a payment. */
export async function insertPayment(tx: Tx, { unused: _unused, ...payment }: Payment): Promise<void> {
  await tx.insertInto("payment").values(payment).execute();
}

/** Writes a payment that is locked; its version must follow the one that was read. */
export async function updatePayment(tx: Tx, { unused: _unused, ...payment }: Payment): Promise<void> {
  const result = await tx
    .updateTable("payment")
    .set(payment)
    .where("id", "=", payment.id)
    .where("version", "=", payment.version - 1)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new Error(`${payment.id} was written without its lock`);
}

/** Takes away a payment that is taken back, and that nothing refers to. */
export async function deletePayment(tx: Tx, id: Id<"pay">): Promise<void> {
  await tx.deleteFrom("payment").where("id", "=", id).execute();
}

export type PaymentListRequest = ListFilter & {
  customer_id?: CustomerId | undefined;
  after?: Keyset | undefined;
  limit: number;
};

const columns: ListColumns = {
  number: "payment.number",
  reference: "payment.reference_number",
  date: "payment.date",
  money: { amount: "payment.amount", currency: "payment.currency_code" },
};

/** One page of payments, the newest first. */
export async function listPayments(
  tx: Tx,
  { customer_id, after, limit, ...filter }: PaymentListRequest,
): Promise<Page<NamedPayment>> {
  const party: Party = (inTx, text) => ofCustomersNamed(inTx, text, "payment");
  let query = selectNamed(tx)
    .where(await passing(tx, columns, party, filter))
    .orderBy("payment.id", "desc")
    .limit(limit + 1);
  if (customer_id !== undefined) query = query.where("payment.customer_id", "=", customer_id);
  if (after !== undefined) query = query.where("payment.id", "<", after.id as Id<"pay">);
  return pageOf(await query.execute(), limit, ({ id }) => ({ value: null, id }), namedOf);
}

function selectNamed(tx: Tx) {
  return tx
    .selectFrom("payment")
    .innerJoin("customer", (join) =>
      join
        .onRef("customer.organization_id", "=", "payment.organization_id")
        .onRef("customer.id", "=", "payment.customer_id"),
    )
    .selectAll("payment")
    .select("customer.display_name as customer_name");
}

function namedOf({
  customer_name,
  ...row
}: Selectable<PaymentRow> & { customer_name: string }): NamedPayment {
  return { ...paymentOf(row), customer_name };
}

/** A row as rules see it. */
export function paymentOf(row: Selectable<PaymentRow>): Payment {
  const minors = Object.fromEntries(paymentMinors.map((column) => [column, BigInt(row[column])]));
  return { ...row, ...(minors as Pick<Payment, (typeof paymentMinors)[number]>) };
}
