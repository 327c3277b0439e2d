import { readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../crm/support/crm-world.ts";
import { crmClass, parameters } from "./official-client.ts";
import { type OfficialWorld, openOfficialWorld } from "./official-world.ts";

let crm: OfficialWorld;
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
  crm = await openOfficialWorld("refresh_token");
  await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", {
    fields: [{ field_label: "Ext Billing ID", data_type: "text", unique: {}, external: { type: "org" } }],
  });
});
afterAll(() => crm.stop());

/** The field's value of each record of an answer; none where it is 204. */
function namesIn(answer: Json, field = "Account_Name"): Json[] {
  return answer.getStatusCode() === 204
    ? []
    : answer
        .getObject()
        .getData()
        .map((record: Json) => record.getKeyValue(field));
}

/** The header that names the external field. */
const byExternalId = async (header: string): Promise<Json> =>
  parameters([[recordModule(header).X_EXTERNAL, "Accounts.Ext_Billing_ID"]], "HeaderMap");

test("it signs in with its refresh token and keeps the user it found", () => {
  expect(readFileSync(join(crm.folder, "tokens.csv"), "utf8")).toMatch(/1000\.[0-9a-f]{32}\.[0-9a-f]{32}/);
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

test("it lists by ids, by page, and in either order of time", async () => {
  const Param = recordModule("GetRecordsParam");
  const list = async (...pairs: [unknown, unknown][]): Promise<Json> =>
    new Operations("Accounts").getRecords(await parameters([[Param.FIELDS, "Account_Name"], ...pairs]));
  expect(namesIn(await list([Param.IDS, String(ids[0])]))).toEqual(["Akamai"]);
  expect(namesIn(await list([Param.PAGE, 2], [Param.PER_PAGE, 1]))).toEqual(["Akamai"]);
  expect(namesIn(await list([Param.SORT_BY, "Created_Time"], [Param.SORT_ORDER, "asc"]))).toEqual([
    "Akamai",
    "Boney",
  ]);
  const beyond = await list([Param.PAGE, 11], [Param.PER_PAGE, 200]);
  expect(beyond.getObject().getCode().getValue()).toBe("DISCRETE_PAGINATION_LIMIT_EXCEEDED");
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
  const One = recordModule("GetRecordHeader");
  const one = async (since: Date): Promise<Json> =>
    new Operations("Accounts").getRecord(
      ids[0],
      undefined,
      await parameters([[One.IF_MODIFIED_SINCE, since]], "HeaderMap"),
    );
  expect((await one(new Date(Date.now() + 60_000))).getStatusCode()).toBe(304);
  expect(namesIn(await one(new Date(Date.now() - 60_000)))).toEqual(["Akamai"]);
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
  const changed = await new Operations("Accounts").updateRecordUsingExternalId(
    "b-1",
    bodyOf([{ Fax: "2" }]),
    await byExternalId("UpdateRecordUsingExternalIDHeader"),
  );
  expect(changed.getStatusCode()).toBe(200);
  const read = await new Operations("Accounts").getRecordUsingExternalId(
    "b-1",
    undefined,
    await byExternalId("GetRecordUsingExternalIDHeader"),
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
  const counted = await new Operations("Accounts").recordCount(
    await parameters([[recordModule("RecordCountParam").CRITERIA, "(Account_Name:starts_with:Co)"]]),
  );
  expect(counted.getObject().getCount()).toBe(1n);
  expect(
    namesIn(await new Operations("Accounts").searchRecords(await parameters([[Param.PHONE, "+49 30 1"]]))),
  ).toEqual(["Akamai AG"]);
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
  const Search = recordModule("SearchRecordsParam");
  const byEmail = await new Operations("Contacts").searchRecords(
    await parameters([[Search.EMAIL, "BONEY@example.com"]]),
  );
  expect(namesIn(byEmail, "Last_Name")).toEqual(["Miles"]);
  const external = (name: string): Json =>
    crmClass("related_records/related_records_operations", `GetRelatedRecordsUsingExternalID${name}`);
  const viaExternalId = await new Related("Contacts", "Accounts").getRelatedRecordsUsingExternalId(
    "b-1",
    await parameters([[external("Param").FIELDS, "Last_Name"]]),
    await parameters([[external("Header").X_EXTERNAL, "Accounts.Ext_Billing_ID"]], "HeaderMap"),
  );
  expect(namesIn(viaExternalId, "Last_Name")).toEqual(["Miles"]);
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

test("an external id may hold whatever an address can carry", async () => {
  const odd = "INV 2026/03 50% ü & co";
  await new Operations("Accounts").createRecords(bodyOf([{ Account_Name: "Odd", Ext_Billing_ID: odd }]));
  const read = await new Operations("Accounts").getRecordUsingExternalId(
    encodeURIComponent(odd),
    undefined,
    await byExternalId("GetRecordUsingExternalIDHeader"),
  );
  expect(namesIn(read)).toEqual(["Odd"]);
  const gone = await new Operations("Accounts").deleteRecordUsingExternalId(
    encodeURIComponent(odd),
    undefined,
    await byExternalId("DeleteRecordUsingExternalIDHeader"),
  );
  expect(gone.getStatusCode()).toBe(200);
});

test("a change of what somebody else changed since is refused with 412", async () => {
  const change = (since: string): Promise<{ status: number; body: Json }> =>
    crm.call(
      "PUT",
      `/crm/v8/Accounts/${ids[0]}`,
      { data: [{ Phone: "3" }] },
      { "if-unmodified-since": since },
    );
  expect(await change("2020-01-01T00:00:00Z")).toMatchObject({
    status: 412,
    body: { data: [{ code: "ALREADY_MODIFIED", status: "error" }] },
  });
  expect((await change("2099-01-01T00:00:00Z")).status).toBe(200);
});
