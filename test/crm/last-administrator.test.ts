import { sql } from "kysely";
import { afterAll, beforeAll, expect, test } from "vitest";
import { addMember, listOrganizationMembers, removeMember } from "#platform/auth/member.api.ts";
import { addColleague, type Colleague, profileNamed } from "../finance/finance-world.ts";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;
beforeAll(async () => void (world = await startWorld({ roles: "web" })));
afterAll(() => world.stop());

/** Somebody who sells in billing, and does the set-up of the CRM. */
async function administrator(organization: Organization, name: string): Promise<Colleague> {
  return addColleague(world, organization, { name, role: "sales", profile: "Administrator" });
}

async function memberOf(organization: Organization, email: string): Promise<{ member: string }> {
  const { items } = await organization.send(listOrganizationMembers, {});
  return { member: items.find((one) => one.email === email)?.id ?? "" };
}

/** Changes the seat of the owner, whose own profile is Administrator at first. */
async function changeOwner(organization: Organization, change: object): Promise<number> {
  const { users = [] } = (await organization.crm("GET", "/users?type=AllUsers")).body;
  const owner = users.find(({ email }) => email === organization.owner.email)?.id ?? "";
  return (await organization.crm("PUT", `/users/${owner}`, { users: [change] })).status;
}

async function withProfile(organization: Organization, name: string): Promise<number> {
  return changeOwner(organization, { profile: await profileNamed(organization, name) });
}

const refused = {
  status: 409,
  code: "member.last_administrator",
  remedy: "Make another user of the CRM an administrator first (CRM > Setup > Users).",
};

test("given the CRM's only administrator, when they are taken out, then it is refused until somebody else is one", async () => {
  const organization = await world.organization("Only one");
  const tom = await administrator(organization, "Tom Teller");
  expect(await withProfile(organization, "Standard")).toBe(200);
  const params = await memberOf(organization, tom.person.email);
  expect(await organization.refusal(removeMember, { params })).toMatchObject(refused);
  expect(await memberOf(organization, tom.person.email)).toEqual(params);
  expect(await withProfile(organization, "Administrator")).toBe(200);
  await organization.send(removeMember, { params });
  expect(await memberOf(organization, tom.person.email)).toEqual({ member: "" });
});

test("given an inactive administrator and one who is no member, then neither counts beside the last", async () => {
  const organization = await world.organization("Seats alone");
  const tom = await administrator(organization, "Tom Teller");
  const profile = await profileNamed(organization, "Administrator");
  const seat = { email: "nobody@elsewhere.test", last_name: "Nobody", profile };
  expect((await organization.crm("POST", "/users", { users: [seat] })).status).toBe(201);
  expect(await changeOwner(organization, { status: "inactive" })).toBe(200);
  const params = await memberOf(organization, tom.person.email);
  expect(await organization.refusal(removeMember, { params })).toMatchObject(refused);
});

test("given members without a seat, with an inactive one, and with one that does no set-up, then each can be taken out", async () => {
  const organization = await world.organization("Others");
  const idle = await administrator(organization, "Ida Idle");
  expect(
    (await organization.crm("PUT", `/users/${idle.user}`, { users: [{ status: "inactive" }] })).status,
  ).toBe(200);
  const standard = await addColleague(world, organization, { name: "Sam Seller", role: "sales" });
  const seatless = await world.signUp("Sue Seatless");
  await organization.send(addMember, { body: { email: seatless.email, name: "Sue", role: "sales" } });
  for (const { email } of [idle.person, standard.person, seatless])
    await organization.send(removeMember, { params: await memberOf(organization, email) });
  expect((await organization.send(listOrganizationMembers, {})).items).toHaveLength(1);
});

test("given an administrator was taken out, when the other is made less in the CRM, then it is refused", async () => {
  const organization = await world.organization("One by one");
  const tom = await administrator(organization, "Tom Teller");
  await organization.send(removeMember, { params: await memberOf(organization, tom.person.email) });
  expect(await withProfile(organization, "Standard")).toBe(400);
  expect(await changeOwner(organization, { status: "inactive" })).toBe(400);
});

test("given two administrators, when both are taken out at the same moment, then one stays", async () => {
  const organization = await world.organization("Both at once");
  const both = [
    await administrator(organization, "Tom Teller"),
    await administrator(organization, "Tina Teller"),
  ];
  expect(await withProfile(organization, "Standard")).toBe(200);
  const members = await Promise.all(both.map(({ person }) => memberOf(organization, person.email)));
  const done = await Promise.allSettled(members.map((params) => organization.send(removeMember, { params })));
  expect(done.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
});

test("given data in which no administrator is a member, then a key of the owner gives somebody the profile again", async () => {
  const organization = await world.organization("Locked out");
  const tom = await administrator(organization, "Tom Teller");
  expect(await withProfile(organization, "Standard")).toBe(200);
  const { member } = await memberOf(organization, tom.person.email);
  await sql`delete from auth.member where id = ${member}`.execute(world.system.deps.system);
  expect(await withProfile(organization, "Administrator")).toBe(200);
});
