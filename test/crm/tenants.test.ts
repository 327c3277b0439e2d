import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { v8Routes } from "#crm/crm.routes.ts";
import { type CrmWorld, openCrmWorld, type Json, type Reply } from "./support/crm-world.ts";
import { addNeighbour, type Neighbour } from "./support/second-organization.ts";

let crm: CrmWorld;
let neighbour: Neighbour;
/** Ids of what belongs to the first organization, by what they are ids of. */
let theirs: Record<string, string>;

/** A text that stands in everything the first organization has, and must show nowhere else. */
const canary = "Canary7391";

beforeAll(async () => {
  crm = await openCrmWorld();
  neighbour = await addNeighbour(crm);
  const made = async (path: string, body: Json, under: string): Promise<string> => {
    const reply = await crm.call("POST", path, body);
    expect(reply.status).toBe(201);
    return reply.body[under][0].details.id;
  };
  const v8 = "/crm/v8";
  const field = await made(
    `${v8}/settings/fields?module=Accounts`,
    { fields: [{ field_label: `${canary} Ext`, data_type: "text", external: { type: "org" } }] },
    "fields",
  );
  const record = await made(
    `${v8}/Accounts`,
    { data: [{ Account_Name: canary, Phone: "+49 7391", [`${canary}_Ext`]: canary }] },
    "data",
  );
  const contact = await made(
    `${v8}/Contacts`,
    { data: [{ Last_Name: canary, Email: `${canary}@example.com`, Account_Name: { id: record } }] },
    "data",
  );
  const view = await made(
    `${v8}/settings/custom_views?module=Accounts`,
    { custom_views: [{ name: canary, access_type: "public" }] },
    "custom_views",
  );
  const job = await made("/crm/bulk/v8/read", { query: { module: { api_name: "Accounts" } } }, "data");
  await crm.call("POST", `${v8}/org/currencies/actions/enable`, {});
  const currency = await made(
    `${v8}/org/currencies`,
    { currencies: [{ iso_code: "USD", exchange_rate: 1.1 }] },
    "currencies",
  );
  const deleted = await made(`${v8}/Accounts`, { data: [{ Account_Name: `${canary} gone` }] }, "data");
  await crm.call("DELETE", `${v8}/Accounts/${deleted}`);
  const note = await made(`${v8}/Accounts/${record}/Notes`, { data: [{ Note_Content: canary }] }, "data");
  const { profiles } = (await crm.call("GET", `${v8}/settings/profiles`)).body;
  const { roles } = (await crm.call("GET", `${v8}/settings/roles`)).body;
  theirs = {
    ...{ field, record, contact, view, job, currency, note },
    user: await crm.addUser(`${canary}@example.com`, canary),
    profile: profiles[0].id,
    role: roles[0].id,
  };
});
afterAll(() => crm.stop());

/** What the id in a route's path names. Settings that are the same in every CRM have the same ids everywhere. */
const idOf: Record<string, string> = {
  "/crm/v8/:module/:id": "record",
  "/crm/v8/Notes/:id": "note",
  "/crm/v8/:module/:id/Notes": "record",
  "/crm/v8/:module/:id/Notes/:note": "record",
  "/crm/v8/:module/:id/:list": "record",
  "/crm/v8/:module/:id/__timeline": "record",
  "/crm/v8/:module/:id/actions/merge": "record",
  "/crm/v8/:module/:id/actions/change_owner": "record",
  "/crm/v8/settings/recycle_bin/:id/actions/restore": "record",
  "/crm/bulk/v8/read/:id": "job",
  "/crm/bulk/v8/read/:id/result": "job",
  "/crm/v8/users/:id": "user",
  "/crm/v8/org/currencies/:id": "currency",
  "/crm/v8/settings/fields/:id": "field",
  "/crm/v8/settings/custom_views/:id": "view",
  "/crm/v8/settings/profiles/:id": "profile",
  "/crm/v8/settings/profiles/:id/actions/clone": "profile",
  "/crm/v8/settings/roles/:id": "role",
  "/crm/v8/settings/related_lists/:id": "field",
};

