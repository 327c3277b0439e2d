import type { Command } from "commander";
import { editSubscription } from "#billing/subscription/subscription.api.ts";
import { AppError } from "#kernel/errors.ts";
import { act, type Context } from "./context.ts";
import { collect, valuesOf } from "./pairs.ts";

/** Pairs of what is said of a subscription. */
export type Said = { set?: string[] };

const setHelp =
  "field=value of reference, salesperson, notes, payment_terms or a custom field (cf_…); empty takes it away; may be repeated";

/** Lets a command say things of a subscription. */
export function withSaid(command: Command, help = setHelp): Command {
  return command.option("--set <pair>", help, collect);
}

/** `reference=PO 7` and `cf_region=North` as the API takes them. */
export function saidOf({ set = [] }: Said): Record<string, unknown> {
  const entries = Object.entries(valuesOf(set));
  const custom = entries.filter(([name]) => name.startsWith("cf_"));
  const plain = entries
    .filter(([name]) => !name.startsWith("cf_"))
    .map(([name, value]) => [name, valueOf(name, value)]);
  return {
    ...Object.fromEntries(plain),
    ...(custom.length === 0 ? {} : { custom_fields: Object.fromEntries(custom) }),
  };
}

function valueOf(name: string, value: string | null): unknown {
  if (name === "auto_collect") return value === "true";
  if (name !== "payment_terms" || value === null) return value;
  const days = Number(value);
  if (Number.isInteger(days)) return days;
  throw new AppError("cli.usage", {
    message: `payment_terms=${value} is no whole number`,
    remedy: "Give days, such as payment_terms=30.",
  });
}

/** `concord subscriptions edit`: says things of a subscription anew. */
export function addSubscriptionEdit(
  subscriptions: Command,
  subscriptionOf: (context: Context<Said>, given: string) => Promise<string>,
): void {
  act<Said>(
    withSaid(
      subscriptions
        .command("edit <subscription>")
        .description("say things of a subscription anew, and how its next invoices are paid"),
      `${setHelp}; auto_collect=true or =false says how its next invoices are paid`,
    ),
    async (context, given = "") => {
      const params = { subscription: await subscriptionOf(context, given) };
      const view = await context.call(editSubscription, { params, body: saidOf(context.options) });
      return { json: view, lines: [`${view.number} is saved`] };
    },
  );
}
