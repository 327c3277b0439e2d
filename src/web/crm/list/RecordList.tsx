import { Button, Group, Menu } from "@mantine/core";
import { IconFileImport, IconFilterPlus, IconPencil, IconPlus, IconTrash } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { useState } from "react";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { useFields, useRecords, useView, useViews } from "#web/crm/crm-queries.ts";
import { type Module, moduleAt } from "#web/crm/module.ts";
import type { CrmRecord, CrmView } from "#web/crm/types.ts";
import { DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { SearchField } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { useDeleteView } from "#web/crm/view/delete-view.ts";
import { columnNames, columnsOf } from "./columns.tsx";
import { MassUpdate } from "./MassUpdate.tsx";
import { useMassDelete } from "./mass-delete.tsx";
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
  const isAll = view?.system_name === "ALLVIEWS";
  const sort =
    isAll && search.q === undefined
      ? { by: search.sort ?? "Created_Time", down: search.order !== "asc" }
      : undefined;
  const pages = useRecords(
    {
      module: module.name,
      fields: names,
      word: search.q,
      view: view?.id,
      sort: search.sort === undefined ? undefined : sort,
    },
    isReady && view !== undefined,
  );
  const [updating, setUpdating] = useState<{ rows: CrmRecord[]; clear: () => void }>();
  const massDelete = useMassDelete(module);
  const to = (below: string): string => addressIn(organization, `crm/${module.path}/${below}`);
  const title = module.many.charAt(0).toUpperCase() + module.many.slice(1);
  return (
    <Page
      title={title}
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
        rowName={(row) => String(row[module.nameField] ?? row.id)}
        {...(sort
          ? {
              sort,
              onSort: ({ by, down }) =>
                void navigate({
                  search: { ...search, sort: by as "Created_Time", order: down ? undefined : "asc" },
                  replace: true,
                }),
            }
          : {})}
        onOpen={({ id }) => void navigate({ to: to(id) })}
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
              onChange={(q) => void navigate({ search: { ...search, q }, replace: true })}
            />
          </Group>
        }
        bulk={(rows, clear) => (
          <>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconPencil size={14} />}
              onClick={() => setUpdating({ rows, clear })}
            >
              Change a field
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              leftSection={<IconTrash size={14} />}
              onClick={() => massDelete(rows, clear)}
            >
              Delete
            </Button>
          </>
        )}
        empty={<NoRecords module={module} isSearch={search.q !== undefined} isAll={isAll} to={to} />}
      />
      <MassUpdate
        module={module}
        rows={updating?.rows}
        onClose={() => setUpdating(undefined)}
        onDone={() => updating?.clear()}
      />
    </Page>
  );
}

/** The columns of a view; until the view is known there are none to ask for. */
function useColumns(module: Module, view: CrmView | undefined) {
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

function NewButton({ module, to }: { module: Module; to: string }) {
  return (
    <Button component={Link} to={to} leftSection={<IconPlus size={16} />}>
      New {module.one}
    </Button>
  );
}

type ListMenuProps = { module: Module; view: CrmView | undefined; to: (below: string) => string };

function ListMenu({ module, view, to }: ListMenuProps) {
  const deleteView = useDeleteView(module);
  return (
    <>
      <Menu.Item component={Link} to={to("import")} leftSection={<IconFileImport size={16} />}>
        Import from CSV
      </Menu.Item>
      <Menu.Divider />
      <Menu.Item component={Link} to={to("views/new")} leftSection={<IconFilterPlus size={16} />}>
        New view
      </Menu.Item>
      {view && (
        <Menu.Item
          component={Link}
          to={to("views/new")}
          search={{ from: view.id } as never}
          leftSection={<IconFilterPlus size={16} />}
        >
          New view like this one
        </Menu.Item>
      )}
      {view && !view.system_defined && (
        <>
          <Menu.Item component={Link} to={to(`views/${view.id}`)} leftSection={<IconPencil size={16} />}>
            Edit view
          </Menu.Item>
          <Menu.Item onClick={() => deleteView(view)} leftSection={<IconTrash size={16} />}>
            Delete view
          </Menu.Item>
        </>
      )}
    </>
  );
}

function NoRecords({
  module,
  isSearch,
  isAll,
  to,
}: {
  module: Module;
  isSearch: boolean;
  isAll: boolean;
  to: (below: string) => string;
}) {
  if (isSearch)
    return (
      <Empty
        drawing="search"
        sentence={`No ${module.one} holds these words in its name, e-mail, phone or other short text.`}
      />
    );
  if (!isAll) return <Empty sentence={`No ${module.one} is in this view.`} />;
  return (
    <Empty
      drawing="card"
      sentence={`There are no ${module.many} yet.`}
      action={
        <Group gap="xs">
          <NewButton module={module} to={to("new")} />
          <Button
            component={Link}
            to={to("import")}
            variant="default"
            leftSection={<IconFileImport size={16} />}
          >
            Import from CSV
          </Button>
        </Group>
      }
    />
  );
}
