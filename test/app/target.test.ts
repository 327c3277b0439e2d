import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { me } from "#platform/auth/organization.api.ts";
import { call } from "#platform/http/call.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";
import { concord } from "./processes.ts";

let world: World;
let organization: Organization;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
  organization = await world.organization("Elsewhere Ltd");
});
afterAll(() => world.stop());

describe("given commands for a server elsewhere", () => {
  test("when address and key are given, then they act there in the key's organization", async () => {
    const env = { CONCORD_URL: `${world.url}/`, CONCORD_API_KEY: organization.key };
    const { code, stdout } = await concord(["--json", "customers", "list"], env);
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ items: [], next_cursor: null });
  });

  test.each([
    [{ CONCORD_URL: "https://concord.example.com" }, "CONCORD_API_KEY is missing"],
    [{ CONCORD_API_KEY: "concord_live_x" }, "CONCORD_URL is missing"],
    [
      { CONCORD_URL: "concord.example.com", CONCORD_API_KEY: "concord_live_x" },
      "CONCORD_URL is not an address",
    ],
  ])("when only %o is given, then nothing is sent anywhere and the line says %s", async (env, words) => {
    const { code, stdout, stderr } = await concord(["pause"], { ...env, CONCORD_DATA: world.dataDir });
    expect({ code, stdout }).toEqual({ code: 1, stdout: "" });
    expect(stderr).toMatch(/^start\.config: .*; Correct the environment variables and try again\.\n$/);
    expect(stderr).toContain(words);
  });

  test("when nothing listens at the address, then the one line says that it cannot be reached", async () => {
    const env = { CONCORD_URL: "http://127.0.0.1:9", CONCORD_API_KEY: organization.key };
    const { code, stderr } = await concord(["history"], env);
    expect(code).toBe(1);
    expect(stderr).toMatch(/^network\.unreachable: [^\n]*; [^\n]*\n$/);
  });
});

test("given a person of several organizations, when they ask who they are, then the one joined first comes first", async () => {
  const person = await world.signUp("Nora Newcomer");
  for (const name of ["Zebra Ltd", "Aardvark Ltd"]) await world.organization(name, { owner: person });
  const caller = { baseUrl: world.url, headers: () => ({ cookie: person.cookie }) };
  const { organizations } = await call(caller, me, {});
  expect(organizations.map(({ name }) => name)).toEqual(["Zebra Ltd", "Aardvark Ltd"]);
});
