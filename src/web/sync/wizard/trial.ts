import type { Received } from "#platform/http/endpoint.ts";
import type { checkSettings } from "#sync/connection/connection.api.ts";
import type { MappingRow, ModuleChoice } from "#sync/connection/settings.api.ts";
import { showCount, showList } from "#web/ui/show.ts";

/** What came of trying the pairs of a mapping there and back. */
export type MappingTrial = Received<typeof checkSettings>["trials"][number];
export type PairTrial = MappingTrial["pairs"][number];

/** What came of trying a row; nothing while a changed row has not been tried yet. */
export function trialOfRow(trial: MappingTrial | undefined, row: MappingRow): PairTrial | undefined {
  return trial?.pairs.find(
    ({ crm, billing, direction }) =>
      crm === row.crm && billing === row.billing && direction === row.direction,
  );
}

/** On what the pairs were tried: `the 200 accounts of the view and 13 customers`. */
export function triedOnWords(trials: readonly MappingTrial[], module: ModuleChoice | null): string {
  const words = trials.flatMap(({ path, crm_records: ofCrm, billing_records: ours }) => {
    const isPersons = path === "contact_mapping";
    const theirs = isPersons || module === "contacts" ? "contact" : "account";
    return [
      ...(ofCrm > 0 ? [`${showCount(ofCrm, theirs)} of the view`] : []),
      ...(ours > 0 ? [showCount(ours, isPersons ? "contact person" : "customer")] : []),
    ];
  });
  if (words.length === 0)
    return "There is no record yet to try the pairs on. Each was tried on values that both its fields can hold.";
  return `Each pair was tried on ${showList(words)}: a value that goes over must come back as it was.`;
}

/** What came of trying a pair, in a sentence. */
export function trialWords({ tried, on, lost, direction }: PairTrial): string {
  const values = on === "records" ? showCount(tried, "value") : showCount(tried, "possible value");
  const isAre = tried === 1 ? "was" : "were";
  if (lost === 0 && on === "possible_values")
    return `No record holds a value yet; ${values} tried: nothing is lost`;
  if (lost === 0)
    return direction === "both"
      ? `${values} tried there and back: nothing is lost`
      : `${values} tried: all ${isAre} taken over`;
  const not = direction === "both" ? "would not come back as they were" : "would not go over";
  return `${lost} of ${values} ${not}`;
}

/** A value as it is quoted: text in quotes, so that its blanks and lines show. */
export function quoted(value: PairTrial["losses"][number]["before"]): string {
  if (typeof value === "string") return `“${value.replaceAll("\n", " ⏎ ")}”`;
  return typeof value === "boolean" ? (value ? "yes" : "no") : String(value);
}
