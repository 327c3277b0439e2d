import { dayAt } from "#kernel/calendar.ts";
import type { CustomerId, OrganizationId } from "#kernel/id.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import type { Act } from "#billing/act.ts";
import { actOf, tenantRoute } from "#billing/tenant-route.routes.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import type { Customer } from "#billing/customer/customer.ts";
import { findGatewayCustomer, insertGatewayCustomer } from "#billing/gateway/gateway.store.ts";
import { openGateway } from "#billing/gateway/open-gateway.client.ts";
import { deleteCustomerRoute } from "./delete-customer.routes.ts";
import * as api from "./payment-method.api.ts";
import * as commands from "./payment-method.commands.ts";
import { listMethods } from "./payment-method.store.ts";

/** The endpoints of payment methods. */
export function paymentMethodRoutes(): Route[] {
  return [
    deleteCustomerRoute(),
    tenantRoute(api.listPaymentMethods, async ({ tx, act, params }) => {
      const { id } = await getCustomer(tx, params.customer);
      return listOf(tx, act, id);
    }),
    route(api.setUpPaymentMethod, async (context, { params: { customer: id } }) => {
      const customer = await inCallersOrganization(context, (tx) => getCustomer(tx, id));
      return setUp(context.deps, context.member.organizationId, customer);
    }),
    tenantRoute(api.makePaymentMethodDefault, async ({ tx, act, params }) => {
      const customerId = await commands.chooseDefault(tx, act, params.payment_method);
      return listOf(tx, act, customerId);
    }),
    route(api.removePaymentMethod, async (context, { params }) => {
      const method = await inCallersOrganization(context, (tx) =>
        commands.getMethod(tx, params.payment_method),
      );
      const { gateway } = await openGateway(context.deps, context.member.organizationId);
      await gateway.forget(method.reference);
      return inCallersOrganization(context, async (tx) => {
        const act = actOf(context);
        await commands.dropMethod(tx, act, method);
        return listOf(tx, act, method.customer_id);
      });
    }),
  ];
}

async function listOf(
  tx: Tx,
  { now }: Pick<Act, "now">,
  customerId: CustomerId,
): Promise<{ items: api.PaymentMethodView[] }> {
  const month = dayAt(now, "UTC").slice(0, 7);
  const methods = await listMethods(tx, customerId);
  return {
    items: methods.map(({ id, label, expires, is_default, created_at }) => ({
      id,
      label,
      expires,
      is_expired: expires !== null && expires < month,
      is_default,
      created_at,
    })),
  };
}

/** Begins a set-up at the gateway, where the customer is made known first. */
async function setUp(
  deps: Deps,
  organizationId: OrganizationId,
  customer: Customer,
): Promise<{ url: string }> {
  const { gateway, account } = await openGateway(deps, organizationId);
  const { id: customerId, display_name: name, email } = customer;
  const known = await inOrganization(deps.db, organizationId, (tx) =>
    findGatewayCustomer(tx, account.account, customerId),
  );
  const gatewayCustomer = known ?? (await gateway.createCustomer({ id: customerId, name, email }));
  if (known === undefined)
    await inOrganization(deps.db, organizationId, (tx) =>
      insertGatewayCustomer(tx, {
        organization_id: organizationId,
        customer_id: customerId,
        account: account.account,
        reference: gatewayCustomer,
        created_at: deps.clock.now(),
      }),
    );
  return gateway.setUp({
    organizationId,
    customerId,
    gatewayCustomer,
    currency: customer.currency_code,
    doneUrl: `${deps.publicUrl}/payment-method/saved`,
    cancelUrl: `${deps.publicUrl}/payment-method/given-up`,
  });
}
