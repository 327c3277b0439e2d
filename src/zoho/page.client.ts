import { type Instant, instantFromMs, msOf } from "#kernel/time.ts";
import type { Answer, CrmRequest } from "./answer.ts";
import { pageSize } from "./credits.ts";
import type { Outcome } from "./failure.ts";
import { malformed, type Read, readAnswer, readBody } from "./read.ts";
import { checkRecords, type CrmRecord, RecordPage } from "./record.ts";
import type { Session } from "./session.client.ts";

/** What of a module is read. `fields` by API name, any number; `id` always comes. */
export type Selection = {
  fields: readonly string[];
  /** Only the records in this view. */
  cvid?: string | undefined;
  /** Only records changed since, by the CRM's clock; the caller subtracts its overlap. */
  modifiedSince?: Instant | undefined;
  /** Not together with `cvid`: a view has an order of its own. */
  sortBy?: "id" | "Created_Time" | "Modified_Time" | undefined;
};

/** A page as one call gives it. `notModified`: 304, nothing was changed since `modifiedSince`. */
export type PlainPage = {
  records: CrmRecord[];
  nextToken: string | null;
  rawBytes: number;
  notModified: boolean;
};

/** One page of records, of at most fifty fields: the first, the one of a page token, or the one of at most 100 ids. */
export async function readPage(
  session: Session,
  module: string,
  selection: Selection,
  which: { token?: string | undefined; ids?: readonly string[] } = {},
): Promise<Outcome<PlainPage>> {
  const outcome = await session.call(pageRequest(module, selection, which));
  return readAnswer(outcome, (answer) => pageOf(answer, which.ids !== undefined));
}

/** A date for Zoho's headers: whole seconds, rounded down, so that no change is missed. */
export function headerTime(instant: Instant): string {
  return `${instantFromMs(msOf(instant)).slice(0, 19)}Z`;
}

function pageOf({ body, bytes, status }: Answer, isByIds: boolean): Read<PlainPage> {
  if (body === undefined)
    return { ok: true, value: { records: [], nextToken: null, rawBytes: 0, notModified: status === 304 } };
  const read = readBody(RecordPage, body);
  if (!read.ok) return read;
  const { data, info } = read.value;
  const checked = checkRecords(data);
  if (!checked.ok)
    return {
      ok: false,
      failure: { kind: "malformed", path: `$.${checked.path}`, detail: "no record with an id" },
    };
  const nextToken = info.more_records ? (info.next_page_token ?? undefined) : null;
  // More records without a way to them would end the scan early and silently.
  if (nextToken === undefined && !isByIds)
    return { ok: false, failure: malformed(["info", "next_page_token"], "missing") };
  return {
    ok: true,
    value: { records: checked.records, nextToken: nextToken ?? null, rawBytes: bytes, notModified: false },
  };
}

function pageRequest(
  module: string,
  selection: Selection,
  which: { token?: string | undefined; ids?: readonly string[] },
): CrmRequest {
  const { fields, cvid, modifiedSince, sortBy } = selection;
  return {
    method: "GET",
    path: `/crm/v8/${encodeURIComponent(module)}`,
    query: {
      fields: (fields.length === 0 ? ["id"] : fields).join(","),
      per_page: String(pageSize),
      cvid,
      page_token: which.token,
      ids: which.ids?.join(","),
      ...(sortBy === undefined || cvid !== undefined ? {} : { sort_by: sortBy, sort_order: "asc" }),
    },
    ...(modifiedSince === undefined ? {} : { headers: { "if-modified-since": headerTime(modifiedSince) } }),
    credits: 1,
    module,
    ...(cvid === undefined ? {} : { view: cvid }),
  };
}
