import { createRoute } from "@tanstack/react-router";
import { lazyScreen } from "#web/app/lazy-screen.ts";
import { z } from "zod";
import { needs } from "#web/app/needs.ts";
import { organizationRoute } from "#web/app/roots.ts";
import { textParam } from "#web/app/search-params.ts";
import { customerParts } from "./customers/tabs.ts";
import { periodParams } from "./reports/periods.ts";
import { catalogRoutes } from "./catalog/routes.tsx";
import { creditNoteRoutes } from "./credit-notes/routes.tsx";
import { emailRoutes } from "./email/routes.tsx";
import { estimateRoutes } from "./estimates/routes.tsx";
import { invoiceRoutes } from "./invoices/routes.tsx";
import { orderRoutes } from "./orders/routes.tsx";
import { paymentRoutes } from "./payments/routes.tsx";
import { reportRoutes } from "./reports/routes.tsx";
import { subscriptionRoutes } from "./subscriptions/routes.tsx";

const homeRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing",
  component: lazyScreen(() => import("./home/BillingHome.tsx"), "BillingHome"),
});

const yesOrNo = z.enum(["true", "false"]).optional().catch(undefined);

const customersRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/customers",
  validateSearch: z.object({
    q: textParam,
    status: z.enum(["active", "inactive", "merged"]).optional().catch(undefined),
    linked: yesOrNo,
    subscribed: yesOrNo,
    overdue: yesOrNo,
    sort: z
      .enum(["name", "-name", "updated_at", "-updated_at", "created_at", "-created_at"])
      .optional()
      .catch(undefined),
    open: textParam,
  }),
  component: lazyScreen(() => import("./customers/CustomerList.tsx"), "CustomerList"),
});

const newCustomerRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/customers/new",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./customers/form/NewCustomer.tsx"), "NewCustomer"),
});

const importRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/customers/import",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./customers/import/ImportCustomers.tsx"), "ImportCustomers"),
});

const customerRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/customers/$customer",
  validateSearch: z.object({
    tab: z.enum(customerParts).optional().catch(undefined),
    // The days of the statement.
    ...periodParams,
  }),
  component: lazyScreen(() => import("./customers/detail/CustomerPage.tsx"), "CustomerPage"),
});

const editCustomerRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "billing/customers/$customer/edit",
  beforeLoad: needs("write"),
  component: lazyScreen(() => import("./customers/form/EditCustomer.tsx"), "EditCustomer"),
});

const fieldsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/customer-fields",
  // The connection whose set-up led here, and to which it goes back.
  validateSearch: z.object({ from: textParam }),
  component: lazyScreen(() => import("./settings/CustomerFields.tsx"), "CustomerFields"),
});

const subscriptionFieldsRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/subscription-fields",
  component: lazyScreen(() => import("./settings/SubscriptionFields.tsx"), "SubscriptionFields"),
});

const preferencesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/billing",
  component: lazyScreen(() => import("./settings/BillingPreferences.tsx"), "BillingPreferences"),
});

const taxesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/taxes",
  component: lazyScreen(() => import("./settings/Taxes.tsx"), "Taxes"),
});

const ratesRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/exchange-rates",
  component: lazyScreen(() => import("./settings/ExchangeRates.tsx"), "ExchangeRates"),
});

const numbersRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/number-series",
  component: lazyScreen(() => import("./settings/NumberSeries.tsx"), "NumberSeries"),
});

const gatewayRoute = createRoute({
  getParentRoute: () => organizationRoute,
  path: "settings/payment-gateway",
  component: lazyScreen(() => import("./settings/PaymentGateway.tsx"), "PaymentGateway"),
});

export const billingRoutes = [
  ...catalogRoutes,
  ...creditNoteRoutes,
  ...emailRoutes,
  ...estimateRoutes,
  ...invoiceRoutes,
  ...orderRoutes,
  ...paymentRoutes,
  ...subscriptionRoutes,
  ...reportRoutes,
  homeRoute,
  customersRoute,
  newCustomerRoute,
  importRoute,
  customerRoute,
  editCustomerRoute,
  fieldsRoute,
  subscriptionFieldsRoute,
  preferencesRoute,
  taxesRoute,
  ratesRoute,
  numbersRoute,
  gatewayRoute,
] as const;
