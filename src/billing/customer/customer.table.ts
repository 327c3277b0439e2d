import type { CustomValue } from "#billing/custom-field/custom-field.ts";
import type { ColumnType } from "kysely";
import type { ContactPersonId, CustomerId, Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";

export type CustomerRow = {
  organization_id: OrganizationId;
  id: CustomerId;
  display_name: string;
  type: "business" | "individual";
  company_name: string | null;
  salutation: string | null;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  phone: string | null;
  mobile: string | null;
  fax: string | null;
  website: string | null;
  department: string | null;
  designation: string | null;
  notes: string | null;
  tags: string[];
  currency_code: string;
  payment_terms: number | null;
  payment_terms_label: string | null;
  language: string | null;
  tax_reg_no: string | null;
  /** Why it bears no tax, as its documents say it; null where it does. */
  tax_exemption_reason: string | null;
  billing_attention: string | null;
  billing_street: string | null;
  billing_city: string | null;
  billing_state: string | null;
  billing_zip: string | null;
  billing_country: string | null;
  billing_phone: string | null;
  shipping_attention: string | null;
  shipping_street: string | null;
  shipping_city: string | null;
  shipping_state: string | null;
  shipping_zip: string | null;
  shipping_country: string | null;
  shipping_phone: string | null;
  /** By api_name (`cf_…`); the types are those of custom_field. */
  custom_fields: ColumnType<Record<string, CustomValue>, string, string>;
  status: "active" | "inactive";
  source: "local" | "crm" | "import";
  merged_into: CustomerId | null;
  name_key: string | null;
  email_key: string | null;
  phone_key: string | null;
  website_key: string | null;
  sort_name: string;
  name_rest: string | null;
  /** How many CRM records are linked; written by the sync engine only. */
  crm_links: ColumnType<number, number | undefined, number>;
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

export type ContactPersonRow = {
  organization_id: OrganizationId;
  id: ContactPersonId;
  customer_id: CustomerId;
  salutation: string | null;
  first_name: string | null;
  last_name: string | null;
  email: string | null;
  phone: string | null;
  mobile: string | null;
  fax: string | null;
  department: string | null;
  designation: string | null;
  is_primary: boolean;
  email_key: string | null;
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

export type CustomerMergeRow = {
  organization_id: OrganizationId;
  id: Id<"mrg">;
  survivor_id: CustomerId;
  loser_id: CustomerId;
  moved: ColumnType<unknown, string, never>;
  merged_by: string;
  merged_at: Instant;
  undone_at: Instant | null;
  undone_by: string | null;
};

export type CustomerEventRow = {
  organization_id: OrganizationId;
  customer_id: CustomerId;
  id: Id<"evt">;
  /** Whom it is about, where that is a contact person; lines of older versions name such a person only. */
  contact_person_id: ContactPersonId | null;
  at: Instant;
  actor_kind: string;
  actor_id: string;
  actor_name: string;
  kind: string;
  changes: ColumnType<{ field: string; from: unknown; to: unknown }[], string, never>;
  note: string | null;
  /** The customer's version after the change. */
  version: number | null;
};

/** What a customer's name is from its third word on, from its fourth, and so on; triggers keep it. */
export type CustomerLaterWordsRow = {
  organization_id: OrganizationId;
  rest: string;
  customer_id: CustomerId;
};

/** A word of customers' names; triggers keep it, and the same one may be there twice. */
export type CustomerWordRow = {
  organization_id: OrganizationId;
  word: string;
  id: ColumnType<string, never, never>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    customer: CustomerRow;
    customer_later_words: CustomerLaterWordsRow;
    contact_person: ContactPersonRow;
    customer_merge: CustomerMergeRow;
    customer_word: CustomerWordRow;
    customer_event: CustomerEventRow;
  }
}
