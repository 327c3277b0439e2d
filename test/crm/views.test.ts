import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrmWorld, openCrmWorld, type Json, type Reply } from "./support/crm-world.ts";

const path = "/crm/v8/settings/custom_views";

let crm: CrmWorld;
/** Headers of two users who are no administrators, and the id of the first and of their role. */
let grace: { id: string; as: Record<string, string> };
let linus: { id: string; as: Record<string, string> };
let managers: string;

beforeAll(async () => {
  crm = await openCrmWorld();
  const user = async (email: string, name: string): Promise<typeof grace> => {
    const id = await crm.addUser(email, name);
    return { id, as: { authorization: `Zoho-oauthtoken ${await crm.tokenFor(id, email)}` } };
  };
  grace = await user("grace@example.com", "Grace Hopper");
  linus = await user("linus@example.com", "Linus Torvalds");
  const { roles } = (await crm.call("GET", "/crm/v8/settings/roles")).body;
  managers = roles.find(({ name }: Json) => name === "Manager").id;
});
afterAll(() => crm.stop());

const make = (view: object, as?: Record<string, string>): Promise<Reply> =>
  crm.call("POST", `${path}?module=Accounts`, { custom_views: [view] }, as);
const idOf = async (reply: Promise<Reply>): Promise<string> => {
  const { status, body } = await reply;
  expect(status).toBe(201);
  return body.custom_views[0].details.id;
};
/** Under which heading somebody sees a view; undefined where they do not. */
const category = async (id: string, as?: Record<string, string>): Promise<string | undefined> => {
  const { custom_views } = (await crm.call("GET", `${path}?module=Accounts`, undefined, as)).body;
  return custom_views.find((view: Json) => view.id === id)?.category;
};

describe("F27 who sees a view", () => {
  test("given a view of each access, each person finds it under its heading or not at all", async () => {
    const mine = await idOf(make({ name: "Mine", access_type: "only_to_me" }, grace.as));
    const open = await idOf(make({ name: "Open", access_type: "public" }, grace.as));
    const withLinus = await idOf(
      make(
        { name: "For Linus", access_type: "shared", shared_to: [{ type: "users", id: linus.id }] },
        grace.as,
      ),
    );
    const withRole = await idOf(
      make(
        { name: "For managers", access_type: "shared", shared_to: [{ type: "roles", id: managers }] },
        grace.as,
      ),
    );
    const seen = async (as?: Record<string, string>): Promise<(string | undefined)[]> =>
      Promise.all([mine, open, withLinus, withRole].map((id) => category(id, as)));
    expect(await seen(grace.as)).toEqual(Array.from({ length: 4 }, () => "created_by_me"));
    expect(await seen(linus.as)).toEqual([undefined, "public_views", "shared_with_me", "shared_with_me"]);
    expect(await seen()).toEqual([
      "other_users_views",
      "public_views",
      "other_users_views",
      "other_users_views",
    ]);
    const list = (id: string): Promise<Reply> =>
      crm.call("GET", `/crm/v8/Accounts?fields=id&cvid=${id}`, undefined, linus.as);
    expect((await list(withLinus)).status).toBe(204);
    expect((await list(mine)).body).toMatchObject({ code: "INVALID_DATA" });
  });

  test("given a view of somebody else, only its maker and administrators change or delete it", async () => {
    const id = await idOf(make({ name: "Kept", access_type: "public" }, grace.as));
    const change = (as?: Record<string, string>): Promise<Reply> =>
      crm.call("PUT", `${path}/${id}?module=Accounts`, { custom_views: [{ name: "Changed" }] }, as);
    const remove = (as?: Record<string, string>): Promise<Reply> =>
      crm.call("DELETE", `${path}/${id}?module=Accounts`, undefined, as);
    expect([(await change(linus.as)).status, (await remove(linus.as)).status]).toEqual([403, 403]);
    expect([(await change(grace.as)).status, (await change()).status]).toEqual([200, 200]);
    expect((await remove()).status).toBe(200);
    expect((await remove()).body).toMatchObject({ code: "INVALID_DATA" });
  });

  test("F26 given a predefined view, nobody changes or deletes it", async () => {
    const { custom_views } = (await crm.call("GET", `${path}?module=Accounts`)).body;
    for (const { id, system_defined } of custom_views.filter((view: Json) => view.system_name !== null)) {
      expect(system_defined).toBe(true);
      const change = crm.call("PUT", `${path}/${id}?module=Accounts`, { custom_views: [{ name: "x" }] });
      expect((await change).status).toBe(403);
      expect((await crm.call("DELETE", `${path}/${id}?module=Accounts`)).status).toBe(403);
    }
  });
});

