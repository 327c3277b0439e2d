import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { clientOf } from "./client-in-test.ts";
import { empty, error, type FaultyCrm, json, type Reply, startFaultyCrm } from "./faulty-crm.ts";

const count = "/crm/v8/Accounts/actions/count";
const busy = json(429, error("TOO_MANY_REQUESTS"));

let crm: FaultyCrm;
beforeEach(async () => {
  crm = await startFaultyCrm();
});
afterEach(() => crm.close());

describe("a busy CRM", () => {
  it("given fault 19 two answers 429, then calls in parallel are halved twice and the call goes through", async () => {
    crm.once(count, busy, busy);
    crm.always(count, json(200, { count: 3 }));
    const { zoho, waits } = clientOf(crm, { concurrency: 8 });
    expect(await zoho.count("Accounts")).toMatchObject({ ok: true, value: 3, credits: 1 });
    expect(zoho.spent()).toMatchObject({ calls: 3, credits: 1, concurrency: 2 });
    expect(waits).toEqual([375, 750]);
  });

  it("given fault 19 answers of 429 without end, then the call ends after ten minutes as rate limited", async () => {
    crm.always(count, busy);
    const { zoho, waits } = clientOf(crm);
    expect(await zoho.count("Accounts")).toMatchObject({
      ok: false,
      failure: { kind: "rate_limited" },
      credits: 0,
    });
    const waited = waits.reduce((sum, ms) => sum + ms, 0);
    expect(waited).toBeGreaterThan(9 * 60_000);
    expect(waited).toBeLessThanOrEqual(10 * 60_000);
  });

  it("given fault 19 no credits left, then the call ends at once", async () => {
    crm.always(count, json(429, error("TOO_MANY_REQUESTS"), { "x-api-credits-remaining": "0" }));
    const { zoho, waits } = clientOf(crm);
    expect(await zoho.count("Accounts")).toMatchObject({
      ok: false,
      failure: { kind: "rate_limited", creditsLeft: 0 },
    });
    expect(waits).toEqual([]);
    expect(zoho.spent().creditsLeft).toBe(0);
  });

  it("given a Retry-After, then the wait is at least as long", async () => {
    crm.once(count, json(429, error("TOO_MANY_REQUESTS"), { "retry-after": "7" }));
    crm.always(count, json(200, { count: 3 }));
    const { zoho, waits } = clientOf(crm);
    await zoho.count("Accounts");
    expect(waits).toEqual([7000]);
  });

  it("given a limit of three, then never more than three calls run at once, and a streak after 429 opens it again", async () => {
    let running = 0;
    let most = 0;
    const slow: Reply = (response, heard) => {
      running += 1;
      most = Math.max(most, running);
      setTimeout(() => {
        running -= 1;
        json(200, { count: 1 })(response, heard);
      }, 5);
    };
    crm.once(count, busy);
    crm.always(count, slow);
    const { zoho } = clientOf(crm, { concurrency: 3 });
    await zoho.count("Accounts");
    expect(zoho.spent().concurrency).toBe(1);
    await Promise.all(Array.from({ length: 60 }, () => zoho.count("Accounts")));
    expect(most).toBe(3);
    expect(zoho.spent()).toMatchObject({ concurrency: 3, credits: 61 });
  });
});

describe("what the CRM says about itself", () => {
  it("given one currency only, then the list of currencies is empty, by 204 and by an error alike", async () => {
    const currencies = "/crm/v8/org/currencies";
    crm.once(currencies, empty(204), json(400, error("FEATURE_NOT_ENABLED")));
    const { zoho } = clientOf(crm);
    expect(await zoho.currencies()).toMatchObject({ ok: true, value: [] });
    expect(await zoho.currencies()).toMatchObject({ ok: true, value: [] });
    crm.always(currencies, json(500, error("INTERNAL_ERROR")));
    expect(await zoho.currencies()).toMatchObject({ ok: false, failure: { kind: "unreachable" } });
  });

  it("given views on two pages, then all come", async () => {
    const view = (id: string) => ({
      id,
      name: "v",
      display_value: `View ${id}`,
      system_name: null,
      category: "public_views",
      default: false,
    });
    crm.once(
      "/crm/v8/settings/custom_views",
      json(200, { custom_views: [view("1")], info: { more_records: true } }),
      json(200, { custom_views: [view("2")], info: { more_records: false } }),
    );
    const { zoho } = clientOf(crm);
    expect(await zoho.views("Accounts")).toMatchObject({
      ok: true,
      credits: 2,
      value: [{ id: "1" }, { id: "2", display_value: "View 2" }],
    });
  });

  it("given a view that is not there, then it is undefined; another view than asked for is malformed", async () => {
    crm.once(
      "/crm/v8/settings/custom_views/9",
      empty(204),
      json(200, { custom_views: [{ id: "8", display_value: "Other" }] }),
    );
    const { zoho } = clientOf(crm);
    expect(await zoho.view("Accounts", "9")).toMatchObject({ ok: true, value: undefined });
    expect(await zoho.view("Accounts", "9")).toMatchObject({ ok: false, failure: { kind: "malformed" } });
  });

  it("given fields as Zoho describes them, with {} for nothing, then they are read", async () => {
    const plain = {
      lookup: {},
      unique: {},
      pick_list_values: [],
      json_type: "string",
      currency: {},
      formula: {},
    };
    crm.always(
      "/crm/v8/settings/fields",
      json(200, {
        fields: [
          {
            ...plain,
            id: "1",
            api_name: "Account_Name",
            data_type: "text",
            system_mandatory: true,
            length: 200,
          },
          {
            ...plain,
            id: "2",
            api_name: "Parent_Account",
            data_type: "lookup",
            json_type: "jsonobject",
            lookup: { api_name: "Members", module: { api_name: "Accounts", id: "3" } },
          },
          { ...plain, id: "3", api_name: "Score", data_type: "formula", read_only: true },
          {
            ...plain,
            id: "4",
            api_name: "Kind",
            data_type: "picklist",
            pick_list_values: [{ display_value: "A", actual_value: "a", colour_code: null }],
          },
        ],
      }),
    );
    const outcome = await clientOf(crm).zoho.fields("Accounts");
    expect(outcome).toMatchObject({
      ok: true,
      value: [
        { system_mandatory: true },
        { lookup: { module: { api_name: "Accounts" } } },
        { read_only: true },
        { pick_list_values: [{ actual_value: "a" }] },
      ],
    });
    expect(outcome.ok && outcome.value[0]?.lookup).toBeUndefined();
  });

  it("given a field without a type, then its place in the answer is named", async () => {
    crm.always(
      "/crm/v8/settings/fields",
      json(200, { fields: [{ api_name: "A", data_type: "text" }, { api_name: "B" }] }),
    );
    expect(await clientOf(crm).zoho.fields("Accounts")).toMatchObject({
      ok: false,
      failure: { kind: "malformed", path: "$.fields[1].data_type" },
    });
  });
});
