import type { ConnectionId, CustomerId } from "#kernel/id.ts";
import { msOf } from "#kernel/time.ts";
import { systemActor } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import type { Deps } from "#platform/deps.ts";
import type { Act } from "#billing/act.ts";
import type { ModuleChoice } from "#sync/connection/settings.api.ts";
import { findRecordLinks } from "#sync/link/link-list.store.ts";
import {
  type DealTrigger,
  findFollowed,
  type FollowedDeal,
  holdDealTrigger,
  insertDealLog,
  saveFollowed,
} from "./deal.store.ts";
import { type Before, type DealOutcome, type DealStep, kindOfStage, type Seen, stepsFor } from "./deal.ts";
import { type Made, makeOf, moveOn, NotMade, reasonOf } from "./make.commands.ts";
import type { Deal } from "./read-deal.ts";
import { insertRecordDocument, wasMadeByTrigger } from "./record-document.store.ts";

/** For which connection deals are followed, and how its customers come from the CRM. */
export type Following = {
  deps: Pick<Deps, "db" | "clock" | "ids">;
  trigger: DealTrigger;
  module: ModuleChoice;
  /** Whether the stage of a deal that was never met turned to what it is since the trigger was set; asks the CRM. */
  hasTurned: (deal: Deal) => Promise<boolean>;
};

/**
 * Does with a deal what it leads to, in one transaction, once: whoever comes a second time finds what was made. Where
 * billing or the deal itself does not allow it, why is noted, and it is tried again with each later run.
 */
export async function followDeal(following: Following, deal: Deal): Promise<void> {
  const seen = await seenOf(following, deal);
  try {
    await whileHeld(following, deal, (tx, known) => take(tx, following, { deal, seen, known }));
  } catch (error) {
    const why = reasonOf(error);
    await whileHeld(following, deal, (tx, known) => noteReason(tx, following, { deal, seen, known }, why));
  }
}

/** How a deal stands; the CRM is asked since when only where nothing else tells. */
async function seenOf({ deps, trigger, hasTurned }: Following, deal: Deal): Promise<Seen> {
  const kind = kindOfStage(deal.stage);
  const isNew = msOf(deal.createdAt) >= Math.floor(msOf(trigger.since) / 1000) * 1000;
  if (isNew || kind !== "won" || trigger.entity === "estimate") return { kind, isNew, hasTurned: false };
  const known = await inOrganization(deps.db, trigger.organization_id, (tx) =>
    findFollowed(tx, trigger, [deal.id]),
  );
  return { kind, isNew, hasTurned: known.size === 0 && (await hasTurned(deal)) };
}

/** Works on a deal while nobody else follows deals of the connection; not where the trigger was set anew meanwhile. */
async function whileHeld(
  { deps, trigger }: Following,
  deal: Deal,
  work: (tx: Tx, known: FollowedDeal | undefined) => Promise<void>,
): Promise<void> {
  await inOrganization(deps.db, trigger.organization_id, async (tx) => {
    if (!(await holdDealTrigger(tx, trigger))) return;
    await work(tx, (await findFollowed(tx, trigger, [deal.id])).get(deal.id));
  });
}

function beforeOf({ kind, state, left_status }: FollowedDeal): Before {
  return { kind, state, left: left_status };
}

type Taking = { deal: Deal; seen: Seen; known: FollowedDeal | undefined };

/** Does what the deal leads to, and notes how it stands then. */
async function take(tx: Tx, following: Following, { deal, seen, known }: Taking): Promise<void> {
  const act = actOf(following);
  const steps = stepsFor(following.trigger.entity, known && beforeOf(known), seen);
  let made: Made | undefined = known?.document_id
    ? { id: known.document_id, number: null, left: known.left_status ?? "" }
    : undefined;
  for (const step of steps) {
    made = step === "make" ? await make(tx, act, following, deal) : await move(tx, act, step, { deal, made });
    await log(tx, act, following, { deal, outcome: outcomes[step], made });
  }
  // A deal that is won again has its one invoice, which is void: somebody has to write another.
  if (known?.left_status === "void" && seen.kind === "won" && known.kind !== "won")
    await log(tx, act, following, { deal, outcome: "left_alone", made, reason: "made_before" });
  const isAlone = known?.state === "left_alone";
  await saveFollowed(tx, {
    ...placeOf(following, deal),
    kind: seen.kind,
    state: isAlone ? "left_alone" : made ? "followed" : "passed",
    document_id: made?.id ?? null,
    left_status: made?.left ?? null,
    reason: isAlone ? known.reason : null,
    updated_at: act.now,
  });
}

