import type { Member } from "#platform/auth/actor.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "./act.ts";

/** The caller of an endpoint as a command needs it. */
export function actOf({ deps, member }: { deps: Deps; member: Member }): Act {
  return { organizationId: member.organizationId, actor: member.actor, now: deps.clock.now(), ids: deps.ids };
}
