import { Button, Group, Menu } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import {
  IconArrowBackUp,
  IconBan,
  IconCash,
  IconCoins,
  IconPencil,
  IconReceiptOff,
  IconReceiptRefund,
  IconSend,
  IconTrash,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import type { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { isNothing } from "#billing/paper/price-words.ts";
import { ChargeNow } from "#web/billing/collection/ChargeNow.tsx";
import { UnderWay } from "#web/billing/collection/UnderWay.tsx";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { RecordPayment } from "#web/billing/payments/RecordPayment.tsx";
import { useInvoiceActions } from "./invoice-actions.ts";

/** What is done next with an invoice, by its status. */
export function MainActions({ invoice }: { invoice: InvoiceView }) {
  const places = useInvoicePlaces();
  const { send, isSending } = useInvoiceActions(invoice);
  if (isOpenInvoice(invoice))
    return (
      <Group gap="xs">
        <ChargeNow invoice={invoice.id} customer={invoice.customer_id} />
        <Record invoice={invoice} />
      </Group>
    );
  if (invoice.status !== "draft") return null;
  return (
    <>
      <Button
        component={Link}
        to={places.edit(invoice.id)}
        variant="default"
        leftSection={<IconPencil size={16} />}
      >
        Edit
      </Button>
      <Button leftSection={<IconSend size={16} />} loading={isSending} onClick={send}>
        Mark as sent
      </Button>
    </>
  );
}

/** Money came in for the invoice. */
function Record({ invoice }: { invoice: InvoiceView }) {
  const [isRecording, recording] = useDisclosure(false);
  const { customer_id: id, customer_name: display_name, currency_code } = invoice;
  return (
    <>
      <Button leftSection={<IconCash size={16} />} onClick={recording.open}>
        Record payment
      </Button>
      <RecordPayment
        isOpen={isRecording}
        onClose={recording.close}
        customer={{ id, display_name, currency_code }}
        invoice={invoice}
        note={<UnderWay invoice={invoice} />}
      />
    </>
  );
}

/** Whether somebody is expected to pay. */
function isOpenInvoice({ status }: InvoiceView): boolean {
  return status === "sent" || status === "overdue" || status === "partially_paid";
}

type InvoiceMenuProps = { invoice: InvoiceView; onVoid: () => void; onCredit: () => void };

/** What is done less often. */
export function InvoiceMenu({ invoice, onVoid, onCredit }: InvoiceMenuProps) {
  const actions = useInvoiceActions(invoice);
  const { status } = invoice;
  const isOpen = isOpenInvoice(invoice);
  return (
    <>
      {isOpen && (
        <Menu.Item onClick={actions.useCredits} leftSection={<IconCoins size={16} />}>
          Use the customer's credits
        </Menu.Item>
      )}
      {!isNothing(invoice.left_to_credit) && (
        <Menu.Item onClick={onCredit} leftSection={<IconReceiptRefund size={16} />}>
          Credit the invoice
        </Menu.Item>
      )}
      {isOpen && (
        <Menu.Item onClick={actions.writeOff} leftSection={<IconReceiptOff size={16} />}>
          Write off the balance
        </Menu.Item>
      )}
      {status === "written_off" && (
        <Menu.Item onClick={actions.cancelWriteOff} leftSection={<IconArrowBackUp size={16} />}>
          Cancel the write-off
        </Menu.Item>
      )}
      {status === "draft" && (
        <Menu.Item onClick={actions.remove} leftSection={<IconTrash size={16} />} color="fail">
          Delete draft
        </Menu.Item>
      )}
      {status !== "draft" && status !== "void" && (
        <Menu.Item onClick={onVoid} leftSection={<IconBan size={16} />} color="fail">
          Void
        </Menu.Item>
      )}
    </>
  );
}
