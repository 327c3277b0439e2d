import type { Act } from "#billing/act.ts";
import { mergeByHand, undoMerge } from "#billing/customer/customer-merge.commands.ts";
import { AppError } from "#kernel/errors.ts";
import type { ConnectionId, CustomerId } from "#kernel/id.ts";
import { recordAudit } from "#platform/audit/audit.store.ts";
import type { Member } from "#platform/auth/actor.ts";
import { inOrganization, type Tx } from "#platform/db/db.ts";
import { jsonText } from "#platform/db/json-text.ts";
import type { Deps } from "#platform/deps.ts";
import { findConnection, listConnectionRows } from "#sync/connection/connection.store.ts";
import { linkByHand, unlink } from "#sync/link/repair.commands.ts";
import { findPairForUpdate, updatePair } from "./duplicate.store.ts";
import { isUndoable } from "./duplicate.ts";
import { duplicateQueue } from "./queue.ts";
import {
  findActiveSearch,
  findLastSearch,
  insertSearch,
  updateActiveSearch,
} from "./duplicate-search.store.ts";
import type {
  DuplicateId,
  DuplicatePair,
  DuplicateSearch,
  DuplicateSearchId,
  SearchProblem,
} from "./duplicate.table.ts";
import { mergeInCrm } from "./merge-in-crm.commands.ts";

export type Call = { deps: Deps; member: Pick<Member, "organizationId" | "actor"> };

/** Puts a search into the queue, together with its job. */
export async function startSearch(
  { deps, member }: Call,
  wanted: { connection?: string | undefined; link_certain: boolean },
): Promise<void> {
  await inOrganization(deps.db, member.organizationId, async (tx) => {
    const connection = await connectionFor(tx, wanted.connection);
    await lastSearch({ deps, member }, tx);
    const id = deps.ids("dus");
    const isFirst = await insertSearch(tx, {
      organization_id: member.organizationId,
      id,
      connection_id: connection,
      status: "waiting",
      link_certain: wanted.link_certain,
      actor: jsonText(member.actor),
      created_at: deps.clock.now(),
    });
    if (!isFirst) throw new AppError("duplicate.search_active");
    const details = { connection, link_certain: wanted.link_certain };
    await audit(tx, { deps, member }, "duplicate.search_started", id, details);
    await deps.jobs.send(tx, duplicateQueue, { organizationId: member.organizationId });
  });
}

/** The last search. One whose worker died more often than it is tried again has failed, and says so from now on. */
export async function lastSearch(
  { deps, member: { organizationId } }: Pick<Call, "deps" | "member">,
  tx: Tx,
): Promise<DuplicateSearch | undefined> {
  const search = await findLastSearch(tx);
  if (search?.status !== "waiting" && search?.status !== "running") return search;
  if (await deps.jobs.isComing(tx, duplicateQueue, { organizationId })) return search;
  const end = { status: "failed", phase: null, finished_at: deps.clock.now() } as const;
  await updateActiveSearch(tx, search.id, { ...end, problem: jsonText(brokenOff) });
  return findLastSearch(tx);
}

const brokenOff: SearchProblem = {
  message: "The search broke off again and again, and is not tried any more",
  remedy:
    "Look again. Where that breaks off too, the server's log says what ends it, often a lack of memory.",
};

/** The CRM that is looked at: the one that is named, or the only one; none where there is none. */
async function connectionFor(tx: Tx, wanted: string | undefined): Promise<ConnectionId | null> {
  if (wanted !== undefined) {
    const named = await findConnection(tx, wanted as ConnectionId);
    if (!named) throw new AppError("connection.not_found", { connection: wanted });
    if (named.state === "disabled") throw new AppError("connection.disabled");
    return named.id;
  }
  const [only, ...others] = (await listConnectionRows(tx)).filter(({ state }) => state !== "disabled");
  if (others.length > 0)
    throw new AppError("link.connection_unclear", { connections: [only, ...others].map((one) => one?.id) });
  return only?.id ?? null;
}

/** Ends the search that is active. Its job notices at its next step. */
export async function cancelSearch({ deps, member }: Call): Promise<void> {
  await inOrganization(deps.db, member.organizationId, async (tx) => {
    const search = await findActiveSearch(tx);
    if (!search) throw new AppError("duplicate.no_search");
    const end = { status: "cancelled", phase: null, finished_at: deps.clock.now() } as const;
    await updateActiveSearch(tx, search.id, end);
    await audit(tx, { deps, member }, "duplicate.search_cancelled", search.id, {});
  });
}

