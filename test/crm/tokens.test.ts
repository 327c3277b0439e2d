import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOrganization } from "#platform/db/db.ts";
import {
  createClient,
  createGrantCode,
  generateZscKey,
  grantRefreshToken,
  revokeClient,
} from "#crm/key/key.commands.ts";
import { fullScope } from "#crm/key/scope.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { askToken, type CrmWorld, movableClock, openCrmWorld, type Json } from "./support/crm-world.ts";

const clock = movableClock();
const tenMinutesMs = 10 * 60_000 + 1000;
let crm: CrmWorld;
beforeAll(async () => {
  crm = await openCrmWorld({ clock });
});
afterAll(() => crm.stop());

/** Runs work as a user, as the key screen does. */
async function asUser<Value>(
  userId: string,
  work: (context: Parameters<typeof generateZscKey>[0]) => Promise<Value>,
): Promise<Value> {
  return inOrganization(crm.system.deps.db, crm.organizationId, async (tx) => {
    const caller = await findCaller(tx, { userId });
    if (!caller) throw new Error("no such user");
    return work({ tx, deps: crm.system.deps, caller });
  });
}

const useToken = (token: string, scheme = "Zoho-oauthtoken"): Promise<Response> =>
  fetch(`${crm.url}/crm/v8/org`, { headers: { authorization: `${scheme} ${token}` } });
const byKey = (zsc_key: string, email = crm.adminEmail): Promise<Record<string, Json>> =>
  askToken(crm.url, { grant_type: "zsc_key", email, zsc_key });

describe("ZSC key", () => {
  test("F7 whoever holds the key and its e-mail address gets a token of this server; with another address, nobody", async () => {
    clock.plusMs(tenMinutesMs);
    const answer = await byKey(crm.zscKey, crm.adminEmail.toUpperCase());
    expect(answer).toMatchObject({
      access_token: expect.stringMatching(/^1000\.[0-9a-f]{32}\.[0-9a-f]{32}$/),
      api_domain: crm.system.deps.publicUrl,
      token_type: "Bearer",
      expires_in: 3600,
    });
    expect((await useToken(answer["access_token"])).status).toBe(200);
    expect((await useToken(answer["access_token"], "Bearer")).status).toBe(200);
    expect(await byKey(crm.zscKey, "other@example.com")).toEqual({ error: "invalid_code" });
    expect(await byKey("0000")).toEqual({ error: "invalid_code" });
  });

  test("given a double click, when a user asks for keys at the same moment, then each is answered and the last one alone works", async () => {
    const user = await crm.addUser("double@example.com", "Double Click", "Administrator");
    const made = await Promise.all(Array.from({ length: 5 }, () => asUser(user, generateZscKey)));
    const live = [];
    for (const { zsc_key } of made) {
      const answer = await byKey(zsc_key, "double@example.com");
      if ("access_token" in answer) live.push(zsc_key);
    }
    expect(live).toHaveLength(1);
  });

  test("multipart, form and query are read alike, and a refusal comes with 200", async () => {
    const form = new FormData();
    for (const [name, value] of Object.entries({
      grant_type: "zsc_key",
      email: crm.adminEmail,
      zsc_key: crm.zscKey,
    }))
      form.set(name, value);
    const multipart = await fetch(`${crm.url}/oauth/v2/token`, { method: "POST", body: form });
    expect(await multipart.json()).toHaveProperty("access_token");
    const query = await fetch(
      `${crm.url}/oauth/v2/token?grant_type=zsc_key&email=${crm.adminEmail}&zsc_key=wrong`,
      { method: "POST" },
    );
    expect([query.status, await query.json()]).toEqual([200, { error: "invalid_code" }]);
    expect(await askToken(crm.url, {})).toEqual({ error: "unsupported_grant_type" });
  });

  test("F6 a new key ends the old one and its tokens at once", async () => {
    const user = await crm.addUser("grace@example.com", "Grace Hopper", "Administrator");
    const first = await asUser(user, generateZscKey);
    const { access_token } = await byKey(first.zsc_key, "grace@example.com");
    expect((await useToken(access_token)).status).toBe(200);
    const second = await asUser(user, generateZscKey);
    expect(await byKey(first.zsc_key, "grace@example.com")).toEqual({ error: "invalid_code" });
    expect([
      (await useToken(access_token)).status,
      await (await useToken(access_token)).json(),
    ]).toMatchObject([401, { code: "INVALID_TOKEN" }]);
    expect(await byKey(second.zsc_key, "grace@example.com")).toHaveProperty("access_token");
  });

  test("F6 an inactive user's key and tokens are dead, and live again with the user", async () => {
    const user = await crm.addUser("alan@example.com", "Alan Turing");
    const { zsc_key } = await asUser(user, generateZscKey);
    const { access_token } = await byKey(zsc_key, "alan@example.com");
    const setStatus = (status: string): Promise<{ status: number }> =>
      crm.call("PUT", `/crm/v8/users/${user}`, { users: [{ status }] });
    expect((await setStatus("inactive")).status).toBe(200);
    expect((await useToken(access_token)).status).toBe(401);
    expect(await byKey(zsc_key, "alan@example.com")).toEqual({ error: "invalid_code" });
    expect((await setStatus("active")).status).toBe(200);
    expect((await useToken(access_token)).status).toBe(200);
  });

  test("the last administrator cannot be made inactive", async () => {
    const others = (await crm.call("GET", "/crm/v8/users?type=AdminUsers")).body.users.filter(
      (one: { id: string }) => one.id !== crm.adminId,
    );
    for (const { id } of others)
      await crm.call("PUT", `/crm/v8/users/${id}`, { users: [{ status: "inactive" }] });
    expect(
      await crm.call("PUT", `/crm/v8/users/${crm.adminId}`, { users: [{ status: "inactive" }] }),
    ).toMatchObject({
      status: 400,
      body: {
        users: [
          { code: "NOT_ALLOWED", message: expect.stringContaining("make another user administrator first") },
        ],
      },
    });
  });

  test("only its hash is kept", async () => {
    const rows = await inOrganization(crm.system.deps.db, crm.organizationId, (tx) =>
      tx.selectFrom("crm_credential").selectAll().execute(),
    );
    expect(rows.length).toBeGreaterThan(0);
    expect(JSON.stringify(rows)).not.toContain(crm.zscKey);
  });
});

