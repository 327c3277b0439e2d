import {
  type Icon,
  IconClipboardList,
  IconFileText,
  IconReceipt,
  IconRefresh,
  IconShoppingCart,
} from "@tabler/icons-react";
import { notFound } from "@tanstack/react-router";
import type { FinanceModule } from "#crm/finance/finance.api.ts";
import { statusOf as subscriptionStatus } from "#web/billing/subscriptions/words.ts";
import { choiceWords, statusChoices, statusOf as invoiceStatus } from "#web/billing/invoices/words.ts";
import { estimateWords } from "#web/billing/estimates/words.ts";
import { purchaseOrderWords } from "#web/billing/orders/purchase/words.ts";
import { salesOrderWords } from "#web/billing/orders/sales/words.ts";
import { statusTabs } from "#web/billing/documents/status.ts";
import type { Meaning } from "#web/ui/theme.ts";

/** How a module of billing is shown in the CRM. `path` is its part of the address. */
export type FinanceShown = {
  module: FinanceModule;
  path: string;
  title: string;
  one: string;
  /** With its article, in sentences. */
  a: string;
  icon: Icon;
  /** What the date after that of the document is called. */
  next: string;
  /** The states that the list has tabs for. */
  tabs: readonly { value: string; label: string }[];
  status: (status: string) => { word: string; meaning: Meaning };
};

const unknown = (word: string): { word: string; meaning: Meaning } => ({ word, meaning: "gray" });

function wordIn(words: Record<string, { word: string; meaning: Meaning }>): FinanceShown["status"] {
  return (status) => words[status] ?? unknown(status);
}

export const financeShown: readonly FinanceShown[] = [
  {
    module: "subscriptions",
    path: "subscriptions",
    title: "Subscriptions",
    one: "subscription",
    a: "a subscription",
    icon: IconRefresh,
    next: "Next billing",
    tabs: (["live", "trial", "future", "dunning", "non_renewing", "cancelled"] as const).map((value) => ({
      value,
      label: subscriptionStatus(value).word,
    })),
    status: (status) => subscriptionStatus(status as Parameters<typeof subscriptionStatus>[0]),
  },
  {
    module: "invoices",
    path: "invoices",
    title: "Invoices",
    one: "invoice",
    a: "an invoice",
    icon: IconReceipt,
    next: "Due",
    tabs: statusChoices.map((value) => ({ value, label: choiceWords(value) })),
    status: (status) => invoiceStatus({ status: status as Parameters<typeof invoiceStatus>[0]["status"] }),
  },
  {
    module: "estimates",
    path: "estimates",
    title: "Estimates",
    one: "estimate",
    a: "an estimate",
    icon: IconFileText,
    next: "Expires",
    tabs: statusTabs(estimateWords),
    status: wordIn(estimateWords),
  },
  {
    module: "sales_orders",
    path: "sales-orders",
    title: "Sales orders",
    one: "sales order",
    a: "a sales order",
    icon: IconClipboardList,
    next: "Delivery",
    tabs: statusTabs(salesOrderWords),
    status: wordIn(salesOrderWords),
  },
  {
    module: "purchase_orders",
    path: "purchase-orders",
    title: "Purchase orders",
    one: "purchase order",
    a: "a purchase order",
    icon: IconShoppingCart,
    next: "Delivery",
    tabs: statusTabs(purchaseOrderWords),
    status: wordIn(purchaseOrderWords),
  },
];

/** The module of an address; any other address leads nowhere. */
export function financeAt(path: string): FinanceShown {
  const found = financeShown.find((shown) => shown.path === path);
  // oxlint-disable-next-line typescript/only-throw-error -- the router takes a missing page by its being thrown
  if (!found) throw notFound();
  return found;
}
