import { AppError } from "#kernel/errors.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Tx } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import { noSurvey } from "./cell.ts";
import { chosenFields, type KindColumns, missingField } from "./column.ts";
import { columnsFor } from "./kind-columns.ts";
import { isAtWork, type MoveInStatus } from "./move-in-kind.ts";
import { clearEnds, clearRows } from "./move-in-row.store.ts";
import { findMoveIn, removeMoveIn, updateMoveIn } from "./move-in.store.ts";
import type { MoveIn } from "./move-in.ts";
import { ownFields } from "./own-fields.commands.ts";
import type { MoveInId } from "./move-in.table.ts";
import { moveInQueue } from "./queue.ts";

/** An import of the organization; refuses with `move_in.not_found`. */
export async function getMoveIn(tx: Tx, id: MoveInId, options?: { lock: boolean }): Promise<MoveIn> {
  const found = await findMoveIn(tx, id, options);
  if (found === undefined) throw new AppError("move_in.not_found", { move_in: id });
  return found;
}

/** The columns that a file of this import may have. */
export async function columnsOf(tx: Tx, { kind }: Pick<MoveIn, "kind">): Promise<KindColumns> {
  return columnsFor(kind, await ownFields(tx, kind));
}

/** How a file is read: what may be chosen until it is imported. */
export type Choices = Partial<Pick<MoveIn, "fields" | "existing" | "date_order" | "decimal_sign">>;

/** Reads a file in another way; what a preview said before holds no longer. */
export async function chooseMoveIn(tx: Tx, id: MoveInId, choices: Choices): Promise<MoveIn> {
  const moveIn = await inStatus(tx, id, ["new", "previewed"]);
  const fields = choices.fields;
  if (fields !== undefined) {
    const chosen = chosenFields(moveIn.headings, fields, await columnsOf(tx, moveIn));
    if (!chosen.ok) throw new AppError("move_in.mapping_invalid", { message: chosen.refusal });
  }
  const next = { ...choices, status: "new" as const, record_count: null, keyed: 0, position: 0 };
  await updateMoveIn(tx, id, next);
  if (moveIn.status === "previewed") await clearRows(tx, id);
  return { ...moveIn, ...next };
}

/** Has a worker find out what an import would do; refuses where a field is missing. */
export async function previewMoveIn(deps: Pick<Deps, "jobs">, tx: Tx, act: Act, id: MoveInId): Promise<void> {
  const moveIn = await inStatus(tx, id, ["new", "previewed"]);
  const missing = missingField(moveIn.fields, await columnsOf(tx, moveIn));
  if (missing !== undefined) throw new AppError("move_in.mapping_invalid", { message: missing });
  await clearRows(tx, id);
  const again = { record_count: null, keyed: 0, survey: jsonText(noSurvey) };
  await start(deps, tx, act, moveIn, "previewing", again);
}

/** Has a worker import the records that a preview was shown of. */
export async function runMoveIn(deps: Pick<Deps, "jobs">, tx: Tx, act: Act, id: MoveInId): Promise<void> {
  const moveIn = await inStatus(tx, id, ["previewed"]);
  await clearEnds(tx, id);
  await start(deps, tx, act, moveIn, "running", { started_at: act.now });
}

/** Has a worker take an import back, as far as nothing builds on it. */
export async function undoMoveIn(deps: Pick<Deps, "jobs">, tx: Tx, act: Act, id: MoveInId): Promise<void> {
  const moveIn = await inStatus(tx, id, ["done", "undone"]);
  await start(deps, tx, act, moveIn, "undoing", {});
}

/** Takes away a file with its rows. What it brought stays, and is known again when it is imported once more. */
export async function deleteMoveIn(tx: Tx, act: Act, id: MoveInId): Promise<void> {
  const moveIn = await getMoveIn(tx, id, { lock: true });
  if (isAtWork(moveIn.status)) throw new AppError("move_in.at_work", { move_in: id });
  await removeMoveIn(tx, id);
  await tell(tx, act, moveIn, "deleted");
}

async function start(
  deps: Pick<Deps, "jobs">,
  tx: Tx,
  act: Act,
  moveIn: MoveIn,
  status: "previewing" | "running" | "undoing",
  change: Parameters<typeof updateMoveIn>[2],
): Promise<void> {
  const actor = jsonText(act.actor);
  await updateMoveIn(tx, moveIn.id, { ...change, status, actor, position: 0, finished_at: null });
  if (status !== "previewing") await tell(tx, act, moveIn, status === "running" ? "started" : "undo_started");
  await deps.jobs.send(tx, moveInQueue, { organizationId: act.organizationId });
}

async function inStatus(tx: Tx, id: MoveInId, allowed: readonly MoveInStatus[]): Promise<MoveIn> {
  const moveIn = await getMoveIn(tx, id, { lock: true });
  if (allowed.includes(moveIn.status)) return moveIn;
  if (isAtWork(moveIn.status)) throw new AppError("move_in.at_work", { move_in: id });
  const message = `The import is ${moveIn.status}, and must be ${allowed.join(" or ")} for this`;
  throw new AppError("move_in.not_in_this_status", { move_in: id, message });
}

/** Writes what became of an import to the audit log. */
export async function tell(
  tx: Tx,
  act: Act,
  { id, kind, file_name: file }: Pick<MoveIn, "id" | "kind" | "file_name">,
  happened: string,
  details: Record<string, unknown> = {},
): Promise<void> {
  await recordAudit(tx, {
    organizationId: act.organizationId,
    actor: act.actor,
    at: act.now,
    action: `move_in.${happened}`,
    subject: { kind: "move_in", id },
    details: { kind, file, ...details },
  });
}
