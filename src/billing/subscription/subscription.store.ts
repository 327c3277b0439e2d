import { type Insertable, sql } from "kysely";
import type { CustomerId, Id, InvoiceId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { insertRows } from "#platform/db/held.ts";
import { jsonText } from "#platform/db/json-text.ts";
import type { DocumentId } from "#billing/document/document.table.ts";
import type { DocumentKind } from "#billing/document/kind.ts";
import { documentLineOf } from "#billing/document/document.store.ts";
import type { Item } from "#billing/catalog/item.ts";
import type { BilledLine } from "./billed-brackets.ts";
import type { SubscriptionEventRow, SubscriptionId, SubscriptionRow } from "./subscription.table.ts";
import type { Subscription } from "./subscription.ts";

/** A subscription, locked until the transaction ends; undefined where the organization has none of this id. */
export async function findSubscriptionForUpdate(
  tx: Tx,
  id: SubscriptionId,
): Promise<Subscription | undefined> {
  return tx.selectFrom("subscription").selectAll().where("id", "=", id).forUpdate().executeTakeFirst();
}

/** The subscription that is dunned for an invoice, or left unpaid with it, locked. */
export async function findOwingForUpdate(tx: Tx, invoiceId: InvoiceId): Promise<Subscription | undefined> {
  return tx
    .selectFrom("subscription")
    .selectAll()
    .where("dunning_invoice_id", "=", invoiceId)
    .where("status", "in", ["dunning", "unpaid"])
    .forUpdate()
    .executeTakeFirst();
}

/** How far the subscription that is dunned for an invoice is with that. */
export async function findDunned(
  tx: Tx,
  invoiceId: InvoiceId,
): Promise<Pick<Subscription, "dunning_since" | "dunning_attempts"> | undefined> {
  return tx
    .selectFrom("subscription")
    .select(["dunning_since", "dunning_attempts"])
    .where("dunning_invoice_id", "=", invoiceId)
    .where("status", "=", "dunning")
    .executeTakeFirst();
}

/** The subscription that has a number. */
export async function findSubscriptionByNumber(tx: Tx, number: string): Promise<Subscription | undefined> {
  return tx.selectFrom("subscription").selectAll().where("number", "=", number).executeTakeFirst();
}

/** Takes a subscription away with all that is told of it. */
export async function deleteSubscription(tx: Tx, id: SubscriptionId): Promise<void> {
  await tx.deleteFrom("subscription").where("id", "=", id).execute();
}

/** The subscription that has a reference. */
export async function findByReference(tx: Tx, reference: string): Promise<Subscription | undefined> {
  return tx.selectFrom("subscription").selectAll().where("reference", "=", reference).executeTakeFirst();
}

/** The subscription that was made of an estimate. */
export async function findSubscriptionOf(tx: Tx, estimate: Id<"est">) {
  return tx
    .selectFrom("subscription")
    .select(["id", "number", "status"])
    .where("estimate_id", "=", estimate)
    .executeTakeFirst();
}

/**
 * Those of these subscriptions that are due still, locked, but for what somebody else has: that is in good hands. Their
 * customers stay as they are, so that nobody who waits for a number of ours has what we come for next.
 */
export async function takeDueSubscriptions(
  tx: Tx,
  ids: readonly SubscriptionId[],
  today: string,
): Promise<Subscription[]> {
  return tx
    .selectFrom("subscription as s")
    .innerJoin("customer as c", (join) =>
      join.onRef("c.organization_id", "=", "s.organization_id").onRef("c.id", "=", "s.customer_id"),
    )
    .selectAll("s")
    .where("s.id", "=", anyOf(ids))
    .where("s.due_on", "<=", today)
    .orderBy("s.due_on")
    .orderBy("s.id")
    .modifyEnd(sql`for update of s skip locked for key share of c skip locked`)
    .execute();
}

/** Adds a subscription with what it sells. */
export async function insertSubscription(
  tx: Tx,
  subscription: Subscription,
  items: readonly Item[],
): Promise<void> {
  await tx.insertInto("subscription").values(stored(subscription)).execute();
  await insertItems(tx, subscription, items);
}

/** Writes a subscription that is locked; its version must follow the one that was read. */
export async function updateSubscription(tx: Tx, subscription: Subscription): Promise<void> {
  const result = await tx
    .updateTable("subscription")
    .set(stored(subscription))
    .where("id", "=", subscription.id)
    .where("version", "<", subscription.version)
    .executeTakeFirst();
  if (result.numUpdatedRows !== 1n) throw new Error(`${subscription.id} was written without its lock`);
}

function stored({
  scheduled_items: items,
  custom_fields: custom,
  ...subscription
}: Subscription): Insertable<SubscriptionRow> {
  return {
    ...subscription,
    scheduled_items: items === null ? null : jsonText(items),
    custom_fields: jsonText(custom),
  };
}

/** What a subscription sells, the plan first. */
export async function listItems(tx: Tx, id: SubscriptionId): Promise<Item[]> {
  return (await listItemsOf(tx, [id])).get(id) ?? [];
}

/** The same of several. */
export async function listItemsOf(
  tx: Tx,
  ids: readonly SubscriptionId[],
): Promise<Map<SubscriptionId, Item[]>> {
  const rows = await tx
    .selectFrom("subscription_item")
    .select(["subscription_id", "kind", "item_id", "name", "quantity", "pricing", "setup_fee", "tax_id"])
    .where("subscription_id", "=", anyOf(ids))
    .orderBy("position")
    .execute();
  const found = new Map<SubscriptionId, Item[]>();
  for (const { subscription_id: id, setup_fee, ...row } of rows) {
    const item = { ...row, ...(setup_fee === null ? {} : { setup_fee }) } as Item;
    found.set(id, [...(found.get(id) ?? []), item]);
  }
  return found;
}

/** Writes anew what a subscription sells. */
export async function replaceItems(
  tx: Tx,
  subscription: Subscription,
  items: readonly Item[],
): Promise<void> {
  await tx.deleteFrom("subscription_item").where("subscription_id", "=", subscription.id).execute();
  await insertItems(tx, subscription, items);
}

async function insertItems(
  tx: Tx,
  { organization_id, id }: Subscription,
  items: readonly Item[],
): Promise<void> {
  const rows = items.map(({ pricing, setup_fee = null, ...item }, position) => ({
    organization_id,
    subscription_id: id,
    position,
    ...item,
    pricing: jsonText(pricing),
    setup_fee,
  }));
  await tx.insertInto("subscription_item").values(rows).execute();
}

/** Lines that bill days of a subscription after a day, of documents that hold; what a credit note gives back is negative. */
export async function listBilledLines(tx: Tx, id: SubscriptionId, after: string): Promise<BilledLine[]> {
  const rows = await tx
    .selectFrom("document_line as l")
    .innerJoin("document as d", (join) =>
      join.onRef("d.organization_id", "=", "l.organization_id").onRef("d.id", "=", "l.document_id"),
    )
    .selectAll("l")
    .select(["d.kind", "d.number"])
    .where("l.subscription_id", "=", id)
    .where("l.is_void", "=", false)
    .where(sql<boolean>`upper(l.period) > ${after}::date`)
    .orderBy("l.document_id")
    .orderBy("l.position")
    .execute();
  return rows.map(({ kind, number, ...row }) => {
    const line = documentLineOf(row);
    return kind === "credit_note" ? { ...line, net: -line.net, invoice: null } : { ...line, invoice: number };
  });
}

/** Lets days from one on be billed anew: what was billed for them is given back. */
export async function freeBilledDays(tx: Tx, id: SubscriptionId, from: string): Promise<void> {
  await sql`
    update document_line set billed_days = billed_days * daterange(null, ${from}::date)
     where subscription_id = ${id} and charge_kind = 'term' and upper(billed_days) > ${from}::date`.execute(
    tx,
  );
}

/** The invoices and credit notes of a subscription whose id (without its prefix) is after one: ids ascend. */
export async function billsAfter(
  tx: Tx,
  id: SubscriptionId,
  after: string,
): Promise<{ id: DocumentId; kind: DocumentKind }[]> {
  return tx
    .selectFrom("document")
    .select(["id", "kind"])
    .where("subscription_id", "=", id)
    .where(sql<boolean>`substr(id, 5) > ${after}`)
    .orderBy("id")
    .execute();
}

/** Whether a term of a subscription was ever billed. */
export async function hasBilledTerm(tx: Tx, id: SubscriptionId): Promise<boolean> {
  const row = await tx
    .selectFrom("document_line")
    .select("position")
    .where("subscription_id", "=", id)
    .where("charge_kind", "=", "term")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** The numbers of all subscriptions that a customer ever had, the oldest first. */
export async function findSubscriptionNumbers(tx: Tx, customerId: CustomerId): Promise<string[]> {
  const rows = await tx
    .selectFrom("subscription")
    .select("number")
    .where("customer_id", "=", customerId)
    .orderBy("id")
    .execute();
  return rows.map(({ number }) => number);
}

/** Adds a line to what happened to a subscription. */
export async function insertSubscriptionEvent(
  tx: Tx,
  event: Insertable<SubscriptionEventRow>,
): Promise<void> {
  await insertRows(tx, "subscription_event", [event]);
}

/** What happened to a subscription, in order. */
export async function listSubscriptionEvents(tx: Tx, id: SubscriptionId) {
  return tx
    .selectFrom("subscription_event")
    .selectAll()
    .where("subscription_id", "=", id)
    .orderBy("id")
    .execute();
}
