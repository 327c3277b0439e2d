import type { ExportColumn } from "#billing/listing/export-column.ts";
import type { PaymentListItem } from "./payment.api.ts";

/** The columns in which payments are exported; headings are those of Zoho Billing's exports, where these have the column. */
export const paymentColumns: readonly ExportColumn<PaymentListItem>[] = [
  ["Date", ({ date }) => date],
  ["CustomerPayment ID", ({ id }) => id],
  ["Payment Number", ({ number }) => number],
  ["Payment Status", ({ status }) => status],
  ["Customer ID", ({ customer_id }) => customer_id],
  ["Customer Name", ({ customer_name }) => customer_name],
  ["Mode", ({ mode }) => mode],
  ["Reference Number", ({ reference_number }) => reference_number],
  ["Description", ({ description }) => description],
  ["Currency Code", ({ currency_code }) => currency_code],
  ["Exchange Rate", ({ exchange_rate }) => ({ decimal: exchange_rate })],
  ["Amount", ({ amount }) => ({ decimal: amount })],
  ["Applied Amount", ({ applied }) => ({ decimal: applied })],
  ["Refunded Amount", ({ refunded }) => ({ decimal: refunded })],
  ["Unused Amount", ({ unused }) => ({ decimal: unused })],
  ["Void Reason", ({ void_reason }) => void_reason],
  ["Created Time", ({ created_at }) => created_at],
];
