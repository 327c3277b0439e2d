import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, type CustomerView } from "#billing/customer/customer.api.ts";
import type { DuplicatePolicy, ModuleChoice } from "#sync/connection/settings.api.ts";
import type { RunView } from "#sync/run/run.api.ts";
import { createChance } from "../support/chance.ts";
import {
  addCrmField,
  addRecords,
  addView,
  customersOf,
  fingerprint,
  query,
  startSyncing,
  type Sync,
  twice,
} from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld()));
afterAll(() => world.stop());

/** Few names and addresses for many records, in several spellings: most things match something. */
const names = [
  "Acme",
  "ACME",
  "acme ",
  "Zylker",
  "Zylker Inc",
  "zylker inc.",
  "Borg & Co",
  "Cyrene",
  "Delta",
];
const emails = ["a@acme.example", "A@Acme.example", "b@zylker.example", "info@borg.example", null, null];
const phones = ["+1 555 0100", "+1 555 0101", null];

type Made = {
  organization: Organization;
  before: CustomerView[];
  inView: { accounts: number; contacts: number };
};

/** An organization whose two sides hold something of everything, the same for the same seed. */
async function makeWorld(name: string, seed: number): Promise<Made> {
  const chance = createChance(seed);
  const organization = await world.organization(name);
  for (let at = 0; at < 6; at += 1)
    await organization.send(createCustomer, {
      body: {
        display_name: chance.of(names).trim(),
        ...(chance.of([true, false]) ? { email: chance.of(emails) } : {}),
        phone: chance.of(phones),
        notes: `ours ${at}`,
        currency_code: chance.of(["USD", "USD", "EUR"]),
        contact_persons: [
          { first_name: "Local", last_name: `Person ${at}`, email: `local${at}@example.com` },
        ],
      },
    });
  const boxes = {
    accounts: await addCrmField(organization, "Accounts", { field_label: "Ours", data_type: "boolean" }),
    contacts: await addCrmField(organization, "Contacts", { field_label: "Ours", data_type: "boolean" }),
  };
  const ticks = {
    accounts: Array.from({ length: 9 }, () => chance.of([true, true, false])),
    contacts: Array.from({ length: 14 }, () => chance.of([true, true, false])),
  };
  const accounts = await addRecords(
    organization,
    "Accounts",
    ticks.accounts.map((ticked) => ({
      Account_Name: chance.of(names),
      Phone: chance.of(phones),
      [boxes.accounts]: ticked,
    })),
  );
  await addRecords(
    organization,
    "Contacts",
    ticks.contacts.map((ticked, at) => ({
      First_Name: "Person",
      Last_Name: String(at),
      Email: chance.of(emails),
      Phone: chance.of(phones),
      [boxes.contacts]: ticked,
      ...(at % 5 === 4 ? {} : { Account_Name: { id: chance.of(accounts) } }),
    })),
  );
  await addView(organization, "Accounts", "Ours", { field: boxes.accounts, value: true });
  await addView(organization, "Contacts", "Ours", { field: boxes.contacts, value: true });
  const count = (all: boolean[]): number => all.filter(Boolean).length;
  return {
    organization,
    before: await customersOf(organization),
    inView: { accounts: count(ticks.accounts), contacts: count(ticks.contacts) },
  };
}

const modules: ModuleChoice[] = ["accounts", "contacts", "accounts-and-contacts"];
const policies: DuplicatePolicy[] = ["skip", "overwrite", "clone"];
const cases = modules.flatMap((module, m) =>
  policies.flatMap((duplicates, p) =>
    ["All", "Ours"].map((view, v) => ({ module, duplicates, view, seed: 100 * m + 10 * p + v + 1 })),
  ),
);

/** What of the counts says that something was written. */
function written({ counts }: RunView): Record<string, number | undefined> {
  const { created, updated, overwritten, merged, cloned, out_of_view, deleted_in_crm } = counts;
  return { created, updated, overwritten, merged, cloned, out_of_view, deleted_in_crm };
}

async function told(sync: Sync, run: RunView): Promise<unknown[]> {
  return (await sync.records(run)).map(({ crm_id, name, outcome, reason, changes }) => ({
    crm_id,
    name,
    outcome,
    reason,
    changes,
  }));
}

describe("F12 to F25, F79, F85 given every module, duplicate policy and view", () => {
  test.each(cases)(
    "$module, duplicates: $duplicates, view: $view: the preview writes nothing, the run does what it says, and a second one writes nothing",
    async ({ module, duplicates, view, seed }) => {
      const { organization, before, inView } = await makeWorld(`Matrix ${seed}`, seed);
      const isAll = view === "All";
      const sync = await startSyncing(organization, {
        module,
        duplicates,
        include_unassociated: seed % 2 === 1,
        ...(isAll ? {} : { view, contactView: view }),
      });
      const untouched = await fingerprint(world, organization);
      const preview = await sync.preview();
      expect(preview).toMatchObject({ status: "done", counts: { failed: 0, held: 0, conflicts: 0 } });
      expect(await fingerprint(world, organization)).toEqual(untouched);

      const run = await sync.run({ preview: preview.id });
      expect(run).toMatchObject({ status: "done", approved_preview: preview.id });
      expect(run.counts).toEqual(preview.counts);
      expect(await told(sync, run)).toEqual(await told(sync, preview));

      const accounts = module === "contacts" ? 0 : isAll ? 9 : inView.accounts;
      const contacts = module === "accounts" ? 0 : isAll ? 14 : inView.contacts;
      const { fetched, ...outcomes } = run.counts;
      expect(fetched).toBe(accounts + contacts);
      expect(Object.values(outcomes).reduce((sum, count) => sum + count, 0)).toBe(fetched);
      await checkCustomers(sync, duplicates, before);
      expect(await twice(world, organization)).toEqual([]);

      const after = await fingerprint(world, organization);
      const again = await sync.run({ full: true });
      expect(again.status).toBe("done");
      expect(Object.values(written(again)).filter((count) => count !== 0)).toEqual([]);
      expect(await fingerprint(world, organization)).toEqual(after);
    },
  );
});

/** What each policy promises of the customers that were there before, and of those that are linked. */
async function checkCustomers(
  sync: Sync,
  duplicates: DuplicatePolicy,
  before: CustomerView[],
): Promise<void> {
  const customers = await customersOf(sync.organization);
  const now = new Map(customers.map((one) => [one.id, one]));
  if (duplicates !== "overwrite")
    for (const customer of before) expect(now.get(customer.id)).toEqual(customer);
  for (const customer of before) {
    const after = now.get(customer.id);
    expect(after?.currency_code).toBe(customer.currency_code);
    if (after?.merged_into) {
      expect(after.status).toBe("inactive");
      expect(now.get(after.merged_into)?.currency_code).toBe(after.currency_code);
    } else expect(after).toMatchObject({ status: "active", notes: customer.notes });
  }
  const links = await sync.links({ state: "linked" });
  expect(new Set(links.map((link) => link.contact_person ?? link.customer)).size).toBe(links.length);
  const { mapping, module } = (await sync.view()).settings ?? {};
  expect(mapping).toContainEqual(expect.objectContaining({ billing: "phone" }));
  const records = await query<{ id: string; values: Record<string, string> }>(
    world,
    "select id::text, values from crm_record where organization_id = $1",
    [sync.organization.id],
  );
  const phoneOf = new Map(records.map((record) => [record.id, record.values["Phone"]]));
  for (const link of links.filter((one) => one.contact_person === null)) {
    const phone = phoneOf.get(link.crm_id);
    if (phone && module) expect(now.get(link.customer)?.phone).toBe(phone);
  }
}
