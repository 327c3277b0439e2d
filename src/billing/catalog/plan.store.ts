import { sql } from "kysely";
import type { Page } from "#kernel/page.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import {
  type CatalogListRequest,
  type CatalogRow,
  findCatalogRow,
  insertCatalogRow,
  listCatalogRows,
  type Locking,
  updateCatalogRow,
} from "./catalog-row.store.ts";
import type { PlanId, ProductId } from "./catalog.table.ts";
import type { Plan } from "./plan.ts";
import type { PlanPrice } from "./price.ts";

/** The plan that an id or a code names; locked until the transaction ends if asked for. */
export async function findPlan(tx: Tx, reference: string, options?: Locking): Promise<Plan | undefined> {
  const row = await findCatalogRow(tx, "plan", reference, options);
  return row && (await withPrices(tx, [row]))[0];
}

export type PlanListRequest = CatalogListRequest & { product?: ProductId | undefined };

/** One page of plans by name, of one product if asked for. */
export async function listPlans(tx: Tx, { product, ...request }: PlanListRequest): Promise<Page<Plan>> {
  const where = product === undefined ? [] : [sql<boolean>`product_id = ${product}`];
  const page = await listCatalogRows(tx, "plan", request, where);
  return { ...page, items: await withPrices(tx, page.items) };
}

/** Rows of plans with their prices, by currency. */
async function withPrices(tx: Tx, rows: readonly CatalogRow<"plan">[]): Promise<Plan[]> {
  if (rows.length === 0) return [];
  const found = await tx
    .selectFrom("plan_price")
    .select(["plan_id", "currency_code", "price", "brackets", "setup_fee"])
    .where("plan_id", "=", anyOf(rows.map(({ id }) => id)))
    .orderBy("currency_code")
    .execute();
  const byPlan = Map.groupBy(found, ({ plan_id }) => plan_id);
  return rows.map((row) => ({
    ...row,
    prices: (byPlan.get(row.id) ?? []).map(({ plan_id: _plan, setup_fee, ...price }) => ({
      ...price,
      setup_fee: BigInt(setup_fee),
    })),
  }));
}

/** The names of products. */
export async function findProductNames(
  tx: Tx,
  ids: readonly ProductId[],
): Promise<ReadonlyMap<ProductId, string>> {
  const rows = await tx.selectFrom("product").select(["id", "name"]).where("id", "=", anyOf(ids)).execute();
  return new Map(rows.map(({ id, name }) => [id, name]));
}

/** Adds a plan with its prices. */
export async function insertPlan(tx: Tx, { prices, ...row }: Plan): Promise<void> {
  await insertCatalogRow(tx, "plan", row);
  await insertPrices(tx, row, prices);
}

/** Writes a plan, which must be locked. Its prices go first: they are of the scheme that it has. */
export async function updatePlan(tx: Tx, { prices, ...row }: Plan): Promise<void> {
  await tx.deleteFrom("plan_price").where("plan_id", "=", row.id).execute();
  await updateCatalogRow(tx, "plan", row);
  await insertPrices(tx, row, prices);
}

async function insertPrices(
  tx: Tx,
  { organization_id, id, pricing_scheme }: Pick<Plan, "organization_id" | "pricing_scheme"> & { id: PlanId },
  prices: readonly PlanPrice[],
): Promise<void> {
  const rows = prices.map((price) => ({
    ...price,
    organization_id,
    plan_id: id,
    pricing_scheme,
    brackets: price.brackets === null ? null : jsonText(price.brackets),
  }));
  await tx.insertInto("plan_price").values(rows).execute();
}
