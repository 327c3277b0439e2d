import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { CustomDefinition } from "#billing/customer/customer-fields.ts";
import type { CustomEntity } from "./custom-field.ts";

/** A field of the organization's own; its values are under its name in the `custom_fields` of each record. */
export type CustomFieldRow = {
  organization_id: OrganizationId;
  entity: CustomEntity;
  api_name: CustomDefinition["api_name"];
  label: string;
  type: CustomDefinition["type"];
  options: string[];
  position: number;
  created_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    custom_field: CustomFieldRow;
  }
}
