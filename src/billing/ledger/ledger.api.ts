import { z } from "zod";
import { endpoint } from "#platform/http/endpoint.ts";
import { dayInput } from "#billing/document/amount.api.ts";
import { accounts } from "./posting.ts";
import { idParam } from "#billing/id-param.ts";

const tag = "Ledger";

const EntryView = z.object({ account: z.enum(accounts), amount: z.string(), base_amount: z.string() });

/** What happened, as entries that sum to zero; debit is positive. */
export const PostingView = z.object({
  id: z.string(),
  date: z.string(),
  kind: z.string(),
  document_id: z.string().nullable(),
  payment_id: z.string().nullable(),
  /** The credit note that settles the document. */
  credit_note_id: z.string().nullable(),
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

/** What has postings of its own; what settles an invoice is told of both. */
const posted = {
  invoice: { path: "/invoices/{invoice}", one: "an invoice" },
  credit_note: { path: "/credit-notes/{credit_note}", one: "a credit note" },
  payment: { path: "/payments/{payment}", one: "a payment" },
} as const;
export type Posted = keyof typeof posted;

/** The endpoint that lists the postings of an invoice, a credit note or a payment. */
export function postingsOf<Kind extends Posted>(kind: Kind) {
  const { path, one } = posted[kind];
  return endpoint({
    method: "GET",
    path: `${path}/postings`,
    summary: `All that the ledger says of ${one}, in the order of its posting`,
    tag,
    access: "read",
    params: z.object({ [kind]: z.string().max(64) } as Record<Kind, z.ZodString>),
    reply: z.object({ base_currency: z.string(), items: z.array(PostingView) }),
    refuses: [`${kind}.not_found`],
  });
}

export const trialBalance = endpoint({
  method: "GET",
  path: "/ledger/trial-balance",
  summary:
    "The sum of each account by currency; the sums of all accounts are zero. What is earned on days to come counts, unless a day is given",
  tag,
  access: "read",
  costly: true,
  query: z.object({
    /** Only what was posted for this day or one before it: what waits to be earned then is in `deferred_revenue`. */
    as_of: dayInput.optional(),
  }),
  reply: z.object({
    base_currency: z.string(),
    accounts: z.array(
      z.object({
        account: z.enum(accounts),
        currency_code: z.string(),
        amount: z.string(),
        base_amount: z.string(),
      }),
    ),
  }),
});
