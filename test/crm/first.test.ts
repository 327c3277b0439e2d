import { afterAll, beforeAll, expect, test } from "vitest";
import { type CrmWorld, openCrmWorld, type Json } from "./support/crm-world.ts";

let crm: CrmWorld;
beforeAll(async () => {
  crm = await openCrmWorld();
});
afterAll(() => crm.stop());

test("an account that was created is listed and read with its values", async () => {
  const created = await crm.call("POST", "/crm/v8/Accounts", {
    data: [{ Account_Name: "Akamai", Annual_Revenue: 12.5, Phone: "+49 30 1" }],
    trigger: [],
  });
  expect(created).toMatchObject({
    status: 201,
    body: {
      data: [{ code: "SUCCESS", message: "record added", details: { Created_By: { name: "Ada Lovelace" } } }],
    },
  });
  const { id } = created.body.data[0].details;
  const list = await crm.call(
    "GET",
    "/crm/v8/Accounts?fields=Account_Name,Owner,Modified_Time,Annual_Revenue",
  );
  expect(list.status).toBe(200);
  expect(list.body.data).toEqual([
    {
      Account_Name: "Akamai",
      Owner: { name: "Ada Lovelace", id: crm.adminId, email: crm.adminEmail },
      Modified_Time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+0[12]:00$/),
      Annual_Revenue: 12.5,
      id,
    },
  ]);
  expect(list.body.info).toMatchObject({
    per_page: 200,
    count: 1,
    page: 1,
    more_records: false,
    next_page_token: null,
    sort_by: "id",
    sort_order: "desc",
  });
  const one = await crm.call("GET", `/crm/v8/Accounts/${id}`);
  expect(one.body.data[0]).toMatchObject({
    id,
    Account_Name: "Akamai",
    Phone: "+49 30 1",
    Website: null,
    Tag: [],
  });
});

test("organization, users, modules and fields are there", async () => {
  expect((await crm.call("GET", "/crm/v8/org")).body.org[0]).toMatchObject({
    zgid: crm.zgid,
    iso_code: "EUR",
    company_name: "Zylker",
  });
  expect((await crm.call("GET", "/crm/v8/users?type=CurrentUser")).body.users[0]).toMatchObject({
    id: crm.adminId,
    email: crm.adminEmail,
    profile: { name: "Administrator" },
  });
  expect(
    (await crm.call("GET", "/crm/v8/settings/modules")).body.modules.map((module: Json) => module.api_name),
  ).toEqual(["Accounts", "Contacts", "Deals"]);
  expect((await crm.call("GET", "/crm/v8/settings/fields?module=Accounts")).body.fields).toContainEqual(
    expect.objectContaining({ api_name: "Account_Name", data_type: "text", system_mandatory: true }),
  );
});
