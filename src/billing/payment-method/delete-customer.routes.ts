import { rehearse } from "#platform/db/savepoint.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/tenant-route.routes.ts";
import { deleteCustomer } from "#billing/customer/customer.commands.ts";
import * as api from "#billing/customer/customer.api.ts";
import { openGateway } from "#billing/gateway/open-gateway.client.ts";
import { dropMethod } from "./payment-method.commands.ts";
import { listMethods } from "./payment-method.store.ts";

/**
 * Deletes a customer, and before that each method that its money is collected from, here and at the gateway. Where the
 * gateway cannot be reached, the customer stays with the methods that it did not forget.
 */
export function deleteCustomerRoute(): Route {
  return route(api.deleteCustomer, async (context, { params: { customer } }) => {
    const act = actOf(context);
    // What may not be deleted keeps what it pays with.
    const methods = await inCallersOrganization(context, async (tx) => {
      await rehearse(tx, () => deleteCustomer(tx, act, customer));
      return listMethods(tx, customer);
    });
    for (const method of methods) {
      const { gateway } = await openGateway(context.deps, context.member.organizationId);
      await gateway.forget(method.reference);
      await inCallersOrganization(context, (tx) => dropMethod(tx, act, method));
    }
    await inCallersOrganization(context, (tx) => deleteCustomer(tx, act, customer));
    return { deleted: true as const };
  });
}
