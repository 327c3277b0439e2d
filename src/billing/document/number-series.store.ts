import { type Selectable, sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import { type NumberedKind, numberText } from "./kind.ts";
import { newSeries, type NumberSeries } from "./number-series.ts";
import type { NumberSeriesRow } from "./document.table.ts";

/**
 * Takes the next number of a series. The series stays locked until the transaction ends: if that is taken back, so is
 * the number, and none is missing afterwards.
 */
export async function takeNumber(
  tx: Tx,
  organizationId: OrganizationId,
  kind: NumberedKind,
): Promise<string> {
  const { prefix, digits } = newSeries(kind);
  const { rows } = await sql<{ prefix: string; taken: string; digits: number }>`
    insert into number_series (organization_id, kind, prefix, next_number, digits)
    values (${organizationId}, ${kind}, ${prefix}, 2, ${digits})
    on conflict (organization_id, kind) do update set next_number = number_series.next_number + 1
    returning prefix, next_number - 1 as taken, digits`.execute(tx);
  const [row] = rows;
  if (row === undefined) throw new Error(`no number of the series ${kind}`);
  return numberText(row.prefix, BigInt(row.taken), row.digits);
}

/** The series that were begun or set. */
export async function listNumberSeries(tx: Tx): Promise<NumberSeries[]> {
  return (await tx.selectFrom("number_series").selectAll().execute()).map(seriesOf);
}

/** A series, begun if it was not, and locked until the transaction ends: nobody takes a number meanwhile. */
export async function lockNumberSeries(
  tx: Tx,
  organizationId: OrganizationId,
  kind: NumberedKind,
): Promise<NumberSeries> {
  await tx
    .insertInto("number_series")
    .values({ organization_id: organizationId, ...newSeries(kind) })
    .onConflict((conflict) => conflict.columns(["organization_id", "kind"]).doNothing())
    .execute();
  const query = tx.selectFrom("number_series").selectAll().where("kind", "=", kind);
  return seriesOf(await query.forUpdate().executeTakeFirstOrThrow());
}

/**
 * Keeps others from giving a series another prefix until the transaction ends. The series itself is locked before, so that
 * whoever waits here holds no series that the other one waits for.
 */
export async function lockPrefixes(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`number series of ${organizationId}`}, 0))`.execute(
    tx,
  );
}

/** Writes how a series goes on; it must be locked. */
export async function updateNumberSeries(tx: Tx, { kind, ...series }: NumberSeries): Promise<void> {
  await tx.updateTable("number_series").set(series).where("kind", "=", kind).execute();
}

/** The highest number that is taken under a prefix, by whatever kind had it before; 0 where there is none. */
export async function highestNumber(tx: Tx, prefix: string): Promise<bigint> {
  const { rows } = await sql<{ highest: string }>`
    select coalesce(max(case when rest ~ '^[0-9]{1,18}$' then rest::numeric end), 0)::text as highest
      from (select number from document union all select number from payment union all select number from subscription) taken,
           substr(number, length(${prefix}) + 1) rest
     where starts_with(number, ${prefix})`.execute(tx);
  return BigInt(rows[0]?.highest ?? "0");
}

function seriesOf({
  organization_id: _organization,
  next_number,
  ...row
}: Selectable<NumberSeriesRow>): NumberSeries {
  return { ...row, next_number: BigInt(next_number) };
}
