import { z } from "zod";
import { type Instant, instantFromMs, isInstant, msOf } from "#kernel/time.ts";
import { pageSize } from "./credits.ts";
import type { Outcome } from "./failure.ts";
import { malformed, type Read, readAnswer, readBody } from "./read.ts";
import type { Session } from "./session.client.ts";

/** A field's value before and after as texts, null where empty. `ids` of what a reference points to, where the CRM tells. */
export type TimelineChange = {
  field: string;
  old: string | null;
  new: string | null;
  ids: { old: string | null; new: string | null } | undefined;
};

/** What somebody did to a record. `changes` is empty where the action is all that is told. */
export type TimelineEntry = {
  id: string;
  /** By the CRM's clock, in whole seconds. */
  at: Instant;
  /** `added`, `updated`, `deleted`, `restored`, `merged` and others of the CRM's own. */
  action: string | null;
  /** `crm_ui`, `crm_api`, `workflow` and others. */
  source: string | null;
  doneBy: { id: string; name: string } | undefined;
  /** The other record of what was done: of a merge, the one that it was merged with. */
  relatedId?: string | undefined;
  changes: TimelineChange[];
};

/** More pages than any record has in the time that is asked for; ends a timeline that never ends. */
const mostPages = 50;

const Pair = z.object({ old: z.string().nullish(), new: z.string().nullish() });

const Page = z.object({
  __timeline: z.array(
    z.object({
      id: z.string().min(1),
      audited_time: z.string().refine(isInstant, "no time with a zone"),
      action: z.string().nullish(),
      source: z.string().nullish(),
      done_by: z.object({ id: z.string(), name: z.string().nullish() }).nullish(),
      record: z.object({ id: z.string().nullish() }).nullish(),
      related_record: z.object({ id: z.string().nullish() }).nullish(),
      field_history: z
        .array(z.object({ api_name: z.string().nullish(), _value: Pair.nullish(), $id: Pair.optional() }))
        .nullish(),
    }),
  ),
  info: z.object({ more_records: z.boolean(), next_page_token: z.string().nullish() }),
});

type Got = { entries: TimelineEntry[]; next: string | undefined };

/**
 * What became of a record, the last first: everything, or down to what is older than `since`. All of it or a failure:
 * a timeline that was read in part would say that something has not happened.
 */
export async function readTimeline(
  session: Session,
  module: string,
  id: string,
  since?: Instant,
): Promise<Outcome<TimelineEntry[]>> {
  const path = `/crm/v8/${encodeURIComponent(module)}/${encodeURIComponent(id)}/__timeline`;
  const found: TimelineEntry[] = [];
  let credits = 0;
  let serverTime: Instant | undefined;
  let token: string | undefined;
  for (let page = 1; page <= mostPages; page += 1) {
    const query = token === undefined ? { per_page: String(pageSize) } : { page_token: token };
    const answer = await session.call({ method: "GET", path, query, credits: 1, module });
    const outcome = readAnswer(answer, ({ body }) => pageOf(body));
    credits += outcome.credits;
    if (!outcome.ok) return { ...outcome, credits };
    // The clock of the first page: what happened after it may be missing.
    serverTime ??= outcome.serverTime;
    const { entries, next } = outcome.value;
    found.push(...entries);
    const last = entries.at(-1);
    const isOlder = since !== undefined && last !== undefined && msOf(last.at) < secondOf(since);
    if (next === undefined || isOlder) {
      const value = since === undefined ? found : found.filter(({ at }) => msOf(at) >= secondOf(since));
      return { ok: true, value, serverTime, credits };
    }
    token = next;
  }
  return { ok: false, failure: malformed(["__timeline"], "a timeline without an end"), credits };
}

function pageOf(body: unknown): Read<Got> {
  if (body === undefined) return { ok: true, value: { entries: [], next: undefined } };
  const read = readBody(Page, body);
  if (!read.ok) return read;
  const { __timeline, info } = read.value;
  const next = info.more_records ? info.next_page_token : undefined;
  if (next === null || (info.more_records && next === undefined))
    return { ok: false, failure: malformed(["info", "next_page_token"], "missing") };
  return { ok: true, value: { entries: __timeline.map(entryOf), next } };
}

function entryOf(raw: z.infer<typeof Page>["__timeline"][number]): TimelineEntry {
  const { done_by } = raw;
  return {
    id: raw.id,
    at: instantFromMs(msOf(raw.audited_time)),
    action: raw.action ?? null,
    source: raw.source ?? null,
    relatedId: raw.related_record?.id ?? undefined,
    doneBy: done_by ? { id: done_by.id, name: done_by.name ?? "" } : undefined,
    changes: (raw.field_history ?? []).flatMap(({ api_name, _value, $id }) =>
      api_name
        ? [
            {
              field: api_name,
              old: _value?.old ?? null,
              new: _value?.new ?? null,
              ids: $id && { old: $id.old ?? null, new: $id.new ?? null },
            },
          ]
        : [],
    ),
  };
}

/** Entries tell whole seconds. */
function secondOf(instant: Instant): number {
  return Math.floor(msOf(instant) / 1000) * 1000;
}
