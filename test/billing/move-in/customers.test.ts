import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "csv-parse/sync";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import * as customers from "#billing/customer/customer.api.ts";
import { createInvoice, deleteInvoice } from "#billing/invoice/invoice.api.ts";
import * as api from "#billing/move-in/move-in.api.ts";
import { listAuditLog } from "#platform/audit/audit.api.ts";
import { type Organization, startWorld, type World } from "../../support/world.ts";
import { csvOf, movedIn, previewed, problemsIn, rowsOf, settledMoveIn, takenBack } from "./move-in-world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});

afterAll(() => world?.stop());

async function all(shop: Organization): Promise<customers.CustomerView[]> {
  const { items } = await shop.send(customers.listCustomers, { query: { limit: 200 } });
  return Promise.all(items.map(({ id }) => shop.send(customers.getCustomer, { params: { customer: id } })));
}

const exported = csvOf(
  "Created Time,Customer ID,Display Name,Company Name,Salutation,First Name,Last Name,EmailID,MobilePhone,Customer Sub Type,Currency Code,Payment Terms,Billing Address,Billing Code,Billing Country,Status,CF.Region",
  '2024-01-05,4600000000101,"Boney Miles",Akamai,Mr.,Boney,Miles,boney@akamai.example,+1 617 555 0100,individual,USD,Net 30,"1 Main, Suite 2",02142,USA,Active,East',
  "2024-01-06,4600000000102,Zorin Ltd,Zorin Ltd,,,,,,business,EUR,Due on Receipt,,,,Inactive,",
);

test("B14 given customers as Zoho Billing exports them, the preview says what would be and writes nothing, and the import does it", async () => {
  const shop = await world.organization("Move in", { currency: "EUR" });
  await shop.send(customFields.customer.add, { body: { label: "Region", type: "text" } });
  const preview = await previewed(shop, "customers", exported);
  expect(preview).toMatchObject({
    status: "previewed",
    row_count: 2,
    record_count: 2,
    counts: { created: 2, failed: 0 },
  });
  expect(preview.columns.filter(({ field }) => field === null).map(({ heading }) => heading)).toEqual([
    "Created Time",
  ]);
  expect(await all(shop)).toEqual([]);
  await shop.send(api.runMoveIn, { params: { move_in: preview.id } });
  const done = await settledMoveIn(shop, preview.id);
  expect(done).toMatchObject({ status: "done", counts: { created: 2 } });
  expect(await all(shop)).toMatchObject([
    {
      display_name: "Boney Miles",
      type: "individual",
      company_name: "Akamai",
      email: "boney@akamai.example",
      currency_code: "USD",
      payment_terms: 30,
      billing_address: { street: "1 Main, Suite 2", zip: "02142", country: "USA" },
      custom_fields: { cf_region: "East" },
      source: "import",
      status: "active",
    },
    { display_name: "Zorin Ltd", payment_terms: 0, status: "inactive" },
  ]);
  const audit = await shop.send(listAuditLog, { query: { action: "move_in." } });
  expect(audit.items.map(({ action }) => action)).toEqual([
    "move_in.done",
    "move_in.started",
    "move_in.uploaded",
  ]);
});

test("B14 given the same file once more, nothing is created; by Zoho's id a customer is known under another name too", async () => {
  const shop = await world.organization("Twice", { currency: "EUR" });
  const first = await movedIn(shop, "customers", exported);
  expect(first.counts).toMatchObject({ created: 2 });
  const before = await all(shop);
  expect((await movedIn(shop, "customers", exported)).counts).toMatchObject({ created: 0, skipped: 2 });
  expect(await all(shop)).toEqual(before);
  const renamed = csvOf("Customer ID,Display Name,Phone", "4600000000102,Zorin Holding,555 1234");
  const again = await movedIn(shop, "customers", renamed, { existing: "update" });
  expect(again.counts).toMatchObject({ created: 0, updated: 1 });
  expect((await rowsOf(shop, again.id))[0]?.changes).toEqual([
    { field: "display_name", from: "Zorin Ltd", to: "Zorin Holding" },
    { field: "phone", from: null, to: "555 1234" },
  ]);
  const sameName = csvOf("Customer ID,Display Name", "4600000000999,Boney Miles");
  expect((await movedIn(shop, "customers", sameName)).counts).toMatchObject({ created: 1 });
});

