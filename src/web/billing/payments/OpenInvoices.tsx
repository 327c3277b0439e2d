import { Text, TextInput } from "@mantine/core";
import type { FormErrors } from "@mantine/form";
import { amountText } from "#kernel/money.ts";
import { showAmount, showDay } from "#web/ui/show.ts";
import { type Applied, fieldOf, leftOf, type OpenInvoice } from "./application.ts";
import classes from "./OpenInvoices.module.css";

type OpenInvoicesProps = {
  invoices: readonly OpenInvoice[];
  currency: string;
  /** What there is to give. */ amount: string;
  applied: Applied;
  /** What was refused, by field. */ errors: FormErrors;
  onChange: (applied: Applied) => void;
};

/** The open invoices of a customer, and how much settles each of them. */
export function OpenInvoices({ invoices, currency, amount, applied, errors, onChange }: OpenInvoicesProps) {
  const left = leftOf(amount, applied, currency);
  return (
    <section aria-label="Open invoices">
      {invoices.length === 0 ? (
        <Text c="dimmed">Nothing is open; the whole amount becomes credit of the customer.</Text>
      ) : (
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Invoice</th>
              <th scope="col">Due</th>
              <th scope="col">Open</th>
              <th scope="col">Settle</th>
            </tr>
          </thead>
          <tbody>
            {invoices.map(({ id, number, due_date, balance }) => (
              <tr key={id}>
                <td>{number}</td>
                <td>{showDay(due_date)}</td>
                <td className="figures">{showAmount(balance, currency)}</td>
                <td>
                  <TextInput
                    aria-label={`Settle of ${number}`}
                    data-path={fieldOf(id)}
                    error={errors[fieldOf(id)]}
                    size="xs"
                    inputMode="decimal"
                    autoComplete="off"
                    placeholder="0"
                    value={applied[id] ?? ""}
                    onChange={(event) => onChange({ ...applied, [id]: event.currentTarget.value })}
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      )}
      {invoices.length > 0 && (
        <Text role="status" mt="xs" ta="right" c={left < 0n ? "var(--mantine-color-error)" : "dimmed"}>
          {leftWords(left, currency)}
        </Text>
      )}
    </section>
  );
}

function leftWords(left: bigint, currency: string): string {
  const amount = showAmount(amountText(left < 0n ? -left : left, currency), currency);
  if (left < 0n) return `${amount} more than there is`;
  return left === 0n ? "Nothing is left" : `${amount} is left as credit`;
}
