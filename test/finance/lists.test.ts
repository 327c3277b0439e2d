import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { createInvoice, writeOffInvoice } from "#billing/invoice/invoice.api.ts";
import { applyCreditNote, creditInvoice } from "#billing/credit-note/credit-note.api.ts";
import { createEstimate } from "#billing/estimate/estimate.api.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import { createSubscription } from "#billing/subscription/subscription.api.ts";
import { getFinance, setFinance } from "#crm/finance/finance.api.ts";
import { restoreRecordsEndpoint } from "#crm/record/restore.api.ts";
import { financeModules } from "#crm/finance/finance.ts";
import { disableConnection, reactivateConnection } from "#sync/connection/connection.api.ts";
import { getFinanceDocument, listFinance, recordFinance } from "#app/finance/finance-documents.api.ts";
import { startWorld, type World } from "../support/world.ts";
import { addColleague, profileNamed, tied } from "./finance-world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

const lines = (price: string) => ({ line_items: [{ name: "Seat", price }] });

describe("Setup > Finance", () => {
  test("F56, F57: given a CRM for which nothing was switched on, then nothing of billing is there; each module is switched on by itself", async () => {
    const { organization, account, customer } = await tied(world, { modules: [] });
    await organization.send(createInvoice, { body: { customer_id: customer, ...lines("10"), send: true } });
    for (const module of financeModules)
      expect(
        await organization.refusal(listFinance, { params: { module }, query: { record: account } }),
      ).toMatchObject({ status: 404, code: "finance.module_off" });
    await organization.send(setFinance, { body: { enabled: ["invoices"] } });
    const { modules } = await organization.send(getFinance, {});
    expect(modules.filter(({ enabled }) => enabled).map(({ module }) => module)).toEqual(["invoices"]);
    const shown = await organization.send(listFinance, {
      params: { module: "invoices" },
      query: { record: account },
    });
    expect(shown.items).toMatchObject([{ status: "sent", amount: "10.00", balance: "10.00" }]);
    expect(
      await organization.refusal(listFinance, { params: { module: "estimates" }, query: {} }),
    ).toMatchObject({ code: "finance.module_off" });
  });

  test("F63: given a profile without a right, then the API refuses too; with view, it shows; an administrator always sees", async () => {
    const { organization, account } = await tied(world);
    const cora = await addColleague(world, organization, { name: "Cora Colleague", role: "sales" });
    const ask = { params: { module: "invoices" as const }, query: { record: account } };
    expect(await cora.refusal(listFinance, ask)).toMatchObject({
      status: 403,
      code: "finance.forbidden",
      details: { profile: "Standard", module: "invoices" },
    });
    expect((await cora.send(getFinance, {})).modules.every(({ view }) => !view)).toBe(true);
    const standard = await profileNamed(organization, "Standard");
    await organization.send(setFinance, {
      body: { profiles: [{ id: standard, rights: { invoices: "view" } }] },
    });
    expect((await cora.send(listFinance, ask)).items).toEqual([]);
    const own = await cora.send(getFinance, {});
    expect(own.modules.filter(({ view }) => view)).toEqual([
      { module: "invoices", enabled: true, view: true, create: false },
    ]);
    expect(own.profiles).toBeNull();
    expect(await cora.refusal(setFinance, { body: { enabled: [] } })).toMatchObject({
      status: 403,
      code: "crm.setup_forbidden",
    });
    const administrator = await profileNamed(organization, "Administrator");
    expect(
      await organization.refusal(setFinance, { body: { profiles: [{ id: administrator, rights: {} }] } }),
    ).toMatchObject({ status: 422, code: "crm.profile_fixed" });
    expect(
      await organization.refusal(setFinance, {
        body: { enabled: [], profiles: [{ id: "5725767000999999999", rights: {} }] },
      }),
    ).toMatchObject({ status: 404, code: "crm.profile_unknown" });
    // Refused whole: what stood beside the unknown profile was not done.
    expect((await organization.send(getFinance, {})).modules.every(({ enabled }) => enabled)).toBe(true);
  });
});

