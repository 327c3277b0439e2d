import { z } from "zod";
import { agreedPriceProblem } from "#billing/catalog/item.ts";
import { CustomInput } from "#billing/custom-field/custom-field.api.ts";
import { priceInput, quantityInput } from "#billing/document/amount.api.ts";

/** Given, nothing is done: the answer says what would be. */
export const preview = { preview: z.boolean().default(false) };

/** What one of a plan or addon costs instead of what the catalog says. */
const agreedPrice = priceInput.superRefine((price, context) => {
  const message = agreedPriceProblem(price);
  if (message !== undefined) context.addIssue({ code: "custom", message });
});

export const sold = { quantity: quantityInput.default("1"), price: agreedPrice.optional() };
export const itemsInput = {
  plan: z.strictObject({ plan: z.string().min(1, "Choose the plan").max(100), ...sold }),
  addons: z
    .array(z.strictObject({ addon: z.string().min(1).max(100), ...sold }))
    .max(50, "Use at most 50 addons")
    .default([]),
};

export const selling = [
  "plan.not_found",
  "addon.not_found",
  "subscription.no_price",
  "subscription.quantity_beyond_brackets",
  "subscription.not_offered",
  "subscription.addon_not_for_plan",
] as const;

export const coupons = [
  "coupon.not_found",
  "coupon.inactive",
  "coupon.expired",
  "coupon.maxed_out",
  "coupon.other_plan",
  "coupon.other_currency",
] as const;

const words = (most: number) =>
  z.string().trim().max(most, `Use at most ${most} characters`).nullable().optional();

/** What is said of a subscription, at its sale or later; what is not given is as it was. */
export const detailsInput = {
  /** Null: those of the customer. */
  payment_terms: z.int().min(0).max(3650).nullable().optional(),
  reference: words(100),
  salesperson: words(100),
  notes: words(5000),
  custom_fields: CustomInput.optional(),
};
