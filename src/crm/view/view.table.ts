import type { ColumnType, Generated } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { Criteria } from "#crm/criteria/criteria.ts";
import type { Access, SharedWith, SortField } from "./view.ts";

export type CrmViewRow = {
  organization_id: OrganizationId;
  id: Generated<string>;
  module: ModuleName;
  name: string;
  criteria: ColumnType<Criteria | null, string | null, string | null>;
  fields: ColumnType<string[], string, string>;
  sort_by: SortField | null;
  sort_order: "asc" | "desc" | null;
  access_type: Access;
  shared_to: ColumnType<SharedWith[], string, string>;
  created_by: string;
  modified_by: string;
  created_time: Generated<Instant>;
  modified_time: Generated<Instant>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_view: CrmViewRow;
  }
}
