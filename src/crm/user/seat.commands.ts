import { AppError } from "#kernel/errors.ts";
import type { Member } from "#platform/auth/actor.ts";
import type { Tx } from "#platform/db/db.ts";
import type { CrmCaller } from "./caller.ts";
import { findCaller } from "./caller.store.ts";
import { identityOf } from "./member.ts";

/** A member of Concord as the CRM knows them, with what they may do there. */
export type Seat = Omit<CrmCaller, "scope" | "isPerson">;

/** The member's seat in the CRM. Refuses with `crm.no_seat` where there is none. */
export async function seatOf(tx: Tx, member: Pick<Member, "actor" | "email">): Promise<Seat> {
  const seat = await findCaller(tx, identityOf(member));
  if (!seat) throw new AppError("crm.no_seat");
  return seat;
}
