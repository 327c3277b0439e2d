import type { ConnectionId, ContactPersonId, CustomerId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type LinkRow = {
  organization_id: OrganizationId;
  connection_id: ConnectionId;
  crm_id: string;
  crm_module: "Accounts" | "Contacts";
  target: "customer" | "contact_person";
  /** Null where the customer was deleted in billing. */
  customer_id: CustomerId | null;
  contact_person_id: ContactPersonId | null;
  state: "linked" | "duplicate" | "out_of_view" | "deleted_in_crm" | "closed";
  /** JSON text: the values both sides last agreed on, by billing field. */
  base: string;
  config_version: number;
  /** JSON text: [{field, problem, value}]; null where there are none. */
  issues: string | null;
  /** JSON text: the intent (sync/plan/decision.ts) of an update of the CRM whose answer is awaited, or was lost; null mostly. */
  intent: string | null;
  /** The newest change of the CRM record that is known. It never goes back, whatever a list shows that lags. */
  crm_modified_time: Instant;
  linked_at: Instant;
  updated_at: Instant;
};

/** The CRM record of a billing record, and what may be on its way there. */
export type LinkPlace = Pick<LinkRow, "crm_id" | "crm_module" | "state" | "intent">;

/** A link with what a list shows beside it: where its record is opened, and how billing calls what it is linked with. */
export type ListedLink = LinkRow & {
  customer_id: CustomerId;
  crm_company: string;
  api_url: string;
  kind: "embedded" | "zoho";
  name: string;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    link: LinkRow;
  }
}
