import { afterAll, beforeAll, expect, test } from "vitest";
import { parse } from "csv-parse/sync";
import { customFields } from "#billing/custom-field/custom-field.api.ts";
import { importCustomers } from "#billing/customer/customer-import.api.ts";
import * as api from "#billing/customer/customer.api.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
});

afterAll(() => world?.stop());

type Options = {
  mapping?: Record<string, string | null>;
  duplicates?: "skip" | "overwrite";
  dry_run?: boolean;
  first_row?: number;
};

const load = (shop: Organization, csv: string, options: Options = {}) =>
  shop.send(importCustomers, { body: { csv, ...options } });

async function all(shop: Organization): Promise<api.CustomerView[]> {
  const { items } = await shop.send(api.listCustomers, { query: { limit: 200 } });
  return Promise.all(items.map(({ id }) => shop.send(api.getCustomer, { params: { customer: id } })));
}

test("given a file as Zoho Billing exports it, its headers are recognised and its rows become customers", async () => {
  const shop = await world.organization("Zoho", { currency: "EUR" });
  const csv = [
    "Display Name,Company Name,Salutation,First Name,Last Name,EmailID,MobilePhone,Customer Sub Type,Currency Code,Billing Address,Billing Code,Billing Country,Status,Contact ID",
    '"Boney Miles",Akamai,Mr.,Boney,Miles,boney@akamai.example,+1 617 555 0100,individual,USD,"1 Main, Suite 2",02142,USA,Active,982000000567001',
    "Zorin Ltd,Zorin Ltd,,,,,,Business,EUR,,,,Inactive,982000000567002",
  ].join("\r\n");
  const report = await load(shop, `\u{FEFF}${csv}`);
  expect(report).toMatchObject({ created: 2, failed: 0, errors: [] });
  expect(report.columns.filter(({ field }) => field === null).map(({ header }) => header)).toEqual([
    "Contact ID",
  ]);
  expect(await all(shop)).toMatchObject([
    {
      display_name: "Boney Miles",
      type: "individual",
      company_name: "Akamai",
      salutation: "Mr.",
      email: "boney@akamai.example",
      mobile: "+1 617 555 0100",
      currency_code: "USD",
      billing_address: { street: "1 Main, Suite 2", zip: "02142", country: "USA" },
      source: "import",
    },
    { display_name: "Zorin Ltd", type: "business", status: "inactive" },
  ]);
});

test("given rows with problems, each is named with row, column, reason and value; the other rows come in", async () => {
  const shop = await world.organization("Problems");
  const csv = [
    "name,email,payment terms",
    "Good,a@b.example,30",
    "Bad,nobody,soon",
    "Short,a@b.example",
    ",,",
    "Long,a@b.example,1,2",
    "Fine,,",
  ].join("\n");
  const report = await load(shop, csv);
  expect(report).toMatchObject({ total: 5, created: 2, failed: 3, error_count: 4, failed_rows: [3, 4, 6] });
  expect(report.errors.map(({ row, field }) => [row, field])).toEqual([
    [3, "email"],
    [3, "payment_terms"],
    [4, null],
    [6, null],
  ]);
  expect(report.errors[0]).toMatchObject({
    problem: expect.stringContaining("name@example.com"),
    value: "nobody",
  });
  expect(report.errors[2]?.problem).toBe("The row has 2 cells and the header 3");
  expect((await all(shop)).map(({ display_name }) => display_name)).toEqual(["Fine", "Good"]);
});

test("given customers of the same name, they are skipped byte for byte, or overwritten where the file says something", async () => {
  const shop = await world.organization("Duplicates");
  await shop.send(api.createCustomer, { body: { display_name: "Acme", phone: "123456", notes: "ours" } });
  const before = await all(shop);
  const csv = "Display name,Phone,Notes,Fax\nACME,999999,,777777\nNew,1234,,\nnew,5678,,";
  expect(await load(shop, csv, { duplicates: "skip" })).toMatchObject({ created: 1, skipped: 2, updated: 0 });
  expect(await all(shop)).toMatchObject([before[0], { display_name: "New", phone: "1234" }]);
  expect(await load(shop, csv, { duplicates: "overwrite" })).toMatchObject({
    created: 0,
    updated: 2,
    unchanged: 1,
  });
  expect(await all(shop)).toMatchObject([
    { display_name: "ACME", phone: "999999", notes: "ours", fax: "777777", version: 2 },
    { display_name: "new", phone: "5678" },
  ]);
  expect(await load(shop, "Display name,Phone\nnew,5678", { duplicates: "overwrite" })).toMatchObject({
    updated: 0,
    unchanged: 1,
  });
  expect(await load(shop, "Display name,Currency\nnew,JPY", { duplicates: "overwrite" })).toMatchObject({
    failed: 1,
    errors: [{ row: 2, field: "currency_code" }],
  });
});

