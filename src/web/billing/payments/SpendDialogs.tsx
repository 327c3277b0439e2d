import { Modal, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { applyPayment, type PaymentView, refundPayment } from "#billing/payment/payment.api.ts";
import type { PaymentMode } from "#billing/payment/payment-mode.ts";
import { useSend } from "#web/api.ts";
import { touchedByMoney } from "#web/billing/invoices/words.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { showAmount } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";
import { type Applied, applicationsOf, type OpenInvoice, proposal } from "./application.ts";
import { longestDue, useOpenInvoices } from "./open-invoices.ts";
import { OpenInvoices } from "./OpenInvoices.tsx";
import { modeChoices } from "./words.ts";

type DialogProps = { payment: PaymentView; isOpen: boolean; onClose: () => void };

/** Settles invoices with what a payment has left. */
export function ApplyDialog({ payment, isOpen, onClose }: DialogProps) {
  const open = useOpenInvoices(payment.customer_id);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`Apply ${payment.number}`}
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Loaded of={open}>
        {({ items }) => <Apply payment={payment} invoices={longestDue(items)} onClose={onClose} />}
      </Loaded>
    </Modal>
  );
}

type ApplyProps = { payment: PaymentView; invoices: readonly OpenInvoice[]; onClose: () => void };

function Apply({ payment, invoices, onClose }: ApplyProps) {
  const { currency_code: currency, unused } = payment;
  const [applied, setApplied] = useState<Applied>(() => proposal(unused, invoices, { currency }));
  const apply = useSend(applyPayment, { refreshes: touchedByMoney });
  const form = useFormState({
    initial: {},
    send: async () => {
      const body = { invoices: applicationsOf(applied) };
      await apply.mutateAsync({ params: { payment: payment.id }, body });
      tell(`${payment.number} is applied.`);
      onClose();
    },
  });
  return (
    <Form of={form} {...(invoices.length > 0 ? { submit: "Apply" } : {})} onCancel={onClose}>
      {invoices.length === 0 ? (
        <Text>Nothing is open for {payment.customer_name}; its credit waits for the next invoice.</Text>
      ) : (
        <OpenInvoices
          invoices={invoices}
          currency={currency}
          amount={unused}
          applied={applied}
          onChange={setApplied}
        />
      )}
    </Form>
  );
}

/** Gives back of what a payment has left. */
export function RefundDialog({ payment, isOpen, onClose }: DialogProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`Refund of ${payment.number}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Refund payment={payment} onClose={onClose} />
    </Modal>
  );
}

type RefundValues = { amount: string; mode: PaymentMode; reference_number: string };

function Refund({ payment, onClose }: Omit<DialogProps, "isOpen">) {
  const refund = useSend(refundPayment, { refreshes: touchedByMoney });
  const form = useFormState<RefundValues>({
    initial: { amount: payment.unused, mode: payment.mode, reference_number: "" },
    send: async ({ reference_number: reference, ...values }) => {
      const body = { ...values, reference_number: reference.trim() === "" ? null : reference };
      await refund.mutateAsync({ params: { payment: payment.id }, body });
      tell(`${showAmount(values.amount, payment.currency_code)} of ${payment.number} is refunded.`);
      onClose();
    },
  });
  return (
    <Form of={form} submit="Refund" onCancel={onClose} focusFirst>
      <Stack gap="md">
        <Text>
          At most {showAmount(payment.unused, payment.currency_code)} is left of it. This records that the
          money was given back; giving it back is up to you.
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput
            {...form.field("amount")}
            label={`Amount in ${payment.currency_code}`}
            inputMode="decimal"
            autoComplete="off"
          />
          <Select {...form.field("mode")} label="Mode" data={modeChoices} allowDeselect={false} />
        </SimpleGrid>
        <TextInput {...form.field("reference_number")} label="Reference" autoComplete="off" />
      </Stack>
    </Form>
  );
}
