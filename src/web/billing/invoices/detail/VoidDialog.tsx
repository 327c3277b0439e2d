import { Stack } from "@mantine/core";
import { type InvoiceView, voidInvoice } from "#billing/invoice/invoice.api.ts";
import { isNothing } from "#billing/paper/price-words.ts";
import { UnderWay } from "#web/billing/collection/UnderWay.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { ReasonDialog } from "#web/billing/documents/page/ReasonDialog.tsx";
import { showAmount, showList } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";

type VoidDialogProps = { invoice: InvoiceView; isOpen: boolean; onClose: () => void };

/** Asks why an invoice is void, and says what becomes of its money. */
export function VoidDialog({ invoice, ...dialog }: VoidDialogProps) {
  const doing = useDoing();
  return (
    <ReasonDialog
      {...dialog}
      title={`Void ${invoice.number}?`}
      text={
        <Stack gap="md">
          <UnderWay invoice={invoice} />
          {consequences(invoice)} Its number stays used, and the ledger takes back what it said. This cannot
          be undone.
        </Stack>
      }
      yes="Void invoice"
      send={async (reason) => {
        await doing(voidInvoice, { params: { invoice: invoice.id }, body: { reason } });
        tell(`${invoice.number} is void.`);
      }}
    />
  );
}

function consequences({ paid, credited, customer_name: name, currency_code: currency }: InvoiceView): string {
  const parts = [
    ...(isNothing(paid) ? [] : [`the ${showAmount(paid, currency)} that was paid on it`]),
    ...(isNothing(credited) ? [] : [`the ${showAmount(credited, currency)} that was credited on it`]),
  ];
  if (parts.length === 0) return `${name} owes nothing of it any more.`;
  const [first = "", ...rest] = showList(parts);
  return `${first.toUpperCase()}${rest.join("")} becomes credit of ${name} again, for other invoices or a refund.`;
}
