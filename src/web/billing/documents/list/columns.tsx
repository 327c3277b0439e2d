import { Anchor } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Column } from "#web/ui/DataTable.tsx";
import { showAmount, showDay, showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import type { Meaning } from "#web/ui/theme.ts";
import { When } from "#web/ui/When.tsx";

type Listed = {
  id: string;
  number: string | null;
  date: string;
  total: string;
  currency_code: string;
  reference_number: string | null;
  created_at: string;
  updated_at: string;
};

type Words<Item> = {
  /** Where the number leads. */
  to: (id: string) => string;
  party: { id: string; title: string; name: (row: Item) => string };
  status: (row: Item) => { word: string; meaning: Meaning };
  /** After the date: the second day of the kind. */
  days?: Column<Item>[];
  /** After the total: what is open of it. */
  money?: Column<Item>[];
};

/** The columns of a list of documents; the number leads to the document's page. */
export function documentColumns<Item extends Listed>(of: Words<Item>): Column<Item>[] {
  return [
    {
      id: "number",
      title: "Number",
      width: 128,
      cell: (row) => (
        <Anchor component={Link} to={of.to(row.id)} inherit fw={500} c="var(--mantine-color-text)">
          {numberWords(row)}
        </Anchor>
      ),
    },
    { id: of.party.id, title: of.party.title, width: 240, cell: of.party.name },
    { id: "status", title: "Status", width: 132, cell: (row) => <Status {...of.status(row)} /> },
    { id: "date", title: "Date", width: 116, cell: (row) => showDay(row.date) },
    ...(of.days ?? []),
    {
      id: "total",
      title: "Total",
      width: 132,
      align: "right",
      cell: (row) => showAmount(row.total, row.currency_code),
    },
    ...(of.money ?? []),
    {
      id: "reference_number",
      title: "Reference",
      width: 140,
      isExtra: true,
      cell: (row) => showText(row.reference_number),
    },
    {
      id: "created_at",
      title: "Created",
      width: 124,
      isExtra: true,
      cell: (row) => <When at={row.created_at} />,
    },
    {
      id: "updated_at",
      title: "Updated",
      width: 124,
      isExtra: true,
      cell: (row) => <When at={row.updated_at} />,
    },
  ];
}

/** What to call a document: its number, which a draft has not got yet. */
export function numberWords({ number }: { number: string | null }): string {
  return number ?? "Draft";
}

/** A second day of a document, which may not have one. */
export function dayColumn<Item>(id: string, title: string, day: (row: Item) => string | null): Column<Item> {
  return {
    id,
    title,
    width: 116,
    cell: (row) => {
      const found = day(row);
      return found === null ? showText(null) : showDay(found);
    },
  };
}
