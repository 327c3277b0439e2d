import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import type { FinanceModule } from "#crm/finance/finance.api.ts";
import { documentHomes } from "#web/billing/documents/places.ts";

const homes: Record<FinanceModule, string> = {
  subscriptions: "billing/subscriptions",
  invoices: documentHomes.invoice,
  estimates: documentHomes.estimate,
  sales_orders: documentHomes.sales_order,
  purchase_orders: documentHomes.purchase_order,
};

/** Where billing itself shows something. */
export function useBillingPlace(module: FinanceModule, id: string): string {
  return addressIn(useOrganization().id, `${homes[module]}/${id}`);
}
