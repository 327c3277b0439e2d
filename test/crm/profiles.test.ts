import { setTimeout } from "node:timers/promises";
import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOrganization } from "#platform/db/db.ts";
import { parentRights, type RecordRight, recordRights, withRight } from "#crm/user/permissions.ts";
import { type CrmWorld, type Json, openCrmWorld, type Reply } from "./support/crm-world.ts";

let crm: CrmWorld;
let standard: string;
let administrator: string;
beforeAll(async () => {
  crm = await openCrmWorld();
  const { body } = await crm.call("GET", "/crm/v8/settings/profiles");
  [administrator, standard] = body.profiles.map(({ id }: Json) => id);
});
afterAll(() => crm.stop());

const path = "/crm/v8/settings/profiles";

async function cloned(name: string, from = standard): Promise<string> {
  const made = await crm.call("POST", `${path}/${from}/actions/clone`, { profiles: [{ name }] });
  expect(made.status).toBe(201);
  return made.body.profiles[0].details.id;
}

const change = (id: string, profile: object): Promise<Reply> =>
  crm.call("PUT", `${path}/${id}`, { profiles: [profile] });

async function allowed(id: string): Promise<string[]> {
  const { body } = await crm.call("GET", `${path}/${id}`);
  return body.profiles[0].permissions_details.flatMap(({ name, enabled }: Json) => (enabled ? [name] : []));
}

async function asProfile(profile: string): Promise<{ id: string; headers: Record<string, string> }> {
  const email = `u${profile.slice(-6)}@example.com`;
  const made = await crm.call("POST", "/crm/v8/users", { users: [{ last_name: email, email, profile }] });
  const { id } = made.body.users[0].details;
  return { id, headers: { authorization: `Zoho-oauthtoken ${await crm.tokenFor(id, email)}` } };
}

describe("a profile of one's own", () => {
  test("given a clone, then it allows what the first one does; switched off, the right is gone at once, and what needs it too", async () => {
    const id = await cloned("Reader");
    expect(await allowed(id)).toEqual(await allowed(standard));
    const { headers } = await asProfile(id);
    expect((await crm.call("GET", "/crm/v8/Accounts?fields=id", undefined, headers)).status).toBe(204);

    const off = ["Crm_Implied_Create_Accounts", "Crm_Implied_Edit_Accounts", "Crm_Implied_View_Contacts"];
    const switches = off.map((name) => ({ id: name, enabled: false }));
    expect(await change(id, { permissions_details: switches })).toMatchObject({
      status: 200,
      body: { profiles: [{ code: "SUCCESS", message: "profile updated successfully", details: { id } }] },
    });

    expect((await allowed(id)).filter((name) => !name.endsWith("_Deals"))).toEqual([
      "Crm_Implied_View_Accounts",
      "Crm_Implied_Delete_Accounts",
      "Crm_Implied_Export_Accounts",
    ]);
    const refused = await crm.call("POST", "/crm/v8/Accounts", { data: [{ Account_Name: "No" }] }, headers);
    expect(refused).toMatchObject({
      status: 403,
      body: { details: { permissions: ["Crm_Implied_Create_Accounts"] } },
    });
    expect((await crm.call("GET", "/crm/v8/Contacts?fields=id", undefined, headers)).status).toBe(403);
  });

  test("given what another product keeps in a profile, then a clone and a change leave it as it is", async () => {
    const kept = { view: ["Invoices"] };
    const first = await cloned("With more");
    await inOrganization(crm.system.deps.db, crm.organizationId, async (tx) => {
      const { permissions } = await tx
        .selectFrom("crm_profile")
        .select("permissions")
        .where("id", "=", first)
        .executeTakeFirstOrThrow();
      const more = JSON.stringify({ ...permissions, later: kept });
      await tx.updateTable("crm_profile").set({ permissions: more }).where("id", "=", first).execute();
    });
    const second = await cloned("With as much", first);
    await change(second, { permissions_details: [{ id: "Crm_Implied_Delete_Deals", enabled: false }] });
    const { permissions } = await inOrganization(crm.system.deps.db, crm.organizationId, (tx) =>
      tx.selectFrom("crm_profile").select("permissions").where("id", "=", second).executeTakeFirstOrThrow(),
    );
    expect(permissions).toMatchObject({
      later: kept,
      modules: { Deals: expect.not.arrayContaining(["delete"]) },
    });
  });

  test("given a profile without export, then a bulk read is refused, and the right named", async () => {
    const id = await cloned("Keeps to the screen");
    const { headers } = await asProfile(id);
    const read = { query: { module: { api_name: "Accounts" } } };
    expect((await crm.call("POST", "/crm/bulk/v8/read", read, headers)).status).toBe(201);
    await change(id, { permissions_details: [{ id: "Crm_Implied_Export_Accounts", enabled: false }] });
    expect(await crm.call("POST", "/crm/bulk/v8/read", read, headers)).toMatchObject({
      status: 403,
      body: { code: "NO_PERMISSION", details: { permissions: ["Crm_Implied_Export_Accounts"] } },
    });
  });

  test("given users of a profile, when it is deleted, then they have the other one", async () => {
    const id = await cloned("Soon gone");
    const user = await asProfile(id);
    expect((await crm.call("DELETE", `${path}/${id}`)).body).toMatchObject({
      code: "REQUIRED_PARAM_MISSING",
      details: { param_name: "transfer_to" },
    });
    expect((await crm.call("DELETE", `${path}/${id}?transfer_to=${id}`)).body.profiles[0]).toMatchObject({
      code: "INVALID_DATA",
      details: { param_name: "transfer_to" },
    });
    expect(
      (await crm.call("DELETE", `${path}/${id}?transfer_to=${standard}`)).body.profiles[0],
    ).toMatchObject({
      code: "SUCCESS",
      message: "Profile deleted",
    });
    const { body } = await crm.call("GET", `/crm/v8/users/${user.id}`);
    expect(body.users[0].profile.name).toBe("Standard");
    expect((await crm.call("GET", `${path}/${id}`)).status).toBe(204);
  });
});

