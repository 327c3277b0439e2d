import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import * as api from "./contact-person.api.ts";
import * as commands from "./contact-person.commands.ts";
import { listContactPersons } from "./contact-person.store.ts";
import { getCustomer } from "./customer.commands.ts";
import { contactPersonView } from "./customer-view.ts";

/** The endpoints of contact persons. */
export function contactPersonRoutes(): Route[] {
  return [
    route(api.listContactPersons, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        const { id } = await getCustomer(tx, params.customer);
        return { items: (await listContactPersons(tx, id)).map(contactPersonView) };
      }),
    ),
    route(api.addContactPerson, (context, { params, body }) =>
      inCallersOrganization(context, async (tx) =>
        contactPersonView(await commands.addContactPerson(tx, actOf(context), params.customer, body)),
      ),
    ),
    route(api.editContactPerson, (context, { params, body }) =>
      inCallersOrganization(context, async (tx) =>
        contactPersonView(await commands.editContactPerson(tx, actOf(context), params.person, body)),
      ),
    ),
    route(api.removeContactPerson, (context, { params }) =>
      inCallersOrganization(context, async (tx) => {
        await commands.removeContactPerson(tx, actOf(context), params.person);
        return { deleted: true as const };
      }),
    ),
  ];
}
