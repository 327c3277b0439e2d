import { afterAll, beforeAll, expect, test } from "vitest";
import { listCustomers } from "#billing/customer/customer.api.ts";
import { startWorld, type World } from "../../support/world.ts";
import { csvOf, movedIn, problemsIn } from "./move-in-world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.stop());

test("B14 given files as spreadsheets leave them, then what is no data is left out, and what lost data is told", async () => {
  const shop = await world.organization("Messy");
  const marked =
    "\uFEFFsep=;\r\nCustomer ID;Display Name;Phone\r\n1;Erste;;;\r\nCustomer ID;Display Name;Phone\r\n2;Zweite;\r\n";
  const done = await movedIn(shop, "customers", marked);
  expect(await problemsIn(shop, done.id)).toEqual([]);
  expect(done).toMatchObject({ row_count: 2, counts: { created: 2 } });
  const blank = await movedIn(shop, "customers", "\r\n\r\nCustomer ID;Display Name\r\n3;Dritte\r\n");
  expect(blank.counts).toMatchObject({ created: 1 });
  const lost = csvOf("Customer ID,Display Name", "4.6E+15,Vierte", "4.6E+15,Fuenfte", "6", "7,Siebte,more");
  expect(await problemsIn(shop, (await movedIn(shop, "customers", lost)).id)).toEqual([
    "2 Customer ID 4.6E+15: is no whole id: a spreadsheet left its last digits out",
    "3 Customer ID 4.6E+15: is no whole id: a spreadsheet left its last digits out",
    "4 - 6: has 1 cells and the headings 2",
    "5 - 7, Siebte, more: has 3 cells and the headings 2",
  ]);
  const { items } = await shop.send(listCustomers, { query: {} });
  expect(items.map(({ display_name }) => display_name)).toEqual(["Dritte", "Erste", "Zweite"]);
});
