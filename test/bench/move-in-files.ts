import { csvLine } from "#kernel/csv.ts";

/** A file as Zoho Billing exports it; so many of its records are at fault, each in one cell. */
export type ExportFile = { kind: "customers" | "invoices" | "payments"; csv: string; faulty: number };

const words = [
  "Summit",
  "Cedar",
  "Harbor",
  "Käse",
  "Nord",
  "O’Neill",
  "Granite",
  "Vela",
  "Marigold",
  "Zürich",
];

/**
 * Customers, invoices of which each third has two lines, and payments: so many rows of each. Of ten invoices nine are
 * paid; what else came in is unused. What is at fault is not among those that something else is about.
 */
export function exportFiles(rows: number): ExportFile[] {
  const invoices = Math.floor((rows * 3) / 4);
  return [customersFile(rows), invoicesFile(invoices, rows), paymentsFile(invoices, rows)];
}

const customerHeadings =
  "Customer ID,Display Name,Company Name,First Name,Last Name,EmailID,Phone,Billing Address,Billing City,Billing Code,Billing Country,Currency Code";

function customersFile(count: number): ExportFile {
  const rows = numbers(count).map((n) => [
    ...[zohoId(n), nameOf(n), `${nameOf(n)} GmbH`, "Ada", `Person ${n}`],
    ...[n % 200 === 0 ? "nobody at example" : `person.${n}@example.com`, `+49 30 ${n}`],
    ...[`Street ${n}\nBackyard`, "Berlin", "10115", "Germany", "USD"],
  ]);
  return fileOf("customers", customerHeadings, rows, Math.floor(count / 200));
}

const invoiceHeadings =
  "Invoice Date,Invoice ID,Invoice Number,Invoice Status,Customer ID,Customer Name,Due Date,Currency Code,Total,Balance,Item Name,Quantity,Item Price,Item Tax,Item Tax %";

function invoicesFile(count: number, customers: number): ExportFile {
  const rows = numbers(count).flatMap((n) => {
    const total = n % 150 === 0 ? "1.00" : totalOf(n);
    const [status, balance] = n % 10 === 0 ? ["Overdue", total] : ["Closed", "0"];
    const of = ["2025-03-31", zohoId(n), numberOf(n), status, ...customerOf(n, customers), "2025-04-15"];
    const line = [...of, "USD", total, balance, "Seats", "3", "100.00", "VAT", "19"];
    return hasTwoLines(n)
      ? [line, [...of, "USD", total, balance, "Setup", "1", "50.00", "VAT", "19"]]
      : [line];
  });
  return fileOf("invoices", invoiceHeadings, rows, Math.floor(count / 150));
}

const paymentHeadings =
  "CustomerPayment ID,Payment Number,Date,Customer ID,Customer Name,Mode,Amount,Unused Amount,Invoice Number,Amount Applied to Invoice";

function paymentsFile(invoices: number, count: number): ExportFile {
  const rows = numbers(count).map((n) => {
    const of = [zohoId(n), `P-${n}`, "2025-04-10", ...customerOf(n, count), "Bank Transfer"];
    if (n % 200 === 0) return [...of, "25.00", "0", `NONE-${n}`, "25.00"];
    const isPaid = n <= invoices && n % 10 !== 0;
    return isPaid ? [...of, totalOf(n), "0", numberOf(n), totalOf(n)] : [...of, "25.00", "25.00", "", ""];
  });
  return fileOf("payments", paymentHeadings, rows, Math.floor(count / 200));
}

function fileOf(
  kind: ExportFile["kind"],
  headings: string,
  rows: readonly (readonly string[])[],
  faulty: number,
): ExportFile {
  return { kind, csv: `${headings}\r\n${rows.map((row) => `${csvLine(row)}\r\n`).join("")}`, faulty };
}

function numbers(count: number): number[] {
  return Array.from({ length: count }, (_, at) => at + 1);
}

function zohoId(n: number): string {
  return `46000000${String(n).padStart(8, "0")}`;
}

function nameOf(n: number): string {
  return `${words[n % words.length]} ${words[(n * 7 + 3) % words.length]} ${n}`;
}

function numberOf(n: number): string {
  return `INV-2025-${String(n).padStart(6, "0")}`;
}

function hasTwoLines(n: number): boolean {
  return n % 3 === 1;
}

function totalOf(n: number): string {
  return hasTwoLines(n) ? "416.50" : "357.00";
}

/** Id and name of the customer of a document: never one that is at fault. */
function customerOf(n: number, customers: number): [string, string] {
  const at = (n * 13) % customers;
  const chosen = at % 200 === 0 ? at + 1 : at;
  return [zohoId(chosen), nameOf(chosen)];
}
