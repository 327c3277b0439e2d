import { createRoute } from "@tanstack/react-router";
import { z } from "zod";
import { purchaseOrderStatuses } from "#billing/order/purchase-order.ts";
import { salesOrderStatuses } from "#billing/order/sales-order.ts";
import { addressIn } from "#web/app/address.ts";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { leadTo } from "#web/app/lead-to.ts";
import { needs } from "#web/app/needs.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { textParam } from "#web/app/search-params.ts";
import { listSearch } from "#web/billing/documents/list/list-search.ts";

const ordersRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/orders",
  beforeLoad: ({ params }) => leadTo(addressIn(params.org, "billing/orders/sales")),
});

const salesOrdersRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/orders/sales",
  validateSearch: listSearch(salesOrderStatuses),
  component: lazyScreen(() => import("./sales/SalesOrderList.tsx"), "SalesOrderList"),
});

const newSalesOrderRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/orders/sales/new",
  // The customer on whose page it was begun.
  validateSearch: z.object({ customer: textParam }),
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./sales/NewSalesOrder.tsx"), "NewSalesOrder"),
});

const salesOrderRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/orders/sales/$sales_order",
  component: lazyScreen(() => import("./sales/SalesOrderPage.tsx"), "SalesOrderPage"),
});

const editSalesOrderRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/orders/sales/$sales_order/edit",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./sales/EditSalesOrder.tsx"), "EditSalesOrder"),
});

const purchaseOrdersRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/orders/purchase",
  validateSearch: listSearch(purchaseOrderStatuses),
  component: lazyScreen(() => import("./purchase/PurchaseOrderList.tsx"), "PurchaseOrderList"),
});

const newPurchaseOrderRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/orders/purchase/new",
  // The vendor on whose page it was begun.
  validateSearch: z.object({ vendor: textParam }),
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./purchase/NewPurchaseOrder.tsx"), "NewPurchaseOrder"),
});

const purchaseOrderRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/orders/purchase/$purchase_order",
  component: lazyScreen(() => import("./purchase/PurchaseOrderPage.tsx"), "PurchaseOrderPage"),
});

const editPurchaseOrderRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/orders/purchase/$purchase_order/edit",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./purchase/EditPurchaseOrder.tsx"), "EditPurchaseOrder"),
});

const vendorsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/orders/vendors",
  validateSearch: z.object({ q: textParam }),
  component: lazyScreen(() => import("./vendors/VendorList.tsx"), "VendorList"),
});

const vendorRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/orders/vendors/$vendor",
  component: lazyScreen(() => import("./vendors/VendorPage.tsx"), "VendorPage"),
});

export const orderRoutes = [
  ordersRoute,
  salesOrdersRoute,
  newSalesOrderRoute,
  salesOrderRoute,
  editSalesOrderRoute,
  purchaseOrdersRoute,
  newPurchaseOrderRoute,
  purchaseOrderRoute,
  editPurchaseOrderRoute,
  vendorsRoute,
  vendorRoute,
] as const;
