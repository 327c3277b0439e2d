import { Anchor, Button, Stack, Table } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { Pages } from "#web/api.ts";
import { showAmount, showDay } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";

type Billed = { id: string; date: string; total: string; currency_code: string };

type BilledTableProps<Row> = {
  /** What they are: `Invoices`. */
  label: string;
  pages: Pages<Row>;
  name: (row: Row) => string;
  status: (row: Row) => Parameters<typeof Status>[0];
  to: (id: string) => string;
};

/** Documents of a subscription, a line each. */
export function BilledTable<Row extends Billed>({ label, pages, name, status, to }: BilledTableProps<Row>) {
  return (
    <Stack gap="xs" align="flex-start">
      <Table aria-label={label} verticalSpacing="xs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th scope="col">Number</Table.Th>
            <Table.Th scope="col">Date</Table.Th>
            <Table.Th scope="col">Status</Table.Th>
            <Table.Th scope="col" ta="right">
              Total
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {pages.items.map((row) => (
            <Table.Tr key={row.id}>
              <Table.Td>
                <Anchor component={Link} to={to(row.id)} fw={500} c="var(--mantine-color-text)">
                  {name(row)}
                </Anchor>
              </Table.Td>
              <Table.Td>{showDay(row.date)}</Table.Td>
              <Table.Td>
                <Status {...status(row)} />
              </Table.Td>
              <Table.Td ta="right" className="figures">
                {showAmount(row.total, row.currency_code)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {pages.hasMore && (
        <Button variant="default" size="compact-md" loading={pages.isLoadingMore} onClick={pages.more}>
          Show earlier
        </Button>
      )}
    </Stack>
  );
}
