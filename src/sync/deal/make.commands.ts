import { AppError } from "#kernel/errors.ts";
import type { CustomerId, Id, InvoiceId } from "#kernel/id.ts";
import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import { findAddon } from "#billing/catalog/addon.store.ts";
import { findPlan } from "#billing/catalog/plan.store.ts";
import { getCustomer } from "#billing/customer/customer.commands.ts";
import { findDocument } from "#billing/document/document.store.ts";
import { createEstimate, moveEstimate } from "#billing/estimate/estimate.commands.ts";
import { withOffers } from "#billing/estimate/offer.commands.ts";
import { createInvoice, voidInvoice } from "#billing/invoice/invoice.commands.ts";
import { languageOfCustomer } from "#billing/language/customer-language.commands.ts";
import { createSubscription } from "#billing/subscription/create.commands.ts";
import type { DealEntity, DealReason, DealStep } from "./deal.ts";
import { type PlanLine, readPlanLines } from "./plan-lines.ts";
import type { Deal } from "./read-deal.ts";
import type { MadeId } from "./record-document.table.ts";

/** What was made, how it is called, and in which status it is left. */
export type Made = { id: MadeId; number: string | null; left: string };

/** Why something cannot be made of a deal as it is. */
export class NotMade extends Error {
  readonly reason: DealReason;
  readonly details: Record<string, unknown>;

  constructor(reason: DealReason, details: Record<string, unknown> = {}) {
    super(reason);
    this.reason = reason;
    this.details = details;
  }
}

/** What a deal sells, looked up in the catalog; the first plan, and all addons. */
type Sold = { lines: (PlanLine & { kind: "plan" | "addon" })[] };

/** Makes what the trigger is for, of a deal and for a customer. Throws NotMade where the deal does not say enough. */
export async function makeOf(
  tx: Tx,
  act: Act,
  entity: DealEntity,
  { deal, customer }: { deal: Deal; customer: CustomerId },
): Promise<Made> {
  const sold = await soldBy(tx, deal);
  const said = { salesperson: deal.owner, reference_number: null };
  if (entity === "subscription") return subscriptionOf(tx, act, { deal, customer, sold });
  const { currency_code: currency } = await getCustomer(tx, customer);
  const line_items = linesOf(deal, sold, currency);
  if (entity === "estimate") {
    const { document } = await createEstimate(tx, act, customer, { ...said, line_items });
    const id = document.id as Id<"est">;
    await moveEstimate(tx, act, id, "send");
    return { id, number: (await findDocument(tx, "estimate", id))?.number ?? null, left: "sent" };
  }
  const { words } = await languageOfCustomer(tx, customer);
  const lines = await withOffers(tx, line_items, { currency, words });
  const { document } = await createInvoice(tx, act, customer, { ...said, line_items: lines });
  return { id: document.id as InvoiceId, number: document.number, left: "draft" };
}

async function soldBy(tx: Tx, deal: Deal): Promise<Sold> {
  const read = readPlanLines(deal.plans);
  if (!read.ok) throw new NotMade("plans_unreadable", { line: read.refusal });
  const lines: Sold["lines"] = [];
  for (const line of read.value) {
    const kind = (await findPlan(tx, line.code))
      ? ("plan" as const)
      : (await findAddon(tx, line.code))
        ? ("addon" as const)
        : undefined;
    if (kind === undefined) throw new NotMade("plan_unknown", { code: line.code });
    lines.push({ ...line, kind });
  }
  return { lines };
}

/** A line for each plan and addon at the catalog's price; of a deal without, one for all of it at its amount. */
function linesOf(
  { name, amount, currency }: Deal,
  { lines }: Sold,
  billedIn: string,
): Parameters<typeof createEstimate>[3]["line_items"] {
  if (lines.length > 0)
    return lines.map(({ kind, code: id, quantity }) => ({ item: { kind, id }, quantity }));
  if (amount === null || Number(amount) === 0) throw new NotMade("no_amount");
  if (currency !== billedIn) throw new NotMade("other_currency", { deal: currency, customer: billedIn });
  return [{ name, price: amount, quantity: "1" }];
}

async function subscriptionOf(
  tx: Tx,
  act: Act,
  { deal, customer, sold: { lines } }: { deal: Deal; customer: CustomerId; sold: Sold },
): Promise<Made> {
  const [plan, ...others] = lines.filter(({ kind }) => kind === "plan");
  if (!plan) throw new NotMade("no_plans");
  if (others.length > 0) throw new NotMade("several_plans", { plans: lines.map(({ code }) => code) });
  const { id, number, status } = await createSubscription(tx, act, {
    customer_id: customer,
    plan: { plan: plan.code, quantity: plan.quantity },
    addons: lines
      .filter(({ kind }) => kind === "addon")
      .map(({ code: addon, quantity }) => ({ addon, quantity })),
    auto_collect: false,
    salesperson: deal.owner,
  });
  return { id, number, left: status };
}

/** The status in which something is moved on. */
const ends: Record<Exclude<DealStep, "make">, string> = {
  accept: "accepted",
  decline: "declined",
  void: "void",
};

/** Moves on what was made of a deal. Throws NotMade where somebody took it into their own hands. */
export async function moveOn(
  tx: Tx,
  act: Act,
  step: Exclude<DealStep, "make">,
  { id, left, deal }: { id: MadeId; left: string; deal: Deal },
): Promise<Made> {
  const row = await findDocument(tx, step === "void" ? "invoice" : "estimate", id as InvoiceId);
  if (!row) throw new NotMade("gone");
  if (row.status !== left) throw new NotMade("changed_by_hand", { status: row.status, left });
  if (step === "void") await voidInvoice(tx, act, id as InvoiceId, `The deal ${deal.name} was lost`);
  else await moveEstimate(tx, act, id as Id<"est">, step);
  return { id, number: row.number, left: ends[step] };
}

/** Why billing refused, for the log; what is no refusal is thrown on. */
export function reasonOf(error: unknown): { reason: DealReason; details: Record<string, unknown> } {
  if (error instanceof NotMade) return error;
  if (!(error instanceof AppError)) throw error;
  return { reason: "refused", details: { code: error.code, ...error.facts } };
}
