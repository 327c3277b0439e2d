import type { Instant } from "#kernel/time.ts";
import { inOrganization } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { RunState } from "#sync/run/advance.commands.ts";
import { watermarkAfter } from "#sync/run/run-plan.ts";
import { CrmTrouble, valueOf } from "#sync/read/crm-trouble.ts";
import { type DealTrigger, findDealTrigger, findWaiting, forgetDeals, noteDealsRead } from "./deal.store.ts";
import { explain } from "#zoho/failure.ts";
import { kindOfStage } from "./deal.ts";
import { followDeal, type Following } from "./follow.commands.ts";
import { type Deal, dealFields, readDeal } from "./read-deal.ts";

/** Deals that wait and are looked at again in one run: one call of the CRM. */
const mostWaiting = 100;

/** A run in work, with the database that its deals are written to. */
type Reading = Pick<RunState, "context" | "crm"> & { deps: Deps };

/**
 * Makes of the CRM's deals what the connection's trigger says: of those that changed since it was last done, and of those
 * that wait. Safe to begin again: each deal is one transaction that finds what was made before. Where the CRM does not
 * give its deals that is noted, and the run goes on.
 */
export async function followDeals(reading: Reading): Promise<void> {
  const { deps, context } = reading;
  const trigger = await inOrganization(deps.db, context.organizationId, (tx) =>
    findDealTrigger(tx, context.connectionId),
  );
  if (!trigger) return;
  const note = (next: Parameters<typeof noteDealsRead>[2]): Promise<void> =>
    inOrganization(deps.db, context.organizationId, (tx) => noteDealsRead(tx, trigger, next));
  try {
    const readTo = await readDeals(reading, trigger);
    const watermark = watermarkAfter(context.crmKind, readTo, trigger.watermark);
    await note({ watermark, read_at: deps.clock.now(), problem: null });
  } catch (error) {
    if (!(error instanceof CrmTrouble)) throw error;
    await note({ problem: explain(error.failure).message });
  }
}

/** Follows what changed and what waits; answers the CRM's time at the start of the reading. */
async function readDeals(reading: Reading, trigger: DealTrigger): Promise<Instant> {
  const { deps, context, crm } = reading;
  const fields = await knownFields(reading);
  const currency = valueOf(await crm.org()).iso_code;
  const following: Following = {
    deps,
    trigger,
    module: context.settings.module,
    hasTurned: (deal) => hasTurned(reading, trigger, deal),
  };
  const waiting = await inOrganization(deps.db, context.organizationId, (tx) =>
    findWaiting(tx, trigger, mostWaiting),
  );
  let readTo = trigger.watermark;
  const met = new Set<string>();
  const selection = { fields, modifiedSince: trigger.watermark, sortBy: "Modified_Time" } as const;
  for await (const outcome of crm.listPages("Deals", selection)) {
    const page = valueOf(outcome);
    readTo = page.scanStart;
    for (const record of page.records) {
      met.add(record.id);
      await followDeal(following, readDeal(record, currency));
    }
  }
  const left = waiting.filter((id) => !met.has(id));
  await followWaiting(reading, following, left, { fields, currency });
  return readTo;
}

/** Deals that did not change themselves: what they waited for may be there now. */
async function followWaiting(
  { deps, crm }: Reading,
  following: Following,
  ids: readonly string[],
  { fields, currency }: { fields: readonly string[]; currency: string },
): Promise<void> {
  if (ids.length === 0) return;
  const { records, missing } = valueOf(await crm.recordsByIds("Deals", ids, fields));
  for (const record of records) await followDeal(following, readDeal(record, currency));
  const { trigger } = following;
  if (missing.length > 0)
    await inOrganization(deps.db, trigger.organization_id, (tx) => forgetDeals(tx, trigger, missing));
}

/** The fields of a deal that this CRM has. */
async function knownFields({ crm }: Reading): Promise<string[]> {
  const known = new Set(valueOf(await crm.fields("Deals")).map(({ api_name }) => api_name));
  return dealFields.filter((name) => known.has(name));
}

/** Whether a deal's stage was set to what it is now since the trigger was. */
async function hasTurned({ crm }: Reading, { since }: DealTrigger, deal: Deal): Promise<boolean> {
  const entries = valueOf(await crm.timeline("Deals", deal.id, since));
  return entries.some(({ changes }) =>
    changes.some(
      ({ field, old, new: now }) =>
        field === "Stage" &&
        now !== null &&
        kindOfStage(now) === kindOfStage(deal.stage) &&
        (old === null || kindOfStage(old) !== kindOfStage(now)),
    ),
  );
}
