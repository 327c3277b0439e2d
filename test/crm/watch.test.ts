import { setTimeout as wait } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { readConfig } from "#platform/config/config.ts";
import { type System, startSystem } from "../../src/app/system.ts";
import { type CrmWorld, type Json, openCrmWorld, type Reply } from "./support/crm-world.ts";
import { type Receiver, startReceiver } from "./support/receiver.ts";

const path = "/crm/v8/actions/watch";

let crm: CrmWorld;
let receiver: Receiver;

beforeAll(async () => {
  receiver = await startReceiver();
  crm = await openCrmWorld({ notifyUrls: [receiver.url] });
});
afterAll(async () => {
  await crm.stop();
  await receiver.close();
});

const open = (...watch: object[]): Promise<Reply> => crm.call("POST", path, { watch });

async function add(row: object, module = "Accounts"): Promise<string> {
  return (await crm.call("POST", `/crm/v8/${module}`, { data: [row] })).body.data[0].details.id;
}

const change = (id: string, row: object): Promise<Reply> =>
  crm.call("PUT", `/crm/v8/Accounts/${id}`, { data: [row] });

/** How it stands with the delivery to a channel. */
async function deliveryOf(channel: string): Promise<Json> {
  return (await crm.call("GET", `${path}?channel_id=${channel}`)).body?.watch[0].$delivery;
}

async function close(channel: string): Promise<void> {
  await crm.call("DELETE", `${path}?channel_ids=${channel}`);
}

/** Long enough for a notice that should not come. */
const settle = (): Promise<void> => wait(600);

