import {
  IconArrowBackUp,
  IconBan,
  IconCheck,
  IconFileInvoice,
  IconLock,
  IconPlayerPause,
  IconPlayerPlay,
  IconTrash,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import * as api from "#billing/order/sales-order.api.ts";
import { type SalesOrderAction, salesOrderMoves } from "#billing/order/sales-order.ts";
import type { Deed } from "#web/billing/documents/page/DocumentPage.tsx";
import { type Doing, useDoing } from "#web/billing/documents/page/doing.ts";
import { sureToDelete } from "#web/billing/documents/page/questions.ts";
import { isAllowed } from "#web/billing/documents/status.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { useSalesOrderPlaces } from "#web/billing/orders/places.ts";

/** What the life of a sales order allows now. */
export function useSalesOrderDeeds(order: api.SalesOrderView): Deed[] {
  const doing = useDoing();
  const navigate = useNavigate();
  const places = useSalesOrderPlaces();
  const invoices = useInvoicePlaces();
  const { id, status, number } = order;
  const params = { sales_order: id };
  const isInvoiced = order.invoices.some((invoice) => invoice.status !== "void");
  const can = (action: SalesOrderAction): boolean => isAllowed(salesOrderMoves[action][status]);
  const deeds: Record<SalesOrderAction, Deed> = {
    confirm: {
      ...{ label: "Confirm", icon: IconCheck, isMain: true },
      run: async () => `${(await doing(api.confirmSalesOrder, { params })).number} is confirmed.`,
    },
    invoice: {
      ...{ label: "Convert to invoice", icon: IconFileInvoice, isMain: true },
      run: async () => {
        const invoice = await doing(api.invoiceSalesOrder, { params, body: {} });
        await navigate({ to: invoices.invoice(invoice.id) });
        return `The draft of an invoice is made, and ${number} closed with it.`;
      },
    },
    release: {
      ...{ label: "Release", icon: IconPlayerPlay, isMain: true },
      run: async () => `${(await doing(api.releaseSalesOrder, { params })).number} is released.`,
    },
    hold: {
      ...{ label: "Put on hold", icon: IconPlayerPause },
      run: async () => `${(await doing(api.holdSalesOrder, { params })).number} is on hold.`,
    },
    reopen: {
      ...{ label: "Open again", icon: IconArrowBackUp, isMain: true },
      run: async () => `${(await doing(api.reopenSalesOrder, { params })).number} is open again.`,
    },
    ...endings(order, doing),
  };
  const remove: Deed = {
    ...{ label: "Delete draft", icon: IconTrash, isDangerous: true },
    question: sureToDelete(order),
    run: async () => {
      await doing(api.deleteSalesOrder, { params }, { leave: () => navigate({ to: places.list }) });
      return "The draft is deleted.";
    },
  };
  const allowed = (Object.keys(deeds) as SalesOrderAction[])
    // What was invoiced is opened by its invoice's end; a draft is deleted rather than void.
    .filter((action) => can(action) && !(action === "reopen" && isInvoiced))
    .filter((action) => !(action === "void" && status === "draft"))
    .map((action) => deeds[action]);
  return status === "draft" ? [...allowed, remove] : allowed;
}

/** What ends an order, and is asked the reason of. */
function endings({ id, number }: api.SalesOrderView, doing: Doing): Record<"close" | "void", Deed> {
  const params = { sales_order: id };
  return {
    close: {
      ...{ label: "Close without an invoice", icon: IconLock },
      reason: {
        title: `Close ${number}?`,
        text: "Nothing more is invoiced of it. It can be opened again.",
        yes: "Close order",
        isRequired: true,
      },
      run: async (reason) => {
        await doing(api.closeSalesOrder, { params, body: { reason: reason ?? "" } });
        return `${number} is closed.`;
      },
    },
    void: {
      ...{ label: "Void", icon: IconBan, isDangerous: true },
      reason: {
        title: `Void ${number ?? "this draft"}?`,
        text: "The order holds no longer, and its number stays used. This cannot be undone.",
        yes: "Void order",
        isRequired: true,
      },
      run: async (reason) => {
        await doing(api.voidSalesOrder, { params, body: { reason: reason ?? "" } });
        return `${number ?? "The order"} is void.`;
      },
    },
  };
}
