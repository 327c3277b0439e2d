import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { z } from "zod";
import { createCustomer, getCustomer } from "#billing/customer/customer.api.ts";
import { createApiKey, listApiKeys } from "#platform/auth/api-key.api.ts";
import { createOrganization, me } from "#platform/auth/organization.api.ts";
import { addMember, listOrganizationMembers } from "#platform/auth/member.api.ts";
import { call, type Caller } from "#platform/http/call.ts";
import type { Endpoint } from "#platform/http/endpoint.ts";
import { query } from "../support/sync-world.ts";
import { startWorld, type World } from "../support/world.ts";
import { addressFor, endpointsOf, nameOf } from "./route-table.ts";
import { fullTenant, settled, type Tenant } from "./tenant.ts";

let world: World;
let ours: Tenant;
let endpoints: Endpoint[];

beforeAll(async () => {
  world = await startWorld();
  ours = await fullTenant(world, "Ourcanary");
  endpoints = endpointsOf(world);
});
afterAll(() => world?.stop());

async function send(endpoint: Endpoint, body: string, query = ""): Promise<{ status: number; text: string }> {
  const response = await fetch(`${world.url}${addressFor(endpoint, ours.ids)}${query}`, {
    method: endpoint.method,
    headers: { authorization: `Bearer ${ours.organization.key}`, "content-type": "application/json" },
    ...(endpoint.method === "GET" ? {} : { body }),
  });
  return { status: response.status, text: await response.text() };
}

const withBody = (): Endpoint[] =>
  endpoints.filter(({ body, access }) => body !== undefined && access !== "signed_in");

