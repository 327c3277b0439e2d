import type { Command } from "commander";
import { getGateway } from "#billing/gateway/gateway.api.ts";
import * as api from "#billing/payment-method/payment-method.api.ts";
import { act } from "./context.ts";
import { type Answer, tableLines } from "./output.ts";

/** `concord payment-gateway …` and `payment-methods …`: what money is collected through, and from. */
export function addGatewayCommands(program: Command): void {
  act(
    program
      .command("payment-gateway")
      .description("what money is collected through")
      .command("show")
      .description("the connected account, and where the gateway tells of what happens there"),
    async ({ call }) => {
      const gateway = await call(getGateway, {});
      const { account, webhook_url } = gateway;
      if (account === null)
        return { json: gateway, lines: ["No payment gateway is connected: customers pay offline"] };
      const { account_name: name, account: id, is_live: isLive, key_hint: hint } = account;
      return {
        json: gateway,
        lines: [
          `Stripe, ${name} (${id}), ${isLive ? "live" : "in test mode: no real money moves"}`,
          `  Connected on ${account.connected_at.slice(0, 10)} with the key that ends with ${hint}`,
          `  Its webhook at ${webhook_url} was ${account.webhook === "made" ? "made by Concord" : "made by hand"}`,
        ],
      };
    },
  );
  addMethodCommands(
    program.command("payment-methods").description("cards and accounts that a customer is collected from"),
  );
}

function addMethodCommands(methods: Command): void {
  act(
    methods.command("list <customer>").description("those of a customer, by its id, the default one first"),
    async ({ call }, customer = "") => told(await call(api.listPaymentMethods, { params: { customer } })),
  );
  act(
    methods
      .command("add <customer>")
      .description("a page of the gateway where the customer gives a card or account: good for a day, once"),
    async ({ call }, customer = "") => {
      const page = await call(api.setUpPaymentMethod, { params: { customer } });
      return { json: page, lines: [page.url] };
    },
  );
  for (const [name, endpoint, description] of [
    ["default", api.makePaymentMethodDefault, "collect from this one from now on"],
    ["remove", api.removePaymentMethod, "forget it, here and at the gateway"],
  ] as const)
    act(
      methods.command(`${name} <method>`).description(`${description}; by its id`),
      async ({ call }, method = "") => told(await call(endpoint, { params: { payment_method: method } })),
    );
}

function told(all: { items: api.PaymentMethodView[] }): Answer {
  const rows = all.items.map(({ id, label, expires, is_default: isDefault, is_expired: isExpired }) => [
    id,
    label,
    expires === null ? "" : `${isExpired ? "expired" : "expires"} ${expires}`,
    isDefault ? "default" : "",
  ]);
  return { json: all, lines: rows.length === 0 ? ["No card or account yet"] : tableLines(rows) };
}
