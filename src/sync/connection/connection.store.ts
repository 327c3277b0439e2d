import { sql, type Selectable, type Updateable } from "kysely";
import type { ConnectionId, OrganizationId } from "#kernel/id.ts";
import type { Instant } from "#kernel/time.ts";
import type { Db, Tx } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import { isOver } from "#sync/link/over.store.ts";
import type { ConnectionRow, Watermarks } from "./connection.table.ts";
import { SyncSettings } from "./settings.api.ts";

export type Connection = Selectable<ConnectionRow>;

export async function findConnection(tx: Tx, id: ConnectionId): Promise<Connection | undefined> {
  return tx.selectFrom("connection").selectAll().where("id", "=", id).executeTakeFirst();
}

/**
 * Locks the row until the transaction ends, so that read, decide, write is one step. Not its key: whoever changes a
 * customer leaves a mark that refers to the connection, and must neither wait for a run nor be waited for.
 */
export async function findConnectionForUpdate(tx: Tx, id: ConnectionId): Promise<Connection | undefined> {
  return tx.selectFrom("connection").selectAll().where("id", "=", id).forNoKeyUpdate().executeTakeFirst();
}

export async function listConnectionRows(tx: Tx): Promise<Connection[]> {
  return tx.selectFrom("connection").selectAll().orderBy("id").execute();
}

export async function findConnectionByCrm(tx: Tx, zgid: string): Promise<Connection | undefined> {
  return tx
    .selectFrom("connection")
    .selectAll()
    .where("crm_zgid", "=", zgid)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Whether another organization is tied two-way to this CRM: then ours may be one-way only. Runs as concord_system. */
export async function isTakenTwoWay(
  system: Db,
  zgid: string,
  byOthersThan: OrganizationId,
): Promise<boolean> {
  const row = await system
    .selectFrom("connection")
    .select("id")
    .where("crm_zgid", "=", zgid)
    .where("organization_id", "!=", byOthersThan)
    .where("extent_allowed", "=", "two-way")
    .where("state", "!=", "disabled")
    .executeTakeFirst();
  return row !== undefined;
}

export type NewConnection = Omit<
  Connection,
  | "lease_epoch"
  | "lease_owner"
  | "lease_expires_at"
  | "watermarks"
  | "problem"
  | "problem_code"
  | "problem_since"
  | "mass_change"
  | "pushes"
  | "has_marker"
>;

export async function insertConnection(tx: Tx, row: NewConnection): Promise<void> {
  await tx
    .insertInto("connection")
    .values({
      ...row,
      lease_owner: null,
      lease_expires_at: null,
      watermarks: "{}",
      problem: null,
      problem_code: null,
      problem_since: null,
      mass_change: null,
    })
    .execute();
}

type Patch = Partial<
  Pick<
    Updateable<ConnectionRow>,
    | "mass_change"
    | "state"
    | "next_run_at"
    | "interval_minutes"
    | "config_version"
    | "approved_version"
    | "pushes"
    | "has_marker"
    | "email"
    | "credential"
    | "access_token"
    | "access_token_expires_at"
    | "token_refused_until"
    | "api_url"
    | "accounts_url"
    | "crm_user_id"
    | "crm_user_name"
    | "crm_currency"
    | "crm_company"
    | "last_full_at"
    | "extent_allowed"
    | "consent_by"
    | "consent_at"
  >
>;

export async function updateConnection(
  tx: Tx,
  id: ConnectionId,
  patch: Patch & { updated_at: Instant },
): Promise<void> {
  await tx.updateTable("connection").set(patch).where("id", "=", id).execute();
}

/** Notes or clears what a person must mend; the time stays that of the first notice. */
export async function setProblem(
  tx: Tx,
  id: ConnectionId,
  problem: { code: string; facts: Record<string, unknown> } | undefined,
  now: Instant,
): Promise<void> {
  await tx
    .updateTable("connection")
    .set({
      problem_code: problem?.code ?? null,
      problem: problem ? jsonText(problem.facts) : null,
      problem_since: problem ? sql<Instant>`coalesce(problem_since, ${now})` : null,
    })
    .where("id", "=", id)
    .execute();
}

/** Moves the watermarks, which never go back, and notes a complete reading; null makes the next run read everything. */
export async function saveWatermarks(
  tx: Tx,
  id: ConnectionId,
  watermarks: Watermarks,
  fullAt: Instant | null | undefined,
): Promise<void> {
  await tx
    .updateTable("connection")
    .set({
      watermarks: JSON.stringify(watermarks),
      ...(fullAt === undefined ? {} : { last_full_at: fullAt }),
    })
    .where("id", "=", id)
    .execute();
}

export async function insertSettings(
  tx: Tx,
  row: {
    organizationId: OrganizationId;
    connectionId: ConnectionId;
    version: number;
    settings: SyncSettings;
    by: string;
    at: Instant;
  },
): Promise<void> {
  await tx
    .insertInto("sync_config")
    .values({
      organization_id: row.organizationId,
      connection_id: row.connectionId,
      version: row.version,
      settings: jsonText(row.settings),
      created_by: row.by,
      created_at: row.at,
    })
    .execute();
}

/** The configuration of that version; undefined before the first. */
export async function findSettings(
  tx: Tx,
  connectionId: ConnectionId,
  version: number,
): Promise<SyncSettings | undefined> {
  const row = await tx
    .selectFrom("sync_config")
    .select("settings")
    .where("connection_id", "=", connectionId)
    .where("version", "=", version)
    .executeTakeFirst();
  // What a later version added has its default.
  return row && SyncSettings.parse(row.settings);
}

/** Whether other connections of the organization take changes of billing to their CRMs. */
export async function isOverheard(tx: Tx, id: ConnectionId): Promise<boolean> {
  const row = await tx
    .selectFrom("connection")
    .select("id")
    .where("pushes", "=", true)
    .where("id", "!=", id)
    .executeTakeFirst();
  return row !== undefined;
}

/** How many links are in which state, and how many have values that cannot go to the other side. */
export async function countLinks(
  tx: Tx,
  connectionId: ConnectionId,
): Promise<
  Record<"linked" | "out_of_view" | "deleted_in_crm" | "duplicate" | "with_issues" | "closed", number>
> {
  const { rows } = await sql<{ state: string; n: string; gone: string; issues: string }>`
    select link.state, count(*) as n, count(*) filter (where ${isOver}) as gone,
           count(link.issues) filter (where not ${isOver}) as issues
      from link where link.connection_id = ${connectionId} group by link.state`.execute(tx);
  const of = (name: string): number => {
    const row = rows.find(({ state }) => state === name);
    return Number(row?.n ?? 0) - Number(row?.gone ?? 0);
  };
  return {
    linked: of("linked"),
    out_of_view: of("out_of_view"),
    deleted_in_crm: of("deleted_in_crm"),
    duplicate: of("duplicate"),
    with_issues: rows.reduce((sum, row) => sum + Number(row.issues), 0),
    // Of what is gone in billing nothing comes any more either, whatever its link is called.
    closed: rows.reduce((sum, row) => sum + Number(row.gone), 0),
  };
}

/** The API credits of a connection's runs since a time. */
export async function sumCredits(tx: Tx, connectionId: ConnectionId, since: Instant): Promise<number> {
  const row = await tx
    .selectFrom("sync_run")
    .select((of) => of.fn.sum<string>("api_credits").as("credits"))
    .where("connection_id", "=", connectionId)
    .where("queued_at", ">=", since)
    .executeTakeFirst();
  return Number(row?.credits ?? 0);
}
