import { type Instant, msOf } from "#kernel/time.ts";
import { rawValue } from "#sync/mapping/crm-field.ts";
import { markerField } from "#sync/mapping/incoming.ts";
import type { LinkRow } from "#sync/link/link.table.ts";
import { isByPerson } from "#sync/plan/decided.ts";
import type { Change, DecidedField, Intent, Values } from "#sync/plan/decision.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import type { MappingRow, SyncSettings } from "#sync/connection/settings.api.ts";
import type { Crm, CrmRow } from "./crm.ts";
import { counts } from "./known.ts";
import type { Tables } from "./tables.ts";
import type { Held, Side, Trace } from "./trace.ts";

type Ended = {
  tables: Tables;
  crm: Crm;
  trace: Trace;
  /** Persons that a merge made one with a person of the survivor's. */
  united: ReadonlySet<string>;
};

/** Looks at a story when it is over, and all is quiet. */
export function checkEnd(ended: Ended): void {
  const settings = presentSettings(ended.tables);
  for (const link of ended.tables.links.rows()) {
    const pair = pairOf(ended, link);
    if (pair) checkAgreement(ended, settings, pair);
  }
  checkValues(ended, settings);
  checkLatest(ended);
  checkCoverage(ended, settings);
  checkMarkers(ended);
  checkTombstones(ended);
  checkParents(ended);
}

/** The values of a linked pair. */
type Pair = { link: LinkRow; crm: CrmRow; billing: Values; recordId: string };

function pairOf({ tables, crm }: Ended, link: LinkRow): Pair | undefined {
  if (link.state !== "linked") return undefined;
  const recordId = link.contact_person_id ?? link.customer_id ?? "";
  const customer = tables.customers.get(link.customer_id ?? "");
  const row = link.target === "customer" ? customer : tables.persons.get(recordId);
  const record = crm.records.get(link.crm_id);
  if (
    !row ||
    !customer ||
    customer.merged_into !== null ||
    !record ||
    record.isHidden ||
    record.deletedMs !== undefined
  )
    return undefined;
  return { link, crm: record, billing: row as unknown as Values, recordId };
}

function presentSettings(tables: Tables): SyncSettings {
  const version = tables.connections.rows()[0]?.config_version;
  const settings = tables.settings.get(String(version));
  if (!settings) throw new Error("a story has a configuration");
  return settings;
}

/** How many conflicts that waited for a person were settled since because one change was known to be the later one. */
export function settledByTimeSince(tables: Tables, at: Instant): number {
  if (presentSettings(tables).conflicts !== "latest") return 0;
  return tables.conflicts
    .rows()
    .filter(
      ({ settled_at, settled_why: why }) => why !== "decided" && settled_at !== null && settled_at >= at,
    ).length;
}

/** I1: both sides hold the same, or the rules say why not. */
function checkAgreement({ tables, trace }: Ended, settings: SyncSettings, pair: Pair): void {
  const { link, crm, billing, recordId } = pair;
  const rows = link.target === "customer" ? settings.mapping : settings.contact_mapping;
  const base = JSON.parse(link.base) as Values;
  for (const row of rows) {
    const c = (rawValue({ ...crm.fields, id: crm.id }, row.crm) ?? null) as Value;
    const p = billing[row.billing] ?? null;
    if (c === p || mayDiffer(row, c, p, base[row.billing])) continue;
    const isOpen = tables.conflicts
      .rows()
      .some((one) => one.crm_id === link.crm_id && one.field === row.billing && one.state !== "settled");
    if (isOpen && (settings.conflicts === "ask" || settings.conflicts === "latest")) continue;
    if (link.issues?.includes(`"${row.billing}"`)) continue;
    trace.fail(
      "I1",
      `${link.crm_id} ${recordId} ${row.billing}: crm ${c}, billing ${p}, base ${base[row.billing]}`,
    );
  }
}

/** What the direction of a row or the rule for blanks keeps apart. */
function mayDiffer(row: MappingRow, c: Value, p: Value, base: Value | undefined): boolean {
  if (!row.blank_erases && (c === null || p === null)) return true;
  const [cChanged, pChanged] = [c !== (base ?? null), p !== (base ?? null)];
  if (row.direction === "to_billing") return pChanged && !cChanged;
  if (row.direction === "to_crm") return cChanged && !pChanged;
  return false;
}

