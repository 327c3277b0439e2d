import type { Command } from "commander";
import { listRunRecords, type RunRecordView } from "#sync/run/run.api.ts";
import { undoRun } from "#sync/undo/undo.api.ts";
import { counted } from "#app/figures.ts";
import { act, type Context } from "./context.ts";
import type { Answer } from "./output.ts";
import { finishRun } from "./run.ts";

/** As many records as are named; the others are in the history. */
const mostNamed = 50;

/** `concord undo`: take back what a run did. */
export function addUndoCommand(program: Command): void {
  act<{ dryRun?: boolean }>(
    program
      .command("undo <run>")
      .description("take back what a run did; what was changed since stays and is named")
      .option("--dry-run", "only show what would be taken back; writes nothing"),
    async (context, run = "") => {
      const dry_run = context.options.dryRun === true;
      const started = await context.call(undoRun, { params: { run }, body: { dry_run } });
      const answer = await finishRun(context, started);
      return answer.failed === undefined ? withStaying(context, started.id, answer) : answer;
    },
  );
}

async function withStaying(context: Context<object>, run: string, answer: Answer): Promise<Answer> {
  const { items, next_cursor } = await context.call(listRunRecords, {
    params: { run },
    query: { outcome: "skipped", limit: mostNamed },
  });
  if (items.length === 0) return answer;
  const more = next_cursor === null ? [] : [`    … see concord history ${run} --outcome skipped`];
  const count = next_cursor === null ? counted(items.length, "record") : `more than ${mostNamed} records`;
  return {
    ...answer,
    json: { ...(answer.json as object), not_undone: items },
    lines: [...answer.lines, `Not undone, ${count}:`, ...items.flatMap(linesOf), ...more],
  };
}

/** `  Acme: Changed since the run …`, and each field with what it is now. */
function linesOf({ name, explanation, facts }: RunRecordView): string[] {
  const stays = (facts["stays"] ?? []) as { field: string; now: unknown; before: unknown }[];
  return [
    `  ${name}: ${explanation}`,
    ...stays.map(
      ({ field, now, before }) =>
        `    ${field} is ${JSON.stringify(now)} now, was ${JSON.stringify(before)} before the run`,
    ),
  ];
}
