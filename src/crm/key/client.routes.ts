import { AppError } from "#kernel/errors.ts";
import { type Route, route } from "#platform/http/serve.ts";
import { asAdministrator, forUser } from "./administrator.commands.ts";
import * as api from "./key.api.ts";
import { createClient, createGrantCode, grantRefreshToken, revokeClient } from "./key.commands.ts";
import { listClients } from "./key.store.ts";
import { fullScope, readScope } from "./scope.ts";

/** OAuth clients of the CRM, below /api/v1/crm. */
export function clientRoutes(): Route[] {
  return [
    route(api.listClients, (context) =>
      asAdministrator(context, async ({ tx }) => ({ items: await listClients(tx) })),
    ),
    route(api.createClientEndpoint, (context, { body }) =>
      forUser(context, body.email, async (admin) => {
        const scope = scopeOf(body.scope);
        const client = await createClient(admin, {
          name: body.name,
          kind: body.kind,
          redirect_uri: body.redirect_uri ?? null,
        });
        return {
          ...client,
          refresh_token: body.with_refresh_token
            ? await grantRefreshToken(admin, { clientId: client.client_id, scope })
            : null,
        };
      }),
    ),
    route(api.createGrantCodeEndpoint, (context, { params, body }) =>
      asAdministrator(context, (admin) =>
        createGrantCode(admin, {
          clientId: params.clientId,
          scope: scopeOf(body.scope),
          minutes: body.minutes,
        }),
      ),
    ),
    route(api.revokeClientEndpoint, (context, { params }) =>
      asAdministrator(context, async (admin) => {
        await revokeClient(admin, params.clientId);
        return { revoked: true as const };
      }),
    ),
  ];
}

function scopeOf(text: string | undefined): string {
  const scope = text === undefined ? fullScope : readScope(text);
  if (scope === undefined) throw new AppError("crm.scope_unknown", { scope: text });
  return scope;
}
