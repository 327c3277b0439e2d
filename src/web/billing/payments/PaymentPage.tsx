import { Anchor, Button, Menu, Stack } from "@mantine/core";
import { useDisclosure } from "@mantine/hooks";
import { IconArrowBackUp, IconBan, IconFileCheck } from "@tabler/icons-react";
import { getRouteApi, Link } from "@tanstack/react-router";
import {
  applyPayment,
  getPayment,
  type PaymentView,
  refundPayment,
  unapplyPayment,
} from "#billing/payment/payment.api.ts";
import { useCall } from "#web/api.ts";
import { useMay } from "#web/app/organization.ts";
import { useCustomerPlaces } from "#web/billing/customers/places.ts";
import { modeWords } from "#billing/payment/payment-mode.ts";
import { isNothing } from "#billing/paper/price-words.ts";
import { Postings } from "#web/billing/documents/Postings.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { Field, Fields } from "#web/ui/Field.tsx";
import { Loaded } from "#web/ui/Loaded.tsx";
import { Page } from "#web/ui/Page.tsx";
import { showAmount, showDay } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { Spending } from "./Spending.tsx";
import { ApplyDialog, RefundDialog, type Source } from "./SpendDialogs.tsx";
import { VoidPayment } from "./VoidPayment.tsx";

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
  const [isVoiding, voiding] = useDisclosure(false);
  const { currency_code: currency } = payment;
  const hasRest = !isNothing(payment.unused);
  const isVoid = payment.status === "void";
  const doing = useDoing();
  const params = { payment: payment.id };
  const source: Source = {
    ...payment,
    apply: (invoices) => doing(applyPayment, { params, body: { invoices } }),
    refund: (body) => doing(refundPayment, { params, body }),
  };
  const unapply = (settlement: string) => doing(unapplyPayment, { params, body: { settlement } });
  return (
    <Page
      title={payment.number}
      status={<Use of={payment} />}
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
      {...(mayWrite && !isVoid && isNothing(payment.refunded)
        ? {
            menu: (
              <Menu.Item color="fail" leftSection={<IconBan size={16} />} onClick={voiding.open}>
                Void
              </Menu.Item>
            ),
          }
        : {})}
    >
      <Stack gap="xl" maw={820}>
        <Fields>
          <Field name="Amount">{showAmount(payment.amount, currency)}</Field>
          <Field name="Mode">{modeWords(payment.mode)}</Field>
          <Field name="Reference" value={payment.reference_number} />
          <Field name="Description" value={payment.description} />
          {isVoid && <Field name="Void because" value={payment.void_reason} />}
          <Field name="Applied">{showAmount(payment.applied, currency)}</Field>
          <Field name="Refunded">{showAmount(payment.refunded, currency)}</Field>
          <Field name="Unused">{showAmount(payment.unused, currency)}</Field>
        </Fields>
        <Spending of={payment} onUnapply={mayWrite ? unapply : undefined} />
        <Postings of={{ kind: "payment", id: payment.id }} />
      </Stack>
      <ApplyDialog source={source} isOpen={isApplying} onClose={applying.close} />
      <RefundDialog source={source} isOpen={isRefunding} onClose={refunding.close} />
      <VoidPayment payment={payment} isOpen={isVoiding} onClose={voiding.close} />
    </Page>
  );
}

/** Whether something of a payment is left. */
function Use({ of: { status, unused, currency_code } }: { of: PaymentView }) {
  if (status === "void") return <Status word="Void" meaning="gray" />;
  if (isNothing(unused)) return <Status word="Used" meaning="agree" />;
  return <Status word={`${showAmount(unused, currency_code)} unused`} meaning="change" />;
}
