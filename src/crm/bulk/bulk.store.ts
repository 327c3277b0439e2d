import { sql } from "kysely";
import type { OrganizationId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { BulkQuery, BulkState } from "./bulk.table.ts";
import "./bulk.table.ts";

/** Records in one page of a bulk read. Source: Zoho CRM v8, "Bulk read". */
export const bulkPageSize = 200_000;

/** Jobs and their files are kept for a day, as Zoho CRM does: a file may be as large as all records are. */
export async function purgeJobs(tx: Tx): Promise<void> {
  await tx
    .deleteFrom("crm_bulk_job")
    .where("created_time", "<", sql<string>`clock_timestamp() - interval '1 day'`)
    .execute();
}

/** A job with its times in the organization's zone. */
export type BulkJob = {
  id: string;
  module: BulkQuery["module"]["api_name"];
  query: BulkQuery;
  state: BulkState;
  user_id: string;
  user_name: string;
  page: number;
  after_id: string | null;
  last_id: string | null;
  count: number | null;
  more_records: boolean | null;
  callback: { url: string; method: "post" } | null;
  error: string | null;
  created_time: string;
};

export async function insertJob(
  tx: Tx,
  organizationId: OrganizationId,
  job: Pick<BulkJob, "module" | "query" | "user_id" | "page" | "after_id" | "callback">,
): Promise<string> {
  const row = {
    ...job,
    organization_id: organizationId,
    query: JSON.stringify(job.query),
    callback: job.callback && JSON.stringify(job.callback),
  };
  return (await tx.insertInto("crm_bulk_job").values(row).returning("id").executeTakeFirstOrThrow()).id;
}

export async function findJob(tx: Tx, id: string): Promise<BulkJob | undefined> {
  const { rows } = await sql<BulkJob>`
    select j.id, j.module, j.query, j.state, j.user_id, btrim(u.first_name || ' ' || u.last_name) as user_name, j.page, j.after_id, j.last_id, j.count,
      j.more_records, j.callback, j.error, to_json(j.created_time) #>> '{}' as created_time
    from crm_bulk_job j join crm_user u on u.organization_id = j.organization_id and u.id = j.user_id where j.id = ${id}`.execute(
    tx,
  );
  return rows[0];
}

/** Sets a job to work again from its beginning: what an interrupted worker left is thrown away. */
export async function beginJob(tx: Tx, id: string): Promise<void> {
  await tx.deleteFrom("crm_bulk_chunk").where("job_id", "=", id).execute();
  await tx
    .updateTable("crm_bulk_job")
    .set({ state: "IN PROGRESS", error: null })
    .where("id", "=", id)
    .execute();
}

export async function completeJob(
  tx: Tx,
  id: string,
  result: { count: number; more_records: boolean; last_id: string | null },
): Promise<void> {
  await tx
    .updateTable("crm_bulk_job")
    .set({ ...result, state: "COMPLETED", completed_time: sql<string>`clock_timestamp()` })
    .where("id", "=", id)
    .execute();
}

export async function failJob(tx: Tx, id: string, error: string): Promise<void> {
  await tx
    .updateTable("crm_bulk_job")
    .set({ state: "FAILURE", error, completed_time: sql<string>`clock_timestamp()` })
    .where("id", "=", id)
    .execute();
}

export async function insertChunk(
  tx: Tx,
  organizationId: OrganizationId,
  jobId: string,
  seq: number,
  bytes: Buffer,
): Promise<void> {
  await tx
    .insertInto("crm_bulk_chunk")
    .values({ organization_id: organizationId, job_id: jobId, seq, bytes })
    .execute();
}

/** A piece of a job's file; undefined past its end. */
export async function findChunk(tx: Tx, jobId: string, seq: number): Promise<Buffer | undefined> {
  const row = await tx
    .selectFrom("crm_bulk_chunk")
    .select("bytes")
    .where("job_id", "=", jobId)
    .where("seq", "=", seq)
    .executeTakeFirst();
  return row?.bytes;
}
