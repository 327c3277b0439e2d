import { afterAll, beforeAll, describe, expect, test } from "vitest";
import {
  addContactPerson,
  editContactPerson,
  removeContactPerson,
} from "#billing/customer/contact-person.api.ts";
import { mergeCustomers, undoMerge } from "#billing/customer/customer-merge.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { documentEmailEndpoints } from "#billing/email/document-email.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import * as api from "#billing/subscription/subscription.api.ts";
import { plusMs } from "#kernel/time.ts";
import type { Shop } from "../billing/gateway/shop.ts";
import { everything, startTellingWorld, type TellingWorld } from "./telling-world.ts";

let telling: TellingWorld;
let now = "2026-03-10T12:00:00.000Z";

beforeAll(async () => void (telling = await startTellingWorld(() => now)));
afterAll(() => telling?.stop());

type Office = Shop & { boney: string; adam: string; silent: string };

/** A shop that tells its customers everything, one of whom has two people with an address and one without. */
async function office(): Promise<Office> {
  const shop = await telling.open(everything, "info@akamai.example");
  const params = { customer: shop.customer };
  const add = async (body: object) => (await shop.shop.send(addContactPerson, { params, body })).id;
  return {
    ...shop,
    adam: await add({ first_name: "Adam", last_name: "John", email: "adam@akamai.example" }),
    boney: await add({ first_name: "Boney", email: "boney@akamai.example", is_primary: true }),
    silent: await add({ first_name: "Silent", phone: "+1 617" }),
  };
}

async function sell({ shop, customer }: Shop, given: object = {}) {
  const body = { customer_id: customer, plan: { plan: "basic" }, auto_collect: false, ...given };
  return shop.send(api.createSubscription, { body });
}

/** Who got what of what is due. */
async function arrivals(shop: Shop) {
  return (await telling.deliver(shop)).map(({ to, mail }) => `${to.toSorted().join(" ")}: ${mail.subject}`);
}

const both = "adam@akamai.example boney@akamai.example";

