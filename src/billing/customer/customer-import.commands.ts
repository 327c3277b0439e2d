import type pg from "pg";
import { type CsvRow, readCsv } from "#kernel/csv.ts";
import { AppError } from "#kernel/errors.ts";
import { refuse } from "#kernel/result.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import { inOrganization, isConnectionLoss, type Tx, withClient } from "#platform/db/db.ts";
import { isTotalRow, totalRowWords } from "#platform/csv/total-row.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import { getBillingOrganization } from "#billing/organization/organization.commands.ts";
import {
  insertCustomerEventsByCopy,
  insertCustomersByCopy,
  updateCustomersByCopy,
} from "./customer-bulk.store.ts";
import { customerEvent } from "./customer-event.ts";
import { customerFieldsWith } from "./customer-fields.ts";
import { listCustomerFields } from "./customer-field.store.ts";
import type { ImportReport } from "./customer-import.api.ts";
import { findCustomersBySortNames } from "./customer-list.store.ts";
import { type Customer, diffCustomers } from "./customer.ts";
import { type BatchPlan, type Decided, type GoodRow, planBatch } from "./import-batch.ts";
import { columnsOf, type GivenMapping, type ImportColumn } from "./import-columns.ts";
import { emptyReport, withRows } from "./import-report.ts";
import { readRow, type RowProblem } from "./import-row.ts";
import { searchKeysOf } from "./search-key.ts";

export type ImportRequest = {
  text: string;
  mapping: GivenMapping;
  duplicates: "skip" | "overwrite";
  isDryRun: boolean;
  /** The number of the first row below the header. */
  firstRow: number;
};

/** Rows written at a time, each batch in a transaction of its own. */
const batchSize = 1000;

const changedMeanwhile: RowProblem = {
  field: null,
  problem: "Somebody changed this customer during the import; import the row again",
  value: null,
};

/** An import on its way. `dryMade` stands for the customers that a dry run would have made by now. */
type Running = {
  deps: Pick<Deps, "db" | "pool">;
  act: Act;
  request: ImportRequest;
  columns: ImportColumn[];
  currency: string;
  dryMade: Map<string, Customer>;
};

/**
 * Imports customers from CSV: a row comes in whole or not at all, and says why not. Rows meet customers by their
 * display name in its normal form. A dry run decides the same and writes nothing.
 */
export async function importCustomers(
  deps: Pick<Deps, "db" | "pool">,
  act: Act,
  request: ImportRequest,
): Promise<ImportReport> {
  const reading = readCsv(request.text);
  const running = await begin(deps, act, request, headerOf(reading.next().value));
  let report = emptyReport(running.columns);
  try {
    for (const rows of inBatches(reading)) report = await runBatch(running, report, rows);
  } catch (error) {
    if (!isConnectionLoss(error) || request.isDryRun || report.total === 0) throw error;
    throw new AppError("import.interrupted", { rows_done: report.total });
  }
  if (report.total === 0) throw new AppError("import.empty");
  if (!request.isDryRun) await tell(running, report);
  return report;
}

function* inBatches(rows: Iterable<CsvRow>): Generator<CsvRow[]> {
  let batch: CsvRow[] = [];
  for (const row of rows) {
    batch.push(row);
    if (batch.length < batchSize) continue;
    yield batch;
    batch = [];
  }
  if (batch.length > 0) yield batch;
}

function headerOf(row: CsvRow | undefined): string[] {
  if (row === undefined) throw new AppError("import.empty");
  if (row.problem !== undefined)
    throw new AppError("import.unreadable", { message: `The row with the headers ${row.problem}` });
  return row.cells.map((cell) => cell.trim());
}

async function begin(
  deps: Running["deps"],
  act: Act,
  request: ImportRequest,
  headers: string[],
): Promise<Running> {
  const { fields, currency } = await inOrganization(deps.db, act.organizationId, async (tx) => ({
    fields: customerFieldsWith(await listCustomerFields(tx)),
    currency: (await getBillingOrganization(tx)).base_currency,
  }));
  const columns = columnsOf(headers, fields, request.mapping);
  if (!columns.ok) throw new AppError("import.mapping_invalid", { message: columns.refusal, headers });
  return { deps, act, request, columns: columns.value, currency, dryMade: new Map() };
}

