import { type RawBuilder, sql } from "kysely";
import type { CustomerId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import { afterPrefix, searchTermsOf } from "./search-key.ts";
import "./customer.table.ts";

/** Among so many customers an index finds what is theirs; of more, some are on every page of a list anyway. */
const most = 2000;

/**
 * Whether a row is of a customer of whose name some word begins with the text, or whose company does, or into which one
 * of such a name was merged, because what it had keeps its name; undefined where the text is no name. `table` has the
 * columns organization_id and customer_id.
 */
export async function ofCustomersNamed(
  tx: Tx,
  text: string,
  table: string,
): Promise<RawBuilder<boolean> | undefined> {
  const { name } = searchTermsOf(text);
  if (name === undefined) return undefined;
  const { rows } = await sql<{ id: CustomerId }>`
    with recursive named as (
      select id from (select id from (${idsNamed(name)}) one limit ${most + 1}) found
      union select customer.merged_into from named join customer using (id) where customer.merged_into is not null)
    select id from named`.execute(tx);
  const customer = sql.ref(`${table}.customer_id`);
  if (rows.length <= most) return sql<boolean>`${customer} = ${anyOf(rows.map(({ id }) => id))}`;
  return sql<boolean>`exists (select from customer one
    where one.organization_id = ${sql.ref(`${table}.organization_id`)} and one.id = ${customer}
      and (${isNamed("one", name)} or exists (select from customer merged
        where merged.organization_id = one.organization_id and merged.merged_into = one.id and ${isNamed("merged", name)})))`;
}

function isNamed(customer: string, name: string): RawBuilder<boolean> {
  const [words, company] = [sql.ref(`${customer}.sort_name`), sql.ref(`${customer}.name_key`)];
  return sql<boolean>`(strpos(' ' || ${words}, ${` ${name}`}) > 0 or starts_with(${company}, ${name}))`;
}

/** Each way has an index of its own; they are those of `searchCustomers`. */
function idsNamed(name: string) {
  return sql`
    select id from customer where ${begins("sort_name", name)}
    union all select id from customer where ${begins("name_key", name)} and name_key <> sort_name
    union all select id from customer where ${begins("name_rest", name)}
    union all select customer_id from customer_later_words where ${begins("rest", name)}`;
}

function begins(column: string, prefix: string) {
  return sql`${sql.ref(column)} >= ${prefix} and ${sql.ref(column)} < ${afterPrefix(prefix)}`;
}