/** Something sensible to send to any route, so that it gets as far as looking for its id. */
const body = {
  data: [{ Phone: "1", Account_Name: "Mine", Last_Name: "Mine" }],
  fields: [{ field_label: "Mine" }],
  custom_views: [{ name: "Mine" }],
  users: [{ last_name: "Mine" }],
  currencies: [{ exchange_rate: "2" }],
  merge: [{ data: [{ id: "5725767000009999998" }] }],
};

/** An address of a route for an id, with every parameter that any of them needs. */
function addressOf(path: string, id: string): string {
  const filled = path
    .replace(":module", "Accounts")
    .replace(":id", id)
    .replace(":list", "Contacts")
    .replace(":name", "Accounts");
  return `${filled}?module=Accounts&fields=Account_Name,Last_Name&word=${canary}&ids=${id}`;
}

describe("S19 one organization's ids mean nothing in another", () => {
  const withId = v8Routes.filter(({ path }) => path.includes(":id"));

  test("given every route of the router, it is known what its id names", () => {
    const paths = new Set(withId.map(({ path }) => path));
    console.log(
      `tenants: ${withId.length} routes with an id, ${paths.size} paths, of ${v8Routes.length} routes`,
    );
    expect([...paths].filter((path) => !(path in idOf))).toEqual([]);
    expect(withId.length).toBeGreaterThanOrEqual(18);
  });

  test.each(withId.map(({ method, path }) => [method, path] as const))(
    "given %s %s with the neighbour's id, the answer is that for an id that never was",
    async (method, path) => {
      const send = async (id: string): Promise<unknown> => {
        const sent = method === "GET" ? undefined : { ...body, owner: { id: neighbour.adminId } };
        const reply = await neighbour.call(method, addressOf(path, id), sent);
        return { status: reply.status, body: JSON.stringify(reply.body ?? null).replaceAll(id, "ID") };
      };
      const known = theirs[idOf[path] ?? ""] ?? "";
      expect(known).toMatch(/^\d{19}$/);
      expect(await send(known)).toEqual(await send("5725767000009999999"));
    },
  );

  test("given ids in the body of a change of owners, then neither records, users nor views of the neighbour are meant", async () => {
    const path = "/crm/v8/Accounts/actions";
    const mine = { id: neighbour.adminId };
    const { record, user, view } = theirs;
    const answers = [
      await neighbour.call("POST", `${path}/change_owner`, { ids: [record], owner: mine }),
      await neighbour.call("POST", `${path}/change_owner`, { ids: [record], owner: { id: user } }),
      await neighbour.call("POST", `${path}/mass_change_owner`, { cvid: view, owner: mine }),
    ];
    expect(answers.map(({ status }) => status)).toEqual([400, 400, 400]);
    const { data } = (await crm.call("GET", `/crm/v8/Accounts/${record}?fields=Owner`)).body;
    expect(data[0].Owner.id).toBe(crm.adminId);
  });

  test("given those calls, what the first organization has is as it was", async () => {
    const record = (await crm.call("GET", `/crm/v8/Accounts/${theirs["record"]}`)).body.data[0];
    expect([record.Account_Name, record.Phone]).toEqual([canary, "+49 7391"]);
    const [view] = (await crm.call("GET", `/crm/v8/settings/custom_views/${theirs["view"]}?module=Accounts`))
      .body.custom_views;
    expect(view.name).toBe(canary);
    const [user] = (await crm.call("GET", `/crm/v8/users/${theirs["user"]}`)).body.users;
    expect([user.last_name, user.status]).toEqual([canary, "active"]);
    const [currency] = (await crm.call("GET", `/crm/v8/org/currencies/${theirs["currency"]}`)).body
      .currencies;
    expect(currency.exchange_rate).toBe("1.100000000");
  });
});