describe("notices", () => {
  test("given a channel, when a record is made, changed, deleted and restored, then each is told within half a second", async () => {
    const opened = await open({
      channel_id: "1000000068001",
      events: ["Accounts.all"],
      notify_url: `${receiver.url}/all?key=value`,
      token: "our secret",
    });
    expect(opened).toMatchObject({
      status: 201,
      body: {
        watch: [
          {
            code: "SUCCESS",
            details: {
              events: [
                {
                  channel_id: "1000000068001",
                  resource_name: "Accounts",
                  resource_uri: `${crm.system.deps.publicUrl}/crm/v8/Accounts`,
                },
              ],
            },
          },
        ],
      },
    });
    const late: number[] = [];
    const told = async (count: number, work: () => Promise<unknown>): Promise<Json> => {
      await work();
      const committedMs = Date.now();
      const got = (await receiver.until("/all", count)).at(-1);
      late.push((got?.atMs ?? Infinity) - committedMs);
      return got?.body;
    };
    let id = "";
    expect(await told(1, async () => (id = await add({ Account_Name: "Told" })))).toEqual({
      server_time: expect.any(Number),
      query_params: { key: "value" },
      module: "Accounts",
      resource_uri: `${crm.system.deps.publicUrl}/crm/v8/Accounts`,
      ids: [id],
      affected_fields: [],
      operation: "insert",
      channel_id: "1000000068001",
      token: "our secret",
    });
    expect(await told(2, () => change(id, { Phone: "1", Fax: "2" }))).toMatchObject({
      operation: "update",
      ids: [id],
      affected_fields: [{ [id]: ["Phone", "Fax"] }],
    });
    expect(await told(3, () => crm.call("DELETE", `/crm/v8/Accounts/${id}`))).toMatchObject({
      operation: "delete",
      ids: [id],
    });
    const restore = `/crm/v8/settings/recycle_bin/${id}/actions/restore`;
    expect(await told(4, () => crm.call("POST", restore))).toMatchObject({ operation: "update", ids: [id] });
    console.log(`watch: notices came ${late.join(", ")} ms after the answer of the write`);
    expect(Math.max(...late)).toBeLessThan(500);
    expect(await deliveryOf("1000000068001")).toMatchObject({ state: "active", failures: 0, problem: null });
    await close("1000000068001");
  });

  test("given events and conditions, then only what they name is told; what does not change is not", async () => {
    const condition = {
      type: "field_selection",
      module: { api_name: "Accounts" },
      field_selection: {
        group_operator: "or",
        group: [{ field: { api_name: "Phone" } }, { field: { api_name: "Fax" } }],
      },
    };
    await open({
      channel_id: 2,
      events: ["Accounts.edit", "Contacts.create"],
      notify_url: `${receiver.url}/some`,
      notification_condition: [condition],
    });
    const id = await add({ Account_Name: "Some" });
    await change(id, { Employees: 5 });
    await change(id, { Account_Name: "Some" });
    await change(id, { Employees: 6, Fax: "1" });
    const contact = await add({ Last_Name: "New" }, "Contacts");
    await crm.call("DELETE", `/crm/v8/Contacts/${contact}`);
    await receiver.until("/some", 2);
    await settle();
    const bodies = receiver.received.filter((one) => one.path === "/some").map(({ body }) => body);
    expect(bodies.map(({ module, operation, ids }) => [module, operation, ids])).toEqual([
      ["Accounts", "update", [id]],
      ["Contacts", "insert", [contact]],
    ]);
    await close("2");
  });

  test("given a write of many records, then one notice names them all; of a write that is refused there is none", async () => {
    await open({ channel_id: 3, events: ["Accounts.create"], notify_url: `${receiver.url}/many` });
    const data = Array.from({ length: 100 }, (_, at) => ({ Account_Name: `Many ${at}` }));
    await crm.call("POST", "/crm/v8/Accounts", { data });
    await crm.call("POST", "/crm/v8/Accounts", { data: [{ Phone: "no name" }] });
    const [notice] = await receiver.until("/many", 1);
    expect(notice?.body.ids).toHaveLength(100);
    await settle();
    expect(await receiver.until("/many", 1)).toHaveLength(1);
    await close("3");
  });

  test("given two processes that deliver, then each notice comes once", async () => {
    const other: System = await startSystem({
      config: readConfig({
        PORT: "0",
        CONCORD_DATA: crm.dataDir,
        CONCORD_LOG: "warn",
        CONCORD_PUBLIC_URL: crm.url,
        CONCORD_NOTIFY_URLS: receiver.url,
      }),
      databaseUrl: crm.databaseUrl,
      throttled: false,
    });
    try {
      await open({ channel_id: 4, events: ["Accounts.create"], notify_url: `${receiver.url}/twice` });
      const ids = await Promise.all(
        Array.from({ length: 40 }, (_, at) => add({ Account_Name: `Once ${at}` })),
      );
      await receiver.until("/twice", 40);
      await settle();
      const told = (await receiver.until("/twice", 40)).flatMap(({ body }) => body.ids);
      expect(told).toHaveLength(40);
      expect(new Set(told)).toEqual(new Set(ids));
    } finally {
      await other.stop();
      await close("4");
    }
  });

  test("given a receiver that fails, then the channel says so and rests, and no write waits for it", async () => {
    await open({ channel_id: 5, events: ["Accounts.create"], notify_url: `${receiver.url}/failing` });
    receiver.answerWith(503);
    await add({ Account_Name: "Lost" });
    await receiver.until("/failing", 1);
    await settle();
    expect(await deliveryOf("5")).toMatchObject({
      state: "failing",
      failures: 1,
      problem: "the receiver answered HTTP 503",
      next_try_time: expect.any(String),
    });
    receiver.answerWith(200);
    await add({ Account_Name: "While it rests" });
    await settle();
    expect(await receiver.until("/failing", 1)).toHaveLength(1);
    await wait(1800);
    await add({ Account_Name: "After its rest" });
    await receiver.until("/failing", 2);
    await settle();
    expect(await deliveryOf("5")).toMatchObject({ state: "active", failures: 0, problem: null });

    receiver.answerWith("silent");
    const startMs = Date.now();
    await add({ Account_Name: "Unheard" });
    await add({ Account_Name: "Unheard too" });
    expect(Date.now() - startMs).toBeLessThan(2000);
    await wait(4000);
    expect(await deliveryOf("5")).toMatchObject({
      state: "failing",
      problem: "the receiver did not answer within 3000 ms",
    });
    receiver.answerWith(200);
    await close("5");
  });

  test("given a receiver that points elsewhere, then nobody follows", async () => {
    await open({ channel_id: 6, events: ["Accounts.create"], notify_url: `${receiver.url}/moved` });
    receiver.answerWith(302);
    await add({ Account_Name: "Moved" });
    await receiver.until("/moved", 1);
    await settle();
    receiver.answerWith(200);
    expect(receiver.received.filter((one) => one.path === "/elsewhere")).toEqual([]);
    expect(await deliveryOf("6")).toMatchObject({ problem: "the receiver answered HTTP 302" });
    await close("6");
  });

  test("given a channel whose time is over, then it says so and nothing is sent, until it is renewed", async () => {
    const until = (ms: number): string => new Date(Date.now() + ms).toISOString();
    await open({
      channel_id: 7,
      events: ["Accounts.create"],
      notify_url: `${receiver.url}/short`,
      channel_expiry: until(1500),
    });
    await wait(2100);
    await add({ Account_Name: "Too late" });
    await settle();
    expect(await deliveryOf("7")).toMatchObject({ state: "expired" });
    expect(receiver.received.filter((one) => one.path === "/short")).toEqual([]);
    const renewed = await crm.call("PATCH", path, {
      watch: [{ channel_id: 7, channel_expiry: until(60_000) }],
    });
    expect(renewed).toMatchObject({
      status: 200,
      body: { watch: [{ message: "Successfully updated the subscribe details" }] },
    });
    await add({ Account_Name: "In time" });
    await receiver.until("/short", 1);
    await close("7");
  });

  test("given a user who was made inactive, then their channels are told nothing", async () => {
    const user = await crm.addUser("gone@example.com", "Gone Soon");
    const authorization = `Zoho-oauthtoken ${await crm.tokenFor(user, "gone@example.com")}`;
    const watch = [{ channel_id: 1, events: ["Accounts.create"], notify_url: `${receiver.url}/gone` }];
    expect((await crm.call("POST", path, { watch }, { authorization })).status).toBe(201);
    expect((await crm.call("GET", path)).status).toBe(204);
    await add({ Account_Name: "Seen" });
    await receiver.until("/gone", 1);
    await crm.call("PUT", `/crm/v8/users/${user}`, { users: [{ status: "inactive" }] });
    await add({ Account_Name: "Unseen" });
    await settle();
    expect(await receiver.until("/gone", 1)).toHaveLength(1);
  });
});

