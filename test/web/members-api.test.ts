import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { verifyAuditLog } from "#platform/audit/audit.api.ts";
import { createApiKey, listApiKeys, revokeApiKey } from "#platform/auth/api-key.api.ts";
import {
  addMember,
  changeMemberRole,
  listOrganizationMembers,
  removeMember,
} from "#platform/auth/member.api.ts";
import { me } from "#platform/auth/organization.api.ts";
import { call, type Caller } from "#platform/http/call.ts";
import pg from "pg";
import { type Organization, startWorld, type World } from "../support/world.ts";

let world: World;

beforeAll(async () => {
  world = await startWorld();
});
afterAll(() => world.stop());

/** Adds a person to an organization and tells their member id. */
async function join(
  organization: Organization,
  name: string,
  role: "owner" | "admin" | "sales",
): Promise<string> {
  const person = await world.signUp(name);
  const { member } = await organization.send(addMember, {
    body: { email: person.email, name: "unused", role },
  });
  return member.id;
}

async function callerOf(organization: Organization, role: "admin" | "sales"): Promise<Caller> {
  const key = await organization.keyFor(role);
  return { baseUrl: world.url, headers: () => ({ authorization: `Bearer ${key}` }) };
}

describe("members", () => {
  test("given the only owner, when they are removed or made less, then it is refused", async () => {
    const organization = await world.organization("One Owner");
    const [owner] = (await organization.send(listOrganizationMembers, {})).items;
    const params = { member: owner?.id ?? "" };
    expect(await organization.refusal(removeMember, { params })).toMatchObject({
      status: 409,
      code: "member.last_owner",
    });
    expect(await organization.refusal(changeMemberRole, { params, body: { role: "admin" } })).toMatchObject({
      code: "member.last_owner",
    });
    expect((await organization.send(listOrganizationMembers, {})).items).toHaveLength(1);
  });

  test("given two owners, when both are removed at the same moment, then one stays", async () => {
    const organization = await world.organization("Two Owners");
    await join(organization, "Second Owner", "owner");
    const owners = (await organization.send(listOrganizationMembers, {})).items;
    const done = await Promise.allSettled(
      owners.map(({ id }) => organization.send(removeMember, { params: { member: id } })),
    );
    expect(done.map(({ status }) => status).toSorted()).toEqual(["fulfilled", "rejected"]);
    expect((await organization.send(listOrganizationMembers, {})).items).toHaveLength(1);
  });

  test("given an administrator, when they make, change or remove an owner, then it is refused", async () => {
    const organization = await world.organization("Admins");
    const [owner] = (await organization.send(listOrganizationMembers, {})).items;
    const sales = await join(organization, "Sam Seller", "sales");
    const admin = await callerOf(organization, "admin");
    const refused = { status: 403, view: { code: "member.owner_only" } };
    await expect(
      call(admin, changeMemberRole, { params: { member: sales }, body: { role: "owner" } }),
    ).rejects.toMatchObject(refused);
    await expect(call(admin, removeMember, { params: { member: owner?.id ?? "" } })).rejects.toMatchObject(
      refused,
    );
    await expect(
      call(admin, addMember, { body: { email: "x@example.com", name: "X", role: "owner" } }),
    ).rejects.toMatchObject(refused);
    await expect(call(admin, createApiKey, { body: { name: "k", role: "owner" } })).rejects.toMatchObject(
      refused,
    );
  });

  test("given a member of another organization, when their id is used, then there is no such member", async () => {
    const ours = await world.organization("Ours");
    const theirs = await world.organization("Theirs");
    const member = await join(theirs, "Theo Other", "sales");
    expect(await ours.refusal(removeMember, { params: { member } })).toMatchObject({
      status: 404,
      code: "member.not_found",
    });
    expect((await theirs.send(listOrganizationMembers, {})).items).toHaveLength(2);
  });

  test("given a refused change, then the audit log has no entry of it", async () => {
    const organization = await world.organization("Quiet");
    const before = (await organization.send(verifyAuditLog, {})).entries;
    const [owner] = (await organization.send(listOrganizationMembers, {})).items;
    await organization.refusal(removeMember, { params: { member: owner?.id ?? "" } });
    expect((await organization.send(verifyAuditLog, {})).entries).toBe(before);
  });

  test("given a person of two organizations, when they ask who they are, then both are told with their roles", async () => {
    const person = await world.signUp("Pia Both");
    await world.organization("Alpha", { owner: person });
    const beta = await world.organization("Beta");
    await beta.send(addMember, { body: { email: person.email.toUpperCase(), name: "Pia", role: "sales" } });
    const known = await call({ baseUrl: world.url, headers: () => ({ cookie: person.cookie }) }, me, {});
    expect(known.organizations.map(({ name, role }) => [name, role])).toEqual([
      ["Alpha", "owner"],
      ["Beta", "sales"],
    ]);
  });
});

describe("API keys", () => {
  test("given keys, when they are listed, then neither text nor fingerprint is told", async () => {
    const organization = await world.organization("Keys");
    const { key, text } = await organization.send(createApiKey, { body: { name: "Shop", role: "sales" } });
    const listed = JSON.stringify((await organization.send(listApiKeys, {})).items);
    expect(listed).toContain(key.id);
    expect(listed).not.toContain(text.slice(-20));
    expect(listed).not.toMatch(/hash/);
  });

  test("given a key of another organization, when it is revoked, then there is no such key and it still works", async () => {
    const ours = await world.organization("Ours");
    const theirs = await world.organization("Theirs");
    const { key, text } = await theirs.send(createApiKey, { body: { name: "Shop", role: "admin" } });
    expect(await ours.refusal(revokeApiKey, { params: { key: key.id } })).toMatchObject({
      status: 404,
      code: "api_key.not_found",
    });
    const caller = { baseUrl: world.url, headers: () => ({ authorization: `Bearer ${text}` }) };
    expect((await call(caller, listApiKeys, {})).items.length).toBeGreaterThan(0);
  });

  test("given a moment that is past, when a key shall expire then, then it is refused at that field", async () => {
    const organization = await world.organization("Late");
    const refused = await organization.refusal(createApiKey, {
      body: { name: "Old", role: "sales", expires_at: "2020-01-01T00:00:00Z" },
    });
    expect(refused).toMatchObject({ code: "request.invalid", details: { fields: [{ path: "expires_at" }] } });
  });
});

describe("audit log", () => {
  test("given an entry that somebody changed in the database, when the log is verified, then its place is told", async () => {
    const organization = await world.organization("Tampered");
    await organization.send(createApiKey, { body: { name: "Shop", role: "sales" } });
    expect(await organization.send(verifyAuditLog, {})).toMatchObject({
      intact: true,
      first_broken_seq: null,
    });
    const client = new pg.Client({ connectionString: world.databaseUrl });
    await client.connect();
    await client.query("update audit_log set actor_name = 'Nobody' where organization_id = $1 and seq = 2", [
      organization.id,
    ]);
    await client.end();
    expect(await organization.send(verifyAuditLog, {})).toMatchObject({
      intact: false,
      first_broken_seq: "2",
    });
  });

  test("given the role that works for tenants, when it changes an entry, then the database refuses", async () => {
    const { db } = world.system.deps;
    await expect(sql`update audit_log set actor_name = 'Nobody'`.execute(db)).rejects.toThrow(
      /permission denied/,
    );
    await expect(sql`delete from audit_log`.execute(db)).rejects.toThrow(/permission denied/);
  });
});
