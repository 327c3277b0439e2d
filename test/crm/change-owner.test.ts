import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import { changeOwnersOfView, ownerQueue } from "#crm/owner/owner.job.ts";
import { sql } from "kysely";
import { type CrmWorld, type Json, openCrmWorld, type Reply } from "./support/crm-world.ts";

// Without a worker, so that a test decides when a job runs and how far it gets.
let crm: CrmWorld;
let john: string;
beforeAll(async () => {
  crm = await openCrmWorld({ roles: "web" });
  john = await crm.addUser("john@example.com", "John Doe");
});
afterAll(() => crm.stop());

const accounts = "/crm/v8/Accounts";
let first: string;
let second: string;
beforeEach(async () => {
  [first = "", second = ""] = await add("Accounts", [{ Account_Name: "First" }, { Account_Name: "Second" }]);
});

async function add(module: string, data: object[]): Promise<string[]> {
  const made = await crm.call("POST", `/crm/v8/${module}`, { data });
  expect(made.status).toBe(201);
  return made.body.data.map((item: Json) => item.details.id);
}

async function ownerOf(id: string, module = "Accounts"): Promise<string> {
  return (await crm.call("GET", `/crm/v8/${module}/${id}?fields=Owner`)).body.data[0].Owner.id;
}

const many = (body: object, headers?: Record<string, string>): Promise<Reply> =>
  crm.call("POST", `${accounts}/actions/change_owner`, body, headers);

/** A user of a profile of their own, which is Standard but for what is switched off. */
async function limited(
  name: string,
  off: string[],
): Promise<{ id: string; headers: Record<string, string> }> {
  const { profiles } = (await crm.call("GET", "/crm/v8/settings/profiles")).body;
  const standard = profiles.find((one: Json) => one.name === "Standard").id;
  const cloned = await crm.call("POST", `/crm/v8/settings/profiles/${standard}/actions/clone`, {
    profiles: [{ name, description: "" }],
  });
  const profile = cloned.body.profiles[0].details.id;
  const email = `${name.toLowerCase().replaceAll(" ", ".")}@example.com`;
  const id = await crm.addUser(email, name);
  await crm.call("PUT", `/crm/v8/settings/profiles/${profile}`, {
    profiles: [{ permissions_details: off.map((one) => ({ id: one, enabled: false })) }],
  });
  await crm.call("PUT", `/crm/v8/users/${id}`, { users: [{ profile }] });
  return { id, headers: { authorization: `Zoho-oauthtoken ${await crm.tokenFor(id, email)}` } };
}

