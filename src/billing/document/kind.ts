/** The kinds of documents, as they are stored. */
export const documentKinds = ["invoice", "credit_note", "estimate", "sales_order", "purchase_order"] as const;
export type DocumentKind = (typeof documentKinds)[number];

/** Those that are for customers; a purchase order is for a vendor. */
export type CustomerKind = Exclude<DocumentKind, "purchase_order">;

/** What has a series of numbers. */
export const numberedKinds = [...documentKinds, "payment", "subscription"] as const;
export type NumberedKind = (typeof numberedKinds)[number];

/** How a series begins where nobody chose otherwise: `INV-000001`. */
export const defaultPrefixes: Readonly<Record<NumberedKind, string>> = {
  invoice: "INV-",
  credit_note: "CN-",
  estimate: "EST-",
  sales_order: "SO-",
  purchase_order: "PO-",
  payment: "PAY-",
  subscription: "SUB-",
};

export const defaultDigits = 6;

/** A number of a series: at least so many digits, and as many as it needs. */
export function numberText(prefix: string, number: bigint, digits: number): string {
  return prefix + number.toString().padStart(digits, "0");
}
