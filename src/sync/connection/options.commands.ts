import type { BillingField } from "#billing/customer/customer-fields.ts";
import { AppError } from "#kernel/errors.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Member } from "#platform/auth/actor.ts";
import type { Deps } from "#platform/deps.ts";
import type { CrmField } from "#sync/mapping/crm-field.ts";
import {
  defaultMapping,
  defaultMatchKeys,
  defaultPersonMapping,
  withDirections,
} from "#sync/mapping/default-mapping.ts";
import { isSendable } from "#sync/mapping/outgoing.ts";
import { CrmTrouble, valueOf } from "#sync/read/crm-trouble.ts";
import { renewSoon } from "#sync/live/live.store.ts";
import { stopActiveRun } from "#sync/run/run.commands.ts";
import { modulesOf } from "#sync/run/run-plan.ts";
import { chooseReader } from "#zoho/credits.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import type { z } from "zod";
import { checkSettings, type Sides, twoWay, warnings } from "./check-settings.ts";
import type { configureOptions } from "./connection.api.ts";
import { audit, billingCurrency, getConnectionRow } from "./connection.commands.ts";
import {
  type Connection,
  findConnectionForUpdate,
  insertSettings,
  setProblem,
  updateConnection,
} from "./connection.store.ts";
import { openCrm } from "./crm.client.ts";
import { readExample } from "./samples.client.ts";
import { problemOf } from "./failure.ts";
import type { ModuleChoice, SyncSettings, ViewRef } from "./settings.api.ts";
import { readSides } from "./sides.commands.ts";
import { acceptedLosses, lossProblems, type MappingTrial } from "./trial.ts";
import { tryPairs } from "./trial.commands.ts";

type Call = { deps: Deps; member: Member };
type Options = z.input<(typeof configureOptions)["reply"]>;

/** Views that mean something else for each user: the page says as whom they are evaluated. */
const personal = /^my |unread|recently viewed/i;

/** A connection, and the client of its CRM. */
export async function openConnection(
  { deps, member }: Call,
  id: string,
): Promise<{ connection: Connection; crm: Zoho }> {
  const connection = await inOrganization(deps.db, member.organizationId, (tx) => getConnectionRow(tx, id));
  return { connection, crm: openCrm(deps, connection) };
}

/** A CRM failure as a refusal of the request. */
export async function withRefusals<Value>(work: () => Promise<Value>): Promise<Value> {
  try {
    return await work();
  } catch (error) {
    if (!(error instanceof CrmTrouble)) throw error;
    const { code, facts } = problemOf(error.failure);
    throw new AppError(code, facts);
  }
}

async function sidesOf(call: Call, crm: Zoho, module: ModuleChoice): Promise<Sides> {
  return readSides(call.deps, crm, call.member.organizationId, {
    module,
    crmCurrency: valueOf(await crm.org()).iso_code,
    billingCurrency: await billingCurrency(call),
  });
}

/** Everything the wizard offers for a module choice, read from the CRM now (F24, F31, F33). */
export async function readOptions(call: Call, id: string, module: ModuleChoice): Promise<Options> {
  const { connection, crm } = await openConnection(call, id);
  return withRefusals(async () => {
    const sides = await sidesOf(call, crm, module);
    const currencies = await crm.currencies();
    const several = currencies.ok && currencies.value.length > 1;
    const [first, second] = modulesOf(module);
    const views = await readViews(crm, first ?? "Accounts");
    const mainFields = module === "contacts" ? sides.contactFields : sides.accountFields;
    const listed = defaultMapping(module, several).filter((row) => isListed(row.crm, mainFields));
    const mapping = withDirections(listed, mainFields);
    const personMapping = withDirections(defaultPersonMapping(), sides.contactFields);
    return {
      views,
      contact_views: second ? await readViews(crm, second) : [],
      crm_fields: (module === "contacts" ? sides.contactFields : sides.accountFields).map(crmChoice),
      contact_fields: module === "accounts-and-contacts" ? sides.contactFields.map(crmChoice) : [],
      customer_fields: sides.customerFields.map(billingChoice),
      person_fields: sides.personFields.map(billingChoice),
      custom_field_count: sides.customerFields.filter((field) => field.name.startsWith("cf_")).length,
      defaults: {
        module,
        include_unassociated: false,
        extent: "one-way",
        duplicates: "overwrite",
        match_keys: defaultMatchKeys(module),
        mapping,
        contact_mapping: module === "accounts-and-contacts" ? personMapping : [],
        conflicts: "crm",
      },
      example: await readExample(crm, module),
      two_way: twoWay(sides, connection.extent_allowed),
      currencies: { crm: sides.crmCurrency, billing: sides.billingCurrency, crm_has_several: several },
    };
  });
}

function isListed(name: string, fields: readonly CrmField[]): boolean {
  return fields.some((field) => field.api_name === name);
}

async function readViews(crm: Zoho, module: string): Promise<Options["views"]> {
  const views = valueOf(await crm.views(module));
  return views.map((view) => {
    const name = view.display_value;
    return {
      id: view.id,
      name,
      kind: view.system_defined ? ("predefined" as const) : ("custom" as const),
      personal: view.system_defined && personal.test(name),
    };
  });
}

function crmChoice(field: CrmField): Options["crm_fields"][number] {
  return {
    name: field.api_name,
    label: field.label,
    type: field.data_type,
    required: field.required,
    read_only: field.read_only,
    sendable: isSendable(field),
    custom: field.custom,
    length: field.length ?? null,
  };
}

function billingChoice(field: BillingField): Options["customer_fields"][number] {
  return {
    name: field.name,
    label: field.label,
    type: field.type,
    required: field.required,
    read_only: false,
    sendable: false,
    custom: field.name.startsWith("cf_"),
    length: field.maxLength,
  };
}

