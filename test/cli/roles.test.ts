import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dataFolder, freePort, type Program, run } from "../app/processes.ts";
import { runCommand } from "./command-line.ts";

const data = dataFolder();
const programs: Program[] = [];
let env: Record<string, string>;

beforeAll(async () => {
  env = {
    CONCORD_DATA: data.path,
    CONCORD_DEMO: "off",
    CONCORD_LOG: "error",
    PORT: String(await freePort()),
  };
});
afterAll(async () => {
  // Workers first: the server takes the database with it.
  for (const program of programs.toReversed()) {
    program.kill("SIGTERM");
    await program.ended;
  }
  data.remove();
});

async function start(args: string[], said: RegExp): Promise<Program> {
  const program = run("cli.ts", args, env);
  programs.push(program);
  await program.says(said);
  return program;
}

async function json<Value>(...args: string[]): Promise<Value> {
  const { code, stdout, stderr } = await runCommand(["--json", ...args], env, data.path);
  if (code !== 0) throw new Error(`concord ${args.join(" ")}: ${stderr}`);
  return JSON.parse(stdout) as Value;
}

describe("B18 given web and worker as processes of their own", () => {
  test("when only the web process runs, then a run waits; and once a worker joins, it is done, also after a worker was killed", async () => {
    await start(["serve", "--roles", "web"], /Concord is running at/);
    const email = "olivia@example.com";
    const place = ["--currency", "USD", "--country", "US", "--time-zone", "UTC"];
    await json("org", "create", "Split Ltd", ...place, "--owner", email);
    const { zsc_key } = await json<{ zsc_key: string }>("crm", "key", "create", "--email", email);
    await json("connect", "--email", email, "--zsc-key", zsc_key);
    await json("configure", "--module", "accounts", "--extent", "one-way", "--duplicates", "skip");

    const waiting = run("cli.ts", ["--json", "sync"], env);
    const status = async (): Promise<string | undefined> =>
      (await json<{ items: { status: string }[] }>("history")).items[0]?.status;
    await expect.poll(status, { timeout: 20_000, interval: 200 }).toBe("queued");
    const victim = await start(["worker"], /The worker is running/);
    await waiting.ended;
    expect(JSON.parse(waiting.stdout())).toMatchObject({ status: "done" });

    victim.kill("SIGKILL");
    await victim.ended;
    programs.pop();
    await start(["worker"], /The worker is running/);
    expect(await json("sync")).toMatchObject({ status: "done" });
  });

  test("when the server is restarted under a waiting sync, then the command says that the run goes on, waits, and tells its end", async () => {
    const [web, worker] = programs;
    worker?.kill("SIGTERM");
    await worker?.ended;
    const waiting = run("cli.ts", ["sync"], env);
    const runs = async (): Promise<{ id: string; status: string }[]> =>
      (await json<{ items: { id: string; status: string }[] }>("history")).items;
    await expect.poll(async () => (await runs())[0]?.status, { timeout: 20_000 }).toBe("queued");
    const id = (await runs())[0]?.id;
    web?.kill("SIGTERM");
    programs.splice(0);
    await start(["serve"], /Concord is running at/);
    expect((await waiting.ended).code).toBe(0);
    expect(waiting.stderr()).toBe(
      `The server does not answer; the run ${id} goes on once it does. Waiting\n`,
    );
    expect(waiting.stdout()).toContain(`Run ${id} is done`);
  });
});
