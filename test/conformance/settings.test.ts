import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../crm/support/crm-world.ts";
import { crmClass, parameters } from "./official-client.ts";
import { type OfficialWorld, openOfficialWorld } from "./official-world.ts";

let crm: OfficialWorld;
beforeAll(async () => {
  crm = await openOfficialWorld("grant_code");
});
afterAll(() => crm.stop());

const operations = (folder: string, name: string): Json =>
  new (crmClass(`${folder}/${folder}_operations`, name))();
/** Parameters of one of a folder's operations. */
const given = (folder: string, kind: string, values: Record<string, unknown>): Promise<unknown> =>
  parameters(
    Object.entries(values).map(([name, value]) => [
      crmClass(`${folder}/${folder}_operations`, kind)[name],
      value,
    ]),
  );
/** The code and id (or the field) of each item of a write's answer. */
const outcomes = (items: Json[]): [string, string][] =>
  items.map((item) => [
    item.getCode().getValue(),
    String(item.getDetails().get("id") ?? item.getDetails().get("api_name")),
  ]);

test("it exchanges a grant code of a server-based client for tokens, once", () => {
  const [, row = ""] = readFileSync(join(crm.folder, "tokens.csv"), "utf8").split("\n");
  const cells = row.split(",");
  expect(cells.filter((cell) => /^1000\.\S{20,}/.test(cell)).length).toBeGreaterThanOrEqual(2);
});

test("organization", async () => {
  const org = (await operations("org", "OrgOperations").getOrganization()).getObject().getOrg()[0];
  expect([org.getZgid(), org.getIsoCode(), org.getCompanyName()]).toEqual([crm.zgid, "EUR", "Zylker"]);
});

test("users: created, changed alone and together, listed by type, counted, read", async () => {
  const users = operations("users", "UsersOperations");
  const profiles = (await operations("profiles", "ProfilesOperations").getProfiles()).getObject();
  const roles = (await operations("roles", "RolesOperations").getRoles()).getObject();
  const bodyOf = (change: (user: Json) => void): Json => {
    const user = new (crmClass("users/users", "Users"))();
    change(user);
    const body = new (crmClass("users/body_wrapper", "BodyWrapper"))();
    body.setUsers([user]);
    return body;
  };
  const created = await users.createUsers(
    bodyOf((user) => {
      const profile = new (crmClass("users/profile", "Profile"))();
      profile.setId(profiles.getProfiles()[1].getId());
      const role = new (crmClass("users/role", "Role"))();
      role.setId(roles.getRoles()[1].getId());
      user.setEmail("grace@example.com");
      user.setFirstName("Grace");
      user.setLastName("Hopper");
      user.setProfile(profile);
      user.setRole(role);
    }),
  );
  expect(created.getStatusCode()).toBe(201);
  const id = BigInt(created.getObject().getUsers()[0].getDetails().get("id"));
  expect(
    (
      await users.updateUser(
        id,
        bodyOf((user) => user.setLastName("Murray Hopper")),
      )
    ).getStatusCode(),
  ).toBe(200);
  const together = await users.updateUsers(
    bodyOf((user) => {
      user.setId(id);
      user.setStatus("inactive");
    }),
  );
  expect(outcomes(together.getObject().getUsers())).toEqual([["SUCCESS", String(id)]]);
  const one = (await users.getUser(id)).getObject().getUsers()[0];
  expect([one.getFullName(), one.getStatus(), one.getProfile().getName(), one.getRole().getName()]).toEqual([
    "Grace Murray Hopper",
    "inactive",
    "Standard",
    "Manager",
  ]);
  const emails = async (type: string): Promise<string[]> => {
    const answer = await users.getUsers(await given("users", "GetUsersParam", { TYPE: type }));
    return answer.getStatusCode() === 204
      ? []
      : answer
          .getObject()
          .getUsers()
          .map((user: Json) => user.getEmail());
  };
  expect(await emails("CurrentUser")).toEqual([crm.adminEmail]);
  expect(await emails("AllUsers")).toEqual([crm.adminEmail, "grace@example.com"]);
  expect(await emails("ActiveUsers")).toEqual([crm.adminEmail]);
  expect(await emails("DeactiveUsers")).toEqual(["grace@example.com"]);
  expect(await emails("AdminUsers")).toEqual([crm.adminEmail]);
  expect(await emails("DeletedUsers")).toEqual([]);
  expect((await users.usersCount()).getObject().getCount()).toBe(2);
  const twice = await users.createUsers(
    bodyOf((user) => {
      const profile = new (crmClass("users/profile", "Profile"))();
      profile.setId(profiles.getProfiles()[0].getId());
      user.setEmail("GRACE@example.com");
      user.setLastName("Again");
      user.setProfile(profile);
    }),
  );
  expect(outcomes(twice.getObject().getUsers())).toEqual([["DUPLICATE_DATA", "email"]]);
});

