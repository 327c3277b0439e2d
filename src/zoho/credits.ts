/**
 * What calls cost, by Zoho's rules (API credits of a rolling 24 hours). Pure, so that the preview of a run and
 * the run itself count alike.
 */

/** Records on one page of a list. */
export const pageSize = 200;
/** Records in one write, ids in one read by ids or one delete. */
export const batchSize = 100;
/** Fields that one list call may name. */
export const fieldLimit = 50;
/** Records that a list gives by page tokens before it refuses to go on. */
export const scanLimit = 100_000;
/** Records in one page of a bulk job. */
export const bulkPageSize = 200_000;
const bulkPageCredits = 50;
/** A bulk job is polled a handful of times before it is done; the download is free of credits. */
const bulkPolls = 5;

/** Credits of a call that writes so many records: one for each ten. Deleting costs one a call. */
export function creditsOfWrite(records: number): number {
  return Math.max(1, Math.ceil(records / 10));
}

/** Credits of a COQL query by its LIMIT. */
export function creditsOfQuery(limit: number): number {
  if (limit <= 200) return 1;
  return limit <= 1000 ? 2 : 3;
}

/** Credits of starting the bulk job of one page. */
export function creditsOfBulkPage(): number {
  return bulkPageCredits;
}

/** Reads that one page of a list needs when more fields are mapped than a call may name. */
export function callsForPage(fields: number): number {
  const extraPasses = Math.max(0, fieldPasses(fields) - 1);
  return 1 + extraPasses * (pageSize / batchSize);
}

/** Passes for so many fields. With several passes each also reads Modified_Time, to see a record change in between. */
export function fieldPasses(fields: number): number {
  return fields <= fieldLimit ? 1 : Math.ceil(fields / (fieldLimit - 1));
}

/** How a view of so many records is best read, with what it costs, to be shown before and during a run. */
export type Reader = { reader: "pages" | "bulk"; why: string; calls: number; credits: number };

/** Pages up to what a list can give, else a bulk job. `fields` is the number of mapped fields. */
export function chooseReader(count: number, fields = 1): Reader {
  if (count > scanLimit) {
    const jobs = Math.ceil(count / bulkPageSize);
    return {
      reader: "bulk",
      why: `${count} records are more than the ${scanLimit} that a list gives`,
      calls: jobs * (1 + bulkPolls + 1),
      credits: jobs * (bulkPageCredits + bulkPolls),
    };
  }
  const calls = Math.max(1, Math.ceil(count / pageSize)) * callsForPage(fields);
  return { reader: "pages", why: `${count} records fit into pages of ${pageSize}`, calls, credits: calls };
}
