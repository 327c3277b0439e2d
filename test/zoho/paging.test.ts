import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { allOf, clientOf } from "./client-in-test.ts";
import {
  accounts,
  empty,
  error,
  type FaultyCrm,
  type Heard,
  json,
  page,
  type Reply,
  startFaultyCrm,
} from "./faulty-crm.ts";

const list = "/crm/v8/Accounts";

let crm: FaultyCrm;
beforeEach(async () => {
  crm = await startFaultyCrm();
});
afterEach(() => crm.close());

/** Many fields: more than one call may name. */
const sixty = Array.from({ length: 60 }, (_, i) => `Field_${i}`);

/** Answers with the asked fields of the asked ids; `times` tells Modified_Time by how often the record was read. */
function records(all: string[], times: (id: string, read: number) => string): Reply {
  const reads = new Map<string, number>();
  return (response, heard: Heard) => {
    const fields = (heard.query.get("fields") ?? "").split(",");
    const ids = heard.query.get("ids")?.split(",") ?? all;
    const rows = ids.map((id) => {
      const read = (reads.get(id) ?? 0) + 1;
      reads.set(id, read);
      const values = Object.fromEntries(fields.map((field) => [field, `${field} at ${times(id, read)}`]));
      return { ...values, id, Modified_Time: times(id, read) };
    });
    page(rows)(response, heard);
  };
}

describe("a scan", () => {
  it("given three pages, then each is asked with the token of the one before, and the scan starts by the CRM's clock", async () => {
    crm.once(list, page(accounts(1, 200), "t2"), page(accounts(201, 200), "t3"), page(accounts(401, 50)));
    const { zoho } = clientOf(crm);
    const pages = await allOf(
      zoho.listPages("Accounts", { fields: ["Account_Name"], cvid: "77", sortBy: "id" }),
    );
    expect(pages.map((one) => one.ok && [one.value.records.length, one.value.nextToken])).toEqual([
      [200, "t2"],
      [200, "t3"],
      [50, null],
    ]);
    expect(crm.heardAt(list).map((one) => Object.fromEntries(one.query))).toEqual([
      { fields: "Account_Name", per_page: "200", cvid: "77" },
      { fields: "Account_Name", per_page: "200", cvid: "77", page_token: "t2" },
      { fields: "Account_Name", per_page: "200", cvid: "77", page_token: "t3" },
    ]);
    const starts = new Set(pages.map((one) => (one.ok ? one.value.scanStart : "")));
    expect([...starts]).toEqual([expect.stringMatching(/^2\d{3}-.*:\d\d\.000Z$/)]);
    expect(pages[0]).toMatchObject({ ok: true, credits: 1, value: { rawBytes: expect.any(Number) } });
  });

  it("given no view, then the order asked for is sent", async () => {
    crm.once(list, page(accounts(1, 1)));
    await allOf(clientOf(crm).zoho.listPages("Accounts", { fields: [], sortBy: "Modified_Time" }));
    expect(Object.fromEntries(crm.heardAt(list)[0]?.query ?? [])).toEqual({
      fields: "id",
      per_page: "200",
      sort_by: "Modified_Time",
      sort_order: "asc",
    });
  });

  it("given a token kept from yesterday, then the scan goes on there", async () => {
    crm.once(list, page(accounts(1, 5)));
    await allOf(clientOf(crm).zoho.listPages("Accounts", { fields: ["Account_Name"] }, "kept"));
    expect(crm.heardAt(list)[0]?.query.get("page_token")).toBe("kept");
  });

  it("given fault 35 a token that expires on the second page, then the first page stands and the restart is asked for", async () => {
    crm.once(
      list,
      page(accounts(1, 200), "t2"),
      json(400, error("EXPIRED_VALUE", { api_name: "page_token", json_path: "$.query.page_token" })),
    );
    const pages = await allOf(clientOf(crm).zoho.listPages("Accounts", { fields: ["Account_Name"] }));
    expect(pages).toMatchObject([
      { ok: true, value: { nextToken: "t2" } },
      { ok: false, failure: { kind: "scan_expired", reason: "token_expired" } },
    ]);
  });

  it("given a token that leads to itself, then the scan ends instead of running for ever", async () => {
    crm.always(list, page(accounts(1, 200), "same"));
    const pages = await allOf(clientOf(crm).zoho.listPages("Accounts", { fields: ["Account_Name"] }));
    expect(pages.map((one) => one.ok)).toEqual([true, false]);
  });

  it("given a CRM that tells no time, then the scan fails rather than guess its start", async () => {
    crm.always(list, (response, heard) => {
      response.sendDate = false;
      page(accounts(1, 1))(response, heard);
    });
    const pages = await allOf(clientOf(crm).zoho.listPages("Accounts", { fields: ["Account_Name"] }));
    expect(pages).toMatchObject([{ ok: false, failure: { kind: "malformed", path: "$.headers.date" } }]);
  });

  it("given a reader that leaves early, then the page that was asked ahead harms nobody", async () => {
    crm.once(list, page(accounts(1, 200), "t2"), (response) => response.destroy());
    const { zoho } = clientOf(crm);
    for await (const one of zoho.listPages("Accounts", { fields: ["Account_Name"] })) {
      expect(one.ok).toBe(true);
      break;
    }
    crm.always("/crm/v8/Accounts/actions/count", json(200, { count: 1 }));
    expect(await zoho.count("Accounts")).toMatchObject({ ok: true });
  });
});

