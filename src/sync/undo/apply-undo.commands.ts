import { changedContactPerson, type ContactPerson } from "#billing/customer/contact-person.ts";
import { changedCustomer, changeOf, type Customer } from "#billing/customer/customer.ts";
import type { ConnectionId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import { ChangedMeanwhile } from "#sync/apply/apply.commands.ts";
import type { BillingRecord } from "#sync/plan/decision.ts";
import type { UndoPlan } from "./plan-undo.ts";
import type { RunTx } from "#sync/run/statements.store.ts";

type Place = { connectionId: ConnectionId; pushes: boolean; now: Instant };
type Planned = UndoPlan & { record: BillingRecord };

/** Writes what an undo planned: closes links first, so that what is deleted is known as closed and not made again. */
export async function applyUndo(
  tx: RunTx,
  { connectionId, pushes, now }: Place,
  plans: readonly UndoPlan[],
): Promise<void> {
  await tx.closeLinks(
    connectionId,
    plans.flatMap((plan) => plan.closes),
    now,
  );
  const there = plans.flatMap((plan): Planned[] =>
    plan.subject.record ? [{ ...plan, record: plan.subject.record }] : [],
  );
  const kept = there.filter(({ fate }) => fate !== "deleted");
  const missed = [
    ...(await tx.updateCustomersByCopy(
      kept.flatMap((plan) =>
        plan.record.target === "customer" ? customerChange(plan, plan.record.row, now) : [],
      ),
    )),
    ...(await tx.updateContactPersonsByCopy(
      kept.flatMap((plan) =>
        plan.record.target === "contact_person" ? personChange(plan, plan.record.row, now) : [],
      ),
    )),
  ];
  if (missed.length > 0) throw new ChangedMeanwhile(`${missed.length} records were changed meanwhile`);
  const gone = there.filter(({ fate }) => fate === "deleted").map(({ record }) => record);
  await tx.deleteContactPersonsByIds(
    gone.flatMap((one) => (one.target === "contact_person" ? [one.id] : [])),
  );
  await tx.deleteCustomersByIds(gone.flatMap((one) => (one.target === "customer" ? [one.id] : [])));
  if (pushes) await markReturned(tx, connectionId, kept);
}

function customerChange(plan: Planned, from: Customer, now: Instant): { from: Customer; to: Customer }[] {
  const { values, closes, fate } = plan;
  const change = {
    ...changeOf(values, from.custom_fields),
    ...(fate === "inactive" ? { status: "inactive" as const } : {}),
    ...(closes.length > 0 ? { crm_links: Math.max(0, from.crm_links - closes.length) } : {}),
  };
  return Object.keys(change).length > 0 ? [{ from, to: changedCustomer(from, change, now) }] : [];
}

function personChange(
  { values }: Planned,
  from: ContactPerson,
  now: Instant,
): { from: ContactPerson; to: ContactPerson }[] {
  if (Object.keys(values).length === 0) return [];
  return [{ from, to: changedContactPerson(from, values, now) }];
}

/** What went back here goes to the CRM too: the base is still what the run agreed on, so that billing has changed since. */
async function markReturned(tx: RunTx, connectionId: ConnectionId, plans: readonly Planned[]): Promise<void> {
  const returned = plans.filter(
    ({ values, closes }) => Object.keys(values).length > 0 && closes.length === 0,
  );
  for (const target of ["customer", "contact_person"] as const) {
    const ids = returned.filter(({ record }) => record.target === target).map(({ record }) => record.id);
    await tx.markRecords(connectionId, target, ids);
  }
}