/** I2, I3: each value that a user wrote was delivered, replaced by somebody who saw it, or is on record. */
function checkValues(ended: Ended, settings: SyncSettings): void {
  for (const link of ended.tables.links.rows()) {
    const recordId = link.contact_person_id ?? link.customer_id;
    if (!recordId || link.state === "duplicate") continue;
    const rows = link.target === "customer" ? settings.mapping : settings.contact_mapping;
    for (const row of rows) {
      if (row.crm === "Full_Name") continue;
      const [here, there] = [
        ended.trace.held({ side: "crm", id: link.crm_id, field: row.billing }),
        ended.trace.held({ side: "billing", id: recordId, field: row.billing }),
      ];
      checkSide(ended, { link, recordId, field: row.billing, side: "crm" }, here, there);
      checkSide(ended, { link, recordId, field: row.billing, side: "billing" }, there, here);
    }
  }
}

/** Whether a person wrote the value on the other side after it had gone here: a merge brings old values back. */
function isWrittenAnew(own: readonly Held[], other: readonly Held[], { value, atMs }: Held): boolean {
  const after = own[own.findLastIndex((one) => one.value === value) + 1]?.atMs ?? atMs;
  return other.some(
    (one) => one.by === "user" && one.value === value && one.atMs >= after && one.atMs <= atMs,
  );
}

type Spot = { link: LinkRow; recordId: string; field: string; side: Side };

function checkSide(ended: Ended, spot: Spot, own: readonly Held[], other: readonly Held[]): void {
  own.forEach((held, at) => {
    const next = own[at + 1];
    if (held.by !== "user" || held.value === null || next?.by !== "engine") return;
    if (held.atMs <= ended.trace.forgotAtMs()) return;
    const wasDelivered = other.some(
      (one) => one.value === held.value && one.atMs >= held.atMs && one.atMs <= next.atMs,
    );
    if (wasDelivered) return;
    const where = `${spot.side} ${spot.link.crm_id} ${spot.recordId} ${spot.field}`;
    if (!isOnRecord(ended, spot, held.value))
      ended.trace.fail("I2", `${where}: ${held.value} was replaced by ${next.value} and is on no record`);
    // The same value, written on both sides by people, is no agreement.
    const copies = [...own.slice(0, at), ...other.filter((one) => one.atMs <= held.atMs)];
    const wasSeen =
      next.value !== null &&
      own.slice(0, at).some((one) => one.value === next.value) &&
      copies.some((one) => one.value === next.value && one.by === "engine");
    // What was agreed on is forgotten with the state that knew it: then a clean edit looks like a conflict.
    if (
      wasSeen &&
      !isWrittenAnew(own.slice(0, at + 1), other, next) &&
      ended.trace.forgotAtMs() === 0 &&
      !isStranger(ended, spot.link, held.atMs)
    )
      ended.trace.fail("I3", `${where}: ${held.value}, written on ${next.value}, was taken back`);
  });
}

/**
 * Whether a record was linked only after that moment, for having been deleted and restored: nobody knows what it and
 * billing had agreed on, and the set-up says whose value counts.
 */
function isStranger({ crm }: Ended, { crm_id, linked_at }: LinkRow, atMs: number): boolean {
  return crm.records.get(crm_id)?.wasDeleted === true && msOf(linked_at) > atMs;
}

function isOnRecord({ tables }: Ended, { link, recordId, field }: Spot, value: Value): boolean {
  const isIn = (changes: readonly Change[]): boolean =>
    changes.some((change) => change.field === field && change.from === value);
  const isTold = tables.history.some(
    (row) =>
      (row.crm_id === link.crm_id || (row.contact_person_id ?? row.customer_id) === recordId) &&
      row.changes !== null &&
      isIn(JSON.parse(row.changes) as Change[]),
  );
  // What may have been replaced by an update of which nobody heard is kept with its link until that is known.
  const seen = link.intent === null ? {} : (JSON.parse(link.intent) as Intent).seen;
  const text = JSON.stringify(value);
  return (
    isTold ||
    seen[field] === value ||
    tables.conflicts
      .rows()
      .some((row) => row.field === field && (row.crm_value === text || row.billing_value === text))
  );
}

/** I21: where the later change was to count, it was the later one by the one true clock. */
function checkLatest({ tables, trace }: Ended): void {
  // Of what billing has forgotten nobody knows when it was written.
  if (trace.forgotAtMs() > 0) return;
  for (const { crm_id, contact_person_id, customer_id, changes, facts } of tables.history) {
    const { decided = [] } = JSON.parse(facts ?? "{}") as { decided?: DecidedField[] };
    for (const one of decided.filter((field) => !isByPerson(field))) {
      const change = (JSON.parse(changes ?? "[]") as Change[]).find(({ field }) => field === one.field);
      const writtenMs = (side: Side, value: Value | undefined): number | undefined => {
        const id = side === "crm" ? crm_id : (contact_person_id ?? customer_id ?? "");
        const held = trace.held({ side, id, field: one.field });
        return held.findLast((then) => then.by === "user" && then.value === value)?.atMs;
      };
      const won = writtenMs(one.take, change?.to);
      const lost = writtenMs(one.take === "crm" ? "billing" : "crm", change?.from);
      // A blank is written more than once, so that nobody can say which one it was.
      if (change?.to === null || change?.from === null) continue;
      if (won === undefined || lost === undefined || won < lost)
        trace.fail(
          "I21",
          `${crm_id} ${one.field}: ${change?.to} of ${won} won over ${change?.from} of ${lost}`,
        );
    }
  }
}

