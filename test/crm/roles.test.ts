import fc from "fast-check";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { circleOf } from "#crm/user/role.ts";
import { type CrmWorld, type Json, openCrmWorld } from "./support/crm-world.ts";

let crm: CrmWorld;
let ceo: string;
let manager: string;
beforeAll(async () => {
  crm = await openCrmWorld();
  const { body } = await crm.call("GET", path);
  [ceo, manager] = body.roles.map(({ id }: Json) => id);
});
afterAll(() => crm.stop());

const path = "/crm/v8/settings/roles";

async function made(name: string, above: string): Promise<string> {
  const { status, body } = await crm.call("POST", path, {
    roles: [{ name, reporting_to: { id: above }, share_with_peers: true }],
  });
  expect([status, body.roles[0].message]).toEqual([201, "Role added"]);
  return body.roles[0].details.id;
}

const one = async (id: string): Promise<Json> => (await crm.call("GET", `${path}/${id}`)).body.roles[0];

describe("the tree of roles", () => {
  test("given a new role, then it stands below its superior, and moves with what is below it", async () => {
    const sales = await made("Sales", manager);
    const junior = await made("Junior sales", sales);
    expect(await one(junior)).toMatchObject({
      reporting_to: { id: sales, name: "Sales" },
      share_with_peers: true,
      created_by__s: { id: crm.adminId },
    });
    const moved = { roles: [{ id: sales, reporting_to: { id: ceo }, name: "Sales team" }] };
    expect((await crm.call("PUT", path, moved)).body.roles[0].message).toBe("Role updated");
    expect((await one(sales)).reporting_to.name).toBe("CEO");
    expect((await one(junior)).reporting_to.name).toBe("Sales team");
  });

  test("given a role that would report to itself in the end, then reporting_to is refused and the circle told", async () => {
    const upper = await made("Upper", manager);
    const lower = await made("Lower", upper);
    for (const [id, above, words] of [
      [upper, lower, "Upper reports to Lower reports to Upper"],
      [upper, upper, "Upper reports to Upper"],
      [ceo, lower, "CEO reports to Lower reports to Upper reports to Manager reports to CEO"],
    ] as const) {
      const { status, body } = await crm.call("PUT", `${path}/${id}`, {
        roles: [{ reporting_to: { id: above } }],
      });
      expect(status).toBe(400);
      expect(body.roles[0]).toMatchObject({
        code: "INVALID_DATA",
        message: `reporting_to would close a circle: ${words}`,
        details: { api_name: "reporting_to", json_path: "$.roles[0].reporting_to", reason: "circular" },
      });
    }
    expect((await one(upper)).reporting_to.name).toBe("Manager");
  });

  test("given a role with users, a subordinate and a view, when it is deleted, then users and view go to the other role, and the subordinate moves up", async () => {
    const middle = await made("Middle", manager);
    const below = await made("Below", middle);
    const { body } = await crm.call("POST", "/crm/v8/users", {
      users: [{ last_name: "Mid", email: "mid@example.com", role: middle, profile: (await profiles())[1] }],
    });
    const user = body.users[0].details.id;
    const view = {
      custom_views: [{ name: "Middle's", access_type: "shared", shared_to: [{ type: "roles", id: middle }] }],
    };
    const shared = await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", view);
    expect((await crm.call("DELETE", `${path}/${middle}`)).body.details.param_name).toBe("transfer_to_id");

    expect(
      (await crm.call("DELETE", `${path}/${middle}?transfer_to_id=${below}`)).body.roles[0],
    ).toMatchObject({
      code: "SUCCESS",
      message: "Role Deleted",
    });

    expect((await crm.call("GET", `/crm/v8/users/${user}`)).body.users[0].role.name).toBe("Below");
    expect((await one(below)).reporting_to.name).toBe("Manager");
    const id = shared.body.custom_views[0].details.id;
    const shown = await crm.call("GET", `/crm/v8/settings/custom_views/${id}?module=Accounts`);
    expect(shown.body.custom_views[0].shared_to).toMatchObject([{ type: "roles", id: below }]);
  });

  test("given the role that new users get is gone, then a new user gets one that is there", async () => {
    const { body } = await crm.call("POST", path, { roles: [{ name: "Clerk", reporting_to: { id: ceo } }] });
    const clerk = body.roles[0].details.id;
    await crm.call("DELETE", `${path}/${manager}?transfer_to_id=${clerk}`);
    const made = await crm.call("POST", "/crm/v8/users", {
      users: [{ last_name: "New", email: "new@example.com", profile: (await profiles())[1] }],
    });
    const { users } = (await crm.call("GET", `/crm/v8/users/${made.body.users[0].details.id}`)).body;
    expect(users[0].role.name).toBe("Clerk");
  });
});

const profiles = async (): Promise<string[]> =>
  (await crm.call("GET", "/crm/v8/settings/profiles")).body.profiles.map(({ id }: Json) => id);

describe("what is refused says which value is wrong", () => {
  test.each([
    ["no name", { reporting_to: "head" }, "MANDATORY_NOT_FOUND", "name"],
    ["no superior", { name: "Alone" }, "MANDATORY_NOT_FOUND", "reporting_to"],
    [
      "a superior that is none",
      { name: "Lost", reporting_to: { id: "5725767000009999999" } },
      "INVALID_DATA",
      "reporting_to",
    ],
    ["nobody above", { name: "Second head", reporting_to: null }, "INVALID_DATA", "reporting_to"],
    ["a name that is taken", { name: "ceo", reporting_to: "head" }, "DUPLICATE_DATA", "name"],
    [
      "a wrong switch",
      { name: "Odd", reporting_to: "head", share_with_peers: "yes" },
      "INVALID_DATA",
      "share_with_peers",
    ],
  ])("given %s, a role is refused", async (_what, role, code, api_name) => {
    const given =
      "reporting_to" in role && role.reporting_to === "head" ? { ...role, reporting_to: { id: ceo } } : role;
    const { status, body } = await crm.call("POST", path, { roles: [given] });
    expect([status, body.roles[0].code, body.roles[0].details.api_name]).toEqual([400, code, api_name]);
  });

  test("given the topmost role, it is not deleted", async () => {
    const other = await made("Other", ceo);
    const { body } = await crm.call("DELETE", `${path}/${ceo}?transfer_to_id=${other}`);
    expect(body.roles[0]).toMatchObject({ code: "NOT_ALLOWED", details: { reason: "topmost" } });
  });
});

describe("circleOf", () => {
  test("law: moves that it allows never close a circle, whatever their order", () => {
    const moves = fc.array(fc.tuple(fc.nat(7), fc.nat(7)), { maxLength: 40 });
    const law = (): void =>
      fc.assert(
        fc.property(moves, (wanted) => {
          let tree = Array.from({ length: 8 }, (_, at) => ({
            id: String(at),
            name: `R${at}`,
            reports_to: at === 0 ? null : String(Math.floor(at / 2)),
          }));
          for (const [at, above] of wanted) {
            const [id, reportsTo] = [String(at), String(above)];
            if (circleOf(tree, { id, reportsTo }) === undefined)
              tree = tree.map((role) => (role.id === id ? { ...role, reports_to: reportsTo } : role));
          }
          const byId = new Map(tree.map((role) => [role.id, role.reports_to]));
          return tree.every(({ id }) => {
            let at: string | null = id;
            for (let steps = 0; at !== null && steps < 9; steps += 1) at = byId.get(at) ?? null;
            return at === null;
          });
        }),
      );
    expect(law).not.toThrow();
  });
});
