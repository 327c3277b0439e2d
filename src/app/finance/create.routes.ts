import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Member } from "#platform/auth/actor.ts";
import type { Deps } from "#platform/deps.ts";
import { type Route, route } from "#platform/http/serve.ts";
import type { Act } from "#billing/act.ts";
import { newEstimate } from "#billing/estimate/estimate.routes.ts";
import { newInvoice } from "#billing/invoice/invoice.routes.ts";
import { newPurchaseOrder } from "#billing/order/purchase-order.routes.ts";
import { newSalesOrder } from "#billing/order/sales-order.routes.ts";
import { createSubscription } from "#billing/subscription/create.commands.ts";
import { saleOutcome } from "#billing/subscription/subscription.routes.ts";
import { actOf } from "#billing/tenant-route.routes.ts";
import { customerOf, makeInFinance, type MadeFor } from "./create.commands.ts";
import * as api from "./finance-create.api.ts";

type Context = { deps: Deps; member: Member };
type CustomersModule = "invoices" | "estimates" | "sales_orders";

/** What the CRM makes in billing for its records. */
export function financeCreateRoutes(): Route[] {
  return [...documentRoutes(), purchaseOrderRoute(), subscriptionRoute()];
}

function documentRoutes(): Route[] {
  return [
    route(api.createInvoiceInCrm, (context, { body: { record, ...given } }) =>
      forCustomer(context, "invoices", record, (tx, act, whom) => newInvoice(tx, act, whom(given))),
    ),
    route(api.createEstimateInCrm, (context, { body: { record, ...given } }) =>
      forCustomer(context, "estimates", record, (tx, act, whom) => newEstimate(tx, act, whom(given))),
    ),
    route(api.createSalesOrderInCrm, (context, { body: { record, ...given } }) =>
      forCustomer(context, "sales_orders", record, (tx, act, whom) => newSalesOrder(tx, act, whom(given))),
    ),
  ];
}

/** What is given, for the customer of the record; its owner sells it where nobody is named. */
type Whom = <Given extends { salesperson?: string | null | undefined }>(
  given: Given,
) => Given & { customer_id: ReturnType<typeof customerOf>; salesperson: string | null };

function forCustomer<Made extends { id: string }>(
  context: Context,
  module: CustomersModule,
  record: string,
  write: (tx: Tx, act: Act, whom: Whom) => Promise<Made>,
): Promise<Made> {
  const act = actOf(context);
  return inOrganization(context.deps.db, act.organizationId, (tx) =>
    makeInFinance({ tx, act, member: context.member }, { module, record }, (made) =>
      write(tx, act, (given) => withWhom(made, given)),
    ),
  );
}

function withWhom<Given extends { salesperson?: string | null | undefined }>(made: MadeFor, given: Given) {
  return {
    ...given,
    customer_id: customerOf(made),
    salesperson: given.salesperson ?? made.salesperson,
  };
}

function purchaseOrderRoute(): Route {
  return route(api.createPurchaseOrderInCrm, (context, { body: { record, ...given } }) => {
    const act = actOf(context);
    return inOrganization(context.deps.db, act.organizationId, (tx) =>
      makeInFinance({ tx, act, member: context.member }, { module: "purchase_orders", record }, (made) =>
        newPurchaseOrder(tx, act, { ...given, salesperson: given.salesperson ?? made.salesperson }),
      ),
    );
  });
}

function subscriptionRoute(): Route {
  return route(api.createSubscriptionInCrm, (context, { body: { record, preview, ...given } }) =>
    saleOutcome(context, preview, (tx, act) =>
      makeInFinance({ tx, act, member: context.member }, { module: "subscriptions", record }, (made) =>
        createSubscription(tx, act, withWhom(made, given)),
      ),
    ),
  );
}