describe("channels", () => {
  const mine = (): string => `${receiver.url}/mine`;

  test("given a channel of two modules, then it is listed by module, replaced, narrowed and closed", async () => {
    await open({ channel_id: "11", events: ["Accounts.all", "Deals.edit"], notify_url: mine(), token: "t" });
    const listed = await crm.call("GET", `${path}?channel_id=11`);
    expect(listed.body.info).toEqual({ per_page: 200, count: 2, page: 1, more_records: false });
    expect(listed.body.watch[0]).toMatchObject({
      resource_name: "Accounts",
      events: ["Accounts.create", "Accounts.edit", "Accounts.delete"],
      notify_url: mine(),
      token: "t",
      notification_condition: null,
    });
    const put = { channel_id: "11", events: ["Contacts.edit", "Deals.all"], notify_url: mine() };
    expect((await crm.call("PUT", path, { watch: [put] })).status).toBe(200);
    const taken = { channel_id: "11", events: ["Deals.create"], _delete_events: true };
    expect((await crm.call("PATCH", path, { watch: [taken] })).status).toBe(200);
    const after = (await crm.call("GET", path)).body.watch;
    expect(after.map((one: Json) => [one.events, one.token])).toEqual([
      [["Contacts.edit"], null],
      [["Deals.edit", "Deals.delete"], null],
    ]);
    const closed = await crm.call("DELETE", `${path}?channel_ids=11,12`);
    expect(closed.status).toBe(207);
    expect(closed.body.watch.map((one: Json) => [one.code, one.details.resource_name])).toEqual([
      ["SUCCESS", "Contacts"],
      ["SUCCESS", "Deals"],
      ["NOT_SUBSCRIBED", undefined],
    ]);
    expect((await crm.call("GET", path)).status).toBe(204);
  });

  test.each<[string, number | undefined, number]>([
    ["no time", undefined, 3600],
    ["an hour and a half", 5400, 5400],
    ["more than a week", 8 * 24 * 3600, 3600],
  ])("given %s, then the channel ends when Zoho's would", async (_name, seconds, expected) => {
    const channel_expiry =
      seconds === undefined ? undefined : new Date(Date.now() + seconds * 1000).toISOString();
    await open({ channel_id: "21", events: ["Accounts.all"], notify_url: mine(), channel_expiry });
    const [{ channel_expiry: end }] = (await crm.call("GET", `${path}?channel_id=21`)).body.watch;
    expect(Math.abs(Date.parse(end) - Date.now() - expected * 1000)).toBeLessThan(10_000);
    await close("21");
  });

  const good = { channel_id: "31", events: ["Accounts.all"], notify_url: "" };
  test.each<[object, object]>([
    [{ channel_id: null }, { code: "MANDATORY_NOT_FOUND", details: { api_name: "channel_id" } }],
    [{ channel_id: "x" }, { code: "INVALID_DATA", details: { api_name: "channel_id" } }],
    [{ events: null }, { code: "MANDATORY_NOT_FOUND", details: { api_name: "events" } }],
    [{ events: ["Leads.all"] }, { code: "INVALID_DATA", details: { api_name: "events" } }],
    [{ events: ["Accounts.read"] }, { code: "INVALID_DATA", details: { json_path: "$.watch[0].events" } }],
    [{ notify_url: null }, { code: "MANDATORY_NOT_FOUND", details: { api_name: "notify_url" } }],
    [{ token: "x".repeat(51) }, { code: "INVALID_DATA", details: { maximum_length: 50 } }],
    [{ channel_expiry: "2020-01-01T00:00:00Z" }, { code: "INVALID_DATA" }],
    [{ notification_condition: [{}] }, { code: "INVALID_DATA", details: { api_name: "module" } }],
    [
      {
        notification_condition: [
          {
            type: "field_selection",
            module: { api_name: "Accounts" },
            field_selection: { field: { api_name: "Nothing" } },
          },
        ],
      },
      { code: "INVALID_DATA", details: { api_name: "field_selection" } },
    ],
  ])("given %j, then the channel is refused", async (part, expected) => {
    expect(await open({ ...good, notify_url: mine(), ...part })).toMatchObject({
      status: 400,
      body: { watch: [expected] },
    });
  });

  test.each([
    "http://169.254.169.254/latest/meta-data",
    "http://10.0.0.1/",
    "http://127.0.0.1:1/",
    "https://example.com/hook",
    "file:///etc/passwd",
    "http://localhost.example.com/",
    "nowhere",
  ])("given the address %s, which nobody has named, then it is refused", async (notify_url) => {
    expect(await open({ ...good, notify_url })).toMatchObject({
      status: 400,
      body: { watch: [{ code: "INVALID_DATA", details: { api_name: "notify_url" } }] },
    });
  });

  test("given an address of this server by any of its names, then it is allowed; one that hides another is not", async () => {
    const { port } = new URL(crm.url);
    for (const host of ["127.0.0.1", "localhost", "[::1]"]) {
      const notify_url = `http://${host}:${port}/hooks`;
      expect((await open({ ...good, notify_url })).status).toBe(201);
    }
    const hidden = receiver.url.replace("//", "//user:word@");
    expect((await open({ ...good, notify_url: hidden })).status).toBe(400);
    await close("31");
  });

  test("given no such channel, or no request worth the name, then that is told", async () => {
    expect(
      (await crm.call("PUT", path, { watch: [{ ...good, notify_url: mine() }] })).body.watch,
    ).toMatchObject([{ code: "NOT_SUBSCRIBED" }]);
    expect((await crm.call("PATCH", path, { watch: [{ channel_id: "99" }] })).body.watch).toMatchObject([
      { code: "NOT_SUBSCRIBED" },
    ]);
    expect((await crm.call("POST", path, {})).body).toMatchObject({ code: "MANDATORY_NOT_FOUND" });
    expect((await crm.call("DELETE", path)).body).toMatchObject({ code: "REQUIRED_PARAM_MISSING" });
  });
});
