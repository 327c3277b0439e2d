import { AppError } from "#kernel/errors.ts";
import type { RunId } from "#kernel/id.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { queueRun } from "#sync/run/run.commands.ts";
import { isUndo } from "#sync/run/run-plan.ts";
import { findActiveRun, findRunForUpdate } from "#sync/run/run.store.ts";
import type { Run } from "#sync/run/run.table.ts";

type Call = { deps: Deps; member: Pick<Member, "organizationId" | "actor"> };

/** Starts a run that takes another one back; as a preview it shows what that would do, and writes nothing (F86). */
export async function startUndo(
  { deps, member }: Call,
  id: RunId,
  { isPreview }: { isPreview: boolean },
): Promise<RunId> {
  return inOrganization(deps.db, member.organizationId, async (tx) => {
    const run = await findRunForUpdate(tx, id);
    if (!run) throw new AppError("run.not_found", { run: id });
    const active = await findActiveRun(tx, run.connection_id);
    if (active) throw new AppError("run.active", { run: active.id, kind: active.kind });
    refuse(run);
    const kind = isPreview ? "undo_preview" : "undo";
    return queueRun({ deps, member }, tx, run.connection_id, { kind, mode: "incremental", subject: id });
  });
}

function refuse({ id, kind, status, undone_by: undoneBy }: Run): void {
  if (undoneBy !== null) throw new AppError("run.undone", { run: id, undone_by: undoneBy });
  if (kind === "preview" || isUndo(kind)) {
    const what = kind === "undo" ? "an undo" : "a preview, which wrote nothing";
    throw new AppError("run.not_undoable", { message: `Run ${id} is ${what}`, run: id, kind, status });
  }
  if (status !== "done")
    throw new AppError("run.not_undoable", { message: `Run ${id} is ${status}`, run: id, kind, status });
}
