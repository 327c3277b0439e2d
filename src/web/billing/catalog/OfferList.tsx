import { Anchor, Group } from "@mantine/core";
import { Link, useNavigate } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Pages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { NothingFound } from "#web/ui/NothingFound.tsx";
import { type Filter, type FilterValues, Filters, SearchField } from "#web/ui/Filters.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showCount } from "#web/ui/show.ts";

type OfferListProps<Row> = {
  /** What is listed: `addon`. */
  kind: "addon" | "coupon";
  pages: Pages<Row>;
  /** Those behind the name. */
  columns: readonly Column<Row>[];
  /** The page of one. */
  to: (id: string) => string;
  /** The button for a new one. */
  add: ReactNode;
  filters: Filter[];
  /** The search, and the filters. */
  values: { q: string | undefined } & FilterValues;
  onChange: (next: FilterValues) => void;
  onClear: () => void;
  /** What is said where there are none at all. */
  nothing: string;
};

/** A list of the catalog by name: search as one types, filters, a page each. */
export function OfferList<Row extends { id: string; name: string }>({
  kind,
  pages,
  columns,
  to,
  add,
  filters,
  values: { q, ...filter },
  onChange,
  onClear,
  nothing,
}: OfferListProps<Row>) {
  const navigate = useNavigate();
  const mayWrite = useMay("write");
  const title = kind === "addon" ? "Addons" : "Coupons";
  const isNarrowed = q !== undefined || Object.values(filter).some((value) => value !== undefined);
  const isKnown = !pages.isWaiting && pages.problem === null;
  return (
    <Page
      title={title}
      facts={isKnown ? [`${showCount(pages.items.length, kind)}${pages.hasMore ? " and more" : ""}`] : []}
      action={mayWrite && add}
      width="fill"
    >
      <DataTable
        name={title.toLowerCase()}
        label={title}
        columns={[nameColumn(to), ...columns]}
        pages={pages}
        rowId={({ id }) => id}
        rowName={(row) => row.name}
        onOpen={({ id }) => void navigate({ to: to(id) })}
        tools={
          <Group gap="xs">
            <SearchField
              label={`Search ${kind}s by name or code`}
              hint={`Search ${kind}s`}
              value={q}
              onChange={(text) => onChange({ q: text })}
            />
            <Filters filters={filters} values={filter} onChange={(id, value) => onChange({ [id]: value })} />
          </Group>
        }
        empty={
          isNarrowed ? (
            <NothingFound
              sentence={`No ${kind}'s name or code holds this, or none fits the filter.`}
              many={`${kind}s`}
              onShowAll={onClear}
            />
          ) : (
            <Empty sentence={nothing} action={mayWrite && add} />
          )
        }
      />
    </Page>
  );
}

/** The name leads to the page. */
function nameColumn<Row extends { id: string; name: string }>(to: (id: string) => string): Column<Row> {
  return {
    id: "name",
    title: "Name",
    width: 220,
    cell: ({ id, name }) => (
      <Anchor component={Link} to={to(id)} inherit fw={500} c="var(--mantine-color-text)">
        {name}
      </Anchor>
    ),
  };
}
