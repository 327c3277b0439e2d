import { accept, refuse, type Result } from "#kernel/result.ts";
import { auditSetup, type SetupContext } from "./audit.store.ts";
import { circleOf, type Role, type RoleTexts } from "./role.ts";
import { deleteRoleRow, insertRole, listRoles, lockRoles, updateRole } from "./role.store.ts";

/** Most roles of an organization. */
export const maxRoles = 250;

export type RoleRefusal =
  | { code: "role_unknown" | "superior_unknown" | "transfer_unknown" | "name_taken" | "too_many" | "topmost" }
  | { code: "circular"; names: string[] };

/** Makes a role below another one. */
export async function createRole(
  context: SetupContext,
  role: RoleTexts & { name: string; reports_to: string },
): Promise<Result<{ id: string }, RoleRefusal>> {
  const { tx, caller } = context;
  await lockRoles(tx);
  const roles = await listRoles(tx);
  if (!roles.some(({ id }) => id === role.reports_to)) return refuse({ code: "superior_unknown" });
  if (isTaken(roles, role.name)) return refuse({ code: "name_taken" });
  if (roles.length >= maxRoles) return refuse({ code: "too_many" });
  const made = { organizationId: caller.organization.organization_id, userId: caller.user.id };
  const id = await insertRole(tx, made, role);
  await auditSetup(context, "crm.role_created", { kind: "crm_role", id }, { name: role.name });
  return accept({ id });
}

/** Changes a role. One that would report to itself in the end stays where it is; so does the topmost one. */
export async function changeRole(
  context: SetupContext,
  id: string,
  change: RoleTexts,
): Promise<RoleRefusal | undefined> {
  const { tx, caller } = context;
  await lockRoles(tx);
  const roles = await listRoles(tx);
  const role = roles.find((one) => one.id === id);
  if (!role) return { code: "role_unknown" };
  const { name, reports_to: reportsTo } = change;
  if (name !== undefined && isTaken(roles, name, id)) return { code: "name_taken" };
  if (reportsTo !== undefined) {
    if (!roles.some((one) => one.id === reportsTo)) return { code: "superior_unknown" };
    const names = circleOf(roles, { id, reportsTo });
    if (names) return { code: "circular", names };
  }
  await updateRole(tx, id, change, caller.user.id);
  const details = { name: name ?? role.name, ...(reportsTo === undefined ? {} : { reports_to: reportsTo }) };
  await auditSetup(context, "crm.role_changed", { kind: "crm_role", id }, details);
  return undefined;
}

/** Deletes a role; its users get another one, and the roles below it report to the one above it. */
export async function deleteRole(
  context: SetupContext,
  id: string,
  to: string,
): Promise<RoleRefusal | undefined> {
  const { tx } = context;
  await lockRoles(tx);
  const roles = await listRoles(tx);
  const role = roles.find((one) => one.id === id);
  if (!role) return { code: "role_unknown" };
  if (role.reports_to === null) return { code: "topmost" };
  const target = roles.find((one) => one.id === to && one.id !== id);
  if (!target) return { code: "transfer_unknown" };
  const users = await deleteRoleRow(tx, { id, reportsTo: role.reports_to, to });
  const details = { name: role.name, users, to: target.name };
  await auditSetup(context, "crm.role_deleted", { kind: "crm_role", id }, details);
  return undefined;
}

function isTaken(roles: readonly Role[], name: string, except?: string): boolean {
  return roles.some((role) => role.id !== except && role.name.toLowerCase() === name.toLowerCase());
}
