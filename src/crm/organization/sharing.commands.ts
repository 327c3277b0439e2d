import type { ModuleName } from "#crm/field/field.ts";
import { auditSetup, type SetupContext } from "#crm/user/audit.store.ts";
import { setPrivateModules } from "./organization.store.ts";

/** Who sees a module's records: their owners and those above them alone, or everybody whose profile lets them. */
export type ShareType = "private" | "public";

/** Makes modules private or public; others stay as they are. */
export async function shareModules(
  context: SetupContext & { caller: { organization: { private_modules: readonly ModuleName[] } } },
  wanted: ReadonlyMap<ModuleName, ShareType>,
): Promise<void> {
  const before = context.caller.organization.private_modules;
  const kept = before.filter((module) => !wanted.has(module));
  const added = [...wanted].flatMap(([module, type]) => (type === "private" ? [module] : []));
  await setPrivateModules(context.tx, [...kept, ...added]);
  const { id } = context.caller.organization;
  const details = Object.fromEntries(wanted);
  await auditSetup(context, "crm.data_sharing_changed", { kind: "crm_organization", id }, details);
}
