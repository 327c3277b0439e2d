import { type Instant, msOf } from "#kernel/time.ts";
import { failureOf } from "./answer.ts";
import { BadFile, rowsOfZip } from "./bulk-file.client.ts";
import { type BulkPoint, type Job, JobCreated, JobPolled, JobRefused, rowReader } from "./bulk.ts";
import { creditsOfBulkPage } from "./credits.ts";
import type { Failure, Outcome } from "./failure.ts";
import type { Field } from "./metadata.ts";
import type { ZohoPorts } from "./ports.ts";
import { malformed, type Read, readAnswer, readBody } from "./read.ts";
import type { CrmRecord } from "./record.ts";
import { afterLoss, firstTry, pollWaitMs, type Tries } from "./retry.ts";
import type { Session } from "./session.client.ts";
import { BrokenBody, type Opened } from "./transport.client.ts";

/** What is exported. `fields` is the metadata of the fields to read, from `fields(module)`: the file holds only texts. */
export type BulkSelection = { fields: readonly Field[]; cvid?: string | undefined };

/**
 * Some rows of a bulk read. `at` is the job page that they are from: a reader that stops starts again there, at the
 * page's first row, without paying for the job again. `next` is set on the last batch of a page: the next page, or
 * null at the end of all. `total` is the number of rows of this page. `scanStart` is the CRM's clock when this
 * generator first asked.
 */
export type BulkBatch = {
  records: CrmRecord[];
  at: BulkPoint;
  next: BulkPoint | null | undefined;
  total: number;
  scanStart: Instant;
};

/** Rows of one batch. */
const batchRows = 1000;
/** A job that takes longer is given up. */
const jobLimitMs = 60 * 60_000;

type Ports = Pick<ZohoPorts, "clock" | "sleep" | "random" | "signal">;

/** Reads a module or a view of any size by bulk jobs of 200,000 records. Ends after the first failure. */
export async function* bulkRead(
  ports: Ports,
  session: Session,
  module: string,
  selection: BulkSelection,
  from: BulkPoint = { page: 1 },
): AsyncGenerator<Outcome<BulkBatch>> {
  let scanStart: Instant | undefined;
  for (let point: BulkPoint | null = from; point !== null;) {
    const ready: Outcome<ReadyJob> = await readyJob(ports, session, module, selection, point);
    scanStart ??= ready.ok ? ready.serverTime : undefined;
    if (!ready.ok || scanStart === undefined) {
      yield ready.ok
        ? { ok: false, failure: malformed(["headers", "date"], "missing"), credits: ready.credits }
        : ready;
      return;
    }
    const { id, count, nextToken, hasMore } = ready.value;
    const at = { ...point, job: id };
    const next: BulkPoint | null = hasMore ? { page: point.page + 1, pageToken: nextToken } : null;
    let { credits } = ready;
    for await (const part of jobRows(ports, session, module, selection.fields, { id, count })) {
      if (!part.ok) {
        yield { ...part, credits: credits + part.credits };
        return;
      }
      const { records, isLast } = part.value;
      yield {
        ...part,
        value: { records, at, next: isLast ? next : undefined, total: count, scanStart },
        credits,
      };
      credits = 0;
    }
    point = next;
  }
}

type ReadyJob = { id: string; count: number; hasMore: boolean; nextToken: string | undefined };

/** The completed job of a page: the one that a reader before us started if it is still there, else a new one. */
async function readyJob(
  ports: Ports,
  session: Session,
  module: string,
  selection: BulkSelection,
  point: BulkPoint,
): Promise<Outcome<ReadyJob>> {
  if (point.job !== undefined) {
    const kept = await awaitJob(ports, session, module, point.job);
    const isGone =
      !kept.ok &&
      (kept.failure.kind === "refused" ||
        kept.failure.kind === "malformed" ||
        kept.failure.kind === "job_failed");
    if (!isGone) return kept;
  }
  const created = await createJob(session, module, selection, point);
  if (!created.ok) return created;
  const ready = await awaitJob(ports, session, module, created.value);
  const credits = created.credits + ready.credits;
  // The export shows the records as of some time after the job was asked for: its start is the safe watermark.
  return ready.ok ? { ...ready, serverTime: created.serverTime, credits } : { ...ready, credits };
}

async function createJob(
  session: Session,
  module: string,
  { fields, cvid }: BulkSelection,
  point: BulkPoint,
): Promise<Outcome<string>> {
  const names = ["id", ...fields.map((field) => field.api_name).filter((name) => name !== "id")];
  const where = point.pageToken === undefined ? { page: point.page } : { page_token: point.pageToken };
  const query = {
    module: { api_name: module },
    fields: names,
    ...(cvid === undefined ? {} : { cvid }),
    ...where,
  };
  const about = { module, ...(cvid === undefined ? {} : { view: cvid }) };
  // A job changes no record: a lost answer may be repeated, at worst the job is paid for twice.
  const request = {
    method: "POST",
    path: "/crm/bulk/v8/read",
    body: { query, file_type: "csv" },
    credits: creditsOfBulkPage(),
    ...about,
  } as const;
  return readAnswer(await session.call(request), ({ body, status }) => {
    const refused = JobRefused.safeParse(body);
    if (refused.success && refused.data.data[0] !== undefined)
      return { ok: false, failure: failureOf(about, status, refused.data.data[0]) };
    const read = readBody(JobCreated, body);
    if (!read.ok) return read;
    const [job] = read.value.data;
    return job === undefined
      ? { ok: false, failure: malformed(["data"], "empty") }
      : { ok: true, value: job.details.id };
  });
}

