import type { Selectable } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { BillingOrganizationRow } from "./organization.table.ts";

export type BillingOrganization = Selectable<BillingOrganizationRow>;

/** The organization of the transaction, or undefined where billing is not set up for it. */
export async function findBillingOrganization(tx: Tx): Promise<BillingOrganization | undefined> {
  return tx.selectFrom("billing_organization").selectAll().executeTakeFirst();
}

/** The same, locked until the transaction ends. */
export async function findBillingOrganizationForUpdate(tx: Tx): Promise<BillingOrganization | undefined> {
  return tx.selectFrom("billing_organization").selectAll().forUpdate().executeTakeFirst();
}

/** Adds the billing side of an organization. */
export async function insertBillingOrganization(tx: Tx, row: BillingOrganization): Promise<void> {
  await tx.insertInto("billing_organization").values(stored(row)).execute();
}

/** Writes the organization, which must be locked. */
export async function updateBillingOrganization(tx: Tx, row: BillingOrganization): Promise<void> {
  await tx
    .updateTable("billing_organization")
    .set(stored(row))
    .where("organization_id", "=", row.organization_id)
    .execute();
}

type Stored = Omit<BillingOrganization, "address" | "bank_account"> & {
  address: string;
  bank_account: string;
};

function stored(row: BillingOrganization): Stored {
  return {
    ...row,
    address: JSON.stringify(row.address),
    bank_account: JSON.stringify(row.bank_account),
  };
}
