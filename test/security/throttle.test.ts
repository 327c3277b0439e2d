import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { clientAddress, trustedProxies } from "#platform/http/client-address.ts";
import { startWorld, type World } from "../support/world.ts";

let nowMs = Date.now();
let world: World;

beforeAll(async () => {
  world = await startWorld({
    roles: "web",
    throttled: true,
    clock: { now: () => new Date(nowMs).toISOString() },
    // The tests speak for many clients, as a proxy does.
    env: { CONCORD_TRUSTED_PROXIES: "127.0.0.1" },
  });
});
afterAll(() => world?.stop());

async function signIn(
  { email, password }: { email: string; password: string },
  from: string,
): Promise<{ status: number; retryAfter: number }> {
  const response = await fetch(`${world.url}/api/auth/sign-in/email`, {
    method: "POST",
    headers: {
      "content-type": "application/json",
      origin: world.system.deps.publicUrl,
      "x-forwarded-for": from,
    },
    body: JSON.stringify({ email, password }),
  });
  return { status: response.status, retryAfter: Number(response.headers.get("retry-after")) };
}

describe("guessing passwords", () => {
  test("given an account, when wrong passwords come from many addresses, then it has to wait, and is open again after a quarter of an hour", async () => {
    const person = await world.signUp("Vic Tim");
    const wrong = { ...person, password: "not the password" };
    const first: number[] = [];
    for (let at = 1; at <= 12; at += 1) first.push((await signIn(wrong, `192.0.2.${at}`)).status);
    expect(first).toEqual([...Array<number>(10).fill(401), 429, 429]);
    const held = await signIn(person, "192.0.2.99");
    expect(held.status).toBe(429);
    expect(held.retryAfter).toBeGreaterThan(800);
    expect(held.retryAfter).toBeLessThanOrEqual(900);
    nowMs += 901_000;
    expect((await signIn(person, "192.0.2.99")).status).toBe(200);
  });

  test("given a right password among wrong ones, then the count begins anew", async () => {
    const person = await world.signUp("Clum Sy");
    const wrong = { ...person, password: "not the password" };
    for (let round = 1; round <= 2; round += 1) {
      for (let at = 1; at <= 6; at += 1)
        expect((await signIn(wrong, `198.51.100.${round * 10 + at}`)).status).toBe(401);
      expect((await signIn(person, `198.51.100.${round}`)).status).toBe(200);
    }
  });

  test("given one address, when it tries the passwords of many accounts, then it has to wait, and others need not", async () => {
    const statuses: number[] = [];
    for (let at = 1; at <= 25; at += 1)
      statuses.push(
        (await signIn({ email: `nobody.${at}@example.com`, password: "not the password" }, "203.0.113.7"))
          .status,
      );
    expect(statuses.slice(0, 20)).toEqual(Array<number>(20).fill(401));
    expect(statuses.slice(20)).toEqual(Array<number>(5).fill(429));
    expect(
      (await signIn({ email: "nobody@example.com", password: "no password" }, "203.0.113.8")).status,
    ).toBe(401);
  });
});

test("given notices without their channel's token, when they come from one address without end, then it has to wait, and another need not", async () => {
  const path = `/api/v1/hooks/crm/org_${"0".repeat(26)}/con_${"0".repeat(26)}`;
  const tell = async (from: string): Promise<number> => {
    const response = await fetch(`${world.url}${path}`, {
      method: "POST",
      headers: { "content-type": "application/json", "x-forwarded-for": from },
      body: JSON.stringify({ token: "guessed" }),
    });
    await response.text();
    return response.status;
  };
  const statuses: number[] = [];
  for (let at = 0; at < 65; at += 1) statuses.push(await tell("203.0.113.60"));
  expect(statuses).toEqual([...Array<number>(60).fill(401), ...Array<number>(5).fill(429)]);
  expect(await tell("203.0.113.61")).toBe(401);
});

