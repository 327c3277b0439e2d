import type { Command } from "commander";
import type { z } from "zod";
import { AppError } from "#kernel/errors.ts";
import { CallError } from "#platform/http/call.ts";
import * as api from "#sync/connection/connection.api.ts";
import { fieldProblems } from "#app/failure.ts";
import { lossWords, type MappingTrial } from "#sync/connection/trial.ts";
import type { OAuthCredentials } from "#sync/connection/credential.api.ts";
import { act, type Context } from "./context.ts";
import type { Answer } from "./output.ts";
import { withMappingOptions } from "./mapping-options.ts";
import { pairChanges } from "./mapping-flags.ts";
import { type ConfigureOptions, settingsFrom, startOf } from "./settings.ts";

type ConnectOptions = {
  email?: string;
  zscKey?: string;
  crmUrl?: string;
  dataCentre?: string;
  clientId?: string;
  clientSecret?: string;
  grantCode?: string;
};

/** `concord connect`, `configure`, `pause`, `resume`, `disable`, `reactivate`. */
export function addConnectionCommands(program: Command): void {
  addConnect(program);
  addConfigure(program);
  const actions = [
    ["pause", "no automatic or instant run until resumed", api.pauseConnection],
    ["resume", "go on after a pause, and catch up", api.resumeConnection],
    ["disable", "end the syncing; data, links and history stay", api.disableConnection],
    ["reactivate", "restore a disabled connection with its set-up and links", api.reactivateConnection],
  ] as const;
  for (const [name, description, endpoint] of actions) {
    act(withConnection(program.command(name).description(description)), async (context) => {
      const { id } = await findConnection(
        context,
        name === "reactivate" ? ["disabled"] : ["connected", "active", "paused"],
      );
      return told(await context.call(endpoint, { params: { connection: id } }));
    });
  }
}

/** Adds the option that names a connection. */
export function withConnection(command: Command): Command {
  return command.option(
    "--connection <id>",
    "the CRM connection, by id or company; needed where there are several",
  );
}

/** The connection that is meant: the named one, else the only one in one of the given states, else the only one there is. */
export async function findConnection(
  context: Context<object>,
  states: readonly string[] = ["connected", "active", "paused"],
): Promise<api.ConnectionView> {
  const wanted = context.options.connection?.toLowerCase();
  const { items } = await context.call(api.listConnections, {});
  if (items.length === 0)
    throw new AppError("cli.connection_unclear", {
      message: "No CRM is connected yet",
      remedy: "Connect one with concord connect.",
    });
  const fitting = items.filter(({ state }) => states.includes(state));
  const matches =
    wanted !== undefined
      ? items.filter(({ id, crm_company }) => id === wanted || crm_company.toLowerCase() === wanted)
      : fitting.length > 0
        ? fitting
        : items;
  const [only, another] = matches;
  if (only && !another) return only;
  const names = items.map(({ id, crm_company, state }) => `${id} (${crm_company}, ${state})`).join(", ");
  throw new AppError("cli.connection_unclear", { remedy: `Name one with --connection: ${names}` });
}

function addConnect(program: Command): void {
  act<ConnectOptions>(
    program
      .command("connect")
      .description("connect a CRM by e-mail address and ZSC key, or Zoho CRM by the code of a self client")
      .option("--email <email>", "e-mail address of a CRM user")
      .option("--zsc-key <key>", "the user's ZSC key, from Developer space > ZSC key in the CRM")
      .option("--crm-url <url>", "address of the CRM; this server's own where not given")
      .option("--grant-code <code>", "the code that Zoho's API console made for a self client")
      .option("--client-id <id>", "the self client's id")
      .option("--client-secret <secret>", "the self client's secret")
      .option("--data-centre <code>", "where the Zoho account is: us, eu, in, au, jp, cn, ca, sa or uk"),
    async ({ call, options }) => {
      const credentials = credentialsFrom(options);
      const { connection, checks } = await call(api.connect, { body: { credentials, consent: true } });
      const lines = checks.map(
        ({ state, what, remedy }) =>
          `${state === "passed" ? "ok" : state}: ${what}${remedy === null ? "" : `; ${remedy}`}`,
      );
      return {
        json: { connection, checks },
        lines: [
          ...lines,
          `Connected with ${connection.crm_company} (${connection.id}). Shared with the CRM: ${api.sharedItems.join(", ")}.`,
        ],
      };
    },
  );
}

/** A ZSC key, or a self client's code. What is missing is named; the API checks the rest. */
function credentialsFrom(options: ConnectOptions): z.input<typeof api.connect.body>["credentials"] {
  const { email, zscKey, grantCode, clientId, clientSecret, dataCentre, crmUrl } = options;
  const at = crmUrl === undefined ? {} : { crm_url: crmUrl };
  if (grantCode === undefined) {
    if (email === undefined || zscKey === undefined)
      throw new AppError("cli.usage", {
        message: `${email === undefined ? "--email" : "--zsc-key"} is missing`,
        remedy: "Give --email and --zsc-key, or --grant-code for Zoho CRM.",
      });
    return { kind: "zsc", email, zsc_key: zscKey, ...at };
  }
  if (clientId === undefined || clientSecret === undefined || dataCentre === undefined)
    throw new AppError("cli.usage", {
      message: "A grant code comes with the client that it was made for",
      remedy: "Give --client-id, --client-secret and --data-centre as well.",
    });
  return {
    kind: "oauth",
    data_centre: dataCentre as z.output<typeof OAuthCredentials>["data_centre"],
    client_id: clientId,
    client_secret: clientSecret,
    grant_code: grantCode,
    ...at,
  };
}

