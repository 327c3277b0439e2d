import type { ColumnType } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type BillingOrganizationRow = {
  organization_id: OrganizationId;
  name: string;
  base_currency: string;
  time_zone: string;
  country: string | null;
  /** In which language customers with none of their own, and vendors, are written to: a BCP 47 tag that is offered. */
  language: string;
  address: ColumnType<Record<string, string>, string, string>;
  additional_emails: string[];
  /** What its number for tax is called, and the number. */
  tax_label: string | null;
  tax_number: string | null;
  /** Where customers pay to, by part: holder, iban, account_number, routing_number, bic, bank_name. */
  bank_account: ColumnType<Record<string, string>, string, string>;
  payment_instructions: string | null;
  /** Days until an invoice is due where neither it nor its customer says otherwise. */
  payment_terms: number;
  tax_rounding: "line" | "rate";
  /** What the time of a change within a term is counted in. */
  proration_basis: "day" | "second";
  /** Days between the tries to collect what a renewal did not. */
  dunning_gaps: number[];
  dunning_ends_in: "cancelled" | "unpaid";
  /** Whether what a customer has to his credit settles the invoices of his subscriptions by itself. */
  apply_credits: boolean;
  /** What is told to customers by e-mail without anybody asking: invoices of subscriptions, receipts, failed charges. */
  email_invoices: boolean;
  email_receipts: boolean;
  email_failed_charges: boolean;
  /** So many days after an invoice was due its customer is reminded, ascending; empty: never. */
  reminder_days: number[];
  created_at: Instant;
  updated_at: Instant;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    billing_organization: BillingOrganizationRow;
  }
}
