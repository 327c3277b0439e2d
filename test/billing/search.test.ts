import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createCustomer, editCustomer, getCustomer } from "#billing/customer/customer.api.ts";
import { createInvoice } from "#billing/invoice/invoice.api.ts";
import { createEstimate } from "#billing/estimate/estimate.api.ts";
import { searchBilling } from "#billing/search/search.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let organization: Organization;
const ids = new Map<string, string>();

beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Search Ltd");
  for (const [display_name, email] of [
    ["Summit", "office@summit.example"],
    ["Summit Cedar Holdings", null],
    ["Summerset Group", null],
    ["Granite Summit", null],
    ["Ada Lovelace", "ada@lovelace.example"],
    ["Zürich Käse AG", null],
  ] as const)
    ids.set(
      display_name,
      (await organization.send(createCustomer, { body: { display_name, ...(email ? { email } : {}) } })).id,
    );
});
afterAll(() => world.stop());

async function find(text: string, limit = 6): Promise<string[]> {
  const { items } = await organization.send(searchBilling, { query: { text, limit } });
  return items.map(({ title, match }) => `${match} ${title}`);
}

describe("given customers, when one is searched for over all of billing", () => {
  test.each([
    ["summit", ["exact Summit", "beginning Summit Cedar Holdings", "beginning Granite Summit"]],
    [
      "summ",
      [
        "beginning Summerset Group",
        "beginning Summit",
        "beginning Summit Cedar Holdings",
        "beginning Granite Summit",
      ],
    ],
    ["cedar", ["beginning Summit Cedar Holdings"]],
    ["ada@lovelace.example", ["exact Ada Lovelace"]],
    ["zurich kase", ["beginning Zürich Käse AG"]],
  ])("by %s, then the surest comes first", async (text, expected) => {
    expect((await find(text)).filter((one) => !one.startsWith("typo"))).toEqual(expected);
  });

  test.each([
    ["sumit cedar", "typo Summit Cedar Holdings"],
    ["summit ceadr", "typo Summit Cedar Holdings"],
    ["cedra", "typo Summit Cedar Holdings"],
    ["holdigns", "typo Summit Cedar Holdings"],
    ["usmmit ced", "typo Summit Cedar Holdings"],
    ["lovelase", "typo Ada Lovelace"],
    ["ada lovelase", "typo Ada Lovelace"],
    ["granitte", "typo Granite Summit"],
    ["zurch", "typo Zürich Käse AG"],
  ])("mistyped as %s, then it is found all the same", async (text, expected) => {
    expect(await find(text)).toContain(expected);
  });

  test("by what nobody is called, then nothing is found; a guess is never before what is called so", async () => {
    expect(await find("quartz")).toEqual([]);
    expect(await find("xy")).toEqual([]);
    const found = await find("summit");
    expect(found.findIndex((one) => one.startsWith("typo"))).not.toBe(0);
  });

  test("when it is called otherwise, then its new name is guessed as well", async () => {
    const customer = ids.get("Summerset Group") ?? "";
    const { version } = await organization.send(getCustomer, { params: { customer } });
    await organization.send(editCustomer, {
      params: { customer },
      body: { display_name: "Obsidian", version },
    });
    expect(await find("obsidain")).toEqual(["typo Obsidian"]);
  });
});

describe("given documents, when one is searched for by its number", () => {
  beforeAll(async () => {
    const customer_id = ids.get("Ada Lovelace") ?? "";
    const line_items = [{ name: "Seats", quantity: "1", price: "10.00" }];
    await organization.send(createInvoice, { body: { customer_id, line_items, send: true } });
    await organization.send(createEstimate, { body: { customer_id, line_items } });
  });

  test.each(["INV-000001", "inv-000001", "inv 1", "INV1", "1"])(
    "typed as %s, then it is found",
    async (text) => {
      expect(await find(text)).toContain("exact INV-000001");
    },
  );

  test("by its beginning in small letters, then it is found; by its customer's name, too", async () => {
    expect(await find("inv-0")).toEqual(["beginning INV-000001"]);
    expect(await find("lovelace")).toEqual(["beginning Ada Lovelace", "beginning INV-000001"]);
  });

  test("then another organization finds none of it", async () => {
    const other = await world.organization("Other Ltd");
    for (const text of ["inv 1", "summit", "sumit"])
      expect((await other.send(searchBilling, { query: { text } })).items).toEqual([]);
  });
});
