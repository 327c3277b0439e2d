import { type Agreement, type ComparedField, comparedFields, missing } from "./compare.ts";
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
    const values = { left: textOf(left, field), right: textOf(right, field) };
    if (values.left === null && values.right === null) return [];
    const level = agreement[at] ?? missing;
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

function textOf(subject: Subject, field: ComparedField): string | null {
  if (field === "domain") return subject.website;
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
  records: readonly Prepared[],
  holders: Holders,
): "number" | "email" | undefined {
  const [one, other] = [records[a], records[b]];
  const [name = missing, number = missing] = agreement;
  if (!one || !other || name === 0 || number === 0 || number === 1) return undefined;
  const allowed = one.place === other.place ? 2 : 1;
  return uniqueKeys.find(
    ({ key, at }) =>
      agreement[at] === 2 && [one, other].every((record) => holders.get(holderKey(record, key)) === allowed),
  )?.key;
}

/** How many records of a place hold a key. */
export type Holders = ReadonlyMap<string, number>;

export function holdersIn(records: readonly Prepared[]): Holders {
  const counts = new Map<string, number>();
  for (const record of records)
    for (const { key } of uniqueKeys) {
      if (record[key] === null) continue;
      const name = holderKey(record, key);
      counts.set(name, (counts.get(name) ?? 0) + 1);
    }
  return counts;
}

function holderKey(record: Prepared, key: "number" | "email"): string {
  return `${record.place} ${key} ${record[key]}`;
}
