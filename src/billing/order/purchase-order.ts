import { type Moves, not, to } from "#billing/document/move.ts";

/** What is shown of a purchase order. */
export const purchaseOrderStatuses = [
  "draft",
  "issued",
  "partially_billed",
  "billed",
  "closed",
  "cancelled",
] as const;
export type PurchaseOrderStatus = (typeof purchaseOrderStatuses)[number];

export type PurchaseOrderAction = "issue" | "bill_part" | "bill" | "close" | "cancel";

const unissued = not("It is a draft: issue it first");
const billed = not("All of it was billed already");
const closed = not("It is closed");
const cancelled = not("It is cancelled");
const issued = not("It was issued already");

/** The life of a purchase order. What the vendor bills is marked by hand. */
export const purchaseOrderMoves: Moves<PurchaseOrderAction, PurchaseOrderStatus, PurchaseOrderStatus> = {
  issue: {
    ...{ draft: to("issued"), issued, partially_billed: issued, billed },
    ...{ closed, cancelled },
  },
  bill_part: {
    ...{ draft: unissued, issued: to("partially_billed") },
    partially_billed: not("It is marked as billed in part already"),
    ...{ billed, closed, cancelled },
  },
  bill: {
    ...{ draft: unissued, issued: to("billed"), partially_billed: to("billed"), billed },
    ...{ closed, cancelled },
  },
  close: {
    draft: not("It is a draft: delete it instead"),
    ...{ issued: to("closed"), partially_billed: to("closed"), billed: to("closed") },
    ...{ closed: not("It is closed already"), cancelled },
  },
  cancel: {
    ...{ draft: not("It is a draft: delete it instead"), issued: to("cancelled") },
    partially_billed: not("Part of it was billed: close it instead"),
    ...{ billed, closed, cancelled: not("It is cancelled already") },
  },
};
