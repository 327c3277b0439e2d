import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import type { Config } from "#platform/config/config.ts";
import { lineOf } from "#app/failure.ts";
import { figure } from "#app/figures.ts";
import { drawBar, drawProgress } from "#app/progress.ts";
import type { Running } from "#app/server/start.ts";
import { writePrivateFile } from "#app/server/server-file.ts";
import { fillDemo, liveDemo } from "./fill.ts";
import { demoPerson, findDemoPassword, keepDemoPassword } from "./person.ts";

/**
 * Fills the demo on a first start on empty data, and completes one that was interrupted. A failure is told and not
 * thrown: the server runs, and the next start tries again.
 */
export async function offerDemo(config: Config, { system }: Running): Promise<void> {
  const hasBothRoles = config.roles.includes("web") && config.roles.includes("worker");
  if (!config.demo || !hasBothRoles || !(await isWanted(config.dataDir, system))) return;
  writeState(config.dataDir, "filling");
  const begun = Date.now();
  const bar = drawBar(process.stdout);
  try {
    const url = `http://127.0.0.1:${system.port}`;
    const run = await fillDemo({
      url,
      origin: system.deps.publicUrl,
      password: keepDemoPassword(config.dataDir),
      begin: (step) => bar.begin(`Demo: ${step}`),
      run: drawProgress(process.stdout),
    });
    bar.end();
    if (run.status !== "done")
      throw new Error(
        `demo.run_${run.status}: the first sync ${run.id} ended as ${run.status}; start Concord again to repeat it`,
      );
    writeState(config.dataDir, "living");
    const { fetched, created, overwritten } = run.counts;
    process.stdout.write(
      `The demo is filled: the first sync read ${figure(fetched)} records, made ${figure(created)} and updated ${figure(overwritten)} (${((Date.now() - begun) / 1000).toFixed(1)} s)\n`,
    );
  } catch (error) {
    bar.end();
    process.stderr.write(`${lineOf(error)}\n`);
  }
}

/**
 * Lets the demo's two years pass, once it is filled: that takes longer than somebody likes to wait, so the server is
 * there meanwhile. A failure is told, and the next start goes on.
 */
export async function passDemoTime(
  config: Config,
  { system }: Running,
  isStopping: () => boolean,
): Promise<void> {
  const password = findDemoPassword(config.dataDir);
  if (readState(config.dataDir) !== "living" || password === undefined || system.port === undefined) return;
  const begun = Date.now();
  const bar = drawBar(process.stdout);
  try {
    const url = `http://127.0.0.1:${system.port}`;
    const tally = bar.begin("Demo: two years pass");
    await liveDemo({ url, origin: system.deps.publicUrl, password, deps: system.deps }, tally, isStopping);
    bar.end();
    if (isStopping()) return;
    writeState(config.dataDir, "done");
    const seconds = ((Date.now() - begun) / 1000).toFixed(1);
    process.stdout.write(
      `Two years of the demo have passed: subscriptions, invoices, payments (${seconds} s)\n`,
    );
  } catch (error) {
    bar.end();
    // What breaks while everything is taken down is no news.
    if (!isStopping()) process.stderr.write(`${lineOf(error)}\n`);
  }
}

/** How to sign in to the demo; undefined where there is none. */
export function demoSignIn({ dataDir }: Config): string | undefined {
  const password = findDemoPassword(dataDir);
  return password === undefined || !existsSync(join(dataDir, "demo.json"))
    ? undefined
    : `Sign in as ${demoPerson.email} with the password ${password}`;
}

async function isWanted(dataDir: string, { deps }: Running["system"]): Promise<boolean> {
  if (readState(dataDir) === "filling") return true;
  const somebody = await deps.system.selectFrom("auth.user").select("id").limit(1).executeTakeFirst();
  return somebody === undefined;
}

type State = "filling" | "living" | "done";

function readState(dataDir: string): State | undefined {
  try {
    return (JSON.parse(readFileSync(join(dataDir, "demo.json"), "utf8")) as { state: State }).state;
  } catch {
    return undefined;
  }
}

function writeState(dataDir: string, state: State): void {
  writePrivateFile(join(dataDir, "demo.json"), `${JSON.stringify({ state })}\n`);
}