/** Polls a job until it is completed, at growing distances. */
async function awaitJob(
  ports: Ports,
  session: Session,
  module: string,
  id: string,
): Promise<Outcome<ReadyJob>> {
  const startMs = msOf(ports.clock.now());
  let credits = 0;
  for (let poll = 0; ; poll += 1) {
    const path = `/crm/bulk/v8/read/${encodeURIComponent(id)}`;
    const polled = readAnswer(await session.call({ method: "GET", path, credits: 1, module }), ({ body }) =>
      jobIn(body, id),
    );
    credits += polled.credits;
    if (!polled.ok) return { ...polled, credits };
    const { state, result } = polled.value;
    if (state === "COMPLETED" && result !== undefined) {
      const { count, more_records: hasMore, next_page_token } = result;
      return { ...polled, value: { id, count, hasMore, nextToken: next_page_token ?? undefined }, credits };
    }
    const isTooLong = msOf(ports.clock.now()) - startMs > jobLimitMs;
    if (!["ADDED", "QUEUED", "IN PROGRESS", "IN_PROGRESS"].includes(state) || isTooLong) {
      const detail = isTooLong ? "not completed within an hour" : state;
      return { ok: false, failure: { kind: "job_failed", module, job: id, detail }, credits };
    }
    await ports.sleep(pollWaitMs(poll, ports.random()), ports.signal).catch(() => undefined);
  }
}

function jobIn(body: unknown, id: string): Read<Job> {
  const read = readBody(JobPolled, body);
  if (!read.ok) return read;
  const [job] = read.value.data;
  return job?.id === id
    ? { ok: true, value: job }
    : { ok: false, failure: malformed(["data", 0, "id"], "another job than asked for") };
}

type Part = { records: CrmRecord[]; isLast: boolean };

/**
 * The rows of a completed job. A download that breaks is begun again, past the rows that were given already. The last
 * part is given only when as many rows were read as the job counted: a cut file never looks like a whole one.
 */
async function* jobRows(
  ports: Ports,
  session: Session,
  module: string,
  fields: readonly Field[],
  job: { id: string; count: number },
): AsyncGenerator<Outcome<Part>> {
  let given = 0;
  let tries: Tries = firstTry;
  for (;;) {
    const path = `/crm/bulk/v8/read/${encodeURIComponent(job.id)}/result`;
    const file = await session.download({ method: "GET", path, credits: 0, module });
    if (!file.ok) {
      yield file;
      return;
    }
    try {
      for await (const part of partsOf(file.value, fields, job.count, given)) {
        yield { ok: true, value: part, serverTime: undefined, credits: 0 };
        given += part.records.length;
      }
      return;
    } catch (error) {
      const failure = failureBy(error);
      const step = afterLoss(tries, ports.random());
      if (failure.kind === "cancelled" || !step.again) {
        yield { ok: false, failure, credits: 0 };
        return;
      }
      tries = step.tries;
      await ports.sleep(step.waitMs, ports.signal).catch(() => undefined);
    }
  }
}

async function* partsOf(
  file: Opened,
  fields: readonly Field[],
  count: number,
  given: number,
): AsyncGenerator<Part> {
  let read: ((cells: readonly string[]) => CrmRecord) | undefined;
  let records: CrmRecord[] = [];
  let rows = 0;
  for await (const some of rowsOfZip(file.chunks())) {
    read ??= rowReader(some.shift() ?? [], fields);
    if (read === undefined) throw new BadFile("no column with ids");
    for (const cells of some) {
      rows += 1;
      if (rows <= given) continue;
      const record = read(cells);
      if (record.id === "" || rows > count) throw new BadFile(`row ${rows} of ${count} is none`);
      records.push(record);
      if (records.length < batchRows || rows === count) continue;
      yield { records, isLast: false };
      records = [];
    }
  }
  if (rows !== count) throw new BadFile(`${rows} rows instead of ${count}`);
  yield { records, isLast: true };
}

/** Only what the far side can cause is a failure; anything else is a bug and goes on. */
function failureBy(error: unknown): Failure {
  if (error instanceof BadFile) return malformed(["file"], error.message);
  if (!(error instanceof BrokenBody)) throw error;
  const { loss } = error;
  if (loss.kind === "cancelled") return { kind: "cancelled" };
  if (loss.kind === "too_large") return { kind: "too_large", what: "answer", limitBytes: loss.limitBytes };
  return { kind: "unreachable", cause: loss.cause, detail: loss.detail };
}