describe("more than fifty fields", () => {
  const ids = accounts(1, 150).map((record) => record.id);

  it("given records that stand still, then each has all its fields, at one call more for each hundred", async () => {
    crm.always(
      list,
      records(ids, () => "2026-01-01T00:00:00+00:00"),
    );
    const [first] = await allOf(clientOf(crm).zoho.listPages("Accounts", { fields: sixty }));
    expect(first).toMatchObject({ ok: true, credits: 3, value: { unsettled: [] } });
    const rows = first?.ok ? first.value.records : [];
    expect(rows).toHaveLength(150);
    expect(
      rows.every((row) => sixty.every((field) => row[field] === `${field} at 2026-01-01T00:00:00+00:00`)),
    ).toBe(true);
    expect(crm.heard.every((one) => (one.query.get("fields") ?? "").split(",").length <= 50)).toBe(true);
  });

  it("given fault 33 a record that changes between the two reads, then it is read again and never mixed", async () => {
    const changing = ids[7] ?? "";
    crm.always(
      list,
      records(ids, (id, read) =>
        id === changing && read > 1 ? "2026-01-01T00:00:09+00:00" : "2026-01-01T00:00:00+00:00",
      ),
    );
    const [first] = await allOf(clientOf(crm).zoho.listPages("Accounts", { fields: sixty }));
    const row = first?.ok ? first.value.records.find((record) => record.id === changing) : undefined;
    const times = new Set(sixty.map((field) => String(row?.[field]).split(" at ")[1]));
    expect([...times]).toEqual(["2026-01-01T00:00:09+00:00"]);
  });

  it("given a record that changes at every read, then it is left out and named", async () => {
    const restless = ids[7] ?? "";
    crm.always(
      list,
      records(ids, (id, read) =>
        id === restless ? `2026-01-01T00:00:${10 + read}+00:00` : "2026-01-01T00:00:00+00:00",
      ),
    );
    const [first] = await allOf(clientOf(crm).zoho.listPages("Accounts", { fields: sixty }));
    expect(first).toMatchObject({ ok: true, value: { unsettled: [restless] } });
    expect(first?.ok && first.value.records.length).toBe(149);
  });
});

