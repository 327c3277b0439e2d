import { Stack, Text, Title } from "@mantine/core";
import type { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { whyNotPaid } from "#billing/invoice/why-not-paid.ts";
import list from "#web/billing/invoices/detail/Settlements.module.css";
import { showAmount, showDay, showText } from "#web/ui/show.ts";
import { Status } from "#web/ui/Status.tsx";
import { chargeKinds, chargeStatus } from "./words.ts";

/** The tries to collect an invoice through the gateway, the newest first; nothing where there was none. */
export function Charges({ invoice: { charges, currency_code: currency } }: { invoice: InvoiceView }) {
  if (charges.length === 0) return null;
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>Charges</Title>
      <ul className={list.list} aria-label="Charges">
        {charges.map((charge) => (
          <li key={charge.id}>
            <div className={list.name}>
              <Text component="span" inherit>
                {showText(charge.method)}
              </Text>{" "}
              <span className={list.quiet}>{chargeKinds[charge.kind]}</span>
              {charge.status !== "succeeded" && <Text c="dimmed">{whyNotPaid(charge)}</Text>}
            </div>
            <Status {...chargeStatus[charge.status]} />
            <span className={list.quiet}>{showDay(charge.on)}</span>
            <span className="figures">{showAmount(charge.amount, currency)}</span>
          </li>
        ))}
      </ul>
    </Stack>
  );
}
