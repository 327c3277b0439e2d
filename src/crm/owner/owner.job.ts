import type { RawBuilder } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import { readCriteria } from "#crm/criteria/criteria.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { criteriaContext, recordFilter } from "#crm/record/filter.store.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import type { CrmCaller } from "#crm/user/caller.ts";
import { mayDo } from "#crm/user/permissions.ts";
import { changeOwners, maxOwnerChanges, refuseOwner } from "./owner.commands.ts";
import { endOwnerJob, lockOwnerJob, nextIds, type OwnerJob, updateOwnerJob } from "./owner.store.ts";

export type OwnerTask = { organization_id: OrganizationId; job_id: string };

/** One run a job. */
export const ownerQueue: Queue<OwnerTask> = { name: "crm.change_owner", key: ({ job_id }) => job_id };

/**
 * Gives the records of a view to their new owner, some at a time, each some with the place to go on from in one
 * transaction: a job that was interrupted goes on there. It acts as the user who asked, by the rights that they have by
 * then.
 */
export async function changeOwnersOfView(
  { db }: Pick<Deps, "db">,
  { organization_id, job_id }: OwnerTask,
  signal: AbortSignal,
  atOnce = maxOwnerChanges,
): Promise<void> {
  for (let more = true; more;) {
    signal.throwIfAborted();
    more = await inOrganization(db, organization_id, (tx) => nextStep(tx, job_id, atOnce));
  }
}

/** Whether there is a further step. */
async function nextStep(tx: Tx, jobId: string, atOnce: number): Promise<boolean> {
  const job = await lockOwnerJob(tx, jobId);
  if (!job) return false;
  const plan = await planOf(tx, job);
  if ("error" in plan) {
    await endOwnerJob(tx, jobId, { status: "FAILED", error: plan.error });
    return false;
  }
  const { module, after_id, owner_id, updated, failed } = job;
  const ids = await nextIds(tx, { ...plan, module }, { after: after_id, before: job.id, limit: atOnce });
  const changed = await changeOwners({ tx, caller: plan.caller, module }, ids, owner_id);
  await updateOwnerJob(tx, jobId, {
    status: "RUNNING",
    after_id: ids.at(-1) ?? after_id,
    updated: updated + changed.size,
    failed: failed + ids.length - changed.size,
  });
  if (ids.length === atOnce) return true;
  await endOwnerJob(tx, jobId, { status: "COMPLETED" });
  return false;
}

type Plan = { caller: CrmCaller; conditions: RawBuilder<boolean>[] };

/** Whose records the job changes, as long as all that it was allowed for still holds. */
async function planOf(tx: Tx, job: OwnerJob): Promise<Plan | { error: string }> {
  const { module } = job;
  const found = await findCaller(tx, { userId: job.user_id });
  if (!found) return { error: "the user who asked for it is inactive" };
  const caller = { ...found, scope: undefined, isPerson: false };
  if (!mayDo(caller.permissions, module, "edit") || !mayDo(caller.permissions, module, "mass_update"))
    return { error: "the user who asked for it may not do it any more" };
  if (await refuseOwner(tx, module, job.owner_id)) return { error: "the new owner cannot have the records" };
  return (
    (await conditionsOf({ tx, caller, module }, job)) ?? { error: "the view or the criteria cannot be used" }
  );
}

/** The records of the view, narrowed by the criteria; undefined where one of them cannot be used. */
export async function conditionsOf(
  context: { tx: Tx; caller: CrmCaller; module: OwnerJob["module"] },
  { cvid, criteria }: Pick<OwnerJob, "cvid" | "criteria">,
): Promise<Plan | undefined> {
  const filter = await recordFilter(context, { cvid });
  if (typeof filter === "string") return undefined;
  const { caller } = context;
  if (criteria === null) return { caller, conditions: filter.conditions };
  const read = readCriteria(criteria);
  const compiled = read.ok ? criteriaSql(read.value, criteriaContext(context)) : read;
  return compiled.ok ? { caller, conditions: [...filter.conditions, compiled.value] } : undefined;
}
