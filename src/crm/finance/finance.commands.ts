import { AppError } from "#kernel/errors.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Seat } from "#crm/user/seat.commands.ts";
import { auditSetup, type SetupContext } from "#crm/user/audit.store.ts";
import { findEnabled, listProfileRights, saveEnabled, saveProfileRights } from "./finance.store.ts";
import {
  type FinanceModule,
  financeModules,
  type FinanceRight,
  type FinanceRights,
  mayInFinance,
  ownModules,
} from "./finance.ts";
import type { FinanceView } from "./finance.api.ts";

/** What is on, and for whom: all profiles where the caller may set the CRM up. */
export async function readFinance(tx: Tx, caller: Pick<Seat, "permissions">): Promise<FinanceView> {
  const modules = ownModules(await findEnabled(tx), caller.permissions);
  if (!caller.permissions.setup) return { modules, profiles: null };
  const profiles = (await listProfileRights(tx)).map(({ id, name, permissions }) => ({
    id,
    name,
    administrator: permissions.setup,
    rights: permissions.setup
      ? Object.fromEntries(financeModules.map((module) => [module, "create" as const]))
      : (permissions.finance ?? {}),
  }));
  return { modules, profiles };
}

type Wish = {
  enabled?: readonly FinanceModule[] | undefined;
  profiles: readonly { id: string; rights: FinanceRights }[];
};

/** Switches modules on and off, and says what profiles may do in them. Notes what changed in the audit log. */
export async function changeFinance(context: SetupContext, { enabled, profiles }: Wish): Promise<void> {
  const { tx, caller } = context;
  const before = await findEnabled(tx);
  const wanted = financeModules.filter((module) => (enabled ?? before).includes(module));
  if (wanted.join() !== before.join()) {
    await saveEnabled(tx, wanted);
    const subject = { kind: "crm_organization", id: caller.organization.id };
    await auditSetup(context, "crm.finance_changed", subject, { from: before, to: wanted });
  }
  if (profiles.length > 0) await changeRights(context, profiles);
}

async function changeRights(context: SetupContext, wishes: Wish["profiles"]): Promise<void> {
  const known = new Map(
    (await listProfileRights(context.tx, { forUpdate: true })).map((one) => [one.id, one]),
  );
  for (const { id, rights } of wishes) {
    const profile = known.get(id);
    if (!profile) throw new AppError("crm.profile_unknown", { profile: id });
    if (profile.permissions.setup) throw new AppError("crm.profile_fixed", { profile: profile.name });
    await saveProfileRights(context.tx, profile, rights);
    const details = { profile: profile.name, from: profile.permissions.finance ?? {}, to: rights };
    await auditSetup(context, "crm.finance_rights_changed", { kind: "crm_profile", id }, details);
  }
}

/** Refuses a caller to whom a module is closed: it is off, or their profile does not allow it. */
export async function needFinance(
  tx: Tx,
  caller: Pick<Seat, "permissions" | "user">,
  module: FinanceModule,
  right: FinanceRight,
): Promise<void> {
  if (!(await findEnabled(tx)).includes(module)) throw new AppError("finance.module_off", { module });
  if (!mayInFinance(caller.permissions, module, right))
    throw new AppError("finance.forbidden", { module, right, profile: caller.user.profile.name });
}
