import type { FieldOrigin, KeptField, StoryEntry } from "#sync/story/story.api.ts";
import { showList, showMoment, showValue } from "#web/ui/show.ts";

/** `Phone of the account in Northwind Ltd`. */
function placeOf({ crm_field: field, crm_module: module, crm_company: company }: KeptField): string {
  return `${field.replaceAll("_", " ")} of ${module === "Contacts" ? "the contact" : "the account"} in ${company}`;
}

const goes: Record<KeptField["direction"], string> = {
  both: "Kept in agreement with",
  to_billing: "Comes from",
  to_crm: "Goes to",
};

const ended: Partial<Record<KeptField["state"], string>> = {
  out_of_view: "That record is no longer in the view, and brings nothing any more.",
  deleted_in_crm: "That record was deleted in the CRM, and brings nothing any more.",
};

/** With which field of the CRM it is kept, and what both last agreed on. */
export function keptWords(kept: KeptField, value: unknown): string {
  const { direction, state, agreed, issue } = kept;
  const end = ended[state];
  const place = `${end === undefined ? goes[direction] : "Was kept with"} ${placeOf(kept)}.`;
  if (end !== undefined) return `${place} ${end}`;
  if (issue !== null)
    return `${place} ${quoted(issue.value)} cannot go to the other side, so each keeps its own: ${issue.problem}.`;
  if (agreed === null) return `${place} The two have not agreed on a value yet.`;
  return showValue(agreed.value) === showValue(value)
    ? `${place} Both had this value when they last agreed.`
    : `${place} When they last agreed, both had ${quoted(agreed.value)}.`;
}

/** What happened and by which rule. */
export function entryWords({ words, why }: StoryEntry): string {
  return why === null ? words : `${words} ${why.words}`;
}

/** What a mark tells: of one field where its value came from and when; of several only which they are. */
export function markWords(fields: readonly FieldOrigin[]): string {
  const [first, ...others] = fields;
  if (first === undefined) return "";
  if (others.length > 0)
    return `${showList(fields.map(({ label }) => label))}: synced with the CRM. Shows where each came from.`;
  const { label, origin } = first;
  if (origin === null) return `${label}: synced with the CRM.`;
  const when = origin.at === null ? "" : ` ${showMoment(origin.at)}.`;
  return `${label}: ${entryWords(origin)}${when}`;
}

const reaches: Record<KeptField["direction"], string> = {
  both: "kept in agreement with",
  to_billing: "goes to",
  to_crm: "comes from",
};

/** What the mark on a CRM field tells. */
export function counterpartWords(name: string, isPerson: boolean, { label, kept }: FieldOrigin): string {
  const [first] = kept;
  const how = first === undefined || first.state !== "linked" ? "was kept with" : reaches[first.direction];
  return `${name}: ${how} ${label} of the ${isPerson ? "contact person" : "customer"} in billing. Shows its values through time.`;
}

/** A value in quotes; `nothing` for a blank one. */
export function quoted(value: unknown): string {
  const text = showValue(value);
  return text === showValue(null) ? "nothing" : `“${text}”`;
}
