import type { Command } from "commander";
import { whyNotPaid } from "#billing/invoice/why-not-paid.ts";
import { collectInvoice, type InvoiceView } from "#billing/invoice/invoice.api.ts";
import { act, type Context } from "./context.ts";
import type { Answer } from "./output.ts";

type CollectOptions = { method?: string };

/** `concord invoices collect`: what is open is charged to the customer's card or account, now. */
export function addCollect(
  invoices: Command,
  invoiceOf: (context: Context<CollectOptions>, given: string) => Promise<string>,
): void {
  act<CollectOptions>(
    invoices
      .command("collect <invoice>")
      .description("charge what is open now to the customer's card or account; ends with 1 unless it is paid")
      .option("--method <payment-method>", "which one, by its id; the customer's default if left out"),
    async (context, given = "") => {
      const params = { invoice: await invoiceOf(context, given) };
      const { method } = context.options;
      const body = method === undefined ? {} : { payment_method: method };
      return outcomeOf(await context.call(collectInvoice, { params, body }));
    },
  );
}

function outcomeOf(view: InvoiceView): Answer {
  const [charge] = view.charges;
  if (charge === undefined) return { json: view, lines: [], failed: "Nothing was charged" };
  const amount = `${charge.amount} ${view.currency_code} for ${view.number ?? view.id}`;
  const why = whyNotPaid(charge);
  if (why === undefined) return { json: view, lines: [`${amount} is paid from ${charge.method}`] };
  return { json: view, lines: [], failed: `${amount} is not paid from ${charge.method}: ${why}` };
}
