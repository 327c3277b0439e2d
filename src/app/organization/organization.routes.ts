import { createOrganization } from "#platform/auth/organization.api.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { createWholeOrganization } from "./organization.commands.ts";

/** Making organizations: here, because only the application knows both billing and the CRM. */
export function organizationRoutes(): Route[] {
  return [
    route(createOrganization, ({ deps, person }, { body }) =>
      createWholeOrganization(deps, {
        owner: person,
        actor: { kind: "user", id: person.userId, name: person.name },
        wanted: body,
      }),
    ),
  ];
}