test("modules, all and one; profiles and roles, all and one", async () => {
  const modules = operations("modules", "ModulesOperations");
  const all = (await modules.getModules()).getObject().getModules();
  expect(all.map((one: Json) => [one.getAPIName(), one.getGeneratedType().getValue()])).toEqual([
    ["Accounts", "default"],
    ["Contacts", "default"],
    ["Deals", "default"],
  ]);
  const byName = (await modules.getModuleByAPIName("Contacts")).getObject().getModules()[0];
  const byId = (await modules.getModule(byName.getId())).getObject().getModules()[0];
  expect([byName.getSingularLabel(), byId.getAPIName()]).toEqual(["Contact", "Contacts"]);
  const profiles = operations("profiles", "ProfilesOperations");
  const [first] = (await profiles.getProfiles()).getObject().getProfiles();
  expect((await profiles.getProfile(first.getId())).getObject().getProfiles()[0].getName()).toBe(
    "Administrator",
  );
  const roles = operations("roles", "RolesOperations");
  const [, second] = (await roles.getRoles()).getObject().getRoles();
  const role = (await roles.getRole(second.getId())).getObject().getRoles()[0];
  expect([role.getName(), role.getReportingTo().getName()]).toEqual(["Manager", "CEO"]);
});

test("F28: fields: a check box, a pick list, an external id; changed, read, deleted", async () => {
  const fields = operations("fields", "FieldsOperations");
  const inAccounts = (kind: string): Promise<unknown> => given("fields", kind, { MODULE: "Accounts" });
  const bodyOf = (...changes: ((field: Json) => void)[]): Json => {
    const body = new (crmClass("fields/body_wrapper", "BodyWrapper"))();
    body.setFields(
      changes.map((change) => {
        const field = new (crmClass("fields/fields", "Fields"))();
        change(field);
        return field;
      }),
    );
    return body;
  };
  const option = (text: string): Json => {
    const value = new (crmClass("fields/pick_list_value", "PickListValue"))();
    value.setDisplayValue(text);
    value.setActualValue(text);
    return value;
  };
  const made = await fields.createField(
    bodyOf(
      (field) => {
        field.setFieldLabel("Sync to billing");
        field.setDataType("boolean");
      },
      (field) => {
        field.setFieldLabel("Segment");
        field.setDataType("picklist");
        field.setPickListValues([option("Small"), option("Large")]);
      },
      (field) => {
        field.setFieldLabel("Ext Billing ID");
        field.setDataType("text");
        field.setLength(40);
        const external = new (crmClass("fields/external", "External"))();
        external.setType("org");
        field.setExternal(external);
      },
      (field) => {
        field.setFieldLabel("Phone");
        field.setDataType("text");
      },
    ),
    await inAccounts("CreateFieldParam"),
  );
  expect(made.getStatusCode()).toBe(207);
  const items = made.getObject().getFields();
  expect(outcomes(items).map(([code]) => code)).toEqual(["SUCCESS", "SUCCESS", "SUCCESS", "DUPLICATE_DATA"]);
  const [box, list, external] = items.map((item: Json) => item.getDetails().get("id") as string);
  await fields.updateField(
    BigInt(list),
    bodyOf((field) => field.setPickListValues([option("Huge")])),
    await inAccounts("UpdateFieldParam"),
  );
  const relabelled = await fields.updateFields(
    bodyOf((field) => {
      field.setId(BigInt(box));
      field.setFieldLabel("Bill them");
    }),
    await inAccounts("UpdateFieldsParam"),
  );
  expect(relabelled.getStatusCode()).toBe(200);
  const read = async (id: string): Promise<Json> =>
    (await fields.getField(BigInt(id), await inAccounts("GetFieldParam"))).getObject().getFields()[0];
  expect([(await read(box)).getFieldLabel(), (await read(box)).getAPIName()]).toEqual([
    "Bill them",
    "Sync_to_billing",
  ]);
  expect((await read(list)).getPickListValues().map((value: Json) => value.getActualValue())).toEqual([
    "Small",
    "Large",
    "Huge",
  ]);
  expect([(await read(external)).getExternal().getType(), (await read(external)).getLength()]).toEqual([
    "org",
    40,
  ]);
  const all = await fields.getFields(await inAccounts("GetFieldsParam"));
  expect(
    all
      .getObject()
      .getFields()
      .filter((field: Json) => field.getCustomField())
      .map((field: Json) => [field.getAPIName(), field.getDataType()]),
  ).toEqual([
    ["Sync_to_billing", "boolean"],
    ["Segment", "picklist"],
    ["Ext_Billing_ID", "text"],
  ]);
  expect((await fields.deleteField(BigInt(list), await inAccounts("DeleteFieldParam"))).getStatusCode()).toBe(
    200,
  );
  expect((await fields.getField(BigInt(list), await inAccounts("GetFieldParam"))).getStatusCode()).toBe(204);
});

