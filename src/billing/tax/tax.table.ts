import type { Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type TaxRow = {
  organization_id: OrganizationId;
  id: Id<"tax">;
  name: string;
  /** Decimal text: `19`, `7.7`. */
  percentage: string;
  status: "active" | "inactive";
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    tax: TaxRow;
  }
}
