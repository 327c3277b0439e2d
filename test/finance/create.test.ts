import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { customerTimeline } from "#billing/customer/customer.api.ts";
import { acceptEstimate, invoiceEstimate, sendEstimate } from "#billing/estimate/estimate.api.ts";
import { getInvoice, listInvoices, sendInvoice } from "#billing/invoice/invoice.api.ts";
import { listSubscriptions } from "#billing/subscription/subscription.api.ts";
import { createVendor } from "#billing/vendor/vendor.api.ts";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import { setFinance } from "#crm/finance/finance.api.ts";
import { type FinanceModule, financeModules } from "#crm/finance/finance.ts";
import {
  createEstimateInCrm,
  createInvoiceInCrm,
  createPurchaseOrderInCrm,
  createSalesOrderInCrm,
  createSubscriptionInCrm,
} from "#app/finance/finance-create.api.ts";
import { listFinance, recordFinance } from "#app/finance/finance-documents.api.ts";
import { addRecords } from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";
import { addColleague, profileNamed, type Tied, tied } from "./finance-world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

const line_items = [{ name: "Seat", price: "10" }];

/** What a record lists of a module, by id. */
async function listed({ organization }: Tied, module: FinanceModule, record: string): Promise<string[]> {
  const { items } = await organization.send(listFinance, { params: { module }, query: { record } });
  return items.map(({ id }) => id);
}

async function goldPlan({ organization }: Tied): Promise<void> {
  const { id: product_id } = await organization.send(createProduct, { body: { name: "Seats" } });
  const plan = { plan_code: "gold", name: "Gold", interval: 1, interval_unit: "months" } as const;
  await organization.send(createPlan, { body: { ...plan, product_id, prices: [{ price: "25" }] } });
}

