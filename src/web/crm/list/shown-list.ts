import type { CallError } from "#platform/http/call.ts";
import { useFields, useView, useViews } from "#web/crm/crm-queries.ts";
import { type Listing } from "#web/crm/list-queries.ts";
import type { Module } from "#web/crm/module.ts";
import type { CriteriaJson, CrmField, CrmView } from "#web/crm/types.ts";
import { type Fields, searchText } from "#web/crm/view/criteria.ts";
import { columnNames } from "./columns.tsx";
import { canFilter, filterOf, joinedCriteria } from "./filter.ts";

/** What the address of a list says. */
export type ListSearch = {
  view?: string | undefined;
  q?: string | undefined;
  filter?: string | undefined;
  sort?: "Created_Time" | "Modified_Time" | undefined;
  order?: "asc" | undefined;
  /** Deals are shown as a list unless said. */
  show?: "board" | undefined;
};

/** A list as its address asks for it: view, columns, and which records. */
export type ShownList = {
  views: readonly CrmView[];
  view: CrmView | undefined;
  fields: readonly CrmField[];
  known: Fields;
  /** The columns of the view by API name, in their order. */
  columns: readonly string[];
  within: CriteriaJson | null;
  /** Undefined until the view and its columns are known. */
  listing: Listing | undefined;
  /** The same records, for counting them. */
  counted: { cvid?: string; criteria?: string; word?: string };
  mayFilter: boolean;
  filter: CriteriaJson | null;
  /** Why there is less than the whole module. */
  narrowedBy: "search" | "view" | "nothing";
  sort: { by: string; down: boolean } | undefined;
  problem: CallError | null;
};

export function useShownList(module: Module, search: ListSearch): ShownList {
  const views = useViews(module.name);
  const view = views.data?.find(({ id }) => id === search.view) ?? views.data?.find((one) => one.default);
  const detail = useView(module.name, view?.id);
  const fields = useFields(module.name);
  const found = detail.data?.[0];
  const columns = found?.fields.map(({ api_name }) => api_name) ?? [];
  const word = wordIn(search.q);
  const mayFilter = canFilter(view) && word === undefined;
  const filter = mayFilter ? filterOf(search.filter) : null;
  const within = found?.criteria ?? null;
  const narrowed = filter === null ? null : joinedCriteria(within, filter);
  const criteria = narrowed === null ? undefined : searchText(narrowed);
  const isAll = view?.system_name === "ALLVIEWS";
  const isPlain = isAll && word === undefined && criteria === undefined;
  const sort = isPlain ? { by: search.sort ?? "Created_Time", down: search.order !== "asc" } : undefined;
  const isReady = found !== undefined && fields.data !== undefined;
  return {
    views: views.data ?? [],
    view,
    fields: fields.data ?? [],
    known: new Map((fields.data ?? []).map((field) => [field.api_name, field])),
    columns,
    within,
    listing: isReady
      ? {
          module: module.name,
          fields: columnNames(module, columns),
          view: view?.id,
          word,
          criteria,
          sort: search.sort === undefined ? undefined : sort,
        }
      : undefined,
    counted: countedBy(view, word, criteria),
    mayFilter,
    filter,
    narrowedBy: word !== undefined || filter !== null ? "search" : isAll ? "nothing" : "view",
    sort,
    problem: views.error ?? detail.error ?? fields.error,
  };
}

/** What is searched for; the CRM finds nothing by a single letter. */
function wordIn(text: string | undefined): string | undefined {
  return text !== undefined && Array.from(text.trim()).length >= 2 ? text.trim() : undefined;
}

function countedBy(
  view: CrmView | undefined,
  word: string | undefined,
  criteria: string | undefined,
): ShownList["counted"] {
  if (word !== undefined) return { word };
  if (criteria !== undefined) return { criteria };
  return view === undefined ? {} : { cvid: view.id };
}
