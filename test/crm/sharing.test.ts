import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { v8Routes } from "#crm/crm.routes.ts";
import { type CrmWorld, type Json, openCrmWorld, type Reply } from "./support/crm-world.ts";
import { type Receiver, startReceiver } from "./support/receiver.ts";

/** Four users in a tree: the head above a lead, the lead above two sellers who are peers. */
const people = ["head", "lead", "anna", "bert"] as const;
type Person = (typeof people)[number];
const modules = ["Accounts", "Contacts", "Deals"] as const;

let crm: CrmWorld;
let receiver: Receiver;
const users = {} as Record<Person, { id: string; headers: Record<string, string> }>;
/** An account, a contact of it and a deal of both, of each person. */
const records = {} as Record<Person, Record<(typeof modules)[number], string>>;
const roles = {} as Record<"head" | "lead" | "seller", string>;

beforeAll(async () => {
  receiver = await startReceiver();
  crm = await openCrmWorld({ notifyUrls: [receiver.url] });
  await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", {
    fields: [{ field_label: "Ext ID", data_type: "text", external: { type: "org" } }],
  });
  const all = (await crm.call("GET", "/crm/v8/settings/roles")).body.roles;
  roles.head = all[1].id;
  roles.lead = await role("Lead", roles.head);
  roles.seller = await role("Seller", roles.lead);
  const of: Record<Person, string> = {
    head: roles.head,
    lead: roles.lead,
    anna: roles.seller,
    bert: roles.seller,
  };
  for (const person of people) {
    users[person] = await user(person, of[person]);
    records[person] = await recordsOf(person);
  }
  await share("private");
});
afterAll(async () => {
  await crm.stop();
  await receiver.close();
});

async function role(name: string, above: string): Promise<string> {
  const made = await crm.call("POST", "/crm/v8/settings/roles", {
    roles: [{ name, reporting_to: { id: above } }],
  });
  return made.body.roles[0].details.id;
}

async function user(name: Person, roleId: string): Promise<{ id: string; headers: Record<string, string> }> {
  const { profiles } = (await crm.call("GET", "/crm/v8/settings/profiles")).body;
  const standard = profiles.find((one: Json) => one.name === "Standard").id;
  const email = `${name}@example.com`;
  const made = await crm.call("POST", "/crm/v8/users", {
    users: [{ last_name: name, email, profile: standard, role: roleId }],
  });
  const { id } = made.body.users[0].details;
  return { id, headers: { authorization: `Zoho-oauthtoken ${await crm.tokenFor(id, email)}` } };
}

async function recordsOf(person: Person): Promise<Record<(typeof modules)[number], string>> {
  const as = users[person].headers;
  const made = async (module: string, row: object): Promise<string> =>
    (await crm.call("POST", `/crm/v8/${module}`, { data: [row] }, as)).body.data[0].details.id;
  const Accounts = await made("Accounts", {
    Account_Name: `Secret of ${person}`,
    Ext_ID: `ext-${person}`,
    Phone: "1 22",
  });
  const Contacts = await made("Contacts", {
    Last_Name: `Secret of ${person}`,
    Account_Name: { id: Accounts },
    Email: `${person}@secret.example`,
  });
  const Deals = await made("Deals", {
    Deal_Name: `Secret of ${person}`,
    Stage: "Qualification",
    Account_Name: { id: Accounts },
  });
  return { Accounts, Contacts, Deals };
}

async function share(share_type: "private" | "public", only: readonly string[] = modules): Promise<void> {
  const data_sharing = only.map((api_name) => ({ module: { api_name }, share_type }));
  expect((await crm.call("PUT", "/crm/v8/settings/data_sharing", { data_sharing })).status).toBe(200);
}

const as = (person: Person, method: string, path: string, body?: unknown): Promise<Reply> =>
  crm.call(method, path, body, users[person].headers);

const namesIn = ({ body }: Reply, field: string): string[] =>
  (body?.data ?? []).map((one: Json) => one[field]).toSorted();

const secrets = (...of: Person[]): string[] => of.map((person) => `Secret of ${person}`).toSorted();

