import { useNavigate, useSearch } from "@tanstack/react-router";
import { listConnections } from "#sync/connection/connection.api.ts";
import { listRuns, RunView as RunViewSchema, type RunView } from "#sync/run/run.api.ts";
import { useCall, usePages } from "#web/api.ts";
import { countsInWords } from "#web/sync/outcomes.ts";
import { usePlaces } from "#web/sync/places.ts";
import { isUndo, kindWord, runKinds, runTold, statusTold } from "#web/sync/words.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { type Filter, Filters } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showDuration, showNumber, showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { When } from "#web/ui/When.tsx";

const at = "/o/$org/settings/integrations/history";

const columns: Column<RunView>[] = [
  { id: "kind", title: "Run", width: 156, cell: (run) => runKinds[run.kind] },
  { id: "status", title: "Status", width: 124, cell: (run) => <Status {...runTold(run)} /> },
  { id: "when", title: "When", width: 132, cell: (run) => <When at={run.started_at ?? run.queued_at} /> },
  { id: "by", title: "Started by", width: 120, cell: (run) => run.started_by.name },
  {
    id: "direction",
    title: "Direction",
    width: 124,
    cell: ({ direction, kind }) =>
      isUndo(kind) ? "Takes a run back" : direction === "both" ? "Both ways" : "CRM to billing",
  },
  {
    id: "records",
    title: "Records",
    width: 220,
    cell: (run) => {
      const words = countsInWords(run);
      return <span title={words}>{words}</span>;
    },
  },
  {
    id: "duration",
    title: "Duration",
    width: 96,
    align: "right",
    cell: (run) => showText(run.seconds === null ? null : showDuration(run.seconds * 1000)),
  },
  { id: "calls", title: "API calls", width: 80, align: "right", cell: (run) => showNumber(run.api_calls) },
  {
    id: "credits",
    title: "Credits",
    width: 80,
    align: "right",
    isExtra: true,
    cell: (run) => showNumber(run.api_credits),
  },
];

/** Every run, newest first. */
export function History() {
  const search = useSearch({ from: at });
  const navigate = useNavigate();
  const places = usePlaces();
  const connections = useCall(listConnections);
  const runs = usePages(listRuns, { query: search });
  const setFilter = (id: string, value: string | string[] | undefined): void =>
    void navigate({ to: ".", search: { ...search, [id]: value }, replace: true });
  const filters = filtersFor(
    connections.data?.items.map(({ id, crm_company }) => ({ value: id, label: crm_company })) ?? [],
  );
  return (
    <Page title="History" width="fill">
      <DataTable
        name="sync runs"
        label="Runs"
        columns={columns}
        pages={runs}
        rowId={(run) => run.id}
        rowName={(run) => runKinds[run.kind]}
        onOpen={(run) => void navigate({ to: places.run(run.id) })}
        tools={<Filters filters={filters} values={search} onChange={setFilter} />}
        empty={
          <Empty
            sentence={
              Object.values(search).some(Boolean) ? "No run fits these filters." : "There is no run yet."
            }
          />
        }
      />
    </Page>
  );
}

function filtersFor(connections: { value: string; label: string }[]): Filter[] {
  const { kind, status } = RunViewSchema.shape;
  return [
    {
      id: "kind",
      title: "Kind",
      kind: "one",
      choices: kind.options.map((value) => ({ value, label: kindWord(value) })),
    },
    {
      id: "status",
      title: "Status",
      kind: "one",
      choices: status.options.map((value) => ({ value, label: statusTold(value).word })),
    },
    ...(connections.length > 1
      ? [{ id: "connection", title: "CRM", kind: "one" as const, choices: connections }]
      : []),
  ];
}
