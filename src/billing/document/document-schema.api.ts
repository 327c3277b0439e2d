import { z } from "zod";
import { idParam } from "#billing/id-param.ts";
import {
  amountInput,
  dayInput,
  percentageInput,
  priceInput,
  quantityInput,
  rateInput,
  signedAmountInput,
} from "./amount.api.ts";

const words = (most: number) => z.string().trim().max(most, `Use at most ${most} characters`);
const optionalWords = (most: number) => words(most).nullable().optional();

/** A discount of a line or of the whole document: a percentage, or an amount before tax. */
export const DiscountInput = z.discriminatedUnion("by", [
  z.strictObject({ by: z.literal("percentage"), value: percentageInput }),
  z.strictObject({ by: z.literal("amount"), value: amountInput }),
]);
export type DiscountInput = z.output<typeof DiscountInput>;

/** One line as it is written. */
export const LineInput = z.strictObject({
  name: words(300).min(1, "Say what is sold"),
  description: optionalWords(2000),
  quantity: quantityInput.default("1"),
  price: priceInput,
  discount: DiscountInput.nullable().optional(),
  tax_id: idParam("tax").nullable().optional(),
  /** Which line of the draft it was, counted from 0: it keeps what is sold and the days that it bills. */
  line: z.int().min(0).max(10_000).optional(),
});
export type LineInput = z.output<typeof LineInput>;

/** What every document for a customer has beside its lines. */
export const documentInput = {
  date: dayInput.optional(),
  reference_number: optionalWords(100),
  salesperson: optionalWords(100),
  notes: optionalWords(5000),
  terms: optionalWords(5000),
  /** Units of the base currency for one of the customer's; the rate of the day where not given. */
  exchange_rate: rateInput.optional(),
  is_tax_inclusive: z.boolean().optional(),
  discount: DiscountInput.nullable().optional(),
  shipping_charge: amountInput.optional(),
  shipping_charge_tax_id: idParam("tax").nullable().optional(),
  adjustment: signedAmountInput.optional(),
  adjustment_description: optionalWords(200),
  line_items: z.array(LineInput).max(500, "Use at most 500 lines"),
};

const DiscountView = z.object({ by: z.enum(["percentage", "amount"]), value: z.string() }).nullable();

/** One line with its money. */
export const LineView = z.object({
  name: z.string(),
  description: z.string().nullable(),
  item: z.object({ kind: z.string(), id: z.string() }).nullable(),
  quantity: z.string(),
  price: z.string(),
  discount: DiscountView,
  /** The coupon that the discount is of, as it was called when the line was written; null where it was given by hand. */
  coupon: z.object({ code: z.string(), name: z.string() }).nullable(),
  /** What the line's own discount takes off. */
  own_discount_amount: z.string(),
  tax: z.object({ id: z.string(), name: z.string(), percentage: z.string() }).nullable(),
  /** Quantity x price. */
  amount: z.string(),
  /** With the line's part of the document's discount. */
  discount_amount: z.string(),
  net: z.string(),
  tax_amount: z.string(),
  /** The days that it bills of a subscription, without the last. */
  period: z.object({ start: z.string(), end: z.string() }).nullable(),
});
export type LineView = z.output<typeof LineView>;

const AddressView = z.object({
  attention: z.string().nullable(),
  street: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  zip: z.string().nullable(),
  country: z.string().nullable(),
  phone: z.string().nullable(),
});

/** A document in a list. */
export const documentListItem = {
  id: z.string(),
  number: z.string().nullable(),
  status: z.string(),
  customer_id: z.string(),
  customer_name: z.string(),
  date: z.string(),
  currency_code: z.string(),
  total: z.string(),
  balance: z.string(),
  reference_number: z.string().nullable(),
  subscription_id: z.string().nullable(),
  created_at: z.string(),
  updated_at: z.string(),
};

/** A document with all it has. */
export const documentView = {
  ...documentListItem,
  email: z.string().nullable(),
  billing_address: AddressView,
  shipping_address: AddressView,
  /** The customer's number for tax, and why it bears none, as they were when the document was written. */
  tax_reg_no: z.string().nullable(),
  tax_exemption_reason: z.string().nullable(),
  salesperson: z.string().nullable(),
  notes: z.string().nullable(),
  terms: z.string().nullable(),
  payment_terms: z.number().nullable(),
  payment_terms_label: z.string().nullable(),
  exchange_rate: z.string(),
  base_currency: z.string(),
  base_total: z.string(),
  is_tax_inclusive: z.boolean(),
  discount: DiscountView,
  sub_total: z.string(),
  discount_total: z.string(),
  shipping_charge: z.string(),
  /** The tax on shipping, which `tax_total` and `taxes` hold too. */
  shipping_charge_tax: z
    .object({ id: z.string(), name: z.string(), percentage: z.string(), amount: z.string() })
    .nullable(),
  adjustment: z.string(),
  adjustment_description: z.string().nullable(),
  tax_total: z.string(),
  taxes: z.array(
    z.object({
      id: z.string(),
      name: z.string(),
      percentage: z.string(),
      taxable: z.string(),
      amount: z.string(),
    }),
  ),
  source_id: z.string().nullable(),
  reason: z.string().nullable(),
  line_items: z.array(LineView),
  version: z.number(),
};

/** An invoice that was made of an estimate or an order. */
export const MadeInvoice = z.object({ id: z.string(), number: z.string().nullable(), status: z.string() });

/** Why somebody ends an order. */
export const ReasonInput = z.strictObject({ reason: z.string().trim().min(1, "Say why").max(500) });
