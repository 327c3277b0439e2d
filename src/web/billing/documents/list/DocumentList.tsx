import { Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ComponentType, ReactNode } from "react";
import type { Pages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { NothingFound } from "#web/ui/NothingFound.tsx";
import { FilterTabs } from "#web/ui/FilterTabs.tsx";
import { Page } from "#web/ui/Page.tsx";
import { ExportItem } from "#web/billing/listing/ExportItem.tsx";
import { ListTools } from "./ListTools.tsx";
import type { useListSearch } from "./list-search.ts";

type DocumentListProps<Item extends { id: string; number: string | null }> = {
  title: string;
  /** `estimate`: one of them, in sentences. */
  one: string;
  /** Who is on the other side. */
  party?: "customer" | "vendor";
  /** Above the list: the other lists beside it. */
  above?: ReactNode;
  search: ReturnType<typeof useListSearch<string>>;
  statuses: readonly { value: string; label: string }[];
  columns: Column<Item>[];
  pages: Pages<Item>;
  /** The address of all that is shown as a CSV file. */
  file: string;
  rowName: (row: Item) => string;
  places: { create: string; page: (id: string) => string };
  /** What is said where there are none: what they are for. */
  none: string;
  /** The one that is opened beside the list. */
  panel?: ComponentType<{ id: string; onClose: () => void }>;
};

/** All documents of a kind, the newest first: a tab for each status, search as one types, filters, one beside the list. */
export function DocumentList<Item extends { id: string; number: string | null }>(
  props: DocumentListProps<Item>,
) {
  const { title, one, party = "customer", above, search, statuses, places, panel: Panel, none } = props;
  const { q, status, customer, narrowed, isNarrowed, openId, change } = search;
  const many = title.toLowerCase();
  const navigate = useNavigate();
  const mayWrite = useMay("write");
  const add = mayWrite && <NewButton one={one} to={places.create} />;
  const show = ({ id }: Item, how: "panel" | "page"): void => {
    if (how === "page" || Panel === undefined) void navigate({ to: places.page(id) });
    else change({ open: id }, openId !== undefined);
  };
  return (
    <Page
      title={title}
      action={add}
      menu={<ExportItem file={props.file} name={many.replaceAll(" ", "-")} isFiltered={isNarrowed} />}
      width="fill"
    >
      {above}
      <FilterTabs
        label="Status"
        choices={statuses}
        value={status}
        search={(value) => ({ q, customer, ...narrowed, status: value })}
      />
      <DataTable
        name={many}
        label={title}
        columns={props.columns}
        pages={props.pages}
        rowId={({ id }) => id}
        rowName={props.rowName}
        onOpen={show}
        {...(openId === undefined ? {} : { openId })}
        tools={<ListTools many={many} party={party} search={search} />}
        empty={
          isNarrowed ? (
            <NothingFound
              sentence={`No ${one} has this number, reference or ${party}, or none fits the filters.`}
              many={many}
              onShowAll={search.clear}
            />
          ) : (
            <Empty drawing="list" sentence={none} action={add} />
          )
        }
      />
      {openId !== undefined && Panel !== undefined && (
        <Panel key={openId} id={openId} onClose={() => change({ open: undefined })} />
      )}
    </Page>
  );
}

function NewButton({ one, to }: { one: string; to: string }) {
  return (
    <Button component={Link} to={to} leftSection={<IconPlus size={16} />}>
      New {one}
    </Button>
  );
}
