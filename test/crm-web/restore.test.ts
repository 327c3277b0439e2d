import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { restoreRecordsEndpoint } from "#crm/record/restore.api.ts";
import { call } from "#platform/http/call.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let organization: Organization;

beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Binned Ltd");
  const field = { field_label: "Customer number", data_type: "text", unique: { case_sensitive: false } };
  await organization.crm("POST", "/settings/fields?module=Accounts", { fields: [field] });
});
afterAll(() => world.stop());

async function create(...records: Record<string, unknown>[]): Promise<string[]> {
  const { body } = await organization.crm("POST", "/Accounts", {
    data: records,
  });
  return body.data.map((one) => (one["details"] as { id: string }).id);
}

async function remove(ids: string[]): Promise<void> {
  expect((await organization.crm("DELETE", `/Accounts?ids=${ids.join(",")}`)).status).toBe(200);
}

const restore = (ids: string[]) =>
  organization.send(restoreRecordsEndpoint, { params: { module: "Accounts" }, body: { ids } });

async function namesIn(path: string, field: string): Promise<string[]> {
  const { body } = await organization.crm("GET", path);
  return body.data.map((one) => String(one[field]));
}

describe("the recycle bin", () => {
  test("given deleted accounts, when they are restored, then they are back with all they held and the bin is empty", async () => {
    const [ada = "", bob = ""] = await create(
      { Account_Name: "Ada Ltd", Phone: "+1 404 555 0101", Customer_number: "K-1" },
      { Account_Name: "Bob Ltd" },
    );
    const { body: before } = await organization.crm("GET", `/Accounts/${ada}`);
    await remove([ada, bob]);
    expect(await namesIn("/Accounts/deleted?type=recycle", "display_name")).toEqual(["Bob Ltd", "Ada Ltd"]);
    expect(await restore([ada, bob])).toEqual({ restored: [ada, bob], refused: [] });
    const { body: after } = await organization.crm("GET", `/Accounts/${ada}`);
    const { Modified_Time: modified, ...held } = after.data[0] ?? {};
    const { Modified_Time: modifiedBefore, ...heldBefore } = before.data[0] ?? {};
    expect(held).toEqual(heldBefore);
    // Else a sync that reads what was modified would never hear of it.
    expect(Date.parse(String(modified))).toBeGreaterThanOrEqual(Date.parse(String(modifiedBefore)));
    expect(await namesIn("/Accounts/deleted?type=recycle", "display_name")).toEqual([]);
  });

  test("given a unique value that another account took meanwhile, when it is restored, then it stays in the bin and the others come back", async () => {
    const [first = "", other = ""] = await create(
      { Account_Name: "First Ltd", Customer_number: "K-7" },
      { Account_Name: "Other Ltd", Customer_number: "K-8" },
    );
    await remove([first, other]);
    const [thief = ""] = await create({ Account_Name: "Thief Ltd", Customer_number: "k-7" });
    const { restored, refused } = await restore([first, other]);
    expect(restored).toEqual([other]);
    expect(refused).toEqual([
      {
        id: first,
        field: "Customer_number",
        holder: thief,
        problem: expect.stringContaining("Customer number"),
      },
    ]);
    expect(await namesIn("/Accounts/deleted?type=recycle", "display_name")).toEqual(["First Ltd"]);
    await organization.crm("PUT", `/Accounts/${thief}`, { data: [{ Customer_number: null }] });
    expect((await restore([first])).restored).toEqual([first]);
    // It holds its value again: nobody else can take it.
    const { status } = await organization.crm("POST", "/Accounts", {
      data: [{ Account_Name: "Late Ltd", Customer_number: "K-7" }],
    });
    expect(status).toBe(400);
  });

  test("given two deleted accounts with one unique value, when both are restored at once, then one comes back and the other says why not", async () => {
    const [one = ""] = await create({ Account_Name: "One Ltd", Customer_number: "K-9" });
    await remove([one]);
    const [two = ""] = await create({ Account_Name: "Two Ltd", Customer_number: "K-9" });
    await remove([two]);
    const { restored, refused } = await restore([one, two]);
    expect(restored).toHaveLength(1);
    expect(refused).toMatchObject([{ holder: restored[0], field: "Customer_number" }]);
  });

  test("given an account that is not in the bin, when it is restored twice or never was deleted, then it is told of and nothing changes", async () => {
    const [living = ""] = await create({ Account_Name: "Living Ltd" });
    const { restored, refused } = await restore([living, "999"]);
    expect(restored).toEqual([]);
    expect(refused.map(({ id }) => id)).toEqual([living, "999"]);
    expect(await namesIn(`/Accounts/${living}?fields=Account_Name`, "Account_Name")).toEqual(["Living Ltd"]);
  });

  test("given another organization's account, when it is restored, then there is none", async () => {
    const [ours = ""] = await create({ Account_Name: "Ours Ltd" });
    await remove([ours]);
    const others = await world.organization("Others Ltd");
    const answer = await others.send(restoreRecordsEndpoint, {
      params: { module: "Accounts" },
      body: { ids: [ours] },
    });
    expect(answer).toMatchObject({ restored: [], refused: [{ id: ours }] });
    expect((await restore([ours])).restored).toEqual([ours]);
  });

  test("given a key that may only read, when it restores, then it is refused; a wrong id is refused by name", async () => {
    const key = await organization.keyFor("read_only");
    const caller = { baseUrl: world.url, headers: () => ({ authorization: `Bearer ${key}` }) };
    const input = { params: { module: "Accounts" as const }, body: { ids: ["1"] } };
    await expect(call(caller, restoreRecordsEndpoint, input)).rejects.toMatchObject({ status: 403 });
    const wrong = { ...input, body: { ids: ["1; drop table"] } };
    expect(await organization.refusal(restoreRecordsEndpoint, wrong)).toMatchObject({
      status: 400,
      details: { fields: [{ path: "ids.0" }] },
    });
  });
});
