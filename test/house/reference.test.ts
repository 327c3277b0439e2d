import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { printReferences } from "../../scripts/reference/print.ts";
import { freshDatabase } from "../support/database.ts";

const root = join(import.meta.dirname, "../..");
const dataDir = mkdtempSync(join(tmpdir(), "concord-reference-"));
let database: Awaited<ReturnType<typeof freshDatabase>> | undefined;
let printed = new Map<string, string>();

beforeAll(async () => {
  database = await freshDatabase();
  printed = await printReferences({ databaseUrl: database.url, dataDir });
});

afterAll(async () => {
  await database?.drop();
  rmSync(dataDir, { recursive: true, force: true });
});

function readKept(path: string): string {
  const place = join(root, path);
  return existsSync(place) ? readFileSync(place, "utf8") : "";
}

describe("generated references", () => {
  test("given the code as it is, every generated file says what would be printed now (npm run reference)", () => {
    const lines = [...printed.values()].join("").split("\n").length;
    console.log(`reference: compared ${printed.size} files of ${lines} lines`);
    expect(printed.size).toBeGreaterThanOrEqual(5);
    expect(lines).toBeGreaterThanOrEqual(1_000);
    for (const [path, text] of printed) expect(readKept(path), `${path} is out of date`).toBe(text);
  });

  test("given docs/reference, it holds no page that nothing prints", () => {
    const pages = readdirSync(join(root, "docs/reference")).map((name) => `docs/reference/${name}`);
    expect(pages.filter((path) => !printed.has(path))).toEqual([]);
  });
});
