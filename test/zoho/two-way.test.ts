import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { plusMs } from "#kernel/time.ts";
import type { Outcome } from "#zoho/failure.ts";
import type { WriteReport } from "#zoho/write.client.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import { type CrmWorld, openCrmWorld } from "../crm/support/crm-world.ts";
import { type Receiver, startReceiver } from "../crm/support/receiver.ts";
import { clientOf } from "./client-in-test.ts";
import { error, type FaultyCrm, html, json, startFaultyCrm, truncated } from "./faulty-crm.ts";
import { createMemoryTokenStore } from "./memory-token-store.ts";

let crm: CrmWorld;
let receiver: Receiver;
let zoho: Zoho;

beforeAll(async () => {
  receiver = await startReceiver();
  crm = await openCrmWorld({ notifyUrls: [receiver.url] });
  const credential = { kind: "zsc", email: crm.adminEmail, key: crm.zscKey } as const;
  zoho = clientOf(crm, { credential, tokens: createMemoryTokenStore(), waitMs: 100 }).zoho;
  const fields = [{ field_label: "Ext ID", data_type: "text", external: { type: "org" } }];
  await crm.call("POST", "/crm/v8/settings/fields?module=Accounts", { fields });
});
afterAll(async () => {
  await crm.stop();
  await receiver.close();
});

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
  return outcome.value;
}

function idOf({ rows }: WriteReport, at = 0): string {
  const row = rows[at];
  if (row?.state !== "done") throw new Error(JSON.stringify(row));
  return row.id;
}

describe("records by a field of ours", () => {
  it("given a value that is new and one that is there, then each row says which, and by which field", async () => {
    const first = await zoho.upsertBy("Accounts", "Ext_ID", [{ Account_Name: "Made", Ext_ID: "b-1" }]);
    expect(first.rows).toMatchObject([{ state: "done", action: "insert", duplicateField: undefined }]);
    const again = await zoho.upsertBy("Accounts", "Ext_ID", [
      { Account_Name: "Made again", Ext_ID: "b-1" },
      { Account_Name: "Other", Ext_ID: "b-2" },
    ]);
    expect(again.rows).toMatchObject([
      { state: "done", index: 0, id: idOf(first), action: "update", duplicateField: "Ext_ID" },
      { state: "done", index: 1, action: "insert" },
    ]);
    expect(again.serverTime).toMatch(/Z$/);
  });

  it("given what was written a moment ago, then it is found by the field; what nobody holds is not", async () => {
    const made = await zoho.upsertBy("Accounts", "Ext_ID", [
      { Account_Name: "Awkward", Ext_ID: "a/b ?c&d%" },
    ]);
    const found = await zoho.getByExternal("Accounts", "Ext_ID", "a/b ?c&d%", ["Account_Name"]);
    expect(valueOf(found)).toMatchObject({ id: idOf(made), Account_Name: "Awkward", Ext_ID: "a/b ?c&d%" });
    expect(found.ok && found.serverTime).toMatch(/Z$/);
    expect(valueOf(await zoho.getByExternal("Accounts", "Ext_ID", "nobody", []))).toBeUndefined();
    expect(await zoho.getByExternal("Accounts", "Phone", "1", [])).toMatchObject({
      ok: false,
      failure: { kind: "refused", code: "INVALID_DATA" },
    });
  });
});

describe("changes on condition", () => {
  it("given one of three records changed since, then it alone is refused; an upsert of it is too", async () => {
    const old = await zoho.insert("Accounts", [{ Account_Name: "One" }, { Account_Name: "Two" }]);
    await wait(2100);
    const fresh = await zoho.upsertBy("Accounts", "Ext_ID", [{ Account_Name: "Three", Ext_ID: "three" }]);
    const since = plusMs(fresh.serverTime ?? "", -1500);
    const ids = [idOf(old, 0), idOf(fresh), idOf(old, 1)];
    const report = await zoho.update(
      "Accounts",
      ids.map((id) => ({ id, Phone: "1" })),
      since,
    );
    expect(report.rows).toMatchObject([
      { state: "done", index: 0, id: ids[0] },
      { state: "refused", index: 1, reason: "changed_since", isPermanent: false },
      { state: "done", index: 2, id: ids[2] },
    ]);
    const upserted = await zoho.upsertBy(
      "Accounts",
      "Ext_ID",
      [
        { Ext_ID: "three", Phone: "2" },
        { Account_Name: "Four", Ext_ID: "four" },
      ],
      since,
    );
    expect(upserted.rows).toMatchObject([
      { state: "refused", reason: "changed_since" },
      { state: "done", action: "insert" },
    ]);
    expect(valueOf(await zoho.record("Accounts", idOf(fresh), ["Phone"]))?.["Phone"]).toBeNull();
  });
});

