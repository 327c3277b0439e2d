import { mkdtempSync, rmSync, readFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { unzipSync } from "fflate";
import { afterAll, beforeAll, expect, test } from "vitest";
import { inOrganization } from "#platform/db/db.ts";
import { createClient, grantRefreshToken } from "#crm/key/key.commands.ts";
import { fullScope } from "#crm/key/scope.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { type CrmWorld, openCrmWorld, type Json } from "../crm/support/crm-world.ts";
import { connectOfficialClient, crmClass, parameters } from "./official-client.ts";

let crm: CrmWorld;
let folder: string;
const ids: bigint[] = [];

const Operations = crmClass("record/record_operations", "RecordOperations");
const Body = crmClass("record/body_wrapper", "BodyWrapper");
const Rec = crmClass("record/record", "Record");
const recordModule = (name: string): Json => crmClass("record/record_operations", name);

/** A write's body of records with these values. */
function bodyOf(rows: readonly Record<string, unknown>[], id?: bigint): Json {
  const records = rows.map((row) => {
    const record = new Rec();
    if (id !== undefined) record.setId(id);
    for (const [name, value] of Object.entries(row)) record.addKeyValue(name, value);
    return record;
  });
  const body = new Body();
  body.setData(records);
  body.setTrigger([]);
  return body;
}

beforeAll(async () => {
  crm = await openCrmWorld();
  folder = mkdtempSync(join(tmpdir(), "concord-sdk-"));
  const keys = await inOrganization(crm.system.deps.db, crm.organizationId, async (tx) => {
    const caller = await findCaller(tx, { userId: crm.adminId });
    if (!caller) throw new Error("no administrator");
    const context = { tx, deps: crm.system.deps, caller };
    const client = await createClient(context, { name: "Official client", kind: "self", redirect_uri: null });
    return {
      ...client,
      refreshToken: await grantRefreshToken(context, { clientId: client.client_id, scope: fullScope }),
    };
  });
  await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", {
    fields: [{ field_label: "Ext Billing ID", data_type: "text", unique: {}, external: { type: "org" } }],
  });
  await connectOfficialClient({
    url: crm.url,
    folder,
    clientId: keys.client_id,
    clientSecret: keys.client_secret,
    refreshToken: keys.refreshToken,
  });
});
afterAll(async () => {
  await crm.stop();
  rmSync(folder, { recursive: true, force: true });
});

test("it signs in with its refresh token and keeps the user it found", () => {
  expect(readFileSync(join(folder, "tokens.csv"), "utf8")).toMatch(/1000\.[0-9a-f]{32}\.[0-9a-f]{32}/);
});

test("it creates records, and tells which of several was refused", async () => {
  const made = await new Operations("Accounts").createRecords(
    bodyOf([
      { Account_Name: "Akamai", Ext_Billing_ID: "b-1" },
      { Account_Name: "Boney", Employees: 7 },
      { Phone: "1" },
      { Account_Name: "Twice", Ext_Billing_ID: "B-1" },
    ]),
  );
  expect(made.getStatusCode()).toBe(207);
  const items = made.getObject().getData();
  expect(items.map((item: Json) => item.getCode().getValue())).toEqual([
    "SUCCESS",
    "SUCCESS",
    "MANDATORY_NOT_FOUND",
    "DUPLICATE_DATA",
  ]);
  ids.push(...items.slice(0, 2).map((item: Json) => BigInt(item.getDetails().get("id"))));
  expect(items[2].getDetails().get("api_name")).toBe("Account_Name");
  expect(BigInt(items[3].getDetails().get("id"))).toBe(ids[0]);
});

test("it lists, pages with tokens, reads one, and gets nothing for an unknown id", async () => {
  const Param = recordModule("GetRecordsParam");
  const first = await new Operations("Accounts").getRecords(
    await parameters([
      [Param.FIELDS, "Account_Name,Owner,Modified_Time,Employees"],
      [Param.PER_PAGE, 1],
    ]),
  );
  expect(first.getStatusCode()).toBe(200);
  const info = first.getObject().getInfo();
  expect(info.getMoreRecords()).toBe(true);
  const second = await new Operations("Accounts").getRecords(
    await parameters([
      [Param.FIELDS, "Account_Name,Owner,Modified_Time,Employees"],
      [Param.PER_PAGE, 1],
      [Param.PAGE_TOKEN, info.getNextPageToken()],
    ]),
  );
  const both = [...first.getObject().getData(), ...second.getObject().getData()];
  expect(both.map((record: Json) => record.getKeyValue("Account_Name"))).toEqual(["Boney", "Akamai"]);
  expect(both.map((record: Json) => record.getId())).toEqual([ids[1], ids[0]]);
  expect(both[0].getKeyValue("Employees")).toBe(7);
  expect(both[0].getKeyValue("Modified_Time")).toBeInstanceOf(Date);
  const one = await new Operations("Accounts").getRecord(ids[0]);
  expect(one.getObject().getData()[0].getKeyValue("Ext_Billing_ID")).toBe("b-1");
  expect((await new Operations("Accounts").getRecord(1n)).getStatusCode()).toBe(204);
});