describe("what records of the CRM have in billing", () => {
  test("F60: given an invoice that is paid in part, then the account and its contact show what billing says of it, and the record's sums", async () => {
    const { organization, account, contact, customer } = await tied(world);
    const other = await organization.send(createCustomer, { body: { display_name: "Not in the CRM" } });
    await organization.send(createInvoice, { body: { customer_id: other.id, ...lines("99"), send: true } });
    const invoice = await organization.send(createInvoice, {
      body: { customer_id: customer, ...lines("100"), send: true },
    });
    await organization.send(recordPayment, {
      body: {
        customer_id: customer,
        amount: "40",
        mode: "cash",
        invoices: [{ invoice_id: invoice.id, amount: "40" }],
      },
    });
    for (const record of [account, contact, undefined]) {
      const { items } = await organization.send(listFinance, {
        params: { module: "invoices" },
        query: { ...(record === undefined ? {} : { record }) },
      });
      expect(items).toEqual([
        expect.objectContaining({
          id: invoice.id,
          number: invoice.number,
          status: "partially_paid",
          amount: "100.00",
          balance: "60.00",
          next_date: invoice.due_date,
          party: "Akamai",
        }),
      ]);
    }
    const { of, records } = await organization.send(getFinanceDocument, {
      params: { module: "invoices", document: invoice.id },
    });
    expect(of).toMatchObject({ module: "invoices", document: { balance: "60.00", paid: "40.00" } });
    expect(records).toEqual([{ module: "Accounts", id: account, name: "Akamai" }]);
    expect(await organization.send(recordFinance, { params: { record: account } })).toMatchObject({
      customer: { id: customer, name: "Akamai" },
      money: [{ currency_code: "USD", invoiced: "100.00", paid: "40.00", outstanding: "60.00" }],
    });
  });

  test("F60: given invoices of which one was paid, one credited in part and one written off, then the sums of the account add up", async () => {
    const { organization, account, customer } = await tied(world);
    const bill = async (price: string) =>
      (
        await organization.send(createInvoice, {
          body: { customer_id: customer, ...lines(price), send: true },
        })
      ).id;
    const [credited, written, open] = [await bill("100"), await bill("20"), await bill("5")];
    const note = await organization.send(creditInvoice, {
      params: { invoice: credited },
      body: { line_items: [{ line: 0, quantity: "0.3" }], open: true },
    });
    await organization.send(applyCreditNote, {
      params: { credit_note: note.id },
      body: { invoices: [{ invoice_id: credited, amount: "30" }] },
    });
    await organization.send(writeOffInvoice, { params: { invoice: written } });
    await organization.send(recordPayment, {
      body: {
        customer_id: customer,
        amount: "5",
        mode: "cash",
        invoices: [{ invoice_id: open, amount: "5" }],
      },
    });
    expect((await organization.send(recordFinance, { params: { record: account } })).money).toEqual([
      { currency_code: "USD", invoiced: "125.00", paid: "5.00", credited: "50.00", outstanding: "70.00" },
    ]);
  });

  test("F58, F59: given a subscription, then its plan, status, amount and next billing are listed, and its detail has its invoices", async () => {
    const { organization, account, customer } = await tied(world);
    const product = await organization.send(createProduct, { body: { name: "Seats" } });
    const plan = await organization.send(createPlan, {
      body: {
        product_id: product.id,
        plan_code: "gold",
        name: "Gold",
        interval: 1,
        interval_unit: "months",
        pricing_scheme: "per_unit",
        prices: [{ price: "25" }],
      },
    });
    const { subscription } = await organization.send(createSubscription, {
      body: { customer_id: customer, plan: { plan: plan.id, quantity: 2 } },
    });
    const { items } = await organization.send(listFinance, {
      params: { module: "subscriptions" },
      query: { record: account },
    });
    expect(items).toMatchObject([
      {
        number: subscription.number,
        plan: "Gold",
        status: "live",
        amount: "50.00",
        next_date: subscription.next_on,
      },
    ]);
    const { of } = await organization.send(getFinanceDocument, {
      params: { module: "subscriptions", document: subscription.id },
    });
    expect(of).toMatchObject({ amount: "50.00", coupon: null, invoices: [{ amount: "50.00" }] });
  });

  test("F57: given a document of a customer that is not in the CRM, then it is not to be found there; a wrong status is named", async () => {
    const { organization } = await tied(world);
    const other = await organization.send(createCustomer, { body: { display_name: "Not in the CRM" } });
    const { id } = await organization.send(createEstimate, {
      body: { customer_id: other.id, ...lines("5") },
    });
    const refused = { params: { module: "estimates" as const, document: id } };
    expect(await organization.refusal(getFinanceDocument, refused)).toMatchObject({
      status: 404,
      code: "finance.document_unknown",
    });
    expect(
      await organization.refusal(listFinance, { params: { module: "estimates" }, query: { status: "paid" } }),
    ).toMatchObject({ code: "request.invalid", details: { fields: [{ path: "status" }] } });
  });

  test("F57: given an account that is deleted in the CRM, then what it had is in billing alone, until it is restored", async () => {
    const { organization, account, contact, deal, customer } = await tied(world);
    const { id } = await organization.send(createInvoice, {
      body: { customer_id: customer, ...lines("10"), send: true },
    });
    const listed = async () =>
      (await organization.send(listFinance, { params: { module: "invoices" }, query: {} })).items;
    expect(await listed()).toHaveLength(1);
    for (const [module, record] of [
      ["Deals", deal],
      ["Contacts", contact],
      ["Accounts", account],
    ])
      await organization.crm("DELETE", `/${module}/${record}`);
    expect(await listed()).toEqual([]);
    const asked = { params: { module: "invoices" as const }, query: { record: account } };
    expect(await organization.refusal(listFinance, asked)).toMatchObject({ code: "finance.record_unknown" });
    const params = { module: "invoices" as const, document: id };
    expect(await organization.refusal(getFinanceDocument, { params })).toMatchObject({
      code: "finance.document_unknown",
    });
    await organization.send(restoreRecordsEndpoint, {
      params: { module: "Accounts" },
      body: { ids: [account] },
    });
    expect(await listed()).toMatchObject([{ id }]);
  });

  test("F48: given a connection that was disabled, then the CRM shows nothing of billing until it is reactivated", async () => {
    const { organization, sync, account } = await tied(world);
    const { connection } = sync;
    const ask = { params: { module: "invoices" as const }, query: { record: account } };
    await organization.send(disableConnection, { params: { connection } });
    expect(await organization.refusal(listFinance, ask)).toMatchObject({ code: "finance.not_connected" });
    await organization.send(reactivateConnection, { params: { connection } });
    expect((await organization.send(listFinance, ask)).items).toEqual([]);
  });
});
