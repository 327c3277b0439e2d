import type { Command } from "commander";
import { AppError } from "#kernel/errors.ts";
import { listAuditLog, verifyAuditLog } from "#platform/audit/audit.api.ts";
import { lineOf } from "#app/failure.ts";
import { act } from "./context.ts";
import { tableLines } from "./output.ts";

type AuditOptions = {
  action?: string;
  actor?: string;
  from?: string;
  until?: string;
  limit: string;
  verify?: boolean;
};

/** `concord audit`: who did what, and whether the log is as it was written. */
export function addAuditCommands(program: Command): void {
  act<AuditOptions>(
    program
      .command("audit")
      .description("the audit log: who did what, newest first")
      .option(
        "--action <beginning>",
        "actions that begin so: connection finds all that was done with connections",
      )
      .option("--actor <id>", "what one person or key did")
      .option("--from <day>", "from this day on, in UTC: 2026-03-31")
      .option("--until <day>", "up to this day, in UTC")
      .option("--limit <number>", "how many at most", "50")
      .option("--verify", "check that no entry was changed or taken out"),
    async ({ call, options }) => {
      if (options.verify === true) {
        const found = await call(verifyAuditLog, {});
        return {
          json: found,
          lines: found.intact ? [`All ${found.entries} entries are as they were written`] : [],
          ...(found.intact
            ? {}
            : {
                failed: lineOf(
                  new AppError("audit.broken", {
                    message: `Entry ${found.first_broken_seq} of the audit log is not as it was written`,
                  }),
                ),
              }),
        };
      }
      const { action, actor, from, until, limit } = options;
      const given = { action, actor, from, until };
      const page = await call(listAuditLog, {
        query: {
          limit: Number(limit),
          ...Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined)),
        },
      });
      const rows = page.items.map((entry) => [
        entry.at,
        entry.actor_name,
        entry.action,
        `${entry.subject_kind} ${entry.subject_id}`,
      ]);
      return { json: page, lines: tableLines(rows) };
    },
  );
}
