import { afterAll, beforeAll, expect, test } from "vitest";
import { listOrganizationMembers, removeMember } from "#platform/auth/member.api.ts";
import { addColleague, profileNamed } from "../finance/finance-world.ts";
import { startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld({ roles: "web" })));
afterAll(() => world.stop());

test("given the CRM's only administrator was taken out of the organization, then a key of the owner gives somebody the profile again", async () => {
  const organization = await world.organization("Locked out");
  const { users = [] } = (await organization.crm("GET", "/users?type=AllUsers")).body;
  const owner = users.find(({ email }) => email === organization.owner.email)?.id ?? "";
  const tom = await addColleague(world, organization, {
    name: "Tom Teller",
    role: "sales",
    profile: "Administrator",
  });
  const become = async (name: string) =>
    organization.crm("PUT", `/users/${owner}`, {
      users: [{ profile: await profileNamed(organization, name) }],
    });
  expect((await become("Standard")).status).toBe(200);
  const { items } = await organization.send(listOrganizationMembers, {});
  const member = items.find(({ email }) => email === tom.person.email)?.id ?? "";
  await organization.send(removeMember, { params: { member } });
  expect((await become("Administrator")).status).toBe(200);
});
