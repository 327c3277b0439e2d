import { readFileSync } from "node:fs";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { companiesFile } from "../support/data.ts";
import { type ImportWorld, openImportWorld } from "./import-world.ts";

const companies = {
  Security: "Account_Name",
  Symbol: "Ticker_Symbol",
  "GICS Sector": "Industry",
  "GICS Sub-Industry": "Account_Site",
  "Headquarters Location": "Billing_City",
  CIK: "SIC_Code",
  Founded: "Account_Number",
};

let crm: ImportWorld;
beforeAll(async () => {
  crm = await openImportWorld();
});
afterAll(() => crm.stop());

describe("the companies of the S&P 500", () => {
  test("given a dry run, it counts as the import will and keeps nothing", async () => {
    const csv = readFileSync(companiesFile, "utf8");
    const rehearsed = await crm.imports({ module: "Accounts", csv, mapping: companies, dry_run: true });
    expect(rehearsed).toMatchObject({
      status: 200,
      body: { total: 503, created: 503, failed: 0, errors: [], ignored: ["Date added"] },
    });
    expect(await crm.records("Accounts", "Account_Name")).toEqual([]);
  });

  test("given the import, all 503 are there with their values", async () => {
    const done = await crm.imports({
      module: "Accounts",
      csv: readFileSync(companiesFile, "utf8"),
      mapping: companies,
    });
    expect(done).toMatchObject({
      status: 200,
      body: { total: 503, created: 503, updated: 0, skipped: 0, failed: 0 },
    });
    const accounts = await crm.records(
      "Accounts",
      "Account_Name,Ticker_Symbol,Industry,Billing_City,SIC_Code",
    );
    expect(accounts).toHaveLength(503);
    expect(accounts[0]).toMatchObject({
      Account_Name: "3M",
      Ticker_Symbol: "MMM",
      Industry: "Industrials",
      Billing_City: "Saint Paul, Minnesota",
      SIC_Code: 66740,
    });
  });

  test("given the same file again, duplicates are skipped, or updated, as one says", async () => {
    const csv = readFileSync(companiesFile, "utf8");
    const skipped = await crm.imports({
      module: "Accounts",
      csv,
      mapping: companies,
      duplicates: "skip",
      match_field: "Ticker_Symbol",
    });
    expect(skipped.body).toMatchObject({ created: 0, skipped: 503, failed: 0 });
    const updated = await crm.imports({
      module: "Accounts",
      csv: "Account Name,Phone\n3m,+1 651 733\nNew Co,1",
      duplicates: "update",
    });
    expect(updated.body).toMatchObject({ created: 1, updated: 1, failed: 0 });
    expect((await crm.records("Accounts", "Account_Name,Phone"))[0]).toMatchObject({
      Account_Name: "3m",
      Phone: "+1 651 733",
    });
  });
});

describe("errors by row", () => {
  test("given rows that are wrong in different ways, each is named and the others are imported", async () => {
    const csv = [
      "Account Name,Email,Employees,Phone,Website,Date added",
      "Fine 🚀,x,12,+49 30,https://fine.example,",
      ",x,1,,,",
      "Short,x",
      "Long,x,1,,,,surplus,more",
      `${"n".repeat(101)},x,1,,,`,
      "Many,x,twelve,call me!,,",
      "Lost \uFFFD,x,1,,,",
      `"Big",x,1,,,"${"z".repeat(200_000)}"`,
    ].join("\n");
    const { status, body } = await crm.imports({ module: "Accounts", csv });
    expect(status).toBe(200);
    expect(body).toMatchObject({
      total: 8,
      created: 2,
      failed: 6,
      ignored: ["Email", "Date added"],
      failed_rows: [3, 4, 5, 6, 7, 8],
    });
    expect(body.errors).toEqual([
      {
        row: 3,
        field: "Account_Name",
        problem: "Account Name is missing; every record needs it",
        value: null,
      },
      { row: 4, field: null, problem: "The row has 2 columns, the header has 6", value: null },
      { row: 5, field: null, problem: "The row has 8 columns, the header has 6", value: "surplus, more" },
      {
        row: 6,
        field: "Account_Name",
        problem: "Account Name is too long: 101 characters, at most 100 fit",
        value: `${"n".repeat(100)}…`,
      },
      { row: 7, field: "Employees", problem: "Employees is not a whole number; write 1200", value: "twelve" },
      {
        row: 7,
        field: "Phone",
        problem: "Phone is not a phone number; use digits, blanks and + ( ) - .",
        value: "call me!",
      },
      {
        row: 8,
        field: "Account_Name",
        problem: "Account Name holds a character that was lost (U+FFFD); save the file as UTF-8",
        value: "Lost \uFFFD",
      },
    ]);
    expect(await crm.records("Accounts", "Account_Name,Employees")).toContainEqual(
      expect.objectContaining({ Account_Name: "Fine 🚀", Employees: 12 }),
    );
  });

  test("given a text of 200 kB for a field, the row says how much fits and the answer stays small", async () => {
    const { body } = await crm.imports({
      module: "Accounts",
      csv: `Account Name,Description\nHuge,"${"ö".repeat(200_000)}"`,
    });
    expect(body).toMatchObject({
      created: 0,
      failed: 1,
      errors: [
        {
          row: 2,
          field: "Description",
          problem: "Description is too long: 200000 characters, at most 32000 fit",
        },
      ],
    });
    expect(JSON.stringify(body).length).toBeLessThan(1000);
  });

  test("given more errors than an answer lists, all are counted and all rows are named", async () => {
    const csv = `Account Name,Employees\n${"Bad,x\n".repeat(1500)}`;
    const { body } = await crm.imports({ module: "Accounts", csv, dry_run: true });
    expect(body).toMatchObject({ failed: 1500, error_count: 1500 });
    expect(body.errors).toHaveLength(1000);
    expect(body.failed_rows).toHaveLength(1500);
  });
});

