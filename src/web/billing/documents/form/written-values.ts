import type { FieldProblem } from "#kernel/errors.ts";
import type { OfferView } from "#billing/estimate/estimate.api.ts";
import type { DocumentView } from "#billing/paper/paper.ts";
import type { Picked } from "#web/billing/customers/CustomerPicker.tsx";
import { formProblems, moneyBody, moneyValues, type MoneyValues, textBody } from "./document-values.ts";

/** A document as a form holds it; `until` is the second day of its kind: when it is due, expires, is delivered. */
export type WrittenValues = MoneyValues & {
  /** Whom it is for: a customer, or the vendor of a purchase order. */ party: Picked | null;
  date: string;
  until: string;
  reference_number: string;
  salesperson: string;
  notes: string;
  terms: string;
};

/** What the form of a new document begins with. */
export function newValues(today: string, party: Picked | null): WrittenValues {
  const blank = { until: "", reference_number: "", salesperson: "", notes: "", terms: "" };
  return { ...moneyValues(undefined), ...blank, party, date: today };
}

/** What of a draft its form begins with beside the draft itself. */
type BegunWith = {
  until: string | null;
  offers?: readonly OfferView[] | undefined;
  /** The exchange rate of its day; null where there is none. */
  ofDay: string | null;
};

/** What the form of a draft begins with. */
export function valuesOf(document: DocumentView, { until, offers = [], ofDay }: BegunWith): WrittenValues {
  const { customer_id: id, customer_name: display_name, currency_code, exchange_rate } = document;
  const { tax_exemption_reason } = document;
  return {
    ...moneyValues(document, offers),
    // The rate of its day was given by nobody: with another day it is another one.
    exchange_rate: exchange_rate === ofDay ? "" : exchange_rate,
    party: { id, display_name, currency_code, tax_exemption_reason },
    date: document.date,
    until: until ?? "",
    reference_number: document.reference_number ?? "",
    salesperson: document.salesperson ?? "",
    notes: document.notes ?? "",
    terms: document.terms ?? "",
  };
}

/** The document as the API takes it, without whom it is for and without its second day. */
export function bodyOf(values: WrittenValues) {
  return {
    ...moneyBody(values),
    ...(values.date === "" ? {} : { date: values.date }),
    reference_number: textBody(values.reference_number),
    salesperson: textBody(values.salesperson),
    notes: textBody(values.notes),
    terms: textBody(values.terms),
  };
}

export type WrittenBody = ReturnType<typeof bodyOf>;

/** What can be said about a document before it is sent to the server; `check` are the problems of its body. */
export function problemsOf(
  values: WrittenValues,
  party: "customer" | "vendor",
  check: FieldProblem[],
): FieldProblem[] {
  const whom = values.party === null ? [{ path: "party", problem: `Choose the ${party}` }] : [];
  const hasLines = bodyOf(values).line_items.length > 0;
  const what = hasLines ? [] : [{ path: "line_items.0.name", problem: "Add at least one line" }];
  return [...whom, ...what, ...formProblems(check, values)];
}
