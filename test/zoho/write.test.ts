import { setTimeout as wait } from "node:timers/promises";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { WriteRow } from "#zoho/write.ts";
import { clientOf } from "./client-in-test.ts";
import {
  accounts,
  empty,
  error,
  type FaultyCrm,
  html,
  json,
  type Reply,
  reset,
  resetInBody,
  silence,
  startFaultyCrm,
  truncated,
} from "./faulty-crm.ts";

const list = "/crm/v8/Accounts";
const rows: WriteRow[] = Array.from({ length: 3 }, (_, i) => ({ Account_Name: `Account ${i}` }));
const updates = accounts(1, 3).map(({ id }) => ({ id, Phone: "1" }));

let crm: FaultyCrm;
beforeEach(async () => {
  crm = await startFaultyCrm();
});
afterEach(() => crm.close());

function done(id: string, more: object = {}): unknown {
  return {
    code: "SUCCESS",
    status: "success",
    message: "record added",
    details: { id, Modified_Time: "2026-06-01T00:00:00+00:00" },
    ...more,
  };
}

/** Writes all rows, unless a row is named poison: then the whole batch is refused without saying which. */
const refusesPoison: Reply = (response, heard) => {
  const { data } = JSON.parse(heard.body) as { data: WriteRow[] };
  const isPoisoned = data.some((row) => row["Account_Name"] === "poison");
  if (isPoisoned)
    return json(400, error("INVALID_DATA", { expected_data_type: "jsonobject" }))(response, heard);
  return json(201, { data: data.map((row) => done(`id of ${String(row["Account_Name"])}`)) })(
    response,
    heard,
  );
};

