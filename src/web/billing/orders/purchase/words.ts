import type { PurchaseOrderStatus } from "#billing/order/purchase-order.ts";
import type { StatusWords } from "#web/billing/documents/status.ts";

export const purchaseOrderWords: StatusWords<PurchaseOrderStatus> = {
  draft: { word: "Draft", meaning: "gray" },
  issued: { word: "Issued", meaning: "change" },
  partially_billed: { word: "Partially billed", meaning: "change" },
  billed: { word: "Billed", meaning: "agree" },
  closed: { word: "Closed", meaning: "agree" },
  cancelled: { word: "Cancelled", meaning: "gray" },
};
