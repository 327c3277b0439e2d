import { AppError } from "#kernel/errors.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import type { Change } from "./changes.ts";
import { deleteCatalogRow } from "./catalog-row.store.ts";
import { type CatalogItem, findCatalogUses } from "./uses.store.ts";

type Told = CatalogItem & { action: string; changes?: readonly Change[]; name: string };

/** Writes what was done to something in the catalog to the audit log, in the transaction that does it. */
export async function tellOfCatalog(
  tx: Tx,
  act: Act,
  { kind, id, action, changes = [], name }: Told,
): Promise<void> {
  await recordAudit(tx, {
    organizationId: act.organizationId,
    at: act.now,
    actor: act.actor,
    action: `${kind}.${action}`,
    subject: { kind, id },
    details: { name, ...(changes.length === 0 ? {} : { changes }) },
  });
}

/** Refuses an edit that was made on an older state. */
export function refuseOlder(
  { id, version, updated_at: at }: { id: string; version: number; updated_at: string },
  given: number | undefined,
): void {
  if (given !== undefined && given !== version)
    throw new AppError("catalog.changed_meanwhile", { id, version, at });
}

/** Refuses changes of how something is billed once it was sold: `sold` says as what (`2 subscriptions`). */
export function refuseFixed(
  { kind, id }: CatalogItem,
  changes: readonly Change[],
  { fixed, sold }: { fixed: readonly string[]; sold: readonly string[] },
): void {
  const touched = changes.filter(({ field }) => fixed.includes(field));
  if (touched.length === 0 || sold.length === 0) return;
  const problem = `is fixed, because it has ${sold.join(" and ")}`;
  const fields = touched.map(({ field }) => ({ path: field, problem }));
  throw new AppError("catalog.fixed", { [kind]: id, uses: sold, fields });
}

/** Deletes something that nothing uses. Whoever begins to use it in the same moment is stopped by the database, or we are. */
export async function deleteUnused(
  tx: Tx,
  act: Act,
  { kind, id, name, uses = [] }: CatalogItem & { name: string; uses?: readonly string[] },
): Promise<void> {
  const all = [...uses, ...(await findCatalogUses(tx, { kind, id }))];
  if (all.length > 0) throw inUse(kind, id, all);
  try {
    await deleteCatalogRow(tx, kind, id);
  } catch (error) {
    throw codeOf(error) === "23503" ? inUse(kind, id, []) : error;
  }
  await tellOfCatalog(tx, act, { kind, id, action: "deleted", name });
}

function inUse(kind: string, id: string, uses: readonly string[]): AppError {
  return new AppError("catalog.in_use", {
    [kind]: id,
    uses,
    ...(uses.length === 0 ? {} : { message: `The ${kind} is in use by ${uses.join(" and ")}` }),
  });
}

/** Runs a write that may meet a name or code that somebody else has, or takes in the same moment. */
export async function refusingTaken<Value>(write: () => Promise<Value>): Promise<Value> {
  try {
    return await write();
  } catch (error) {
    const constraint = error instanceof Error && "constraint" in error ? String(error.constraint) : "";
    const [, kind = "", taken] = /^(product|plan|addon|coupon)_(by_name|code_taken)$/.exec(constraint) ?? [];
    if (codeOf(error) !== "23505" || taken === undefined) throw error;
    const isName = taken === "by_name";
    const path = isName ? "name" : `${kind}_code`;
    throw new AppError(isName ? "catalog.name_taken" : "catalog.code_taken", {
      fields: [{ path, problem: `is taken by another ${kind}; choose another one` }],
    });
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && "code" in error ? String(error.code) : "";
}
