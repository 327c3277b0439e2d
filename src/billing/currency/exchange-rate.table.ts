import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type ExchangeRateRow = {
  organization_id: OrganizationId;
  currency_code: string;
  date: string;
  /** Units of the base currency for one of this currency, as decimal text. */
  rate: string;
  updated_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    exchange_rate: ExchangeRateRow;
  }
}
