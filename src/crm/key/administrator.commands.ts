import { AppError } from "#kernel/errors.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import { type Actor, type Member, mayCall } from "#platform/auth/actor.ts";
import type { Deps } from "#platform/deps.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { seatOf } from "#crm/user/seat.commands.ts";
import { findUserId } from "#crm/user/user.store.ts";

type Context = { deps: Deps; member: Member };
export type AsAdministrator = {
  tx: Tx;
  deps: Deps;
  caller: Omit<CrmCaller, "scope" | "isPerson">;
  /** Who really asks: an API key acts as an administrator, and for whom it names. */
  actor: Actor;
};

/** Runs work as the member's CRM user, who must be an administrator of the CRM. */
export async function asAdministrator<Value>(
  { deps, member }: Context,
  work: (context: AsAdministrator) => Promise<Value>,
): Promise<Value> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const caller = await seatOf(tx, member);
    const isBoundKey = member.actor.kind !== "user" && !mayCall(member.role, "admin");
    if (!caller.permissions.setup || isBoundKey)
      throw new AppError("crm.setup_forbidden", { profile: caller.user.profile.name });
    return work({ tx, deps, caller, actor: member.actor });
  });
}

/** The same, for the user with this e-mail address; only an API key of an administrator acts for another user. */
export async function forUser<Value>(
  context: Context,
  email: string | undefined,
  work: (context: AsAdministrator) => Promise<Value>,
): Promise<Value> {
  return asAdministrator(context, async (admin) => {
    if (email === undefined || email.toLowerCase() === admin.caller.user.email.toLowerCase())
      return work(admin);
    if (context.member.actor.kind === "user")
      throw new AppError("crm.setup_forbidden", { profile: admin.caller.user.profile.name });
    const userId = await findUserId(admin.tx, email);
    const caller = userId === undefined ? undefined : await findCaller(admin.tx, { userId });
    if (!caller) throw new AppError("crm.user_unknown", { email });
    return work({ ...admin, caller });
  });
}
