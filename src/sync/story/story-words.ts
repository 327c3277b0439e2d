import { type Taken, takenWords } from "#sync/conflict/conflict.ts";
import { explain } from "#sync/history/explain.ts";
import { isByPerson } from "#sync/plan/decided.ts";
import type { Line, Making, Ran } from "./line.ts";
import type { Entry } from "./story.ts";

/** Why, in a code and a sentence. */
export type Why = { code: string; words: string };

/** What happened, as a sentence without its time. */
export function wordsOf(entry: Entry): string {
  switch (entry.what) {
    case "edited":
      return editedWords(entry);
    case "made":
      return madeWords(entry.making, entry.to === null);
    case "synced":
      return `Taken from ${placeIn(entry)}${entry.replaced ? `, in place of what ${entry.replaced.by.name} had set in billing` : ""}.`;
    case "returned":
      return "Given back when a run was undone.";
    case "sent":
      return `Sent to ${placeIn(entry)}${entry.from === null ? "" : ", in place of what was there"}.`;
    case "refused":
      return `Not taken by ${placeIn(entry)}.`;
    case "stayed":
      return "Left as it is when a run was undone.";
    case "conflict":
      return conflictWords(entry.conflict);
    default:
      return entry.from === undefined
        ? "Older than what is on record: it is not known where it came from."
        : "Changed in a way that is not on record.";
  }
}

/** The rule by which it happened; undefined where no rule did, but somebody. */
export function whyOf(entry: Entry): Why | undefined {
  if (!("run" in entry)) return undefined;
  const { decided, reason, rule } = entry;
  if (decided)
    return isByPerson(decided)
      ? { code: "conflict.decided", words: decidedWords(decided.take, decided.by) }
      : { code: "conflict.latest", words: latestWords(decided.take) };
  if (entry.what === "synced" && entry.replaced && followsSetUp.has(reason)) {
    if (rule.direction === "to_billing")
      return { code: "set_up.to_billing", words: "The set-up takes this field from the CRM only." };
    if (rule.direction === "both" && rule.conflicts === "crm")
      return {
        code: "set_up.crm_wins",
        words: "The set-up says that the CRM wins where both sides change a field.",
      };
  }
  // That sentence is about the field that waited, not about this one.
  if (reason === "conflict.asked")
    return { code: reason, words: "Another field of the record waited for a decision; this one did not." };
  return { code: reason, words: explain(reason) };
}

const followsSetUp: ReadonlySet<string> = new Set([
  "linked.changed",
  "linked.remapped",
  "conflict.asked",
  "reentered",
]);

/** `Phone of the account`, in the CRM; `the account` where it is not known which field it was. */
function placeIn({ crm, rule }: Ran): string {
  const record = crm.module === "Contacts" ? "the contact" : "the account";
  return `${rule.field === null ? record : `${rule.field.replaceAll("_", " ")} of ${record}`} in the CRM`;
}

function editedWords({ event, note, by }: Line & { what: "edited" }): string {
  const { name } = by;
  if (event === "merged")
    return `Taken over from ${note ?? "another customer"}, which ${name} merged into this one.`;
  if (event === "merge_undone")
    return `Given back when ${name} undid the merge with ${note ?? "another customer"}.`;
  if (note === "CSV import") return `Changed by a CSV import of ${name}.`;
  return `Changed in billing by ${name}.`;
}

function madeWords(making: Making, isBlank: boolean): string {
  const { name } = making.by;
  if (making.what === "synced")
    return isBlank ? "Empty when a run made the record." : "So since a run made the record.";
  if (making.what === "imported")
    return isBlank ? `Empty when ${name} imported it from CSV.` : `Came with a CSV import of ${name}.`;
  return isBlank ? `Empty when ${name} made the record.` : `Given when ${name} made the record.`;
}

function conflictWords({ state, decision }: (Entry & { what: "conflict" })["conflict"]): string {
  const found = "Both sides had changed it since they last agreed.";
  if (decision !== null) return `${found} ${decidedWords(decision.take, decision.by)}`;
  return state === "settled"
    ? `${found} It was over before anybody decided.`
    : `${found} It waits for a decision.`;
}

function latestWords(take: "crm" | "billing"): string {
  const [later, other] = take === "crm" ? ["the CRM", "billing"] : ["billing", "the CRM"];
  return `Both sides had changed it, ${later} later than ${other}.`;
}

function decidedWords(take: Taken, by: string): string {
  return `${by} decided that ${takenWords(take)} is taken.`;
}