/** Makes one of the two: of customers by a merge that can be undone, of CRM records by the CRM's own. */
export async function mergePair(call: Call, id: DuplicateId, keep: "left" | "right"): Promise<void> {
  const { deps, member } = call;
  const pair = await inOrganization(deps.db, member.organizationId, (tx) => openPair(tx, id));
  if (pair.kind === "across") throw new AppError("duplicate.across", { duplicate: id });
  if (pair.kind === "crm") await mergeInCrm(call, pair, keep);
  await inOrganization(deps.db, member.organizationId, async (tx) => {
    const held = await openPair(tx, id);
    const [stays, goes] = keep === "left" ? [held.left_id, held.right_id] : [held.right_id, held.left_id];
    const customers = { survivorId: stays as CustomerId, loserId: goes as CustomerId };
    const done = pair.kind === "billing" ? await mergeByHand(tx, actOf(call), customers) : undefined;
    await decide(tx, call, held, { state: "merged", kept: keep, merge_id: done?.merge.id ?? null });
  });
}

/** Links the customer with the CRM record. `by` says what decided it, where that was no person. */
export async function linkPair(call: Call, id: DuplicateId, by?: string): Promise<void> {
  const { deps, member } = call;
  const pair = await inOrganization(deps.db, member.organizationId, (tx) => openPair(tx, id));
  if (pair.kind !== "across") throw new AppError("duplicate.one_side", { duplicate: id });
  await linkByHand(call, {
    customer: pair.left_id as CustomerId,
    connection: pair.connection_id ?? undefined,
    crmId: pair.right_id,
  });
  await inOrganization(deps.db, member.organizationId, async (tx) =>
    decide(tx, call, await openPair(tx, id), { state: "linked" }, by),
  );
}

/** Notes that the two are not the same. No search offers them again. */
export async function dismissPair(call: Call, id: DuplicateId): Promise<void> {
  await inOrganization(call.deps.db, call.member.organizationId, async (tx) =>
    decide(tx, call, await openPair(tx, id), { state: "dismissed" }),
  );
}

/** Takes back what was decided, and offers the pair again. */
export async function undoPair(call: Call, id: DuplicateId): Promise<void> {
  const { deps, member } = call;
  const pair = await inOrganization(deps.db, member.organizationId, (tx) => decidedPair(tx, id));
  if (pair.state === "linked")
    await unlink(call, {
      customer: pair.left_id as CustomerId,
      connection: pair.connection_id ?? undefined,
    });
  await inOrganization(deps.db, member.organizationId, async (tx) => {
    const held = await decidedPair(tx, id);
    if (held.merge_id !== null) await undoMerge(tx, actOf(call), held.merge_id);
    await updatePair(tx, id, {
      state: "open",
      kept: null,
      merge_id: null,
      decided_by: null,
      decided_at: null,
    });
    await audit(tx, call, "duplicate.undone", id, { ...namesOf(held), was: held.state });
  });
}

async function openPair(tx: Tx, id: DuplicateId): Promise<DuplicatePair> {
  const pair = await findPairForUpdate(tx, id);
  if (!pair) throw new AppError("duplicate.not_found", { duplicate: id });
  if (pair.state !== "open")
    throw new AppError("duplicate.decided", {
      ...{ duplicate: id, state: pair.state },
      message: `${pair.decided_by?.name ?? "Somebody"} has decided this pair already`,
    });
  return pair;
}

async function decidedPair(tx: Tx, id: DuplicateId): Promise<DuplicatePair> {
  const pair = await findPairForUpdate(tx, id);
  if (!pair) throw new AppError("duplicate.not_found", { duplicate: id });
  if (pair.state === "open") throw new AppError("duplicate.not_decided", { duplicate: id });
  if (!isUndoable(pair)) throw new AppError("duplicate.for_good", { duplicate: id });
  return pair;
}

type Decision = Pick<DuplicatePair, "state"> & Partial<Pick<DuplicatePair, "kept" | "merge_id">>;

async function decide(
  tx: Tx,
  call: Call,
  pair: DuplicatePair,
  decision: Decision,
  by?: string,
): Promise<void> {
  const { deps, member } = call;
  const decided = { decided_by: jsonText(member.actor), decided_at: deps.clock.now() };
  await updatePair(tx, pair.id, { ...decision, ...decided });
  const details = { ...namesOf(pair), score: Math.round(pair.chance * 1000) / 1000 };
  await audit(tx, call, `duplicate.${decision.state}`, pair.id, {
    ...details,
    ...(by === undefined ? {} : { decided_by: by }),
    ...(decision.kept ? { kept: decision.kept === "left" ? pair.left_name : pair.right_name } : {}),
  });
}

function namesOf(pair: DuplicatePair) {
  return {
    left: `${pair.left_name} (${pair.left_id})`,
    right: `${pair.right_name} (${pair.right_id})`,
  };
}

async function audit(
  tx: Tx,
  { deps, member }: Call,
  action: string,
  id: DuplicateId | DuplicateSearchId,
  details: Record<string, unknown>,
): Promise<void> {
  await recordAudit(tx, {
    organizationId: member.organizationId,
    at: deps.clock.now(),
    actor: member.actor,
    action,
    subject: { kind: "duplicate", id },
    details,
  });
}

function actOf({ deps, member }: Call): Act {
  return { organizationId: member.organizationId, actor: member.actor, now: deps.clock.now(), ids: deps.ids };
}
