import { type Decision, type Intent, linkingOutcomes, type Change } from "#sync/plan/decision.ts";
import type { Value } from "#sync/plan/reconcile.ts";

/**
 * How many linked records a run has marked as gone (deleted in the CRM, or out of the view), how many it has emptied
 * fields of, and of how many it has replaced values by others; the latter two on either side.
 */
export type Tally = Record<TallyName, number>;
export type TallyName = "gone" | "blanked" | "overwritten" | "blanked_in_crm" | "overwritten_in_crm";

/** What a run would do to more linked records than it may without being asked for. */
export type Excess = { what: TallyName; count: number; limit: number; linked: number };

/** A slip of somebody's hand is a few records; an import gone wrong is many (docs/adr/0020-many-at-once-are-asked-for.md). */
const fewRecords = 20;
const fewShare = 0.02;

export function noTally(): Tally {
  return { gone: 0, blanked: 0, overwritten: 0, blanked_in_crm: 0, overwritten_in_crm: 0 };
}

/** How many of so many linked records a run may change in one way without being asked for. */
export function limitOf(linked: number): number {
  return Math.max(fewRecords, Math.floor(linked * fewShare));
}

/** Whether a tally may be beyond the limit, however many records are linked: as long as it is not, they need not be counted. */
export function isMany(tally: Tally): boolean {
  return Object.values(tally).some((count) => count > fewRecords);
}

/** Of how many linked records a tally is no excess, however many more there are: beyond that they need not be counted. */
export function enoughFor(tally: Tally): number {
  return Math.ceil((Math.max(...Object.values(tally)) + 1) / fewShare);
}

/** The first kind of change of which there is too much. */
export function excessOf(tally: Tally, linked: number): Excess | undefined {
  const limit = limitOf(linked);
  const over = (Object.entries(tally) as [TallyName, number][]).find(([, count]) => count > limit);
  return over && { what: over[0], count: over[1], limit, linked };
}

/**
 * The tally with what these decisions do. Where records are read to send them what they lack (`sends`), that counts
 * too; what was on its way to a record already (`underWay`) was counted when it was sent first. What a person decided
 * field by field was asked for.
 */
export function addToTally(
  before: Tally,
  decisions: readonly Decision[],
  { sends, underWay }: { sends: boolean; underWay: (crmId: string) => Intent | undefined },
): Tally {
  const tally = { ...before };
  for (const decision of decisions) {
    if (isGone(decision)) tally.gone += 1;
    const inBilling = harmOf(changesInBilling(decision));
    if (inBilling.blanks) tally.blanked += 1;
    if (inBilling.overwrites) tally.overwritten += 1;
    const inCrm = harmOf(sends ? changesInCrm(decision, underWay(decision.incoming.crmId)) : []);
    if (inCrm.blanks) tally.blanked_in_crm += 1;
    if (inCrm.overwrites) tally.overwritten_in_crm += 1;
  }
  return tally;
}

/** What stopped a run, for whoever has to decide. The count is what was done and what the next batch would have added. */
export function wordsOf({ what, count, limit, linked }: Excess): string {
  return `The sync would ${deeds[what]} at least ${count} of ${linked} linked records${where[what]}; more than ${limit} are not taken without asking`;
}

const deeds: Record<TallyName, string> = {
  gone: "mark",
  blanked: "empty fields of",
  overwritten: "replace values of",
  blanked_in_crm: "empty fields of",
  overwritten_in_crm: "replace values of",
};

const where: Record<TallyName, string> = {
  gone: " as deleted in the CRM or out of view",
  blanked: " in billing",
  overwritten: " in billing",
  blanked_in_crm: " in the CRM",
  overwritten_in_crm: " in the CRM",
};

/** A record whose link another record took over is not gone. */
function isGone({ link }: Decision): boolean {
  return link?.state === "deleted_in_crm" || link?.state === "out_of_view";
}

/** A record that is only now being linked has its policy for duplicates, and was no agreement before. */
function changesInBilling({ write, outcome, changes, decided = [] }: Decision): Change[] {
  if (write?.do !== "update" || linkingOutcomes.includes(outcome)) return [];
  return changes.filter(({ field }) => field in write.values && !decided.some((one) => one.field === field));
}

function changesInCrm({ outward, decided = [] }: Decision, underWay: Intent | undefined): Change[] {
  if (!outward) return [];
  return Object.entries(outward.values).flatMap(([field, to]) =>
    decided.some((one) => one.field === field) || underWay?.values[field] === to
      ? []
      : [{ field, from: outward.seen[field] ?? null, to }],
  );
}

function harmOf(changes: readonly Change[]): { blanks: boolean; overwrites: boolean } {
  const ofValues = changes.filter(({ from }) => !isBlank(from));
  return {
    blanks: ofValues.some(({ to }) => isBlank(to)),
    overwrites: ofValues.some(({ to }) => !isBlank(to)),
  };
}

function isBlank(value: Value): boolean {
  return value === null || value === "";
}