function addConfigure(program: Command): void {
  act<ConfigureOptions>(
    withMappingOptions(
      withConnection(program.command("configure"))
        .description("say what is synced, and how; what is not given stays, or is the default")
        .requiredOption("--module <module>", "accounts, contacts or accounts-and-contacts")
        .option("--extent <extent>", "one-way or two-way")
        .option("--duplicates <policy>", "skip, overwrite or clone")
        .option(
          "--conflicts <policy>",
          "who wins a field that both sides changed, with two-way: crm, billing, latest or ask",
        )
        .option("--view <name>", "the view whose records are synced; All where not given")
        .option("--contact-view <name>", "the view of contacts, with accounts-and-contacts")
        .option("--match-keys <keys>", "name, email, phone, website: what makes a duplicate")
        .option("--include-unassociated", "contacts without an account become customers of their own"),
    ),
    async (context) => {
      const { id, settings } = await findConnection(context);
      const params = { connection: id };
      const offer = await context.call(api.configureOptions, {
        params,
        query: { module: context.options.module },
      });
      const body = settingsFrom(context.options, offer, settings);
      const connection = await context.call(api.configure, { params, body }).catch(withWayOut);
      const { trials, warnings } = await context.call(api.checkSettings, { params, body });
      const answer = told(connection);
      const changes =
        connection.settings === null
          ? []
          : pairChanges(startOf(context.options, offer, settings), connection.settings);
      const warned = warnings.map(({ problem }) => `  ${problem}`);
      return { ...answer, lines: [...answer.lines, ...changes, ...warned, ...trials.flatMap(trialLines)] };
    },
  );
}

/** On what the pairs of a two-way set-up were tried, and what they lose: all of it accepted, or one way. */
function trialLines({ path, crm_records: theirs, billing_records: ours, pairs }: MappingTrial): string[] {
  const records = `${theirs} records of the CRM's view and ${ours} ${path === "mapping" ? "customers" : "contact persons"}`;
  const losing = pairs.filter(({ lost }) => lost > 0);
  return [
    `${pairs.length} pairs of fields tried on ${records}: ${losing.length === 0 ? "nothing is lost" : `${losing.length} lose something`}`,
    ...losing.map((pair) => `  ${pair.crm}=${pair.billing} (${pair.direction}): ${lossWords(pair)}`),
  ];
}

const lossRemedy =
  "Let the pair go to billing only with --map CRM_Field=billing_field:to_billing, take it out with --unmap FIELD, or accept it with --accept-loss FIELD (for contact persons --contact-map, --contact-unmap, --contact-accept-loss).";

/** A row whose field is gone, or that loses something, keeps a configuration from being saved: what a command does about it. */
function withWayOut(error: unknown): never {
  if (error instanceof CallError && error.view.code === "settings.loses_values")
    throw new CallError(error.status, { ...error.view, remedy: lossRemedy });
  if (!(error instanceof CallError) || error.view.code !== "settings.invalid") throw error;
  const remedy =
    "Take a row of the mapping out with --unmap FIELD, or give other fields with --map CRM_Field=billing_field.";
  const isOfRow = fieldProblems(error.view.details).some(({ path }) => /^(contact_)?mapping\b/.test(path));
  throw isOfRow ? new CallError(error.status, { ...error.view, remedy }) : error;
}

/** `two-way (conflicts: ask)`: where nothing goes to the CRM there are none. */
function extentOf({ extent, conflicts }: NonNullable<api.ConnectionView["settings"]>): string {
  return extent === "two-way" ? `${extent} (conflicts: ${conflicts})` : extent;
}

/** What nobody has seen the effect of is not run by the schedule; until then "active" is half the truth. */
function waitingOf({ settings, state, waits_for_approval: waits, problem }: api.ConnectionView): string {
  if (!settings || !waits || state !== "active") return "";
  return problem?.code === "run.mass_change"
    ? "; unusually many changes wait for approval: concord preview lists them, concord sync --preview RUN carries them out"
    : "; the set-up waits for approval: concord preview shows its effect, concord sync runs it";
}

/** A connection in one line. */
export function told(connection: api.ConnectionView): Answer {
  const { settings, next_run_at: next } = connection;
  const what = settings
    ? `: ${settings.module}, ${extentOf(settings)}, duplicates ${settings.duplicates}, view ${settings.view.name}`
    : ", not configured";
  return {
    json: connection,
    lines: [
      `${connection.crm_company} (${connection.id}) is ${connection.state}${what}${next === null ? "" : `; next run ${next}`}${waitingOf(connection)}`,
    ],
  };
}
