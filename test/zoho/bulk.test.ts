import { zipSync } from "fflate";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Field } from "#zoho/metadata.ts";
import { allOf, clientOf } from "./client-in-test.ts";
import { error, type FaultyCrm, json, type Reply, startFaultyCrm } from "./faulty-crm.ts";

const jobs = "/crm/bulk/v8/read";

let crm: FaultyCrm;
beforeEach(async () => {
  crm = await startFaultyCrm();
});
afterEach(() => crm.close());

const fields = [
  { api_name: "Account_Name", data_type: "text", json_type: "string" },
  { api_name: "Parent_Account", data_type: "lookup", json_type: "jsonobject" },
  { api_name: "Owner", data_type: "ownerlookup", json_type: "jsonobject" },
  { api_name: "Employees", data_type: "integer", json_type: "integer" },
  { api_name: "Annual_Revenue", data_type: "currency", json_type: "double" },
  { api_name: "Active", data_type: "boolean", json_type: "boolean" },
  { api_name: "Tags", data_type: "multiselectpicklist", json_type: "jsonarray" },
  { api_name: "Modified_Time", data_type: "datetime", json_type: "string" },
].map((field) => Field.parse(field));

const header = "Id,Account_Name,Parent_Account.id,Owner,Employees,Annual_Revenue,Active,Tags,Modified_Time";

function row(i: number): string {
  const id = `5725767${String(i).padStart(12, "0")}`;
  return `${id},"Ace, ""${i}""\nLtd",5725767000000000001,5725767000000411001,${i},${i}.5,true,A;B,2026-01-05T10:00:00+01:00`;
}

function file(from: number, count: number, name = "1.csv"): Uint8Array {
  const lines = Array.from({ length: count }, (_, i) => row(from + i));
  return zipSync({ [name]: new TextEncoder().encode(`\uFEFF${[header, ...lines].join("\n")}\n`) });
}

function bytes(body: Uint8Array, length = body.length): Reply {
  return (response) =>
    response.writeHead(200, { "content-type": "application/zip" }).end(body.subarray(0, length));
}

/** Breaks off at the given part of the file. */
function broken(body: Uint8Array, part: number): Reply {
  return (response) => {
    response.writeHead(200, { "content-type": "application/zip", "content-length": String(body.length) });
    response.write(body.subarray(0, Math.floor(body.length * part)), () =>
      setTimeout(() => response.socket?.resetAndDestroy(), 20),
    );
  };
}

function job(id: string, state: string, result?: object): Reply {
  return json(200, { data: [{ id, operation: "read", state, ...(result ? { result } : {}) }] });
}

function completed(id: string, count: number, nextToken: string | null = null): Reply {
  return job(id, "COMPLETED", {
    page: 1,
    count,
    more_records: nextToken !== null,
    next_page_token: nextToken,
    download_url: "https://evil.example/file",
    per_page: 200_000,
  });
}

function created(id: string): Reply {
  return json(201, {
    data: [
      { status: "success", code: "ADDED_SUCCESSFULLY", message: "Added", details: { id, state: "ADDED" } },
    ],
    info: {},
  });
}

