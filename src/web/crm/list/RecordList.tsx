import { useQuery } from "@tanstack/react-query";
import { getRouteApi } from "@tanstack/react-router";
import { exportRecords } from "#crm/export/export.api.ts";
import { addressOf } from "#platform/http/call.ts";
import { addressIn } from "#web/app/address.ts";
import { useOrganization } from "#web/app/organization.ts";
import { Board } from "#web/crm/board/Board.tsx";
import { countQuery } from "#web/crm/crm-queries.ts";
import { maxFound, useRecords } from "#web/crm/list-queries.ts";
import { type Module, moduleAt } from "#web/crm/module.ts";
import { nameOf } from "#web/crm/record-name.ts";
import type { CrmRecord } from "#web/crm/types.ts";
import { DataTable, type Sort } from "#web/ui/DataTable.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount, showNumber } from "#web/ui/show.ts";
import { BulkActions } from "./BulkActions.tsx";
import { columnsOf } from "./columns.tsx";
import { ListMenu } from "./ListMenu.tsx";
import { NewButton, NoRecords } from "./NoRecords.tsx";
import { RecordPanel } from "./RecordPanel.tsx";
import { useUnread } from "./read-marks.ts";
import { type ListSearch, type ShownList, useShownList } from "./shown-list.ts";
import { ListTools } from "./ListTools.tsx";
import { useViewProblem } from "./view-problem.ts";

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
  const list = useShownList(module, search);
  const { view, sort } = list;
  const isBoard = module.name === "Deals" && search.show === "board" && list.known.size > 0;
  const pages = useRecords(
    list.listing ?? { module: module.name, fields: [] },
    list.listing !== undefined && !isBoard,
  );
  const unread = useUnread(module, pages.items);
  const problem = useViewProblem(pages.problem ?? list.problem, view);
  const to = (below: string): string => addressIn(organization, `crm/${module.path}/${below}`);
  const show = (next: ListSearch): void => void navigate({ search: next });
  const change = (next: Partial<typeof search>): void =>
    void navigate({ search: (before) => ({ ...before, ...next }), replace: true, resetScroll: false });
  const tools = (
    <ListTools module={module} list={list} search={search} to={to} onChange={change} onShow={show} />
  );
  const title = module.many.charAt(0).toUpperCase() + module.many.slice(1);
  return (
    <Page
      title={title}
      facts={[<Total key="total" module={module} list={list} />]}
      action={<NewButton module={module} to={to("new")} />}
      menu={
        <ListMenu
          module={module}
          view={view}
          file={list.listing && fileOf(module, list.counted)}
          isNarrowed={list.narrowedBy !== "nothing"}
          to={to}
        />
      }
      width="fill"
    >
      {isBoard ? (
        <>
          {tools}
          <Board
            view={view?.id}
            filter={list.filter}
            fields={list.known}
            onOpen={(id) => change({ open: id })}
          />
        </>
      ) : (
        <DataTable
          name={`crm ${module.path} ${view?.id ?? ""}`}
          label={title}
          columns={columnsOf({ module, names: list.columns, fields: list.fields, to, unread })}
          pages={{ ...pages, problem, isWaiting: pages.isWaiting && problem === null }}
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
          tools={tools}
          bulk={(rows, clear) => renderBulk(module, rows, clear)}
          empty={
            <NoRecords
              module={module}
              reason={list.filter === null ? list.narrowedBy : "filter"}
              to={to}
              onShowAll={() => show({})}
            />
          }
        />
      )}
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

function renderBulk(module: Module, rows: CrmRecord[], clear: () => void) {
  return <BulkActions module={module} chosen={rows} onDone={clear} />;
}

/** How many records the list has; a search looks at all of them, whichever view is chosen. */
function Total({ module, list }: { module: Module; list: ShownList }) {
  const { id } = useOrganization();
  const { counted, listing } = list;
  const count = useQuery({ ...countQuery(id, module.name, counted), enabled: listing !== undefined }).data;
  if (count === undefined) return <>&nbsp;</>;
  const words = showCount(count, module.one);
  if (counted.cvid !== undefined) return <>{words}</>;
  const found = counted.word === undefined ? words : `${words} found among all ${module.many}`;
  return <>{count > maxFound ? `${found}; the first ${showNumber(maxFound)} are listed` : found}</>;
}

/** The address of what a list shows, as a file. */
function fileOf(module: Module, { cvid, criteria, word }: ShownList["counted"]): string {
  const query = { bom: "true", view: cvid, criteria, word } as const;
  return addressOf(exportRecords, { params: { module: module.name }, query });
}
