import type { FieldOrigin } from "#sync/story/story.api.ts";
import { useLinksOf } from "#web/sync/links-of.ts";
import { type Subject, useOrigins } from "./stories.ts";

/** A field of billing that a CRM field is synced with. */
export type Counterpart = { subject: Subject; origin: FieldOrigin };

/** By CRM field of a record, what it is synced with in billing; empty for a record that is not linked. */
export function useCounterparts(record: string): ReadonlyMap<string, Counterpart> {
  const link = useLinksOf(record).find(({ state }) => state !== "duplicate");
  const subject =
    link && (link.contact_person === null ? { customer: link.customer } : { person: link.contact_person });
  const origins = useOrigins(subject);
  if (subject === undefined) return new Map();
  return new Map(
    (origins.data?.items ?? []).flatMap((origin) =>
      origin.kept
        .filter(({ crm_id }) => crm_id === record)
        .map(({ crm_field }): [string, Counterpart] => [crm_field, { subject, origin }]),
    ),
  );
}
