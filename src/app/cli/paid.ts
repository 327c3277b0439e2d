import type { Command } from "commander";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { type PaymentMode, paymentModes } from "#billing/payment/payment-mode.ts";
import { AppError } from "#kernel/errors.ts";
import type { Context } from "./context.ts";
import { idOf } from "./listing.ts";

/** How money came in, or went out. */
export type PaidOptions = { mode: string; date?: string; reference?: string };

/** Lets a command say how money came in, or went out. */
export function withPaid(command: Command, moved: "came in" | "went out" = "came in"): Command {
  return command
    .option("--mode <mode>", paymentModes.join(", "), "bank_transfer")
    .option("--date <day>", `the day that it ${moved}; today if left out`)
    .option("--reference <text>", "such as the bank's");
}

/** Money as the API takes it; what it does not take, the server says. */
export function bodyOf(amount: string, { mode, date, reference }: PaidOptions) {
  return {
    amount,
    mode: mode as PaymentMode,
    ...(date === undefined ? {} : { date }),
    ...(reference === undefined ? {} : { reference_number: reference }),
  };
}

/** `INV-000001=29.00`: what settles how much of an invoice. */
export async function settledBy<Options>({ call }: Context<Options>, pair: string) {
  const [given = "", amount] = pair.split("=");
  if (amount === undefined)
    throw new AppError("cli.usage", {
      message: `--invoice ${pair} is not a pair`,
      remedy: "Write it as NUMBER=amount, such as INV-000001=29.00.",
    });
  const invoice_id = await idOf(given, "inv", "invoice.not_found", (query) => call(listInvoices, { query }));
  return { invoice_id, amount };
}