describe("what is refused says which value is wrong", () => {
  test.each([
    ["no name", {}, "MANDATORY_NOT_FOUND", "name"],
    ["an empty name", { name: " " }, "MANDATORY_NOT_FOUND", "name"],
    ["a long name", { name: "x".repeat(51) }, "INVALID_DATA", "name"],
    ["a name that is taken, in any letters", { name: "STANDARD" }, "DUPLICATE_DATA", "name"],
    ["a long description", { name: "Fine", description: "x".repeat(251) }, "INVALID_DATA", "description"],
  ])("given %s, a clone is refused", async (_what, profile, code, api_name) => {
    const { status, body } = await crm.call("POST", `${path}/${standard}/actions/clone`, {
      profiles: [profile],
    });
    expect([status, body.profiles[0].code, body.profiles[0].details.api_name]).toEqual([400, code, api_name]);
  });

  test("given a predefined profile, it is neither changed nor deleted", async () => {
    const changed = await change(administrator, { description: "mine" });
    const deleted = await crm.call("DELETE", `${path}/${administrator}?transfer_to=${standard}`);
    for (const { status, body } of [changed, deleted])
      expect([status, body.profiles[0].code, body.profiles[0].details.reason]).toEqual([
        400,
        "NOT_ALLOWED",
        "predefined",
      ]);
  });

  test("given a permission that there is none of, it is named by its place", async () => {
    const id = await cloned("Odd");
    const switches = [
      { id: "Crm_Implied_View_Deals", enabled: true },
      { id: "Crm_Implied_Fly", enabled: true },
    ];
    expect((await change(id, { permissions_details: switches })).body.profiles[0]).toMatchObject({
      code: "INVALID_DATA",
      details: { json_path: "$.profiles[0].permissions_details[1].id" },
    });
  });
});

describe("the last administrator cannot be locked out", () => {
  test("given all administrators on a profile of their own, then it keeps its set-up, and is not traded for one without", async () => {
    const own = await cloned("Our administrators", administrator);
    await crm.call("PUT", `/crm/v8/users/${crm.adminId}`, { users: [{ profile: own }] });
    const off = [{ id: "Crm_Implied_Customize_Zoho_CRM", enabled: false }];
    const refused = [
      await change(own, { permissions_details: off }),
      await crm.call("DELETE", `${path}/${own}?transfer_to=${standard}`),
    ];
    for (const { status, body } of refused)
      expect([status, body.profiles[0].code, body.profiles[0].details.reason]).toEqual([
        400,
        "NOT_ALLOWED",
        "last_administrator",
      ]);
    expect(await allowed(own)).toContain("Crm_Implied_Customize_Zoho_CRM");
    expect(
      (await crm.call("DELETE", `${path}/${own}?transfer_to=${administrator}`)).body.profiles[0].code,
    ).toBe("SUCCESS");
  });

  test("given two profiles with set-up, when both lose it at once, then one of them keeps it", async () => {
    const [one, two] = [await cloned("One", administrator), await cloned("Two", administrator)];
    const other = await asProfile(two);
    await crm.call("PUT", `/crm/v8/users/${crm.adminId}`, { users: [{ profile: one }] });
    const off = {
      profiles: [{ permissions_details: [{ id: "Crm_Implied_Customize_Zoho_CRM", enabled: false }] }],
    };
    // Both have looked who else is administrator before either goes on, were they let.
    const { db } = crm.system.deps;
    const both = await inOrganization(db, crm.organizationId, async (tx) => {
      await tx.selectFrom("crm_profile").select("id").where("id", "in", [one, two]).forUpdate().execute();
      const asked = [
        crm.call("PUT", `${path}/${one}`, off, other.headers),
        crm.call("PUT", `${path}/${two}`, off),
      ];
      await setTimeout(300);
      return { asked };
    }).then(({ asked }) => Promise.all(asked));
    const codes = both.map(({ body }) => body.code ?? body.profiles[0].code);
    expect(codes.filter((code) => code === "SUCCESS")).toHaveLength(1);
    const { count } = (await crm.call("GET", "/crm/v8/users?type=AdminUsers", undefined, other.headers)).body
      .info;
    expect(count).toBe(1);
  });
});

describe("withRight", () => {
  const anyRight = fc.constantFrom(...recordRights);
  const isSound = (rights: readonly RecordRight[]): boolean =>
    rights.every((right) => {
      const parent = parentRights[right];
      return parent === undefined || rights.includes(parent);
    });

  test("law: however rights are switched, none is held without what it needs, and the last switch is as it was set", () => {
    const law = (): void =>
      fc.assert(
        fc.property(fc.array(fc.tuple(anyRight, fc.boolean()), { minLength: 1 }), (switches) => {
          const held = switches.reduce<RecordRight[]>((now, [right, on]) => withRight(now, right, on), []);
          const [right, isOn] = switches.at(-1) ?? ["view", true];
          return isSound(held) && held.includes(right) === isOn;
        }),
      );
    expect(law).not.toThrow();
  });
});
