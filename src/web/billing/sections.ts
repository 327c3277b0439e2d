import {
  IconAdjustments,
  IconCash,
  IconCreditCard,
  IconFileInvoice,
  IconHome,
  IconPackage,
  IconPuzzle,
  IconRepeat,
  IconTicket,
  IconUsers,
} from "@tabler/icons-react";
import type { Section } from "#web/app/section.ts";

export const billingSections: readonly Section[] = [
  { product: "billing", title: "Home", icon: IconHome, path: "billing" },
  { product: "billing", title: "Customers", icon: IconUsers, path: "billing/customers" },
  { product: "billing", title: "Subscriptions", icon: IconRepeat, path: "billing/subscriptions" },
  { product: "billing", title: "Invoices", icon: IconFileInvoice, path: "billing/invoices" },
  { product: "billing", title: "Payments", icon: IconCash, path: "billing/payments" },
  {
    product: "billing",
    title: "Plans",
    icon: IconPackage,
    path: "billing/catalog",
    group: "Product catalog",
  },
  {
    product: "billing",
    title: "Addons",
    icon: IconPuzzle,
    path: "billing/catalog/addons",
    group: "Product catalog",
  },
  {
    product: "billing",
    title: "Coupons",
    icon: IconTicket,
    path: "billing/catalog/coupons",
    group: "Product catalog",
  },
  {
    product: "settings",
    title: "Payment gateway",
    icon: IconCreditCard,
    path: "settings/payment-gateway",
    group: "Billing",
  },
  {
    product: "settings",
    title: "Customer fields",
    icon: IconAdjustments,
    path: "settings/customer-fields",
    group: "Billing",
  },
];
