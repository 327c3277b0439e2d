import type { Command } from "commander";
import type { applyPayment, refundPayment } from "#billing/payment/payment.api.ts";
import { modeWords } from "#billing/payment/payment-mode.ts";
import { isNothing } from "#billing/paper/price-words.ts";
import type { SpendingView } from "#billing/settlement/settlement-schema.api.ts";
import type { Call } from "#platform/http/endpoint.ts";
import { AppError } from "#kernel/errors.ts";
import { act, type Context } from "./context.ts";
import { bodyOf, type PaidOptions, settledBy, withPaid } from "./paid.ts";
import type { Answer } from "./output.ts";
import { collect } from "./pairs.ts";

type Options = PaidOptions & { invoice: string[] };

/** A payment or a credit note, as far as it is spent: asked for, changed, and told. */
type Spent<View extends SpendingView> = {
  kind: "payment" | "credit note";
  find: (context: Context<Options>, given: string) => Promise<string>;
  get: (context: Context<Options>, id: string) => Promise<View>;
  apply: (context: Context<Options>, id: string, body: Call<typeof applyPayment>["body"]) => Promise<View>;
  unapply: (context: Context<Options>, id: string, settlement: string) => Promise<View>;
  refund: (context: Context<Options>, id: string, body: Call<typeof refundPayment>["body"]) => Promise<View>;
  tell: (view: View) => Answer;
};

/** `apply`, `unapply` and `refund`: what becomes of what a payment or a credit note has left. */
export function addSpending<View extends SpendingView>(of: Command, spent: Spent<View>): void {
  const { kind, find, apply, refund, tell } = spent;
  const argument = `<${kind.replace(" ", "-")}>`;
  act<Options>(
    of
      .command(`apply ${argument}`)
      .description(`settle invoices with what a ${kind} has left`)
      .requiredOption("--invoice <pair>", "NUMBER=amount of an invoice; may be repeated", collect),
    async (context, given = "") => {
      const id = await find(context, given);
      const invoices = [];
      for (const pair of context.options.invoice) invoices.push(await settledBy(context, pair));
      return tell(await apply(context, id, { invoices }));
    },
  );
  act<Options>(
    of
      .command(`unapply ${argument} <invoice>`)
      .description(`take back what a ${kind} settles of an invoice, by its number or id`),
    async (context, given = "", invoice = "") => tell(await takeBack(spent, context, given, invoice)),
  );
  act<Options>(
    withPaid(
      of
        .command(`refund ${argument} <amount>`)
        .description(
          `give back of what a ${kind} has left; by card through the gateway, where that charged it`,
        ),
      "went out",
    ),
    async (context, given = "", amount = "") =>
      tell(await refund(context, await find(context, given), bodyOf(amount, context.options))),
  );
}

async function takeBack<View extends SpendingView>(
  { find, get, unapply }: Spent<View>,
  context: Context<Options>,
  given: string,
  invoice: string,
): Promise<View> {
  const id = await find(context, given);
  let view = await get(context, id);
  const settled = view.invoices.filter((one) => [one.number, one.invoice_id].includes(invoice));
  if (settled.length === 0)
    throw new AppError("settlement.not_found", { message: `${given} settles nothing of ${invoice}` });
  for (const { settlement } of settled) view = await unapply(context, id, settlement);
  return view;
}

type Told = SpendingView & { currency_code: string };

/** What a payment or a credit note settles, what was given back of it, and what it has left. */
export function spendingLines({ invoices, refunds, currency_code: currency }: Told, left: string): string[] {
  return [
    ...invoices.map((one) => `  ${one.amount} ${currency} settles ${one.number ?? one.invoice_id}`),
    ...refunds.map(
      ({ amount, date, mode, status, failure }) =>
        `  ${amount} ${currency} given back on ${date}, ${modeWords(mode).toLowerCase()}${
          status === "succeeded" ? "" : `: ${failure ?? status}`
        }`,
    ),
    ...(isNothing(left) ? [] : [`  ${left} ${currency} is the customer's credit`]),
  ];
}
