import { setTimeout as sleep } from "node:timers/promises";
import pg from "pg";
import { type Criteria, criteriaJson } from "#crm/criteria/criteria.ts";
import { getCustomer, listCustomers, type CustomerView } from "#billing/customer/customer.api.ts";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import {
  configure,
  configureOptions,
  connect,
  getConnection,
  type ConnectionView,
} from "#sync/connection/connection.api.ts";
import type { ModuleChoice, SyncSettings } from "#sync/connection/settings.api.ts";
import {
  getRun,
  listLinks,
  listRunRecords,
  type LinkView,
  type RunRecordView,
  type RunView,
  startPreview,
  startSync,
} from "#sync/run/run.api.ts";
import type { z } from "zod";
import type { Organization, World } from "./world.ts";

type CrmValues = Record<string, unknown>;
type Settings = Partial<Omit<SyncSettings, "view" | "contact_view" | "module">>;

/** What a test says of a connection; everything else is the wizard's default. Views by name, the one of all records unless named. */
export type Choice = Settings & {
  module: ModuleChoice;
  view?: string;
  contactView?: string;
  /** The organization whose CRM is read; its own unless said. */
  crmOf?: Organization;
  /** Where that CRM answers, such as a proxy. */
  crmUrl?: string;
  /** The CRM user whose key is used; the owner of that CRM with a fresh one unless said. */
  crmUser?: { email: string; zscKey: string };
};

/** A configured connection, used as its people use it. */
export type Sync = {
  organization: Organization;
  connection: string;
  /** Configures again: what is not named stays as it was chosen first. */
  configure(change: Partial<Choice>): Promise<void>;
  view(): Promise<ConnectionView>;
  /** Starts a run and waits for its end. */
  run(options?: { preview?: string; exclude?: string[]; full?: boolean }): Promise<RunView>;
  preview(): Promise<RunView>;
  /** Makes a preview and does what it shows: nobody is asked about many changes that were seen before. */
  approved(): Promise<RunView>;
  /** What a run did with each record, in its order. */
  records(run: RunView | string, filter?: { outcome?: string; search?: string }): Promise<RunRecordView[]>;
  links(filter?: {
    state?: string;
    customer?: string;
    issues?: "true";
  }): Promise<z.output<typeof LinkView>[]>;
};

/** Connects a CRM and saves a configuration. */
export async function startSyncing(organization: Organization, choice: Choice): Promise<Sync> {
  const connection = await connectCrm(organization, choice);
  const sync: Sync = {
    organization,
    connection,
    configure: (change) => save(organization, connection, { ...choice, ...change }),
    view: () => organization.send(getConnection, { params: { connection } }),
    run: async (options = {}) =>
      finished(
        organization,
        (await organization.send(startSync, { params: { connection }, body: options })).id,
      ),
    preview: async () =>
      finished(organization, (await organization.send(startPreview, { params: { connection } })).id),
    approved: async () => sync.run({ preview: (await sync.preview()).id }),
    records: (run, filter = {}) =>
      pages((cursor) =>
        organization.send(listRunRecords, {
          params: { run: typeof run === "string" ? run : run.id },
          query: { ...filter, limit: 200, ...(cursor === undefined ? {} : { cursor }) },
        }),
      ),
    links: (filter = {}) =>
      pages((cursor) =>
        organization.send(listLinks, {
          query: { ...filter, connection, limit: 200, ...(cursor === undefined ? {} : { cursor }) },
        }),
      ),
  };
  await save(organization, connection, choice);
  return sync;
}

/** Connects with a fresh ZSC key of the CRM's owner; answers the connection's id. */
export async function connectCrm(
  organization: Organization,
  { crmOf = organization, crmUrl, crmUser }: Pick<Choice, "crmOf" | "crmUrl" | "crmUser"> = {},
): Promise<string> {
  const { email } = crmUser ?? crmOf.owner;
  const zsc_key = crmUser?.zscKey ?? (await crmOf.send(generateZscKeyEndpoint, { body: { email } })).zsc_key;
  const { connection } = await organization.send(connect, {
    body: {
      credentials: { kind: "zsc", email, zsc_key, ...(crmUrl === undefined ? {} : { crm_url: crmUrl }) },
      consent: true,
    },
  });
  return connection.id;
}

/** The wizard's configuration for a choice, not yet saved. */
export async function settingsFor(
  organization: Organization,
  connection: string,
  choice: Choice,
): Promise<SyncSettings> {
  const { module, view, contactView, crmOf: _crm, crmUrl: _url, crmUser: _user, ...rest } = choice;
  const options = await organization.send(configureOptions, { params: { connection }, query: { module } });
  const named = (views: typeof options.views, name: string | undefined) => {
    const found = views.find((one) => (name === undefined ? one.name.startsWith("All") : one.name === name));
    if (!found)
      throw new Error(`the CRM has no view ${name}; there are ${views.map((one) => one.name).join(", ")}`);
    return { id: found.id, name: found.name, all: false };
  };
  return {
    ...options.defaults,
    ...rest,
    view: named(options.views, view),
    contact_view: module === "accounts-and-contacts" ? named(options.contact_views, contactView) : null,
  };
}

