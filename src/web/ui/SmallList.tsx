import { Group, Stack } from "@mantine/core";
import type { ReactNode } from "react";
import type { Pages } from "#web/api.ts";
import { DataTable } from "./DataTable.tsx";
import { type Drawing, Empty } from "./Empty.tsx";
import type { DataTableProps } from "./table/table-props.ts";

type SmallListProps<Row> = Pick<
  DataTableProps<Row>,
  "name" | "label" | "columns" | "pages" | "rowId" | "rowName"
> & {
  /** What adds one; nothing for those who may not. */
  add: ReactNode;
  /** Says that there is none. */
  none: string;
  drawing?: Drawing;
};

/** The few things of one kind that something has: what adds one stands above them, or in their place. */
export function SmallList<Row>({ add, none, drawing, ...table }: SmallListProps<Row>) {
  return (
    <Stack gap="md">
      {table.pages.items.length > 0 && <Group>{add}</Group>}
      <DataTable
        {...table}
        isPlain
        empty={<Empty sentence={none} action={add} {...(drawing === undefined ? {} : { drawing })} />}
      />
    </Stack>
  );
}

/** What is known already, as a list takes it. */
export function knownPages<Row>(items: Row[]): Pages<Row> {
  return {
    items,
    problem: null,
    isWaiting: false,
    hasMore: false,
    isLoadingMore: false,
    isStale: false,
    more: () => undefined,
    again: () => undefined,
  };
}
