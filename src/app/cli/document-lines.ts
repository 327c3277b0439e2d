import { taxWords } from "#billing/tax/tax-words.ts";

/** What `--search` finds among documents for customers, payments and subscriptions. */
export const documentSearch =
  "those whose number, or a word of their customer's name, begins with it, or whose reference it is";

type Listed = {
  id: string;
  number: string | null;
  status: string;
  date: string;
  total: string;
  currency_code: string;
};

/** The columns that lists of documents share. A draft has no number; its id names it. */
export function documentRow({ id, number, status, date, total, currency_code }: Listed): string[] {
  return [number ?? id, status, date, `${total} ${currency_code}`];
}

type Viewed = Listed & {
  customer_name?: string;
  vendor_name?: string;
  balance: string;
  due_date?: string | null;
  delivery_date?: string | null;
  taxes?: { name: string; percentage: string; amount: string }[];
  line_items: {
    quantity: string;
    name: string;
    amount: string;
    own_discount_amount: string;
    coupon: { code: string } | null;
  }[];
  invoices?: { id: string; number: string | null }[];
};

/** A document as people read it at a terminal, whichever kind it is. */
export function documentLines(view: Viewed): string[] {
  const { number, id, status, date, total, balance, currency_code: currency } = view;
  const due = view.due_date == null ? "" : `, ${balance} open, due ${view.due_date}`;
  const invoices = view.invoices ?? [];
  return [
    `${number ?? "Draft"} (${id}), ${status}, ${view.customer_name ?? view.vendor_name ?? ""}, ${date}`,
    ...view.line_items.map(
      (line) => `  ${line.quantity} x ${line.name}, ${line.amount} ${currency}${lessWords(line)}`,
    ),
    ...(view.taxes ?? []).map((tax) => `  ${taxWords(tax.name, tax.percentage)}, ${tax.amount} ${currency}`),
    `  Total ${total} ${currency}${due}`,
    ...(view.delivery_date == null ? [] : [`  To be delivered on ${view.delivery_date}`]),
    ...(invoices.length === 0
      ? []
      : [`  Invoiced by ${invoices.map((one) => one.number ?? one.id).join(", ")}`]),
  ];
}

/** What is taken off a line, and by which coupon. */
function lessWords({ own_discount_amount: off, coupon }: Viewed["line_items"][number]): string {
  if (!/[1-9]/.test(off)) return "";
  return `, less ${off}${coupon === null ? "" : ` by the coupon ${coupon.code}`}`;
}
