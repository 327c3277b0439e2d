import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import * as api from "./organization.api.ts";
import { editBillingOrganization, getBillingOrganization } from "./organization.commands.ts";
import type { BillingOrganization } from "./organization.store.ts";

/** The endpoints of the organization's billing settings. */
export function organizationRoutes(): Route[] {
  return [
    route(api.getOrganization, (context) =>
      inCallersOrganization(context, async (tx) => organizationView(await getBillingOrganization(tx))),
    ),
    route(api.editOrganization, (context, { body }) =>
      inCallersOrganization(context, async (tx) =>
        organizationView(await editBillingOrganization(tx, actOf(context), body)),
      ),
    ),
  ];
}

function organizationView({
  organization_id: id,
  ...shown
}: BillingOrganization): api.BillingOrganizationView {
  return { id, ...shown };
}
