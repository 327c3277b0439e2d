import { Modal, Stack, Text, TextInput } from "@mantine/core";
import { useNavigate } from "@tanstack/react-router";
import type { FieldProblem } from "#kernel/errors.ts";
import { creditInvoice } from "#billing/credit-note/credit-note.api.ts";
import { quantityInput } from "#billing/document/amount.api.ts";
import type { InvoiceView } from "#billing/invoice/invoice.api.ts";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { Form } from "#web/ui/Form.tsx";
import { useFormState } from "#web/ui/form.ts";
import { showAmount, showDecimal } from "#web/ui/show.ts";
import { tell } from "#web/ui/tell.tsx";
import { useCreditNotePlaces } from "./places.ts";
import classes from "#web/billing/payments/OpenInvoices.module.css";

type CreditInvoiceProps = { invoice: InvoiceView; isOpen: boolean; onClose: () => void };

/** Makes the draft of a credit note of an invoice: of all of it, or of some of its lines. */
export function CreditInvoice({ isOpen, ...kept }: CreditInvoiceProps) {
  return (
    <Modal
      opened={isOpen}
      onClose={kept.onClose}
      title={`Credit note of ${kept.invoice.number}`}
      size="lg"
      closeButtonProps={{ "aria-label": "Close" }}
    >
      <Fill {...kept} />
    </Modal>
  );
}

function Fill({ invoice, onClose }: Omit<CreditInvoiceProps, "isOpen">) {
  const doing = useDoing();
  const navigate = useNavigate();
  const places = useCreditNotePlaces();
  const form = useFormState({
    initial: { line_items: invoice.line_items.map(({ quantity }) => ({ quantity })) },
    check: ({ line_items }) => problemsOf(line_items),
    send: async ({ line_items: given }) => {
      const isWhole = given.every(({ quantity }, at) => quantity === invoice.line_items[at]?.quantity);
      const chosen = given.flatMap(({ quantity }, line) => (isEmpty(quantity) ? [] : [{ line, quantity }]));
      const note = await doing(creditInvoice, {
        params: { invoice: invoice.id },
        body: isWhole ? {} : { line_items: chosen },
      });
      tell(`The draft of a credit note over ${showAmount(note.total, note.currency_code)} is made.`);
      onClose();
      await navigate({ to: places.page(note.id) });
    },
  });
  return (
    <Form of={form} submit="Make draft" onCancel={onClose}>
      <Stack gap="md">
        <Text>
          The whole invoice is credited, with shipping and discounts. Where less is given back, say how much
          of each line; an empty one is left out.
        </Text>
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">Item</th>
              <th scope="col">Billed</th>
              <th scope="col">Amount</th>
              <th scope="col">Credit</th>
            </tr>
          </thead>
          <tbody>
            {invoice.line_items.map(({ name, quantity, net }, at) => (
              // oxlint-disable-next-line react/no-array-index-key -- a line is known by its place
              <tr key={at}>
                <td>{name}</td>
                <td className="figures">{showDecimal(quantity)}</td>
                <td className="figures">{showAmount(net, invoice.currency_code)}</td>
                <td>
                  <TextInput
                    {...form.field(`line_items.${at}.quantity`)}
                    aria-label={`Credit of ${name}, line ${at + 1}`}
                    size="xs"
                    inputMode="decimal"
                    autoComplete="off"
                  />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Stack>
    </Form>
  );
}

function problemsOf(lines: readonly { quantity: string }[]): FieldProblem[] {
  if (lines.every(({ quantity }) => isEmpty(quantity)))
    return [{ path: "line_items.0.quantity", problem: "Say how much of at least one line" }];
  return lines.flatMap(({ quantity }, at) => {
    const found = isEmpty(quantity) ? undefined : quantityInput.safeParse(quantity).error?.issues[0];
    return found === undefined
      ? []
      : [{ path: `line_items.${at}.quantity`, problem: `Credit of line ${at + 1} ${found.message}` }];
  });
}

function isEmpty(quantity: string): boolean {
  return quantity.trim() === "" || /^0*(\.0*)?$/.test(quantity.trim());
}
