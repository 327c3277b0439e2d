import type { MappingProblem } from "#sync/mapping/check-mapping.ts";
import {
  isRefused,
  type Loss,
  type PairTrial,
  tryMapping,
  type TriedRecord,
} from "#sync/mapping/round-trip.ts";
import type { Sides } from "./check-settings.ts";
import type { MappingRow, SyncSettings } from "./settings.api.ts";

/** The lists of pairs that a configuration has. */
export type MappingPath = "mapping" | "contact_mapping";

/** What came of trying one mapping of a configuration, and on how many records. */
export type MappingTrial = {
  path: MappingPath;
  crm_records: number;
  billing_records: number;
  pairs: (PairTrial & { accepted: boolean; refused: boolean })[];
};

type Tried = Pick<MappingTrial, "path"> & { rows: readonly MappingRow[]; records: readonly TriedRecord[] };

/** Tries one mapping of a configuration on records of both sides. */
export function trialOf(
  { path, rows, records }: Tried,
  settings: Pick<SyncSettings, "module">,
  sides: Sides,
): MappingTrial {
  const fromContacts = path === "contact_mapping" || settings.module === "contacts";
  const pairs = tryMapping({
    rows,
    records,
    crmFields: fromContacts ? sides.contactFields : sides.accountFields,
    billingFields: path === "contact_mapping" ? sides.personFields : sides.customerFields,
  });
  const counted = (side: TriedRecord["side"]): number => records.filter((one) => one.side === side).length;
  return {
    path,
    crm_records: counted("crm"),
    billing_records: counted("billing"),
    pairs: pairs.map((pair) => {
      const row = rows[pair.at];
      const refused = row !== undefined && isRefused(row, pair);
      return { ...pair, accepted: pair.lost > 0 && row?.accepts_loss === true, refused };
    }),
  };
}

/** What keeps a configuration from going both ways, pair by pair, in words. */
export function lossProblems(trials: readonly MappingTrial[], sides: Sides): MappingProblem[] {
  return trials.flatMap(({ path, pairs }) =>
    pairs
      .filter((pair) => pair.refused)
      .map((pair) => ({
        path: `${path}.${pair.at}.accepts_loss`,
        problem: `${labelsOf(pair, path, sides)}: ${lossWords(pair)}`,
      })),
  );
}

/** The pairs whose losses were accepted, as the audit log keeps them: what and how often, and nobody's values. */
export function acceptedLosses(trials: readonly MappingTrial[]): Record<string, unknown>[] {
  return trials.flatMap(({ path, pairs }) =>
    pairs
      .filter((pair) => pair.direction === "both" && pair.accepted)
      .map(({ crm, billing, tried, lost }) => ({ mapping: path, crm, billing, tried, lost })),
  );
}

/** How many values of a pair are lost, with an example: `2 of 40 values …, such as "abc" of Akamai (why)`. */
export function lossWords({ direction, tried, on, lost, losses }: PairTrial): string {
  const not = direction === "both" ? "would not come back as they were" : "would not go over";
  const values = on === "records" ? "values" : "possible values";
  const [example] = losses;
  const such = example === undefined ? "" : `, such as ${exampleWords(example)}`;
  return `${lost} of ${tried} ${values} ${not}${such}`;
}

function exampleWords({ record, before, after, reason }: Loss): string {
  const of = record === null ? "" : ` of ${record}`;
  const becomes = after === null ? "" : `, which would become ${JSON.stringify(after)}`;
  return `${JSON.stringify(before)}${of}${becomes} (${reason})`;
}

function labelsOf({ crm, billing }: PairTrial, path: MappingPath, sides: Sides): string {
  const ofCrm = [...sides.accountFields, ...sides.contactFields].find(({ api_name }) => api_name === crm);
  const fields = path === "mapping" ? sides.customerFields : sides.personFields;
  return `${ofCrm?.label ?? crm} and ${fields.find(({ name }) => name === billing)?.label ?? billing}`;
}
