import { AppError } from "#kernel/errors.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, isConnectionLoss, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { seatOf } from "#crm/user/seat.commands.ts";
import { mayDo } from "#crm/user/permissions.ts";
import { importRows } from "./batch.commands.ts";
import { maxErrors } from "./import.api.ts";
import { addCounts, type ImportCount, nothingImported } from "./import-count.ts";
import { type ImportPlan, type ImportRequest, planImport, withOpenPickLists } from "./import-plan.ts";
import type { CsvRow } from "#kernel/csv.ts";

/** Rows of one transaction: enough to make a statement's cost small, few enough that nobody waits for its locks. */
const batchSize = 500;

type Importing = { deps: Pick<Deps, "db" | "clock">; member: Member };
type Done = ImportCount & { plan: ImportPlan };

/** Imports a file in batches, each a transaction of its own; a dry run does the same in one that is taken back. */
export async function importFile(context: Importing, request: ImportRequest): Promise<Done> {
  const { plan, rows } = await open(context, request);
  const count = request.dry_run
    ? await rehearse(context, request, { plan, rows })
    : await perform(context, request, { plan, rows });
  return { ...count, plan };
}

type Opened = { plan: ImportPlan; rows: Iterable<CsvRow> };

async function open(context: Importing, request: ImportRequest): Promise<Opened> {
  const caller = await asCaller(context, request, ({ caller }) => Promise.resolve(caller));
  const planned = planImport(request, caller.fields[request.module]);
  if (planned.ok) return planned.value;
  const { code, ...facts } = planned.refusal;
  throw new AppError(code, facts);
}

/** Runs work as the member's CRM user, whose profile must allow the import. */
async function asCaller<Value>(
  { deps, member }: Importing,
  request: ImportRequest,
  work: (context: { tx: Tx; caller: CrmCaller }) => Promise<Value>,
): Promise<Value> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const found = await seatOf(tx, member);
    const needed =
      request.duplicates === "update"
        ? (["import", "create", "edit"] as const)
        : (["import", "create"] as const);
    if (!needed.every((right) => mayDo(found.permissions, request.module, right)))
      throw new AppError("crm_import.forbidden", {
        module: request.module,
        profile: found.user.profile.name,
      });
    return work({
      tx,
      caller: {
        ...found,
        fields: withOpenPickLists(found.fields, request.module),
        scope: undefined,
        isPerson: member.actor.kind === "user",
      },
    });
  });
}

async function perform(
  context: Importing,
  request: ImportRequest,
  { plan, rows }: Opened,
): Promise<ImportCount> {
  let done = nothingImported;
  try {
    for (const batch of batches(rows)) {
      const count = await asCaller(context, request, ({ tx, caller }) =>
        importRows({ tx, caller, module: request.module, plan }, batch),
      );
      done = addCounts(done, count, maxErrors);
    }
  } catch (error) {
    if (!isConnectionLoss(error) || done.total === 0) throw error;
    throw new AppError("crm_import.interrupted", {
      rows_done: done.total,
      created: done.created,
      updated: done.updated,
    });
  }
  await audit(context, request, done);
  return done;
}

/** Ends a rehearsal's transaction without keeping anything. */
class Rehearsed extends Error {
  readonly count: ImportCount;
  constructor(count: ImportCount) {
    super("rehearsed");
    this.count = count;
  }
}

async function rehearse(
  context: Importing,
  request: ImportRequest,
  { plan, rows }: Opened,
): Promise<ImportCount> {
  try {
    return await asCaller(context, request, async ({ tx, caller }) => {
      let done = nothingImported;
      for (const batch of batches(rows))
        done = addCounts(
          done,
          await importRows({ tx, caller, module: request.module, plan }, batch),
          maxErrors,
        );
      throw new Rehearsed(done);
    });
  } catch (error) {
    if (error instanceof Rehearsed) return error.count;
    throw error;
  }
}

function* batches(rows: Iterable<CsvRow>): Generator<CsvRow[]> {
  let batch: CsvRow[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

async function audit(
  { deps, member }: Importing,
  { module, duplicates }: ImportRequest,
  { total, created, updated, skipped, failed }: ImportCount,
): Promise<void> {
  await inOrganization(deps.db, member.organizationId, (tx) =>
    recordAudit(tx, {
      organizationId: member.organizationId,
      at: deps.clock.now(),
      actor: member.actor,
      action: "crm.records_imported",
      subject: { kind: "crm_module", id: module },
      details: { duplicates, total, created, updated, skipped, failed },
    }),
  );
}
