import { Modal, Select, SimpleGrid, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";
import { dayAt } from "#kernel/calendar.ts";
import { instantFromMs } from "#kernel/time.ts";
import { getOrganization } from "#billing/organization/organization.api.ts";
import type { PaymentMode } from "#billing/payment/payment-mode.ts";
import { RefundInput } from "#billing/settlement/settlement-schema.api.ts";
import { useCall } from "#web/api.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { showAmount } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";
import {
  type Applied,
  applicationsOf,
  atTheirInvoices,
  beyondOpen,
  type OpenInvoice,
  proposal,
} from "./application.ts";
import { longestDue, useOpenInvoices } from "./open-invoices.ts";
import { OpenInvoices } from "./OpenInvoices.tsx";
import { modeChoices } from "./words.ts";

/** What invoices can be settled with: a payment or a credit note, of which something is left. */
export type Source = {
  number: string;
  customer_id: string;
  customer_name: string;
  currency_code: string;
  /** What is left of it. */ unused: string;
  /** How money is given back where nothing else is said. */ mode: PaymentMode;
  apply: (invoices: { invoice_id: string; amount: string }[]) => Promise<unknown>;
  refund: (given: RefundGiven) => Promise<unknown>;
};

type RefundGiven = { amount: string; date: string; mode: PaymentMode; reference_number: string | null };

type DialogProps = { source: Source; isOpen: boolean; onClose: () => void };

/** Settles invoices with what a payment or a credit note has left. */
export function ApplyDialog({ source, isOpen, onClose }: DialogProps) {
  const open = useOpenInvoices(source.customer_id);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`Apply ${source.number}`}
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Loaded of={open}>
        {({ items }) => <Apply source={source} invoices={longestDue(items)} onClose={onClose} />}
      </Loaded>
    </Modal>
  );
}

type ApplyProps = { source: Source; invoices: readonly OpenInvoice[]; onClose: () => void };

function Apply({ source, invoices, onClose }: ApplyProps) {
  const { currency_code: currency, unused } = source;
  const [applied, setApplied] = useState<Applied>(() => proposal(unused, invoices, { currency }));
  const form = useFormState({
    initial: {},
    check: () => beyondOpen(applied, invoices, currency),
    send: async () => {
      await source.apply(applicationsOf(applied)).catch(atTheirInvoices(applied));
      tell(`${source.number} is applied.`);
      onClose();
    },
  });
  return (
    <Form of={form} {...(invoices.length > 0 ? { submit: "Apply" } : {})} onCancel={onClose}>
      {invoices.length === 0 ? (
        <Text>Nothing is open for {source.customer_name}; its credit waits for the next invoice.</Text>
      ) : (
        <OpenInvoices
          invoices={invoices}
          currency={currency}
          amount={unused}
          applied={applied}
          errors={form.inner.errors}
          onChange={setApplied}
        />
      )}
    </Form>
  );
}

/** Gives back of what is left. */
export function RefundDialog({ source, isOpen, onClose }: DialogProps) {
  const organization = useCall(getOrganization);
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title={`Refund of ${source.number}`}
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Loaded of={organization}>
        {({ time_zone }) => <Refund source={source} timeZone={time_zone} onClose={onClose} />}
      </Loaded>
    </Modal>
  );
}

type RefundValues = { amount: string; date: string; mode: PaymentMode; reference_number: string };

type RefundProps = Omit<DialogProps, "isOpen"> & { timeZone: string };

function Refund({ source, timeZone, onClose }: RefundProps) {
  const [today] = useState(() => dayAt(instantFromMs(Date.now()), timeZone));
  const bodyOf = ({ reference_number: reference, ...values }: RefundValues) => ({
    ...values,
    reference_number: reference.trim() === "" ? null : reference,
  });
  const form = useFormState<RefundValues>({
    initial: { amount: source.unused, date: today, mode: source.mode, reference_number: "" },
    check: (values) => problemsBy(RefundInput)(bodyOf(values)),
    send: async (values) => {
      await source.refund(bodyOf(values));
      tell(`${showAmount(values.amount, source.currency_code)} of ${source.number} is refunded.`);
      onClose();
    },
  });
  return (
    <Form of={form} submit="Refund" onCancel={onClose} focusFirst>
      <Stack gap="md">
        <Text>
          At most {showAmount(source.unused, source.currency_code)} is left of it. This records that the money
          was given back; giving it back is up to you.
        </Text>
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput
            {...form.field("amount")}
            label={`Amount in ${source.currency_code}`}
            inputMode="decimal"
            autoComplete="off"
          />
          <TextInput {...form.field("date")} label="Date" type="date" />
          <Select {...form.field("mode")} label="Mode" data={modeChoices} allowDeselect={false} />
          <TextInput {...form.field("reference_number")} label="Reference" autoComplete="off" />
        </SimpleGrid>
      </Stack>
    </Form>
  );
}
