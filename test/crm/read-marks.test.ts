import { afterAll, beforeAll, expect, test } from "vitest";
import { findUnread, markRecords } from "#crm/record/read-marks.api.ts";
import { addRecords } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let organization: Organization;
let ids: string[];
beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Northwind");
  ids = await addRecords(organization, "Accounts", [{ Account_Name: "One" }, { Account_Name: "Two" }]);
});
afterAll(() => world.stop());

const params = { module: "Accounts" as const };
const unread = async (of = ids): Promise<string[]> =>
  (await organization.send(findUnread, { params, query: { ids: of.join(",") } })).unread;
const mark = async (of: string[], read: boolean): Promise<number> =>
  (await organization.send(markRecords, { params, body: { ids: of, read } })).marked;

test("given records, when they are marked as read and unread, then just these are so, and the view of unread ones follows", async () => {
  const [one = "", two = ""] = ids;
  expect(await unread()).toEqual(ids);
  expect(await mark([one], true)).toBe(1);
  expect(await unread()).toEqual([two]);
  const { body: views } = await organization.crm("GET", "/settings/custom_views?module=Accounts");
  const all = (views.custom_views ?? []) as unknown as { id: string; name: string }[];
  const view = all.find(({ name }) => name === "Unread Accounts")?.id;
  const listed = (await organization.crm("GET", `/Accounts?fields=id&cvid=${view}`)).body.data;
  expect(listed.map((record) => record["id"])).toEqual([two]);
  expect(await mark(ids, true)).toBe(2);
  expect(await unread()).toEqual([]);
  expect(await mark([one], false)).toBe(1);
  expect(await unread()).toEqual([one]);
});

test("given records that are deleted, of another module, or none, then they are neither marked nor told", async () => {
  const [contact = ""] = await addRecords(organization, "Contacts", [{ Last_Name: "Miles" }]);
  const [gone = ""] = await addRecords(organization, "Accounts", [{ Account_Name: "Gone" }]);
  await organization.crm("DELETE", `/Accounts/${gone}`);
  const strangers = [contact, gone, "5725767000009999999"];
  expect([await unread(strangers), await mark(strangers, true), await mark(strangers, false)]).toEqual([
    [],
    0,
    0,
  ]);
});
