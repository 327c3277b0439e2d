import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { type Organization, startWorld, type World } from "../support/world.ts";

type Operation = {
  operationId: string;
  summary: string;
  description: string;
  security: Record<string, string[]>[];
  parameters?: { name: string; in: string }[];
  responses: Record<string, { content: Record<string, { schema: unknown }> }>;
  "x-access": string;
};
type OpenApi = {
  openapi: string;
  components: { securitySchemes: Record<string, object>; schemas: Record<string, object> };
  paths: Record<string, Record<string, Operation>>;
};

let world: World;
let organization: Organization;
let document: OpenApi;
let operations: { path: string; method: string; operation: Operation }[];

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  organization = await world.organization("Described Ltd");
  document = (await (await fetch(`${world.url}/api/openapi.json`)).json()) as OpenApi;
  operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({ path, method, operation })),
  );
});
afterAll(() => world.stop());

describe("B17 given the description that the server answers", () => {
  test("then it is OpenAPI 3.1, and each operation has a name of its own, a summary, and an answer", () => {
    expect(document.openapi).toBe("3.1.0");
    expect(operations.length).toBeGreaterThanOrEqual(70);
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length);
    const bare = operations.filter(
      ({ operation }) =>
        operation.summary === "" ||
        Object.values(operation.responses["200"]?.content ?? {}).length < 1 ||
        !("default" in operation.responses),
    );
    expect(bare).toEqual([]);
    expect(Object.keys(document.components.schemas)).toContain("Error");
  });

  test("then each operation says how a caller proves who it is, in schemes that are described", () => {
    const schemes = Object.keys(document.components.securitySchemes);
    expect(schemes.toSorted()).toEqual(["api_key", "session"]);
    for (const { operation } of operations) {
      const named = operation.security.flatMap((one) => Object.keys(one));
      expect(named.filter((name) => !schemes.includes(name))).toEqual([]);
      expect(named.length === 0).toBe(operation["x-access"] === "public");
      expect(named.includes("api_key")).toBe(!["public", "signed_in"].includes(operation["x-access"]));
    }
  });

  test("then whoever has no key is refused at every operation that wants one, with the error that is described", async () => {
    const closed = operations.filter(({ operation }) => operation["x-access"] !== "public");
    for (const { path, method } of closed) {
      const response = await fetch(world.url + path.replaceAll(/\{\w+\}/g, "x"), {
        method: method.toUpperCase(),
      });
      expect({ path, status: response.status }).toEqual({ path, status: 401 });
      expect(await response.json()).toMatchObject({
        error: { code: "auth.required", title: expect.any(String), remedy: expect.any(String) },
      });
    }
  });

  test("then what changes something takes an Idempotency-Key, and a repeated request gets the first answer", async () => {
    const changing = operations.filter(
      ({ method, operation }) => method !== "get" && !["public", "signed_in"].includes(operation["x-access"]),
    );
    expect(changing.length).toBeGreaterThanOrEqual(30);
    for (const { path, operation } of changing)
      expect({ path, names: operation.parameters?.map(({ name }) => name) }).toMatchObject({
        names: expect.arrayContaining(["idempotency-key"]),
      });

    const create = async (name: string): Promise<{ status: number; body: { id?: string } }> => {
      const response = await fetch(`${world.url}/api/v1/customers`, {
        method: "POST",
        headers: {
          authorization: `Bearer ${organization.key}`,
          "content-type": "application/json",
          "idempotency-key": "order-17",
        },
        body: JSON.stringify({ display_name: name }),
      });
      return { status: response.status, body: (await response.json()) as { id?: string } };
    };
    const first = await create("Once Ltd");
    expect(first).toMatchObject({ status: 200, body: { id: expect.stringMatching(/^cus_/) } });
    expect(await create("Once Ltd")).toEqual(first);
    expect(await create("Twice Ltd")).toMatchObject({
      status: 422,
      body: { error: { code: "request.key_reused" } },
    });
  });
});
