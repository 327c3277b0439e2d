import { amountText } from "#kernel/money.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import type { ExportColumn } from "#billing/listing/export-column.ts";
import { shownBalance } from "./document-view.ts";
import type { Document, documentMinors } from "./document.ts";
import type { DocumentKind } from "./kind.ts";

/** A document with the status that its kind gives it today. */
export type StandingDocument = { document: Document; status: string };

type Column = ExportColumn<StandingDocument>;
type Money = (typeof documentMinors)[number];

type Kind = {
  one: string;
  party: "Customer" | "Vendor";
  /** What its second day is. */
  due?: string;
  /** After the total: what of it is settled, and how. */
  settled: readonly Column[];
};

const balance: Column = ["Balance", ({ document }) => decimal(document, shownBalance(document))];

/** Headings are those of Zoho Billing's exports, where these have the column. */
const kinds: Readonly<Record<DocumentKind, Kind>> = {
  invoice: {
    one: "Invoice",
    party: "Customer",
    due: "Due Date",
    settled: [
      money("Paid", "paid"),
      money("Credits", "credited"),
      money("Written Off", "written_off"),
      balance,
    ],
  },
  credit_note: {
    one: "Credit Note",
    party: "Customer",
    settled: [money("Credits Used", "applied"), money("Refunded Amount", "refunded"), balance],
  },
  estimate: { one: "Estimate", party: "Customer", due: "Expiry Date", settled: [] },
  sales_order: { one: "Sales Order", party: "Customer", due: "Delivery Date", settled: [] },
  purchase_order: { one: "Purchase Order", party: "Vendor", due: "Delivery Date", settled: [] },
};

/** The columns in which documents of a kind are exported, a line each; amounts are in the document's currency. */
export function documentColumns(kind: DocumentKind): Column[] {
  const { one, party, due, settled } = kinds[kind];
  return [
    [`${one} Date`, ({ document }) => document.date],
    [`${one} ID`, ({ document }) => document.id],
    [`${one} Number`, ({ document }) => document.number],
    [`${one} Status`, ({ status }) => status],
    [`${party} ID`, ({ document }) => document.customer_id ?? document.vendor_id],
    [`${party} Name`, ({ document }) => document.customer_snapshot.display_name],
    ...(due === undefined ? [] : [[due, ({ document }) => document.due_date] satisfies Column]),
    ["Reference Number", ({ document }) => document.reference_number],
    ["Currency Code", ({ document }) => document.currency_code],
    ["Exchange Rate", ({ document }) => ({ decimal: plainDecimal(document.exchange_rate) })],
    money("SubTotal", "sub_total"),
    money("Discount Total", "discount_total"),
    money("Shipping Charge", "shipping"),
    ["Shipping Charge Tax Name", ({ document }) => document.shipping_tax_name],
    ["Shipping Charge Tax %", ({ document }) => shippingPercentage(document)],
    money("Shipping Charge Tax Amount", "shipping_tax"),
    money("Adjustment", "adjustment"),
    money("Tax Total", "tax_total"),
    money("Total", "total"),
    ...settled,
    ["Sales Person", ({ document }) => document.salesperson],
    ["Subscription ID", ({ document }) => document.subscription_id],
    ["Created Time", ({ document }) => document.created_at],
    ["Last Modified Time", ({ document }) => document.updated_at],
  ];
}

function money(title: string, column: Money): Column {
  return [title, ({ document }) => decimal(document, document[column])];
}

function shippingPercentage({ shipping_tax_percentage: percentage }: Document) {
  return percentage === null ? null : { decimal: plainDecimal(percentage) };
}

function decimal({ currency_code }: Document, minor: bigint) {
  return { decimal: amountText(minor, currency_code) };
}
