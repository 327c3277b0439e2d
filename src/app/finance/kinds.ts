import type { DocumentKind } from "#billing/document/kind.ts";
import type { FinanceModule } from "#crm/finance/finance.ts";
import type { MadeKind } from "#sync/deal/record-document.table.ts";

/** What billing calls a module's documents; subscriptions are no documents. */
export const kindOf = {
  invoices: "invoice",
  estimates: "estimate",
  sales_orders: "sales_order",
  purchase_orders: "purchase_order",
} as const satisfies Record<Exclude<FinanceModule, "subscriptions">, DocumentKind>;

/** A module whose rows are documents. */
export type DocumentModule = keyof typeof kindOf;

/** What is noted of something that was made for a record of the CRM. */
export const madeKindOf: Record<FinanceModule, MadeKind> = { subscriptions: "subscription", ...kindOf };
