import type { Member } from "#platform/auth/actor.ts";
import type { Identity } from "./caller.ts";

/** How a member of Concord is known in the CRM: a person by their sign-in, a key as the first administrator. */
export function identityOf({ actor, email }: Pick<Member, "actor" | "email">): Identity {
  return actor.kind === "user" ? { authUserId: actor.id, email } : { administrator: true };
}
