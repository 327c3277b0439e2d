import { z } from "zod";
import { isCurrency } from "#kernel/money.ts";
import { OrganizationName } from "#platform/auth/organization.api.ts";
import { endpoint } from "#platform/http/endpoint.ts";
import { offeredLanguage } from "#billing/language/language.api.ts";
import { sellerInput, sellerView } from "./seller-details.api.ts";

const tag = "Organization";

const timeZones = new Set(Intl.supportedValuesOf("timeZone"));

const line = (most: number) => z.string().trim().max(most, `Use at most ${most} characters`);

export const OrganizationAddress = z.strictObject({
  street: line(500).optional(),
  city: line(100).optional(),
  state: line(100).optional(),
  zip: line(50).optional(),
  country: line(100).optional(),
  phone: line(50).optional(),
});

/** Whether the tax of a document is rounded a line, or once for each rate. */
const TaxRounding = z.enum(["line", "rate"]);

/** What the time of a change within a term is counted in: whole days, or seconds. */
const ProrationBasis = z.enum(["day", "second"]);

/** What becomes of a subscription whose renewal could not be collected by the last try. */
const DunningEnd = z.enum(["cancelled", "unpaid"]);

export const BillingOrganizationView = z.object({
  id: z.string(),
  name: z.string(),
  base_currency: z.string(),
  time_zone: z.string(),
  country: z.string().nullable(),
  /** In which language customers with none of their own, and vendors, are written to. */
  language: z.string(),
  address: z.record(z.string(), z.string()),
  additional_emails: z.array(z.string()),
  ...sellerView,
  payment_terms: z.number(),
  tax_rounding: TaxRounding,
  proration_basis: ProrationBasis,
  dunning_gaps: z.array(z.number()),
  dunning_ends_in: DunningEnd,
  /** Whether what a customer has to his credit settles the invoices of his subscriptions by itself. */
  apply_credits: z.boolean(),
  /** Whether invoices of subscriptions, receipts and failed charges are e-mailed to customers by themselves. */
  email_invoices: z.boolean(),
  email_receipts: z.boolean(),
  email_failed_charges: z.boolean(),
  reminder_days: z.array(z.number()),
  created_at: z.string(),
  updated_at: z.string(),
});
export type BillingOrganizationView = z.output<typeof BillingOrganizationView>;

export const getOrganization = endpoint({
  method: "GET",
  path: "/organization",
  summary: "The organization's billing settings",
  tag,
  access: "read",
  reply: BillingOrganizationView,
  refuses: ["billing_organization.not_found"],
});

export const editOrganization = endpoint({
  method: "PATCH",
  path: "/organization",
  summary: "Change the given billing settings",
  tag,
  access: "admin",
  body: z.strictObject({
    name: OrganizationName.optional(),
    base_currency: z.string().refine(isCurrency, "Choose the currency").optional(),
    time_zone: z
      .string()
      .refine((zone) => zone === "UTC" || timeZones.has(zone), "Choose the time zone")
      .optional(),
    country: z
      .string()
      .regex(/^[A-Z]{2}$/, "Choose the country")
      .nullable()
      .optional(),
    language: z.string().transform(offeredLanguage).optional(),
    address: OrganizationAddress.optional(),
    additional_emails: z
      .array(z.email("Enter an e-mail address").max(254))
      .max(20, "Use at most 20 addresses")
      .optional(),
    ...sellerInput,
    payment_terms: z.int("Enter whole days").min(0).max(3650).optional(),
    tax_rounding: TaxRounding.optional(),
    proration_basis: ProrationBasis.optional(),
    dunning_gaps: z
      .array(z.int().min(1, "Wait at least a day").max(90, "Wait at most 90 days"))
      .min(1, "Try at least once more")
      .max(10, "Try at most ten times")
      .optional(),
    dunning_ends_in: DunningEnd.optional(),
    apply_credits: z.boolean().optional(),
    email_invoices: z.boolean().optional(),
    email_receipts: z.boolean().optional(),
    email_failed_charges: z.boolean().optional(),
    /** So many days after an invoice was due; none: nobody is reminded. */
    reminder_days: z
      .array(z.int("Enter whole days").min(1, "Wait at least a day").max(365, "Wait at most a year"))
      .max(5, "Remind at most five times")
      .refine((days) => new Set(days).size === days.length, "Each number of days may be there once")
      .transform((days) => days.toSorted((one, other) => one - other))
      .optional(),
  }),
  reply: BillingOrganizationView,
  refuses: ["billing_organization.not_found", "billing_organization.currency_fixed"],
});
