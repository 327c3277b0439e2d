import type { ColumnType } from "kysely";
import type { Id, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { AddonScheme, PlanScheme } from "./price.ts";
import type { Bracket } from "./pricing.ts";

export type ProductId = Id<"prd">;
export type PlanId = Id<"pln">;
export type AddonId = Id<"adn">;
export type CouponId = Id<"cou">;

/** Whether something is offered; what was sold of it goes on either way. */
export type OfferStatus = "active" | "inactive";

/** Something of the catalog as what is for it names it. */
export type Linked = { id: string; code: string; name: string };

export type ProductRow = {
  organization_id: OrganizationId;
  id: ProductId;
  name: string;
  sort_name: string;
  description: string | null;
  status: OfferStatus;
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

export type PlanRow = {
  organization_id: OrganizationId;
  id: PlanId;
  product_id: ProductId;
  plan_code: string;
  code_key: string;
  name: string;
  sort_name: string;
  description: string | null;
  /** A term is so many of the unit. */
  interval: number;
  interval_unit: "weeks" | "months" | "years";
  /** How many terms; -1 is until cancelled. */
  billing_cycles: number;
  /** Days. */
  trial_period: number;
  pricing_scheme: PlanScheme;
  unit_name: string | null;
  tax_id: Id<"tax"> | null;
  status: OfferStatus;
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

export type PlanPriceRow = {
  organization_id: OrganizationId;
  plan_id: PlanId;
  currency_code: string;
  pricing_scheme: PlanScheme;
  /** Decimal text, in units of the currency. */
  price: string | null;
  brackets: ColumnType<Bracket[] | null, string | null, never>;
  /** Minor units; the driver reads them as text. */
  setup_fee: ColumnType<string, bigint, never>;
};

export type AddonRow = {
  organization_id: OrganizationId;
  id: AddonId;
  addon_code: string;
  code_key: string;
  name: string;
  sort_name: string;
  description: string | null;
  type: "recurring" | "one_time";
  pricing_scheme: AddonScheme;
  unit_name: string | null;
  tax_id: Id<"tax"> | null;
  applicable_to: "all" | "plans";
  status: OfferStatus;
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

export type AddonPriceRow = {
  organization_id: OrganizationId;
  addon_id: AddonId;
  currency_code: string;
  pricing_scheme: AddonScheme;
  /** Decimal text, in units of the currency. */
  price: string | null;
  brackets: ColumnType<Bracket[] | null, string | null, never>;
};

export type AddonPlanRow = { organization_id: OrganizationId; addon_id: AddonId; plan_id: PlanId };

export type CouponRow = {
  organization_id: OrganizationId;
  id: CouponId;
  coupon_code: string;
  code_key: string;
  name: string;
  sort_name: string;
  description: string | null;
  discount_by: "percentage" | "flat";
  /** Decimal text: percent, or units of the currency. */
  discount_value: string;
  /** Of a flat discount. */
  currency_code: string | null;
  type: "one_time" | "duration" | "forever";
  /** Invoices that one of type duration lasts. */
  duration: number | null;
  max_redemption: number | null;
  redemption_count: number;
  /** The last day on which it can be redeemed. */
  expiry_at: string | null;
  apply_to_plans: "all" | "select";
  apply_to_addons: "all" | "select" | "none";
  status: OfferStatus;
  version: number;
  created_at: Instant;
  updated_at: Instant;
};

export type CouponPlanRow = { organization_id: OrganizationId; coupon_id: CouponId; plan_id: PlanId };

export type CouponAddonRow = { organization_id: OrganizationId; coupon_id: CouponId; addon_id: AddonId };

declare module "#platform/db/db.ts" {
  interface Tables {
    product: ProductRow;
    plan: PlanRow;
    plan_price: PlanPriceRow;
    addon: AddonRow;
    addon_price: AddonPriceRow;
    addon_plan: AddonPlanRow;
    coupon: CouponRow;
    coupon_plan: CouponPlanRow;
    coupon_addon: CouponAddonRow;
  }
}
