import { Anchor, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { ReactNode } from "react";
import type { Pages } from "#web/api.ts";
import type { CustomerPart } from "#web/billing/customers/tabs.ts";
import { type Column, DataTable } from "#web/ui/DataTable.tsx";

type ShownProps<Row> = {
  title: string;
  /** The words of the link to all of them, and the part of the page that it leads to. */
  all: string;
  part: CustomerPart;
  columns: Column<Row>[];
  pages: Pages<Row>;
  rowName: (row: Row) => string;
  onOpen: (row: Row) => void;
  none: ReactNode;
};

/** A few of something on a customer's overview, and the way to all. */
export function Shown<Row extends { id: string }>(props: ShownProps<Row>) {
  const { title, all, part, columns, pages, rowName, onOpen, none } = props;
  return (
    <Stack component="section" gap="xs">
      <Group justify="space-between" gap="xs">
        <Title order={2}>{title}</Title>
        <Anchor component={Link} to="." search={{ tab: part } as never} resetScroll={false}>
          {all}
        </Anchor>
      </Group>
      {!pages.isWaiting && pages.problem === null && pages.items.length === 0 ? (
        <Text c="dimmed">{none}</Text>
      ) : (
        <DataTable
          name={`customer-overview-${part}`}
          label={title}
          columns={columns.filter(({ id }) => id !== "customer_name")}
          // The link above leads to the rest.
          pages={{ ...pages, hasMore: false }}
          rowId={({ id }) => id}
          rowName={rowName}
          onOpen={onOpen}
          isPlain
          empty={none}
        />
      )}
    </Stack>
  );
}
