import type { Command } from "commander";
import { AppError } from "#kernel/errors.ts";
import { listClosedLinks, readmitLinks } from "#sync/link/readmit.api.ts";
import { counted } from "#app/figures.ts";
import { findConnection, withConnection } from "./connection.ts";
import { act } from "./context.ts";
import { limitOf } from "./limit.ts";
import { tableLines } from "./output.ts";

type ListOptions = { run?: string; limit: string; cursor?: string };
type ReadmitOptions = { run?: string; all?: boolean; dryRun?: boolean };

/** `concord closed`, `readmit`: CRM records that no run brings any more, and how they come again. */
export function addReadmitCommands(program: Command): void {
  act<ListOptions>(
    withConnection(
      program
        .command("closed")
        .description("CRM records that no run brings any more: undone, unlinked, or deleted in billing"),
    )
      .option("--run <run>", "only those that this run closed: an undo, or the run that it took back")
      .option("--limit <number>", "how many at most", "50")
      .option("--cursor <cursor>", "where to go on, from the answer before"),
    async (context) => {
      const { run, cursor } = context.options;
      const { id: connection } = await findConnection(context);
      const page = await context.call(listClosedLinks, {
        params: { connection },
        query: {
          limit: limitOf(context.options),
          ...(run === undefined ? {} : { run }),
          ...(cursor === undefined ? {} : { cursor }),
        },
      });
      const rows = page.items.map((one) => [one.crm_id, one.crm_module, one.name, one.words]);
      return { json: page, lines: [counted(page.total, "closed link"), ...tableLines(rows)] };
    },
  );
  act<ReadmitOptions>(
    withConnection(program.command("readmit [records...]"))
      .description(
        "let CRM records with closed links come again, with an account the contacts that ended with it; the next run treats them as new",
      )
      .option("--run <run>", "all that this run closed: an undo, or the run that it took back")
      .option("--all", "all of the connection")
      .option("--dry-run", "only count them; changes nothing"),
    async (context, ...records) => {
      const { run, all, dryRun: dry_run = false } = context.options;
      const chosen = [
        ...(records.length > 0 ? [{ crm_ids: records }] : []),
        ...(run === undefined ? [] : [{ run }]),
        ...(all === true ? [{ all }] : []),
      ];
      const [one, another] = chosen;
      if (one === undefined || another !== undefined)
        throw new AppError("cli.usage", {
          message: one === undefined ? "It is not said which" : "Which ones is said twice",
          remedy: "Give the ids of CRM records, --run RUN, or --all; concord closed lists them.",
        });
      const { id: connection } = await findConnection(context);
      const answer = await context.call(readmitLinks, { params: { connection }, body: { ...one, dry_run } });
      const what = counted(answer.count, "CRM record");
      const people = answer.people > 0 ? `, ${counted(answer.people, "contact")} of accounts among them` : "";
      const line = dry_run
        ? `${what} would come again${people}`
        : `${what} may come again${people}; the next run brings them`;
      return { json: answer, lines: [line] };
    },
  );
}
