import type { Generated } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type CrmNoteRow = {
  organization_id: OrganizationId;
  id: Generated<string>;
  record_id: string;
  title: Generated<string>;
  content: string;
  created_by: string;
  modified_by: string;
  created_time: Generated<Instant>;
  modified_time: Generated<Instant>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_note: CrmNoteRow;
  }
}
