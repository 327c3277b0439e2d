import type { PaymentId } from "#kernel/id.ts";
import { AppError } from "#kernel/errors.ts";
import { amountText } from "#kernel/money.ts";
import { cursorOf } from "#kernel/page.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Route } from "#platform/http/serve.ts";
import { tellOfPayment } from "#billing/email/tell-customer.commands.ts";
import { askingRoute, tenantRoute } from "#billing/tenant-route.routes.ts";
import { refundOne } from "#billing/collection/refund.job.ts";
import { spendingOf } from "#billing/settlement/spending.commands.ts";
import { exportRoute } from "#billing/listing/export.routes.ts";
import * as api from "./payment.api.ts";
import * as commands from "./payment.commands.ts";
import { paymentColumns } from "./payment-csv.ts";
import { findPayment, listPayments, type NamedPayment } from "./payment.store.ts";

/** The endpoints of payments. */
export function paymentRoutes(): Route[] {
  return [
    tenantRoute(api.listPayments, async ({ tx, query: { cursor, ...query } }) => {
      const page = await listPayments(tx, { ...query, after: cursorOf(cursor) });
      return { ...page, items: page.items.map(listItem) };
    }),
    exportRoute(api.exportPayments, {
      columns: () => Promise.resolve(paymentColumns),
      page: async ({ tx, query: { bom: _bom, ...query } }, { cursor, limit }) => {
        const page = await listPayments(tx, { ...query, limit, after: cursorOf(cursor) });
        return { ...page, items: page.items.map(listItem) };
      },
    }),
    tenantRoute(api.getPayment, ({ tx, params }) => wholePayment(tx, params.payment)),
    tenantRoute(api.recordPayment, async ({ tx, act, body }) => {
      const { id, customer_id } = await commands.receivePayment(tx, act, body);
      await tellOfPayment(tx, act, { id, customer_id });
      return wholePayment(tx, id);
    }),
    tenantRoute(api.applyPayment, async ({ tx, act, params, body: { invoices } }) => {
      await commands.applyPayment(tx, act, params.payment, invoices);
      return wholePayment(tx, params.payment);
    }),
    tenantRoute(api.unapplyPayment, async ({ tx, act, params, body: { settlement } }) => {
      await commands.unapplyPayment(tx, act, params.payment, settlement);
      return wholePayment(tx, params.payment);
    }),
    tenantRoute(api.voidPayment, async ({ tx, act, params, body }) => {
      await commands.voidPayment(tx, act, params.payment, body.reason);
      return wholePayment(tx, params.payment);
    }),
    askingRoute(api.refundPayment, {
      write: ({ tx, act, params, body }) => commands.refundPayment(tx, act, params.payment, body),
      ask: refundOne,
      show: ({ tx, params }) => wholePayment(tx, params.payment),
    }),
  ];
}

function listItem(payment: NamedPayment): api.PaymentListItem {
  const money = (minor: bigint) => amountText(minor, payment.currency_code);
  const { id, number, customer_id, customer_name, date, mode, reference_number, description } = payment;
  return {
    id,
    number,
    customer_id,
    customer_name,
    date,
    mode,
    reference_number,
    description,
    currency_code: payment.currency_code,
    exchange_rate: plainDecimal(payment.exchange_rate),
    amount: money(payment.amount),
    applied: money(payment.applied),
    refunded: money(payment.refunded),
    unused: money(payment.unused),
    status: payment.voided_at === null ? "received" : "void",
    void_reason: payment.void_reason,
    created_at: payment.created_at,
  };
}

async function wholePayment(tx: Tx, id: PaymentId): Promise<api.PaymentView> {
  const payment = await findPayment(tx, id);
  if (payment === undefined) throw new AppError("payment.not_found", { payment: id });
  const spending = await spendingOf(tx, { payment_id: id }, payment.currency_code);
  return { ...listItem(payment), ...spending };
}
