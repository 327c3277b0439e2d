import { AppError } from "#kernel/errors.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Member } from "#platform/auth/actor.ts";
import { mayCall } from "#platform/auth/actor.ts";
import type { Deps } from "#platform/deps.ts";
import { type Route, route } from "#platform/http/serve.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { identityOf } from "#crm/user/member.ts";
import * as api from "./key.api.ts";
import {
  createClient,
  createGrantCode,
  generateZscKey,
  grantRefreshToken,
  revokeClient,
  revokeZscKey,
} from "./key.commands.ts";
import { fullScope, readScope } from "./scope.ts";

type Context = { deps: Deps; member: Member };
type AsAdministrator = { tx: Tx; deps: Deps; caller: Omit<CrmCaller, "scope" | "isPerson"> };

/** Runs work as the member's CRM user, who must be an administrator of the CRM. */
async function asAdministrator<Value>(
  { deps, member }: Context,
  work: (context: AsAdministrator) => Promise<Value>,
): Promise<Value> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const caller = await findCaller(tx, identityOf(member));
    if (!caller) throw new AppError("crm.no_seat");
    const isBoundKey = member.actor.kind !== "user" && !mayCall(member.role, "admin");
    if (!caller.permissions.setup || isBoundKey)
      throw new AppError("crm.setup_forbidden", { profile: caller.user.profile.name });
    return work({ tx, deps, caller });
  });
}

/** The same, for the user with this e-mail address; only an API key of an administrator acts for another user. */
async function forUser<Value>(
  context: Context,
  email: string | undefined,
  work: (context: AsAdministrator) => Promise<Value>,
): Promise<Value> {
  return asAdministrator(context, async (admin) => {
    if (email === undefined || email.toLowerCase() === admin.caller.user.email.toLowerCase())
      return work(admin);
    if (context.member.actor.kind === "user")
      throw new AppError("crm.setup_forbidden", { profile: admin.caller.user.profile.name });
    const row = await admin.tx
      .selectFrom("crm_user")
      .select("id")
      .where((user) => user(user.fn<string>("lower", ["email"]), "=", email.toLowerCase()))
      .executeTakeFirst();
    const caller = row && (await findCaller(admin.tx, { userId: row.id }));
    if (!caller) throw new AppError("crm.user_unknown", { email });
    return work({ ...admin, caller });
  });
}

function scopeOf(text: string | undefined): string {
  const scope = text === undefined ? fullScope : readScope(text);
  if (scope === undefined) throw new AppError("crm.scope_unknown", { scope: text });
  return scope;
}

/** The key screen and the clients of the CRM, below /api/v1/crm. */
export function keyRoutes(): Route[] {
  return [
    route(api.getZscKey, (context) =>
      asAdministrator(context, async ({ tx, caller }) => {
        const row = await tx
          .selectFrom("crm_credential")
          .select(["created_time", "last_used_time"])
          .where("user_id", "=", caller.user.id)
          .where("kind", "=", "zsc_key")
          .where("revoked_time", "is", null)
          .executeTakeFirst();
        return {
          exists: row !== undefined,
          created_at: row?.created_time ?? null,
          last_used_at: row?.last_used_time ?? null,
          email: caller.user.email,
        };
      }),
    ),
    route(api.generateZscKeyEndpoint, (context, { body }) =>
      forUser(context, body.email, async (admin) => ({
        ...(await generateZscKey(admin)),
        email: admin.caller.user.email,
      })),
    ),
    route(api.revokeZscKeyEndpoint, (context) =>
      asAdministrator(context, async (admin) => ({ revoked: await revokeZscKey(admin) })),
    ),
    route(api.listClients, (context) =>
      asAdministrator(context, async ({ tx }) => {
        const rows = await tx
          .selectFrom("crm_client")
          .select(["id", "name", "kind", "redirect_uri", "created_time"])
          .where("revoked_time", "is", null)
          .orderBy("created_time")
          .execute();
        return {
          items: rows.map(({ id, created_time, ...row }) => ({
            client_id: id,
            created_at: created_time,
            ...row,
          })),
        };
      }),
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