test("given a dry run, it says what the import then does, and writes nothing", async () => {
  const shop = await world.organization("Dry");
  await shop.send(api.createCustomer, { body: { display_name: "Old" } });
  const rows = Array.from(
    { length: 2500 },
    (_, n) => `Customer ${n % 1500},${n === 7 ? "nobody" : `c${n}@x.example`}`,
  );
  const csv = ["Display name,E-mail", "old,new@x.example", ...rows].join("\n");
  const planned = await load(shop, csv, { duplicates: "overwrite", dry_run: true });
  expect((await shop.send(api.countCustomers, { query: {} })).count).toBe(1);
  expect(await load(shop, csv, { duplicates: "overwrite" })).toEqual(planned);
  expect((await shop.send(api.countCustomers, { query: {} })).count).toBe(planned.created + 1);
  expect(planned).toMatchObject({ failed: 1, created: 1500, updated: 1000 });
});

test("given what cannot be read, it is refused with the place", async () => {
  const shop = await world.organization("Unreadable");
  const refusal = (body: object) => shop.refusal(importCustomers, { body });
  const bytes = Buffer.concat([Buffer.from("name\nMu"), Buffer.from([0xfc]), Buffer.from("ller\n")]);
  expect(await refusal({ file_base64: bytes.toString("base64") })).toMatchObject({
    code: "import.encoding",
    details: { byte_offset: 7 },
  });
  expect(await refusal({ csv: '"name\nA' })).toMatchObject({
    code: "import.unreadable",
    title: expect.stringContaining("quote that is never closed"),
  });
  expect(await refusal({ csv: "" })).toMatchObject({ code: "import.empty" });
  expect(await refusal({ csv: "name\n" })).toMatchObject({ code: "import.empty" });
  expect(await refusal({ csv: "size\n5" })).toMatchObject({ code: "import.mapping_invalid" });
  expect(await refusal({ csv: "name,b\nA,B", mapping: { b: "display_name" } })).toMatchObject({
    code: "import.mapping_invalid",
  });
  expect(await refusal({ csv: "name,b\nA,B", mapping: { b: "no_such" } })).toMatchObject({
    code: "import.mapping_invalid",
  });
  expect(await refusal({ csv: "name,b\nA,B", mapping: { c: "phone" } })).toMatchObject({
    code: "import.mapping_invalid",
  });
  expect(await refusal({})).toMatchObject({ code: "request.invalid" });
});

test("given rows at fault in their form, each is named by its number and the others come in", async () => {
  const shop = await world.organization("Faulty");
  const csv = ["name,notes", '"A"x,1', 'B,"two', 'lines"', "", "C,3", 'D,"open'].join("\n");
  const report = await load(shop, csv);
  expect(report).toMatchObject({ created: 2, failed: 2, failed_rows: [2, 6] });
  expect(report.errors).toMatchObject([
    { row: 2, field: null, problem: "The row has text after the closing quote of column 1" },
    { row: 6, field: null, problem: expect.stringContaining("never closed") },
  ]);
});

test("given a file in parts, rows keep their numbers and each outcome is shown with what it changes", async () => {
  const shop = await world.organization("Parts");
  await shop.send(api.createCustomer, { body: { display_name: "Old", phone: "111111" } });
  const report = await load(shop, "name,phone\nOld,222222\nNew,333333\nBad,?", {
    duplicates: "overwrite",
    first_row: 1002,
  });
  expect(report.rows).toEqual([
    {
      row: 1002,
      outcome: "updated",
      name: "Old",
      note: null,
      changes: [{ field: "phone", from: "111111", to: "222222" }],
    },
    {
      row: 1003,
      outcome: "created",
      name: "New",
      note: null,
      changes: [
        { field: "display_name", from: null, to: "New" },
        { field: "phone", from: null, to: "333333" },
      ],
    },
  ]);
  expect(report.failed_rows).toEqual([1004]);
});

