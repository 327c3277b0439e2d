import { existsSync, readFileSync, statSync } from "node:fs";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { dataFolder, freePort, type Program, run } from "./processes.ts";

type ServerFile = { url: string; database_url: string; api_key: string; pid: number };

const running = /Concord is running at (\S+)/;
const oneLine = /^[a-z]+\.[a-z_]+: [^;\n]+; [^\n]+\n$/;

function serverFile(dataDir: string): ServerFile {
  return JSON.parse(readFileSync(join(dataDir, "server.json"), "utf8")) as ServerFile;
}

describe("a server on a data folder of its own", () => {
  const data = dataFolder();
  let env: Record<string, string>;
  let server: Program;
  let address: string;

  beforeAll(async () => {
    env = { CONCORD_DATA: data.path, CONCORD_DEMO: "off", PORT: String(await freePort()) };
    server = run("main.ts", [], env);
    address = await server.says(running);
  });
  afterAll(async () => {
    server.kill("SIGTERM");
    await server.ended;
    data.remove();
  });

  test("given a start, when it has printed its address, then it is reached there and is ready", async () => {
    const answer = await fetch(`${address}/readyz`);
    expect({ status: answer.status, body: await answer.json() }).toMatchObject({
      status: 200,
      body: { status: "ready" },
    });
    expect(await (await fetch(`${address}/healthz`)).json()).toEqual({ status: "ok" });
  });

  test("given a running server, then what commands need is in a file that only its owner reads", () => {
    expect(statSync(join(data.path, "server.json")).mode & 0o777).toBe(0o600);
    expect(serverFile(data.path)).toMatchObject({ pid: server.pid, url: `http://127.0.0.1:${env["PORT"]}` });
  });

  test("given a running server, when a second one starts on the same data, then it is refused in one line", async () => {
    const second = run("main.ts", [], { ...env, PORT: String(await freePort()) });
    expect(await second.ended).toMatchObject({ code: 1 });
    expect(second.stderr()).toMatch(oneLine);
    expect(second.stderr()).toMatch(/^start\.locked: .*; stop it or choose another folder/);
  });

  test("given a taken port, when a server on other data starts, then it says so in one line and leaves nothing running", async () => {
    const other = dataFolder();
    const second = run("main.ts", [], { ...env, CONCORD_DATA: other.path });
    expect(await second.ended).toMatchObject({ code: 1 });
    expect(second.stderr()).toMatch(
      /^start\.port: port \d+ is taken by another program; set PORT to a free one\n$/,
    );
    expect(existsSync(join(other.path, "postgres", "postmaster.pid"))).toBe(false);
    expect(existsSync(join(other.path, "concord.lock"))).toBe(false);
    other.remove();
  });

  test("given a wrong setting, then the variable and the remedy are named in one line", async () => {
    const wrong = run("main.ts", [], { ...env, PORT: "many" });
    expect(await wrong.ended).toMatchObject({ code: 1 });
    expect(wrong.stderr()).toMatch(
      /^start\.config: PORT: .*; correct the environment variables and start again\n$/,
    );
  });

  test("given a scrape of /metrics, then every line is Prometheus text and no path of a stranger is a label", async () => {
    await fetch(`${address}/api/a-strangers-secret-path`);
    await fetch(`${address}/api/v1/customers/cus_a-strangers-secret`);
    const answer = await fetch(`${address}/metrics`);
    const text = await answer.text();
    expect(answer.headers.get("content-type")).toMatch(/^text\/plain; version=0\.0\.4/);
    const lines = text.split("\n").filter((line) => line !== "" && !line.startsWith("#"));
    expect(
      lines.filter((line) => !/^[a-z_][a-z0-9_]*(\{([a-z_]+="[^"]*",?)*\})? (-?[\d.e+-]+|NaN)$/.test(line)),
    ).toEqual([]);
    expect(text).toMatch(
      /concord_http_request_duration_seconds_count\{method="GET",route="other",status="404"\} 1/,
    );
    expect(text).toMatch(/_count\{method="GET",route="\/api\/v1\/customers\/:\w+",status="401"\} 1/);
    expect(text).not.toContain("strangers-secret");
    expect(text).toContain('concord_database_connections{pool="app"');
  });
});

describe("the end of a server", () => {
  test("given a server, when it gets SIGTERM, then it stops everything, exits 0 and keeps its data for the next start", async () => {
    const data = dataFolder();
    const env = { CONCORD_DATA: data.path, CONCORD_DEMO: "off", PORT: "0" };
    const first = run("main.ts", [], env);
    await first.says(running);
    await write(serverFile(data.path).database_url, "kept by SIGTERM");
    first.kill("SIGTERM");
    expect(await first.ended).toEqual({ code: 0, signal: null });
    for (const gone of ["server.json", "concord.lock", join("postgres", "postmaster.pid")])
      expect(existsSync(join(data.path, gone)), gone).toBe(false);

    const second = run("main.ts", [], env);
    await second.says(running);
    await write(serverFile(data.path).database_url, "kept by kill -9");
    second.kill("SIGKILL");
    await second.ended;

    const third = run("main.ts", [], env);
    await third.says(running);
    expect(await written(serverFile(data.path).database_url)).toEqual(["kept by SIGTERM", "kept by kill -9"]);
    third.kill("SIGINT");
    expect(await third.ended).toEqual({ code: 0, signal: null });
    data.remove();
  });

  test("given a server whose database is gone, then /readyz is 503 and tells nothing but that, and /healthz goes on", async () => {
    const data = dataFolder();
    const server = run("main.ts", [], { CONCORD_DATA: data.path, CONCORD_DEMO: "off", PORT: "0" });
    const address = await server.says(running);
    const postmaster = Number(
      readFileSync(join(data.path, "postgres", "postmaster.pid"), "utf8").split("\n")[0],
    );
    process.kill(postmaster, "SIGQUIT");
    await expect.poll(async () => (await fetch(`${address}/readyz`)).status, { timeout: 20_000 }).toBe(503);
    const text = await (await fetch(`${address}/readyz`)).text();
    expect(JSON.parse(text)).toMatchObject({
      status: "not ready",
      checks: [
        { name: "database", ok: false },
        { name: "migrations", ok: false },
        { name: "jobs", ok: false },
      ],
    });
    expect(text).not.toMatch(/127\.0\.0\.1|postgres|ECONN|password/);
    expect((await fetch(`${address}/healthz`)).status).toBe(200);
    expect((await fetch(`${address}/metrics`)).status).toBe(200);
    server.kill("SIGTERM");
    await server.ended;
    data.remove();
  });
});

describe("a fault of ours", () => {
  const data = dataFolder();
  let server: Program;
  let address: string;

  beforeAll(async () => {
    server = run("main.ts", [], { CONCORD_DATA: data.path, CONCORD_DEMO: "off", PORT: "0" });
    address = await server.says(running);
  });
  afterAll(async () => {
    server.kill("SIGTERM");
    await server.ended;
    data.remove();
  });

  test("given a table that is gone, then the answer tells nothing of it but an id, under which the log has the reason", async () => {
    await withClient(serverFile(data.path).database_url, (client) =>
      client.query("alter table auth.member rename to member_gone"),
    );
    const signUp = await fetch(`${address}/api/auth/sign-up/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: address },
      body: JSON.stringify({ name: "Faye", email: "faye@example.com", password: "a good long password" }),
    });
    const cookie = signUp.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    const answer = await fetch(`${address}/api/v1/me`, { headers: { cookie } });
    const text = await answer.text();
    expect(answer.status).toBe(500);
    const { error } = JSON.parse(text) as { error: { code: string; request_id: string } };
    expect(error.code).toBe("server.failed");
    expect(text).not.toMatch(/member|relation|select|stack|postgres|\.ts/i);
    expect(answer.headers.get("x-request-id")).toBe(error.request_id);
    const logged =
      server
        .stderr()
        .split("\n")
        .find((line) => line.includes(error.request_id)) ?? "";
    expect(JSON.parse(logged)).toMatchObject({
      level: 50,
      request_id: error.request_id,
      err: { message: expect.stringContaining("auth.member") as string },
    });
  });
});

async function write(url: string, text: string): Promise<void> {
  await withClient(url, async (client) => {
    await client.query("create table if not exists public.kept (at serial, text text)");
    await client.query("insert into public.kept (text) values ($1)", [text]);
  });
}

async function written(url: string): Promise<string[]> {
  return withClient(url, async (client) => {
    const { rows } = await client.query<{ text: string }>("select text from public.kept order by at");
    return rows.map(({ text }) => text);
  });
}

async function withClient<Value>(url: string, work: (client: pg.Client) => Promise<Value>): Promise<Value> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