describe("changing the owner of records", () => {
  test("given one record, when its owner is changed, then it is the new one's, and its timeline says so", async () => {
    const done = await crm.call("POST", `${accounts}/${first}/actions/change_owner`, { owner: { id: john } });
    expect(done).toMatchObject({
      status: 200,
      body: {
        data: [
          {
            code: "SUCCESS",
            details: { id: first },
            message: "owner is successfully updated",
            status: "success",
          },
        ],
      },
    });
    expect([await ownerOf(first), await ownerOf(second)]).toEqual([john, crm.adminId]);
    const { __timeline } = (await crm.call("GET", `${accounts}/${first}/__timeline`)).body;
    expect(JSON.stringify(__timeline[0].field_history)).toContain('"Owner"');
    const none = await crm.call("POST", `${accounts}/${john}/actions/change_owner`, { owner: { id: john } });
    expect([none.status, none.body.code, none.body.details]).toEqual([
      400,
      "INVALID_DATA",
      { resource_path_index: 1 },
    ]);
  });

  test("given several records of which one is none, then the others change; clients of Zoho CRM are told by 207", async () => {
    const body = { ids: [first, john, second], owner: { id: john } };
    const direct = await many(body);
    expect([direct.status, direct.body.data.map((item: Json) => item.code)]).toEqual([
      202,
      ["SUCCESS", "INVALID_DATA", "SUCCESS"],
    ]);
    expect([await ownerOf(first), await ownerOf(second)]).toEqual([john, john]);
    expect((await many(body, { "x-zoho-sdk": "linux/typescript-8.0" })).status).toBe(207);
    expect((await many({ ids: [first, second], owner: { id: john } })).status).toBe(200);
    expect((await many({ ids: [john], owner: { id: john } })).status).toBe(400);
  });

  test("given somebody who cannot own them, then nothing changes and it is said why", async () => {
    const blind = await limited("Blind Owner", ["Crm_Implied_View_Accounts"]);
    const idle = await crm.addUser("idle@example.com", "Ida Idle");
    await crm.call("PUT", `/crm/v8/users/${idle}`, { users: [{ status: "inactive" }] });
    const answers = [];
    for (const owner of [{ id: idle }, { id: blind.id }, { id: first }, {}]) {
      const { status, body } = await many({ ids: [first], owner });
      answers.push([status, body.code, body.details]);
    }
    const place = { api_name: "id", json_path: "$.owner.id" };
    expect(answers).toEqual([
      [400, "INVALID_DATA", { ...place, owner_status: "inactive" }],
      [403, "CANNOT_ASSIGN", { permissions: ["Crm_Implied_View_Accounts"] }],
      [400, "INVALID_DATA", place],
      [400, "MANDATORY_NOT_FOUND", place],
    ]);
    expect(await ownerOf(first)).toBe(crm.adminId);
  });

  test("given a request that cannot be used, then it is refused with its place", async () => {
    const owner = { id: john };
    const answers = [];
    for (const body of [
      { ids: [first] },
      { owner },
      { ids: first, owner },
      { ids: [first, "x"], owner },
      { ids: Array.from({ length: 501 }, () => first), owner },
      { ids: [first], owner, related_modules: [{ api_name: "Leads" }] },
      { ids: [first], owner, related_modules: [{}] },
    ]) {
      const { status, body: answer } = await many(body);
      answers.push([
        status,
        answer.code,
        answer.details.json_path ?? answer.details.expected_fields[0].json_path,
      ]);
    }
    expect(answers).toEqual([
      [400, "MANDATORY_NOT_FOUND", "$.owner"],
      [400, "MANDATORY_NOT_FOUND", "$.ids"],
      [400, "INVALID_DATA", "$.ids"],
      [400, "INVALID_DATA", "$.ids[1]"],
      [400, "LIMIT_EXCEEDED", "$.ids"],
      [400, "INVALID_DATA", "$.related_modules[0].api_name"],
      [400, "EXPECTED_FIELD_MISSING", "$.related_modules[0].api_name"],
    ]);
    expect(await ownerOf(first)).toBe(crm.adminId);
  });

  test("given a profile without the right to edit, then it is refused by the right's name", async () => {
    const reader = await limited("Rita Reader", ["Crm_Implied_Edit_Accounts"]);
    const { status, body } = await many({ ids: [first], owner: { id: john } }, reader.headers);
    expect([status, body.code, body.details]).toEqual([
      403,
      "NO_PERMISSION",
      { permissions: ["Crm_Implied_Edit_Accounts"] },
    ]);
  });

  test("given private accounts, then those of somebody else are none, and the own ones go", async () => {
    await crm.call("PUT", "/crm/v8/settings/data_sharing", {
      data_sharing: [{ module: { api_name: "Accounts" }, share_type: "private" }],
    });
    const token = await crm.tokenFor(john, "john@example.com");
    const headers = { authorization: `Zoho-oauthtoken ${token}` };
    await many({ ids: [second], owner: { id: john } });
    const { status, body } = await many({ ids: [first, second], owner: { id: crm.adminId } }, headers);
    expect([status, body.data.map((item: Json) => item.code)]).toEqual([202, ["INVALID_DATA", "SUCCESS"]]);
    await crm.call("PUT", "/crm/v8/settings/data_sharing", {
      data_sharing: [{ module: { api_name: "Accounts" }, share_type: "public" }],
    });
  });

  test("given related modules, then their records go along; Tasks are none here, and others stay", async () => {
    const [theirs = ""] = await add("Contacts", [{ Last_Name: "Miles", Account_Name: { id: first } }]);
    const [others = ""] = await add("Contacts", [{ Last_Name: "Other", Account_Name: { id: second } }]);
    const [deal = ""] = await add("Deals", [
      { Deal_Name: "Seats", Stage: "Qualification", Account_Name: { id: first } },
    ]);
    const related_modules = [{ api_name: "Contacts" }, { api_name: "Tasks" }];
    const done = await many({ ids: [first], owner: { id: john }, related_modules, notify: false });
    expect(done.status).toBe(200);
    expect([
      await ownerOf(theirs, "Contacts"),
      await ownerOf(others, "Contacts"),
      await ownerOf(deal, "Deals"),
    ]).toEqual([john, crm.adminId, crm.adminId]);
  });
});

