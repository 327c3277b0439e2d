import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type IdempotencyKeyRow = {
  organization_id: OrganizationId;
  key: string;
  request_hash: string;
  status: number | null;
  body: string | null;
  created_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    idempotency_key: IdempotencyKeyRow;
  }
}
