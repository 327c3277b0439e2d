import { type PaymentView, voidPayment } from "#billing/payment/payment.api.ts";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { ReasonDialog } from "#web/billing/documents/page/ReasonDialog.tsx";
import { showAmount, showList } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";

type VoidPaymentProps = { payment: PaymentView; isOpen: boolean; onClose: () => void };

/** Asks why a payment is void, and says which invoices are open again then. */
export function VoidPayment({ payment, isOpen, onClose }: VoidPaymentProps) {
  const doing = useDoing();
  const { id, number, customer_name: customer, currency_code: currency } = payment;
  return (
    <ReasonDialog
      title={`Void ${number}?`}
      text={`Its ${showAmount(payment.amount, currency)} did not come in. ${consequence(payment)} This cannot be undone.`}
      yes="Void payment"
      isOpen={isOpen}
      onClose={onClose}
      send={async (reason) => {
        await doing(voidPayment, { params: { payment: id }, body: { reason } });
        tell(`${number} of ${customer} is void.`);
      }}
    />
  );
}

function consequence({ invoices, customer_name: customer }: PaymentView): string {
  const numbers = [...new Set(invoices.map(({ number }) => number ?? "an invoice"))];
  if (numbers.length === 0) return `It is no credit of ${customer} any more.`;
  const verb = numbers.length === 1 ? "is" : "are";
  return `${showList(numbers)} ${verb} open again, and nothing of it is credit of ${customer}.`;
}