test("B14 given rows with problems, each is named by row, column, value and remedy; the others come in and the rest can be corrected", async () => {
  const shop = await world.organization("Problems", { currency: "EUR" });
  const csv = csvOf(
    "Customer ID,Display Name,EmailID,Currency Code,Payment Terms,Status",
    "1,Good,a@b.example,EUR,30,Active",
    "2,Bad,nobody,Groats,soon,Gone",
    "3,Short",
    '4,"=HYPERLINK(""http://evil"")",nobody,,,',
    "1,Good again,a@b.example,EUR,30,Active",
    ",,,EUR,,",
  );
  const done = await movedIn(shop, "customers", csv);
  expect(done.counts).toMatchObject({ created: 0, failed: 5 });
  expect(await problemsIn(shop, done.id)).toEqual([
    "2 - -: is the same as row 6",
    "3 EmailID nobody: E-mail must be an address like name@example.com",
    "3 Currency Code Groats: Currency must be a currency code like EUR",
    "3 Payment Terms soon: Payment terms (days) must be a whole number of at most 15 digits",
    "3 Status Gone: is neither active nor inactive",
    "4 - 3, Short: has 2 cells and the headings 6",
    "5 EmailID nobody: E-mail must be an address like name@example.com",
    "6 - -: is the same as row 2",
    "7 - -: has no display name, company name, name or e-mail",
  ]);
  const answer = await fetch(`${world.url}/api/v1/move-ins/${done.id}/errors.csv`, {
    headers: { authorization: `Bearer ${shop.key}` },
  });
  const text = await answer.text();
  const rows = parse(text, { bom: true });
  expect(rows[0]).toEqual([
    "Customer ID",
    "Display Name",
    "EmailID",
    "Currency Code",
    "Payment Terms",
    "Status",
    "Error",
  ]);
  expect(rows[1]?.at(-1)).toBe("The row is the same as row 6. Leave one of the two in the file.");
  expect(rows[4]?.[1]).toBe(`'=HYPERLINK("http://evil")`);
  const corrected = text.replaceAll("nobody", "some@body.example").replaceAll("Good again", "Good");
  const fixed = await movedIn(shop, "customers", corrected);
  expect((await rowsOf(shop, fixed.id, "created")).map(({ name }) => name)).toEqual([
    '=HYPERLINK("http://evil")',
  ]);
});

test("B14 given an import that is undone, what it made goes, what it changed is as before, and what was used or changed since stays with the reason", async () => {
  const shop = await world.organization("Undone", { currency: "EUR" });
  await shop.send(customers.createCustomer, { body: { display_name: "Acme", phone: "111111" } });
  const csv = csvOf(
    "Customer ID,Display Name,Phone",
    "1,Acme,222222",
    "2,Free,333333",
    "3,Used,",
    "4,Changed,",
  );
  const done = await movedIn(shop, "customers", csv, { existing: "update" });
  expect(done.counts).toMatchObject({ created: 3, updated: 1 });
  const byName = new Map((await all(shop)).map((one) => [one.display_name, one.id]));
  await shop.send(createInvoice, {
    body: { customer_id: byName.get("Used") ?? "", line_items: [{ name: "Work", price: "1" }] },
  });
  await shop.send(customers.editCustomer, {
    params: { customer: byName.get("Changed") ?? "" },
    body: { fax: "123456" },
  });
  const back = await takenBack(shop, done.id);
  expect(back).toMatchObject({ status: "undone", counts: { undone: 2, kept: 2, created: 0, updated: 0 } });
  expect((await rowsOf(shop, done.id, "kept")).map(({ name, note }) => [name, note])).toEqual([
    ["Used", expect.stringContaining("Used has a draft invoice")],
    ["Changed", expect.stringContaining("It was changed after it was imported")],
  ]);
  expect((await all(shop)).map(({ display_name, phone }) => [display_name, phone])).toEqual([
    ["Acme", "111111"],
    ["Changed", null],
    ["Used", null],
  ]);
  expect((await movedIn(shop, "customers", csv)).counts).toMatchObject({ created: 1, skipped: 3 });
});

test("B14 given an import of which everything is in use, when it is undone, then it is not called undone, and can be undone once that is gone", async () => {
  const shop = await world.organization("Kept", { currency: "EUR" });
  const done = await movedIn(shop, "customers", csvOf("Customer ID,Display Name", "1,Used"));
  const [used] = await all(shop);
  const { id: invoice } = await shop.send(createInvoice, {
    body: { customer_id: used?.id ?? "", line_items: [{ name: "Work", price: "1" }] },
  });
  const back = await takenBack(shop, done.id);
  expect(back).toMatchObject({ status: "done", counts: { undone: 0, kept: 1 } });
  const [told] = (await shop.send(listAuditLog, { query: { action: "move_in." } })).items;
  expect(told).toMatchObject({ action: "move_in.kept", details: { undone: 0, kept: 1 } });
  await shop.send(deleteInvoice, { params: { invoice } });
  expect(await takenBack(shop, done.id)).toMatchObject({ status: "undone", counts: { undone: 1, kept: 0 } });
  expect(await all(shop)).toEqual([]);
});
