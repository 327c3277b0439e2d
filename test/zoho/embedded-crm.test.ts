import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { afterRecord } from "#zoho/coql.ts";
import type { Outcome } from "#zoho/failure.ts";
import type { Field } from "#zoho/metadata.ts";
import { type CrmWorld, openCrmWorld } from "../crm/support/crm-world.ts";
import { allOf, clientOf, type Tested } from "./client-in-test.ts";
import { createMemoryTokenStore } from "./memory-token-store.ts";

const count = 450;
const awkward = [`O'Hara (UK), Ltd \\ "Co"`, "'", "\\", "Zażółć gęślą 👩‍👩‍👧", "a,b", "(x)", "<b>&amp;</b>"];

let crm: CrmWorld;
let tested: Tested;
let ids: string[];

beforeAll(async () => {
  crm = await openCrmWorld();
  const credential = { kind: "zsc", email: crm.adminEmail, key: crm.zscKey } as const;
  tested = clientOf(crm, { credential, tokens: createMemoryTokenStore(), waitMs: 100 });
  const named = awkward.map((name) => ({ Account_Name: name }));
  const others = Array.from({ length: count - awkward.length }, (_, i) => ({
    Account_Name: `Account ${i}`,
    Annual_Revenue: i + 0.5,
  }));
  const report = await tested.zoho.insert("Accounts", [...named, ...others]);
  ids = report.rows.flatMap((row) => (row.state === "done" ? [row.id] : []));
});
afterAll(() => crm.stop());

function valueOf<Value>(outcome: Outcome<Value>): Value {
  if (!outcome.ok) throw new Error(JSON.stringify(outcome.failure));
  return outcome.value;
}

