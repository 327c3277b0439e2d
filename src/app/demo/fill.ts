import { createCustomer, listCustomers } from "#billing/customer/customer.api.ts";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { createOrganization, me } from "#platform/auth/organization.api.ts";
import { type Caller, call } from "#platform/http/call.ts";
import {
  configure,
  configureOptions,
  connect,
  type ConnectionView,
  listConnections,
} from "#sync/connection/connection.api.ts";
import { listRuns, type RunView, startSync } from "#sync/run/run.api.ts";
import { settingsFrom } from "#app/cli/settings.ts";
import type { Progress } from "#app/progress.ts";
import { waitForRun } from "#app/wait-for-run.ts";
import { addCheckBox, type Tally, writeRecords } from "./crm.ts";
import { demoOrganization, emptyOrganization } from "./names.ts";
import { makeDemoData } from "./people.ts";
import { demoPerson, signInDemo } from "./person.ts";

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
  const data = makeDemoData();
  await addCheckBox(caller);
  await writeRecords(caller, data, begin("Writing CRM records"));
  await addCustomers(caller, data.customers, begin("Adding customers"));
  begin("Connecting billing with the CRM");
  const connection = await connectCrm(caller);
  begin("Running the first sync");
  return firstRun(caller, connection, run);
}

function callerOf(baseUrl: string, headers: Record<string, string>): Caller {
  return { baseUrl, headers: () => headers };
}

async function organizationOf(person: Caller, name: string): Promise<string> {
  const { organizations } = await call(person, me, {});
  const known = organizations.find((one) => one.name === name);
  if (known) return known.id;
  const body = { name, country: "US", currency: "USD", time_zone: "America/New_York" };
  return (await call(person, createOrganization, { body })).id;
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

/** Connects the organization with its own CRM by a ZSC key, and configures accounts with their contacts. */
async function connectCrm(caller: Caller): Promise<ConnectionView> {
  const { items } = await call(caller, listConnections, {});
  const connection = items[0] ?? (await connectAnew(caller));
  if (connection.settings) return connection;
  const params = { connection: connection.id };
  const module = "accounts-and-contacts" as const;
  const offer = await call(caller, configureOptions, { params, query: { module } });
  const flags = {
    module,
    extent: "one-way" as const,
    duplicates: "overwrite" as const,
    view: "All Accounts",
    contactView: "All Contacts",
  };
  return call(caller, configure, { params, body: settingsFrom(flags, offer, null) });
}

async function connectAnew(caller: Caller): Promise<ConnectionView> {
  const { zsc_key } = await call(caller, generateZscKeyEndpoint, {});
  const credentials = { kind: "zsc" as const, email: demoPerson.email, zsc_key };
  return (await call(caller, connect, { body: { credentials, consent: true } })).connection;
}

/** Waits for the first run: one that is on its way from before, or a new one. */
async function firstRun(caller: Caller, { id }: ConnectionView, progress: Progress): Promise<RunView> {
  const { items } = await call(caller, listRuns, { query: { connection: id } });
  const done = items.find(({ status, kind }) => status === "done" && kind !== "preview");
  if (done) return done;
  const active = items.find(({ status }) => status === "queued" || status === "running");
  const run = active ?? (await call(caller, startSync, { params: { connection: id } }));
  return waitForRun(caller, run, progress);
}