test("F26, F27: views: those that are always there, one that is made, changed and deleted", async () => {
  const views = operations("custom_views", "CustomViewsOperations");
  const path = "/crm/v8/settings/custom_views";
  const criteria = {
    group_operator: "AND",
    group: [
      { comparator: "equal", field: { api_name: "Account_Type" }, value: "Customer" },
      {
        group_operator: "OR",
        group: [
          { comparator: "greater_than", field: { api_name: "Employees" }, value: 10 },
          { comparator: "equal", field: { api_name: "Employees" }, value: "${EMPTY}" },
        ],
      },
    ],
  };
  const made = await crm.call("POST", `${path}?module=Accounts`, {
    custom_views: [
      {
        name: "Customers",
        criteria,
        access_type: "public",
        fields: ["Account_Name", "Employees"],
        sort_by: "Created_Time",
        sort_order: "desc",
      },
    ],
  });
  const id: string = made.body.custom_views[0].details.id;
  for (const module of ["Accounts", "Contacts"]) {
    const all = await views.getCustomViews(
      await given("custom_views", "GetCustomViewsParam", { MODULE: module }),
    );
    const names: string[] = all
      .getObject()
      .getCustomViews()
      .map((view: Json) => view.getDisplayValue());
    expect(names.slice(0, 8)).toEqual([
      `All ${module}`,
      `My ${module}`,
      `Unread ${module}`,
      "New This Week",
      "New Last Week",
      `Recently Created ${module}`,
      `Recently Modified ${module}`,
      `Recently Viewed ${module}`,
    ]);
  }
  const read = async (): Promise<Json> =>
    (
      await views.getCustomView(
        BigInt(id),
        await given("custom_views", "GetCustomViewParam", { MODULE: "Accounts" }),
      )
    )
      .getObject()
      ?.getCustomViews()[0];
  const view = await read();
  expect(view.getCriteria().getGroup()[1].getGroup()[0].getField().getAPIName()).toBe("Employees");
  expect(view.getFields().map((field: Json) => field.getAPIName())).toEqual(["Account_Name", "Employees"]);
  expect([view.getSortBy().getAPIName(), view.getSortOrder().getValue(), view.getCategory()]).toEqual([
    "Created_Time",
    "desc",
    "created_by_me",
  ]);
  const { Operations, Param } = {
    Operations: crmClass("record/record_operations", "RecordOperations"),
    Param: crmClass("record/record_operations", "GetRecordsParam"),
  };
  const inView = async (): Promise<string[]> => {
    const list = await new Operations("Accounts").getRecords(
      await parameters([
        [Param.FIELDS, "Account_Name"],
        [Param.CVID, id],
      ]),
    );
    return list.getStatusCode() === 204
      ? []
      : list
          .getObject()
          .getData()
          .map((record: Json) => record.getKeyValue("Account_Name"));
  };
  const records = await crm.call("POST", "/crm/v8/Accounts", {
    data: [
      { Account_Name: "Eleven", Account_Type: "Customer", Employees: 11 },
      { Account_Name: "Unknown", Account_Type: "Customer" },
      { Account_Name: "Nine", Account_Type: "Customer", Employees: 9 },
      { Account_Name: "Press", Account_Type: "Press", Employees: 99 },
    ],
  });
  expect((await inView()).toSorted()).toEqual(["Eleven", "Unknown"]);
  await crm.call("PUT", `/crm/v8/Accounts/${records.body.data[2].details.id}`, { data: [{ Employees: 12 }] });
  expect((await inView()).toSorted()).toEqual(["Eleven", "Nine", "Unknown"]);
  const change = { custom_views: [{ name: "Big", criteria: criteria.group[1]?.group?.[0] }] };
  expect((await crm.call("PUT", `${path}/${id}?module=Accounts`, change)).status).toBe(200);
  expect((await read()).getName()).toBe("Big");
  expect((await inView()).toSorted()).toEqual(["Eleven", "Nine", "Press"]);
  expect((await crm.call("DELETE", `${path}/${id}?module=Accounts`)).status).toBe(200);
  expect(await read()).toBeUndefined();
  expect((await crm.call("GET", `/crm/v8/Accounts?fields=id&cvid=${id}`)).body).toMatchObject({
    code: "INVALID_DATA",
    details: { param_name: "cvid" },
  });
});

