import type { Command } from "commander";
import { getInvoice } from "#billing/invoice/invoice.api.ts";
import { isNothing } from "#billing/paper/price-words.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { AppError } from "#kernel/errors.ts";
import { minorOf } from "#kernel/money.ts";
import { type CreditOption, refuseUnmeantCredit, withAsCredit } from "./as-credit.ts";
import { act, type Context } from "./context.ts";
import { bodyOf, type PaidOptions, withPaid } from "./paid.ts";
import { tellPayment } from "./payment.ts";

type PayOptions = PaidOptions & CreditOption & { amount?: string };

/** `concord invoices pay`: money that came in for one invoice. */
export function addPay(
  invoices: Command,
  invoiceOf: (context: Context<PayOptions>, given: string) => Promise<string>,
): void {
  act<PayOptions>(
    withAsCredit(
      withPaid(
        invoices
          .command("pay <invoice>")
          .description("record a payment of an invoice: all that is open on it, or an amount")
          .option("--amount <amount>", "how much came in; what is open if left out"),
      ),
    ),
    async (context, given = "") => {
      const { call, options } = context;
      const invoice = await invoiceOf(context, given);
      const view = await call(getInvoice, { params: { invoice } });
      const { customer_id, balance, currency_code: currency } = view;
      const amount = options.amount ?? balance;
      if (isNothing(balance)) refuseNothingOpen(view, options);
      const settled = isLess(amount, balance, currency) ? amount : balance;
      const words = `is open on ${view.number ?? invoice}`;
      refuseUnmeantCredit({ amount, settled: [settled], currency, words }, options);
      const invoices = isNothing(balance) ? [] : [{ invoice_id: invoice, amount: settled }];
      const body = { customer_id, ...bodyOf(amount, options), invoices };
      return tellPayment(await call(recordPayment, { body }));
    },
  );
}

type Settled = { id: string; number: string | null; status: string; currency_code: string };

function refuseNothingOpen({ id, number, status, currency_code }: Settled, options: PayOptions): void {
  const { amount, asCredit } = options;
  const nothing = `${number ?? id} is ${status}: nothing is open on it`;
  if (amount === undefined)
    throw new AppError("cli.usage", {
      message: nothing,
      remedy: "Money that came in all the same is recorded with --amount and --as-credit.",
    });
  if (asCredit !== true)
    throw new AppError("cli.becomes_credit", {
      message: `${nothing}, and all of ${amount} ${currency_code} would become the customer's credit`,
    });
}

/** What is no amount of the currency is not less: the server says what is wrong with it. */
function isLess(amount: string, other: string, currency: string): boolean {
  const [one, another] = [amount, other].map((text) => minorOf(text, currency));
  return one !== undefined && another !== undefined && one < another;
}
