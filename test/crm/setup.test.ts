import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOrganization } from "#platform/db/db.ts";
import { listAudit } from "#platform/audit/audit.store.ts";
import { type CrmWorld, openCrmWorld, type Json, type Reply } from "./support/crm-world.ts";

let crm: CrmWorld;
beforeAll(async () => {
  crm = await openCrmWorld();
});
afterAll(() => crm.stop());

/** What the audit log says of one subject, oldest first. */
const audited = async (subjectId: string): Promise<Json[]> => {
  const entries = await inOrganization(crm.system.deps.db, crm.organizationId, (tx) =>
    listAudit(tx, { subjectId, limit: 100 }),
  );
  return entries.toReversed().map(({ action, actor_name, details }) => [action, actor_name, details]);
};

describe("users", () => {
  const put = (id: string, user: object): Promise<Reply> =>
    crm.call("PUT", `/crm/v8/users/${id}`, { users: [user] });

  test("given a user who is made and made inactive, the audit log says who did it and what changed", async () => {
    const profiles = (await crm.call("GET", "/crm/v8/settings/profiles")).body.profiles;
    const made = await crm.call("POST", "/crm/v8/users", {
      users: [{ email: "lin@example.com", first_name: "Lin", last_name: "Yi", profile: profiles[1].id }],
    });
    const { id } = made.body.users[0].details;
    await put(id, { status: "inactive" });
    expect(await audited(id)).toEqual([
      ["crm.user_created", "Ada Lovelace", { email: "lin@example.com", profile: "Standard" }],
      ["crm.user_changed", "Ada Lovelace", { status: "inactive" }],
    ]);
  });

  test("given two administrators who make each other inactive at the same moment, one of them stays", async () => {
    const other = await crm.addUser("two@example.com", "Second Admin", "Administrator");
    const asOther = {
      authorization: `Zoho-oauthtoken ${await crm.tokenFor(other, "two@example.com")}`,
    };
    for (let round = 0; round < 5; round += 1) {
      const body = { users: [{ status: "inactive" }] };
      const replies = await Promise.all([
        crm.call("PUT", `/crm/v8/users/${other}`, body),
        crm.call("PUT", `/crm/v8/users/${crm.adminId}`, body, asOther),
      ]);
      // Who comes second is refused, or is no active user any more when they ask.
      expect(replies.filter((reply) => reply.status === 200)).toHaveLength(1);
      expect(replies.filter((reply) => reply.status >= 500)).toEqual([]);
      await inOrganization(crm.system.deps.db, crm.organizationId, (tx) =>
        tx
          .updateTable("crm_user")
          .set({ status: "active" })
          .where("id", "in", [crm.adminId, other])
          .execute(),
      );
    }
  });

  test.each<[object, string]>([
    [{ status: "asleep" }, "status"],
    [{ last_name: " " }, "last_name"],
    [{ last_name: "x".repeat(81) }, "last_name"],
    [{ profile: "1" }, "profile"],
    [{ role: { id: "x" } }, "role"],
  ])("given a change to %j, it is refused and names the field", async (change, field) => {
    const reply = await put(crm.adminId, change);
    expect(reply).toMatchObject({
      status: 400,
      body: { users: [{ status: "error", details: { api_name: field } }] },
    });
  });

  test("given several users in one request, each has its outcome", async () => {
    const reply = await crm.call("PUT", "/crm/v8/users", {
      users: [
        { id: crm.adminId, first_name: "Ada" },
        { id: "1", first_name: "Nobody" },
      ],
    });
    expect([reply.status, reply.body.users.map((item: Json) => item.code)]).toEqual([
      207,
      ["SUCCESS", "INVALID_DATA"],
    ]);
  });
});