test("related lists, all and one", async () => {
  const lists = operations("related_lists", "RelatedListsOperations");
  const of = (kind: string): Promise<unknown> => given("related_lists", kind, { MODULE: "Accounts" });
  const all = (await lists.getRelatedLists(await of("GetRelatedListsParam"))).getObject().getRelatedLists();
  expect(all.map((one: Json) => [one.getAPIName(), one.getHref()])).toEqual([
    ["Contacts", "Accounts/{ENTITYID}/Contacts"],
    ["Deals", "Accounts/{ENTITYID}/Deals"],
    ["Member_Accounts", "Accounts/{ENTITYID}/Member_Accounts"],
  ]);
  const one = await lists.getRelatedList(all[0].getId(), await of("GetRelatedListParam"));
  expect(one.getObject().getRelatedLists()[0].getModule().getAPIName()).toBe("Contacts");
});

test("currencies: none while there is one; enabled, added, changed and read once several are on", async () => {
  const currencies = operations("currencies", "CurrenciesOperations");
  expect((await currencies.getCurrencies()).getStatusCode()).toBe(204);
  const base = new (crmClass("currencies/base_currency", "BaseCurrency"))();
  base.setIsoCode("EUR");
  const wrapper = new (crmClass("currencies/base_currency_wrapper", "BaseCurrencyWrapper"))();
  wrapper.setBaseCurrency(base);
  expect((await currencies.enableBaseCurrency(wrapper)).getStatusCode()).toBe(200);
  const bodyOf = (change: (currency: Json) => void): Json => {
    const currency = new (crmClass("currencies/currency", "Currency"))();
    change(currency);
    const body = new (crmClass("currencies/body_wrapper", "BodyWrapper"))();
    body.setCurrencies([currency]);
    return body;
  };
  const added = await currencies.addCurrencies(
    bodyOf((currency) => {
      currency.setIsoCode("USD");
      currency.setExchangeRate("1.25");
    }),
  );
  expect(added.getStatusCode()).toBe(201);
  const id = BigInt(added.getObject().getCurrencies()[0].getDetails().get("id"));
  await currencies.updateCurrencies(
    bodyOf((currency) => {
      currency.setId(id);
      currency.setExchangeRate("1.5");
    }),
  );
  const one = async (): Promise<Json> => (await currencies.getCurrency(id)).getObject().getCurrencies()[0];
  expect([(await one()).getIsoCode(), (await one()).getExchangeRate()]).toEqual(["USD", "1.500000000"]);
  await currencies.updateCurrency(
    id,
    bodyOf((currency) => currency.setIsActive(false)),
  );
  const listed = (await currencies.getCurrencies()).getObject().getCurrencies();
  expect(
    listed.map((currency: Json) => [currency.getIsoCode(), currency.getIsBase(), currency.getIsActive()]),
  ).toEqual([
    ["EUR", true, true],
    ["USD", false, false],
  ]);
});
