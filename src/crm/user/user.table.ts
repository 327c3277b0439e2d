import type { ColumnType, Generated } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Permissions } from "./permissions.ts";

export type CrmProfileRow = {
  organization_id: OrganizationId;
  id: Generated<string>;
  name: string;
  permissions: ColumnType<Permissions, string, string>;
  predefined: Generated<boolean>;
  created_time: Generated<Instant>;
  modified_time: Generated<Instant>;
  description: Generated<string>;
  created_by: string | null;
  modified_by: string | null;
};

export type CrmRoleRow = {
  organization_id: OrganizationId;
  id: Generated<string>;
  name: string;
  reports_to: string | null;
  description: Generated<string>;
  /** Users of the role see one another's records where a module is private. */
  share_with_peers: Generated<boolean>;
  created_by: string | null;
  modified_by: string | null;
  created_time: Generated<Instant>;
  modified_time: Generated<Instant>;
};

export type CrmUserRow = {
  organization_id: OrganizationId;
  id: Generated<string>;
  /** The person's sign-in, shared with billing; null for a seat that nobody signs in to. */
  auth_user_id: string | null;
  email: string;
  first_name: Generated<string>;
  last_name: string;
  status: Generated<"active" | "inactive">;
  profile_id: string;
  role_id: string;
  created_time: Generated<Instant>;
  modified_time: Generated<Instant>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_profile: CrmProfileRow;
    crm_role: CrmRoleRow;
    crm_user: CrmUserRow;
  }
}
