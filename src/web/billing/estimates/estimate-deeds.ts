import {
  IconCheck,
  IconFileInvoice,
  IconPencil,
  IconRefresh,
  IconSend,
  IconTrash,
  IconX,
} from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import * as api from "#billing/estimate/estimate.api.ts";
import { type EstimateAction, estimateMoves } from "#billing/estimate/estimate.ts";
import type { Deed } from "#web/billing/documents/page/DocumentPage.tsx";
import { useDoing } from "#web/billing/documents/page/doing.ts";
import { sureToDelete } from "#web/billing/documents/page/questions.ts";
import { isAllowed } from "#web/billing/documents/status.ts";
import { useInvoicePlaces } from "#web/billing/invoices/places.ts";
import { useEstimatePlaces } from "./places.ts";

/** What the life of an estimate allows now; what is asked before it becomes a subscription opens by itself. */
export function useEstimateDeeds(estimate: api.EstimateView, onSubscribe: () => void): Deed[] {
  const doing = useDoing();
  const navigate = useNavigate();
  const places = useEstimatePlaces();
  const invoices = useInvoicePlaces();
  const { id, status, number } = estimate;
  const params = { estimate: id };
  const deeds: Record<EstimateAction, Deed> = {
    send: {
      ...{ label: "Mark as sent", icon: IconSend, isMain: true },
      run: async () => `${(await doing(api.sendEstimate, { params })).number} is marked as sent.`,
    },
    subscribe: {
      ...{ label: "Convert to subscription", icon: IconRefresh, isMain: true },
      run: async () => {
        onSubscribe();
        return undefined;
      },
    },
    invoice: {
      ...{ label: "Convert to invoice", icon: IconFileInvoice, isMain: true },
      run: async () => {
        const invoice = await doing(api.invoiceEstimate, { params, body: {} });
        await navigate({ to: invoices.invoice(invoice.id) });
        return `The draft of an invoice is made of ${number}.`;
      },
    },
    accept: {
      ...{ label: "Mark as accepted", icon: IconCheck, isMain: true },
      run: async () => `${(await doing(api.acceptEstimate, { params })).number} is accepted.`,
    },
    decline: {
      ...{ label: "Mark as declined", icon: IconX },
      run: async () => `${(await doing(api.declineEstimate, { params })).number} is declined.`,
    },
    redraft: {
      ...{ label: "Make it a draft again", icon: IconPencil },
      run: async () => {
        await doing(api.redraftEstimate, { params });
        return `${number} is a draft again, and can be changed.`;
      },
    },
  };
  const remove: Deed = {
    ...{ label: "Delete draft", icon: IconTrash, isDangerous: true },
    question: sureToDelete(estimate),
    run: async () => {
      await doing(api.deleteEstimate, { params }, { leave: () => navigate({ to: places.list }) });
      return "The draft is deleted.";
    },
  };
  const allowed = (Object.keys(deeds) as EstimateAction[])
    .filter((action) => isAllowed(estimateMoves[action][status]))
    // Without a plan there is nothing to be billed with each term.
    .filter((action) => action !== "subscribe" || estimate.offers.some(({ kind }) => kind === "plan"))
    .map((action) => deeds[action]);
  return status === "draft" ? [...allowed, remove] : allowed;
}
