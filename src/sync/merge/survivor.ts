import type { CustomerId } from "#kernel/id.ts";
import { type Instant, msOf } from "#kernel/time.ts";
import type { Values } from "#sync/plan/decision.ts";

/** What a timeline says, as far as a merge goes. */
export type Told = { action: string | null; relatedId?: string | undefined };

/** A linked record that the CRM deleted for good, and how billing knew it. */
export type Gone = {
  crmId: string;
  at: Instant;
  /** The CRM user who deleted it, where that is known. */
  by: string | undefined;
  /** The billing record that it was linked with. */
  recordId: string;
  /** The values that both sides last agreed on. */
  base: Values;
  /** What its own timeline says; undefined where the CRM does not tell. */
  timeline: readonly Told[] | undefined;
};

/** A record that was changed about when the other one went. */
export type Suspect = {
  crmId: string;
  at: Instant;
  by: string | undefined;
  values: Values;
  /** The billing record that it was made of, by its marker. */
  madeOf: string | undefined;
  timeline: readonly Told[] | undefined;
};

/** The record that took another one in, and what shows it. */
export type Survivor = { crmId: string; shownBy: "timeline" | "marker" | "values" };

/** How far apart a merge's deletion and its change may be stamped. */
export const apartMs = 10_000;

/** Fields by which two records are the same company or person; a merge of strangers is not to be guessed. */
const telling = ["display_name", "company_name", "email", "phone", "mobile", "website"];

/**
 * Which record took in one that is gone. No list of deletions says it, so it is concluded: from what either timeline
 * says, from our marker that came over, or from being the only record that the same person changed in these seconds and
 * that holds a value by which the two are known. Where that leaves a doubt there is no survivor: the record counts as
 * deleted, which does no harm.
 */
export function survivorOf(gone: Gone, suspects: readonly Suspect[]): Survivor | undefined {
  const told = mergedWith(gone.timeline ?? []).find((id) => id !== gone.crmId);
  if (told !== undefined) return { crmId: told, shownBy: "timeline" };
  const others = suspects.filter(({ crmId }) => crmId !== gone.crmId);
  const tellers = others.filter(({ timeline = [] }) => mergedWith(timeline).includes(gone.crmId));
  if (tellers.length > 0) return only(tellers, "timeline");
  const near = others.filter(
    ({ at, by }) => by !== undefined && by === gone.by && Math.abs(msOf(at) - msOf(gone.at)) <= apartMs,
  );
  const marked = near.filter(({ madeOf }) => madeOf === gone.recordId);
  if (marked.length > 0) return only(marked, "marker");
  return only(
    near.filter(({ values }) => telling.some((field) => isSame(gone.base[field], values[field]))),
    "values",
  );
}

/** The records that a timeline says this one was merged with, the last first. */
function mergedWith(timeline: readonly Told[]): string[] {
  return timeline.flatMap(({ action, relatedId }) =>
    relatedId !== undefined && /merge/i.test(action ?? "") ? [relatedId] : [],
  );
}

function only(found: readonly Suspect[], shownBy: Survivor["shownBy"]): Survivor | undefined {
  const [one, ...more] = found;
  return one && more.length === 0 ? { crmId: one.crmId, shownBy } : undefined;
}

function isSame(a: unknown, b: unknown): boolean {
  return typeof a === "string" && typeof b === "string" && a.trim() !== "" && wordOf(a) === wordOf(b);
}

function wordOf(text: string): string {
  return text.trim().toLowerCase();
}

/** A link, as far as it decides where another one goes. */
export type Tie = {
  state: "linked" | "duplicate" | "out_of_view" | "deleted_in_crm" | "closed";
  customer_id: CustomerId | null;
  contact_person_id: string | null;
};

/**
 * What becomes of the link of a record that was merged away. `follow`: the survivor has it from now on. `stay`: the
 * survivor is linked with somebody else and keeps that link, so that two customers may be one. `leave`: the survivor
 * was unlinked by hand, or has the same customer already.
 */
export type Fate = { do: "follow" } | { do: "stay"; customer: CustomerId } | { do: "leave" };

export function fateOf(gone: Tie, survivor: Tie | undefined): Fate {
  if (survivor === undefined) return { do: "follow" };
  const isSame =
    survivor.customer_id === gone.customer_id && survivor.contact_person_id === gone.contact_person_id;
  if (survivor.state === "closed" || survivor.customer_id === null) return { do: "leave" };
  if (!isSame)
    return survivor.customer_id === gone.customer_id
      ? { do: "leave" }
      : { do: "stay", customer: survivor.customer_id };
  return survivor.state === "duplicate" || survivor.state === "deleted_in_crm"
    ? { do: "follow" }
    : { do: "leave" };
}
