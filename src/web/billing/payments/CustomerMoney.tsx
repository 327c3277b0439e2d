import { Anchor, Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCash, IconPlus } from "@tabler/icons-react";
import { Link, useNavigate } from "@tanstack/react-router";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { customerBalance } from "#billing/ledger/ledger.api.ts";
import { listPayments } from "#billing/payment/payment.api.ts";
import { useCall, usePages } from "#web/api.ts";
import { invoiceColumns } from "#web/billing/invoices/columns.tsx";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { invoiceName } from "#web/billing/invoices/words.ts";
import { DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { showAmount } from "#web/ui/show.ts";
import { paymentColumns } from "./columns.tsx";
import { usePaymentPlaces } from "./places.ts";
import { RecordPayment } from "./RecordPayment.tsx";

type CustomerProps = { customer: CustomerView; mayWrite: boolean };

/** What a customer owes and what is owed to it, by the ledger. */
export function Balance({ customer }: { customer: string }) {
  const { data } = useCall(customerBalance, { params: { customer } });
  if (data === undefined) return null;
  const { currency_code: currency, outstanding, unused_credits: credits } = data;
  return (
    <Text component="span" inherit className="figures">
      {showAmount(outstanding, currency)} outstanding, {showAmount(credits, currency)} unused credits
    </Text>
  );
}

/** The invoices of a customer. */
export function CustomerInvoices({ customer, mayWrite }: CustomerProps) {
  const places = useInvoicePlaces();
  const navigate = useNavigate();
  const pages = usePages(listInvoices, { query: { customer_id: customer.id } });
  const add = mayWrite && (
    <Button
      component={Link}
      to={places.create}
      search={{ customer: customer.id } as never}
      variant="default"
      leftSection={<IconPlus size={16} />}
    >
      New invoice
    </Button>
  );
  return (
    <Stack gap="md">
      <Group>
        {pages.items.length > 0 && add}
        <Anchor component={Link} to={places.list} search={{ customer: customer.id } as never}>
          In the list of all invoices
        </Anchor>
      </Group>
      <DataTable
        name="customer-invoices"
        label="Invoices"
        columns={invoiceColumns(places.invoice).filter(({ id }) => id !== "customer_name")}
        pages={pages}
        rowId={({ id }) => id}
        rowName={invoiceName}
        onOpen={({ id }) => void navigate({ to: places.invoice(id) })}
        isPlain
        empty={<Empty sentence="Nothing was invoiced to this customer yet." action={add} />}
      />
    </Stack>
  );
}

/** The payments of a customer. */
export function CustomerPayments({ customer, mayWrite }: CustomerProps) {
  const places = usePaymentPlaces();
  const navigate = useNavigate();
  const [isRecording, recording] = useDisclosure(false);
  const pages = usePages(listPayments, { query: { customer_id: customer.id } });
  const record = mayWrite && (
    <Button variant="default" leftSection={<IconCash size={16} />} onClick={recording.open}>
      Record payment
    </Button>
  );
  return (
    <Stack gap="md">
      {pages.items.length > 0 && <Group>{record}</Group>}
      <DataTable
        name="customer-payments"
        label="Payments"
        columns={paymentColumns(places.payment).filter(({ id }) => id !== "customer_name")}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ number }) => number}
        onOpen={({ id }) => void navigate({ to: places.payment(id) })}
        isPlain
        empty={<Empty drawing="card" sentence="This customer has paid nothing yet." action={record} />}
      />
      <RecordPayment isOpen={isRecording} onClose={recording.close} customer={customer} />
    </Stack>
  );
}
