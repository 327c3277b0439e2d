import { Anchor, Stack, Text, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { useCreditNotePlaces } from "#web/billing/credit-notes/places.ts";
import { usePaymentPlaces } from "#web/billing/payments/places.ts";
import { showAmount, showDay, showText } from "#web/ui/show.ts";
import classes from "./Settlements.module.css";

/** The payments and credit notes that settle an invoice. */
export function Settlements({ invoice }: { invoice: InvoiceView }) {
  const places = usePaymentPlaces();
  const notes = useCreditNotePlaces();
  const { settlements, currency_code: currency } = invoice;
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>Payments and credits</Title>
      {settlements.length === 0 ? (
        <Text c="dimmed">Nothing settles this invoice{invoice.status === "void" ? "." : " yet."}</Text>
      ) : (
        <ul className={classes.list} aria-label="Payments and credits">
          {settlements.map((one) => (
            <li key={one.id}>
              <span className={classes.name}>
                {one.payment_id === null ? (
                  <Anchor component={Link} to={notes.page(one.credit_note_id ?? "")}>
                    {showText(one.number)}
                  </Anchor>
                ) : (
                  <Anchor component={Link} to={places.payment(one.payment_id)}>
                    {showText(one.number)}
                  </Anchor>
                )}
              </span>
              <span className={classes.quiet}>{showDay(one.date)}</span>
              <span className="figures">{showAmount(one.amount, currency)}</span>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}
