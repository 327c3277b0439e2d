import { AppError } from "#kernel/errors.ts";
import type { ConnectionId, RunId } from "#kernel/id.ts";
import { cursorId, pageOf } from "#kernel/page.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { audit, getConnectionRow } from "#sync/connection/connection.commands.ts";
import { findConnectionForUpdate, updateConnection } from "#sync/connection/connection.store.ts";
import { findActiveRun, findRun } from "#sync/run/run.store.ts";
import { crmRecordUrl } from "./link-view.ts";
import { findPeopleClosedWith } from "./over.store.ts";
import { closedWhy, closedWords, notClosed } from "./readmit.ts";
import type { Chosen, ClosedLinkView } from "./readmit.api.ts";
import {
  type ClosedOf,
  type ClosedRow,
  countClosed,
  findLinksAnywhere,
  forgetClosed,
  listClosedIds,
  listClosedRows,
} from "./readmit.store.ts";

type Call = { deps: Deps; member: Member };
type Page = { run?: string | undefined; cursor?: string | undefined; limit: number };

/** A page of closed links, and how many there are in all. */
export async function listClosed(
  { deps, member }: Call,
  id: string,
  { run, cursor, limit }: Page,
): Promise<{ items: ClosedLinkView[]; next_cursor: string | null; total: number }> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const { id: connection } = await getConnectionRow(tx, id);
    const of = { connection, run: run === undefined ? undefined : await closerOf(tx, connection, run) };
    const rows = await listClosedRows(tx, of, { after: cursorId(cursor), limit: limit + 1 });
    const people = await findPeopleClosedWith(tx, connection, accountsOf(rows));
    const view = (row: ClosedRow): ClosedLinkView => closedView(row, people.get(row.crm_id)?.length ?? 0);
    const page = pageOf(rows, limit, ({ crm_id }) => ({ value: null, id: crm_id }), view);
    return { ...page, total: await countClosed(tx, of) };
  });
}

/** How many come again; `people` of them were not named, and come with their account. */
type Readmitted = { count: number; people: number };

/**
 * Lets CRM records come again whose links are closed, and with an account the contacts whose links ended with its own:
 * the links are forgotten, and the next run reads everything, because the records have not changed. What the run makes of
 * each is what it makes of any new one, duplicates included.
 */
export async function readmit(call: Call, id: string, chosen: Chosen): Promise<Readmitted> {
  const { deps, member } = call;
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    // Held as a run's batch holds it, so that no run begins meanwhile.
    const connection = await findConnectionForUpdate(tx, id as ConnectionId);
    if (!connection) throw new AppError("connection.not_found", { connection: id });
    const of = await findChosen(tx, connection.id, chosen);
    const named = await listClosedIds(tx, of);
    const ended = await findPeopleClosedWith(tx, connection.id, named);
    const crmIds = new Set([...named, ...[...ended.values()].flat()]);
    const readmitted = { count: crmIds.size, people: crmIds.size - named.length };
    if (chosen.dry_run) return readmitted;
    // A run that is reading everything would be done without them, and the next one read only what changes.
    const active = await findActiveRun(tx, connection.id);
    if (active) throw new AppError("run.active", { run: active.id, kind: active.kind });
    if (named.length === 0) throw new AppError("link.none_closed", { run: chosen.run ?? null });
    await forgetClosed(tx, { connection: connection.id, crmIds: [...crmIds] });
    await updateConnection(tx, connection.id, { last_full_at: null, updated_at: deps.clock.now() });
    await audit(tx, call, "connection.links_readmitted", id, {
      ...readmitted,
      ...(chosen.run === undefined ? {} : { run: chosen.run }),
      ...(chosen.crm_ids === undefined ? {} : { crm_ids: chosen.crm_ids }),
    });
    return readmitted;
  });
}

function accountsOf(rows: readonly ClosedRow[]): string[] {
  return rows.flatMap(({ target, crm_id }) => (target === "customer" ? [crm_id] : []));
}

async function findChosen(
  tx: Tx,
  connection: ConnectionId,
  { run, crm_ids: crmIds }: Chosen,
): Promise<ClosedOf> {
  if (crmIds === undefined)
    return { connection, run: run === undefined ? undefined : await closerOf(tx, connection, run) };
  const wrong = notClosed(crmIds, await findLinksAnywhere(tx, crmIds), connection);
  const [first] = wrong;
  if (first) {
    const message = `The CRM record ${first.crm_id} ${first.why}${wrong.length > 1 ? `, and ${wrong.length - 1} more cannot come again either` : ""}`;
    throw new AppError("link.not_closed", { message, records: wrong });
  }
  return { connection, crmIds };
}

/** The run that closed links: the named one, or the one that has taken it back. */
async function closerOf(tx: Tx, connection: ConnectionId, id: string): Promise<RunId> {
  const run = await findRun(tx, id as RunId);
  if (!run) throw new AppError("run.not_found", { run: id });
  if (run.connection_id !== connection) {
    const message = `Run ${id} is one of another connection`;
    throw new AppError("run.not_found", { message, run: id, connection: run.connection_id });
  }
  return run.undone_by ?? run.id;
}

function closedView(row: ClosedRow, people: number): ClosedLinkView {
  const why = closedWhy(row, row.reason);
  return {
    crm_module: row.crm_module,
    crm_id: row.crm_id,
    crm_url: crmRecordUrl(row, row.crm_module, row.crm_id),
    name: row.name,
    customer: row.customer_id,
    is_person: row.target === "contact_person",
    people,
    why,
    words: closedWords[why],
    run: row.closed_by,
    closed_at: row.updated_at,
  };
}
