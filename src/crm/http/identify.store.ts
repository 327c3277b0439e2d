import { AppError } from "#kernel/errors.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { mayCall, type MemberRole } from "#platform/auth/actor.ts";
import type { Authenticator } from "#platform/auth/authenticate.ts";
import type { Deps } from "#platform/deps.ts";
import { findAccessToken } from "#crm/key/key.store.ts";
import type { Identity } from "#crm/user/caller.ts";
import { identityOf } from "#crm/user/member.ts";
import { type Permissions, predefinedProfiles } from "#crm/user/permissions.ts";
import { refusals } from "./refusal.ts";

/** Who a request says it is: an access token's user, a person at the screen, or one of Concord's own API keys. */
export type Identified = {
  organizationId: OrganizationId;
  identity: Identity;
  scope: string | undefined;
  isPerson: boolean;
  /** Further bounds than the user's profile: an API key acts as the administrator, but never beyond its own role. */
  bounds: Permissions | undefined;
  /** An API key that may only read: nothing is changed with it, whatever else a route allows. */
  isReadOnly: boolean;
};

/** Finds out who calls, by the Authorization header or the session cookie. Throws refusals of the v8 API. */
export async function identify(
  deps: Deps,
  authenticate: Authenticator,
  request: Request,
): Promise<Identified> {
  const token = /^(?:Zoho-oauthtoken|Bearer)\s+(\S+)$/i.exec(request.headers.get("authorization") ?? "")?.[1];
  if (token?.startsWith("concord_")) return identifyMember(authenticate, request);
  if (token) {
    const holder = await findAccessToken(deps.system, token, deps.clock.now());
    if (!holder) throw refusals.badToken();
    return {
      organizationId: holder.organization_id,
      identity: { userId: holder.user_id },
      scope: holder.scope,
      isPerson: false,
      bounds: undefined,
      isReadOnly: false,
    };
  }
  if (request.headers.has("cookie") && !request.headers.has("authorization"))
    return identifyMember(authenticate, request);
  throw refusals.noToken();
}

async function identifyMember(authenticate: Authenticator, request: Request): Promise<Identified> {
  try {
    const member = await authenticate.member(request);
    const { organizationId, actor, role } = member;
    const isPerson = actor.kind === "user";
    return {
      organizationId,
      identity: identityOf(member),
      scope: undefined,
      isPerson,
      bounds: isPerson ? undefined : boundsOf(role),
      isReadOnly: !isPerson && !mayCall(role, "write"),
    };
  } catch (error) {
    if (error instanceof AppError && error.code.startsWith("auth.")) throw refusals.noToken();
    throw error;
  }
}

/** What a key of this role may do at most. */
function boundsOf(role: MemberRole): Permissions | undefined {
  if (role === "owner" || role === "admin") return undefined;
  const reading = ["view", "export"] as const;
  if (role === "read_only")
    return { setup: false, modules: { Accounts: reading, Contacts: reading, Deals: reading } };
  return predefinedProfiles.find((profile) => profile.name === "Standard")?.permissions;
}
