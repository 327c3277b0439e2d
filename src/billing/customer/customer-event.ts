import type { Selectable } from "kysely";
import type { ContactPersonId, CustomerId } from "#kernel/id.ts";
import type { Act } from "#billing/act.ts";
import type { FieldChange } from "./customer.ts";
import type { CustomerEventRow } from "./customer.table.ts";

/** One line of a customer's timeline. */
export type CustomerEvent = Selectable<CustomerEventRow>;

/** What happened, without who and when. */
export type Happening = {
  customerId: CustomerId;
  /** Whom it is about, where that is a contact person: then the changes are the person's. */
  contactPersonId?: ContactPersonId;
  kind: string;
  changes?: FieldChange[];
  note?: string;
  /** The customer's version after it, where it changed the customer itself. */
  version?: number;
};

/** A line made of what happened and who did it. */
export function customerEvent(
  act: Act,
  { customerId, contactPersonId, kind, changes = [], note, version }: Happening,
): CustomerEvent {
  return {
    organization_id: act.organizationId,
    customer_id: customerId,
    id: act.ids("evt"),
    contact_person_id: contactPersonId ?? null,
    at: act.now,
    actor_kind: act.actor.kind,
    actor_id: act.actor.id,
    actor_name: act.actor.name,
    kind,
    changes,
    note: note ?? null,
    version: version ?? null,
  };
}
