import type { BillingField } from "#billing/customer/customer-fields.ts";
import { crmRecordUrl } from "#sync/link/link-view.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import { keptBy, type KeepingLink } from "./kept.ts";
import { type Ran, withoutGaps } from "./line.ts";
import type { FieldOrigin, FieldStory, KeptField, StoryEntry } from "./story.api.ts";
import type { Recorded } from "./story-row.ts";
import { type Asked, type Entry, foldStory, originOf, type Story } from "./story.ts";
import { whyOf, wordsOf } from "./story-words.ts";

/**
 * As many lines of a field, of each kind, as its origin takes: the one that gave the value, and the one before it, whose
 * value it replaced.
 */
export const linesOfOrigin = 2;

/** A field with where its value came from. */
export function originView(
  field: BillingField,
  recorded: Recorded,
  links: readonly KeepingLink[],
): FieldOrigin {
  const origin = originOf(storyOf(field, recorded));
  return {
    field: field.name,
    label: field.label,
    value: valueIn(recorded, field),
    kept: links.flatMap((link) => keptView(link, field.name) ?? []),
    origin: origin ? entryView(origin) : null,
  };
}

/** A field with all that is on record of it, of each kind of line the newest `most`. */
export function storyView(
  field: BillingField,
  recorded: Recorded,
  links: readonly KeepingLink[],
  { conflicts, most }: { conflicts: readonly Asked[]; most: number },
): FieldStory {
  const { entries, begins } = storyOf(field, recorded, conflicts, most);
  const { id, customer_id: customerOf } = recorded.values;
  const isPerson = typeof customerOf === "string";
  return {
    ...originView(field, recorded, links),
    customer: String(isPerson ? customerOf : id),
    contact_person: isPerson ? String(id) : null,
    entries: entries.map(entryView),
    begins,
  };
}

function storyOf(
  field: BillingField,
  recorded: Recorded,
  conflicts: readonly Asked[] = [],
  most = Infinity,
): Story {
  const { createdAt, making } = recorded;
  const told = withoutGaps(recorded.lines.get(field.name) ?? [], most);
  return foldStory({ now: valueIn(recorded, field), createdAt, making, conflicts, ...told });
}

function valueIn({ values }: Recorded, { name }: BillingField): Value {
  return values[name] ?? null;
}

function keptView(link: KeepingLink, field: string): KeptField | undefined {
  const kept = keptBy(link, field);
  return (
    kept && {
      connection: link.connection_id,
      crm_company: link.crm_company,
      crm_module: link.crm_module,
      crm_id: link.crm_id,
      crm_url: crmRecordUrl(link, link.crm_module, link.crm_id),
      crm_field: kept.crmField,
      direction: kept.direction,
      state: link.state,
      linked_at: link.linked_at,
      agreed: kept.agreed,
      issue: kept.issue,
    }
  );
}

function entryView(entry: Entry): StoryEntry {
  const ran = ranIn(entry);
  return {
    what: entry.what,
    side: entry.what === "sent" || entry.what === "refused" ? "crm" : "billing",
    at: entry.at,
    until: entry.until,
    from: entry.from ?? null,
    to: entry.to,
    words: wordsOf(entry),
    why: whyOf(entry) ?? null,
    by: byIn(entry),
    run: ran?.run ?? null,
    crm: ran ? { ...ran.crm, field: ran.rule?.field ?? null } : null,
    conflict: entry.what === "conflict" ? conflictView(entry) : null,
  };
}

function ranIn(entry: Entry): (Pick<Ran, "run" | "crm"> & { rule?: Ran["rule"] }) | undefined {
  if ("run" in entry) return entry;
  return entry.what === "made" && entry.making.what === "synced" ? entry.making : undefined;
}

function byIn(entry: Entry): StoryEntry["by"] {
  if (entry.what === "made") return entry.making.by;
  return "by" in entry ? entry.by : null;
}

function conflictView({ conflict }: Asked): StoryEntry["conflict"] {
  return conflict;
}
