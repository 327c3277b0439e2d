import type { Command } from "commander";
import * as purchase from "#billing/order/purchase-order.api.ts";
import * as sales from "#billing/order/sales-order.api.ts";
import type { Call } from "#platform/http/endpoint.ts";
import { act, type Context } from "./context.ts";
import { addDeleteDraft } from "./delete-draft.ts";
import { documentLines, documentRow, documentSearch } from "./document-lines.ts";
import { addEmail } from "./email.ts";
import { readJsonFile } from "./file.ts";
import { addList, idOf } from "./listing.ts";

type Reason = { reason: string };

/** `concord sales-orders …` and `purchase-orders …`: what was ordered, by customers and from vendors. */
export function addOrderCommands(program: Command): void {
  addSalesOrders(program.command("sales-orders").description("what customers have ordered"));
  addPurchaseOrders(program.command("purchase-orders").description("what is ordered from vendors"));
}

function addSalesOrders(orders: Command): void {
  addList(orders, {
    kind: "sales order",
    search: documentSearch,
    by: ["status", "customer", "days", "amount"],
    ask: ({ call }, query) => call(sales.listSalesOrders, { query }),
    file: ({ call }, query) => call(sales.exportSalesOrders, { query }),
    row: (one) => [...documentRow(one), one.delivery_date ?? "", one.customer_name],
  });
  act(
    orders.command("show <order>").description("one sales order, by its number or id"),
    async (context, given = "") => {
      const params = { sales_order: await salesOrderOf(context, given) };
      return told(await context.call(sales.getSalesOrder, { params }));
    },
  );
  act<{ confirm?: boolean }>(
    orders
      .command("create <file>")
      .description("write a sales order from a JSON file, as the API takes it")
      .option("--confirm", "confirm it at once instead of keeping a draft"),
    async ({ call, options: { confirm } }, file = "") => {
      const given = readJsonFile(file) as Call<typeof sales.createSalesOrder>["body"];
      const body = confirm === true ? { ...given, confirm } : given;
      return told(await call(sales.createSalesOrder, { body }));
    },
  );
  addSalesOrderMoves(orders);
  addEmail(orders, "sales_order", salesOrderOf);
  addDeleteDraft(orders, {
    kind: "order",
    find: salesOrderOf,
    remove: ({ call }, sales_order) => call(sales.deleteSalesOrder, { params: { sales_order } }),
  });
}

function addSalesOrderMoves(orders: Command): void {
  for (const [name, endpoint, description] of [
    ["confirm", sales.confirmSalesOrder, "confirm a draft: it gets its number"],
    ["hold", sales.holdSalesOrder, "put on hold: it is not invoiced until it is released"],
    ["release", sales.releaseSalesOrder, "release an order that is on hold"],
    ["reopen", sales.reopenSalesOrder, "open a closed order again, unless an invoice of it holds"],
  ] as const)
    act(orders.command(`${name} <order>`).description(description), async (context, given = "") => {
      const params = { sales_order: await salesOrderOf(context, given) };
      return told(await context.call(endpoint, { params }));
    });
  for (const [name, endpoint, description] of [
    ["close", sales.closeSalesOrder, "close an order without an invoice"],
    ["void", sales.voidSalesOrder, "take an order out of force"],
  ] as const)
    act<Reason>(
      orders.command(`${name} <order>`).description(description).requiredOption("--reason <text>", "why"),
      async (context, given = "") => {
        const params = { sales_order: await salesOrderOf(context, given) };
        const body = { reason: context.options.reason };
        return told(await context.call(endpoint, { params, body }));
      },
    );
  act<{ send?: boolean }>(
    orders
      .command("invoice <order>")
      .description("make the invoice of a confirmed order, which closes with it")
      .option("--send", "send it at once instead of keeping a draft"),
    async (context, given = "") => {
      const params = { sales_order: await salesOrderOf(context, given) };
      const body = { send: context.options.send ?? false };
      return told(await context.call(sales.invoiceSalesOrder, { params, body }));
    },
  );
}

function addPurchaseOrders(orders: Command): void {
  addList(orders, {
    kind: "purchase order",
    search: "those whose number, or their vendor's name, begins with it, or whose reference it is",
    by: ["status", "days", "amount"],
    ask: ({ call }, query) => call(purchase.listPurchaseOrders, { query }),
    file: ({ call }, query) => call(purchase.exportPurchaseOrders, { query }),
    row: (one) => [...documentRow(one), one.delivery_date ?? "", one.vendor_name],
  });
  act(
    orders.command("show <order>").description("one purchase order, by its number or id"),
    async (context, given = "") => {
      const params = { purchase_order: await purchaseOrderOf(context, given) };
      return told(await context.call(purchase.getPurchaseOrder, { params }));
    },
  );
  act<{ issue?: boolean }>(
    orders
      .command("create <file>")
      .description("write a purchase order from a JSON file, as the API takes it")
      .option("--issue", "issue it at once instead of keeping a draft"),
    async ({ call, options: { issue } }, file = "") => {
      const given = readJsonFile(file) as Call<typeof purchase.createPurchaseOrder>["body"];
      const body = issue === true ? { ...given, issue } : given;
      return told(await call(purchase.createPurchaseOrder, { body }));
    },
  );
  addPurchaseOrderMoves(orders);
  addEmail(orders, "purchase_order", purchaseOrderOf);
  addDeleteDraft(orders, {
    kind: "order",
    find: purchaseOrderOf,
    remove: ({ call }, purchase_order) => call(purchase.deletePurchaseOrder, { params: { purchase_order } }),
  });
}

function addPurchaseOrderMoves(orders: Command): void {
  for (const [name, endpoint, description] of [
    ["issue", purchase.issuePurchaseOrder, "issue a draft to the vendor: it gets its number"],
    ["bill-part", purchase.billPartOfPurchaseOrder, "the vendor billed part of an order"],
    ["bill", purchase.billPurchaseOrder, "the vendor billed all of an order"],
  ] as const)
    act(orders.command(`${name} <order>`).description(description), async (context, given = "") => {
      const params = { purchase_order: await purchaseOrderOf(context, given) };
      return told(await context.call(endpoint, { params }));
    });
  for (const [name, endpoint, description] of [
    ["close", purchase.closePurchaseOrder, "close an order of which nothing more is expected"],
    ["cancel", purchase.cancelPurchaseOrder, "cancel an order of which nothing was billed"],
  ] as const)
    act<Reason>(
      orders.command(`${name} <order>`).description(description).requiredOption("--reason <text>", "why"),
      async (context, given = "") => {
        const params = { purchase_order: await purchaseOrderOf(context, given) };
        const body = { reason: context.options.reason };
        return told(await context.call(endpoint, { params, body }));
      },
    );
}

const told = <View extends Parameters<typeof documentLines>[0]>(view: View) => ({
  json: view,
  lines: documentLines(view),
});

function salesOrderOf<Options>({ call }: Context<Options>, given: string): Promise<string> {
  return idOf(given, "sor", "sales_order.not_found", (query) => call(sales.listSalesOrders, { query }));
}

function purchaseOrderOf<Options>({ call }: Context<Options>, given: string): Promise<string> {
  const missing = "purchase_order.not_found";
  return idOf(given, "por", missing, (query) => call(purchase.listPurchaseOrders, { query }));
}