describe("changing the owner of a view", () => {
  const path = `${accounts}/actions/mass_change_owner`;
  let view: string;

  /** Five accounts of their own name, and the view of them that are the administrator's. */
  async function five(name: string): Promise<string[]> {
    const ids = await add(
      "Accounts",
      Array.from({ length: 5 }, (_, at) => ({ Account_Name: `${name} ${at}`, Phone: String(at) })),
    );
    const made = await crm.call("POST", "/crm/v8/settings/custom_views?module=Accounts", {
      custom_views: [
        {
          name,
          criteria: {
            group_operator: "AND",
            group: [
              { field: { api_name: "Account_Name" }, comparator: "starts_with", value: name },
              { field: { api_name: "Owner" }, comparator: "equal", value: { id: crm.adminId } },
            ],
          },
        },
      ],
    });
    view = made.body.custom_views[0].details.id;
    return ids;
  }

  const schedule = async (body: object = {}): Promise<string> => {
    const made = await crm.call("POST", path, { cvid: view, owner: { id: john }, ...body });
    expect([made.status, made.body.data[0].code]).toEqual([202, "SCHEDULED"]);
    return made.body.data[0].details.job_id;
  };
  const work = (job_id: string, signal = new AbortController().signal): Promise<void> =>
    changeOwnersOfView(crm.system.deps, { organization_id: crm.organizationId, job_id }, signal, 2);
  const status = async (job: string): Promise<Json> =>
    (await crm.call("GET", `${path}?job_id=${job}`)).body.data[0];

  test("given a view by owner, then all of it is given away, though each record leaves the view, and what came later stays", async () => {
    const ids = await five("Harbour");
    const job = await schedule();
    expect(await status(job)).toEqual({
      Status: "SCHEDULED",
      Failed_Count: 0,
      Not_Updated_Count: 5,
      Updated_Count: 0,
      Total_Count: 5,
    });
    const [later = ""] = await add("Accounts", [{ Account_Name: "Harbour later" }]);
    await work(job);
    for (const id of ids) expect(await ownerOf(id)).toBe(john);
    expect(await ownerOf(later)).toBe(crm.adminId);
    expect(await status(job)).toEqual({
      Status: "COMPLETED",
      Failed_Count: 0,
      Not_Updated_Count: 0,
      Updated_Count: 5,
      Total_Count: 5,
    });
  });

  test("given criteria beside the view, then only what meets both is given away", async () => {
    const [, , third = ""] = await five("Criteria");
    const job = await schedule({
      criteria: { field: { api_name: "Phone" }, comparator: "equal", value: "2" },
    });
    expect((await status(job)).Total_Count).toBe(1);
    await work(job);
    expect(await ownerOf(third)).toBe(john);
    expect((await status(job)).Updated_Count).toBe(1);
  });

  test("given a worker that stops after its first step, then another one goes on from there", async () => {
    await five("Stopped");
    const job = await schedule();
    const stop = new AbortController();
    const first = work(job, stop.signal);
    await expect.poll(async () => (await status(job)).Updated_Count, { interval: 1 }).toBeGreaterThan(0);
    stop.abort();
    await first.catch(() => undefined);
    await work(job);
    expect(await status(job)).toMatchObject({ Status: "COMPLETED", Updated_Count: 5, Total_Count: 5 });
  });

  test("given an owner who became inactive meanwhile, then the job has failed, and no record is theirs", async () => {
    const [one = ""] = await five("Late");
    const away = await crm.addUser("away@example.com", "Ann Away");
    const job = await schedule({ owner: { id: away } });
    await crm.call("PUT", `/crm/v8/users/${away}`, { users: [{ status: "inactive" }] });
    await work(job);
    expect((await status(job)).Status).toBe("FAILED");
    expect(await ownerOf(one)).toBe(crm.adminId);
  });

  test("given a job that the engine gave up, then it says that it has failed", async () => {
    await five("Given up");
    const job = await schedule();
    await sql`update pgboss.job set state = 'failed' where name = ${ownerQueue.name} and singleton_key = ${job}`.execute(
      crm.system.deps.db,
    );
    expect(await status(job)).toMatchObject({ Status: "FAILED", Not_Updated_Count: 5 });
  });

  test("given a job of another module, of somebody else, of nobody, or none, then that is told", async () => {
    await five("Places");
    const job = await schedule();
    const elsewhere = await crm.call("GET", `/crm/v8/Contacts/actions/mass_change_owner?job_id=${job}`);
    expect([elsewhere.status, elsewhere.body.code]).toEqual([404, "NOT_FOUND"]);
    const token = await crm.tokenFor(john, "john@example.com");
    const headers = { authorization: `Zoho-oauthtoken ${token}` };
    expect((await crm.call("GET", `${path}?job_id=${job}`, undefined, headers)).status).toBe(204);
    expect((await crm.call("GET", `${path}?job_id=${john}`)).status).toBe(204);
    const { status: missing, body } = await crm.call("GET", path);
    expect([missing, body.code, body.details]).toEqual([
      400,
      "REQUIRED_PARAM_MISSING",
      { param_name: "job_id" },
    ]);
  });

  test("given a request that cannot be used, or a profile that may not, then it is refused", async () => {
    await five("Refused");
    const owner = { id: john };
    const conditions = Array.from({ length: 24 }, () => ({
      field: { api_name: "Phone" },
      comparator: "equal",
      value: "1",
    }));
    const answers = [];
    for (const body of [
      { owner },
      { cvid: john, owner },
      { cvid: view },
      { cvid: view, owner: { id: first } },
      { cvid: view, owner, criteria: { field: { api_name: "Nothing" }, comparator: "equal", value: "1" } },
      { cvid: view, owner, criteria: { group_operator: "OR", group: conditions } },
      { cvid: view, owner, territory: { id: "1" } },
    ]) {
      const { status, body: answer } = await crm.call("POST", path, body);
      answers.push([status, answer.code, answer.details.json_path ?? answer.details.limit]);
    }
    expect(answers).toEqual([
      [400, "MANDATORY_NOT_FOUND", "$.cvid"],
      [400, "INVALID_DATA", "$.cvid"],
      [400, "MANDATORY_NOT_FOUND", "$.owner"],
      [400, "INVALID_DATA", "$.owner.id"],
      [400, "INVALID_DATA", "$.criteria"],
      [400, "COMBINED_CRITERIA_LIMIT_EXCEEDED", 25],
      [400, "INVALID_DATA", "$.territory.id"],
    ]);
    const one = await limited("Olga One", ["Crm_Implied_Mass_Update_Accounts"]);
    const { status: forbidden, body } = await crm.call("POST", path, { cvid: view, owner }, one.headers);
    expect([forbidden, body.details.permissions]).toEqual([403, ["Crm_Implied_Mass_Update_Accounts"]]);
  });
});
