import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createPlan } from "#billing/catalog/plan.api.ts";
import { createProduct } from "#billing/catalog/product.api.ts";
import { setExchangeRate } from "#billing/currency/exchange-rate.api.ts";
import { createCustomer } from "#billing/customer/customer.api.ts";
import * as api from "#billing/estimate/estimate.api.ts";
import {
  type EstimateAction,
  estimateMoves,
  estimateStatuses,
  type EstimateStatus,
} from "#billing/estimate/estimate.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

const endpoints = {
  send: api.sendEstimate,
  accept: api.acceptEstimate,
  decline: api.declineEstimate,
  redraft: api.redraftEstimate,
  invoice: api.invoiceEstimate,
  subscribe: api.subscribeEstimate,
} as const;

function act(shop: Organization, estimate: string, action: EstimateAction) {
  return shop.send(endpoints[action], { params: { estimate }, body: {} } as never);
}

const seat = { name: "Seat", quantity: "3", price: "19.99" };

async function shopWith(name: string) {
  const shop = await world.organization(name);
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: `${name} customer` } });
  const write = (more: object = {}) =>
    shop.send(api.createEstimate, { body: { customer_id, line_items: [seat], ...more } });
  return { shop, customer_id, write, offer: await planOf(shop) };
}

/** A line that offers a plan: without one no estimate becomes a subscription. */
async function planOf(shop: Organization) {
  const { id: product_id } = await shop.send(createProduct, { body: { name: "Cloud" } });
  const body = { product_id, plan_code: "basic", name: "Basic", interval: 1, prices: [{ price: "5" }] };
  await shop.send(createPlan, { body: { ...body, interval_unit: "months" } });
  return { item: { kind: "plan" as const, id: "basic" } };
}

/** How each status is reached, from a draft; an expired one has its last day behind it. */
const ways: Record<EstimateStatus, EstimateAction[]> = {
  draft: [],
  sent: ["send"],
  accepted: ["send", "accept"],
  declined: ["send", "decline"],
  expired: ["send"],
  invoiced: ["send", "invoice"],
};

describe("an estimate (F76)", () => {
  test.each(estimateStatuses)(
    "given it is %s, then each action does what its table says, or is refused with the reason",
    async (status) => {
      const { shop, write, offer } = await shopWith(status);
      for (const action of Object.keys(endpoints) as EstimateAction[]) {
        const expiry_date = status === "expired" ? "2026-03-09" : "2026-03-10";
        const { id: estimate } = await write({ date: "2026-03-01", expiry_date, line_items: [offer] });
        for (const step of ways[status]) await act(shop, estimate, step);
        const params = { estimate };
        expect(await shop.send(api.getEstimate, { params })).toMatchObject({ status });
        const move = estimateMoves[action][status];
        if ("to" in move) await act(shop, estimate, action);
        else
          expect(await shop.refusal(endpoints[action], { params, body: {} } as never), action).toMatchObject({
            status: 409,
            code: "estimate.wrong_status",
            title: move.not,
          });
        const after = await shop.send(api.getEstimate, { params });
        expect(after.status, action).toBe("to" in move ? move.to : status);
      }
    },
  );

  test("given it is a draft again, then it can be changed and keeps its number; sent, it is fixed", async () => {
    const { shop, write } = await shopWith("Change");
    const { id: estimate, number } = await write({ send: true });
    expect(number).toBe("EST-000001");
    const edit = { params: { estimate }, body: { line_items: [{ name: "Seat", price: "5" }] } };
    expect(await shop.refusal(api.editEstimate, edit)).toMatchObject({ code: "estimate.not_draft" });
    await act(shop, estimate, "redraft");
    await shop.send(api.editEstimate, edit);
    await act(shop, estimate, "send");
    expect(await shop.send(api.getEstimate, { params: { estimate } })).toMatchObject({
      status: "sent",
      number: "EST-000001",
      total: "5.00",
    });
    expect(await shop.refusal(api.deleteEstimate, { params: { estimate } })).toMatchObject({
      code: "estimate.not_draft",
    });
  });

  test("given it becomes an invoice, then that has its lines and money, on this day's terms and rate", async () => {
    const { shop } = await shopWith("Invoice");
    const { id: customer_id } = await shop.send(createCustomer, {
      body: { display_name: "Abroad", currency_code: "EUR" },
    });
    const rate = (date: string, text: string) =>
      shop.send(setExchangeRate, { body: { currency_code: "EUR", date, rate: text } });
    await rate("2026-01-01", "1.1");
    const estimate = await shop.send(api.createEstimate, {
      body: {
        ...{ customer_id, date: "2026-02-01", expiry_date: "2026-03-31", send: true, shipping_charge: "5" },
        line_items: [{ ...seat, discount: { by: "amount", value: "0.97" } }],
        discount: { by: "percentage", value: "10" },
      },
    });
    expect(estimate).toMatchObject({ total: "58.10", exchange_rate: "1.1" });
    await rate("2026-03-01", "1.2");
    const invoice = await shop.send(api.invoiceEstimate, {
      params: { estimate: estimate.id },
      body: { send: true },
    });
    const { line_items, sub_total, discount, total } = estimate;
    expect(invoice).toMatchObject({ line_items, sub_total, discount, total, source_id: estimate.id });
    expect(invoice).toMatchObject({
      ...{ status: "sent", number: "INV-000001", date: "2026-03-10", due_date: "2026-03-25" },
      exchange_rate: "1.2",
    });
    expect(await shop.send(api.getEstimate, { params: { estimate: estimate.id } })).toMatchObject({
      status: "invoiced",
      invoices: [{ id: invoice.id, number: "INV-000001" }],
    });
  });

  test.each([["sent"], ["accepted"]] as const)(
    "given it was %s when it was invoiced, when the draft of the invoice is deleted, then it is so again (F76)",
    async (status) => {
      const { shop, write } = await shopWith(`Again ${status}`);
      const { id: estimate } = await write({ send: true });
      if (status === "accepted") await act(shop, estimate, "accept");
      const { id: invoice } = (await act(shop, estimate, "invoice")) as { id: string };
      await shop.send(invoices.deleteInvoice, { params: { invoice } });
      expect(await shop.send(api.getEstimate, { params: { estimate } })).toMatchObject({
        status,
        invoices: [],
      });
      await act(shop, estimate, "invoice");
    },
  );

  test("given ten ask for its invoice at once, then there is one", async () => {
    const { shop, write } = await shopWith("Once");
    const { id: estimate } = await write({ send: true });
    const tries = Array.from({ length: 10 }, () => act(shop, estimate, "invoice"));
    const outcomes = await Promise.allSettled(tries);
    const refused = outcomes.filter((outcome) => outcome.status === "rejected");
    expect(refused.map(({ reason }: { reason: unknown }) => reason)).toEqual(
      Array.from({ length: 9 }, () => expect.objectContaining({ status: 409 }) as unknown),
    );
    expect((await shop.send(invoices.listInvoices, { query: {} })).items).toHaveLength(1);
  });

  test("given estimates of every status, then each filter finds exactly those of its status", async () => {
    const { shop, write } = await shopWith("Filters");
    for (const status of estimateStatuses) {
      const { id } = await write({
        date: "2026-03-01",
        expiry_date: status === "expired" ? "2026-03-09" : null,
      });
      for (const step of ways[status]) await act(shop, id, step);
    }
    for (const status of estimateStatuses) {
      const { items } = await shop.send(api.listEstimates, { query: { status } });
      expect(items.map((item) => item.status)).toEqual([status]);
    }
  });
});
