import type { Command } from "commander";
import { addCharge, applyCoupon, postponeRenewal, removeCoupon } from "#billing/subscription/action.api.ts";
import { act, type Context } from "./context.ts";
import { previewHelp, told } from "./subscription-words.ts";

type Options = { preview?: boolean };

type Find = (context: Context<Options>, given: string) => Promise<string>;

/** `concord subscriptions charge`, `postpone` and `coupon`: what is done with one between its renewals. */
export function addSubscriptionActions(subscriptions: Command, find: Find): void {
  act<Options & { tax?: string }>(
    subscriptions
      .command("charge <subscription> <amount> <name>")
      .description("charge an amount that is in no catalog, once and at once")
      .option("--tax <tax>", "the tax that comes on top, by its id, or none; the plan's if left out")
      .option("--preview", previewHelp),
    async (context, given = "", amount = "", name = "") => {
      const params = { subscription: await find(context, given) };
      const { tax } = context.options;
      const taxed = tax === undefined ? {} : { tax_id: tax === "none" ? null : tax };
      const body = { name, amount, ...taxed, ...previewOf(context) };
      return told(await context.call(addCharge, { params, body }), `charged ${name}`);
    },
  );
  act<Options>(
    subscriptions
      .command("postpone <subscription> <day>")
      .description("let the present term last until a later day, such as 2026-03-31, on which it renews")
      .option("--preview", previewHelp),
    async (context, given = "", renewal = "") => {
      const params = { subscription: await find(context, given) };
      const body = { renewal, ...previewOf(context) };
      return told(await context.call(postponeRenewal, { params, body }), "postponed");
    },
  );
  addCoupon(subscriptions.command("coupon").description("what takes something off its next invoices"), find);
}

function addCoupon(coupon: Command, find: Find): void {
  act<Options>(
    coupon
      .command("apply <subscription> <coupon>")
      .description("apply a coupon, by its code or id, to the invoices from the next one on")
      .option("--preview", previewHelp),
    async (context, given = "", code = "") => {
      const params = { subscription: await find(context, given) };
      const body = { coupon: code, ...previewOf(context) };
      return told(await context.call(applyCoupon, { params, body }), `given the coupon ${code}`);
    },
  );
  act<Options>(
    coupon
      .command("remove <subscription>")
      .description("take the coupon away from the next invoices on")
      .option("--preview", previewHelp),
    async (context, given = "") => {
      const params = { subscription: await find(context, given) };
      return told(await context.call(removeCoupon, { params, body: previewOf(context) }), "without a coupon");
    },
  );
}

function previewOf({ options }: Context<Options>): { preview: boolean } {
  return { preview: options.preview ?? false };
}
