import { unzipSync } from "fflate";
import { sql } from "kysely";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { inOrganization } from "#platform/db/db.ts";
import { exportRecords } from "#crm/bulk/bulk.job.ts";
import { type CrmWorld, openCrmWorld, type Json } from "./support/crm-world.ts";

// Without a worker, so that a test decides when a job runs and how far it gets.
let crm: CrmWorld;
let ids: string[];
beforeAll(async () => {
  crm = await openCrmWorld({ roles: "web" });
  const made = await crm.call("POST", "/crm/v8/Contacts", {
    data: Array.from({ length: 7 }, (_, at) => ({ Last_Name: `Person ${at}` })),
  });
  ids = made.body.data.map((item: Json) => item.details.id);
});
afterAll(() => crm.stop());

const create = async (query: object = {}): Promise<string> => {
  const reply = await crm.call("POST", "/crm/bulk/v8/read", {
    query: { module: { api_name: "Contacts" }, fields: ["id", "Last_Name"], ...query },
  });
  expect(reply.status).toBe(201);
  return reply.body.data[0].details.id;
};
const work = (job_id: string, signal = new AbortController().signal): Promise<void> =>
  exportRecords(crm.system.deps, { organization_id: crm.organizationId, job_id }, signal, 3);
const state = async (job: string): Promise<Json> =>
  (await crm.call("GET", `/crm/bulk/v8/read/${job}`)).body?.data[0];

/** The ids in a job's file. */
async function rowsOf(job: string): Promise<string[]> {
  const file = await fetch(`${crm.url}/crm/bulk/v8/read/${job}/result`, {
    headers: { authorization: `Zoho-oauthtoken ${crm.token}` },
  });
  expect(file.status).toBe(200);
  const [bytes] = Object.values(unzipSync(new Uint8Array(await file.arrayBuffer())));
  const [header, ...lines] = Buffer.from(bytes ?? [])
    .toString()
    .trimEnd()
    .split("\n");
  expect(header).toBe("id,Last_Name");
  return lines.map((line) => line.split(",")[0] ?? "");
}

describe("a bulk read of more records than a page holds", () => {
  test("given pages of three, each page names the next, and together they hold every record once", async () => {
    const seen: string[] = [];
    const counts: number[] = [];
    let token: string | undefined;
    do {
      const job = await create(token === undefined ? {} : { page_token: token });
      expect((await state(job)).state).toBe("ADDED");
      await work(job);
      const { result } = await state(job);
      counts.push(result.count);
      seen.push(...(await rowsOf(job)));
      expect(result.more_records).toBe(result.next_page_token !== null);
      token = result.next_page_token ?? undefined;
    } while (token !== undefined);
    expect(counts).toEqual([3, 3, 1]);
    expect(seen).toEqual(ids);
  });

  test("given a page by its number, it holds the records of that page", async () => {
    const job = await create({ page: 2 });
    await work(job);
    expect(await rowsOf(job)).toEqual(ids.slice(3, 6));
  });

  test("given a token that was altered, the job is refused and names it", async () => {
    const reply = await crm.call("POST", "/crm/bulk/v8/read", {
      query: { module: { api_name: "Contacts" }, page_token: "x" },
    });
    expect(reply.body).toMatchObject({
      code: "INVALID_DATA",
      details: { json_path: "$.query.page_token" },
    });
  });
});

describe("a job that does not end as planned", () => {
  test("given a worker that stops in the middle, another one starts over and the file is whole, once", async () => {
    const job = await create();
    await expect(work(job, AbortSignal.abort())).rejects.toThrow(/aborted/);
    expect((await state(job)).state).toBe("IN PROGRESS");
    expect((await crm.call("GET", `/crm/bulk/v8/read/${job}/result`)).body).toMatchObject({
      code: "INVALID_DATA",
      message: "the result is not ready",
    });
    await work(job);
    await work(job);
    expect(await rowsOf(job)).toEqual(ids.slice(0, 3));
  });

  test("given a view that is deleted before the job runs, the job fails and says why", async () => {
    const made = await crm.call("POST", "/crm/v8/settings/custom_views?module=Contacts", {
      custom_views: [{ name: "Soon gone" }],
    });
    const cvid: string = made.body.custom_views[0].details.id;
    const job = await create({ cvid });
    await crm.call("DELETE", `/crm/v8/settings/custom_views/${cvid}?module=Contacts`);
    await work(job);
    expect(await state(job)).toMatchObject({
      state: "FAILURE",
      error: "the view is gone or uses a field that is gone",
    });
  });

  test("given a user who is inactive when the job runs, the job fails and nothing is exported", async () => {
    const userId = await crm.addUser("leaver@example.com", "Leaver");
    const as = { authorization: `Zoho-oauthtoken ${await crm.tokenFor(userId, "leaver@example.com")}` };
    const made = await crm.call(
      "POST",
      "/crm/bulk/v8/read",
      { query: { module: { api_name: "Contacts" } } },
      as,
    );
    const job: string = made.body.data[0].details.id;
    await crm.call("PUT", `/crm/v8/users/${userId}`, { users: [{ status: "inactive" }] });
    await work(job);
    await crm.call("PUT", `/crm/v8/users/${userId}`, { users: [{ status: "active" }] });
    const reply = await crm.call("GET", `/crm/bulk/v8/read/${job}`, undefined, as);
    expect(reply.body.data[0]).toMatchObject({
      state: "FAILURE",
      error: expect.stringContaining("inactive"),
    });
  });

  test("given a job that is a day old, its file is gone with it when the next one is asked for", async () => {
    const job = await create();
    await work(job);
    await inOrganization(crm.system.deps.db, crm.organizationId, (tx) =>
      sql`update crm_bulk_job set created_time = created_time - interval '25 hours' where id = ${job}`.execute(
        tx,
      ),
    );
    await create();
    expect(await state(job)).toBeUndefined();
    const left = await inOrganization(crm.system.deps.db, crm.organizationId, (tx) =>
      tx.selectFrom("crm_bulk_chunk").select("job_id").where("job_id", "=", job).execute(),
    );
    expect(left).toEqual([]);
  });
});
