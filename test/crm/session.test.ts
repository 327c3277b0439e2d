import { afterAll, beforeAll, expect, test } from "vitest";
import { inOrganization } from "#platform/db/db.ts";
import { insertKey } from "#platform/auth/api-key.store.ts";
import { sha256 } from "#platform/secrets/secrets.ts";
import { addCrmUser } from "#crm/organization/organization.commands.ts";
import { type CrmWorld, openCrmWorld } from "./support/crm-world.ts";

let crm: CrmWorld;
beforeAll(async () => {
  crm = await openCrmWorld();
});
afterAll(() => crm.stop());

/** A person who signed up and is a member of the organization; the cookie of their session. */
async function signUp(email: string): Promise<{ userId: string; cookie: string }> {
  const origin = crm.system.deps.publicUrl;
  const response = await fetch(`${crm.url}/api/auth/sign-up/email`, {
    method: "POST",
    headers: { "content-type": "application/json", origin },
    body: JSON.stringify({ email, password: "a long enough one", name: "Mary Shelley" }),
  });
  const { user } = (await response.json()) as { user: { id: string } };
  const { system, organizationId } = { system: crm.system.deps.system, organizationId: crm.organizationId };
  const now = new Date().toISOString();
  await system
    .insertInto("auth.organization")
    .values({ id: organizationId, name: "Zylker", slug: organizationId, createdAt: now })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  await system
    .insertInto("auth.member")
    .values({ id: `mem_${user.id}`, organizationId, userId: user.id, role: "sales", createdAt: now })
    .execute();
  return {
    userId: user.id,
    cookie: response.headers
      .getSetCookie()
      .map((one) => one.split(";")[0])
      .join("; "),
  };
}

test("a person in the browser calls with the session; what they open is no longer unread and is recently viewed", async () => {
  const { userId, cookie } = await signUp("mary@example.com");
  const ask = (path: string, init: RequestInit = {}): Promise<Response> =>
    fetch(`${crm.url}${path}`, {
      ...init,
      headers: { cookie, "x-concord-organization": crm.organizationId, origin: crm.system.deps.publicUrl },
    });
  expect(await (await ask("/crm/v8/org")).json()).toMatchObject({ code: "NO_PERMISSION" });
  await inOrganization(crm.system.deps.db, crm.organizationId, (tx) =>
    addCrmUser(tx, {
      organizationId: crm.organizationId,
      person: { userId, email: "mary@example.com", name: "Mary Shelley" },
      profile: "Standard",
    }),
  );
  const made = await ask("/crm/v8/Accounts", {
    method: "POST",
    body: JSON.stringify({ data: [{ Account_Name: "Seen" }, { Account_Name: "Not seen" }] }),
  });
  const [seen] = ((await made.json()) as { data: { details: { id: string } }[] }).data;
  const told = await crm.call("GET", `/crm/v8/Accounts/${seen?.details.id}/__timeline`);
  expect(told.body.__timeline).toMatchObject([
    { action: "added", source: "crm_ui", done_by: { name: "Mary Shelley" } },
  ]);
  const names = async (systemName: string): Promise<string[]> => {
    const views = (await (await ask("/crm/v8/settings/custom_views?module=Accounts")).json()) as {
      custom_views: { id: string; system_name: string }[];
    };
    const { id } = views.custom_views.find((view) => view.system_name === systemName) ?? { id: "" };
    const list = await ask(`/crm/v8/Accounts?fields=Account_Name&cvid=${id}`);
    return list.status === 204
      ? []
      : ((await list.json()) as { data: { Account_Name: string }[] }).data.map((row) => row.Account_Name);
  };
  expect(await names("UNREADVIEWS")).toEqual(["Not seen", "Seen"]);
  await ask(`/crm/v8/Accounts/${seen?.details.id}`);
  expect(await names("UNREADVIEWS")).toEqual(["Not seen"]);
  expect(await names("RECENTLYVIEWED")).toEqual(["Seen"]);
  expect(await names("MYVIEWS")).toEqual(["Not seen", "Seen"]);
  await crm.call("GET", `/crm/v8/Accounts/${seen?.details.id}`);
  expect(
    (await crm.call("GET", "/crm/v8/Accounts?fields=id&cvid=5725767000000012002")).body.data,
  ).toHaveLength(2);
});

test("a session of another site, and one without an organization, is let in nowhere", async () => {
  const { cookie } = await signUp("eve@example.com");
  const foreign = await fetch(`${crm.url}/crm/v8/Accounts`, {
    method: "POST",
    body: "{}",
    headers: {
      cookie,
      "x-concord-organization": crm.organizationId,
      origin: "https://evil.example",
      "sec-fetch-site": "cross-site",
    },
  });
  expect(foreign.status).toBe(403);
  expect((await fetch(`${crm.url}/crm/v8/org`, { headers: { cookie } })).status).toBe(401);
});

test.each([
  ["admin", 201, 201],
  ["sales", 201, 403],
  ["read_only", 403, 403],
] as const)(
  "an API key of role %s acts as the administrator, within its role",
  async (role, writes, setsUp) => {
    const key = `concord_${role}_0123456789`;
    const row = {
      organization_id: crm.organizationId,
      id: `key_${role}` as const,
      name: role,
      hash: sha256(key),
      role,
      created_by: "x",
      created_at: new Date().toISOString(),
      last_used_at: null,
      expires_at: null,
      revoked_at: null,
    };
    await inOrganization(crm.system.deps.db, crm.organizationId, (tx) => insertKey(tx, row));
    const as = { authorization: `Bearer ${key}` };
    expect((await crm.call("GET", "/crm/v8/org", undefined, as)).status).toBe(200);
    expect(
      (await crm.call("POST", "/crm/v8/Accounts", { data: [{ Account_Name: "By key" }] }, as)).status,
    ).toBe(writes);
    expect(
      (
        await crm.call(
          "POST",
          "/crm/v8/settings/fields?module=Deals",
          { fields: [{ field_label: `By ${role}`, data_type: "text" }] },
          as,
        )
      ).status,
    ).toBe(setsUp);
  },
);

test("F5 the key screen gives a key once, to administrators of the CRM only", async () => {
  const { userId, cookie } = await signUp("root@example.com");
  const ask = (method: string): Promise<Response> =>
    fetch(`${crm.url}/api/v1/crm/zsc-key`, {
      method,
      headers: { cookie, "x-concord-organization": crm.organizationId, origin: crm.system.deps.publicUrl },
    });
  expect(((await (await ask("GET")).json()) as { error: { code: string } }).error.code).toBe("crm.no_seat");
  const seat = (profile: string): Promise<unknown> =>
    inOrganization(crm.system.deps.db, crm.organizationId, (tx) =>
      addCrmUser(tx, {
        organizationId: crm.organizationId,
        person: { userId, email: "root@example.com", name: "Root" },
        profile,
      }),
    );
  await seat("Standard");
  expect(((await (await ask("POST")).json()) as { error: { code: string } }).error.code).toBe(
    "crm.setup_forbidden",
  );
  await seat("Administrator");
  const { zsc_key } = (await (await ask("POST")).json()) as { zsc_key: string };
  expect(zsc_key).toMatch(/^[0-9a-f]{40}$/);
  const status = await (await ask("GET")).text();
  expect(JSON.parse(status)).toMatchObject({ exists: true, email: "root@example.com" });
  expect(status).not.toContain(zsc_key);
});
