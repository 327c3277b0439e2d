import { afterAll, beforeAll, expect, test } from "vitest";
import { query } from "../support/sync-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let nowMs = Date.now();
let world: World;
let organization: Organization;

beforeAll(async () => {
  world = await startWorld({ roles: "web", clock: { now: () => new Date(nowMs).toISOString() } });
  organization = await world.organization("Once");
});
afterAll(() => world?.stop());

type Answer = { status: number; body: Record<string, unknown> & { error?: { code: string } } };

async function send(method: string, path: string, key: string, body: object): Promise<Answer> {
  const response = await fetch(`${world.url}/api/v1${path}`, {
    method,
    headers: {
      authorization: `Bearer ${organization.key}`,
      "content-type": "application/json",
      "idempotency-key": key,
    },
    body: JSON.stringify(body),
  });
  return { status: response.status, body: (await response.json()) as Answer["body"] };
}

async function countCustomers(name: string): Promise<number> {
  const rows = await query<{ count: number }>(
    world,
    "select count(*)::int as count from customer where display_name = $1",
    [name],
  );
  return rows[0]?.count ?? 0;
}

test("B17 given a request that is sent again with its key, then it is done once and answered the same", async () => {
  const body = { display_name: "Sent twice" };
  const first = await send("POST", "/customers", "one", body);
  expect(first.status).toBe(200);
  expect(await send("POST", "/customers", "one", body)).toEqual(first);
  expect(await countCustomers("Sent twice")).toBe(1);
});

test("given many at the same moment with one key, then one is done and the others get its answer or are told to wait", async () => {
  const all = await Promise.all(
    Array.from({ length: 8 }, () => send("POST", "/customers", "race", { display_name: "Raced" })),
  );
  expect(await countCustomers("Raced")).toBe(1);
  const codes = new Set(all.map(({ status, body }) => body.error?.code ?? String(status)));
  expect([...codes].filter((code) => code !== "200" && code !== "request.in_progress")).toEqual([]);
  expect(codes.has("200")).toBe(true);
});

test("given a key that was used for something else, then it is refused, also for another method on the same address", async () => {
  const { body } = await send("POST", "/customers", "two", { display_name: "Two" });
  expect((await send("POST", "/customers", "two", { display_name: "Three" })).body.error?.code).toBe(
    "request.key_reused",
  );
  const path = `/customers/${String(body["id"])}`;
  expect((await send("PATCH", path, "three", { notes: "x" })).status).toBe(200);
  expect((await send("DELETE", path, "three", {})).body.error?.code).toBe("request.key_reused");
});

test("given a request that is refused, then its key is free for the corrected one", async () => {
  expect((await send("POST", "/customers", "four", { display_name: "" })).status).toBe(400);
  expect((await send("POST", "/customers", "four", { display_name: "Four" })).status).toBe(200);
  expect((await send("POST", "/customers", "x".repeat(256), { display_name: "Five" })).body.error?.code).toBe(
    "request.invalid",
  );
});

test("given an answer with a secret, then it is given again, and the database has nothing of it to read", async () => {
  const first = await send("POST", "/api-keys", "secret", { name: "Secret", role: "sales" });
  expect(await send("POST", "/api-keys", "secret", { name: "Secret", role: "sales" })).toEqual(first);
  const [row] = await query<{ body: string }>(world, "select body from idempotency_key where key = 'secret'");
  expect(row?.body).toMatch(/^v1\./);
  expect(row?.body).not.toContain(String(first.body["text"]).slice(-20));
});

test("given a request that was cut off by a kill, then its key is free again after ten minutes; an answer is kept for a day", async () => {
  const cutOff = (at: number): Promise<unknown> =>
    query(
      world,
      "insert into idempotency_key (organization_id, key, request_hash, created_at) values ($1, 'cut', 'x', $2)",
      [organization.id, new Date(at)],
    );
  await cutOff(nowMs);
  expect((await send("POST", "/customers", "cut", { display_name: "Cut" })).body.error?.code).toBe(
    "request.key_reused",
  );
  nowMs += 601_000;
  expect((await send("POST", "/customers", "cut", { display_name: "Cut" })).status).toBe(200);
  nowMs += 86_000_000;
  expect((await send("POST", "/customers", "cut", { display_name: "Cut" })).status).toBe(200);
  expect(await countCustomers("Cut")).toBe(1);
  nowMs += 500_000;
  expect((await send("POST", "/customers", "cut", { display_name: "Cut" })).status).toBe(200);
  expect(await countCustomers("Cut")).toBe(2);
});