describe("a write", () => {
  it("given 250 new rows, then three batches go out without triggers, and each row knows its id", async () => {
    crm.always(list, refusesPoison);
    const many = Array.from({ length: 250 }, (_, i) => ({ Account_Name: `A${i}` }));
    const report = await clientOf(crm).zoho.insert("Accounts", many);
    expect(report).toMatchObject({ stopped: undefined, credits: 25 });
    expect(report.rows.map((row) => row.state === "done" && [row.index, row.id, row.action])).toEqual(
      many.map((row, i) => [i, `id of ${row.Account_Name}`, "insert"]),
    );
    const bodies = crm
      .heardAt(list)
      .map((one) => JSON.parse(one.body) as { data: unknown[]; trigger: unknown[] });
    expect(bodies.map((body) => [body.data.length, body.trigger])).toEqual([
      [100, []],
      [100, []],
      [50, []],
    ]);
  });

  it("given fault 22 a batch that is written in part, then each row has its own outcome", async () => {
    crm.always(
      list,
      json(207, {
        data: [
          done("5725767000000000010"),
          error("DUPLICATE_DATA", {
            api_name: "Ext_Id",
            json_path: "$.data[1].Ext_Id",
            id: "5725767000000000099",
            duplicate_record: { id: "5725767000000000099" },
          }),
          error("MULTIPLE_OR_MULTI_ERRORS", {
            errors: [
              error("INVALID_DATA", { api_name: "Phone", maximum_length: 30, json_path: "$.data[2].Phone" }),
            ],
          }),
        ],
      }),
    );
    const report = await clientOf(crm).zoho.insert("Accounts", rows);
    expect(report.rows).toMatchObject([
      { state: "done", index: 0, id: "5725767000000000010", modifiedTime: "2026-06-01T00:00:00+00:00" },
      {
        state: "refused",
        index: 1,
        reason: "duplicate",
        existingId: "5725767000000000099",
        field: "Ext_Id",
        isPermanent: true,
      },
      { state: "refused", index: 2, reason: "too_long", field: "Phone", isPermanent: true },
    ]);
  });

  it("given fault 16 an upsert, then it says whether it inserted or updated and by which field", async () => {
    crm.always(
      `${list}/upsert`,
      json(200, {
        data: [
          done("1", { action: "update", duplicate_field: "Ext_Id" }),
          done("2", { action: "insert", duplicate_field: null }),
          done("3"),
        ],
      }),
    );
    const report = await clientOf(crm).zoho.upsert("Accounts", rows, ["Ext_Id"]);
    expect(report.rows).toMatchObject([
      { action: "update", duplicateField: "Ext_Id" },
      { action: "insert", duplicateField: undefined },
      { action: "insert" },
    ]);
    expect(JSON.parse(crm.heardAt(`${list}/upsert`)[0]?.body ?? "")).toMatchObject({
      duplicate_check_fields: ["Ext_Id"],
      trigger: [],
    });
  });

  const lost: { fault: string; reply: Reply; limitMs?: number }[] = [
    { fault: "4 a timeout after the commit", reply: silence, limitMs: 300 },
    { fault: "5 a reset before the answer", reply: reset },
    {
      fault: "5 a reset within the answer",
      reply: resetInBody(JSON.stringify({ data: rows.map(() => done("1")) })),
    },
    { fault: "5 an answer that breaks off", reply: truncated({ data: rows.map(() => done("1")) }) },
    { fault: "6 a proxy's page", reply: html(200) },
    { fault: "6 a proxy's page with 403", reply: html(403) },
    { fault: "20 status 500", reply: json(500, error("INTERNAL_ERROR")) },
    { fault: "20 status 503", reply: html(503) },
    { fault: "62 an answer without rows", reply: json(200, { result: "ok" }) },
    { fault: "7 an answer without a body", reply: empty(204) },
    {
      fault: "23 rows of no known kind",
      reply: json(200, { data: rows.map(() => ({ status: "perhaps" })) }),
    },
  ];
  it.each(lost)(
    "given fault $fault, then it is sent once and the rows are unknown",
    async ({ reply, limitMs }) => {
      crm.always(list, reply);
      const { zoho, hurry } = clientOf(crm);
      if (limitMs !== undefined) await hurry(limitMs);
      const report = await zoho.insert("Accounts", rows);
      expect(report.rows).toEqual([0, 1, 2].map((index) => ({ state: "unknown", index })));
      expect(crm.heardAt(list)).toHaveLength(1);
    },
  );

  it("given fault 23 fewer answers than rows, then rows without an id are unknown, and rows with one are matched by it", async () => {
    crm.once(
      list,
      json(200, { data: [done("x1"), done("x2")] }),
      json(200, { data: [done(updates[2]?.id ?? ""), done(updates[0]?.id ?? "")] }),
    );
    const { zoho } = clientOf(crm);
    expect((await zoho.insert("Accounts", rows)).rows.map((row) => row.state)).toEqual([
      "unknown",
      "unknown",
      "unknown",
    ]);
    expect((await zoho.update("Accounts", updates)).rows).toMatchObject([
      { state: "done", index: 0, id: updates[0]?.id },
      { state: "unknown", index: 1 },
      { state: "done", index: 2, id: updates[2]?.id },
    ]);
  });

  it("given fault 23 answers in another order, then an error is not blamed on the row in its place", async () => {
    const [first, second, third] = updates.map((row) => row.id);
    crm.always(list, json(207, { data: [done(third ?? ""), error("RECORD_LOCKED"), done(first ?? "")] }));
    const { rows: outcomes } = await clientOf(crm).zoho.update("Accounts", updates);
    expect(outcomes).toMatchObject([
      { state: "done", id: first },
      { state: "unknown", index: 1 },
      { state: "done", id: third },
    ]);
    expect(second).toBeDefined();
  });

  it("given fault 24 an answer about other records, then no row counts as written", async () => {
    crm.always(list, json(200, { data: accounts(900, 3).map((record) => done(record.id)) }));
    const report = await clientOf(crm).zoho.update("Accounts", updates);
    expect(report.rows.map((row) => row.state)).toEqual(["unknown", "unknown", "unknown"]);
  });

  it("given fault 8 one bad row of eight and a batch refused whole, then the bad row alone is refused", async () => {
    crm.always(list, refusesPoison);
    const eight = Array.from({ length: 8 }, (_, i) => ({ Account_Name: i === 5 ? "poison" : `A${i}` }));
    const report = await clientOf(crm).zoho.insert("Accounts", eight);
    expect(report.rows.map((row) => row.state)).toEqual([
      "done",
      "done",
      "done",
      "done",
      "done",
      "refused",
      "done",
      "done",
    ]);
    expect(report.rows[5]).toMatchObject({ reason: "invalid", code: "INVALID_DATA" });
    expect(crm.heardAt(list)).toHaveLength(7);
  });

  it("given fault 18 a request that is too large, then it is split, and a row too large alone is refused", async () => {
    crm.always(list, (response, heard) =>
      heard.body.length > 150 ? html(413)(response, heard) : refusesPoison(response, heard),
    );
    const long = [{ Account_Name: "a" }, { Account_Name: "b".repeat(200) }, { Account_Name: "c" }];
    const report = await clientOf(crm).zoho.insert("Accounts", long);
    expect(report.rows).toMatchObject([
      { state: "done" },
      { state: "refused", reason: "too_large", isPermanent: true },
      { state: "done" },
    ]);
  });

  it("given fault 17 a record changed in the meantime, then only that row is refused, and not for good", async () => {
    crm.always(list, (response, heard) => {
      const { data } = JSON.parse(heard.body) as { data: { id: string }[] };
      if (data.some((row) => row.id === updates[1]?.id))
        return json(412, error("ALREADY_MODIFIED"))(response, heard);
      return json(200, { data: data.map((row) => done(row.id)) })(response, heard);
    });
    const report = await clientOf(crm).zoho.update("Accounts", updates, "2026-06-01T00:00:00.500Z");
    expect(report.rows).toMatchObject([
      { state: "done" },
      { state: "refused", reason: "changed_since", isPermanent: false },
      { state: "done" },
    ]);
    expect(crm.heardAt(list)[0]?.headers["if-unmodified-since"]).toBe("2026-06-01T00:00:00Z");
  });

  it("given fault 17 a refusal that names the changed record, then the others go out again together", async () => {
    crm.always(list, (response, heard) => {
      const { data } = JSON.parse(heard.body) as { data: { id: string }[] };
      const id = updates[1]?.id;
      if (data.some((row) => row.id === id))
        return json(412, { data: [error("ALREADY_MODIFIED", { id })] })(response, heard);
      return json(200, { data: data.map((row) => done(row.id)) })(response, heard);
    });
    const report = await clientOf(crm).zoho.update("Accounts", updates, "2026-06-01T00:00:00.500Z");
    expect(report.rows).toMatchObject([
      { state: "done", index: 0 },
      { state: "refused", index: 1, reason: "changed_since", isPermanent: false },
      { state: "done", index: 2 },
    ]);
    expect(crm.heardAt(list)).toHaveLength(2);
  });

  it("given fault 19 a busy CRM and fault 9 a dead token, then the write is repeated: it was not taken", async () => {
    crm.once(list, json(429, error("TOO_MANY_REQUESTS")), json(401, error("INVALID_TOKEN")));
    crm.always(list, refusesPoison);
    const report = await clientOf(crm).zoho.insert("Accounts", rows);
    expect(report.rows.map((row) => row.state)).toEqual(["done", "done", "done"]);
  });

  const stops = [
    {
      fault: "14 no permission",
      reply: json(403, error("NO_PERMISSION")),
      failure: { kind: "no_permission" },
    },
    {
      fault: "58 a module that is gone, told in the rows",
      reply: json(400, { data: [error("INVALID_MODULE"), error("INVALID_MODULE"), error("INVALID_MODULE")] }),
      failure: { kind: "invalid_module" },
    },
    {
      fault: "9 a revoked connection",
      reply: json(401, error("INVALID_TOKEN")),
      failure: { kind: "rejected", reason: "revoked" },
    },
  ];
  it.each(stops)(
    "given fault $fault, then the rest is not sent and the rows are unsent",
    async ({ reply, failure }) => {
      crm.always(list, reply);
      const many = Array.from({ length: 103 }, () => ({ Account_Name: "A" }));
      const { zoho } = clientOf(crm);
      const first = await zoho.insert("Accounts", failure.kind === "invalid_module" ? rows : many);
      expect(first.stopped).toMatchObject(failure);
      expect(first.rows.every((row) => row.state === "unsent")).toBe(true);
      expect(crm.heardAt(list).length).toBeLessThanOrEqual(2);
    },
  );

  it("given fault 1 nothing listens, then the rows are certainly unsent", async () => {
    const { zoho } = clientOf(crm);
    await zoho.count("Accounts");
    await crm.close();
    // The client hears of the end of its idle connection; on one that it believes alive the rows would be unknown.
    await wait(50);
    const report = await zoho.insert("Accounts", rows);
    expect(report).toMatchObject({
      stopped: { kind: "unreachable", cause: "refused" },
      rows: [{ state: "unsent" }, { state: "unsent" }, { state: "unsent" }],
    });
  });

  it("given a run cancelled before, then nothing is sent; cancelled on the way, then the rows are unknown", async () => {
    crm.always(list, silence);
    const tested = clientOf(crm);
    setTimeout(() => tested.cancel(), 100);
    const onTheWay = await tested.zoho.insert("Accounts", rows);
    expect(onTheWay.rows.map((row) => row.state)).toEqual(["unknown", "unknown", "unknown"]);
    const after = await tested.zoho.insert("Accounts", rows);
    expect(after).toMatchObject({
      stopped: { kind: "cancelled" },
      rows: [{ state: "unsent" }, { state: "unsent" }, { state: "unsent" }],
    });
    expect(crm.heardAt(list)).toHaveLength(1);
  });

  it("given fault 15 a record that is gone, then removing it is refused for that row, the others are removed", async () => {
    const [first = "", second = "", third = ""] = updates.map((row) => row.id);
    crm.always(
      list,
      json(207, { data: [done(first), error("INVALID_DATA", { id: second, api_name: "id" }), done(third)] }),
    );
    const report = await clientOf(crm).zoho.remove("Accounts", [first, second, third]);
    expect(report.rows).toMatchObject([
      { state: "done", action: "delete", id: first },
      { state: "refused", reason: "gone" },
      { state: "done", id: third },
    ]);
    expect(crm.heardAt(list)[0]).toMatchObject({ method: "DELETE" });
    expect(crm.heardAt(list)[0]?.query.get("ids")).toBe([first, second, third].join(","));
  });
});
