import type { Tx } from "#platform/db/db.ts";
import type { Act } from "#billing/act.ts";
import type { Applied, Scope } from "./apply.ts";
import { applyAddon, applyPlan, applyProduct } from "./apply-catalog.commands.ts";
import { applyContactPerson } from "./apply-contact-person.commands.ts";
import { applyCoupon } from "./apply-coupon.commands.ts";
import { applyCustomer } from "./apply-customer.commands.ts";
import { applyInvoice, applyNote } from "./apply-document.commands.ts";
import { applyPaymentRecord } from "./apply-payment.commands.ts";
import { applySubscription } from "./apply-subscription.commands.ts";
import type { MoveInKind } from "./move-in-kind.ts";
import type { MoveInRecord } from "./record.ts";

/** Brings a record in, or refuses it. */
export type Applier = (tx: Tx, act: Act, record: MoveInRecord, scope: Scope) => Promise<Applied>;

/** How the records of each kind come in. */
export const appliers: Readonly<Record<MoveInKind, Applier>> = {
  customers: applyCustomer,
  contact_persons: applyContactPerson,
  products: applyProduct,
  plans: applyPlan,
  addons: applyAddon,
  coupons: applyCoupon,
  subscriptions: applySubscription,
  invoices: applyInvoice,
  payments: applyPaymentRecord,
  credit_notes: applyNote,
};
