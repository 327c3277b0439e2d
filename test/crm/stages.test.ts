import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dealStages } from "#crm/deal/stages.api.ts";
import { addRecords } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let organization: Organization;
let view: string;
beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Northwind");
  await addRecords(organization, "Deals", [
    { Deal_Name: "Small", Stage: "Qualification", Amount: 100.5 },
    { Deal_Name: "Large", Stage: "Qualification", Amount: 9000, Type: "New Business" },
    { Deal_Name: "Unpriced", Stage: "Qualification" },
    { Deal_Name: "Won", Stage: "Closed Won", Amount: 50 },
  ]);
  const criteria = { comparator: "equal", field: { api_name: "Type" }, value: "New Business" };
  const made = await organization.crm("POST", "/settings/custom_views?module=Deals", {
    custom_views: [{ name: "New business", criteria, access_type: "public" }],
  });
  view = made.body.custom_views?.[0]?.details.id ?? "";
});
afterAll(() => world.stop());

const filled = async (query: { view?: string; criteria?: string }): Promise<unknown[]> => {
  const { stages } = await organization.send(dealStages, { query });
  return stages.filter(({ count }) => count > 0).map(({ stage, count, amount }) => [stage, count, amount]);
};

describe("the stages of deals", () => {
  test("given deals, then every stage is told in its order, with how many there are and what they are worth", async () => {
    const { currency, stages } = await organization.send(dealStages, { query: {} });
    expect([currency, stages.length, stages[0]?.stage]).toEqual(["USD", 9, "Qualification"]);
    expect(stages.filter(({ kind }) => kind !== "open").map(({ kind }) => kind)).toEqual([
      "closed_won",
      "closed_lost",
      "closed_lost",
    ]);
    expect(await filled({})).toEqual([
      ["Qualification", 3, "9100.50"],
      ["Closed Won", 1, "50.00"],
    ]);
  });

  test("given a view, or criteria, or both, then just those deals count", async () => {
    expect(await filled({ view })).toEqual([["Qualification", 1, "9000.00"]]);
    expect(await filled({ criteria: "(Amount:less_than:1000)" })).toEqual([
      ["Qualification", 1, "100.50"],
      ["Closed Won", 1, "50.00"],
    ]);
    expect(await filled({ view, criteria: "(Amount:less_than:1000)" })).toEqual([]);
  });

  test("given several currencies, then an amount counts by the rate of its record", async () => {
    const other = await world.organization("Abroad");
    const body = { base_currency: { iso_code: "USD" } };
    await other.crm("POST", "/org/currencies/actions/enable", body);
    const usd = {
      iso_code: "EUR",
      name: "Euro - EUR",
      symbol: "€",
      exchange_rate: "1.250000000",
      is_active: true,
    };
    expect((await other.crm("POST", "/org/currencies", { currencies: [usd] })).status).toBe(201);
    await addRecords(other, "Deals", [
      { Deal_Name: "Home", Stage: "Qualification", Amount: 100 },
      { Deal_Name: "Abroad", Stage: "Qualification", Amount: 250, Currency: "EUR" },
    ]);
    const { stages } = await other.send(dealStages, { query: {} });
    expect(stages[0]).toMatchObject({ count: 2, amount: "300.00" });
  });

  test.each([
    ["a view that there is none of", { view: "1" }, 422, "crm.view_unusable"],
    ["a view that is no id", { view: "x" }, 400, "request.invalid"],
    ["criteria that cannot be read", { criteria: "(Amount" }, 422, "crm.criteria_invalid"],
    ["criteria of no field", { criteria: "(Size:equals:1)" }, 422, "crm.criteria_invalid"],
  ])("given %s, then it is refused", async (_what, query, status, code) => {
    await expect(organization.send(dealStages, { query })).rejects.toMatchObject({ status, view: { code } });
  });
});
