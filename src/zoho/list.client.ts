import { z } from "zod";
import type { Instant } from "#kernel/time.ts";
import { fieldLimit, pageSize } from "./credits.ts";
import type { Outcome } from "./failure.ts";
import { addPasses, readByIds } from "./by-ids.client.ts";
import { headerTime, type PlainPage, readPage, type Selection } from "./page.client.ts";
import { malformed, readAnswer, readBody } from "./read.ts";
import { checkRecords, type CrmRecord, DeletedRecord, passesOf } from "./record.ts";
import type { Session } from "./session.client.ts";

/**
 * One page of a scan. A scan is complete exactly when a page with `nextToken` null was yielded. `scanStart` is the
 * CRM's clock at the first page of this generator; after a resumption the watermark needs that of the first one.
 * `unsettled` changed again and again between the reads of their fields: read them one by one later.
 */
export type RecordsPage = PlainPage & { scanStart: Instant; unsettled: string[] };

/** Deleted records of one page; the list is complete when `more` is false. */
export type DeletedPage = { records: DeletedRecord[]; more: boolean; scanStart: Instant };

/**
 * Reads a module or a view page by page. The next page is asked for while the last one is worked on. Ends after the
 * first failure; `scan_expired` means: start again without a token, nothing was lost. `resumeToken` goes on where an
 * earlier generator of the same selection stopped, within 24 hours.
 */
export async function* listPages(
  session: Session,
  module: string,
  selection: Selection,
  resumeToken?: string,
): AsyncGenerator<Outcome<RecordsPage>> {
  let token: string | null = resumeToken ?? null;
  let scanStart: Instant | undefined;
  let next = readWholePage(session, module, selection, token);
  for (;;) {
    const page = await next;
    if (!page.ok) {
      yield page;
      return;
    }
    scanStart ??= page.serverTime;
    const { nextToken } = page.value;
    if (scanStart === undefined || (nextToken !== null && nextToken === token)) {
      const failure =
        scanStart === undefined
          ? malformed(["headers", "date"], "missing")
          : malformed(["info", "next_page_token"], "the page's own");
      yield { ok: false, failure, credits: page.credits };
      return;
    }
    if (nextToken !== null) {
      next = readWholePage(session, module, selection, nextToken);
      // Whoever leaves early must not be met by the failure of a page that he did not ask for.
      next.catch(() => undefined);
    }
    token = nextToken;
    yield { ...page, value: { ...page.value, scanStart } };
    if (nextToken === null) return;
  }
}

/** The first page of a module or a view, and nothing more: what shows what its records are like. */
export async function readFirstPage(
  session: Session,
  module: string,
  selection: Selection,
): Promise<Outcome<CrmRecord[]>> {
  const page = await readWholePage(session, module, selection, null);
  return page.ok ? { ...page, value: page.value.records } : page;
}

/** One record; undefined where there is none of this id that the user may see. More than fifty fields come in one call too. */
export async function readRecord(
  session: Session,
  module: string,
  id: string,
  fields: readonly string[],
): Promise<Outcome<CrmRecord | undefined>> {
  const outcome = await readOne(session, module, { value: id, headers: {} }, fields);
  return checked(outcome, (record) => record.id === id);
}

/**
 * The record whose external field (a unique one, made for it) holds a value; undefined where none does. It sees what
 * was written a moment ago, which a search does not. The CRM compares without case.
 */
export async function readByExternal(
  session: Session,
  module: string,
  { field, value }: { field: string; value: string },
  fields: readonly string[],
): Promise<Outcome<CrmRecord | undefined>> {
  const headers = { "x-external": `${module}.${field}` };
  const asked = [...new Set([field, ...fields])];
  const outcome = await readOne(session, module, { value, headers }, asked);
  return checked(outcome, (record) => String(record[field]).toLowerCase() === value.toLowerCase());
}

/** A record that is not the one asked for was meant for somebody else (docs/faults.md 24). */
function checked(
  outcome: Outcome<CrmRecord | undefined>,
  isIt: (record: CrmRecord) => boolean,
): Outcome<CrmRecord | undefined> {
  if (!outcome.ok || outcome.value === undefined || isIt(outcome.value)) return outcome;
  const failure = malformed(["data", 0, "id"], "another record than asked for");
  return { ok: false, failure, credits: outcome.credits };
}

async function readOne(
  session: Session,
  module: string,
  { value, headers }: { value: string; headers: Record<string, string> },
  fields: readonly string[],
): Promise<Outcome<CrmRecord | undefined>> {
  const path = `/crm/v8/${encodeURIComponent(module)}/${encodeURIComponent(value)}`;
  // Without `fields` all come at once; in parts the record could change in between.
  const query = fields.length === 0 || fields.length > fieldLimit ? {} : { fields: fields.join(",") };
  return readAnswer(
    await session.call({ method: "GET", path, query, headers, credits: 1, module }),
    ({ body }) => {
      if (body === undefined) return { ok: true, value: undefined };
      const read = readBody(z.object({ data: z.array(z.unknown()).length(1) }), body);
      if (!read.ok) return read;
      const rows = checkRecords(read.value.data);
      if (!rows.ok) return { ok: false, failure: malformed(["data", 0, "id"], "no record with an id") };
      return { ok: true, value: rows.records[0] };
    },
  );
}

/** Records deleted since, page by page. Ends after the first failure. */
export async function* deletedPages(
  session: Session,
  module: string,
  since: Instant | undefined,
): AsyncGenerator<Outcome<DeletedPage>> {
  const schema = z.object({ data: z.array(DeletedRecord), info: z.object({ more_records: z.boolean() }) });
  const path = `/crm/v8/${encodeURIComponent(module)}/deleted`;
  let scanStart: Instant | undefined;
  for (let page = 1; ; page += 1) {
    const query = { type: "all", page: String(page), per_page: String(pageSize) };
    const headers = since === undefined ? undefined : { "if-modified-since": headerTime(since) };
    const answer = await session.call({
      method: "GET",
      path,
      query,
      ...(headers && { headers }),
      credits: 1,
      module,
    });
    if (answer.ok) scanStart ??= answer.serverTime;
    const outcome = readAnswer<DeletedPage>(answer, ({ body }) => {
      if (scanStart === undefined) return { ok: false, failure: malformed(["headers", "date"], "missing") };
      if (body === undefined) return { ok: true, value: { records: [], more: false, scanStart } };
      const read = readBody(schema, body);
      return read.ok
        ? { ok: true, value: { records: read.value.data, more: read.value.info.more_records, scanStart } }
        : read;
    });
    yield outcome;
    if (!outcome.ok || !outcome.value.more) return;
  }
}

type WholePage = PlainPage & { unsettled: string[] };

/** A page with all its fields: those beyond fifty are read by id and joined. */
async function readWholePage(
  session: Session,
  module: string,
  selection: Selection,
  token: string | null,
): Promise<Outcome<WholePage>> {
  const [fields = [], ...rest] = passesOf(selection.fields, fieldLimit);
  const page = await readPage(session, module, { ...selection, fields }, { token: token ?? undefined });
  if (!page.ok) return page;
  const joined = await addPasses(session, module, page.value.records, rest);
  let credits = page.credits + joined.credits;
  if (!joined.ok) return { ...joined, credits };
  const again = await readByIds(session, module, joined.value.torn, selection.fields, selection.cvid);
  credits += again.credits;
  if (!again.ok) return { ...again, credits };
  const records =
    again.value.records.length === 0 ? joined.value.whole : [...joined.value.whole, ...again.value.records];
  return { ...page, value: { ...page.value, records, unsettled: again.value.unsettled }, credits };
}
