import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { customerEvent, type Happening } from "./customer-event.ts";
import { insertCustomerEvents } from "./customer-event.store.ts";

/** Writes what happened to a customer to its timeline and to the audit log, in the transaction that does it. */
export async function tellOfCustomer(tx: Tx, act: Act, happening: Happening): Promise<void> {
  await insertCustomerEvents(tx, [customerEvent(act, happening)]);
  await recordAudit(tx, {
    organizationId: act.organizationId,
    at: act.now,
    actor: act.actor,
    action: `customer.${happening.kind}`,
    subject: { kind: "customer", id: happening.customerId },
    details: {
      changes: happening.changes ?? [],
      ...(happening.note === undefined ? {} : { note: happening.note }),
    },
  });
}
