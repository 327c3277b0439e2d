import { sql } from "kysely";
import type { Page } from "#kernel/page.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import type { Addon } from "./addon.ts";
import {
  type CatalogListRequest,
  type CatalogRow,
  findCatalogRow,
  insertCatalogRow,
  listCatalogRows,
  type Locking,
  updateCatalogRow,
} from "./catalog-row.store.ts";
import { findLinked, replaceLinked } from "./link.store.ts";

/** The addon that an id or a code names; locked until the transaction ends if asked for. */
export async function findAddon(tx: Tx, reference: string, options?: Locking): Promise<Addon | undefined> {
  const row = await findCatalogRow(tx, "addon", reference, options);
  return row && (await whole(tx, [row]))[0];
}

export type AddonListRequest = CatalogListRequest & {
  type?: Addon["type"] | undefined;
  plan?: string | undefined;
};

/** One page of addons by name; those for a plan (its id) are the ones for all plans as well. */
export async function listAddons(tx: Tx, { type, plan, ...request }: AddonListRequest): Promise<Page<Addon>> {
  const where = [
    ...(type === undefined ? [] : [sql<boolean>`type = ${type}`]),
    ...(plan === undefined
      ? []
      : [
          sql<boolean>`(applicable_to = 'all' or id in (select addon_id from addon_plan where plan_id = ${plan}))`,
        ]),
  ];
  const page = await listCatalogRows(tx, "addon", request, where);
  return { ...page, items: await whole(tx, page.items) };
}

/** Rows of addons with their prices, by currency, and their plans. */
async function whole(tx: Tx, rows: readonly CatalogRow<"addon">[]): Promise<Addon[]> {
  const ids = rows.map(({ id }) => id);
  const found = await tx
    .selectFrom("addon_price")
    .select(["addon_id", "currency_code", "price", "brackets"])
    .where("addon_id", "=", anyOf(ids))
    .orderBy("currency_code")
    .execute();
  const prices = Map.groupBy(found, ({ addon_id }) => addon_id);
  const plans = await findLinked(tx, "addon_plan", ids);
  return rows.map((row) => ({
    ...row,
    prices: (prices.get(row.id) ?? []).map(({ addon_id: _addon, ...price }) => price),
    plans: plans.get(row.id) ?? [],
  }));
}

/** Adds an addon with its prices and plans. */
export async function insertAddon(tx: Tx, addon: Addon): Promise<void> {
  const { prices: _prices, plans: _plans, ...row } = addon;
  await insertCatalogRow(tx, "addon", row);
  await insertParts(tx, addon);
}

/** Writes an addon, which must be locked. Its prices go first: they are of the scheme that it has. */
export async function updateAddon(tx: Tx, addon: Addon): Promise<void> {
  const { prices: _prices, plans: _plans, ...row } = addon;
  await tx.deleteFrom("addon_price").where("addon_id", "=", addon.id).execute();
  await updateCatalogRow(tx, "addon", row);
  await insertParts(tx, addon);
}

async function insertParts(
  tx: Tx,
  { organization_id, id, pricing_scheme, prices, plans }: Addon,
): Promise<void> {
  const rows = prices.map((price) => ({
    ...price,
    organization_id,
    addon_id: id,
    pricing_scheme,
    brackets: price.brackets === null ? null : jsonText(price.brackets),
  }));
  await tx.insertInto("addon_price").values(rows).execute();
  const items = plans.map((plan) => plan.id);
  await replaceLinked(tx, "addon_plan", { organizationId: organization_id, owner: id, items });
}