describe("made in the CRM", () => {
  test("F62: given an account, a contact and a deal, then what is made at each is billing's, for the account's customer, and listed there", async () => {
    const at = await tied(world);
    const { organization, account, contact, deal, customer } = at;
    await goldPlan(at);
    const vendor = await organization.send(createVendor, { body: { name: "Makers" } });
    for (const record of [account, contact, deal]) {
      const body = { record, line_items };
      const invoice = await organization.send(createInvoiceInCrm, { body });
      const estimate = await organization.send(createEstimateInCrm, { body });
      const order = await organization.send(createSalesOrderInCrm, { body });
      const bought = await organization.send(createPurchaseOrderInCrm, {
        body: { ...body, vendor_id: vendor.id },
      });
      const { subscription } = await organization.send(createSubscriptionInCrm, {
        body: { record, plan: { plan: "gold" } },
      });
      for (const made of [invoice, estimate, order, subscription]) expect(made.customer_id).toBe(customer);
      expect(await listed(at, "invoices", record)).toContain(invoice.id);
      expect(await listed(at, "estimates", record)).toContain(estimate.id);
      expect(await listed(at, "sales_orders", record)).toContain(order.id);
      expect(await listed(at, "purchase_orders", record)).toContain(bought.id);
      expect(await listed(at, "subscriptions", record)).toContain(subscription.id);
      expect(await organization.send(getInvoice, { params: { invoice: invoice.id } })).toMatchObject({
        status: "draft",
        total: "10.00",
      });
    }
    // A deal lists its own; the account all of its customer's.
    expect(await listed(at, "invoices", deal)).toHaveLength(2);
    expect(await listed(at, "invoices", account)).toHaveLength(6);
    expect(await listed(at, "purchase_orders", account)).toHaveLength(2);
  });

  test("F64: given a salesperson who makes an invoice in the CRM, then billing's log names them, and the record's owner sells it", async () => {
    const at = await tied(world);
    const { organization, account, customer } = at;
    const cora = await addColleague(world, organization, { name: "Cora Colleague", role: "sales" });
    const standard = await profileNamed(organization, "Standard");
    await organization.send(setFinance, {
      body: { profiles: [{ id: standard, rights: { invoices: "create", estimates: "view" } }] },
    });
    const invoice = await cora.send(createInvoiceInCrm, { body: { record: account, line_items } });
    expect(invoice.salesperson).toBe("Olivia Owner");
    const told = await organization.send(customerTimeline, { params: { customer }, query: {} });
    const who = { kind: "user", id: cora.person.userId, name: "Cora Colleague" };
    expect(told.items.find(({ kind }) => kind === "invoice_created")).toMatchObject({ actor: who });
    const log = await organization.send(listAuditLog, { query: { subject_id: customer } });
    expect(log.items.find(({ action }) => action === "customer.invoice_created")).toMatchObject({
      actor_kind: "user",
      actor_name: "Cora Colleague",
    });
    const named = await cora.send(createInvoiceInCrm, {
      body: { record: account, line_items, salesperson: "Boney Miles" },
    });
    expect(named.salesperson).toBe("Boney Miles");
    expect(await cora.refusal(createEstimateInCrm, { body: { record: account, line_items } })).toMatchObject({
      status: 403,
      code: "finance.forbidden",
      details: { right: "create" },
    });
  });

  test("F63: given a profile that may create and a role in billing that only reads, then billing's side refuses", async () => {
    const { organization, account } = await tied(world);
    const rita = await addColleague(world, organization, { name: "Rita Reader", role: "read_only" });
    const standard = await profileNamed(organization, "Standard");
    const rights = Object.fromEntries(financeModules.map((module) => [module, "create" as const]));
    await organization.send(setFinance, { body: { profiles: [{ id: standard, rights }] } });
    expect(await rita.refusal(createInvoiceInCrm, { body: { record: account, line_items } })).toMatchObject({
      status: 403,
      code: "auth.forbidden",
    });
    expect((await organization.send(listInvoices, { query: {} })).items).toEqual([]);
  });

  test("F62: given wrong input, then the refusal names it, and nothing is written", async () => {
    const at = await tied(world);
    const { organization, account } = at;
    await goldPlan(at);
    const [later = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Not synced" }]);
    const write = (record: string, lines: { name: string; price: string }[] = line_items) =>
      organization.refusal(createInvoiceInCrm, { body: { record, line_items: lines } });
    expect(await write(later)).toMatchObject({ status: 409, code: "finance.not_linked" });
    expect(await write("5725767000999999999")).toMatchObject({ status: 404, code: "finance.record_unknown" });
    expect(await write(account, [{ name: "Seat", price: "ten" }])).toMatchObject({ code: "request.invalid" });
    const plan = { plan: { plan: "gold" } };
    const tried = await organization.send(createSubscriptionInCrm, {
      body: { record: account, ...plan, preview: true },
    });
    expect(tried.invoices).toMatchObject([{ total: "25.00" }]);
    expect((await organization.send(listInvoices, { query: {} })).items).toEqual([]);
    expect((await organization.send(listSubscriptions, { query: {} })).items).toEqual([]);
  });
});

describe("the sums of a deal", () => {
  test("F62: given an estimate of a deal that became an invoice, then the deal lists that and tells what was invoiced, paid and is outstanding", async () => {
    const at = await tied(world);
    const { organization, deal, account } = at;
    const estimate = await organization.send(createEstimateInCrm, { body: { record: deal, line_items } });
    const params = { estimate: estimate.id };
    await organization.send(sendEstimate, { params });
    await organization.send(acceptEstimate, { params });
    const invoice = await organization.send(invoiceEstimate, { params, body: { send: true } });
    const draft = await organization.send(createInvoiceInCrm, { body: { record: deal, line_items } });
    const elsewhere = await organization.send(createInvoiceInCrm, { body: { record: account, line_items } });
    await organization.send(sendInvoice, { params: { invoice: elsewhere.id } });
    expect(await listed(at, "invoices", deal)).toEqual([draft.id, invoice.id]);
    const sums = async (record: string) =>
      (await organization.send(recordFinance, { params: { record } })).money;
    expect(await sums(deal)).toEqual([
      { currency_code: "USD", invoiced: "10.00", paid: "0.00", credited: "0.00", outstanding: "10.00" },
    ]);
    expect(await sums(account)).toMatchObject([{ invoiced: "20.00" }]);
  });

  test("given two deals that are made one in the CRM, then the one that stays has the documents of both", async () => {
    const at = await tied(world);
    const { organization, deal, account } = at;
    const [twin = ""] = await addRecords(organization, "Deals", [
      { Deal_Name: "Edge seats", Stage: "Qualification", Account_Name: { id: account } },
    ]);
    const mine = await organization.send(createInvoiceInCrm, { body: { record: deal, line_items } });
    const theirs = await organization.send(createInvoiceInCrm, { body: { record: twin, line_items } });
    await organization.crm("POST", `/Deals/${deal}/actions/merge`, {
      merge: [{ data: [{ id: twin }] }],
    });
    expect((await listed(at, "invoices", deal)).toSorted()).toEqual([mine.id, theirs.id].toSorted());
  });
});