describe("the timeline and the recycle bin", () => {
  it("given changes of a record, then they are told with who did them, over several pages, down to a time", async () => {
    const made = await zoho.insert("Accounts", [{ Account_Name: "Told" }]);
    const id = idOf(made);
    for (let n = 1; n <= 210; n += 1)
      await crm.call("PUT", `/crm/v8/Accounts/${id}`, { data: [{ Employees: n }] });
    const all = await zoho.timeline("Accounts", id);
    expect(valueOf(all)).toHaveLength(211);
    expect(valueOf(all)[0]).toEqual({
      id: expect.stringMatching(/^\d{19}$/),
      at: expect.stringMatching(/\.000Z$/),
      action: "updated",
      source: "crm_api",
      doneBy: { id: crm.adminId, name: "Ada Lovelace" },
      changes: [{ field: "Employees", old: "209", new: "210", ids: undefined }],
    });
    expect(valueOf(all).at(-1)).toMatchObject({ action: "added", changes: [] });
    expect(all.ok && all.serverTime).toMatch(/Z$/);
    await wait(1100);
    await zoho.update("Accounts", [{ id, Owner: { id: crm.adminId }, Phone: "1" }]);
    const since = valueOf(await zoho.timeline("Accounts", id))[0]?.at ?? "";
    const late = valueOf(await zoho.timeline("Accounts", id, plusMs(since, 400)));
    expect(late.map(({ changes }) => changes)).toEqual([
      [{ field: "Phone", old: null, new: "1", ids: undefined }],
    ]);
    expect(valueOf(await zoho.timeline("Accounts", "5725767000000999999"))).toEqual([]);
  });

  it("given deleted records and one that never was, then each row of a restoration has its own outcome", async () => {
    const made = await zoho.insert("Accounts", [
      { Account_Name: "Back" },
      { Account_Name: "Taken", Ext_ID: "t" },
    ]);
    const [back, taken] = [idOf(made, 0), idOf(made, 1)];
    await zoho.remove("Accounts", [back, taken]);
    const holder = await zoho.upsertBy("Accounts", "Ext_ID", [{ Account_Name: "Holder", Ext_ID: "t" }]);
    const report = await zoho.restore("Accounts", [taken, "5725767000000999999", back]);
    expect(report.rows).toMatchObject([
      { state: "refused", reason: "duplicate", existingId: idOf(holder), field: "Ext_ID" },
      { state: "refused", reason: "gone" },
      { state: "done", action: "restore", id: back },
    ]);
    // The CRM refuses a request of which no row is good with another status.
    const none = await zoho.restore("Accounts", ["5725767000000999999"]);
    expect(none.rows).toMatchObject([{ state: "refused", reason: "gone" }]);
    expect(valueOf(await zoho.timeline("Accounts", back)).map(({ action }) => action)).toEqual([
      "restored",
      "deleted",
      "added",
    ]);
  });
});

describe("channels", () => {
  it("given a channel, then notices come, it is renewed, listed and closed, and closing it twice is no failure", async () => {
    const inMs = (ms: number): string => new Date(Math.floor((Date.now() + ms) / 1000) * 1000).toISOString();
    const [soon, later] = [inMs(600_000), inMs(1_200_000)];
    const watch = {
      channelId: "1000000068001",
      events: ["Accounts.all", "Contacts.edit"],
      notifyUrl: `${receiver.url}/hook`,
      token: "a token of ours",
      expiresAt: soon,
    };
    expect(valueOf(await zoho.watch(watch))).toEqual({ channelId: watch.channelId, expiresAt: soon });
    const made = await zoho.insert("Accounts", [{ Account_Name: "Watched" }]);
    const [notice] = await receiver.until("/hook", 1);
    expect(notice?.body).toMatchObject({ ids: [idOf(made)], token: watch.token, operation: "insert" });
    const renewed = await zoho.renewWatch({ channelId: watch.channelId, expiresAt: later });
    expect(valueOf(renewed)).toEqual({ channelId: watch.channelId, expiresAt: later });
    expect(valueOf(await zoho.watches(watch.channelId))).toEqual([
      {
        channelId: watch.channelId,
        module: "Accounts",
        events: ["Accounts.create", "Accounts.edit", "Accounts.delete"],
        notifyUrl: watch.notifyUrl,
        expiresAt: later,
        delivery: { state: "active", problem: null },
      },
      expect.objectContaining({ module: "Contacts", events: ["Contacts.edit"] }),
    ]);
    for (const _time of [1, 2]) expect((await zoho.unwatch(watch.channelId)).ok).toBe(true);
    expect(valueOf(await zoho.watches())).toEqual([]);
  });

  it("given an address that the CRM does not allow, or no channel to renew, then the refusal says why", async () => {
    const expiresAt = new Date(Date.now() + 600_000).toISOString();
    const watch = {
      channelId: "7",
      events: ["Accounts.all"],
      notifyUrl: "http://10.0.0.1/",
      token: "t",
      expiresAt,
    };
    expect(await zoho.watch(watch)).toMatchObject({
      ok: false,
      failure: { kind: "refused", code: "INVALID_DATA", details: { api_name: "notify_url" } },
    });
    expect(await zoho.renewWatch({ channelId: "7", expiresAt })).toMatchObject({
      ok: false,
      failure: { kind: "refused", code: "NOT_SUBSCRIBED" },
    });
  });
});

