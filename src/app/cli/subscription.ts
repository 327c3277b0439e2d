import type { Command } from "commander";
import {
  cancelSubscription,
  changeSubscription,
  pauseSubscription,
  reactivateSubscription,
  resumeSubscription,
} from "#billing/subscription/action.api.ts";
import { getCustomer } from "#billing/customer/customer.api.ts";
import { subscribeEstimate } from "#billing/estimate/estimate.api.ts";
import {
  chooseReceivers,
  createSubscription,
  exportSubscriptions,
  getSubscription,
  listSubscriptions,
} from "#billing/subscription/subscription.api.ts";
import { act, type Context } from "./context.ts";
import { documentSearch } from "./document-lines.ts";
import { wholeOf } from "./limit.ts";
import { addList, idOf } from "./listing.ts";
import { addCustomFieldCommands } from "./custom-field.ts";
import { collect } from "./pairs.ts";
import { addSubscriptionActions } from "./subscription-actions.ts";
import { addSubscriptionEdit, type Said, saidOf, withSaid } from "./subscription-details.ts";
import { previewHelp, subscriptionLines, told } from "./subscription-words.ts";

type Preview = { preview?: boolean };
type Sold = { quantity?: string; addon?: string[] };

const addonHelp = "CODE or CODE=quantity of an addon; may be repeated";

/** `concord subscriptions …`: what is sold for terms. */
export function addSubscriptionCommands(program: Command): void {
  const subscriptions = program.command("subscriptions").description("what is sold for terms, and renewed");
  addList(subscriptions, {
    kind: "subscription",
    search: documentSearch,
    by: ["status", "customer", "days"],
    ask: ({ call }, query) => call(listSubscriptions, { query }),
    file: ({ call }, query) => call(exportSubscriptions, { query }),
    row: ({ number, status, plan_name, next_on, customer_name }) => [
      number,
      status,
      plan_name,
      next_on ?? "",
      customer_name,
    ],
  });
  act(
    subscriptions.command("show <subscription>").description("one subscription, by its number or id"),
    async (context, given = "") => {
      const params = { subscription: await subscriptionOf(context, given) };
      const view = await context.call(getSubscription, { params });
      return { json: view, lines: subscriptionLines(view) };
    },
  );
  addCreate(subscriptions);
  addSubscriptionEdit(subscriptions, subscriptionOf);
  addCustomFieldCommands(subscriptions, "subscription");
  addChange(subscriptions);
  addEnds(subscriptions);
  addPauses(subscriptions);
  addSubscriptionActions(subscriptions, subscriptionOf);
  addReceivers(subscriptions);
}

function addReceivers(subscriptions: Command): void {
  act(
    subscriptions
      .command("receivers <subscription> [contact-persons...]")
      .description(
        "choose who gets its e-mails, of the customer's contact persons, by id or e-mail address; nobody named: the customer itself",
      ),
    async (context, given = "", ...people) => {
      const subscription = await subscriptionOf(context, given);
      const { customer_id: customer } = await context.call(getSubscription, { params: { subscription } });
      const { contact_persons: known } = await context.call(getCustomer, { params: { customer } });
      // One that nobody knows by its e-mail address is refused by the server, as an id is.
      const contact_persons = people.map(
        (one) => known.find(({ email }) => email?.toLowerCase() === one.toLowerCase())?.id ?? one,
      );
      const view = await context.call(chooseReceivers, {
        params: { subscription },
        body: { contact_persons },
      });
      return { json: view, lines: subscriptionLines(view) };
    },
  );
}

type Terms = Preview &
  Said & {
    coupon?: string;
    start?: string;
    trial?: string;
    terms?: string;
    reference?: string;
    contactPerson?: string[];
    auto?: boolean;
  };

function withTerms(command: Command): Command {
  return withSaid(command)
    .option("--coupon <code>", "what takes something off")
    .option("--start <day>", "its first day; today if left out")
    .option("--trial <days>", "days of trial; the plan's own if left out")
    .option("--terms <number>", "how many terms it lasts; the plan's own if left out")
    .option("--reference <text>", "your own name for it")
    .option("--contact-person <id>", "who gets its e-mails, of the customer's; may be repeated", collect)
    .option("--auto", "collect by the customer's payment method instead of sending invoices")
    .option("--preview", previewHelp);
}

function termsOf(options: Terms) {
  const { coupon, start, trial, terms, reference, contactPerson, auto = false, preview = false } = options;
  return {
    ...(coupon === undefined ? {} : { coupon }),
    ...(start === undefined ? {} : { starts_at: start }),
    ...(trial === undefined ? {} : { trial_days: wholeOf("--trial", trial) }),
    ...(terms === undefined ? {} : { billing_cycles: wholeOf("--terms", terms) }),
    ...(reference === undefined ? {} : { reference }),
    ...saidOf(options),
    ...(contactPerson === undefined ? {} : { contact_persons: contactPerson }),
    auto_collect: auto,
    preview,
  };
}

