import type { Tx } from "#platform/db/db.ts";
import { type BillingField, customerFieldsWith, customField } from "#billing/customer/customer-fields.ts";
import { listCustomFields } from "#billing/custom-field/custom-field.store.ts";
import type { MoveInKind } from "./move-in-kind.ts";

/** What a kind of file may have that the organization says itself: all fields of customers, and its own of subscriptions. */
export async function ownFields(tx: Tx, kind: MoveInKind): Promise<readonly BillingField[]> {
  if (kind === "customers") return customerFieldsWith(await listCustomFields(tx, "customer"));
  return kind === "subscriptions" ? (await listCustomFields(tx, "subscription")).map(customField) : [];
}
