import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { companiesFile } from "../support/data.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let organization: Organization;
let folder: string;
beforeAll(async () => {
  world = await startWorld();
  organization = await world.organization("Imported Ltd");
  folder = mkdtempSync(join(tmpdir(), "concord-import-"));
});
afterAll(async () => {
  await world.stop();
  rmSync(folder, { recursive: true, force: true });
});

type Ended = { code: number; stdout: string; stderr: string };

/** Runs `bin/concord crm import …` as a person does, from a folder of their own. */
async function importing(...args: string[]): Promise<Ended> {
  const program = join(import.meta.dirname, "../../bin/concord");
  const env = { ...process.env, CONCORD_URL: world.url, CONCORD_API_KEY: organization.key };
  try {
    const { stdout, stderr } = await promisify(execFile)(program, ["crm", "import", ...args], {
      env,
      cwd: folder,
    });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as Ended;
  }
}

function fileOf(name: string, content: string | Buffer): string {
  writeFileSync(join(folder, name), content);
  return name;
}

describe("bin/concord crm import accounts", () => {
  test("given the companies of the S&P 500 with three columns named, all 503 are there and the others recognised", async () => {
    const { code, stdout, stderr } = await importing(
      "accounts",
      companiesFile,
      ...["--map", "Security=Account_Name", "--map", "Symbol=Ticker_Symbol", "--map", "GICS Sector=Industry"],
    );
    expect({ code, stderr }).toEqual({ code: 0, stderr: "" });
    expect(stdout).toBe("503 rows: created 503, updated 0, skipped 0, failed 0\n");
    const count = await organization.crm("GET", "/Accounts/actions/count");
    expect(count.body).toEqual({ count: 503 });
    const found = await organization.crm(
      "GET",
      `/Accounts/search?criteria=${encodeURIComponent("(Ticker_Symbol:equals:AKAM)")}`,
    );
    expect(found.body.data).toMatchObject([
      { Account_Name: "Akamai Technologies", Industry: "Information Technology" },
    ]);
  });

  test("given a dry run, it tells what would be and nothing is", async () => {
    const file = fileOf("dry.csv", "Account Name\nOnly tried\n");
    expect((await importing("accounts", file, "--dry-run")).stdout).toBe(
      "1 row: Would be created 1, updated 0, skipped 0, failed 0\nRead: Account Name as Account_Name\n",
    );
    expect((await organization.crm("GET", "/Accounts/search?word=Only%20tried")).status).toBe(204);
  });

  test("given a dry run of rows that are there already, it says how many would be doubles and which headers it did not know", async () => {
    const file = fileOf("twice.csv", "Account Name,Shoe size\nTwice Ltd,43\nNew Ltd,44\n");
    await importing("accounts", fileOf("once.csv", "Account Name\nTwice Ltd\n"));
    expect((await importing("accounts", file, "--dry-run")).stdout.split("\n")).toEqual([
      "2 rows: Would be created 2, updated 0, skipped 0, failed 0",
      "Read: Account Name as Account_Name",
      "Left out: Shoe size; name their fields with --map HEADER=Field",
      "1 row of them would be doubles of a record or of another row; --duplicates skip leaves such rows out, update changes the record",
      "",
    ]);
    const skipping = await importing("accounts", file, "--dry-run", "--duplicates", "skip");
    expect(skipping.stdout).toMatch(/^2 rows: Would be created 1, updated 0, skipped 1, failed 0\nRead:/);
    expect(skipping.stdout).not.toContain("doubles");
  });

  test("given rows that are wrong, each is named with its remedy and the others are imported", async () => {
    const file = fileOf(
      "rows.csv",
      'Account Name,Employees,Website\nGood Rows Ltd,5,https://good.example\n,5,\nBad Number,many,\nShort,1\n"Never closed,1,\n',
    );
    const { code, stdout } = await importing("accounts", file);
    expect(code).toBe(0);
    expect(stdout.split("\n")).toEqual([
      "5 rows: created 1, updated 0, skipped 0, failed 4",
      "row 3, Account_Name: Account Name is missing; every record needs it",
      "row 4, Employees: Employees is not a whole number; write 1200",
      "row 5: The row has 2 columns, the header has 3",
      "row 6: The row opens a quote that is never closed; nothing after it was read",
      "",
    ]);
  });

  test("given UTF-16 with its mark, as a spreadsheet saves it, the letters are right", async () => {
    const file = fileOf("utf16.csv", Buffer.from("\uFEFFAccount Name\nMüller & Söhne\n", "utf16le"));
    expect((await importing("accounts", file)).stdout).toMatch(/created 1/);
    const found = await organization.crm("GET", `/Accounts/search?word=${encodeURIComponent("Söhne")}`);
    expect(found.body.data).toMatchObject([{ Account_Name: "Müller & Söhne" }]);
  });

  test.each<[string, () => string[], RegExp]>([
    [
      "a file in Latin 1",
      () => ["accounts", fileOf("latin1.csv", Buffer.from("Account Name\nM\xfcller\n", "latin1"))],
      /latin1\.csv: The file is not UTF-8 \(byte 14 is 0xFC\); Save it as UTF-8/,
    ],
    ["a file that is not there", () => ["accounts", "nothing.csv"], /nothing\.csv cannot be read/],
    ["an empty file", () => ["accounts", fileOf("empty.csv", "")], /The file is empty/],
    [
      "a module that does not exist",
      () => ["leads", fileOf("leads.csv", "Name\nx\n")],
      /There is no import of leads; Import accounts, contacts or deals/,
    ],
    [
      "a header that is not in the file",
      () => ["accounts", fileOf("header.csv", "Account Name\nx\n"), "--map", "Firm=Account_Name"],
      /The file has no column Firm/,
    ],
    [
      "a field that the module lacks",
      () => ["accounts", fileOf("field.csv", "Account Name,X\nx,y\n"), "--map", "X=Nothing"],
      /There is no field Nothing/,
    ],
    [
      "rows of which none can be imported",
      () => ["accounts", fileOf("none.csv", "Account Name,Employees\nx,many\n")],
      /crm_import\.nothing/,
    ],
  ])("given %s, it ends with one line that says what to do", async (_name, args, line) => {
    const { code, stderr } = await importing(...args());
    expect(code).not.toBe(0);
    expect(stderr).toMatch(line);
    expect(stderr.trim().split("\n")).toHaveLength(1);
  });
});
