import { sql } from "kysely";
import type { CustomerId, OrganizationId } from "#kernel/id.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import type { SubscriptionId } from "./subscription.table.ts";

/** The day of a customer's own clock; undefined of one that lives with everybody. */
export async function findTestClock(tx: Tx, customerId: CustomerId): Promise<string | undefined> {
  const row = await tx
    .selectFrom("test_clock")
    .select("today")
    .where("customer_id", "=", customerId)
    .executeTakeFirst();
  return row?.today;
}

/** Sets a customer's own clock. */
export async function saveTestClock(
  tx: Tx,
  row: { organization_id: OrganizationId; customer_id: CustomerId; today: string; updated_at: string },
): Promise<void> {
  await tx
    .insertInto("test_clock")
    .values(row)
    .onConflict((conflict) =>
      conflict
        .columns(["organization_id", "customer_id"])
        .doUpdateSet({ today: row.today, updated_at: row.updated_at }),
    )
    .execute();
}

/** Takes a customer's own clock away. */
export async function deleteTestClock(tx: Tx, customerId: CustomerId): Promise<void> {
  await tx.deleteFrom("test_clock").where("customer_id", "=", customerId).execute();
}

/** A subscription, and the day on which something is due to it. */
export type Due = { id: SubscriptionId; due_on: string };

/** Of an organization, subscriptions to which something is due, the longest waiting first; those on clocks of their own are not. */
export async function listDue(tx: Tx, today: string, limit: number): Promise<Due[]> {
  const rows = await tx
    .selectFrom("subscription as s")
    .select(["s.id", "s.due_on"])
    .where("s.due_on", "<=", today)
    .where(
      sql<boolean>`not exists (select from test_clock c where c.organization_id = s.organization_id and c.customer_id = s.customer_id)`,
    )
    .orderBy("s.due_on")
    .orderBy("s.id")
    .limit(limit)
    .$narrowType<Due>()
    .execute();
  return rows;
}

/** Subscriptions of a customer to which something is due, the earliest first. */
export async function listDueOf(tx: Tx, customerId: CustomerId, today: string): Promise<SubscriptionId[]> {
  const rows = await tx
    .selectFrom("subscription")
    .select("id")
    .where("customer_id", "=", customerId)
    .where("due_on", "<=", today)
    .orderBy("due_on")
    .orderBy("id")
    .execute();
  return rows.map(({ id }) => id);
}

/** Organizations in which something may be due by a day anywhere on earth. Runs as concord_system. */
export async function findDueOrganizations(system: Db, latestDay: string): Promise<OrganizationId[]> {
  const rows = await system
    .selectFrom("subscription")
    .select("organization_id")
    .distinct()
    .where("due_on", "<=", latestDay)
    .execute();
  return rows.map(({ organization_id }) => organization_id);
}
