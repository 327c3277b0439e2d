import type { Cell } from "#platform/csv/csv-text.ts";
import type { BillingField } from "./customer-fields.ts";
import { type Customer, valueOf } from "./customer.ts";

/** The header of an export: what an import recognises again, then what Concord keeps itself. */
export function exportHeader(fields: readonly BillingField[]): string[] {
  return [
    "Customer ID",
    ...fields.map(({ label }) => label),
    "Tags",
    "Status",
    "Source",
    "Created",
    "Updated",
  ];
}

/** A customer as a line of an export. Numbers stay numbers, decimals too: their text is digits only. */
export function exportCells(fields: readonly BillingField[], customer: Customer): Cell[] {
  return [
    customer.id,
    ...fields.map((field) => cellOf(field, valueOf(customer, field.name))),
    customer.tags.join("; "),
    customer.status,
    customer.source,
    customer.created_at,
    customer.updated_at,
  ];
}

function cellOf({ type }: BillingField, value: Cell): Cell {
  return type === "decimal" && typeof value === "string" ? plainNumber(value) : value;
}

/** A decimal that a number holds exactly is written as one, so that a negative amount is no text for a spreadsheet. */
function plainNumber(text: string): Cell {
  return String(Number(text)) === text ? Number(text) : text;
}
