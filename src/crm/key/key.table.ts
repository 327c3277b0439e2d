import type { Generated } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type CrmClientRow = {
  organization_id: OrganizationId;
  /** `1000.` and 30 letters or digits, as Zoho's are. */
  id: string;
  name: string;
  secret_hash: string;
  kind: "self" | "server";
  redirect_uri: string | null;
  created_by: string;
  created_time: Generated<Instant>;
  revoked_time: Instant | null;
};

export type CrmGrantCodeRow = {
  organization_id: OrganizationId;
  hash: string;
  client_id: string;
  user_id: string;
  scope: string;
  redirect_uri: string | null;
  expires_time: Instant;
  used_time: Instant | null;
};

export type CrmCredentialRow = {
  organization_id: OrganizationId;
  id: Generated<string>;
  kind: "refresh_token" | "zsc_key";
  hash: string;
  user_id: string;
  client_id: string | null;
  scope: string;
  created_time: Generated<Instant>;
  last_used_time: Instant | null;
  revoked_time: Instant | null;
};

export type CrmAccessTokenRow = {
  organization_id: OrganizationId;
  hash: string;
  credential_id: string;
  user_id: string;
  scope: string;
  created_time: Generated<Instant>;
  expires_time: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_client: CrmClientRow;
    crm_grant_code: CrmGrantCodeRow;
    crm_credential: CrmCredentialRow;
    crm_access_token: CrmAccessTokenRow;
  }
}
