import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { catalogKey } from "./catalog-key.ts";
import type { Linked } from "./catalog.table.ts";

/** Which tables say what something is for: whose they are, and what they name. */
const tables = {
  addon_plan: { owner: "addon_id", item: "plan_id", of: "plan", code: "plan_code" },
  coupon_plan: { owner: "coupon_id", item: "plan_id", of: "plan", code: "plan_code" },
  coupon_addon: { owner: "coupon_id", item: "addon_id", of: "addon", code: "addon_code" },
} as const;

export type LinkTable = keyof typeof tables;

/** What each of the owners names, by name. */
export async function findLinked(
  tx: Tx,
  table: LinkTable,
  owners: readonly string[],
): Promise<ReadonlyMap<string, Linked[]>> {
  const { owner, item, of, code } = tables[table];
  const { rows } = await sql<Linked & { owner: string }>`
    select link.${sql.ref(owner)} as owner, item.id, item.${sql.ref(code)} as code, item.name
      from ${sql.table(table)} link join ${sql.table(of)} item on item.id = link.${sql.ref(item)}
     where link.${sql.ref(owner)} = ${anyOf(owners)} order by item.sort_name, item.id`.execute(tx);
  const byOwner = Map.groupBy(rows, ({ owner: id }) => id);
  return new Map([...byOwner].map(([id, all]) => [id, all.map(({ owner: _owner, ...linked }) => linked)]));
}

/** Those that ids or codes name, by name. */
export async function findNamed(
  tx: Tx,
  table: LinkTable,
  references: readonly string[],
): Promise<(Linked & { code_key: string })[]> {
  const { of, code } = tables[table];
  const { rows } = await sql<Linked & { code_key: string }>`
    select id, ${sql.ref(code)} as code, name, code_key from ${sql.table(of)}
     where id = ${anyOf(references)} or code_key = ${anyOf(references.map(catalogKey))}
     order by sort_name, id`.execute(tx);
  return rows;
}

/** Lets an owner name these and no others. */
export async function replaceLinked(
  tx: Tx,
  table: LinkTable,
  {
    organizationId,
    owner,
    items,
  }: { organizationId: OrganizationId; owner: string; items: readonly string[] },
): Promise<void> {
  const { owner: ownerColumn, item } = tables[table];
  await sql`delete from ${sql.table(table)} where ${sql.ref(ownerColumn)} = ${owner}`.execute(tx);
  await sql`
    insert into ${sql.table(table)} (organization_id, ${sql.ref(ownerColumn)}, ${sql.ref(item)})
    select ${organizationId}, ${owner}, id from unnest(${items}::text[]) as id`.execute(tx);
}
