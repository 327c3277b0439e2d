import { z } from "zod";
import { amountInput, dayInput } from "#billing/document/amount.api.ts";
import { idParam } from "#billing/id-param.ts";
import { paymentModes } from "#billing/payment/payment-mode.ts";

export const PaymentMode = z.enum(paymentModes);

const words = (most: number) =>
  z.string().trim().max(most, `Use at most ${most} characters`).nullable().optional();

/** What money that comes or goes is told with. */
export const moneyInput = {
  amount: amountInput,
  date: dayInput.optional(),
  mode: PaymentMode,
  reference_number: words(100),
  description: words(2000),
};

/** So much for each of these invoices. */
export const applicationsInput = z
  .array(z.strictObject({ invoice_id: idParam("inv"), amount: amountInput }))
  .max(200, "Settle at most 200 invoices at once");

export const ApplyInput = z.strictObject({
  invoices: applicationsInput.min(1, "Name at least one invoice"),
});

export const UnapplyInput = z.strictObject({ settlement: idParam("stl") });

export const RefundInput = z.strictObject(moneyInput);

/** What a payment or a credit note settles, and what was given back of it. */
export const spendingView = {
  invoices: z.array(
    z.object({
      settlement: z.string(),
      invoice_id: z.string(),
      number: z.string().nullable(),
      amount: z.string(),
      date: z.string(),
    }),
  ),
  refunds: z.array(
    z.object({
      id: z.string(),
      amount: z.string(),
      date: z.string(),
      mode: PaymentMode,
      reference_number: z.string().nullable(),
      /** Through a gateway it is pending until that has taken it; one that failed is the customer's credit again. */
      status: z.enum(["pending", "succeeded", "failed"]),
      failure: z.string().nullable(),
      through_gateway: z.boolean(),
    }),
  ),
};
export type SpendingView = z.output<z.ZodObject<typeof spendingView>>;