describe("records by id", () => {
  it("given 250 ids of which one is gone, then they come in three calls and the missing one is named", async () => {
    const all = accounts(1, 250);
    const gone = all[130]?.id ?? "";
    crm.always(list, (response, heard) => {
      const asked = new Set((heard.query.get("ids") ?? "").split(","));
      page(all.filter((record) => asked.has(record.id) && record.id !== gone))(response, heard);
    });
    const outcome = await clientOf(crm).zoho.recordsByIds(
      "Accounts",
      all.map((record) => record.id),
      ["Account_Name"],
      "77",
    );
    expect(outcome).toMatchObject({
      ok: true,
      credits: 3,
      value: { records: { length: 249 }, missing: [gone], unsettled: [] },
    });
  });

  it("given fault 24 an answer to another request, then it is refused", async () => {
    crm.always(list, page(accounts(500, 1)));
    const outcome = await clientOf(crm).zoho.recordsByIds(
      "Accounts",
      ["5725767000000000001"],
      ["Account_Name"],
    );
    expect(outcome).toMatchObject({ ok: false, failure: { kind: "malformed", path: "$.data[0].id" } });
  });

  it("given fault 24 another record than asked for, then it is refused; 204 means there is none", async () => {
    const path = `${list}/5725767000000000001`;
    crm.once(path, json(200, { data: accounts(2, 1) }), empty(204), json(200, { data: accounts(1, 1) }));
    const { zoho } = clientOf(crm);
    expect(await zoho.record("Accounts", "5725767000000000001", sixty)).toMatchObject({
      ok: false,
      failure: { kind: "malformed" },
    });
    expect(await zoho.record("Accounts", "5725767000000000001", sixty)).toMatchObject({
      ok: true,
      value: undefined,
    });
    const third = await zoho.record("Accounts", "5725767000000000001", ["Account_Name"]);
    expect(third).toMatchObject({ ok: true });
    expect(crm.heardAt(path).map((one) => one.query.get("fields"))).toEqual([null, null, "Account_Name"]);
  });
});

describe("deleted records and queries", () => {
  it("given two pages of deleted records, then both come, and 204 is an empty list", async () => {
    const deleted = (id: string) => ({
      id,
      display_name: "x",
      type: "recycle",
      deleted_time: "2026-01-01T00:00:00+00:00",
      deleted_by: null,
    });
    const path = "/crm/v8/Accounts/deleted";
    crm.once(
      path,
      json(200, { data: [deleted("1")], info: { more_records: true } }),
      json(200, { data: [deleted("2")], info: { more_records: false } }),
      empty(304),
    );
    const { zoho } = clientOf(crm);
    const pages = await allOf(zoho.deleted("Accounts", "2026-05-01T00:00:00.000Z"));
    expect(pages).toMatchObject([
      { ok: true, value: { more: true, records: [{ id: "1" }] } },
      { ok: true, value: { more: false, records: [{ id: "2" }] } },
    ]);
    expect(await allOf(zoho.deleted("Accounts", undefined))).toMatchObject([
      { ok: true, value: { more: false, records: [] } },
    ]);
  });

  it("given a COQL query, then it costs by its limit and the id is always selected", async () => {
    crm.once(
      "/crm/v8/coql",
      json(200, { data: accounts(1, 2), info: { count: 2, more_records: true } }),
      empty(204),
    );
    const { zoho } = clientOf(crm);
    const query = {
      select: ["Account_Name"],
      from: "Accounts",
      where: { field: "Account_Name", is: "=", value: "O'Hara" },
      limit: 1000,
    } as const;
    expect(await zoho.coql(query)).toMatchObject({
      ok: true,
      credits: 2,
      value: { more: true, records: { length: 2 } },
    });
    expect(await zoho.coql(query)).toMatchObject({ ok: true, value: { more: false, records: [] } });
    expect(JSON.parse(crm.heardAt("/crm/v8/coql")[0]?.body ?? "")).toEqual({
      select_query: "select id, Account_Name from Accounts where Account_Name = 'O''Hara' limit 0, 1000",
    });
  });

  it("given a search that also finds texts that contain the value, then only equal ones are given", async () => {
    const [one, two] = accounts(1, 2);
    crm.always(
      "/crm/v8/Accounts/search",
      json(200, {
        data: [
          { ...one, Account_Name: "Ace (UK), Ltd" },
          { ...two, Account_Name: "Ace (UK), Ltd & Sons" },
        ],
        info: { more_records: false },
      }),
    );
    const outcome = await clientOf(crm).zoho.findEqual("Accounts", "Account_Name", "Ace (UK), Ltd", [
      "Phone",
    ]);
    expect(outcome).toMatchObject({ ok: true, value: { records: [{ id: one?.id }] } });
    const query = crm.heardAt("/crm/v8/Accounts/search")[0]?.query;
    expect([query?.get("criteria"), query?.get("fields")]).toEqual([
      "(Account_Name:equals:Ace \\(UK\\)\\, Ltd)",
      "Phone,Account_Name",
    ]);
  });
});
