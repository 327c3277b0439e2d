import { auditSetup, type SetupContext } from "#crm/user/audit.store.ts";
import { lockProfile, updateProfile } from "#crm/user/profile.store.ts";
import type { Field, ModuleName } from "./field.ts";
import { type PermissionType, withFieldRight } from "./field-rights.ts";
import { isRecordId } from "./record-id.ts";

/** What profiles are to do with a field. */
export type FieldRightChange = { profile: string; type: PermissionType };

/** Sets what profiles may do with a field; answers with the place of the first profile that is none, or is predefined. */
export async function setFieldRights(
  context: SetupContext,
  { module, field }: { module: ModuleName; field: Field },
  changes: readonly FieldRightChange[],
): Promise<{ at: number; why: "unknown" | "predefined" | "setup" } | undefined> {
  const { tx, caller } = context;
  for (const [at, { profile: id, type }] of changes.entries()) {
    const profile = isRecordId(id) ? await lockProfile(tx, id) : undefined;
    if (!profile) return { at, why: "unknown" };
    if (profile.predefined && type !== "read_write") return { at, why: "predefined" };
    if (profile.permissions.setup && type !== "read_write") return { at, why: "setup" };
    const rights = profile.permissions.fields ?? {};
    const fields = withFieldRight(rights, { module, name: field.api_name }, type);
    await updateProfile(tx, id, { permissions: { ...profile.permissions, fields } }, caller.user.id);
    const details = { module, api_name: field.api_name, profile: profile.name, permission_type: type };
    await auditSetup(context, "crm.field_right_changed", { kind: "crm_field", id: field.id }, details);
  }
  return undefined;
}
