import { type Decision, linkingOutcomes } from "./decision.ts";
import { withoutOwn } from "./unheard.ts";

/**
 * A decision under an approved preview: done if the preview showed exactly this, left undone otherwise. What the
 * preview left unchanged has no approved plan; what is unchanged now needs none.
 */
export function holdBack(
  decision: Decision,
  approved: string | undefined,
  now: string | undefined,
  excluded: ReadonlySet<string>,
): Decision {
  if (excluded.has(decision.incoming.crmId)) return undone(decision, "skipped", "preview.excluded");
  if (now === undefined || approved === now || writesNothing(decision)) return decision;
  // Every preview shows these outcomes: a record that it did not show with one of them was not in the view then.
  const isNew = approved === undefined && linkingOutcomes.includes(decision.outcome);
  return undone(decision, "held", isNew ? "preview.new_since" : "preview.differs");
}

/** Whether a decision is one that the approved preview leaves undone. */
export function isLeftOut({ outcome, reason }: Decision): boolean {
  return outcome === "held" || reason === "preview.excluded";
}

/** A decision without what it would send to the CRM, which the preview did not show so. */
export function holdOutward(decision: Decision): Decision {
  const { link, outward } = decision;
  return {
    ...decision,
    link: link && { ...link, intent: withoutOwn(link.intent) },
    outward: undefined,
    heldOutward: outward,
  };
}

/** Left out anyway, for a reason of its own: there is nothing to hold back. */
function writesNothing({ write, link, losers }: Decision): boolean {
  return write === undefined && link === undefined && losers.length === 0;
}

function undone(decision: Decision, outcome: "held" | "skipped", reason: Decision["reason"]): Decision {
  const { incoming } = decision;
  return {
    incoming,
    outcome,
    reason,
    // What would be done now, for whoever looks at what was held back; the next preview plans it again.
    facts: { planned: decision.outcome, planned_reason: decision.reason, planned_changes: decision.changes },
    changes: [],
    write: undefined,
    link: undefined,
    losers: [],
  };
}
