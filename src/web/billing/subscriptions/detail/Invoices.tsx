import { Anchor, Button, Stack, Table, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { usePages } from "#web/api.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { invoiceName, statusOf } from "#web/billing/invoices/words.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { showAmount, showDay } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";

/** What a subscription was billed, the newest first. */
export function Invoices({ subscription }: { subscription: string }) {
  const places = useInvoicePlaces();
  const invoices = usePages(listInvoices, { query: { subscription_id: subscription, limit: 10 } });
  if (invoices.problem !== null) return <ProblemBox problem={invoices.problem} />;
  if (invoices.isWaiting) return <div aria-busy="true" />;
  if (invoices.items.length === 0) return <Text c="dimmed">Nothing was billed yet.</Text>;
  return (
    <Stack gap="xs" align="flex-start">
      <Table aria-label="Invoices" verticalSpacing="xs">
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
          {invoices.items.map((invoice) => (
            <Table.Tr key={invoice.id}>
              <Table.Td>
                <Anchor
                  component={Link}
                  to={places.invoice(invoice.id)}
                  fw={500}
                  c="var(--mantine-color-text)"
                >
                  {invoiceName(invoice)}
                </Anchor>
              </Table.Td>
              <Table.Td>{showDay(invoice.date)}</Table.Td>
              <Table.Td>
                <Status {...statusOf(invoice)} />
              </Table.Td>
              <Table.Td ta="right" className="figures">
                {showAmount(invoice.total, invoice.currency_code)}
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {invoices.hasMore && (
        <Button variant="default" size="compact-md" loading={invoices.isLoadingMore} onClick={invoices.more}>
          Show earlier
        </Button>
      )}
    </Stack>
  );
}
