import { z } from "zod";
import { dayInput } from "#billing/document/amount.api.ts";
import { documentKinds } from "#billing/document/kind.ts";
import { idParam } from "#billing/id-param.ts";
import { endpoint } from "#platform/http/endpoint.ts";
import { movingKinds } from "./statement.ts";

/** How a customer's account stands: `balance` is what it owes less what is owed to it. */
const Standing = z.object({ balance: z.string(), outstanding: z.string(), unused_credits: z.string() });

const StatementLineView = z.object({
  date: z.string(),
  kind: z.enum(movingKinds),
  /** What it is called: `Invoice`. */
  title: z.string(),
  /** What it is about: a document, or a payment. */
  document_id: z.string().nullable(),
  document_kind: z.enum(documentKinds).nullable(),
  payment_id: z.string().nullable(),
  number: z.string().nullable(),
  reference_number: z.string().nullable(),
  /** When an invoice is due. */
  due_date: z.string().nullable(),
  /** What was invoiced, below zero what was taken off that; null of money. */
  invoiced: z.string().nullable(),
  /** What money came in, below zero what was given back; null of documents. */
  received: z.string().nullable(),
  /** What the customer owes then, below zero what is owed to it. */
  balance: z.string(),
});

/** A customer's account between two days, both of them in it; all amounts are in its currency. */
export const StatementView = z.object({
  customer_id: z.string(),
  customer_name: z.string(),
  currency_code: z.string(),
  from: z.string(),
  to: z.string(),
  opening: Standing,
  lines: z.array(StatementLineView),
  invoiced: z.string(),
  received: z.string(),
  closing: Standing,
});
export type StatementView = z.output<typeof StatementView>;

const params = z.object({ customer: idParam("cus") });
const days = { from: dayInput.optional(), to: dayInput.optional() };

export const customerStatement = endpoint({
  method: "GET",
  path: "/customers/{customer}/statement",
  summary:
    "A customer's statement of account, by the ledger, or with format=csv as a file; this month until today where no days are given",
  tag: "Statements",
  access: "read",
  costly: true,
  or: "text/csv",
  params,
  query: z.object({ ...days, format: z.enum(["json", "csv"]).optional() }),
  reply: StatementView,
  refuses: ["customer.not_found"],
});

export const customerStatementPdf = endpoint({
  method: "GET",
  path: "/customers/{customer}/statement/pdf",
  summary: "The PDF of a customer's statement of account, of the same days",
  tag: "Statements",
  access: "read",
  params,
  query: z.object(days),
  reply: z.string(),
  stream: "application/pdf",
  costly: true,
  refuses: ["customer.not_found", "pdf.unavailable"],
});
