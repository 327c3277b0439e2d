import { Button, Group } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { listFinance, recordFinance } from "#app/finance/finance-documents.api.ts";
import { useCall, usePages } from "#web/api.ts";
import { DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { SearchField } from "#web/ui/Filters.tsx";
import { FilterTabs } from "#web/ui/FilterTabs.tsx";
import { NothingFound } from "#web/ui/NothingFound.tsx";
import { Page } from "#web/ui/Page.tsx";
import { financeColumns, rowNameOf } from "./columns.tsx";
import { financeAt } from "./finance-modules.ts";
import { useFinancePlaces } from "./finance-queries.ts";
import { ReadAt } from "./ReadAt.tsx";

const route = getRouteApi("/o/$org/crm/finance/$module");

/** A module of billing as the CRM shows it: what its customers have, or one record has. */
export function FinanceList() {
  const shown = financeAt(route.useParams().module);
  const search = route.useSearch();
  const navigate = useNavigate();
  const places = useFinancePlaces();
  const params = { module: shown.module };
  const { q, status, record } = search;
  const asked = {
    ...(record === undefined ? {} : { record }),
    ...(status === undefined ? {} : { status }),
    ...(q === undefined ? {} : { search: q }),
  };
  const rows = usePages(listFinance, { params, query: asked });
  const change = (next: Partial<typeof search>): void =>
    void navigate({ to: ".", search: { ...search, ...next } as never, replace: true, resetScroll: false });
  const many = shown.title.toLowerCase();
  return (
    <Page
      title={shown.title}
      action={
        <ReadAt what={shown.title} at={rows.readAt} isReading={rows.isWaiting} onRefresh={rows.again} />
      }
      width="fill"
    >
      <FilterTabs
        label="Status"
        choices={shown.tabs}
        value={status}
        search={(value) => ({ q, record, status: value })}
      />
      <DataTable
        name={`crm-${shown.path}`}
        label={shown.title}
        columns={financeColumns(shown, { to: (id) => places.one(shown, id), withParty: true })}
        pages={rows}
        rowId={({ id }) => id}
        rowName={(row) => `${rowNameOf(row)} for ${row.party}`}
        onOpen={({ id }) => void navigate({ to: places.one(shown, id) })}
        tools={
          <Group gap="xs">
            <SearchField
              label={`Search ${many} by number, reference or name`}
              hint="Number, reference or name"
              value={q}
              onChange={(text) => change({ q: text })}
            />
            {record !== undefined && <RecordChip id={record} onClear={() => change({ record: undefined })} />}
          </Group>
        }
        empty={
          q !== undefined || status !== undefined || record !== undefined ? (
            <NothingFound
              sentence={`No ${shown.one} fits.`}
              many={many}
              onShowAll={() => change({ q: undefined, status: undefined, record: undefined })}
            />
          ) : (
            <Empty
              drawing="list"
              sentence={`What billing has of ${many} for the accounts, contacts and deals of this CRM appears here.`}
            />
          )
        }
      />
    </Page>
  );
}

/** Says that what one record has is shown, and shows all again. */
function RecordChip({ id, onClear }: { id: string; onClear: () => void }) {
  const { data } = useCall(recordFinance, { params: { record: id } });
  return (
    <Button size="compact-md" variant="light" rightSection={<IconX size={14} />} onClick={onClear}>
      Of {data?.record.name ?? "one record"}
    </Button>
  );
}
