import { editInvoice, type InvoiceView } from "#billing/invoice/invoice.api.ts";
import type { FieldProblem } from "#kernel/errors.ts";
import {
  formProblems,
  moneyBody,
  moneyValues,
  type MoneyValues,
  textBody,
} from "#web/billing/documents/form/document-values.ts";
import type { Picked } from "#web/billing/customers/CustomerPicker.tsx";
import { problemsBy } from "#web/ui/form.ts";

/** An invoice as a form holds it. */
export type InvoiceValues = MoneyValues & {
  customer: Picked | null;
  date: string;
  due_date: string;
  reference_number: string;
  salesperson: string;
  payment_terms_label: string;
  notes: string;
  terms: string;
};

/** What the form of a new invoice begins with. */
export function newValues(today: string, customer: Picked | null): InvoiceValues {
  const blank = { due_date: "", reference_number: "", salesperson: "", payment_terms_label: "" };
  return { ...moneyValues(undefined), ...blank, customer, date: today, notes: "", terms: "" };
}

/** What the form of a draft begins with. */
export function valuesOf(invoice: InvoiceView): InvoiceValues {
  const { customer_id: id, customer_name: display_name, currency_code, base_currency } = invoice;
  return {
    ...moneyValues(invoice),
    // The base currency has no rate to be shown.
    ...(currency_code === base_currency ? { exchange_rate: "" } : {}),
    customer: { id, display_name, currency_code },
    date: invoice.date,
    due_date: invoice.due_date,
    reference_number: invoice.reference_number ?? "",
    salesperson: invoice.salesperson ?? "",
    payment_terms_label: invoice.payment_terms_label ?? "",
    notes: invoice.notes ?? "",
    terms: invoice.terms ?? "",
  };
}

/** The invoice as the API takes it, without whom it is for. */
export function bodyOf(values: InvoiceValues) {
  const label = textBody(values.payment_terms_label);
  return {
    ...moneyBody(values),
    ...(values.date === "" ? {} : { date: values.date }),
    due_date: textBody(values.due_date),
    reference_number: textBody(values.reference_number),
    salesperson: textBody(values.salesperson),
    notes: textBody(values.notes),
    terms: textBody(values.terms),
    ...(label === null ? {} : { payment_terms_label: label }),
  };
}

const check = problemsBy(editInvoice.body);

/** What can be said about an invoice before it is sent to the server. */
export function problemsOf(values: InvoiceValues): FieldProblem[] {
  const body = bodyOf(values);
  const whom = values.customer === null ? [{ path: "customer", problem: "Choose the customer" }] : [];
  const what =
    body.line_items.length === 0 ? [{ path: "line_items.0.name", problem: "Add at least one line" }] : [];
  return [...whom, ...what, ...formProblems(check(body), values)];
}
