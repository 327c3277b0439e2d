import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowBackUp, IconFileCheck } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import { getPayment, type PaymentView, unapplyPayment } from "#billing/payment/payment.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { isNothing } from "#billing/paper/price-words.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { touchedByMoney } from "#web/billing/invoices/words.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showAmount, showDay } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { ApplyDialog, RefundDialog } from "./SpendDialogs.tsx";
import { modeWords, refundStatus } from "./words.ts";
import list from "#web/billing/invoices/detail/Settlements.module.css";

const route = getRouteApi("/o/$org/billing/payments/$payment");

/** One payment: what it settles, what was given back, and what is left of it. */
export function PaymentPage() {
  const { payment: id } = route.useParams();
  const payment = useCall(getPayment, { params: { payment: id } });
  return payment.data === undefined || payment.error?.status === 404 ? (
    <Page title="Payment">
      <Loaded of={payment}>{() => null}</Loaded>
    </Page>
  ) : (
    <Record key={id} payment={payment.data} />
  );
}

function Record({ payment }: { payment: PaymentView }) {
  const mayWrite = useMay("write");
  const customers = useCustomerPlaces();
  const [isApplying, applying] = useDisclosure(false);
  const [isRefunding, refunding] = useDisclosure(false);
  const { currency_code: currency } = payment;
  const hasRest = !isNothing(payment.unused);
  return (
    <Page
      title={payment.number}
      status={
        hasRest ? (
          <Status word={`${showAmount(payment.unused, currency)} unused`} meaning="change" />
        ) : (
          <Status word="Used" meaning="agree" />
        )
      }
      facts={[
        <Anchor key="customer" component={Link} to={customers.customer(payment.customer_id)}>
          {payment.customer_name}
        </Anchor>,
        showAmount(payment.amount, currency),
        showDay(payment.date),
      ]}
      action={
        mayWrite &&
        hasRest && (
          <>
            <Button variant="default" leftSection={<IconArrowBackUp size={16} />} onClick={refunding.open}>
              Refund
            </Button>
            <Button leftSection={<IconFileCheck size={16} />} onClick={applying.open}>
              Apply to invoices
            </Button>
          </>
        )
      }
    >
      <Stack gap="xl" maw={820}>
        <Fields>
          <Field name="Amount">{showAmount(payment.amount, currency)}</Field>
          <Field name="Mode">{modeWords(payment.mode)}</Field>
          <Field name="Reference" value={payment.reference_number} />
          <Field name="Description" value={payment.description} />
          <Field name="Applied">{showAmount(payment.applied, currency)}</Field>
          <Field name="Refunded">{showAmount(payment.refunded, currency)}</Field>
          <Field name="Unused">{showAmount(payment.unused, currency)}</Field>
        </Fields>
        <Settled payment={payment} mayWrite={mayWrite} />
        {payment.refunds.length > 0 && <Refunds payment={payment} />}
      </Stack>
      <ApplyDialog payment={payment} isOpen={isApplying} onClose={applying.close} />
      <RefundDialog payment={payment} isOpen={isRefunding} onClose={refunding.close} />
    </Page>
  );
}

/** The invoices that a payment settles, each of which it may be taken from. */
function Settled({ payment, mayWrite }: { payment: PaymentView; mayWrite: boolean }) {
  const places = useInvoicePlaces();
  const unapply = useSend(unapplyPayment, { refreshes: touchedByMoney });
  const takeBack = (settlement: string, words: string): void => {
    unapply
      .mutateAsync({ params: { payment: payment.id }, body: { settlement } })
      .then(() => tell(`${words} is unused again.`), tellProblem);
  };
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>Invoices</Title>
      {payment.invoices.length === 0 && <Text c="dimmed">It settles no invoice.</Text>}
      <ul className={list.list} aria-label="Invoices">
        {payment.invoices.map(({ settlement, invoice_id, number, date, amount }) => (
          <li key={settlement}>
            <Anchor component={Link} to={places.invoice(invoice_id)} className={list.name}>
              {number}
            </Anchor>
            <span className={list.quiet}>{showDay(date)}</span>
            <span className="figures">{showAmount(amount, payment.currency_code)}</span>
            {mayWrite && (
              <Group>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Unapply from ${number}`}
                  onClick={() => takeBack(settlement, showAmount(amount, payment.currency_code))}
                >
                  Unapply
                </Button>
              </Group>
            )}
          </li>
        ))}
      </ul>
    </Stack>
  );
}

function Refunds({ payment }: { payment: PaymentView }) {
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>Refunds</Title>
      <ul className={list.list} aria-label="Refunds">
        {payment.refunds.map(({ id, date, mode, amount, reference_number, ...refund }) => (
          <li key={id}>
            <div className={list.name}>
              {[modeWords(mode), reference_number].filter(Boolean).join(", ")}
              {refund.failure !== null && <Text c="dimmed">{refund.failure}</Text>}
            </div>
            {refund.through_gateway && <Status {...refundStatus[refund.status]} />}
            <span className={list.quiet}>{showDay(date)}</span>
            <span className="figures">{showAmount(amount, payment.currency_code)}</span>
          </li>
        ))}
      </ul>
    </Stack>
  );
}