test("a list without fields is an error it understands", async () => {
  const refused = await new Operations("Accounts").getRecords();
  expect(refused.getStatusCode()).toBe(400);
  expect(refused.getObject().getCode().getValue()).toBe("REQUIRED_PARAM_MISSING");
});

test("nothing newer is 304; older is listed", async () => {
  const Param = recordModule("GetRecordsParam");
  const Header = recordModule("GetRecordsHeader");
  const list = async (since: Date): Promise<Json> =>
    new Operations("Accounts").getRecords(
      await parameters([[Param.FIELDS, "id"]]),
      await parameters([[Header.IF_MODIFIED_SINCE, since]], "HeaderMap"),
    );
  expect((await list(new Date(Date.now() + 60_000))).getStatusCode()).toBe(304);
  expect((await list(new Date(Date.now() - 60_000))).getObject().getData()).toHaveLength(2);
});

test("it changes records, alone, together and by their external id", async () => {
  const together = await new Operations("Accounts").updateRecords(bodyOf([{ Phone: "+49 30 1" }], ids[0]));
  expect([together.getStatusCode(), together.getObject().getData()[0].getMessage().getValue()]).toEqual([
    200,
    "record updated",
  ]);
  expect(
    (await new Operations("Accounts").updateRecord(ids[1], bodyOf([{ Employees: 9 }]))).getStatusCode(),
  ).toBe(200);
  const Header = recordModule("UpdateRecordHeader");
  const header = await parameters([[Header.X_EXTERNAL, "Accounts.Ext_Billing_ID"]], "HeaderMap");
  expect(
    (
      await new Operations("Accounts").updateRecordUsingExternalId("b-1", bodyOf([{ Fax: "2" }]), header)
    ).getStatusCode(),
  ).toBe(200);
  const read = await new Operations("Accounts").getRecordUsingExternalId(
    "b-1",
    undefined,
    await parameters([[recordModule("GetRecordHeader").X_EXTERNAL, "Accounts.Ext_Billing_ID"]], "HeaderMap"),
  );
  expect(["Phone", "Fax"].map((name) => read.getObject().getData()[0].getKeyValue(name))).toEqual([
    "+49 30 1",
    "2",
  ]);
});

test("upsert tells what it did, and by which field", async () => {
  const body = bodyOf([
    { Account_Name: "Akamai AG", Ext_Billing_ID: "b-1" },
    { Account_Name: "Cora", Ext_Billing_ID: "b-3" },
  ]);
  body.setDuplicateCheckFields(["Ext_Billing_ID"]);
  const done = await new Operations("Accounts").upsertRecords(body);
  expect(done.getStatusCode()).toBe(200);
  expect(
    done
      .getObject()
      .getData()
      .map((item: Json) => [item.getAction?.().getValue(), item.getDuplicateField?.() ?? null]),
  ).toEqual([
    ["update", "Ext_Billing_ID"],
    ["insert", null],
  ]);
  ids.push(BigInt(done.getObject().getData()[1].getDetails().get("id")));
});

test("search, count and COQL find them", async () => {
  const Param = recordModule("SearchRecordsParam");
  const found = await new Operations("Accounts").searchRecords(
    await parameters([[Param.CRITERIA, "((Account_Name:equals:Cora)or(Employees:equals:9))"]]),
  );
  expect(
    found
      .getObject()
      .getData()
      .map((record: Json) => record.getKeyValue("Account_Name"))
      .toSorted(),
  ).toEqual(["Boney", "Cora"]);
  expect(
    (
      await new Operations("Accounts").searchRecords(await parameters([[Param.WORD, "nobody"]]))
    ).getStatusCode(),
  ).toBe(204);
  expect((await new Operations("Accounts").recordCount()).getObject().getCount()).toBe(3n);
  const query = new (crmClass("coql/body_wrapper", "BodyWrapper"))();
  query.setSelectQuery(
    "select Account_Name from Accounts where Account_Name like '%a%' order by Account_Name asc limit 10",
  );
  const rows = await new (crmClass("coql/coql_operations", "CoqlOperations"))().getRecords(query);
  expect(
    rows
      .getObject()
      .getData()
      .map((record: Json) => record.getKeyValue("Account_Name")),
  ).toEqual(["Akamai AG", "Cora"]);
});

