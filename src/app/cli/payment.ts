import type { Command } from "commander";
import { getCustomer } from "#billing/customer/customer.api.ts";
import {
  applyPayment,
  exportPayments,
  getPayment,
  listPayments,
  type PaymentView,
  recordPayment,
  refundPayment,
  unapplyPayment,
  voidPayment,
} from "#billing/payment/payment.api.ts";
import { modeWords } from "#billing/payment/payment-mode.ts";
import { type CreditOption, refuseUnmeantCredit, withAsCredit } from "./as-credit.ts";
import { act, type Context } from "./context.ts";
import { documentSearch } from "./document-lines.ts";
import { addList, idOf } from "./listing.ts";
import type { Answer } from "./output.ts";
import { bodyOf, type PaidOptions, settledBy, withPaid } from "./paid.ts";
import { collect } from "./pairs.ts";
import { addSpending, spendingLines } from "./spending.ts";

type RecordOptions = PaidOptions & CreditOption & { invoice?: string[] };

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
  act(
    payments.command("show <payment>").description("one payment, by its number or id"),
    async (context, given = "") => {
      const params = { payment: await paymentOf(context, given) };
      return tell(await context.call(getPayment, { params }));
    },
  );
  addRecord(payments);
  addSpending(payments, {
    kind: "payment",
    find: paymentOf,
    get: ({ call }, payment) => call(getPayment, { params: { payment } }),
    apply: ({ call }, payment, body) => call(applyPayment, { params: { payment }, body }),
    unapply: ({ call }, payment, settlement) =>
      call(unapplyPayment, { params: { payment }, body: { settlement } }),
    refund: ({ call }, payment, body) => call(refundPayment, { params: { payment }, body }),
    tell,
  });
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
    async (context, given = "") => {
      const params = { payment: await paymentOf(context, given) };
      const body = { reason: context.options.reason ?? null };
      const done = await context.call(voidPayment, { params, body });
      return { json: done, lines: [`${done.number} is void`] };
    },
  );
}

/** What a payment did. */
export function tellPayment(payment: PaymentView): Answer {
  const { number, id, amount, unused, currency_code: currency } = payment;
  return {
    json: payment,
    lines: [`${number} is recorded: ${id}, ${amount} ${currency}`, ...spendingLines(payment, unused)],
  };
}

/** A payment as people read it at a terminal. */
function tell(payment: PaymentView): Answer {
  const { number, id, status, customer_name: name, date, amount, unused, currency_code: currency } = payment;
  return {
    json: payment,
    lines: [
      `${number} (${id}), ${status}, ${name}, ${date}`,
      `  Amount ${amount} ${currency}, ${modeWords(payment.mode).toLowerCase()}`,
      ...spendingLines(payment, status === "void" ? "0" : unused),
    ],
  };
}

function paymentOf<Options>({ call }: Context<Options>, given: string): Promise<string> {
  return idOf(given, "pay", "payment.not_found", (query) => call(listPayments, { query }));
}
