import type { LinkRow } from "#sync/link/link.table.ts";
import type { CrmModule, Incoming } from "#sync/mapping/incoming.ts";
import type { Decision, KnownLink } from "#sync/plan/decision.ts";
import { type Fate, fateOf, type Tie } from "./survivor.ts";

export type ExitKind = "out_of_view" | "deleted_in_crm";

/** What becomes of a linked record that left or went, and of the record that takes its link over, if one does. */
export type Exit = { decision: Decision; takeOver: Decision | undefined };

/** A link's row with the name of its customer, and what the plan knows of it. */
export type ExitRow = LinkRow & { name: string | null; known: KnownLink };

/**
 * Plans the end of linked records, in their order. Where another record took one in (`survivors`), that one has the
 * link from now on, with the base that was agreed, so that what the merge changed is synced as any change of the CRM.
 * Of two records with different customers that became one, the first gives its link.
 */
export function planExits(
  rows: readonly ExitRow[],
  exit: ExitKind,
  {
    module,
    survivors,
    ties,
  }: { module: CrmModule; survivors: ReadonlyMap<string, string>; ties: ReadonlyMap<string, Tie> },
): Exit[] {
  const now = new Map(ties);
  return rows.map((row) => {
    const survivor = survivors.get(row.crm_id);
    const incoming = incomingOf(row, module);
    if (survivor === undefined) return { decision: endOf(row, incoming, exit), takeOver: undefined };
    const fate = fateOf(row, now.get(survivor));
    if (fate.do !== "follow")
      return { decision: mergedAway(row, incoming, survivor, fate), takeOver: undefined };
    now.set(survivor, { ...row, state: "linked" });
    return {
      decision: mergedAway(row, incoming, survivor, fate),
      takeOver: {
        ...plain({ ...incoming, crmId: survivor }),
        outcome: "unchanged",
        reason: "crm.merged",
        link: { ...row.known, state: "linked", intent: undefined },
        replaces: row.crm_id,
      },
    };
  });
}

function endOf(row: ExitRow, incoming: Incoming, exit: ExitKind): Decision {
  return {
    ...plain(incoming),
    outcome: exit,
    reason: exit === "out_of_view" ? "view.left" : "crm.deleted",
    link: { ...row.known, state: exit },
  };
}

/** A record that another one took in: known as its duplicate where the link followed, as deleted where it did not. */
function mergedAway(row: ExitRow, incoming: Incoming, survivor: string, fate: Fate): Decision {
  const isOffered = fate.do === "stay" && row.target === "customer" && row.customer_id !== null;
  return {
    ...plain(incoming),
    outcome: "deleted_in_crm",
    reason: fate.do === "follow" ? "crm.merged" : "crm.merged_apart",
    facts: { survivor, ...(isOffered ? { merge_into: fate.customer } : {}) },
    link: { ...row.known, state: fate.do === "follow" ? "duplicate" : "deleted_in_crm" },
  };
}

function plain(incoming: Incoming): Pick<Decision, "incoming" | "facts" | "changes" | "write" | "losers"> {
  return { incoming, facts: {}, changes: [], write: undefined, losers: [] };
}

function incomingOf(row: ExitRow, module: CrmModule): Incoming {
  return {
    module,
    crmId: row.crm_id,
    name: row.name ?? row.crm_id,
    modifiedTime: row.crm_modified_time,
    target: row.target,
    values: {},
    issues: [],
    accountId: undefined,
  };
}
