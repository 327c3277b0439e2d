import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { setExchangeRate } from "#billing/currency/exchange-rate.api.ts";
import * as ledger from "#billing/ledger/ledger.api.ts";
import * as api from "#billing/order/purchase-order.api.ts";
import {
  type PurchaseOrderAction,
  purchaseOrderMoves,
  purchaseOrderStatuses,
  type PurchaseOrderStatus,
} from "#billing/order/purchase-order.ts";
import * as vendors from "#billing/vendor/vendor.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => "2026-03-10T12:00:00.000Z" } });
});

afterAll(() => world?.stop());

const endpoints = {
  issue: api.issuePurchaseOrder,
  bill_part: api.billPartOfPurchaseOrder,
  bill: api.billPurchaseOrder,
  close: api.closePurchaseOrder,
  cancel: api.cancelPurchaseOrder,
} as const;

function input(purchase_order: string, action: PurchaseOrderAction) {
  const isEnding = action === "close" || action === "cancel";
  return { params: { purchase_order }, body: isEnding ? { reason: "Sold out" } : {} } as never;
}

const act = (shop: Organization, id: string, action: PurchaseOrderAction) =>
  shop.send(endpoints[action], input(id, action));

async function shopWith(name: string, body: object = {}) {
  const shop = await world.organization(name);
  const vendor = await shop.send(vendors.createVendor, { body: { name: `${name} vendor`, ...body } });
  const write = (more: object = {}) =>
    shop.send(api.createPurchaseOrder, {
      body: { vendor_id: vendor.id, line_items: [{ name: "Chair", price: "20" }], ...more },
    });
  return { shop, vendor, write };
}

const ways: Record<PurchaseOrderStatus, PurchaseOrderAction[]> = {
  draft: [],
  issued: ["issue"],
  partially_billed: ["issue", "bill_part"],
  billed: ["issue", "bill"],
  closed: ["issue", "close"],
  cancelled: ["issue", "cancel"],
};

describe("a purchase order (F77)", () => {
  test.each(purchaseOrderStatuses)(
    "given it is %s, then each action does what its table says, or is refused with the reason",
    async (status) => {
      const { shop, write } = await shopWith(status);
      for (const action of Object.keys(endpoints) as PurchaseOrderAction[]) {
        const { id } = await write();
        for (const step of ways[status]) await act(shop, id, step);
        const move = purchaseOrderMoves[action][status];
        if ("to" in move) await act(shop, id, action);
        else
          expect(await shop.refusal(endpoints[action], input(id, action)), action).toMatchObject({
            status: 409,
            code: "purchase_order.wrong_status",
            title: move.not,
          });
        const after = await shop.send(api.getPurchaseOrder, { params: { purchase_order: id } });
        expect(after.status, action).toBe("to" in move ? move.to : status);
      }
    },
  );

  test("given it is for a vendor, then it is in the vendor's currency and terms, and nobody owes anything by it", async () => {
    const { shop, vendor, write } = await shopWith("Abroad", {
      ...{ email: "orders@example.com", currency_code: "EUR", payment_terms: 60 },
    });
    await shop.send(setExchangeRate, { body: { currency_code: "EUR", date: "2026-01-01", rate: "1.1" } });
    const order = await write({ delivery_date: "2026-04-01", issue: true });
    expect(order).toMatchObject({
      ...{ number: "PO-000001", status: "issued", vendor_id: vendor.id, vendor_name: "Abroad vendor" },
      ...{ email: "orders@example.com", currency_code: "EUR", exchange_rate: "1.1", base_total: "22.00" },
      ...{ payment_terms: 60, delivery_date: "2026-04-01" },
    });
    expect(order).not.toHaveProperty("customer_id");
    const { items } = await shop.send(api.listPurchaseOrders, {
      query: { vendor_id: vendor.id, status: "issued" },
    });
    expect(items.map(({ id }) => id)).toEqual([order.id]);
    expect((await shop.send(ledger.trialBalance, {})).accounts).toEqual([]);
  });

  test("given a draft, then it can be written anew and deleted; issued, it cannot", async () => {
    const { shop, write } = await shopWith("Drafts");
    const [draft, issued] = [await write(), await write({ issue: true })];
    const edit = (id: string, version: number) => ({
      params: { purchase_order: id },
      body: { version, line_items: [{ name: "Table", price: "70" }] },
    });
    expect(await shop.send(api.editPurchaseOrder, edit(draft.id, 1))).toMatchObject({ total: "70.00" });
    expect(await shop.refusal(api.editPurchaseOrder, edit(draft.id, 1))).toMatchObject({
      code: "document.changed_meanwhile",
    });
    expect(await shop.refusal(api.editPurchaseOrder, edit(issued.id, 2))).toMatchObject({
      code: "purchase_order.not_draft",
    });
    await shop.send(api.deletePurchaseOrder, { params: { purchase_order: draft.id } });
    const { items } = await shop.send(api.listPurchaseOrders, { query: {} });
    expect(items.map(({ id }) => id)).toEqual([issued.id]);
  });
});

describe("a vendor", () => {
  test("given something was ordered, then its currency is fixed and it is not deleted; the rest can change", async () => {
    const { shop, vendor, write } = await shopWith("Vendor");
    const params = { vendor: vendor.id };
    await write();
    expect(await shop.refusal(vendors.deleteVendor, { params })).toMatchObject({
      code: "vendor.in_use",
      title: `${vendor.name} has a draft purchase order`,
    });
    expect(await shop.refusal(vendors.editVendor, { params, body: { currency_code: "EUR" } })).toMatchObject({
      code: "vendor.currency_fixed",
      title: `${vendor.name} keeps the currency ${vendor.currency_code}, in which it has a draft purchase order`,
    });
    const change = { params, body: { version: 1, name: "New name", payment_terms: 7 } };
    expect(await shop.send(vendors.editVendor, change)).toMatchObject({ name: "New name", version: 2 });
    expect(await shop.refusal(vendors.editVendor, change)).toMatchObject({
      code: "vendor.changed_meanwhile",
    });
    const taken = { body: { name: "NEW NAME" } };
    expect(await shop.refusal(vendors.createVendor, taken)).toMatchObject({
      code: "vendor.name_taken",
      details: { fields: [{ path: "name" }] },
    });
    const unused = await shop.send(vendors.createVendor, { body: { name: "Another" } });
    const page = await shop.send(vendors.listVendors, { query: { limit: 1 } });
    expect(page.items.map(({ name }) => name)).toEqual(["Another"]);
    const rest = await shop.send(vendors.listVendors, { query: { cursor: page.next_cursor ?? "" } });
    expect(rest.items.map(({ name }) => name)).toEqual(["New name"]);
    await shop.send(vendors.deleteVendor, { params: { vendor: unused.id } });
    expect(await shop.refusal(vendors.getVendor, { params: { vendor: unused.id } })).toMatchObject({
      code: "vendor.not_found",
    });
  });
});