describe("F27 what a view shows", () => {
  test("given columns and an order, the detail shows them and the list keeps the order on every page", async () => {
    await crm.call("POST", "/crm/v8/Accounts", {
      data: ["Delta", "alpha", "Charlie", "bravo"].map((Account_Name) => ({ Account_Name })),
    });
    const id = await idOf(
      make({
        name: "By name",
        fields: [{ api_name: "Account_Name" }, "Phone"],
        sort_by: { api_name: "Account_Name" },
        sort_order: "asc",
      }),
    );
    const [detail] = (await crm.call("GET", `${path}/${id}?module=Accounts`)).body.custom_views;
    expect(detail).toMatchObject({
      fields: [{ api_name: "Account_Name", _pin: false }, { api_name: "Phone" }],
      sort_by: { api_name: "Account_Name" },
      sort_order: "asc",
      criteria: null,
    });
    const names: string[] = [];
    let token = "";
    do {
      const page = await crm.call(
        "GET",
        `/crm/v8/Accounts?fields=Account_Name&cvid=${id}&per_page=3${token}`,
      );
      names.push(...page.body.data.map((row: Json) => row.Account_Name));
      token = page.body.info.next_page_token && `&page_token=${page.body.info.next_page_token}`;
    } while (token);
    expect(names).toEqual(["alpha", "bravo", "Charlie", "Delta"]);
  });

  test("given a change of its name alone, criteria, columns, order and access stay", async () => {
    const criteria = { comparator: "equal", field: { api_name: "Phone" }, value: "1" };
    const id = await idOf(
      make({
        name: "Before",
        criteria,
        fields: ["Phone"],
        sort_by: "id",
        sort_order: "desc",
        access_type: "public",
      }),
    );
    const read = async (): Promise<Json> =>
      (await crm.call("GET", `${path}/${id}?module=Accounts`)).body.custom_views[0];
    const { name: _before, display_value: _shown, modified_time: _then, ...before } = await read();
    await crm.call("PUT", `${path}/${id}?module=Accounts`, { custom_views: [{ name: "After" }] });
    const { name, display_value, modified_time: _now, ...after } = await read();
    expect([name, display_value]).toEqual(["After", "After"]);
    expect(after).toEqual(before);
  });

  test.each<[object, string]>([
    [{ name: " " }, "name"],
    [{ name: "x".repeat(101) }, "name"],
    [{ name: "x", access_type: "secret" }, "access_type"],
    [{ name: "x", fields: [] }, "fields"],
    [{ name: "x", fields: ["Account_Name", "Nothing"] }, "fields[1]"],
    [{ name: "x", sort_by: "Phone" }, "sort_by"],
    [{ name: "x", shared_to: [{ type: "planets", id: "1" }] }, "shared_to[0]"],
    [{ name: "x", access_type: "shared" }, "shared_to"],
    [{ name: "x", access_type: "shared", shared_to: [] }, "shared_to"],
    [
      { name: "x", access_type: "shared", shared_to: [{ type: "roles", id: "5725767000009999999" }] },
      "shared_to[0]",
    ],
    [{ name: "x", access_type: "shared", shared_to: [{ type: "users", id: "nobody" }] }, "shared_to[0]"],
    [{ name: "x", criteria: { group_operator: "AND", group: [] } }, "criteria.group"],
    [
      {
        name: "x",
        criteria: {
          group_operator: "AND",
          group: [
            { comparator: "equal", field: { api_name: "Phone" }, value: "1" },
            { comparator: "equal", field: { api_name: "Gone" }, value: "1" },
          ],
        },
      },
      "criteria.group[1]",
    ],
  ])("given %j, the view is refused, the place is named and none is made", async (view, place) => {
    const count = async (): Promise<number> =>
      (await crm.call("GET", `${path}?module=Accounts`)).body.info.count;
    const before = await count();
    expect(await make(view)).toMatchObject({
      status: 400,
      body: { details: { api_name: place, json_path: `$.custom_views[0].${place}` } },
    });
    expect(await count()).toBe(before);
  });
});

describe("F28 a check box and the view on it", () => {
  test("given a hundred records whose box is ticked in one call, the view holds them; unticked, it holds none", async () => {
    const field = await crm.call("POST", "/crm/v8/settings/fields?module=Contacts", {
      fields: [{ field_label: "Sync to billing", data_type: "boolean" }],
    });
    expect(field.status).toBe(201);
    const made = await crm.call("POST", "/crm/v8/Contacts", {
      data: Array.from({ length: 100 }, (_, at) => ({ Last_Name: `Person ${at}` })),
    });
    const view = await crm.call("POST", `${path}?module=Contacts`, {
      custom_views: [
        {
          name: "Sync to billing is true",
          criteria: { comparator: "equal", field: { api_name: "Sync_to_billing" }, value: true },
        },
      ],
    });
    const cvid: string = view.body.custom_views[0].details.id;
    const count = async (): Promise<number> =>
      (await crm.call("GET", `/crm/v8/Contacts/actions/count?cvid=${cvid}`)).body.count;
    const tick = (Sync_to_billing: boolean): Promise<Reply> =>
      crm.call("PUT", "/crm/v8/Contacts", {
        data: made.body.data.map((item: Json) => ({ id: item.details.id, Sync_to_billing })),
      });
    expect(await count()).toBe(0);
    expect((await tick(true)).status).toBe(200);
    expect(await count()).toBe(100);
    expect((await tick(false)).status).toBe(200);
    expect(await count()).toBe(0);
  });
});