describe("a bulk read", () => {
  it("given a job of two pages, then all rows come in the shape of the list, in batches, with what they cost", async () => {
    crm.once(jobs, created("j1"), created("j2"));
    crm.once(`${jobs}/j1`, job("j1", "ADDED"), job("j1", "IN PROGRESS"), completed("j1", 2500, "next"));
    crm.once(`${jobs}/j2`, completed("j2", 10));
    crm.once(`${jobs}/j1/result`, bytes(file(1, 2500)));
    crm.once(`${jobs}/j2/result`, bytes(file(2501, 10)));
    const { zoho, waits } = clientOf(crm);
    const batches = await allOf(zoho.bulkRead("Accounts", { fields, cvid: "77" }));
    expect(
      batches.map((one) => one.ok && [one.value.records.length, one.value.at, one.value.next, one.credits]),
    ).toEqual([
      [1000, { page: 1, job: "j1" }, undefined, 53],
      [1000, { page: 1, job: "j1" }, undefined, 0],
      [500, { page: 1, job: "j1" }, { page: 2, pageToken: "next" }, 0],
      [10, { page: 2, pageToken: "next", job: "j2" }, null, 51],
    ]);
    expect(batches[0]?.ok && batches[0].value.records[6]).toEqual({
      id: "5725767000000000007",
      Account_Name: 'Ace, "7"\nLtd',
      Parent_Account: { id: "5725767000000000001" },
      Owner: { id: "5725767000000411001" },
      Employees: 7,
      Annual_Revenue: 7.5,
      Active: true,
      Tags: ["A", "B"],
      Modified_Time: "2026-01-05T10:00:00+01:00",
    });
    expect(waits).toEqual([750, 1500]);
    expect(crm.heardAt(jobs).map((one) => (JSON.parse(one.body) as { query: object }).query)).toMatchObject([
      { cvid: "77", page: 1 },
      { cvid: "77", page_token: "next" },
    ]);
    expect(new Set(batches.map((one) => (one.ok ? one.value.scanStart : "")))).toHaveLength(1);
  });

  it("given an empty view, then one empty batch ends the read", async () => {
    crm.once(jobs, created("j1"));
    crm.once(`${jobs}/j1`, completed("j1", 0));
    crm.once(`${jobs}/j1/result`, bytes(file(1, 0)));
    expect(await allOf(clientOf(crm).zoho.bulkRead("Accounts", { fields }))).toMatchObject([
      { ok: true, value: { records: [], next: null } },
    ]);
  });

  it("given fault 5 a download that breaks off, then it goes on after the rows that were given", async () => {
    const whole = file(1, 30_000);
    crm.once(jobs, created("j1"));
    crm.once(`${jobs}/j1`, completed("j1", 30_000));
    crm.once(`${jobs}/j1/result`, broken(whole, 0.7), bytes(whole));
    const batches = await allOf(clientOf(crm).zoho.bulkRead("Accounts", { fields }));
    const ids = batches.flatMap((one) => (one.ok ? one.value.records.map((record) => record.id) : []));
    expect([ids.length, new Set(ids).size]).toEqual([30_000, 30_000]);
    expect(crm.heardAt(`${jobs}/j1/result`)).toHaveLength(2);
    expect(crm.heardAt(jobs)).toHaveLength(1);
  });

  const bad: { fault: string; reply: Reply; failure: object }[] = [
    {
      fault: "5 a file that is cut",
      reply: bytes(file(1, 100), 800),
      failure: { kind: "malformed", path: "$.file" },
    },
    {
      fault: "5 a file with fewer rows than counted",
      reply: bytes(file(1, 99)),
      failure: { kind: "malformed", detail: "99 rows instead of 100" },
    },
    {
      fault: "5 a file with more rows than counted",
      reply: bytes(file(1, 101)),
      failure: { kind: "malformed" },
    },
    {
      fault: "6 a file that is no zip",
      reply: bytes(new TextEncoder().encode("<html>proxy</html>".repeat(50))),
      failure: { kind: "malformed" },
    },
    {
      fault: "6 a zip of something else",
      reply: bytes(file(1, 100, "readme.exe")),
      failure: { kind: "malformed" },
    },
    {
      fault: "20 status 500",
      reply: json(500, error("INTERNAL_ERROR")),
      failure: { kind: "unreachable", cause: "server_error" },
    },
  ];
  it.each(bad)(
    "given fault $fault, when it lasts, then the page is never taken for complete",
    async ({ reply, failure }) => {
      crm.once(jobs, created("j1"));
      crm.once(`${jobs}/j1`, completed("j1", 100));
      crm.always(`${jobs}/j1/result`, reply);
      const batches = await allOf(clientOf(crm).zoho.bulkRead("Accounts", { fields }));
      expect(batches.at(-1)).toMatchObject({ ok: false, failure });
      expect(batches.some((one) => one.ok && one.value.next !== undefined)).toBe(false);
      expect(crm.heardAt(`${jobs}/j1/result`)).toHaveLength(5);
    },
  );

  it("given a reader that stopped within a page, then the job is used again and not paid for again", async () => {
    crm.once(`${jobs}/j1`, completed("j1", 10));
    crm.once(`${jobs}/j1/result`, bytes(file(1, 10)));
    const batches = await allOf(
      clientOf(crm).zoho.bulkRead("Accounts", { fields }, { page: 3, pageToken: "t3", job: "j1" }),
    );
    expect(batches).toMatchObject([
      { ok: true, credits: 1, value: { next: null, at: { page: 3, job: "j1" } } },
    ]);
    expect(crm.heardAt(jobs)).toHaveLength(0);
  });

  it("given a job that is gone when the reader comes back, then the same page is exported anew", async () => {
    crm.once(`${jobs}/old`, json(404, error("RESOURCE_NOT_FOUND")));
    crm.once(jobs, created("j2"));
    crm.once(`${jobs}/j2`, completed("j2", 10));
    crm.once(`${jobs}/j2/result`, bytes(file(1, 10)));
    const batches = await allOf(
      clientOf(crm).zoho.bulkRead("Accounts", { fields }, { page: 3, pageToken: "t3", job: "old" }),
    );
    expect(batches).toMatchObject([{ ok: true, value: { at: { page: 3, job: "j2" } } }]);
    expect(JSON.parse(crm.heardAt(jobs)[0]?.body ?? "")).toMatchObject({ query: { page_token: "t3" } });
  });

  const refusals: { what: string; at: "create" | "poll"; reply: Reply; failure: object }[] = [
    {
      what: "a view that is gone",
      at: "create",
      reply: json(400, error("INVALID_DATA", { json_path: "$.query.cvid" })),
      failure: { kind: "invalid_view", view: "77" },
    },
    {
      what: "a page token that expired",
      at: "create",
      reply: json(400, error("INVALID_DATA", { json_path: "$.query.page_token" })),
      failure: { kind: "scan_expired" },
    },
    {
      what: "a refusal in the place of the job",
      at: "create",
      reply: json(400, { data: [error("INVALID_MODULE")] }),
      failure: { kind: "invalid_module" },
    },
    {
      what: "a job that fails",
      at: "poll",
      reply: job("j1", "FAILURE"),
      failure: { kind: "job_failed", job: "j1" },
    },
    {
      what: "another job than asked for",
      at: "poll",
      reply: completed("j9", 10),
      failure: { kind: "malformed" },
    },
    {
      what: "a job that never ends",
      at: "poll",
      reply: job("j1", "QUEUED"),
      failure: { kind: "job_failed", detail: "not completed within an hour" },
    },
  ];
  it.each(refusals)("given $what, then the read ends with that reason", async ({ at, reply, failure }) => {
    crm.always(jobs, at === "create" ? reply : created("j1"));
    crm.always(`${jobs}/j1`, reply);
    expect(await allOf(clientOf(crm).zoho.bulkRead("Accounts", { fields, cvid: "77" }))).toMatchObject([
      { ok: false, failure },
    ]);
  });

  it("given fault 21 a download that stalls, then it is begun again and ends in time", async () => {
    crm.once(jobs, created("j1"));
    crm.once(`${jobs}/j1`, completed("j1", 10));
    crm.always(`${jobs}/j1/result`, (response) => {
      response.writeHead(200, { "content-type": "application/zip" }).write(file(1, 10).subarray(0, 50));
    });
    const { zoho, hurry } = clientOf(crm);
    await hurry(300);
    const batches = await allOf(zoho.bulkRead("Accounts", { fields }));
    expect(batches).toMatchObject([{ ok: false, failure: { kind: "unreachable", cause: "timeout" } }]);
    expect(crm.heardAt(`${jobs}/j1/result`)).toHaveLength(5);
  });

  it("given a reader that leaves after the first batch, then the download is given up", async () => {
    const whole = file(1, 60_000);
    let isClosed = false;
    crm.once(jobs, created("j1"));
    crm.once(`${jobs}/j1`, completed("j1", 60_000));
    crm.once(`${jobs}/j1/result`, (response) => {
      response.on("close", () => (isClosed = true));
      response
        .writeHead(200, { "content-type": "application/zip" })
        .write(whole.subarray(0, Math.floor(whole.length / 2)));
    });
    for await (const batch of clientOf(crm).zoho.bulkRead("Accounts", { fields })) {
      expect(batch.ok).toBe(true);
      break;
    }
    await expect.poll(() => isClosed).toBe(true);
  });
});
