import { emailKey, matchKeysOf } from "#billing/customer/match-key.ts";
import type { CustomerId } from "#kernel/id.ts";
import type { MatchKey } from "#sync/connection/settings.api.ts";
import type { Incoming } from "#sync/mapping/incoming.ts";
import type { Candidate, Values } from "./decision.ts";

/** A normalised value under which a record is looked for: `name` and `acme gmbh`, for instance. */
export type KeyValue = { key: MatchKey; text: string };

/** The match keys of an incoming record that are switched on and have a value. A contact person is known by e-mail. */
export function keysOf(
  incoming: Pick<Incoming, "target" | "values">,
  enabled: readonly MatchKey[],
): KeyValue[] {
  if (incoming.target === "contact_person") {
    const text = emailKey(asText(incoming.values, "email"));
    return text ? [{ key: "email", text }] : [];
  }
  const all = matchKeysOf({
    display_name: asText(incoming.values, "display_name") ?? "",
    company_name: asText(incoming.values, "company_name"),
    email: asText(incoming.values, "email"),
    phone: asText(incoming.values, "phone"),
    mobile: asText(incoming.values, "mobile"),
    website: asText(incoming.values, "website"),
  });
  return enabled.flatMap((key) => {
    const text = all[`${key}_key`];
    return text ? [{ key, text }] : [];
  });
}

/** Where a key stands in the index; contact persons are compared within their customer only. */
export function indexText({ key, text }: KeyValue, parent: CustomerId | undefined): string {
  return parent ? `${parent}:${key}:${text}` : `${key}:${text}`;
}

/** Puts a candidate under its key. */
export function addCandidate(index: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  index.set(key, [...(index.get(key) ?? []), candidate]);
}

/** Candidates by index text, each once, with all keys that found it. */
export function candidatesFor(
  index: ReadonlyMap<string, Candidate[]>,
  keys: readonly KeyValue[],
  parent: CustomerId | undefined,
): Candidate[] {
  const found = new Map<Candidate, Candidate>();
  for (const one of keys) {
    for (const candidate of index.get(indexText(one, parent)) ?? []) {
      const before = found.get(candidate);
      found.set(candidate, { ...candidate, keys: [...(before?.keys ?? []), one.key] });
    }
  }
  return [...found.values()];
}

function asText(values: Values, field: string): string | null {
  const value = values[field];
  return typeof value === "string" ? value : null;
}
