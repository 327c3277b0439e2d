import { type RawBuilder, sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOrganization } from "#platform/db/db.ts";
import { insertKey } from "#platform/auth/api-key.store.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import { type CrmWorld, type Json, openCrmWorld, type Reply } from "./support/crm-world.ts";

let crm: CrmWorld;
let john: string;
let asJohn: Record<string, string>;

beforeAll(async () => {
  crm = await openCrmWorld();
  john = await crm.addUser("john@example.com", "John Doe", "Administrator");
  asJohn = { authorization: `Zoho-oauthtoken ${await crm.tokenFor(john, "john@example.com")}` };
  const fields = [
    { field_label: "Ext ID", data_type: "text", external: { type: "org" } },
    { field_label: "Vip", data_type: "boolean" },
  ];
  await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", { fields });
});
afterAll(() => crm.stop());

async function add(row: object, module = "Accounts"): Promise<string> {
  return (await crm.call("POST", `/crm/v8/${module}`, { data: [row] })).body.data[0].details.id;
}

const change = (id: string, row: object, headers = {}): Promise<Reply> =>
  crm.call("PUT", `/crm/v8/Accounts/${id}`, { data: [row] }, headers);

const ask = (id: string, query = "", module = "Accounts"): Promise<Reply> =>
  crm.call("GET", `/crm/v8/${module}/${id}/__timeline${query}`);

/** Entries, the last first, as [action, done by, source, changes]. */
async function entries(id: string, module = "Accounts"): Promise<Json[]> {
  return (await ask(id, "", module)).body.__timeline.map((entry: Json) => [
    entry.action,
    entry.done_by.name,
    entry.source,
    entry.field_history?.map((one: Json) => [one.api_name, one._value.old, one._value.new]) ?? null,
  ]);
}

