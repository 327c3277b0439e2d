import type { OrganizationId } from "#kernel/id.ts";

export type CrmCreditUseRow = {
  organization_id: OrganizationId;
  /** UTC. */
  day: string;
  credits: string;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    crm_credit_use: CrmCreditUseRow;
  }
}
