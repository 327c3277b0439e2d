import type { Received } from "#platform/http/endpoint.ts";
import type { readSamples } from "#sync/connection/samples.api.ts";

/** A record of the reader's own, as the CRM gave it. */
export type Sample = Record<string, unknown>;

/** Records of the chosen views; none while they are on their way. */
export type Samples = Received<typeof readSamples>;

/** The record's id in the CRM. */
export function sampleId({ id }: Sample): string {
  return typeof id === "string" ? id : "";
}

/** How a sample record is called; undefined where there is none. */
export function sampleName(sample: Sample | undefined): string | undefined {
  if (sample === undefined) return undefined;
  const account = sample["Account_Name"];
  const full = sampleValue(sample, "Full_Name");
  return typeof account === "string" ? account : typeof full === "string" && full !== "" ? full : undefined;
}

/** The value of a CRM field in a sample; a contact's full name is put together where the CRM does not give it. */
export function sampleValue(sample: Sample, field: string): unknown {
  if (field !== "Full_Name" || sample[field] !== undefined) return sample[field];
  return [sample["First_Name"], sample["Last_Name"]]
    .filter((part) => typeof part === "string" && part !== "")
    .join(" ");
}
