import { randomBytes } from "node:crypto";
import { existsSync, readFileSync, statSync } from "node:fs";
import { gunzipSync } from "node:zlib";
import { join } from "node:path";
import pg from "pg";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { createClientEndpoint, generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "#platform/auth/api-key.api.ts";
import { call, type Caller } from "#platform/http/call.ts";
import { createVault } from "#platform/secrets/secrets.ts";
import { connect } from "#sync/connection/connection.api.ts";
import { concord, dataFolder, freePort, type Program, run } from "../app/processes.ts";
import { startWorld, type World } from "../support/world.ts";

const place = { organization: "org_a", table: "connection", column: "credential", row: "con_1" };

describe("sealed values", () => {
  const key = randomBytes(32).toString("base64");
  const vault = createVault(key);

  test("given a sealed value, then it opens in its place, and the same text is never sealed alike", () => {
    const [one, two] = [vault.seal("a secret", place), vault.seal("a secret", place)];
    expect(vault.open(one, place)).toBe("a secret");
    expect(one).not.toBe(two);
    expect(one).not.toContain("secret");
  });

  test.each(["organization", "table", "column", "row"] as const)(
    "given a sealed value that was copied to another %s, then it does not open",
    (part) => {
      const sealed = vault.seal("a secret", place);
      expect(() => vault.open(sealed, { ...place, [part]: `${place[part]}x` })).toThrow();
    },
  );

  test("given one bit changed anywhere, then it does not open", () => {
    const parts = vault.seal("a secret", place).split(".");
    for (const at of [2, 3, 4]) {
      const bytes = Buffer.from(parts[at] ?? "", "base64url");
      for (let bit = 0; bit < bytes.length * 8; bit += 7) {
        const flipped = Buffer.from(bytes);
        flipped[bit >> 3] = (flipped[bit >> 3] ?? 0) ^ (1 << (bit & 7));
        const text = parts.with(at, flipped.toString("base64url")).join(".");
        expect(() => vault.open(text, place), `part ${at}, bit ${bit}`).toThrow();
      }
    }
  });

  test("given another master key, then it does not open, and the reason names the remedy", () => {
    const other = createVault(randomBytes(32).toString("base64"));
    expect(() => other.open(vault.seal("a secret", place), place)).toThrow("restore that key");
  });

  test.each(["", "short", randomBytes(31).toString("base64")])(
    "given %j as the master key, then it is refused",
    (bad) => {
      expect(() => createVault(bad)).toThrow("32 bytes");
    },
  );
});

describe("API keys", () => {
  let world: World;
  let nowMs = Date.now();
  beforeAll(async () => {
    world = await startWorld({ roles: "web", clock: { now: () => new Date(nowMs).toISOString() } });
  });
  afterAll(() => world?.stop());

  const use = async (text: string): Promise<number> =>
    (await fetch(`${world.url}/api/v1/customers`, { headers: { authorization: `Bearer ${text}` } })).status;

  test("given a new key, then it has 256 bits, is shown once, and says when it was used", async () => {
    const organization = await world.organization("Keys");
    const { key, text } = await organization.send(createApiKey, { body: { name: "One", role: "sales" } });
    expect(text).toMatch(/^concord_live_[0-9A-Za-z]{43}$/);
    expect(await use(text)).toBe(200);
    const { items } = await organization.send(listApiKeys, {});
    expect(JSON.stringify(items)).not.toContain(text.slice(-20));
    expect(items.find(({ id }) => id === key.id)?.last_used_at).toBe(new Date(nowMs).toISOString());
  });

  test("given a key that is revoked, past its time, or of another case, then it is worth nothing", async () => {
    const organization = await world.organization("Dead keys");
    const make = (expires_at: string | null) =>
      organization.send(createApiKey, { body: { name: "Dead", role: "sales", expires_at } });
    const revoked = await make(null);
    await organization.send(revokeApiKey, { params: { key: revoked.key.id } });
    expect(await use(revoked.text)).toBe(401);
    const short = await make(new Date(nowMs + 60_000).toISOString());
    expect(await use(short.text)).toBe(200);
    nowMs += 60_001;
    expect(await use(short.text)).toBe(401);
    const { text } = await make(null);
    expect(await use(text.toUpperCase())).toBe(401);
    expect(await use(`${text}x`)).toBe(401);
  });
});

describe("a server through which secrets have passed", () => {
  const data = dataFolder();
  const backup = join(data.path, "all.backup");
  let server: Program;
  /** Each secret under what it is. */
  const secrets: Record<string, string> = { password: `P-${randomBytes(12).toString("hex")}` };
  let databaseUrl: string;
  let printed: string;

  beforeAll(async () => {
    const env = {
      CONCORD_DATA: data.path,
      CONCORD_DEMO: "off",
      CONCORD_LOG: "debug",
      PORT: String(await freePort()),
    };
    server = run("main.ts", [], env);
    const address = await server.says(/Concord is running at (\S+)/);
    ({ database_url: databaseUrl } = JSON.parse(readFileSync(join(data.path, "server.json"), "utf8")) as {
      database_url: string;
    });
    await passSecrets(address, env);
    await concord(["backup", backup], env);
    printed = server.stdout() + server.stderr();
  });
  afterAll(async () => {
    server.kill("SIGTERM");
    await server.ended;
    data.remove();
  });

  async function passSecrets(address: string, env: Record<string, string>): Promise<void> {
    const email = "owner@example.com";
    const post = (path: string, body: object, headers: Record<string, string> = {}): Promise<Response> =>
      fetch(address + path, {
        method: "POST",
        headers: { "content-type": "application/json", origin: address, ...headers },
        body: JSON.stringify(body),
      });
    const signUp = await post("/api/auth/sign-up/email", {
      name: "Olivia",
      email,
      password: secrets["password"],
    });
    const cookie = signUp.headers.getSetCookie()[0]?.split(";")[0] ?? "";
    secrets["cookie"] = cookie.slice(cookie.indexOf("=") + 1);
    await post("/api/auth/sign-in/email", { email, password: `${secrets["password"]}-wrong` });
    const made = await concord(
      [
        "org",
        "create",
        "Canaries",
        "--currency",
        "USD",
        "--country",
        "US",
        "--time-zone",
        "America/New_York",
        "--owner",
        email,
        "--json",
      ],
      env,
    );
    expect(made.stderr).toBe("");
    const { organizations } = JSON.parse(readFileSync(await keysFile(env), "utf8")) as {
      organizations: { key: string }[];
    };
    secrets["key of the command line"] = organizations[0]?.key ?? "";
    const caller: Caller = {
      baseUrl: address,
      headers: () => ({ authorization: `Bearer ${secrets["key of the command line"]}` }),
    };
    secrets["API key"] = (await call(caller, createApiKey, { body: { name: "Canary", role: "sales" } })).text;
    secrets["ZSC key"] = (await call(caller, generateZscKeyEndpoint, { body: { email } })).zsc_key;
    const client = await call(caller, createClientEndpoint, {
      body: { name: "Client", email, with_refresh_token: true },
    });
    secrets["client secret"] = client.client_secret;
    secrets["refresh token"] = client.refresh_token ?? "";
    await call(caller, connect, {
      body: { credentials: { kind: "zsc", email, zsc_key: secrets["ZSC key"] }, consent: true },
    });
    const grant = {
      grant_type: "refresh_token",
      client_id: client.client_id,
      client_secret: client.client_secret,
    };
    const query = new URLSearchParams({ ...grant, refresh_token: secrets["refresh token"] });
    const token = await fetch(`${address}/oauth/v2/token?${query}`, { method: "POST" });
    secrets["access token"] = ((await token.json()) as { access_token: string }).access_token;
    await provokeFailures(address, caller);
  }

  /** What is logged most is what goes wrong. */
  async function provokeFailures(address: string, caller: Caller): Promise<void> {
    const wrong = { kind: "zsc" as const, email: "owner@example.com", zsc_key: `${secrets["ZSC key"]}` };
    await call(caller, connect, {
      body: { credentials: { ...wrong, crm_url: "http://127.0.0.1:9" }, consent: true },
    }).catch(() => undefined);
    for (const secret of Object.values(secrets)) {
      await fetch(`${address}/api/v1/customers`, { headers: { authorization: `Bearer ${secret}x` } });
      await fetch(`${address}/crm/v8/Accounts`, { headers: { authorization: `Zoho-oauthtoken ${secret}x` } });
      await fetch(`${address}/api/v1/customers`, {
        method: "POST",
        headers: { authorization: `Bearer ${secret}`, "content-type": "application/json" },
        body: `{"display_name": "${secret}`,
      });
    }
  }

  /** The command that lists organizations makes their keys. */
  async function keysFile(env: Record<string, string>): Promise<string> {
    await concord(["org", "list"], env);
    return join(data.path, "cli-keys.json");
  }

  test("given all it printed, then there is plenty, and no secret in it", () => {
    expect(Object.keys(secrets)).toHaveLength(8);
    for (const secret of Object.values(secrets)) expect(secret.length).toBeGreaterThanOrEqual(20);
    expect(printed.split("\n").length).toBeGreaterThan(30);
    expect(secretsIn(printed)).toEqual([]);
  });

  test("given the whole database, the audit log included, then no secret is in it in a form that could be used", async () => {
    const { text, rows } = await dump(databaseUrl);
    expect(rows).toBeGreaterThan(30);
    expect(text).toContain("owner@example.com");
    expect(text).toContain("api_key.created");
    expect(secretsIn(text)).toEqual([]);
    expect(text).not.toContain(readFileSync(join(data.path, "master.key"), "utf8").trim());
  });

  test("given a backup, then neither a secret nor the master key is in it, and only its owner reads it", () => {
    const text = gunzipSync(readFileSync(backup)).toString("latin1");
    expect(text).toContain("owner@example.com");
    expect(secretsIn(text)).toEqual([]);
    expect(text).not.toContain(readFileSync(join(data.path, "master.key"), "utf8").trim());
    expect(statSync(backup).mode & 0o777).toBe(0o600);
  });

  test("given the data folder, then what holds a secret is for its owner alone", () => {
    for (const name of ["master.key", "server.json", "cli-keys.json", "postgres.password"]) {
      expect(existsSync(join(data.path, name)), name).toBe(true);
      expect(statSync(join(data.path, name)).mode & 0o777, name).toBe(0o600);
    }
    expect(statSync(data.path).mode & 0o777).toBe(0o700);
  });

  function secretsIn(text: string): string[] {
    return Object.entries(secrets).flatMap(([what, secret]) =>
      [
        secret,
        encodeURIComponent(secret),
        Buffer.from(secret).toString("base64").replace(/=+$/, "").slice(0, -1),
      ].some((form) => text.includes(form))
        ? [what]
        : [],
    );
  }
});

/** All rows of all tables, as a dump would have them. */
async function dump(url: string): Promise<{ text: string; rows: number }> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    const tables = await client.query<{ name: string }>(
      `select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname in ('public', 'auth', 'pgboss')`,
    );
    let text = "";
    let count = 0;
    for (const { name } of tables.rows) {
      const { rows } = await client.query<{ row: string }>(`select t::text as row from ${name} t`);
      count += rows.length;
      text += rows.map(({ row }) => row).join("\n");
    }
    return { text, rows: count };
  } finally {
    await client.end();
  }
}