describe("fields", () => {
  const path = "/crm/v8/settings/fields";
  const made = async (field: object): Promise<string> =>
    (await crm.call("POST", `${path}?module=Accounts`, { fields: [field] })).body.fields[0].details.id;

  test("given a field that is made, changed and deleted, its values go with it and the audit log tells of each", async () => {
    const id = await made({ field_label: "Colour", data_type: "picklist", pick_list_values: ["Red"] });
    const account = await crm.call("POST", "/crm/v8/Accounts", {
      data: [{ Account_Name: "Red one", Colour: "Red" }],
    });
    await crm.call("PATCH", `${path}/${id}?module=Accounts`, { fields: [{ field_label: "Tint" }] });
    await crm.call("DELETE", `${path}/${id}?module=Accounts`);
    await made({ field_label: "Colour", data_type: "text" });
    const again = await crm.call("GET", `/crm/v8/Accounts/${account.body.data[0].details.id}`);
    expect(again.body.data[0].Colour).toBeNull();
    expect((await audited(id)).map(([action, , details]) => [action, details.label])).toEqual([
      ["crm.field_created", "Colour"],
      ["crm.field_changed", "Tint"],
      ["crm.field_deleted", "Tint"],
    ]);
  });

  test.each<[object, string]>([
    [{ data_type: "integer" }, "data_type"],
    [{ field_label: "" }, "field_label"],
    [{ field_label: "x".repeat(81) }, "field_label"],
    [{ pick_list_values: [] }, "pick_list_values"],
    [{ pick_list_values: ["x".repeat(121)] }, "pick_list_values"],
  ])("given a pick list that is to become %j, it is refused and stays as it is", async (change, field) => {
    const label = `List ${field} ${JSON.stringify(change).length}`;
    const id = await made({ field_label: label, data_type: "picklist", pick_list_values: ["One"] });
    const reply = await crm.call("PATCH", `${path}/${id}?module=Accounts`, { fields: [change] });
    expect(reply).toMatchObject({ status: 400, body: { fields: [{ details: { api_name: field } }] } });
    const [read] = (await crm.call("GET", `${path}/${id}?module=Accounts`)).body.fields;
    expect([read.field_label, read.data_type, read.pick_list_values.length]).toEqual([label, "picklist", 1]);
  });

  test("given a standard field, it is neither changed nor deleted", async () => {
    const [{ id }] = (await crm.call("GET", `${path}?module=Accounts`)).body.fields;
    for (const method of ["PATCH", "DELETE"])
      expect(
        (await crm.call(method, `${path}/${id}?module=Accounts`, { fields: [{ field_label: "x" }] })).body,
      ).toMatchObject({ code: "NOT_ALLOWED" });
  });

  test("given a view whose field is deleted, its list says which part of the request is at fault", async () => {
    const id = await made({ field_label: "Gone soon", data_type: "boolean" });
    const view = await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", {
      custom_views: [
        {
          name: "By it",
          criteria: { comparator: "equal", field: { api_name: "Gone_soon" }, value: true },
        },
      ],
    });
    const cvid: string = view.body.custom_views[0].details.id;
    expect((await crm.call("GET", `/crm/v8/Accounts?fields=id&cvid=${cvid}`)).status).toBe(204);
    await crm.call("DELETE", `${path}/${id}?module=Accounts`);
    expect(await crm.call("GET", `/crm/v8/Accounts?fields=id&cvid=${cvid}`)).toMatchObject({
      status: 400,
      body: { code: "INVALID_DATA", details: { param_name: "cvid", reason: "criteria" } },
    });
  });
});

describe("currencies", () => {
  const add = async (row: object): Promise<Json> => {
    const reply = await crm.call("POST", "/crm/v8/Accounts", { data: [{ Account_Name: "Money", ...row }] });
    return reply.status === 201
      ? (await crm.call("GET", `/crm/v8/Accounts/${reply.body.data[0].details.id}`)).body.data[0]
      : reply.body.data[0];
  };

  test("given one currency, records have none; several on, each is in its currency at its rate", async () => {
    const before = await add({ Annual_Revenue: 5 });
    expect(before).not.toHaveProperty("Currency");
    expect((await crm.call("POST", "/crm/v8/org/currencies", { currencies: [{}] })).body).toMatchObject({
      code: "FEATURE_NOT_ENABLED",
    });
    await crm.call("POST", "/crm/v8/org/currencies/actions/enable", {});
    const added = await crm.call("POST", "/crm/v8/org/currencies", {
      currencies: [
        { iso_code: "JPY", exchange_rate: 162.5 },
        { iso_code: "EUR", exchange_rate: "1" },
        { iso_code: "XXY", exchange_rate: "1" },
        { iso_code: "USD", exchange_rate: "-1" },
      ],
    });
    expect([added.status, added.body.currencies.map((item: Json) => item.code)]).toEqual([
      207,
      ["SUCCESS", "DUPLICATE_DATA", "INVALID_DATA", "INVALID_DATA"],
    ]);
    const after = (await crm.call("GET", `/crm/v8/Accounts/${before.id}`)).body.data[0];
    expect([after.Currency, after.Exchange_Rate]).toEqual(["EUR", 1]);
    expect(await add({})).toMatchObject({ Currency: "EUR", Exchange_Rate: 1 });
    const yen = await add({ Currency: "JPY" });
    expect(yen).toMatchObject({ Currency: "JPY", Exchange_Rate: 162.5 });
    expect(await add({ Currency: "JPY", Exchange_Rate: 150 })).toMatchObject({ Exchange_Rate: 150 });
    expect(await add({ Currency: "USD" })).toMatchObject({
      code: "INVALID_DATA",
      details: { api_name: "Currency" },
    });
    await crm.call("PUT", `/crm/v8/Accounts/${yen.id}`, { data: [{ Currency: "EUR" }] });
    expect((await crm.call("GET", `/crm/v8/Accounts/${yen.id}`)).body.data[0]).toMatchObject({
      Currency: "EUR",
      Exchange_Rate: 1,
    });
    await crm.call("PUT", `/crm/v8/Accounts/${yen.id}`, { data: [{ Phone: "1" }] });
    expect((await crm.call("GET", `/crm/v8/Accounts/${yen.id}`)).body.data[0].Currency).toBe("EUR");
  });

  test("given the list, each currency shows its decimal places", async () => {
    const { currencies } = (await crm.call("GET", "/crm/v8/org/currencies")).body;
    expect(currencies.map((one: Json) => [one.iso_code, one.format.decimal_places])).toEqual([
      ["EUR", "2"],
      ["JPY", "0"],
    ]);
  });

  test("given the base currency, neither its rate nor its activity can be changed", async () => {
    const [base] = (await crm.call("GET", "/crm/v8/org/currencies")).body.currencies;
    for (const change of [{ exchange_rate: "2" }, { is_active: false }, { iso_code: "USD" }])
      expect(
        (await crm.call("PUT", `/crm/v8/org/currencies/${base.id}`, { currencies: [change] })).body
          .currencies,
      ).toMatchObject([{ code: "INVALID_DATA", details: { api_name: Object.keys(change)[0] } }]);
  });
});