async function runBatch(running: Running, report: ImportReport, rows: CsvRow[]): Promise<ImportReport> {
  const { deps, act, request } = running;
  const totals = rows.filter((row) => isTotalOf(running, row));
  const others = rows.filter((row) => !totals.includes(row));
  const read = others.map((row) => readNumbered(running, row));
  const good = read.flatMap(({ row, result }) => (result.ok ? [{ row, ...result.value }] : []));
  const { decided, refused } = request.isDryRun
    ? await inOrganization(deps.db, act.organizationId, async (tx) =>
        rehearse(running, await plan(running, tx, good)),
      )
    : await withClient(deps.pool, act.organizationId, async (client, tx) =>
        write(running, client, await plan(running, tx, good)),
      );
  const bad = read.flatMap(({ row, result }) => (result.ok ? [] : [{ row, problems: result.refusal }]));
  const left = totals.map((row) => leftOut(running, row));
  return withRows(
    report,
    [...decided, ...left].toSorted((a, b) => a.row - b.row),
    [...bad, ...refused.map(({ row, problem }) => ({ row, problems: [problem] }))],
  );
}

/** What sums the other rows up: only columns that are left out, and fields of decimals, can have amounts. */
function isTotalOf({ columns }: Running, { cells, problem }: CsvRow): boolean {
  const mayBeAmount = (at: number): boolean => (columns[at]?.field?.type ?? "decimal") === "decimal";
  return problem === undefined && isTotalRow(cells, mayBeAmount);
}

function leftOut({ request }: Running, { row, cells }: CsvRow): Decided {
  const name = cells.find((cell) => /\p{L}/u.test(cell))?.trim() ?? "";
  return { row: numberOf(request, row), outcome: "skipped", name, changes: [], note: totalRowWords };
}

/** The number of a row in the whole file. */
function numberOf({ firstRow }: ImportRequest, row: number): number {
  return row + firstRow - 2;
}

function readNumbered({ columns, request }: Running, { row, cells, problem }: CsvRow) {
  return {
    row: numberOf(request, row),
    result:
      problem === undefined
        ? readRow(columns, cells)
        : refuse<RowProblem[]>([{ field: null, problem: `The row ${problem}`, value: null }]),
  };
}

async function plan(
  { act, currency, request, dryMade }: Running,
  tx: Tx,
  rows: readonly GoodRow[],
): Promise<BatchPlan> {
  const names = [...new Set(rows.map(({ display_name }) => searchKeysOf(display_name).sort_name))];
  const known = new Map(
    (await findCustomersBySortNames(tx, names)).map((customer) => [customer.sort_name, customer]),
  );
  for (const name of names) {
    const made = dryMade.get(name);
    if (made !== undefined) known.set(name, made);
  }
  return planBatch(rows, known, { act, currency, duplicates: request.duplicates });
}

/** What became of a batch's rows. */
type Done = Pick<BatchPlan, "decided" | "refused">;

function rehearse({ dryMade }: Running, planned: BatchPlan): Done {
  for (const customer of [...planned.inserts, ...planned.updates.map(({ to }) => to)])
    dryMade.set(customer.sort_name, customer);
  return planned;
}

async function write({ act }: Running, client: pg.ClientBase, planned: BatchPlan): Promise<Done> {
  const updates = planned.updates.map(({ rows, from, to }) => ({
    rows,
    from,
    to: { ...to, version: from.version + 1 },
  }));
  await insertCustomersByCopy(client, planned.inserts);
  const missedIds = new Set(await updateCustomersByCopy(client, updates));
  const written = updates.filter(({ to }) => !missedIds.has(to.id));
  await insertCustomerEventsByCopy(client, [
    ...planned.inserts.map(({ id, display_name }) =>
      customerEvent(act, { customerId: id, kind: "imported", note: display_name, version: 1 }),
    ),
    ...written.map(({ from, to }) =>
      customerEvent(act, {
        customerId: to.id,
        kind: "changed",
        changes: diffCustomers(from, to),
        note: "CSV import",
        version: to.version,
      }),
    ),
  ]);
  const missed = new Set(updates.filter(({ to }) => missedIds.has(to.id)).flatMap(({ rows }) => rows));
  return {
    decided: planned.decided.filter(({ row }) => !missed.has(row)),
    refused: [...planned.refused, ...[...missed].map((row) => ({ row, problem: changedMeanwhile }))],
  };
}

async function tell({ deps, act, request }: Running, report: ImportReport): Promise<void> {
  const { total: rows, created, updated, skipped, unchanged, failed } = report;
  const details = { rows, duplicates: request.duplicates, created, updated, skipped, unchanged, failed };
  await inOrganization(deps.db, act.organizationId, (tx) =>
    recordAudit(tx, {
      ...act,
      at: act.now,
      action: "customer.imported",
      subject: { kind: "organization", id: act.organizationId },
      details,
    }),
  );
}
