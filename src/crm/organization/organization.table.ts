import type { Generated } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { FinanceModule } from "#crm/finance/finance.ts";
import type { ModuleName } from "#crm/field/field.ts";

export type CrmOrganizationRow = {
  organization_id: OrganizationId;
  id: Generated<string>;
  /** The ten digits that name a CRM organization to the outside. */
  zgid: string;
  company_name: string;
  currency: string;
  multi_currency: Generated<boolean>;
  time_zone: string;
  country: string;
  primary_email: string;
  /** What of billing the CRM shows. */
  finance_modules: Generated<FinanceModule[]>;
  /** Modules whose records are seen by their owners and those above them alone. */
  private_modules: Generated<ModuleName[]>;
  created_time: Generated<Instant>;
  modified_time: Generated<Instant>;
};

export type CrmCurrencyRow = {
  organization_id: OrganizationId;
  iso_code: string;
  id: Generated<string>;
  /** Units of this currency for one unit of the base currency, nine decimal places. */
  exchange_rate: string;
  is_base: boolean;
  is_active: Generated<boolean>;
  created_time: Generated<Instant>;
  modified_time: Generated<Instant>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_organization: CrmOrganizationRow;
    crm_currency: CrmCurrencyRow;
  }
}
