import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { addMember } from "#platform/auth/member.api.ts";
import type { MemberRole } from "#platform/auth/actor.ts";
import type { Endpoint } from "#platform/http/endpoint.ts";
import { startWorld, type World } from "../support/world.ts";
import { addressFor, endpointsOf, nameOf, paramsOf, refusalOf, validInputs } from "./route-table.ts";
import { fullTenant, nobodys, settled, type Tenant } from "./tenant.ts";

let world: World;
let ours: Tenant;
let theirs: Tenant;
let endpoints: Endpoint[];

beforeAll(async () => {
  world = await startWorld();
  [ours, theirs] = [await fullTenant(world, "Ourcanary"), await fullTenant(world, "Theircanary")];
  endpoints = endpointsOf(world);
});
afterAll(() => world?.stop());

type Answer = { status: number; code: string; text: string };

async function ask(
  endpoint: Endpoint,
  {
    ids = nobodys,
    headers = {},
    body,
    query = "",
  }: {
    ids?: Record<string, string>;
    headers?: Record<string, string>;
    body?: unknown;
    query?: string | undefined;
  },
): Promise<Answer> {
  const address = addressFor(endpoint, ids);
  const response = await fetch(`${world.url}${address}${query === "" ? "" : `?${query}`}`, {
    method: endpoint.method,
    headers: { ...headers, ...(body === undefined ? {} : { "content-type": "application/json" }) },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const text = await response.text();
  return { status: response.status, code: codeIn(text), text };
}

function codeIn(text: string): string {
  try {
    return (JSON.parse(text) as { error?: { code?: string } }).error?.code ?? "";
  } catch {
    return "";
  }
}

const bearer = (key: string): Record<string, string> => ({ authorization: `Bearer ${key}` });

describe("every route of the API", () => {
  test("given no credentials, a wrong key or a token of the CRM, when it is called, then the answer is 401, or 400 where it has to be signed", async () => {
    const { token } = await tokenOf(theirs);
    const wrong: string[] = [];
    for (const endpoint of endpoints) {
      for (const headers of [{}, bearer(`concord_live_${"x".repeat(43)}`), bearer(token)]) {
        const { status } = await ask(endpoint, { headers, body: endpoint.body ? {} : undefined });
        if (status !== refusalOf(endpoint)) wrong.push(`${nameOf(endpoint)}: ${status}`);
      }
    }
    console.log(`security: called ${endpoints.length} routes without credentials`);
    expect(endpoints.length).toBeGreaterThanOrEqual(55);
    expect(wrong).toEqual([]);
  });

  test("given each role, when each route is called, then it is let in exactly as far as the route's level says", async () => {
    const reach: Record<MemberRole, string[]> = {
      owner: ["member", "read", "write", "admin"],
      admin: ["member", "read", "write", "admin"],
      accountant: ["member", "read", "write"],
      sales: ["member", "read", "write"],
      read_only: ["member", "read"],
      crm: ["member"],
    };
    const wrong: string[] = [];
    for (const [role, levels] of Object.entries(reach)) {
      const headers = await sessionOf(ours, role as MemberRole);
      for (const endpoint of endpoints.filter(isOfOrganization)) {
        const { status, code } = await ask(endpoint, { headers, body: endpoint.body ? {} : undefined });
        const isRefused = status === 403 && code === "auth.forbidden";
        if (isRefused === levels.includes(endpoint.access))
          wrong.push(`${role} ${nameOf(endpoint)}: ${status} ${code}`);
      }
    }
    expect(wrong).toEqual([]);
    await settled(ours.organization);
  });

  test("given a key that may only read, when anything is changed with it, then it is refused, whatever level the route has", async () => {
    const key = await ours.organization.keyFor("read_only");
    const changing = endpoints.filter(
      (endpoint) => endpoint.method !== "GET" && isOfOrganization(endpoint) && !isQuestion(endpoint),
    );
    const wrong: string[] = [];
    for (const endpoint of changing) {
      const { body = endpoint.body ? {} : undefined } = validInputs[nameOf(endpoint)] ?? {};
      const { status } = await ask(endpoint, { headers: bearer(key), ids: ours.ids, body });
      if (status !== 403) wrong.push(`${nameOf(endpoint)}: ${status}`);
    }
    expect(changing.length).toBeGreaterThanOrEqual(30);
    expect(wrong).toEqual([]);
  });

  test("given a route that changes something, when it is called by GET, then the address does not take it or it is another route", async () => {
    const reading = endpoints.filter(({ method }) => method === "GET").map(patternOf);
    const onlyChanging = endpoints.filter(
      ({ method, path }) => method !== "GET" && !reading.some((pattern) => pattern.test(path)),
    );
    const wrong: string[] = [];
    for (const endpoint of onlyChanging) {
      const { status, code } = await ask(
        { ...endpoint, method: "GET" },
        { headers: bearer(ours.organization.key) },
      );
      if (!(status === 405 && code === "route.method") && !(status === 404 && code.endsWith(".not_found")))
        wrong.push(`${nameOf(endpoint)}: ${status} ${code}`);
    }
    expect(onlyChanging.length).toBeGreaterThanOrEqual(15);
    expect(wrong).toEqual([]);
  });
});

describe("another organization's id", () => {
  test("given each route with an id, when it is another organization's, then the answer is that for an id that never was", async () => {
    const withIds = endpoints.filter(
      (endpoint) =>
        endpoint.access !== "public" &&
        paramsOf(endpoint).some((name) => !["module", "report"].includes(name)),
    );
    const settings = (await ours.sync.view()).settings;
    const inputs: typeof validInputs = {
      ...validInputs,
      "PUT /connections/{connection}/settings": { body: settings },
      "POST /connections/{connection}/actions/check-settings": { body: settings },
    };
    const wrong: string[] = [];
    for (const endpoint of withIds) {
      const given = inputs[nameOf(endpoint)] ?? (endpoint.body ? { body: {} } : {});
      const call = async (ids: Record<string, string>): Promise<Answer> => {
        const answer = await ask(endpoint, { ids, headers: bearer(ours.organization.key), ...given });
        return { ...answer, text: withoutIds(answer.text, ids) };
      };
      const [foreign, missing] = [await call(theirs.ids), await call(nobodys)];
      if (!isNothing(foreign) || foreign.text !== missing.text)
        wrong.push(
          `${nameOf(endpoint)}: ${foreign.status} ${foreign.text} instead of ${missing.status} ${missing.text}`,
        );
    }
    console.log(`security: swept ${withIds.length} routes with ids of another organization`);
    expect(withIds.length).toBeGreaterThanOrEqual(30);
    expect(wrong).toEqual([]);
  });

  test("given ids in queries and bodies, when they are another organization's, then nothing of it is found", async () => {
    const key = bearer(ours.organization.key);
    const get = async (path: string): Promise<unknown> =>
      (await fetch(`${world.url}/api/v1${path}`, { headers: key })).json();
    const { ids } = theirs;
    expect(await get(`/runs?connection=${ids["connection"]}`)).toMatchObject({ items: [] });
    expect(await get(`/links?connection=${ids["connection"]}`)).toMatchObject({ items: [] });
    expect(await get(`/links?customer=${ids["customer"]}`)).toMatchObject({ items: [] });
    expect(await get(`/audit-log?subject_id=${ids["connection"]}`)).toMatchObject({ items: [] });
    expect(await ours.sync.run({ preview: ids["run"] ?? "" }).catch((error: unknown) => error)).toMatchObject(
      {
        view: { code: "run.not_a_preview" },
      },
    );
  });

  test("given both organizations full of their own words, when all that can be read is read, then no word of the other is in it", async () => {
    const reading = endpoints.filter(
      ({ method, stream, access }) =>
        method === "GET" && stream !== "text/event-stream" && access !== "signed_in",
    );
    let ownWords = 0;
    for (const endpoint of reading) {
      const { query } = validInputs[nameOf(endpoint)] ?? {};
      const { text } = await ask(endpoint, { ids: ours.ids, headers: bearer(ours.organization.key), query });
      expect(text, nameOf(endpoint)).not.toMatch(/theircanary/i);
      if (/ourcanary/i.test(text)) ownWords += 1;
    }
    expect(ownWords).toBeGreaterThanOrEqual(15);
  });

  test("given all of that, then the other organization is as it was", async () => {
    const { items } = (await (
      await fetch(`${world.url}/api/v1/customers`, { headers: bearer(theirs.organization.key) })
    ).json()) as { items: { display_name: string }[] };
    expect(items.map(({ display_name }) => display_name).toSorted()).toEqual([
      "Theircanary account",
      "Theircanary customer",
      "Theircanary loser",
      "Theircanary twin",
      "Theircanary twins",
    ]);
    expect((await theirs.sync.view()).state).toBe("active");
  });
});

/** Whoever calls it is of an organization, and of which one its credentials say. */
function isOfOrganization({ access }: Endpoint): boolean {
  return access !== "public" && access !== "signed_in";
}

/** Asks without changing anything, although its question is too long for an address. */
function isQuestion({ path }: Endpoint): boolean {
  return path.endsWith("/actions/check-settings");
}

/** Nothing was found: the record is not there, or the list of what belongs to it is empty. */
function isNothing({ status, text }: Answer): boolean {
  return status === 404 || (status === 200 && text === '{"items":[]}');
}

/** An address with its parameters' names left out: `/customers/count` is met by `/customers/{customer}`. */
/** The addresses that an endpoint takes: `/crm/finance/{module}` takes `/crm/finance/invoices` too. */
function patternOf({ path }: Endpoint): RegExp {
  return new RegExp(`^${path.replaceAll(/\{\w+\}/g, "[^/]+")}$`);
}

function withoutIds(text: string, ids: Record<string, string>): string {
  const plain = Object.entries(ids).reduce((rest, [name, id]) => rest.replaceAll(id, `{${name}}`), text);
  return plain.replace(/"request_id":"[^"]*"/, '"request_id":""');
}

/** What a new member of a role sends with each call. */
async function sessionOf({ organization }: Tenant, role: MemberRole): Promise<Record<string, string>> {
  const { email, name, cookie } = await world.signUp(`Member ${role}`);
  await organization.send(addMember, { body: { email, name, role } });
  return { cookie, origin: world.url, "x-concord-organization": organization.id };
}

async function tokenOf({ organization }: Tenant): Promise<{ token: string }> {
  const { body } = await zscKey(organization.key);
  const form = new URLSearchParams({ grant_type: "zsc_key", email: body.email, zsc_key: body.zsc_key });
  const answer = await fetch(`${world.url}/oauth/v2/token`, { method: "POST", body: form });
  const { access_token } = (await answer.json()) as { access_token: string };
  return { token: access_token };
}

async function zscKey(key: string): Promise<{ body: { email: string; zsc_key: string } }> {
  const response = await fetch(`${world.url}/api/v1/crm/zsc-key`, {
    method: "POST",
    headers: { ...bearer(key), "content-type": "application/json" },
    body: "{}",
  });
  return { body: (await response.json()) as { email: string; zsc_key: string } };
}
