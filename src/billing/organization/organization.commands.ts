import { AppError } from "#kernel/errors.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { findTransactionKinds } from "#billing/customer/transactions.store.ts";
import {
  type BillingOrganization, findBillingOrganization, findBillingOrganizationForUpdate, insertBillingOrganization, updateBillingOrganization,
} from "./organization.store.ts";

export type OrganizationValues = Omit<BillingOrganization, "organization_id" | "created_at" | "updated_at">;

export type NewOrganization = Pick<OrganizationValues, "name" | "base_currency" | "time_zone"> & Partial<OrganizationValues>;

/** Sets up billing for the organization of the transaction. */
export async function createBillingOrganization(tx: Tx, act: Act, values: NewOrganization): Promise<BillingOrganization> {
  const row: BillingOrganization = {
    country: null,
    address: {},
    additional_emails: [],
    ...values,
    organization_id: act.organizationId,
    created_at: act.now,
    updated_at: act.now,
  };
  await insertBillingOrganization(tx, row);
  await tellOfOrganization(tx, act, "created", { name: row.name, base_currency: row.base_currency });
  return row;
}

/** The organization's settings; refuses where billing is not set up. */
export async function getBillingOrganization(tx: Tx): Promise<BillingOrganization> {
  const row = await findBillingOrganization(tx);
  if (row === undefined) throw new AppError("billing_organization.not_found");
  return row;
}

/** Changes the given settings. The base currency is fixed once a transaction exists: every total is reckoned in it. */
export async function editBillingOrganization(tx: Tx, act: Act, values: Partial<OrganizationValues>): Promise<BillingOrganization> {
  const row = await findBillingOrganizationForUpdate(tx);
  if (row === undefined) throw new AppError("billing_organization.not_found");
  if (values.base_currency !== undefined && values.base_currency !== row.base_currency) await refuseTied(tx);
  const next = { ...row, ...values, updated_at: act.now };
  await updateBillingOrganization(tx, next);
  await tellOfOrganization(tx, act, "changed", { changes: changesOf(row, values) });
  return next;
}

async function refuseTied(tx: Tx): Promise<void> {
  const kinds = await findTransactionKinds(tx);
  if (kinds.length > 0) throw new AppError("billing_organization.currency_fixed", { transactions: kinds });
}

function changesOf(row: BillingOrganization, values: Partial<OrganizationValues>): unknown[] {
  return (Object.keys(values) as (keyof OrganizationValues)[])
    .filter((field) => JSON.stringify(row[field]) !== JSON.stringify(values[field]))
    .map((field) => ({ field, from: row[field], to: values[field] }));
}

async function tellOfOrganization(tx: Tx, act: Act, what: string, details: Record<string, unknown>): Promise<void> {
  const subject = { kind: "billing_organization", id: act.organizationId };
  await recordAudit(tx, { ...act, at: act.now, action: `billing_organization.${what}`, subject, details });
}
