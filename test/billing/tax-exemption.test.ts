import { afterAll, beforeAll, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createCustomer, editCustomer, getCustomer } from "#billing/customer/customer.api.ts";
import { mergeCustomers } from "#billing/customer/customer-merge.api.ts";
import {
  acceptEstimate,
  createEstimate,
  invoiceEstimate,
  sendEstimate,
} from "#billing/estimate/estimate.api.ts";
import { createInvoice, editInvoice, getInvoice } from "#billing/invoice/invoice.api.ts";
import { addCharge, changeSubscription } from "#billing/subscription/action.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { createTax } from "#billing/tax/tax.api.ts";
import { concord } from "../app/processes.ts";
import { textAt } from "../billing-delivery/shop.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let shop: Organization;
let tax_id: string;

const reason = "Reverse charge: VAT is accounted for by the recipient";
const lines = () => [{ name: "Help", price: "100", tax_id }];

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
  shop = await world.organization("Exports", { currency: "EUR", timeZone: "UTC" });
  tax_id = (await shop.send(createTax, { body: { name: "VAT", percentage: "19" } })).id;
  const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
  const plan = { product_id, interval: 1, interval_unit: "months", tax_id } as const;
  for (const [plan_code, price] of [
    ["basic", "10"],
    ["pro", "31"],
  ] as const)
    await shop.send(createPlan, { body: { ...plan, plan_code, name: plan_code, prices: [{ price }] } });
});
afterAll(() => world?.stop());

async function buyer(more: object = { tax_exemption_reason: reason }): Promise<string> {
  return (await shop.send(createCustomer, { body: { display_name: "Buyer BV", ...more } })).id;
}

const invoiceOf = (invoice: string) => shop.send(getInvoice, { params: { invoice } });

test("F101: given a customer who bears no tax, when an invoice is written whose lines name one, then it has none, says why, and keeps that when the customer bears tax again", async () => {
  const customer = await buyer({ tax_exemption_reason: reason, tax_reg_no: "NL 123.456.789 B01" });
  const written = { customer_id: customer, line_items: lines() };
  const draft = await shop.send(createInvoice, { body: written });
  expect(draft).toMatchObject({
    total: "100.00",
    tax_total: "0.00",
    taxes: [],
    tax_reg_no: "NL 123.456.789 B01",
    tax_exemption_reason: reason,
  });
  await shop.send(editCustomer, { params: { customer }, body: { tax_exemption_reason: null } });
  const edited = await shop.send(editInvoice, {
    params: { invoice: draft.id },
    body: { version: draft.version, line_items: lines() },
  });
  expect(edited).toMatchObject({ total: "100.00", tax_exemption_reason: reason });
  expect(await shop.send(createInvoice, { body: written })).toMatchObject({
    total: "119.00",
    tax_exemption_reason: null,
  });
});

test("given an estimate with tax, when its customer bears none by the time that it is invoiced, then the invoice has none", async () => {
  const customer = await buyer({});
  const { id: estimate } = await shop.send(createEstimate, {
    body: { customer_id: customer, line_items: lines() },
  });
  await shop.send(editCustomer, { params: { customer }, body: { tax_exemption_reason: reason } });
  await shop.send(sendEstimate, { params: { estimate } });
  await shop.send(acceptEstimate, { params: { estimate } });
  expect(await shop.send(invoiceEstimate, { params: { estimate }, body: { send: true } })).toMatchObject({
    total: "100.00",
    tax_exemption_reason: reason,
  });
});

test("given a charge that is in no catalog, then it bears the tax of the plan, another one, or none: as it is chosen, and none of a customer who is exempt", async () => {
  const other = await shop.send(createTax, { body: { name: "Reduced", percentage: "7" } });
  const sold = async (customer_id: string) =>
    (await shop.send(createSubscription, { body: { customer_id, plan: { plan: "basic" } } })).subscription;
  const charged = async (subscription: string, more: object = {}) => {
    const body = { name: "Help", amount: "100", ...more };
    const { invoices } = await shop.send(addCharge, { params: { subscription }, body });
    return invoices[0]?.total;
  };
  const { id, items } = await sold(await buyer({}));
  expect(items[0]?.tax_id).toBe(tax_id);
  expect(await charged(id)).toBe("119.00");
  expect(await charged(id, { tax_id: other.id })).toBe("107.00");
  expect(await charged(id, { tax_id: null })).toBe("100.00");
  expect(await charged((await sold(await buyer())).id)).toBe("100.00");
});

test("given a subscription of a customer who bears no tax, then its invoices have none, those of a change neither", async () => {
  const customer_id = await buyer();
  const { subscription, invoices } = await shop.send(createSubscription, {
    body: { customer_id, plan: { plan: "basic" } },
  });
  expect(await invoiceOf(invoices[0]?.id ?? "")).toMatchObject({ total: "10.00", taxes: [] });
  const changed = await shop.send(changeSubscription, {
    params: { subscription: subscription.id },
    body: { plan: { plan: "pro" } },
  });
  expect(await invoiceOf(changed.invoices[0]?.id ?? "")).toMatchObject({ total: "21.00", taxes: [] });
});

test("given an invoice of such a customer, then its PDF has the number and the reason, and no tax", async () => {
  const customer_id = await buyer({ tax_reg_no: "NL123456789B01", tax_exemption_reason: reason });
  const body = { customer_id, line_items: lines(), send: true };
  const { id } = await shop.send(createInvoice, { body });
  const text = await textAt({ ...shop, url: world.url, customer_id }, `/invoices/${id}/pdf`);
  expect(text).toContain("Tax number NL123456789B01");
  expect(text).toContain(reason);
  expect(text).not.toContain("19 %");
});

test.each(["DE123456789", "NL 123.456.789 B01", "00-0000000", "22AAAAA0000A1Z5", "CHE-123.456.789"])(
  "given the tax number %s, then it is kept as it is written",
  async (tax_reg_no) => {
    const customer = await buyer({ tax_reg_no: ` ${tax_reg_no} ` });
    expect(await shop.send(getCustomer, { params: { customer } })).toMatchObject({ tax_reg_no });
  },
);

test.each(["none", "DE", "DE12<b>", "--12", "1".repeat(31)])(
  "given the tax number %s, then it is refused by its field",
  async (tax_reg_no) => {
    const refused = await shop.refusal(createCustomer, { body: { display_name: "Wrong", tax_reg_no } });
    expect(refused).toMatchObject({ status: 400, details: { fields: [{ path: "tax_reg_no" }] } });
  },
);

test("given a merge with a customer who bears no tax, then the one that stays bears it, and takes the number", async () => {
  const survivor = await buyer({});
  const loser = await buyer({ tax_exemption_reason: reason, tax_reg_no: "DE999999999" });
  await shop.send(mergeCustomers, { params: { customer: survivor }, body: { loser } });
  expect(await shop.send(getCustomer, { params: { customer: survivor } })).toMatchObject({
    tax_reg_no: "DE999999999",
    tax_exemption_reason: null,
  });
});

test("when both are given on the command line, then the customer has them", async () => {
  const customer = await buyer({});
  const env = { CONCORD_URL: world.url, CONCORD_API_KEY: shop.key };
  const pairs = ["--set", "tax_reg_no=DE123456789", "--set", `tax_exemption_reason=${reason}`];
  await concord(["customers", "edit", customer, ...pairs], env);
  expect(await shop.send(getCustomer, { params: { customer } })).toMatchObject({
    tax_reg_no: "DE123456789",
    tax_exemption_reason: reason,
  });
});