/** What a run asks before it reads: the organization once, and of each module its fields and how many records its view has. */
const callsBefore = 1;
const callsBeforeModule = 2;

export type SettingsCheck = {
  problems: { path: string; problem: string }[];
  warnings: { path: string; problem: string }[];
  records: number | null;
  reader: string | null;
  credits: number | null;
  trials: MappingTrial[];
};

/**
 * What is wrong with a configuration, what a first run of it would read and cost at least and, for one that goes both
 * ways, what came of trying its pairs of fields.
 */
export async function tryOutSettings(call: Call, id: string, settings: SyncSettings): Promise<SettingsCheck> {
  const { connection, crm } = await openConnection(call, id);
  return withRefusals(async () => {
    const sides = await sidesOf(call, crm, settings.module);
    const problems = checkSettings(settings, sides, connection.extent_allowed);
    const warned = warnings(settings);
    const [first, second] = modulesOf(settings.module);
    const asked = [
      { module: first ?? "Accounts", view: settings.view, path: "view", rows: settings.mapping },
      { module: second, view: settings.contact_view, path: "contact_view", rows: settings.contact_mapping },
    ];
    let records = 0;
    let credits = callsBefore;
    const why: string[] = [];
    for (const { module, view, path, rows } of asked) {
      if (module === undefined || view === null) continue;
      const count = await crm.count(module, { cvid: view.id });
      if (!count.ok) {
        const problem = { path, problem: "the CRM has no such view; choose one of the listed" };
        return {
          problems: [...problems, problem],
          warnings: warned,
          ...{ records: null, reader: null, credits: null, trials: [] },
        };
      }
      const reader = chooseReader(count.value, rows.length);
      records += count.value;
      credits += callsBeforeModule + reader.credits;
      why.push(reader.why);
    }
    const trials = await tryPairs(call, crm, settings, sides);
    problems.push(...lossProblems(trials, sides));
    return { problems, warnings: warned, records, reader: why.join("; "), credits, trials };
  });
}

/** Saves a configuration as a whole. The next run reads everything, so that it takes effect on each linked record (F34). */
export async function saveSettings(call: Call, id: string, given: SyncSettings): Promise<void> {
  const { deps, member } = call;
  const { connection, crm } = await openConnection(call, id);
  const { settings, trials } = await withRefusals(async () => {
    const sides = await sidesOf(call, crm, given.module);
    const problems = checkSettings(given, sides, connection.extent_allowed);
    if (problems.length > 0)
      throw new AppError(refusalCode(problems, sides), { fields: problems, message: problems[0]?.problem });
    const [first, second] = modulesOf(given.module);
    const view = await resolveView(crm, first ?? "Accounts", given.view);
    const contactView =
      second && given.contact_view ? await resolveView(crm, second, given.contact_view) : null;
    const resolved = { ...given, view, contact_view: contactView };
    const tried = await tryPairs(call, crm, resolved, sides);
    refuseLosses(tried, sides);
    return { settings: resolved, trials: tried };
  });
  await inOrganization(deps.db, member.organizationId, async (tx) => {
    const locked = await findConnectionForUpdate(tx, connection.id);
    if (!locked) throw new AppError("connection.not_found");
    if (locked.state === "disabled") throw new AppError("connection.disabled");
    const version = locked.config_version + 1;
    const now = deps.clock.now();
    await insertSettings(tx, {
      organizationId: member.organizationId,
      connectionId: connection.id,
      version,
      settings,
      by: member.actor.name,
      at: now,
    });
    // A run under the old configuration ends with its present batch; the schedule waits until a person ran the new one.
    await stopActiveRun(tx, connection.id, now);
    await updateConnection(tx, connection.id, {
      config_version: version,
      state: locked.state === "connected" ? "active" : locked.state,
      pushes: settings.extent === "two-way",
      // Another module choice may need it in another module.
      has_marker: false,
      last_full_at: null,
      updated_at: now,
      next_run_at: null,
    });
    if (locked.problem_code?.startsWith("settings.")) await setProblem(tx, connection.id, undefined, now);
    await renewSoon(tx, connection.id);
    const accepted = acceptedLosses(trials);
    await audit(tx, call, "connection.configured", connection.id, {
      version,
      settings,
      ...(accepted.length > 0 ? { accepted_losses: accepted } : {}),
    });
  });
}

/** Two-way is refused while a pair of fields loses something that nobody has accepted (B19). */
function refuseLosses(trials: readonly MappingTrial[], sides: Sides): void {
  const problems = lossProblems(trials, sides);
  const [first] = problems;
  if (first)
    throw new AppError("settings.loses_values", { fields: problems, trials, message: first.problem });
}

function refusalCode(
  problems: { path: string }[],
  sides: Sides,
): "settings.currency_differs" | "settings.two_way_unavailable" | "settings.invalid" {
  const isExtent = problems.every((one) => one.path === "extent");
  if (
    sides.crmCurrency !== sides.billingCurrency &&
    problems.every((one) => one.path === "extent" || one.path === "mapping")
  )
    return "settings.currency_differs";
  return isExtent ? "settings.two_way_unavailable" : "settings.invalid";
}

/** The view as the CRM has it now: its name, and whether it has criteria at all. */
async function resolveView(crm: Zoho, module: string, wanted: ViewRef): Promise<ViewRef> {
  const views = valueOf(await crm.views(module));
  const found = views.find((view) => view.id === wanted.id);
  if (!found) throw new AppError("settings.view_unknown", { view: wanted.name, module });
  return { id: found.id, name: found.display_value, all: found.system_name === "ALLVIEWS" };
}
