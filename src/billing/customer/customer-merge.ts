import type { ContactPersonId, Id } from "#kernel/id.ts";
import { accept, refuse, type Result } from "#kernel/result.ts";
import { type ContactPerson, type ContactPersonChange, personName } from "./contact-person.ts";
import { contactPersonFields, customerFields, type FieldGroup } from "./customer-fields.ts";
import { changeOf, type Customer, type CustomerChange, type FieldChange, valueOf } from "./customer.ts";

/** What a merge did, kept with it so that it can be undone. */
export type Merged = {
  loser_status: Customer["status"];
  /** The survivor's blank fields that took the loser's values. */
  filled: FieldChange[];
  persons_moved: { id: ContactPersonId; is_primary: boolean }[];
  /** Persons with the same e-mail address on both sides: blanks of the one that stays took the other's values. */
  persons_filled: { id: ContactPersonId; changes: FieldChange[] }[];
  /** Documents and payments that went to the survivor, by table; merges of before there were any have none. */
  transactions?: Record<string, string[]>;
  /** What the loser paid with; merges of before it was moved have none. */
  methods?: MovedMethods;
  /** Where a subscription named a person of the loser that is one with the survivor's now; earlier merges have none. */
  receivers?: MovedReceiver[];
  /** The loser's files; merges of before customers had any have none. */
  attachments?: Id<"att">[];
};

/** A contact person of the loser, and the survivor's one that it is one with. */
export type Twins = { loser: ContactPersonId; survivor: ContactPersonId };

/** A subscription that named the loser's twin, and names the survivor's since. */
export type MovedReceiver = Twins & { subscription: Id<"sub"> };

/** The cards and accounts that a merge moved, and the one of them that was collected from. */
export type MovedMethods = { ids: Id<"pmt">[]; default: Id<"pmt"> | null };

/** What to write for a merge. */
export type MergePlan = {
  merged: Merged;
  survivor: CustomerChange;
  persons: { person: ContactPerson; change: ContactPersonChange }[];
  twins: Twins[];
};

export type MergeRefusal =
  | "customer_merge.same_customer"
  | "customer_merge.other_currency"
  | "customer.merged";

/** Whether two customers may become one: different ones, in one currency, neither merged away. */
export function mayMerge(survivor: Customer, loser: Customer): Result<undefined, MergeRefusal> {
  if (survivor.id === loser.id) return refuse("customer_merge.same_customer");
  if (survivor.merged_into !== null || loser.merged_into !== null) return refuse("customer.merged");
  if (survivor.currency_code !== loser.currency_code) return refuse("customer_merge.other_currency");
  return accept(undefined);
}

/** What makes one customer of two: blanks are filled, contact persons united by e-mail address, the loser made inactive. */
export function planMerge(
  survivor: Customer,
  loser: Customer,
  persons: { survivor: ContactPerson[]; loser: ContactPerson[] },
): MergePlan {
  const filled = blanksFilled(survivor, loser);
  const moves = planPersons(survivor, persons);
  return {
    merged: { loser_status: loser.status, filled, persons_moved: moves.moved, persons_filled: moves.filled },
    survivor: changeOf(toValues(filled), survivor.custom_fields),
    persons: moves.writes,
    twins: moves.twins,
  };
}

const addressGroups: FieldGroup[] = ["billing_address", "shipping_address"];

/**
 * An address is one thing: a street of one and a city of the other would be an address of nobody. That there is no
 * reason to bear no tax is said too: it is no blank.
 */
function blanksFilled(survivor: Customer, loser: Customer): FieldChange[] {
  const plain = customerFields
    .filter(({ group, name }) => !addressGroups.includes(group) && name !== "tax_exemption_reason")
    .map(({ name }) => name);
  const addresses = addressGroups.flatMap((wanted) => {
    const names = customerFields.filter(({ group }) => group === wanted).map(({ name }) => name);
    return names.every((name) => valueOf(survivor, name) === null) ? names : [];
  });
  const filled = [...plain, ...addresses, ...Object.keys(loser.custom_fields)].flatMap((field) => {
    const to = valueOf(loser, field);
    return valueOf(survivor, field) === null && to !== null ? [{ field, from: null, to }] : [];
  });
  const takesTags = survivor.tags.length === 0 && loser.tags.length > 0;
  return takesTags ? [...filled, { field: "tags", from: [], to: loser.tags }] : filled;
}

