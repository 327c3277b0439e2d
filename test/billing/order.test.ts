import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer } from "#billing/customer/customer.api.ts";
import * as invoices from "#billing/invoice/invoice.api.ts";
import * as api from "#billing/order/sales-order.api.ts";
import {
  type SalesOrderAction,
  salesOrderMoves,
  salesOrderStatuses,
  type SalesOrderStatus,
} from "#billing/order/sales-order.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

const endpoints = {
  confirm: api.confirmSalesOrder,
  hold: api.holdSalesOrder,
  release: api.releaseSalesOrder,
  close: api.closeSalesOrder,
  reopen: api.reopenSalesOrder,
  void: api.voidSalesOrder,
  invoice: api.invoiceSalesOrder,
} as const;

function input(sales_order: string, action: SalesOrderAction) {
  const isEnding = action === "close" || action === "void";
  return { params: { sales_order }, body: isEnding ? { reason: "Sold out" } : {} } as never;
}

const act = (shop: Organization, id: string, action: SalesOrderAction) =>
  shop.send(endpoints[action], input(id, action));

async function shopWith(name: string) {
  const shop = await world.organization(name);
  const { id: customer_id } = await shop.send(createCustomer, { body: { display_name: `${name} customer` } });
  const write = (more: object = {}) =>
    shop.send(api.createSalesOrder, {
      body: { customer_id, line_items: [{ name: "Seat", price: "20" }], ...more },
    });
  return { shop, write };
}

const ways: Record<SalesOrderStatus, SalesOrderAction[]> = {
  draft: [],
  confirmed: ["confirm"],
  on_hold: ["confirm", "hold"],
  closed: ["confirm", "close"],
  void: ["confirm", "void"],
};

describe("a sales order (F77)", () => {
  test.each(salesOrderStatuses)(
    "given it is %s, then each action does what its table says, or is refused with the reason",
    async (status) => {
      const { shop, write } = await shopWith(status);
      for (const action of Object.keys(endpoints) as SalesOrderAction[]) {
        const { id } = await write({ delivery_date: "2026-04-01" });
        for (const step of ways[status]) await act(shop, id, step);
        const move = salesOrderMoves[action][status];
        if ("to" in move) await act(shop, id, action);
        else
          expect(await shop.refusal(endpoints[action], input(id, action)), action).toMatchObject({
            status: 409,
            code: "sales_order.wrong_status",
            title: move.not,
          });
        const after = await shop.send(api.getSalesOrder, { params: { sales_order: id } });
        expect(after.status, action).toBe("to" in move ? move.to : status);
      }
    },
  );

  test("given it becomes an invoice, then it is closed with it, once, and opens again only when the invoice is void", async () => {
    const { shop, write } = await shopWith("Invoice");
    const { id, number } = await write({ confirm: true });
    expect(number).toBe("SO-000001");
    const outcomes = await Promise.allSettled([1, 2, 3, 4].map(() => act(shop, id, "invoice")));
    expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    const params = { sales_order: id };
    const closed = await shop.send(api.getSalesOrder, { params });
    expect(closed).toMatchObject({ status: "closed", invoices: [{ status: "draft" }] });
    expect(await shop.refusal(api.reopenSalesOrder, { params })).toMatchObject({
      code: "sales_order.wrong_status",
      title: "It was invoiced by a draft: delete that first",
    });
    expect(await shop.send(api.getSalesOrder, { params })).toMatchObject({ status: "closed" });
    await shop.send(invoices.voidInvoice, { params: { invoice: closed.invoices[0]?.id ?? "" }, body: {} });
    expect(await shop.send(api.reopenSalesOrder, { params })).toMatchObject({ status: "confirmed" });
  });

  test("given the draft of its invoice is deleted, then it is confirmed again", async () => {
    const { shop, write } = await shopWith("Again");
    const { id } = await write({ confirm: true });
    const { id: invoice } = await act(shop, id, "invoice");
    await shop.send(invoices.deleteInvoice, { params: { invoice } });
    const params = { sales_order: id };
    expect(await shop.send(api.getSalesOrder, { params })).toMatchObject({
      status: "confirmed",
      invoices: [],
    });
  });

  test("given it is closed by hand, then a reason is asked for and kept", async () => {
    const { shop, write } = await shopWith("Reason");
    const { id } = await write({ confirm: true });
    const params = { sales_order: id };
    expect(await shop.refusal(api.closeSalesOrder, { params, body: { reason: " " } })).toMatchObject({
      code: "request.invalid",
      details: { fields: [{ path: "reason", problem: "Say why" }] },
    });
    const body = { reason: "Delivered by somebody else" };
    expect(await shop.send(api.closeSalesOrder, { params, body })).toMatchObject({
      status: "closed",
      reason: "Delivered by somebody else",
    });
    const { items } = await shop.send(api.listSalesOrders, { query: { status: "closed" } });
    expect(items.map((item) => item.id)).toEqual([id]);
    expect((await shop.send(api.listSalesOrders, { query: { status: "draft" } })).items).toEqual([]);
  });
});