describe("answers that cannot be believed", () => {
  let faulty: FaultyCrm;
  beforeAll(async () => {
    faulty = await startFaultyCrm();
  });
  afterAll(() => faulty.close());
  const id = "5725767000000000001";
  const restored = "/crm/v8/settings/recycle_bin/actions/restore";

  it.each([
    [
      "5 truncated JSON",
      truncated({ recycle_bin: [{ code: "SUCCESS", status: "success", details: { id } }] }),
    ],
    ["6 a proxy's page", html(200)],
    ["23 an answer without rows", json(200, { info: {} })],
    [
      "24 another record's answer",
      json(200, { recycle_bin: [{ code: "SUCCESS", status: "success", details: { id: "9" } }] }),
    ],
    ["20 a broken server", json(500, error("INTERNAL_ERROR"))],
  ])(
    "given a restoration and fault %s, then its outcome is unknown, and it is sent once",
    async (_fault, reply) => {
      const before = faulty.heardAt(restored).length;
      faulty.always(restored, reply);
      const report = await clientOf(faulty).zoho.restore("Accounts", [id]);
      expect(report.rows).toEqual([{ state: "unknown", index: 0 }]);
      expect(faulty.heardAt(restored)).toHaveLength(before + 1);
    },
  );

  it("given fault 24 a record that does not hold the value, then it is no answer to what was asked", async () => {
    faulty.always("/crm/v8/Accounts/mine", json(200, { data: [{ id, Ext_ID: "yours" }] }));
    expect(await clientOf(faulty).zoho.getByExternal("Accounts", "Ext_ID", "mine", [])).toMatchObject({
      ok: false,
      failure: { kind: "malformed" },
    });
  });

  it("given a timeline that breaks off after its first page, then it is a failure and not a short timeline", async () => {
    const path = `/crm/v8/Accounts/${id}/__timeline`;
    const entry = { id: "1", audited_time: "2026-06-01T12:00:00+02:00", action: "updated", source: "crm_ui" };
    const page = { __timeline: [entry], info: { more_records: true, next_page_token: "next" } };
    faulty.once(path, json(200, page));
    faulty.always(path, truncated(page));
    expect(await clientOf(faulty).zoho.timeline("Accounts", id)).toMatchObject({ ok: false });
    faulty.always(path, json(200, { ...page, info: { more_records: true, next_page_token: null } }));
    expect(await clientOf(faulty).zoho.timeline("Accounts", id)).toMatchObject({
      ok: false,
      failure: { kind: "malformed", path: "$.info.next_page_token" },
    });
  });

  it("given an answer about another channel, then it is not believed", async () => {
    const events = [
      { channel_id: "2", channel_expiry: "2026-06-01T13:00:00+02:00", resource_name: "Accounts" },
    ];
    faulty.always(
      "/crm/v8/actions/watch",
      json(201, { watch: [{ code: "SUCCESS", status: "success", message: "", details: { events } }] }),
    );
    const renewed = { channelId: "1", expiresAt: "2026-06-01T13:00:00.000Z" };
    expect(await clientOf(faulty).zoho.renewWatch(renewed)).toMatchObject({
      ok: false,
      failure: { kind: "malformed" },
    });
  });

  it("given a field that the CRM refuses to make, then the refusal is told", async () => {
    faulty.always(
      "/crm/v8/settings/fields",
      json(400, { fields: [error("DUPLICATE_DATA", { api_name: "field_label" })] }),
    );
    const field = { field_label: "Ext ID", data_type: "text", length: 50 } as const;
    expect(await clientOf(faulty).zoho.createField("Accounts", field)).toMatchObject({
      ok: false,
      failure: { kind: "refused", code: "DUPLICATE_DATA" },
    });
  });
});
