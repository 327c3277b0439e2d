import type { ColumnType, Generated } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { DataType, Field, ModuleName } from "./field.ts";

/** What a custom field has beside its name and type. */
export type FieldSettings = Pick<
  Field,
  "decimals" | "options" | "lookup" | "autoNumber" | "mandatory" | "external"
> & { length?: number };

export type CrmFieldRow = {
  organization_id: OrganizationId;
  module: ModuleName;
  api_name: string;
  id: Generated<string>;
  label: string;
  data_type: DataType;
  settings: ColumnType<FieldSettings, string, string>;
  is_unique: boolean;
  next_number: ColumnType<string, number, number>;
  created_by: string;
  created_time: Generated<Instant>;
  modified_time: Generated<Instant>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_field: CrmFieldRow;
  }
}
