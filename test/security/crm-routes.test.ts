import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { v8Routes } from "#crm/crm.routes.ts";
import { generateZscKeyEndpoint } from "#crm/key/key.api.ts";
import { startWorld, type World } from "../support/world.ts";
import { endpointsOf, refusalOf } from "./route-table.ts";
import { fullTenant, type Tenant } from "./tenant.ts";

type V8Route = (typeof v8Routes)[number];

const nobodysId = "5725767999999999999";

let world: World;
let ours: Tenant;
let theirs: Tenant;

beforeAll(async () => {
  world = await startWorld();
  [ours, theirs] = [await fullTenant(world, "Ourcanary"), await fullTenant(world, "Theircanary")];
});
afterAll(() => world?.stop());

async function ask(
  route: Pick<V8Route, "method" | "path">,
  headers: Record<string, string>,
  id = nobodysId,
): Promise<{ status: number; text: string }> {
  const path = route.path
    .replace(":module", "Accounts")
    .replace(":list", "Contacts")
    .replace(":name", "Accounts")
    .replace(":id", id);
  const query = /DELETE/.test(route.method) && path.endsWith("/Accounts") ? `?ids=${id}` : "";
  const response = await fetch(`${world.url}${path}${query || "?module=Accounts&fields=Account_Name"}`, {
    method: route.method,
    headers,
    ...(route.method === "GET" ? {} : { body: JSON.stringify(bodyFor(path, id)) }),
  });
  return { status: response.status, text: await response.text() };
}

/** A body with which a route gets as far as looking for the record. */
function bodyFor(path: string, id: string): object {
  return path.startsWith("/crm/v8/Accounts") ? { data: [{ id, Account_Name: "Stolen" }] } : {};
}

const nameOf = ({ method, path }: Pick<V8Route, "method" | "path">): string => `${method} ${path}`;

describe("every route of the CRM's API", () => {
  test("given no token, a made-up one or a session cookie without its organization, then the answer is 401", async () => {
    const wrong: string[] = [];
    const credentials: Record<string, string>[] = [
      {},
      { authorization: `Zoho-oauthtoken 1000.${"0".repeat(64)}` },
      { authorization: `Bearer concord_live_${"x".repeat(43)}` },
      { authorization: "Basic YTpi" },
      { cookie: ours.organization.owner.cookie, origin: world.url },
    ];
    for (const route of v8Routes)
      for (const headers of credentials) {
        const { status, text } = await ask(route, headers);
        if (status !== 401) wrong.push(`${nameOf(route)}: ${status} ${text}`);
      }
    console.log(`security: called ${v8Routes.length} routes of the CRM without credentials`);
    expect(v8Routes.length).toBeGreaterThanOrEqual(35);
    expect(wrong).toEqual([]);
  });

  test("given a key that may only read, when it changes anything, then it is refused", async () => {
    const key = await ours.organization.keyFor("read_only");
    const changing = v8Routes.filter(({ method, path }) => method !== "GET" && !/coql|\/bulk\//.test(path));
    const wrong: string[] = [];
    for (const route of changing) {
      const { status, text } = await ask(route, { authorization: `Bearer ${key}` }, ours.crmIds.account);
      if (status !== 403) wrong.push(`${nameOf(route)}: ${status} ${text}`);
    }
    expect(changing.length).toBeGreaterThanOrEqual(14);
    expect(wrong).toEqual([]);
  });

  test("given another organization's record, then the answer is that for one that never was", async () => {
    const headers = { authorization: `Bearer ${ours.organization.key}` };
    const withRecord = v8Routes.filter(({ path }) => path.startsWith("/crm/v8/:module"));
    const wrong: string[] = [];
    for (const route of withRecord) {
      const call = async (id: string): Promise<string> => {
        const { status, text } = await ask(route, headers, id);
        return `${status} ${text.replaceAll(id, "the id")}`;
      };
      // A new record gets a number and a time of its own; what matters is that it is a new one.
      const plain = (text: string): string => text.replaceAll(/"\d{19}"|"[\d-]+T[\d:+-]+"/g, '""');
      const [foreign, missing] = [await call(theirs.crmIds.account), await call(nobodysId)];
      if (plain(foreign) !== plain(missing)) wrong.push(`${nameOf(route)}: ${foreign} instead of ${missing}`);
      expect(foreign).not.toMatch(/theircanary/i);
    }
    expect(withRecord.length).toBeGreaterThanOrEqual(12);
    expect(wrong).toEqual([]);
    const { body } = await theirs.organization.crm("GET", `/Accounts/${theirs.crmIds.account}`);
    expect(body.data[0]?.Account_Name).toBe("Theircanary account");
  });
});

describe("a ZSC key", () => {
  test("given a key and the token it gives, when they are used for anything but the CRM's API, then they are worth nothing", async () => {
    const { email } = ours.organization.owner;
    const { zsc_key } = await ours.organization.send(generateZscKeyEndpoint, { body: { email } });
    const token = await tokenFor(email, zsc_key);
    expect(token).toBeDefined();
    const accepted: string[] = [];
    for (const endpoint of endpointsOf(world)) {
      const path = `/api/v1${endpoint.path.replaceAll(/\{\w+\}/g, "x")}`;
      for (const secret of [zsc_key, token ?? ""]) {
        const response = await fetch(world.url + path, {
          method: endpoint.method,
          headers: { authorization: `Bearer ${secret}` },
        });
        if (response.status !== refusalOf(endpoint))
          accepted.push(`${endpoint.method} ${path}: ${response.status}`);
      }
    }
    expect(accepted).toEqual([]);
    const asPassword = await fetch(`${world.url}/api/auth/sign-in/email`, {
      method: "POST",
      headers: { "content-type": "application/json", origin: world.system.deps.publicUrl },
      body: JSON.stringify({ email, password: zsc_key }),
    });
    expect(asPassword.status).toBe(401);
    expect(
      (await fetch(`${world.url}/crm/v8/org`, { headers: { authorization: `Bearer ${zsc_key}` } })).status,
    ).toBe(401);
  });

  test("given a new key, then the one before it, and every token it gave, is worth nothing from that moment on", async () => {
    const { email } = ours.organization.owner;
    const first = await ours.organization.send(generateZscKeyEndpoint, { body: { email } });
    const token = await tokenFor(email, first.zsc_key);
    const use = async (): Promise<number> =>
      (await fetch(`${world.url}/crm/v8/org`, { headers: { authorization: `Zoho-oauthtoken ${token}` } }))
        .status;
    expect(await use()).toBe(200);
    await ours.organization.send(generateZscKeyEndpoint, { body: { email } });
    expect(await use()).toBe(401);
    expect(await tokenFor(email, first.zsc_key)).toBeUndefined();
  });

  test("given a key of one organization with the e-mail address of another's user, then it gives no token", async () => {
    const { zsc_key } = await ours.organization.send(generateZscKeyEndpoint, {
      body: { email: ours.organization.owner.email },
    });
    expect(await tokenFor(theirs.organization.owner.email, zsc_key)).toBeUndefined();
  });
});

async function tokenFor(email: string, zscKey: string): Promise<string | undefined> {
  const answer = await fetch(`${world.url}/oauth/v2/token`, {
    method: "POST",
    body: new URLSearchParams({ grant_type: "zsc_key", email, zsc_key: zscKey }),
  });
  return ((await answer.json()) as { access_token?: string }).access_token;
}
