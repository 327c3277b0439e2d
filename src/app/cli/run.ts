import type { Command } from "commander";
import { AppError } from "#kernel/errors.ts";
import * as api from "#sync/run/run.api.ts";
import { findConnection, withConnection } from "./connection.ts";
import { act, type Context } from "./context.ts";
import { CallError } from "#platform/http/call.ts";
import { lineOf, lineOfTrouble } from "#app/failure.ts";
import { counted } from "#app/figures.ts";
import { drawProgress } from "#app/progress.ts";
import { waitForRun } from "#app/wait-for-run.ts";
import { writeOwnFile } from "./file.ts";
import { startRun } from "./start-run.ts";
import { limitOf } from "./limit.ts";
import { type Answer, tableLines } from "./output.ts";
import { tallyOf } from "./tally.ts";

type HistoryOptions = { limit: string; status?: string; outcome?: string; changes?: boolean; csv?: string };

/** `concord preview`, `sync`, `fetch`, `cancel`, `history`. */
export function addRunCommands(program: Command): void {
  act(
    withConnection(program.command("preview").description("show what a run would do; writes nothing")),
    async (context) => {
      const { id } = await findConnection(context);
      const params = { connection: id };
      return finishRun(context, await startRun(context, () => context.call(api.startPreview, { params })));
    },
  );
  act<{ full?: boolean; preview?: string }>(
    withConnection(program.command("sync"))
      .description("run now and wait for the end; Ctrl C leaves the run going")
      .option("--full", "compare every record of the view, not only the changes")
      .option("--preview <run>", "do exactly what this preview showed"),
    async (context) => {
      const { full, preview } = context.options;
      const { id } = await findConnection(context);
      const input = {
        params: { connection: id },
        body: { full: full === true, ...(preview === undefined ? {} : { preview }) },
      };
      return finishRun(context, await startRun(context, () => context.call(api.startSync, input)));
    },
  );
  act(
    program.command("fetch <customer>").description("fetch this customer's record from the CRM"),
    async (context, customer = "") =>
      finishRun(
        context,
        await startRun(context, () => context.call(api.fetchCustomer, { params: { customer } })),
      ),
  );
  act(
    withConnection(
      program
        .command("cancel [run]")
        .description("stop a run after its present batch; the one that is active where none is named"),
    ),
    async (context, run) => {
      const id = run ?? (await activeRun(context));
      const view = await context.call(api.cancelRun, { params: { run: id } });
      return { json: view, lines: [`Run ${id} stops after its present batch; what it had done is kept`] };
    },
  );
  act<HistoryOptions>(
    withConnection(program.command("history [run]"))
      .description("the runs, newest first; or what one run did with each record")
      .option("--limit <number>", "how many at most", "50")
      .option("--status <status>", "only runs that are queued, running, done, failed or cancelled")
      .option("--outcome <outcome>", "only records with this outcome")
      .option("--changes", "each field of a record, before and after")
      .option("--csv <file>", "write all records of the run to a CSV file"),
    (context, run) => (run === undefined ? runs(context) : records(context, run)),
  );
}

/** Waits for the end of a run and answers how it went; Ctrl C leaves it going. */
export async function finishRun(context: Context<object>, started: api.RunView): Promise<Answer> {
  const { caller } = await context.target();
  const leave = (): void => {
    process.stderr.write(`\nThe run goes on; see concord history ${started.id}\n`);
    process.exit(130);
  };
  process.once("SIGINT", leave);
  const run = await waitForRun(caller, started, drawProgress(process.stderr)).catch((error: unknown) => {
    throw lostSight(error, started);
  });
  process.off("SIGINT", leave);
  return answerOf(run);
}

/** A server that went away under a waiting command: the run is kept, which the general words do not say. */
function lostSight(error: unknown, { id }: api.RunView): unknown {
  if (!(error instanceof CallError) || error.status !== 0) return error;
  const remedy = `The run goes on once the server runs again; see concord history ${id}.`;
  return new CallError(error.status, { ...error.view, remedy });
}

const always = [
  "fetched",
  "created",
  "updated",
  "overwritten",
  "merged",
  "cloned",
  "skipped",
  "unchanged",
  "failed",
  "conflicts",
] as const;

