import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type CrmWorld, type Json, openCrmWorld, type Reply } from "./support/crm-world.ts";

let crm: CrmWorld;
let account: string;
let linus: Record<string, string>;
beforeAll(async () => {
  crm = await openCrmWorld();
  account = await add("Accounts", { Account_Name: "Akamai" });
  const id = await crm.addUser("linus@example.com", "Linus");
  linus = { authorization: `Zoho-oauthtoken ${await crm.tokenFor(id, "linus@example.com")}` };
});
afterAll(() => crm.stop());

async function add(module: string, row: object): Promise<string> {
  return (await crm.call("POST", `/crm/v8/${module}`, { data: [row] })).body.data[0].details.id;
}

async function note(row: object, of = account, headers = {}): Promise<string> {
  const made = await crm.call("POST", `/crm/v8/Accounts/${of}/Notes`, { data: [row] }, headers);
  expect([made.status, made.body.data[0].message]).toEqual([201, "record added"]);
  return made.body.data[0].details.id;
}

const contents = async (path: string, headers = {}): Promise<string[]> =>
  ((await crm.call("GET", path, undefined, headers)).body?.data ?? []).map((one: Json) => one.Note_Content);

describe("notes of a record", () => {
  test("given notes, then they are read at the record, the newest first, and one by one; changed and deleted", async () => {
    const of = await add("Accounts", { Account_Name: "Noted" });
    const before = (await crm.call("GET", `/crm/v8/Accounts/${of}`)).body.data[0];
    const first = await note({ Note_Title: "Call", Note_Content: "They like it" }, of);
    const second = await note({ Note_Content: "They want more" }, of);
    const { body } = await crm.call("GET", `/crm/v8/Accounts/${of}/Notes?fields=Note_Title`);
    expect(body.info).toMatchObject({ count: 2, more_records: false });
    expect(body.data[1]).toMatchObject({
      id: first,
      Note_Title: "Call",
      Note_Content: "They like it",
      Parent_Id: { id: of, name: "Noted", module: { api_name: "Accounts" } },
      Owner: { id: crm.adminId },
      $editable: true,
    });
    const changed = { data: [{ Note_Content: "They love it", Note_Title: null }] };
    expect((await crm.call("PUT", `/crm/v8/Accounts/${of}/Notes/${first}`, changed)).status).toBe(200);
    expect((await crm.call("GET", `/crm/v8/Notes/${first}`)).body.data[0]).toMatchObject({
      Note_Title: null,
      Note_Content: "They love it",
    });
    const removed = await crm.call("DELETE", `/crm/v8/Accounts/${of}/Notes?ids=${first},${second},1`);
    expect([removed.status, removed.body.data.map(({ code }: Json) => code)]).toEqual([
      207,
      ["SUCCESS", "SUCCESS", "INVALID_DATA"],
    ]);
    expect((await crm.call("GET", `/crm/v8/Accounts/${of}/Notes`)).status).toBe(204);
    const after = (await crm.call("GET", `/crm/v8/Accounts/${of}`)).body.data[0];
    expect(after.Modified_Time).toBe(before.Modified_Time);
  });

  test("given /Notes, then notes of any module are written by Parent_Id, listed, changed and deleted by id", async () => {
    const deal = await add("Deals", { Deal_Name: "Renewal", Stage: "Qualification" });
    const Parent_Id = { id: deal, module: { api_name: "Deals" } };
    const made = await crm.call("POST", "/crm/v8/Notes", { data: [{ Note_Content: "Soon", Parent_Id }] });
    const { id } = made.body.data[0].details;
    expect(await contents(`/crm/v8/Notes?ids=${id}`)).toEqual(["Soon"]);
    await crm.call("PUT", "/crm/v8/Notes", { data: [{ id, Note_Content: "Now" }] });
    expect(await contents(`/crm/v8/Deals/${deal}/Notes`)).toEqual(["Now"]);
    expect((await crm.call("DELETE", `/crm/v8/Notes/${id}`)).body.data[0].message).toBe("record deleted");
    expect((await crm.call("GET", `/crm/v8/Notes/${id}`)).status).toBe(204);
  });

  test.each([
    ["no content", { Note_Title: "Only" }, "MANDATORY_NOT_FOUND", "Note_Content"],
    ["an empty content", { Note_Content: "  " }, "MANDATORY_NOT_FOUND", "Note_Content"],
    ["a long title", { Note_Content: "x", Note_Title: "x".repeat(121) }, "INVALID_DATA", "Note_Title"],
    ["a long content", { Note_Content: "x".repeat(32_001) }, "INVALID_DATA", "Note_Content"],
    ["a number", { Note_Content: 5 }, "INVALID_DATA", "Note_Content"],
  ])("given %s, then it is refused and named", async (_what, row, code, api_name) => {
    const { status, body } = await crm.call("POST", `/crm/v8/Accounts/${account}/Notes`, { data: [row] });
    expect([status, body.data[0].code, body.data[0].details.api_name]).toEqual([400, code, api_name]);
  });

  test.each([
    ["none", undefined],
    ["one of another module", { id: "account", module: { api_name: "Contacts" } }],
    ["one that there is none of", { id: "5725767000009999999", module: { api_name: "Accounts" } }],
  ])("given /Notes with %s as parent, then Parent_Id is refused", async (_what, Parent_Id) => {
    const parent = Parent_Id?.id === "account" ? { ...Parent_Id, id: account } : Parent_Id;
    const row = { Note_Content: "x", ...(parent ? { Parent_Id: parent } : {}) };
    const { status, body } = await crm.call("POST", "/crm/v8/Notes", { data: [row] });
    expect([status, body.data[0].details.api_name]).toEqual([400, "Parent_Id"]);
  });
});

