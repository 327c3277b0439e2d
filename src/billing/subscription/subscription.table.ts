import type { ColumnType } from "kysely";
import type { ContactPersonId, CustomerId, Id, InvoiceId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { CouponId, PlanId } from "#billing/catalog/catalog.table.ts";
import type { Pricing } from "#billing/catalog/pricing.ts";
import type { Item } from "#billing/catalog/item.ts";
import type { CustomValue } from "#billing/custom-field/custom-field.ts";
import type { MrrKind } from "./mrr.ts";
import type { SubscriptionEvent, SubscriptionStatus } from "./transitions.ts";

export type SubscriptionId = Id<"sub">;

export type SubscriptionRow = {
  organization_id: OrganizationId;
  id: SubscriptionId;
  number: string;
  customer_id: CustomerId;
  plan_id: PlanId;
  status: SubscriptionStatus;
  currency_code: string;
  reference: string | null;
  salesperson: string | null;
  notes: string | null;
  /** By api_name (`cf_…`); the types are those of custom_field. */
  custom_fields: ColumnType<Record<string, CustomValue>, string, string>;
  /** Whether renewals are collected by themselves, or paid on invoice. */
  auto_collect: boolean;
  payment_terms: number | null;
  starts_at: string;
  trial_ends_at: string | null;
  /** Terms are counted from here; null before the first one. */
  anchor: string | null;
  interval: number;
  interval_unit: "weeks" | "months" | "years";
  billing_cycles: number;
  term_number: number | null;
  term_start: string | null;
  term_end: string | null;
  /** How many terms were billed. */
  cycles: number;
  /** Days before it were billed by the product that it moved in from; null of one that was sold here. */
  billed_elsewhere_until: string | null;
  /** The day of the next thing that happens by itself; null where nothing does. */
  due_on: string | null;
  resumes_on: string | null;
  coupon_id: CouponId | null;
  /** Null of a coupon that lasts as long as the subscription, and where there is none. */
  coupon_invoices_left: number | null;
  /** The coupon that the present term was billed with. */
  term_coupon_id: CouponId | null;
  dunning_invoice_id: InvoiceId | null;
  dunning_attempts: number;
  dunning_since: string | null;
  scheduled_items: ColumnType<Item[] | null, string | null, string | null>;
  scheduled_plan_id: PlanId | null;
  /** The estimate that it was made of. */
  estimate_id: Id<"est"> | null;
  cancelled_at: Instant | null;
  cancel_reason: string | null;
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

export type SubscriptionItemRow = {
  organization_id: OrganizationId;
  subscription_id: SubscriptionId;
  position: number;
  kind: "plan" | "addon";
  item_id: string;
  name: string;
  quantity: string;
  pricing: ColumnType<Pricing, string, never>;
  /** Decimal text; of the plan only. */
  setup_fee: string | null;
  tax_id: Id<"tax"> | null;
};

export type SubscriptionEventRow = {
  organization_id: OrganizationId;
  subscription_id: SubscriptionId;
  id: Id<"sev">;
  on_day: string;
  at: Instant;
  actor_name: string;
  event:
    | SubscriptionEvent
    | "created"
    | "charged"
    | "scheduled"
    | "unscheduled"
    | "postponed"
    | "retry_fails"
    | "readdressed"
    | "edited";
  from_status: SubscriptionStatus | null;
  to_status: SubscriptionStatus;
  invoice_id: InvoiceId | null;
  note: string | null;
};

/** Who gets the e-mails of a subscription, as long as it is a person of its customer. */
export type SubscriptionContactPersonRow = {
  organization_id: OrganizationId;
  subscription_id: SubscriptionId;
  contact_person_id: ContactPersonId;
};

export type TestClockRow = {
  organization_id: OrganizationId;
  customer_id: CustomerId;
  today: string;
  updated_at: Instant;
};

/** Amounts are minor units a month; `before` is the `after` of the row before. */
export type MrrChangeRow = {
  organization_id: OrganizationId;
  subscription_id: SubscriptionId;
  id: Id<"mrc">;
  on_day: string;
  kind: MrrKind;
  currency_code: string;
  before: ColumnType<string, bigint, never>;
  after: ColumnType<string, bigint, never>;
};

declare module "#platform/db/db.ts" {
  interface Tables {
    subscription: SubscriptionRow;
    subscription_item: SubscriptionItemRow;
    subscription_event: SubscriptionEventRow;
    subscription_contact_person: SubscriptionContactPersonRow;
    test_clock: TestClockRow;
    mrr_change: MrrChangeRow;
  }
}