/** I8, I9: what belongs together is linked, once. */
function checkCoverage({ tables, crm, trace }: Ended, settings: SyncSettings): void {
  const owners = new Map<string, string>();
  for (const link of tables.links.rows().filter(counts)) {
    const id = link.contact_person_id ?? link.customer_id;
    if (id === null || link.target !== (link.contact_person_id ? "contact_person" : "customer")) continue;
    const other = owners.get(id);
    if (other !== undefined) trace.fail("I9", `${id} is linked with ${other} and ${link.crm_id}`);
    owners.set(id, link.crm_id);
  }
  const module = settings.module === "contacts" ? "Contacts" : "Accounts";
  for (const row of crm.records.values()) {
    if (row.module !== module || row.deletedMs !== undefined || row.isHidden || !row.isInView) continue;
    const link = tables.links.get(row.id);
    // A copy of what was made again meanwhile came back from the recycle bin: each run names it as a double.
    const marker = row.fields[markerField];
    const isDouble = tables.links.rows().some((one) => (one.contact_person_id ?? one.customer_id) === marker);
    if (!link && isDouble) continue;
    if (!link) trace.fail("I8", `${row.module} ${row.id} is in the view and not linked`);
    else if (isInUse(tables, link) && (link.state === "out_of_view" || link.state === "deleted_in_crm"))
      trace.fail("I8", `${row.id} is in the view, and its link says ${link.state}`);
  }
  const isMade =
    settings.mapping.some((one) => one.direction !== "to_billing") || settings.module === "contacts";
  for (const customer of tables.customers.rows()) {
    if (customer.status !== "active" || customer.merged_into !== null || !isMade) continue;
    const isKnown = tables.links.rows().some((link) => link.customer_id === customer.id);
    // What was made and is not shared with the sync any more can neither be found nor made again, nor what another
    // customer's record has taken in before anybody heard that it was made.
    const isAway = [...crm.records.values()].some(
      (row) => row.fields[markerField] === customer.id && (row.isHidden || tables.links.get(row.id)),
    );
    if (!isKnown && !isAway) trace.fail("I8", `${customer.id} is in use and not in the CRM`);
  }
}

/** I7, B20: nothing counts as deleted that never was. */
function checkTombstones({ tables, crm, trace }: Ended): void {
  for (const link of tables.links.rows())
    if (link.state === "deleted_in_crm" && !crm.records.get(link.crm_id)?.wasDeleted)
      trace.fail("I7", `${link.crm_id} counts as deleted and never was`);
    else if (link.state === "linked" && crm.records.get(link.crm_id)?.deletedMs !== undefined)
      trace.fail("I7", `${link.crm_id} is deleted, and its link does not say so`);
}

/** I15: a contact that is linked belongs to the customer of its account, or rests where a merge has left it. */
function checkParents({ tables, crm, trace, united }: Ended): void {
  for (const link of tables.links.rows()) {
    const person = tables.persons.get(link.contact_person_id ?? "");
    const record = crm.records.get(link.crm_id);
    if (link.state !== "linked" || !person || !record || united.has(person.id)) continue;
    if (record.isHidden || record.deletedMs !== undefined) continue;
    const account = (record.fields["Account_Name"] as { id: string } | null)?.id ?? "";
    const owner = tables.links.get(account)?.customer_id ?? "";
    let standing = owner;
    for (
      let into = tables.customers.get(owner)?.merged_into;
      into;
      into = tables.customers.get(into)?.merged_into
    )
      standing = into;
    if (tables.links.get(account)?.state === "linked" && standing !== person.customer_id)
      trace.fail("I15", `${person.id} is ${person.customer_id}'s, its account ${account} is ${standing}`);
  }
}

/** A customer that was merged away stands for nothing: its link rests until the merge is undone. */
function isInUse({ customers }: Tables, { customer_id }: LinkRow): boolean {
  return customers.get(customer_id ?? "")?.merged_into === null;
}

/** I5: a billing record was made in the CRM once at most. */
function checkMarkers({ crm, trace }: Ended): void {
  const seen = new Map<string, string>();
  for (const row of crm.records.values()) {
    const marker = row.fields[markerField];
    if (row.deletedMs !== undefined || typeof marker !== "string") continue;
    const other = seen.get(marker);
    if (other !== undefined) trace.fail("I5", `${marker} was made as ${other} and ${row.id}`);
    seen.set(marker, row.id);
  }
}
