import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOrganization } from "#platform/db/db.ts";
import type { ConnectionId } from "#kernel/id.ts";
import { activateCustomer, inactivateCustomer } from "#billing/customer/customer.api.ts";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createAddon } from "#billing/catalog/addon.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { declineEstimate, listEstimates } from "#billing/estimate/estimate.api.ts";
import { deleteInvoice, listInvoices, sendInvoice } from "#billing/invoice/invoice.api.ts";
import { getSubscription, listSubscriptions } from "#billing/subscription/subscription.api.ts";
import { findDealTrigger } from "#sync/deal/deal.store.ts";
import { followDeal } from "#sync/deal/follow.commands.ts";
import { readDeal } from "#sync/deal/read-deal.ts";
import { getDealTrigger, listDealLog, setDealTrigger } from "#sync/deal/deal-trigger.api.ts";
import { listFinance } from "../../src/app/finance/finance-documents.api.ts";
import { tied, type Tied } from "../finance/finance-world.ts";
import { addRecords, changeRecord, query, startSyncing } from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

type Entity = "none" | "estimate" | "invoice" | "subscription";

/** The account Akamai in both, with a trigger on deals. */
async function triggered(entity: Entity): Promise<Tied> {
  const at = await tied(world, { name: `Follows ${entity}`, deals: [] });
  await choose(at, entity);
  return at;
}

async function choose({ organization, sync }: Tied, entity: Entity): Promise<void> {
  await organization.send(setDealTrigger, {
    params: { connection: sync.connection },
    body: { entity },
  });
}

/** Makes a deal with the account, unless said otherwise. */
async function newDeal(at: Tied, values: Record<string, unknown> = {}): Promise<string> {
  const deal = {
    Deal_Name: "Edge seats",
    Stage: "Qualification",
    Account_Name: { id: at.account },
    Amount: 120.5,
  };
  const [id = ""] = await addRecords(at.organization, "Deals", [{ ...deal, ...values }]);
  return id;
}

async function stage(at: Tied, deal: string, Stage: string): Promise<void> {
  await changeRecord(at.organization, "Deals", deal, { Stage });
  await at.sync.run();
}

/** The log of a deal, the oldest first: what was done, and why nothing was. */
async function logOf({ organization, sync }: Tied, deal: string): Promise<string[]> {
  const { items } = await organization.send(listDealLog, {
    params: { connection: sync.connection },
    query: { deal },
  });
  return items
    .toReversed()
    .map(({ outcome, reason }) => (reason === null ? outcome : `${outcome}: ${reason}`));
}

const estimates = async ({ organization }: Tied) =>
  (await organization.send(listEstimates, { query: {} })).items;
const invoices = async ({ organization }: Tied) =>
  (await organization.send(listInvoices, { query: {} })).items;
const subscriptions = async ({ organization }: Tied) =>
  (await organization.send(listSubscriptions, { query: {} })).items;

async function goldPlan({ organization }: Tied): Promise<void> {
  const { id: product_id } = await organization.send(createProduct, { body: { name: "Seats" } });
  const gold = { plan_code: "gold", name: "Gold", interval: 1, interval_unit: "months" } as const;
  await organization.send(createPlan, {
    body: { ...gold, product_id, pricing_scheme: "per_unit", prices: [{ price: "25" }] },
  });
  await organization.send(createPlan, {
    body: { ...gold, plan_code: "silver", name: "Silver", product_id, prices: [{ price: "9" }] },
  });
  await organization.send(createAddon, {
    body: {
      addon_code: "support",
      name: "Support",
      type: "recurring",
      pricing_scheme: "unit",
      prices: [{ price: "5" }],
    },
  });
}

