import { AppError } from "#kernel/errors.ts";
import type { Id } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { type Change, changesBetween } from "#billing/catalog/changes.ts";
import { deleteTax, findTax, findTaxes, findTaxUses, insertTax, updateTax } from "./tax.store.ts";
import { changedTax, type GivenTax, newTax, noTaxInUse, type Tax, type TaxValues, taxView } from "./tax.ts";

type TaxId = Id<"tax">;

/** A tax of the organization; refuses with `tax.not_found`. */
export async function getTax(tx: Tx, id: TaxId, options?: { lock: boolean }): Promise<Tax> {
  const tax = await findTax(tx, id, options);
  if (tax === undefined) throw new AppError("tax.not_found", { tax: id });
  return tax;
}

/** Refuses a tax of something that is sold where it is none, or is in use no more; the tax stays until the transaction ends. */
export async function checkTax(tx: Tx, id: TaxId | null | undefined): Promise<void> {
  if (id == null) return;
  const taxes = await findTaxes(tx, [id]);
  if (taxes.get(id)?.status === "active") return;
  const fields = [{ path: "tax_id", problem: noTaxInUse }];
  throw new AppError("request.invalid", { part: "body", fields });
}

/** Adds a tax. */
export async function createTax(tx: Tx, act: Act, given: Omit<TaxValues, "status">): Promise<Tax> {
  const tax = newTax(given, { organizationId: act.organizationId, id: act.ids("tax"), now: act.now });
  await refusingTaken(() => insertTax(tx, tax));
  await tell(tx, act, tax, "created");
  return tax;
}

/** Changes the given fields of a tax. Writes nothing when nothing differs. */
export async function editTax(
  tx: Tx,
  act: Act,
  { id, version, given }: { id: TaxId; version?: number | undefined; given: GivenTax },
): Promise<Tax> {
  const tax = await getTax(tx, id, { lock: true });
  if (version !== undefined && version !== tax.version)
    throw new AppError("tax.changed_meanwhile", { tax: id, version: tax.version });
  return write(tx, act, tax, given, "changed");
}

/** Offers a tax for new lines, or offers it no more. */
export async function setTaxStatus(tx: Tx, act: Act, id: TaxId, status: Tax["status"]): Promise<Tax> {
  const tax = await getTax(tx, id, { lock: true });
  return write(tx, act, tax, { status }, status === "active" ? "activated" : "inactivated");
}

async function write(tx: Tx, act: Act, tax: Tax, given: GivenTax, action: string): Promise<Tax> {
  const next = changedTax(tax, given, act.now);
  const changes = changesBetween(taxView(tax), taxView(next));
  if (changes.length === 0) return tax;
  await refusingTaken(() => updateTax(tx, next));
  await tell(tx, act, next, action, changes);
  return next;
}

/** Deletes a tax that nothing names. */
export async function removeTax(tx: Tx, act: Act, id: TaxId): Promise<void> {
  const tax = await getTax(tx, id, { lock: true });
  const uses = await findTaxUses(tx, id);
  if (uses.length > 0)
    throw new AppError("tax.in_use", {
      tax: id,
      uses,
      message: `${tax.name} is in use by ${uses.join(" and ")}`,
    });
  await deleteTax(tx, id);
  await tell(tx, act, tax, "deleted");
}

/** Runs a write that may meet a name that another tax has, or takes in the same moment. */
async function refusingTaken(write: () => Promise<void>): Promise<void> {
  try {
    await write();
  } catch (error) {
    const isTaken = error instanceof Error && "constraint" in error && error.constraint === "tax_by_name";
    if (!isTaken) throw error;
    const problem = "is taken by another tax; choose another one";
    throw new AppError("tax.name_taken", { fields: [{ path: "name", problem }] });
  }
}

async function tell(tx: Tx, act: Act, { id, name }: Tax, action: string, changes: Change[] = []) {
  await recordAudit(tx, {
    organizationId: act.organizationId,
    at: act.now,
    actor: act.actor,
    action: `tax.${action}`,
    subject: { kind: "tax", id },
    details: { name, ...(changes.length === 0 ? {} : { changes }) },
  });
}
