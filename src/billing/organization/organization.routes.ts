import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./organization.api.ts";
import { editBillingOrganization, getBillingOrganization } from "./organization.commands.ts";
import type { BillingOrganization } from "./organization.store.ts";

/** The endpoints of the organization's billing settings. */
export function organizationRoutes(): Route[] {
  return [
    tenantRoute(api.getOrganization, async ({ tx }) => organizationView(await getBillingOrganization(tx))),
    tenantRoute(api.editOrganization, async ({ tx, act, body }) =>
      organizationView(await editBillingOrganization(tx, act, body)),
    ),
  ];
}

function organizationView({
  organization_id: id,
  ...shown
}: BillingOrganization): api.BillingOrganizationView {
  return { id, ...shown };
}
