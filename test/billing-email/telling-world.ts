import { editCustomer } from "#billing/customer/customer.api.ts";
import { sendDueEmails } from "#billing/email/deliver.job.ts";
import { saveMailServer } from "#billing/email/mail-server.api.ts";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { openShop, sellsPlan, type Shop } from "../billing/gateway/shop.ts";
import { type Arrived, type MailServer, startMailServer } from "../support/mail-server.ts";
import { startStripe } from "../support/stripe-server.ts";
import { startWorld, type World } from "../support/world.ts";

/** What an organization can want its customers to be told by themselves. */
export const everything = { email_invoices: true, email_receipts: true, email_failed_charges: true };

/** A world at one instant, with a Stripe to collect through and a mail server, in which tests do a worker's work. */
export type TellingWorld = {
  world: World;
  server: MailServer;
  /** A shop that sells the plan `basic` for 20, and tells its customer what is chosen. */
  open(chosen: Partial<typeof everything>, email: string | null): Promise<Shop>;
  /** Sends what is due, as a worker does, and answers what arrived. */
  deliver(shop: Shop): Promise<Arrived[]>;
  stop(): Promise<void>;
};

/** `clock` says what time it is. */
export async function startTellingWorld(clock: () => string): Promise<TellingWorld> {
  const nowMs = () => Date.parse(clock());
  const stripe = await startStripe(() => Math.floor(nowMs() / 1000));
  const world = await startWorld({
    roles: "web",
    clock: { now: clock },
    env: { CONCORD_STRIPE_URL: stripe.url, CONCORD_WEBHOOK_ALLOW_PRIVATE: "on" },
  });
  const server = await startMailServer();
  return {
    world,
    server,
    async open(chosen, email) {
      const shop = await openShop(world, stripe, { nowMs });
      const { host, port } = server;
      const from = { from_name: "Shop", from_address: "billing@shop.example" };
      await shop.shop.send(saveMailServer, { body: { host, port, security: "none", ...from } });
      await shop.shop.send(editOrganization, { body: chosen });
      await shop.shop.send(editCustomer, { params: { customer: shop.customer }, body: { email } });
      await sellsPlan(shop, "20");
      return shop;
    },
    async deliver({ shop }) {
      await sendDueEmails(world.system.deps, shop.id, new AbortController().signal);
      return server.arrived.splice(0);
    },
    async stop() {
      await world.stop();
      await stripe.close();
      await server.stop();
    },
  };
}
