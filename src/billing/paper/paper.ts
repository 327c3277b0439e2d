import type { z } from "zod";
import type { documentView, LineView } from "#billing/document/document-schema.api.ts";
import type { LanguageCode } from "#billing/language/language-code.ts";
import type { Language } from "#billing/language/language.ts";
import { couponWords } from "#billing/language/coupon-words.ts";
import { say } from "#billing/language/say.ts";
import type { Words } from "#billing/language/words/english.ts";
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
  /** In which language it is, as BCP 47 names it. */
  language: LanguageCode;
  /** What each page says of itself: `Page {page} of {pages}`. */
  page: string;
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
  columns: Words["columns"];
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
export function paperOf(language: Language, document: DocumentView, from: Writer, kind: OfKind): Paper {
  const { code, words } = language;
  const { payment, notes, terms } = words.parts;
  return {
    language: code,
    page: words.page,
    title: kind.title,
    number: document.number,
    mark: markOf(document.status, words),
    from: organizationLines(from, words.seller),
    parties: partiesOf(document, kind.toWhom, words),
    facts: kind.facts.flatMap(({ name, value }) => (value === null || value === "" ? [] : [{ name, value }])),
    ...reckoningOf(language, document, kind.sums),
    words: [
      { title: payment, text: kind.asksToPay ? howToPay(from, words.seller) : "" },
      { title: notes, text: document.notes ?? "" },
      { title: terms, text: document.terms ?? "" },
    ].filter(({ text }) => text !== ""),
  };
}

/** The lines of a document and what they come to; `below` is said below the total. */
export function reckoningOf(language: Language, document: DocumentView, below: readonly Sum[]): Reckoning {
  const { currency_code: currency, line_items: items } = document;
  const { columns, beforeDiscount } = language.words;
  const hasDiscount = items.some(({ discount }) => discount !== null);
  return {
    hasDiscount,
    hasTax: items.some(({ tax }) => tax !== null),
    columns: hasDiscount ? { ...columns, amount: beforeDiscount } : columns,
    lines: items.map((line) => lineOf(language, line, currency)),
    sums: [...totalsOf(language, document), ...below].map(({ name, amount, isTotal = false }) => ({
      name,
      amount: language.show.amount(amount, currency),
      isTotal,
    })),
    remarks: remarksOf(language, document),
  };
}

/** What a document comes to, from the lines down to its total. */
function totalsOf({ show, words: { sums } }: Language, document: DocumentView): Sum[] {
  const { discount, discount_total, taxes, shipping_charge, adjustment, currency_code } = document;
  const some = (sum: Sum): Sum[] => (isNothing(sum.amount) ? [] : [sum]);
  // The percentage is that of the document; where lines have discounts too, the sum is another one.
  const isAlone = document.line_items.every((line) => line.discount === null);
  const how = discount === null || !isAlone ? "" : ` (${discountWords(show, discount, currency_code)})`;
  return [
    { name: sums.subtotal, amount: document.sub_total },
    ...some({ name: `${sums.discount}${how}`, amount: negated(discount_total) }),
    ...taxes.map(({ name, percentage, taxable, amount }) => ({
      name: say(sums.taxOf, {
        tax: taxWords(name, show.decimal(percentage)),
        amount: show.amount(taxable, currency_code),
      }),
      amount,
    })),
    ...some({ name: sums.shipping, amount: shipping_charge }),
    ...some({ name: document.adjustment_description ?? sums.adjustment, amount: adjustment }),
    { name: sums.total, amount: document.total, isTotal: true },
  ];
}

function markOf(status: string, { marks }: Words): string | null {
  return status === "draft" || status === "void" || status === "cancelled" ? marks[status] : null;
}

function partiesOf(document: DocumentView, toWhom: string, words: Words): Paper["parties"] {
  const { billing_address: billing, shipping_address: shipping } = document;
  const to = {
    title: toWhom,
    lines: [document.customer_name, ...addressLines(billing), ...taxNumberLines(document, words)],
  };
  const elsewhere = addressLines(shipping);
  const isElsewhere = elsewhere.length > 0 && elsewhere.join("\n") !== addressLines(billing).join("\n");
  return isElsewhere ? [to, { title: words.shipTo, lines: elsewhere }] : [to];
}

function taxNumberLines({ tax_reg_no: number }: DocumentView, { taxNumber }: Words): string[] {
  return number === null ? [] : [`${taxNumber} ${number}`];
}

function lineOf({ show, words }: Language, line: LineView, currency: string): PaperLine {
  const quantity = show.decimal(line.quantity);
  const price = show.price(line.price, currency);
  const discount = discountWords(show, line.discount, currency);
  const off = show.amount(negated(line.own_discount_amount), currency);
  const tax = line.tax === null ? "" : `${show.decimal(line.tax.percentage)} %`;
  return {
    name: line.name,
    details: [
      ...(line.description === null ? [] : [line.description]),
      ...(line.period === null ? [] : [show.period(line.period.start, line.period.end)]),
      ...(discount === "" ? [] : [`${whoseDiscount(line, words)}: ${off}`]),
    ],
    quantity,
    price,
    discount,
    tax,
    amount: show.amount(line.amount, currency),
    short: [
      `${quantity} × ${price}`,
      ...(discount === "" ? [] : [say(words.off, { discount })]),
      ...(line.tax === null ? [] : [taxWords(line.tax.name, show.decimal(line.tax.percentage))]),
    ].join(" · "),
  };
}

/** What takes something off a line: the coupon, by name and by the code that was entered, or a discount given by hand. */
function whoseDiscount({ coupon }: LineView, words: Words): string {
  return coupon === null ? words.sums.discount : couponWords(coupon, words);
}

function remarksOf({ show, words: { remarks } }: Language, document: DocumentView): string[] {
  const { currency_code: currency, base_currency: base, exchange_rate: rate } = document;
  const total = show.amount(document.base_total, base);
  return [
    ...(document.is_tax_inclusive ? [remarks.taxIncluded] : []),
    ...(document.tax_exemption_reason === null ? [] : [document.tax_exemption_reason]),
    ...(currency === base ? [] : [say(remarks.rate, { total, rate: show.decimal(rate), base, currency })]),
  ];
}
