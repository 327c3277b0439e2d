import { type RawBuilder, sql } from "kysely";
import type { Probe } from "#crm/criteria/probe.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { Tx } from "#platform/db/db.ts";

/** More records than this are not fetched by their ids: a page of them is found sooner by walking the records. */
const mostFound = 5_000;

/**
 * The ids among which all records are that a probe is about, deleted ones and those that the caller does not see among
 * them; undefined where they are too many, or the database cannot tell.
 */
export async function findByProbe(tx: Tx, module: ModuleName, probe: Probe): Promise<string[] | undefined> {
  switch (probe.by) {
    case "all":
      return smallest(tx, module, probe.of);
    case "any":
      return together(tx, module, probe.of);
    case "words":
      return findByWords(tx, module, probe, mostFound);
    case "piece":
      return idsIn(tx, sql`select crm_ids_by_piece(${module}, ${probe.text}, ${mostFound})::text[] as ids`);
    case "order":
      return bounded(
        tx,
        sql`select v.record_id as id from crm_value_order v where v.organization_id = current_organization()
          and v.module = ${module} and v.field = ${probe.field} and v.place between ${probe.from}::float8 and ${probe.to}::float8`,
      );
    default:
      return bounded(
        tx,
        sql`select r.id from crm_record r where r.organization_id = current_organization() and r.module = ${module}
          and r.deleted_time is null and ${probe.condition}`,
      );
  }
}

/** The same by the words of a text, where those are `most` records or fewer. */
export async function findByWords(
  tx: Tx,
  module: ModuleName,
  { text, startsWhole, endsWhole }: Omit<Extract<Probe, { by: "words" }>, "by">,
  most: number,
): Promise<string[] | undefined> {
  return idsIn(
    tx,
    sql`select crm_ids_by_words(${module}, ${text}, ${startsWhole}, ${endsWhole}, ${most})::text[] as ids`,
  );
}

/** Of probes that must all hold one is enough; those that stop early by themselves are asked first. */
async function smallest(tx: Tx, module: ModuleName, probes: readonly Probe[]): Promise<string[] | undefined> {
  const cheapestFirst = probes.toSorted((one, other) => costOf(one) - costOf(other));
  for (const probe of cheapestFirst) {
    const ids = await findByProbe(tx, module, probe);
    if (ids) return ids;
  }
  return undefined;
}

async function together(tx: Tx, module: ModuleName, probes: readonly Probe[]): Promise<string[] | undefined> {
  const all = new Set<string>();
  for (const probe of probes) {
    const ids = await findByProbe(tx, module, probe);
    if (!ids) return undefined;
    for (const id of ids) all.add(id);
    if (all.size > mostFound) return undefined;
  }
  return [...all];
}

/** What belongs together costs as much as its dearest part. */
function costOf(probe: Probe): number {
  if ("of" in probe) return Math.max(...probe.of.map(costOf));
  return { order: 1, index: 2, piece: 3, words: 3 }[probe.by];
}

async function bounded(tx: Tx, found: RawBuilder<unknown>): Promise<string[] | undefined> {
  const ids = await idsIn(
    tx,
    sql`select coalesce(array_agg(id::text), '{}') as ids from (${found} limit ${mostFound + 1}) few`,
  );
  return ids && ids.length <= mostFound ? ids : undefined;
}

async function idsIn(tx: Tx, query: RawBuilder<unknown>): Promise<string[] | undefined> {
  const { rows } = await (query as RawBuilder<{ ids: string[] | null }>).execute(tx);
  return rows[0]?.ids ?? undefined;
}
