import { emailKey } from "#billing/customer/match-key.ts";
import { type Agreement, type ComparedField, comparedFields, missing } from "./compare.ts";
import type { Collection } from "./collection.ts";
import { companyDomain } from "./mail-address.ts";
import { bitsOf, type Model } from "./model.ts";
import type { Found } from "./search.ts";
import type { Prepared, Subject } from "./subject.ts";

/** What one field says: both values as they are written, how far they agree, and what that weighs. */
export type Evidence = {
  field: ComparedField;
  left: string | null;
  right: string | null;
  /** 0 where both differ, up to `of` where they are the same; null where one says nothing. */
  level: number | null;
  of: number;
  bits: number;
};

/** What speaks for and against a pair, field by field; fields that neither has are left out. */
export function evidenceOf(model: Model, agreement: Agreement, left: Subject, right: Subject): Evidence[] {
  return comparedFields.flatMap(({ field, levels }, at): Evidence[] => {
    const level = agreement[at] ?? missing;
    const isSaid = level !== missing;
    const values = { left: textOf(left, field, isSaid), right: textOf(right, field, isSaid) };
    if (values.left === null && values.right === null) return [];
    return [
      {
        field,
        ...values,
        level: level === missing ? null : level,
        of: levels - 1,
        bits: Math.round(bitsOf(model, at, level) * 10) / 10,
      },
    ];
  });
}

/** A value as it is written; a domain that no website says is that of the e-mail address, where it was compared. */
function textOf(subject: Subject, field: ComparedField, isSaid: boolean): string | null {
  if (field === "domain") return subject.website ?? (isSaid ? companyDomain(emailKey(subject.email)) : null);
  if (field === "phone") return subject.phones.filter((phone) => phone !== null).join(", ") || null;
  return subject[field];
}

/** The keys that belong to one record alone. */
const uniqueKeys = [
  { key: "number", at: 1 },
  { key: "email", at: 2 },
] as const;

/**
 * Which unique key says that two records are the same: both have it, no other record of either place does, and neither
 * the name nor the number speaks against it. Undefined where a person has to look.
 */
export function certainBy(
  { agreement, a, b }: Found,
  records: Pick<Collection, "prepared">,
  holders: Holders,
): "number" | "email" | undefined {
  const [one, other] = [records.prepared(a), records.prepared(b)];
  const [name = missing, number = missing] = agreement;
  if (name === 0 || number === 0 || number === 1) return undefined;
  const allowed = one.place === other.place ? 2 : 1;
  return uniqueKeys.find(
    ({ key, at }) =>
      agreement[at] === 2 && [one, other].every((record) => holders.get(holderKey(record, key)) === allowed),
  )?.key;
}

/** How many records of a place hold a key. */
export type Holders = ReadonlyMap<string, number>;

/** Counts who holds the keys that pairs share. Goes through all records, since one that is in no pair holds keys as well. */
export function* holdersOf(records: Collection, found: readonly Found[]): Generator<undefined, Holders> {
  const counts = new Map<string, number>();
  for (const { a, b, agreement } of found)
    for (const { key, at } of uniqueKeys)
      if (agreement[at] === 2)
        for (const place of [a, b]) counts.set(holderKey(records.prepared(place), key), 0);
  for (let place = 0; counts.size > 0 && place < records.size; place += 1) {
    const record = records.prepared(place);
    for (const { key } of uniqueKeys) {
      const name = holderKey(record, key);
      const count = record[key] === null ? undefined : counts.get(name);
      if (count !== undefined) counts.set(name, count + 1);
    }
    if (place % restEvery === 0) yield undefined;
  }
  return counts;
}

const restEvery = 500;

function holderKey(record: Prepared, key: "number" | "email"): string {
  return `${record.place} ${key} ${record[key]}`;
}