describe("asking too much", () => {
  async function ask(
    path: string,
    key: string,
    from = "192.0.2.200",
  ): Promise<{ status: number; wait: number }> {
    const response = await fetch(`${world.url}/api/v1${path}`, {
      headers: { authorization: `Bearer ${key}`, "x-forwarded-for": from },
    });
    await response.text();
    return { status: response.status, wait: Number(response.headers.get("retry-after")) };
  }

  async function burst(
    count: number,
    once: () => Promise<{ status: number }>,
  ): Promise<Record<number, number>> {
    const tally: Record<number, number> = {};
    for (let left = count; left > 0; left -= 20)
      for (const { status } of await Promise.all(Array.from({ length: Math.min(20, left) }, once)))
        tally[status] = (tally[status] ?? 0) + 1;
    return tally;
  }

  test("given a key, when it asks without a pause, then it is told how long to wait, and another key need not", async () => {
    const organization = await world.organization("Busy");
    const [busy, calm] = [await organization.keyFor("sales"), await organization.keyFor("sales")];
    expect(await burst(1010, () => ask("/customers/count", busy))).toEqual({ 200: 1000, 429: 10 });
    expect(await ask("/customers/count", busy)).toEqual({ status: 429, wait: 1 });
    expect((await ask("/customers/count", calm)).status).toBe(200);
    nowMs += 1000;
    expect(await burst(110, () => ask("/customers/count", busy))).toEqual({ 200: 100, 429: 10 });
  });

  test("given costly requests of several keys, then the organization has to wait sooner, and another need not", async () => {
    const [organization, other] = [await world.organization("Export"), await world.organization("Other")];
    const keys = await Promise.all(Array.from({ length: 4 }, () => organization.keyFor("sales")));
    let at = 0;
    const tally = await burst(130, () => ask("/customers/export", keys[(at += 1) % 4] ?? ""));
    expect(tally).toEqual({ 200: 120, 429: 10 });
    expect((await ask("/customers/count", keys[0] ?? "")).status).toBe(200);
    expect((await ask("/customers/export", await other.keyFor("sales"))).status).toBe(200);
  });

  test("given an address that guesses keys, then it is made slow, and a right key from there still works", async () => {
    const organization = await world.organization("Guessed");
    const key = await organization.keyFor("sales");
    const guess = (): Promise<{ status: number }> =>
      ask("/customers/count", `concord_live_${String(Math.random()).padEnd(43, "x")}`, "192.0.2.201");
    expect(await burst(70, guess)).toEqual({ 401: 60, 429: 10 });
    expect((await ask("/customers/count", key, "192.0.2.201")).status).toBe(200);
  });
});

describe("who a request is from", () => {
  const proxies = trustedProxies(["10.0.0.0/8", "2001:db8::1"]);

  test.each([
    ["without a proxy, whoever connects", "192.0.2.1", null, "192.0.2.1"],
    ["without a proxy, whatever the client claims", "192.0.2.1", "198.51.100.1", "192.0.2.1"],
    ["behind a proxy, whom that names", "10.1.2.3", "198.51.100.1", "198.51.100.1"],
    ["behind two proxies, whom the outer one names", "10.1.2.3", "198.51.100.1, 10.9.9.9", "198.51.100.1"],
    ["behind a proxy, not what stands before it", "10.1.2.3", "1.1.1.1, 198.51.100.1", "198.51.100.1"],
    ["behind a proxy that names nobody, the proxy", "10.1.2.3", null, "10.1.2.3"],
    ["behind a proxy that names nonsense, the proxy", "10.1.2.3", "unknown", "10.1.2.3"],
    ["IPv4 inside IPv6", "::ffff:10.1.2.3", "::ffff:198.51.100.1", "198.51.100.1"],
    ["a proxy by IPv6", "2001:db8::1", "2001:db8::7", "2001:db8::7"],
  ])("%s", (_what, peer, forwarded, expected) => {
    expect(clientAddress(peer, forwarded, proxies)).toBe(expected);
  });

  test.each(["localhost", "10.0.0.0/33", "10.0.0", "::1/129", "10.0.0.0/"])(
    "given %s as a proxy, it is refused",
    (entry) => {
      expect(() => trustedProxies([entry])).toThrow("is not an address or a network");
    },
  );
});
