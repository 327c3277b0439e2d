import { Button } from "@mantine/core";
import { IconCreditCardPay } from "@tabler/icons-react";
import { collectInvoice, getInvoice, type InvoiceView } from "#billing/invoice/invoice.api.ts";
import { isNothing } from "#billing/paper/price-words.ts";
import { listPaymentMethods } from "#billing/payment-method/payment-method.api.ts";
import { useCall, useSend } from "#web/api.ts";
import { touchedByMoney } from "#web/billing/invoices/words.ts";
import { ask } from "#web/ui/ask.tsx";
import { showAmount } from "#web/ui/show.ts";
import { tell, tellProblem } from "#web/ui/tell.tsx";
import { chargeWords } from "./words.ts";

type ChargeNowProps = { invoice: string; customer: string };

/** Collects an invoice at once, where its customer has a card or account and something is open. */
export function ChargeNow({ invoice: id, customer }: ChargeNowProps) {
  const methods = useCall(listPaymentMethods, { params: { customer } });
  const invoice = useCall(getInvoice, { params: { invoice: id } });
  const collect = useSend(collectInvoice, {
    refreshes: [...touchedByMoney, "Subscriptions"],
    failed: tellProblem,
    done: (after) => tell(chargeWords(after)),
  });
  const [method] = methods.data?.items ?? [];
  if (method === undefined || invoice.data === undefined || !isChargeable(invoice.data)) return null;
  const { number, balance, currency_code: currency } = invoice.data;

  async function start(label: string): Promise<void> {
    const amount = showAmount(balance, currency);
    const isSure = await ask({
      title: `Charge ${amount}?`,
      text: `${amount} for ${number} is collected from ${label} now.`,
      yes: "Charge now",
    });
    if (isSure) collect.mutate({ params: { invoice: id }, body: {} });
  }

  return (
    <Button
      variant="default"
      leftSection={<IconCreditCardPay size={16} />}
      loading={collect.isPending}
      onClick={() => void start(method.label)}
    >
      Charge now
    </Button>
  );
}

/** Nothing is asked for twice: one that waits for its outcome is not offered. */
function isChargeable({ status, balance, charges }: InvoiceView): boolean {
  const isOpen = status === "sent" || status === "overdue" || status === "partially_paid";
  return isOpen && !isNothing(balance) && charges.every((charge) => charge.status !== "pending");
}
