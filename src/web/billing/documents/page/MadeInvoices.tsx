import { Anchor, Stack, Title } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import type { EstimateView } from "#billing/estimate/estimate.api.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import list from "#web/billing/invoices/detail/Settlements.module.css";

/** The invoices that were made of an estimate or an order. */
export function MadeInvoices({ of }: { of: EstimateView["invoices"] }) {
  const places = useInvoicePlaces();
  if (of.length === 0) return null;
  return (
    <Stack component="section" gap="xs">
      <Title order={2}>Invoices</Title>
      <ul className={list.list} aria-label="Invoices">
        {of.map(({ id, number, status }) => (
          <li key={id}>
            <Anchor component={Link} to={places.invoice(id)} className={list.name}>
              {number ?? "Draft of an invoice"}
            </Anchor>
            <span className={list.quiet}>{madeWords[status] ?? ""}</span>
          </li>
        ))}
      </ul>
    </Stack>
  );
}

/** What was decided of an invoice; what is paid of it, its page says. */
const madeWords: Record<string, string> = { draft: "Not sent yet", sent: "Sent", void: "Void" };
