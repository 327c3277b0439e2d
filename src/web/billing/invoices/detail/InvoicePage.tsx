import { Anchor, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { getRouteApi, Link } from "@tanstack/react-router";
import { getInvoice, type InvoiceView } from "#billing/invoice/invoice.api.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { Charges } from "#web/billing/collection/Charges.tsx";
import { LinkedPanel } from "#web/billing/customers/LinkedPanel.tsx";
import { CreditInvoice } from "#web/billing/credit-notes/CreditInvoice.tsx";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { DownloadPdf } from "#web/billing/documents/DownloadPdf.tsx";
import { Postings } from "#web/billing/documents/Postings.tsx";
import { DocumentEmails } from "#web/billing/email/DocumentEmails.tsx";
import { SendButton, SendByEmail } from "#web/billing/email/SendByEmail.tsx";
import { PublicLinkDialog, PublicLinkItem } from "#web/billing/documents/PublicLink.tsx";
import { invoiceName, statusOf } from "#web/billing/invoices/words.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showAmount, showDay } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { InvoicePaper } from "./InvoicePaper.tsx";
import { InvoiceMenu, MainActions } from "./InvoiceActions.tsx";
import { Settlements } from "./Settlements.tsx";
import { VoidDialog } from "./VoidDialog.tsx";

const route = getRouteApi("/o/$org/billing/invoices/$invoice");

/** One invoice: the document, what settles it, and what the ledger says of it. */
export function InvoicePage() {
  const { invoice: id } = route.useParams();
  const invoice = useCall(getInvoice, { params: { invoice: id } });
  return invoice.data === undefined || invoice.error?.status === 404 ? (
    <Page title="Invoice">
      <Loaded of={invoice}>{() => null}</Loaded>
    </Page>
  ) : (
    <Record key={id} invoice={invoice.data} />
  );
}

function Record({ invoice }: { invoice: InvoiceView }) {
  const mayWrite = useMay("write");
  const [isVoiding, voiding] = useDisclosure(false);
  const [isLinking, linking] = useDisclosure(false);
  const [isMailing, mailing] = useDisclosure(false);
  const which = { kind: "invoice", id: invoice.id } as const;
  const [isCrediting, crediting] = useDisclosure(false);
  const isPosted = invoice.number !== null;
  return (
    <Page
      title={invoice.number === null ? "Draft of an invoice" : invoiceName(invoice)}
      status={<Status {...statusOf(invoice)} />}
      facts={[
        <CustomerLink key="customer" invoice={invoice} />,
        <span key="total" className="figures">
          Total {showAmount(invoice.total, invoice.currency_code)}
        </span>,
        ...balanceFacts(invoice),
      ]}
      action={
        mayWrite && (
          <>
            {invoice.status !== "void" && <SendButton onClick={mailing.open} />}
            <MainActions invoice={invoice} />
          </>
        )
      }
      menu={
        <>
          <DownloadPdf which={which} />
          {mayWrite && invoice.status !== "draft" && <PublicLinkItem onOpen={linking.open} />}
          {mayWrite && <InvoiceMenu invoice={invoice} onVoid={voiding.open} onCredit={crediting.open} />}
        </>
      }
    >
      <Stack gap="xl" maw={820}>
        <InvoicePaper invoice={invoice} />
        {isPosted && <Settlements invoice={invoice} />}
        <Charges invoice={invoice} />
        <DocumentEmails document={invoice.id} />
        {isPosted && <Postings of={which} />}
        <LinkedPanel customer={invoice.customer_id} />
      </Stack>
      {isLinking && <PublicLinkDialog which={which} onClose={linking.close} />}
      <SendByEmail
        which={which}
        isDraft={invoice.status === "draft"}
        isOpen={isMailing}
        onClose={mailing.close}
      />
      <VoidDialog invoice={invoice} isOpen={isVoiding} onClose={voiding.close} />
      <CreditInvoice invoice={invoice} isOpen={isCrediting} onClose={crediting.close} />
    </Page>
  );
}

function CustomerLink({ invoice }: { invoice: InvoiceView }) {
  const places = useCustomerPlaces();
  return (
    <Anchor component={Link} to={places.customer(invoice.customer_id)}>
      {invoice.customer_name}
    </Anchor>
  );
}

/** What is still to be paid and until when; of a void invoice why it is. */
function balanceFacts({ status, balance, due_date, currency_code, reason }: InvoiceView): React.ReactNode[] {
  const open = `${showAmount(balance, currency_code)} due ${showDay(due_date)}`;
  switch (status) {
    case "overdue":
      return [
        <span key="due" style={{ color: "var(--mantine-color-error)" }}>
          {open}
        </span>,
      ];
    case "sent":
    case "partially_paid":
      return [open];
    case "void":
      return reason === null ? [] : [`Void because: ${reason}`];
    default:
      return [];
  }
}