describe("limits", () => {
  test("a key yields ten tokens in ten minutes, then Access Denied until they have passed", async () => {
    const user = await crm.addUser("limit@example.com", "Limit");
    const { zsc_key } = await asUser(user, generateZscKey);
    const ask = (): Promise<Record<string, Json>> => byKey(zsc_key, "limit@example.com");
    const answers = [];
    for (let i = 0; i < 11; i += 1) answers.push(await ask());
    expect(answers.filter((one) => one["access_token"])).toHaveLength(10);
    expect(answers.at(-1)).toEqual({ error: "Access Denied" });
    clock.plusMs(tenMinutesMs);
    const later = [];
    for (let i = 0; i < 6; i += 1) later.push((await ask())["access_token"]);
    expect(later.every((token) => token)).toBe(true);
    // Sixteen were given: the first is dead, the second and the last live.
    expect((await useToken(answers[0]?.["access_token"])).status).toBe(401);
    expect((await useToken(answers[1]?.["access_token"])).status).toBe(200);
    expect((await useToken(later[5])).status).toBe(200);
  });

  test("an access token lives for an hour", async () => {
    const user = await crm.addUser("hour@example.com", "Hour");
    const { zsc_key } = await asUser(user, generateZscKey);
    const { access_token } = await byKey(zsc_key, "hour@example.com");
    clock.plusMs(3_599_000);
    expect((await useToken(access_token)).status).toBe(200);
    clock.plusMs(2_000);
    expect((await useToken(access_token)).status).toBe(401);
  });
});

