// All that `npm test` runs: the checks, then every test. Arguments choose test files: `npm test -- test/house`.
import { spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { runChecks } from "./check.ts";

type Counts = { passed: number; failed: number };

/** The part of Vitest's JSON report that is read here. */
type Report = {
  numPassedTests: number;
  numFailedTests: number;
  testResults: { status: string; assertionResults: unknown[] }[];
};

const checks = await runChecks();
const tests = await runTests(process.argv.slice(2));
const failed = checks.failed + tests.failed;
console.log(`${checks.passed + tests.passed} passed, ${failed} failed`);
process.exitCode = failed === 0 ? 0 : 1;

async function runTests(args: string[]): Promise<Counts> {
  const folder = mkdtempSync(join(tmpdir(), "concord-test-"));
  const report = join(folder, "report.json");
  try {
    const code = await runVitest([
      "--reporter=default",
      "--reporter=json",
      `--outputFile.json=${report}`,
      ...args,
    ]);
    return count(code, report);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function runVitest(args: string[]): Promise<number | null> {
  const vitest = join(import.meta.dirname, "../node_modules/vitest/vitest.mjs");
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [vitest, "run", ...args], {
      cwd: join(import.meta.dirname, ".."),
      stdio: "inherit",
    });
    child.once("error", reject);
    child.once("close", resolve);
  });
}

/** A file that did not even load, a run without a report and an error outside every test count as one failure each. */
function count(code: number | null, path: string): Counts {
  let report: Report;
  try {
    report = JSON.parse(readFileSync(path, "utf8")) as Report;
  } catch {
    return { passed: 0, failed: 1 };
  }
  const unloaded = report.testResults.filter(
    (file) => file.status === "failed" && file.assertionResults.length === 0,
  );
  const counted = report.numFailedTests + unloaded.length;
  return { passed: report.numPassedTests, failed: counted === 0 && code !== 0 ? 1 : counted };
}