describe("what billing makes of deals", () => {
  test("F52: given nothing was chosen, when a deal is made and won, then no document appears, and that is the default", async () => {
    const at = await tied(world, { name: "Follows nothing", deals: [] });
    const params = { connection: at.sync.connection };
    expect(await at.organization.send(getDealTrigger, { params })).toMatchObject({ entity: "none" });
    const deal = await newDeal(at, { Stage: "Closed Won" });
    await at.sync.run();
    expect([...(await estimates(at)), ...(await invoices(at)), ...(await subscriptions(at))]).toEqual([]);
    expect(await logOf(at, deal)).toEqual([]);
  });

  test("F53: given estimates, when a deal is made there is one; won, it is accepted; lost, it is declined; and no run makes a second one", async () => {
    const at = await triggered("estimate");
    const deal = await newDeal(at);
    await at.sync.run();
    expect(await estimates(at)).toMatchObject([
      { status: "sent", total: "120.50", customer_id: at.customer },
    ]);
    await at.sync.run();
    await changeRecord(at.organization, "Deals", deal, { Next_Step: "Call" });
    await at.sync.run();
    expect(await estimates(at)).toHaveLength(1);
    await stage(at, deal, "Closed Won");
    expect(await estimates(at)).toMatchObject([{ status: "accepted" }]);
    await stage(at, deal, "Closed Lost to Competition");
    expect(await estimates(at)).toMatchObject([{ status: "declined" }]);
    expect(await logOf(at, deal)).toEqual(["made", "accepted", "declined"]);
    const { items } = await at.organization.send(listFinance, {
      params: { module: "estimates" },
      query: { record: deal },
    });
    expect(items).toMatchObject([{ status: "declined" }]);
  });

  test("F53: given an estimate that somebody declined in billing, when the deal is won, then it is left alone, and why is told", async () => {
    const at = await triggered("estimate");
    const deal = await newDeal(at);
    await at.sync.run();
    const [estimate] = await estimates(at);
    await at.organization.send(declineEstimate, { params: { estimate: estimate?.id ?? "" } });
    await stage(at, deal, "Closed Won");
    await stage(at, deal, "Closed Lost");
    expect(await estimates(at)).toMatchObject([{ status: "declined" }]);
    expect(await logOf(at, deal)).toEqual(["made", "left_alone: changed_by_hand"]);
  });

  test("F54: given invoices, when a deal is won there is a draft; lost afterwards, it is void; won again, there is no second one", async () => {
    const at = await triggered("invoice");
    const deal = await newDeal(at);
    await at.sync.run();
    expect(await invoices(at)).toEqual([]);
    await stage(at, deal, "Closed Won");
    expect(await invoices(at)).toMatchObject([{ status: "draft", total: "120.50" }]);
    await stage(at, deal, "Closed Lost");
    expect(await invoices(at)).toMatchObject([{ status: "void" }]);
    await stage(at, deal, "Closed Won");
    expect(await invoices(at)).toHaveLength(1);
    await at.sync.run();
    expect(await logOf(at, deal)).toEqual(["made", "voided", "left_alone: made_before"]);
  });

  test("F54: given an invoice that somebody sent, or deleted, when the deal is lost, then nothing is done, and why is told", async () => {
    const at = await triggered("invoice");
    const sent = await newDeal(at, { Deal_Name: "Sent", Stage: "Closed Won" });
    await at.sync.run();
    const [invoice] = await invoices(at);
    await at.organization.send(sendInvoice, { params: { invoice: invoice?.id ?? "" } });
    await stage(at, sent, "Closed Lost");
    expect(await invoices(at)).toMatchObject([{ status: "sent" }]);
    expect(await logOf(at, sent)).toEqual(["made", "left_alone: changed_by_hand"]);
    const deleted = await newDeal(at, { Deal_Name: "Deleted", Stage: "Closed Won" });
    await at.sync.run();
    const draft = (await invoices(at)).find(({ status }) => status === "draft");
    await at.organization.send(deleteInvoice, { params: { invoice: draft?.id ?? "" } });
    await stage(at, deleted, "Closed Lost");
    expect(await logOf(at, deleted)).toEqual(["made", "left_alone: gone"]);
    expect(await invoices(at)).toHaveLength(1);
  });

  test("F54: given subscriptions, when a deal with plans is won, then that is sold, with the owner as its salesperson", async () => {
    const at = await triggered("subscription");
    await goldPlan(at);
    await newDeal(at, { Stage: "Closed Won", Plans: "gold x 3\nsupport, 2" });
    await at.sync.run();
    const [made] = await subscriptions(at);
    const subscription = await at.organization.send(getSubscription, {
      params: { subscription: made?.id ?? "" },
    });
    expect(subscription).toMatchObject({
      status: "live",
      plan_name: "Gold",
      salesperson: "Olivia Owner",
      items: [
        { name: "Gold", quantity: "3" },
        { name: "Support", quantity: "2" },
      ],
    });
    expect(await invoices(at)).toMatchObject([{ total: "85.00" }]);
  });
});

