import { inOrganization } from "#platform/db/db.ts";
import { bulkQueue } from "#crm/bulk/bulk.job.ts";
import {
  type BulkJob,
  bulkPageSize,
  findChunk,
  findJob,
  insertJob,
  purgeJobs,
} from "#crm/bulk/bulk.store.ts";
import type { BulkQuery } from "#crm/bulk/bulk.table.ts";
import { findModule } from "#crm/field/module.ts";
import { criteriaContext, recordFilter } from "#crm/record/filter.store.ts";
import { readCriteria } from "#crm/criteria/criteria.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { needReading, needRight } from "./admission.ts";
import { nothing, ok, type V8Answer } from "./answer.ts";
import { isObject, readObject } from "./body.ts";
import { CrmRefusal, refusals } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** What a new job costs. */
const newJobCredits = 50;

const invalid = (json_path: string): CrmRefusal =>
  new CrmRefusal(400, "INVALID_DATA", "invalid data", { json_path });

async function create(call: V8Call): Promise<V8Answer> {
  const { query, callback, file_type = "csv" } = readObject(call.body);
  if (file_type !== "csv") throw invalid("$.file_type");
  const { name, wanted, after, page } = await readQuery(call, query);
  const { organization_id } = call.caller.organization;
  await purgeJobs(call.tx);
  const job_id = await insertJob(call.tx, organization_id, {
    module: name,
    query: wanted,
    user_id: call.caller.user.id,
    page,
    after_id: after,
    callback: readCallback(callback),
  });
  await call.deps.jobs.send(call.tx, bulkQueue, { organization_id, job_id });
  const job = await findJob(call.tx, job_id);
  const details = {
    id: job_id,
    operation: "read",
    state: "ADDED",
    created_by: { id: call.caller.user.id, name: job?.user_name },
    created_time: job?.created_time,
  };
  return {
    status: 201,
    json: {
      data: [{ status: "success", code: "ADDED_SUCCESSFULLY", message: "Added successfully.", details }],
      info: {},
    },
  };
}

async function readQuery(
  call: V8Call,
  query: unknown,
): Promise<{ name: BulkJob["module"]; wanted: BulkQuery; after: string | null; page: number }> {
  if (!isObject(query))
    throw new CrmRefusal(400, "MANDATORY_NOT_FOUND", "required field not found", { api_name: "query" });
  const given = isObject(query["module"]) ? query["module"]["api_name"] : query["module"];
  const name = typeof given === "string" ? findModule(given)?.api_name : undefined;
  if (!name) throw refusals.module({ json_path: "$.query.module.api_name" });
  needReading(call.caller, name);
  needRight(call.caller, name, "export");
  const about = { tx: call.tx, caller: call.caller, module: name };
  const { cvid, fields, criteria, page = 1, page_token } = query;
  if (
    cvid !== undefined &&
    (typeof cvid !== "string" || typeof (await recordFilter(about, { cvid })) === "string")
  )
    throw invalid("$.query.cvid");
  if (
    fields !== undefined &&
    !(Array.isArray(fields) && fields.length > 0 && fields.every((one) => typeof one === "string"))
  )
    throw invalid("$.query.fields");
  if (criteria !== undefined) {
    const read = readCriteria(criteria);
    if (!read.ok || !criteriaSql(read.value, criteriaContext(about)).ok) throw invalid("$.query.criteria");
  }
  if (typeof page !== "number" || !Number.isSafeInteger(page) || page < 1 || page > 1000)
    throw invalid("$.query.page");
  const token = page_token === undefined || page_token === null ? undefined : openToken(call, page_token);
  const wanted: BulkQuery = {
    module: { api_name: name },
    ...(cvid ? { cvid } : {}),
    ...(fields ? { fields } : {}),
    ...(criteria ? { criteria } : {}),
    page: token?.page ?? page,
  };
  return { name, wanted, after: token?.after ?? null, page: token?.page ?? page };
}

function readCallback(callback: unknown): BulkJob["callback"] {
  if (callback === undefined || callback === null) return null;
  // Nobody is called back yet: a caller that waits for it would wait for ever.
  throw new CrmRefusal(400, "NOT_SUPPORTED", "callback is not supported; ask for the job's state instead", {
    json_path: "$.callback",
  });
}

function tokenPlace({ caller }: V8Call): {
  organization: string;
  table: string;
  column: string;
  row: string;
} {
  return {
    organization: caller.organization.organization_id,
    table: "crm_bulk_job",
    column: "page_token",
    row: caller.user.id,
  };
}

function openToken(call: V8Call, text: unknown): { after: string; page: number } {
  try {
    return JSON.parse(
      call.deps.vault.open(Buffer.from(String(text), "base64url").toString(), tokenPlace(call)),
    ) as { after: string; page: number };
  } catch {
    throw invalid("$.query.page_token");
  }
}

async function state(call: V8Call): Promise<V8Answer> {
  const job = await ownJob(call);
  if (!job) return nothing;
  const { id, page, count, more_records, last_id } = job;
  const next =
    more_records && last_id !== null
      ? Buffer.from(
          call.deps.vault.seal(JSON.stringify({ after: last_id, page: page + 1 }), tokenPlace(call)),
        ).toString("base64url")
      : null;
  const result = {
    page,
    count,
    download_url: `/crm/bulk/v8/read/${id}/result`,
    per_page: bulkPageSize,
    more_records,
    next_page_token: next,
  };
  const shown = {
    id,
    operation: "read",
    state: job.state,
    ...(job.state === "COMPLETED" ? { result } : {}),
    ...(job.error === null ? {} : { error: job.error }),
  };
  return ok({
    data: [
      {
        ...shown,
        query: job.query,
        created_by: { id: job.user_id, name: job.user_name },
        created_time: job.created_time,
        file_type: "csv",
      },
    ],
  });
}

async function result(call: V8Call): Promise<V8Answer> {
  const job = await ownJob(call);
  if (!job || job.state !== "COMPLETED")
    throw new CrmRefusal(400, "INVALID_DATA", "the result is not ready", { id: call.params["id"] });
  const { db } = call.deps;
  const { organization_id } = call.caller.organization;
  let seq = 0;
  const bytes = new ReadableStream<Uint8Array>({
    async pull(stream) {
      const chunk = await inOrganization(db, organization_id, (tx) => findChunk(tx, job.id, seq++));
      if (chunk) stream.enqueue(chunk);
      else stream.close();
    },
  });
  const headers = {
    "content-type": "application/zip",
    "content-disposition": `attachment; filename="${job.id}.zip"`,
  };
  return { status: 200, response: new Response(bytes, { headers }) };
}

/** Jobs are their maker's. */
async function ownJob({ tx, params, caller }: V8Call): Promise<BulkJob | undefined> {
  const id = params["id"] ?? "";
  const job = isRecordId(id) ? await findJob(tx, id) : undefined;
  return job?.user_id === caller.user.id ? job : undefined;
}

export const bulkRoutes: readonly V8Route[] = [
  {
    method: "POST",
    path: "/crm/bulk/v8/read",
    scope: () => "bulk.READ",
    credits: () => newJobCredits,
    handle: create,
  },
  { method: "GET", path: "/crm/bulk/v8/read/:id", scope: () => "bulk.READ", handle: state },
  {
    method: "GET",
    path: "/crm/bulk/v8/read/:id/result",
    scope: () => "bulk.READ",
    credits: () => 0,
    handle: result,
  },
];
