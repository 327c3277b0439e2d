import type { Cell } from "#platform/csv/csv-text.ts";
import type { ExportColumn } from "#billing/listing/export-column.ts";
import type { BillingField } from "./customer-fields.ts";
import { type Customer, valueOf } from "./customer.ts";

/** The columns of an export: what an import recognises again, then what Concord keeps itself. Numbers stay numbers, decimals too. */
export function exportColumns(fields: readonly BillingField[]): ExportColumn<Customer>[] {
  return [
    ["Customer ID", ({ id }) => id],
    ...fields.map((field): ExportColumn<Customer> => [
      field.label,
      (customer) => fieldCell(field, valueOf(customer, field.name)),
    ]),
    ["Tags", ({ tags }) => tags.join("; ")],
    ["Status", ({ status }) => status],
    ["Source", ({ source }) => source],
    ["Created", ({ created_at }) => created_at],
    ["Updated", ({ updated_at }) => updated_at],
  ];
}

/** The value of a field as a cell. */
export function fieldCell({ type }: BillingField, value: Cell): Cell {
  return type === "decimal" && typeof value === "string" ? plainNumber(value) : value;
}

/** A decimal that a number holds exactly is written as one, so that a negative amount is no text for a spreadsheet. */
function plainNumber(text: string): Cell {
  return String(Number(text)) === text ? Number(text) : text;
}
