import type { Show } from "#kernel/show.ts";
import type { DocumentKind } from "#billing/document/kind.ts";
import type { Fact, OfKind, Sum } from "./paper.ts";
import { isNothing, negated } from "./price-words.ts";

/** What papers of all kinds tell from; amounts are decimal text. */
type Told = {
  status: string;
  date: string;
  /** When an invoice is due, an estimate expires, an order is to be delivered. */
  due_date: string | null;
  payment_terms_label: string | null;
  reference_number: string | null;
  salesperson: string | null;
  balance: string;
} & Partial<Record<"paid" | "credited" | "written_off" | "applied" | "refunded", string>>;

/** What a document is called where it is named: `Sales order`. */
export const kindNames: Readonly<Record<DocumentKind, string>> = {
  invoice: "Invoice",
  credit_note: "Credit note",
  estimate: "Estimate",
  sales_order: "Sales order",
  purchase_order: "Purchase order",
};

const toWhom: Readonly<Record<DocumentKind, string>> = {
  invoice: "Bill to",
  credit_note: "Credit to",
  estimate: "For",
  sales_order: "For",
  purchase_order: "Order to",
};

const dayNames: Readonly<Record<DocumentKind, string>> = {
  invoice: "Due",
  credit_note: "Due",
  estimate: "Valid until",
  sales_order: "Delivery",
  purchase_order: "Delivery",
};

/** What a document of a kind says beside its lines. */
export function ofKind(show: Show, kind: DocumentKind, told: Told): OfKind {
  return {
    title: kindNames[kind],
    toWhom: toWhom[kind],
    facts: factsOf(show, kind, told),
    sums: kind === "invoice" ? settledSums(told) : kind === "credit_note" ? spentSums(told) : [],
    asksToPay: kind === "invoice" && told.status !== "void" && !isNothing(told.balance),
  };
}

function factsOf(show: Show, kind: DocumentKind, told: Told): Fact[] {
  return [
    { name: "Date", value: show.day(told.date) },
    { name: dayNames[kind], value: told.due_date === null ? null : show.day(told.due_date) },
    { name: "Terms", value: told.payment_terms_label },
    { name: "Reference", value: told.reference_number },
    { name: "Salesperson", value: told.salesperson },
  ];
}

/** What settles an invoice, and what is still due. */
function settledSums({ status, balance, paid = "0", credited = "0", written_off = "0" }: Told): Sum[] {
  if (status === "draft" || status === "void") return [];
  const taken = [
    { name: "Paid", amount: negated(paid) },
    { name: "Credited", amount: negated(credited) },
    { name: "Written off", amount: negated(written_off) },
  ].filter(({ amount }) => !isNothing(amount));
  return [...taken, { name: "Balance due", amount: balance, isTotal: true }];
}

/** What a credit note was used for, and what is left of it. */
function spentSums({ status, balance, applied = "0", refunded = "0" }: Told): Sum[] {
  if (status === "draft" || status === "void") return [];
  const used = [
    { name: "Applied to invoices", amount: negated(applied) },
    { name: "Refunded", amount: negated(refunded) },
  ].filter(({ amount }) => !isNothing(amount));
  return [...used, { name: "Credit left", amount: balance, isTotal: true }];
}
