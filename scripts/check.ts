// The checks of the code that are not tests: types, lint, format, things nobody uses. One line each.
import { spawn } from "node:child_process";
import { existsSync } from "node:fs";
import { join } from "node:path";

const root = join(import.meta.dirname, "..");

type Check = { title: string; program: string; args: string[] };

const checks: Check[] = [
  { title: "types, server", program: "typescript/bin/tsc", args: ["-p", "tsconfig.json"] },
  { title: "types, pure files", program: "typescript/bin/tsc", args: ["-p", "tsconfig.pure.json"] },
  { title: "types, web", program: "typescript/bin/tsc", args: ["-p", "src/web/tsconfig.json"] },
  { title: "types, browser tests", program: "typescript/bin/tsc", args: ["-p", "tsconfig.browser.json"] },
  { title: "lint", program: "oxlint/bin/oxlint", args: ["--type-aware", "--deny-warnings"] },
  { title: "format", program: "oxfmt/bin/oxfmt", args: ["--check", "."] },
  { title: "nothing unused", program: "knip/bin/knip.js", args: ["--no-progress"] },
];

/** Runs all checks, one after the other, and prints one line for each; what a check printed only when it failed. */
export async function runChecks(): Promise<{ passed: number; failed: number }> {
  const result = { passed: 0, failed: 0 };
  for (const check of checks.filter(isPresent)) {
    const begun = performance.now();
    const { code, output } = await run(check);
    const seconds = ((performance.now() - begun) / 1_000).toFixed(1);
    if (code !== 0) process.stdout.write(`${output.trimEnd()}\n`);
    console.log(`${code === 0 ? "ok    " : "FAILED"} ${check.title} (${seconds} s)`);
    result[code === 0 ? "passed" : "failed"] += 1;
  }
  return result;
}

/** A check that names a tsconfig which is not there has nothing to look at. */
function isPresent({ args }: Check): boolean {
  return args[0] !== "-p" || existsSync(join(root, args[1] ?? ""));
}

function run({ program, args }: Check): Promise<{ code: number | null; output: string }> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [join(root, "node_modules", program), ...args], {
      cwd: root,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let output = "";
    child.stdout.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.stderr.on("data", (chunk: Buffer) => (output += chunk.toString()));
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, output }));
  });
}

if (import.meta.main) {
  const { failed } = await runChecks();
  process.exitCode = failed === 0 ? 0 : 1;
}
