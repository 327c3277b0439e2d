import type { ColumnType } from "kysely";
import type { Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { AddressView } from "#billing/customer/customer-schema.api.ts";

export type VendorRow = {
  organization_id: OrganizationId;
  id: Id<"ven">;
  name: string;
  email: string | null;
  /** Where it is, by part: what is not known is null. */
  address: ColumnType<AddressView, string, string>;
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
