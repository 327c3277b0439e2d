import type { DocumentKind } from "#billing/document/kind.ts";

/** Where documents of a kind are in the API, and what their ids begin with. */
export const documentPaths = {
  invoice: { path: "/invoices/{invoice}", prefix: "inv", tag: "Invoices" },
  credit_note: { path: "/credit-notes/{credit_note}", prefix: "crn", tag: "Credit notes" },
  estimate: { path: "/estimates/{estimate}", prefix: "est", tag: "Estimates" },
  sales_order: { path: "/sales-orders/{sales_order}", prefix: "sor", tag: "Sales orders" },
  purchase_order: { path: "/purchase-orders/{purchase_order}", prefix: "por", tag: "Purchase orders" },
} as const satisfies Record<DocumentKind, { path: `/${string}`; prefix: string; tag: string }>;