test("related records of an account are its contacts, with their look-up", async () => {
  const account = new Rec();
  account.setId(ids[0]);
  const made = await new Operations("Contacts").createRecords(
    bodyOf([{ Last_Name: "Miles", First_Name: "Boney", Email: "boney@example.com", Account_Name: account }]),
  );
  expect(made.getStatusCode()).toBe(201);
  const Related = crmClass("related_records/related_records_operations", "RelatedRecordsOperations");
  const { FIELDS } = crmClass("related_records/related_records_operations", "GetRelatedRecordsParam");
  const list = await new Related("Contacts", "Accounts").getRelatedRecords(
    ids[0],
    await parameters([[FIELDS, "Full_Name,Email,Account_Name"]]),
  );
  const [contact] = list.getObject().getData();
  expect([
    contact.getKeyValue("Full_Name"),
    contact.getKeyValue("Account_Name").getId(),
    contact.getKeyValue("Account_Name").getKeyValue("name"),
  ]).toEqual(["Boney Miles", ids[0], "Akamai AG"]);
});

test("views: the list, one with its criteria, and the records in it", async () => {
  const criteria = { comparator: "equal", field: { api_name: "Employees" }, value: 9 };
  const made = await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", {
    custom_views: [{ name: "Nine", criteria, access_type: "public" }],
  });
  const cvid = BigInt(made.body.custom_views[0].details.id);
  const Views = crmClass("custom_views/custom_views_operations", "CustomViewsOperations");
  const { MODULE } = crmClass("custom_views/custom_views_operations", "GetCustomViewsParam");
  const all = await new Views().getCustomViews(await parameters([[MODULE, "Accounts"]]));
  expect(
    all
      .getObject()
      .getCustomViews()
      .map((view: Json) => view.getDisplayValue()),
  ).toEqual(
    expect.arrayContaining(["All Accounts", "My Accounts", "Unread Accounts", "New This Week", "Nine"]),
  );
  const one = await new Views().getCustomView(
    cvid,
    await parameters([
      [crmClass("custom_views/custom_views_operations", "GetCustomViewParam").MODULE, "Accounts"],
    ]),
  );
  expect(one.getObject().getCustomViews()[0].getCriteria().getField().getAPIName()).toBe("Employees");
  const Param = recordModule("GetRecordsParam");
  const inView = await new Operations("Accounts").getRecords(
    await parameters([
      [Param.FIELDS, "Account_Name"],
      [Param.CVID, String(cvid)],
    ]),
  );
  expect(
    inView
      .getObject()
      .getData()
      .map((record: Json) => record.getId()),
  ).toEqual([ids[1]]);
});

test("users, organization, modules, fields, related lists, profiles and roles", async () => {
  const users = await new (crmClass("users/users_operations", "UsersOperations"))().getUsers(
    await parameters([[crmClass("users/users_operations", "GetUsersParam").TYPE, "CurrentUser"]]),
  );
  expect([users.getObject().getUsers()[0].getEmail(), users.getObject().getUsers()[0].getStatus()]).toEqual([
    crm.adminEmail,
    "active",
  ]);
  const org = await new (crmClass("org/org_operations", "OrgOperations"))().getOrganization();
  expect([org.getObject().getOrg()[0].getZgid(), org.getObject().getOrg()[0].getIsoCode()]).toEqual([
    crm.zgid,
    "EUR",
  ]);
  const modules = await new (crmClass("modules/modules_operations", "ModulesOperations"))().getModules();
  expect(
    modules
      .getObject()
      .getModules()
      .map((one: Json) => one.getAPIName()),
  ).toEqual(["Accounts", "Contacts", "Deals"]);
  const fields = await new (crmClass("fields/fields_operations", "FieldsOperations"))().getFields(
    await parameters([[crmClass("fields/fields_operations", "GetFieldsParam").MODULE, "Deals"]]),
  );
  expect(
    fields
      .getObject()
      .getFields()
      .map((one: Json) => one.getAPIName()),
  ).toEqual(expect.arrayContaining(["Deal_Name", "Stage", "Amount"]));
  const lists = await new (crmClass(
    "related_lists/related_lists_operations",
    "RelatedListsOperations",
  ))().getRelatedLists(
    await parameters([
      [crmClass("related_lists/related_lists_operations", "GetRelatedListsParam").MODULE, "Accounts"],
    ]),
  );
  expect(
    lists
      .getObject()
      .getRelatedLists()
      .map((one: Json) => one.getAPIName()),
  ).toEqual(["Contacts", "Deals", "Member_Accounts"]);
  const profiles = await new (crmClass("profiles/profiles_operations", "ProfilesOperations"))().getProfiles();
  expect(
    profiles
      .getObject()
      .getProfiles()
      .map((one: Json) => one.getName()),
  ).toEqual(["Administrator", "Standard"]);
  const roles = await new (crmClass("roles/roles_operations", "RolesOperations"))().getRoles();
  expect(
    roles
      .getObject()
      .getRoles()
      .map((one: Json) => one.getName()),
  ).toEqual(["CEO", "Manager"]);
});

