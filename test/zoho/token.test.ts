import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Token } from "#zoho/token.ts";
import { exchangeCode } from "#zoho/token.client.ts";
import { clientOf } from "./client-in-test.ts";
import {
  type FaultyCrm,
  html,
  json,
  jsonText,
  error,
  reset,
  startFaultyCrm,
  tokenPath,
} from "./faulty-crm.ts";
import { createMemoryTokenStore } from "./memory-token-store.ts";

const users = "/crm/v8/users";
const ada = json(200, {
  users: [{ id: "5725767000000411001", email: "ada@example.com", full_name: "Ada" }],
  info: { more_records: false },
});

let crm: FaultyCrm;
beforeEach(async () => {
  crm = await startFaultyCrm();
  crm.always(users, ada);
});
afterEach(() => crm.close());

function token(accessToken: string, expiresAt: string): Token {
  return { accessToken, apiDomain: crm.url, expiresAt };
}

const now = "2026-06-01T12:00:00.000Z";

describe("the access token", () => {
  it("given a ZSC key, then e-mail and key are sent in the body and the token is sent with the call", async () => {
    const outcome = await clientOf(crm).zoho.currentUser();
    expect(outcome).toMatchObject({ ok: true, value: { email: "ada@example.com" }, credits: 1 });
    const [asked] = crm.heardAt(tokenPath);
    expect([...(asked?.query ?? [])]).toEqual([]);
    expect(Object.fromEntries(new URLSearchParams(asked?.body))).toEqual({
      grant_type: "zsc_key",
      email: "ada@example.com",
      zsc_key: "zsc-key",
    });
    expect(crm.heardAt(users)[0]?.headers.authorization).toBe("Zoho-oauthtoken 1000.token1");
  });

  it("given OAuth credentials, then the refresh token is exchanged", async () => {
    const credential = {
      kind: "oauth",
      clientId: "1000.C",
      clientSecret: "s&=%",
      refreshToken: "1000.r",
    } as const;
    await clientOf(crm, { credential }).zoho.currentUser();
    const form = Object.fromEntries(new URLSearchParams(crm.heardAt(tokenPath)[0]?.body));
    expect(form).toEqual({
      grant_type: "refresh_token",
      client_id: "1000.C",
      client_secret: "s&=%",
      refresh_token: "1000.r",
    });
  });

  it("given fault 9 a token refused once, then it is replaced once and the call repeated", async () => {
    crm.once(users, json(401, error("INVALID_TOKEN")));
    const { zoho } = clientOf(crm);
    expect(await zoho.currentUser()).toMatchObject({ ok: true, credits: 1 });
    expect(crm.heardAt(tokenPath)).toHaveLength(2);
    expect(crm.heardAt(users).map((one) => one.headers.authorization)).toEqual([
      "Zoho-oauthtoken 1000.token1",
      "Zoho-oauthtoken 1000.token2",
    ]);
  });

  it("given fault 9 a token refused always, then it is replaced once and the connection counts as revoked", async () => {
    crm.always(users, json(401, error("AUTHENTICATION_FAILURE")));
    expect(await clientOf(crm).zoho.currentUser()).toMatchObject({
      ok: false,
      failure: { kind: "rejected", reason: "revoked" },
      credits: 0,
    });
    expect(crm.heardAt(tokenPath)).toHaveLength(2);
  });

  it("given fault 11 twenty calls of two processes that share a store, then one token is asked for", async () => {
    const tokens = createMemoryTokenStore();
    const [first, second] = [clientOf(crm, { tokens }), clientOf(crm, { tokens })];
    const calls = Array.from({ length: 20 }, (_, i) => (i % 2 === 0 ? first : second).zoho.currentUser());
    const outcomes = await Promise.all(calls);
    expect(outcomes.every((outcome) => outcome.ok)).toBe(true);
    expect(crm.heardAt(tokenPath)).toHaveLength(1);
  });

  it("given fault 11 a token killed for both processes, then one replaces it and the other takes the new one", async () => {
    const tokens = createMemoryTokenStore();
    const [first, second] = [clientOf(crm, { tokens }), clientOf(crm, { tokens })];
    await Promise.all([first.zoho.currentUser(), second.zoho.currentUser()]);
    crm.once(users, json(401, error("INVALID_TOKEN")), json(401, error("INVALID_TOKEN")));
    const outcomes = await Promise.all([first.zoho.currentUser(), second.zoho.currentUser()]);
    expect(outcomes.map((outcome) => outcome.ok)).toEqual([true, true]);
    expect(crm.heardAt(tokenPath)).toHaveLength(2);
  });

  it("given a token that ends in five minutes, then it is replaced before", async () => {
    const tested = clientOf(crm, {
      tokens: createMemoryTokenStore({
        token: token("1000.old", "2026-06-01T12:10:00.000Z"),
        throttledUntil: undefined,
      }),
    });
    await tested.zoho.currentUser();
    tested.pass(4 * 60_000);
    await tested.zoho.currentUser();
    tested.pass(60_000);
    await tested.zoho.currentUser();
    const used = crm.heardAt(users).map((one) => one.headers.authorization);
    expect(used).toEqual([
      "Zoho-oauthtoken 1000.old",
      "Zoho-oauthtoken 1000.old",
      "Zoho-oauthtoken 1000.token1",
    ]);
  });

  const refusals = [
    {
      fault: "10 throttled with 200",
      body: { error: "Access Denied" },
      failure: { reason: "throttled", until: "2026-06-01T12:10:00.000Z" },
    },
    { fault: "12 a wrong or dead key", body: { error: "invalid_code" }, failure: { reason: "invalid_key" } },
    {
      fault: "12 a deactivated user",
      body: { error: "user_inactive" },
      failure: { reason: "user_inactive" },
    },
    { fault: "10 an unknown refusal", body: { error: "who_knows" }, failure: { reason: "other" } },
  ];
  it.each(refusals)(
    "given fault $fault, then the token endpoint is asked once and the call ends",
    async ({ body, failure }) => {
      crm.always(tokenPath, json(200, body));
      const { zoho, waits } = clientOf(crm);
      expect(await zoho.currentUser()).toMatchObject({
        ok: false,
        failure: { kind: "rejected", ...failure },
      });
      expect(crm.heardAt(tokenPath)).toHaveLength(1);
      expect(crm.heardAt(users)).toHaveLength(0);
      expect(waits).toEqual([]);
    },
  );

  const oauthRefusals = [
    { error: "invalid_code", reason: "revoked" },
    { error: "invalid_client", reason: "invalid_client" },
    { error: "invalid_client_secret", reason: "invalid_client" },
  ];
  it.each(oauthRefusals)(
    "given fault 12 $error for a refresh token, then the connection is $reason",
    async ({ error: text, reason }) => {
      crm.always(tokenPath, json(400, { error: text }));
      const credential = {
        kind: "oauth",
        clientId: "1000.C",
        clientSecret: "s",
        refreshToken: "1000.r",
      } as const;
      expect(await clientOf(crm, { credential }).zoho.currentUser()).toMatchObject({
        ok: false,
        failure: { kind: "rejected", reason },
      });
    },
  );

  it("given fault 10 throttled, when ten minutes have not passed, then nobody asks again; afterwards one does", async () => {
    crm.once(tokenPath, json(200, { error: "access_denied" }));
    const tokens = createMemoryTokenStore();
    const tested = clientOf(crm, { tokens });
    await tested.zoho.currentUser();
    tested.pass(9 * 60_000);
    expect(await tested.zoho.currentUser()).toMatchObject({
      ok: false,
      failure: { reason: "throttled", until: "2026-06-01T12:10:00.000Z" },
    });
    expect(await clientOf(crm, { tokens }).zoho.currentUser()).toMatchObject({
      ok: false,
      failure: { reason: "throttled" },
    });
    expect(crm.heardAt(tokenPath)).toHaveLength(1);
    tested.pass(60_000);
    expect(await tested.zoho.currentUser()).toMatchObject({ ok: true });
    expect(crm.heardAt(tokenPath)).toHaveLength(2);
  });

  it("given fault 10 throttled in a token's last five minutes, then the old token is used to its end", async () => {
    crm.always(tokenPath, json(200, { error: "access_denied" }));
    const tested = clientOf(crm, {
      tokens: createMemoryTokenStore({
        token: token("1000.old", "2026-06-01T12:04:00.000Z"),
        throttledUntil: undefined,
      }),
    });
    expect(await tested.zoho.currentUser()).toMatchObject({ ok: true });
    tested.pass(4 * 60_000);
    expect(await tested.zoho.currentUser()).toMatchObject({ ok: false, failure: { reason: "throttled" } });
    expect(crm.heardAt(tokenPath)).toHaveLength(1);
  });

  it("given fault 13 a token for another data centre, then it is refused and nothing is sent there", async () => {
    crm.always(
      tokenPath,
      json(200, { access_token: "1000.x", api_domain: "https://www.zohoapis.eu", expires_in: 3600 }),
    );
    const tokens = createMemoryTokenStore();
    const { zoho } = clientOf(crm, { tokens });
    const outcome = await zoho.currentUser();
    expect(await zoho.org()).toEqual(outcome);
    expect(crm.heard).toHaveLength(1);
    expect(outcome).toMatchObject({
      ok: false,
      failure: { kind: "wrong_host", host: "https://www.zohoapis.eu", expected: crm.url },
    });
    expect(tokens.state().token).toBeUndefined();
  });

  it("given fault 9 credentials that were refused, then the same client does not try them again", async () => {
    crm.always(users, json(401, error("INVALID_TOKEN")));
    const { zoho } = clientOf(crm);
    const refusals = [await zoho.currentUser(), await zoho.currentUser(), await zoho.currentUser()];
    expect(refusals).toMatchObject(refusals.map(() => ({ ok: false, failure: { reason: "revoked" } })));
    expect(crm.heardAt(tokenPath)).toHaveLength(2);
  });

  it("given a token for another name of this machine, then it is used", async () => {
    const named = crm.url.replace("127.0.0.1", "localhost");
    crm.always(tokenPath, json(200, { access_token: "1000.x", api_domain: named, expires_in: 3600 }));
    expect(await clientOf(crm).zoho.currentUser()).toMatchObject({ ok: true });
  });

  it("given fault 6 a proxy's page instead of a token, then the call ends as malformed", async () => {
    crm.always(tokenPath, html(200));
    expect(await clientOf(crm).zoho.currentUser()).toMatchObject({
      ok: false,
      failure: { kind: "malformed" },
    });
  });

  it("given fault 5 a token endpoint that resets twice, then it is tried again", async () => {
    crm.once(tokenPath, reset, reset);
    const { zoho, waits } = clientOf(crm);
    expect(await zoho.currentUser()).toMatchObject({ ok: true });
    expect(waits).toEqual([250, 500]);
  });

  it("given an API domain that is not allowed, then nothing is sent at all", async () => {
    const outside = clientOf(crm, { apiDomain: "https://www.zohoapis.example" });
    expect(await outside.zoho.currentUser()).toMatchObject({ ok: false, failure: { kind: "wrong_host" } });
    const publicServer = clientOf(crm, { own: "https://billing.example.com" });
    expect(await publicServer.zoho.currentUser()).toMatchObject({
      ok: false,
      failure: { kind: "wrong_host" },
    });
    expect(crm.heard).toHaveLength(0);
  });
});

