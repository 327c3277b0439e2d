import type { Command } from "commander";
import { getCustomer } from "#billing/customer/customer.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import {
  exportPayments,
  listPayments,
  type PaymentView,
  recordPayment,
  voidPayment,
} from "#billing/payment/payment.api.ts";
import { type PaymentMode, paymentModes } from "#billing/payment/payment-mode.ts";
import { AppError } from "#kernel/errors.ts";
import { type CreditOption, refuseUnmeantCredit, withAsCredit } from "./as-credit.ts";
import { act, type Context } from "./context.ts";
import { documentSearch } from "./document-lines.ts";
import { addList, idOf } from "./listing.ts";
import type { Answer } from "./output.ts";
import { collect } from "./pairs.ts";

/** How money came in. */
export type PaidOptions = { mode: string; date?: string; reference?: string };

type RecordOptions = PaidOptions & CreditOption & { invoice?: string[] };

/** Lets a command say how money came in. */
export function withPaid(command: Command): Command {
  return command
    .option("--mode <mode>", paymentModes.join(", "), "bank_transfer")
    .option("--date <day>", "the day that it came in; today if left out")
    .option("--reference <text>", "such as the bank's");
}

/** `concord payments …`: money that came in. */
export function addPaymentCommands(program: Command): void {
  const payments = program.command("payments").description("money that came in");
  addList(payments, {
    kind: "payment",
    search: documentSearch,
    by: ["customer", "days", "amount"],
    ask: ({ call }, query) => call(listPayments, { query }),
    file: ({ call }, query) => call(exportPayments, { query }),
    row: ({ number, date, amount, currency_code, status, unused, mode, customer_name }) => [
      number,
      date,
      `${amount} ${currency_code}`,
      status === "void" ? "void" : `${unused} unused`,
      mode,
      customer_name,
    ],
  });
  addRecord(payments);
  addVoid(payments);
}

function addRecord(payments: Command): void {
  act<RecordOptions>(
    withAsCredit(
      withPaid(
        payments
          .command("record <customer> <amount>")
          .description("record money of a customer; what settles no invoice is its credit")
          .option(
            "--invoice <pair>",
            "NUMBER=amount of an invoice that it settles; may be repeated",
            collect,
          ),
      ),
    ),
    async (context, customer = "", amount = "") => {
      const { call, options } = context;
      const invoices = [];
      for (const pair of options.invoice ?? []) invoices.push(await settledBy(context, pair));
      if (invoices.length > 0) {
        const { currency_code: currency } = await call(getCustomer, { params: { customer } });
        const settled = invoices.map((one) => one.amount);
        refuseUnmeantCredit({ amount, settled, currency, words: "settles invoices" }, options);
      }
      const body = { customer_id: customer, ...bodyOf(amount, options), invoices };
      return tellPayment(await call(recordPayment, { body }));
    },
  );
}

function addVoid(payments: Command): void {
  act<{ reason?: string }>(
    payments
      .command("void <payment>")
      .description("void a payment, by number or id, that was recorded by mistake")
      .option("--reason <text>", "why"),
    async ({ call, options }, given = "") => {
      const payment = await idOf(given, "pay", "payment.not_found", (query) => call(listPayments, { query }));
      const done = await call(voidPayment, { params: { payment }, body: { reason: options.reason ?? null } });
      return { json: done, lines: [`${done.number} is void`] };
    },
  );
}

/** The money of a payment as the API takes it; what it does not take, the server says. */
export function bodyOf(amount: string, { mode, date, reference }: PaidOptions) {
  return {
    amount,
    mode: mode as PaymentMode,
    ...(date === undefined ? {} : { date }),
    ...(reference === undefined ? {} : { reference_number: reference }),
  };
}

/** What a payment did. */
export function tellPayment(payment: PaymentView): Answer {
  const { number, id, amount, unused, currency_code: currency } = payment;
  return {
    json: payment,
    lines: [
      `${number} is recorded: ${id}, ${amount} ${currency}`,
      ...payment.invoices.map((one) => `  ${one.amount} ${currency} settles ${one.number ?? one.invoice_id}`),
      ...(Number(unused) === 0 ? [] : [`  ${unused} ${currency} is the customer's credit`]),
    ],
  };
}

async function settledBy<Options>({ call }: Context<Options>, pair: string) {
  const [given = "", amount] = pair.split("=");
  if (amount === undefined)
    throw new AppError("cli.usage", {
      message: `--invoice ${pair} is not a pair`,
      remedy: "Write it as NUMBER=amount, such as INV-000001=29.00.",
    });
  const invoice_id = await idOf(given, "inv", "invoice.not_found", (query) => call(listInvoices, { query }));
  return { invoice_id, amount };
}
