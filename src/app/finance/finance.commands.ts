import { AppError } from "#kernel/errors.ts";
import type { Page } from "#kernel/page.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import { actOf } from "#billing/tenant-route.routes.ts";
import { needFinance } from "#crm/finance/finance.commands.ts";
import { type Seat, seatOf } from "#crm/user/seat.commands.ts";
import { findEnabled } from "#crm/finance/finance.store.ts";
import { type FinanceModule, type FinanceRight, mayInFinance } from "#crm/finance/finance.ts";
import { mayDo } from "#crm/user/permissions.ts";
import type { FinanceDocument, FinanceRow } from "./finance-documents.api.ts";
import { type MoneyInFinance, sumInvoices } from "./money.store.ts";
import {
  findPlacedCustomer,
  isConnected,
  type Place,
  type PlacedCustomer,
  recordsOf,
} from "./place.store.ts";
import { financeRows, type RowQuery } from "./rows.commands.ts";
import { findInScope, scopeOfAll, scopeOfRecord, visiblePlace } from "./scope.store.ts";
import { wholeOf } from "./shown.commands.ts";

type Context = { deps: Deps; member: Member };

/** What a command works with: one transaction, who acts in billing, and who that is in the CRM. */
export type InFinance = { tx: Tx; act: Act; caller: Seat };

/** What somebody wants to do, and where. */
type Entry = { module: FinanceModule; right: FinanceRight };

/** Runs work for a member of whom the CRM allows something in a module of billing. */
export async function inFinance<Value>(
  context: Context,
  entry: Entry,
  work: (given: InFinance) => Promise<Value>,
): Promise<Value> {
  return inOrganization(context.deps.db, context.member.organizationId, async (tx) => {
    const caller = await enterFinance(tx, context.member, entry);
    return work({ tx, act: actOf(context), caller });
  });
}

/** The member in the CRM. Refuses who has no seat or right there, and where billing is not connected. */
export async function enterFinance(tx: Tx, member: Member, { module, right }: Entry): Promise<Seat> {
  const caller = await seatOf(tx, member);
  await needFinance(tx, caller, module, right);
  await needConnected(tx);
  return caller;
}

async function needConnected(tx: Tx): Promise<void> {
  if (!(await isConnected(tx))) throw new AppError("finance.not_connected");
}

type ListQuery = Omit<RowQuery, "where"> & { record?: string | undefined };

/** A page of what a module has, for a record or for all that the CRM has as customers. */
export async function listInFinance(
  { tx, act, caller }: InFinance,
  module: FinanceModule,
  { record, ...query }: ListQuery,
): Promise<Page<FinanceRow>> {
  const where =
    record === undefined
      ? scopeOfAll(caller, module)
      : await scopeOfRecord(tx, caller, module, await visiblePlace(tx, caller, record));
  return financeRows(tx, act, module, { ...query, where });
}

/** One of them, with the records of the CRM that it is for. Refuses what is for none of them. */
export async function showInFinance(
  { tx, act, caller }: InFinance,
  module: FinanceModule,
  id: string,
): Promise<{ of: FinanceDocument; records: Place[] }> {
  const found = await findInScope(tx, caller, module, id);
  if (!found) throw new AppError("finance.document_unknown", { document: id });
  const of = await wholeOf({ tx, act, mayInvoices: await mayView({ tx, caller }, "invoices") }, module, id);
  const records = await recordsOf(tx, caller, { id, customer: found.customer });
  return { of, records: records.filter((one) => mayDo(caller.permissions, one.module, "view")) };
}

/** What a record is in billing: its customer, and the sums of its invoices where the caller may see those. */
export async function recordInFinance(
  context: Context,
  id: string,
): Promise<{ record: Place; customer: PlacedCustomer | null; money: MoneyInFinance[] | null }> {
  return inOrganization(context.deps.db, context.member.organizationId, async (tx) => {
    const caller = await seatOf(tx, context.member);
    await needConnected(tx);
    const place = await visiblePlace(tx, caller, id);
    const customer = (await findPlacedCustomer(tx, caller, id)) ?? null;
    const money = (await mayView({ tx, caller }, "invoices"))
      ? await sumInvoices(tx, await scopeOfRecord(tx, caller, "invoices", place))
      : null;
    return { record: place, customer, money };
  });
}

async function mayView(
  { tx, caller }: Pick<InFinance, "tx" | "caller">,
  module: FinanceModule,
): Promise<boolean> {
  return (await findEnabled(tx)).includes(module) && mayInFinance(caller.permissions, module, "view");
}
