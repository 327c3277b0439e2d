import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { v8Routes } from "#crm/crm.routes.ts";
import { listCustomers } from "#billing/customer/customer.api.ts";
import type { Endpoint } from "#platform/http/endpoint.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { addressFor, endpointsOf } from "./route-table.ts";
import { nobodys } from "./tenant.ts";

let world: World;
let organization: Organization;
let changing: Endpoint[];

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  organization = await world.organization("Own");
  // A CRM, a payment gateway or who has a public link is no page of ours, and needs no session that a browser could
  // lend: the token or signature is the right.
  changing = endpointsOf(world).filter(
    ({ method, path }) => method !== "GET" && !/^\/(hooks|gateways|public)\//.test(path),
  );
});
afterAll(() => world?.stop());

type Call = { method: string; path: string };
type Headers = Record<string, string>;

/** A request as the owner's browser would send it, whatever page made it do so. */
async function asBrowser(
  { method, path }: Call,
  headers: Headers,
  body = "{}",
): Promise<{ status: number; code: string }> {
  const response = await fetch(world.url + path, {
    method,
    headers: { cookie: organization.owner.cookie, "x-concord-organization": organization.id, ...headers },
    body,
  });
  const text = await response.text();
  const { error, code } = (text.startsWith("{") ? JSON.parse(text) : {}) as {
    error?: { code: string };
    code?: string;
  };
  return { status: response.status, code: error?.code ?? code ?? "" };
}

const json = { "content-type": "application/json" };
const crossSite: [string, Headers][] = [
  [
    "a form of another site",
    {
      origin: "https://evil.example",
      "sec-fetch-site": "cross-site",
      "content-type": "application/x-www-form-urlencoded",
    },
  ],
  [
    "text/plain of another site",
    { origin: "https://evil.example", "sec-fetch-site": "cross-site", "content-type": "text/plain" },
  ],
  ["JSON of another site", { origin: "https://evil.example", "sec-fetch-site": "cross-site", ...json }],
  [
    "JSON of a neighbour on the same domain",
    { origin: "https://sub.localhost", "sec-fetch-site": "same-site", ...json },
  ],
  ["JSON of a frame without an origin", { origin: "null", ...json }],
  ["JSON without an origin", json],
  ["JSON of the same host by another scheme and port", { origin: "https://localhost:1", ...json }],
];

describe("requests that another site makes the browser send", () => {
  test.each(crossSite)(
    "given %s, when it meets any route that changes something, then it is refused",
    async (_what, headers) => {
      const calls: Call[] = [
        ...changing.map((endpoint) => ({ method: endpoint.method, path: addressFor(endpoint, nobodys) })),
        ...[
          "sign-in/email",
          "sign-up/email",
          "sign-out",
          "change-password",
          "update-user",
          "two-factor/disable",
        ].map((path) => ({ method: "POST", path: `/api/auth/${path}` })),
      ];
      const passed: string[] = [];
      for (const call of calls) {
        const { status, code } = await asBrowser(call, headers);
        if (status !== 403 || code !== "request.cross_site")
          passed.push(`${call.method} ${call.path}: ${status} ${code}`);
      }
      expect(calls.length).toBeGreaterThanOrEqual(45);
      expect(passed).toEqual([]);
    },
  );

  test.each(crossSite)(
    "given %s, when it meets a route of the CRM that changes something, then it is refused",
    async (_what, headers) => {
      const passed: string[] = [];
      for (const { method, path } of v8Routes.filter((route) => route.method !== "GET")) {
        const call = { method, path: path.replace(":module", "Accounts").replaceAll(/:\w+/g, "1") };
        const { status } = await asBrowser(call, headers);
        if (status !== 403) passed.push(`${method} ${path}: ${status}`);
      }
      expect(passed).toEqual([]);
    },
  );

  test("given a page of ours, then its requests pass; and a body that is no JSON does not", async () => {
    const origin = world.system.deps.publicUrl;
    const create = { method: "POST", path: "/api/v1/customers" };
    expect(await asBrowser(create, { origin, ...json }, '{"display_name":"By page"}')).toMatchObject({
      status: 200,
    });
    expect(
      await asBrowser(
        create,
        { "sec-fetch-site": "same-origin", ...json },
        '{"display_name":"By a newer browser"}',
      ),
    ).toMatchObject({ status: 200 });
    for (const type of ["text/plain", "application/x-www-form-urlencoded", "application/jsonp"])
      expect(
        await asBrowser(create, { origin, "content-type": type }, '{"display_name":"By form"}'),
      ).toMatchObject({
        status: 400,
        code: "request.not_json",
      });
    const { items } = await organization.send(listCustomers, {});
    expect(items.map((one) => one.display_name)).toEqual(["By a newer browser", "By page"]);
  });
});

