import { Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconCash } from "@tabler/icons-react";
import { useNavigate, useRouterState } from "@tanstack/react-router";
import { exportPayments, listPayments } from "#billing/payment/payment.api.ts";
import { addressOf } from "#platform/http/call.ts";
import { usePages } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { ExportItem } from "#web/billing/listing/ExportItem.tsx";
import { ListTools } from "#web/billing/documents/list/ListTools.tsx";
import { useListSearch } from "#web/billing/documents/list/list-search.ts";
import { DataTable } from "#web/ui/DataTable.tsx";
import { Empty } from "#web/ui/Empty.tsx";
import { NothingFound } from "#web/ui/NothingFound.tsx";
import { Page } from "#web/ui/Page.tsx";
import { paymentColumns } from "./columns.tsx";
import { usePaymentPlaces } from "./places.ts";
import { RecordPayment } from "./RecordPayment.tsx";

/** All payments, the newest first: found by number, reference or customer, by day and amount. */
export function PaymentList() {
  const search = useListSearch<never>();
  const navigate = useNavigate();
  const places = usePaymentPlaces();
  const mayWrite = useMay("write");
  const [isRecording, recording] = useDisclosure(false);
  // The search that is everywhere leads here to record one.
  const isAsked = useRouterState({ select: ({ location }) => location.hash === "record" }) && mayWrite;
  function close(): void {
    recording.close();
    if (isAsked) void navigate({ to: ".", search: true as never, hash: "", replace: true });
  }
  const pages = usePages(listPayments, { query: search.query });
  const record = mayWrite && (
    <Button leftSection={<IconCash size={16} />} onClick={recording.open}>
      Record payment
    </Button>
  );
  return (
    <Page
      title="Payments"
      action={record}
      menu={
        <ExportItem
          file={addressOf(exportPayments, { query: { ...search.query, bom: "true" } })}
          name="payments"
          isFiltered={search.isNarrowed}
        />
      }
      width="fill"
    >
      <DataTable
        name="payments"
        label="Payments"
        columns={paymentColumns(places.payment)}
        pages={pages}
        rowId={({ id }) => id}
        rowName={({ number, customer_name: name }) => `${number} of ${name}`}
        onOpen={({ id }) => void navigate({ to: places.payment(id) })}
        tools={<ListTools many="payments" search={search} />}
        empty={
          search.isNarrowed ? (
            <NothingFound
              sentence="No payment has this number, reference or customer, or none fits the filters."
              many="payments"
              onShowAll={search.clear}
            />
          ) : (
            <Empty drawing="card" sentence="No payment has been recorded yet." action={record} />
          )
        }
      />
      <RecordPayment isOpen={isRecording || isAsked} onClose={close} />
    </Page>
  );
}
