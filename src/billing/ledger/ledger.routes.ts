import { AppError } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import { amountText } from "#kernel/money.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { getDocument } from "#billing/document/document.commands.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { findPayment } from "#billing/payment/payment.store.ts";
import * as api from "./ledger.api.ts";
import { type KeptPosting, listPostings, sumAccounts } from "./ledger.store.ts";

/** The endpoints of the ledger: nothing is written by them. */
export function ledgerRoutes(): Route[] {
  return [
    tenantRoute(api.customerBalance, async ({ tx, params }) => {
      const { id, currency_code } = await getCustomer(tx, params.customer);
      const sums = await sumAccounts(tx, { customerId: id });
      const of = (account: string) => sums.find((sum) => sum.account === account)?.amount ?? 0n;
      return {
        currency_code,
        outstanding: amountText(of("receivable"), currency_code),
        unused_credits: amountText(-of("credit"), currency_code),
      };
    }),
    tenantRoute(api.customerPostings, async ({ tx, params }) => {
      const { id } = await getCustomer(tx, params.customer);
      const { items } = await postingsAbout(tx, id, ["customer_id"]);
      return { items };
    }),
    tenantRoute(api.postingsOf("invoice"), async ({ tx, params }) => {
      const { document } = await getDocument(tx, { kind: "invoice", id: params.invoice as Id<"inv"> });
      return postingsAbout(tx, document.id, ["document_id"]);
    }),
    tenantRoute(api.postingsOf("credit_note"), async ({ tx, params }) => {
      const which = { kind: "credit_note", id: params.credit_note as Id<"crn"> } as const;
      const { document } = await getDocument(tx, which);
      return postingsAbout(tx, document.id, ["document_id", "credit_note_id"]);
    }),
    tenantRoute(api.postingsOf("payment"), async ({ tx, params }) => {
      const payment = await findPayment(tx, params.payment as Id<"pay">);
      if (payment === undefined) throw new AppError("payment.not_found", params);
      return postingsAbout(tx, payment.id, ["payment_id"]);
    }),
    tenantRoute(api.trialBalance, async ({ tx, query: { as_of: asOf } }) => {
      const { base_currency } = await getBillingOrganization(tx);
      const sums = await sumAccounts(tx, { asOf });
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

async function postingsAbout(
  tx: Tx,
  id: string,
  columns: Parameters<typeof listPostings>[2],
): Promise<{ base_currency: string; items: api.PostingView[] }> {
  const { base_currency } = await getBillingOrganization(tx);
  const items = await listPostings(tx, id, columns);
  return { base_currency, items: items.map((posting) => postingView(posting, base_currency)) };
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
