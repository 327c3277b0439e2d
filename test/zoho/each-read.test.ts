import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Outcome } from "#zoho/failure.ts";
import type { Zoho } from "#zoho/zoho.client.ts";
import { allOf, clientOf } from "./client-in-test.ts";
import {
  accounts,
  empty,
  error,
  type FaultyCrm,
  html,
  json,
  jsonText,
  type Reply,
  resetInBody,
  startFaultyCrm,
  truncated,
} from "./faulty-crm.ts";

let crm: FaultyCrm;
beforeEach(async () => {
  crm = await startFaultyCrm();
});
afterEach(() => crm.close());

const id = "5725767000000000001";
const expiresAt = "2026-06-02T12:00:00.000Z";
const one = async (pages: AsyncIterable<Outcome<unknown>>): Promise<Outcome<unknown>> => {
  const all = await allOf(pages);
  expect(all).toHaveLength(1);
  return all[0] as Outcome<unknown>;
};

/** Every way to read something from a CRM. */
const reads: Record<string, (zoho: Zoho) => Promise<Outcome<unknown>>> = {
  listPages: (zoho) => one(zoho.listPages("Accounts", { fields: ["Account_Name"] })),
  firstPage: (zoho) => zoho.firstPage("Accounts", { fields: ["Account_Name"] }),
  deleted: (zoho) => one(zoho.deleted("Accounts", undefined)),
  bulkRead: (zoho) => one(zoho.bulkRead("Accounts", { fields: [] })),
  record: (zoho) => zoho.record("Accounts", id, ["Account_Name"]),
  recordsByIds: (zoho) => zoho.recordsByIds("Accounts", [id], ["Account_Name"]),
  count: (zoho) => zoho.count("Accounts"),
  coql: (zoho) =>
    zoho.coql({ select: ["Account_Name"], from: "Accounts", where: { field: "id", is: "not null" } }),
  findEqual: (zoho) => zoho.findEqual("Accounts", "Account_Name", "x", []),
  org: (zoho) => zoho.org(),
  currentUser: (zoho) => zoho.currentUser(),
  users: (zoho) => zoho.users("ActiveUsers"),
  currencies: (zoho) => zoho.currencies(),
  modules: (zoho) => zoho.modules(),
  sharing: (zoho) => zoho.sharing(),
  fields: (zoho) => zoho.fields("Accounts"),
  relatedLists: (zoho) => zoho.relatedLists("Accounts"),
  views: (zoho) => zoho.views("Accounts"),
  view: (zoho) => zoho.view("Accounts", id),
  getByExternal: (zoho) => zoho.getByExternal("Accounts", "Ext_ID", "x", []),
  timeline: (zoho) => zoho.timeline("Accounts", id),
  // Doing these twice does no harm, so that they are repeated as reads are.
  watches: (zoho) => zoho.watches(),
  watch: (zoho) =>
    zoho.watch({
      channelId: "1",
      events: ["Accounts.all"],
      notifyUrl: "https://x.test/",
      token: "t",
      expiresAt,
    }),
  renewWatch: (zoho) => zoho.renewWatch({ channelId: "1", expiresAt }),
  unwatch: (zoho) => zoho.unwatch("1"),
};

const whole = { data: accounts(1, 3), info: { more_records: false } };
const faults: [fault: string, reply: Reply][] = [
  ["5 truncated JSON", truncated(whole)],
  ["5 an empty body with 200", jsonText(200, "")],
  ["5 a body that resets", resetInBody(JSON.stringify(whole))],
  ["6 a proxy's page with 200", html(200)],
  ["20 status 503", json(503, error("SERVICE_UNAVAILABLE"))],
];

describe("every read", () => {
  it("given the client, then each of its reads is in this table", () => {
    const writes = [
      "createField",
      "insert",
      "upsert",
      "upsertBy",
      "update",
      "remove",
      "restore",
      "merge",
      "spent",
    ];
    const all = Object.keys(clientOf(crm).zoho).filter((name) => !writes.includes(name));
    expect(all.toSorted()).toEqual(Object.keys(reads).toSorted());
  });

  it.each(
    Object.keys(reads).flatMap((name) => faults.map(([fault, reply]) => [name, fault, reply] as const)),
  )(
    "given %s and fault %s, when it lasts, then it is tried five times and is a failure, never nothing",
    async (name, _fault, reply) => {
      crm.everywhere(reply);
      const outcome = await reads[name]?.(clientOf(crm).zoho);
      expect(outcome).toMatchObject({ ok: false, failure: { kind: /./ } });
      expect(["malformed", "unreachable"]).toContain(outcome?.ok === false ? outcome.failure.kind : "");
      expect(crm.heard.filter(({ path }) => path.startsWith("/crm/"))).toHaveLength(5);
    },
  );

  it.each(Object.keys(reads).filter((name) => name !== "sharing"))(
    "given %s and fault 14 no permission, then it is told apart and tried once",
    async (name) => {
      crm.everywhere(json(403, error("NO_PERMISSION")));
      expect(await reads[name]?.(clientOf(crm).zoho)).toMatchObject({
        ok: false,
        failure: { kind: "no_permission" },
      });
      expect(crm.heard.filter(({ path }) => path.startsWith("/crm/"))).toHaveLength(1);
    },
  );

  it("given sharing and fault 14 no permission, then nothing is known of it, and that is no failure", async () => {
    crm.everywhere(json(403, error("NO_PERMISSION")));
    expect(await clientOf(crm).zoho.sharing()).toMatchObject({ ok: true, value: [] });
  });

  it.each(Object.keys(reads).filter((name) => !["currencies", "sharing"].includes(name)))(
    "given %s and fault 15 an address that is not there, then it is refused and tried once",
    async (name) => {
      crm.everywhere(json(404, error("INVALID_URL_PATTERN")));
      expect(await reads[name]?.(clientOf(crm).zoho)).toMatchObject({
        ok: false,
        failure: { kind: "refused", status: 404 },
      });
      expect(crm.heard.filter(({ path }) => path.startsWith("/crm/"))).toHaveLength(1);
    },
  );

  it.each([
    "listPages",
    "deleted",
    "record",
    "recordsByIds",
    "coql",
    "findEqual",
    "getByExternal",
    "timeline",
    "watches",
  ])("given %s and fault 7 status 204, then there is nothing, and that is no failure", async (name) => {
    crm.everywhere(empty(204));
    const outcome = await reads[name]?.(clientOf(crm).zoho);
    expect(outcome?.ok).toBe(true);
  });
});
