import { AppError } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { changesBetween, definedOf } from "#billing/catalog/changes.ts";
import { nameDocuments } from "#billing/document/named.store.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import { deleteVendor, findVendor, insertVendor, updateVendor } from "./vendor.store.ts";
import { addressWith, type GivenVendor, nowhere, type Vendor, vendorView } from "./vendor.ts";

type VendorId = Id<"ven">;

/** A vendor of the organization; refuses with `vendor.not_found`. */
export async function getVendor(tx: Tx, id: VendorId, options?: { lock: boolean }): Promise<Vendor> {
  const vendor = await findVendor(tx, id, options);
  if (vendor === undefined) throw new AppError("vendor.not_found", { vendor: id });
  return vendor;
}

/** Adds a vendor; without a currency it is paid in the organization's. */
export async function createVendor(
  tx: Tx,
  act: Act,
  { name, email = null, address, currency_code, payment_terms = null }: GivenVendor & { name: string },
): Promise<Vendor> {
  const { base_currency } = await getBillingOrganization(tx);
  const vendor: Vendor = {
    ...{ organization_id: act.organizationId, id: act.ids("ven"), name, email, payment_terms },
    address: addressWith(nowhere, address),
    currency_code: currency_code ?? base_currency,
    ...{ version: 1, created_at: act.now, updated_at: act.now },
  };
  await refusingTaken(() => insertVendor(tx, vendor));
  await tell(tx, act, vendor, "created");
  return vendor;
}

/** Changes the given fields of a vendor; its currency only while nothing was ordered. Writes nothing when nothing differs. */
export async function editVendor(
  tx: Tx,
  act: Act,
  {
    id,
    version,
    given: { address, ...given },
  }: { id: VendorId; version?: number | undefined; given: GivenVendor },
): Promise<Vendor> {
  const vendor = await getVendor(tx, id, { lock: true });
  if (version !== undefined && version !== vendor.version)
    throw new AppError("vendor.changed_meanwhile", { vendor: id, version: vendor.version });
  const next = {
    ...{ ...vendor, ...definedOf(given), address: addressWith(vendor.address, address) },
    ...{ version: vendor.version + 1, updated_at: act.now },
  };
  if (next.currency_code !== vendor.currency_code) await refuseOrdered(tx, vendor, "vendor.currency_fixed");
  const changes = changesBetween(vendorView(vendor), vendorView(next));
  if (changes.length === 0) return vendor;
  await refusingTaken(() => updateVendor(tx, next));
  await tell(tx, act, next, "changed", { changes });
  return next;
}

/** Deletes a vendor from whom nothing was ordered. */
export async function removeVendor(tx: Tx, act: Act, id: VendorId): Promise<void> {
  const vendor = await getVendor(tx, id, { lock: true });
  await refuseOrdered(tx, vendor, "vendor.in_use");
  await deleteVendor(tx, id);
  await tell(tx, act, vendor, "deleted");
}

async function refuseOrdered(
  tx: Tx,
  { id, name, currency_code: currency }: Vendor,
  code: "vendor.currency_fixed" | "vendor.in_use",
): Promise<void> {
  const orders = await nameDocuments(tx, (row) => row("vendor_id", "=", id));
  if (orders === undefined) return;
  const message =
    code === "vendor.in_use"
      ? `${name} has ${orders}`
      : `${name} keeps the currency ${currency}, in which it has ${orders}`;
  throw new AppError(code, { vendor: id, message });
}

/** Runs a write that may meet a name that another vendor has, or takes in the same moment. */
async function refusingTaken(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const isTaken = error instanceof Error && "constraint" in error && error.constraint === "vendor_by_name";
    if (!isTaken) throw error;
    const problem = "is taken by another vendor; choose another one";
    throw new AppError("vendor.name_taken", { fields: [{ path: "name", problem }] });
  }
}

async function tell(tx: Tx, act: Act, { id, name }: Vendor, action: string, details: object = {}) {
  await recordAudit(tx, {
    organizationId: act.organizationId,
    at: act.now,
    actor: act.actor,
    action: `vendor.${action}`,
    subject: { kind: "vendor", id },
    details: { name, ...details },
  });
}
