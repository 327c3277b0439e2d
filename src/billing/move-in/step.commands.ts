import { AppError } from "#kernel/errors.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import { holdingInserts } from "#platform/db/held.ts";
import { jsonText } from "#platform/db/json-text.ts";
import { totalRowWords } from "#platform/csv/total-row.ts";
import { inSavepoints, rehearse } from "#platform/db/savepoint.ts";
import type { Deps } from "#platform/deps.ts";
import type { OrganizationId } from "#kernel/id.ts";
import type { Act } from "#billing/act.ts";
import type { Applied, Scope } from "./apply.ts";
import { appliers } from "./appliers.commands.ts";
import { type CellForms, formsOf, isSurveyed, noSurvey, surveyed } from "./cell.ts";
import type { KindColumns } from "./column.ts";
import { columnsOf, tell } from "./move-in.commands.ts";
import { ownFields } from "./own-fields.commands.ts";
import {
  groupRows,
  listRecordsAfter,
  listRowsAfter,
  listWrittenBefore,
  type RecordEnd,
  writeEnds,
  writeKeys,
} from "./move-in-row.store.ts";
import { countOutcomes, takeMoveIn, updateMoveIn } from "./move-in.store.ts";
import { type MoveIn, type MoveInLine, noCounts } from "./move-in.ts";
import { saveMovedIn } from "./moved-in.store.ts";
import { readForAll } from "./read-once.commands.ts";
import { isTotal, keyOf, type KeptRow, type MoveInRecord, recordOf, type RowProblem } from "./record.ts";
import { problemsOf, RecordRefused } from "./refused.ts";
import { takeBackRecord } from "./undo.commands.ts";
import { statusAfterUndo } from "./undone.ts";

/** Rows whose keys are found at once, and records taken up at once, each batch in one transaction. */
const rowsAtOnce = 2000;
const recordsAtOnce = 50;

/** How long records are taken up in one transaction: others wait so long for what it holds. */
const stepMs = 250;

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
    return type !== undefined && isSurveyed(type) ? [{ at, type }] : [];
  });
  return rows
    .filter(({ fault }) => fault === null)
    .flatMap(({ cells }) => typed.map(({ at, type }) => ({ type, cell: cells[at] ?? "" })))
    .reduce((known, { type, cell }) => surveyed(known, type, cell), {
      ...noSurvey,
      ...survey,
    });
}

async function applySome(deps: Deps, tx: Tx, act: Act, moveIn: MoveIn): Promise<void> {
  const records = await listRecordsAfter(tx, moveIn.id, moveIn.position, recordsAtOnce);
  if (records.length === 0) return end(tx, act, moveIn);
  const reading = {
    kind: await columnsOf(tx, moveIn),
    forms: formsOf(moveIn, moveIn.survey),
    scope: { moveIn, fields: await ownFields(tx, moveIn.kind) },
  };
  const work = (): Promise<RecordEnd[]> =>
    holdingInserts(tx, () => applyAll(deps, tx, act, records, reading));
  const isPreview = moveIn.status === "previewing";
  const ends = await (isPreview ? rehearse(tx, work) : work());
  await writeEnds(tx, moveIn.id, ends);
  await updateMoveIn(tx, moveIn.id, { position: ends.at(-1)?.record ?? 0 });
}

type Reading = { kind: KindColumns; forms: CellForms; scope: Scope & { moveIn: MoveIn } };

/**
 * Takes records up one after the other, as many as there is time for: each comes in whole, or not at all and with the
 * reasons. Whoever writes a document meanwhile waits for the number that comes next.
 */
async function applyAll(
  deps: Deps,
  tx: Tx,
  act: Act,
  records: readonly MoveInLine[][],
  { kind, forms, scope }: Reading,
): Promise<RecordEnd[]> {
  const { moveIn } = scope;
  const read = records.map((rows) => recordOf(rows, moveIn.fields, kind, forms));
  await readForAll(
    tx,
    read.map(({ record }) => record),
    scope,
  );
  const parts = read.map(({ record, problems }, at) => async (): Promise<RecordEnd> => {
    const total = records[at]?.find((row) => isTotal(row, moveIn.fields, kind));
    if (total !== undefined) return totalEnd(total);
    if (problems.length > 0) throw new RecordRefused(problems);
    const made = await appliers[moveIn.kind](tx, act, record, scope);
    const { organization_id, kind: of, id: move_in_id } = moveIn;
    await saveMovedIn(tx, { organization_id, kind: of, subject: made.subject, move_in_id }, made.keys);
    return goodEnd(record.row, made);
  });
  const until = performance.now() + stepMs;
  const ended = await inSavepoints(tx, parts, () => performance.now() > until);
  return read.slice(0, ended.length).map(({ record }, at) => {
    const one = ended[at] ?? { error: new Error("it was not taken up") };
    return "value" in one ? one.value : failedEnd(record.row, whyOf(deps, moveIn, kind, record, one.error));
  });
}

function whyOf(
  deps: Pick<Deps, "log">,
  moveIn: MoveIn,
  { columns }: KindColumns,
  record: MoveInRecord,
  error: unknown,
): readonly RowProblem[] {
  if (error instanceof RecordRefused) return error.problems;
  if (error instanceof AppError) return problemsOf(record, moveIn.fields, columns, error);
  const { row } = record;
  deps.log.error({ err: error, move_in: moveIn.id, row }, "a record could not be imported");
  return [unknownProblem(row)];
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

/** A row that sums the others up is no record: nothing of it is written. */
function totalEnd({ row, cells }: KeptRow): RecordEnd {
  const name = cells.find((cell) => /\p{L}/u.test(cell))?.trim() ?? null;
  return { ...failedEnd(row, []), outcome: "skipped", name, note: totalRowWords };
}

/** Rows of it that have no problems of their own name the first one that has. */
function failedEnd(record: number, problems: readonly RowProblem[]): RecordEnd {
  const [first] = problems;
  const note = first === undefined ? null : `Left out with row ${first.row}, which is of the same record`;
  const nothing = { name: null, subject: null, version: null, changes: [] };
  const unsaid = { expected_balance: null, expected_credit: null };
  return { record, outcome: "failed", problems, note, ...nothing, ...unsaid };
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
  const counts = (await countOutcomes(tx, [moveIn.id])).get(moveIn.id) ?? noCounts;
  const isUndo = moveIn.status === "undoing";
  const status = isUndo ? statusAfterUndo(counts) : "done";
  await updateMoveIn(tx, moveIn.id, { status, finished_at: act.now });
  const happened = status === "undone" ? "taken_back" : isUndo ? "kept" : "done";
  await tell(tx, act, moveIn, happened, { ...counts });
}
