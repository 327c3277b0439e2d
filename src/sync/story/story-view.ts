import type { BillingField } from "#billing/customer/customer-fields.ts";
import { crmRecordUrl } from "#sync/link/link-view.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import { keptBy, type KeepingLink } from "./kept.ts";
import type { Ran } from "./line.ts";
import type { FieldOrigin, FieldStory, KeptField, StoryEntry } from "./story.api.ts";
import type { Recorded } from "./story-row.ts";
import { type Asked, type Entry, foldStory, originOf, type Story } from "./story.ts";
import { whyOf, wordsOf } from "./story-words.ts";

/** A field with where its value came from. Only the newest of its lines are needed. */
export function originView(
  field: BillingField,
  recorded: Recorded,
  links: readonly KeepingLink[],
): FieldOrigin {
  const origin = originOf(storyOf(field, recorded, [], false));
  return {
    field: field.name,
    label: field.label,
    value: valueIn(recorded, field),
    kept: links.flatMap((link) => keptView(link, field.name) ?? []),
    origin: origin ? entryView(origin) : null,
  };
}

/** A field with all that is on record of it; `isCut` where older lines were left out. */
export function storyView(
  field: BillingField,
  recorded: Recorded,
  links: readonly KeepingLink[],
  { conflicts, isCut }: { conflicts: readonly Asked[]; isCut: boolean },
): FieldStory {
  const story = storyOf(field, recorded, conflicts, isCut);
  const isPerson = typeof recorded.values["customer_id"] === "string";
  const id = String(recorded.values["id"]);
  const origin = originOf(story);
  return {
    customer: isPerson ? String(recorded.values["customer_id"]) : id,
    contact_person: isPerson ? id : null,
    field: field.name,
    label: field.label,
    value: valueIn(recorded, field),
    kept: links.flatMap((link) => keptView(link, field.name) ?? []),
    origin: origin ? entryView(origin) : null,
    entries: story.entries.map(entryView),
    begins: story.begins,
  };
}

function storyOf(
  field: BillingField,
  recorded: Recorded,
  conflicts: readonly Asked[],
  isCut: boolean,
): Story {
  const { createdAt, making, lines } = recorded;
  const now = valueIn(recorded, field);
  return foldStory({ now, createdAt, making, lines: lines.get(field.name) ?? [], conflicts, isCut });
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
  const { id, state, crm, billing, taken, decided_by_name: by, decided_at: at } = conflict;
  const decision = taken === null || at === null ? null : { take: taken, by: by ?? "", at };
  return { id, state, crm, billing, decision };
}