const outcomes: Record<DealStep, DealOutcome> = {
  make: "made",
  accept: "accepted",
  decline: "declined",
  void: "voided",
};

async function make(tx: Tx, act: Act, following: Following, deal: Deal): Promise<Made> {
  if (await wasMadeByTrigger(tx, deal.id, following.trigger.entity)) throw new NotMade("already_made");
  const customer = await customerOf(tx, following, deal);
  const made = await makeOf(tx, act, following.trigger.entity, { deal, customer });
  await insertRecordDocument(tx, {
    organization_id: act.organizationId,
    document_id: made.id,
    kind: following.trigger.entity,
    crm_module: "Deals",
    crm_id: deal.id,
    made_by: "trigger",
    made_at: act.now,
  });
  return made;
}

function move(
  tx: Tx,
  act: Act,
  step: Exclude<DealStep, "make">,
  { deal, made }: { deal: Deal; made: Made | undefined },
): Promise<Made> {
  if (!made) throw new Error(`nothing was made of deal ${deal.id} to ${step}`);
  return moveOn(tx, act, step, { id: made.id, left: made.left, deal });
}

/** Who pays for a deal: its account, or its contact where contacts are customers. */
async function customerOf(tx: Tx, { trigger, module }: Following, deal: Deal): Promise<CustomerId> {
  const record = module === "contacts" ? deal.contact : deal.account;
  if (record === null) throw new NotMade(module === "contacts" ? "no_contact" : "no_account");
  const link = (await findRecordLinks(tx, trigger.connection_id, [record])).get(record);
  // One that only looks like a linked record is nobody's customer.
  const isTied = link?.target === "customer" && (link.state === "linked" || link.state === "out_of_view");
  if (!isTied || link.customer_id === null) throw new NotMade("not_linked", { record });
  return link.customer_id;
}

type Why = ReturnType<typeof reasonOf>;

/** Notes why a deal waits, or is left alone from now on; in the log once for each reason. */
async function noteReason(
  tx: Tx,
  following: Following,
  { deal, seen, known }: Taking,
  { reason, details }: Why,
): Promise<void> {
  const act = actOf(following);
  const document = known?.document_id ?? null;
  const state = document === null ? "waiting" : "left_alone";
  await saveFollowed(tx, {
    ...placeOf(following, deal),
    kind: seen.kind,
    state,
    document_id: document,
    left_status: known?.left_status ?? null,
    reason,
    updated_at: act.now,
  });
  if (known?.reason === reason && known.state === state) return;
  const made = document === null ? undefined : { id: document, number: null, left: "" };
  await log(tx, act, following, { deal, outcome: state, made, reason, details });
}

function actOf({ deps, trigger }: Following): Act {
  return {
    organizationId: trigger.organization_id,
    actor: systemActor,
    now: deps.clock.now(),
    ids: deps.ids,
  };
}

function placeOf({ trigger }: Following, deal: Deal) {
  const { organization_id, entity } = trigger;
  const connection_id: ConnectionId = trigger.connection_id;
  return { organization_id, connection_id, crm_id: deal.id, entity };
}

type Told = { deal: Deal; outcome: DealOutcome; made: Made | undefined } & Partial<Why>;

async function log(
  tx: Tx,
  act: Act,
  following: Following,
  { deal, outcome, made, reason, details = {} }: Told,
): Promise<void> {
  await insertDealLog(tx, {
    ...placeOf(following, deal),
    id: act.ids("dlg"),
    at: act.now,
    deal_name: deal.name,
    outcome,
    document_id: made?.id ?? null,
    document_number: made?.number ?? null,
    reason: reason ?? null,
    details,
  });
}
