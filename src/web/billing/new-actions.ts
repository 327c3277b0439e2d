import {
  IconCash,
  IconClipboardList,
  IconFileDescription,
  IconFileInvoice,
  IconReceiptRefund,
  IconRepeat,
  IconShoppingCart,
  IconUserPlus,
} from "@tabler/icons-react";
import type { SearchAction } from "#web/app/search-provider.ts";
import { documentHomes } from "./documents/places.ts";

/** What is begun from the search that is everywhere; `path` is below the organization. */
export const newActions: readonly SearchAction[] = [
  { title: "New customer", icon: IconUserPlus, path: "billing/customers/new" },
  { title: "New subscription", icon: IconRepeat, path: "billing/subscriptions/new" },
  { title: "New invoice", icon: IconFileInvoice, path: `${documentHomes.invoice}/new` },
  { title: "New credit note", icon: IconReceiptRefund, path: `${documentHomes.credit_note}/new` },
  { title: "New estimate", icon: IconFileDescription, path: `${documentHomes.estimate}/new` },
  { title: "New sales order", icon: IconClipboardList, path: `${documentHomes.sales_order}/new` },
  { title: "New purchase order", icon: IconShoppingCart, path: `${documentHomes.purchase_order}/new` },
  { title: "New payment", icon: IconCash, path: "billing/payments", hash: "record" },
];
