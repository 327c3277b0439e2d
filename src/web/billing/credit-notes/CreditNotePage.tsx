import { Anchor, Button } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowBackUp, IconFileCheck } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import * as api from "#billing/credit-note/credit-note.api.ts";
import { inApp } from "#web/billing/documents/in-app.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { ofKind } from "#billing/paper/of-kind.ts";
import { DocumentPage } from "#web/billing/documents/page/DocumentPage.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { OneDocument } from "#web/billing/documents/page/OneDocument.tsx";
import { CustomerLink } from "#web/billing/documents/page/PartyLink.tsx";
import { Paper } from "#web/billing/documents/Paper.tsx";
import { Postings } from "#web/billing/documents/Postings.tsx";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { ApplyDialog, RefundDialog, type Source } from "#web/billing/payments/SpendDialogs.tsx";
import { Spending } from "#web/billing/payments/Spending.tsx";
import { showAmount } from "#web/ui/show.ts";
import { useCreditNoteDeeds } from "./credit-note-deeds.ts";
import { useCreditNotePlaces } from "./places.ts";
import { creditNoteWords } from "./words.ts";

const route = getRouteApi("/o/$org/billing/credit-notes/$credit_note");

/** One credit note: the document, what it settles, and what was given back of it. */
export function CreditNotePage() {
  const params = route.useParams();
  const note = useCall(api.getCreditNote, { params });
  return (
    <OneDocument of={note} title="Credit note">
      {(found) => <Record key={found.id} note={found} />}
    </OneDocument>
  );
}

function Record({ note }: { note: api.CreditNoteView }) {
  const { status, invoice } = note;
  const places = useCreditNotePlaces();
  const invoices = useInvoicePlaces();
  const doing = useDoing();
  const mayWrite = useMay("write");
  const unapply = (settlement: string) =>
    doing(api.unapplyCreditNote, { params: { credit_note: note.id }, body: { settlement } });
  return (
    <DocumentPage
      document={note}
      kind="credit_note"
      one="a credit note"
      status={creditNoteWords[status]}
      party={<CustomerLink key="customer" of={note} />}
      facts={[
        ...(status === "open" ? [`${showAmount(note.balance, note.currency_code)} unused`] : []),
        ...(status === "void" && note.reason !== null ? [`Void because: ${note.reason}`] : []),
        ...(invoice === null
          ? []
          : [
              <Anchor key="invoice" component={Link} to={invoices.invoice(invoice.id)}>
                Of {invoice.number}
              </Anchor>,
            ]),
      ]}
      // One of an invoice has the invoice's lines.
      edit={invoice === null ? places.edit(note.id) : undefined}
      deeds={useCreditNoteDeeds(note)}
      action={status === "open" && <Spend note={note} />}
    >
      <Paper document={note} of={ofKind(inApp, "credit_note", { ...note, due_date: null })} />
      {note.number !== null && (
        <>
          <Spending of={note} onUnapply={mayWrite ? unapply : undefined} />
          <Postings of={{ kind: "credit_note", id: note.id }} />
        </>
      )}
    </DocumentPage>
  );
}

/** What an open credit note can be used for. */
function Spend({ note }: { note: api.CreditNoteView }) {
  const doing = useDoing();
  const [isApplying, applying] = useDisclosure(false);
  const [isRefunding, refunding] = useDisclosure(false);
  const params = { credit_note: note.id };
  const source: Source = {
    ...note,
    number: note.number ?? "",
    unused: note.balance,
    mode: "bank_transfer",
    apply: (invoices) => doing(api.applyCreditNote, { params, body: { invoices } }),
    refund: (body) => doing(api.refundCreditNote, { params, body }),
  };
  return (
    <>
      <Button variant="default" leftSection={<IconArrowBackUp size={16} />} onClick={refunding.open}>
        Refund
      </Button>
      <Button leftSection={<IconFileCheck size={16} />} onClick={applying.open}>
        Apply to invoices
      </Button>
      <ApplyDialog source={source} isOpen={isApplying} onClose={applying.close} />
      <RefundDialog source={source} isOpen={isRefunding} onClose={refunding.close} />
    </>
  );
}
