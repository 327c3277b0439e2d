import { afterAll, beforeAll, describe, expect, test } from "vitest";
import * as api from "#billing/catalog/addon.api.ts";
import { deletePlan, type PlanView } from "#billing/catalog/plan.api.ts";
import { type Organization, startWorld, type World } from "../../support/world.ts";
import { offer, pathsOf } from "./offer.ts";

let world: World;
let shop: Organization;
let basic: PlanView;
let team: PlanView;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  shop = await world.organization("Northwind", { currency: "EUR" });
  const { plans } = await offer(shop, "Tracker", ["basic", "team"]);
  [basic, team] = plans as [PlanView, PlanView];
});

afterAll(() => world?.stop());

function body(addon_code: string, more: Record<string, unknown> = {}): never {
  return { addon_code, name: `Addon ${addon_code}`, prices: [{ price: "5" }], ...more } as never;
}

function create(addon_code: string, more: Record<string, unknown> = {}): Promise<api.AddonView> {
  return shop.send(api.createAddon, { body: body(addon_code, more) });
}

function edit(addon: string, change: Record<string, unknown>): Promise<api.AddonView> {
  return shop.send(api.editAddon, { params: { addon }, body: change });
}

const brackets = [
  { from: "1", to: "10", price: "5" },
  { from: "11", to: null, price: "4" },
];

describe("an addon", () => {
  test("given all its fields, it is read back by id and by code", async () => {
    const made = await create("Storage", {
      description: "Room for files",
      type: "one_time",
      pricing_scheme: "package",
      unit_name: "GB",
      applicable_to: "plans",
      plans: ["TEAM", basic.id],
      prices: [{ brackets }, { currency_code: "JPY", brackets: [{ from: 1, to: null, price: 700 }] }],
    });
    expect(made).toMatchObject({
      type: "one_time",
      pricing_scheme: "package",
      unit_name: "GB",
      applicable_to: "plans",
      plans: [
        { id: basic.id, plan_code: "basic", name: "Plan basic" },
        { id: team.id, plan_code: "team", name: "Plan team" },
      ],
      prices: [
        {
          currency_code: "EUR",
          price: null,
          brackets: [
            { from: "1", to: "10", price: "5.00" },
            { from: "11", to: null, price: "4.00" },
          ],
        },
        { currency_code: "JPY", price: null, brackets: [{ from: "1", to: null, price: "700" }] },
      ],
    });
    for (const addon of [made.id, "storage"])
      expect(await shop.send(api.getAddon, { params: { addon } })).toEqual(made);
  });

  test("given only what it needs, it is billed with each term, by the unit, for all plans", async () => {
    expect(await create("least")).toMatchObject({
      type: "recurring",
      pricing_scheme: "unit",
      applicable_to: "all",
      plans: [],
      prices: [{ currency_code: "EUR", price: "5.00", brackets: null }],
    });
  });

  test.each([
    ["addon_code", { addon_code: "a b" }],
    ["type", { type: "weekly" }],
    ["pricing_scheme", { pricing_scheme: "flat" }],
    ["prices.0.price", { prices: [{}] }],
    ["prices.0.setup_fee", { prices: [{ price: "1", setup_fee: "1" }] }],
    [
      "prices.0.brackets.1.from",
      { pricing_scheme: "tier", prices: [{ brackets: [brackets[0], { ...brackets[1], from: "13" }] }] },
    ],
    [
      "prices.0.brackets.0.from",
      { pricing_scheme: "tier", prices: [{ brackets: [{ from: "0", to: null, price: "1" }] }] },
    ],
    ["plans", { applicable_to: "plans" }],
    ["plans", { applicable_to: "plans", plans: [] }],
    ["plans", { plans: ["basic"] }],
    ["plans.1", { applicable_to: "plans", plans: ["basic", "nobody"] }],
  ])("given a %s that cannot be one, it is refused and the field is named", async (path, more) => {
    const refusal = await shop.refusal(api.createAddon, { body: body("refused", more) });
    expect([refusal.code, pathsOf(refusal)]).toEqual(["request.invalid", [path]]);
  });

  test("given another choice of plans, it is for those, or for all again", async () => {
    await create("chosen", { applicable_to: "plans", plans: ["basic"] });
    expect(await edit("chosen", { name: "Same plans" })).toMatchObject({ plans: [{ plan_code: "basic" }] });
    expect(await edit("chosen", { plans: ["team"] })).toMatchObject({ plans: [{ plan_code: "team" }] });
    const forPlan = async (plan: string): Promise<string[]> =>
      (await shop.send(api.listAddons, { query: { plan, type: "recurring" } })).items.map(
        ({ addon_code }) => addon_code,
      );
    expect(await forPlan(team.id)).toEqual(["least", "chosen"]);
    expect(await forPlan(basic.id)).toEqual(["least"]);
    expect(await edit("chosen", { applicable_to: "all" })).toMatchObject({ plans: [], version: 4 });
    expect(await edit("chosen", { applicable_to: "all" })).toMatchObject({ version: 4 });
  });

  test("given a plan that an addon names, the plan is not deleted", async () => {
    await create("names-basic", { applicable_to: "plans", plans: ["basic"] });
    const refusal = await shop.refusal(deletePlan, { params: { plan: "basic" } });
    expect(refusal).toMatchObject({ code: "catalog.in_use", title: expect.stringContaining("addon") });
    await shop.send(api.deleteAddon, { params: { addon: "names-basic" } });
  });

  test("given its status, it is marked, and listed by it", async () => {
    await create("dormant");
    await shop.send(api.inactivateAddon, { params: { addon: "dormant" } });
    const { items } = await shop.send(api.listAddons, { query: { status: "inactive" } });
    expect(items.map(({ addon_code }) => addon_code)).toEqual(["dormant"]);
    expect(await shop.send(api.activateAddon, { params: { addon: "dormant" } })).toMatchObject({
      status: "active",
    });
  });

  test("given two that take one code at once, exactly one gets it; an older state is refused", async () => {
    const done = await Promise.allSettled(["race", "RACE", "Race"].map((code) => create(code)));
    expect(done.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
    await edit("race", { version: 1, name: "First" });
    const refusal = await shop.refusal(api.editAddon, {
      params: { addon: "race" },
      body: { version: 1, name: "Second" },
    });
    expect(refusal.code).toBe("catalog.changed_meanwhile");
    expect(
      (await shop.refusal(api.editAddon, { params: { addon: "race" }, body: { addon_code: "LEAST" } })).code,
    ).toBe("catalog.code_taken");
  });
});
