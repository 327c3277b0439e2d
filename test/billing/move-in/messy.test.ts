import { afterAll, beforeAll, expect, test } from "vitest";
import { listCustomers } from "#billing/customer/customer.api.ts";
import { startWorld, type World } from "../../support/world.ts";
import { csvOf, movedIn, previewed, problemsIn, rowsOf } from "./move-in-world.ts";

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

test("given a file that ends with a row of totals, then the preview skips it and says why, and nothing is made of it", async () => {
  const shop = await world.organization("Totals");
  const file = csvOf(
    "Customer ID,Display Name,EmailID,Outstanding Receivable Amount",
    "1,Erste,,10.00",
    ",Total,,10.00",
  );
  const preview = await previewed(shop, "customers", file);
  expect(preview.counts).toMatchObject({ created: 1, skipped: 1, failed: 0 });
  expect(await rowsOf(shop, preview.id, "skipped")).toMatchObject([
    { row: 3, name: "Total", note: expect.stringContaining("sums up the other rows") },
  ]);
  const done = await movedIn(shop, "customers", file);
  expect(done.counts).toMatchObject({ created: 1, skipped: 1, failed: 0 });
  const { items } = await shop.send(listCustomers, { query: {} });
  expect(items.map(({ display_name }) => display_name)).toEqual(["Erste"]);
  const products = await movedIn(
    shop,
    "products",
    csvOf("Product Name,Description", "Cloud,x", "Grand total,"),
  );
  expect(products.counts).toMatchObject({ created: 1, skipped: 1, failed: 0 });
});
