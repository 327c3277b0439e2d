import type { Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type VendorRow = {
  organization_id: OrganizationId;
  id: Id<"ven">;
  name: string;
  email: string | null;
  currency_code: string;
  /** Days until what it bills is due. */
  payment_terms: number | null;
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    vendor: VendorRow;
  }
}