async function save(organization: Organization, connection: string, choice: Choice): Promise<void> {
  await organization.send(configure, {
    params: { connection },
    body: await settingsFor(organization, connection, choice),
  });
}

/** Waits for the end of a run. */
export async function finished(organization: Organization, run: string, mostMs = 60_000): Promise<RunView> {
  for (const end = Date.now() + mostMs; ;) {
    const view = await organization.send(getRun, { params: { run } });
    if (view.finished_at !== null) return view;
    if (Date.now() > end) throw new Error(`run ${run} did not end: ${JSON.stringify(view)}`);
    await sleep(50);
  }
}

async function pages<Item>(
  read: (cursor: string | undefined) => Promise<{ items: Item[]; next_cursor: string | null }>,
): Promise<Item[]> {
  const all: Item[] = [];
  for (let cursor: string | undefined; ;) {
    const page = await read(cursor);
    all.push(...page.items);
    if (page.next_cursor === null) return all;
    cursor = page.next_cursor;
  }
}

/** Makes CRM records, a hundred a call; answers their ids in the same order. */
export async function addRecords(
  organization: Organization,
  module: "Accounts" | "Contacts" | "Deals",
  rows: readonly CrmValues[],
): Promise<string[]> {
  const ids: string[] = [];
  for (let at = 0; at < rows.length; at += 100) {
    const { body } = await organization.crm("POST", `/${module}`, { data: rows.slice(at, at + 100) });
    const made = body.data as { code: string; details: { id: string } }[];
    const refused = made.find((one) => one.code !== "SUCCESS");
    if (refused) throw new Error(`the CRM refused a record: ${JSON.stringify(refused)}`);
    ids.push(...made.map((one) => one.details.id));
  }
  return ids;
}

/** Changes a CRM record. */
export async function changeRecord(
  organization: Organization,
  module: "Accounts" | "Contacts" | "Deals",
  id: string,
  values: CrmValues,
): Promise<void> {
  const { status, body } = await organization.crm("PUT", `/${module}/${id}`, { data: [values] });
  if (status !== 200 || body.data[0]?.["code"] !== "SUCCESS")
    throw new Error(`the CRM refused the change: ${JSON.stringify(body)}`);
}

/** Deletes CRM records. */
export async function deleteRecords(
  organization: Organization,
  module: "Accounts" | "Contacts",
  ids: readonly string[],
): Promise<void> {
  const { status, body } = await organization.crm("DELETE", `/${module}?ids=${ids.join(",")}`);
  if (status !== 200) throw new Error(`the CRM refused the deletion: ${JSON.stringify(body)}`);
}

/** Adds a custom field to a CRM module; answers its API name. */
export async function addCrmField(
  organization: Organization,
  module: "Accounts" | "Contacts",
  field: {
    field_label: string;
    data_type: string;
    length?: number;
    pick_list_values?: { display_value: string }[];
  },
): Promise<string> {
  const { status, body } = await organization.crm("POST", `/settings/fields?module=${module}`, {
    fields: [field],
  });
  if (status !== 201) throw new Error(`the CRM refused the field: ${JSON.stringify(body)}`);
  return field.field_label.replaceAll(/[^A-Za-z0-9]+/g, "_");
}

/** Adds a view to a CRM module: records whose field equals the value. */
export async function addView(
  organization: Pick<Organization, "crm">,
  module: "Accounts" | "Contacts",
  name: string,
  criteria: Criteria | { field: string; value: unknown },
): Promise<string> {
  const { status, body } = await organization.crm("POST", `/settings/custom_views?module=${module}`, {
    custom_views: [
      {
        name,
        access_type: "public",
        criteria: criteriaJson(
          "comparator" in criteria || "group" in criteria ? criteria : { ...criteria, comparator: "equal" },
          () => undefined,
        ),
      },
    ],
  });
  if (status !== 201) throw new Error(`the CRM refused the view: ${JSON.stringify(body)}`);
  return body.custom_views?.[0]?.details.id ?? "";
}

/** All customers with their contact persons, by display name. */
export async function customersOf(organization: Organization): Promise<CustomerView[]> {
  const items = await pages((cursor) =>
    organization.send(listCustomers, { query: { limit: 200, ...(cursor === undefined ? {} : { cursor }) } }),
  );
  const whole: CustomerView[] = [];
  for (const { id } of items) whole.push(await organization.send(getCustomer, { params: { customer: id } }));
  return whole;
}

/** The one customer of that display name. */
export async function customerNamed(organization: Organization, name: string): Promise<CustomerView> {
  const { items } = await organization.send(listCustomers, { query: { search: name } });
  const [one, another] = items.filter(({ display_name }) => display_name === name);
  if (!one || another) throw new Error(`${one ? "several customers are" : "no customer is"} called ${name}`);
  return organization.send(getCustomer, { params: { customer: one.id } });
}

