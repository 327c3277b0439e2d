import { AppError } from "#kernel/errors.ts";
import { inOrganization, isConnectionLoss, type Tx } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import { inSavepoint, rehearse } from "#platform/db/savepoint.ts";
import type { Deps } from "#platform/deps.ts";
import type { OrganizationId } from "#kernel/id.ts";
import type { Act } from "#billing/act.ts";
import type { Applied, Scope } from "./apply.ts";
import { appliers } from "./appliers.commands.ts";
import { type CellForms, formsOf, surveyed } from "./cell.ts";
import type { KindColumns } from "./column.ts";
import { columnsOf, tell } from "./move-in.commands.ts";
import { ownFields } from "./own-fields.commands.ts";
import {
  groupRows,
  listRecordsAfter,
  listRowsAfter,
  listWrittenBefore,
  type RecordEnd,
  writeEnd,
  writeKeys,
} from "./move-in-row.store.ts";
import { countOutcomes, takeMoveIn, updateMoveIn } from "./move-in.store.ts";
import type { MoveIn, MoveInLine } from "./move-in.ts";
import { saveMovedIn } from "./moved-in.store.ts";
import { keyOf, recordOf, type RowProblem } from "./record.ts";
import { problemsOf, RecordRefused } from "./refused.ts";
import { takeBackRecord } from "./undo.commands.ts";

/** Rows whose keys are found at once, and records taken up at once, each batch in one transaction. */
const rowsAtOnce = 2000;
const recordsAtOnce = 50;

/** The number of a row that comes after all others. */
const afterAll = 2_000_000_000;

/**
 * Goes one step further with the oldest import that waits; false where none does. All of a step is one transaction:
 * whoever is killed leaves it undone as a whole, and the next one does it.
 */
export async function stepMoveIn(deps: Deps, organizationId: OrganizationId): Promise<boolean> {
  return inOrganization(deps.db, organizationId, async (tx) => {
    const moveIn = await takeMoveIn(tx);
    if (moveIn === undefined) return false;
    const act: Act = { organizationId, actor: moveIn.actor, now: deps.clock.now(), ids: deps.ids };
    if (moveIn.status === "undoing") await takeBackSome(deps, tx, act, moveIn);
    else if (moveIn.record_count === null) await readSome(tx, moveIn);
    else await applySome(deps, tx, act, moveIn);
    return true;
  });
}

/** Finds which rows belong together, and what the file says of how it writes days and amounts. */
async function readSome(tx: Tx, moveIn: MoveIn): Promise<void> {
  const kind = await columnsOf(tx, moveIn);
  const rows = await listRowsAfter(tx, moveIn.id, moveIn.keyed, rowsAtOnce);
  const last = rows.at(-1);
  if (last === undefined) {
    await updateMoveIn(tx, moveIn.id, { record_count: await groupRows(tx, moveIn.id) });
    return;
  }
  await writeKeys(
    tx,
    moveIn.id,
    rows.map((row) => ({ row: row.row, key: keyOf(row, moveIn.fields, kind) })),
  );
  const survey = jsonText(surveyOf(moveIn, rows, kind));
  await updateMoveIn(tx, moveIn.id, { keyed: last.row, survey });
}

function surveyOf({ survey, fields }: MoveIn, rows: readonly MoveInLine[], { columns }: KindColumns) {
  const typed = fields.flatMap((field, at) => {
    const type = columns.find((column) => column.field === field)?.type;
    return type === "day" || type === "decimal" ? [{ at, type }] : [];
  });
  return rows
    .filter(({ fault }) => fault === null)
    .flatMap(({ cells }) => typed.map(({ at, type }) => ({ type, cell: cells[at] ?? "" })))
    .reduce((known, { type, cell }) => surveyed(known, type, cell), survey);
}

