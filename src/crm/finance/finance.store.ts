import type { Tx } from "#platform/db/db.ts";
import type { Permissions } from "#crm/user/permissions.ts";
import "#crm/organization/organization.table.ts";
import "#crm/user/user.table.ts";
import type { FinanceModule, FinanceRights } from "./finance.ts";

/** The modules that are switched on. */
export async function findEnabled(tx: Tx): Promise<FinanceModule[]> {
  const row = await tx.selectFrom("crm_organization").select("finance_modules").executeTakeFirst();
  return row?.finance_modules ?? [];
}

export async function saveEnabled(tx: Tx, finance_modules: FinanceModule[]): Promise<void> {
  await tx.updateTable("crm_organization").set({ finance_modules }).execute();
}

/** All profiles with what they allow, in the order of their making; locked where they are about to be changed. */
export async function listProfileRights(
  tx: Tx,
  { forUpdate = false } = {},
): Promise<{ id: string; name: string; permissions: Permissions }[]> {
  const query = tx.selectFrom("crm_profile").select(["id", "name", "permissions"]).orderBy("id");
  return (forUpdate ? query.forUpdate() : query).execute();
}

export async function saveProfileRights(
  tx: Tx,
  { id, permissions }: { id: string; permissions: Permissions },
  finance: FinanceRights,
): Promise<void> {
  await tx
    .updateTable("crm_profile")
    .set({ permissions: JSON.stringify({ ...permissions, finance }) })
    .where("id", "=", id)
    .execute();
}