/** Display names of all customers, sorted, each with its contact persons' names. */
export async function peopleByCustomer(organization: Organization): Promise<Record<string, string[]>> {
  const entries = (await customersOf(organization)).map((one): [string, string[]] => [
    one.display_name,
    one.contact_persons
      .map((person) => [person.first_name, person.last_name].filter(Boolean).join(" "))
      .toSorted(),
  ]);
  return Object.fromEntries(entries.toSorted(([a], [b]) => (a < b ? -1 : 1)));
}

/** A look at the database behind the product's back: for what no page shows. */
export async function query<Row extends pg.QueryResultRow>(
  world: Pick<World, "databaseUrl">,
  text: string,
  values: unknown[] = [],
): Promise<Row[]> {
  const client = new pg.Client({ connectionString: world.databaseUrl });
  await client.connect();
  try {
    return (await client.query<Row>(text, values)).rows;
  } finally {
    await client.end();
  }
}

/** Makes all CRM records of an organization look as if they had been written ten seconds earlier: behind the watermark of any run since. */
export async function age(world: Pick<World, "databaseUrl">, organization: Organization): Promise<void> {
  await query(
    world,
    `update crm_record set created_time = created_time - interval '10 s', modified_time = modified_time - interval '10 s',
            deleted_time = deleted_time - interval '10 s' where organization_id = $1`,
    [organization.id],
  );
}

/** The tables in which a sync writes business data. */
const businessTables = ["customer", "contact_person", "customer_merge", "customer_event", "link"] as const;

/**
 * Every row of an organization's business tables with its place on disk and the transaction that wrote it: equal texts
 * mean that nothing was written in between, not even the same values again.
 */
export async function fingerprint(
  world: Pick<World, "databaseUrl">,
  organization: Organization,
): Promise<Record<string, string>> {
  const parts = businessTables.map(
    (table) =>
      `select '${table}' as name, coalesce(string_agg(t.ctid::text || t.xmin::text || t::text, '|' order by t.ctid), '') as rows from ${table} t where organization_id = $1`,
  );
  const rows = await query<{ name: string; rows: string }>(world, parts.join(" union all "), [
    organization.id,
  ]);
  return Object.fromEntries(rows.map((row) => [row.name, row.rows]));
}

/** What a sync leaves behind, without ids and times: to compare a run with faults with one without. */
export async function outcomeOf(
  world: Pick<World, "databaseUrl">,
  organization: Organization,
): Promise<unknown[]> {
  return query(
    world,
    `
    select c.display_name, c.company_name, c.phone, c.email, c.billing_city, c.status, c.merged_into is not null as merged, c.crm_links,
           (select coalesce(json_agg(json_build_array(p.first_name, p.last_name, p.email) order by p.last_name, p.first_name, p.email), '[]') from contact_person p
             where p.organization_id = c.organization_id and p.customer_id = c.id)::text as persons,
           (select coalesce(json_agg(json_build_array(l.crm_id, l.crm_module, l.state) order by l.crm_id), '[]') from link l
             where l.organization_id = c.organization_id and l.customer_id = c.id)::text as links
      from customer c where c.organization_id = $1 order by c.display_name, links`,
    [organization.id],
  );
}

/**
 * Nothing twice: CRM records with two customers or persons or one marker, customers with two records, a record made
 * twice in one run. One that somebody edits while it runs may be updated twice, each time by another value.
 */
export async function twice(
  world: Pick<World, "databaseUrl">,
  organization: Organization,
): Promise<unknown[]> {
  return query(
    world,
    `
    select 'history' as what, run_id || ':' || crm_id || ':' || outcome as which from sync_run_record where organization_id = $1 group by run_id, crm_id, side, outcome, case when outcome = 'updated' then changes end having count(*) > 1
    union all select 'customer', customer_id from link where organization_id = $1 and target = 'customer' and state not in ('duplicate', 'closed') group by customer_id, connection_id having count(*) > 1
    union all select 'person', contact_person_id from link where organization_id = $1 and target = 'contact_person' and state not in ('duplicate', 'closed') group by contact_person_id, connection_id having count(*) > 1
    union all select 'marker', values ->> 'Concord_ID' from crm_record where organization_id = $1 and deleted_time is null
      and values ->> 'Concord_ID' is not null group by module, values ->> 'Concord_ID' having count(*) > 1
    union all select 'orphan customer', c.id from customer c where c.organization_id = $1 and c.source = 'crm' and c.merged_into is null
      and not exists (select from link l where l.organization_id = c.organization_id and l.customer_id = c.id)
    union all select 'orphan person', p.id from contact_person p where p.organization_id = $1
      and p.created_at >= (select min(r.started_at) from sync_run r where r.organization_id = $1 and r.kind <> 'preview')
      and exists (select from link l where l.organization_id = p.organization_id and l.customer_id = p.customer_id)
      and not exists (select from link l where l.organization_id = p.organization_id and l.contact_person_id = p.id)`,
    [organization.id],
  );
}