describe("clients", () => {
  test("a grant code is exchanged once for a refresh token, which is refreshed until it is revoked", async () => {
    const { client, code } = await asUser(crm.adminId, async (context) => {
      const made = await createClient(context, { name: "Billing", kind: "self", redirect_uri: null });
      return {
        client: made,
        code: await createGrantCode(context, { clientId: made.client_id, scope: fullScope, minutes: 3 }),
      };
    });
    const exchange = (): Promise<Record<string, Json>> =>
      askToken(crm.url, { ...client, grant_type: "authorization_code", code: code.code });
    expect(
      await askToken(crm.url, {
        ...client,
        client_secret: "wrong",
        grant_type: "authorization_code",
        code: code.code,
      }),
    ).toEqual({ error: "invalid_client_secret" });
    const first = await exchange();
    expect(first).toMatchObject({ refresh_token: expect.any(String), access_token: expect.any(String) });
    expect(await exchange()).toEqual({ error: "invalid_code" });
    const refresh = (): Promise<Record<string, Json>> =>
      askToken(crm.url, { ...client, grant_type: "refresh_token", refresh_token: first["refresh_token"] });
    expect(await refresh()).not.toHaveProperty("refresh_token");
    expect(
      await askToken(crm.url, { grant_type: "refresh_token", client_id: "1000.NO", refresh_token: "x" }),
    ).toEqual({ error: "invalid_client" });
    const revoked = await fetch(`${crm.url}/oauth/v2/token/revoke?token=${first["refresh_token"]}`, {
      method: "POST",
    });
    expect(await revoked.json()).toEqual({ status: "success" });
    expect(await refresh()).toEqual({ error: "invalid_code" });
    expect((await useToken(first["access_token"])).status).toBe(401);
  });

  /** A client of the administrator with a fresh code of its own. */
  const withCode = (redirect_uri: string | null): Promise<Record<string, string>> =>
    asUser(crm.adminId, async (context) => {
      const kind = redirect_uri === null ? "self" : "server";
      const client = await createClient(context, { name: "Client", kind, redirect_uri });
      const { code } = await createGrantCode(context, {
        clientId: client.client_id,
        scope: fullScope,
        minutes: 3,
      });
      return { ...client, code, grant_type: "authorization_code" };
    });

  test("given a server-based client, its code is exchanged only with its own address", async () => {
    const request = await withCode("https://program.example/back");
    for (const redirect_uri of [undefined, "https://program.example/back/", "https://evil.example/back"])
      expect(await askToken(crm.url, { ...request, ...(redirect_uri ? { redirect_uri } : {}) })).toEqual({
        error: "invalid_redirect_uri",
      });
    expect(
      await askToken(crm.url, { ...request, redirect_uri: "https://program.example/back" }),
    ).toHaveProperty("refresh_token");
  });

  test("given ten exchanges of one code at once, one succeeds", async () => {
    const request = await withCode(null);
    const answers = await Promise.all(Array.from({ length: 10 }, () => askToken(crm.url, request)));
    expect(answers.filter((answer) => "refresh_token" in answer)).toHaveLength(1);
    expect(answers.filter((answer) => answer["error"] === "invalid_code")).toHaveLength(9);
  });

  test("given a code of another client, or one that is four minutes old, it is refused", async () => {
    const [mine, other] = [await withCode(null), await withCode(null)];
    expect(await askToken(crm.url, { ...mine, code: other["code"] ?? "" })).toEqual({
      error: "invalid_code",
    });
    expect(await askToken(crm.url, other)).toHaveProperty("refresh_token");
    clock.plusMs(3 * 60_000 + 1000);
    expect(await askToken(crm.url, mine)).toEqual({ error: "invalid_code" });
  });

  test("given a refresh token in a form of parts, of fields or in the address, it is refreshed alike", async () => {
    const { code: _used, grant_type: _once, ...client } = await withCode(null);
    const refresh_token = await asUser(crm.adminId, (context) =>
      grantRefreshToken(context, { clientId: client["client_id"] ?? "", scope: fullScope }),
    );
    const fields = { ...client, grant_type: "refresh_token", refresh_token };
    const parts = new FormData();
    for (const [name, value] of Object.entries(fields)) parts.set(name, value);
    const inAddress = `?${new URLSearchParams(fields).toString()}`;
    for (const [address, body] of [
      ["", parts],
      ["", new URLSearchParams(fields)],
      [inAddress, undefined],
      [`?grant_type=zsc_key`, new URLSearchParams(fields)],
    ] as const) {
      const response = await fetch(`${crm.url}/oauth/v2/token${address}`, {
        method: "POST",
        ...(body ? { body } : {}),
      });
      expect([response.status, await response.json()]).toMatchObject([
        200,
        { access_token: expect.any(String), api_domain: crm.system.deps.publicUrl, expires_in: 3600 },
      ]);
      expect(response.headers.get("cache-control")).toBe("no-store");
    }
  });

  test("given twenty-one refresh tokens of one user and client, the first of them is dead", async () => {
    const { client_id = "", client_secret = "" } = await withCode(null);
    const tokens: string[] = [];
    for (let at = 0; at < 21; at += 1)
      tokens.push(
        await asUser(crm.adminId, (context) =>
          grantRefreshToken(context, { clientId: client_id, scope: fullScope }),
        ),
      );
    const refresh = (refresh_token = ""): Promise<Record<string, Json>> =>
      askToken(crm.url, { client_id, client_secret, grant_type: "refresh_token", refresh_token });
    expect(await refresh(tokens[0])).toEqual({ error: "invalid_code" });
    expect(await refresh(tokens[1])).toHaveProperty("access_token");
    expect(await refresh(tokens[20])).toHaveProperty("access_token");
  });

  test("given a client that is revoked, its codes, refresh tokens and access tokens are dead", async () => {
    const request = await withCode(null);
    const { access_token, refresh_token } = await askToken(crm.url, request);
    await asUser(crm.adminId, (context) => revokeClient(context, request["client_id"] ?? ""));
    expect((await useToken(String(access_token))).status).toBe(401);
    const { code: _used, ...client } = request;
    expect(
      await askToken(crm.url, {
        ...client,
        grant_type: "refresh_token",
        refresh_token: String(refresh_token),
      }),
    ).toEqual({ error: "invalid_client" });
  });

  test("a token reaches no further than its scope", async () => {
    const code = await asUser(crm.adminId, async (context) => {
      const client = await createClient(context, { name: "Reader", kind: "self", redirect_uri: null });
      return {
        ...client,
        ...(await createGrantCode(context, {
          clientId: client.client_id,
          scope: "ZohoCRM.modules.accounts.READ",
          minutes: 3,
        })),
      };
    });
    const { access_token } = await askToken(crm.url, {
      grant_type: "authorization_code",
      client_id: code.client_id,
      client_secret: code.client_secret,
      code: code.code,
    });
    const get = (path: string, method = "GET"): Promise<Response> =>
      fetch(`${crm.url}${path}`, { method, headers: { authorization: `Zoho-oauthtoken ${access_token}` } });
    expect((await get("/crm/v8/Accounts?fields=id")).status).toBe(204);
    for (const [path, method] of [
      ["/crm/v8/Contacts?fields=id", "GET"],
      ["/crm/v8/Accounts", "POST"],
      ["/crm/v8/org", "GET"],
    ] as const) {
      const refused = await get(path, method);
      expect([refused.status, await refused.json()]).toMatchObject([401, { code: "OAUTH_SCOPE_MISMATCH" }]);
    }
  });

  test("no token, garbled token", async () => {
    expect(await (await fetch(`${crm.url}/crm/v8/org`)).json()).toMatchObject({
      code: "AUTHENTICATION_FAILURE",
      status: "error",
    });
    expect(await (await useToken("1000.x.y")).json()).toMatchObject({ code: "INVALID_TOKEN" });
  });
});