describe("a private module is seen by owners and those above them", () => {
  test.each([
    ["anna", ["anna"]],
    ["lead", ["lead", "anna", "bert"]],
    ["head", ["head", "lead", "anna", "bert"]],
  ] as const)("given %s, then lists, counts, searches and queries are of %j", async (person, seen) => {
    expect(namesIn(await as(person, "GET", "/crm/v8/Accounts?fields=Account_Name"), "Account_Name")).toEqual(
      secrets(...seen),
    );
    expect((await as(person, "GET", "/crm/v8/Accounts/actions/count")).body.count).toBe(seen.length);
    expect((await as(person, "GET", "/crm/v8/Accounts/actions/count?word=secret")).body.count).toBe(
      seen.length,
    );
    expect(namesIn(await as(person, "GET", "/crm/v8/Deals/search?word=secret"), "Deal_Name")).toEqual(
      secrets(...seen),
    );
    const criteria = encodeURIComponent("(Last_Name:starts_with:Secret)");
    expect(
      namesIn(await as(person, "GET", `/crm/v8/Contacts/search?criteria=${criteria}`), "Last_Name"),
    ).toEqual(secrets(...seen));
    const select_query = "select Account_Name from Accounts where id is not null";
    expect(namesIn(await as(person, "POST", "/crm/v8/coql", { select_query }), "Account_Name")).toEqual(
      secrets(...seen),
    );
  });

  test("given peers of a role that shares with peers, then they see one another's, and nobody above more or less", async () => {
    const set = (share_with_peers: boolean): Promise<Reply> =>
      crm.call("PUT", `/crm/v8/settings/roles/${roles.seller}`, { roles: [{ share_with_peers }] });
    await set(true);
    const names = namesIn(await as("anna", "GET", "/crm/v8/Accounts?fields=Account_Name"), "Account_Name");
    await set(false);
    expect(names).toEqual(secrets("anna", "bert"));
  });

  test("given an administrator, then all is seen; given a public module, by all", async () => {
    expect((await crm.call("GET", "/crm/v8/Accounts/actions/count")).body.count).toBe(4);
    await share("public", ["Deals"]);
    expect((await as("anna", "GET", "/crm/v8/Deals/actions/count")).body.count).toBe(4);
    expect((await as("anna", "GET", "/crm/v8/Accounts/actions/count")).body.count).toBe(1);
    await share("private", ["Deals"]);
  });
});

