import type { FieldMap } from "#crm/field/field.ts";
import { changeRecords, createRecords, type InputRow, type RowOutcome } from "#crm/record/write.commands.ts";
import type { CsvRow } from "#kernel/csv.ts";
import { addCounts, failures, type ImportCount, nothingImported } from "./import-count.ts";
import { cutAtRepeats, type ImportRow, readRow } from "./import-row.ts";
import { maxErrors } from "./import.api.ts";
import { localTimeIn } from "./local-time.ts";
import { type Found, findByName, findByValue, nameKey } from "./lookup.store.ts";
import { type ImportContext, resolveReferences } from "./reference.commands.ts";
import { type ImportError, quote, rowErrors } from "./row-words.ts";

/** Imports some rows in the transaction of `context`. */
export async function importRows(context: ImportContext, rows: readonly CsvRow[]): Promise<ImportCount> {
  const { caller, module, plan } = context;
  const localTime = localTimeIn(caller.organization.time_zone);
  const read = rows.map((row) => readRow(plan, caller.fields[module], row, localTime));
  const malformed = read.filter((one) => Array.isArray(one)).flat();
  const wellFormed = read.filter((one): one is ImportRow => !Array.isArray(one));
  const { ready, errors, created } = await resolveReferences(context, wellFormed);
  let done: ImportCount = {
    ...failures([...malformed, ...errors]),
    total: rows.length,
    created_for_lookups: created,
  };
  for (const run of cutAtRepeats(ready)) done = addCounts(done, await writeRun(context, run), maxErrors);
  return {
    ...done,
    errors: done.errors.toSorted((a, b) => a.row - b.row),
    failed_rows: done.failed_rows.toSorted((a, b) => a - b),
  };
}

/** Writes rows whose keys are all different: new records, changed ones, and those that are there already. */
async function writeRun(context: ImportContext, rows: readonly ImportRow[]): Promise<ImportCount> {
  const { plan } = context;
  const found = await findExisting(context, rows);
  const errors: ImportError[] = [];
  const fresh: InputRow[] = [];
  const changes: InputRow[] = [];
  let skipped = 0;
  for (const { row, input, key } of rows) {
    const ids = key === undefined ? [] : (found.get(key) ?? []);
    const { id: _id, ...values } = input;
    if (ids.length === 0) fresh.push({ at: row, input: values });
    else if (plan.onDuplicate === "skip") skipped += 1;
    else if (ids.length === 1)
      changes.push({ at: row, input: plan.emptyCellsClear ? values : filled(values), id: ids[0] });
    else
      errors.push({
        row,
        field: plan.match?.api_name ?? null,
        problem: `${ids.length} records have this ${plan.match?.label ?? "value"}; merge them, or match by another field`,
        value: quote(key),
      });
  }
  const outcomes = new Map([
    ...(await createRecords(context, fresh)),
    ...(await changeRecords(context, changes)),
  ]);
  return addCounts(
    { ...failures(errors), skipped },
    countOutcomes(rows, outcomes, context.caller.fields[context.module]),
    maxErrors,
  );
}

/** The values of a row without those of its empty cells. */
function filled(values: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== null));
}

/** The records that rows are about, by the rows' keys. */
async function findExisting(
  { tx, caller, module, plan }: ImportContext,
  rows: readonly ImportRow[],
): Promise<Found> {
  const keys = rows.flatMap(({ key }) => key ?? []);
  if (!plan.match || keys.length === 0) return new Map();
  const isName = plan.match.api_name === plan.module.nameField && module !== "Contacts";
  if (!isName) return findByValue(tx, { caller, module }, plan.match, keys);
  const byName = await findByName(tx, { caller, module }, keys);
  return new Map(keys.map((key) => [key, byName.get(nameKey(key)) ?? []]));
}

function countOutcomes(
  rows: readonly ImportRow[],
  outcomes: ReadonlyMap<number, RowOutcome>,
  fields: FieldMap,
): ImportCount {
  const errors: ImportError[] = [];
  let [created, updated] = [0, 0];
  for (const { row, cells } of rows) {
    const outcome = outcomes.get(row);
    if (!outcome) continue;
    if ("problem" in outcome) errors.push(...rowErrors(row, outcome.problem, fields, cells));
    else if (outcome.action === "insert") created += 1;
    else updated += 1;
  }
  return { ...nothingImported, ...failures(errors), created, updated };
}