function addCreate(subscriptions: Command): void {
  act<Terms & Sold>(
    withTerms(
      subscriptions
        .command("create <customer> <plan>")
        .description("sell a plan, by its code or id, to a customer")
        .option("--quantity <number>", "how many of the plan", "1")
        .option("--addon <addon>", addonHelp, collect),
    ),
    async ({ call, options }, customer = "", plan = "") => {
      const body = { customer_id: customer, ...itemsOf(plan, options), ...termsOf(options) };
      return told(await call(createSubscription, { body }), "sold");
    },
  );
}

/** `concord estimates subscribe`: what an estimate offered is sold for terms. */
export function addSubscribe(
  estimates: Command,
  estimateOf: (context: Context<Terms>, given: string) => Promise<string>,
): void {
  act<Terms>(
    withTerms(
      estimates
        .command("subscribe <estimate>")
        .description("make the subscription of an accepted estimate, once"),
    ),
    async (context, given = "") => {
      const params = { estimate: await estimateOf(context, given) };
      const body = termsOf(context.options);
      return told(await context.call(subscribeEstimate, { params, body }), "sold");
    },
  );
}

function addChange(subscriptions: Command): void {
  act<Preview & Sold & { atTermEnd?: boolean }>(
    subscriptions
      .command("change <subscription> <plan>")
      .description("sell another plan, quantity or addons instead; what is not named goes")
      .option("--quantity <number>", "how many of the plan", "1")
      .option("--addon <addon>", addonHelp, collect)
      .option("--at-term-end", "at the end of the term instead of now, with proration")
      .option("--preview", previewHelp),
    async (context, given = "", plan = "") => {
      const { options } = context;
      const { atTermEnd = false, preview = false } = options;
      const params = { subscription: await subscriptionOf(context, given) };
      const body = { ...itemsOf(plan, options), when: atTermEnd ? "term_end" : "now", preview } as const;
      return told(await context.call(changeSubscription, { params, body }), "changed");
    },
  );
}

function addEnds(subscriptions: Command): void {
  act<Preview & { now?: boolean; reason?: string }>(
    subscriptions
      .command("cancel <subscription>")
      .description("cancel for the end of the term, or at once")
      .option("--now", "at once")
      .option("--reason <text>", "why")
      .option("--preview", previewHelp),
    async (context, given = "") => {
      const { now = false, reason, preview = false } = context.options;
      const params = { subscription: await subscriptionOf(context, given) };
      const body = { at_term_end: !now, preview, ...(reason === undefined ? {} : { reason }) };
      return told(await context.call(cancelSubscription, { params, body }), "cancelled");
    },
  );
  act<Preview>(
    subscriptions
      .command("reactivate <subscription>")
      .description("take up again what was cancelled or has ended")
      .option("--preview", previewHelp),
    async (context, given = "") => {
      const params = { subscription: await subscriptionOf(context, given) };
      const body = { preview: context.options.preview ?? false };
      return told(await context.call(reactivateSubscription, { params, body }), "taken up again");
    },
  );
}

function addPauses(subscriptions: Command): void {
  act<Preview & { until?: string }>(
    subscriptions
      .command("pause <subscription>")
      .description("bill nothing until it is resumed")
      .option("--until <day>", "the day on which it resumes by itself")
      .option("--preview", previewHelp),
    async (context, given = "") => {
      const { until = null, preview = false } = context.options;
      const params = { subscription: await subscriptionOf(context, given) };
      return told(
        await context.call(pauseSubscription, { params, body: { resumes_on: until, preview } }),
        "paused",
      );
    },
  );
  act<Preview>(
    subscriptions
      .command("resume <subscription>")
      .description("resume a paused subscription")
      .option("--preview", previewHelp),
    async (context, given = "") => {
      const params = { subscription: await subscriptionOf(context, given) };
      const body = { preview: context.options.preview ?? false };
      return told(await context.call(resumeSubscription, { params, body }), "resumed");
    },
  );
}

function subscriptionOf<Options>({ call }: Context<Options>, given: string): Promise<string> {
  return idOf(given, "sub", "subscription.not_found", (query) => call(listSubscriptions, { query }));
}

function itemsOf(plan: string, { quantity = "1", addon: addons = [] }: Sold) {
  return {
    plan: { plan, quantity },
    addons: addons.map((text) => {
      const [addon = "", many = "1"] = text.split("=");
      return { addon, quantity: many };
    }),
  };
}
