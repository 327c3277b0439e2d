import { countCriteria, maxCriteria, readCriteria } from "#crm/criteria/criteria.ts";
import { isRecordId } from "#crm/field/record-id.ts";
import { conditionsOf, ownerQueue } from "#crm/owner/owner.job.ts";
import {
  endOwnerJob,
  findOwnerJob,
  insertOwnerJob,
  type OwnerJob,
  purgeOwnerJobs,
} from "#crm/owner/owner.store.ts";
import { recordFilter } from "#crm/record/filter.store.ts";
import { countRecords } from "#crm/record/list.store.ts";
import { findView } from "#crm/view/view.store.ts";
import { needRight } from "./admission.ts";
import { nothing, ok, type V8Answer } from "./answer.ts";
import { isObject, readObject } from "./body.ts";
import { missing, readOwner } from "./owner.routes.ts";
import { CrmRefusal, refusals } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

/** Most records of a view that one job changes. Source: Zoho CRM v8, "Mass change owner". */
const maxOfView = 50_000;

const notAnOwner = {
  message: "Invalid data provided",
  details: { api_name: "owner", json_path: "$.owner.id", owner_status: "not_crm_user" },
};

/** Schedules a job that gives all records of a view to another user. */
async function schedule(call: V8Call): Promise<V8Answer> {
  const { caller, module, tx, deps } = call;
  needRight(caller, module, "mass_update");
  const body = readObject(call.body);
  const { cvid, territory } = body;
  if (cvid === undefined || cvid === null) throw missing("cvid", "$.cvid");
  const view = typeof cvid === "string" ? cvid : "";
  const criteria = await readNarrowing(call, view, body["criteria"]);
  if (territory !== undefined && territory !== null)
    throw new CrmRefusal(400, "INVALID_DATA", "invalid data", {
      api_name: "id",
      json_path: "$.territory.id",
    });
  const owner_id = await readOwner(call, body, notAnOwner);
  const total = await countOf(call, { cvid: view, criteria });
  if (total > maxOfView)
    throw new CrmRefusal(400, "RECORD_LIMIT_EXCEEDED", "The number of records exceeds the limit", {
      limit: maxOfView,
    });
  const { organization_id } = caller.organization;
  await purgeOwnerJobs(tx);
  const wanted = { module, cvid: view, criteria, owner_id, user_id: caller.user.id, total };
  const job_id = await insertOwnerJob(tx, organization_id, wanted);
  await deps.jobs.send(tx, ownerQueue, { organization_id, job_id });
  const scheduled = {
    status: "success",
    code: "SCHEDULED",
    message: "change owner is successfully scheduled",
    details: { job_id },
  };
  return { status: 202, json: { data: [scheduled] } };
}

/**
 * The criteria that narrow the view; null where there are none. Throws where view or criteria cannot be used, or where
 * they are more conditions together than a view may have.
 */
async function readNarrowing(call: V8Call, cvid: string, criteria: unknown): Promise<object | null> {
  if (typeof (await recordFilter(call, { cvid })) === "string")
    throw new CrmRefusal(400, "INVALID_DATA", "the cvid given seems to be invalid", {
      api_name: "cvid",
      json_path: "$.cvid",
    });
  if (criteria === undefined || criteria === null) return null;
  const read = readCriteria(criteria);
  const path = read.ok ? "criteria" : read.refusal.path;
  if (!read.ok || !isObject(criteria) || !(await conditionsOf(call, { cvid, criteria })))
    throw new CrmRefusal(400, "INVALID_DATA", "the value given is invalid", {
      api_name: path.split(".").at(-1) ?? path,
      json_path: `$.${path}`,
    });
  const own = (await findView(call.tx, call.module, cvid))?.criteria ?? null;
  if (countCriteria(read.value) + (own === null ? 0 : countCriteria(own)) > maxCriteria)
    throw new CrmRefusal(
      400,
      "COMBINED_CRITERIA_LIMIT_EXCEEDED",
      `Given CVID has more than ${maxCriteria} criteria, so change owner not done.`,
      { limit: maxCriteria },
    );
  return criteria;
}

async function countOf(call: V8Call, wanted: Pick<OwnerJob, "cvid" | "criteria">): Promise<number> {
  const { tx, caller, module } = call;
  const filter = await recordFilter(call, { cvid: wanted.cvid });
  const probe = typeof filter === "string" ? undefined : filter.probe;
  const conditions = (await conditionsOf(call, wanted))?.conditions ?? [];
  return countRecords(tx, { caller, module, conditions, probe });
}

/** How far a job is. One whose worker died more often than it is tried again has failed. */
async function tell(call: V8Call): Promise<V8Answer> {
  const { tx, caller, module, query, deps } = call;
  const id = query.get("job_id");
  if (id === null || id === "") throw refusals.missingParam("job_id");
  const job = isRecordId(id) ? await findOwnerJob(tx, id) : undefined;
  if (job?.user_id !== caller.user.id) return nothing;
  if (job.module !== module)
    throw new CrmRefusal(404, "NOT_FOUND", "The specified job does not belong to this module");
  const { organization_id } = caller.organization;
  const isActive = job.status === "SCHEDULED" || job.status === "RUNNING";
  if (!isActive || (await deps.jobs.isComing(tx, ownerQueue, { organization_id, job_id: id })))
    return ok({ data: [jobJson(job)] });
  await endOwnerJob(tx, id, { status: "FAILED", error: "it broke off again and again" });
  return ok({ data: [jobJson((await findOwnerJob(tx, id)) ?? job)] });
}

function jobJson({ status, total, updated, failed }: OwnerJob): Record<string, unknown> {
  return {
    Status: status,
    Failed_Count: failed,
    // The view may have grown since it was counted.
    Not_Updated_Count: Math.max(0, total - updated - failed),
    Updated_Count: updated,
    Total_Count: Math.max(total, updated + failed),
  };
}

const path = "/crm/v8/:module/actions/mass_change_owner";

export const massOwnerRoutes: readonly V8Route[] = [
  {
    method: "POST",
    path,
    scope: ({ module }) => `change_owner.${module}.CREATE`,
    right: "edit",
    handle: schedule,
  },
  { method: "GET", path, scope: ({ module }) => `change_owner.${module}.READ`, right: "view", handle: tell },
];
