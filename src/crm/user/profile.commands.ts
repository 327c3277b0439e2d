import { accept, refuse, type Result } from "#kernel/result.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { auditSetup, type SetupContext } from "./audit.store.ts";
import { isLast } from "./last-administrator.ts";
import { type PermissionChange, withPermissions } from "./permission-details.ts";
import {
  copyProfile,
  countProfiles,
  deleteProfileRow,
  findProfileId,
  lockProfile,
  moveUsers,
  updateProfile,
} from "./profile.store.ts";
import { lockAdministrators } from "./user.store.ts";

/** Most profiles of an organization: more than anybody tells apart. */
export const maxProfiles = 100;

export type ProfileRefusal =
  | {
      code:
        | "profile_unknown"
        | "transfer_unknown"
        | "predefined"
        | "name_taken"
        | "too_many"
        | "last_administrator";
    }
  | { code: "permission_unknown"; at: number };

/** What a profile is to be; what is left out stays. */
export type ProfileChange = {
  name?: string | undefined;
  description?: string | undefined;
  permissions?: readonly PermissionChange[] | undefined;
};

/** Makes a profile that allows all that another one does. */
export async function cloneProfile(
  context: SetupContext,
  from: string,
  { name, description }: { name: string; description: string },
): Promise<Result<{ id: string }, ProfileRefusal>> {
  const { tx, caller } = context;
  const source = isRecordId(from) ? await lockProfile(tx, from) : undefined;
  if (!source) return refuse({ code: "profile_unknown" });
  if (await findProfileId(tx, name)) return refuse({ code: "name_taken" });
  if ((await countProfiles(tx)) >= maxProfiles) return refuse({ code: "too_many" });
  const id = await copyProfile(tx, from, { name, description, userId: caller.user.id });
  await auditSetup(context, "crm.profile_created", { kind: "crm_profile", id }, { name, like: source.name });
  return accept({ id });
}

/** Changes a profile of one's own. The last administrator stays one: a profile that they have keeps its set-up. */
export async function changeProfile(
  context: SetupContext,
  id: string,
  change: ProfileChange,
): Promise<ProfileRefusal | undefined> {
  const { tx, caller } = context;
  const administrators = await lockAdministrators(tx);
  const profile = isRecordId(id) ? await lockProfile(tx, id) : undefined;
  if (!profile) return { code: "profile_unknown" };
  if (profile.predefined) return { code: "predefined" };
  const { name, description } = change;
  const holder = name === undefined ? undefined : await findProfileId(tx, name);
  if (holder !== undefined && holder !== id) return { code: "name_taken" };
  const permissions = withPermissions(profile.permissions, change.permissions ?? []);
  if ("unknownAt" in permissions) return { code: "permission_unknown", at: permissions.unknownAt };
  const losesSetup = profile.permissions.setup && !permissions.setup;
  if (losesSetup && isLast(administrators, (one) => one.profileId === id))
    return { code: "last_administrator" };
  await updateProfile(tx, id, { name, description, permissions }, caller.user.id);
  const details = { name: name ?? profile.name, permissions: change.permissions?.length ?? 0 };
  await auditSetup(context, "crm.profile_changed", { kind: "crm_profile", id }, details);
  return undefined;
}

/** Deletes a profile of one's own; its users get another one. */
export async function deleteProfile(
  context: SetupContext,
  id: string,
  to: string,
): Promise<ProfileRefusal | undefined> {
  const { tx } = context;
  const administrators = await lockAdministrators(tx);
  const profile = isRecordId(id) ? await lockProfile(tx, id) : undefined;
  if (!profile) return { code: "profile_unknown" };
  if (profile.predefined) return { code: "predefined" };
  const target = isRecordId(to) && to !== id ? await lockProfile(tx, to) : undefined;
  if (!target) return { code: "transfer_unknown" };
  const losesSetup = profile.permissions.setup && !target.permissions.setup;
  if (losesSetup && isLast(administrators, (one) => one.profileId === id))
    return { code: "last_administrator" };
  const moved = await moveUsers(tx, { from: id, to });
  await deleteProfileRow(tx, id);
  const details = { name: profile.name, users: moved, to: target.name };
  await auditSetup(context, "crm.profile_deleted", { kind: "crm_profile", id }, details);
  return undefined;
}