test("currencies: none while there is one, listed once several are on", async () => {
  const Currencies = crmClass("currencies/currencies_operations", "CurrenciesOperations");
  expect((await new Currencies().getCurrencies()).getStatusCode()).toBe(204);
  await crm.call("POST", "/crm/v8/org/currencies/actions/enable", {});
  expect(
    (
      await crm.call("POST", "/crm/v8/org/currencies", {
        currencies: [{ iso_code: "USD", exchange_rate: "1.25" }],
      })
    ).status,
  ).toBe(201);
  const listed = (await new Currencies().getCurrencies()).getObject().getCurrencies();
  expect(listed.map((one: Json) => [one.getIsoCode(), one.getIsBase(), one.getExchangeRate()])).toEqual([
    ["EUR", true, "1.000000000"],
    ["USD", false, "1.250000000"],
  ]);
});

test("a bulk read becomes a zip of its records", async () => {
  const Bulk = crmClass("bulk_read/bulk_read_operations", "BulkReadOperations");
  const module = new (crmClass("modules/minified_module", "MinifiedModule"))();
  module.setAPIName("Contacts");
  const query = new (crmClass("bulk_read/query", "Query"))();
  query.setModule(module);
  query.setFields(["id", "Last_Name", "Account_Name"]);
  const body = new (crmClass("bulk_read/body_wrapper", "BodyWrapper"))();
  body.setQuery(query);
  body.setFileType("csv");
  const made = await new Bulk().createBulkReadJob(body);
  expect(made.getStatusCode()).toBe(201);
  const job = BigInt(made.getObject().getData()[0].getDetails().get("id"));
  let state = "";
  for (let tries = 0; state !== "COMPLETED" && tries < 100; tries += 1) {
    await sleep(200);
    state = (await new Bulk().getBulkReadJobDetails(job)).getObject().getData()[0].getState().getValue();
  }
  const file = await fetch(`${crm.url}/crm/bulk/v8/read/${job}/result`, {
    headers: { authorization: `Zoho-oauthtoken ${crm.token}` },
  });
  expect(file.headers.get("content-type")).toBe("application/zip");
  const [text] = Object.values(unzipSync(new Uint8Array(await file.arrayBuffer()))).map((bytes) =>
    Buffer.from(bytes).toString(),
  );
  expect(text).toMatch(new RegExp(`^id,Last_Name,Account_Name\\.id\\n\\d{19},"Miles",${ids[0]}\\n$`));
});

test("it deletes records and lists the deleted", async () => {
  const { IDS } = recordModule("DeleteRecordsParam");
  const done = await new Operations("Accounts").deleteRecords(await parameters([[IDS, `${ids[1]},1`]]));
  expect(done.getStatusCode()).toBe(207);
  expect((await new Operations("Accounts").deleteRecord(ids[2])).getStatusCode()).toBe(200);
  const gone = await new Operations("Accounts").getDeletedRecords(
    await parameters([[recordModule("GetDeletedRecordsParam").TYPE, "all"]]),
  );
  expect(
    gone
      .getObject()
      .getData()
      .map((record: Json) => record.getId()),
  ).toEqual(expect.arrayContaining([ids[1], ids[2]]));
  expect((await new Operations("Accounts").getRecord(ids[2])).getStatusCode()).toBe(204);
});
