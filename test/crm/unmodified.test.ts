import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, expect, test } from "vitest";
import { plusMs } from "#kernel/time.ts";
import { type CrmWorld, type Json, openCrmWorld, type Reply } from "./support/crm-world.ts";

const path = "/crm/v8/Accounts";
const external = { field_label: "Ext ID", data_type: "text", external: { type: "org" } };

let crm: CrmWorld;
/** A record of a second ago, one of just now, and the second in between. */
let old: Json;
let fresh: Json;
let between: string;

beforeAll(async () => {
  crm = await openCrmWorld();
  await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", { fields: [external] });
  old = await add({ Account_Name: "Old", Ext_ID: "old" });
  await wait(2100);
  fresh = await add({ Account_Name: "Fresh", Ext_ID: "fresh" });
  between = plusMs(fresh.Modified_Time, -1000);
});
afterAll(() => crm.stop());

async function add(row: object): Promise<Json> {
  return (await crm.call("POST", path, { data: [row] })).body.data[0].details;
}

async function phoneOf(id: string): Promise<Json> {
  return (await crm.call("GET", `${path}/${id}`)).body.data[0].Phone;
}

const change = (rows: object[], since: string): Promise<Reply> =>
  crm.call("PUT", path, { data: rows }, { "if-unmodified-since": since });

const upsert = (rows: object[], since: string): Promise<Reply> =>
  crm.call(
    "POST",
    `${path}/upsert`,
    { data: rows, duplicate_check_fields: ["Ext_ID"] },
    { "if-unmodified-since": since },
  );

test("given one record changed since, when many are changed at once, then the request is refused as a whole and names it", async () => {
  const reply = await change(
    [
      { id: old.id, Phone: "1" },
      { id: fresh.id, Phone: "1" },
    ],
    between,
  );
  expect(reply.status).toBe(412);
  expect(reply.body.data).toEqual([
    {
      code: "ALREADY_MODIFIED",
      details: {
        id: fresh.id,
        Modified_Time: fresh.Modified_Time,
        Created_Time: fresh.Created_Time,
        Modified_By: { id: crm.adminId, name: "Ada Lovelace" },
        Created_By: { id: crm.adminId, name: "Ada Lovelace" },
      },
      message: "record updated time has already passed if-unmodified-since time",
      status: "error",
    },
  ]);
  expect([await phoneOf(old.id), await phoneOf(fresh.id)]).toEqual([null, null]);
});

test("given one record changed since, when rows are upserted, then neither it nor a new one is written", async () => {
  const rows = [
    { Account_Name: "New", Ext_ID: "new" },
    { Ext_ID: "fresh", Phone: "1" },
  ];
  expect(await upsert(rows, between)).toMatchObject({
    status: 412,
    body: { data: [{ code: "ALREADY_MODIFIED", details: { id: fresh.id } }] },
  });
  expect(await phoneOf(fresh.id)).toBeNull();
  expect((await crm.call("GET", `${path}/new`, undefined, { "x-external": "Accounts.Ext_ID" })).status).toBe(
    204,
  );
});

test("given a record of one id that was changed since, when it alone is changed, then that is refused", async () => {
  const reply = await crm.call(
    "PUT",
    `${path}/${fresh.id}`,
    { data: [{ Phone: "1" }] },
    { "if-unmodified-since": between },
  );
  expect(reply).toMatchObject({ status: 412, body: { data: [{ details: { id: fresh.id } }] } });
});

test.each([0, 1, 999])(
  "given the second of the last change and %d ms, then the change is taken: seconds are compared",
  async (ms) => {
    const made = await add({ Account_Name: `Same second ${ms}` });
    expect((await change([{ id: made.id, Phone: "2" }], plusMs(made.Modified_Time, ms))).status).toBe(200);
    expect(await phoneOf(made.id)).toBe("2");
  },
);

test("given two rows of one upsert for one record, then the first is no change since for the second", async () => {
  const reply = await upsert(
    [
      { Ext_ID: "old", Phone: "3" },
      { Ext_ID: "old", Fax: "4" },
      { Account_Name: "Twice", Ext_ID: "twice" },
      { Ext_ID: "twice", Fax: "5" },
    ],
    between,
  );
  expect(reply.status).toBe(200);
  expect(reply.body.data.map((item: Json) => item.action)).toEqual(["update", "update", "insert", "update"]);
});

test("given a time that is none, then the request is refused and says which header", async () => {
  expect(await change([{ id: old.id, Phone: "9" }], "yesterday")).toMatchObject({
    status: 400,
    body: { code: "INVALID_DATA", details: { header: "if-unmodified-since" } },
  });
});