describe("what is written down", () => {
  test("given a record that is made, changed by another user, deleted and restored, then each is told with who did it", async () => {
    const id = await add({ Account_Name: "Zylker", Employees: 5 });
    await change(id, { Employees: 7, Phone: "+49 30", Vip: true }, asJohn);
    await change(id, { Phone: null, Account_Name: "Zylker GmbH" });
    await crm.call("DELETE", `/crm/v8/Accounts/${id}`, undefined, asJohn);
    const restored = await crm.call("POST", "/crm/v8/settings/recycle_bin/actions/restore", { ids: [id] });
    expect(restored).toMatchObject({
      status: 200,
      body: { recycle_bin: [{ code: "SUCCESS", message: "record restored", details: { id } }] },
    });
    expect(await entries(id)).toEqual([
      ["restored", "Ada Lovelace", "crm_api", null],
      ["deleted", "John Doe", "crm_api", null],
      [
        "updated",
        "Ada Lovelace",
        "crm_api",
        [
          ["Account_Name", "Zylker", "Zylker GmbH"],
          ["Phone", "+49 30", null],
        ],
      ],
      [
        "updated",
        "John Doe",
        "crm_api",
        [
          ["Phone", null, "+49 30"],
          ["Employees", "5", "7"],
          ["Vip", "false", "true"],
        ],
      ],
      ["added", "Ada Lovelace", "crm_api", null],
    ]);
  });

  test("given a change, then its entry has the time of the record, ids, and inner details for who asks", async () => {
    const id = await add({ Account_Name: "Details" });
    const changed = (await change(id, { Phone: "1" })).body.data[0].details;
    const { body } = await ask(
      id,
      "?include_inner_details=field_history.data_type,field_history.field_label",
    );
    expect(body.__timeline[0]).toEqual({
      id: expect.stringMatching(/^\d{19}$/),
      audited_time: changed.Modified_Time,
      action: "updated",
      source: "crm_api",
      type: "timeline",
      done_by: { name: "Ada Lovelace", id: crm.adminId },
      record: { name: "Details", id, module: { api_name: "Accounts", id: expect.any(String) } },
      related_record: null,
      automation_details: null,
      extension: null,
      field_history: [
        {
          api_name: "Phone",
          id: expect.any(String),
          _value: { new: "1", old: null },
          data_type: "phone",
          field_label: "Phone",
        },
      ],
    });
    expect((await ask(id)).body.__timeline[0].field_history[0]).not.toHaveProperty("data_type");
  });

  test("given a change of owner and of a look-up, then names are shown, and ids beside them", async () => {
    const parent = await add({ Account_Name: "Parent" });
    const id = await add({ Account_Name: "Child" });
    await change(id, { Owner: { id: john }, Parent_Account: { id: parent } });
    const { field_history } = (await ask(id)).body.__timeline[0];
    expect(field_history).toMatchObject([
      {
        api_name: "Owner",
        _value: { old: "Ada Lovelace", new: "John Doe" },
        $id: { old: crm.adminId, new: john },
      },
      { api_name: "Parent_Account", _value: { old: null, new: "Parent" }, $id: { old: null, new: parent } },
    ]);
  });

  test("given a change to what is there already, or one that is refused, then nothing is told", async () => {
    const id = await add({ Account_Name: "Same", Phone: "1" });
    await change(id, { Phone: "1", Account_Name: "Same" });
    await change(id, { Phone: "2" }, { "if-unmodified-since": "2020-01-01T00:00:00Z" });
    await crm.call("PUT", "/crm/v8/Accounts", { data: [{ id, Phone: "2", Employees: "many" }] });
    expect(await entries(id)).toEqual([["added", "Ada Lovelace", "crm_api", null]]);
  });

  test("given an upsert that makes and one that finds, then both are told", async () => {
    const upsert = (row: object): Promise<Reply> =>
      crm.call("POST", "/crm/v8/Accounts/upsert", {
        data: [row],
        duplicate_check_fields: ["Ext_ID"],
        trigger: [],
      });
    const made = (await upsert({ Account_Name: "By key", Ext_ID: "k1" })).body.data[0];
    const found = (await upsert({ Ext_ID: "k1", Phone: "3" })).body.data[0];
    expect([made.action, found.action, found.duplicate_field]).toEqual(["insert", "update", "Ext_ID"]);
    expect((await entries(made.details.id)).map(([action]) => action)).toEqual(["updated", "added"]);
  });

  test("given an import by API key, then its new records and changes are told", async () => {
    const key = "concord_timeline_import";
    await insertAdminKey(key);
    await add({ Account_Name: "Old row" });
    const importing = await fetch(`${crm.url}/api/v1/crm/imports`, {
      method: "POST",
      headers: { authorization: `Bearer ${key}`, "content-type": "application/json" },
      body: JSON.stringify({
        module: "Accounts",
        csv: "Account Name,Phone\nOld row,1\nNew row,2\n",
        duplicates: "update",
      }),
    });
    expect(await importing.json()).toMatchObject({ created: 1, updated: 1 });
    const list = (await crm.call("GET", "/crm/v8/Accounts?fields=Account_Name&per_page=200")).body.data;
    const idOf = (name: string): string => list.find((one: Json) => one.Account_Name === name).id;
    expect(await entries(idOf("New row"))).toEqual([["added", "Ada Lovelace", "crm_api", null]]);
    expect((await entries(idOf("Old row")))[0]).toEqual([
      "updated",
      "Ada Lovelace",
      "crm_api",
      [["Phone", null, "1"]],
    ]);
  });
});

/** Puts an API key of an administrator into the organization. */
async function insertAdminKey(key: string): Promise<void> {
  await inOrganization(crm.system.deps.db, crm.organizationId, (tx) =>
    insertKey(tx, {
      id: "key_timeline",
      organization_id: crm.organizationId,
      name: "Import",
      hash: sha256(key),
      role: "admin",
      created_by: "test",
      created_at: new Date().toISOString(),
      last_used_at: null,
      expires_at: null,
      revoked_at: null,
    }),
  );
}

