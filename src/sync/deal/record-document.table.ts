import type { Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

/** What of billing can be made for a record of the CRM. */
export type MadeKind = "subscription" | "invoice" | "estimate" | "sales_order" | "purchase_order";

/** The id of what was made. */
export type MadeId = Id<"sub"> | Id<"inv"> | Id<"est"> | Id<"sor"> | Id<"por">;

export type RecordDocumentRow = {
  organization_id: OrganizationId;
  document_id: MadeId;
  kind: MadeKind;
  crm_module: "Accounts" | "Contacts" | "Deals";
  crm_id: string;
  made_by: "person" | "trigger";
  made_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    record_document: RecordDocumentRow;
  }
}
