import type { ApiKeyId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { MemberRole } from "./actor.ts";

export type ApiKeyRow = {
  organization_id: OrganizationId;
  id: ApiKeyId;
  name: string;
  hash: string;
  role: MemberRole;
  created_by: string;
  created_at: Instant;
  last_used_at: Instant | null;
  expires_at: Instant | null;
  revoked_at: Instant | null;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    api_key: ApiKeyRow;
  }
}
