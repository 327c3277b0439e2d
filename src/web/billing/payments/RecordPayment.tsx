import { Modal, Select, SimpleGrid, Stack, TextInput } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { dayAt } from "#kernel/calendar.ts";
import { instantFromMs } from "#kernel/time.ts";
import { type BillingOrganizationView, getOrganization } from "#billing/organization/organization.api.ts";
import { moneyDayProblem } from "#billing/document/day.ts";
import { recordPayment } from "#billing/payment/payment.api.ts";
import type { PaymentMode } from "#billing/payment/payment-mode.ts";
import { useCall, useSend } from "#web/api.ts";
import { CustomerPicker, type Picked } from "#web/billing/customers/CustomerPicker.tsx";
import { useRateOf } from "#web/billing/documents/form/document-money.ts";
import { touchedByMoney } from "#web/billing/invoices/words.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { problemsBy } from "#web/ui/problems-by.ts";
import { Loaded } from "#web/ui/Loaded.tsx";
import { showAmount } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";
import {
  type Applied,
  applicationsOf,
  atInvoices,
  beyondOpen,
  atTheirInvoices,
  type OpenInvoice,
  proposal,
} from "./application.ts";
import { meansCredit } from "./means-credit.ts";
import { longestDue, useOpenInvoices } from "./open-invoices.ts";
import { OpenInvoices } from "./OpenInvoices.tsx";
import { modeChoices } from "./words.ts";

type RecordPaymentProps = {
  isOpen: boolean;
  onClose: () => void;
  /** Who paid, where that is known. */ customer?: Picked;
  /** The invoice that it was begun on: its balance is proposed. */ invoice?: { id: string; balance: string };
  /** What to know before. */ note?: ReactNode;
};

/** Records money that came in, and which invoices it settles. */
export function RecordPayment({ isOpen, onClose, customer, invoice, note }: RecordPaymentProps) {
  const [picked, setPicked] = useState(customer);
  const organization = useCall(getOrganization);
  const open = useOpenInvoices(picked?.id ?? "");
  return (
    <Modal
      opened={isOpen}
      onClose={onClose}
      title="Record payment"
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Stack gap="md">
        {note}
        {customer === undefined && (
          <CustomerPicker label="Customer" picked={picked} openOnFocus={false} onPick={setPicked} />
        )}
        {picked !== undefined && (
          <Loaded of={organization}>
            {(settings) => (
              <Loaded of={open}>
                {({ items }) => (
                  <Fill
                    key={picked.id}
                    customer={picked}
                    organization={settings}
                    invoices={longestDue(items)}
                    begun={invoice}
                    onClose={onClose}
                  />
                )}
              </Loaded>
            )}
          </Loaded>
        )}
      </Stack>
    </Modal>
  );
}

type FillProps = {
  customer: Picked;
  organization: BillingOrganizationView;
  invoices: readonly OpenInvoice[];
  begun: { id: string; balance: string } | undefined;
  onClose: () => void;
};

type Values = {
  amount: string;
  date: string;
  mode: PaymentMode;
  reference_number: string;
  exchange_rate: string;
};

function Fill({ customer, organization, invoices, begun, onClose }: FillProps) {
  const { currency_code: currency } = customer;
  const record = useSend(recordPayment, { refreshes: touchedByMoney });
  const [today] = useState(() => dayAt(instantFromMs(Date.now()), organization.time_zone));
  // What somebody gave to invoices by hand; without it the proposal follows the amount.
  const [given, setGiven] = useState<Applied>();
  const bodyOf = ({ exchange_rate, reference_number, ...values }: Values, applied: Applied) => ({
    ...values,
    customer_id: customer.id,
    reference_number: reference_number.trim() === "" ? null : reference_number,
    ...(exchange_rate.trim() === "" ? {} : { exchange_rate }),
    invoices: applicationsOf(applied),
  });
  const appliedFor = (amount: string): Applied =>
    given ?? proposal(amount, invoices, { currency, first: begun?.id });
  const form = useFormState<Values>({
    initial: {
      amount: begun?.balance ?? "",
      date: today,
      mode: "bank_transfer",
      reference_number: "",
      exchange_rate: "",
    },
    check: (values) => {
      const early = values.date === "" ? undefined : moneyDayProblem(values.date, today);
      const applied = appliedFor(values.amount);
      const others = problemsBy(recordPayment.body)(bodyOf(values, applied));
      const beyond = beyondOpen(applied, invoices, currency);
      return [...atInvoices([...others, ...(early ? [early] : [])], applied), ...beyond];
    },
    send: async (values) => {
      const applied = appliedFor(values.amount);
      if (!(await meansCredit(values.amount, applied, customer))) return;
      const made = await record
        .mutateAsync({ body: bodyOf(values, applied) })
        .catch(atTheirInvoices(applied));
      tell(`${made.number} of ${showAmount(made.amount, currency)} is recorded.`);
      onClose();
    },
  });
  const { amount, date } = form.values;
  const known = useRateOf(currency, organization.base_currency, date);
  return (
    <Form of={form} submit="Record payment" onCancel={onClose} focusFirst>
      <Stack gap="md">
        <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="md">
          <TextInput
            {...form.field("amount")}
            label={`Amount in ${currency}`}
            inputMode="decimal"
            autoComplete="off"
          />
          <TextInput {...form.field("date")} label="Date" type="date" />
          <Select {...form.field("mode")} label="Mode" data={modeChoices} allowDeselect={false} />
          <TextInput {...form.field("reference_number")} label="Reference" autoComplete="off" />
          {currency !== organization.base_currency && (
            <TextInput
              {...form.field("exchange_rate")}
              label={`Exchange rate, ${organization.base_currency} for 1 ${currency}`}
              description={
                known === null
                  ? "None is known for that day; enter the one that the bank took."
                  : "The rate of the day where left empty."
              }
              placeholder={known ?? "Such as 1.0842"}
              inputMode="decimal"
            />
          )}
        </SimpleGrid>
        <OpenInvoices
          invoices={invoices}
          currency={currency}
          amount={amount}
          applied={appliedFor(amount)}
          errors={form.inner.errors}
          onChange={setGiven}
        />
      </Stack>
    </Form>
  );
}
