import { setTimeout as sleep } from "node:timers/promises";
import type { Command } from "commander";
import { AppError } from "#kernel/errors.ts";
import * as api from "#billing/move-in/move-in.api.ts";
import { listMoveInDifferences } from "#billing/move-in/difference.api.ts";
import { isAtWork } from "#billing/move-in/move-in-kind.ts";
import { keptWords } from "#billing/move-in/undone.ts";
import { counted } from "#app/figures.ts";
import { act, type Context } from "./context.ts";
import { readTextFile, writeOwnFile } from "./file.ts";
import { limitOf } from "./limit.ts";
import { type Answer, tableLines } from "./output.ts";
import { collect, pairsOf } from "./pairs.ts";

type ImportOptions = {
  dryRun?: boolean;
  update?: boolean;
  map?: string[];
  dates?: string;
  decimals?: string;
  errors?: string;
};

/** How often an import that is at work is looked at. */
const pauseMs = 300;

/** `concord move-in`, `move-ins`, `move-in-differences` and `undo-move-in`: files that Zoho Billing exported. */
export function addMoveInCommands(program: Command): void {
  addImport(program);
  act<{ limit: string }>(
    program
      .command("move-ins")
      .description("the files that were imported, newest first")
      .option("--limit <number>", "how many at most", "50"),
    async ({ call, options }) => {
      const page = await call(api.listMoveIns, { query: { limit: limitOf(options) } });
      const rows = page.items.map(({ id, kind, status, counts, file_name }) => [
        ...[id, kind, counts.kept > 0 && status === "undone" ? "undone in part" : status, file_name],
      ]);
      return { json: page, lines: rows.length === 0 ? ["Nothing was imported yet"] : tableLines(rows) };
    },
  );
  act<{ limit: string }>(
    program
      .command("move-in-differences [import]")
      .description("where what came in comes to another figure than its file says, of one import or of all")
      .option("--limit <number>", "how many at most", "50"),
    async ({ call, options }, id) => {
      const query = { limit: limitOf(options), ...(id === undefined ? {} : { move_in: id }) };
      const page = await call(listMoveInDifferences, { query });
      const rows = page.items.map((one) => [
        ...[one.name, one.figure.replace("_", " "), `file ${one.in_file}`, `here ${one.here}`],
        ...[one.currency_code, `${one.reason}. ${one.remedy}`],
      ]);
      const none = "All that came in is as the files say";
      return { json: page, lines: rows.length === 0 ? [none] : tableLines(rows) };
    },
  );
  act(
    program
      .command("undo-move-in <import>")
      .description("take back what an import made, as far as nothing builds on it"),
    async (context, id = "") => {
      await context.call(api.undoMoveIn, { params: { move_in: id } });
      return undoAnswerOf(await ended(context, id));
    },
  );
}

function addImport(program: Command): void {
  act<ImportOptions>(
    program
      .command("move-in <kind> <file>")
      .description(`import a CSV file of Zoho Billing; kinds: ${api.MoveInKind.options.join(", ")}`)
      .option("--dry-run", "say what the import would do, and write nothing")
      .option("--update", "overwrite customers and contact persons that are there with what the file says")
      .option("--map <pair>", "heading=field where a heading is not recognised; may be repeated", collect)
      .option("--dates <order>", "day_first or month_first, where 01/02/2026 may be both")
      .option("--decimals <sign>", "point or comma")
      .option("--errors <file>", "write the rows that are left out to a CSV file, with what is wrong"),
    async (context, kind = "", path = "") => {
      const { id } = await send(context, kind, path);
      await context.call(api.previewMoveIn, { params: { move_in: id } });
      const preview = await ended(context, id);
      const { dryRun, errors } = context.options;
      const view = dryRun === true ? preview : await run(context, preview);
      if (errors !== undefined)
        writeOwnFile(errors, await context.call(api.moveInErrors, { params: { move_in: id } }));
      return answerOf(view);
    },
  );
}

async function send(context: Context<ImportOptions>, kind: string, path: string): Promise<api.MoveInView> {
  const { call, options } = context;
  const known = api.MoveInKind.safeParse(kind);
  if (!known.success)
    throw new AppError("cli.usage", {
      message: `${kind} cannot be imported`,
      remedy: `Choose one of ${api.MoveInKind.options.join(", ")}.`,
    });
  const body = {
    kind: known.data,
    file_name: path.split(/[/\\]/).at(-1)?.slice(0, 200) ?? path,
    csv: readTextFile(path),
    existing: options.update === true ? ("update" as const) : ("skip" as const),
    date_order: (options.dates ?? "auto") as api.MoveInView["date_order"],
    decimal_sign: (options.decimals ?? "auto") as api.MoveInView["decimal_sign"],
  };
  const sent = await call(api.uploadMoveIn, { body });
  const chosen = Object.entries(pairsOf(options.map ?? []));
  if (chosen.length === 0) return sent;
  const fields = sent.columns.map(({ field }) => field);
  for (const [heading, field] of chosen) {
    const at = sent.columns.findIndex((column) => column.heading === heading);
    if (at < 0)
      throw new AppError("cli.usage", {
        message: `The file has no column "${heading}"`,
        remedy: "Look at its first row.",
      });
    // Chosen by hand goes before what was recognised.
    for (const [other, taken] of fields.entries()) if (taken === field) fields[other] = null;
    fields[at] = field;
  }
  return call(api.editMoveIn, { params: { move_in: sent.id }, body: { fields } });
}

async function run(context: Context<object>, { id, counts }: api.MoveInView): Promise<api.MoveInView> {
  if (counts.created + counts.updated === 0) return ended(context, id);
  await context.call(api.runMoveIn, { params: { move_in: id } });
  return ended(context, id);
}

/** Waits until no worker is at an import any more. */
async function ended({ call }: Context<object>, id: string): Promise<api.MoveInView> {
  for (;;) {
    const view = await call(api.getMoveIn, { params: { move_in: id } });
    if (!isAtWork(view.status)) return view;
    await sleep(pauseMs);
  }
}

/** What an undo did. One that could take nothing back did not do what was asked for. */
function undoAnswerOf(view: api.MoveInView): Answer {
  const { json, lines } = answerOf(view);
  const kept = keptWords(view);
  if (kept === undefined) return { json, lines };
  return {
    json,
    lines: [...lines, ...(view.status === "undone" ? [kept] : [])],
    ...(view.status === "done" ? { failed: kept } : {}),
  };
}

function answerOf(view: api.MoveInView): Answer {
  const { id, kind, status, counts, differences } = view;
  const told = Object.entries(counts).filter(([, count]) => count > 0);
  const words = told.map(([outcome, count]) => `${count} ${outcome}`).join(", ");
  return {
    json: { id, kind, status, rows: view.row_count, records: view.record_count, counts, differences },
    lines: [
      `${counted(view.record_count ?? 0, "record")} of ${view.file_name}: ${words || "nothing"}`,
      `Import ${id} is ${status}`,
      ...(differences
        ? [`${counted(differences, "figure")} differ from the file: concord move-in-differences ${id}`]
        : []),
    ],
    ...(counts.failed > 0
      ? { failed: `${counted(counts.failed, "record")} with errors; --errors FILE writes them to a file` }
      : {}),
  };
}
