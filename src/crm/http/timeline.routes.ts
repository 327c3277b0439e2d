import { type Field, familyOf, type FieldMap } from "#crm/field/field.ts";
import { fieldJson } from "#crm/field/field-json.ts";
import { moduleOf } from "#crm/field/module.ts";
import { nextToken } from "#crm/record/page-token.ts";
import type { ValueChange } from "#crm/record/timeline.ts";
import { type Entry, listEntries, namesOf } from "#crm/record/timeline.store.ts";
import { nothing, ok, type V8Answer } from "./answer.ts";
import { readPageToken, requestOf, sealToken } from "./paging.routes.ts";
import { readCount } from "./query.ts";
import { addressedId } from "./record-read.routes.ts";
import { CrmRefusal, refusals } from "./refusal.ts";
import type { V8Call, V8Route } from "./v8.routes.ts";

const maxPage = 200;

/** What became of a record, the last first. */
async function timeline(call: V8Call): Promise<V8Answer> {
  const { query, module, tx } = call;
  if (query.has("filters"))
    throw new CrmRefusal(400, "NOT_SUPPORTED", "the timeline is not filtered", { param_name: "filters" });
  const order = readOrder(query);
  const perPage = readCount(query, "per_page", maxPage, maxPage);
  const token = readPageToken(call, "timeline");
  const page = token ? token.page : readCount(query, "page", 1);
  const recordId = await addressedId(call);
  if (recordId === undefined) return nothing;
  const offset = token ? 0 : (page - 1) * perPage;
  const found = await listEntries(tx, {
    caller: call.caller,
    module,
    recordId,
    order,
    after: token?.position.id,
    offset,
    limit: perPage + 1,
  });
  const shown = found.slice(0, perPage);
  const last = shown.at(-1);
  if (last === undefined) return nothing;
  const hasMore = found.length > shown.length;
  const next = hasMore
    ? nextToken(call.deps.clock.now(), {
        position: { value: "", id: last.id },
        page: page + 1,
        seen: (token?.seen ?? offset) + shown.length,
        request: requestOf(call, "timeline"),
      })
    : undefined;
  return ok({
    __timeline: await entriesJson(call, { recordId, entries: shown }),
    info: {
      per_page: perPage,
      next_page_token: next ? sealToken(call, next) : null,
      count: shown.length,
      page,
      previous_page_token: null,
      more_records: hasMore,
    },
  });
}

function readOrder(query: URLSearchParams): "asc" | "desc" {
  const by = query.get("sort_by");
  if (by !== null && by !== "audited_time") throw refusals.invalidParam("sort_by");
  const order = query.get("sort_order") ?? "desc";
  if (order !== "asc" && order !== "desc") throw refusals.invalidParam("sort_order");
  return order;
}

async function entriesJson(
  { tx, module, caller, query }: V8Call,
  { recordId, entries }: { recordId: string; entries: readonly Entry[] },
): Promise<object[]> {
  const { api_name, id } = moduleOf(module);
  const fields = caller.fields[module];
  const wholeFields = caller.wholeFields[module];
  const names = await namesOf(tx, referenceIds(fields, entries));
  const inner = new Set((query.get("include_inner_details") ?? "").split(",").map((one) => one.trim()));
  const show = (change: ValueChange): object => {
    const field = fields.get(change.field);
    return {
      api_name: change.field,
      id: field?.id ?? null,
      ...valueJson(field, change, names),
      ...(field ? innerJson(field, inner, caller.organization.currency) : {}),
    };
  };
  return entries.map((entry) => ({
    id: entry.id,
    audited_time: entry.audited_time,
    action: entry.action,
    source: entry.source,
    type: "timeline",
    done_by: { name: entry.user_name, id: entry.user_id },
    record: { name: entry.record_name, id: recordId, module: { api_name, id } },
    related_record: entry.related && { ...entry.related, module: { api_name, id } },
    automation_details: null,
    extension: null,
    // Of a field that the caller's profile hides nothing is told; of one that is gone, what it was.
    field_history:
      entry.changes?.filter(({ field }) => fields.has(field) || !wholeFields.has(field)).map(show) ?? null,
  }));
}

/** A change shows names, as texts. Names may be of several records, so that a reference brings its ids along. */
function valueJson(
  field: Field | undefined,
  change: ValueChange,
  names: ReadonlyMap<string, string>,
): object {
  const value = { new: change.new, old: change.old };
  if (!field || familyOf(field) !== "reference") return { _value: value };
  const nameOf = (id: string | null): string | null => (id === null ? null : (names.get(id) ?? id));
  return { _value: { new: nameOf(change.new), old: nameOf(change.old) }, $id: value };
}

/** What is told of a changed field on request. */
function innerJson(field: Field, inner: ReadonlySet<string>, currency: string): object {
  const whole = fieldJson(field, currency);
  const names = ["data_type", "field_label", "pick_list_values"].filter((name) =>
    inner.has(`field_history.${name}`),
  );
  return Object.fromEntries(names.map((name) => [name, whole[name]]));
}

function referenceIds(fields: FieldMap, entries: readonly Entry[]): string[] {
  const changes = entries.flatMap((entry) => entry.changes ?? []);
  const ids = changes.flatMap((change) => {
    const field = fields.get(change.field);
    return field && familyOf(field) === "reference" ? [change.old, change.new] : [];
  });
  return [...new Set(ids.filter((id) => id !== null))];
}

export const timelineRoutes: readonly V8Route[] = [
  {
    method: "GET",
    path: "/crm/v8/:module/:id/__timeline",
    scope: ({ module }) => `modules.${module}.READ`,
    right: "view",
    handle: timeline,
  },
];
