import { Group } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { countQuery, useFields, useView, useViews } from "#web/crm/crm-queries.ts";
import { useRecords } from "#web/crm/list-queries.ts";
import { type Module, moduleAt } from "#web/crm/module.ts";
import { nameOf } from "#web/crm/record-name.ts";
import type { CrmRecord, CrmView } from "#web/crm/types.ts";
import { type Column, DataTable, type Sort } from "#web/ui/DataTable.tsx";
import { SearchField } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount } from "#web/ui/show.ts";
import { BulkActions } from "./BulkActions.tsx";
import { columnNames, columnsOf } from "./columns.tsx";
import { ListMenu } from "./ListMenu.tsx";
import { NewButton, NoRecords } from "./NoRecords.tsx";
import { RecordPanel } from "./RecordPanel.tsx";
import { ViewPicker } from "./ViewPicker.tsx";

const route = getRouteApi("/o/$org/crm/$module");

/** Accounts, contacts or deals: a view of them, or what a word is found in. */
export function RecordList() {
  const { module: path } = route.useParams();
  const module = moduleAt(path);
  // Another module is another list: nothing of what was ticked or chosen goes over.
  return <ModuleList key={module.name} module={module} />;
}

function ModuleList({ module }: { module: Module }) {
  const search = route.useSearch();
  const navigate = route.useNavigate();
  const { id: organization } = useOrganization();
  const views = useViews(module.name);
  const view = views.data?.find(({ id }) => id === search.view) ?? views.data?.find((one) => one.default);
  const { columns, names, isReady } = useColumns(module, view);
  const word = wordIn(search.q);
  const isAll = view?.system_name === "ALLVIEWS";
  const sort =
    isAll && word === undefined
      ? { by: search.sort ?? "Created_Time", down: search.order !== "asc" }
      : undefined;
  const pages = useRecords(
    {
      module: module.name,
      fields: names,
      word,
      view: view?.id,
      sort: search.sort === undefined ? undefined : sort,
    },
    isReady && view !== undefined,
  );
  const to = (below: string): string => addressIn(organization, `crm/${module.path}/${below}`);
  const change = (next: Partial<typeof search>): void =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false });
  const title = module.many.charAt(0).toUpperCase() + module.many.slice(1);
  return (
    <Page
      title={title}
      facts={[<Total key="total" module={module} view={view} word={word} />]}
      action={<NewButton module={module} to={to("new")} />}
      menu={<ListMenu module={module} view={view} to={to} />}
      width="fill"
    >
      <DataTable
        name={`crm ${module.path} ${view?.id ?? ""}`}
        label={title}
        columns={columns}
        pages={{ ...pages, problem: pages.problem ?? views.error }}
        rowId={({ id }) => id}
        rowName={(row) => nameOf(module, row)}
        {...(sort
          ? {
              sort,
              onSort: ({ by, down }: Sort) =>
                change({ sort: by as "Created_Time", order: down ? undefined : "asc" }),
            }
          : {})}
        onOpen={({ id }, how) => (how === "page" ? void navigate({ to: to(id) }) : change({ open: id }))}
        {...(search.open === undefined ? {} : { openId: search.open })}
        tools={
          <Group gap="xs">
            <ViewPicker
              views={views.data ?? []}
              chosen={view}
              onChoose={(id) => void navigate({ search: { view: id } })}
              newView={to("views/new")}
            />
            <SearchField
              label={`Search all ${module.many}`}
              value={search.q}
              onChange={(q) => change({ q })}
            />
          </Group>
        }
        bulk={(rows, clear) => renderBulk(module, rows, clear)}
        empty={
          <NoRecords
            module={module}
            reason={word !== undefined ? "search" : isAll ? "all" : "view"}
            to={to}
            onShowAll={() => void navigate({ search: {} })}
          />
        }
      />
      {search.open !== undefined && (
        <RecordPanel
          key={search.open}
          module={module}
          id={search.open}
          onClose={() => change({ open: undefined })}
        />
      )}
    </Page>
  );
}

/** What is searched for; the CRM finds nothing by a single letter. */
function wordIn(text: string | undefined): string | undefined {
  return text !== undefined && Array.from(text.trim()).length >= 2 ? text.trim() : undefined;
}

function renderBulk(module: Module, rows: CrmRecord[], clear: () => void) {
  return <BulkActions module={module} chosen={rows} onDone={clear} />;
}

type Shown = { columns: Column<CrmRecord>[]; names: string[]; isReady: boolean };

/** The columns of a view; until the view is known there are none to ask for. */
function useColumns(module: Module, view: CrmView | undefined): Shown {
  const { id: organization } = useOrganization();
  const fields = useFields(module.name);
  const detail = useView(module.name, view?.id);
  const chosen = detail.data?.[0]?.fields.map(({ api_name }) => api_name);
  const names = columnNames(module, chosen ?? []);
  const columns = columnsOf({
    module,
    names: chosen ?? [],
    fields: fields.data ?? [],
    to: (id) => addressIn(organization, `crm/${module.path}/${id}`),
  });
  return { columns, names, isReady: chosen !== undefined && fields.data !== undefined };
}

type TotalProps = { module: Module; view: CrmView | undefined; word: string | undefined };

/** How many records the list has; a search looks at all of them, whichever view is chosen. */
function Total({ module, view, word }: TotalProps) {
  const { id } = useOrganization();
  const about = word === undefined ? { cvid: view?.id ?? "" } : { word };
  const counted = useQuery({ ...countQuery(id, module.name, about), enabled: view !== undefined });
  if (counted.data === undefined) return <>&nbsp;</>;
  const count = showCount(counted.data, module.one);
  return <>{word === undefined ? count : `${count} found among all ${module.many}`}</>;
}
