import { type RawBuilder, sql } from "kysely";
import type { ModuleName } from "#crm/field/field.ts";

/**
 * Whose records a caller sees: their owners, by module. A module that is not there is seen whole: it is public, or the
 * caller does the set-up.
 */
export type Sight = { sees: Partial<Record<ModuleName, readonly string[]>> };

/**
 * The records of a module that a caller may see, as a condition over `crm_record r`, or another name of it. Every
 * statement that reads or writes records for somebody has it. What a visible record says is seen with it, the name of a
 * record that it looks up too; that record itself is not.
 */
export function visibleSql(
  { sees }: Sight,
  module: ModuleName,
  record: RawBuilder<unknown> = sql`r`,
): RawBuilder<boolean> {
  const owners = sees[module];
  if (owners === undefined) return sql<boolean>`true`;
  // One owner is the usual case, and a plain comparison is served in the order of the owner's index.
  return owners.length === 1
    ? sql<boolean>`${record}.owner_id = ${owners[0]}::bigint`
    : sql<boolean>`${record}.owner_id = any (${owners}::bigint[])`;
}

/** The same where records of several modules come together. */
export function visibleAnySql(sight: Sight, record: RawBuilder<unknown> = sql`r`): RawBuilder<boolean> {
  const modules = Object.keys(sight.sees) as ModuleName[];
  if (modules.length === 0) return sql<boolean>`true`;
  return sql<boolean>`(${sql.join(
    modules.map((module) => sql`(${record}.module <> ${module} or ${visibleSql(sight, module, record)})`),
    sql` and `,
  )})`;
}