describe("the exchange of a grant code", () => {
  const ports = () => ({
    clock: { now: () => now },
    sleep: () => new Promise<void>(() => undefined),
    log: { debug: () => undefined, warn: () => undefined },
  });
  const input = () => ({
    accountsUrl: crm.url,
    allowed: { own: crm.url, extra: [] },
    clientId: "1000.C",
    clientSecret: "s",
    code: "1000.code",
  });

  it("given a good code, then refresh token and API domain come back", async () => {
    crm.always(
      tokenPath,
      json(200, { access_token: "1000.a", refresh_token: "1000.r", api_domain: crm.url, expires_in: 3600 }),
    );
    expect(await exchangeCode(ports(), input())).toMatchObject({
      ok: true,
      refreshToken: "1000.r",
      apiDomain: crm.url,
      token: { expiresAt: "2026-06-01T13:00:00.000Z" },
    });
  });

  const refused = [
    {
      what: "an API domain that is not allowed",
      body: { access_token: "a", refresh_token: "r", api_domain: "https://evil.example", expires_in: 3600 },
      failure: { kind: "wrong_host" },
    },
    {
      what: "no API domain",
      body: { access_token: "a", refresh_token: "r", expires_in: 3600 },
      failure: { kind: "malformed" },
    },
    {
      what: "no refresh token",
      body: { access_token: "a", api_domain: "http://127.0.0.1:1", expires_in: 3600 },
      failure: { kind: "rejected", reason: "other" },
    },
    {
      what: "a code that is used up",
      body: { error: "invalid_code" },
      failure: { kind: "rejected", reason: "revoked" },
    },
  ];
  it.each(refused)("given $what, then no connection is made", async ({ body, failure }) => {
    crm.always(tokenPath, json(200, body));
    expect(await exchangeCode(ports(), input())).toMatchObject({ ok: false, failure });
  });

  it("given an answer that breaks off, then the code may be used up and the reason is told", async () => {
    crm.always(tokenPath, jsonText(200, `{"access_token":"10`));
    expect(await exchangeCode(ports(), input())).toMatchObject({ ok: false, failure: { kind: "malformed" } });
  });
});