describe("what is no proper request", () => {
  const nonsense: [string, string][] = [
    ["nothing", ""],
    ["null", "null"],
    ["a number", "1e999"],
    ["a text", '"text"'],
    ["a list", "[[],{}]"],
    ["half an object", '{"name": '],
    ["a thousand lists in one another", "[".repeat(1000) + "]".repeat(1000)],
    ["a hundred thousand lists in one another", "[".repeat(100_000) + "]".repeat(100_000)],
    [
      "wrong kinds everywhere",
      '{"name":{},"email":[],"role":1,"display_name":[],"body":null,"ids":{},"settings":true}',
    ],
    ["the NUL character", '{"name":"a\\u0000b","display_name":"a\\u0000b"}'],
    ["half a surrogate pair", '{"name":"\\ud800","display_name":"\\ud800","email":"\\ud800@x.y"}'],
    ["a text of 200 kB", JSON.stringify({ name: "x".repeat(200_000), display_name: "x".repeat(200_000) })],
    [
      "a name that is every object's",
      '{"__proto__":{"polluted":true},"constructor":{"prototype":{"polluted":true}}}',
    ],
    [
      "the same deeper down",
      '{"custom_fields":{"__proto__":"x","constructor":"y"},"mapping":{"__proto__":"display_name"},"display_name":"P"}',
    ],
  ];

  test.each(nonsense)(
    "given %s, when it is sent to every route that takes a body, then none of them breaks",
    async (_what, body) => {
      const broken: string[] = [];
      for (const endpoint of withBody()) {
        const { status, text } = await send(endpoint, body);
        if (status >= 500) broken.push(`${nameOf(endpoint)}: ${status} ${text}`);
      }
      expect(withBody().length).toBeGreaterThanOrEqual(20);
      expect(broken).toEqual([]);
      expect(({} as Record<string, unknown>)["polluted"]).toBeUndefined();
      await settled(ours.organization);
    },
  );

  test.each([
    ["the NUL character", String.raw`\u0000`],
    ["half a surrogate pair", String.raw`a\udc00b`],
  ])(
    "fault 41 given %s in a value or a name, then it is refused with its place and nothing is written",
    async (_what, bad) => {
      const [endpoint] = endpoints.filter((one) => nameOf(one) === "POST /customers");
      if (!endpoint) throw new Error("no such route");
      const customers = () =>
        query(world, "select count(*) from customer where organization_id = $1", [ours.organization.id]);
      const before = await customers();
      for (const [body, path] of [
        [`{"display_name":"x${bad}"}`, "display_name"],
        [
          `{"display_name":"x","contact_persons":[{"last_name":"y"},{"last_name":"${bad}"}]}`,
          "contact_persons.1.last_name",
        ],
        [`{"display_name":"x","custom_fields":{"${bad}":1}}`, "custom_fields."],
      ] as const) {
        const { status, text } = await send(endpoint, body);
        const { error } = JSON.parse(text) as {
          error: { code: string; details: { fields: { path: string }[] } };
        };
        expect([status, error]).toMatchObject([
          400,
          {
            code: "request.invalid",
            details: { part: "body", fields: [{ problem: expect.stringMatching(/; remove it$/) }] },
          },
        ]);
        expect(error.details.fields[0]?.path.startsWith(path)).toBe(true);
      }
      expect(await customers()).toEqual(before);
    },
  );

  test("given a text that only speaks of U+0000, then it is taken as it is", async () => {
    const text = String.raw`C:\users \u0000`;
    const made = await ours.organization.send(createCustomer, { body: { display_name: text } });
    expect(made.display_name).toBe(text);
  });

  test("given a body that is not UTF-8, then it is refused instead of being kept with other letters", async () => {
    const response = await fetch(`${world.url}/api/v1/customers`, {
      method: "POST",
      headers: { authorization: `Bearer ${ours.organization.key}`, "content-type": "application/json" },
      body: Buffer.from('{"display_name":"M\xfcller"}', "latin1"),
    });
    expect([response.status, await response.json()]).toMatchObject([
      400,
      { error: { code: "request.not_json" } },
    ]);
  });

  test("given nonsense in an address or its query, then no route breaks", async () => {
    const broken: string[] = [];
    const texts = [
      "%00",
      "%F0%9F%98%80",
      "x".repeat(5000),
      "'; drop table customer; --",
      "..%2f..%2fetc%2fpasswd",
      "__proto__",
    ];
    for (const endpoint of endpoints.filter(
      ({ method, stream }) => method === "GET" && stream !== "text/event-stream",
    ))
      for (const text of texts) {
        const names = endpoint.query instanceof z.ZodObject ? Object.keys(endpoint.query.shape) : ["any"];
        const query = names.map((name) => `${name}=${text}`).join("&");
        const { status } = await send(endpoint, "", `?${query}`);
        if (status >= 500) broken.push(`${nameOf(endpoint)}?${query.slice(0, 50)}: ${status}`);
        const path = endpoint.path.replaceAll(/\{\w+\}/g, text);
        const response = await fetch(`${world.url}/api/v1${path}`, {
          headers: { authorization: `Bearer ${ours.organization.key}` },
        });
        if (response.status >= 500) broken.push(`${path.slice(0, 80)}: ${response.status}`);
      }
    expect(broken).toEqual([]);
  });

  test("given a body larger than a route takes, then it is refused before it is read to its end", async () => {
    const [endpoint] = endpoints.filter((one) => nameOf(one) === "POST /api-keys");
    if (!endpoint) throw new Error("no such route");
    const declared = await send(endpoint, JSON.stringify({ name: "x".repeat(1_000_001), role: "sales" }));
    expect([declared.status, declared.text]).toEqual([413, expect.stringContaining("request.too_large")]);
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 100_000;
        if (sent > 50_000_000) controller.close();
        else controller.enqueue(new Uint8Array(100_000).fill(32));
      },
    });
    const response = await fetch(`${world.url}/api/v1/api-keys`, {
      method: "POST",
      headers: { authorization: `Bearer ${ours.organization.key}`, "content-type": "application/json" },
      body: endless,
      duplex: "half",
    }).catch(() => ({ status: 413 }));
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(20_000_000);
  });

  test("given each list, then it gives at most 200 at once", async () => {
    const lists = endpoints.filter(
      ({ query: schema }) => schema instanceof z.ZodObject && "limit" in schema.shape,
    );
    for (const endpoint of lists)
      for (const limit of ["201", "0", "-1", "1e9", "many"])
        expect(
          (await send(endpoint, "", `?limit=${limit}`)).status,
          `${nameOf(endpoint)}?limit=${limit}`,
        ).toBe(400);
    expect(lists.length).toBeGreaterThanOrEqual(6);
  });
});

