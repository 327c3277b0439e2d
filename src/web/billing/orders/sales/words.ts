import type { SalesOrderStatus } from "#billing/order/sales-order.ts";
import type { StatusWords } from "#web/billing/documents/status.ts";

export const salesOrderWords: StatusWords<SalesOrderStatus> = {
  draft: { word: "Draft", meaning: "gray" },
  confirmed: { word: "Confirmed", meaning: "change" },
  on_hold: { word: "On hold", meaning: "conflict" },
  closed: { word: "Closed", meaning: "agree" },
  void: { word: "Void", meaning: "gray" },
};
