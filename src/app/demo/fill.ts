import { createCustomer, editCustomer, listCustomers } from "#billing/customer/customer.api.ts";
import { setFinance } from "#crm/finance/finance.api.ts";
import { financeModules } from "#crm/finance/finance.ts";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import type { OrganizationId } from "#kernel/id.ts";
import type { Actor } from "#platform/auth/actor.ts";
import type { Deps } from "#platform/deps.ts";
import { createOrganization, me } from "#platform/auth/organization.api.ts";
import { type Caller, call } from "#platform/http/call.ts";
import {
  configure,
  configureOptions,
  connect,
  type ConnectionView,
  listConnections,
  setSchedule,
} from "#sync/connection/connection.api.ts";
import { listConflicts } from "#sync/conflict/conflict.api.ts";
import { listRuns, type RunView, startSync } from "#sync/run/run.api.ts";
import { settingsFrom } from "#app/cli/settings.ts";
import type { Progress } from "#app/progress.ts";
import { waitForRun } from "#app/wait-for-run.ts";
import { addCatalog } from "./catalog.ts";
import { addCheckBox, changeAccounts, type Tally, writeRecords } from "./crm.ts";
import { liveThrough } from "./history/history.ts";
import { addInvoices } from "./invoices.ts";
import { demoOrganization, emptyOrganization } from "./names.ts";
import { type Disagreement, euroCustomers, localCount, makeDemoData } from "./people.ts";
import { demoPerson, signInDemo } from "./person.ts";
import { enterSeller } from "./seller.ts";

/** Intervals of auto-sync, in minutes. */
const off = 0;
const everyTwoHours = 120;

export type FillOptions = {
  /** Where the server listens, and the address it goes by. */
  url: string;
  origin: string;
  password: string;
  /** Shows the steps; `begin` names one and answers how to tell its progress. */
  begin: (step: string) => Tally;
  run: Progress;
};

/**
 * Fills the demo through the same doors as everybody: sign-in, the API, the CRM's API. Each step looks at what is there
 * first, so that a fill which was killed is completed by the next one without doubles.
 */
export async function fillDemo({ url, origin, password, begin, run }: FillOptions): Promise<RunView> {
  begin("Signing in the administrator");
  const cookie = await signInDemo(url, origin, password);
  const person = callerOf(url, { cookie, origin });
  const id = await organizationOf(person, demoOrganization);
  await organizationOf(person, emptyOrganization);
  const caller = callerOf(url, { cookie, origin, "x-concord-organization": id });
  await enterSeller(caller);
  const data = makeDemoData();
  await addCheckBox(caller);
  await writeRecords(caller, data, begin("Writing CRM records"));
  await addCustomers(caller, data.customers, begin("Adding customers"));
  await addCatalog(caller, begin("Adding products, plans, addons and coupons"));
  begin("Connecting billing with the CRM");
  const connection = await connectCrm(caller);
  begin("Running the first sync");
  const first = await firstRun(caller, connection, run);
  if (first.status !== "done") return first;
  const emails = data.customers.slice(-localCount).map(({ email }) => email);
  await addInvoices(caller, emails, begin("Writing invoices and payments"));
  begin("Changing the same fields on both sides");
  await disagree(caller, connection, data.disagreements, run);
  return first;
}

/** Lets the demo's two years pass, and tells how far it is; what was begun by an earlier start goes on. */
export async function liveDemo(
  { url, origin, password, deps }: Pick<FillOptions, "url" | "origin" | "password"> & { deps: Deps },
  tally: Tally,
  isStopping: () => boolean,
): Promise<void> {
  const person = callerOf(url, { cookie: await signInDemo(url, origin, password), origin });
  const organizationId = await organizationOf(person, demoOrganization);
  const euros = euroCustomers.map(({ email }) => email);
  const actor = await actorOf(person);
  // No door of the server leads into the past: these are its commands themselves.
  await liveThrough(deps, { organizationId, actor, euros, isStopping }, tally);
}

function callerOf(baseUrl: string, headers: Record<string, string>): Caller {
  return { baseUrl, headers: () => headers };
}

async function actorOf(person: Caller): Promise<Actor> {
  const { id, name } = (await call(person, me, {})).person;
  return { kind: "user", id, name };
}