describe("no way leads to a record that is not seen", () => {
  const hidden = (): Record<string, string> => records.bert;

  test("given every route of a record, none answers anna with anything of bert's", async () => {
    const told: string[] = [];
    for (const { method, path } of v8Routes.filter((route) => route.path.includes(":module")))
      for (const module of modules) {
        const filled = path
          .replace(":module", module)
          .replace(":id", hidden()[module] ?? "")
          .replace(":list", module === "Accounts" ? "Contacts" : "Deals");
        const query = `?fields=Account_Name,Last_Name,Deal_Name,Owner&ids=${hidden()[module]}&word=secret`;
        const rows = { data: [{ id: hidden()[module], Phone: "1", Description: "taken" }] };
        const merge = { merge: [{ data: [{ id: hidden()[module] }] }] };
        const reply = await as(
          "anna",
          method,
          `${filled}${query}`,
          method === "GET" ? undefined : { ...rows, ...merge },
        );
        if (reply.status >= 500 || JSON.stringify(reply.body ?? "").includes("of bert"))
          told.push(`${method} ${filled}`);
      }
    expect(told).toEqual([]);
    for (const module of modules) {
      const { body } = await crm.call("GET", `/crm/v8/${module}/${hidden()[module]}`);
      expect(body.data[0]).toMatchObject({ Description: null, Owner: { id: users.bert.id } });
    }
  });

  test("given its id, then it is not read, changed, deleted, restored or merged, as if there were none", async () => {
    const { Accounts: id } = records.bert;
    expect((await as("anna", "GET", `/crm/v8/Accounts/${id}`)).status).toBe(204);
    expect((await as("anna", "GET", `/crm/v8/Accounts/${id}/Contacts?fields=id`)).status).toBe(204);
    expect((await as("anna", "GET", `/crm/v8/Accounts/${id}/__timeline`)).status).toBe(204);
    const external = { ...users.anna.headers, "x-external": "Accounts.Ext_ID" };
    expect((await crm.call("GET", "/crm/v8/Accounts/ext-bert", undefined, external)).status).toBe(204);
    for (const reply of [
      await as("anna", "PUT", `/crm/v8/Accounts/${id}`, { data: [{ Phone: "1" }] }),
      await as("anna", "DELETE", `/crm/v8/Accounts/${id}`),
      await as("anna", "POST", "/crm/v8/Accounts/upsert", { data: [{ id, Account_Name: "Mine now" }] }),
    ])
      expect([reply.status, reply.body.data[0].message]).toEqual([400, "the id given seems to be invalid"]);
    const merge = { merge: [{ data: [{ id }] }] };
    expect(
      (await as("anna", "POST", `/crm/v8/Accounts/${records.anna.Accounts}/actions/merge`, merge)).body,
    ).toMatchObject({
      merge: [{ code: "MANDATORY_NOT_FOUND", details: { json_path: "$.merge[0].data[0].id" } }],
    });

    const gone = await as("bert", "POST", "/crm/v8/Accounts", {
      data: [{ Account_Name: "Secret of bert, gone" }],
    });
    const goneId = gone.body.data[0].details.id;
    await as("bert", "DELETE", `/crm/v8/Accounts/${goneId}`);
    expect((await as("anna", "GET", "/crm/v8/Accounts/deleted")).status).toBe(204);
    expect((await as("lead", "GET", "/crm/v8/Accounts/deleted")).body.data).toHaveLength(1);
    const restore = `/crm/v8/settings/recycle_bin/${goneId}/actions/restore`;
    expect((await as("anna", "POST", restore)).body.recycle_bin[0].code).toBe("INVALID_DATA");
    expect((await as("bert", "POST", restore)).body.recycle_bin[0].code).toBe("SUCCESS");
    await as("bert", "DELETE", `/crm/v8/Accounts/${goneId}`);
  });

  test("given a value that only a hidden record has, then an upsert neither changes it nor names it", async () => {
    const rows = { data: [{ Account_Name: "Mine", Ext_ID: "EXT-BERT" }], duplicate_check_fields: ["Ext_ID"] };
    const { status, body } = await as("anna", "POST", "/crm/v8/Accounts/upsert", rows);
    expect([status, body.data[0].code, body.data[0].details.api_name]).toEqual([
      400,
      "DUPLICATE_DATA",
      "Ext_ID",
    ]);
    expect(JSON.stringify(body)).not.toContain(records.bert.Accounts);
  });

  test("given a record that looks up a hidden one, then the name is told, what is behind it is not, and the look-up stays when the rest is saved", async () => {
    const made = await as("lead", "POST", "/crm/v8/Contacts", {
      data: [
        { Last_Name: "Shared", Account_Name: { id: records.bert.Accounts }, Owner: { id: users.anna.id } },
      ],
    });
    const { id } = made.body.data[0].details;
    const read = await as("anna", "GET", `/crm/v8/Contacts/${id}`);
    expect(read.body.data[0].Account_Name).toEqual({ name: "Secret of bert", id: records.bert.Accounts });
    const select_query = `select Account_Name.Phone from Contacts where Last_Name = 'Shared'`;
    const dotted = await as("anna", "POST", "/crm/v8/coql", { select_query });
    expect(dotted.body.data[0]["Account_Name.Phone"]).toBeNull();
    const whole = { data: [{ Phone: "2", Account_Name: { id: records.bert.Accounts } }] };
    expect((await as("anna", "PUT", `/crm/v8/Contacts/${id}`, whole)).status).toBe(200);
    const other = { data: [{ Account_Name: { id: records.bert.Accounts } }] };
    const refused = await as("anna", "PUT", `/crm/v8/Contacts/${records.anna.Contacts}`, other);
    expect(refused.body.data[0]).toMatchObject({
      code: "INVALID_DATA",
      details: { api_name: "Account_Name" },
    });
    await as("lead", "DELETE", `/crm/v8/Contacts/${id}`);
  });

  test("given a record that is given to somebody else, then its old owner sees it no more, and the new one does", async () => {
    const made = await as("anna", "POST", "/crm/v8/Deals", {
      data: [{ Deal_Name: "Handed over", Stage: "Qualification" }],
    });
    const { id } = made.body.data[0].details;
    await as("anna", "PUT", `/crm/v8/Deals/${id}`, { data: [{ Owner: { id: users.bert.id } }] });
    expect((await as("anna", "GET", `/crm/v8/Deals/${id}`)).status).toBe(204);
    expect((await as("bert", "GET", `/crm/v8/Deals/${id}`)).status).toBe(200);
    await as("bert", "DELETE", `/crm/v8/Deals/${id}`);
  });

  test("given a bulk read, then the file is of what its asker sees", async () => {
    const query = { module: { api_name: "Accounts" }, fields: ["Account_Name"] };
    const made = await as("anna", "POST", "/crm/bulk/v8/read", { query });
    const { id } = made.body.data[0].details;
    await expect
      .poll(async () => (await as("anna", "GET", `/crm/bulk/v8/read/${id}`)).body.data[0].state, {
        timeout: 20_000,
      })
      .toBe("COMPLETED");
    expect((await as("anna", "GET", `/crm/bulk/v8/read/${id}`)).body.data[0].result.count).toBe(1);
  });
});