describe("fields that nobody may set", () => {
  test("given each route's body, then it is a list of what is allowed, at every depth", () => {
    const open: string[] = [];
    for (const endpoint of endpoints.filter(({ body }) => body !== undefined))
      walk(
        z.toJSONSchema(endpoint.body ?? z.never(), { io: "input", unrepresentable: "any" }),
        nameOf(endpoint),
        open,
      );
    expect(open).toEqual([]);
  });

  test("given every column of the tables in a body, then none but the allowed ones is written", async () => {
    const columns = await query<{ name: string }>(
      world,
      "select distinct column_name as name from information_schema.columns where table_schema in ('public', 'auth')",
    );
    const other = await world.organization("Other");
    const all = Object.fromEntries(columns.map(({ name }) => [name, other.id]));
    expect(Object.keys(all).length).toBeGreaterThan(150);

    const { name: _name, role: _role, expires_at: _expires, ...more } = all;
    const made = await ours.organization.send(createApiKey, {
      body: { ...more, name: "Mass", role: "read_only" },
    });
    const { items } = await ours.organization.send(listApiKeys, {});
    expect(items.find(({ id }) => id === made.key.id)).toMatchObject({
      name: "Mass",
      role: "read_only",
      created_by: "owner key",
      last_used_at: null,
      revoked_at: null,
    });
    expect((await other.send(listApiKeys, {})).items.map(({ name }) => name)).not.toContain("Mass");

    const { email: _email, ...rest } = more;
    const { member } = await ours.organization.send(addMember, {
      body: { ...rest, email: "mass@example.com", name: "Mass", role: "sales" },
    });
    expect((await ours.organization.send(listOrganizationMembers, {})).items).toContainEqual(
      expect.objectContaining({ id: member.id, role: "sales" }),
    );
    expect((await other.send(listOrganizationMembers, {})).items.map(({ email }) => email)).not.toContain(
      "mass@example.com",
    );
  });

  test("given a field that is Concord's own, when it is sent with a customer, then the request is refused and names it", async () => {
    for (const field of [
      "id",
      "organization_id",
      "status",
      "source",
      "crm_links",
      "merged_into",
      "version_of",
      "created_at",
    ])
      expect(
        await ours.organization.refusal(createCustomer, {
          body: { display_name: "Mass", [field]: "x" },
        }),
        field,
      ).toMatchObject({
        status: 400,
        details: { fields: [{ path: field, problem: "is no field that can be given here" }] },
      });
    const customer = ours.ids["customer"] ?? "";
    expect(await ours.organization.send(getCustomer, { params: { customer } })).toMatchObject({
      status: "active",
    });
  });

  test("given somebody who makes an organization, then it is theirs, whatever the body says", async () => {
    const person = await world.signUp("Mallory");
    const caller: Caller = {
      baseUrl: world.url,
      headers: () => ({ cookie: person.cookie, origin: world.system.deps.publicUrl }),
    };
    const body = { name: "Mallory", country: "US", currency: "USD", time_zone: "America/New_York" };
    const more = { id: ours.organization.id, owner: ours.organization.owner.userId, role: "owner" };
    const { id } = await call(caller, createOrganization, { body: { ...body, ...more } });
    expect(id).not.toBe(ours.organization.id);
    expect((await call(caller, me, {})).organizations).toEqual([{ id, name: "Mallory", role: "owner" }]);
  });
});

/** Notes each object that takes whatever is sent: one with named properties and others beside them. */
function walk(schema: unknown, path: string, open: string[]): void {
  if (typeof schema !== "object" || schema === null) return;
  const { properties, additionalProperties: more } = schema as {
    properties?: object;
    additionalProperties?: unknown;
  };
  const takesAll =
    more === true || (typeof more === "object" && more !== null && Object.keys(more).length === 0);
  if (takesAll) open.push(`${path}${properties ? "" : " (anything)"}`);
  for (const [name, inner] of Object.entries(schema)) walk(inner, `${path}.${name}`, open);
}
