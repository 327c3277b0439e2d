import { Anchor, Button, Group, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { modeWords } from "#billing/payment/payment-mode.ts";
import type { PaymentView } from "#billing/payment/payment.api.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { showAmount, showDay } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { refundStatus } from "./words.ts";
import list from "#web/billing/invoices/detail/Settlements.module.css";

type Spent = Pick<PaymentView, "invoices" | "refunds" | "currency_code">;

type SpendingProps = {
  of: Spent;
  /** Takes back what settles an invoice; not there for who may not. */
  onUnapply: ((settlement: string) => Promise<unknown>) | undefined;
};

/** What became of a payment or a credit note: the invoices that it settles, and what was given back. */
export function Spending({ of, onUnapply }: SpendingProps) {
  return (
    <>
      <Settled of={of} onUnapply={onUnapply} />
      {of.refunds.length > 0 && <Refunds of={of} />}
    </>
  );
}

function Settled({ of: { invoices, currency_code: currency }, onUnapply }: SpendingProps) {
  const places = useInvoicePlaces();
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>Invoices</Title>
      {invoices.length === 0 && <Text c="dimmed">It settles no invoice.</Text>}
      <ul className={list.list} aria-label="Invoices">
        {invoices.map(({ settlement, invoice_id, number, date, amount }) => (
          <li key={settlement}>
            <Anchor component={Link} to={places.invoice(invoice_id)} className={list.name}>
              {number}
            </Anchor>
            <span className={list.quiet}>{showDay(date)}</span>
            <span className="figures">{showAmount(amount, currency)}</span>
            {onUnapply && (
              <Group>
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={`Unapply from ${number}`}
                  onClick={() =>
                    void onUnapply(settlement).then(
                      () => tell(`${showAmount(amount, currency)} is unused again.`),
                      tellProblem,
                    )
                  }
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

function Refunds({ of: { refunds, currency_code: currency } }: { of: Spent }) {
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>Refunds</Title>
      <ul className={list.list} aria-label="Refunds">
        {refunds.map(({ id, date, mode, amount, reference_number, ...refund }) => (
          <li key={id}>
            <div className={list.name}>
              {[modeWords(mode), reference_number].filter(Boolean).join(", ")}
              {refund.failure !== null && <Text c="dimmed">{refund.failure}</Text>}
            </div>
            {refund.through_gateway && <Status {...refundStatus[refund.status]} />}
            <span className={list.quiet}>{showDay(date)}</span>
            <span className="figures">{showAmount(amount, currency)}</span>
          </li>
        ))}
      </ul>
    </Stack>
  );
}
