import { type RawBuilder, sql } from "kysely";
import type { ConnectionId, RunId } from "#kernel/id.ts";
import { anyOf } from "#platform/db/any-of.ts";
import type { Tx } from "#platform/db/db.ts";
import type { LinkRow, ListedLink } from "./link.table.ts";
import { isOver } from "./over.store.ts";

/** Closed links of a connection: all, those that a run closed, or those of some CRM records. */
export type ClosedOf = {
  connection: ConnectionId;
  run?: RunId | undefined;
  crmIds?: readonly string[] | undefined;
};

export type ClosedRow = Pick<
  LinkRow,
  "crm_id" | "crm_module" | "customer_id" | "target" | "state" | "updated_at"
> &
  Pick<ListedLink, "api_url" | "kind" | "name"> & {
    closed_by: RunId | null;
    reason: string | null;
  };

/** By these reasons of its history a run has closed the link of the record. */
const closing = sql`('undo.made', 'undo.inactive', 'undo.unlinked', 'undo.made_in_crm', 'customer.gone')`;

/** Closed links in the order of their CRM ids, with the run that closed them; `after` is the last one seen. */
export async function listClosedRows(
  tx: Tx,
  of: ClosedOf,
  { after = "", limit }: { after?: string | undefined; limit: number },
): Promise<ClosedRow[]> {
  const { rows } = await sql<ClosedRow>`
    select link.crm_id, link.crm_module, link.customer_id, link.target, link.state, link.updated_at, c.api_url, c.kind,
           coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), p.email, u.display_name, named.name, link.crm_id) as name,
           closer.run_id as closed_by, closer.reason
      from link
      join connection c on c.organization_id = link.organization_id and c.id = link.connection_id
      left join customer u on u.organization_id = link.organization_id and u.id = link.customer_id
      left join contact_person p on p.organization_id = link.organization_id and p.id = link.contact_person_id
      left join lateral (select r.name from sync_run_record r
                          where r.organization_id = link.organization_id and r.crm_id = link.crm_id
                          order by r.run_id desc limit 1) named on true
      left join lateral (select r.run_id, r.reason from sync_run_record r
                           join sync_run s on s.organization_id = r.organization_id and s.id = r.run_id
                          where r.organization_id = link.organization_id and r.crm_id = link.crm_id
                            and s.connection_id = link.connection_id and s.kind not in ('preview', 'undo_preview')
                            and s.queued_at >= link.linked_at and r.reason in ${closing}
                          order by r.run_id desc limit 1) closer on true
     where ${matches(of)} and link.crm_id > ${after}
     order by link.crm_id limit ${limit}`.execute(tx);
  return rows;
}

export async function countClosed(tx: Tx, of: ClosedOf): Promise<number> {
  const { rows } = await sql<{ n: string }>`select count(*) as n from link where ${matches(of)}`.execute(tx);
  return Number(rows[0]?.n ?? 0);
}

/** The CRM records of closed links. */
export async function listClosedIds(tx: Tx, of: ClosedOf): Promise<string[]> {
  const { rows } = await sql<{ crm_id: string }>`select link.crm_id from link where ${matches(of)}`.execute(
    tx,
  );
  return rows.map((row) => row.crm_id);
}

/** Forgets closed links, so that their CRM records are new to the next run. */
export async function forgetClosed(tx: Tx, of: ClosedOf): Promise<void> {
  await sql`delete from link where ${matches(of)}`.execute(tx);
}

/** A link as far as it can be refused. */
export type FoundLink = Pick<LinkRow, "crm_id" | "connection_id" | "state"> & { is_over: boolean };

/** The links of CRM records in whichever connection. */
export async function findLinksAnywhere(tx: Tx, crmIds: readonly string[]): Promise<FoundLink[]> {
  return tx
    .selectFrom("link")
    .select(["crm_id", "connection_id", "state"])
    .select(isOver.as("is_over"))
    .where("crm_id", "=", anyOf(crmIds))
    .execute();
}

function matches({ connection, run, crmIds }: ClosedOf): RawBuilder<boolean> {
  const byRun = sql`exists (select from sync_run_record r
     join sync_run s on s.organization_id = r.organization_id and s.id = r.run_id
    where r.organization_id = link.organization_id and r.run_id = ${run} and r.crm_id = link.crm_id
      and s.queued_at >= link.linked_at and r.reason in ${closing})`;
  return sql<boolean>`link.connection_id = ${connection} and ${isOver}
    and ${run === undefined ? sql`true` : byRun}
    and ${crmIds === undefined ? sql`true` : sql`link.crm_id = ${anyOf(crmIds)}`}`;
}
