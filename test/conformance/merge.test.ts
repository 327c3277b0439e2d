import { afterAll, beforeAll, expect, test } from "vitest";
import type { Json } from "../crm/support/crm-world.ts";
import { crmClass } from "./official-client.ts";
import { type OfficialWorld, openOfficialWorld } from "./official-world.ts";

let crm: OfficialWorld;
beforeAll(async () => {
  crm = await openOfficialWorld("refresh_token");
});
afterAll(() => crm.stop());

/** Merges one account into another; the child gives a field. */
async function merge(master: string, child: string, field: string): Promise<Json> {
  const given = new (crmClass("find_and_merge/data_fields", "DataFields"))();
  given.setAPIName(field);
  const data = new (crmClass("find_and_merge/merge_data", "MergeData"))();
  data.setId(BigInt(child));
  data.setFields([given]);
  const one = new (crmClass("find_and_merge/merge", "Merge"))();
  one.setData([data]);
  const body = new (crmClass("find_and_merge/body_wrapper", "BodyWrapper"))();
  body.setMerge([one]);
  const Operations = crmClass("find_and_merge/find_and_merge_operations", "FindAndMergeOperations");
  return new Operations("Accounts", BigInt(master)).mergeRecords(body);
}

async function add(row: object): Promise<string> {
  return (await crm.call("POST", "/crm/v8/Accounts", { data: [row] })).body.data[0].details.id;
}

test("it merges records, and hears why not", async () => {
  const [master, child] = [
    await add({ Account_Name: "Master" }),
    await add({ Account_Name: "Child", Phone: "7" }),
  ];
  const done = await merge(master, child, "Phone");
  expect(done.getStatusCode()).toBe(201);
  const [success] = done.getObject().getMerge();
  expect([success.getCode().getValue(), success.getDetails().get("id")]).toEqual(["SUCCESS", BigInt(master)]);
  const record = await crm.call("GET", `/crm/v8/Accounts/${master}`);
  expect(record.body.data[0].Phone).toBe("7");
  const refused = await merge(master, master, "Phone");
  const [problem] = refused.getObject().getMerge();
  expect([refused.getStatusCode(), problem.getCode().getValue(), problem.getStatus().getValue()]).toEqual([
    400,
    "DUPLICATE_DATA",
    "error",
  ]);
});
