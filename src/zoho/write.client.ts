import { z } from "zod";
import type { Instant } from "#kernel/time.ts";
import type { CrmRequest } from "./answer.ts";
import { batchSize, creditsOfWrite } from "./credits.ts";
import type { Failure } from "./failure.ts";
import { headerTime } from "./page.client.ts";
import { chunksOf } from "./record.ts";
import type { Session } from "./session.client.ts";
import { type RowOutcome, settleRows, type WriteRow } from "./write.ts";

/**
 * What became of every row, in the caller's order. `stopped` says why rows are `unsent`. A row that is `unknown` was
 * on its way when the answer was lost; nothing is ever sent twice.
 */
export type WriteReport = {
  rows: RowOutcome[];
  stopped: Failure | undefined;
  serverTime: Instant | undefined;
  credits: number;
};

type Write =
  | { action: "insert" }
  | { action: "upsert"; duplicateCheckFields: readonly string[]; ifUnmodifiedSince?: Instant | undefined }
  | { action: "update"; ifUnmodifiedSince: Instant | undefined }
  | { action: "delete" }
  | { action: "restore" };

/** The key of the rows in the answer to a restoration. */
const restoredKey = "recycle_bin";

type Placed = { index: number; row: WriteRow };

/** Refusals of a whole request that no smaller request avoids. */
const hopelessCodes = [
  "INVALID_REQUEST_METHOD",
  "INVALID_URL_PATTERN",
  "REQUIRED_PARAM_MISSING",
  "NOT_SUPPORTED",
];

/** Writes rows in batches of a hundred, one after the other, without starting the CRM's workflows. */
export async function writeRows(
  session: Session,
  module: string,
  write: Write,
  rows: readonly WriteRow[],
): Promise<WriteReport> {
  const report: WriteReport = { rows: [], stopped: undefined, serverTime: undefined, credits: 0 };
  const placed = rows.map((row, index) => ({ index, row }));
  for (const batch of chunksOf(placed, batchSize)) {
    const part =
      report.stopped === undefined
        ? await writeBatch(session, module, write, batch)
        : stopBefore(batch, report.stopped);
    report.rows.push(...part.rows);
    report.credits += part.credits;
    report.stopped ??= part.stopped;
    report.serverTime = part.serverTime ?? report.serverTime;
  }
  return report;
}

/** One batch. What is refused as a whole is halved until the row that is to blame stands alone. */
async function writeBatch(
  session: Session,
  module: string,
  write: Write,
  batch: Placed[],
): Promise<WriteReport> {
  const outcome = await session.call(requestOf(module, write, batch));
  const { credits } = outcome;
  if (outcome.ok) {
    const sent = batch.map(({ index, row }) => ({ index, id: row.id }));
    const answered = rowsIn(outcome.value.body, write.action === "restore" ? restoredKey : "data");
    const action = write.action === "upsert" ? "insert" : write.action;
    const isNoModule =
      answered.length > 0 &&
      answered.every((item) => z.object({ code: z.literal("INVALID_MODULE") }).safeParse(item).success);
    if (isNoModule) return stopBefore(batch, { kind: "invalid_module", module }, credits);
    return {
      rows: settleRows(action, sent, answered),
      stopped: undefined,
      serverTime: outcome.serverTime,
      credits,
    };
  }
  const { failure } = outcome;
  if (failure.kind === "unknown_outcome") {
    return {
      rows: batch.map(({ index }) => ({ state: "unknown", index })),
      stopped: undefined,
      serverTime: undefined,
      credits,
    };
  }
  if (!isAboutRows(failure)) return stopBefore(batch, failure, credits);
  if (failure.kind === "changed_since") {
    const changed = batch.filter(({ row }) => row.id !== undefined && failure.ids.includes(row.id));
    if (changed.length > 0)
      return writeOthers({ session, module, write }, { batch, changed, failure, credits });
  }
  if (batch.length === 1)
    return {
      rows: batch.map(({ index }) => refusedBy(failure, index)),
      stopped: undefined,
      serverTime: undefined,
      credits,
    };
  return halve(session, module, write, batch, credits);
}

