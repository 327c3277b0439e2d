import { type RawBuilder, sql } from "kysely";
import { Zip, ZipDeflate } from "fflate";
import type { OrganizationId } from "#kernel/id.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Queue } from "#platform/jobs/jobs.ts";
import type { Field } from "#crm/field/field.ts";
import { criteriaContext, recordFilter } from "#crm/record/filter.store.ts";
import { and, inModule } from "#crm/record/list.store.ts";
import { findCaller } from "#crm/user/caller.store.ts";
import { readCriteria } from "#crm/criteria/criteria.ts";
import { criteriaSql } from "#crm/criteria/criteria-sql.ts";
import { probeOf } from "#crm/criteria/probe.ts";
import { findByProbe } from "#crm/record/probe.store.ts";
import {
  beginJob,
  type BulkJob,
  bulkPageSize,
  completeJob,
  failJob,
  findJob,
  insertChunk,
} from "./bulk.store.ts";
import { csvHeader, csvLine } from "./csv-sql.ts";

export type BulkTask = { organization_id: OrganizationId; job_id: string };

/** One run a job. */
export const bulkQueue: Queue<BulkTask> = { name: "crm.bulk_read", key: ({ job_id }) => job_id };

/** Records read at once: memory stays the same however large the export is. */
const batchRows = 5_000;

/** Bytes of one kept piece of the file. */
const chunkBytes = 1_000_000;

/**
 * Exports a page of a bulk read: lines of CSV come ready from the database, are zipped as they come and kept in pieces.
 * A job that was interrupted starts over; one that cannot be done at all becomes a FAILURE that says why.
 */
export async function exportRecords(
  deps: Pick<Deps, "db" | "log">,
  { organization_id, job_id }: BulkTask,
  signal: AbortSignal,
  pageSize = bulkPageSize,
): Promise<void> {
  const plan = await inOrganization(deps.db, organization_id, (tx) => planOf(tx, job_id));
  if (plan === undefined) return;
  if ("refused" in plan)
    return inOrganization(deps.db, organization_id, (tx) => failJob(tx, job_id, plan.refused));
  await inOrganization(deps.db, organization_id, (tx) => beginJob(tx, job_id));
  const file = zippedFile(`${job_id}.csv`, (seq, bytes) =>
    inOrganization(deps.db, organization_id, (tx) => insertChunk(tx, organization_id, job_id, seq, bytes)),
  );
  file.write(`${csvHeader(plan.fields)}\n`);
  let count = 0;
  let last = plan.job.after_id;
  let skip = plan.job.after_id === null ? (plan.job.page - 1) * pageSize : 0;
  for (let more = true; more && count < pageSize;) {
    signal.throwIfAborted();
    const limit = Math.min(batchRows, pageSize - count);
    const batch = await inOrganization(deps.db, organization_id, (tx) =>
      readBatch(tx, plan, { after: last, skip, limit }),
    );
    file.write(batch.text);
    await file.settle();
    count += batch.count;
    last = batch.last ?? last;
    skip = 0;
    more = batch.count === limit;
  }
  const more_records =
    count === pageSize &&
    (
      await inOrganization(deps.db, organization_id, (tx) =>
        readBatch(tx, plan, { after: last, skip: 0, limit: 1 }),
      )
    ).count > 0;
  await file.end();
  await inOrganization(deps.db, organization_id, (tx) =>
    completeJob(tx, job_id, { count, more_records, last_id: last }),
  );
}

type Plan = { job: BulkJob; fields: readonly Field[]; condition: RawBuilder<boolean>; userId: string };

/** What the job exports; undefined where it is done or gone. */
async function planOf(tx: Tx, jobId: string): Promise<Plan | { refused: string } | undefined> {
  const job = await findJob(tx, jobId);
  if (!job || job.state === "COMPLETED" || job.state === "FAILURE") return undefined;
  const found = await findCaller(tx, { userId: job.user_id });
  if (!found) return { refused: "the user who asked for the export is inactive" };
  const caller = { ...found, scope: undefined, isPerson: false };
  const { module } = job;
  const filter = await recordFilter({ tx, caller, module }, { cvid: job.query.cvid ?? null });
  if (typeof filter === "string") return { refused: "the view is gone or uses a field that is gone" };
  const conditions = [...filter.conditions];
  const probes = filter.probe ? [filter.probe] : [];
  if (job.query.criteria !== undefined) {
    const read = readCriteria(job.query.criteria);
    const context = criteriaContext({ caller, module });
    const compiled = read.ok ? criteriaSql(read.value, context) : read;
    if (!compiled.ok) return { refused: `criteria ${compiled.refusal.reason}` };
    conditions.push(compiled.value);
    const probe = read.ok ? probeOf(read.value, context) : undefined;
    if (probe) probes.push(probe);
  }
  // Asked once for the whole file: where few records are meant, each batch looks at those alone.
  const among = probes.length > 0 ? await findByProbe(tx, module, { by: "all", of: probes }) : undefined;
  if (among) conditions.push(sql<boolean>`r.id = any (${among}::bigint[])`);
  const all = caller.fields[module];
  const fields = (job.query.fields ?? [...all.keys()]).flatMap((name) => all.get(name) ?? []);
  return {
    job,
    fields,
    condition: sql<boolean>`${inModule(caller, module)} ${and(conditions)}`,
    userId: job.user_id,
  };
}

async function readBatch(
  tx: Tx,
  { fields, condition, userId }: Plan,
  { after, skip, limit }: { after: string | null; skip: number; limit: number },
): Promise<{ text: string; count: number; last: string | undefined }> {
  await findCaller(tx, { userId });
  const { rows } = await sql<{ id: string; line: string }>`
    select r.id, ${csvLine(fields)} as line from crm_record r
    where ${condition} and ${after === null ? sql`true` : sql`r.id > ${after}`} order by r.id offset ${skip} limit ${limit}`.execute(
    tx,
  );
  return { text: rows.map((row) => row.line).join(""), count: rows.length, last: rows.at(-1)?.id };
}

type ZippedFile = { write(text: string): void; settle(): Promise<void>; end(): Promise<void> };

/** A zip of one file, written as it grows, given out in pieces of about chunkBytes. */
function zippedFile(name: string, keep: (seq: number, bytes: Buffer) => Promise<void>): ZippedFile {
  let pending: Uint8Array[] = [];
  let size = 0;
  let seq = 0;
  const zip = new Zip((error, bytes) => {
    if (error) throw error;
    pending.push(bytes);
    size += bytes.length;
  });
  const entry = new ZipDeflate(name, { level: 4 });
  zip.add(entry);
  async function flush(): Promise<void> {
    const bytes = Buffer.concat(pending);
    pending = [];
    size = 0;
    if (bytes.length > 0) await keep(seq++, bytes);
  }
  return {
    write: (text) => entry.push(Buffer.from(text)),
    settle: async () => (size >= chunkBytes ? flush() : undefined),
    async end() {
      entry.push(new Uint8Array(), true);
      zip.end();
      await flush();
    },
  };
}
