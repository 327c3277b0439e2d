import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCash } from "@tabler/icons-react";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { listPayments } from "#billing/payment/payment.api.ts";
import { usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { Page } from "#web/ui/Page.tsx";
import { paymentColumns } from "./columns.tsx";
import { usePaymentPlaces } from "./places.ts";
import { RecordPayment } from "./RecordPayment.tsx";

const route = getRouteApi("/o/$org/billing/payments");

/** All payments, the newest first. */
export function PaymentList() {
  const { customer } = route.useSearch();
  const navigate = useNavigate();
  const places = usePaymentPlaces();
  const mayWrite = useMay("write");
  const [isRecording, recording] = useDisclosure(false);
  const pages = usePages(listPayments, { query: customer === undefined ? {} : { customer_id: customer } });
  const record = mayWrite && (
    <Button leftSection={<IconCash size={16} />} onClick={recording.open}>
      Record payment
    </Button>
  );
  return (
    <Page title="Payments" action={record} width="fill">
      <DataTable
        name="payments"
        label="Payments"
        columns={paymentColumns(places.payment)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ number, customer_name: name }) => `${number} of ${name}`}
        onOpen={({ id }) => void navigate({ to: places.payment(id) })}
        empty={<Empty drawing="card" sentence="No payment has been recorded yet." action={record} />}
      />
      <RecordPayment isOpen={isRecording} onClose={recording.close} />
    </Page>
  );
}