async function applySome(deps: Deps, tx: Tx, act: Act, moveIn: MoveIn): Promise<void> {
  const records = await listRecordsAfter(tx, moveIn.id, moveIn.position, recordsAtOnce);
  const last = records.at(-1)?.[0];
  if (last === undefined) return end(tx, act, moveIn);
  const reading = {
    kind: await columnsOf(tx, moveIn),
    forms: formsOf(moveIn, moveIn.survey),
    scope: { moveIn, fields: await ownFields(tx, moveIn.kind) },
  };
  const applyAll = async (): Promise<RecordEnd[]> => {
    const ends: RecordEnd[] = [];
    for (const rows of records) ends.push(await applyOne(deps, tx, act, rows, reading));
    return ends;
  };
  const isPreview = moveIn.status === "previewing";
  for (const one of await (isPreview ? rehearse(tx, applyAll) : applyAll()))
    await writeEnd(tx, moveIn.id, one);
  await updateMoveIn(tx, moveIn.id, { position: last.row });
}

type Reading = { kind: KindColumns; forms: CellForms; scope: Scope & { moveIn: MoveIn } };

/** A record comes in whole, or not at all and with the reasons. */
async function applyOne(
  deps: Deps,
  tx: Tx,
  act: Act,
  rows: readonly MoveInLine[],
  { kind, forms, scope }: Reading,
): Promise<RecordEnd> {
  const { moveIn } = scope;
  const { record, problems } = recordOf(rows, moveIn.fields, kind, forms);
  if (problems.length > 0) return failedEnd(record.row, problems);
  try {
    const applied = await inSavepoint(tx, async () => {
      const made = await appliers[moveIn.kind](tx, act, record, scope);
      const { organization_id, kind: of, id: move_in_id } = moveIn;
      await saveMovedIn(tx, { organization_id, kind: of, subject: made.subject, move_in_id }, made.keys);
      return made;
    });
    return goodEnd(record.row, applied);
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    if (error instanceof RecordRefused) return failedEnd(record.row, error.problems);
    if (error instanceof AppError) return failedEnd(record.row, problemsOf(record.row, error));
    deps.log.error({ err: error, move_in: moveIn.id, row: record.row }, "a record could not be imported");
    return failedEnd(record.row, [unknownProblem(record.row)]);
  }
}

function unknownProblem(row: number): RowProblem {
  return {
    row,
    field: null,
    value: null,
    problem: "could not be imported, for a reason that is in the server's log",
    remedy: "Ask who runs the server.",
  };
}

function goodEnd(record: number, { keys: _keys, note, changes, ...applied }: Applied): RecordEnd {
  return {
    record,
    problems: [],
    note: note ?? null,
    changes: changes ?? [],
    ...applied,
    expected_balance: applied.expected_balance ?? null,
    expected_credit: applied.expected_credit ?? null,
  };
}

function failedEnd(record: number, problems: readonly RowProblem[]): RecordEnd {
  const nothing = { name: null, subject: null, version: null, changes: [] };
  const unsaid = { expected_balance: null, expected_credit: null };
  return { record, outcome: "failed", problems, note: null, ...nothing, ...unsaid };
}

async function takeBackSome(deps: Deps, tx: Tx, act: Act, moveIn: MoveIn): Promise<void> {
  const before = moveIn.position === 0 ? afterAll : moveIn.position;
  const rows = await listWrittenBefore(tx, moveIn.id, before, recordsAtOnce);
  const last = rows.at(-1);
  if (last === undefined) return end(tx, act, moveIn);
  for (const row of rows) await takeBackRecord(deps, tx, act, moveIn, row);
  await updateMoveIn(tx, moveIn.id, { position: last.row });
}

async function end(tx: Tx, act: Act, moveIn: MoveIn): Promise<void> {
  if (moveIn.status === "previewing") {
    await updateMoveIn(tx, moveIn.id, { status: "previewed" });
    return;
  }
  const status = moveIn.status === "running" ? "done" : "undone";
  await updateMoveIn(tx, moveIn.id, { status, finished_at: act.now });
  const counts = (await countOutcomes(tx, [moveIn.id])).get(moveIn.id);
  await tell(tx, act, moveIn, status === "done" ? "done" : "taken_back", { ...counts });
}
