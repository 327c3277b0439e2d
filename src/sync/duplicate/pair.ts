import type { Collection } from "./collection.ts";
import { certainBy, type Evidence, evidenceOf, type Holders } from "./evidence.ts";
import type { Model } from "./model.ts";
import type { Found } from "./search.ts";
import type { Place, Prepared, Subject } from "./subject.ts";

/** What is known of pairs before they are compared: who is linked, which two were unlinked by hand, what becomes a customer. */
export type Known = {
  ties: { customers: ReadonlySet<string>; records: ReadonlySet<string>; parted: ReadonlySet<string> };
  modules: readonly Place[];
};

/**
 * Which group of pairs two records are of; undefined where there is nothing to ask: an account is no contact, a customer
 * that is linked has its record, and whom a person unlinked stays so.
 */
export function kindOf(a: Prepared, b: Prepared, { ties, modules }: Known): string | undefined {
  if (a.place === b.place) return a.place;
  const [customer, record] = a.place === "customers" ? [a, b] : [b, a];
  if (customer.place !== "customers" || !modules.includes(record.place)) return undefined;
  const isTied = ties.customers.has(customer.id) || ties.records.has(record.id);
  return isTied || ties.parted.has(`${customer.id} ${record.id}`) ? undefined : `customers ${record.place}`;
}

/** A pair as it is kept, before it has an id. */
export type PairDraft = {
  kind: "billing" | "crm" | "across";
  left_place: Place;
  left_id: string;
  left_name: string;
  right_place: Place;
  right_id: string;
  right_name: string;
  bits: number;
  chance: number;
  certain: "number" | "email" | null;
  evidence: Evidence[];
};

type Compared = {
  records: Collection;
  known: Known;
  models: ReadonlyMap<string, Model>;
  holders: Holders;
};

/** What is kept of a pair that was found. */
export function pairOf(one: Found, { records, known, models, holders }: Compared): PairDraft | undefined {
  const model = models.get(kindOf(records.prepared(one.a), records.prepared(one.b), known) ?? "");
  if (!model) return undefined;
  const [a, b] = [records.subject(one.a), records.subject(one.b)];
  const [left, right] = isLeft(a, b) ? [a, b] : [b, a];
  return {
    kind: left.place !== "customers" ? "crm" : right.place === "customers" ? "billing" : "across",
    left_place: left.place,
    left_id: left.id,
    left_name: left.name,
    right_place: right.place,
    right_id: right.id,
    right_name: right.name,
    bits: one.bits,
    chance: one.chance,
    certain: certainBy(one, records, holders) ?? null,
    evidence: evidenceOf(model, one.agreement, left, right),
  };
}

/** Customers are left; within a place, the lower id. */
function isLeft(a: Subject, b: Subject): boolean {
  return a.place === b.place ? a.id < b.id : a.place === "customers";
}
