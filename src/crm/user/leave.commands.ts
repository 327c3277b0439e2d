import { AppError } from "#kernel/errors.ts";
import type { Leaving } from "#platform/auth/member.commands.ts";
import type { Tx } from "#platform/db/db.ts";
import { isLast } from "./last-administrator.ts";
import { isSeatOf, lockAdministrators } from "./user.store.ts";

/** Refuses to let somebody out of the organization without whom nobody could do the CRM's set-up any more. */
export async function refuseLastAdministrator(tx: Tx, leaving: Leaving): Promise<void> {
  const administrators = await lockAdministrators(tx);
  if (isLast(administrators, (one) => isSeatOf(one, leaving)))
    throw new AppError("member.last_administrator");
}
