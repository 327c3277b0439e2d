import { amountText } from "#kernel/money.ts";
import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { getInvoice } from "#billing/invoice/invoice.commands.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import * as api from "./ledger.api.ts";
import { type KeptPosting, listPostings, sumAccounts } from "./ledger.store.ts";

/** The endpoints of the ledger: nothing is written by them. */
export function ledgerRoutes(): Route[] {
  return [
    tenantRoute(api.customerBalance, async ({ tx, params }) => {
      const { id, currency_code } = await getCustomer(tx, params.customer);
      const sums = await sumAccounts(tx, id);
      const of = (account: string) => sums.find((sum) => sum.account === account)?.amount ?? 0n;
      return {
        currency_code,
        outstanding: amountText(of("receivable"), currency_code),
        unused_credits: amountText(-of("credit"), currency_code),
      };
    }),
    tenantRoute(api.customerPostings, async ({ tx, params }) => {
      const { id } = await getCustomer(tx, params.customer);
      const { base_currency } = await getBillingOrganization(tx);
      const items = await listPostings(tx, { customer_id: id });
      return { items: items.map((posting) => postingView(posting, base_currency)) };
    }),
    tenantRoute(api.invoicePostings, async ({ tx, params }) => {
      const { base_currency } = await getBillingOrganization(tx);
      const { document } = await getInvoice(tx, params.invoice);
      const items = await listPostings(tx, { document_id: document.id });
      return { items: items.map((posting) => postingView(posting, base_currency)) };
    }),
    tenantRoute(api.trialBalance, async ({ tx }) => {
      const { base_currency } = await getBillingOrganization(tx);
      const sums = await sumAccounts(tx);
      return {
        base_currency,
        accounts: sums.map(({ account, currency_code, amount, base_amount }) => ({
          account,
          currency_code,
          amount: amountText(amount, currency_code),
          base_amount: amountText(base_amount, base_currency),
        })),
      };
    }),
  ];
}

function postingView({ currency, entries, ...posting }: KeptPosting, base: string): api.PostingView {
  return {
    ...posting,
    currency_code: currency,
    entries: entries.map(({ account, amount, base_amount }) => ({
      account,
      amount: amountText(amount, currency),
      base_amount: amountText(base_amount, base),
    })),
  };
}