describe("F97 given a subscription that names contact persons of its customer", () => {
  test("when it writes an invoice, is paid, and its invoice is sent by hand, then each of them gets the e-mail", async () => {
    const shop = await office();
    const { subscription, invoices } = await sell(shop, {
      contact_persons: [shop.adam, shop.boney, shop.adam],
    });
    expect(subscription.contact_persons).toEqual([
      { id: shop.boney, name: "Boney", email: "boney@akamai.example" },
      { id: shop.adam, name: "Adam John", email: "adam@akamai.example" },
    ]);
    expect(await arrivals(shop)).toEqual([`${both}: Invoice INV-000001 from Shop`]);

    const invoice_id = invoices[0]?.id ?? "";
    const { draft } = documentEmailEndpoints("invoice");
    const drafted = await shop.shop.send(draft, { params: { invoice: invoice_id } });
    expect(drafted.to).toEqual(["boney@akamai.example", "adam@akamai.example"]);

    const payment = { customer_id: shop.customer, mode: "cash" as const };
    const paid = { ...payment, amount: "20", invoices: [{ invoice_id, amount: "20" }] };
    await shop.shop.send(recordPayment, { body: paid });
    expect(await arrivals(shop)).toEqual([`${both}: We received your payment of US$20.00`]);
    await shop.shop.send(recordPayment, { body: { ...payment, amount: "5", invoices: [] } });
    // What is paid for no subscription is told to whom it always was.
    expect(await arrivals(shop)).toEqual(["boney@akamai.example: We received your payment of US$5.00"]);
  });

  test("when a charge fails, then they are told, and nobody who is not named", async () => {
    const shop = await office();
    await sell(shop, { contact_persons: [shop.adam], auto_collect: true });
    // The e-mail of an invoice that is charged at once waits for its card.
    now = plusMs(now, 10_000);
    expect((await arrivals(shop)).toSorted()).toEqual([
      "adam@akamai.example: Invoice INV-000001 from Shop",
      "adam@akamai.example: We could not collect US$20.00 for invoice INV-000001",
    ]);
  });

  test("when others are chosen, then those get what comes next; without any the customer does, as before", async () => {
    const shop = await office();
    const { subscription } = await sell(shop, { starts_at: "2026-04-01" });
    expect(subscription.contact_persons).toEqual([]);
    const params = { subscription: subscription.id };
    const choose = (contact_persons: string[]) =>
      shop.shop.send(api.chooseReceivers, { params, body: { contact_persons } });
    expect((await choose([shop.adam])).contact_persons.map(({ name }) => name)).toEqual(["Adam John"]);
    const after = await choose([]);
    expect(after.contact_persons).toEqual([]);
    expect(after.version).toBeGreaterThan(subscription.version);
    const { items } = await shop.shop.send(api.subscriptionHistory, { params });
    expect(items.map(({ event, note }) => [event, note])).toEqual([
      ["created", null],
      ["readdressed", "Adam John"],
      ["readdressed", "the customer"],
    ]);
  });

  test("when one of them is removed, or loses the address, then the others get it, and the customer where nobody is left", async () => {
    const shop = await office();
    const named = { contact_persons: [shop.adam, shop.boney] };
    await sell(shop, named);
    await shop.shop.send(removeContactPerson, { params: { person: shop.boney } });
    expect(await arrivals(shop)).toEqual(["adam@akamai.example: Invoice INV-000001 from Shop"]);
    await sell(shop, { contact_persons: [shop.adam] });
    await shop.shop.send(editContactPerson, { params: { person: shop.adam }, body: { email: null } });
    expect(await arrivals(shop)).toEqual(["info@akamai.example: Invoice INV-000002 from Shop"]);
  });

  test("when somebody of another customer, nobody at all, or one without an address is chosen, then nothing changes", async () => {
    const shop = await office();
    const other = await shop.shop.send(createCustomer, {
      body: { display_name: "Other", contact_persons: [{ first_name: "Eve", email: "eve@other.example" }] },
    });
    const eve = other.contact_persons[0]?.id ?? "";
    const { subscription } = await sell(shop, { contact_persons: [shop.adam] });
    const before = await arrivals(shop);
    const params = { subscription: subscription.id };
    const wrong = { contact_persons: [shop.adam, eve, shop.silent, "cpn_nobody"] };
    const refusals = [
      await shop.shop.refusal(api.chooseReceivers, { params, body: wrong }),
      await shop.shop.refusal(api.createSubscription, {
        body: { customer_id: shop.customer, plan: { plan: "basic" }, ...wrong },
      }),
    ];
    const remedy = "enter one on the customer's page, or choose somebody else";
    const choice = "choose one of its contact persons, or add one on the customer's page";
    for (const refusal of refusals)
      expect(refusal).toMatchObject({
        status: 400,
        code: "request.invalid",
        details: {
          fields: [
            { path: "contact_persons", problem: `${eve} is nobody at this customer: ${choice}` },
            { path: "contact_persons", problem: `Silent has no e-mail address: ${remedy}` },
            { path: "contact_persons", problem: `cpn_nobody is nobody at this customer: ${choice}` },
          ],
        },
      });
    const many = { contact_persons: Array.from({ length: 21 }, () => shop.adam) };
    expect(await shop.shop.refusal(api.chooseReceivers, { params, body: many })).toMatchObject({
      code: "request.invalid",
    });
    expect((await shop.shop.send(api.getSubscription, { params })).contact_persons).toHaveLength(1);
    expect((await shop.shop.send(api.listSubscriptions, { query: {} })).items).toHaveLength(1);
    expect(before).toHaveLength(1);
    expect(await arrivals(shop)).toEqual([]);
  });

  test("when its customer is merged away, then its people come along, one of both sides is the survivor's, and an undo brings them back", async () => {
    const shop = await office();
    const { subscription } = await sell(shop, {
      contact_persons: [shop.adam, shop.boney],
      starts_at: "2026-04-01",
    });
    const params = { subscription: subscription.id };
    const survivor = await shop.shop.send(createCustomer, {
      body: {
        display_name: "Akamai",
        contact_persons: [{ first_name: "Boney", last_name: "Miles", email: "BONEY@akamai.example" }],
      },
    });
    const twin = survivor.contact_persons[0]?.id ?? "";
    const named = async () =>
      (await shop.shop.send(api.getSubscription, { params })).contact_persons.map(({ id }) => id).toSorted();
    const { merge } = await shop.shop.send(mergeCustomers, {
      params: { customer: survivor.id },
      body: { loser: shop.customer },
    });
    expect(await named()).toEqual([shop.adam, twin].toSorted());
    await shop.shop.send(undoMerge, { params: { merge } });
    expect(await named()).toEqual([shop.adam, shop.boney].toSorted());

    const again = await shop.shop.send(mergeCustomers, {
      params: { customer: survivor.id },
      body: { loser: shop.customer },
    });
    await shop.shop.send(api.chooseReceivers, { params, body: { contact_persons: [shop.adam] } });
    await shop.shop.send(undoMerge, { params: { merge: again.merge } });
    expect(await named()).toEqual([shop.adam]);
  });
});
