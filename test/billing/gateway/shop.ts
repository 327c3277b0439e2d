import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { connectGateway } from "#billing/gateway/gateway.api.ts";
import { createInvoice, getInvoice, type InvoiceView } from "#billing/invoice/invoice.api.ts";
import { listPaymentMethods, setUpPaymentMethod } from "#billing/payment-method/payment-method.api.ts";
import { eventOf, type SentEvent, type StripeServer, tell } from "../../support/stripe-server.ts";
import type { StripeAccount } from "../../support/stripe-objects.ts";
import type { Organization, World } from "../../support/world.ts";

/** An organization that collects through the Stripe of the tests, with a customer. */
export type Shop = {
  shop: Organization;
  account: StripeAccount;
  customer: string;
  secret: string;
  key: string;
  /** A customer (that one, unless said) gives a test card; answers what Stripe calls it. */
  giveCard(token?: string, of?: string): Promise<string>;
  hear(event: SentEvent, as?: { secret?: string; atMs?: number }): ReturnType<typeof tell>;
  bill(price: string): Promise<InvoiceView>;
  invoice(id: string): Promise<InvoiceView>;
};

let shops = 0;

/** Opens one in which a plan `basic` costs so much a month. */
export async function openShop(
  world: World,
  stripe: StripeServer,
  {
    currency = "USD",
    isLive = false,
    nowMs = Date.now,
  }: { currency?: string; isLive?: boolean; nowMs?: () => number } = {},
): Promise<Shop> {
  shops += 1;
  const key = `sk_${isLive ? "live" : "test"}_shop000${shops}`;
  const secret = `whsec_shop000${shops}`;
  const account = stripe.account(key);
  const shop = await world.organization("Shop", { currency, timeZone: "UTC" });
  await shop.send(connectGateway, { body: { secret_key: key, webhook_secret: secret } });
  const { id: customer } = await shop.send(createCustomer, { body: { display_name: "Buyer" } });
  const hear: Shop["hear"] = (event, { secret: other, atMs = nowMs() } = {}) =>
    tell(`${world.url}/api/v1/gateways/stripe/webhooks/${shop.id}`, event, { secret: other ?? secret, atMs });
  return {
    shop,
    account,
    customer,
    secret,
    key,
    hear,
    async giveCard(token = "pm_card_visa", of = customer) {
      const { url } = await shop.send(setUpPaymentMethod, { params: { customer: of } });
      const { session, method } = account.complete(url.split("/").at(-1) ?? "", token);
      await hear(eventOf("checkout.session.completed", { id: session.id }));
      await shop.send(listPaymentMethods, { params: { customer: of } });
      return method;
    },
    bill: (price) =>
      shop.send(createInvoice, {
        body: { customer_id: customer, line_items: [{ name: "Work", price }], send: true },
      }),
    invoice: (id) => shop.send(getInvoice, { params: { invoice: id } }),
  };
}

/** A plan `basic` of so much a month. */
export async function sellsPlan({ shop }: Shop, price: string, currency = "USD"): Promise<void> {
  const product = await shop.send(createProduct, { body: { name: "Cloud" } });
  const prices = [{ currency_code: currency, price }];
  const plan = { plan_code: "basic", name: "Basic", product_id: product.id, interval: 1, prices };
  await shop.send(createPlan, { body: { ...plan, interval_unit: "months" } });
}