describe("how it is read", () => {
  test("given more entries than a page, then tokens and page numbers give each once, in either order", async () => {
    const id = await add({ Account_Name: "Paged" });
    for (let n = 1; n <= 6; n += 1) await change(id, { Employees: n });
    const seen: string[] = [];
    let query = "?per_page=3";
    for (;;) {
      const { body } = await ask(id, query);
      seen.push(...body.__timeline.map((entry: Json) => entry.field_history?.[0]._value.new ?? "added"));
      if (!body.info.more_records) break;
      query = `?per_page=3&page_token=${encodeURIComponent(body.info.next_page_token)}`;
    }
    expect(seen).toEqual(["6", "5", "4", "3", "2", "1", "added"]);
    const second = await ask(id, "?per_page=3&page=2&sort_order=asc");
    expect(second.body.__timeline.map((entry: Json) => entry.field_history[0]._value.new)).toEqual([
      "3",
      "4",
      "5",
    ]);
    const first = await ask(id, "?per_page=3");
    expect(
      await ask(id, `?sort_order=asc&page_token=${encodeURIComponent(first.body.info.next_page_token)}`),
    ).toMatchObject({ status: 400, body: { code: "TOKEN_BOUND_DATA_MISMATCH" } });
  });

  test("given no such record, another module's, or a filter, then there is nothing or a refusal", async () => {
    const id = await add({ Account_Name: "Elsewhere" });
    expect((await ask("5725767000000999999")).status).toBe(204);
    expect((await ask(id, "", "Contacts")).status).toBe(204);
    expect(await ask(id, "?filters=%7B%7D")).toMatchObject({
      status: 400,
      body: { code: "NOT_SUPPORTED", details: { param_name: "filters" } },
    });
    const found = await crm.call("GET", "/crm/v8/Accounts/k1/__timeline", undefined, {
      "x-external": "Accounts.Ext_ID",
    });
    expect(found.body.__timeline.at(-1).action).toBe("added");
  });

  test("given an entry, then not even the CRM itself can change or take it away", async () => {
    const id = await add({ Account_Name: "For good" });
    const attempt = (statement: RawBuilder<unknown>): Promise<unknown> =>
      inOrganization(crm.system.deps.db, crm.organizationId, (tx) => statement.execute(tx));
    await expect(attempt(sql`update crm_timeline set user_id = 1 where record_id = ${id}`)).rejects.toThrow(
      "permission denied",
    );
    await expect(attempt(sql`delete from crm_timeline where record_id = ${id}`)).rejects.toThrow(
      "permission denied",
    );
  });
});

describe("the recycle bin", () => {
  test("given records of two modules and one that is not there, then the answer tells of each in its place", async () => {
    const account = await add({ Account_Name: "Gone" });
    const contact = await add({ Last_Name: "Gone too" }, "Contacts");
    await crm.call("DELETE", `/crm/v8/Accounts/${account}`);
    await crm.call("DELETE", `/crm/v8/Contacts/${contact}`);
    const ids = [contact, "5725767000000999999", account];
    const reply = await crm.call("POST", "/crm/v8/settings/recycle_bin/actions/restore", { ids });
    expect(reply.status).toBe(207);
    expect(reply.body.recycle_bin.map((item: Json) => [item.code, item.details.id])).toEqual([
      ["SUCCESS", contact],
      ["INVALID_DATA", "5725767000000999999"],
      ["SUCCESS", account],
    ]);
    expect((await crm.call("GET", `/crm/v8/Contacts/${contact}`)).status).toBe(200);
    const again = await crm.call("POST", `/crm/v8/settings/recycle_bin/${account}/actions/restore`);
    expect(again).toMatchObject({ status: 400, body: { recycle_bin: [{ code: "INVALID_DATA" }] } });
  });

  test("given a unique value that another record has meanwhile, then the record stays where it is", async () => {
    const id = await add({ Account_Name: "First", Ext_ID: "taken" });
    await crm.call("DELETE", `/crm/v8/Accounts/${id}`);
    const holder = await add({ Account_Name: "Second", Ext_ID: "taken" });
    const reply = await crm.call("POST", `/crm/v8/settings/recycle_bin/${id}/actions/restore`);
    expect(reply).toMatchObject({
      status: 400,
      body: {
        recycle_bin: [
          { code: "DUPLICATE_DATA", details: { id, api_name: "Ext_ID", duplicate_record: { id: holder } } },
        ],
      },
    });
    expect((await entries(id)).map(([action]) => action)).toEqual(["deleted", "added"]);
  });

  test.each([{}, { ids: [] }, { ids: "1" }, { ids: ["x"] }, { restore_all_records: true }])(
    "given the body %j, then it is refused",
    async (body) => {
      expect((await crm.call("POST", "/crm/v8/settings/recycle_bin/actions/restore", body)).status).toBe(400);
    },
  );
});