describe("why nothing is made", () => {
  test("F55: given a deal without an account, then there is no document, the reason is told once, and with an account it is made", async () => {
    const at = await triggered("estimate");
    const deal = await newDeal(at, { Account_Name: null });
    await at.sync.run();
    await at.sync.run();
    expect(await estimates(at)).toEqual([]);
    const params = { connection: at.sync.connection };
    const { items } = await at.organization.send(listDealLog, { params, query: {} });
    expect(items).toMatchObject([
      { deal, outcome: "waiting", reason: "no_account", words: "The deal has no account. Give it one." },
    ]);
    expect(await at.organization.send(getDealTrigger, { params })).toMatchObject({ waiting: 1, followed: 0 });
    await changeRecord(at.organization, "Deals", deal, { Account_Name: { id: at.account } });
    await at.sync.run();
    expect(await estimates(at)).toHaveLength(1);
    expect(await logOf(at, deal)).toEqual(["waiting: no_account", "made"]);
    expect(await at.organization.send(getDealTrigger, { params })).toMatchObject({ waiting: 0, followed: 1 });
  });

  test("F55: given contacts as customers, then a deal without a contact does nothing, and one with a contact is that customer's", async () => {
    const organization = await world.organization("Contacts pay");
    const [contact = ""] = await addRecords(organization, "Contacts", [{ Last_Name: "Miles" }]);
    const sync = await startSyncing(organization, { module: "contacts" });
    await sync.run();
    const at = { organization, sync, account: "", contact, deal: "", customer: "" };
    await choose(at, "invoice");
    const without = await newDeal(at, { Account_Name: null, Stage: "Closed Won" });
    await newDeal(at, { Account_Name: null, Contact_Name: { id: contact }, Stage: "Closed Won" });
    await sync.run();
    expect(await logOf(at, without)).toEqual(["waiting: no_contact"]);
    expect(await invoices(at)).toMatchObject([{ customer_name: "Miles" }]);
  });

  test.each([
    ["no amount and no plans", { Amount: null }, "no_amount"],
    ["a line that is no code", { Plans: "five of gold, please" }, "plans_unreadable"],
    ["a code that the catalog does not have", { Plans: "platinum" }, "plan_unknown"],
    ["two plans", { Plans: "gold\nsilver" }, "several_plans"],
    ["no plan", {}, "no_plans"],
  ])("F55: given %s, then the reason is told, and a later change makes it", async (_what, values, reason) => {
    const at = await triggered(
      reason === "several_plans" || reason === "no_plans" ? "subscription" : "invoice",
    );
    await goldPlan(at);
    const deal = await newDeal(at, { Stage: "Closed Won", ...values });
    await at.sync.run();
    expect(await logOf(at, deal)).toEqual([`waiting: ${reason}`]);
    expect([...(await invoices(at)), ...(await subscriptions(at))]).toEqual([]);
    await changeRecord(at.organization, "Deals", deal, { Plans: "gold" });
    await at.sync.run();
    expect(await logOf(at, deal)).toEqual([`waiting: ${reason}`, "made"]);
  });

  test("F55: given an account that is no customer yet, then its deal waits, and a later run makes it without the deal being touched", async () => {
    const at = await triggered("invoice");
    const [late = ""] = await addRecords(at.organization, "Accounts", [{ Account_Name: "Late" }]);
    const deal = await newDeal(at, { Account_Name: { id: late }, Stage: "Closed Won" });
    await at.sync.run();
    // The account came in the same run, before its deal.
    expect(await logOf(at, deal)).toEqual(["made"]);
  });

  test("F52: given deals that were won before the trigger was set, then they are left as they are, whatever else changes of them", async () => {
    const at = await tied(world, { name: "Won before", deals: [] });
    const old = await newDeal(at, { Deal_Name: "Old", Stage: "Closed Won" });
    const open = await newDeal(at, { Deal_Name: "Open then" });
    await new Promise((resolve) => setTimeout(resolve, 1100));
    await choose(at, "invoice");
    await changeRecord(at.organization, "Deals", old, { Next_Step: "Call" });
    await changeRecord(at.organization, "Deals", open, { Stage: "Closed Won" });
    await at.sync.run();
    expect(await logOf(at, old)).toEqual([]);
    expect(await logOf(at, open)).toEqual(["made"]);
    expect(await invoices(at)).toHaveLength(1);
    await stage(at, old, "Negotiation/Review");
    await stage(at, old, "Closed Won");
    expect(await logOf(at, old)).toEqual(["made"]);
  });
});

