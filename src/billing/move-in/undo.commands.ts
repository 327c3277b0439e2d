import { AppError, viewOf } from "#kernel/errors.ts";
import { isConnectionLoss, type Tx } from "#platform/db/db.ts";
import { inSavepoint } from "#platform/db/savepoint.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import { writeEnds } from "./move-in-row.store.ts";
import type { MoveIn, MoveInLine } from "./move-in.ts";
import { forgetMovedIn } from "./moved-in.store.ts";
import { undoers } from "./undoers.commands.ts";

/** Takes a record back that an import made or changed; where that cannot be, the row says why and it stays. */
export async function takeBackRecord(
  deps: Pick<Deps, "log">,
  tx: Tx,
  act: Act,
  moveIn: MoveIn,
  line: MoveInLine,
): Promise<void> {
  const reason = await tryBack(deps, tx, act, moveIn, line);
  await writeEnds(tx, moveIn.id, [
    {
      record: line.row,
      outcome: reason === undefined ? "undone" : "kept",
      problems: [],
      note: reason ?? null,
      name: line.name,
      subject: line.subject,
      version: line.version,
      changes: line.changes,
      expected_balance: line.expected_balance === null ? null : BigInt(line.expected_balance),
      expected_credit: line.expected_credit === null ? null : BigInt(line.expected_credit),
    },
  ]);
}

async function tryBack(
  deps: Pick<Deps, "log">,
  tx: Tx,
  act: Act,
  moveIn: MoveIn,
  line: MoveInLine,
): Promise<string | undefined> {
  try {
    await inSavepoint(tx, async () => {
      await undoers[moveIn.kind](tx, act, line);
      if (line.changes.length === 0 && line.subject !== null) await forgetMovedIn(tx, line.subject);
    });
    return undefined;
  } catch (error) {
    if (isConnectionLoss(error)) throw error;
    if (error instanceof AppError) {
      const { title, remedy } = viewOf(error.code, error.facts);
      return `${title}. ${remedy}`;
    }
    deps.log.error({ err: error, move_in: moveIn.id, row: line.row }, "a record could not be taken back");
    return "could not be taken back, for a reason that is in the server's log";
  }
}
