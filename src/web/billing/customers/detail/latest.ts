import { type InvoiceListItem, listInvoices } from "#billing/invoice/invoice.api.ts";
import { endedStatuses } from "#billing/subscription/transitions.ts";
import { listSubscriptions, type SubscriptionListItem } from "#billing/subscription/subscription.api.ts";
import { type Pages, usePages } from "#web/api.ts";

/** As many as an overview shows; the tabs have all. */
const mostShown = 5;

/** Few customers have more; the tabs show those who do. */
const mostAsked = 100;

/** The invoices on which something is open. */
export function useOpenOf(customer: string): Pages<InvoiceListItem> {
  return usePages(listInvoices, { query: { customer_id: customer, status: "unpaid", limit: mostAsked } });
}

/** The invoices to look at first: those that are open, the longest due before others, and then the newest. */
export function useLatestInvoices(customer: string): Pages<InvoiceListItem> {
  const open = useOpenOf(customer);
  const newest = usePages(listInvoices, { query: { customer_id: customer, limit: mostShown } });
  const due = open.items.toSorted((a, b) => (a.due_date < b.due_date ? -1 : 1));
  const isOpen = new Set(due.map(({ id }) => id));
  const others = newest.items.filter(({ id }) => !isOpen.has(id));
  return {
    ...newest,
    items: [...due, ...others].slice(0, mostShown),
    isWaiting: open.isWaiting || newest.isWaiting,
    problem: open.problem ?? newest.problem,
    hasMore: newest.hasMore || due.length + others.length > mostShown,
  };
}

/** The subscriptions that are not over, the newest first. */
export function useCurrentSubscriptions(customer: string): Pages<SubscriptionListItem> {
  const all = usePages(listSubscriptions, { query: { customer_id: customer, limit: mostAsked } });
  const ended: readonly string[] = endedStatuses;
  const current = all.items.filter(({ status }) => !ended.includes(status));
  return { ...all, items: current.slice(0, mostShown), hasMore: all.hasMore || current.length > mostShown };
}
