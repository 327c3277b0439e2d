import type { ModuleName } from "#crm/field/field.ts";
import { type Needed, scopeReaches } from "#crm/key/scope.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { mayDo, permissionName, type RecordRight } from "#crm/user/permissions.ts";
import { refusals } from "./refusal.ts";

/** Throws unless the caller's token reaches what is needed; who has no token has no scope to stay in. */
export function needScope({ scope }: Pick<CrmCaller, "scope">, needed: Needed): void {
  if (scope !== undefined && !scopeReaches(scope, needed)) throw refusals.scope();
}

/** Throws unless the caller's profile allows something with a module's records. */
export function needRight(
  { permissions }: Pick<CrmCaller, "permissions">,
  module: ModuleName,
  right: RecordRight,
): void {
  if (!mayDo(permissions, module, right)) throw refusals.permission(permissionName(module, right));
}

/** Throws unless the caller may read a module's records: wherever records come in by another way than the module's path. */
export function needReading(caller: Pick<CrmCaller, "scope" | "permissions">, module: ModuleName): void {
  needScope(caller, `modules.${module}.READ`);
  needRight(caller, module, "view");
}
