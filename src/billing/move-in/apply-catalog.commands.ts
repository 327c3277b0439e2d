import { parseInput } from "#platform/http/parse-input.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { NewAddon } from "#billing/catalog/addon.api.ts";
import { createAddon, setAddonStatus } from "#billing/catalog/addon.commands.ts";
import {
  type CatalogRow,
  type CatalogTable,
  findCatalogRow,
  findCatalogRowByName,
} from "#billing/catalog/catalog-row.store.ts";
import { NewPlan } from "#billing/catalog/plan.api.ts";
import { createPlan, setPlanStatus } from "#billing/catalog/plan.commands.ts";
import { createProduct as productApi } from "#billing/catalog/product.api.ts";
import { createProduct, setProductStatus } from "#billing/catalog/product.commands.ts";
import { type Applied, keysOf } from "./apply.ts";
import { atCells } from "./at-cells.ts";
import { addonOf, type OfferOfFile, planOf, productOf } from "./catalog-record.ts";
import { cellProblem } from "./choice.ts";
import { findNamedTaxes } from "./find-tax.commands.ts";
import { findMovedIn } from "./moved-in.store.ts";
import type { MoveInRecord, NamedTax, RowProblem } from "./record.ts";
import { RecordRefused } from "./refused.ts";
import type { Result } from "#kernel/result.ts";

/** Brings a product in; one of its id or name is there already. */
export async function applyProduct(tx: Tx, act: Act, record: MoveInRecord): Promise<Applied> {
  const file = read(productOf(record));
  const there =
    (await findById(tx, "product", file)) ?? (await findCatalogRowByName(tx, "product", file.code));
  return broughtIn(file, there, async () => {
    const made = await atCells(record.row, file.cells, () =>
      createProduct(tx, act, parseInput(productApi.body, file.body, "body")),
    );
    return file.isInactive ? setProductStatus(tx, act, made.id, "inactive") : made;
  });
}

/** Brings a plan in with its prices; one of its id or code is there already. */
export async function applyPlan(tx: Tx, act: Act, record: MoveInRecord): Promise<Applied> {
  const file = read(planOf(record));
  return broughtIn(file, await findOffer(tx, "plan", file), async () => {
    const product_id = await productOfPlan(tx, record, file.product);
    const tax_id = await taxOf(tx, file.tax);
    const made = await atCells(record.row, file.cells, () =>
      createPlan(tx, act, parseInput(NewPlan, { ...file.body, product_id, tax_id }, "body")),
    );
    return file.isInactive ? setPlanStatus(tx, act, made.id, "inactive") : made;
  });
}

/** Brings an addon in; one of its id or code is there already. */
export async function applyAddon(tx: Tx, act: Act, record: MoveInRecord): Promise<Applied> {
  const file = read(addonOf(record));
  return broughtIn(file, await findOffer(tx, "addon", file), async () => {
    const tax_id = await taxOf(tx, file.tax);
    const made = await atCells(record.row, file.cells, () =>
      createAddon(tx, act, parseInput(NewAddon, { ...file.body, tax_id }, "body")),
    );
    return file.isInactive ? setAddonStatus(tx, act, made.id, "inactive") : made;
  });
}

/** What a record was read as; refused with all that is wrong with it. */
export function read<Value>(result: Result<Value, RowProblem[]>): Value {
  if (!result.ok) throw new RecordRefused(result.refusal);
  return result.value;
}

type Row = { id: string; version: number };

/** An offer is made where there is none yet, and never changed by an import. */
export async function broughtIn(
  { zohoId, code }: Pick<OfferOfFile<unknown>, "zohoId" | "code">,
  there: Row | undefined,
  make: () => Promise<Row>,
): Promise<Applied> {
  const { id, version } = there ?? (await make());
  const about = { name: code, subject: id, version, keys: keysOf(zohoId) };
  return there === undefined
    ? { outcome: "created", ...about }
    : { outcome: "skipped", ...about, note: "is there already" };
}

const kinds = { product: "products", plan: "plans", addon: "addons", coupon: "coupons" } as const;

/** What came in by the id of a record before. */
async function findById<Table extends CatalogTable>(
  tx: Tx,
  table: Table,
  { zohoId }: Pick<OfferOfFile<unknown>, "zohoId">,
): Promise<CatalogRow<Table> | undefined> {
  const id = zohoId === null ? undefined : await findMovedIn(tx, kinds[table], `zoho:${zohoId}`);
  return id === undefined ? undefined : findCatalogRow(tx, table, id);
}

/** What came in by the id of a record, or has its code. */
export async function findOffer<Table extends Exclude<CatalogTable, "product">>(
  tx: Tx,
  table: Table,
  file: Pick<OfferOfFile<unknown>, "zohoId" | "code">,
): Promise<CatalogRow<Table> | undefined> {
  return (await findById(tx, table, file)) ?? (await findCatalogRow(tx, table, file.code));
}

async function productOfPlan(
  tx: Tx,
  record: MoveInRecord,
  { zohoId, name }: { zohoId: string | null; name: string | null },
): Promise<string> {
  const named = name === null ? undefined : await findCatalogRowByName(tx, "product", name);
  const found = (await findById(tx, "product", { zohoId })) ?? named;
  if (found !== undefined) return found.id;
  const field = name === null ? "product_zoho_id" : "product_name";
  const [problem, remedy] =
    name === null && zohoId === null
      ? ["is empty", "Give the product of the plan."]
      : ["is no product that is there", "Import the products first, or correct the name."];
  throw new RecordRefused([cellProblem(record, field, problem, remedy)]);
}

async function taxOf(tx: Tx, named: NamedTax): Promise<string | null> {
  const { taxes, problems } = await findNamedTaxes(tx, [named]);
  if (problems.length > 0) throw new RecordRefused(problems);
  return taxes[0]?.id ?? null;
}
