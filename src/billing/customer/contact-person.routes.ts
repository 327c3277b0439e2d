import type { Route } from "#platform/http/serve.ts";
import { tenantRoute } from "#billing/tenant-route.routes.ts";
import * as api from "./contact-person.api.ts";
import * as commands from "./contact-person.commands.ts";
import { listContactPersons } from "./contact-person.store.ts";
import { getCustomer } from "./customer.commands.ts";
import { contactPersonView } from "./customer-view.ts";

/** The endpoints of contact persons. */
export function contactPersonRoutes(): Route[] {
  return [
    tenantRoute(api.listContactPersons, async ({ tx, params }) => {
      const { id } = await getCustomer(tx, params.customer);
      return { items: (await listContactPersons(tx, id)).map(contactPersonView) };
    }),
    tenantRoute(api.addContactPerson, async ({ tx, act, params, body }) =>
      contactPersonView(await commands.addContactPerson(tx, act, params.customer, body)),
    ),
    tenantRoute(api.editContactPerson, async ({ tx, act, params, body }) =>
      contactPersonView(await commands.editContactPerson(tx, act, params.person, body)),
    ),
    tenantRoute(api.removeContactPerson, async ({ tx, act, params }) => {
      await commands.removeContactPerson(tx, act, params.person);
      return { deleted: true as const };
    }),
  ];
}
