import type { Insertable, Selectable } from "kysely";
import type { CustomerId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import type { GatewayCustomerRow, GatewayEventRow, PaymentGatewayRow } from "./gateway.table.ts";

/** An account with a gateway, its secrets sealed. */
export type Account = Selectable<PaymentGatewayRow>;

/** The account that the organization collects through; undefined where it is paid offline. */
export async function findAccount(tx: Tx): Promise<Account | undefined> {
  return tx.selectFrom("payment_gateway").selectAll().executeTakeFirst();
}

/** The same, locked until the transaction ends. */
export async function findAccountForUpdate(tx: Tx): Promise<Account | undefined> {
  return tx.selectFrom("payment_gateway").selectAll().forUpdate().executeTakeFirst();
}

/** Puts the account in the place of what there was. */
export async function saveAccount(tx: Tx, account: Account): Promise<void> {
  const { organization_id: _organization, created_at: _created, ...values } = account;
  await tx
    .insertInto("payment_gateway")
    .values(account)
    .onConflict((conflict) => conflict.column("organization_id").doUpdateSet(values))
    .execute();
}

/** Takes the account away. */
export async function deleteAccount(tx: Tx): Promise<void> {
  await tx.deleteFrom("payment_gateway").execute();
}

/** What an account calls a customer. */
export async function findGatewayCustomer(
  tx: Tx,
  account: string,
  customerId: CustomerId,
): Promise<string | undefined> {
  const row = await tx
    .selectFrom("gateway_customer")
    .select("reference")
    .where("customer_id", "=", customerId)
    .where("account", "=", account)
    .executeTakeFirst();
  return row?.reference;
}

/** Keeps what an account calls a customer; what is known already stays. */
export async function insertGatewayCustomer(tx: Tx, row: Insertable<GatewayCustomerRow>): Promise<void> {
  await tx
    .insertInto("gateway_customer")
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Whether an event was taken before. */
export async function isKnownEvent(tx: Tx, id: string): Promise<boolean> {
  const row = await tx.selectFrom("gateway_event").select("id").where("id", "=", id).executeTakeFirst();
  return row !== undefined;
}

/** Notes that an event is taken; false where it was before, by somebody who has committed. */
export async function takeEvent(tx: Tx, event: Insertable<GatewayEventRow>): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto("gateway_event")
    .values(event)
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst();
  return numInsertedOrUpdatedRows === 1n;
}

/** Organizations with events that came before. Runs as concord_system. */
export async function findOrganizationsWithEvents(system: Db, before: Instant): Promise<OrganizationId[]> {
  const rows = await system
    .selectFrom("gateway_event")
    .select("organization_id")
    .distinct()
    .where("received_at", "<", before)
    .execute();
  return rows.map(({ organization_id }) => organization_id);
}

/** Forgets the events that came before. */
export async function deleteEvents(tx: Tx, before: Instant): Promise<void> {
  await tx.deleteFrom("gateway_event").where("received_at", "<", before).execute();
}

/** What was asked of the gateway, or is to be, and has no outcome yet: invoices that are charged, and how many refunds. */
export async function findOpenRequests(tx: Tx): Promise<{ charged: string[]; refunds: number }> {
  const charges = await tx
    .selectFrom("charge_attempt as a")
    .innerJoin("document as d", (join) =>
      join.onRef("d.organization_id", "=", "a.organization_id").onRef("d.id", "=", "a.invoice_id"),
    )
    .select("d.number")
    .where("a.status", "=", "pending")
    .where("a.method_reference", "is not", null)
    .orderBy("a.id")
    .execute();
  const refunds = await tx.selectFrom("refund").select("id").where("status", "=", "pending").execute();
  return { charged: charges.map(({ number }) => number ?? ""), refunds: refunds.length };
}
