import type { PaymentId } from "#kernel/id.ts";
import { AppError } from "#kernel/errors.ts";
import { amountText } from "#kernel/money.ts";
import { cursorId, pageOf } from "#kernel/page.ts";
import { plainDecimal } from "#kernel/ratio.ts";
import type { Tx } from "#platform/db/db.ts";
import { inCallersOrganization, type Route, route } from "#platform/http/serve.ts";
import { actOf } from "#billing/act-of.routes.ts";
import { spendingOf } from "#billing/settlement/spending.commands.ts";
import * as api from "./payment.api.ts";
import * as commands from "./payment.commands.ts";
import { findPayment, listPayments, type NamedPayment } from "./payment.store.ts";

/** The endpoints of payments. */
export function paymentRoutes(): Route[] {
  return [
    route(api.listPayments, (context, { query: { cursor, limit, customer_id } }) =>
      inCallersOrganization(context, async (tx) => {
        const rows = await listPayments(tx, { customer_id, before: cursorId(cursor), limit: limit + 1 });
        return pageOf(rows, limit, ({ id }) => ({ value: null, id }), listItem);
      }),
    ),
    route(api.getPayment, (context, { params }) =>
      inCallersOrganization(context, (tx) => wholePayment(tx, params.payment)),
    ),
    route(api.recordPayment, (context, { body }) =>
      inCallersOrganization(context, async (tx) => {
        const { id } = await commands.recordPayment(tx, actOf(context), body);
        return wholePayment(tx, id);
      }),
    ),
    route(api.applyPayment, (context, { params, body: { invoices } }) =>
      inCallersOrganization(context, async (tx) => {
        await commands.applyPayment(tx, actOf(context), params.payment, invoices);
        return wholePayment(tx, params.payment);
      }),
    ),
    route(api.unapplyPayment, (context, { params, body: { settlement } }) =>
      inCallersOrganization(context, async (tx) => {
        await commands.unapplyPayment(tx, actOf(context), params.payment, settlement);
        return wholePayment(tx, params.payment);
      }),
    ),
    route(api.refundPayment, (context, { params, body }) =>
      inCallersOrganization(context, async (tx) => {
        await commands.refundPayment(tx, actOf(context), params.payment, body);
        return wholePayment(tx, params.payment);
      }),
    ),
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
    created_at: payment.created_at,
  };
}

async function wholePayment(tx: Tx, id: PaymentId): Promise<api.PaymentView> {
  const payment = await findPayment(tx, id);
  if (payment === undefined) throw new AppError("payment.not_found", { payment: id });
  const spending = await spendingOf(tx, { payment_id: id }, payment.currency_code);
  return { ...listItem(payment), ...spending };
}