describe("the client and the embedded CRM", () => {
  it("given a ZSC key, then organization, user, modules, fields, views and count are read", async () => {
    const { zoho } = tested;
    expect(valueOf(await zoho.org())).toMatchObject({ zgid: crm.zgid, iso_code: "EUR" });
    expect(valueOf(await zoho.currentUser())).toMatchObject({ id: crm.adminId, email: crm.adminEmail });
    expect(valueOf(await zoho.users("ActiveUsers"))).toHaveLength(1);
    expect(valueOf(await zoho.modules()).map((module) => module.api_name)).toContain("Accounts");
    expect(valueOf(await zoho.currencies())).toEqual(expect.any(Array));
    expect(valueOf(await zoho.relatedLists("Accounts"))).toEqual(expect.any(Array));
    const views = valueOf(await zoho.views("Accounts"));
    const view = valueOf(await zoho.view("Accounts", views[0]?.id ?? ""));
    expect(view).toMatchObject({ id: views[0]?.id });
    expect(valueOf(await zoho.view("Accounts", "5725767000000999999"))).toBeUndefined();
    expect(valueOf(await zoho.count("Accounts"))).toBe(count);
    expect(ids).toHaveLength(count);
  });

  it("given three pages, then every record comes once, with and without more than fifty fields", async () => {
    const fields = valueOf(await tested.zoho.fields("Accounts")).map((field) => field.api_name);
    for (const selection of [
      { fields: ["Account_Name"] },
      { fields: [...fields, ...fields.map((name) => `${name}_`)].slice(0, 60) },
    ]) {
      const pages = (await allOf(tested.zoho.listPages("Accounts", selection))).map(valueOf);
      expect(pages.map((page) => page.records.length)).toEqual([200, 200, 50]);
      expect(new Set(pages.flatMap((page) => page.records.map((record) => record.id)))).toEqual(new Set(ids));
      expect(pages.flatMap((page) => page.unsettled)).toEqual([]);
    }
  });

  it("given a bulk read, then it gives the same records as the list", async () => {
    const names = ["Account_Name", "Annual_Revenue", "Owner", "Modified_Time", "Phone"];
    const fields: Field[] = valueOf(await tested.zoho.fields("Accounts")).filter((field) =>
      names.includes(field.api_name),
    );
    const listed = (await allOf(tested.zoho.listPages("Accounts", { fields: names })))
      .map(valueOf)
      .flatMap((page) => page.records);
    const batches = (await allOf(tested.zoho.bulkRead("Accounts", { fields }))).map(valueOf);
    const exported = batches.flatMap((batch) => batch.records);
    expect(batches.at(-1)).toMatchObject({ next: null, total: count });
    const plain = (record: Record<string, unknown>) => ({
      ...record,
      Owner: { id: (record["Owner"] as { id: string }).id },
    });
    const byId = (one: { id: string }, other: { id: string }) => (one.id < other.id ? -1 : 1);
    expect(exported.toSorted(byId)).toEqual(
      listed.map((record) => ({ id: record.id, ...plain(record) })).toSorted(byId),
    );
  });

  it.each(awkward)("given an account called %s, then COQL and the search find exactly it", async (name) => {
    const query = {
      select: ["Account_Name"],
      from: "Accounts",
      where: { field: "Account_Name", is: "=", value: name },
    } as const;
    expect(valueOf(await tested.zoho.coql(query)).records.map((record) => record["Account_Name"])).toEqual([
      name,
    ]);
    expect(
      valueOf(await tested.zoho.findEqual("Accounts", "Account_Name", name, ["Phone"])).records,
    ).toMatchObject([{ Account_Name: name }]);
  });

  it("given keyset paging by time and id, then every record comes once", async () => {
    const seen: string[] = [];
    let where: Parameters<typeof tested.zoho.coql>[0]["where"] = { field: "id", is: "not null" };
    for (let more = true; more;) {
      const page = valueOf(
        await tested.zoho.coql({
          select: ["Modified_Time"],
          from: "Accounts",
          where,
          limit: 200,
          orderBy: [
            { field: "Modified_Time", order: "asc" },
            { field: "id", order: "asc" },
          ],
        }),
      );
      seen.push(...page.records.map((record) => record.id));
      const last = page.records.at(-1);
      more = page.more && last !== undefined;
      if (last !== undefined)
        where = afterRecord({ modifiedTime: String(last["Modified_Time"]), id: last.id });
    }
    expect(seen).toHaveLength(count);
    expect(new Set(seen)).toEqual(new Set(ids));
  });

  it("given a good row, a bad one and one that is gone, then update and remove settle each", async () => {
    const [first = "", second = ""] = ids.slice(-2);
    const gone = "5725767000000999998";
    const updated = await tested.zoho.update("Accounts", [
      { id: first, Phone: "1" },
      { id: second, Account_Name: null },
      { id: gone, Phone: "1" },
    ]);
    expect(updated).toMatchObject({
      stopped: undefined,
      rows: [{ state: "done", id: first }, { state: "refused" }, { state: "refused", reason: "gone" }],
    });
    const removed = await tested.zoho.remove("Accounts", [first, gone]);
    expect(removed.rows).toMatchObject([
      { state: "done", action: "delete" },
      { state: "refused", reason: "gone" },
    ]);
    expect(valueOf(await tested.zoho.record("Accounts", first, ["Phone"]))).toBeUndefined();
    expect(valueOf(await tested.zoho.recordsByIds("Accounts", [first, second], ["Phone"]))).toMatchObject({
      records: [{ id: second }],
      missing: [first],
    });
    const deleted = (await allOf(tested.zoho.deleted("Accounts", undefined)))
      .map(valueOf)
      .flatMap((page) => page.records);
    expect(deleted.map((record) => record.id)).toEqual([first]);
  });

  it("given what is wrong, then each failure is told apart", async () => {
    const { zoho } = tested;
    const nextPage = async (selection: { fields: string[]; cvid?: string }, token?: string) =>
      (await allOf(zoho.listPages("Accounts", selection, token)))[0];
    expect(await zoho.count("Nowhere")).toMatchObject({
      ok: false,
      failure: { kind: "invalid_module", module: "Nowhere" },
    });
    expect(await nextPage({ fields: ["Account_Name"], cvid: "5725767000000999999" })).toMatchObject({
      ok: false,
      failure: { kind: "invalid_view" },
    });
    expect(await nextPage({ fields: ["Account_Name"] }, "forged")).toMatchObject({
      ok: false,
      failure: { kind: "scan_expired" },
    });
    expect(
      (await allOf(zoho.bulkRead("Accounts", { fields: [], cvid: "5725767000000999999" })))[0],
    ).toMatchObject({ ok: false, failure: { kind: "invalid_view" } });
    const where = { field: "id", is: "not null" } as const;
    expect(await zoho.coql({ select: ["Nonsense"], from: "Accounts", where })).toMatchObject({
      ok: false,
      failure: { kind: "field_gone", fields: ["Nonsense"] },
    });
    const wrong = clientOf(crm, { credential: { kind: "zsc", email: "eve@example.com", key: crm.zscKey } });
    expect(await wrong.zoho.org()).toMatchObject({
      ok: false,
      failure: { kind: "rejected", reason: "invalid_key" },
    });
  });
});