/** Nothing of the batch was taken, because rows were changed since: those are refused, the others go out again. */
async function writeOthers(
  { session, module, write }: { session: Session; module: string; write: Write },
  refused: { batch: Placed[]; changed: Placed[]; failure: AboutRows; credits: number },
): Promise<WriteReport> {
  const { batch, changed, failure, credits } = refused;
  const others = batch.filter((one) => !changed.includes(one));
  const report =
    others.length === 0 ? stopBefore([], undefined) : await writeBatch(session, module, write, others);
  const rows = [...report.rows, ...changed.map(({ index }) => refusedBy(failure, index))];
  return { ...report, rows: rows.toSorted((a, b) => a.index - b.index), credits: report.credits + credits };
}

async function halve(
  session: Session,
  module: string,
  write: Write,
  batch: Placed[],
  creditsSoFar: number,
): Promise<WriteReport> {
  const middle = Math.ceil(batch.length / 2);
  const left = await writeBatch(session, module, write, batch.slice(0, middle));
  const rest = batch.slice(middle);
  const right =
    left.stopped === undefined
      ? await writeBatch(session, module, write, rest)
      : stopBefore(rest, left.stopped);
  return {
    rows: [...left.rows, ...right.rows],
    stopped: left.stopped ?? right.stopped,
    serverTime: right.serverTime ?? left.serverTime,
    credits: creditsSoFar + left.credits + right.credits,
  };
}

type AboutRows = Failure & { kind: "refused" | "too_large" | "changed_since" };

function isAboutRows(failure: Failure): failure is AboutRows {
  if (failure.kind === "refused") return failure.status === 400 && !hopelessCodes.includes(failure.code);
  return failure.kind === "too_large" || failure.kind === "changed_since";
}

function refusedBy(failure: AboutRows, index: number): RowOutcome {
  const none = { field: undefined, existingId: undefined, details: {} };
  switch (failure.kind) {
    case "too_large":
      return {
        state: "refused",
        index,
        reason: "too_large",
        isPermanent: true,
        code: "TOO_LARGE",
        message: "the record is too large",
        ...none,
      };
    case "changed_since":
      return {
        state: "refused",
        index,
        reason: "changed_since",
        isPermanent: false,
        code: "ALREADY_MODIFIED",
        message: "changed in the meantime",
        ...none,
      };
    default: {
      const { code, message, details } = failure;
      const field = typeof details["api_name"] === "string" ? details["api_name"] : undefined;
      return {
        state: "refused",
        index,
        reason: "invalid",
        isPermanent: true,
        code,
        message,
        field,
        existingId: undefined,
        details,
      };
    }
  }
}

function stopBefore(batch: readonly Placed[], stopped: Failure | undefined, credits = 0): WriteReport {
  return {
    rows: batch.map(({ index }) => ({ state: "unsent", index })),
    stopped,
    serverTime: undefined,
    credits,
  };
}

function requestOf(module: string, write: Write, batch: readonly Placed[]): CrmRequest {
  const path = `/crm/v8/${encodeURIComponent(module)}`;
  const common = { path, writes: true, credits: creditsOfWrite(batch.length), module };
  // An empty `trigger` keeps the CRM's workflows from answering our writes with writes of their own.
  const body = { data: batch.map(({ row }) => row), trigger: [] };
  switch (write.action) {
    case "insert":
      return { ...common, method: "POST", body };
    case "upsert":
      return {
        ...common,
        method: "POST",
        path: `${path}/upsert`,
        body: { ...body, duplicate_check_fields: write.duplicateCheckFields },
        headers: conditionOf(write.ifUnmodifiedSince),
      };
    case "update":
      return { ...common, method: "PUT", body, headers: conditionOf(write.ifUnmodifiedSince) };
    case "restore":
      return {
        ...common,
        method: "POST",
        path: "/crm/v8/settings/recycle_bin/actions/restore",
        body: { ids: batch.map(({ row }) => row.id) },
        rowsKey: restoredKey,
      };
    default:
      return {
        ...common,
        method: "DELETE",
        credits: 1,
        query: { ids: batch.map(({ row }) => row.id).join(",") },
      };
  }
}

/** The rows of an answer; none where it has none, so that what was sent stays unknown. */
function rowsIn(body: unknown, key: string): unknown[] {
  const read = z.looseObject({ [key]: z.array(z.unknown()) }).safeParse(body);
  return read.success ? (read.data[key] as unknown[]) : [];
}

function conditionOf(since: Instant | undefined): Record<string, string> {
  return since === undefined ? {} : { "if-unmodified-since": headerTime(since) };
}