describe("notices", () => {
  test("given a channel of somebody who sees some records, then changes of those are told, and of no others", async () => {
    const channel_id = "1000000099001";
    const watch = [{ channel_id, events: ["Accounts.all"], notify_url: receiver.url }];
    expect((await as("anna", "POST", "/crm/v8/actions/watch", { watch })).status).toBe(201);
    const at = receiver.received.length;
    const rows = (person: Person): object => ({ data: [{ id: records[person].Accounts, Phone: "3 33" }] });
    await as("bert", "PUT", "/crm/v8/Accounts", rows("bert"));
    await crm.call("PUT", "/crm/v8/Accounts", {
      data: people.map((one) => ({ id: records[one].Accounts, Phone: "4 44" })),
    });
    await as("anna", "PUT", "/crm/v8/Accounts", rows("anna"));
    await expect.poll(() => receiver.received.length, { timeout: 5000 }).toBe(at + 2);
    await as("anna", "DELETE", `/crm/v8/actions/watch?channel_ids=${channel_id}`);
    expect(receiver.received.slice(at).map(({ body }) => body.ids)).toEqual([
      [records.anna.Accounts],
      [records.anna.Accounts],
    ]);
  });
});

describe("what is refused says which value is wrong", () => {
  test.each([
    ["an unknown module", { module: { api_name: "Leads" }, share_type: "private" }, "module"],
    ["an unknown kind", { module: { api_name: "Accounts" }, share_type: "public_read_only" }, "share_type"],
  ])("given %s, then nothing is changed", async (_what, item, api_name) => {
    const good = { module: { api_name: "Deals" }, share_type: "public" };
    const { status, body } = await crm.call("PUT", "/crm/v8/settings/data_sharing", {
      data_sharing: [good, item],
    });
    expect([status, body.data_sharing[0].code, body.data_sharing[0].details.api_name]).toEqual([
      400,
      "INVALID_DATA",
      api_name,
    ]);
    const now = (await crm.call("GET", "/crm/v8/settings/data_sharing")).body.data_sharing;
    expect(now.map((one: Json) => one.share_type)).toEqual(["private", "private", "private"]);
  });
});

describe("whoever asks", () => {
  test("law: a list is what they may see of the whole", async () => {
    const whole = (await crm.call("GET", "/crm/v8/Deals?fields=Deal_Name,Owner")).body.data as Json[];
    const below: Record<Person, readonly Person[]> = {
      head: ["head", "lead", "anna", "bert"],
      lead: ["lead", "anna", "bert"],
      anna: ["anna"],
      bert: ["bert"],
    };
    const law = fc.assert(
      fc.asyncProperty(fc.constantFrom(...people), async (person) => {
        const seen = (await as(person, "GET", "/crm/v8/Deals?fields=Deal_Name,Owner")).body.data;
        const owners = below[person].map((one) => users[one].id);
        expect(seen).toEqual(whole.filter(({ Owner: owner }) => owners.includes(owner.id)));
      }),
      { numRuns: 12 },
    );
    await expect(law).resolves.toBeUndefined();
  });
});