describe("S24 nothing of one organization shows in another", () => {
  const reads = v8Routes.filter(({ method, path }) => method === "GET" && !path.endsWith("/result"));

  test.each(reads.map(({ path }) => [path]))(
    "given %s as the neighbour, no canary is in it",
    async (path) => {
      const address = addressOf(path, theirs[idOf[path] ?? ""] ?? "1").replace(
        `word=${canary}`,
        "word=anary7",
      );
      const reply = await neighbour.call("GET", address.replace(/&ids=\d*/, ""));
      expect(JSON.stringify(reply.body ?? null)).not.toContain(canary);
      expect(reply.status).toBeLessThan(500);
    },
  );

  test("given the same reads as the first organization, the canary is in many of them", async () => {
    const seen: string[] = [];
    for (const { path } of reads) {
      const address = addressOf(path, theirs[idOf[path] ?? ""] ?? "1").replace(
        `word=${canary}`,
        "word=anary7",
      );
      const reply = await crm.call("GET", address.replace(/&ids=\d*/, ""));
      if (JSON.stringify(reply.body ?? null).includes(canary)) seen.push(path);
    }
    expect(seen.length).toBeGreaterThanOrEqual(9);
  });

  test("given a query, a count or a search for the canary as the neighbour, nothing is found", async () => {
    const coql = await neighbour.call("POST", "/crm/v8/coql", {
      select_query: `select Account_Name, Owner.email from Accounts where Account_Name like '%${canary}%'`,
    });
    expect(coql.status).toBe(204);
    expect((await neighbour.call("GET", "/crm/v8/Accounts/actions/count")).body).toEqual({ count: 0 });
    for (const way of [`email=${canary}@example.com`, "phone=%2B49%207391"])
      expect((await neighbour.call("GET", `/crm/v8/Contacts/search?${way}`)).status).toBe(204);
  });
});

describe("what one organization writes cannot reach into another", () => {
  const refusedWith = async (reply: Promise<Reply>): Promise<unknown> => {
    const { status, body: answer } = await reply;
    return [status, answer.data?.[0].code ?? answer.code];
  };

  test.each<[string, () => object]>([
    ["a look-up", () => ({ Account_Name: "x", Parent_Account: { id: theirs["record"] } })],
    ["an owner", () => ({ Account_Name: "x", Owner: { id: theirs["user"] } })],
  ])("given %s that is the neighbour's, it is refused like one that does not exist", async (_name, row) => {
    expect(await refusedWith(neighbour.call("POST", "/crm/v8/Accounts", { data: [row()] }))).toEqual([
      400,
      "INVALID_DATA",
    ]);
  });

  test("given the same unique value in both, each keeps its own and neither learns of the other", async () => {
    const fields = [{ field_label: `${canary} Ext`, data_type: "text", external: { type: "org" } }];
    await neighbour.call("POST", "/crm/v8/settings/fields?module=Accounts", { fields });
    const row = { Account_Name: canary, [`${canary}_Ext`]: canary };
    const made = await neighbour.call("POST", "/crm/v8/Accounts/upsert", {
      data: [row],
      duplicate_check_fields: [`${canary}_Ext`],
    });
    expect(made.body.data[0]).toMatchObject({ action: "insert", duplicate_field: null });
    const found = await neighbour.call("GET", `/crm/v8/Accounts/${canary}`, undefined, {
      "x-external": `Accounts.${canary}_Ext`,
    });
    expect(found.body.data[0].id).toBe(made.body.data[0].details.id);
  });

  test("given a view, a page token or ids of the neighbour, a list is refused or empty", async () => {
    const list = (query: string): Promise<Reply> =>
      neighbour.call("GET", `/crm/v8/Contacts?fields=id&${query}`);
    await crm.call("POST", "/crm/v8/Contacts", { data: [{ Last_Name: "Second" }] });
    const first = await crm.call("GET", "/crm/v8/Contacts?fields=id&per_page=1");
    const token: string = first.body.info.next_page_token;
    expect((await list(`per_page=1&page_token=${token}`)).body.code).toBe("TOKEN_BOUND_DATA_MISMATCH");
    expect((await list(`ids=${theirs["contact"]}`)).status).toBe(204);
    const view = await neighbour.call("GET", `/crm/v8/Accounts?fields=id&cvid=${theirs["view"]}`);
    expect(view.body.code).toBe("INVALID_DATA");
    const bulk = await neighbour.call("POST", "/crm/bulk/v8/read", {
      query: { module: { api_name: "Accounts" }, cvid: theirs["view"] },
    });
    expect(bulk.body.code).toBe("INVALID_DATA");
  });
});
