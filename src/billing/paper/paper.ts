import type { z } from "zod";
import type { Show } from "#kernel/show.ts";
import type { documentView, LineView } from "#billing/document/document-schema.api.ts";
import { addressLines, organizationLines, type Writer } from "./address.ts";
import { discountWords, isNothing, negated } from "./price-words.ts";
import { howToPay } from "./seller.ts";
import { taxWords } from "#billing/tax/tax-words.ts";

/** What every kind of document has. */
export type DocumentView = z.output<z.ZodObject<typeof documentView>>;

/** One line of a sum. */
export type Sum = { name: string; amount: string; /** Set in bold. */ isTotal?: boolean };

/** A name with its value, such as a day; without a value it is left out. */
export type Fact = { name: string; value: string | null };

/** What every paper has above what it is about. */
export type Letter = {
  /** What kind it is, as its receiver calls it: `Invoice`. */
  title: string;
  /** None while it is a draft. */
  number: string | null;
  /** Set over it where it does not hold: `Draft`, `Void`. */
  mark: string | null;
  /** Who writes it, the name first. */
  from: string[];
  parties: { title: string; lines: string[] }[];
  facts: { name: string; value: string }[];
};

/** What a document says to whoever receives it, in words: the page, the PDF and the public page all show this. */
export type Paper = Letter & Reckoning & { words: { title: string; text: string }[] };

/** What is sold, and what it comes to. */
export type Reckoning = {
  /** Whether any line has one: else there is no such column. */
  hasDiscount: boolean;
  hasTax: boolean;
  lines: PaperLine[];
  sums: { name: string; amount: string; isTotal: boolean }[];
  remarks: string[];
};

export type PaperLine = {
  name: string;
  details: string[];
  quantity: string;
  price: string;
  discount: string;
  tax: string;
  amount: string;
  /** Quantity, price, discount and tax in one line, for where there is little room. */
  short: string;
};

/** What a kind of document says beside its lines; amounts are decimal text, as the API has them. */
export type OfKind = {
  title: string;
  /** To whom it is: `Bill to`. */
  toWhom: string;
  facts: readonly Fact[];
  /** What is said below the total: paid, due. */
  sums: readonly Sum[];
  /** Whether its receiver has something to pay: then it says how. */
  asksToPay: boolean;
};

/** A document as one would send it: who writes to whom, what is sold, what it comes to. */
export function paperOf(show: Show, document: DocumentView, from: Writer, kind: OfKind): Paper {
  return {
    title: kind.title,
    number: document.number,
    mark: marks[document.status] ?? null,
    from: organizationLines(from),
    parties: partiesOf(document, kind.toWhom),
    facts: kind.facts.flatMap(({ name, value }) => (value === null || value === "" ? [] : [{ name, value }])),
    ...reckoningOf(show, document, kind.sums),
    words: [
      { title: "Payment", text: kind.asksToPay ? howToPay(from) : "" },
      { title: "Notes", text: document.notes ?? "" },
      { title: "Terms", text: document.terms ?? "" },
    ].filter(({ text }) => text !== ""),
  };
}

/** The lines of a document and what they come to; `below` is said below the total. */
export function reckoningOf(show: Show, document: DocumentView, below: readonly Sum[]): Reckoning {
  const { currency_code: currency, line_items: items } = document;
  return {
    hasDiscount: items.some(({ discount }) => discount !== null),
    hasTax: items.some(({ tax }) => tax !== null),
    lines: items.map((line) => lineOf(show, line, currency)),
    sums: [...totalsOf(show, document), ...below].map(({ name, amount, isTotal = false }) => ({
      name,
      amount: show.amount(amount, currency),
      isTotal,
    })),
    remarks: remarksOf(show, document),
  };
}

/** What a document comes to, from the lines down to its total. */
function totalsOf(show: Show, document: DocumentView): Sum[] {
  const { discount, discount_total, taxes, shipping_charge, adjustment, currency_code } = document;
  const some = (sum: Sum): Sum[] => (isNothing(sum.amount) ? [] : [sum]);
  // The percentage is that of the document; where lines have discounts too, the sum is another one.
  const isAlone = document.line_items.every((line) => line.discount === null);
  const words = discount === null || !isAlone ? "" : ` (${discountWords(show, discount, currency_code)})`;
  return [
    { name: "Subtotal", amount: document.sub_total },
    ...some({ name: `Discount${words}`, amount: negated(discount_total) }),
    ...taxes.map(({ name, percentage, taxable, amount }) => ({
      name: `${taxWords(name, show.decimal(percentage))} of ${show.amount(taxable, currency_code)}`,
      amount,
    })),
    ...some({ name: "Shipping", amount: shipping_charge }),
    ...some({ name: document.adjustment_description ?? "Adjustment", amount: adjustment }),
    { name: "Total", amount: document.total, isTotal: true },
  ];
}

const marks: Record<string, string> = { draft: "Draft", void: "Void", cancelled: "Cancelled" };

function partiesOf(document: DocumentView, toWhom: string): Paper["parties"] {
  const { billing_address: billing, shipping_address: shipping } = document;
  const to = {
    title: toWhom,
    lines: [document.customer_name, ...addressLines(billing), ...taxNumberLines(document)],
  };
  const elsewhere = addressLines(shipping);
  const isElsewhere = elsewhere.length > 0 && elsewhere.join("\n") !== addressLines(billing).join("\n");
  return isElsewhere ? [to, { title: "Ship to", lines: elsewhere }] : [to];
}

function taxNumberLines({ tax_reg_no: number }: DocumentView): string[] {
  return number === null ? [] : [`Tax number ${number}`];
}

function lineOf(show: Show, line: LineView, currency: string): PaperLine {
  const quantity = show.decimal(line.quantity);
  const price = show.price(line.price, currency);
  const discount = discountWords(show, line.discount, currency);
  const tax = line.tax === null ? "" : `${show.decimal(line.tax.percentage)} %`;
  return {
    name: line.name,
    details: [
      ...(line.description === null ? [] : [line.description]),
      ...(line.period === null ? [] : [show.period(line.period.start, line.period.end)]),
    ],
    quantity,
    price,
    discount,
    tax,
    amount: show.amount(line.amount, currency),
    short: [
      `${quantity} × ${price}`,
      ...(discount === "" ? [] : [`${discount} off`]),
      ...(line.tax === null ? [] : [taxWords(line.tax.name, show.decimal(line.tax.percentage))]),
    ].join(" · "),
  };
}

function remarksOf(show: Show, document: DocumentView): string[] {
  const { currency_code: currency, base_currency: base, exchange_rate: rate } = document;
  return [
    ...(document.is_tax_inclusive ? ["Prices include tax."] : []),
    ...(document.tax_exemption_reason === null ? [] : [document.tax_exemption_reason]),
    ...(currency === base
      ? []
      : [`${show.amount(document.base_total, base)} at ${show.decimal(rate)} ${base} for 1 ${currency}`]),
  ];
}
