import type pg from "pg";
import { AppError } from "#kernel/errors.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import { readCsv } from "#platform/csv/csv-read.ts";
import { inOrganization, type Tx, withClient } from "#platform/db/db.ts";
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
import { type BatchPlan, type GoodRow, planBatch, type Refused } from "./import-batch.ts";
import { columnsOf, type GivenMapping, type ImportColumn } from "./import-columns.ts";
import { readRow, type RowProblem } from "./import-row.ts";
import { searchKeysOf } from "./search-key.ts";

export type ImportRequest = {
  text: string;
  mapping: GivenMapping;
  duplicates: "skip" | "overwrite";
  isDryRun: boolean;
};

/** Rows written at a time, each batch in a transaction of its own. */
const batchSize = 1000;
/** Beyond so many problems a list helps nobody; they are still counted. */
const mostErrors = 1000;
const sampleCount = 3;

const changedMeanwhile: RowProblem = {
  field: null,
  problem: "Somebody changed this customer during the import; import the row again",
  value: "",
};

/** An import on its way. `dryMade` stands for the customers that a dry run would have made by now. */
type Running = {
  deps: Pick<Deps, "db" | "pool">;
  act: Act;
  request: ImportRequest;
  columns: ImportColumn[];
  currency: string;
  report: ImportReport;
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
  const rows = readCsv(request.text);
  const header = await rows.next();
  if (header.done === true) throw new AppError("import.empty");
  const running = await begin(deps, act, request, header.value.cells);
  let batch: GoodRow[] = [];
  let count = 0;
  for await (const { line, cells } of rows) {
    count += 1;
    takeSamples(running.report, cells);
    const read = readRow(running.columns, cells);
    if (read.ok) batch.push({ line, ...read.value });
    else fail(running.report, line, read.refusal);
    if (batch.length === batchSize) {
      await runBatch(running, batch);
      batch = [];
    }
  }
  if (count === 0) throw new AppError("import.empty");
  if (batch.length > 0) await runBatch(running, batch);
  if (!request.isDryRun) await tell(running, count);
  return running.report;
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
  const columns = columnsOf(
    headers.map((header) => header.trim()),
    fields,
    request.mapping,
  );
  if (!columns.ok) throw new AppError("import.mapping_invalid", { message: columns.refusal, headers });
  const shown = columns.value.map(({ header, field }) => ({
    header,
    field: field?.name ?? null,
    samples: [],
  }));
  const report: ImportReport = {
    created: 0,
    updated: 0,
    skipped: 0,
    unchanged: 0,
    failed: 0,
    columns: shown,
    errors: [],
  };
  return { deps, act, request, columns: columns.value, currency, report, dryMade: new Map() };
}

function takeSamples(report: ImportReport, cells: readonly string[]): void {
  for (const [at, { samples }] of report.columns.entries()) {
    const cell = cells[at]?.trim() ?? "";
    if (samples.length < sampleCount && cell !== "") samples.push(cell.slice(0, 100));
  }
}

function fail(report: ImportReport, row: number, problems: readonly RowProblem[]): void {
  report.failed += 1;
  report.errors.push(
    ...problems.slice(0, mostErrors - report.errors.length).map((problem) => ({ row, ...problem })),
  );
}

async function runBatch(running: Running, rows: GoodRow[]): Promise<void> {
  const { deps, act, request, report } = running;
  const refused = request.isDryRun
    ? await inOrganization(deps.db, act.organizationId, async (tx) =>
        rehearse(running, await plan(running, tx, rows)),
      )
    : await withClient(deps.pool, act.organizationId, async (client, tx) =>
        write(running, client, await plan(running, tx, rows)),
      );
  for (const { line, problem } of refused) fail(report, line, [problem]);
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

function rehearse({ report, dryMade }: Running, decided: BatchPlan): Refused[] {
  for (const customer of [...decided.inserts, ...decided.updates.map(({ to }) => to)])
    dryMade.set(customer.sort_name, customer);
  count(report, decided);
  return decided.refused;
}

async function write(
  { act, report }: Running,
  client: pg.ClientBase,
  decided: BatchPlan,
): Promise<Refused[]> {
  const updates = decided.updates.map(({ lines, from, to }) => ({
    lines,
    from,
    to: { ...to, version: from.version + 1 },
  }));
  await insertCustomersByCopy(client, decided.inserts);
  const missedIds = new Set(await updateCustomersByCopy(client, updates));
  const written = updates.filter(({ to }) => !missedIds.has(to.id));
  await insertCustomerEventsByCopy(client, [
    ...decided.inserts.map(({ id, display_name }) =>
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
  const missed = updates.filter(({ to }) => missedIds.has(to.id)).flatMap(({ lines }) => lines);
  count(report, { ...decided, updated: decided.updated - missed.length });
  return [...decided.refused, ...missed.map((line) => ({ line, problem: changedMeanwhile }))];
}

function count(report: ImportReport, { created, updated, skipped, unchanged }: BatchPlan): void {
  report.created += created;
  report.skipped += skipped;
  report.unchanged += unchanged;
  report.updated += updated;
}

async function tell(
  { deps, act, request, report: { created, updated, skipped, unchanged, failed } }: Running,
  rows: number,
): Promise<void> {
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
