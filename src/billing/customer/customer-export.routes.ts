import type { CustomerId } from "#kernel/id.ts";
import type { Member } from "#platform/auth/actor.ts";
import { csvLine } from "#platform/csv/csv-text.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import { csvFile } from "#platform/http/csv-file.ts";
import { exportCells, exportHeader } from "./customer-csv.ts";
import { customerFieldsWith } from "./customer-fields.ts";
import { listCustomerFields } from "./customer-field.store.ts";
import { type CustomerFilter, readCustomers } from "./customer-list.store.ts";

/** Rows read at a time: each batch is a short transaction of its own, so that a slow download holds nothing open. */
const batchSize = 2000;

/** The answer to an export: a CSV file made as it is sent. Memory does not grow with the number of customers. */
export function exportStream(
  { deps, member }: { deps: Deps; member: Member },
  filter: CustomerFilter,
  hasBom: boolean,
): Response {
  return csvFile("customers", exportLines(deps, member, filter, hasBom));
}

async function* exportLines(
  deps: Deps,
  { organizationId }: Member,
  filter: CustomerFilter,
  hasBom: boolean,
): AsyncGenerator<string, undefined> {
  const custom = await inOrganization(deps.db, organizationId, listCustomerFields);
  const fields = customerFieldsWith(custom);
  // Spreadsheets take a file without the mark for an older encoding.
  yield (hasBom ? "\u{FEFF}" : "") + csvLine(exportHeader(fields));
  let after: CustomerId | undefined;
  for (;;) {
    const batch = await inOrganization(deps.db, organizationId, (tx) =>
      readCustomers(tx, filter, after, batchSize),
    );
    if (batch.length > 0) yield batch.map((customer) => csvLine(exportCells(fields, customer))).join("");
    if (batch.length < batchSize) return;
    after = batch.at(-1)?.id;
  }
}