describe("what a browser is told", () => {
  test("given any kind of answer, then it may run nothing foreign, be framed by nobody and is taken for what it says it is", async () => {
    const paths = [
      "/",
      "/o/org_1/billing",
      "/healthz",
      "/api/openapi.json",
      "/api/v1/customers",
      "/api/nothing",
      "/crm/v8/org",
    ];
    for (const path of paths) {
      const { headers } = await fetch(world.url + path);
      const policy = headers.get("content-security-policy") ?? "";
      expect(policy, path).toMatch(/default-src 'self'; style-src 'self'( 'nonce-[\w-]{22}')?; /);
      for (const part of [
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
        "form-action 'self'",
      ])
        expect(policy, path).toContain(part);
      expect(policy, path).not.toMatch(/unsafe|\*|https?:/);
      expect(headers.get("x-content-type-options"), path).toBe("nosniff");
      expect(headers.get("referrer-policy"), path).toBe("same-origin");
      expect(headers.get("strict-transport-security"), path).toBeNull();
    }
  });

  test("given a server that is reached over HTTPS, then browsers keep to that, and its cookies belong to this host alone", async () => {
    const secure = await startWorld({ roles: "web", env: { CONCORD_PUBLIC_URL: "https://billing.example" } });
    try {
      const answer = await fetch(`${secure.url}/api/auth/sign-up/email`, {
        method: "POST",
        headers: { ...json, origin: "https://billing.example" },
        body: JSON.stringify({ name: "Sue", email: "sue@example.com", password: "a good long password" }),
      });
      expect(answer.headers.get("strict-transport-security")).toMatch(/^max-age=31536000/);
      const [cookie = "", ...others] = answer.headers.getSetCookie();
      expect(others).toEqual([]);
      expect(cookie).toMatch(/^__Host-concord\.session_token=/);
      for (const part of ["; Secure", "; HttpOnly", "; SameSite=Lax", "; Path=/"])
        expect(cookie).toContain(part);
      expect(cookie).not.toMatch(/Domain=/i);
      const session = await fetch(`${secure.url}/api/v1/me`, {
        headers: { cookie: cookie.split(";")[0] ?? "" },
      });
      expect(session.status).toBe(200);
    } finally {
      await secure.stop();
    }
  });

  test("given a page of another origin, when it asks with the browser's cookies, then no answer is given to its scripts", async () => {
    for (const path of [
      "/api/v1/customers",
      "/api/v1/me",
      "/crm/v8/org",
      "/api/auth/sign-in/email",
      "/metrics",
    ])
      for (const method of ["GET", "OPTIONS"]) {
        const { headers } = await fetch(world.url + path, {
          method,
          headers: {
            origin: "https://evil.example",
            cookie: organization.owner.cookie,
            "access-control-request-method": "POST",
          },
        });
        for (const name of ["access-control-allow-origin", "access-control-allow-credentials"])
          expect(headers.get(name), `${method} ${path}`).toBeNull();
      }
  });
});
