import type { Instant } from "#kernel/time.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { BillingRecord, Values } from "./decision.ts";

/**
 * The CRM record of a customer or contact person that was deleted in the CRM; another one may take its place. `base`:
 * what both sides had agreed on; `at`: its last change that was known then.
 */
export type Bereft = { crmId: string; base: Values; at: Instant };

/**
 * What a record that takes the place of a deleted one has agreed on with billing. A stranger on nothing. One that was made
 * of the same customer (it was lost, or deleted and restored) goes on from there; where it was last changed before that
 * agreement, it brings nothing newer: what billing holds is what it lacks.
 */
export function baseInPlace(
  { modifiedTime, madeOf, values }: Incoming,
  { id }: BillingRecord,
  bereft: Bereft | undefined,
): Values {
  if (!bereft || madeOf !== id) return {};
  return modifiedTime < bereft.at ? { ...bereft.base, ...values } : bereft.base;
}