/** One person on both sides becomes one; two of the loser's who share an address (`info@`) are two of the survivor's. */
function planPersons(survivor: Customer, persons: { survivor: ContactPerson[]; loser: ContactPerson[] }) {
  const moved: Merged["persons_moved"] = [];
  const changes = new Map<ContactPersonId, { person: ContactPerson; change: ContactPersonChange }>();
  const filled: Merged["persons_filled"] = [];
  const twins: Twins[] = [];
  const byEmail = new Map(
    persons.survivor.flatMap((person) =>
      person.email_key === null ? [] : [[person.email_key, person] as const],
    ),
  );
  let hasPrimary = persons.survivor.some(({ is_primary }) => is_primary);
  for (const person of persons.loser) {
    const twin = person.email_key === null ? undefined : byEmail.get(person.email_key);
    if (twin === undefined) {
      moved.push({ id: person.id, is_primary: person.is_primary });
      changes.set(person.id, {
        person,
        change: { customer_id: survivor.id, is_primary: person.is_primary && !hasPrimary },
      });
      hasPrimary ||= person.is_primary;
    } else {
      twins.push({ loser: person.id, survivor: twin.id });
      const blanks = personBlanks({ ...twin, ...changes.get(twin.id)?.change }, person);
      if (blanks.length > 0) filled.push({ id: twin.id, changes: blanks });
      if (blanks.length > 0)
        changes.set(twin.id, {
          person: twin,
          change: { ...changes.get(twin.id)?.change, ...toValues(blanks) },
        });
    }
  }
  return { moved, filled, twins, writes: [...changes.values()] };
}

function personBlanks(kept: ContactPerson, other: ContactPerson): FieldChange[] {
  return contactPersonFields.flatMap(({ name }) => {
    const field = name as keyof ContactPerson;
    return kept[field] === null && other[field] !== null ? [{ field, from: null, to: other[field] }] : [];
  });
}

/** What an undo could not give back, and why. */
export type NotReturned = {
  what: "field" | "contact_person" | "contact_person_field";
  id: string;
  name: string;
  why: "changed_since" | "deleted_since" | "moved_since";
};

export type UndoPlan = {
  survivor: CustomerChange;
  persons: { person: ContactPerson; change: ContactPersonChange }[];
  not_returned: NotReturned[];
};

/** What takes a merge back: values return unless they were changed since, persons unless they are no longer the survivor's. */
export function planUndo(merged: Merged, survivor: Customer, persons: readonly ContactPerson[]): UndoPlan {
  const [back, stay] = split(merged.filled, (field) =>
    field === "tags" ? survivor.tags : valueOf(survivor, field),
  );
  const notReturned: NotReturned[] = stay.map(({ field }) => ({
    what: "field",
    id: survivor.id,
    name: field,
    why: "changed_since",
  }));
  const changes = new Map<ContactPersonId, { person: ContactPerson; change: ContactPersonChange }>();
  const byId = new Map(persons.map((person) => [person.id, person]));
  for (const { id, changes: filled } of merged.persons_filled) {
    const person = byId.get(id);
    if (person === undefined) {
      if (!merged.persons_moved.some((moved) => moved.id === id))
        notReturned.push({ what: "contact_person", id, name: id, why: "deleted_since" });
      continue;
    }
    const [returning, staying] = split(filled, (field) => person[field as keyof ContactPerson]);
    changes.set(id, { person, change: { ...changes.get(id)?.change, ...fromValues(returning) } });
    notReturned.push(
      ...staying.map(({ field }): NotReturned => ({
        what: "contact_person_field",
        id,
        name: `${personName(person)}: ${field}`,
        why: "changed_since",
      })),
    );
  }
  for (const { id, is_primary } of merged.persons_moved) {
    const person = byId.get(id);
    if (person === undefined)
      notReturned.push({ what: "contact_person", id, name: id, why: "deleted_since" });
    else if (person.customer_id !== survivor.id)
      notReturned.push({ what: "contact_person", id, name: personName(person), why: "moved_since" });
    else changes.set(id, { person, change: { ...changes.get(id)?.change, is_primary } });
  }
  return {
    survivor: changeOf(fromValues(back), survivor.custom_fields),
    persons: [...changes.values()],
    not_returned: notReturned,
  };
}

/** The changes whose value is still the one that the merge wrote, and the others. */
function split(
  changes: readonly FieldChange[],
  now: (field: string) => unknown,
): [FieldChange[], FieldChange[]] {
  const isUntouched = ({ field, to }: FieldChange): boolean =>
    JSON.stringify(now(field)) === JSON.stringify(to);
  return [changes.filter(isUntouched), changes.filter((change) => !isUntouched(change))];
}

function toValues(changes: readonly FieldChange[]): Record<string, unknown> {
  return Object.fromEntries(changes.map(({ field, to }) => [field, to]));
}

function fromValues(changes: readonly FieldChange[]): Record<string, unknown> {
  return Object.fromEntries(changes.map(({ field, from }) => [field, from]));
}