test("given semicolons, tabs or UTF-16, the file is read all the same", async () => {
  const shop = await world.organization("Dialects");
  expect(await load(shop, "Name;Notes\nÄrzte;a,b")).toMatchObject({ created: 1 });
  expect(await load(shop, "Name\tNotes\nTabs\tx")).toMatchObject({ created: 1 });
  const utf16 = Buffer.from("\u{FEFF}Name,Notes\nŁódź,x", "utf16le");
  expect(await shop.send(importCustomers, { body: { file_base64: utf16.toString("base64") } })).toMatchObject(
    { created: 1 },
  );
  expect((await all(shop)).map(({ display_name, notes }) => [display_name, notes])).toEqual([
    ["Ärzte", "a,b"],
    ["Łódź", "x"],
    ["Tabs", "x"],
  ]);
});

test("given an export, no cell is a formula, and importing it elsewhere gives the same customers", async () => {
  const shop = await world.organization("Exporting");
  for (const label of ["Rate", "Tier"])
    await shop.send(customFields.customer.add, {
      body: { label, type: label === "Rate" ? "decimal" : "text" },
    });
  await shop.send(api.createCustomer, {
    body: {
      display_name: '=HYPERLINK("http://evil.example")',
      phone: "+49 30 123",
      notes: 'a "quoted"\nline, and more',
      tags: ["x", "y"],
      custom_fields: { cf_rate: "-12.5", cf_tier: "@gold" },
    },
  });
  await shop.send(api.createCustomer, {
    body: { display_name: "'=already", billing_address: { zip: "00123" }, type: "individual" },
  });
  const csv = await shop.send(api.exportCustomers, { query: {} });
  const withMark = await fetch(`${world.url}/api/v1/customers/export?bom=true`, {
    headers: { authorization: `Bearer ${await shop.keyFor("read_only")}` },
  });
  expect(Buffer.from(await withMark.arrayBuffer()).toString("hex")).toBe(
    `efbbbf${Buffer.from(csv).toString("hex")}`,
  );
  const cells = parse(csv).flat();
  expect(cells.filter((cell) => /^[\s;,|"]*[=+@]/.test(cell))).toEqual([]);
  expect(cells).toContain("-12.5");
  const other = await world.organization("Importing");
  for (const label of ["Rate", "Tier"])
    await other.send(customFields.customer.add, {
      body: { label, type: label === "Rate" ? "decimal" : "text" },
    });
  expect(await load(other, csv)).toMatchObject({ created: 2, failed: 0 });
  const same = ({
    id: _i,
    source: _s,
    created_at: _c,
    updated_at: _u,
    version: _v,
    ...rest
  }: api.CustomerView) => rest;
  expect((await all(other)).map(same)).toEqual((await all(shop)).map(same));
});

test("given a row that sums up the others, then it is skipped and says why, and no customer is named so", async () => {
  const shop = await world.organization("Sums");
  const csv = [
    "Display Name,EmailID,Phone,Balance",
    'Acme,acme@example.com,1234567,"€ 1,200.00"',
    "Total,,,",
    '"Grand Total:",,-,"€ 1,200.00"',
    "Sum,,7654321,",
    "Totally Ltd,,,0.00",
  ].join("\r\n");
  const checked = await load(shop, csv, { dry_run: true });
  const note = "sums up the other rows and is left out; where it is none, add it by hand";
  expect(checked).toMatchObject({ total: 5, created: 3, skipped: 2, failed: 0 });
  expect(checked.rows.filter(({ outcome }) => outcome === "skipped")).toEqual([
    { row: 3, outcome: "skipped", name: "Total", changes: [], note },
    { row: 4, outcome: "skipped", name: "Grand Total:", changes: [], note },
  ]);
  expect(await load(shop, csv)).toMatchObject({ created: 3, skipped: 2 });
  // A phone number is nothing that a sum has: that Sum is somebody.
  expect((await all(shop)).map(({ display_name }) => display_name)).toEqual(["Acme", "Sum", "Totally Ltd"]);
});
