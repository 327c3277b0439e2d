import { amountText } from "#kernel/money.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Period } from "./recurring.commands.ts";
import type { Column, ReportTable } from "./report-table.ts";
import { listTaxed, sumTaxes } from "./tax-report.store.ts";

const untaxed = "Not taxed";

const ofTax: readonly Column[] = [
  { key: "percentage", label: "Rate", kind: "percent" },
  { key: "taxable", label: "Taxable amount", kind: "money" },
  { key: "tax", label: "Tax", kind: "money" },
];

/** What each tax came to and what it was taken of, invoices less credit notes. */
export async function taxSummaryReport(tx: Tx, period: Period): Promise<ReportTable> {
  const sums = await sumTaxes(tx, period);
  const rows = sums.map(({ tax_id: id, invoices, credit_notes, ...sum }) => ({
    id,
    ...cellsOf(sum, period.base),
    invoices,
    credit_notes,
  }));
  const columns: Column[] = [
    { key: "name", label: "Tax", kind: "text" },
    ...ofTax,
    { key: "invoices", label: "Invoices", kind: "count" },
    { key: "credit_notes", label: "Credit notes", kind: "count" },
  ];
  return { columns, rows, totals: { ...totalOf(sums, period.base), name: "Total" } };
}

/** The documents that the tax summary is made of: a row for each tax of each. */
export async function taxDocumentsReport(tx: Tx, period: Period): Promise<ReportTable> {
  const pieces = await listTaxed(tx, period);
  const rows = pieces.map(({ id, number, date, kind, is_taken_back, customer, ...piece }) => ({
    id,
    number,
    date,
    document: `${kind === "invoice" ? "Invoice" : "Credit note"}${is_taken_back ? ", made void" : ""}`,
    customer,
    ...cellsOf(piece, period.base),
  }));
  const columns: Column[] = [
    { key: "number", label: "Number", kind: "text" },
    { key: "date", label: "Date", kind: "day" },
    { key: "document", label: "Document", kind: "text" },
    { key: "customer", label: "Customer", kind: "text" },
    { key: "name", label: "Tax", kind: "text" },
    ...ofTax,
  ];
  return { columns, rows, totals: { ...totalOf(pieces, period.base), number: "Total" } };
}

type Sum = { name: string | null; percentage: string | null; taxable: bigint; tax: bigint };

function cellsOf({ name, percentage, taxable, tax }: Sum, base: string) {
  return {
    name: name ?? untaxed,
    percentage: percentage === null ? null : plainDecimal(percentage),
    taxable: amountText(taxable, base),
    tax: amountText(tax, base),
  };
}

function totalOf(sums: readonly Sum[], base: string) {
  return {
    taxable: amountText(
      sums.reduce((all, { taxable }) => all + taxable, 0n),
      base,
    ),
    tax: amountText(
      sums.reduce((all, { tax }) => all + tax, 0n),
      base,
    ),
  };
}