describe("whose notes they are", () => {
  test("given another user's note, then it is read and not changed or deleted, but by an administrator", async () => {
    const theirs = await note({ Note_Content: "By Linus" }, account, linus);
    const mine = await note({ Note_Content: "By Ada" });
    const as = (method: string, path: string, body?: unknown): Promise<Reply> =>
      crm.call(method, path, body, linus);
    expect((await as("GET", `/crm/v8/Notes/${mine}`)).body.data[0].$editable).toBe(false);
    for (const reply of [
      await as("PUT", `/crm/v8/Notes/${mine}`, { data: [{ Note_Content: "x" }] }),
      await as("DELETE", `/crm/v8/Accounts/${account}/Notes/${mine}`),
    ])
      expect([reply.status, reply.body.data[0].code]).toEqual([400, "NO_PERMISSION"]);
    expect((await as("PUT", `/crm/v8/Notes/${theirs}`, { data: [{ Note_Content: "y" }] })).status).toBe(200);
    expect((await crm.call("DELETE", `/crm/v8/Notes/${theirs}`)).status).toBe(200);
  });

  test("given a private module, then notes of records that are not seen are not there, by any way", async () => {
    const share = (share_type: string): Promise<Reply> =>
      crm.call("PUT", "/crm/v8/settings/data_sharing", {
        data_sharing: [{ module: { api_name: "Accounts" }, share_type }],
      });
    const secret = await note({ Note_Content: "A secret" });
    await share("private");
    expect(await contents("/crm/v8/Notes", linus)).not.toContain("A secret");
    for (const path of [`/crm/v8/Notes/${secret}`, `/crm/v8/Accounts/${account}/Notes`])
      expect((await crm.call("GET", path, undefined, linus)).status).toBe(204);
    const row = { data: [{ Note_Content: "Into the dark" }] };
    expect((await crm.call("POST", `/crm/v8/Accounts/${account}/Notes`, row, linus)).status).toBe(400);
    await share("public");
    expect(await contents(`/crm/v8/Accounts/${account}/Notes`, linus)).toContain("A secret");
  });
});

describe("a note goes where its record goes", () => {
  test("given a merge, then the master has the notes of all; given a deleted record, then they are back with it", async () => {
    const [master, child] = [
      await add("Accounts", { Account_Name: "M" }),
      await add("Accounts", { Account_Name: "C" }),
    ];
    await note({ Note_Content: "Of the master" }, master);
    await note({ Note_Content: "Of the child" }, child);
    await crm.call("POST", `/crm/v8/Accounts/${master}/actions/merge`, {
      merge: [{ data: [{ id: child }] }],
    });
    const both = ["Of the child", "Of the master"];
    expect(await contents(`/crm/v8/Accounts/${master}/Notes`)).toEqual(both);
    await crm.call("DELETE", `/crm/v8/Accounts/${master}`);
    expect(await contents(`/crm/v8/Accounts/${master}/Notes`)).toEqual([]);
    await crm.call("POST", `/crm/v8/settings/recycle_bin/${master}/actions/restore`);
    expect(await contents(`/crm/v8/Accounts/${master}/Notes`)).toEqual(both);
  });
});
