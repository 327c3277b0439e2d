import { sql } from "kysely";
import type { OrganizationId, PaymentId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { ContactPerson } from "#billing/customer/contact-person.ts";
import type { SubscriptionId } from "./subscription.table.ts";

/** The contact persons who get the e-mails of a subscription and still are its customer's, the primary one first. */
export async function listReceivers(tx: Tx, id: SubscriptionId): Promise<ContactPerson[]> {
  return tx
    .selectFrom("subscription_contact_person as r")
    .innerJoin("subscription as s", (join) =>
      join.onRef("s.organization_id", "=", "r.organization_id").onRef("s.id", "=", "r.subscription_id"),
    )
    .innerJoin("contact_person as p", (join) =>
      join
        .onRef("p.organization_id", "=", "r.organization_id")
        .onRef("p.id", "=", "r.contact_person_id")
        .onRef("p.customer_id", "=", "s.customer_id"),
    )
    .selectAll("p")
    .where("r.subscription_id", "=", id)
    .orderBy("p.is_primary", "desc")
    .orderBy("p.id")
    .execute();
}

/** Writes anew who gets the e-mails of a subscription. */
export async function replaceReceivers(
  tx: Tx,
  { organization_id, id }: { organization_id: OrganizationId; id: SubscriptionId },
  persons: readonly Pick<ContactPerson, "id">[],
): Promise<void> {
  await tx.deleteFrom("subscription_contact_person").where("subscription_id", "=", id).execute();
  if (persons.length === 0) return;
  await tx
    .insertInto("subscription_contact_person")
    .values(persons.map((person) => ({ organization_id, subscription_id: id, contact_person_id: person.id })))
    .execute();
}

/** The subscriptions whose invoices a payment settles; null among them where it settles one of no subscription. */
export async function listPaidSubscriptions(tx: Tx, id: PaymentId): Promise<(SubscriptionId | null)[]> {
  const rows = await tx
    .selectFrom("settlement as s")
    .innerJoin("document as d", (join) =>
      join.onRef("d.organization_id", "=", "s.organization_id").onRef("d.id", "=", "s.invoice_id"),
    )
    .select("d.subscription_id")
    .distinct()
    .where(sql<boolean>`s.payment_id = ${id}`)
    .where("s.undone_at", "is", null)
    .orderBy("d.subscription_id")
    .execute();
  return rows.map(({ subscription_id }) => subscription_id);
}
