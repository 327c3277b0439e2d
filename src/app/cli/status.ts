import type { Command } from "commander";
import { AppError } from "#kernel/errors.ts";
import * as api from "#sync/connection/connection.api.ts";
import { lineOfTrouble } from "#app/failure.ts";
import { findConnection, told, withConnection } from "./connection.ts";
import { act } from "./context.ts";
import type { Answer } from "./output.ts";
import { tallyOf } from "./tally.ts";

type Minutes = 0 | 15 | 60 | 120 | 1440;

/** How people say an interval; the API has minutes. */
const intervals: Record<string, Minutes> = { off: 0, "15m": 15, "1h": 60, "2h": 120, daily: 1440 };

/** `concord status`, `check`, `schedule`: how the connections are, and when they run. */
export function addStatusCommands(program: Command): void {
  act(
    program
      .command("status")
      .description("the CRM connections: state, schedule, last run, and what needs a person"),
    async ({ call }) => {
      const { items } = await call(api.listConnections, {});
      const lines = items.length === 0 ? ["No CRM is connected yet"] : items.flatMap(linesOf);
      return { json: { connections: items }, lines, ...failureOf(items) };
    },
  );

  act(
    withConnection(
      program
        .command("check")
        .description("test key, user, modules, currency, views and mapped fields of a connection now"),
    ),
    async (context) => {
      const { id } = await findConnection(context);
      const checked = await context.call(api.checkHealth, { params: { connection: id } });
      const lines = checked.problem ? [] : [`${checked.crm_company} (${id}): all is well`];
      return { json: checked, lines, ...failureOf([checked]) };
    },
  );

  act(
    withConnection(
      program
        .command("schedule <interval>")
        .description("how often auto-sync runs: 15m, 1h, 2h, daily or off"),
    ),
    async (context, interval = "") => {
      const minutes = intervals[interval.toLowerCase()];
      if (minutes === undefined)
        throw new AppError("cli.usage", {
          message: `${interval} is no interval`,
          remedy: `Choose ${Object.keys(intervals).join(", ")}.`,
        });
      const { id } = await findConnection(context);
      return told(
        await context.call(api.setSchedule, {
          params: { connection: id },
          body: { interval_minutes: minutes },
        }),
      );
    },
  );
}

function linesOf(connection: api.ConnectionView): string[] {
  const { last_run: last, counts, problem } = connection;
  const inAgreement = [
    `linked ${counts.linked}`,
    `out of view ${counts.out_of_view}`,
    `deleted in CRM ${counts.deleted_in_crm}`,
    `duplicates ${counts.duplicate}`,
    `with issues ${counts.with_issues}`,
    `conflicts ${counts.conflicts}`,
    ...(counts.closed > 0 ? [`closed ${counts.closed}`] : []),
  ].join(", ");
  return [
    ...told(connection).lines,
    `  last run: ${last ? `${last.status} ${last.finished_at ?? "not finished"}, ${tallyOf(last)}` : "none"}`,
    `  live: ${connection.live ? "changes arrive within seconds" : `no. ${connection.live_why_not}`}`,
    `  records: ${inAgreement}`,
    ...(problem ? [`  needs you since ${problem.since}: ${problem.title}; ${problem.remedy}`] : []),
  ];
}

/** A connection that needs a person makes the command end with 1, so that a monitor can run it. */
function failureOf(connections: readonly api.ConnectionView[]): Pick<Answer, "failed"> {
  const problem = connections.find((one) => one.problem !== null)?.problem;
  return problem ? { failed: lineOfTrouble(problem) } : {};
}
