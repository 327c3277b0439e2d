import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Actor } from "#platform/auth/actor.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { type CrmCaller, fullName } from "./caller.ts";

/** Who changes the set-up of a CRM. `actor` where it is not the CRM user alone: a person who signed in, an API key. */
export type SetupContext = {
  tx: Tx;
  deps: Pick<Deps, "clock">;
  caller: Pick<CrmCaller, "organization" | "user">;
  actor?: Actor;
};

/** Notes a change of set-up in the audit log, in its transaction. Never put secrets in details. */
export async function auditSetup(
  { tx, deps, caller, actor }: SetupContext,
  action: `crm.${string}`,
  subject: { kind: string; id: string },
  details?: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, {
    organizationId: caller.organization.organization_id,
    at: deps.clock.now(),
    actor: actor ?? { kind: "crm_user", id: caller.user.id, name: fullName(caller.user) },
    action,
    subject,
    ...(details ? { details } : {}),
  });
}
