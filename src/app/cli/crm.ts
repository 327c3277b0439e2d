import type { Command } from "commander";
import { importRecords } from "#crm/import/import.api.ts";
import { createClientEndpoint, generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { AppError } from "#kernel/errors.ts";
import type { Call, Received } from "#platform/http/endpoint.ts";
import { addFinanceCommand } from "./crm-finance.ts";
import { act, type Context } from "./context.ts";
import { readTextFile } from "./file.ts";
import { collect, pairsOf } from "./pairs.ts";
import { completeMapping } from "./recognise.ts";
import { lineOf } from "#app/failure.ts";
import { counted } from "#app/figures.ts";

type ImportOptions = {
  map?: string[];
  dryRun?: boolean;
  duplicates?: "add" | "skip" | "update";
  clearEmpty?: boolean;
  matchField?: string;
  createMissing?: boolean;
};

const modules: Record<string, "Accounts" | "Contacts" | "Deals"> = {
  accounts: "Accounts",
  contacts: "Contacts",
  deals: "Deals",
};

/** `concord crm …`: the organization's own CRM. */
export function addCrmCommands(program: Command): void {
  const crm = program.command("crm").description("the organization's own CRM: import records, make keys");
  addImport(crm);
  addFinanceCommand(crm);

  act<{ email: string; name: string; scope?: string }>(
    crm
      .command("client")
      .description("OAuth clients")
      .command("create")
      .description("register a client with a refresh token; its secrets are shown this once")
      .requiredOption("--email <email>", "the CRM user the client acts as")
      .option("--name <name>", "what the client is called", "Command line")
      .option("--scope <scopes>", "scopes of the Zoho CRM API; everything where not given"),
    async ({ call, options }) => {
      const { email, name, scope } = options;
      const made = await call(createClientEndpoint, {
        body: { name, email, with_refresh_token: true, ...(scope === undefined ? {} : { scope }) },
      });
      return { json: made, lines: Object.entries(made).map(([field, value]) => `${field}: ${value}`) };
    },
  );

  act<{ email: string }>(
    crm
      .command("key")
      .description("ZSC keys")
      .command("create")
      .description("generate a user's ZSC key; the one before it stops working at once")
      .requiredOption("--email <email>", "the CRM user whose key it is"),
    async ({ call, options }) => {
      const { email, zsc_key } = await call(generateZscKeyEndpoint, { body: { email: options.email } });
      return { json: { email, zsc_key }, lines: [`ZSC key of ${email}: ${zsc_key}`] };
    },
  );
}

function addImport(crm: Command): void {
  act<ImportOptions>(
    crm
      .command("import <module> <file>")
      .description("import accounts, contacts or deals from a CSV file")
      .option(
        "--map <pair>",
        "HEADER=Field; headers are recognised where not given; may be repeated",
        collect,
      )
      .option("--dry-run", "say what would happen; writes nothing")
      .option(
        "--duplicates <policy>",
        "what becomes of a row whose record is there already: add, skip or update",
      )
      .option(
        "--clear-empty",
        "an empty cell empties the field of a record that is there; otherwise its value stays",
      )
      .option("--match-field <field>", "the field that tells which record a row is")
      .option("--create-missing", "create the account or contact that a row names where there is none"),
    async ({ call, options, target }, moduleName = "", path = "") => {
      const module = modules[moduleName.toLowerCase()];
      if (!module)
        throw new AppError("cli.usage", {
          message: `There is no import of ${moduleName}`,
          remedy: "Import accounts, contacts or deals.",
        });
      const csv = readTextFile(path);
      const pairs = pairsOf(options.map ?? []);
      const mapping =
        Object.keys(pairs).length === 0
          ? pairs
          : await completeMapping((await target()).caller, module, csv, pairs);
      const body = { module, csv, mapping, ...choicesOf(options) };
      const { dryRun } = options;
      const done = await call(importRecords, { body });
      const { created, updated, failed, skipped, errors } = done;
      const tally = `${dryRun ? "Would be " : ""}created ${created}, updated ${updated}, skipped ${skipped}, failed ${failed}`;
      return {
        json: done,
        lines: [
          `${counted(done.total, "row")}: ${tally}`,
          ...(dryRun ? await rehearsalLines({ call, options }, body, done) : []),
          ...errors.map(problemLine),
        ],
        ...(failed > 0 && created + updated + skipped === 0
          ? { failed: lineOf(new AppError("crm_import.nothing")) }
          : {}),
      };
    },
  );
}

/** What the options say about the import, as its endpoint takes it. */
function choicesOf({ dryRun, duplicates, clearEmpty, matchField, createMissing }: ImportOptions) {
  return {
    dry_run: dryRun === true,
    create_missing: createMissing === true,
    empty_cells: clearEmpty === true ? ("clear" as const) : ("keep" as const),
    ...(duplicates === undefined ? {} : { duplicates }),
    ...(matchField === undefined ? {} : { match_field: matchField }),
  };
}

function problemLine({ row, field, problem }: Received<typeof importRecords>["errors"][number]): string {
  return `row ${row}${field === null ? "" : `, ${field}`}: ${problem}`;
}

/** What only somebody who tries an import out wants to know. */
async function rehearsalLines(
  { call, options }: Pick<Context<ImportOptions>, "call" | "options">,
  body: Call<typeof importRecords>["body"],
  done: Received<typeof importRecords>,
): Promise<string[]> {
  const isAsked = options.duplicates !== undefined || options.json === true;
  return [...columnLines(done), ...(isAsked ? [] : await doubleLines(call, body))];
}

/** What each header was recognised as. */
function columnLines({ columns }: Received<typeof importRecords>): string[] {
  const read = columns
    .filter(({ field }) => field !== null)
    .map(({ header, field }) => `${header} as ${field}`);
  const left = columns.filter(({ field }) => field === null).map(({ header }) => header);
  return [
    `Read: ${read.join(", ")}`,
    ...(left.length === 0 ? [] : [`Left out: ${left.join(", ")}; name their fields with --map HEADER=Field`]),
  ];
}

/** Rows are added whatever there is already, unless something else is asked for: how many would be doubles. */
async function doubleLines(
  call: Context<object>["call"],
  body: Call<typeof importRecords>["body"],
): Promise<string[]> {
  const { skipped } = await call(importRecords, { body: { ...body, dry_run: true, duplicates: "skip" } });
  if (skipped === 0) return [];
  return [
    `${counted(skipped, "row")} of them would be doubles of a record or of another row; --duplicates skip leaves such rows out, update changes the record`,
  ];
}
