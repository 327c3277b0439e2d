import { afterAll, beforeAll, expect, test } from "vitest";
import { editOrganization } from "#billing/organization/organization.api.ts";
import { me } from "#platform/auth/organization.api.ts";
import { call, CallError } from "#platform/http/call.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld({ roles: "web" });
});
afterAll(() => world?.stop());

async function namesFor(cookie: string): Promise<string[]> {
  const { organizations } = await call({ baseUrl: world.url, headers: () => ({ cookie }) }, me, {});
  return organizations.map(({ name }) => name);
}

test("given an organization that gets another name, then its people choose it by that name", async () => {
  const organization = await world.organization("Before Ltd");
  await organization.send(editOrganization, { body: { name: "After Ltd" } });
  expect(await namesFor(organization.owner.cookie)).toEqual(["After Ltd"]);
});

test("given two organizations of one person, when one gets another name, then the other keeps its own", async () => {
  const first = await world.organization("First Ltd");
  await world.organization("Second Ltd", { owner: first.owner });
  const sales = await first.keyFor("sales");
  const forbidden = call(
    { baseUrl: world.url, headers: () => ({ authorization: `Bearer ${sales}` }) },
    editOrganization,
    { body: { name: "Stolen Ltd" } },
  );
  await expect(forbidden).rejects.toThrow(CallError);
  await first.send(editOrganization, { body: { name: "First Inc" } });
  expect((await namesFor(first.owner.cookie)).toSorted()).toEqual(["First Inc", "Second Ltd"]);
});