describe("once for a deal", () => {
  test("F54: given the same deal is followed several times at once, as by a worker that was thought dead, then there is one invoice", async () => {
    const at = await triggered("invoice");
    const deal = await newDeal(at, { Stage: "Closed Won" });
    const { deps } = world.system;
    const trigger = await inOrganization(deps.db, at.organization.id, (tx) =>
      findDealTrigger(tx, at.sync.connection as ConnectionId),
    );
    if (!trigger) throw new Error("no trigger");
    const following = {
      deps,
      trigger,
      module: "accounts-and-contacts" as const,
      hasTurned: () => Promise.resolve(true),
    };
    const values = (await at.organization.crm("GET", `/Deals/${deal}`)).body.data[0] ?? {};
    const read = readDeal({ ...values, id: deal }, "USD");
    await Promise.all([1, 2, 3, 4].map(() => followDeal(following, read)));
    await at.sync.run();
    expect(await invoices(at)).toHaveLength(1);
    expect(await logOf(at, deal)).toEqual(["made"]);
  });

  test("F55: given a customer to whom nothing may be billed, then billing's refusal is told, and the next run makes it once that is mended", async () => {
    const at = await triggered("invoice");
    const params = { customer: at.customer };
    await at.organization.send(inactivateCustomer, { params });
    const deal = await newDeal(at, { Stage: "Closed Won" });
    await at.sync.run();
    expect(await logOf(at, deal)).toEqual(["waiting: refused"]);
    const { items } = await at.organization.send(listDealLog, {
      params: { connection: at.sync.connection },
      query: { outcome: "waiting" },
    });
    expect(items[0]?.details).toMatchObject({ code: "document.customer_inactive" });
    expect(items[0]?.words).toMatch(/^Billing refuses it: .*inactive/i);
    await at.organization.send(activateCustomer, { params });
    await at.sync.run();
    expect(await invoices(at)).toHaveLength(1);
  });

  test("F54: given what was known of a deal is lost, as with a connection that was made anew, then there is no second invoice, and why is told", async () => {
    const at = await triggered("invoice");
    const deal = await newDeal(at, { Stage: "Closed Won" });
    await at.sync.run();
    await query(world, "delete from followed_deal where organization_id = $1", [at.organization.id]);
    await changeRecord(at.organization, "Deals", deal, { Next_Step: "Call" });
    expect((await at.sync.run()).status).toBe("done");
    expect(await invoices(at)).toHaveLength(1);
    expect(await logOf(at, deal)).toEqual(["made", "waiting: already_made"]);
  });
});

describe("the user of the connection", () => {
  test("F55: given a user who may not read deals, then a trigger is refused; and where the right is taken later, the sync goes on and the trigger says so", async () => {
    const at = await triggered("estimate");
    const { organization, sync } = at;
    const params = { connection: sync.connection };
    await newDeal(at);
    await query(
      world,
      `update crm_profile set permissions = jsonb_set(permissions, '{modules,Deals}', '[]') where organization_id = $1`,
      [organization.id],
    );
    const run = await sync.run();
    expect(run.status).toBe("done");
    const view = await organization.send(getDealTrigger, { params });
    expect(view.problem).toMatch(/deal/i);
    await choose(at, "none");
    expect(await organization.refusal(setDealTrigger, { params, body: { entity: "invoice" } })).toMatchObject(
      { code: "connection.no_access" },
    );
  });
});
