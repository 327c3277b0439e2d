import { Button, Group, Stack, Text } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCash } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import type { CustomerView } from "#billing/customer/customer.api.ts";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { customerBalance } from "#billing/ledger/ledger.api.ts";
import { listPayments } from "#billing/payment/payment.api.ts";
import { useCall, usePages } from "#web/api.ts";
import { CustomerDocuments } from "#web/billing/documents/list/CustomerDocuments.tsx";
import { invoiceColumns } from "#web/billing/invoices/columns.tsx";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
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
  const { list, create, invoice } = useInvoicePlaces();
  return (
    <CustomerDocuments
      title="Invoices"
      one="invoice"
      customer={customer.id}
      mayWrite={mayWrite}
      columns={invoiceColumns(invoice)}
      pages={usePages(listInvoices, { query: { customer_id: customer.id } })}
      places={{ list, create, page: invoice }}
      none="Nothing was invoiced to this customer yet."
    />
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
