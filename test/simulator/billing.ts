import {
  changedContactPerson,
  type ContactPerson,
  type ContactPersonChange,
} from "#billing/customer/contact-person.ts";
import { changedCustomer, type Customer, type CustomerChange } from "#billing/customer/customer.ts";
import { planMerge } from "#billing/customer/customer-merge.ts";
import type { CustomerId } from "#kernel/id.ts";
import { instantFromMs } from "#kernel/time.ts";
import type { Target } from "#sync/mapping/incoming.ts";
import type { Value } from "#sync/plan/reconcile.ts";
import type { Tables } from "./tables.ts";
import type { Author, Trace } from "./trace.ts";
import type { BillingWrite } from "./witness.ts";
import type { World } from "./world.ts";

/** Billing as its users change it, and the marks that its changes leave. */
export type Billing = ReturnType<typeof createBilling>;

/** Billing on these tables; its clock is off by so much. */
export function createBilling(world: World, tables: Tables, trace: Trace, skewMs: number) {
  function mark(target: Target, recordId: string): void {
    tables.marks.set(`${target}:${recordId}`, { target, recordId, number: tables.nextMark() });
  }

  /** Writes of the engine in the present transaction, for whoever compares them with the history. */
  let written: BillingWrite[] = [];

  /** Persons that merges made one with a person of the survivor's: they rest with the customer that was merged away. */
  const united = new Set<string>();

  function noteChange(record_id: string, field: string, to: Value): void {
    const at = instantFromMs(world.nowMs() + skewMs);
    tables.lastChanges.set(`${record_id}:${field}`, { record_id, field, to, at });
  }

  /** Tells the trace which fields of a row are new. */
  function tell(id: string, from: object | undefined, to: object, by: Author): void {
    const before = from as Record<string, unknown> | undefined;
    for (const [field, value] of Object.entries(to)) {
      if (!told.has(field) || (before === undefined ? value === null : before[field] === value)) continue;
      if (by === "user" && before) noteChange(id, field, value as Value);
      if (by === "engine") written.push({ id, field, value: value as Value });
      tables.onCommit(() => trace.hold({ side: "billing", id, field }, value as Value, by));
    }
  }

  return {
    mark,
    tell,
    united: united as ReadonlySet<string>,
    /** What the engine wrote since this was asked last. */
    takeWritten(): BillingWrite[] {
      const taken = written;
      written = [];
      return taken;
    },
    addCustomer(row: Customer): void {
      tables.customers.set(row.id, row);
      tell(row.id, undefined, row, "user");
      mark("customer", row.id);
    },
    addPerson(row: ContactPerson): void {
      tables.persons.set(row.id, row);
      tell(row.id, undefined, row, "user");
      mark("contact_person", row.id);
    },
    changeCustomer(row: Customer, change: CustomerChange): void {
      const next = changedCustomer(row, change, world.now());
      tables.customers.set(row.id, next);
      tell(row.id, row, next, "user");
      mark("customer", row.id);
    },
    changePerson(row: ContactPerson, change: ContactPersonChange): void {
      const next = changedContactPerson(row, change, world.now());
      tables.persons.set(row.id, next);
      tell(row.id, row, next, "user");
      mark("contact_person", row.id);
    },
    /** The loser stands for nothing any more: its values fill blanks, its persons move. */
    mergeCustomers(survivor: Customer, loser: Customer, by: Author): void {
      const now = world.now();
      const of = (owner: Customer) => tables.persons.rows().filter((row) => row.customer_id === owner.id);
      const plan = planMerge(survivor, loser, { survivor: of(survivor), loser: of(loser) });
      const emails = new Set(of(survivor).flatMap(({ email_key }) => email_key ?? []));
      const same = of(loser).filter(({ email_key }) => email_key !== null && emails.has(email_key));
      tables.onCommit(() => same.forEach(({ id }) => united.add(id)));
      for (const { person, change } of plan.persons) {
        tables.persons.set(person.id, changedContactPerson(person, change, now));
        if (by === "user") mark("contact_person", person.id);
      }
      const after = changedCustomer(survivor, plan.survivor, now);
      tables.customers.set(survivor.id, after);
      tell(survivor.id, survivor, after, by);
      // A merge is told as such, by the customer's own record of it.
      if (by === "engine") written = written.filter(({ id }) => id !== survivor.id);
      tables.customers.set(
        loser.id,
        changedCustomer(loser, { status: "inactive", merged_into: survivor.id }, now),
      );
      world.tell(`${by} billing merges ${loser.id} into ${survivor.id}`);
      if (by === "user") for (const { id } of [survivor, loser]) mark("customer", id);
    },
    /** As the database does it: persons go with their customer, links forget it. */
    removeCustomer(id: CustomerId): void {
      world.tell(`user billing deletes ${id}`);
      tables.customers.delete(id);
      for (const person of tables.persons.rows())
        if (person.customer_id === id) tables.persons.delete(person.id);
      for (const link of tables.links.rows())
        if (link.customer_id === id) tables.links.set(link.crm_id, { ...link, customer_id: null });
    },
    removePerson(id: string): void {
      world.tell(`user billing deletes ${id}`);
      tables.persons.delete(id);
    },
  };
}

/** The columns that stories are about. */
const told: ReadonlySet<string> = new Set([
  ...["display_name", "notes", "billing_city", "first_name", "last_name", "email"],
]);
