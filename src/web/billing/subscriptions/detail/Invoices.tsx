import { Text } from "@mantine/core";
import { listInvoices } from "#billing/invoice/invoice.api.ts";
import { usePages } from "#web/api.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { invoiceName, statusOf } from "#web/billing/invoices/words.ts";
import { ProblemBox } from "#web/ui/Problem.tsx";
import { BilledTable } from "./BilledTable.tsx";

/** What a subscription was billed, the newest first. */
export function Invoices({ subscription }: { subscription: string }) {
  const places = useInvoicePlaces();
  const invoices = usePages(listInvoices, { query: { subscription_id: subscription, limit: 10 } });
  if (invoices.problem !== null) return <ProblemBox problem={invoices.problem} />;
  if (invoices.isWaiting) return <div aria-busy="true" />;
  if (invoices.items.length === 0) return <Text c="dimmed">Nothing was billed yet.</Text>;
  return (
    <BilledTable label="Invoices" pages={invoices} name={invoiceName} status={statusOf} to={places.invoice} />
  );
}
