import { AppError } from "#kernel/errors.ts";
import type { OrganizationId } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import { asSystem, renameOrganization } from "#platform/auth/member.store.ts";
import type { Tx } from "#platform/db/db.ts";
import { readOnce } from "#platform/db/held.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import { findTransactionKinds } from "#billing/customer/transactions.store.ts";
import { nameTransactions } from "#billing/document/named.store.ts";
import {
  type BillingOrganization,
  findBillingOrganization,
  findBillingOrganizationForUpdate,
  insertBillingOrganization,
  updateBillingOrganization,
} from "./organization.store.ts";

export type OrganizationValues = Omit<BillingOrganization, "organization_id" | "created_at" | "updated_at">;

export type NewOrganization = {
  organizationId: OrganizationId;
  name: string;
  currency: string;
  timeZone: string;
  country?: string | null;
};

/** Sets up billing for a new organization, in the transaction that makes it; that also writes the audit log. */
export async function createBillingOrganization(
  tx: Tx,
  deps: Pick<Deps, "clock">,
  wanted: NewOrganization,
): Promise<BillingOrganization> {
  const now = deps.clock.now();
  const row: BillingOrganization = {
    organization_id: wanted.organizationId,
    name: wanted.name,
    base_currency: wanted.currency,
    time_zone: wanted.timeZone,
    country: wanted.country ?? null,
    language: "en",
    address: {},
    additional_emails: [],
    tax_label: null,
    tax_number: null,
    bank_account: {},
    payment_instructions: null,
    payment_terms: 15,
    tax_rounding: "line",
    proration_basis: "day",
    dunning_gaps: [5, 5, 3],
    dunning_ends_in: "cancelled",
    apply_credits: true,
    email_invoices: false,
    email_receipts: false,
    email_failed_charges: false,
    reminder_days: [],
    created_at: now,
    updated_at: now,
  };
  await insertBillingOrganization(tx, row);
  return row;
}

/** The organization's settings; refuses where billing is not set up. */
export async function getBillingOrganization(tx: Tx): Promise<BillingOrganization> {
  const row = await readOnce(tx, "billing organization", () => findBillingOrganization(tx));
  if (row === undefined) throw new AppError("billing_organization.not_found");
  return row;
}

/** Changes the given settings. The base currency is fixed once a transaction exists: every total is reckoned in it. */
export async function editBillingOrganization(
  tx: Tx,
  act: Act,
  values: Partial<OrganizationValues>,
): Promise<BillingOrganization> {
  const row = await findBillingOrganizationForUpdate(tx);
  if (row === undefined) throw new AppError("billing_organization.not_found");
  if (values.base_currency !== undefined && values.base_currency !== row.base_currency)
    await refuseTied(tx, row.base_currency);
  const next = { ...row, ...values, updated_at: act.now };
  await updateBillingOrganization(tx, next);
  if (next.name !== row.name) await asSystem(tx, () => renameOrganization(tx, act.organizationId, next.name));
  const subject = { kind: "billing_organization", id: act.organizationId };
  await recordAudit(tx, {
    ...act,
    at: act.now,
    action: "billing_organization.changed",
    subject,
    details: { changes: changesOf(row, values) },
  });
  return next;
}

async function refuseTied(tx: Tx, currency: string): Promise<void> {
  const kinds = await findTransactionKinds(tx);
  if (kinds.length === 0) return;
  const message = `The base currency stays ${currency}, in which there are ${await nameTransactions(tx)}`;
  throw new AppError("billing_organization.currency_fixed", { transactions: kinds, message });
}

function changesOf(row: BillingOrganization, values: Partial<OrganizationValues>): unknown[] {
  return (Object.keys(values) as (keyof OrganizationValues)[])
    .filter((field) => JSON.stringify(row[field]) !== JSON.stringify(values[field]))
    .map((field) => ({ field, from: row[field], to: values[field] }));
}
