import {
  IconBan,
  IconFileCheck,
  IconFileDescription,
  IconLock,
  IconSend,
  IconTrash,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import * as api from "#billing/order/purchase-order.api.ts";
import { type PurchaseOrderAction, purchaseOrderMoves } from "#billing/order/purchase-order.ts";
import type { Deed } from "#web/billing/documents/page/DocumentPage.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { sureToDelete } from "#web/billing/documents/page/questions.ts";
import { isAllowed } from "#web/billing/documents/status.ts";
import { usePurchaseOrderPlaces } from "#web/billing/orders/places.ts";

/** What the life of a purchase order allows now. */
export function usePurchaseOrderDeeds(order: api.PurchaseOrderView): Deed[] {
  const doing = useDoing();
  const navigate = useNavigate();
  const places = usePurchaseOrderPlaces();
  const { id, status, number } = order;
  const params = { purchase_order: id };
  const deeds: Record<PurchaseOrderAction, Deed> = {
    issue: {
      ...{ label: "Issue", icon: IconSend, isMain: true },
      run: async () => `${(await doing(api.issuePurchaseOrder, { params })).number} is issued.`,
    },
    bill: {
      ...{ label: "Mark as billed", icon: IconFileCheck, isMain: true },
      run: async () => `All of ${(await doing(api.billPurchaseOrder, { params })).number} is billed.`,
    },
    bill_part: {
      ...{ label: "Mark as partially billed", icon: IconFileDescription, isMain: true },
      run: async () => `Part of ${(await doing(api.billPartOfPurchaseOrder, { params })).number} is billed.`,
    },
    close: {
      ...{ label: "Close", icon: IconLock },
      reason: {
        title: `Close ${number}?`,
        text: "Nothing more is expected of it. This cannot be undone.",
        yes: "Close order",
        isRequired: true,
      },
      run: async (reason) => {
        await doing(api.closePurchaseOrder, { params, body: { reason: reason ?? "" } });
        return `${number} is closed.`;
      },
    },
    cancel: {
      ...{ label: "Cancel order", icon: IconBan, isDangerous: true },
      reason: {
        title: `Cancel ${number}?`,
        text: `${order.vendor_name} is to deliver nothing of it. Its number stays used. This cannot be undone.`,
        yes: "Cancel order",
        isRequired: true,
      },
      run: async (reason) => {
        await doing(api.cancelPurchaseOrder, { params, body: { reason: reason ?? "" } });
        return `${number} is cancelled.`;
      },
    },
  };
  const remove: Deed = {
    ...{ label: "Delete draft", icon: IconTrash, isDangerous: true },
    question: sureToDelete(order),
    run: async () => {
      await doing(api.deletePurchaseOrder, { params }, { leave: () => navigate({ to: places.list }) });
      return "The draft is deleted.";
    },
  };
  const allowed = (Object.keys(deeds) as PurchaseOrderAction[])
    .filter((action) => isAllowed(purchaseOrderMoves[action][status]))
    .map((action) => deeds[action]);
  return status === "draft" ? [...allowed, remove] : allowed;
}