describe("references", () => {
  test("given contacts with accounts by name, they are tied; unknown names are errors, or made when one says so", async () => {
    await crm.imports({ module: "Accounts", csv: "Account Name\nTwin Ltd\nTwin Ltd\nOnly Inc" });
    const csv =
      "First Name,Last Name,Company,Owner\nEva,One,only inc,ada@example.com\nIda,Two,Nobody GmbH,\nUwe,Three,Twin Ltd,\nMia,Four,,Nobody";
    const first = await crm.imports({ module: "Contacts", csv });
    expect(first.body).toMatchObject({ created: 1, failed: 3 });
    expect(first.body.errors.map(({ row, problem }) => [row, problem])).toEqual([
      [3, "names no account there is; import it first, or let missing ones be created"],
      [4, "names 2 accounts; write the record's id"],
      [5, "names no active user; write the user's e-mail address"],
    ]);
    const second = await crm.imports({
      module: "Contacts",
      csv: "Last Name,Company\nTwo,Nobody GmbH\nFive,nobody gmbh",
      create_missing: true,
    });
    expect(second.body).toMatchObject({ created: 2, created_for_lookups: 1 });
    const contacts = await crm.records("Contacts", "Last_Name,Account_Name");
    expect(
      contacts.map(({ Last_Name, Account_Name }) => [
        Last_Name,
        (Account_Name as { name: string } | null)?.name,
      ]),
    ).toEqual([
      ["One", "Only Inc"],
      ["Two", "Nobody GmbH"],
      ["Five", "Nobody GmbH"],
    ]);
  });

  test("given an empty cell, when a record is updated, then its value stays, and is emptied where that is asked for", async () => {
    await crm.imports({
      module: "Accounts",
      csv: "Account Name,Phone,Website\nSparse Ltd,1,sparse.example",
    });
    const csv = "Account Name,Phone,Website\nSparse Ltd,,new.example";
    const sparse = async () =>
      (await crm.records("Accounts", "Account_Name,Phone,Website")).find(
        (one) => one.Account_Name === "Sparse Ltd",
      );
    const kept = await crm.imports({ module: "Accounts", csv, duplicates: "update" });
    expect(kept.body).toMatchObject({ updated: 1, failed: 0 });
    expect(await sparse()).toMatchObject({ Phone: "1", Website: "new.example" });
    await crm.imports({ module: "Accounts", csv, duplicates: "update", empty_cells: "clear" });
    expect(await sparse()).toMatchObject({ Phone: null, Website: "new.example" });
  });

  test("given the same key twice in one file, the second row meets the record of the first", async () => {
    const { body } = await crm.imports({
      module: "Contacts",
      csv: "Last Name,Email,Phone\nKey,key@example.com,1\nKey,key@example.com,2",
      duplicates: "update",
    });
    expect(body).toMatchObject({ created: 1, updated: 1 });
    expect(await crm.records("Contacts", "Email,Phone")).toContainEqual(
      expect.objectContaining({ Email: "key@example.com", Phone: "2" }),
    );
  });

  test("given several records with the same key, an update of one of them is refused", async () => {
    const { body } = await crm.imports({
      module: "Accounts",
      csv: "Account Name,Phone\nTwin Ltd,1",
      duplicates: "update",
    });
    expect(body).toMatchObject({
      updated: 0,
      failed: 1,
      errors: [{ problem: "2 records have this Account Name; merge them, or match by another field" }],
    });
  });
});

describe("files and mappings that are refused as a whole", () => {
  test.each([
    ["an empty file", { csv: "" }, "crm_import.unreadable"],
    ["no column for the name", { csv: "Phone\n1" }, "crm_import.mapping_invalid"],
    [
      "a header that is not there",
      { csv: "Account Name\nA", mapping: { Firm: "Account_Name" } },
      "crm_import.mapping_invalid",
    ],
    [
      "a match field without a column",
      { csv: "Account Name\nA", duplicates: "skip", match_field: "Phone" },
      "crm_import.mapping_invalid",
    ],
    ["a NUL", { csv: "Account Name\nA\u0000" }, "request.invalid"],
  ])("given %s, nothing is imported and the remedy is named", async (_name, body, code) => {
    const answer = await crm.imports({ module: "Accounts", ...body });
    expect(answer.status).toBeGreaterThanOrEqual(400);
    expect(answer.body.error).toMatchObject({ code, remedy: expect.stringMatching(/\w/) });
  });

  test("given a key that may only read, the import is refused", async () => {
    expect(await crm.imports({ module: "Accounts", csv: "Account Name\nA" }, "read_only")).toMatchObject({
      status: 403,
      body: { error: { code: "auth.forbidden" } },
    });
  });

  test("given a stage that does not exist, the row is refused, because a stage decides whether a deal is open", async () => {
    const { body } = await crm.imports({
      module: "Deals",
      csv: "Deal Name,Stage\nBig,Hoping\nSmall,Closed Won",
    });
    expect(body).toMatchObject({
      created: 1,
      errors: [{ row: 2, field: "Stage", problem: "Stage is not one of the list's values", value: "Hoping" }],
    });
  });
});