/** The outcome of a run; the ten counts that every run has are always there, the rest where they are not zero. */
function answerOf(run: api.RunView): Answer {
  const zeros = Object.fromEntries(always.map((name) => [name, 0]));
  const counts = {
    ...zeros,
    ...Object.fromEntries(Object.entries(run.counts).filter(([name, count]) => count !== 0 || name in zeros)),
  };
  const { id, status, error, api_calls, api_credits } = run;
  const seconds = run.seconds ?? 0;
  const ended = `${run.kind.endsWith("preview") ? "Preview" : "Run"} ${id} is ${status} after ${seconds.toFixed(1)} s, ${counted(api_calls, "API call")}, ${counted(api_credits, "credit")}`;
  return {
    // Only a run that did not do its work has something to explain.
    json: { run: id, status, ...(error ? { error } : {}), counts, api_calls, api_credits, seconds },
    lines: [ended, tallyOf({ counts, status })],
    ...badEnd(run),
  };
}

/** A run that did not do its work makes the command end with 1, whether it was waited for or is looked up. */
function badEnd({ id, status, error }: api.RunView): Pick<Answer, "failed"> {
  if (status !== "failed" && status !== "cancelled") return {};
  if (error) return { failed: lineOfTrouble(error) };
  const code = status === "cancelled" ? "run.cancelled" : "run.failed";
  return {
    failed: lineOf(
      new AppError(code, { message: `The run ${id} ${status === "cancelled" ? "was cancelled" : "failed"}` }),
    ),
  };
}

async function runs(context: Context<HistoryOptions>): Promise<Answer> {
  const { connection: wanted, status } = context.options;
  const known: readonly string[] = api.RunView.shape.status.options;
  if (status !== undefined && !known.includes(status))
    throw new AppError("cli.usage", {
      message: `${status} is no status of a run`,
      remedy: `Choose ${known.join(", ")}.`,
    });
  const page = await context.call(api.listRuns, {
    query: {
      limit: limitOf(context.options),
      ...(wanted === undefined ? {} : { connection: wanted }),
      ...(status === undefined ? {} : { status }),
    },
  });
  if (page.items.length === 0 && status !== undefined) return { json: page, lines: [`No run is ${status}`] };
  if (page.items.length === 0) return { json: page, lines: ["No run yet; start one with concord sync"] };
  return {
    json: page,
    lines: tableLines(
      page.items.map(({ id, queued_at, kind, status, started_by, counts }) => [
        queued_at,
        id,
        kind,
        status,
        started_by.name,
        tallyOf({ counts, status }),
      ]),
    ),
  };
}

async function records(context: Context<HistoryOptions>, id: string): Promise<Answer> {
  const { outcome, changes, csv } = context.options;
  const run = await context.call(api.getRun, { params: { run: id } });
  if (csv !== undefined) {
    const text = await context.call(api.exportRun, { params: { run: id } });
    writeOwnFile(csv, text);
    return {
      json: { run, file: csv, bytes: Buffer.byteLength(text) },
      lines: [`The records are in ${csv}`],
      ...badEnd(run),
    };
  }
  const page = await context.call(api.listRunRecords, {
    params: { run: id },
    query: { limit: limitOf(context.options), ...(outcome === undefined ? {} : { outcome }) },
  });
  const rows = tableLines(
    page.items.map(({ crm_module, name, side, outcome, explanation }) => [
      outcome,
      side === "crm" ? "in the CRM" : "in billing",
      crm_module,
      name,
      explanation,
    ]),
  );
  const lines = rows.flatMap((row, at) => [row, ...(changes ? changesOf(page.items[at]) : [])]);
  return {
    json: { run, records: page.items, next_cursor: page.next_cursor },
    lines: [...answerOf(run).lines, ...lines],
    ...badEnd(run),
  };
}

/** `    phone: "+1 555 0100" -> "+1 555 0199"`. */
function changesOf(record: api.RunRecordView | undefined): string[] {
  return (record?.changes ?? []).map(
    ({ field, from, to }) => `    ${field}: ${JSON.stringify(from ?? null)} -> ${JSON.stringify(to ?? null)}`,
  );
}

/** The run that is queued or running, of the connection if one is named. */
async function activeRun(context: Context<object>): Promise<string> {
  const { id } = await findConnection(context);
  const { items } = await context.call(api.listRuns, { query: { connection: id, limit: 5 } });
  const active = items.find(({ status }) => status === "queued" || status === "running");
  if (!active) throw new AppError("run.finished", { message: "No run is active" });
  return active.id;
}
