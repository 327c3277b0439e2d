import { createRoute } from "@tanstack/react-router";
import { z } from "zod";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { needs } from "#web/app/needs.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { textParam } from "#web/app/search-params.ts";
import { listSearch } from "#web/billing/documents/list/list-search.ts";
import { statusChoices } from "./words.ts";

const invoicesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/invoices",
  validateSearch: listSearch(statusChoices),
  component: lazyScreen(() => import("./InvoiceList.tsx"), "InvoiceList"),
});

const newInvoiceRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/invoices/new",
  // The customer on whose page it was begun.
  validateSearch: z.object({ customer: textParam }),
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./form/NewInvoice.tsx"), "NewInvoice"),
});

const editInvoiceRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/invoices/$invoice/edit",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./form/EditInvoice.tsx"), "EditInvoice"),
});

const invoiceRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/invoices/$invoice",
  component: lazyScreen(() => import("./detail/InvoicePage.tsx"), "InvoicePage"),
});

export const invoiceRoutes = [invoicesRoute, newInvoiceRoute, invoiceRoute, editInvoiceRoute] as const;
