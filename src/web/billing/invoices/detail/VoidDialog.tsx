import { Modal, Stack, Text, Textarea } from "@mantine/core";
import { type InvoiceView, voidInvoice } from "#billing/invoice/invoice.api.ts";
import { useSend } from "#web/api.ts";
import { isNothing } from "#billing/paper/price-words.ts";
import { touchedByMoney } from "#web/billing/invoices/words.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { showAmount, showList } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";

type VoidDialogProps = { invoice: InvoiceView; isOpen: boolean; onClose: () => void };

/** Asks why an invoice is void, and says what becomes of its money. */
export function VoidDialog({ invoice, isOpen, onClose }: VoidDialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`Void ${invoice.number}?`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Fill invoice={invoice} onClose={onClose} />
    </Modal>
  );
}

function Fill({ invoice, onClose }: Omit<VoidDialogProps, "isOpen">) {
  const voiding = useSend(voidInvoice, { refreshes: touchedByMoney });
  const form = useFormState({
    initial: { reason: "" },
    send: async ({ reason }) => {
      const body = { reason: reason.trim() === "" ? null : reason };
      await voiding.mutateAsync({ params: { invoice: invoice.id }, body });
      tell(`${invoice.number} is void.`);
      onClose();
    },
  });
  return (
    <Form of={form} submit="Void invoice" onCancel={onClose} focusFirst>
      <Stack gap="md">
        <Text>
          {consequences(invoice)} Its number stays used, and the ledger takes back what it said. This cannot
          be undone.
        </Text>
        <Textarea
          {...form.field("reason")}
          label="Reason"
          description="Kept with the invoice and told on the customer's timeline."
          autosize
          minRows={2}
          maxLength={500}
        />
      </Stack>
    </Form>
  );
}

function consequences({ paid, credited, customer_name: name, currency_code: currency }: InvoiceView): string {
  const parts = [
    ...(isNothing(paid) ? [] : [`the ${showAmount(paid, currency)} that was paid on it`]),
    ...(isNothing(credited) ? [] : [`the ${showAmount(credited, currency)} that was credited on it`]),
  ];
  if (parts.length === 0) return `${name} owes nothing of it any more.`;
  const [first = "", ...rest] = showList(parts);
  return `${first.toUpperCase()}${rest.join("")} becomes credit of ${name} again, for other invoices or a refund.`;
}
