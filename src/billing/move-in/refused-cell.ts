import type { ErrorCode } from "#kernel/errors.ts";
import type { MoveInRecord, Values } from "./record.ts";
import { textOf } from "./value.ts";

/** The cell that a refusal is about; its field is one that the file has. */
export type RefusedCell = { row: number; field: string; value: string | null };

/** Fields that a refusal of the whole is about, the one to look at first before the others. */
const byCode: Partial<Record<ErrorCode, readonly string[]>> = {
  "exchange_rate.missing": ["exchange_rate", "currency_code"],
  "customer.merged": ["customer_zoho_id", "customer_name", "customer_email"],
  "document.customer_inactive": ["customer_name", "customer_zoho_id", "customer_email"],
  "customer.currency_fixed": ["currency_code"],
  "customer.has_subscriptions": ["status"],
  "invoice.not_open": ["invoice_number"],
  "payment.other_customer": ["invoice_number"],
  "payment.exceeds_balance": ["invoice_number"],
  "payment.exceeds_amount": ["refunded", "amount"],
  "credit_note.exceeds_amount": ["refunded", "balance"],
};

/** What requests call otherwise than files do. */
const otherwise: Readonly<Record<string, readonly string[]>> = {
  discount: ["entity_discount_amount", "entity_discount_percent"],
  shipping_charge: ["shipping"],
  shipping_charge_tax_id: ["shipping_tax"],
  adjustment_description: ["adjustment_label"],
};

/** The same, of a line. */
const ofLine: Readonly<Record<string, readonly string[]>> = {
  name: ["item_name", "item_description"],
  description: ["item_description"],
  quantity: ["item_quantity"],
  price: ["item_price", "item_total"],
  discount: ["item_discount_amount", "item_discount"],
  tax_id: ["item_tax", "item_tax_percent"],
};

/** The cell that a part of a request came from (`line_items.0.price`, `invoices.1.amount`); undefined where none did. */
export function cellOfPath(
  record: MoveInRecord,
  fields: readonly string[],
  path: string,
): RefusedCell | undefined {
  const [part = "", at = "", of = ""] = path.split(".");
  const whole = { row: record.row, values: record.values };
  if (part === "line_items") return firstOf(record.lines[Number(at)], fields, ofLine[of] ?? []);
  if (part === "custom_fields") return firstOf(whole, fields, [at]);
  if (part !== "invoices") return firstOf(whole, fields, otherwise[part] ?? [part]);
  const settling = record.lines.filter(
    ({ values }) => textOf(values, "invoice_number") !== null && textOf(values, "applied") !== "0",
  );
  const named = of === "amount" ? ["applied", "invoice_number"] : ["invoice_number"];
  return firstOf(settling[Number(at)] ?? whole, fields, named);
}

/** The cell that a refusal is about which names no part of a request. */
export function cellOfCode(
  record: MoveInRecord,
  fields: readonly string[],
  code: ErrorCode,
): RefusedCell | undefined {
  return firstOf({ row: record.row, values: record.values }, fields, byCode[code] ?? []);
}

/** The first field that has a value, else the first that the file has a column for. */
function firstOf(
  from: { row: number; values: Values } | undefined,
  fields: readonly string[],
  wanted: readonly string[],
): RefusedCell | undefined {
  const there = wanted.filter((field) => fields.includes(field));
  if (from === undefined) return undefined;
  const field = there.find((one) => textOf(from.values, one) !== null) ?? there[0];
  if (field === undefined) return undefined;
  return { row: from.row, field, value: textOf(from.values, field)?.slice(0, 100) ?? null };
}
