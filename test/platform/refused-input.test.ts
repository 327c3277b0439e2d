import { afterAll, beforeAll, expect, test } from "vitest";
import type { FieldProblem } from "#kernel/errors.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
let organization: Organization;
beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  organization = await world.organization("Typed by hand");
});
afterAll(() => world.stop());

type Answer = { status: number; allow: string | null; code: string; fields: FieldProblem[] };

async function ask(method: string, path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${world.url}${path}`, {
    method,
    headers: { authorization: `Bearer ${organization.key}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  const { error } = (await response.json()) as {
    error: { code: string; details: { fields?: FieldProblem[] } };
  };
  const { code, details } = error;
  return {
    status: response.status,
    allow: response.headers.get("allow"),
    code,
    fields: details.fields ?? [],
  };
}

const customers = "/api/v1/customers";

test.each<[string, string, string, unknown, FieldProblem[]]>([
  ["no name", "POST", customers, {}, [{ path: "display_name", problem: "is missing" }]],
  [
    "fields that there are not",
    "POST",
    customers,
    { display_name: "A", phone2: "1", billing_address: { zipcode: "1" } },
    [
      { path: "billing_address.zipcode", problem: "is no field that can be given here" },
      { path: "phone2", problem: "is no field that can be given here" },
    ],
  ],
  [
    "a number for a text",
    "POST",
    customers,
    { display_name: 7 },
    [{ path: "display_name", problem: "must be a text or must be null" }],
  ],
  [
    "credentials of neither kind",
    "POST",
    "/api/v1/connections/actions/check",
    { key: "1" },
    [
      { path: "email", problem: "must be the e-mail address of a CRM user" },
      { path: "zsc_key", problem: "is missing" },
    ],
  ],
  [
    "credentials of a kind, half of them",
    "POST",
    "/api/v1/connections/actions/check",
    { kind: "oauth", data_centre: "mars", client_id: "1", client_secret: "2", grant_code: "3" },
    [{ path: "data_centre", problem: "must be us, eu, in, au, jp, cn, ca, sa or uk" }],
  ],
  [
    "a limit below 1",
    "GET",
    `${customers}?limit=0`,
    undefined,
    [{ path: "limit", problem: "must be at least 1" }],
  ],
  [
    "a limit above the most",
    "GET",
    `${customers}?limit=1000`,
    undefined,
    [{ path: "limit", problem: "Ask for at most 200 at once" }],
  ],
  [
    "a role that there is not",
    "POST",
    "/api/v1/api-keys",
    { name: "K", role: "god" },
    [{ path: "role", problem: "must be owner, admin, accountant, sales or read_only" }],
  ],
])("given %s, then each field is named in words of ours", async (_what, method, path, body, fields) => {
  const answer = await ask(method, path, body);
  expect(answer).toMatchObject({ status: 400, code: "request.invalid" });
  expect(answer.fields).toEqual(fields);
});

test.each([
  ["DELETE", customers, "GET, POST"],
  ["PUT", "/api/v1/customers/cus_1", "GET, PATCH, DELETE"],
  ["GET", "/api/v1/customers/cus_1/actions/fetch", "POST"],
])(
  "given %s of an address that does not take it, then the answer is 405 and says what it takes",
  async (method, path, allow) => {
    expect(await ask(method, path)).toMatchObject({ status: 405, code: "route.method", allow });
  },
);

test("given an address that there is not, then the answer is 404, whatever the method", async () => {
  for (const method of ["GET", "DELETE"])
    expect(await ask(method, "/api/v1/nothing")).toMatchObject({ status: 404, code: "route.not_found" });
});
