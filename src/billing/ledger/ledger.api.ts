import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { idParam } from "#billing/id-param.ts";

const tag = "Ledger";

const EntryView = z.object({ account: z.string(), amount: z.string(), base_amount: z.string() });

/** What happened, as entries that sum to zero; debit is positive. */
export const PostingView = z.object({
  id: z.string(),
  date: z.string(),
  kind: z.string(),
  document_id: z.string().nullable(),
  payment_id: z.string().nullable(),
  currency_code: z.string(),
  entries: z.array(EntryView),
});
export type PostingView = z.output<typeof PostingView>;

export const customerBalance = endpoint({
  method: "GET",
  path: "/customers/{customer}/balance",
  summary: "What a customer owes, and what is owed to it, by the ledger",
  tag,
  access: "read",
  params: z.object({ customer: idParam("cus") }),
  reply: z.object({
    currency_code: z.string(),
    outstanding: z.string(),
    unused_credits: z.string(),
  }),
  refuses: ["customer.not_found"],
});

export const customerPostings = endpoint({
  method: "GET",
  path: "/customers/{customer}/postings",
  summary: "All that the ledger says of a customer, in the order of its posting",
  tag,
  access: "read",
  params: z.object({ customer: idParam("cus") }),
  reply: z.object({ items: z.array(PostingView) }),
  refuses: ["customer.not_found"],
});

export const invoicePostings = endpoint({
  method: "GET",
  path: "/invoices/{invoice}/postings",
  summary: "All that the ledger says of an invoice, in the order of its posting",
  tag,
  access: "read",
  params: z.object({ invoice: idParam("inv") }),
  reply: z.object({ items: z.array(PostingView) }),
  refuses: ["invoice.not_found"],
});

export const trialBalance = endpoint({
  method: "GET",
  path: "/ledger/trial-balance",
  summary: "The sum of each account by currency; the sums of all accounts are zero",
  tag,
  access: "read",
  costly: true,
  reply: z.object({
    base_currency: z.string(),
    accounts: z.array(
      z.object({
        account: z.string(),
        currency_code: z.string(),
        amount: z.string(),
        base_amount: z.string(),
      }),
    ),
  }),
});
