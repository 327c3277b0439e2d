import { afterAll, beforeAll, expect, test } from "vitest";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import * as api from "#billing/customer/customer.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
});

afterAll(() => world?.stop());

const add = (
  shop: Organization,
  label: string,
  type: "text" | "number" | "decimal" | "date" | "check_box" | "pick_list" = "text",
  options?: string[],
) => shop.send(customFields.customer.add, { body: { label, type, ...(options ? { options } : {}) } });

test("given ten custom fields, the eleventh is refused and the counter shows 10 of 10 (F32)", async () => {
  const shop = await world.organization("Ten");
  for (let n = 1; n <= 10; n += 1) await add(shop, `Field ${n}`);
  expect(await shop.send(customFields.customer.list, {})).toMatchObject({ count: 10, limit: 10 });
  expect(
    await shop.refusal(customFields.customer.add, { body: { label: "Eleventh", type: "text" } }),
  ).toMatchObject({
    status: 409,
    code: "custom_field.limit_reached",
  });
});

test("given twelve added at once, ten are there", async () => {
  const shop = await world.organization("Race");
  const outcomes = await Promise.allSettled(Array.from({ length: 12 }, (_, n) => add(shop, `Field ${n}`)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(10);
  expect((await shop.send(customFields.customer.list, {})).count).toBe(10);
});

test("given labels, names are made of them; one of another's name is refused", async () => {
  const shop = await world.organization("Names");
  expect((await add(shop, "Région d'été 2")).api_name).toBe("cf_region_d_ete_2");
  expect((await add(shop, "地域")).api_name).toBe("cf_field_2");
  expect(
    await shop.refusal(customFields.customer.add, { body: { label: "region d ete 2", type: "text" } }),
  ).toMatchObject({ code: "custom_field.name_taken" });
});

test("given values of every type, they are kept in canonical form and wrong ones are refused by name", async () => {
  const shop = await world.organization("Types");
  await add(shop, "Seats", "number");
  await add(shop, "Rate", "decimal");
  await add(shop, "Since", "date");
  await add(shop, "Vip", "check_box");
  await add(shop, "Tier", "pick_list", ["Gold", "Silver"]);
  const body = {
    display_name: "Typed",
    custom_fields: {
      cf_seats: "12",
      cf_rate: "0012.3400",
      cf_since: "2026-02-28",
      cf_vip: "yes",
      cf_tier: "gold",
    },
  };
  const made = await shop.send(api.createCustomer, { body });
  expect(made.custom_fields).toEqual({
    cf_seats: 12,
    cf_rate: "12.34",
    cf_since: "2026-02-28",
    cf_vip: true,
    cf_tier: "Gold",
  });
  const wrong = {
    cf_seats: "many",
    cf_rate: "1,5",
    cf_since: "2026-02-30",
    cf_tier: "Bronze",
    cf_unknown: "x",
  };
  const refusal = await shop.refusal(api.editCustomer, {
    params: { customer: made.id },
    body: { custom_fields: wrong },
  });
  expect((refusal.details["fields"] as { path: string }[]).map(({ path }) => path)).toEqual(
    Object.keys(wrong).map((name) => `custom_fields.${name}`),
  );
  const blanked = await shop.send(api.editCustomer, {
    params: { customer: made.id },
    body: { custom_fields: { cf_rate: null } },
  });
  expect(blanked.custom_fields).toEqual({
    cf_seats: 12,
    cf_since: "2026-02-28",
    cf_vip: true,
    cf_tier: "Gold",
  });
});

test("given a field in use, deleting it says how many customers have a value and takes the values away", async () => {
  const shop = await world.organization("Deleting");
  await add(shop, "Old");
  const made = await shop.send(api.createCustomer, {
    body: { display_name: "A", custom_fields: { cf_old: "x" } },
  });
  expect(await shop.send(customFields.customer.use, { params: { field: "cf_old" } })).toEqual({
    records: 1,
  });
  expect(await shop.send(customFields.customer.remove, { params: { field: "cf_old" } })).toEqual({
    cleared: 1,
  });
  expect((await shop.send(api.getCustomer, { params: { customer: made.id } })).custom_fields).toEqual({});
  expect(await shop.refusal(customFields.customer.remove, { params: { field: "cf_old" } })).toMatchObject({
    status: 404,
  });
});