async function organizationOf(person: Caller, name: string): Promise<OrganizationId> {
  const { organizations } = await call(person, me, {});
  const known = organizations.find((one) => one.name === name);
  if (known) return known.id as OrganizationId;
  const body = { name, country: "US", currency: "USD", time_zone: "America/New_York" };
  return (await call(person, createOrganization, { body })).id as OrganizationId;
}

async function addCustomers(
  caller: Caller,
  customers: ReturnType<typeof makeDemoData>["customers"],
  tally: Tally,
): Promise<void> {
  for (const [at, customer] of customers.entries()) {
    // By e-mail address, which only these customers have: billing may write a name with other blanks than it was sent.
    const { items } = await call(caller, listCustomers, { query: { search: customer.email } });
    if (!items.some(({ email }) => email === customer.email))
      await call(caller, createCustomer, { body: customer });
    tally(at + 1, customers.length);
  }
}

/**
 * Connects the organization with its own CRM by a ZSC key, and configures accounts with their contacts, both ways. No
 * run begins by itself at first, so that the two sides can disagree.
 */
async function connectCrm(caller: Caller): Promise<ConnectionView> {
  const { items } = await call(caller, listConnections, {});
  const connection = items[0] ?? (await connectAnew(caller));
  if (connection.settings) return connection;
  const params = { connection: connection.id };
  const module = "accounts-and-contacts" as const;
  const offer = await call(caller, configureOptions, { params, query: { module } });
  const flags = {
    module,
    extent: "two-way" as const,
    conflicts: "ask" as const,
    duplicates: "overwrite" as const,
    view: "All Accounts",
    contactView: "All Contacts",
  };
  await setInterval(caller, connection.id, off);
  await call(caller, setFinance, { body: { enabled: [...financeModules] } });
  return call(caller, configure, { params, body: settingsFrom(flags, offer, null) });
}

async function setInterval(
  caller: Caller,
  connection: string,
  interval_minutes: typeof off | typeof everyTwoHours,
): Promise<void> {
  await call(caller, setSchedule, { params: { connection }, body: { interval_minutes } });
}

async function connectAnew(caller: Caller): Promise<ConnectionView> {
  const { zsc_key } = await call(caller, generateZscKeyEndpoint, {});
  const credentials = { kind: "zsc" as const, email: demoPerson.email, zsc_key };
  return (await call(caller, connect, { body: { credentials, consent: true } })).connection;
}

/** The first run: the one that is done or on its way from before, or a new one. */
async function firstRun(caller: Caller, { id }: ConnectionView, progress: Progress): Promise<RunView> {
  const { items } = await call(caller, listRuns, { query: { connection: id } });
  const done = items.findLast(({ status, kind }) => status === "done" && kind !== "preview");
  return done ?? runToEnd(caller, id, progress);
}

/** Changes fields on both sides, and lets a run find that somebody has to decide; not where one has already. */
async function disagree(
  caller: Caller,
  { id }: ConnectionView,
  disagreements: readonly Disagreement[],
  progress: Progress,
): Promise<void> {
  const state = "open,decided,settled";
  const { items } = await call(caller, listConflicts, { query: { connection: id, state } });
  if (items.length > 0) return;
  await changeAccounts(
    caller,
    disagreements.map(({ name, crm }) => ({ Account_Name: name, ...crm })),
  );
  for (const { name, billing } of disagreements) {
    const { items: named } = await call(caller, listCustomers, { query: { search: name } });
    const customer = named.find(({ display_name }) => display_name === name);
    if (!customer) throw new Error(`demo.no_customer: the first sync brought no customer ${name}`);
    const body = { ...billing, version: customer.version };
    await call(caller, editCustomer, { params: { customer: customer.id }, body });
  }
  await setInterval(caller, id, everyTwoHours);
  await runToEnd(caller, id, progress);
}

/** The run that is on its way, or a new one, to its end. */
async function runToEnd(caller: Caller, connection: string, progress: Progress): Promise<RunView> {
  const { items } = await call(caller, listRuns, { query: { connection } });
  const active = items.find(({ status }) => status === "queued" || status === "running");
  const run = active ?? (await call(caller, startSync, { params: { connection } }));
  return waitForRun(caller, run, progress);
}
