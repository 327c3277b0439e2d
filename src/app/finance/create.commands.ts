import { AppError } from "#kernel/errors.ts";
import type { CustomerId } from "#kernel/id.ts";
import type { Member } from "#platform/auth/actor.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import type { FinanceModule } from "#crm/finance/finance.ts";
import { insertRecordDocument } from "#sync/deal/record-document.store.ts";
import type { MadeId } from "#sync/deal/record-document.table.ts";
import { enterFinance } from "./finance.commands.ts";
import { madeKindOf } from "./kinds.ts";
import { findOwnerName, findPlacedCustomer, type Place } from "./place.store.ts";
import { visiblePlace } from "./scope.store.ts";

/** For whom something is made in the CRM. `customer` is there of all but purchase orders, which are for vendors. */
export type MadeFor = { place: Place; customer: CustomerId | undefined; salesperson: string | null };

/**
 * Makes something in billing for a record of the CRM, as the member, whom both sides must allow it; and notes for which
 * record it was made, in the same transaction.
 */
export async function makeInFinance<Made extends { id: string }>(
  { tx, act, member }: { tx: Tx; act: Act; member: Member },
  { module, record }: { module: FinanceModule; record: string },
  make: (whom: MadeFor) => Promise<Made>,
): Promise<Made> {
  const caller = await enterFinance(tx, member, { module, right: "create" });
  const place = await visiblePlace(tx, caller, record);
  const made = await make({
    place,
    customer: (await findPlacedCustomer(tx, caller, record))?.id,
    salesperson: await findOwnerName(tx, record),
  });
  await insertRecordDocument(tx, {
    organization_id: act.organizationId,
    document_id: made.id as MadeId,
    kind: madeKindOf[module],
    crm_module: place.module,
    crm_id: place.id,
    made_by: "person",
    made_at: act.now,
  });
  return made;
}

/** The customer of a record, without which nothing can be sold to it. */
export function customerOf({ place, customer }: MadeFor): CustomerId {
  if (customer === undefined)
    throw new AppError("finance.not_linked", { record: place.id, name: place.name });
  return customer;
}
