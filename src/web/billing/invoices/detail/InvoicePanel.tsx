import { Button, Group, Stack } from "@mantine/core";
import { IconArrowsDiagonal, IconPencil } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { getInvoice } from "#billing/invoice/invoice.api.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { invoiceName, statusOf } from "#web/billing/invoices/words.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { SidePanel } from "#web/ui/SidePanel.tsx";
import { Status } from "#web/ui/Status.tsx";
import { InvoicePaper } from "./InvoicePaper.tsx";

/** One invoice beside the list. */
export function InvoicePanel({ id, onClose }: { id: string; onClose: () => void }) {
  const invoice = useCall(getInvoice, { params: { invoice: id } });
  const places = useInvoicePlaces();
  const mayEdit = useMay("write") && invoice.data?.status === "draft";
  return (
    <SidePanel
      title={invoice.data === undefined ? "Invoice" : invoiceName(invoice.data)}
      onClose={onClose}
      facts={
        <Stack gap="sm" mt={4}>
          {invoice.data && (
            <Group gap="xs">
              <Status {...statusOf(invoice.data)} />
              {invoice.data.customer_name}
            </Group>
          )}
          <Group gap="xs">
            <PanelLink to={places.invoice(id)} icon={<IconArrowsDiagonal size={16} />} words="Open page" />
            {mayEdit && <PanelLink to={places.edit(id)} icon={<IconPencil size={16} />} words="Edit" />}
          </Group>
        </Stack>
      }
    >
      <Loaded of={invoice}>{(found) => <InvoicePaper invoice={found} />}</Loaded>
    </SidePanel>
  );
}

function PanelLink({ to, icon, words }: { to: string; icon: React.ReactNode; words: string }) {
  return (
    <Button component={Link} to={to} size="compact-md" variant="default" leftSection={icon}>
      {words}
    </Button>
  );
}
